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
	Fix:      rule.NoFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, h := range p.Hazards() {
		if h.Kind == program.HazardTaken {
			report(p, &h)
		}
	}
}

func report(p *rule.ProgramPass, h *program.Hazard) {
	names, verb, it := "`"+strings.Join(h.Names, "`, `")+"`", "is", "it"
	if len(h.Names) > 1 {
		verb, it = "are", "them"
	}
	target := p.Rel(h.Target)
	msg := fmt.Sprintf("%s %s undefined here and will stay so: %s is still loading and sets %s only later, and destructuring copies the value of this moment.", names, verb, target, it)
	opts := []rule.Option{rule.Because(p.Steps(h.Steps)...)}
	if !h.Sure {
		msg = fmt.Sprintf("%s would be undefined for good in a program that loads %s first: it requires this file before it sets %s, and destructuring copies the value of that moment.", names, p.Rel(h.First), it)
		opts = append(opts, rule.As(rule.Info))
	} else if !h.Always { // other entries load the cycle in a harmless order
		opts = append(opts, rule.As(rule.Warning))
	}
	base := h.Base
	if base == "" {
		base = "the object"
	} else {
		base = "`" + base + "`"
	}
	help := fmt.Sprintf("Keep %s that require() gives, and read .%s from it inside the function that needs it.", base, h.Names[0])
	if h.Replaced {
		help = fmt.Sprintf("Move what both files need into a third file, or call require() inside the function that needs it; to keep the object is not enough, because %s assigns a new one to module.exports.", target)
	}
	opts = append(opts, rule.Help(help), rule.Fact(p.CycleFact(h)), rule.Fact(p.HasFact(h)))
	p.Report(p.Files[h.File], h.Range, msg, opts...)
}
