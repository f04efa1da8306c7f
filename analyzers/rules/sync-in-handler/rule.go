// Package syncinhandler flags calls that wait for the file system, a child process, a lock or a database where a handler reaches them.
package syncinhandler

import (
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "sync-in-handler",
	Summary:  "Synchronous call reachable from a handler",
	Section:  docs.BlockingTheLoop,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program: func(p *rule.ProgramPass) {
		p.ReportBlocking(func(b nodeapi.Block) bool { return b != nodeapi.BlocksCPU && b != nodeapi.BlocksModule })
	},
}
