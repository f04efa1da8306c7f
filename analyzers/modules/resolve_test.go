package modules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// project builds a resolver over files in memory, under /app.
func project(opt Options, files map[string]string, links ...string) *Resolver {
	abs := map[string]string{}
	for p, text := range files {
		abs["/app/"+p] = text
	}
	m := NewMemory(abs)
	for _, link := range links {
		at, target, _ := strings.Cut(link, " -> ")
		m.Link("/app/"+at, target)
	}
	return New(m, opt)
}

// resolution is what the tests below look at, in a line.
func line(x Resolution, err *Error) string {
	if err != nil {
		return string(err.Code)
	}
	s := strings.TrimPrefix(x.Path, "/app/")
	if x.Builtin != "" {
		s = "node:" + x.Builtin
	}
	s += x.Suffix
	if x.Via != ViaNone {
		s += " via " + string(x.Via)
	}
	return s
}

func TestFallbacks(t *testing.T) {
	files := map[string]string{
		"tsconfig.json": `{
			// comments and trailing commas are fine
			"extends": "./config/base",
			"compilerOptions": {"outDir": "dist", "paths": {
				"@/*": ["./src/*"],
				"@lib/*": ["./nowhere/*", "./lib/*/index"],
				"@lib/special": ["./lib/one/index.ts"],
				"config": ["./src/config.ts"],
			}},
		}`,
		"config/base.json":                       `{"compilerOptions": {"rootDir": "../src", "baseUrl": "..", "paths": {"gone/*": ["x/*"]}}}`,
		"package.json":                           `{"name": "app", "imports": {"#db": "./dist/db.js"}, "exports": {"./x": "./dist/x.js"}}`,
		"src/a.ts":                               "",
		"src/a.js":                               "",
		"src/b.ts":                               "",
		"src/view.tsx":                           "",
		"src/m.mts":                              "",
		"src/c.cts":                              "",
		"src/x.ts":                               "",
		"src/db.ts":                              "",
		"src/config.ts":                          "",
		"src/folder/index.ts":                    "",
		"src/plain.js":                           "",
		"lib/one/index.ts":                       "",
		"web/tsconfig.json":                      `{"files": [], "references": [{"path": "./tsconfig.app.json"}, {"path": "./node"}]}`,
		"web/tsconfig.app.json":                  `{"extends": ["base-config", "base-config/more.json"], "compilerOptions": {"paths": {"~/*": ["./app/*"]}}}`,
		"web/node/tsconfig.json":                 `{"compilerOptions": {"paths": {"^/*": ["${configDir}/*"]}}}`,
		"web/app/page.ts":                        "",
		"web/node/vite.ts":                       "",
		"node_modules/base-config/tsconfig.json": `{"compilerOptions": {"rootDir": "."}}`,
		"node_modules/base-config/more.json":     `{"extends": "./more.json"}`,
		"node_modules/dep/index.js":              "",
		"node_modules/dep/src.ts":                "",
		"packages/unbuilt/package.json":          `{"name": "unbuilt", "main": "build/main.js", "exports": {".": "./build/main.js", "./gone": "./build/gone.js"}}`,
		"packages/unbuilt/tsconfig.json":         `{"compilerOptions": {"outDir": "./build"}}`,
		"packages/unbuilt/src/main.ts":           "",
	}
	r := project(Options{}, files, "node_modules/unbuilt -> ../packages/unbuilt")
	tests := []struct {
		from, spec string
		how        How
		want       string
	}{
		{"src/x.ts", "./a.js", Import, "src/a.js"}, // what exists wins over what compiles to it
		{"src/x.ts", "./b.js", Import, "src/b.ts via typescript"},
		{"src/x.ts", "./b", Import, "src/b.ts via typescript"},
		{"src/x.ts", "./b?v=1", Import, "src/b.ts via typescript"},
		{"src/x.ts", "./b", Require, "src/b.ts via typescript"},
		{"src/x.ts", "./view.js", Import, "src/view.tsx via typescript"},
		{"src/x.ts", "./view.jsx", Import, "src/view.tsx via typescript"},
		{"src/x.ts", "./view", Import, "src/view.tsx via typescript"},
		{"src/x.ts", "./m.mjs", Import, "src/m.mts via typescript"},
		{"src/x.ts", "./m.js", Import, "ERR_MODULE_NOT_FOUND"},
		{"src/x.ts", "./c.cjs", Require, "src/c.cts via typescript"},
		{"src/x.ts", "./folder", Import, "src/folder/index.ts via typescript"},
		{"src/x.ts", "./folder", Require, "src/folder/index.ts via typescript"},
		{"src/x.ts", ".", Import, "ERR_UNSUPPORTED_DIR_IMPORT"},
		{"src/plain.js", "./b.js", Import, "ERR_MODULE_NOT_FOUND"}, // not a TypeScript file
		{"src/x.ts", "@/b", Import, "src/b.ts via tsconfig paths"},
		{"src/plain.js", "@/b", Require, "src/b.ts via tsconfig paths"},
		{"src/x.ts", "@/folder/index.js", Import, "src/folder/index.ts via tsconfig paths"},
		{"src/x.ts", "@/none", Import, "ERR_MODULE_NOT_FOUND"},
		{"src/x.ts", "@lib/one", Import, "lib/one/index.ts via tsconfig paths"},
		{"src/x.ts", "@lib/special", Import, "lib/one/index.ts via tsconfig paths"},
		{"src/x.ts", "config", Import, "src/config.ts via tsconfig paths"},
		{"src/x.ts", "src/plain", Import, "src/plain.js via tsconfig paths"}, // baseUrl of the extended file
		{"src/x.ts", "gone/a", Import, "ERR_MODULE_NOT_FOUND"},               // paths are replaced, not merged
		{"src/x.ts", "dep", Import, "node_modules/dep/index.js"},
		{"web/app/page.ts", "~/page", Import, "web/app/page.ts via tsconfig paths"},
		{"web/app/page.ts", "^/vite", Import, "web/node/vite.ts via tsconfig paths"},
		{"web/app/page.ts", "dep/src", Import, "ERR_MODULE_NOT_FOUND"},
		{"src/x.ts", "#db", Import, "src/db.ts via typescript"},
		{"src/x.ts", "#db", Require, "src/db.ts via typescript"},
		{"src/x.ts", "app/x", Import, "src/x.ts via typescript"},
		{"src/x.ts", "unbuilt", Import, "packages/unbuilt/src/main.ts via typescript"},
		{"src/x.ts", "unbuilt", Require, "packages/unbuilt/src/main.ts via typescript"},
		{"src/x.ts", "unbuilt/gone", Require, "MODULE_NOT_FOUND"},
		{"src/x.ts", "unbuilt/package.json", Require, "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"node_modules/dep/index.js", "./src.js", Require, "MODULE_NOT_FOUND"},
		{"node_modules/dep/index.js", "@/b", Require, "MODULE_NOT_FOUND"},
	}
	for _, tt := range tests {
		if got := line(r.Resolve("/app/"+tt.from, tt.spec, tt.how)); got != tt.want {
			t.Errorf("%s from %s: got %s, want %s", tt.spec, tt.from, got, tt.want)
		}
	}

	plain := project(Options{NoFallbacks: true}, files)
	if got := line(plain.Resolve("/app/src/x.ts", "./b", Import)); got != "ERR_MODULE_NOT_FOUND" {
		t.Errorf("NoFallbacks: %s", got)
	}
	mixed := project(Options{TypeScript: true}, files)
	if got := line(mixed.Resolve("/app/src/plain.js", "./b", Require)); got != "src/b.ts via typescript" {
		t.Errorf("TypeScript: %s", got)
	}
}

func TestResolution(t *testing.T) {
	r := project(Options{Conditions: []string{"development"}}, map[string]string{
		"package.json":                 `{"name": "app", "version": "1.2.3", "exports": {"./x": "./src/x.js"}, "imports": {"#x": "./src/x.js", "#p": "p"}}`,
		"src/x.js":                     "",
		"node_modules/p/package.json":  `{"name": "p", "version": "4.5.6", "exports": {"development": "./dev.js", "default": "./index.js"}}`,
		"node_modules/p/dev.js":        "",
		"node_modules/p/lib/data.json": "",
		"packages/w/package.json":      `{"name": "w", "version": "7.8.9"}`,
		"packages/w/index.js":          "",
	}, "node_modules/w -> ../packages/w")
	tests := []struct{ spec, want, pkg string }{
		{"./x", "src/x.js", "app 1.2.3"},
		{"p", "node_modules/p/dev.js", "p 4.5.6"},
		{"w", "packages/w/index.js via workspace", "w 7.8.9"},
		{"app/x", "src/x.js via self-reference", "app 1.2.3"},
		{"#x", "src/x.js via imports map", "app 1.2.3"},
		{"#p", "node_modules/p/dev.js via imports map", "p 4.5.6"},
		{"../node_modules/p/lib/data.json", "node_modules/p/lib/data.json", "p 4.5.6"},
	}
	for _, tt := range tests {
		x, err := r.Resolve("/app/src/", tt.spec, Require)
		if got := line(x, err); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.spec, got, tt.want)
			continue
		}
		if got := x.Package.Name + " " + x.Package.Version; got != tt.pkg {
			t.Errorf("%s: package %s, want %s", tt.spec, got, tt.pkg)
		}
		if x.InNodeModules != strings.HasPrefix(tt.want, "node_modules/") {
			t.Errorf("%s: InNodeModules is %v", tt.spec, x.InNodeModules)
		}
	}
	if x, _ := r.Resolve("/app/src/x.js", "../node_modules/p/lib/data.json", Require); x.Kind() != KindJSON {
		t.Error("kind of data.json:", x.Kind())
	}
	if x, _ := r.Resolve("/app/src/x.js", "fs", Import); x.Kind() != KindBuiltin {
		t.Error("kind of fs:", x.Kind())
	}
}

