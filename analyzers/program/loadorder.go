package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
)

// This file judges import cycles by the order in which their modules load. The modules of a strongly connected component of the graph of
// eager imports load in an order that depends on one thing only, which of them is asked for first: from it all others are reached before it
// is done. So one evaluation for each first member says everything, and no paths are counted.
//
// First members are tried in three ranks: those that programs of the project load first, for sure; those that tests and branches load first;
// and those that nothing known loads first, where that could do harm.

// CycleReport is what there is to say of one defect of a component: the worst that goes wrong, and what else goes wrong with it.
type CycleReport struct {
	Verdict Verdict // Latent or Breaks
	Hazard  *Hazard
	// Others go wrong for the same reason, the worst first; More is how many there are beside them.
	Others []*Hazard
	More   int
	// Repair is the cheapest change that mends the hazard, proved by evaluating again with it; nil when none is known.
	Repair *Repair
	// Order are the members of the component in the order in which they start to load.
	Order []FileID
	// Fine is an entry from which nothing goes wrong, None when none is known.
	Fine FileID
}

// Limits of what is said of one component, and of what is tried for it.
const (
	maxReports = 3  // independent defects
	maxLeft    = 20 // places that the first repair leaves, when others are looked for
	maxOthers  = 5  // places beside the worst
	maxStarts  = 12 // first members that programs load
	maxLatent  = 8  // first members that nothing known loads first, once one of them did harm
	// maxLatentSteps is how many operations are run to find one that does.
	maxLatentSteps = 400_000
)

// judge evaluates components again and again.
type judge struct {
	m       *machine
	comp    []int32
	members [][]FileID
	limit   int // of the machine's steps for one component
}

// outcome is what one way of loading a component gives.
type outcome struct {
	start   start
	hazards []Hazard
	order   []FileID
	// ran says which functions ran, by file.
	ran map[FileID][]bool
	// cut says that the evaluation came to a limit.
	cut bool
}

