package modules

import "strings"

// importESM is defaultResolve and moduleResolve (esm/resolve.js), and the checks
// of the loader that depend on the specifier alone.
func (c *call) importESM() (Resolution, *Error) {
	spec := c.spec
	var l location
	var err *Error
	switch {
	case strings.HasPrefix(c.from, "data:"):
		return c.importFromData()
	case isPathSpecifier(spec):
		l = locate(c.dir, spec)
	case spec != "" && spec[0] == '#':
		l, err = c.importsOf(spec)
		c.via = ViaImports
	default:
		if scheme, ok := urlScheme(spec); ok {
			switch scheme {
			case "file":
				l = parseAbsoluteFileURL(spec)
			case "node":
				name := spec[len("node:"):]
				if known, _ := c.r.builtins(name); !known || !strings.HasPrefix(spec, "node:") {
					return Resolution{}, c.fail(CodeUnknownBuiltin, "", "Node has no such module")
				}
				return c.builtin(name), nil
			case "data":
				return Resolution{Data: true}, nil
			default:
				return Resolution{}, c.fail(CodeUnsupportedScheme, "", "import takes file:, node: and data: URLs only")
			}
		} else {
			l, err = c.packageResolve(spec, c.dir)
		}
	}
	if err != nil {
		return Resolution{}, err
	}
	return c.finishImport(l)
}

// importFromData is an import inside a data: URL, which has no folder: builtins
// and absolute URLs are all it can name.
func (c *call) importFromData() (Resolution, *Error) {
	if known, prefixOnly := c.r.builtins(c.spec); known && !prefixOnly {
		return c.builtin(c.spec), nil
	}
	if _, ok := urlScheme(c.spec); ok && c.spec[0] != '/' {
		c.from, c.dir = "/", "/"
		return c.importESM()
	}
	return Resolution{}, c.fail(CodeUnsupportedResolveRequest, "", "a data: URL has no folder to start from")
}

// isPathSpecifier reports "/x", "./x", "../x", "." and "..".
func isPathSpecifier(spec string) bool {
	if spec == "" {
		return false
	}
	if spec[0] == '/' || spec == "." || spec == ".." {
		return true
	}
	return strings.HasPrefix(spec, "./") || strings.HasPrefix(spec, "../")
}

// finishImport is finalizeResolution: the URL must be a file as it stands.
func (c *call) finishImport(l location) (Resolution, *Error) {
	if l.builtin != "" {
		return c.builtin(l.builtin), nil
	}
	if l.encoded && hasEncodedSlash(l.path) {
		return Resolution{}, c.fail(CodeInvalidSpecifier, l.path, `a path may not contain encoded "/" or "\"`)
	}
	p, code := l.filePath()
	if code != "" {
		return Resolution{}, c.fail(code, l.path, "the URL is no valid path")
	}
	if dir, ok := strings.CutSuffix(p, "/"); ok {
		// Node stats "/" here, whatever stands in front of the slash.
		return Resolution{}, c.fail(CodeUnsupportedDirImport, dir, "import does not load folders")
	}
	switch c.stat(p) {
	case statDir:
		return Resolution{}, c.fail(CodeUnsupportedDirImport, p, "import does not load folders")
	case statNone:
		return Resolution{}, c.fail(CodeESMNotFound, p, "no such file")
	}
	x := c.found(c.realpath(p))
	x.Suffix = l.suffix
	if err := c.checkFormat(x); err != nil {
		return Resolution{}, err
	}
	return x, nil
}

// checkFormat asks, as Node does while it still resolves, for the "type" of the
// package that holds the file: a broken package.json is found here.
func (c *call) checkFormat(x Resolution) *Error {
	if x.Package == nil {
		return nil
	}
	switch extOf(x.Path) {
	case ".js":
		return c.check(x.Package)
	case ".ts":
		if c.r.line >= 22 {
			return c.check(x.Package)
		}
	case "":
		if c.r.line <= 20 || x.Package.Err != nil {
			return c.check(x.Package)
		}
	}
	return nil
}

// importsOf resolves "#x" by the imports of the package around the file.
func (c *call) importsOf(spec string) (location, *Error) {
	if c.invalidImportsName(spec) {
		return location{}, c.fail(CodeInvalidSpecifier, "", "not a valid name for imports")
	}
	scope := c.r.scope(c.dir, c.how)
	if scope != nil {
		if err := c.check(scope); err != nil {
			return location{}, err
		}
		return c.packageImports(scope, spec)
	}
	err := c.fail(CodeImportNotDefined, "", "no package.json above defines imports")
	err.Key = spec
	return location{}, err
}

// invalidImportsName: names that start with "#/" are valid since the 24 line
// (nodejs/node pull request 60864; the newest 20 and 22 refuse them).
func (c *call) invalidImportsName(spec string) bool {
	return spec == "#" || strings.HasSuffix(spec, "/") || c.r.line <= 22 && strings.HasPrefix(spec, "#/")
}

