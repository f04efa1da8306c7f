package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// Fate is what a path has done with an object that must be ended.
type Fate uint8

// The fates.
const (
	FateOpen   Fate = iota // nothing yet
	FateEnded              // ended
	FateHanded             // somebody else's duty now, or not known
)

// TurnKind is the kind of a decision on a path.
type TurnKind uint8

// The kinds of decision.
const (
	TurnIf      TurnKind = iota // a branch: Test, Taken
	TurnSkip                    // a loop with no round
	TurnRound                   // a loop with a round
	TurnCase                    // a case of a switch
	TurnNoCase                  // a switch that has no such case
	TurnThrow                   // something in a try block throws
	TurnDefault                 // the default of a switch
)

// Turn is one decision of a path that what it knew left open.
type Turn struct {
	Kind  TurnKind
	At    syntax.Range    // the keyword
	Test  effects.ValueID // of a branch, or the case's value
	Taken bool
}

type turnNode struct {
	Turn
	before *turnNode
}

func (t *turnNode) list() []Turn {
	var out []Turn
	for ; t != nil; t = t.before {
		out = append(out, t.Turn)
	}
	slices.Reverse(out)
	return out
}

// course is the state of one way through a function. Two that are equal but for the way are one.
type course struct {
	fate  Fate
	first effects.CallID // the call that ended it, None
	left  effects.CallID // the call of a project's function that may have left it open, None
	later effects.FuncID // the one callback whose duty it is, None
	by    effects.CallID // the call that takes that callback
	// again: ended twice; sure: ended by now whatever the tests in other functions say; stale: there was an await since; free: a test was decided since;
	// bound: one was before; soft: a decision rests on something that other code changes meanwhile.
	again, sure, stale, free, bound, soft bool
	known                                 *assumption
	way                                   *turnNode
}

func (p *course) same(b *course) bool {
	x, y := *p, *b
	x.way, y.way = nil, nil
	return x == y
}

// exit is a way out of a function.
type exit struct {
	course
	at syntax.Range // the return; empty at the end
}

// maxPaths bounds the paths that are followed side by side; a function with more that differ is not judged.
const maxPaths = 96

// walk follows all paths of one function. What its operations do to the object is said by duty.
type walk struct {
	d       *duty
	fn      *effects.Func
	id      effects.FuncID
	ops     []effects.Op
	root    bool // the function is the one that has the object to end
	cond    *conditions
	last    map[int32]int32   // of each tested thing, the last operation that tests it
	made    map[int32][]int32 // the tests that are made of a variable or member
	exits   []exit
	jumps   map[int32][]course // by operation: paths that break out of it
	rounds  map[int32][]course // and paths that continue it
	catches []*[]course        // where exceptions go, the innermost last
	parts   []effects.ValueID  // the && and || of tests
	twice   []Twice
	needs   effects.CallID   // made on the way that has met no decision, and fails when the object is ended; None for none
	asked   bool             // a test asked whether it is ended
	defers  []effects.CallID // calls that put a callback off
	gaveUp  bool
}

// run follows all paths.
func (w *walk) run() {
	w.last, w.made = map[int32]int32{}, map[int32][]int32{}
	w.jumps, w.rounds = map[int32][]course{}, map[int32][]course{}
	for i := range w.ops {
		op := &w.ops[i]
		switch op.Kind {
		case effects.OpIf:
			w.note(op.A, int32(i))
		case effects.OpLoop:
			if op.A == effects.LoopWhile || op.A == effects.LoopDo {
				w.note(op.B, int32(i))
			}
		case effects.OpSwitch:
			for _, b := range w.fn.Blocks(int32(i)) {
				w.note(w.ops[b].A, int32(i))
			}
			w.note(op.A, int32(i))
		}
	}
	for _, part := range w.parts { // a && b says something as long as a or b is asked, and so does each of them for the other
		last := int32(0)
		w.cond.atoms(part, 0, func(k int32) { last = max(last, w.last[k]) })
		w.cond.atoms(part, 0, func(k int32) { w.last[k] = last })
	}
	start := course{first: None, left: None, later: None, by: None}
	out := w.block(0, int32(len(w.ops)), []course{start})
	for _, p := range out {
		w.exits = append(w.exits, exit{course: p})
	}
}

