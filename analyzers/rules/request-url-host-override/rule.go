// Package requesturlhostoverride flags reads of the host of a URL that a client's target can replace.
package requesturlhostoverride

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
	ID:       "request-url-host-override",
	Summary:  "A request's target replaces the host",
	Section:  docs.UrlsAndQueries,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("URL", "url.URL") }, func(r program.CallRef, m *nodeapi.Member) {
		f, c := p.Files[r.File], p.Call(r)
		if f.Test || len(c.Args) != 2 || c.Flags&effects.CallNew == 0 {
			return
		}
		v := f.Facts.Val(c.Args[0])
		for v.Kind == effects.Var && len(f.Facts.Vars[v.A].Values) == 1 {
			v = f.Facts.Val(f.Facts.Vars[v.A].Values[0])
		}
		if v.Kind != effects.Prop || p.RequestPart(f, v.A, f.Facts.Str(v.B)) != "url" || madeOfHost(p, f, c.Args[1]) {
			return
		}
		used := hostUse(p, f, f.ResultValue(r.Call))
		if used == "" {
			return
		}
		target := f.Facts.CalleeName(f.ValueID(v))
		p.Report(f, p.ArgRange(r, 0),
			fmt.Sprintf("A target that begins with two slashes replaces the host of the base: for `GET //evil.example/x` the URL made of %s has the host evil.example, and its %s is used.", target, used),
			rule.Help(fmt.Sprintf("Join them as text, `base + %s`, or use only pathname and searchParams.", target)),
			rule.Because(rule.Step{Range: p.CalleeRange(r), Message: "the URL is made here, of " + target}),
			rule.Fact("`new URL('//evil.example/x', 'http://localhost').host` is `evil.example`."))
	})
}

// hostUse is what is used of a URL that the host is part of: a member, or the whole for a request of our own; "" for neither.
func hostUse(p *rule.ProgramPass, f *program.File, v effects.ValueID) string {
	if v < 0 {
		return ""
	}
	for _, u := range p.Uses(f, v) {
		switch u.Kind {
		case program.UseProp:
			switch u.Name {
			case "host", "hostname", "origin", "href":
				return u.Name
			}
		case program.UseArg:
			if m := p.Member(program.CallRef{File: f.ID, Call: u.Call}); m.Is("global.fetch", "http.get", "http.request", "https.get", "https.request") {
				return "whole"
			}
		}
	}
	return ""
}

// madeOfHost reports whether the base itself is made of what the client sent, its Host header: then the host is the client's anyway.
func madeOfHost(p *rule.ProgramPass, f *program.File, base effects.ValueID) bool {
	_, ok := p.ClientData(f, base, syntax.Range{}, program.AsText)
	return ok
}
