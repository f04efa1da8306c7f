package program

import (
	"nodebeyond/analyzers/effects"
)

// asNamespace reports whether a file goes over the names of the variable exports, and so means the first object for its own use.
func asNamespace(f *File) bool {
	isExports := func(v effects.ValueID) bool { return f.Facts.Val(v).Kind == effects.Exports }
	for fi := range f.Facts.Funcs {
		for i := range f.Facts.Funcs[fi].Ops {
			if op := &f.Facts.Funcs[fi].Ops[i]; op.Kind == effects.OpLoop && isExports(op.B) {
				return true
			}
		}
	}
	for i := range f.Facts.Calls {
		c := &f.Facts.Calls[i]
		if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop && (f.Facts.Strings[cv.B] == "defineProperty" || f.Facts.Strings[cv.B] == "defineProperties") {
			continue
		}
		for _, a := range c.Args {
			if isExports(a) {
				return true
			}
		}
	}
	for _, v := range f.Facts.Values {
		if v.Kind == effects.Spread && isExports(v.A) {
			return true
		}
	}
	return false
}

// handsOnModule reports whether the wrapper's parameter module is stored or passed, so that others may set module.exports.
func (p *Program) handsOnModule(f *File) bool {
	var is func(v effects.ValueID, depth int) bool
	is = func(v effects.ValueID, depth int) bool {
		if v <= 0 || depth > 6 {
			return false
		}
		x := f.Facts.Values[v]
		switch x.Kind {
		case effects.Module:
			return true
		case effects.Binary:
			return (x.Op == effects.And || x.Op == effects.Or || x.Op == effects.Nullish) && (is(x.B, depth+1) || x.Op != effects.And && is(x.A, depth+1))
		case effects.Join, effects.Array:
			for _, y := range f.Facts.Lists[x.A] {
				if is(y, depth+1) {
					return true
				}
			}
		}
		return false
	}
	for fi := range f.Facts.Funcs {
		for i := range f.Facts.Funcs[fi].Ops {
			switch op := &f.Facts.Funcs[fi].Ops[i]; op.Kind {
			case effects.OpWrite:
				if f.Facts.Val(op.A).Kind != effects.Var && is(op.B, 0) {
					return true
				}
			case effects.OpReturn:
				if is(op.A, 0) {
					return true
				}
			}
		}
	}
	for i := range f.Facts.Calls {
		for k, a := range f.Facts.Calls[i].Args {
			if is(a, 0) && !(k == 0 && p.harmless(f, effects.CallID(i))) {
				return true
			}
		}
	}
	for oi := range f.Facts.Objects {
		for _, mm := range f.Facts.Objects[oi].Members {
			if is(mm.Value, 0) {
				return true
			}
		}
	}
	return false
}

// harmless reports whether a call is of Node's own API, which sets nobody's exports.
func (p *Program) harmless(f *File, ci effects.CallID) bool {
	mem := memberOf(p.targetsOf(f, effects.CallID(ci)))
	return mem != nil && !mem.Package
}

// hooked reports whether the program changes how modules are loaded.
func (m *machine) hooked() bool {
	if m.p.hooked == 0 {
		m.p.hooked = 1
		for _, f := range m.p.Files {
			if f.Test || !reachesLoader(f) {
				continue
			}
			for fi := range f.Facts.Funcs {
				for i := range f.Facts.Funcs[fi].Ops {
					op := &f.Facts.Funcs[fi].Ops[i]
					if op.Kind != effects.OpWrite {
						continue
					}
					t := f.Facts.Val(op.A)
					if t.Kind != effects.Prop {
						continue
					}
					switch f.Facts.Strings[t.B] {
					case "_load", "_compile":
						m.p.hooked = 2
					case "require":
						if b := f.Facts.Val(t.A); b.Kind == effects.Prop && f.Facts.Strings[b.B] == "prototype" {
							m.p.hooked = 2
						}
					}
				}
			}
		}
	}
	return m.p.hooked == 2
}

// reachesLoader reports whether a file has Node's class Module in hand.
func reachesLoader(f *File) bool {
	for i := range f.Targets {
		if f.Targets[i].Builtin == "module" {
			return true
		}
	}
	for _, v := range f.Facts.Values {
		if v.Kind == effects.Prop && f.Facts.Strings[v.B] == "constructor" && f.Facts.Val(v.A).Kind == effects.Module {
			return true
		}
	}
	return false
}