// TestErrors holds what an error can tell beyond its code.
func TestErrors(t *testing.T) {
	r := project(Options{}, map[string]string{
		"package.json":                       `{"dependencies": {"lodash": "4"}, "imports": {"#config": "./src/config.js"}}`,
		"src/Helper.js":                      "",
		"src/config.js":                      "",
		"src/lib/index.js":                   "",
		"src/Lib2/Deep.js":                   "",
		"node_modules/express/index.js":      "",
		"node_modules/express/lib/router.js": "",
		"node_modules/@scope/tools/index.js": "",
		"node_modules/maps/package.json":     `{"name": "maps", "exports": {".": "./i.js", "./feature": "./f.js", "./hidden": null}}`,
		"node_modules/badmain/package.json":  `{"main": "dist/out.js"}`,
	})
	tests := []struct {
		spec    string
		how     How
		code    Code
		suggest string
		other   string
	}{
		{"./helper", Require, CodeModuleNotFound, "./Helper", "/app/src/Helper.js"},
		{"./helper.js", Import, CodeESMNotFound, "./Helper.js", "/app/src/Helper.js"},
		{"./lib2/deep", Require, CodeModuleNotFound, "", "/app/src/Lib2/Deep.js"},
		{"./confg", Require, CodeModuleNotFound, "./config", ""},
		{"./config", Import, CodeESMNotFound, "./config.js", ""},
		{"./lib", Import, CodeUnsupportedDirImport, "./lib/index.js", ""},
		{"express/lib/router", Import, CodeESMNotFound, "express/lib/router.js", ""},
		{"expres", Require, CodeModuleNotFound, "express", ""},
		{"lodahs", Require, CodeModuleNotFound, "lodash", ""},
		{"lodas", Require, CodeModuleNotFound, "lodash", ""},
		{"@scope/tool", Import, CodeESMNotFound, "@scope/tools", ""},
		{"maps/featur", Require, CodePathNotExported, "maps/feature", ""},
		{"maps/hiden", Require, CodePathNotExported, "", ""},
		{"#confg", Import, CodeImportNotDefined, "#config", ""},
		{"node:fss", Require, CodeUnknownBuiltin, "node:fs", ""},
		{"something-else-entirely", Require, CodeModuleNotFound, "", ""},
		{"badmain", Require, CodeModuleNotFound, "", ""},
	}
	for _, tt := range tests {
		x, err := r.Resolve("/app/src/main.js", tt.spec, tt.how)
		if err == nil {
			t.Errorf("%s: found %s", tt.spec, x.Path)
			continue
		}
		if err.Code != tt.code {
			t.Errorf("%s: code %s, want %s", tt.spec, err.Code, tt.code)
		}
		if got := err.Suggest(); got != tt.suggest {
			t.Errorf("%s: suggests %q, want %q", tt.spec, got, tt.suggest)
		}
		if got := err.OtherCase(); got != tt.other {
			t.Errorf("%s: other case %q, want %q", tt.spec, got, tt.other)
		}
	}
}

