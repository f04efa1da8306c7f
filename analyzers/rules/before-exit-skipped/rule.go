// Package beforeexitskipped flags 'beforeExit' listeners in programs that call process.exit.
package beforeexitskipped

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "before-exit-skipped",
	Summary:  "'beforeExit' listener that process.exit() passes over",
	Section:  docs.LastWords,
	Severity: rule.Info,
	Preset:   rule.Teaching,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	var listeners []program.CallRef
	exit := false
	p.ProcessListeners(func(r program.CallRef, event string) {
		switch event {
		case "beforeExit":
			if !p.Files[r.File].Test {
				listeners = append(listeners, r)
			}
		case "exit":
			exit = true // what has to be done in any case is done there
		}
	})
	if exit || len(listeners) == 0 {
		return
	}
	var calls []program.CallRef
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Name == "process.exit" }, func(r program.CallRef, _ *nodeapi.Member) {
		if !p.Files[r.File].Test {
			calls = append(calls, r)
		}
	})
	for _, r := range listeners {
		var elsewhere []rule.Step
		for _, c := range calls {
			if !inside(p, r, c) {
				elsewhere = append(elsewhere, rule.Step{File: p.Files[c.File].Path, Range: p.CalleeRange(c), Message: "ends the process here, without 'beforeExit'"})
			}
		}
		if len(elsewhere) == 0 {
			continue
		}
		p.Report(p.Files[r.File], p.ListenRange(r),
			"'beforeExit' is emitted only when the event loop has nothing left: after process.exit(), which this program calls, and after an uncaught error, this listener does not run.",
			rule.Help("Do what must be done in any case in an 'exit' listener, synchronously; or set process.exitCode instead of calling process.exit()."),
			rule.Fact(fmt.Sprintf("Calls of process.exit in the program: %d.", len(elsewhere))), rule.Because(elsewhere[:min(3, len(elsewhere))]...))
	}
}

// inside reports whether a call is made by the listener itself.
func inside(p *rule.ProgramPass, listener, call program.CallRef) bool {
	for _, fn := range p.Funcs(p.Files[listener.File], p.Args(listener)[1]) {
		for _, reached := range p.Reach(fn, 50, func(program.Edge) bool { return true }) {
			if reached.Func.File == call.File && reached.Func.Func == p.Call(call).Func {
				return true
			}
		}
	}
	return false
}
