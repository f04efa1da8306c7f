package modules

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
)

// How tells which of Node's two resolvers is asked.
type How uint8

const (
	// Require is require() and, apart from unknown "node:" names, require.resolve().
	Require How = iota
	// Import is import and export … from, import() and import.meta.resolve().
	Import
)

// Via tells what led from the specifier to the file, beyond names on the disk.
type Via string

// The ways that are worth a word to the reader.
const (
	ViaNone Via = ""
	// ViaSelf: a package asked for itself by its own name (needs "exports").
	ViaSelf Via = "self-reference"
	// ViaImports: "#name" through the "imports" of the own package.
	ViaImports Via = "imports map"
	// ViaWorkspace: a link in node_modules that leads to a folder of the project.
	ViaWorkspace Via = "workspace"
	// ViaTypeScript: plain Node finds nothing; a TypeScript source compiles to
	// the missing file.
	ViaTypeScript Via = "typescript"
	// ViaTSConfig: plain Node finds nothing; "paths" or "baseUrl" do.
	ViaTSConfig Via = "tsconfig paths"
)

// NewestLine is the newest Node line that the resolver models.
const NewestLine = 26

// Options adjust a resolver.
type Options struct {
	// Line is the major version of Node whose behaviour is wanted: 20, 22, 24 or
	// 26, each in its newest release; 0 means [NewestLine].
	Line int
	// Conditions are those of the user (node --conditions), besides Node's own.
	Conditions []string
	// Builtins lists Node's modules; nil means [DefaultBuiltins] of the line.
	Builtins Builtins
	// NoFallbacks leaves TypeScript sources and tsconfig.json out: what plain Node
	// does and nothing else.
	NoFallbacks bool
	// TypeScript lets JavaScript files, too, name files that are still TypeScript
	// sources. TypeScript files always may.
	TypeScript bool
}

// Resolver answers where specifiers lead. It caches every package.json and
// tsconfig.json it reads, so it is a still picture like its [FS]: after a change
// on the disk make a new one. Safe for many goroutines.
type Resolver struct {
	fs          FS
	line        int
	builtins    Builtins
	conditions  [2][]string // by How
	noFallbacks bool
	typescript  bool

	packages  cache[*PackageJSON] // by folder, nil if it has none
	scopes    cache[*PackageJSON] // by folder, nil if there is none above
	tsconfigs cache[*tsconfig]    // by folder and by file
}

// New gives a resolver over fs.
func New(fs FS, opt Options) *Resolver {
	r := &Resolver{fs: fs, line: opt.Line, builtins: opt.Builtins, noFallbacks: opt.NoFallbacks, typescript: opt.TypeScript}
	if r.line == 0 {
		r.line = NewestLine
	}
	if r.builtins == nil {
		r.builtins = DefaultBuiltins(r.line)
	}
	// "module-sync" is on wherever require(esm) is: from 20.19, 22.12 and 23 on.
	r.conditions[Require] = append([]string{"node", "require", "module-sync", "node-addons"}, opt.Conditions...)
	r.conditions[Import] = append([]string{"node", "import", "module-sync", "node-addons"}, opt.Conditions...)
	r.packages.init()
	r.scopes.init()
	r.tsconfigs.init()
	return r
}

// FS gives the view of the disk the resolver was made with.
func (r *Resolver) FS() FS { return r.fs }

// Line gives the Node line the resolver models.
func (r *Resolver) Line() int { return r.line }

// Resolution is where a specifier leads.
type Resolution struct {
	// Path is the real path of the file, symlinks resolved; "" for builtins and
	// data: URLs.
	Path string
	// Suffix is the "?query#fragment" of an import; the same file with another
	// query is another instance of the module.
	Suffix string
	// Builtin is the name of Node's module without "node:".
	Builtin string
	// Data is true for a data: URL.
	Data bool
	// Package is the package.json that rules the file, nil if there is none.
	Package *PackageJSON
	// InNodeModules: the real path lies in a node_modules folder.
	InNodeModules bool
	// Via is what Node did to get there, or that it would not.
	Via Via
}

// Kind tells by name and extension what the resolution is, without asking
// package.json: KindBuiltin, KindJSON, KindAddon, KindWasm, or KindAmbiguous for
// code. See [Resolver.KindOf].
func (x Resolution) Kind() Kind {
	if x.Builtin != "" {
		return KindBuiltin
	}
	switch extOf(x.Path) {
	case ".json":
		return KindJSON
	case ".node":
		return KindAddon
	case ".wasm":
		return KindWasm
	}
	return KindAmbiguous
}

// Resolve finds what the specifier means in the file from (an absolute path; with
// a slash at the end it is a folder; a "data:" URL is taken as well). Of the two results one is set: the error is
// nil on success. Do not store it in a variable of type error without asking.
func (r *Resolver) Resolve(from, specifier string, how How) (Resolution, *Error) {
	c := call{r: r, how: how, spec: specifier, conditions: r.conditions[how]}
	c.setFrom(from)
	return c.run()
}

// call is one resolution under way.
type call struct {
	r          *Resolver
	from       string // the importing file
	dir        string // its folder
	spec       string
	how        How
	conditions []string
	via        Via
	// tried collects every path asked for, in order; nil when nobody wants to know.
	tried *[]string
	// p and key are the package.json that led on, and the key of its map, for errors.
	p   *PackageJSON
	key string
	// hops counts imports maps that lead to packages that lead to …
	hops int
}

func (c *call) setFrom(from string) {
	if strings.HasPrefix(from, "data:") {
		c.from, c.dir = from, "/"
		return
	}
	if dir, ok := strings.CutSuffix(from, "/"); ok {
		if dir == "" || len(dir) == 2 && dir[1] == ':' {
			dir += "/"
		}
		// Node's createRequire puts a file of this name into a folder it is given.
		from = join(dir, "noop.js")
	}
	c.from, c.dir = from, dirOf(from)
}

