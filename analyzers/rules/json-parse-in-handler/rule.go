// Package jsonparseinhandler flags JSON.parse of whole files where a handler reaches it and the read itself keeps nobody waiting.
package jsonparseinhandler

import (
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "json-parse-in-handler",
	Summary:  "A whole file parsed while clients wait",
	Section:  docs.BlockingTheLoop,
	Severity: rule.Info,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  func(p *rule.ProgramPass) { p.ReportParsing() },
}
