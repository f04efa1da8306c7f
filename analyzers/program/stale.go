package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// stale finds the modules that keep an object which module.exports then no longer is.
func (m *machine) stale(w *watcher, first start) []Hazard {
	p := m.p
	var out []Hazard
	at := map[site]int{}
	for i := range w.holds {
		h := &w.holds[i]
		s := &m.mods[h.target]
		if h.maybe || s.unsure || s.exports == objVal(h.obj) || m.objs[h.obj].escaped && m.objs[h.obj].open {
			continue
		}
		var r *replacement
		for k := range s.replaced {
			if s.replaced[k].seq > h.seq {
				r = &s.replaced[k]
			}
		}
		if r == nil {
			continue
		}
		name, kept := m.keeps(h)
		if !kept || m.interop(h.obj) {
			continue
		}
		im := &p.Files[h.file].Facts.Imports[h.imp]
		holder := Holder{File: h.file, At: syntax.Range{Start: im.CallStart, End: im.CallEnd}, Name: name}
		if k, ok := at[r.at]; ok {
			z := &out[k]
			if !slices.Contains(z.Holders, holder) {
				z.Holders = append(z.Holders, holder)
				z.count++
			}
			continue
		}
		at[r.at] = len(out)
		out = append(out, Hazard{Kind: HazardStale, File: h.target, Range: syntax.Range{Start: r.at.start, End: r.at.end}, Target: h.target, Holders: []Holder{holder},
			First: first.file, Entry: first.entry, Test: first.test, Sure: first.sure, Replaced: true, imp: h.imp, of: i, count: 1, stack: h.stack})
	}
	return out
}

// interop reports whether an object is what a compiler makes of an ES module, with its default export in place: code that was compiled
// likewise reads .default and is content.
func (m *machine) interop(obj int32) bool {
	o := &m.objs[obj]
	i, mark := o.find(m.p.nameOf("default")), o.find(m.p.nameOf("__esModule"))
	return i >= 0 && mark >= 0 && o.props[i].val.kind != heapUndefined
}

// keeps reports whether a module keeps what a require() gave it and uses it in a way that the new object is needed for: other than by reads
// while it loads, which are hazards of their own, and other than names that the old object has.
func (m *machine) keeps(h *hold) (name string, kept bool) {
	f := m.p.Files[h.file]
	facts := f.Facts
	v := f.ValueID(effects.Value{Kind: effects.Import, A: h.imp})
	if v < 0 {
		return "", false
	}
	old := &m.objs[h.obj]
	lacks := func(base effects.ValueID) bool {
		for _, x := range facts.Values {
			if x.Kind == effects.Prop && x.A == base {
				if k := old.find(m.p.name(f, x.B)); k < 0 || old.props[k].val.kind == heapUndefined {
					return true
				}
			}
		}
		return false
	}
	for fi := range facts.Funcs {
		for i := range facts.Funcs[fi].Ops {
			op := &facts.Funcs[fi].Ops[i]
			switch op.Kind {
			case effects.OpWrite:
				if op.B != v {
					continue
				}
				t := facts.Val(op.A)
				switch t.Kind {
				case effects.Var:
					va := &facts.Vars[t.A]
					if len(va.Values) != 1 || va.Uses == 0 {
						continue
					}
					name := facts.Str(va.Name)
					whole := f.ValueID(effects.Value{Kind: effects.Var, A: t.A})
					now, reads := m.readsOf(f, whole)
					if int(va.Uses) > reads { // used as a whole: new A(), instanceof, an argument
						return name, true
					}
					if now < reads && lacks(whole) { // some reads come later
						return name, true
					}
				case effects.Prop:
					return "", true
				}
			case effects.OpCall:
				c := &facts.Calls[op.A]
				if c.Callee == v {
					return "", true
				}
				if slices.Contains(c.Args, v) && !unusedCall(f, effects.FuncID(fi), i) {
					return "", true
				}
			}
		}
	}
	for oi := range facts.Objects {
		for k := range facts.Objects[oi].Members {
			if mm := &facts.Objects[oi].Members[k]; mm.Value == v && mm.Flags&effects.MemberSpread == 0 {
				return "", true
			}
		}
	}
	return "", false
}

// unusedCall reports whether what a call gives goes into a variable that nothing uses, as the imports do that compiled code has for types only.
func unusedCall(f *File, fn effects.FuncID, i int) bool {
	ops := f.Facts.Funcs[fn].Ops
	if i+1 >= len(ops) || ops[i+1].Kind != effects.OpWrite {
		return false
	}
	t, v := f.Facts.Val(ops[i+1].A), f.Facts.Val(ops[i+1].B)
	return v.Kind == effects.Result && v.A == ops[i].A && t.Kind == effects.Var && f.Facts.Vars[t.A].Uses == 0
}

// readsOf counts the operations that read a member of a value: those that ran while modules loaded, and all.
func (m *machine) readsOf(f *File, base effects.ValueID) (now, all int) {
	for fi := range f.Facts.Funcs {
		for i := range f.Facts.Funcs[fi].Ops {
			op := &f.Facts.Funcs[fi].Ops[i]
			if op.Kind != effects.OpRead {
				continue
			}
			if x := f.Facts.Val(op.A); x.Kind == effects.Prop && x.A == base {
				all++
				if fi == 0 {
					now++
				}
			}
		}
	}
	return now, all
}
