package program

import (
	"sort"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// LoadKind says when an import runs, which decides what it does to a cycle.
type LoadKind uint8

// The kinds of import, by when they run.
const (
	LoadEager       LoadKind = iota // while the module loads, on every path
	LoadConditional                 // while the module loads, on some paths
	LoadLazy                        // in a function that nothing calls while modules load
	LoadDynamic                     // import(): never before the current code has ended
	LoadType                        // erased: only types are imported
)

func (k LoadKind) String() string {
	return [...]string{"eager", "conditional", "lazy", "dynamic", "type-only"}[k]
}

// Verdict is what there is to say of a component of modules that import each other.
type Verdict uint8

// The verdicts, by weight.
const (
	Safe   Verdict = iota // nothing goes wrong, whichever member is loaded first, as far as is known
	Latent                // something goes wrong when a member is loaded first that no known program loads first
	Breaks                // something goes wrong when a program of the project starts
)

func (v Verdict) String() string { return [...]string{"safe", "latent", "breaks"}[v] }

// LoadEdge is an import between two files of the program.
type LoadEdge struct {
	From, To FileID
	Kind     LoadKind
	// File and Range are the import itself: a require() that a function of another file makes stands in that file.
	File  FileID
	Range syntax.Range
}

// Component is a strongly connected component of the graph of imports: modules each of which leads to each other, or one that imports itself.
type Component struct {
	// Members are in the order in which they start to load: for the worst report's program, else for the first known one.
	Members []FileID
	// Edges are the imports between members, in order of members and place.
	Edges   []LoadEdge
	Verdict Verdict
	// Reports are what goes wrong, the worst first: one for each independent defect. Their number is small.
	Reports []*CycleReport
}

// Components are the import cycles of the program, in order of the path of their first member by name. The result is shared: do not change it.
func (p *Program) Components() []Component {
	if p.components != nil {
		return *p.components
	}
	var out []Component
	p.components = &out
	m := p.loads()
	reports := p.CycleReports()
	edges := m.loadEdges()
	comp, sizes := connected(len(p.Files), func(f int32, i int) (int32, bool) {
		if i >= len(edges[f]) {
			return 0, false
		}
		if e := &edges[f][i]; e.Kind != LoadType {
			return e.To, true
		}
		return f, true
	})
	index := map[int32]int{}
	for _, f := range p.byPath() {
		c := comp[f]
		self := false
		for i := range edges[f] {
			self = self || edges[f][i].To == f && edges[f][i].Kind != LoadType
		}
		if sizes[c] < 2 && !self {
			continue
		}
		k, ok := index[c]
		if !ok {
			k = len(out)
			index[c] = k
			out = append(out, Component{})
		}
		out[k].Members = append(out[k].Members, f)
	}
	for i := range reports {
		r := &reports[i]
		if k, ok := index[comp[r.Hazard.Target]]; ok {
			c := &out[k]
			c.Reports = append(c.Reports, r)
			c.Verdict = max(c.Verdict, r.Verdict)
		}
	}
	for k := range out {
		c := &out[k]
		rank := map[FileID]int{}
		if len(c.Reports) > 0 {
			for _, f := range c.Reports[0].Order {
				rank[f] = len(rank) - len(p.Files)
			}
		}
		for _, f := range c.Members {
			if _, ok := rank[f]; !ok {
				rank[f] = int(m.rank[f])
			}
		}
		sort.SliceStable(c.Members, func(i, j int) bool { return rank[c.Members[i]] < rank[c.Members[j]] })
		for _, f := range c.Members {
			for _, e := range edges[f] {
				if comp[e.To] == comp[f] && (e.To != f || sizes[comp[f]] == 1 || e.Kind == LoadEager) {
					c.Edges = append(c.Edges, e)
				}
			}
		}
	}
	return out
}

// LoadEdges are the imports of a file that lead to files of the program, in order of place, each once.
func (p *Program) LoadEdges(file FileID) []LoadEdge {
	m := p.loads()
	if p.loadEdges == nil {
		p.loadEdges = m.loadEdges()
	}
	return p.loadEdges[file]
}

// loadEdges are the imports of all files.
func (m *machine) loadEdges() [][]LoadEdge {
	out := make([][]LoadEdge, len(m.p.Files))
	for _, f := range m.p.Files {
		sure := map[int32]bool{} // by the start of the import: it runs on every path
		for _, x := range m.eagers[f.ID] {
			if x.inFile == f.ID {
				sure[x.at.start] = sure[x.at.start] || !x.maybe
			} else {
				e := LoadEdge{From: f.ID, To: x.to, File: x.inFile, Range: syntax.Range{Start: x.at.start, End: x.at.end}}
				if x.maybe {
					e.Kind = LoadConditional
				}
				out[f.ID] = append(out[f.ID], e)
			}
		}
		for i := range f.Facts.Imports {
			im := &f.Facts.Imports[i]
			t := f.Targets[i].File
			if t < 0 || im.Kind == effects.RequireResolve {
				continue
			}
			e := LoadEdge{From: f.ID, To: t, File: f.ID, Range: syntax.Range{Start: im.CallStart, End: im.CallEnd}}
			switch {
			case im.Kind == effects.DynamicImport:
				e.Kind = LoadDynamic
			case im.Kind == effects.StaticImport:
				if !m.isUsed(f, int32(i)) {
					e.Kind = LoadType
				}
			default:
				if always, runs := sure[im.CallStart]; runs && !always {
					e.Kind = LoadConditional
				} else if !runs {
					e.Kind = LoadLazy
					if im.Func == 0 {
						e.Kind = LoadConditional
					}
				}
			}
			out[f.ID] = append(out[f.ID], e)
		}
		sort.SliceStable(out[f.ID], func(i, j int) bool {
			a, b := &out[f.ID][i], &out[f.ID][j]
			if a.File != b.File {
				return a.File == f.ID
			}
			return a.Range.Start < b.Range.Start
		})
	}
	return out
}

// connected are the strongly connected components of a graph (Tarjan 1972, without recursion): the component of each node, and their sizes.
// next gives the i-th node that a node leads to.
func connected(n int, next func(node int32, i int) (int32, bool)) (comp []int32, sizes []int32) {
	comp = make([]int32, n)
	index := make([]int32, n)
	low := make([]int32, n)
	on := make([]bool, n)
	for i := range comp {
		comp[i] = None
	}
	var stack []int32
	type visit struct{ node, next int32 }
	var work []visit
	counter := int32(0)
	enter := func(v int32) {
		counter++
		index[v], low[v] = counter, counter
		stack = append(stack, v)
		on[v] = true
		work = append(work, visit{v, 0})
	}
	for root := range int32(n) {
		if index[root] != 0 {
			continue
		}
		enter(root)
		for len(work) > 0 {
			w := &work[len(work)-1]
			v := w.node
			if to, ok := next(v, int(w.next)); ok {
				w.next++
				if index[to] == 0 {
					enter(to)
				} else if on[to] {
					low[v] = min(low[v], index[to])
				}
				continue
			}
			work = work[:len(work)-1]
			if len(work) > 0 {
				u := work[len(work)-1].node
				low[u] = min(low[u], low[v])
			}
			if low[v] == index[v] {
				c := int32(len(sizes))
				size := int32(0)
				for {
					x := stack[len(stack)-1]
					stack = stack[:len(stack)-1]
					on[x] = false
					comp[x] = c
					size++
					if x == v {
						break
					}
				}
				sizes = append(sizes, size)
			}
		}
	}
	return comp, sizes
}
