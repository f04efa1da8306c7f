// Package queryvaluemaybearray flags string methods on values of a query, which are arrays when a client repeats the name.
package queryvaluemaybearray

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "query-value-may-be-array",
	Summary:  "A value of a query taken for a string",
	Section:  docs.UrlsAndQueries,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

// stringOnly are methods that strings have and arrays have not.
var stringOnly = map[string]bool{
	"trim": true, "trimStart": true, "trimEnd": true, "toLowerCase": true, "toUpperCase": true, "split": true, "replace": true, "replaceAll": true, "startsWith": true,
	"endsWith": true, "substring": true, "substr": true, "match": true, "matchAll": true, "charAt": true, "charCodeAt": true, "padStart": true, "padEnd": true, "repeat": true,
	"search": true, "localeCompare": true, "normalize": true,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for ci := range f.Facts.Calls {
			c := &f.Facts.Calls[ci]
			callee := f.Facts.Val(c.Callee)
			if callee.Kind != effects.Prop || !stringOnly[f.Facts.Str(callee.B)] {
				continue
			}
			if name, ok := queryValue(p, f, callee.A, 0); ok {
				report(p, f, program.CallRef{File: f.ID, Call: effects.CallID(ci)}, name)
			}
		}
	}
}

// queryValue is the name of a value of a query that nobody asks about, as it is or through a variable.
func queryValue(p *rule.ProgramPass, f *program.File, v effects.ValueID, depth int) (string, bool) {
	x := f.Facts.Val(v)
	switch {
	case depth > 3 || p.Asked(f, v):
	case x.Kind == effects.Var:
		if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 {
			return queryValue(p, f, vals[0], depth+1)
		}
	case x.Kind == effects.Binary && (x.Op == effects.Or || x.Op == effects.Nullish):
		return queryValue(p, f, x.A, depth+1)
	case x.Kind == effects.Prop && isQuery(p, f, x.A, 0):
		return f.Facts.CalleeName(v), true
	}
	return "", false
}

// isQuery reports whether a value is the parsed query of a request: by a framework, querystring or url.parse(target, true).
func isQuery(p *rule.ProgramPass, f *program.File, v effects.ValueID, depth int) bool {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return depth < 3 && len(vals) == 1 && isQuery(p, f, vals[0], depth+1)
	case effects.Result:
		m := p.Member(program.CallRef{File: f.ID, Call: x.A})
		return m.Is("querystring.parse", "querystring.decode")
	case effects.Prop:
		if f.Facts.Str(x.B) != "query" {
			return false
		}
		if p.RequestPart(f, x.A, "query") == "query" {
			for _, c := range p.ClassesOf(f, x.A) {
				if c.Name == "http.IncomingMessage" { // what put it there is not known
					return false
				}
			}
			return true
		}
		return isParsed(p, f, x.A, 0)
	}
	return false
}

// isParsed reports whether a value is what url.parse(target, true) gives.
func isParsed(p *rule.ProgramPass, f *program.File, v effects.ValueID, depth int) bool {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return depth < 3 && len(vals) == 1 && isParsed(p, f, vals[0], depth+1)
	case effects.Result:
		c := &f.Facts.Calls[x.A]
		return p.Member(program.CallRef{File: f.ID, Call: x.A}).Is("url.parse") && len(c.Args) > 1 && f.Facts.Val(c.Args[1]) == effects.Value{Kind: effects.Bool, A: 1}
	}
	return false
}

func report(p *rule.ProgramPass, f *program.File, r program.CallRef, name string) {
	method := p.MethodName(r)
	p.Report(f, p.NameRange(r),
		fmt.Sprintf("`%s` is a string for one value and an array when the client repeats the name (`?a=1&a=2`): arrays have no %s, so this throws a TypeError.", name, method),
		rule.Help(fmt.Sprintf("Ask `typeof %s === 'string'` first, or use URLSearchParams, whose get gives a string.", name)),
		rule.Fact(fmt.Sprintf("`%s` may be undefined, a string or an array of strings; some parsers also make objects, of `a[b]=1`.", name)))
}
