// Package childkilledcodenull flags exit codes of children that are tested as if there always were one.
package childkilledcodenull

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
	ID:       "child-killed-code-null",
	Summary:  "A killed child taken for one that succeeded",
	Section:  docs.ChildExit,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Launches("spawn exec execFile fork", func(l program.Launch) {
		f := p.Files[l.At.File]
		child := f.ResultValue(l.At.Call)
		if child < 0 || f.Test {
			return
		}
		for _, event := range []string{"exit", "close"} {
			for _, r := range p.Listening(f, child, event) {
				for _, fn := range p.Funcs(f, p.Args(r)[1]) {
					if fn.File == f.ID {
						checkListener(p, fn, r, event)
					}
				}
			}
		}
	})
}

func checkListener(p *rule.ProgramPass, fn program.FuncRef, r program.CallRef, event string) {
	f := p.Files[fn.File]
	d := p.Func(fn)
	if len(d.Params) != 1 || d.Params[0].Flags&(effects.ParamPattern|effects.ParamRest|effects.ParamDefault) != 0 || d.Flags&effects.FuncUsesArgs != 0 {
		return // the signal is asked for, or may be
	}
	code := f.ParamValue(fn.Func, 0)
	if code < 0 || p.Mentions(fn, f.Named("signalCode", "killed", "signal")) {
		return
	}
	name := f.Facts.Str(d.Params[0].Name)
	because := rule.Because(rule.Step{File: f.Path, Range: p.CalleeRange(r), Message: fmt.Sprintf("is called at the child's '%s' with (code, signal)", event)})
	for i := range d.Ops {
		op := &d.Ops[i]
		switch op.Kind {
		case effects.OpIf:
			if op.Flag == 0 && asks(f, op.A, code, 0) {
				at := test(f, op)
				p.Report(f, at,
					fmt.Sprintf("A child that a signal killed, as the system does when memory runs out, has no exit code: %s is null, and this test takes it for 0, which is success.", name),
					rule.Help(fmt.Sprintf("Test %s === 0 for success, or take the second parameter, the signal.", name)),
					rule.Fact(fmt.Sprintf("For a killed child this is `%s`.", branch(f, op.A))), because)
				return
			}
		case effects.OpCall:
			c := program.CallRef{File: f.ID, Call: op.A}
			if args := p.Args(c); len(args) == 1 && args[0] == code && exits(p.Member(c)) {
				p.Report(f, p.CalleeRange(c),
					fmt.Sprintf("A child that a signal killed has no exit code: %s is null, and process.exit(null) ends this process with 0, as if all had gone well.", name),
					rule.Help(fmt.Sprintf("Exit with %s ?? 1.", name)),
					rule.Fact("For a killed child this is `process.exit(null)`: exit code 0."), because)
				return
			}
		}
	}
}

func exits(m *nodeapi.Member) bool { return m != nil && m.Name == "process.exit" }

// asks reports whether a test of a code is the same for null as for 0: code, !code, code > 0, and with more beside it in an || or &&.
func asks(f *program.File, test, code effects.ValueID, depth int) bool {
	if test == code {
		return true
	}
	x := f.Facts.Val(test)
	if depth > 3 {
		return false
	}
	switch {
	case x.Kind == effects.Unary && x.Op == effects.Not:
		return asks(f, x.A, code, depth+1)
	case x.Kind == effects.Binary && x.Op == effects.Less:
		return x.A == code && f.Facts.Val(x.B).Kind == effects.Number || x.B == code && f.Facts.Val(x.A).Kind == effects.Number
	}
	return false
}

// branch says how a test turns out for null.
func branch(f *program.File, test effects.ValueID) string {
	if x := f.Facts.Val(test); x.Kind == effects.Unary {
		return "!null`, which is true, as for 0: `!0"
	}
	return "if (null)`, which is false, as for 0: `if (0)"
}

// test is the test of a branch, as near as the facts keep it: its keyword.
func test(_ *program.File, op *effects.Op) syntax.Range {
	return syntax.Range{Start: op.Start, End: op.Start + int32(len("if"))}
}
