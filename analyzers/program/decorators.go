package program

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Decorated classes: their handlers, and what a container passes to their constructors. Decorators stand in the facts of a class; what TypeScript,
// esbuild and SWC make of them is a call, __decorate([Get('/'), __metadata("design:paramtypes", [Store])], Controller.prototype, "list", null).

// decorated is a set of decorators on a class or on one of its members.
type decorated struct {
	file       *File
	class      Abs // AbsClass
	member     string
	decorators []effects.ValueID
}

// eachDecorated calls yield with every class and member that has decorators.
func (p *Program) eachDecorated(yield func(decorated)) {
	for _, f := range p.Files {
		for i := range f.Facts.Classes {
			c := &f.Facts.Classes[i]
			class := Abs{Kind: AbsClass, File: f.ID, ID: int32(i)}
			if len(c.Decorators) > 0 {
				yield(decorated{f, class, "", c.Decorators})
			}
			for k := range c.Members {
				if m := &c.Members[k]; len(m.Decorators) > 0 {
					yield(decorated{f, class, f.Facts.Str(m.Name), m.Decorators})
				}
			}
		}
		for i := range f.Facts.Calls {
			p.compiledDecorators(f, &f.Facts.Calls[i], yield)
		}
	}
}

// decorated reports whether the program has a class or member with decorators.
func (p *Program) decorated() bool {
	for _, f := range p.Files {
		for i := range f.Facts.Classes {
			c := &f.Facts.Classes[i]
			if len(c.Decorators) > 0 {
				return true
			}
			for k := range c.Members {
				if len(c.Members[k].Decorators) > 0 {
					return true
				}
			}
		}
		for i := range f.Facts.Calls {
			if compiledDecorator(f.Facts, &f.Facts.Calls[i]) {
				return true
			}
		}
	}
	return false
}

// compiledDecorator reports whether a call is of one of the helpers that compilers write (TypeScript's emitter, tslib, esbuild, SWC).
func compiledDecorator(f *effects.Facts, c *effects.Call) bool {
	if len(c.Args) < 2 || f.Val(c.Args[0]).Kind != effects.Array {
		return false
	}
	switch helperName(f, c.Callee) {
	case "__decorate", "__decorateClass", "_ts_decorate":
		return true
	}
	return false
}

// compiledDecorators yields what such a call decorates.
func (p *Program) compiledDecorators(f *File, c *effects.Call, yield func(decorated)) {
	if !compiledDecorator(f.Facts, c) {
		return
	}
	d := decorated{file: f, decorators: f.Facts.Lists[f.Facts.Val(c.Args[0]).A]}
	if len(c.Args) > 2 {
		d.member, _ = f.Facts.Literal(c.Args[2])
		if d.member == "" {
			return
		}
	}
	for _, a := range p.Eval(f, c.Args[1]) {
		switch {
		case a.Kind == AbsProto && d.member != "", a.Kind == AbsClass:
			d.class = Abs{Kind: AbsClass, File: a.File, ID: a.ID}
			yield(d)
			return
		}
	}
}

// decoratorRoots adds the handlers that decorators register.
func (p *Program) decoratorRoots() {
	p.eachDecorated(func(d decorated) {
		for _, v := range d.decorators {
			h, m := p.decorates(d.file, v)
			if h == nil {
				continue
			}
			at := CallRef{d.file.ID, None}
			if x := d.file.Facts.Val(v); x.Kind == effects.Result {
				at.Call = x.A
			}
			names := h.Members
			if d.member != "" {
				if len(names) > 0 {
					continue
				}
				names = []string{d.member}
			} else if len(names) == 0 {
				continue
			}
			for _, name := range names {
				p.decoratedMethod(d.class, name, func(fn FuncRef) {
					r := Root{Func: fn, When: h.When, At: at, What: h.What, Member: m, Awaits: h.Awaits, Handler: h}
					if at.Call < 0 || len(h.Members) > 0 {
						r.At, r.Looks = CallRef{fn.File, None}, p.FuncName(fn)+" is "+withArticle(h.What)+" by its decorator"
					}
					p.roots = append(p.roots, r)
				})
			}
		}
	})
}

