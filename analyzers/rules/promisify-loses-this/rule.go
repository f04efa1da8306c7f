// Package promisifylosesthis flags util.promisify of a method whose result is called without the method's object.
package promisifylosesthis

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
	ID:       "promisify-loses-this",
	Summary:  "promisify of a method without its object",
	Section:  docs.PromisesOverCallbacks,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("util.promisify") }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		c := p.Call(r)
		if len(c.Args) != 1 || len(c.ArgEnd) != 1 {
			return
		}
		method := f.Facts.Val(c.Args[0])
		if method.Kind != effects.Prop || !calledAlone(p, f, r) {
			return
		}
		at, uses := needsThis(p, f, c.Args[0])
		if !uses {
			return
		}
		base := f.Facts.CalleeName(method.A)
		name := f.Facts.Str(method.B)
		opts := []rule.Option{rule.Help("Bind the method to its object before it is promisified.")}
		if at != nil {
			opts = append(opts, rule.Because(*at), rule.Fact("`this` is undefined there in strict code and in classes, the global object in other functions."))
		}
		if end := c.ArgEnd[0]; plain(base) {
			opts = append(opts, rule.FixWith(rule.Fix{Title: "Bind " + base, Safe: true, Edits: []rule.Edit{{Range: syntax.Range{Start: end, End: end}, New: ".bind(" + base + ")"}}}))
		}
		p.Report(f, syntax.Range{Start: c.ArgStart[0], End: c.ArgEnd[0]},
			fmt.Sprintf("promisify gets the function `%s` without its object: what it gives is called as a plain function, and `this` in %s is not %s.", name, name, object(base)), opts...)
	})
}

func object(base string) string {
	if plain(base) {
		return "`" + base + "`"
	}
	return "the object"
}

// plain reports whether the text of a value is a name or names with dots, so that it can stand in an edit.
func plain(base string) bool {
	for i := range len(base) {
		switch b := base[i]; {
		case b == '.', b == '_', b == '$', b >= '0' && b <= '9', b|0x20 >= 'a' && b|0x20 <= 'z':
		default:
			return false
		}
	}
	return base != ""
}

// calledAlone reports whether what a call gives is called as a plain function, and nothing else is done with it.
func calledAlone(p *rule.ProgramPass, f *program.File, r program.CallRef) bool {
	v := f.ResultValue(r.Call)
	if v < 0 {
		return false
	}
	called := false
	for _, u := range p.Uses(f, v) {
		if u.Kind != program.UseCallee {
			return false // .call(obj), .bind(obj), obj.readAsync = …
		}
		called = true
	}
	return called
}

// needsThis reports whether a method is known to use this: one of the project, or one of a class of Node or a package.
func needsThis(p *rule.ProgramPass, f *program.File, v effects.ValueID) (at *rule.Step, uses bool) {
	list := p.Eval(f, v)
	for _, a := range list {
		if fn, ok := a.Func(); ok {
			def := p.Func(fn)
			if def.Flags&effects.FuncArrow != 0 || def.Flags&effects.FuncUsesThis == 0 {
				return nil, false
			}
			at = &rule.Step{File: p.Files[fn.File].Path, Range: syntax.Range{Start: def.NameStart, End: def.NameEnd}, Message: "this method uses `this`"}
			continue
		}
		if m := a.Member(); m == nil || m.Method == nil || m.Func == nil || !m.Func.ErrFirst {
			return nil, false
		}
	}
	return at, len(list) > 0
}