// CycleReports are what goes wrong in the import cycles of the program, ordered by the path of the component's first file. The result is
// shared: do not change it.
func (p *Program) CycleReports() []CycleReport {
	if p.reports != nil {
		return *p.reports
	}
	var out []CycleReport
	p.reports = &out
	if !p.hasCycle() {
		return nil
	}
	m := p.loads()
	comp, sizes := m.components()
	if !slices.ContainsFunc(sizes, func(n int32) bool { return n > 1 }) {
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
	j := &judge{m: m, comp: comp, members: make([][]FileID, len(sizes))}
	var large []int32 // in order of their first member
	for _, f := range p.byPath() {
		if c := comp[f]; sizes[c] > 1 {
			if len(j.members[c]) == 0 {
				large = append(large, c)
			}
			j.members[c] = append(j.members[c], f)
		}
	}
	starts := map[int32][]start{}
	for _, s := range m.firsts(comp, sizes) {
		starts[comp[s.file]] = append(starts[comp[s.file]], s)
	}
	before, spent := m.steps, 0
	for _, c := range large {
		m.steps, j.limit = 0, min(maxTotalSteps/4, maxTotalSteps-spent)
		out = append(out, j.component(c, starts[c])...)
		spent += m.steps
	}
	m.steps = before + spent
	return out
}

// hasCycle reports whether files ask for each other in a circle, now or later: without one there is nothing to load. It takes away, again and
// again, what nobody left asks for (Kahn 1962).
func (p *Program) hasCycle() bool {
	asked := make([]int32, len(p.Files))
	each := func(f *File, yield func(FileID)) {
		for i := range f.Targets {
			if t := f.Targets[i].File; t >= 0 {
				yield(t)
			}
			for _, t := range f.Targets[i].Scan {
				yield(t)
			}
		}
	}
	for _, f := range p.Files {
		each(f, func(t FileID) { asked[t]++ })
	}
	var free []FileID
	for i, n := range asked {
		if n == 0 {
			free = append(free, FileID(i))
		}
	}
	for i := 0; i < len(free); i++ {
		each(p.Files[free[i]], func(t FileID) {
			if asked[t]--; asked[t] == 0 {
				free = append(free, t)
			}
		})
	}
	return len(free) < len(p.Files)
}

// components are the strongly connected components of the eager imports. One that is a module which imports itself counts as two.
func (m *machine) components() (comp []int32, sizes []int32) {
	comp, sizes = connected(len(m.eagers), func(f int32, i int) (int32, bool) {
		if i < len(m.eagers[f]) {
			return m.eagers[f][i].to, true
		}
		return 0, false
	})
	for f, list := range m.eagers {
		for i := range list {
			if c := comp[f]; list[i].to == FileID(f) && sizes[c] == 1 {
				sizes[c] = 2
			}
		}
	}
	return comp, sizes
}

// load evaluates a component that s.file is loaded first of.
func (j *judge) load(s start, c *change, detail bool) (*outcome, *watcher) {
	m := j.m
	members := j.members[j.comp[s.file]]
	o := &outcome{start: s, ran: map[FileID][]bool{}}
	before := make([][]bool, len(members))
	for i, f := range members {
		m.reset(f)
		before[i] = m.ran[f]
		m.ran[f] = make([]bool, len(before[i]))
		o.ran[f] = m.ran[f]
	}
	w := &watcher{seen: map[readKey]bool{}, detail: detail}
	m.watch, m.change, m.cut = w, c, false
	m.spent = map[FuncRef]int{}
	m.stack, m.frames, m.maybe, m.loops, m.order = nil, m.frames[:0], 0, 0, nil
	m.load(s.file, site{file: None})
	m.watch, o.cut = nil, m.cut
	for _, f := range members {
		m.load(f, site{file: None})
	}
	o.order, m.order, m.change = m.order, nil, nil
	for i, f := range members {
		m.ran[f] = before[i]
	}
	o.hazards = m.hazardsOf(w, s)
	return o, w
}

// component judges one component.
func (j *judge) component(c int32, starts []start) []CycleReport {
	if len(starts) > maxStarts {
		starts = starts[:maxStarts]
	}
	var tried []*outcome
	done := map[FileID]bool{}
	for _, s := range starts {
		if done[s.file] || j.m.steps > j.limit && len(tried) > 0 {
			continue
		}
		done[s.file] = true
		o, _ := j.load(s, nil, false)
		tried = append(tried, o)
	}
	breaks := slices.ContainsFunc(tried, func(o *outcome) bool { return slices.ContainsFunc(o.hazards, func(h Hazard) bool { return h.Sure }) })
	if !breaks {
		latent, found := 0, false
		budget := j.m.steps + maxLatentSteps
		for _, f := range j.suspects(c) {
			if done[f] {
				continue
			}
			if j.m.steps > budget || latent >= maxLatent && found {
				break
			}
			done[f] = true
			latent++
			o, _ := j.load(start{file: f, entry: None}, nil, false)
			found = found || len(o.hazards) > 0
			tried = append(tried, o)
		}
	}
	return j.reports(tried)
}

// suspects are the members that could do harm when they are loaded first, the worst first. Whatever is read of a module while the component
// loads is read too early when the module itself comes first, unless it is set before the first import that leads into the component.
func (j *judge) suspects(c int32) []FileID {
	members := j.members[c]
	if len(members) <= maxLatent {
		return members
	}
	m := j.m
	reads := map[FileID]int{} // by module, how many members read names of it while they load, or keep it
	for _, f := range members {
		file := m.p.Files[f]
		for i := range file.Targets {
			if t := file.Targets[i].File; t >= 0 && j.comp[t] == c && m.tried[f][i] && (file.usesAtLoad(int32(i), m.ran[f]) || file.takes(int32(i)) || len(m.mods[t].replaced) > 0) {
				reads[t]++
			}
		}
	}
	var out []FileID
	for _, f := range members {
		if reads[f] > 0 {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b FileID) int { return reads[b] - reads[a] })
	return out
}

// takes reports whether a file takes names out of an import at its top level.
func (f *File) takes(imp int32) bool {
	ops := f.Facts.Funcs[0].Ops
	for i := range ops {
		if op := &ops[i]; op.Kind == effects.OpRead && op.Flag == 1 && f.comesFrom(op.A, imp, 0) {
			return true
		}
	}
	return false
}

// reports chooses what is said of a component that was loaded in several ways.
func (j *judge) reports(tried []*outcome) []CycleReport {
	known := map[hazardKey]*Hazard{}
	var list []*Hazard // in the order found, the surest starts first
	for _, o := range tried {
		for i := range o.hazards {
			h := &o.hazards[i]
			old, ok := known[h.key()]
			if !ok {
				known[h.key()] = h
				list = append(list, h)
			} else if h.Sure && !old.Sure || h.Entry >= 0 && old.Entry < 0 {
				*old = *h
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *Hazard) int { return rankOf(b) - rankOf(a) })
	var out []CycleReport
	for len(list) > 0 && len(out) < maxReports {
		worst := list[0]
		if len(out) > 0 && !worst.Sure {
			break // what may happen beside what does
		}
		r := CycleReport{Verdict: Latent, Hazard: worst, Fine: None}
		if worst.Sure {
			r.Verdict = Breaks
		}
		mended := j.repair(&r, tried, list)
		var left []*Hazard
		for _, h := range list[1:] {
			switch {
			case mended != nil && !mended[h.key()] && h.Sure:
				left = append(left, h)
			case len(r.Others) < maxOthers && (h.Sure || !worst.Sure):
				r.Others = append(r.Others, h)
			default:
				r.More += h.count
			}
		}
		out = append(out, r)
		list = left
		if len(out) == 1 && len(left) > maxLeft {
			break
		}
	}
	// Defects are told one by one where that tells them all. Where it does not, nobody is helped by the first few of many.
	if len(list) > 0 {
		for i := 1; i < len(out); i++ {
			list = append(append(list, out[i].Hazard), out[i].Others...)
			out[0].More += out[i].More
		}
		out = out[:1]
		for _, h := range list {
			if r := &out[0]; len(r.Others) < maxOthers && h.Sure {
				r.Others = append(r.Others, h)
			} else {
				r.More += h.count
			}
		}
	}
	for i := range out {
		j.explain(&out[i], tried)
	}
	return out
}

// rankOf orders hazards: what is sure to happen, then by what it does, then what some program may do.
func rankOf(h *Hazard) int {
	rank := 2 * h.weight()
	if h.Sure {
		rank += 100
	}
	if h.Entry >= 0 {
		rank++
	}
	return rank
}

// explain loads the component once more in the way of a report, for its steps.
func (j *judge) explain(r *CycleReport, tried []*outcome) {
	for _, o := range tried {
		if o.start.file == r.Hazard.First && o.start.entry == r.Hazard.Entry {
			full, w := j.load(o.start, nil, true)
			r.Order = full.order
			for i := range full.hazards {
				if h := &full.hazards[i]; h.key() == r.Hazard.key() {
					j.m.prove(w, h, o.start)
					*r.Hazard = *h
				}
			}
		}
		if o.start.sure && o.start.entry >= 0 && r.Fine < 0 && !slices.ContainsFunc(o.hazards, func(h Hazard) bool { return h.key() == r.Hazard.key() }) {
			r.Fine = o.start.entry
		}
	}
	r.Hazard.stack = nil
	for _, h := range r.Others {
		h.stack = nil
	}
}
