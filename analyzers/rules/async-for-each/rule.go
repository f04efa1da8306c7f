// Package asyncforeach flags async functions given to forEach, which does not wait for them.
package asyncforeach

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
	ID:       "async-for-each",
	Summary:  "forEach with an async function",
	Section:  docs.AsyncAwaitTraps,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for ci := range f.Facts.Calls {
			c := &f.Facts.Calls[ci]
			r := program.CallRef{File: f.ID, Call: effects.CallID(ci)}
			if len(c.Args) == 0 || p.MethodName(r) != "forEach" || !waitsNot(p, r) {
				continue
			}
			x := f.Facts.Val(c.Args[0])
			if x.Kind != effects.Closure {
				continue
			}
			fn := &f.Facts.Funcs[x.A]
			if fn.Flags&(effects.FuncAsync|effects.FuncGenerator) != effects.FuncAsync {
				continue
			}
			if op := p.MayReject(program.FuncRef{File: f.ID, Func: x.A}); op != nil {
				report(p, f, fn, op)
			}
		}
	}
}

// waitsNot reports whether a forEach is one of an array, Map or Set: one of a stream, or of a package, may wait.
func waitsNot(p *rule.ProgramPass, r program.CallRef) bool {
	targets := p.Targets(r)
	for _, t := range targets {
		if m := t.Member(); m == nil || !m.Is("Array#forEach", "Map#forEach", "Set#forEach") {
			return false
		}
	}
	return len(targets) > 0
}

func report(p *rule.ProgramPass, f *program.File, fn *effects.Func, op *effects.Op) {
	what := "this await"
	if op.Kind == effects.OpThrow {
		what = "this throw"
	}
	then := "is unhandled, which ends the process"
	if p.HandlesRejections() {
		then = "goes to the process's own listener"
	}
	p.Report(f, syntax.Range{Start: fn.Start, End: fn.Start + int32(len("async"))},
		fmt.Sprintf("forEach ignores what its function returns: the line after it runs before any of this work is done, all items run at the same time, and a rejection %s.", then),
		rule.Help("Use for (const item of list) with await, or await Promise.all(list.map(async …))."),
		rule.Because(rule.Step{Range: syntax.Range{Start: op.Start, End: op.End}, Message: what + " stands in no try with a catch, and nobody holds the promise"}))
}
