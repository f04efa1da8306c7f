package modules

import (
	"strings"

	"github.com/tailscale/hujson"
)

// tsconfig is the part of a tsconfig.json (or jsconfig.json) that says where
// names lead, with "extends" followed. Folders are absolute.
type tsconfig struct {
	dir     string // of the file that was asked for
	baseURL string // "" when not set
	paths   []tsPath
	// pathsDir is the folder of the file that set paths; targets are relative to
	// baseURL, wherever that was set, and to this folder without one.
	pathsDir string
	outDir   string // "" when not set
	rootDir  string // "" when not set
	// references are the configurations of a solution, which has no sources of
	// its own.
	references []string
}

// tsPath is one line of "paths"; once read, its targets are absolute. They may
// hold one "*".
type tsPath struct {
	pattern string
	targets []string
}

// maxExtends bounds chains of "extends".
const maxExtends = 16

// tsconfigFor gives the configuration that rules a folder, nil if there is none.
func (r *Resolver) tsconfigFor(dir string) *tsconfig {
	if t, ok := r.tsconfigs.get(dir); ok {
		return t
	}
	var t *tsconfig
	if baseOf(dir) != "node_modules" {
		for _, name := range [...]string{"tsconfig.json", "jsconfig.json"} {
			file := join(dir, name)
			if info, ok := r.fs.Stat(file); ok && !info.Dir {
				t = r.readTSConfig(file)
				break
			}
		}
		if t == nil && !isRoot(dir) {
			t = r.tsconfigFor(dirOf(dir))
		}
	}
	return r.tsconfigs.put(dir, t)
}

func (r *Resolver) readTSConfig(file string) *tsconfig {
	t := &tsconfig{dir: dirOf(file)}
	r.mergeTSConfig(t, file, maxExtends)
	base := t.baseURL
	if base == "" {
		base = t.pathsDir
	}
	for _, p := range t.paths {
		for i := range p.targets {
			p.targets[i] = t.at(base, p.targets[i])
		}
	}
	return t
}

// mergeTSConfig lays one file over what it extends. A file that cannot be read
// adds nothing.
func (r *Resolver) mergeTSConfig(t *tsconfig, file string, left int) {
	src, err := r.fs.ReadFile(file)
	if err != nil || left == 0 {
		return
	}
	// TypeScript allows comments and trailing commas here.
	plain, err := hujson.Standardize(src)
	if err != nil {
		return
	}
	root, err := ParseJSON(plain)
	if err != nil {
		return
	}
	dir := dirOf(file)
	if extends := root.Get("extends"); extends != nil {
		for _, name := range stringOrStrings(extends) {
			if base, ok := r.extendedTSConfig(dir, name); ok {
				r.mergeTSConfig(t, base, left-1)
			}
		}
	}
	options := root.Get("compilerOptions")
	if v := options.Get("baseUrl").String(); v != "" {
		t.baseURL = t.at(dir, v)
	}
	if v := options.Get("outDir").String(); v != "" {
		t.outDir = t.at(dir, v)
	}
	if v := options.Get("rootDir").String(); v != "" {
		t.rootDir = t.at(dir, v)
	}
	if paths := options.Get("paths"); paths != nil && paths.Kind == JSONObject {
		t.paths, t.pathsDir = nil, dir
		for i := range paths.Members {
			m := &paths.Members[i]
			t.paths = append(t.paths, tsPath{pattern: m.Name, targets: stringOrStrings(&m.Value)})
		}
	}
	if refs := root.Get("references"); refs != nil && dir == t.dir {
		for i := range refs.Items {
			if p := refs.Items[i].Get("path").String(); p != "" {
				t.references = append(t.references, resolvePath(dir, p))
			}
		}
	}
}

// at resolves a path of a configuration. ${configDir} is the folder of the file
// that was asked for (TypeScript 5.5).
func (t *tsconfig) at(dir, p string) string {
	if rest, ok := strings.CutPrefix(p, "${configDir}"); ok {
		return resolvePath(t.dir, "."+rest)
	}
	return resolvePath(dir, p)
}

func stringOrStrings(v *JSON) []string {
	if v.Kind == JSONString {
		return []string{v.Text}
	}
	var list []string
	for i := range v.Items {
		if v.Items[i].Kind == JSONString {
			list = append(list, v.Items[i].Text)
		}
	}
	return list
}

// extendedTSConfig finds the file that "extends" names: a path, or a package
// with its "tsconfig" or its tsconfig.json.
func (r *Resolver) extendedTSConfig(dir, name string) (string, bool) {
	isFile := func(p string) bool {
		info, ok := r.fs.Stat(p)
		return ok && !info.Dir
	}
	if isPathSpecifier(name) || isAbs(name) {
		p := resolvePath(dir, name)
		if !strings.HasSuffix(p, ".json") && !isFile(p) {
			p += ".json"
		}
		return p, isFile(p)
	}
	for ; ; dir = dirOf(dir) {
		at := resolvePath(join(dir, "node_modules"), name)
		if isFile(at) {
			return at, true
		}
		if isFile(at + ".json") {
			return at + ".json", true
		}
		if info, ok := r.fs.Stat(at); ok && info.Dir {
			file := "tsconfig.json"
			if p := r.packageAt(at); p != nil && p.Details().TSConfig != "" {
				file = p.Details().TSConfig
			}
			file = resolvePath(at, file)
			return file, isFile(file)
		}
		if isRoot(dir) {
			return "", false
		}
	}
}

// each visits the configuration and, where it is a solution, those it refers to.
func (r *Resolver) each(t *tsconfig, visit func(*tsconfig) bool) bool {
	if visit(t) {
		return true
	}
	for _, ref := range t.references {
		if !strings.HasSuffix(ref, ".json") {
			ref = join(ref, "tsconfig.json")
		}
		sub, ok := r.tsconfigs.get(ref)
		if !ok {
			sub = r.tsconfigs.put(ref, r.readTSConfig(ref))
		}
		if visit(sub) {
			return true
		}
	}
	return false
}

// candidates gives the paths that "paths" and "baseUrl" make of a bare
// specifier, in TypeScript's order.
func (t *tsconfig) candidates(spec string) []string {
	var list []string
	best, match := -1, ""
	for i, p := range t.paths {
		prefix, suffix, star := strings.Cut(p.pattern, "*")
		if !star {
			if p.pattern == spec {
				best, match = i, ""
				break
			}
			continue
		}
		if len(spec) < len(prefix)+len(suffix) || !strings.HasPrefix(spec, prefix) || !strings.HasSuffix(spec, suffix) {
			continue
		}
		if best < 0 || strings.IndexByte(t.paths[best].pattern, '*') < len(prefix) {
			best, match = i, spec[len(prefix):len(spec)-len(suffix)]
		}
	}
	if best >= 0 {
		for _, target := range t.paths[best].targets {
			list = append(list, cleanAbs(strings.Replace(target, "*", match, 1)))
		}
	}
	if t.baseURL != "" {
		list = append(list, resolvePath(t.baseURL, spec))
	}
	return list
}
