// Package busywait flags loops that wait for something the event loop would have to bring, or for the clock, and so keep the thread.
package busywait

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "busy-wait",
	Summary:  "A loop that waits for a callback or the clock",
	Section:  docs.BlockingTheLoop,
	Severity: rule.Error,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

// manyRounds is the number of rounds from which a counting loop is long by itself: a hundredth of a second at the least.
const manyRounds = 1e7

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for i := range f.Facts.Funcs {
			ops := f.Facts.Funcs[i].Ops
			for k := range ops {
				if ops[k].Kind == effects.OpLoop {
					checkLoop(p, f, effects.FuncID(i), int32(k))
				}
			}
		}
	}
}

// loop is what a loop does in one round.
type loop struct {
	calls  []effects.CallID
	tests  []effects.ValueID // of the loop and of branches that leave it
	writes []effects.ValueID
	leaves bool
	other  bool // something that gives the event loop its turn, or that is not known
}

func look(f *program.File, fn effects.FuncID, at int32) loop {
	ops := f.Facts.Funcs[fn].Ops
	op := &ops[at]
	l := loop{}
	if op.A != effects.LoopForever {
		l.tests = append(l.tests, op.B)
	}
	for k := at + 1; k < op.Skip; k++ {
		switch x := &ops[k]; x.Kind {
		case effects.OpCall:
			l.calls = append(l.calls, x.A)
		case effects.OpWrite:
			l.writes = append(l.writes, x.A)
		case effects.OpBreak, effects.OpReturn:
			l.leaves = true
		case effects.OpIf:
			if op.A == effects.LoopForever && (holds(ops, k, effects.OpBreak) || holds(ops, k, effects.OpReturn)) {
				l.tests = append(l.tests, x.A)
			}
		case effects.OpAwait, effects.OpYield, effects.OpThrow, effects.OpRequire, effects.OpTry:
			l.other = true
		}
	}
	return l
}

func holds(ops []effects.Op, at int32, kind effects.OpKind) bool {
	for k := at + 1; k < ops[at].Skip; k++ {
		if ops[k].Kind == kind {
			return true
		}
	}
	return false
}

func checkLoop(p *rule.ProgramPass, f *program.File, fn effects.FuncID, at int32) {
	op := &f.Facts.Funcs[fn].Ops[at]
	switch op.A {
	case effects.LoopWhile, effects.LoopDo, effects.LoopForever:
	default:
		return
	}
	l := look(f, fn, at)
	if l.other || len(l.tests) == 0 || l.leaves && op.A != effects.LoopForever {
		return
	}
	in := program.FuncRef{File: f.ID, Func: fn}
	where := syntax.Range{Start: op.Start, End: op.End}
	if onlyClock(f.Facts, l.calls) {
		switch {
		case len(l.calls) == 0 && waitsForFlag(p, f, in, where, &l):
			return
		case len(l.calls) > 0 && comparesClock(f.Facts, l.tests):
			reportTime(p, f, in, where, "this loop does nothing but look at the clock")
			return
		}
	}
	if n, ok := rounds(p, f, op, &l); ok && n >= manyRounds {
		if _, hot := p.Hot(in); hot {
			reportTime(p, f, in, where, fmt.Sprintf("this loop goes round %.0f times", n))
		}
	}
}