// plainRoute is what a decorator of the project's own, or of a package that no table has, makes of a method by its name: @Get('/users').
var plainRoute = &nodeapi.Handler{When: nodeapi.Request, Only: -1, Awaits: true, Ends: -1, What: "route handler"}

// decorates is what a decorator does, and the API member that it is; nil for nothing that is known.
func (p *Program) decorates(f *File, v effects.ValueID) (*nodeapi.Handler, *nodeapi.Member) {
	x := f.Facts.Val(v)
	callee := v
	if x.Kind == effects.Result {
		callee = f.Facts.Calls[x.A].Callee
	}
	list := p.Eval(f, callee)
	if m := memberOf(list); m != nil {
		if m.Func != nil {
			return m.Func.Decorates, m
		}
		return nil, nil
	}
	if x.Kind == effects.Result {
		switch cv := f.Facts.Val(callee); cv.Kind {
		case effects.ImportName, effects.Prop:
			switch f.Facts.Strings[cv.B] {
			case "Get", "Post", "Put", "Delete", "Patch":
				return plainRoute, nil
			}
		}
	}
	return nil, nil
}

// decoratedMethod finds a method of a class itself.
func (p *Program) decoratedMethod(class Abs, name string, yield func(FuncRef)) {
	g := p.Files[class.File]
	for _, m := range g.Facts.Classes[class.ID].Members {
		if g.Facts.Str(m.Name) == name {
			if v := g.Facts.Val(m.Value); v.Kind == effects.Closure {
				yield(FuncRef{g.ID, v.A})
			}
		}
	}
}

// inject lets instances into the constructors of decorated classes, as a container does: by the types that the compiler wrote down, or, where types
// are gone, by the name of the parameter, when one decorated class only is called so: catsService, CatsService.
func (p *Program) inject() {
	type target struct {
		class Abs
		types []Ref
	}
	var list []target
	named := map[string]Abs{}
	seen := map[Abs]bool{}
	p.eachDecorated(func(d decorated) {
		if d.member != "" || seen[d.class] {
			return
		}
		seen[d.class] = true
		g := p.Files[d.class.File]
		name := g.Facts.Str(g.Facts.Classes[d.class.ID].Name)
		if _, double := named[name]; double {
			named[name] = Abs{}
		} else {
			named[name] = d.class
		}
		t := target{class: d.class}
		for _, v := range d.decorators {
			if types := paramTypes(d.file.Facts, v); types >= 0 {
				for _, x := range d.file.Facts.Lists[types] {
					t.types = append(t.types, Ref{d.file.ID, x})
				}
			}
		}
		list = append(list, t)
	})
	for _, t := range list {
		g := p.Files[t.class.File]
		ctor := g.Facts.Classes[t.class.ID].Ctor
		if ctor < 0 {
			continue
		}
		for i, param := range g.Facts.Funcs[ctor].Params {
			var s set
			if i < len(t.types) {
				for _, a := range p.EvalRef(t.types[i]) {
					if a.Kind == AbsClass {
						s.add(Abs{Kind: AbsNew, File: a.File, ID: a.ID})
					}
				}
			}
			if name := strings.TrimLeft(g.Facts.Str(param.Name), "_$"); len(s) == 0 && name != "" {
				if c, ok := named[strings.ToUpper(name[:1])+name[1:]]; ok && c.Kind == AbsClass {
					s.add(Abs{Kind: AbsNew, File: c.File, ID: c.ID})
				}
			}
			if len(s) > 0 {
				p.setThing(FuncRef{g.ID, ctor}, int32(i), s)
			}
		}
	}
}

// paramTypes is the list of __metadata("design:paramtypes", [...]), which TypeScript's emitDecoratorMetadata writes; None for other values.
func paramTypes(f *effects.Facts, v effects.ValueID) effects.ListID {
	x := f.Val(v)
	if x.Kind != effects.Result {
		return None
	}
	c := &f.Calls[x.A]
	if len(c.Args) != 2 || f.Val(c.Args[1]).Kind != effects.Array {
		return None
	}
	if s, ok := f.Literal(c.Args[0]); !ok || s != "design:paramtypes" {
		return None
	}
	return f.Val(c.Args[1]).A
}
