// Package setheaderoverwrites flags cookies that are set a second time in a way that takes the first away.
package setheaderoverwrites

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "set-header-overwrites",
	Summary:  "A second Set-Cookie replaces the first",
	Section:  docs.Headers,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

// place is where a call stands: its function, and the object that it is made on.
type place struct {
	file program.FileID
	fn   effects.FuncID
	on   effects.ValueID
}

func check(p *rule.ProgramPass) {
	calls := map[place][]program.CallRef{}
	var order []place
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Method != nil && (m.Is("http.OutgoingMessage#setHeader") || m.Is("express.Response#set", "express.Response#header"))
	}, func(r program.CallRef, m *nodeapi.Member) {
		f, args := p.Files[r.File], p.Args(r)
		if f.Test || len(args) != 2 || mayKeep(p, f, args[1], 0) {
			return
		}
		if name, ok := p.Literal(f, args[0]); !ok || !strings.EqualFold(name, "set-cookie") {
			return
		}
		at := place{r.File, p.Call(r).Func, root(p, f, p.Receiver(r))}
		if calls[at] == nil {
			order = append(order, at)
		}
		calls[at] = append(calls[at], r)
	})
	for _, at := range order {
		list := calls[at]
		for i, second := range list {
			if i > 0 && p.Certain(list[i-1]) {
				report(p, list[i-1], second)
			}
		}
	}
}

// root is the object at the start of a chain of calls.
func root(p *rule.ProgramPass, f *program.File, v effects.ValueID) effects.ValueID {
	for range 8 {
		x := f.Facts.Val(v)
		if x.Kind != effects.Result {
			return v
		}
		recv := p.Receiver(program.CallRef{File: f.ID, Call: x.A})
		if recv < 0 {
			return v
		}
		v = recv
	}
	return v
}

// mayKeep reports whether a value may hold the cookies that are set already: anything but a text.
func mayKeep(p *rule.ProgramPass, f *program.File, v effects.ValueID, depth int) bool {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.String, effects.Template:
		return false
	case effects.Binary:
		return x.Op != effects.Add
	case effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return depth > 3 || len(vals) != 1 || mayKeep(p, f, vals[0], depth+1)
	case effects.Result: // cookie.serialize(name, value)
		return p.MethodName(program.CallRef{File: f.ID, Call: x.A}) != "serialize"
	case effects.Array: // a list without what is there already
		for _, y := range f.Facts.Lists[x.A] {
			if mayKeep(p, f, y, depth+1) {
				return true
			}
		}
		return depth > 3
	}
	return true
}

func report(p *rule.ProgramPass, first, second program.CallRef) {
	f := p.Files[second.File]
	name := p.NameRange(second)
	opts := []rule.Option{rule.Help("Set all cookies at once, in an array, or use appendHeader for the second."),
		rule.Because(rule.Step{Range: p.CalleeRange(first), Message: "the first cookie is set here"}, rule.Step{Range: p.CalleeRange(second), Message: "and replaced here"}),
		rule.Fact("Only the last setHeader of a name counts; an array makes a line of each element.")}
	if p.MethodName(second) == "setHeader" {
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Append it", Edits: []rule.Edit{{Range: syntax.Range{Start: name.Start, End: name.End}, New: "appendHeader"}}}))
	}
	p.Report(f, name, "setHeader replaces what the name has: this cookie takes the place of the one that is set before, and the client never gets that.", opts...)
}
