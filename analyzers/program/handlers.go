package program

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// MustEnd is the index of the parameter that a request handler must end, -1 when it need not: the framework answers with what is returned,
// the handler may pass the request on, or another listener may answer.
func (p *Program) MustEnd(r Root) int {
	if r.When != nodeapi.Request || r.At.Call < 0 {
		return -1
	}
	i := 1 // of a 'request' listener
	switch {
	case r.Handler != nil:
		i = r.Handler.Ends
		if i < 0 {
			return -1
		}
		if n := len(r.Handler.ErrorParams); n > 0 && len(p.Func(r.Func).Params) == n {
			i++
		}
	case r.Event != "request" || !p.onlyListener(r):
		return -1
	}
	fn := p.Func(r.Func)
	if i >= len(fn.Params) || fn.Params[i].Flags&(effects.ParamPattern|effects.ParamRest) != 0 || fn.Flags&(effects.FuncUsesArgs|effects.FuncGenerator) != 0 {
		return -1
	}
	for k := i + 1; k < len(fn.Params); k++ {
		if fn.Params[k].Flags&effects.ParamUsed != 0 {
			return -1 // next
		}
	}
	return i
}

// onlyListener reports whether a 'request' listener is the only one of its server, as far as is seen.
func (p *Program) onlyListener(r Root) bool {
	f := p.Files[r.At.File]
	n := 0
	for _, a := range p.Eval(f, p.Receiver(r.At)) {
		if a.Kind != AbsInst || a.Site < 0 || !a.Class().IsA("http.Server") {
			return false
		}
		for _, arg := range p.Args(CallRef{a.File, a.Site}) {
			if p.mayBeFunc(p.Files[a.File], arg) {
				return false
			}
		}
		for _, l := range p.ListenersOf(a) {
			if l.Event == "request" || l.Event == "" {
				n++
			}
		}
	}
	return n == 1
}

// Responses calls yield with every parameter that is a server's response and is ended somewhere, by a method of its own or by a function of
// the project that it is given to; in order of file and place.
func (p *Program) Responses(yield func(fn FuncRef, object effects.ValueID)) {
	ended := map[Ref]bool{}
	ends := enders()
	for _, f := range p.Files {
		for ci := range f.Facts.Calls {
			callee := f.Facts.Val(f.Facts.Calls[ci].Callee)
			if callee.Kind != effects.Prop || !ends[f.Facts.Strings[callee.B]] {
				continue
			}
			if v := p.paramOf(f, callee.A); v >= 0 {
				ended[Ref{f.ID, v}] = true
			}
		}
	}
	if len(ended) == 0 {
		return
	}
	for range 3 { // what is handed to those is ended too
		before := len(ended)
		for _, f := range p.Files {
			for ci := range f.Facts.Calls {
				targets := p.targetsOf(f, effects.CallID(ci))
				if len(targets) == 0 {
					continue
				}
				for i, a := range f.Facts.Calls[ci].Args {
					if f.Facts.Val(a).Kind != effects.Param || ended[Ref{f.ID, a}] {
						continue
					}
					for _, t := range targets {
						if t.Kind != AbsFunc {
							continue
						}
						g := p.Files[t.File]
						if i < len(g.Facts.Funcs[t.ID].Params) && ended[Ref{g.ID, g.ParamValue(t.ID, i)}] {
							ended[Ref{f.ID, a}] = true
						}
					}
				}
			}
		}
		if len(ended) == before {
			break
		}
	}
	list := make([]Ref, 0, len(ended))
	for r := range ended {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Ref) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Value, b.Value)) })
	for _, r := range list {
		f := p.Files[r.File]
		for _, c := range p.ClassesOf(f, r.Value) {
			if c.IsA("http.ServerResponse") {
				yield(FuncRef{f.ID, f.Facts.Val(r.Value).A}, r.Value)
				break
			}
		}
	}
}

// enders are the names of the methods that end a response.
var enders = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for c := nodeapi.ClassNamed("express.Response"); c != nil; c = c.Super() {
		for name, fn := range c.Methods {
			if fn.Effect == nodeapi.EffectEnds {
				names[name] = true
			}
		}
	}
	return names
})

// paramOf is the parameter at the start of a chain of calls, res.status(404).type('text'); None when there is none.
func (p *Program) paramOf(f *File, v effects.ValueID) effects.ValueID {
	for range 8 {
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Param:
			return v
		case effects.Var:
			vals := f.Facts.Vars[x.A].Values
			if len(vals) != 1 {
				return None
			}
			v = vals[0]
		case effects.Result:
			v = p.Receiver(CallRef{f.ID, x.A})
		default:
			return None
		}
	}
	return None
}

// MayEndTwice are the functions that make two calls or more which may end an object, or write to it, and not only where they return at once: among
// the one whose parameter it is and those inside that see it as a variable around them.
func (p *Program) MayEndTwice(fn FuncRef, object effects.ValueID) []FuncRef {
	return p.mayEndTwice(fn, object, aimEnd)
}

func (p *Program) mayEndTwice(fn FuncRef, object effects.ValueID, aim aim) []FuncRef {
	d := p.dutyOf(Ref{fn.File, object}, aim)
	if d == nil {
		return nil
	}
	var out []FuncRef
	seen := append(slices.Collect(maps.Keys(d.inside)), fn.Func)
	slices.Sort(seen)
	for _, id := range slices.Compact(seen) {
		if n, on := d.endings(&d.f.Facts.Funcs[id]); n > 1 && on {
			out = append(out, FuncRef{fn.File, id})
		}
	}
	return out
}

// endings counts the calls of a function that may end the object, by their looks. goesOn says that after one of them more may run: it is no
// return's value, nor is a return what stands next, outside try statements.
func (d *duty) endings(fn *effects.Func) (n int, goesOn bool) {
	facts := d.f.Facts
	for i := range fn.Ops {
		if fn.Ops[i].Kind != effects.OpCall {
			goesOn = goesOn || fn.Ops[i].Kind == effects.OpTry
			continue
		}
		c := &facts.Calls[fn.Ops[i].A]
		may := false
		switch callee := facts.Val(c.Callee); callee.Kind {
		case effects.Param:
			may = d.aim == aimCall && d.alias[c.Callee]
		case effects.Prop:
			name := facts.Strings[callee.B]
			may = d.aim == aimCall && d.alias[callee.A] || d.aim != aimCall && (enders()[name] || name == "write" && d.alias[callee.A])
		case effects.Closure:
			may = d.inside[callee.A]
		case effects.Var:
			may = len(d.inside) > 0
		}
		for _, a := range c.Args {
			may = may || d.alias[a]
		}
		if may {
			n++
			goesOn = goesOn || i+1 < len(fn.Ops) && fn.Ops[i+1].Kind != effects.OpReturn
		}
	}
	return n, goesOn
}