func TestTried(t *testing.T) {
	r := project(Options{}, map[string]string{
		"src/main.js":                 "",
		"node_modules/q/package.json": `{"main": "lib"}`,
	})
	tests := []struct {
		spec string
		how  How
		want []string
	}{
		{"./x", Require, []string{"/app/src/x", "/app/src/x.js", "/app/src/x.json", "/app/src/x.node"}},
		{"./x", Import, []string{"/app/src/x"}},
		{"p", Require, []string{
			"/app/src/node_modules/p", "/app/node_modules/p", "/app/node_modules/p.js", "/app/node_modules/p.json",
			"/app/node_modules/p.node", "/node_modules/p",
		}},
		{"p", Import, []string{"/app/src/node_modules/p", "/app/node_modules/p", "/node_modules/p"}},
		{"q", Require, []string{
			"/app/src/node_modules/q", "/app/node_modules/q", "/app/node_modules/q.js", "/app/node_modules/q.json", "/app/node_modules/q.node",
			"/app/node_modules/q/lib", "/app/node_modules/q/lib.js", "/app/node_modules/q/lib.json", "/app/node_modules/q/lib.node",
			"/app/node_modules/q/lib/index.js", "/app/node_modules/q/lib/index.json", "/app/node_modules/q/lib/index.node",
			"/app/node_modules/q/index.js", "/app/node_modules/q/index.json", "/app/node_modules/q/index.node",
		}},
	}
	for _, tt := range tests {
		_, err := r.Resolve("/app/src/main.js", tt.spec, tt.how)
		if err == nil {
			t.Errorf("%s: found", tt.spec)
			continue
		}
		if diff := cmp.Diff(tt.want, err.Tried()); diff != "" {
			t.Errorf("%s (how %d): %s", tt.spec, tt.how, diff)
		}
	}
}

