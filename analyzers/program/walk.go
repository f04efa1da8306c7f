package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// CallsIn calls yield with every call that a function makes itself, in order.
func (p *Program) CallsIn(r FuncRef, yield func(CallRef)) {
	for i := range p.Func(r).Ops {
		if op := &p.Func(r).Ops[i]; op.Kind == effects.OpCall {
			yield(CallRef{r.File, op.A})
		}
	}
}

// Reached is a function that another one leads to, with the edges on the way.
type Reached struct {
	Func FuncRef
	Path []Edge
}

// Reach are the functions that run because of one, itself first, by the edges that follow admits; the shortest way to each. It stops after
// limit functions.
func (p *Program) Reach(from FuncRef, limit int, follow func(Edge) bool) []Reached {
	out := []Reached{{Func: from}}
	seen := map[FuncRef]bool{from: true}
	for i := 0; i < len(out) && len(out) < limit; i++ {
		at := out[i]
		for _, e := range p.edges[at.Func] {
			if !seen[e.To] && follow(e) {
				seen[e.To] = true
				out = append(out, Reached{e.To, append(at.Path[:len(at.Path):len(at.Path)], e)})
			}
		}
	}
	return out
}

// During admits the edges that run before the function returns: calls, constructions, callbacks of synchronous APIs, and functions handed to
// the project's own functions.
func During(e Edge) bool {
	return e.Kind != EdgeCallback || e.Phase == nodeapi.PhaseSync
}

// EdgeSteps are the steps of a witness that follows edges.
func (p *Program) EdgeSteps(edges []Edge) []Step {
	var steps []Step
	for _, e := range edges {
		steps = append(steps, p.edgeStep(e))
	}
	return steps
}