// packageResolve finds a bare specifier from a folder.
func (c *call) packageResolve(spec, dir string) (location, *Error) {
	if known, prefixOnly := c.r.builtins(spec); known && !prefixOnly {
		return location{builtin: spec}, nil
	}
	name, subpath, ok := splitPackage(spec)
	if !ok {
		return location{}, c.fail(CodeInvalidSpecifier, "", "not a valid package name")
	}
	if scope := c.r.scope(dir, Import); scope != nil {
		if err := c.check(scope); err != nil {
			return location{}, err
		}
		if scope.Exports != nil && scope.hasName && scope.Name == name {
			if c.via == ViaNone {
				c.via = ViaSelf
			}
			return c.packageExports(scope, subpath)
		}
	}
	pkgDir, p, ok := c.findPackage(name, dir)
	if !ok {
		return location{}, c.fail(CodeESMNotFound, "", "no node_modules folder above has package '"+name+"'")
	}
	c.p = p
	if p != nil {
		if err := c.check(p); err != nil {
			return location{}, err
		}
		if p.Exports != nil {
			return c.packageExports(p, subpath)
		}
	}
	if subpath == "." {
		return c.packageMain(pkgDir, p)
	}
	return locate(pkgDir, subpath), nil
}

// splitPackage is parsePackageName: the name, and the rest as "." or "./sub".
func splitPackage(spec string) (name, subpath string, ok bool) {
	slash := strings.IndexByte(spec, '/')
	if strings.HasPrefix(spec, "@") {
		if slash < 0 {
			return "", "", false
		}
		if next := strings.IndexByte(spec[slash+1:], '/'); next >= 0 {
			slash += 1 + next
		} else {
			slash = -1
		}
	}
	name, subpath = spec, "."
	if slash >= 0 {
		name, subpath = spec[:slash], "."+spec[slash:]
	}
	if strings.HasPrefix(name, ".") || strings.IndexAny(name, `%\`) >= 0 {
		return "", "", false
	}
	return name, subpath, true
}

// findPackage walks up from dir to a node_modules folder that has the package.
// Unlike require it does look for node_modules in a folder of that name. The
// package.json is nil if the folder has none.
func (c *call) findPackage(name, dir string) (string, *PackageJSON, bool) {
	if !isPlainName(name) {
		return c.findOddPackage(name, dir)
	}
	for {
		modules := join(dir, "node_modules")
		// A look for node_modules spares making the path of the package in it.
		if info, ok := c.r.fs.Stat(modules); ok && info.Dir {
			if at := join(modules, name); c.stat(at) == statDir {
				return at, c.r.packageAt(at), true
			}
		} else if c.tried != nil {
			c.note(join(modules, name))
		}
		if isRoot(dir) {
			return "", nil, false
		}
		dir = dirOf(dir)
	}
}

// isPlainName reports a package name that means the same in a URL and a path.
func isPlainName(name string) bool {
	if rest, ok := strings.CutPrefix(name, "@"); ok {
		scope, bare, _ := strings.Cut(rest, "/")
		if scope == "" || bare == "" || bare == "." || bare == ".." {
			return false
		}
	}
	return name != "" && isPlainRef(name)
}

// findOddPackage does with names that are no plain path what Node does: it puts
// them into a URL and sees what becomes of them. A "?" or "#" in the name cuts
// "/package.json" off; Node then takes thirteen bytes off whatever is left and is
// content if that is a folder.
func (c *call) findOddPackage(name, dir string) (string, *PackageJSON, bool) {
	up := "../../../node_modules/"
	if strings.HasPrefix(name, "@") {
		up = "../" + up
	}
	const file = "/package.json"
	l := parseFileURL(encodePath(dir), "./node_modules/"+name+file)
	for steps := strings.Count(dir, "/") + 2; steps > 0; steps-- {
		p, code := l.filePath()
		if code != "" {
			break
		}
		if at := p[:max(len(p)-len(file), 0)]; at != "" && c.stat(cleanAbs(at)) == statDir {
			if strings.HasSuffix(p, file) {
				return cleanAbs(at), c.r.packageAt(cleanAbs(at)), true
			}
			l.path = dirOf(l.path)
			at, _ = l.filePath()
			return at, nil, true
		}
		next := parseFileURL(dirOf(l.path), up+name+file)
		if len(next.path) == len(l.path) {
			break
		}
		l = next
	}
	return "", nil, false
}

// packageMain is legacyMainResolve: main, with extensions, as folder, index.
func (c *call) packageMain(dir string, p *PackageJSON) (location, *Error) {
	if p != nil && p.Main != "" {
		for _, tail := range [...]string{"", ".js", ".json", ".node", "/index.js", "/index.json", "/index.node"} {
			l := location{path: resolvePath(dir, p.Main+tail)}
			if c.r.line <= 20 {
				l = locate(dir, "./"+p.Main+tail) // Node 20 takes main for a URL
			}
			if at, code := l.filePath(); code == "" && !strings.HasSuffix(at, "/") && c.stat(at) == statFile {
				return l, nil
			}
		}
	}
	for _, tail := range extensions {
		if at := join(dir, "index"+tail); c.stat(at) == statFile {
			return location{path: at}, nil
		}
	}
	asked := dir
	if p != nil && p.Main != "" {
		asked = resolvePath(dir, p.Main)
	}
	err := c.fail(CodeESMNotFound, asked, "the package has no main file")
	err.Package = p
	return location{}, err
}
