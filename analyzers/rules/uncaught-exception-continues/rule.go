// Package uncaughtexceptioncontinues flags 'uncaughtException' listeners that let the process go on.
package uncaughtexceptioncontinues

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "uncaught-exception-continues",
	Summary:  "The process goes on after an uncaught exception",
	Section:  docs.UncaughtException,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, root := range p.ExceptionListeners() {
		if p.MayEnd(root.Func) {
			continue
		}
		at := p.CalleeRange(root.At)
		if recv := p.Receiver(root.At); recv >= 0 && p.Files[root.At.File].Facts.Val(recv).Kind == effects.Result {
			at.Start = p.Call(root.At).NameStart // process.on(...).on(...)
		}
		p.Report(p.Files[root.At.File], at,
			"This 'uncaughtException' listener lets the process go on: the request or callback that threw is left half done, and nobody knows in which state.",
			rule.Help("Log the error, then end the process (process.exit(1)) and let a supervisor start it again."))
	}
}