func (c *call) run() (Resolution, *Error) {
	var x Resolution
	var err *Error
	if c.how == Require {
		x, err = c.require()
	} else {
		x, err = c.importESM()
	}
	if err != nil && !c.r.noFallbacks && err.NotFound() {
		if y, ok := c.fallback(err); ok {
			x, err = y, nil
		}
	}
	if err != nil {
		return Resolution{}, err
	}
	return x, nil
}

// found completes a resolution with what is known about the file.
func (c *call) found(path string) Resolution {
	x := Resolution{Path: path, Via: c.via, InNodeModules: InNodeModules(path)}
	x.Package = c.r.scope(dirOf(path), Import)
	return x
}

func (c *call) builtin(name string) Resolution {
	return Resolution{Builtin: name, Via: c.via}
}

func (c *call) fail(code Code, path, reason string) *Error {
	return &Error{Code: code, Specifier: c.spec, From: c.from, How: c.how, Path: path, Package: c.p, Key: c.key, Reason: reason, resolver: c.r}
}

// notFound is the error for a file that is not there, by resolver.
func (c *call) notFound(path, reason string) *Error {
	if c.how == Require {
		return c.fail(CodeModuleNotFound, path, reason)
	}
	return c.fail(CodeESMNotFound, path, reason)
}

// note writes a path down for [Error.Tried].
func (c *call) note(p string) {
	if c.tried != nil {
		*c.tried = append(*c.tried, p)
	}
}

// What a path is, in the numbers of Node's internalModuleStat.
const (
	statNone = -1
	statFile = 0
	statDir  = 1
)

func (c *call) stat(p string) int {
	c.note(p)
	info, ok := c.r.fs.Stat(p)
	switch {
	case !ok:
		return statNone
	case info.Dir:
		return statDir
	}
	return statFile
}

// realpath resolves symlinks; what cannot be resolved stays as it is.
func (c *call) realpath(p string) string {
	real, err := c.r.fs.Realpath(p)
	if err != nil {
		return p
	}
	if c.via == ViaNone && real != p && InNodeModules(p) && !InNodeModules(real) {
		c.via = ViaWorkspace
	}
	return real
}

// packageAt gives the package.json of a folder, nil if there is none. A folder of
// that name counts as absent. What is there and cannot be read (no permission, a
// loop of links) is an error since Node 24 and was absent before.
func (r *Resolver) packageAt(dir string) *PackageJSON {
	if p, ok := r.packages.get(dir); ok {
		return p
	}
	var p *PackageJSON
	file := join(dir, "package.json")
	if info, ok := r.fs.Stat(file); !ok || !info.Dir {
		src, err := r.fs.ReadFile(file)
		switch {
		case err == nil:
			p = readPackageJSON(file, src, r.line)
		case isAbsent(err):
		case r.line >= 24:
			p = &PackageJSON{Path: file, Dir: dir, Err: err}
		}
	}
	return r.packages.put(dir, p)
}

// isAbsent reports errors that mean: no such file.
func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EISDIR)
}

// NearestPackage gives the package.json that rules the files of a folder, Node's
// "package scope": the nearest one above, not past a node_modules folder. It is
// nil if there is none; look at its Err before you trust it.
func (r *Resolver) NearestPackage(dir string) *PackageJSON { return r.scope(dir, Import) }

// scope is NearestPackage with a difference between the resolvers: since the
// search moved to C++ (Node 24) require no longer looks at the root of the disk
// (node_modules.cc, TraverseParent).
func (r *Resolver) scope(dir string, how How) *PackageJSON {
	p, ok := r.scopes.get(dir)
	if !ok {
		p = r.findScope(dir)
	}
	if p != nil && how == Require && r.line >= 24 && isRoot(p.Dir) {
		return nil
	}
	return p
}

func (r *Resolver) findScope(dir string) *PackageJSON {
	if baseOf(dir) == "node_modules" {
		return r.scopes.put(dir, nil)
	}
	p := r.packageAt(dir)
	if p == nil && !isRoot(dir) {
		above := dirOf(dir)
		known, ok := r.scopes.get(above)
		if !ok {
			known = r.findScope(above)
		}
		p = known
	}
	return r.scopes.put(dir, p)
}

// brokenPackage is the error for a package.json that is no JSON.
func (r *Resolver) brokenPackage(p *PackageJSON, from, spec string, how How) *Error {
	e := &Error{
		Code: CodeInvalidPackageConfig, Specifier: spec, From: from, How: how,
		Path: p.Path, Package: p, resolver: r,
	}
	if p.Err != nil {
		e.Reason = p.Path + ": " + p.Err.Error()
		switch {
		case errors.Is(p.Err, errNullPackage):
			e.Code = CodeTypeError
		case how == Require && r.line <= 20:
			e.Code = CodeSyntaxError
		}
	} else {
		e.Code = CodeSyntaxError
		e.Reason = p.Path + ": exports or imports is not valid JSON"
	}
	return e
}

// checkScope reports a package.json around the asking file that require refuses
// whatever is asked. Node 22 parses exports and imports as soon as it has found
// the file, later lines when they need them.
func (c *call) checkScope(p *PackageJSON) *Error {
	if p.Err != nil || c.r.line == 22 {
		return c.check(p)
	}
	return nil
}

// check reports a package.json that Node refuses. Node's read() looks at exports
// and imports at once, so either one being broken is enough.
func (c *call) check(p *PackageJSON) *Error {
	if p.Err != nil || p.badExports || p.badImports {
		return c.r.brokenPackage(p, c.from, c.spec, c.how)
	}
	return nil
}
