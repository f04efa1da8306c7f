// Package statsymlink flags questions for a symbolic link to what stat gives, which has followed the link.
package statsymlink

import (
	"fmt"
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
	ID:       "stat-symlink",
	Summary:  "`stat` asked for a symbolic link",
	Section:  docs.ModesAndLinks,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("fs.Stats#isSymbolicLink") }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		made, ok := maker(p, f, p.Receiver(r), 0)
		if !ok {
			return
		}
		m := p.Member(made)
		name := program.Display(m)
		instead := strings.Replace(name, "stat", "lstat", 1)
		g := p.Files[made.File]
		opts := []rule.Option{
			rule.Help(fmt.Sprintf("Call %s, which looks at the link itself.", instead)),
			rule.Because(rule.Step{File: g.Path, Range: p.CalleeRange(made), Message: name + " follows links"}),
			rule.Fact(fmt.Sprintf("Stats made by: `%s`.", name)),
		}
		at := p.NameRange(made)
		if made.File == r.File && f.Facts.Val(p.Call(made).Callee).Kind == effects.Prop {
			safe := onlyLinks(p, f, made)
			opts = append(opts, rule.FixWith(rule.Fix{Title: "Use lstat", Safe: safe, Edits: []rule.Edit{{Range: syntax.Range{Start: at.Start, End: at.Start}, New: "l"}}}))
		}
		p.Report(f, p.NameRange(r), fmt.Sprintf("isSymbolicLink() is always false here: %s has followed the link, and describes what it leads to.", name), opts...)
	})
}

// maker is the call of stat that made the Stats of a value.
func maker(p *rule.ProgramPass, f *program.File, v effects.ValueID, depth int) (program.CallRef, bool) {
	if v <= 0 || depth > 6 {
		return program.CallRef{}, false
	}
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Await:
		return maker(p, f, x.A, depth+1)
	case effects.Var:
		if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 {
			return maker(p, f, vals[0], depth+1)
		}
	case effects.Result:
		r := program.CallRef{File: f.ID, Call: x.A}
		return r, p.Member(r).Is("fs.statSync", "fs.promises.stat")
	case effects.Param:
		return passed(p, program.FuncRef{File: f.ID, Func: x.A}, x.B)
	}
	return program.CallRef{}, false
}

// passed is the call of stat whose callback a function is, where it is the callback of no other call.
func passed(p *rule.ProgramPass, fn program.FuncRef, param int32) (found program.CallRef, ok bool) {
	if param != 1 {
		return program.CallRef{}, false
	}
	calls := 0
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("fs.stat", "fs.lstat", "fs.fstat") }, func(r program.CallRef, m *nodeapi.Member) {
		at, args := p.CallbackArg(r), p.Args(r)
		if at < 0 || at >= len(args) {
			return
		}
		for _, g := range p.Funcs(p.Files[r.File], args[at]) {
			if g == fn {
				calls++
				found, ok = r, m.Is("fs.stat")
			}
		}
	})
	return found, ok && calls == 1
}

// onlyLinks reports whether the program asks the Stats for nothing else, so that those of the link can take their place.
func onlyLinks(p *rule.ProgramPass, f *program.File, made program.CallRef) bool {
	v := f.ResultValue(made.Call)
	if v < 0 || p.Member(made).Is("fs.stat") {
		return false
	}
	for _, u := range p.Uses(f, v) {
		if u.Kind != program.UseAwait && (u.Kind != program.UseMethod || u.Name != "isSymbolicLink") {
			return false
		}
	}
	return true
}