func TestNearestPackage(t *testing.T) {
	r := project(Options{}, map[string]string{
		"package.json":                `{"name": "app", "type": "module"}`,
		"src/deep/x.js":               "",
		"node_modules/p/lib/x.js":     "",
		"node_modules/p/package.json": `{"name": "p"}`,
		"node_modules/loose.js":       "",
		"node_modules/bare/x.js":      "",
	})
	for dir, want := range map[string]string{
		"/app": "app", "/app/src": "app", "/app/src/deep": "app", "/app/node_modules/p/lib": "p",
		"/app/node_modules": "", "/app/node_modules/bare": "", "/": "", "/elsewhere/deep": "",
	} {
		got := ""
		if p := r.NearestPackage(dir); p != nil {
			got = p.Name
		}
		if got != want {
			t.Errorf("%s: package %q, want %q", dir, got, want)
		}
	}
}

func TestKindOf(t *testing.T) {
	r := project(Options{}, map[string]string{
		"package.json":        `{"type": "module"}`,
		"none/package.json":   `{}`,
		"cjs/package.json":    `{"type": "commonjs"}`,
		"broken/package.json": `{`,
	})
	tests := []struct {
		path    string
		require Kind
		imports Kind
	}{
		{"/app/x.js", KindESM, KindESM},
		{"/app/x.ts", KindESM, KindESM},
		{"/app/x.cjs", KindCommonJS, KindCommonJS},
		{"/app/x.mts", KindESM, KindESM},
		{"/app/x", KindESM, KindESM}, // since 26 for require
		{"/app/none/x.js", KindAmbiguous, KindAmbiguous},
		{"/app/cjs/x.js", KindCommonJS, KindCommonJS},
		{"/app/cjs/x.mjs", KindESM, KindESM},
		{"/app/x.json", KindJSON, KindJSON},
		{"/app/x.node", KindAddon, KindAddon},
		{"/app/x.wasm", KindAmbiguous, KindWasm},
		{"/app/x.css", KindAmbiguous, KindUnknown},
	}
	for _, tt := range tests {
		req, err1 := r.KindOf(tt.path, Require)
		imp, err2 := r.KindOf(tt.path, Import)
		if req != tt.require || imp != tt.imports || err1 != nil || err2 != nil {
			t.Errorf("%s: %s and %s, want %s and %s (%v, %v)", tt.path, req, imp, tt.require, tt.imports, err1, err2)
		}
	}
	if _, err := r.KindOf("/app/broken/x.js", Require); err == nil || err.Code != CodeInvalidPackageConfig {
		t.Errorf("broken package.json: %v", err)
	}
	if kind, _ := New(r.FS(), Options{Line: 24}).KindOf("/app/x", Require); kind != KindAmbiguous {
		t.Errorf("extensionless file required by Node 24: %s", kind)
	}
}

