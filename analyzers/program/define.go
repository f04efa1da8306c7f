package program

import "nodebeyond/analyzers/effects"

// This file knows properties that are made by descriptors: Object.defineProperty and its kin (ECMAScript, section 20.1.2).

// definer is a function that passes its parameters to Object.defineProperty: defineGetter(req, 'query', function () {}).
type definer struct {
	object, name int32 // which parameters; object None when it is the value target
	target       effects.ValueID
	value        int32 // the parameter that is the value, getter or setter
	kind         string
}

// define notes what Object.defineProperty(x, name, descriptor) makes.
func (p *Program) define(f *File, c *effects.Call) {
	if len(c.Args) < 3 {
		return
	}
	prop, ok := p.Literal(f, c.Args[1])
	if !ok {
		for _, d := range p.Eval(f, c.Args[2]) {
			if d.Kind == AbsObject {
				p.indexGetters(f, c, d)
			}
		}
		return
	}
	p.describe(f, c.Args[2], p.Eval(f, c.Args[0]), prop)
}

// describe notes a property of things by its descriptor.
func (p *Program) describe(f *File, descriptor effects.ValueID, targets []Abs, prop string) {
	for _, d := range p.Eval(f, descriptor) {
		if d.Kind != AbsObject {
			continue
		}
		g := p.Files[d.File]
		for i := range g.Facts.Objects[d.ID].Members {
			m := &g.Facts.Objects[d.ID].Members[i]
			p.described(g, g.Facts.Str(m.Name), m.Value, targets, prop)
		}
	}
}

// described notes one part of a descriptor.
func (p *Program) described(g *File, kind string, v effects.ValueID, targets []Abs, prop string) {
	switch kind {
	case "value":
		for _, a := range targets {
			if holdsProps(a) && mayHold(g.Facts.Val(v)) {
				p.setProp(a, p.nameOf(prop), Ref{g.ID, v})
				p.own(g, v, a)
			}
		}
	case "get", "set":
		p.setAccessor(g, v, targets, prop, kind == "set")
	}
}

// describeAll notes the properties of things by an object of descriptors.
func (p *Program) describeAll(f *File, descriptors effects.ValueID, targets []Abs) {
	for _, d := range p.Eval(f, descriptors) {
		if d.Kind != AbsObject {
			continue
		}
		g := p.Files[d.File]
		for i := range g.Facts.Objects[d.ID].Members {
			if m := &g.Facts.Objects[d.ID].Members[i]; m.Flags&(effects.MemberComputed|effects.MemberSpread) == 0 {
				p.describe(g, m.Value, targets, g.Facts.Str(m.Name))
			}
		}
	}
}

// setAccessor notes that functions get or set a property of things.
func (p *Program) setAccessor(g *File, v effects.ValueID, targets []Abs, prop string, set bool) {
	id, _ := p.accessorName(prop, set)
	for _, a := range targets {
		if !holdsProps(a) {
			continue
		}
		p.setProp(a, id, Ref{g.ID, v})
		fv := g.Facts.Val(v)
		if fv.Kind != effects.Closure {
			continue
		}
		if g.Facts.Funcs[fv.A].Flags&effects.FuncArrow == 0 {
			p.owned(FuncRef{g.ID, fv.A}, asOwner(a), ownedByType) // not the descriptor in which it stands
		}
		if !set {
			for _, r := range g.Facts.Funcs[fv.A].Returns {
				if mayHold(g.Facts.Val(r)) {
					p.setProp(a, p.nameOf(prop), Ref{g.ID, r})
				}
			}
		}
	}
}

// noteDefiner remembers a function whose parameters name the property that it defines.
func (p *Program) noteDefiner(f *File, c *effects.Call) {
	if cv := f.Facts.Val(c.Callee); len(c.Args) < 3 || cv.Kind != effects.Prop && cv.Kind != effects.ImportName || f.Facts.Strings[cv.B] != "defineProperty" {
		return
	}
	name := f.Facts.Val(c.Args[1])
	d := f.Facts.Val(c.Args[2])
	if name.Kind != effects.Param || name.A != c.Func || d.Kind != effects.Object {
		return
	}
	def := definer{object: None, name: name.B, target: c.Args[0]}
	if o := f.Facts.Val(c.Args[0]); o.Kind == effects.Param && o.A == c.Func {
		def.object = o.B
	}
	for _, m := range f.Facts.Objects[d.A].Members {
		switch kind := f.Facts.Str(m.Name); kind {
		case "value", "get", "set":
			if v := f.Facts.Val(m.Value); v.Kind == effects.Param && v.A == c.Func {
				def.kind, def.value = kind, v.B
				p.definers[FuncRef{f.ID, c.Func}] = def
			}
		}
	}
}

// definedBy notes what a call of such a function makes.
func (p *Program) definedBy(f *File, call effects.CallID) {
	c := &f.Facts.Calls[call]
	p.note(f.targetNode(call))
	for _, t := range p.targetsOf(f, call) {
		d, ok := p.definers[FuncRef{t.File, t.ID}]
		if t.Kind != AbsFunc || !ok || int(max(d.object, d.name, d.value)) >= len(c.Args) {
			continue
		}
		prop, ok := p.Literal(f, c.Args[d.name])
		if !ok {
			continue
		}
		var targets []Abs
		if d.object >= 0 {
			targets = p.Eval(f, c.Args[d.object])
		} else {
			targets = p.Eval(p.Files[t.File], d.target)
		}
		p.described(f, d.kind, c.Args[d.value], targets, prop)
	}
}

// copies is the name of the language's own function that a package's function is like: "assign" for merge-descriptors; "" for none.
func (p *Program) copies(f *File, callee effects.ValueID) string {
	for _, a := range p.Eval(f, callee) {
		if a.Kind != AbsPackage {
			continue
		}
		g := p.Files[a.File]
		switch g.Facts.Str(g.Facts.Imports[a.ID].Spec) {
		case "merge-descriptors", "utils-merge", "object-assign", "extend", "util-extend", "lodash.assign", "lodash/assign", "lodash/extend", "lodash.assignin", "copy-props":
			return "assign"
		case "setprototypeof":
			return "setPrototypeOf"
		}
	}
	return ""
}
