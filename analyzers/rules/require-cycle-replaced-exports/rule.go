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
	Fix:      rule.NoFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, h := range p.Hazards() {
		if h.Kind == program.HazardStale {
			report(p, &h)
		}
	}
}

func report(p *rule.ProgramPass, h *program.Hazard) {
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
	msg := fmt.Sprintf("%s %s the empty object that this line replaces: it was required while this file was still loading, before module.exports got its value.", who, verb)
	opts := []rule.Option{rule.Because(p.Steps(h.Steps)...)}
	if !h.Sure {
		msg = fmt.Sprintf("%s would keep the empty object that this line replaces in a program that loads %s first: the two files require each other.", who, p.Rel(h.First))
		opts = append(opts, rule.As(rule.Info))
	} else if !h.Always { // other entries load the cycle in a harmless order
		opts = append(opts, rule.As(rule.Warning))
	}
	opts = append(opts, rule.Help("Assign module.exports above the require() that leads back to this file, or set names on exports and keep the object."), rule.Fact(p.CycleFact(h)))
	for i, o := range h.Holders {
		if i < 5 && o.Name != "" {
			opts = append(opts, rule.Fact(fmt.Sprintf("`%s` in `%s` holds the first, unfinished object.", o.Name, p.Rel(o.File))))
		}
	}
	p.Report(p.Files[h.File], h.Range, msg, opts...)
}
