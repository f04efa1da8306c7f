package program

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/syntax"
)

// visit is how a function came to be reached at a moment.
type visit struct {
	dist int32
	from FuncRef
	edge Edge
	root int32 // index into roots
	weak bool  // the way there has a weak edge
}

// tag finds every function that runs at a moment, with the shortest way to it.
func (p *Program) tag(w nodeapi.When) {
	seen := map[FuncRef]visit{}
	var queue []FuncRef
	for i := range p.roots {
		r := &p.roots[i]
		if r.When != w {
			continue
		}
		if _, ok := seen[r.Func]; !ok {
			seen[r.Func] = visit{root: int32(i), from: r.Func, dist: 0}
			queue = append(queue, r.Func)
		}
	}
	if len(queue) == 0 {
		return
	}
	// The ways without a weak edge first, then those with one.
	var weak []FuncRef
	for len(queue) > 0 || len(weak) > 0 {
		if len(queue) == 0 {
			queue, weak = weak, nil
			for _, from := range queue {
				for _, e := range p.edges[from] {
					if _, ok := seen[e.To]; e.Weak && !ok {
						seen[e.To] = visit{dist: seen[from].dist + 1, from: from, edge: e, root: seen[from].root, weak: true}
						weak = append(weak, e.To)
					}
				}
			}
			queue, weak = weak, nil
			continue
		}
		at := queue[0]
		queue = queue[1:]
		v := seen[at]
		waiting := false
		for _, e := range p.edges[at] {
			if w == nodeapi.Load && (e.Kind == EdgeCallback && e.Phase != nodeapi.PhaseSync) {
				continue // runs later
			}
			if _, ok := seen[e.To]; ok {
				continue
			}
			if e.Weak {
				waiting = true
				continue
			}
			seen[e.To] = visit{dist: v.dist + 1, from: at, edge: e, root: v.root, weak: v.weak}
			queue = append(queue, e.To)
		}
		if waiting && !v.weak {
			weak = append(weak, at)
		}
	}
	p.tags[w] = seen
}

// Runs reports whether a function runs at a moment.
func (p *Program) Runs(r FuncRef, w nodeapi.When) bool {
	_, ok := p.tags[w][r]
	return ok
}

// Serves reports whether the program answers anybody: whether some code outside tests handles requests or connections.
func (p *Program) Serves() bool {
	for i := range p.roots {
		if r := &p.roots[i]; (r.When == nodeapi.Request || r.When == nodeapi.Connection || r.When == nodeapi.Job || r.hosted) && !p.Files[r.Func.File].Test {
			return true
		}
	}
	return false
}

// Hot is the moment per request, connection, message, job or scheduled run at which a function runs; ok is false when it runs at none of them.
// Of several it is the one with the shortest way, which says most about the function: what a connection's 'data' listener does, it does for each
// message. Guesses come last, and equally short ways in the order above.
func (p *Program) Hot(r FuncRef) (when nodeapi.When, ok bool) {
	var best visit
	for _, w := range []nodeapi.When{nodeapi.Request, nodeapi.Connection, nodeapi.Message, nodeapi.Job, nodeapi.Schedule} {
		if v, runs := p.tags[w][r]; runs && (!ok || best.weak && !v.weak || best.weak == v.weak && v.dist < best.dist) {
			when, best, ok = w, v, true
		}
	}
	return when, ok
}

// Root is the root from which a function runs at a moment.
func (p *Program) Root(r FuncRef, w nodeapi.When) (Root, bool) {
	v, ok := p.tags[w][r]
	if !ok {
		return Root{}, false
	}
	return p.roots[v.root], true
}

// Path are the edges from the root to a function at a moment, in order, and whether any is weak.
func (p *Program) Path(r FuncRef, w nodeapi.When) (edges []Edge, weak bool) {
	for {
		v, ok := p.tags[w][r]
		if !ok || v.dist == 0 {
			break
		}
		edges = append(edges, v.edge)
		weak = weak || v.edge.Weak
		r = v.from
	}
	for i, j := 0, len(edges)-1; i < j; i, j = i+1, j-1 {
		edges[i], edges[j] = edges[j], edges[i]
	}
	return edges, weak
}

// Witness are the steps that prove that a function runs at a moment: the registration, then every call on the way.
func (p *Program) Witness(r FuncRef, w nodeapi.When) []Step {
	root, ok := p.Root(r, w)
	if !ok {
		return nil
	}
	var steps []Step
	if root.At.Call >= 0 {
		c := p.Call(root.At)
		name := p.FuncName(root.Func)
		if name == Anonymous {
			name = "this function"
		}
		msg := fmt.Sprintf("%s is registered here as %s", name, withArticle(root.What))
		steps = append(steps, Step{File: root.At.File, Range: syntax.Range{Start: c.Start, End: c.CalleeEnd}, Message: msg})
	} else if root.Looks != "" {
		fn := p.Func(root.Func)
		at := syntax.Range{Start: fn.NameStart, End: fn.NameEnd}
		if at.Start >= at.End {
			at = syntax.Range{Start: fn.Start, End: fn.Start + 1}
		}
		steps = append(steps, Step{File: root.Func.File, Range: at, Message: root.Looks})
	}
	edges, _ := p.Path(r, w)
	return append(steps, p.EdgeSteps(edges)...)
}
