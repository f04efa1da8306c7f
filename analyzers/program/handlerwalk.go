package program

import (
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Limits of how deep handlers are looked for.
const (
	maxPathDepth  = 6 // in a structure
	maxValueDepth = 3 // in arrays and objects that are arguments
)

// handlerWalk finds the functions that stand in a value. It goes over lists and members one by one: there may be more than a set holds.
type handlerWalk struct {
	p     *Program
	yield func(fn FuncRef, bound uint8)
	// looked is the least depth at which a thing was looked through for what is left of the path. Arrays that are pushed into each other would else be
	// looked through once for each way that leads to them.
	looked map[lookedThrough]int
}

type lookedThrough struct {
	on   Abs
	rest int // of the path
}

// enter reports whether a thing is still to be looked through: a look from less deep sees more.
func (w *handlerWalk) enter(x Abs, rest, depth int) bool {
	k := lookedThrough{x, rest}
	if before, ok := w.looked[k]; ok && before <= depth {
		return false
	}
	if w.looked == nil {
		w.looked = map[lookedThrough]int{}
	}
	w.looked[k] = depth
	return true
}

// eachHandler finds the functions that a registration call registers: function arguments, arrays of them, members of objects where the
// framework reads them. bound is how many of their arguments are bound.
func (p *Program) eachHandler(f *File, args []effects.ValueID, h *nodeapi.Handler, yield func(fn FuncRef, bound uint8)) {
	for i, a := range args {
		if i < h.From || h.Only >= 0 && i != h.Only {
			continue
		}
		for _, path := range h.Paths {
			p.eachHandlerAt(p.Eval(f, a), strings.Split(path, "."), yield)
		}
		if len(h.Paths) == 0 {
			p.eachHandlerIn(p.Eval(f, a), h, yield)
		}
	}
}

// eachHandlerAt finds the functions at a path of a structure.
func (p *Program) eachHandlerAt(list []Abs, path []string, yield func(fn FuncRef, bound uint8)) {
	w := handlerWalk{p: p, yield: yield}
	w.at(list, path, 0)
}

// eachHandlerIn finds the functions among values, in arrays and, where the framework reads them, in objects.
func (p *Program) eachHandlerIn(list []Abs, h *nodeapi.Handler, yield func(fn FuncRef, bound uint8)) {
	w := handlerWalk{p: p, yield: yield}
	w.in(list, h, 0)
}

func (w *handlerWalk) at(list []Abs, path []string, depth int) {
	if depth > maxPathDepth {
		return
	}
	p := w.p
	for _, x := range list {
		switch {
		case x.Kind == AbsFunc && len(path) == 0:
			w.yield(FuncRef{x.File, x.ID}, x.Bound)
		case !w.enter(x, len(path), depth):
		case x.Kind == AbsArray:
			g := p.Files[x.File]
			for _, item := range g.Facts.Lists[x.ID] {
				w.at(p.Eval(g, item), path, depth+1)
			}
			for _, r := range p.propsOf(x, anyName) { // pushed
				w.at(p.EvalRef(r), path, depth+1)
			}
		case len(path) == 0:
		case x.Kind == AbsFunc: // fields: () => ({...})
			g := p.Files[x.File]
			for _, r := range g.Facts.Funcs[x.ID].Returns {
				w.at(p.Eval(g, r), path, depth+1)
			}
		case x.Kind == AbsObject, x.Kind == AbsModule, x.Kind == AbsNew, x.Kind == AbsNewFunc:
			if path[0] == "*" {
				w.below(x, path, depth)
				continue
			}
			var s set
			p.absProp(x, p.nameOf(path[0]), &s)
			w.at(s, path[1:], depth+1)
		}
	}
}

// below goes on with any member of a thing.
func (w *handlerWalk) below(x Abs, path []string, depth int) {
	p := w.p
	if x.Kind == AbsObject {
		g := p.Files[x.File]
		for _, m := range g.Facts.Objects[x.ID].Members {
			rest := path[1:]
			if m.Flags&effects.MemberSpread != 0 {
				rest = path
			}
			w.at(p.Eval(g, m.Value), rest, depth+1)
		}
	}
	for _, name := range p.slots.read(p, x) {
		for _, r := range p.propsOf(x, name) {
			w.at(p.EvalRef(r), path[1:], depth+1)
		}
	}
}

func (w *handlerWalk) in(list []Abs, h *nodeapi.Handler, depth int) {
	if depth > maxValueDepth {
		return
	}
	p := w.p
	for _, x := range list {
		switch x.Kind {
		case AbsFunc:
			w.yield(FuncRef{x.File, x.ID}, x.Bound)
		case AbsArray:
			if !w.enter(x, 0, depth) {
				continue
			}
			g := p.Files[x.File]
			for _, item := range g.Facts.Lists[x.ID] {
				w.in(p.Eval(g, item), h, depth+1)
			}
			for _, r := range p.propsOf(x, anyName) { // pushed
				w.in(p.EvalRef(r), h, depth+1)
			}
		case AbsNew, AbsNewFunc: // app.use('/users', new Users()), of which the framework calls methods by name
			if !h.Object || !w.enter(x, 0, depth) {
				continue
			}
			for _, name := range h.Members {
				var s set
				p.absProp(x, p.nameOf(name), &s)
				w.in(s, h, depth+1)
			}
		case AbsObject:
			if !h.Object || !w.enter(x, 0, depth) {
				continue
			}
			g := p.Files[x.File]
			for _, m := range g.Facts.Objects[x.ID].Members {
				if m.Flags&effects.MemberSpread == 0 && (len(h.Members) == 0 || slices.Contains(h.Members, g.Facts.Str(m.Name))) {
					w.in(p.Eval(g, m.Value), h, depth+1)
				}
			}
		}
	}
}