// TestWindows checks that paths with a drive work; Node's answers for them are
// from its documentation, as no Windows is asked.
func TestWindows(t *testing.T) {
	r := New(driveFS{NewMemory(map[string]string{
		"/C:/app/src/main.js":                 "",
		"/C:/app/src/x.js":                    "",
		"/C:/node_modules/top/index.js":       "",
		"/C:/app/node_modules/p/package.json": `{"exports": {"./*": "./lib/*.js"}}`,
		"/C:/app/node_modules/p/lib/a.js":     "",
	})}, Options{})
	for _, tt := range []struct {
		spec string
		how  How
		want string
	}{
		{"./x", Require, "C:/app/src/x.js"},
		{`.\x`, Require, "C:/app/src/x.js"},
		{`..\src\x`, Require, "C:/app/src/x.js"},
		{`C:\app\src\x`, Require, "C:/app/src/x.js"},
		{"./x.js", Import, "C:/app/src/x.js"},
		{"file:///C:/app/src/x.js", Import, "C:/app/src/x.js"},
		{`C:\app\src\x.js`, Import, "ERR_UNSUPPORTED_ESM_URL_SCHEME"},
		{"p/a", Require, "C:/app/node_modules/p/lib/a.js"},
		{"p/a", Import, "C:/app/node_modules/p/lib/a.js"},
		{"top", Require, "C:/node_modules/top/index.js"},
		{"top", Import, "C:/node_modules/top/index.js"},
		{"none", Require, "MODULE_NOT_FOUND"},
		{"none", Import, "ERR_MODULE_NOT_FOUND"},
	} {
		if got := line(r.Resolve("C:/app/src/main.js", tt.spec, tt.how)); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.spec, got, tt.want)
		}
	}
}

// driveFS shows the folder /C: of a tree as the drive C:/.
type driveFS struct{ *Memory }

func (d driveFS) Stat(p string) (Info, bool)              { return d.Memory.Stat("/" + p) }
func (d driveFS) ReadFile(p string) ([]byte, error)       { return d.Memory.ReadFile("/" + p) }
func (d driveFS) ReadDirNames(p string) ([]string, error) { return d.Memory.ReadDirNames("/" + p) }
func (d driveFS) Realpath(p string) (string, error) {
	real, err := d.Memory.Realpath("/" + p)
	return strings.TrimPrefix(real, "/"), err
}
