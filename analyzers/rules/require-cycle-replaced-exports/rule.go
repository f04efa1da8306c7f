// Package requirecyclereplacedexports flags assignments to module.exports after a require cycle has handed out the old object.
package requirecyclereplacedexports

import (
	"fmt"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "require-cycle-replaced-exports",
	Summary:  "`module.exports` replaced after a require cycle handed out the old object",
	Section:  docs.Cycles,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.ReportCycles(program.HazardStale, func(h *program.Hazard) (certain, otherwise string) {
		first := h.Holders[0]
		who := p.Rel(first.File)
		if first.Name != "" {
			who = fmt.Sprintf("`%s` in %s", first.Name, who)
		}
		if n := len(h.Holders) - 1; n == 1 {
			who += " and another module"
		} else if n > 1 {
			who += fmt.Sprintf(" and %d others", n)
		}
		verb := "keeps"
		if len(h.Holders) > 1 {
			verb = "keep"
		}
		return fmt.Sprintf("%s %s the empty object that this line replaces: it was required while this file was still loading, before module.exports got its value.", who, verb),
			fmt.Sprintf("%s would keep the empty object that this line replaces in a program that loads %s first: the two files require each other.", who, p.Rel(h.First))
	})
}
