package program

import "nodebeyond/analyzers/effects"

// Escapes reports whether an object, or an instance of a class, may be listened to by code outside the program: the package's main module
// gives it out, or one of the places where it is made hands it to something unknown.
func (p *Program) Escapes(a Abs) bool {
	if p.public()[Abs{Kind: publicKind(a), File: a.File, ID: a.ID}] {
		return true
	}
	made := false
	for _, f := range p.Files {
		for ci := range f.Facts.Calls {
			for _, t := range p.targetsOf(f, effects.CallID(ci)) {
				if f.Facts.Calls[ci].Flags&effects.CallNew == 0 || t.Kind != publicKind(a) || t.File != a.File || t.ID != a.ID {
					continue
				}
				if f.Test {
					continue
				}
				made = true
				if p.outOfSight(f, f.ResultValue(effects.CallID(ci)), 0) {
					return true
				}
			}
		}
	}
	if a.Kind == AbsInst {
		f := p.Files[a.File]
		return p.outOfSight(f, f.ResultValue(a.Site), 0)
	}
	return !made
}

// publicKind is the kind of the thing that makes an object.
func publicKind(a Abs) AbsKind {
	switch a.Kind {
	case AbsNew, AbsProto:
		return AbsClass
	case AbsNewFunc, AbsProtoFn:
		return AbsFunc
	}
	return a.Kind
}

// outOfSight reports whether a value is handed to something that is not part of the program.
func (p *Program) outOfSight(f *File, v effects.ValueID, depth int) bool {
	if v < 0 {
		return false
	}
	if depth > 3 {
		return true
	}
	for _, u := range p.Uses(f, v) {
		switch u.Kind {
		case UseArg:
			targets := p.Targets(CallRef{f.ID, u.Call})
			if len(targets) == 0 {
				return true
			}
			for _, t := range targets {
				switch t.Kind {
				case AbsFunc:
					g := p.Files[t.File]
					if u.Arg < len(g.Facts.Funcs[t.ID].Params) && p.outOfSight(g, g.ParamValue(t.ID, u.Arg), depth+1) {
						return true
					}
				case AbsClass:
				case AbsMember:
					if m := t.Member(); m.Package {
						return true
					}
				default:
					return true
				}
			}
		case UseReturn:
			if p.resultIgnored(f, u.Func) {
				continue
			}
			callers := p.callersOf(FuncRef{f.ID, u.Func})
			for _, r := range callers {
				if p.outOfSight(p.Files[r.File], p.Files[r.File].ResultValue(r.Call), depth+1) {
					return true
				}
			}
			if len(callers) == 0 {
				return true
			}
		case UseYield, UseThrow:
			return true
		}
	}
	return false
}

// callersOf are the calls that may call a function, in order of file and place.
func (p *Program) callersOf(fn FuncRef) []CallRef {
	var out []CallRef
	for _, f := range p.Files {
		for ci := range f.Facts.Calls {
			targets := p.targetsOf(f, effects.CallID(ci))
			for _, t := range targets {
				if t.Kind == AbsFunc && t.File == fn.File && t.ID == fn.Func {
					out = append(out, CallRef{f.ID, effects.CallID(ci)})
				}
			}
		}
	}
	return out
}

// public are the classes, functions and objects that the package's main module, or a module that others load by a deep path, gives out.
func (p *Program) public() map[Abs]bool {
	if p.given != nil {
		return p.given
	}
	p.given = map[Abs]bool{}
	for _, f := range p.Files {
		if f.Package == nil || f.Package.Main != f.Path && f.Package.Main+".js" != f.Path && f.Package.Main+"/index.js" != f.Path && f.Package.Dir+"/index.js" != f.Path {
			continue
		}
		var s set
		if f.ESM {
			for _, e := range f.Facts.Exports {
				p.moduleMember(f, f.Facts.Str(e.Name), &s)
			}
		} else {
			p.exportsOf(f, &s)
		}
		for _, a := range s {
			p.give(a, 0)
		}
	}
	return p.given
}

func (p *Program) give(a Abs, depth int) {
	if p.given[a] || depth > 5 {
		return
	}
	p.given[a] = true
	members := func(values []Ref) {
		for _, r := range values {
			for _, x := range p.EvalRef(r) {
				p.give(x, depth+1)
			}
		}
	}
	switch a.Kind {
	case AbsObject:
		g := p.Files[a.File]
		for _, m := range g.Facts.Objects[a.ID].Members {
			for _, x := range p.Eval(g, m.Value) {
				p.give(x, depth+1)
			}
		}
	case AbsFunc:
		g := p.Files[a.File]
		for _, r := range g.Facts.Funcs[a.ID].Returns {
			for _, x := range p.Eval(g, r) {
				if k := publicKind(x); k != x.Kind {
					x = Abs{Kind: k, File: x.File, ID: x.ID}
				}
				p.give(x, depth+1)
			}
		}
	case AbsNew, AbsNewFunc:
		p.give(Abs{Kind: publicKind(a), File: a.File, ID: a.ID}, depth+1)
	}
	for _, name := range p.slots.read(p, a) {
		members(p.propsOf(a, name))
	}
}
