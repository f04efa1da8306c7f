package modules

import "strings"

// fallback looks, after Node's own rules found nothing, for what exists only
// until a compiler has run: TypeScript sources and names of tsconfig.json.
func (c *call) fallback(err *Error) (Resolution, bool) {
	c.tried = nil
	if InNodeModules(c.from) {
		return Resolution{}, false // published code has been compiled
	}
	spec := c.spec
	if c.how == Import {
		if i := strings.IndexAny(spec, "?#"); i > 0 {
			spec = spec[:i]
		}
	}
	if isPathSpecifier(spec) || isAbs(spec) {
		if c.r.typescript || IsTypeScript(c.from) {
			return c.asSource(resolvePath(c.dir, spec))
		}
		return Resolution{}, false
	}
	if x, ok := c.byTSConfig(spec); ok {
		return x, true
	}
	if err.Package == nil || !within(err.Path, err.Package.Dir) {
		return Resolution{}, false
	}
	// A package of the workspace that has not been built yet.
	dir := c.realpath(err.Package.Dir)
	if InNodeModules(dir) {
		return Resolution{}, false
	}
	return c.asSource(dir + err.Path[len(err.Package.Dir):])
}

// byTSConfig resolves a bare specifier by the nearest tsconfig.json.
func (c *call) byTSConfig(spec string) (Resolution, bool) {
	t := c.r.tsconfigFor(c.dir)
	if t == nil {
		return Resolution{}, false
	}
	var x Resolution
	ok := c.r.each(t, func(t *tsconfig) bool {
		for _, p := range t.candidates(spec) {
			if file, ok := c.trySource(p); ok {
				c.via = ViaTSConfig
				x = c.found(c.realpath(file))
				return true
			}
		}
		return false
	})
	return x, ok
}

// asSource finds the source of a file that a compiler would write at p: beside
// it, or in the rootDir that belongs to the outDir p is in.
func (c *call) asSource(p string) (Resolution, bool) {
	file, ok := c.trySource(p)
	if !ok {
		file, ok = c.tryRootDir(p)
	}
	if !ok {
		return Resolution{}, false
	}
	real := c.realpath(file)
	c.via = ViaTypeScript
	return c.found(real), true
}

// tryRootDir maps dist/x.js to src/x.ts by the outDir and rootDir of the
// tsconfig.json above p. Without a rootDir, TypeScript takes the folder that
// holds all sources: usually src, else that of the configuration.
func (c *call) tryRootDir(p string) (string, bool) {
	// The folder of the output may not exist; what rules is above it.
	dir := dirOf(p)
	for c.stat(dir) != statDir && !isRoot(dir) {
		dir = dirOf(dir)
	}
	t := c.r.tsconfigFor(dir)
	if t == nil {
		return "", false
	}
	var file string
	found := c.r.each(t, func(t *tsconfig) bool {
		if t.outDir == "" || !within(p, t.outDir) {
			return false
		}
		rest := strings.TrimPrefix(p[len(t.outDir):], "/")
		roots := []string{t.rootDir}
		if t.rootDir == "" {
			roots = []string{join(t.dir, "src"), t.dir}
		}
		for _, root := range roots {
			var ok bool
			if file, ok = c.trySource(resolvePath(root, rest)); ok {
				return true
			}
		}
		return false
	})
	return file, found
}

// sourceExtensions are what a compiler's or bundler's resolver adds to a name.
var sourceExtensions = [...]string{".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"}

// trySource finds the file that stands for p in the sources: p itself, the
// TypeScript file that compiles to it, p with an extension, or its index.
func (c *call) trySource(p string) (string, bool) {
	kind := c.stat(p)
	if kind == statFile {
		return p, true
	}
	if stem, from := sourceOf(p); from != nil {
		for _, ext := range from {
			if c.stat(stem+ext) == statFile {
				return stem + ext, true
			}
		}
	}
	for _, ext := range sourceExtensions {
		if c.stat(p+ext) == statFile {
			return p + ext, true
		}
	}
	if kind == statDir {
		for _, ext := range sourceExtensions {
			if at := join(p, "index"+ext); c.stat(at) == statFile {
				return at, true
			}
		}
	}
	return "", false
}

// sourceOf cuts an extension that a compiler writes and gives those it reads.
func sourceOf(p string) (stem string, from []string) {
	switch ext := extOf(p); ext {
	case ".js":
		return p[:len(p)-len(ext)], []string{".ts", ".tsx", ".jsx"}
	case ".jsx":
		return p[:len(p)-len(ext)], []string{".tsx"}
	case ".mjs":
		return p[:len(p)-len(ext)], []string{".mts"}
	case ".cjs":
		return p[:len(p)-len(ext)], []string{".cts"}
	}
	return "", nil
}
