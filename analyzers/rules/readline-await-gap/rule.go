// Package readlineawaitgap flags loops over the lines of a readline interface that start after an await, when lines are lost.
package readlineawaitgap

import (
	"fmt"
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "readline-await-gap",
	Summary:  "await between createInterface and the loop over its lines",
	Section:  docs.PausedAndFlowing,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Is("readline.createInterface", "readline/promises.createInterface")
	}, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		v := f.ResultValue(r.Call)
		if f.Test || v < 0 || p.ListensFor(f, v, "line") || p.UsesMethod(f, v, "pause", "question") {
			return
		}
		aliases := p.Aliases(f, v)
		gap := syntax.Range{}
		p.After(r, func(_ int32, op *effects.Op) bool {
			switch {
			case op.Kind == effects.OpAwait && gap.End == 0:
				gap = syntax.Range{Start: op.Start, End: op.End}
			case op.Kind == effects.OpLoop && op.A == effects.LoopForAwait && slices.Contains(aliases, op.B):
				if gap.End > 0 {
					report(p, f, r, gap, op)
				}
				return false
			}
			return true
		})
	})
}

func report(p *rule.ProgramPass, f *program.File, r program.CallRef, gap syntax.Range, loop *effects.Op) {
	name := rule.ObjectName(f, loop.B, "interface")
	p.Report(f, gap,
		fmt.Sprintf("%s reads and emits lines from the moment it is made, and the loop over them starts after this await: the lines that come meanwhile are lost.", name),
		rule.Help("Call createInterface after the await, directly before the loop."),
		rule.Because(
			rule.Step{File: f.Path, Range: p.CalleeRange(r), Message: "the interface starts to read here"},
			rule.Step{File: f.Path, Range: gap, Message: "lines are emitted while this waits"},
			rule.Step{File: f.Path, Range: syntax.Range{Start: loop.Start, End: loop.End}, Message: "the first who wants them"}))
}
