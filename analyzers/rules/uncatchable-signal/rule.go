// Package uncatchablesignal flags listeners for signals that cannot be caught.
package uncatchablesignal

import (
	"fmt"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "uncatchable-signal",
	Summary:  "Listener for SIGKILL or SIGSTOP",
	Section:  docs.Signals,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.ProcessListeners(func(r program.CallRef, event string) {
		if event != "SIGKILL" && event != "SIGSTOP" || p.InTry(r) {
			return
		}
		p.Report(p.Files[r.File], p.ArgRange(r, 0),
			fmt.Sprintf("No process can catch %s, the system acts on it by itself: adding this listener throws an error with the code EINVAL.", event),
			rule.Help("Remove it. To clean up at the end, listen for SIGTERM and SIGINT, which come first."))
	})
}
