package program

import (
	"maps"
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// maxPathDepth bounds how deep handlers are looked for in a structure.
const maxPathDepth = 6

// handlersAt finds the functions at a path of a structure. It goes over lists and members one by one: there may be more than a set holds.
func (p *Program) handlersAt(list []Abs, path []string, yield func(fn FuncRef, bound uint8), depth int) {
	if depth > maxPathDepth {
		return
	}
	for _, x := range list {
		switch {
		case x.Kind == AbsArray:
			g := p.Files[x.File]
			for _, item := range g.Facts.Lists[x.ID] {
				p.handlersAt(p.Eval(g, item), path, yield, depth+1)
			}
			for _, r := range p.props.of(propKey{x, anyName}) { // pushed
				p.handlersAt(p.EvalRef(r), path, yield, depth+1)
			}
		case len(path) == 0:
			if x.Kind == AbsFunc {
				yield(FuncRef{x.File, x.ID}, x.Bound)
			}
		case x.Kind == AbsFunc: // fields: () => ({...})
			g := p.Files[x.File]
			for _, r := range g.Facts.Funcs[x.ID].Returns {
				p.handlersAt(p.Eval(g, r), path, yield, depth+1)
			}
		case x.Kind == AbsObject, x.Kind == AbsModule, x.Kind == AbsNew, x.Kind == AbsNewFunc:
			if path[0] == "*" {
				p.handlersBelow(x, path, yield, depth)
				continue
			}
			var s set
			p.absProp(x, p.nameOf(path[0]), path[0], &s, 0)
			p.handlersAt(s, path[1:], yield, depth+1)
		}
	}
}

// handlersBelow finds the functions at a path that begins with any member of a thing.
func (p *Program) handlersBelow(x Abs, path []string, yield func(fn FuncRef, bound uint8), depth int) {
	if x.Kind == AbsObject {
		g := p.Files[x.File]
		for _, m := range g.Facts.Objects[x.ID].Members {
			rest := path[1:]
			if m.Flags&effects.MemberSpread != 0 {
				rest = path
			}
			p.handlersAt(p.Eval(g, m.Value), rest, yield, depth+1)
		}
	}
	for _, name := range p.slots.of(x) {
		for _, r := range p.props.of(propKey{x, name}) {
			p.handlersAt(p.EvalRef(r), path[1:], yield, depth+1)
		}
	}
}

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
				p.handlersAt(p.wholeExport(f), strings.Split(path, "."), func(fn FuncRef, _ uint8) {
					p.roots = append(p.roots, Root{Func: fn, When: h.When, At: CallRef{fn.File, None}, What: h.What, Awaits: h.Awaits, Handler: &h,
						Looks: p.FuncName(fn) + " is " + withArticle(h.What) + " in what the file exports"})
				}, 0)
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
		p.moduleMember(f, "default", &s, 0)
	} else {
		p.exportsOf(f, &s)
	}
	return slices.DeleteFunc(s, func(a Abs) bool { return a.Kind != AbsObject })
}