// note remembers what a test asks.
func (w *walk) note(test effects.ValueID, i int32) {
	var keys []int32
	w.cond.atoms(test, 0, func(k int32) {
		w.last[k] = i
		keys = append(keys, k)
	})
	w.cond.mentions(test, 0, func(v effects.ValueID, x effects.Value) bool {
		if x.Kind == effects.Binary && (x.Op == effects.And || x.Op == effects.Or) {
			w.parts = append(w.parts, v)
		}
		if x.Kind == effects.Var || x.Kind == effects.Prop || x.Kind == effects.Elem {
			k := w.cond.key(v)
			w.made[k] = append(w.made[k], keys...)
		}
		return false
	})
}

func (w *walk) block(from, to int32, in []course) []course {
	for i := from; i < to && len(in) > 0 && !w.gaveUp; i = w.ops[i].Skip {
		in = w.op(i, in)
	}
	return in
}

// children runs the block at i.
func (w *walk) child(i int32, in []course) []course {
	return w.block(i+1, w.ops[i].Skip, in)
}

// join is what goes on after operation i, without doubles and without what nobody asks for any more.
func (w *walk) join(i int32, in []course) []course {
	out := in[:0:0]
	for k := range in {
		p := in[k]
		p.known = w.cond.keep(p.known, w.last, w.ops[i].Skip)
		add := true
		for m := range out {
			if out[m].same(&p) {
				add = false
				break
			}
		}
		if add {
			out = append(out, p)
		}
		if len(out) > maxPaths {
			w.gaveUp = true
			return nil
		}
	}
	return out
}

func (w *walk) op(i int32, in []course) []course {
	op := &w.ops[i]
	switch op.Kind {
	case effects.OpCall:
		return w.call(i, in)
	case effects.OpAwait:
		w.mayThrow(in)
		for k := range in {
			in[k].stale = true
		}
	case effects.OpWrite:
		return w.write(op, in)
	case effects.OpReturn:
		for k := range in {
			p := in[k]
			if p.fate == FateOpen && !w.root && op.A > 0 && w.d.holds(op.A, 0) != holdsNothing {
				p.hand()
			}
			w.exits = append(w.exits, exit{p, syntax.Range{Start: op.Start, End: op.End}})
		}
		if len(w.exits) > 4*maxPaths {
			w.gaveUp = true
		}
		return nil
	case effects.OpThrow:
		w.raise(in)
		return nil
	case effects.OpIf:
		if op.B == effects.IfPresent && op.Flag == 1 && w.ops[i+1].Skip > i+2 {
			// a?.b(): without an a the program is set up otherwise. No path is blamed for that.
			return w.child(i+1, in)
		}
		return w.branch(i, in)
	case effects.OpLoop:
		return w.loop(i, in)
	case effects.OpTry:
		return w.try(i, in)
	case effects.OpSwitch:
		return w.cases(i, in)
	case effects.OpBlock:
		return w.child(i, in)
	case effects.OpLabel:
		out := w.block(i+1, op.Skip, in)
		return w.join(i, append(out, w.jumps[i]...))
	case effects.OpBreak:
		w.jumps[op.A] = append(w.jumps[op.A], in...)
		return nil
	case effects.OpContinue:
		w.rounds[op.A] = append(w.rounds[op.A], in...)
		return nil
	}
	return in
}

func (p *course) hand() {
	p.fate = FateHanded
	p.later, p.by = None, None
}

// decided notes that a test was decided, before the end or since.
func (p *course) decided() {
	if p.fate == FateOpen {
		p.bound = true
	} else {
		p.free = true
	}
}

// raise lets paths go on where an exception is caught.
func (w *walk) raise(in []course) {
	if n := len(w.catches); n > 0 {
		*w.catches[n-1] = append(*w.catches[n-1], in...)
	}
}

// mayThrow notes that something here may throw while the object is open.
func (w *walk) mayThrow(in []course) {
	n := len(w.catches)
	if n == 0 {
		return
	}
	list := w.catches[n-1]
	for k := range in {
		p := in[k]
		if p.fate != FateOpen {
			continue
		}
		add := true
		for m := range *list {
			if (*list)[m].same(&p) {
				add = false
				break
			}
		}
		if add && len(*list) < maxPaths {
			*list = append(*list, p)
		}
	}
}

