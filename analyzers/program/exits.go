package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// ExitsAfter reports whether the process ends in the turn in which a call is made: a call of process.exit or the like follows it in its
// function, on every way. What the first call would report by an event is then never reported.
func (p *Program) ExitsAfter(r CallRef) bool {
	fn, path := p.opPath(r)
	for k := len(path) - 1; k >= 0; k-- {
		to := int32(len(fn.Ops))
		if k > 0 {
			holder := &fn.Ops[path[k-1]]
			if holder.Kind != effects.OpBlock && holder.Kind != effects.OpLabel {
				continue // the next child of a branch is another way
			}
			to = holder.Skip
		}
		for i := fn.Ops[path[k]].Skip; i < to; i = fn.Ops[i].Skip {
			op := &fn.Ops[i]
			if op.Kind != effects.OpCall {
				continue
			}
			if m := p.Member(CallRef{r.File, op.A}); m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectExits {
				return true
			}
		}
	}
	return false
}
