// Package nexttickstarvation flags functions that schedule themselves again with process.nextTick without a bound.
package nexttickstarvation

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "nexttick-starvation",
	Summary:  "process.nextTick that schedules itself for ever",
	Section:  docs.Starvation,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Name == "process.nextTick" }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if len(args) == 0 || f.Facts.Val(args[0]).Kind == effects.Param {
			return // a helper that ticks whatever it is given: its callers differ
		}
		from := program.FuncRef{File: r.File, Func: p.Call(r).Func}
		for _, target := range p.Funcs(f, args[0]) {
			if way, ok := p.Starves(r, target, from, nodeapi.PhaseTick); ok {
				report(p, r, target, way)
				return
			}
		}
	})
}

func report(p *rule.ProgramPass, r program.CallRef, target program.FuncRef, way []program.Edge) {
	f := p.Files[r.File]
	name := p.FuncName(target)
	if name == program.Anonymous {
		name = p.FuncName(program.FuncRef{File: r.File, Func: p.Call(r).Func})
	}
	opts := []rule.Option{
		rule.Help("Use setImmediate: it lets the loop go round between two steps."),
		rule.FixWith(rule.Fix{Title: "Use setImmediate", Edits: []rule.Edit{{Range: p.CalleeRange(r), New: "setImmediate"}}}),
	}
	if len(way) > 0 {
		opts = append(opts, rule.Because(p.Steps(p.EdgeSteps(way))...))
	}
	p.Report(f, p.CalleeRange(r), fmt.Sprintf("%s schedules itself again with process.nextTick and nothing in it ends that: the tick queue is emptied before the event loop goes on, so no timer and no I/O callback ever runs.", name), opts...)
}
