// Package requirecyclepartial flags reads of a module's names while it is still loading, in a require cycle.
package requirecyclepartial

import (
	"fmt"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "require-cycle-partial",
	Summary:  "Property read from a module that is still loading",
	Section:  docs.Cycles,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.NoFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.ReportCycles(program.HazardRead, func(h *program.Hazard) (certain, otherwise string) {
		name := h.Names[0]
		if h.Base != "" {
			name = h.Base + "." + name
		}
		target := p.Rel(h.Target)
		later := "sets it only later"
		switch {
		case h.Target == h.File:
			later = "this file requires itself"
		case h.Replaced:
			later = "assigns its final module.exports only later"
		}
		return fmt.Sprintf("`%s` is undefined here: %s is still loading when this line runs, and %s.", name, target, later),
			fmt.Sprintf("`%s` would be undefined here in a program that loads %s first: then %s is still loading when this line runs.", name, p.Rel(h.First), target)
	})
}
