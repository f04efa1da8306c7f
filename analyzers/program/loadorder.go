package program

import (
	"slices"
	"sort"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// This file judges require cycles by the order in which their modules load. The modules of a strongly connected component of the graph of
// eager requires load in an order that depends on one thing only, which of them is asked for first: from it all others are reached before it
// is done. So one evaluation for each first member says everything, and no paths are counted.

// Hazards are what goes wrong in the require cycles of the program, the sure ones first found, one for each place. The result is shared.
func (p *Program) Hazards() []Hazard {
	if p.judged {
		return p.hazards
	}
	p.judged = true
	m := p.loads()
	comp, sizes := m.components()
	any := false
	for _, n := range sizes {
		any = any || n > 1
	}
	if !any {
		return nil
	}
	for f, c := range comp { // before modules are loaded again
		needed := sizes[c] > 1
		for _, x := range m.eagers[f] {
			needed = needed || sizes[comp[x.to]] > 1
		}
		if needed {
			p.ExportsOf(FileID(f))
		}
	}
	firsts := m.firsts(comp, sizes)
	members := make([][]FileID, len(sizes))
	var large []int32 // in order of their first member
	for _, f := range p.byPath() {
		if c := comp[f]; sizes[c] > 1 {
			if len(members[c]) == 0 {
				large = append(large, c)
			}
			members[c] = append(members[c], f)
		}
	}
	best := map[hazardKey]int{}
	hits := map[hazardKey]int{} // of sure starts
	limit := m.steps + maxTotalSteps/2
	judge := func(c int32, first start) {
		for _, f := range members[c] {
			m.reset(f)
		}
		m.watch = &watcher{seen: map[readKey]bool{}}
		m.cut = false
		m.stack, m.frames, m.maybe = nil, m.frames[:0], 0
		m.load(first.file, site{file: None})
		for _, f := range members[c] {
			m.load(f, site{file: None})
		}
		w := m.watch
		m.watch = nil
		for _, h := range m.hazardsOf(w, first) {
			k := hazardKey{h.Kind, h.File, h.Range}
			if first.sure {
				hits[k]++
			}
			if i, ok := best[k]; ok {
				if old := &p.hazards[i]; h.Sure && !old.Sure || h.Entry >= 0 && old.Entry < 0 {
					*old = h
				}
				continue
			}
			best[k] = len(p.hazards)
			p.hazards = append(p.hazards, h)
		}
	}
	sures := map[int32]int{}
	for _, s := range firsts {
		if s.sure {
			sures[comp[s.file]]++
		}
		if m.steps < limit {
			judge(comp[s.file], s)
		}
	}
	done := map[FileID]bool{}
	for _, s := range firsts {
		done[s.file] = true
	}
	public := m.askedFromOutside(comp)
	for _, c := range large {
		for _, f := range members[c] {
			// In a large tangle, only what others ask for may ever come first.
			if len(members[c]) > maxLatent && !public[f] {
				continue
			}
			if !done[f] && m.steps < limit {
				judge(c, start{file: f, entry: None})
			}
		}
	}
	for i := range p.hazards {
		h := &p.hazards[i]
		h.Always = h.Sure && hits[hazardKey{h.Kind, h.File, h.Range}] == sures[comp[h.Target]]
	}
	p.dropShadowed()
	for i := range p.hazards {
		h := &p.hazards[i]
		h.Steps = append(h.lead(), h.Steps...)
		h.lead = nil
	}
	return p.hazards
}

// dropShadowed drops what could only happen in another order of loading, where the same two modules go wrong in a real one: to mend that mends
// both.
func (p *Program) dropShadowed() {
	type pair struct{ a, b FileID }
	pairOf := func(h *Hazard) pair {
		other := h.File
		if h.Kind == HazardStale {
			other = h.Holders[0].File
		}
		return pair{min(h.Target, other), max(h.Target, other)}
	}
	sure := map[pair]bool{}
	for i := range p.hazards {
		if h := &p.hazards[i]; h.Sure {
			sure[pairOf(h)] = true
		}
	}
	// and of what may happen, one read of a file says it
	type twice struct {
		kind         HazardKind
		file, target FileID
	}
	said := map[twice]bool{}
	kept := p.hazards[:0]
	for i := range p.hazards {
		h := p.hazards[i]
		if h.Sure {
			kept = append(kept, h)
			continue
		}
		once := twice{h.Kind, h.File, h.Target}
		if sure[pairOf(&h)] || h.Kind != HazardStale && said[once] {
			continue
		}
		said[once] = true
		kept = append(kept, h)
	}
	p.hazards = kept
}

// maxLatent is the size up to which each member of a cycle is tried as the first to load.
const maxLatent = 8

// askedFromOutside finds the modules that another component asks for.
func (m *machine) askedFromOutside(comp []int32) []bool {
	out := make([]bool, len(comp))
	for _, f := range m.p.Files {
		for k := range f.Targets {
			if t := f.Targets[k].File; t >= 0 && comp[t] != comp[f.ID] {
				out[t] = true
			}
			for _, t := range f.Targets[k].Scan {
				out[t] = out[t] || comp[t] != comp[f.ID]
			}
		}
	}
	return out
}

type hazardKey struct {
	kind HazardKind
	file FileID
	at   syntax.Range
}

// components are the strongly connected components of the eager requires (Tarjan 1972, without recursion): the component of each file, and
// their sizes.
func (m *machine) components() (comp []int32, sizes []int32) {
	n := len(m.eagers)
	comp = make([]int32, n)
	index := make([]int32, n)
	low := make([]int32, n)
	on := make([]bool, n)
	for i := range comp {
		comp[i] = None
	}
	var stack []int32
	type visit struct{ file, next int32 }
	var work []visit
	counter := int32(0)
	for root := range n {
		if index[root] != 0 {
			continue
		}
		work = append(work[:0], visit{int32(root), 0})
		for len(work) > 0 {
			w := &work[len(work)-1]
			v := w.file
			if w.next == 0 {
				counter++
				index[v], low[v] = counter, counter
				stack = append(stack, v)
				on[v] = true
			}
			advanced := false
			for int(w.next) < len(m.eagers[v]) {
				to := m.eagers[v][w.next].to
				w.next++
				if index[to] == 0 {
					work = append(work, visit{to, 0})
					advanced = true
					break
				}
				if on[to] {
					low[v] = min(low[v], index[to])
				}
			}
			if advanced {
				continue
			}
			if w.next == 0 {
				w.next = 1
			}
			work = work[:len(work)-1]
			if len(work) > 0 {
				u := work[len(work)-1].file
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

// start is a member of a component that a program loads first.
type start struct {
	file  FileID
	entry FileID
	sure  bool
	path  []site // the requires that lead there from the entry
}

// firsts finds which members of components are loaded first, from which entries: the eager requires in their order, then what runs on
// branches and in functions that are called later.
func (m *machine) firsts(comp, sizes []int32) []start {
	p := m.p
	var out []start
	known := map[FileID]int{}
	budget := 3_000_000
	mark := make([]int32, len(p.Files))
	from := make([]site, len(p.Files))
	by := make([]FileID, len(p.Files))
	epoch := int32(0)
	type state struct {
		firsts []FileID
		eager  bool
	}
	for _, e := range p.entries() {
		if budget < 0 {
			break
		}
		epoch++
		entered := map[int32]*state{}
		var queue []FileID // everything loaded, in order
		note := func(f FileID, eager bool) {
			c := comp[f]
			if sizes[c] < 2 {
				return
			}
			st := entered[c]
			if st == nil {
				entered[c] = &state{firsts: []FileID{f}, eager: eager}
				return
			}
			if st.eager {
				return
			}
			for _, x := range st.firsts {
				if x == f {
					return
				}
			}
			st.firsts = append(st.firsts, f)
		}
		var stack []eagerWork
		visit := func(f FileID, at site, parent FileID, eager bool) {
			if mark[f] == epoch {
				return
			}
			mark[f], from[f], by[f] = epoch, at, parent
			if parent < 0 {
				note(f, eager)
			}
			queue = append(queue, f)
			stack = append(stack[:0], eagerWork{f, 0})
			for len(stack) > 0 {
				w := &stack[len(stack)-1]
				if w.next == len(m.eagers[w.file]) {
					stack = stack[:len(stack)-1]
					continue
				}
				x := &m.eagers[w.file][w.next]
				w.next++
				budget--
				if x.maybe || mark[x.to] == epoch {
					continue
				}
				mark[x.to], from[x.to], by[x.to] = epoch, x.at, w.file
				if comp[x.to] != comp[w.file] {
					note(x.to, eager)
				}
				queue = append(queue, x.to)
				stack = append(stack, eagerWork{x.to, 0})
			}
		}
		visit(e.file, site{file: None}, None, true)
		for i := 0; i < len(queue); i++ {
			f := p.Files[queue[i]]
			for k := range m.eagers[f.ID] {
				if x := &m.eagers[f.ID][k]; x.maybe {
					if comp[x.to] != comp[f.ID] {
						note(x.to, false)
					}
					visit(x.to, x.at, f.ID, false)
				}
			}
			// Of what one function asks for, in order, the first that leads into a cycle loads all of it.
			type within struct {
				fn   effects.FuncID
				comp int32
			}
			var before []within
			for k := range f.Targets {
				budget--
				for _, t := range f.Targets[k].Scan {
					budget--
					if comp[t] != comp[f.ID] {
						note(t, false)
					}
					im := &f.Facts.Imports[k]
					visit(t, site{f.ID, im.CallStart, im.CallEnd}, f.ID, false)
				}
				if t := f.Targets[k].File; t >= 0 && t != f.ID && !m.tried[f.ID][k] && f.Facts.Imports[k].Kind != effects.RequireResolve {
					im := &f.Facts.Imports[k]
					if im.Kind == effects.StaticImport {
						continue // erased
					}
					if w := (within{im.Func, comp[t]}); comp[t] != comp[f.ID] && sizes[comp[t]] > 1 && !slices.Contains(before, w) {
						before = append(before, w)
						note(t, false)
					}
					visit(t, site{f.ID, im.CallStart, im.CallEnd}, f.ID, false)
				}
			}
		}
		states := make([]*state, 0, len(entered))
		for _, st := range entered {
			states = append(states, st)
		}
		sort.Slice(states, func(i, j int) bool { return p.Files[states[i].firsts[0]].Path < p.Files[states[j].firsts[0]].Path })
		for _, st := range states {
			for _, f := range st.firsts {
				s := start{file: f, entry: e.file, sure: e.sure && len(st.firsts) == 1}
				if i, ok := known[f]; ok {
					if s.sure && !out[i].sure {
						s.path = pathTo(f, e.file, from, by)
						out[i] = s
					}
					continue
				}
				s.path = pathTo(f, e.file, from, by)
				known[f] = len(out)
				out = append(out, s)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].sure && !out[j].sure })
	return out
}

type eagerWork struct {
	file FileID
	next int
}

func pathTo(f, entry FileID, from []site, by []FileID) []site {
	var out []site
	for f != entry && f >= 0 && from[f].file >= 0 && len(out) < 64 {
		out = append(out, from[f])
		f = by[f]
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}
