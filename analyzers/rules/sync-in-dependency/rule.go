// Package syncindependency flags calls in handlers whose way to a blocking call goes through the code of a dependency.
package syncindependency

import (
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "sync-in-dependency",
	Summary:  "A dependency that blocks, called by a handler",
	Section:  docs.SyncMethods,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Inside:   true,
	Program:  func(p *rule.ProgramPass) { p.ReportBlockingInside() },
}
