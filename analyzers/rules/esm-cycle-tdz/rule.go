// Package esmcycletdz flags imported names that are read before their ES module has come to them, in an import cycle.
package esmcycletdz

import (
	"fmt"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "esm-cycle-tdz",
	Summary:  "Import read before its module has run, in an import cycle",
	Section:  docs.LiveBindingsAndCycles,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.NoFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.ReportCycles(program.HazardTDZ, func(h *program.Hazard) (certain, otherwise string) {
		name, target := h.Names[0], p.Rel(h.Target)
		return fmt.Sprintf("Reading `%s` throws a ReferenceError here: %s imports this file, so it runs only after it, and `%s` is not initialized before.", name, target, name),
			fmt.Sprintf("Reading `%s` would throw a ReferenceError here in a program that loads %s first: then %s runs only after this file.", name, p.Rel(h.First), target)
	})
}
