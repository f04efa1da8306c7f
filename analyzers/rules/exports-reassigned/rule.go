// Package exportsreassigned flags assignments to the wrapper parameter `exports`.
package exportsreassigned

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "exports-reassigned",
	Summary:  "`exports` reassigned",
	Section:  docs.ExportsAndModuleExports,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.ESM {
			continue
		}
		for fi := range f.Facts.Funcs {
			ops := f.Facts.Funcs[fi].Ops
			for i := range ops {
				op := &ops[i]
				if op.Kind == effects.OpWrite && f.Facts.Val(op.A).Kind == effects.Exports && !linked(f, op) {
					report(p, f, op)
				}
			}
		}
	}
}

// linked reports whether the module's real exports are, somewhere in the file, the same value as the one assigned: the forms that keep the
// two names together (`exports = module.exports = x`, `module.exports = exports`, a name that goes to both).
func linked(f *program.File, op *effects.Op) bool {
	if program.ModuleExports(f.Facts, op.B) {
		return true
	}
	for fi := range f.Facts.Funcs {
		ops := f.Facts.Funcs[fi].Ops
		for i := range ops {
			w := &ops[i]
			if w.Kind != effects.OpWrite || !program.ModuleExports(f.Facts, w.A) {
				continue
			}
			if w.B == op.B && op.B > 0 || f.Facts.Val(w.B).Kind == effects.Exports {
				return true
			}
		}
	}
	return false
}

func report(p *rule.ProgramPass, f *program.File, op *effects.Op) {
	at := syntax.Range{Start: op.Start, End: op.End}
	p.Report(f, at,
		"`exports` is only a parameter of the function Node wraps around this file: assigning to it does not change what require() returns, which is `module.exports`.",
		rule.Help("Assign to module.exports."),
		rule.FixWith(rule.Fix{Title: "Assign to module.exports", Safe: true, Edits: []rule.Edit{{Range: at, New: "module.exports"}}}),
	)
}
