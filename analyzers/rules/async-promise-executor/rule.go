// Package asyncpromiseexecutor flags promises that are made with an async executor which can reject.
package asyncpromiseexecutor

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
	ID:       "async-promise-executor",
	Summary:  "async executor that can reject",
	Section:  docs.AsyncAwaitTraps,
	Severity: rule.Error,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("Promise") }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) == 0 || p.Call(r).Flags&effects.CallNew == 0 {
			return
		}
		for _, fn := range p.Funcs(f, args[0]) {
			def := p.Func(fn)
			if def.Flags&(effects.FuncAsync|effects.FuncGenerator) != effects.FuncAsync || fn.File != f.ID {
				continue
			}
			if op := p.MayReject(fn); op != nil {
				report(p, f, def, op)
			}
		}
	})
}

func report(p *rule.ProgramPass, f *program.File, def *effects.Func, op *effects.Op) {
	what, awaits := "this await", 0
	if op.Kind == effects.OpThrow {
		what = "this throw"
	}
	for i := range def.Ops {
		if def.Ops[i].Kind == effects.OpAwait {
			awaits++
		}
	}
	then := " and the process ends"
	if p.HandlesRejections() {
		then = ""
	}
	p.Report(f, syntax.Range{Start: def.Start, End: def.Start + int32(len("async"))},
		fmt.Sprintf("new Promise catches what its executor throws, but this async executor never throws: its failure rejects another promise that nobody holds, so this one stays pending%s.", then),
		rule.Help("Do the awaiting in an async function without new Promise, or catch everything in the executor and call reject."),
		rule.Because(rule.Step{Range: syntax.Range{Start: op.Start, End: op.End}, Message: what + " stands in no try with a catch"}),
		rule.Fact(fmt.Sprintf("Awaits in this executor: %d.", awaits)))
}
