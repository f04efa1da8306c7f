// Package esmmissingexport flags imports of names that the other module does not export.
package esmmissingexport

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "esm-missing-export",
	Summary:  "Imported name is not exported",
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
			if !x.Set {
				report(p, f, x)
			}
		}
	}
}

func report(p *rule.ProgramPass, f *program.File, x program.MissingImport) {
	rel := p.Rel(x.Target)
	names := x.Lexed
	if !x.CommonJS {
		for i := range p.ExportsOf(x.Target).Names {
			names = append(names, p.ExportsOf(x.Target).Names[i].Name)
		}
	}
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "__esModule" })
	msg := fmt.Sprintf("%s does not export `%s`: Node finds that out when it links the modules, and throws a SyntaxError before any of them runs.", rel, x.Name)
	help := fmt.Sprintf("Export %s there, or import a name that it exports.", x.Name)
	if best := nearest(x.Name, names); best != "" {
		help = fmt.Sprintf("Import %s, which %s does export, or export %s there.", best, rel, x.Name)
	}
	opts := []rule.Option{rule.Help(help)}
	if len(names) > 0 {
		shown := names
		if len(shown) > 20 {
			shown = append(slices.Clone(shown[:20]), "…")
		}
		opts = append(opts, rule.Fact(fmt.Sprintf("`%s` exports `%s`.", rel, strings.Join(shown, "`, `"))))
	}
	if x.Use.End > 0 {
		opts = append(opts, rule.Because(rule.Step{File: f.Path, Range: x.Use, Message: x.Name + " is used here"}))
	}
	p.Report(f, x.Range, msg, opts...)
}

// nearest is the name that was probably meant, "" when none is close.
func nearest(name string, names []string) string {
	best, least := "", len(name)/3+1
	for _, n := range names {
		if d := levenshtein.Distance(strings.ToLower(name), strings.ToLower(n), nil); d < least {
			best, least = n, d
		}
	}
	return best
}
