// Package newurlwithoutbase flags URLs that are made of a request's target alone.
package newurlwithoutbase

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "new-url-without-base",
	Summary:  "URL of a request without a base",
	Section:  docs.UrlsAndQueries,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("URL", "url.URL") }, func(r program.CallRef, m *nodeapi.Member) {
		c := p.Call(r)
		if p.Files[r.File].Test || c.Flags&(effects.CallNew|effects.CallSpread) != effects.CallNew || len(c.Args) != 1 {
			return
		}
		f := p.Files[r.File]
		name, ok := target(p, f, c.Args[0], 0)
		if !ok {
			return
		}
		at := p.ArgRange(r, 0)
		p.Report(f, at,
			fmt.Sprintf("`%s` is a path with a query, as in `/list?page=2`, and no URL: new URL() throws ERR_INVALID_URL for it unless it gets a base.", name),
			rule.Help("Give a base as the second argument, and use only pathname and searchParams of the result."),
			rule.FixWith(rule.Fix{Title: "Give a base", Edits: []rule.Edit{{Range: syntax.Range{Start: at.End, End: at.End}, New: ", 'http://localhost'"}}}),
			rule.Fact(fmt.Sprintf("`%s` is what stands in the first line of the request between the method and the version.", name)))
	})
}

// target is the name of a request's target that a value is, as it is or through variables.
func target(p *rule.ProgramPass, f *program.File, v effects.ValueID, depth int) (string, bool) {
	x := f.Facts.Val(v)
	switch {
	case x.Kind == effects.Var && depth < 4:
		if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 {
			return target(p, f, vals[0], depth+1)
		}
	case x.Kind == effects.Prop && p.RequestPart(f, x.A, f.Facts.Str(x.B)) == "url":
		return f.Facts.CalleeName(v), true
	}
	return "", false
}
