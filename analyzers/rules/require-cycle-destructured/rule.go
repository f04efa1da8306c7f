// Package requirecycledestructured flags names that are taken out of a module which is still loading, in a require cycle.
package requirecycledestructured

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "require-cycle-destructured",
	Summary:  "Name taken out of a half-loaded module in a require cycle",
	Section:  docs.Cycles,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.ReportCycles(program.HazardTaken, func(h *program.Hazard) (certain, otherwise string) {
		names, verb, it := "`"+strings.Join(h.Names, "`, `")+"`", "is", "it"
		if len(h.Names) > 1 {
			verb, it = "are", "them"
		}
		return fmt.Sprintf("%s %s undefined here and will stay so: %s is still loading and sets %s only later, and destructuring copies the value of this moment.", names, verb, p.Rel(h.Target), it),
			fmt.Sprintf("%s would be undefined for good in a program that loads %s first: it requires this file before it sets %s, and destructuring copies the value of that moment.", names, p.Rel(h.First), it)
	})
}
