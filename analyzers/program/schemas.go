package program

import (
	"maps"
	"slices"
	"strings"

	"nodebeyond/analyzers/nodeapi"
)

// schemaRoots adds the handlers in what files export for a framework to find.
func (p *Program) schemaRoots() {
	schemas := nodeapi.Schemas()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		h := schemas[name]
		for _, f := range p.Files {
			if f.Test || !f.dependsOn(name) {
				continue
			}
			for _, path := range h.Paths {
				p.eachHandlerAt(p.wholeExport(f), strings.Split(path, "."), func(fn FuncRef, _ uint8) {
					p.roots = append(p.roots, Root{Func: fn, When: h.When, At: CallRef{fn.File, None}, What: h.What, Awaits: h.Awaits, Handler: &h,
						Looks: p.FuncName(fn) + " is " + withArticle(h.What) + " in what the file exports"})
				})
			}
		}
	}
}

// dependsOn reports whether the file's package is the named one or asks for it.
func (f *File) dependsOn(name string) bool {
	if f.Package == nil {
		return false
	}
	return f.Package.Name == name || slices.ContainsFunc(f.Package.Ranges, func(r Range) bool { return r.Name == name })
}

// wholeExport is what require() of a file gives, or the default export of an ES module; objects only.
func (p *Program) wholeExport(f *File) []Abs {
	var s set
	if f.ESM {
		p.moduleMember(f, "default", &s)
	} else {
		p.exportsOf(f, &s)
	}
	return slices.DeleteFunc(s, func(a Abs) bool { return a.Kind != AbsObject })
}
