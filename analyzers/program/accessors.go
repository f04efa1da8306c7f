package program

import "nodebeyond/analyzers/effects"

// This file knows functions that run when a property is read or written. Such a function is kept under a name of its own, which no property has,
// so that it is found wherever the property would be: on the thing, its class, what is copied into it.

// accessor is a getter or setter by its name.
type accessor struct {
	of  int32 // the property
	set bool
}

// accessorName is the name under which the getter or setter of a property is kept.
func (p *Program) accessorName(property string, set bool) (id int32, name string) {
	name = "\x00get " + property
	if set {
		name = "\x00set " + property
	}
	id = p.nameOf(name)
	if _, ok := p.accessorOf[id]; !ok {
		of := p.nameOf(property)
		p.accessorOf[id] = accessor{of, set}
		p.hasAccessor[of] = true
	}
	return id, name
}

func (p *Program) noteAccessor(f *effects.Facts, m effects.Member) {
	if m.Flags&(effects.MemberGetter|effects.MemberSetter) != 0 && m.Flags&effects.MemberComputed == 0 {
		p.accessorName(f.Str(m.Name), m.Flags&effects.MemberSetter != 0)
	}
}

// member adds the value of a member of an object literal or class if it has that name.
func (p *Program) member(g *File, m *effects.Member, id int32, s *set) {
	if m.Flags&effects.MemberComputed != 0 {
		if m.Key > 0 && p.symbolOf[id].Kind == AbsSymbol && set(p.Eval(g, m.Key)).has(p.symbolOf[id]) {
			if m.Flags&effects.MemberGetter != 0 {
				p.returned(g, m.Value, s)
			} else if m.Flags&effects.MemberSetter == 0 {
				s.addAll(p.Eval(g, m.Value))
			}
		}
		if m.Key > 0 || p.name(g, m.Name) != id || m.Flags&effects.MemberStatic == 0 && m.Flags&effects.MemberMethod == 0 {
			return
		}
	}
	const both = effects.MemberGetter | effects.MemberSetter
	if m.Flags&both == 0 {
		if p.name(g, m.Name) == id {
			s.addAll(p.Eval(g, m.Value))
		}
		return
	}
	name := p.name(g, m.Name)
	if name == id {
		if m.Flags&effects.MemberGetter != 0 {
			p.returned(g, m.Value, s)
		}
		return
	}
	if a, ok := p.accessorOf[id]; ok && a.of == name && a.set == (m.Flags&effects.MemberSetter != 0) {
		s.addAll(p.Eval(g, m.Value))
	}
}

// accessEdges adds an edge to every getter and setter that a function runs by reading or writing a property.
func (p *Program) accessEdges() {
	if len(p.hasAccessor) == 0 {
		return
	}
	for _, f := range p.Files {
		if p.canceled() {
			return
		}
		w := accessWalk{p: p, f: f}
		w.file()
	}
}

// accessWalk goes over the values that the operations of one file's functions read.
type accessWalk struct {
	p    *Program
	f    *File
	fn   effects.FuncID
	op   *effects.Op
	seen []effects.FuncID // for each value, one more than the function that read it last
	// loose: guesses where nothing is known of what is read or written, instead of edges
	loose bool
}

func (w *accessWalk) file() {
	for i := range w.f.Facts.Values {
		if v := &w.f.Facts.Values[i]; v.Kind == effects.Prop && w.p.hasAccessor[w.p.name(w.f, v.B)] {
			w.seen = make([]effects.FuncID, len(w.f.Facts.Values))
			break
		}
	}
	if w.seen == nil {
		return
	}
	for fi := range w.f.Facts.Funcs {
		w.function(effects.FuncID(fi))
	}
}

func (w *accessWalk) function(fn effects.FuncID) {
	w.fn = fn
	facts := w.f.Facts
	ops := facts.Funcs[fn].Ops
	for i := range ops {
		op := &ops[i]
		w.op = op
		switch op.Kind {
		case effects.OpCall:
			c := &facts.Calls[op.A]
			w.value(c.Callee)
			for _, a := range c.Args {
				w.value(a)
			}
		case effects.OpWrite:
			w.value(op.B)
			t := facts.Val(op.A)
			if t.Kind == effects.Prop {
				w.value(t.A)
				w.access(t, true)
			} else if t.Kind == effects.Elem {
				w.value(t.A)
				w.value(t.B)
			}
		case effects.OpRead, effects.OpAwait, effects.OpYield, effects.OpReturn, effects.OpThrow, effects.OpIf, effects.OpSwitch, effects.OpBlock:
			w.value(op.A)
		case effects.OpLoop:
			w.value(op.B)
		}
	}
}

func (w *accessWalk) value(v effects.ValueID) {
	if v <= 0 || w.seen[v] == w.fn+1 {
		return
	}
	w.seen[v] = w.fn + 1
	facts := w.f.Facts
	switch x := facts.Values[v]; x.Kind {
	case effects.Prop:
		w.value(x.A)
		w.access(x, false)
	case effects.Elem, effects.Binary:
		w.value(x.A)
		w.value(x.B)
	case effects.Unary, effects.Await, effects.Spread:
		w.value(x.A)
	case effects.Template, effects.Join, effects.Array:
		for _, part := range facts.Lists[x.A] {
			w.value(part)
		}
	case effects.Object:
		o := &facts.Objects[x.A]
		if o.Func != w.fn {
			return
		}
		for i := range o.Members {
			w.value(o.Members[i].Value)
		}
	}
}

// access adds the edges of one read or write of a property.
func (w *accessWalk) access(v effects.Value, set bool) {
	p, f := w.p, w.f
	if !p.hasAccessor[p.name(f, v.B)] {
		return
	}
	id, name := p.accessorName(f.Facts.Strings[v.B], set)
	from := FuncRef{f.ID, w.fn}
	if w.loose {
		w.guess(v, id, name, from)
		return
	}
	found := p.sets.borrow()
	for _, a := range p.Eval(f, v.A) {
		p.absProp(a, id, found)
	}
	for _, a := range *found {
		if a.Kind == AbsFunc {
			p.addEdge(from, Edge{To: FuncRef{a.File, a.ID}, At: CallRef{f.ID, None}, Kind: EdgeAccess, Start: w.op.Start, End: w.op.End})
		}
	}
	p.sets.giveBack(found)
}

// guess adds the accessors that a read or write of something unknown may run, by what it may be or, when they are few, by the name.
func (w *accessWalk) guess(v effects.Value, id int32, name string, from FuncRef) {
	p, f := w.p, w.f
	if len(p.Eval(f, v.A)) > 0 {
		return
	}
	var found set
	p.looseProp(f, v, id, name, &found, 0)
	if len(found) > maxNamesakes {
		return
	}
	for _, a := range found {
		if a.Kind == AbsFunc {
			p.guess(from, Edge{To: FuncRef{a.File, a.ID}, At: CallRef{f.ID, None}, Kind: EdgeAccess, Start: w.op.Start, End: w.op.End})
		}
	}
}
