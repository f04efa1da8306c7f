// Package errorjsonempty flags errors that are made JSON, in which their message is missing.
package errorjsonempty

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
	ID:       "error-json-empty",
	Summary:  "Error turned into JSON without its message",
	Section:  docs.InspectingValues,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	custom := false // whether some error of the program says itself what it is in JSON
	for _, f := range p.Files {
		custom = custom || definesJSON(p, f)
	}
	if custom {
		return
	}
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Is("JSON.stringify", "express.Response#json", "express.Response#jsonp", "express.Response#send")
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) == 0 || len(p.Call(r).ArgStart) != len(args) {
			return
		}
		if m.Is("JSON.stringify") && len(args) > 1 && f.Facts.Val(args[1]).Kind != effects.Null && f.Facts.Val(args[1]).Kind != effects.Undefined {
			return // a list of names, or a function that chooses
		}
		if from, ok := origin(p, f, args[0]); ok {
			if told(p, f, r, args[0]) {
				return
			}
			report(p, f, p.ArgRange(r, 0), args[0], m, from, true)
			return
		}
		object := f.Facts.Val(args[0])
		if object.Kind != effects.Object {
			return
		}
		members := f.Facts.Objects[object.A].Members
		for i := range members {
			if members[i].Flags&(effects.MemberSpread|effects.MemberGetter|effects.MemberMethod) != 0 {
				continue
			}
			if from, ok := origin(p, f, members[i].Value); ok && !told(p, f, r, members[i].Value) {
				report(p, f, syntax.Range{Start: members[i].Start, End: members[i].End}, members[i].Value, m, from, false)
				return
			}
		}
	})
}

// definesJSON reports whether a file gives something a toJSON by name.
func definesJSON(p *rule.ProgramPass, f *program.File) bool {
	at := -1
	for i, s := range f.Facts.Strings {
		if s == "toJSON" {
			at = i
		}
	}
	if at < 0 {
		return false
	}
	for _, v := range f.Facts.Values {
		if v.Kind == effects.String && int(v.A) == at {
			return true // Object.defineProperty(Error.prototype, 'toJSON', …)
		}
		if v.Kind == effects.Prop && int(v.B) == at {
			if on := f.Facts.Val(v.A); on.Kind == effects.Prop && f.Facts.Str(on.B) == "prototype" {
				return true
			}
		}
	}
	for i := range f.Facts.Classes {
		for _, m := range f.Facts.Classes[i].Members {
			if int(m.Name) == at {
				return true
			}
		}
	}
	return false
}

// origin is where an error comes from, and ok says whether the value is one for sure.
func origin(p *rule.ProgramPass, f *program.File, v effects.ValueID) (rule.Step, bool) {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Var:
		va := &f.Facts.Vars[x.A]
		if va.Flags&effects.VarCatch != 0 {
			if len(va.Values) > 1 || len(va.Values) == 1 && va.Values[0] != 0 || speaksJSON(f) { // assigned to, or a part of what is caught
				return rule.Step{}, false
			}
			return rule.Step{File: f.Path, Range: syntax.Range{Start: va.Start, End: va.End}, Message: "the error is caught here"}, true
		}
		if len(va.Values) == 1 {
			return origin(p, f, va.Values[0])
		}
	case effects.Result:
		if p.KindsOf(f, v).Only(program.KindError) {
			return rule.Step{File: f.Path, Range: p.CalleeRange(program.CallRef{File: f.ID, Call: x.A}), Message: "the error is made here"}, true
		}
	case effects.Param:
		classes := p.Eval(f, v)
		for _, a := range classes {
			if c := a.Class(); c == nil || !c.IsA("Error") {
				return rule.Step{}, false
			}
		}
		if len(classes) == 0 || speaksJSON(f) {
			return rule.Step{}, false
		}
		info := &f.Facts.Funcs[x.A].Params[x.B]
		return rule.Step{File: f.Path, Range: syntax.Range{Start: info.Start, End: info.End}, Message: "the error comes in here"}, true
	}
	return rule.Step{}, false
}

// told reports whether a call stands in a branch that asks what the error is: in the other branch it may be anything.
func told(p *rule.ProgramPass, f *program.File, r program.CallRef, v effects.ValueID) bool {
	for _, test := range p.Tests(r) {
		if asks(f, test, v, 0) {
			return true
		}
	}
	return false
}

// asks reports whether a test looks at the kind or at a member of a value.
func asks(f *program.File, test, v effects.ValueID, depth int) bool {
	if test <= 0 || depth > 6 {
		return false
	}
	switch x := f.Facts.Val(test); x.Kind {
	case effects.Unary:
		return x.Op == effects.TypeOf && x.A == v || asks(f, x.A, v, depth+1)
	case effects.Binary:
		return x.Op == effects.InstanceOf && x.A == v || asks(f, x.A, v, depth+1) || asks(f, x.B, v, depth+1)
	case effects.Prop, effects.Elem:
		return x.A == v
	case effects.Result:
		c := &f.Facts.Calls[x.A]
		for _, a := range c.Args {
			if a == v || asks(f, a, v, depth+1) {
				return true
			}
		}
		return asks(f, c.Callee, v, depth+1)
	}
	return false
}

// speaksJSON reports whether a file uses a package whose errors say in JSON what went wrong.
func speaksJSON(f *program.File) bool {
	for i := range f.Targets {
		if nodeapi.ErrorsHaveJSON(f.Facts.Str(f.Facts.Imports[i].Spec)) {
			return true
		}
	}
	return false
}

func report(p *rule.ProgramPass, f *program.File, at syntax.Range, v effects.ValueID, m *nodeapi.Member, from rule.Step, whole bool) {
	name := f.Facts.CalleeName(v)
	plain := f.Facts.Val(v).Kind != effects.Result && name != ""
	if !plain {
		name = "the error"
	}
	opts := []rule.Option{rule.Because(from)}
	help := "Choose what is to be seen: { message: err.message }, or err.stack in a log."
	if plain {
		help = fmt.Sprintf("Choose what is to be seen: { message: %s.message }, or %s.stack in a log.", name, name)
	}
	if whole && plain && int(at.End-at.Start) == len(name) {
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Give the message", Edits: []rule.Edit{{Range: at, New: "{ message: " + name + ".message }"}}}))
	}
	who := "whoever reads it"
	if !m.Is("JSON.stringify") {
		who = "the client"
	}
	p.Report(f, at,
		fmt.Sprintf("%s makes JSON of %s without its message and stack, which are not enumerable: %s gets {}, or at most the properties that were added to it, such as code.", program.Display(m), name, who),
		append(opts, rule.Help(help))...)
}
