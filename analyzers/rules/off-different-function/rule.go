// Package offdifferentfunction flags calls that take away a listener which is made in the very call, and so was never added.
package offdifferentfunction

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "off-different-function",
	Summary:  "off() with a function that was never added",
	Section:  docs.RemovingAndLeaking,
	Severity: rule.Error,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		for ci := range f.Facts.Calls {
			c := &f.Facts.Calls[ci]
			if len(c.Args) < 2 || len(c.ArgStart) < 2 || c.Flags&effects.CallSpread != 0 {
				continue
			}
			r := program.CallRef{File: f.ID, Call: effects.CallID(ci)}
			switch p.MethodName(r) {
			case "off", "removeListener", "removeEventListener":
			default:
				continue
			}
			event, ok := p.Literal(f, c.Args[0])
			if !ok {
				continue
			}
			if how := fresh(f.Facts, c); how != "" {
				report(p, r, f, event, how)
			}
		}
	}
}

// fresh says how the second argument of a call makes a new function, "" when it may be one that exists.
func fresh(facts *effects.Facts, c *effects.Call) string {
	inside := func(start int32) bool { return start >= c.ArgStart[1] && start < c.ArgEnd[1] }
	switch x := facts.Val(c.Args[1]); x.Kind {
	case effects.Closure:
		if fn := &facts.Funcs[x.A]; fn.Flags&effects.FuncDecl == 0 && inside(fn.Start) && len(fn.Ops) > 0 {
			return "A function written in the call"
		}
	case effects.Result:
		made := &facts.Calls[x.A]
		if callee := facts.Val(made.Callee); callee.Kind == effects.Prop && facts.Str(callee.B) == "bind" && inside(made.Start) {
			return "What bind gives"
		}
	}
	return ""
}

func report(p *rule.ProgramPass, r program.CallRef, f *program.File, event, how string) {
	c := p.Call(r)
	opts := []rule.Option{rule.Help("Keep the function in a variable, and give the same variable to on and off.")}
	for _, l := range added(p, f, r, event) {
		opts = append(opts, rule.Because(rule.Step{File: p.Files[l.File].Path, Range: p.CalleeRange(l), Message: fmt.Sprintf("the '%s' listener that stays is added here", event)}))
	}
	p.Report(f, syntax.Range{Start: c.ArgStart[1], End: c.ArgEnd[1]},
		fmt.Sprintf("%s is a new function, equal to no listener: %s takes nothing away, and the '%s' listener stays.", how, p.MethodName(r), event), opts...)
}

// added are the calls that add listeners for an event to the same object, as far as they are seen.
func added(p *rule.ProgramPass, f *program.File, r program.CallRef, event string) []program.CallRef {
	var out []program.CallRef
	seen := map[program.CallRef]bool{}
	for _, a := range p.Eval(f, p.Receiver(r)) {
		for _, l := range p.ListenersOf(a) {
			if l.Event == event && !seen[l.At] && len(out) < 3 {
				seen[l.At] = true
				out = append(out, l.At)
			}
		}
	}
	return out
}
