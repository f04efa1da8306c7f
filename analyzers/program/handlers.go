package program

import (
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

// Responses calls yield with every parameter that is a server's response, in order of file and place.
func (p *Program) Responses(yield func(fn FuncRef, object effects.ValueID)) {
	for _, f := range p.Files {
		for fi := range f.Facts.Funcs {
			for i := range f.Facts.Funcs[fi].Params {
				v := f.ParamValue(effects.FuncID(fi), i)
				if v < 0 {
					continue
				}
				for _, c := range p.ClassesOf(f, v) {
					if c.IsA("http.ServerResponse") {
						yield(FuncRef{f.ID, effects.FuncID(fi)}, v)
						break
					}
				}
			}
		}
	}
}

// Users are the functions that use a parameter: the one whose it is, and those inside that see it as a variable around them.
func (p *Program) Users(fn FuncRef, object effects.ValueID) []FuncRef {
	out := []FuncRef{fn}
	d := p.dutyOf(Ref{fn.File, object})
	if d == nil {
		return out
	}
	for i := range d.f.Facts.Funcs {
		if d.inside[effects.FuncID(i)] {
			out = append(out, FuncRef{fn.File, effects.FuncID(i)})
		}
	}
	return out
}
