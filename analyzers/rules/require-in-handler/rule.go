// Package requireinhandler flags TODO.
package requireinhandler

import (
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "require-in-handler",
	Summary:  "TODO",
	Section:  docs.ExportsAndModuleExports, // TODO: the section that teaches it
	Severity: rule.Warning,
	Preset:   rule.Preview, // a new rule runs only when named, until its findings in real projects were read
	Since:    "0.1.0",      // TODO: the next version
	Fix:      rule.NoFix,
	Program:  check,
}

// check reports TODO.
func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		_ = f // TODO: p.Report(f, range, "What is wrong, and why in Node's terms.", rule.Help("What to do."))
	}
}
