// Package thenhandlerthrowsincallback flags callbacks that are called in then() and again in the catch() behind it.
package thenhandlerthrowsincallback

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
	ID:       "then-handler-throws-in-callback",
	Summary:  "Callback called inside a promise chain that catches",
	Section:  docs.ErrorFirstCallbacks,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for ci := range f.Facts.Calls {
			c := &f.Facts.Calls[ci]
			if len(c.Args) != 1 || p.MethodName(program.CallRef{File: f.ID, Call: effects.CallID(ci)}) != "catch" {
				continue
			}
			if caught, at := callback(p, f, c.Args[0]); caught >= 0 {
				chain(p, f, c, caught, at)
			}
		}
	}
}

// callback is the parameter that a handler of a promise calls as its callback, None for none, with the place of the call.
func callback(p *rule.ProgramPass, f *program.File, handler effects.ValueID) (param effects.ValueID, at program.CallRef) {
	switch x := f.Facts.Val(handler); x.Kind {
	case effects.Param:
		if named(f.ParamName(handler)) {
			return handler, program.CallRef{File: f.ID, Call: program.None}
		}
	case effects.Closure:
		fn := &f.Facts.Funcs[x.A]
		if fn.Flags&effects.FuncAsync != 0 {
			break
		}
		param, at = program.None, program.CallRef{}
		program.Unprotected(fn, func(_ int32, op *effects.Op) bool {
			if op.Kind != effects.OpCall {
				return true
			}
			callee := f.Facts.Calls[op.A].Callee
			if v := f.Facts.Val(callee); v.Kind == effects.Param && v.A != x.A && named(f.ParamName(callee)) {
				param, at = callee, program.CallRef{File: f.ID, Call: op.A}
			}
			return param < 0
		})
		return param, at
	}
	return program.None, program.CallRef{}
}

// named reports whether a parameter has a name that people give to error-first callbacks.
func named(name string) bool {
	switch name {
	case "cb", "callback", "done", "next", "fn", "_cb", "_callback", "onEnd", "onDone":
		return true
	}
	return false
}

// chain looks for the then() in front of a catch() that calls the same callback.
func chain(p *rule.ProgramPass, f *program.File, c *effects.Call, caught effects.ValueID, again program.CallRef) {
	for v := f.Facts.Val(c.Callee).A; ; {
		x := f.Facts.Val(v)
		if x.Kind != effects.Result {
			return
		}
		before := &f.Facts.Calls[x.A]
		callee := f.Facts.Val(before.Callee)
		if callee.Kind != effects.Prop {
			return
		}
		if f.Facts.Str(callee.B) == "then" && len(before.Args) > 0 {
			if param, at := callback(p, f, before.Args[0]); param == caught && at.Call >= 0 {
				report(p, f, c, f.ParamName(param), at, again)
				return
			}
		}
		v = callee.A
	}
}

func report(p *rule.ProgramPass, f *program.File, c *effects.Call, name string, at, again program.CallRef) {
	second := syntax.Range{Start: c.ArgStart[0], End: c.ArgEnd[0]}
	if again.Call >= 0 {
		second = p.CalleeRange(again)
	}
	p.Report(f, p.CalleeRange(at),
		fmt.Sprintf("What `%s` throws becomes a rejection of this chain, and the catch behind it calls `%s` again: the caller's own bug comes back as a failure of this work.", name, name),
		rule.Help(fmt.Sprintf("Leave the chain first: .then((value) => process.nextTick(%s, null, value), (err) => process.nextTick(%s, err)), or use util.callbackify.", name, name)),
		rule.Because(rule.Step{Range: second, Message: fmt.Sprintf("calls `%s` a second time when the first call throws", name)}))
}