func (w *walk) write(op *effects.Op, in []course) []course {
	target := w.cond.facts.Val(op.A)
	if op.B > 0 && target.Kind != effects.Var && w.d.holds(op.B, 0) != holdsNothing {
		for k := range in {
			in[k].hand()
		}
	}
	key := w.cond.key(op.A)
	switch target.Kind {
	case effects.Var:
		va := &w.cond.facts.Vars[target.A]
		if len(va.Values) == 1 && w.cond.literal(op.B) == undecided {
			return in
		}
	case effects.Prop, effects.Elem:
	default:
		return in
	}
	if w.last[key] == 0 && len(w.made[key]) == 0 {
		return in
	}
	for k := range in {
		p := &in[k]
		for _, m := range w.made[key] {
			p.known = w.cond.with(p.known, assumption{key: m})
		}
		p.known = w.cond.set(op.A, op.B, p.known)
	}
	return in
}

// decide splits paths by a test.
func (w *walk) decide(test effects.ValueID, at syntax.Range, in []course) (yes, no []course) {
	soft := w.d.unstable(test, w.id)
	for k := range in {
		p := in[k]
		switch asks := w.d.guard(test, 0); {
		case asks == tested && p.fate == FateEnded:
			p.hand()
		case asks == tested:
			p.soft = true
		case asks != undecided:
			y, n := w.guarded(p, asks)
			yes, no = append(yes, y...), append(no, n...)
			continue
		}
		switch t := w.cond.truth(test, p.known, 0); t {
		case heldTrue:
			yes = append(yes, p)
		case heldFalse:
			no = append(no, p)
		default:
			p.soft = p.soft || soft || t == tested
			p.decided()
			y, n := p, p
			y.known = w.cond.assume(test, heldTrue, p.known, 0)
			n.known = w.cond.assume(test, heldFalse, p.known, 0)
			y.way = &turnNode{Turn{TurnIf, at, test, true}, p.way}
			n.way = &turnNode{Turn{TurnIf, at, test, false}, p.way}
			if w.cond.possible(y.known) {
				yes = append(yes, y)
			}
			if w.cond.possible(n.known) {
				no = append(no, n)
			}
		}
	}
	return yes, no
}

// guarded splits a path by a test that asks whether the object is ended, or its client gone: asks is heldTrue when a true test says so.
func (w *walk) guarded(p course, asks belief) (yes, no []course) {
	w.asked = true
	done, todo := []course{p}, []course{p}
	switch {
	case p.fate == FateEnded && p.sure:
		todo = nil
	case p.fate == FateEnded:
		todo[0].hand()
	default:
		done[0].hand() // ended by code that is not on this path
	}
	if asks == heldTrue {
		return done, todo
	}
	return todo, done
}

func (w *walk) branch(i int32, in []course) []course {
	op := &w.ops[i]
	yes, no := w.decide(op.A, syntax.Range{Start: op.Start, End: op.End}, in)
	then := i + 1
	other := w.ops[then].Skip
	yes = w.child(then, yes)
	if other < op.Skip {
		no = w.child(other, no)
	}
	return w.join(i, append(yes, no...))
}

func (w *walk) loop(i int32, in []course) []course {
	op := &w.ops[i]
	at := syntax.Range{Start: op.Start, End: op.End}
	body := i + 1
	turned := func(list []course, kind TurnKind) []course {
		out := slices.Clone(list)
		for k := range out {
			out[k].decided()
			out[k].way = &turnNode{Turn{kind, at, op.B, kind == TurnRound}, out[k].way}
		}
		return out
	}
	var out []course
	rounds := slices.Clone(in)
	switch op.A {
	case effects.LoopForever, effects.LoopDo:
	default:
		out = turned(in, TurnSkip)
		rounds = turned(in, TurnRound)
	}
	after := w.child(body, rounds)
	after = append(after, w.rounds[i]...)
	// ended in one of many rounds: which, and whether at all, is not followed
	open := func(p course) bool { return p.fate == FateOpen }
	ended := func(p course) bool { return p.fate == FateEnded }
	uncertain := slices.ContainsFunc(in, open) && slices.ContainsFunc(after, ended)
	if op.A != effects.LoopForever {
		out = append(out, after...)
	}
	out = append(out, w.jumps[i]...)
	if uncertain {
		for k := range out {
			out[k].hand()
		}
	}
	return w.join(i, out)
}

