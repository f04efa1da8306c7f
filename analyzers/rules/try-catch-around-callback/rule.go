// Package trycatcharoundcallback flags what an asynchronous callback throws inside a try that is long left when it runs.
package trycatcharoundcallback

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
	ID:       "try-catch-around-callback",
	Summary:  "try around an asynchronous callback that throws",
	Section:  docs.ErrorsAcrossAsync,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.Callback != nodeapi.NoCallback && rule.RunsLater(m.Func.Phase)
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		cb := p.CallbackArg(r)
		if f.Test || cb < 0 || !p.InTry(r) {
			return
		}
		// only a function written right there is plainly meant to be under the try
		v := f.Facts.Val(p.Args(r)[cb])
		if v.Kind != effects.Closure {
			return
		}
		fn := &f.Facts.Funcs[v.A]
		if fn.Flags&effects.FuncAsync != 0 || fn.Parent != p.Call(r).Func {
			return
		}
		if op := throws(p, f, fn); op != nil {
			report(p, r, m, f, op)
		}
	})
}

// throws finds the first place in a callback that throws, or calls JSON.parse, under no try of its own.
func throws(p *rule.ProgramPass, f *program.File, fn *effects.Func) *effects.Op {
	var found *effects.Op
	program.Unprotected(fn, func(i int32, op *effects.Op) bool {
		switch op.Kind {
		case effects.OpThrow:
			found = op
		case effects.OpCall:
			if p.Member(program.CallRef{File: f.ID, Call: op.A}).Is("JSON.parse") {
				found = op
			}
		}
		return found == nil
	})
	return found
}

func report(p *rule.ProgramPass, r program.CallRef, m *nodeapi.Member, f *program.File, op *effects.Op) {
	at := syntax.Range{Start: op.Start, End: op.End}
	if op.Kind == effects.OpCall {
		at = p.CalleeRange(program.CallRef{File: f.ID, Call: op.A})
	}
	start, ok := p.TryAround(r)
	evidence := []rule.Step{{File: f.Path, Range: p.CalleeRange(r), Message: fmt.Sprintf("%s returns at once and calls back later, in the %s", program.Display(m), m.Func.Phase)}}
	if ok {
		evidence = append([]rule.Step{{File: f.Path, Range: start, Message: "this try is left when the call returns"}}, evidence...)
	}
	p.Report(f, at,
		fmt.Sprintf("The catch around %s cannot catch this: the callback runs later, from the event loop, when the try has been left, and what it throws ends the process.", program.Display(m)),
		rule.Help("Handle the error in the callback, or await the promise form inside the try."), rule.Because(evidence...))
}
