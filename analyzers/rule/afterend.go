package rule

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
)

// CallsAfter calls yield with every call of one of the methods, on the same object, that a call has come before whenever it runs, until yield returns false. A
// call of one of stops means that the object is another one, or in another state, from there on.
func (p *ProgramPass) CallsAfter(r program.CallRef, methods, stops []string, yield func(program.CallRef) bool) {
	f := p.Files[r.File]
	object := p.Receiver(r)
	stopped := false
	p.After(r, func(_ int32, op *effects.Op) bool {
		if op.Kind != effects.OpCall || stopped {
			return !stopped
		}
		next := program.CallRef{File: r.File, Call: op.A}
		recv, name := p.Receiver(next), p.MethodName(next)
		if recv < 0 || !f.SameObject(recv, object) {
			return true
		}
		for _, s := range stops {
			if s == name {
				stopped = true
				return false
			}
		}
		for _, m := range methods {
			if m == name {
				return yield(next)
			}
		}
		return true
	})
}
