// Package exportsafterreplace flags names that are set on the old exports object after module.exports was given another one.
package exportsafterreplace

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "exports-after-replace",
	Summary:  "Property set on the old `exports` after `module.exports` was replaced",
	Section:  docs.ExportsAndModuleExports,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if !f.MayDropExports() {
			continue
		}
		e := p.ExportsOf(f.ID)
		for i := range e.Dropped {
			report(p, f, e, &e.Dropped[i])
		}
	}
}

func report(p *rule.ProgramPass, f *program.File, e *program.ExportList, d *program.Dropped) {
	msg := fmt.Sprintf("`%s.%s` is not exported: module.exports is another object since it was replaced, and `%s` is still the first one, which no require() returns.", d.Base, d.Name, d.Base)
	opts := []rule.Option{
		rule.Help(fmt.Sprintf("Set it on module.exports: module.exports.%s.", d.Name)),
		rule.Because(p.Steps([]program.Step{d.Replaced})...),
		rule.Fact(finalList(e)),
	}
	if d.ReadBack { // at least this file has it
		opts = append(opts, rule.As(rule.Warning))
	}
	if d.Object && (d.Base == "exports" || d.Base == "this") {
		at := syntax.Range{Start: d.Range.Start, End: d.Range.Start + int32(len(d.Base))}
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Set it on module.exports", Safe: true, Edits: []rule.Edit{{Range: at, New: "module.exports"}}}))
	}
	p.Report(f, d.Range, msg, opts...)
}

func finalList(e *program.ExportList) string {
	var names []string
	for _, x := range e.Names {
		names = append(names, x.Name)
	}
	switch {
	case len(names) == 0:
		return "require() of this file returns the new object."
	case len(names) > 12:
		names = append(names[:12], "…")
	}
	return "require() of this file returns an object with `" + strings.Join(names, "`, `") + "`."
}
