package program

import (
	"slices"
	"sort"

	"nodebeyond/analyzers/effects"
)

// start is a member of a component that a program loads first.
type start struct {
	file  FileID
	entry FileID // None when no known program does that
	sure  bool   // nothing suggests another order
	test  bool   // the program is a test
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
				s := start{file: f, entry: e.file, sure: e.sure && len(st.firsts) == 1, test: p.Files[e.file].Test}
				if i, ok := known[f]; ok {
					if s.sure && !out[i].sure || out[i].test && !s.test && !out[i].sure {
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
