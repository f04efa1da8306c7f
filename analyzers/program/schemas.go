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
		for _, f := range p.Files {
			if f.Test || !f.dependsOn(name) {
				continue
			}
			for i := range schemas[name] {
				p.schemaRootsOf(f, &schemas[name][i])
			}
		}
	}
}

func (p *Program) schemaRootsOf(f *File, h *nodeapi.Handler) {
	whole := p.wholeExport(f)
	for _, path := range h.Paths {
		p.eachHandlerAt(whole, strings.Split(path, "."), func(fn FuncRef, _ uint8) {
			if h.First != "" && !p.takes(fn, h.First) {
				return
			}
			p.roots = append(p.roots, Root{Func: fn, When: h.When, At: CallRef{fn.File, None}, What: h.What, Awaits: h.Awaits, Handler: h,
				Looks: p.FuncName(fn) + " is " + withArticle(h.What) + " in what the file exports"})
		})
	}
}

// takes reports whether the first parameter of a function that is not called _super has a name.
func (p *Program) takes(fn FuncRef, name string) bool {
	facts := p.Files[fn.File].Facts
	params := p.Func(fn).Params
	if len(params) > 1 && facts.Str(params[0].Name) == "_super" {
		params = params[1:]
	}
	return len(params) > 0 && facts.Str(params[0].Name) == name
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
