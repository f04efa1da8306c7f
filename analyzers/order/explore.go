package order

import (
	"slices"

	"nodebeyond/analyzers/syntax"
)

// outcome is what one run did.
type outcome struct {
	events []event
	asked  []choice
	notes  []note
	cut    string
}

// explore follows every way through the program, depth first. complete is false when there are too many.
func explore(file *syntax.File, opt *Options, w *world) (all []outcome, complete bool) {
	var vector []int
	for {
		o := run(file, opt, w, vector)
		all = append(all, o)
		// The next way: the last choice that has a way left.
		taken := make([]int, len(o.asked))
		copy(taken, vector)
		i := len(taken) - 1
		for ; i >= 0 && taken[i]+1 >= o.asked[i].ways; i-- {
		}
		if i < 0 || opt.prefix {
			return all, true
		}
		if len(all) >= maxRuns || w.steps > opt.limit() {
			return all, false
		}
		taken[i]++
		vector = taken[:i+1]
	}
}

// run follows one way.
func run(file *syntax.File, opt *Options, w *world, vector []int) (o outcome) {
	m := &machine{opt: opt, world: w, vector: vector, answers: map[string]int{}}
	defer func() {
		m.kill()
		w.steps += m.steps
		o.events, o.asked, o.notes = m.events, m.asked, m.notes
		switch r := recover().(type) {
		case nil, ended:
		case cutOff:
			o.cut = r.why
		default:
			panic(r)
		}
	}()
	m.begins(file)
	return o
}

// eventKey is what tells an event from others across runs.
type eventKey struct {
	kind  eventKind
	at    place
	nth   int
	text  string
	phase Phase
}

func keyOf(e event) eventKey {
	k := eventKey{kind: e.kind, at: e.at, nth: e.nth, phase: e.phase}
	if e.kind == eventLog {
		// A line is what it says: of two runs of one call the text tells which is meant.
		k.text, k.nth, k.phase = e.text, 0, 0
		if !e.known {
			k.nth = e.nth
		}
	}
	return k
}

// merge gives what all runs have in common.
func merge(all []outcome) *Prediction {
	p := &Prediction{Runs: len(all)}
	if len(all) == 0 {
		return p
	}
	index := map[eventKey]int{}
	var events []event
	orders := make([][]int, len(all))
	for r, o := range all {
		seen := map[eventKey]int{}
		for _, e := range o.events {
			k := keyOf(e)
			if e.kind == eventLog && e.known {
				k.nth = seen[k]
				seen[keyOf(e)]++
			}
			i, ok := index[k]
			if !ok {
				i = len(events)
				index[k] = i
				events = append(events, e)
			}
			orders[r] = append(orders[r], i)
		}
		if o.cut != "" && p.Cut == "" {
			p.Cut = o.cut
		}
	}
	n := len(events)
	if len(all) == 1 { // nothing to compare
		for _, e := range events {
			p.Steps = append(p.Steps, stepOf(e))
		}
		p.addNotes(all)
		return p
	}
	before := make([][]bool, n) // before[a][b]: in some run a came before b
	for i := range before {
		before[i] = make([]bool, n)
	}
	count := make([]int, n)
	for r, ord := range orders {
		if all[r].cut != "" && len(all) > 1 {
			openEnd(before, ord)
		}
		for x, a := range ord {
			count[a]++
			for _, b := range ord[x+1:] {
				before[a][b] = true
			}
		}
	}
	shown := topological(orders, before, n)
	at := make([]int, n)
	for i, e := range shown {
		at[e] = i
	}
	for _, e := range shown {
		p.Steps = append(p.Steps, stepOf(events[e]))
		p.Steps[len(p.Steps)-1].Maybe = count[e] < len(all)
	}
	for a := range n {
		for b := a + 1; b < n; b++ {
			if before[a][b] && before[b][a] {
				i, j := min(at[a], at[b]), max(at[a], at[b])
				p.Races = append(p.Races, Race{i, j})
				p.Steps[i].Open, p.Steps[j].Open = true, true
			}
		}
	}
	slices.SortFunc(p.Races, func(x, y Race) int {
		if x.A != y.A {
			return x.A - y.A
		}
		return x.B - y.B
	})
	p.Reasons = whys(all)
	p.addNotes(all)
	return p
}

func (p *Prediction) addNotes(all []outcome) {
	for _, o := range all {
		for _, x := range o.notes {
			y := Note{File: x.at.File, Start: int(x.at.Start), End: int(x.at.End), Text: x.text}
			if !slices.Contains(p.Notes, y) {
				p.Notes = append(p.Notes, y)
			}
		}
	}
}

// openEnd notes that after the end of a run that was cut anything that is missing may have come, in any order.
func openEnd(before [][]bool, ord []int) {
	n := len(before)
	seen := make([]bool, n)
	for _, e := range ord {
		seen[e] = true
	}
	for a := range n {
		for b := range n {
			if a != b && !seen[b] {
				before[a][b] = true
			}
		}
	}
}

// sequence lists the events of all runs: those of the first as they came, what another one has besides behind what came before it there.
func sequence(orders [][]int, n int) []int {
	var seq []int
	in := make([]bool, n)
	for _, ord := range orders {
		at := 0 // behind the event before
		for _, e := range ord {
			if in[e] {
				if i := slices.Index(seq, e); i >= at {
					at = i + 1
				}
				continue
			}
			in[e] = true
			seq = slices.Insert(seq, at, e)
			at++
		}
	}
	return seq
}

// topological puts the events in an order that no two runs together contradict where they agree; what they disagree on comes as in the first.
func topological(orders [][]int, before [][]bool, n int) []int {
	var out []int
	done := make([]bool, n)
	seq := sequence(orders, n)
	for len(out) < n {
		picked := -1
		for _, e := range seq {
			if done[e] {
				continue
			}
			free := true
			for d := range n {
				if !done[d] && d != e && before[d][e] && !before[e][d] {
					free = false
					break
				}
			}
			if free {
				picked = e
				break
			}
		}
		if picked < 0 { // a circle over several runs
			for _, e := range seq {
				if !done[e] {
					picked = e
					break
				}
			}
		}
		done[picked] = true
		out = append(out, picked)
	}
	return out
}

func stepOf(e event) Step {
	s := Step{Printed: e.kind == eventLog, Dies: e.kind == eventDeath, Phase: e.phase, File: e.at.File, Start: int(e.at.Start), End: int(e.at.End), ByFile: e.by.File, ByStart: int(e.by.Start), ByEnd: int(e.by.End), Name: e.name, Text: e.text, Nth: e.nth}
	return s
}

// maxReasons is how many reasons are worth telling.
const maxReasons = 8

// whys are the reasons why runs differ, in the order in which they were met.
func whys(all []outcome) []string {
	var out []string
	seen := map[string]bool{}
	for _, o := range all {
		for _, c := range o.asked {
			if c.ways < 2 || seen[c.why] {
				continue
			}
			seen[c.why] = true
			if out = append(out, c.why); len(out) == maxReasons {
				return out
			}
		}
	}
	return out
}
