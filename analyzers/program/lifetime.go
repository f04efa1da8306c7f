package program

import "nodebeyond/analyzers/effects"

// ModuleLived is where an object that a value holds is made, when it is one object that lives as long as its module does: it is made by the code
// of a module's top level, or is the process. ok is false for everything else, and for what is not known.
func (p *Program) ModuleLived(f *File, v effects.ValueID) (made CallRef, what string, ok bool) {
	list := p.Eval(f, v)
	if len(list) != 1 {
		return CallRef{}, "", false
	}
	switch a := list[0]; a.Kind {
	case AbsMember:
		m := a.Member()
		if m.Is("global.process", "process") {
			return CallRef{None, None}, "process", true
		}
	case AbsInst:
		if a.Site < 0 || a.Site >= int32(len(p.Files[a.File].Facts.Calls)) {
			return CallRef{}, "", false
		}
		made = CallRef{a.File, a.Site}
		if c := p.Call(made); c.Func == 0 && p.plainlyOnce(made) {
			return made, a.Class().Name, true
		}
	case AbsNew, AbsNewFunc:
		if made, ok = p.madeAtLoad(f, v); ok {
			g := p.Files[a.File]
			if a.Kind == AbsNew {
				what = g.Facts.Str(g.Facts.Classes[a.ID].Name)
			} else {
				what = g.Facts.Str(g.Facts.Funcs[a.ID].Name)
			}
			return made, what, true
		}
	}
	return CallRef{}, "", false
}

// madeAtLoad is the call at the top level that makes what a variable of the module holds for good.
func (p *Program) madeAtLoad(f *File, v effects.ValueID) (made CallRef, ok bool) {
	for range 4 {
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Var:
			va := &f.Facts.Vars[x.A]
			if va.Func != 0 || len(va.Values) != 1 {
				return CallRef{}, false
			}
			v = va.Values[0]
		case effects.Result:
			made = CallRef{f.ID, x.A}
			return made, f.Facts.Calls[x.A].Func == 0 && p.plainlyOnce(made)
		default:
			return CallRef{}, false
		}
	}
	return CallRef{}, false
}

// plainlyOnce reports whether no loop holds a call.
func (p *Program) plainlyOnce(r CallRef) bool {
	fn, path := p.opPath(r)
	for _, i := range path {
		if fn.Ops[i].Kind == effects.OpLoop {
			return false
		}
	}
	return len(path) > 0
}
