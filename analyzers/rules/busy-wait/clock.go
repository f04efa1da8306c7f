package busywait

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// onlyClock reports whether calls do nothing but ask what time it is.
func onlyClock(f *effects.Facts, calls []effects.CallID) bool {
	for _, c := range calls {
		if !isClock(f, c) {
			return false
		}
	}
	return true
}

// isClock reports whether a call asks for the time: Date.now(), new Date(), its getTime(), performance.now(), process.hrtime().
func isClock(f *effects.Facts, call effects.CallID) bool {
	c := &f.Calls[call]
	x := f.Val(c.Callee)
	switch x.Kind {
	case effects.Global:
		return f.Strings[x.A] == "Date" && len(c.Args) == 0
	case effects.Prop:
		switch name := f.Strings[x.B]; name {
		case "now":
			return named(f, x.A, "Date") || named(f, x.A, "performance")
		case "hrtime", "uptime":
			return named(f, x.A, "process")
		case "bigint":
			return named(f, x.A, "hrtime")
		case "getTime", "valueOf":
			r := f.Val(x.A)
			return r.Kind == effects.Result && isClock(f, r.A)
		}
	}
	return false
}

// named reports whether a value is a global, an import or a property of that name.
func named(f *effects.Facts, v effects.ValueID, name string) bool {
	x := f.Val(v)
	switch x.Kind {
	case effects.Global:
		return f.Strings[x.A] == name
	case effects.Prop, effects.ImportName:
		return f.Strings[x.B] == name
	case effects.Var:
		vals := f.Vars[x.A].Values
		return len(vals) == 1 && f.Str(f.Vars[x.A].Name) == name
	}
	return false
}

// comparesClock reports whether a test asks whether a time has come. A test for equality waits for the next tick of the clock at most.
func comparesClock(f *effects.Facts, tests []effects.ValueID) bool {
	for _, t := range tests {
		if lessThanClock(f, t, 0) {
			return true
		}
	}
	return false
}

func lessThanClock(f *effects.Facts, v effects.ValueID, depth int) bool {
	if depth > 4 {
		return false
	}
	x := f.Val(v)
	switch x.Kind {
	case effects.Unary:
		return lessThanClock(f, x.A, depth+1)
	case effects.Binary:
		switch x.Op {
		case effects.Less:
			return ofClock(f, x.A, 0) || ofClock(f, x.B, 0)
		case effects.And, effects.Or:
			return lessThanClock(f, x.A, depth+1) || lessThanClock(f, x.B, depth+1)
		}
	}
	return false
}

// ofClock reports whether a value is made of the time.
func ofClock(f *effects.Facts, v effects.ValueID, depth int) bool {
	if depth > 6 {
		return false
	}
	x := f.Val(v)
	switch x.Kind {
	case effects.Result:
		return isClock(f, x.A)
	case effects.Binary:
		return ofClock(f, x.A, depth+1) || ofClock(f, x.B, depth+1)
	case effects.Unary, effects.Elem:
		return ofClock(f, x.A, depth+1)
	case effects.Var:
		for _, y := range f.Vars[x.A].Values {
			if ofClock(f, y, depth+1) {
				return true
			}
		}
	}
	return false
}

// rounds is how often a counting loop goes round: for (let i = 0; i < 1e9; i++), which nothing leaves early.
func rounds(p *rule.ProgramPass, f *program.File, op *effects.Op, l *loop) (float64, bool) {
	if op.A != effects.LoopWhile || l.leaves {
		return 0, false
	}
	x := f.Facts.Val(op.B)
	if x.Kind != effects.Binary || x.Op != effects.Less || f.Facts.Val(x.A).Kind != effects.Var {
		return 0, false
	}
	counts := false
	for _, w := range l.writes {
		counts = counts || w == x.A
	}
	n, ok := p.Number(f, x.B)
	return n, ok && counts
}

// reportTime reports a loop that keeps the thread for a while: what it costs depends on who waits.
func reportTime(p *rule.ProgramPass, f *program.File, in program.FuncRef, where syntax.Range, does string) {
	when, hot := p.Hot(in)
	if !hot {
		p.Report(f, where, strings.ToUpper(does[:1])+does[1:]+": until it ends, no timer, callback or promise of this process runs, and one core is busy.",
			rule.As(rule.Info), rule.Help("Await setTimeout of node:timers/promises; where nothing may be asynchronous, Atomics.wait sleeps without keeping a core busy."))
		return
	}
	root, _ := p.Root(in, when)
	if p.Files[root.Func.File].Test {
		return
	}
	p.Report(f, where, fmt.Sprintf("For every %s (%s) %s: until it ends, no other client is served.", when, root.What, does),
		rule.As(rule.Warning), rule.Help("Await setTimeout of node:timers/promises to wait; give work that has to be done to a worker thread."), rule.Because(p.Steps(p.Witness(in, when))...))
}
