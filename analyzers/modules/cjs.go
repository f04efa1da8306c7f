package modules

import (
	"path"
	"strings"
)

// extensions are those that require tries, in order.
var extensions = [...]string{".js", ".json", ".node"}

// require is Module._load and Module._resolveFilename (cjs/loader.js).
func (c *call) require() (Resolution, *Error) {
	spec := c.spec
	if spec == "" {
		return Resolution{}, c.fail(CodeInvalidArgValue, "", "require needs a non-empty string")
	}
	if name, ok := strings.CutPrefix(spec, "node:"); ok {
		if known, _ := c.r.builtins(name); known {
			return c.builtin(name), nil
		}
		return Resolution{}, c.fail(CodeUnknownBuiltin, "", "Node has no such module")
	}
	if known, prefixOnly := c.r.builtins(spec); known && !prefixOnly {
		return c.builtin(spec), nil
	}
	if hasDrive(c.from) {
		spec = strings.ReplaceAll(spec, `\`, "/") // Windows takes both
	}
	scope := c.r.scope(c.dir, Require)
	if scope != nil {
		if err := c.checkScope(scope); err != nil {
			return Resolution{}, err
		}
	}
	if spec[0] == '#' && scope != nil {
		if scope.badImports {
			return Resolution{}, c.check(scope)
		}
		if scope.Imports != nil {
			l, err := c.packageImports(scope, spec)
			if err != nil {
				return Resolution{}, c.asRequire(err)
			}
			c.via = ViaImports
			return c.finishMap(l)
		}
	}
	if x, err, ok := c.requireSelf(scope, spec); ok {
		return x, err
	}
	return c.findPath(spec)
}

// asRequire turns the code of a missing file into that of require: the maps are
// resolved by the ES module code, whose error Node translates.
func (c *call) asRequire(err *Error) *Error {
	if err.Code == CodeESMNotFound {
		err.Code = CodeModuleNotFound
	}
	return err
}

// requireSelf is trySelf: the package of the file asked for by its own name.
func (c *call) requireSelf(scope *PackageJSON, spec string) (Resolution, *Error, bool) {
	if scope == nil {
		return Resolution{}, nil, false
	}
	if scope.badExports {
		return Resolution{}, c.check(scope), true
	}
	if scope.Exports == nil || !scope.hasName {
		return Resolution{}, nil, false
	}
	rest, ok := strings.CutPrefix(spec, scope.Name)
	if !ok || rest != "" && rest[0] != '/' {
		return Resolution{}, nil, false
	}
	l, err := c.packageExports(scope, "."+rest)
	if err != nil {
		return Resolution{}, c.asRequire(err), true
	}
	c.via = ViaSelf
	x, err := c.finishMap(l)
	return x, err, true
}

// finishMap is finalizeEsmResolution: the target of a map must be a file as it
// stands, without extensions tried.
func (c *call) finishMap(l location) (Resolution, *Error) {
	if l.builtin != "" {
		// packageImportsResolve gives the URL node:fs, which is no file: URL.
		return Resolution{}, c.fail(CodeInvalidURLScheme, "", "require cannot follow an imports map to a builtin module")
	}
	if l.encoded && hasEncodedSlash(l.path+l.suffix) {
		return Resolution{}, c.fail(CodeInvalidSpecifier, l.path, `a path may not contain encoded "/" or "\"`)
	}
	p, code := l.filePath()
	if code != "" {
		return Resolution{}, c.fail(code, l.path, "the target of the map is no valid path")
	}
	if file, ok := c.tryFile(p); ok {
		return c.found(file), nil
	}
	return Resolution{}, c.notFound(p, "the file that package.json names does not exist")
}

// isLookup reports whether require searches node_modules for the request.
func isLookup(spec string) bool {
	return spec[0] != '.' || len(spec) > 1 && spec[1] != '.' && spec[1] != '/'
}

// findPath is Module._findPath over the folders of Module._resolveLookupPaths.
func (c *call) findPath(spec string) (Resolution, *Error) {
	asFolder := endsAsFolder(spec)
	if isAbs(spec) {
		file, err := c.tryPath(cleanAbs(spec), asFolder)
		return c.conclude(file, err, cleanAbs(spec))
	}
	if !isLookup(spec) {
		base := resolvePath(c.dir, spec)
		// A folder that does not exist holds nothing; above it may be something.
		if info, ok := c.r.fs.Stat(c.dir); (!ok || !info.Dir) && !strings.HasPrefix(path.Clean(spec), "..") {
			return c.conclude("", nil, base)
		}
		file, err := c.tryPath(base, asFolder)
		return c.conclude(file, err, base)
	}
	name, expansion := splitForExports(spec)
	for dir := c.dir; ; dir = dirOf(dir) {
		if baseOf(dir) != "node_modules" {
			modules := join(dir, "node_modules")
			if info, ok := c.r.fs.Stat(modules); !ok || !info.Dir {
				if c.tried != nil {
					c.note(resolvePath(modules, spec)) // what the reader knows it by
				}
			} else {
				file, x, err := c.tryModules(modules, spec, name, expansion, asFolder)
				if x.Path != "" || err != nil {
					return x, err
				}
				if file != "" {
					return c.found(file), nil
				}
			}
		}
		if isRoot(dir) {
			return Resolution{}, c.notFound("", "no node_modules folder above has it")
		}
	}
}

func (c *call) conclude(file string, err *Error, asked string) (Resolution, *Error) {
	if err != nil {
		return Resolution{}, err
	}
	if file == "" {
		return Resolution{}, c.notFound(asked, "no such file")
	}
	return c.found(file), nil
}

// tryModules looks into one node_modules folder: by exports if the package has
// them (then x or err is set), else by path.
func (c *call) tryModules(modules, spec, name, expansion string, asFolder bool) (file string, x Resolution, err *Error) {
	if name != "" {
		if p := c.r.packageAt(resolvePath(modules, name)); p != nil {
			if err := c.check(p); err != nil {
				return "", Resolution{}, err
			}
			if p.Exports != nil {
				l, err := c.packageExports(p, "."+expansion)
				if err != nil {
					return "", Resolution{}, c.asRequire(err)
				}
				x, err := c.finishMap(l)
				return "", x, err
			}
		}
	}
	file, err = c.tryPath(resolvePath(modules, spec), asFolder)
	return file, Resolution{}, err
}

// splitForExports is EXPORTS_PATTERN: the package's name and the rest with its
// slash; no name for requests that exports do not rule.
func splitForExports(spec string) (name, expansion string) {
	start := 0
	if spec[0] == '@' {
		slash := strings.IndexByte(spec, '/')
		if slash > 1 && strings.IndexAny(spec[1:slash], `\%`) < 0 {
			start = slash + 1
		}
	}
	end := strings.IndexByte(spec[start:], '/')
	if end < 0 {
		end = len(spec)
	} else {
		end += start
	}
	part := spec[start:end]
	if part == "" || part[0] == '.' || strings.IndexAny(part, `\%`) >= 0 {
		if start == 0 {
			return "", ""
		}
		// "@scope/.x" matches without the scope group only if "@scope" itself is a
		// name and the rest its path.
		slash := start - 1
		return spec[:slash], spec[slash:]
	}
	return spec[:end], spec[end:]
}

// tryPath tries a path as file, with extensions, and as folder. No file and no
// error means: look elsewhere.
func (c *call) tryPath(base string, asFolder bool) (string, *Error) {
	kind := c.stat(base)
	if !asFolder {
		if kind == statFile {
			return c.realpath(base), nil
		}
		if file, ok := c.tryExtensions(base); ok {
			return file, nil
		}
	}
	if kind == statDir {
		return c.tryPackage(base)
	}
	return "", nil
}

func (c *call) tryFile(p string) (string, bool) {
	if strings.HasSuffix(p, "/") {
		// The system refuses a file whose path ends with a slash.
		c.stat(cleanAbs(p))
		return "", false
	}
	if c.stat(p) != statFile {
		return "", false
	}
	return c.realpath(p), true
}

func (c *call) tryExtensions(base string) (string, bool) {
	for _, ext := range extensions {
		if file, ok := c.tryFile(base + ext); ok {
			return file, true
		}
	}
	return "", false
}

// tryPackage loads a folder: main, main with extensions, main as folder, index.
func (c *call) tryPackage(dir string) (string, *Error) {
	index := join(dir, "index")
	p := c.r.packageAt(dir)
	if p != nil {
		if err := c.check(p); err != nil {
			return "", err
		}
	}
	if p == nil || p.Main == "" {
		file, _ := c.tryExtensions(index)
		return file, nil
	}
	main := resolvePath(dir, p.Main)
	if file, ok := c.tryFile(main); ok {
		return file, nil
	}
	if file, ok := c.tryExtensions(main); ok {
		return file, nil
	}
	if file, ok := c.tryExtensions(join(main, "index")); ok {
		return file, nil
	}
	if file, ok := c.tryExtensions(index); ok {
		return file, nil
	}
	err := c.fail(CodeModuleNotFound, main, `the "main" of `+p.Path+" leads nowhere")
	err.Package = p
	return "", err
}
