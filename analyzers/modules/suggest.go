package modules

import (
	"strings"

	"github.com/agext/levenshtein"
)

// Tried lists every path Node asks the disk for before it gives up, in order,
// by resolving once more with a pencil in hand.
func (e *Error) Tried() []string {
	var tried []string
	c := call{r: e.resolver, how: e.How, spec: e.Specifier, conditions: e.resolver.conditions[e.How], tried: &tried}
	c.setFrom(e.From)
	if e.How == Require {
		_, _ = c.require()
	} else {
		_, _ = c.importESM()
	}
	return tried
}

// maxCaseChecks bounds how many of the tried paths are compared without case.
const maxCaseChecks = 64

// OtherCase gives a path that exists and differs from one that was tried in upper
// and lower case alone: such a request works where the disk ignores case (macOS,
// Windows) and fails on Linux. It is "" if there is none.
func (e *Error) OtherCase() string {
	if !e.NotFound() {
		return ""
	}
	tried := e.Tried()
	for _, p := range tried[:min(len(tried), maxCaseChecks)] {
		if at, ok := e.resolver.foldCase(p); ok && at != p {
			if info, ok := e.resolver.fs.Stat(at); ok && !info.Dir {
				return at
			}
		}
	}
	return ""
}

// foldCase finds the path on the disk that equals p when case is ignored.
func (r *Resolver) foldCase(p string) (string, bool) {
	if _, ok := r.fs.Stat(p); ok || isRoot(p) {
		return p, ok
	}
	dir, ok := r.foldCase(dirOf(p))
	if !ok {
		return "", false
	}
	names, err := r.fs.ReadDirNames(dir)
	if err != nil {
		return "", false
	}
	want := baseOf(p)
	for _, name := range names {
		if strings.EqualFold(name, want) {
			return join(dir, name), true
		}
	}
	return "", false
}

// Suggest gives a specifier close to the one that failed and that leads
// somewhere, "" if nothing is close.
func (e *Error) Suggest() string {
	switch e.Code {
	case CodeModuleNotFound, CodeESMNotFound, CodeUnsupportedDirImport:
		if e.How == Import {
			if s := e.asCommonJS(); s != "" {
				return s
			}
		}
		if isPathSpecifier(e.Specifier) {
			return e.suggestPath()
		}
		return e.suggestPackage()
	case CodePathNotExported:
		return e.suggestKey(e.Package.Exports)
	case CodeImportNotDefined:
		if e.Package != nil {
			return e.suggestKey(e.Package.Imports)
		}
	case CodeUnknownBuiltin:
		names := strings.Fields(builtinNames + "sea sqlite test test/reporters")
		if name := nearest(strings.TrimPrefix(e.Specifier, "node:"), names); name != "" {
			return "node:" + name
		}
	}
	return ""
}

// asCommonJS is the hint Node itself gives: import wants the whole name that
// require would have found.
func (e *Error) asCommonJS() string {
	c := call{r: e.resolver, how: Require, spec: e.Specifier, conditions: e.resolver.conditions[Require]}
	c.setFrom(e.From)
	x, err := c.require()
	if err != nil || x.Path == "" {
		return ""
	}
	if isPathSpecifier(e.Specifier) {
		return relativeSpecifier(c.dir, x.Path)
	}
	name, _, ok := splitPackage(e.Specifier)
	if !ok {
		return ""
	}
	folder := "/node_modules/" + name
	if i := strings.LastIndex(x.Path, folder+"/"); i >= 0 {
		return name + x.Path[i+len(folder):]
	}
	if x.Package != nil && x.Package.Name == name { // of the workspace
		return name + x.Path[len(x.Package.Dir):]
	}
	return ""
}

// relativeSpecifier writes a path as "./x" or "../x" seen from a folder.
func relativeSpecifier(dir, p string) string {
	up := ""
	for !within(p, dir) {
		if isRoot(dir) {
			return p // another drive
		}
		dir, up = dirOf(dir), up+"../"
	}
	rest := strings.TrimPrefix(p[len(dir):], "/")
	if up == "" {
		up = "./"
	}
	return up + rest
}

