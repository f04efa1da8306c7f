// Package laterejectionhandler flags promises that are awaited only after another await: a rejection in between has no handler yet.
package laterejectionhandler

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
	ID:       "late-rejection-handler",
	Summary:  "Promise awaited after another await: a rejection in between ends the process",
	Section:  docs.UnhandledRejections,
	Severity: rule.Error,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	asked, handled := false, false
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for fi := range f.Facts.Funcs {
			fn := &f.Facts.Funcs[fi]
			if fi > 0 && fn.Flags&(effects.FuncAsync|effects.FuncGenerator) != effects.FuncAsync {
				continue
			}
			late(p, f, fn, func(report func()) {
				if !asked {
					asked, handled = true, p.HandlesRejections()
				}
				if !handled {
					report()
				}
			})
		}
	}
}

// late looks at the promises that a function keeps in a constant.
func late(p *rule.ProgramPass, f *program.File, fn *effects.Func, found func(func())) {
	for i := range fn.Ops {
		op := &fn.Ops[i]
		if op.Kind != effects.OpWrite || op.Flag != 1 || f.Facts.Val(op.A).Kind != effects.Var || f.Facts.Val(op.B).Kind != effects.Result {
			continue
		}
		v := &f.Facts.Vars[f.Facts.Val(op.A).A]
		r := program.CallRef{File: f.ID, Call: f.Facts.Val(op.B).A}
		if v.Flags&effects.VarConst == 0 || p.Call(r).Flags&effects.CallAwaited != 0 || !rejects(p, r) {
			continue
		}
		await := onlyAwaited(p, f, op.A)
		if await == nil {
			continue
		}
		between := waitBetween(p, f, fn, op, await)
		if between == nil {
			continue
		}
		name := f.Facts.Str(v.Name)
		found(func() {
			p.Report(f, p.CalleeRange(r), fmt.Sprintf("Nobody has asked for %s yet while the function waits for something else: when it is rejected by then, Node ends the process with an unhandled rejection, whatever catches around the await of %s.", name, name),
				rule.Help(fmt.Sprintf("Await both together with Promise.all, or put %s.catch(() => {}) right behind the call.", name)),
				rule.Because(
					rule.Step{File: f.Path, Range: syntax.Range{Start: between.Start, End: between.End}, Message: "the function waits here, and " + name + " has no handler"},
					rule.Step{File: f.Path, Range: syntax.Range{Start: await.Start, End: await.End}, Message: "only here it gets one"}))
		})
	}
}

// rejects reports whether a call gives a promise that can be rejected: that of an async function of the program, or of Node's files and network.
func rejects(p *rule.ProgramPass, r program.CallRef) bool {
	targets := p.Targets(r)
	if len(targets) != 1 {
		return false
	}
	if fn, ok := targets[0].Func(); ok {
		return p.Func(fn).Flags&(effects.FuncAsync|effects.FuncGenerator) == effects.FuncAsync && p.MayReject(fn) != nil
	}
	return rule.Rejects(p.Member(r))
}

// onlyAwaited is the await of a constant that is used for nothing else; what becomes of the awaited value is of no matter.
func onlyAwaited(p *rule.ProgramPass, f *program.File, v effects.ValueID) *program.Use {
	var await *program.Use
	for _, u := range p.Uses(f, v) {
		switch {
		case f.Facts.Val(u.Value).Kind == effects.Await:
		case u.Kind != program.UseAwait || await != nil:
			return nil
		default:
			await = &u
		}
	}
	return await
}

// waitBetween is an await that surely runs after the promise was made and before it is awaited, and that waits for something outside.
func waitBetween(p *rule.ProgramPass, f *program.File, fn *effects.Func, made *effects.Op, await *program.Use) *effects.Op {
	at := made.Skip
	for at < int32(len(fn.Ops)) && fn.Ops[at].Start < await.Start {
		op := &fn.Ops[at]
		if op.Kind == effects.OpAwait && op.A >= 0 && !settled(p, f, op.A) {
			return op
		}
		at = op.Skip
	}
	return nil
}

// settled reports whether what is awaited is there already, so that no rejection can come before the function goes on.
func settled(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	x := f.Facts.Val(v)
	if x.Kind == effects.Var && f.Facts.Vars[x.A].Flags&effects.VarConst != 0 && len(f.Facts.Vars[x.A].Values) == 1 {
		x = f.Facts.Val(f.Facts.Vars[x.A].Values[0])
	}
	if x.Kind != effects.Result {
		return true // a value of which it is not known that it takes time
	}
	r := program.CallRef{File: f.ID, Call: x.A}
	for _, t := range p.Targets(r) {
		if fn, ok := t.Func(); ok {
			return p.Func(fn).Flags&effects.FuncAsync == 0 || p.MayReject(fn) == nil
		}
	}
	m := p.Member(r)
	return m == nil || m.Func == nil || !m.Func.ReturnsPromise
}
