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

// CallsBefore are the calls of a call's own function that were made for certain when it is made, in the same turn of the event loop: they stand
// before it, in its block or in one around it, and no await does in between. They are in order of place.
func (p *Program) CallsBefore(r CallRef) []CallRef {
	fn, path := p.opPath(r)
	if len(path) == 0 {
		return nil
	}
	var out []CallRef
	from := int32(0)
	for _, at := range path {
		for i := from; i < at; i = fn.Ops[i].Skip {
			switch op := &fn.Ops[i]; op.Kind {
			case effects.OpCall:
				out = append(out, CallRef{r.File, op.A})
			case effects.OpAwait, effects.OpYield:
				out = nil
			default:
				for k := i + 1; k < op.Skip; k++ {
					if kind := fn.Ops[k].Kind; kind == effects.OpAwait || kind == effects.OpYield {
						out = nil
					}
				}
			}
		}
		from = at + 1
	}
	return out
}