func (e *Error) suggestPath() string {
	spec := e.Specifier
	if e.How == Import {
		if i := strings.IndexAny(spec, "?#"); i > 0 {
			spec = spec[:i]
		}
	}
	slash := strings.LastIndexByte(spec, '/')
	want := spec[slash+1:]
	if slash < 0 || want == "" || want == "." || want == ".." {
		return ""
	}
	names, err := e.resolver.fs.ReadDirNames(resolvePath(strings.TrimSuffix(dirOf(e.From), "/"), spec[:slash+1]))
	if err != nil {
		return ""
	}
	stems := make([]string, 0, 2*len(names))
	for _, name := range names {
		if join(dirOf(e.From), name) == e.From && isSameFolder(spec[:slash]) {
			continue // a file does not mean itself
		}
		if extOf(want) == "" && e.How == Require {
			for _, ext := range extensions {
				if stem, ok := strings.CutSuffix(name, ext); ok {
					stems = append(stems, stem)
				}
			}
		}
		stems = append(stems, name)
	}
	if name := nearest(want, stems); name != "" {
		return spec[:slash+1] + name
	}
	return ""
}

func isSameFolder(dir string) bool { return dir == "." || dir == "" }

// suggestPackage compares with the packages that are installed or declared.
func (e *Error) suggestPackage() string {
	name, subpath, ok := splitPackage(e.Specifier)
	if !ok {
		return ""
	}
	var names []string
	scopeName, _, scoped := strings.Cut(name, "/")
	for dir := dirOf(e.From); ; dir = dirOf(dir) {
		if p := e.resolver.packageAt(dir); p != nil {
			d := p.Details()
			for _, deps := range []map[string]string{d.Dependencies, d.DevDependencies, d.PeerDependencies, d.OptionalDependencies} {
				names = append(names, sortedNames(deps)...)
			}
		}
		list, _ := e.resolver.fs.ReadDirNames(join(dir, "node_modules"))
		for _, entry := range list {
			if entry[0] != '.' && entry[0] != '@' {
				names = append(names, entry)
			}
		}
		if scoped {
			inScope, _ := e.resolver.fs.ReadDirNames(join(dir, "node_modules/"+scopeName))
			for _, entry := range inScope {
				names = append(names, scopeName+"/"+entry)
			}
		}
		if isRoot(dir) {
			break
		}
	}
	best := nearest(name, names)
	if best == "" || best == name {
		return ""
	}
	return best + subpath[1:]
}

// suggestKey compares with the keys of exports or imports that have no pattern.
func (e *Error) suggestKey(m *JSON) string {
	if m == nil || m.Kind != JSONObject {
		return ""
	}
	var keys []string
	for i := range m.Members {
		k := m.Members[i].Name
		if strings.Contains(k, "*") || m.Members[i].Value.Kind == JSONNull {
			continue
		}
		if k == "." || strings.HasPrefix(k, "./") || strings.HasPrefix(k, "#") {
			keys = append(keys, k)
		}
	}
	key := nearest(e.Key, keys)
	if key == "" || key == e.Key || key[0] == '#' {
		return key
	}
	if name, _, ok := splitPackage(e.Specifier); ok {
		return name + key[1:]
	}
	return ""
}

// nearest gives the name with the fewest edits, "" if even that is far. Of equals
// the first wins.
func nearest(want string, names []string) string {
	best, limit := "", max(1, len(want)/3)+1
	for _, name := range names {
		if d := len(name) - len(want); d >= limit || -d >= limit {
			continue
		}
		if strings.EqualFold(name, want) {
			return name
		}
		if d := levenshtein.Distance(want, name, levenshtein.NewParams().MaxCost(limit)); d < limit {
			best, limit = name, d
		}
	}
	return best
}
