// Package unhandledrejectionswallowed flags listeners for unhandled rejections that do nothing.
package unhandledrejectionswallowed

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "unhandled-rejection-swallowed",
	Summary:  "Unhandled rejections thrown away",
	Section:  docs.UnhandledRejections,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	var empty []program.CallRef
	others := false
	p.ProcessListeners(func(r program.CallRef, event string) {
		f := p.Files[r.File]
		if event != "unhandledRejection" {
			return
		}
		fns := p.Funcs(f, p.Args(r)[1])
		for _, fn := range fns {
			if acts(p.Func(fn)) {
				others = true
				return
			}
		}
		if len(fns) == 0 {
			others = true
		} else if !f.Test {
			empty = append(empty, r)
		}
	})
	if others {
		return // another listener reports
	}
	for _, r := range empty {
		p.Report(p.Files[r.File], p.ListenRange(r),
			"This 'unhandledRejection' listener does nothing: errors of promises that nobody handles vanish, the process goes on without what failed, and ends with exit code 0.",
			rule.Help("Remove the listener, or log the reason and end the process with code 1."),
			rule.Fact("Without a listener Node prints the reason and ends the process with code 1."))
	}
}

// acts reports whether a function does anything at all.
func acts(fn *effects.Func) bool {
	for i := range fn.Ops {
		switch fn.Ops[i].Kind {
		case effects.OpCall, effects.OpWrite, effects.OpThrow:
			return true
		}
	}
	return false
}
