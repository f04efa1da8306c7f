// Package responsebodytype flags bodies of responses that are neither text nor bytes.
package responsebodytype

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
	ID:       "response-body-type",
	Summary:  "Response body that is no text",
	Section:  docs.EndingResponses,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Method != nil && m.Is("stream.Writable#write", "stream.Writable#end", "http.OutgoingMessage#write", "http.OutgoingMessage#end")
	}, func(r program.CallRef, m *nodeapi.Member) {
		f, args := p.Files[r.File], p.Args(r)
		if f.Test || len(args) == 0 || !isMessage(p, r) {
			return
		}
		what := kindOf(f, args[0], 0)
		if what == "" {
			return
		}
		name := f.Facts.CalleeName(p.Call(r).Callee)
		at := p.ArgRange(r, 0)
		opts := []rule.Option{rule.Help("Make a text of it: JSON.stringify for objects and arrays, String for numbers."), rule.Fact(fmt.Sprintf("`%s` gets %s here.", name, what))}
		call := "JSON.stringify("
		if what == "a number" {
			call = "String("
		}
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Make a text of it", Edits: []rule.Edit{
			{Range: syntax.Range{Start: at.Start, End: at.Start}, New: call}, {Range: syntax.Range{Start: at.End, End: at.End}, New: ")"}}}))
		p.Report(f, at, fmt.Sprintf("`%s` gets %s: a body is a string, a Buffer or a Uint8Array, so Node throws ERR_INVALID_ARG_TYPE.", name, what), opts...)
	})
}

// isMessage reports whether a call writes to Node's own response or client request.
func isMessage(p *rule.ProgramPass, r program.CallRef) bool {
	classes := p.ReceiverClasses(r)
	for _, c := range classes {
		if !c.IsA("http.OutgoingMessage") {
			return false
		}
	}
	return len(classes) > 0
}

// kindOf says what a value is when it is no body, "" when it may be one.
func kindOf(f *program.File, v effects.ValueID, depth int) string {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Object:
		return "an object"
	case effects.Array:
		return "an array"
	case effects.Number:
		return "a number"
	case effects.Bool:
		return "a boolean"
	case effects.Var:
		va := &f.Facts.Vars[x.A]
		if len(va.Values) == 1 && depth < 3 {
			return kindOf(f, va.Values[0], depth+1)
		}
	}
	return ""
}
