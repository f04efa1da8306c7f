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
	for _, h := range p.Hazards() {
		if h.Kind == program.HazardRead {
			report(p, &h)
		}
	}
}

func report(p *rule.ProgramPass, h *program.Hazard) {
	name := h.Names[0]
	if h.Base != "" {
		name = h.Base + "." + name
	}
	target := p.Rel(h.Target)
	later := "sets it only later"
	if h.Replaced {
		later = "assigns its final module.exports only later"
	}
	msg := fmt.Sprintf("`%s` is undefined here: %s is still loading when this line runs, and %s.", name, target, later)
	opts := []rule.Option{rule.Because(p.Steps(h.Steps)...)}
	if !h.Sure {
		msg = fmt.Sprintf("`%s` would be undefined here in a program that loads %s first: then %s is still loading when this line runs.", name, p.Rel(h.First), target)
		opts = append(opts, rule.As(rule.Info))
	}
	help := "Read it inside the function that needs it, when both files are loaded, or set it above the require() that closes the cycle."
	if h.Replaced {
		help = "Move what both files need into a third file, or assign module.exports above the require() that closes the cycle."
	}
	opts = append(opts, rule.Help(help), rule.Fact(p.CycleFact(h)), rule.Fact(p.HasFact(h)))
	p.Report(p.Files[h.File], h.Range, msg, opts...)
}
