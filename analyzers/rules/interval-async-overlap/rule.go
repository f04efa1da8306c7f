// Package intervalasyncoverlap flags async callbacks of setInterval whose runs may overlap.
package intervalasyncoverlap

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "interval-async-overlap",
	Summary:  "setInterval does not wait for its async callback",
	Section:  docs.Timers,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

// longest is the interval in milliseconds from which on overlaps are a matter of days, not of load.
const longest = 10_000

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("global.setInterval", "timers.setInterval") }, func(r program.CallRef, m *nodeapi.Member) {
		f, c := p.Files[r.File], p.Call(r)
		targets := p.Targets(r)
		if len(c.Args) < 2 || len(targets) != 1 || targets[0].Promised || f.Test {
			return
		}
		every, known := p.Number(f, c.Args[1])
		if !known || every >= longest {
			return
		}
		fns := p.Funcs(f, c.Args[0])
		if len(fns) != 1 || p.Func(fns[0]).Flags&(effects.FuncAsync|effects.FuncGenerator) != effects.FuncAsync {
			return
		}
		first, awaits := waits(p, fns[0])
		if awaits == 0 || guarded(p, fns[0], first) {
			return
		}
		in := p.Files[fns[0].File]
		p.Report(f, p.CalleeRange(r), fmt.Sprintf("%s calls its callback again at each interval, whether the promise of the last run has settled or not: runs that take longer than the interval overlap.", program.Display(m)),
			rule.Help("Loop instead: await the work, then wait with setTimeout of node:timers/promises. Or return at once while a run is on."),
			rule.Fact(fmt.Sprintf("Every `%.0f` ms; the callback waits at %d place%s.", every, awaits, plural(awaits))),
			rule.Because(rule.Step{File: in.Path, Range: syntax.Range{Start: first.Start, End: first.End}, Message: "the interval goes on while this waits"}))
	})
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// waits are the awaits of a function and the first of them.
func waits(p *rule.ProgramPass, fn program.FuncRef) (first *effects.Op, n int) {
	d := p.Func(fn)
	for i := range d.Ops {
		if d.Ops[i].Kind == effects.OpAwait {
			if n++; first == nil {
				first = &d.Ops[i]
			}
		}
	}
	return first, n
}

// guarded reports whether the callback does nothing, or stops, while something says so: a test before the first await with a way out, or
// around all awaits, or an end of the interval before it.
func guarded(p *rule.ProgramPass, fn program.FuncRef, first *effects.Op) bool {
	d := p.Func(fn)
	f := p.Files[fn.File]
	for i := range d.Ops {
		op := &d.Ops[i]
		if op.Start >= first.Start {
			return false
		}
		switch op.Kind {
		case effects.OpIf:
			if op.Flag == 1 {
				continue
			}
			for k := int32(i) + 1; k < op.Skip; k++ {
				if d.Ops[k].Kind == effects.OpReturn || d.Ops[k].Kind == effects.OpThrow || &d.Ops[k] == first {
					return true
				}
			}
		case effects.OpCall:
			if m := p.Member(program.CallRef{File: f.ID, Call: op.A}); m != nil && m.Is("global.clearInterval", "timers.clearInterval") {
				return true
			}
		}
	}
	return false
}