func (w *walk) try(i int32, in []course) []course {
	op := &w.ops[i]
	block := i + 1
	catch := w.ops[block].Skip
	finally := w.ops[catch].Skip
	exits := len(w.exits)
	var raised []course
	w.catches = append(w.catches, &raised)
	out := w.child(block, slices.Clone(in))
	w.catches = w.catches[:len(w.catches)-1]
	var uncaught []course
	if op.A == 1 {
		for k := range raised {
			p := &raised[k]
			p.decided()
			p.way = &turnNode{Turn{TurnThrow, syntax.Range{Start: op.Start, End: op.End}, None, true}, p.way}
		}
		if op.B == 1 {
			w.catches = append(w.catches, &uncaught)
		}
		out = append(out, w.child(catch, w.join(i, raised))...)
		if op.B == 1 {
			w.catches = w.catches[:len(w.catches)-1]
		}
	} else {
		uncaught = raised
	}
	if op.B == 0 {
		return w.join(i, out)
	}
	out = w.child(finally, w.join(i, out))
	leaving := slices.Clone(w.exits[exits:])
	w.exits = w.exits[:exits]
	for _, e := range leaving {
		for _, p := range w.child(finally, []course{e.course}) {
			w.exits = append(w.exits, exit{p, e.at})
		}
	}
	w.raise(w.child(finally, w.join(i, uncaught)))
	return w.join(i, out)
}

func (w *walk) cases(i int32, in []course) []course {
	op := &w.ops[i]
	facts := w.cond.facts
	at := syntax.Range{Start: op.Start, End: op.End}
	blocks := w.fn.Blocks(i)
	entry := make([][]course, len(blocks))
	var none []course
	bySwitchTrue := facts.Val(op.A).Kind == effects.Bool
	for _, p := range in {
		if w.d.unstable(op.A, w.id) {
			p.soft = true
		}
		rest, alive := p, true
		for b, block := range blocks {
			test := w.ops[block].A
			if test < 0 || !alive {
				continue
			}
			x := effects.Value{Kind: effects.Binary, Op: effects.EqStrict, A: op.A, B: test}
			var t belief
			if bySwitchTrue {
				t = w.cond.truth(test, rest.known, 0)
			} else {
				t = w.cond.equal(x, rest.known)
			}
			if t == heldFalse {
				continue
			}
			hit := rest
			if t != heldTrue {
				hit.decided()
				hit.way = &turnNode{Turn{TurnCase, syntax.Range{Start: w.ops[block].Start, End: w.ops[block].End}, test, true}, rest.way}
			} else {
				alive = false
			}
			if bySwitchTrue {
				hit.known = w.cond.assume(test, heldTrue, rest.known, 0)
				rest.known = w.cond.assume(test, heldFalse, rest.known, 0)
			} else {
				hit.known = w.cond.assumeEqual(x, heldTrue, rest.known)
				rest.known = w.cond.assumeEqual(x, heldFalse, rest.known)
			}
			entry[b] = append(entry[b], hit)
		}
		if !alive {
			continue
		}
		rest.decided()
		other := -1
		for b, block := range blocks {
			if w.ops[block].Flag == 1 {
				other = b
			}
		}
		if other >= 0 {
			block := blocks[other]
			rest.way = &turnNode{Turn{TurnDefault, syntax.Range{Start: w.ops[block].Start, End: w.ops[block].End}, op.A, true}, rest.way}
			entry[other] = append(entry[other], rest)
		} else {
			rest.way = &turnNode{Turn{TurnNoCase, at, op.A, false}, rest.way}
			none = append(none, rest)
		}
	}
	var through []course
	for b, block := range blocks {
		through = w.child(block, w.join(block, append(entry[b], through...)))
	}
	out := append(through, none...)
	return w.join(i, append(out, w.jumps[i]...))
}
