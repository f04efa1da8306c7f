// Package esmcjsnamedimport flags named imports from CommonJS files of names that Node cannot tell from their text.
package esmcjsnamedimport

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
	ID:       "esm-cjs-named-import",
	Summary:  "Named import that Node cannot see in a CommonJS file",
	Section:  docs.Interop,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.NoFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for _, x := range p.MissingImports(f.ID) {
			if x.Set {
				report(p, f, x)
			}
		}
	}
}

func report(p *rule.ProgramPass, f *program.File, x program.MissingImport) {
	rel := p.Rel(x.Target)
	msg := fmt.Sprintf("%s sets `%s` in a way that Node does not see in its text: a named import of it is a SyntaxError, and nothing runs.", rel, x.Name)
	opts := []rule.Option{rule.Help(fmt.Sprintf("Import the file as a whole (import lib from …) and take %s from that, or export it there as exports.%s = ….", x.Name, x.Name))}
	if e := p.ExportsOf(x.Target).Named(x.Name); e.Range.End > 0 {
		at := syntax.Range{Start: e.Range.Start, End: e.Range.End}
		opts = append(opts, rule.Because(rule.Step{File: p.Files[e.File].Path, Range: at, Message: x.Name + " is set here"}))
	}
	if x.Use.End > 0 {
		opts = append(opts, rule.Because(rule.Step{File: f.Path, Range: x.Use, Message: x.Name + " is used here"}))
	}
	fact := fmt.Sprintf("Of `%s` Node sees only the default import.", rel)
	if len(x.Lexed) > 0 {
		fact = fmt.Sprintf("Of `%s` Node sees the default import and `%s`.", rel, strings.Join(x.Lexed[:min(len(x.Lexed), 20)], "`, `"))
	}
	p.Report(f, x.Range, msg, append(opts, rule.Fact(fact))...)
}
