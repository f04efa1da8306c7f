package modulegraph

// Selection says which part of a graph to keep.
type Selection struct {
	// From keeps what this module loads, -1 keeps all. Focus keeps what is near this module, in both directions.
	From, Focus int
	// Depth is how many imports away from From or Focus a module may be; 0 is any number for From, and 2 for Focus.
	Depth int
	// Cycles keeps the modules of cycles only.
	Cycles bool
}

// Select makes a graph of a part.
func (g *Graph) Select(s Selection) *Graph {
	keep := make([]bool, len(g.Modules))
	for i := range keep {
		keep[i] = true
	}
	out, in := g.out()
	also := func(near []bool) {
		for i := range keep {
			keep[i] = keep[i] && near[i]
		}
	}
	if s.From >= 0 {
		also(g.near(s.From, s.Depth, func(m int, visit func(int)) {
			for _, e := range out[m] {
				visit(g.Edges[e].To)
			}
		}))
	}
	if s.Focus >= 0 {
		depth := s.Depth
		if depth == 0 {
			depth = 2
		}
		down := g.near(s.Focus, depth, func(m int, visit func(int)) {
			for _, e := range out[m] {
				visit(g.Edges[e].To)
			}
		})
		up := g.near(s.Focus, depth, func(m int, visit func(int)) {
			for _, e := range in[m] {
				visit(g.Edges[e].From)
			}
		})
		for i := range down {
			down[i] = down[i] || up[i]
		}
		also(down)
	}
	if s.Cycles {
		for i := range keep {
			keep[i] = keep[i] && g.Modules[i].Cycle >= 0
		}
	}
	return g.keep(keep)
}

// near are the modules at most so many steps away; 0 is any number.
func (g *Graph) near(from, depth int, next func(int, func(int))) []bool {
	seen := make([]bool, len(g.Modules))
	seen[from] = true
	ring := []int{from}
	for d := 0; len(ring) > 0 && (depth == 0 || d < depth); d++ {
		var wider []int
		for _, m := range ring {
			next(m, func(to int) {
				if !seen[to] {
					seen[to] = true
					wider = append(wider, to)
				}
			})
		}
		ring = wider
	}
	return seen
}

// keep is the graph of some modules. A cycle of which not all members are kept stays a cycle when two are: what it does depends on all of them,
// so its harms stay when the modules that they speak of do.
func (g *Graph) keep(keep []bool) *Graph {
	n := &Graph{Entry: -1, Ends: g.Ends, ByImports: g.ByImports}
	to := make([]int, len(g.Modules))
	for i := range g.Modules {
		to[i] = -1
		if keep[i] {
			to[i] = len(n.Modules)
			n.Modules = append(n.Modules, g.Modules[i])
		}
	}
	at := func(m int) int {
		if m < 0 {
			return -1
		}
		return to[m]
	}
	all := func(list []int) (kept []int, whole bool) {
		for _, m := range list {
			if to[m] >= 0 {
				kept = append(kept, to[m])
			}
		}
		return kept, len(kept) == len(list)
	}
	n.Entry = at(g.Entry)
	for _, e := range g.Edges {
		if to[e.From] >= 0 && to[e.To] >= 0 {
			e.From, e.To = to[e.From], to[e.To]
			n.Edges = append(n.Edges, e)
		}
	}
	for _, c := range g.Cycles {
		members, whole := all(c.Members)
		if len(members) == 0 || len(members) == 1 && !whole {
			continue
		}
		c.Members = members
		var harms []Harm
		for _, h := range c.Harms {
			if at(h.Reader) < 0 || at(h.Target) < 0 {
				continue
			}
			h.Reader, h.Target = at(h.Reader), at(h.Target)
			h.Order, _ = all(h.Order)
			harms = append(harms, h)
		}
		c.Harms = harms
		n.Cycles = append(n.Cycles, c)
	}
	for _, p := range g.Packages {
		if p.By, _ = all(p.By); len(p.By) > 0 {
			n.Packages = append(n.Packages, p)
		}
	}
	n.sortCycles()
	return n
}
