// Package requirecycleesm flags require() of an ES module in a cycle, which Node refuses.
package requirecycleesm

import (
	"fmt"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "require-cycle-esm",
	Summary:  "require() of an ES module that is part of the same cycle",
	Section:  docs.Cycles,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.NoFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.ReportCycles(program.HazardRefused, func(h *program.Hazard) (certain, otherwise string) {
		asked := p.Rel(p.Files[h.File].Targets[h.Import()].File)
		return fmt.Sprintf("This require() throws ERR_REQUIRE_CYCLE_MODULE: it asks for the ES module %s while %s is still loading, and each leads to the other.", asked, p.Rel(h.Target)),
			fmt.Sprintf("This require() would throw ERR_REQUIRE_CYCLE_MODULE in a program that loads %s first: it asks for the ES module %s, and each leads to the other.", p.Rel(h.First), asked)
	})
}
