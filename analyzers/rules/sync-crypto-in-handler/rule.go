// Package synccryptoinhandler flags key derivation, hashing of passwords and compression on the event loop's thread where a handler reaches
// them.
package synccryptoinhandler

import (
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "sync-crypto-in-handler",
	Summary:  "Key derivation or compression on the event loop's thread",
	Section:  docs.BlockingTheLoop,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program: func(p *rule.ProgramPass) {
		p.ReportBlocking(func(b nodeapi.Block) bool { return b == nodeapi.BlocksCPU })
	},
}
