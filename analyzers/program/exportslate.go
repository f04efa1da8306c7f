package program

import (
	"nodebeyond/analyzers/effects"
)

// lateWrites finds the names that code sets after, or while, modules load: by functions that nothing called during the load, and by files
// other than the module itself.
func (m *machine) lateWrites() {
	p := m.p
	m.assigned = map[propKey]site{}
	m.computed = map[Abs]site{}
	for _, id := range p.byPath() {
		f := p.Files[id]
		facts := f.Facts
		for fi := range facts.Funcs {
			ops := facts.Funcs[fi].Ops
			ran := m.ran[f.ID][fi]
			for i := range ops {
				op := &ops[i]
				switch op.Kind {
				case effects.OpWrite:
					m.lateWrite(f, op, ran)
					if !f.ESM && facts.Val(op.A).Kind == effects.Exports && (!ran || m.neverRan(f, effects.FuncID(fi), int32(i))) {
						m.lateRebind(f, effects.FuncID(fi), int32(i))
					}
				case effects.OpCall:
					if !ran {
						m.lateCall(f, op.A)
					}
				}
			}
		}
	}
}

func (m *machine) lateWrite(f *File, op *effects.Op, ran bool) {
	t := f.Facts.Val(op.A)
	if t.Kind != effects.Prop && t.Kind != effects.Elem {
		return
	}
	at := site{f.ID, op.Start, op.End}
	if ModuleExports(f.Facts, op.A) || t.Kind == effects.Prop && f.Facts.Strings[t.B] == "exports" && m.eval(f, t.A, 0).kind == heapModule {
		if !ran {
			s := &m.mods[f.ID]
			s.unsure = true
			if s.exports.kind == heapObject {
				m.openObj(s.exports.id, at)
			}
		}
		return
	}
	if ran && (f.Facts.Val(t.A).Kind == effects.Exports || isModuleExports(f.Facts, t.A)) {
		return // done already, on the object that it was then
	}
	for _, a := range m.p.Eval(f, t.A) {
		if t.Kind == effects.Elem {
			if _, ok := m.computed[a]; !ok && !ran {
				m.computed[a] = at
			}
			continue
		}
		k := propKey{a, m.p.name(f, t.B)}
		if _, ok := m.assigned[k]; !ok {
			m.assigned[k] = at
		}
	}
	if ran {
		return
	}
	h := m.eval(f, t.A, 0)
	if h.kind == heapChoice {
		m.openAny(h, at)
	}
	if h.kind != heapObject {
		return
	}
	if t.Kind == effects.Elem {
		m.openObj(h.id, at)
		return
	}
	o := &m.objs[h.id]
	s := &m.mods[f.ID]
	if o.kind == objExports && o.file == f.ID && s.exports != h && !s.unsure && len(s.replaced) > 0 && f.Facts.Val(t.A).Kind != effects.This {
		s.dropped = append(s.dropped, droppedName{at: at, obj: h.id, name: m.p.name(f, t.B), base: t.A, op: s.replaced[len(s.replaced)-1].at})
	}
}

// neverRan reports whether an assignment to exports in a function that ran was left out: it stands after an await, or after exports ||=, which
// assigns nothing because the variable holds an object.
func (m *machine) neverRan(f *File, fn effects.FuncID, i int32) bool {
	ops := f.Facts.Funcs[fn].Ops
	for _, r := range m.mods[f.ID].rebound {
		if r.at == (site{f.ID, ops[i].Start, ops[i].End}) {
			return false
		}
	}
	for k := range ops[:i] {
		switch op := &ops[k]; op.Kind {
		case effects.OpAwait:
			return true
		case effects.OpIf:
			if op.Skip > i && f.Facts.Val(op.A).Kind == effects.Exports {
				return true
			}
		}
	}
	return false
}

func (m *machine) lateRebind(f *File, fn effects.FuncID, i int32) {
	op := &f.Facts.Funcs[fn].Ops[i]
	s := &m.mods[f.ID]
	v := m.eval(f, op.B, 0)
	linked := ModuleExports(f.Facts, op.B) || same(v, s.exports)
	for _, other := range f.Facts.Funcs {
		for k := range other.Ops {
			if w := &other.Ops[k]; w.Kind == effects.OpWrite && ModuleExports(f.Facts, w.A) && (w.B == op.B && op.B > 0 || f.Facts.Val(w.B).Kind == effects.Exports) {
				linked = true
			}
		}
	}
	s.rebound = append(s.rebound, rebinding{at: site{f.ID, op.Start, op.End}, op: i, fn: fn, val: v, linked: linked, more: true})
}

// lateCall opens what code that did not run hands to code that is not known.
func (m *machine) lateCall(f *File, ci effects.CallID) {
	c := &f.Facts.Calls[ci]
	if len(c.Args) == 0 {
		return
	}
	at := site{f.ID, c.Start, c.CalleeEnd}
	if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop {
		if g := f.Facts.Val(cv.A); g.Kind == effects.Global {
			switch f.Facts.Strings[g.A] {
			case "JSON", "console", "Math":
				return
			case "Object":
				switch f.Facts.Strings[cv.B] {
				case "assign", "defineProperty", "defineProperties", "setPrototypeOf":
				default:
					return
				}
			}
		}
	}
	if mem := memberOf(m.p.targetsOf(f, effects.CallID(ci))); mem != nil && !mem.Package && mem.Module != "global" {
		return
	}
	for _, a := range c.Args {
		switch f.Facts.Val(a).Kind {
		case effects.Exports, effects.Prop, effects.Var, effects.This, effects.Import, effects.ImportName, effects.Closure, effects.Class:
			h := m.eval(f, a, 0)
			if h.kind == heapChoice {
				m.openAny(h, at)
			}
			if h.kind != heapObject {
				continue
			}
			switch o := &m.objs[h.id]; o.kind {
			case objFunc, objClass:
				// a callback gets no names by being one
				if name := f.Facts.Val(c.Callee); name.Kind == effects.Prop && f.Facts.Strings[name.B] == "defineProperty" || len(c.Args) > 1 && a == c.Args[0] {
					m.openObj(h.id, at)
				}
			default:
				m.openObj(h.id, at)
			}
		}
	}
}

// absOf is a heap object as the other analyses know it.
func (m *machine) absOf(o *heapObj) Abs {
	switch o.kind {
	case objExports, objNamespace:
		return Abs{Kind: AbsModule, File: o.file}
	case objLiteral:
		return Abs{Kind: AbsObject, File: o.file, ID: o.id}
	case objFunc:
		return Abs{Kind: AbsFunc, File: o.file, ID: o.id}
	case objClass:
		return Abs{Kind: AbsClass, File: o.file, ID: o.id}
	}
	return Abs{}
}

type lateName struct {
	name string
	at   site
}

// lateNames are the names that code assigns on a thing, anywhere.
func (m *machine) lateNames(a Abs) []lateName {
	if m.p.late == nil {
		m.p.late = map[Abs][]lateName{}
		for k, at := range m.assigned {
			switch k.on.Kind {
			case AbsModule, AbsObject, AbsFunc, AbsClass:
				m.p.late[k.on] = append(m.p.late[k.on], lateName{m.nameText(k.name), at})
			}
		}
	}
	return m.p.late[a]
}
