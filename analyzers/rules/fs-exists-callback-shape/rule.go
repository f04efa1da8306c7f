// Package fsexistscallbackshape flags callbacks of fs.exists that expect an error first: they get true or false.
package fsexistscallbackshape

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "fs-exists-callback-shape",
	Summary:  "`fs.exists` called back with an error in mind",
	Section:  docs.ExistenceAndRaces,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("fs.exists") && !m.Package }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if len(args) < 2 {
			return
		}
		for _, fn := range p.Funcs(f, args[1]) {
			g := p.Files[fn.File]
			params := p.Func(fn).Params
			if len(params) == 0 {
				continue
			}
			first := g.Facts.Str(params[0].Name)
			if len(params) < 2 && !errorName(first) || callers(p, fn) > 1 {
				continue
			}
			p.Report(g, syntax.Range{Start: params[0].Start, End: params[0].End},
				fmt.Sprintf("fs.exists calls back with true or false alone: %s is true when the file exists, and is taken for an error then.", named(first)),
				rule.Help("Use fs.access(path, (err) => …), whose callback gets an error when there is no file."),
				rule.Because(rule.Step{File: p.Files[r.File].Path, Range: p.CalleeRange(r), Message: "fs.exists gets the callback here"}),
				rule.Fact("A branch on the first parameter is inverted: it runs for files that exist."))
		}
	})
}

// callers is the number of functions that hand the callback to somebody: with several, it may be meant for another one.
func callers(p *rule.ProgramPass, fn program.FuncRef) int {
	return len(p.Callers(fn))
}

func named(name string) string {
	if name == "" {
		return "the first parameter"
	}
	return name
}

// errorName reports whether a parameter is named for an error.
func errorName(name string) bool {
	switch strings.ToLower(name) {
	case "err", "error", "e", "er", "ex", "exception":
		return true
	}
	return false
}
