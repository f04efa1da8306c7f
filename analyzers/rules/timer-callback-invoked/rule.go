// Package timercallbackinvoked flags timers that get what a call gives instead of a function to call.
package timercallbackinvoked

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
	ID:       "timer-callback-invoked",
	Summary:  "Timer callback called on the spot",
	Section:  docs.Timers,
	Severity: rule.Error,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Is("global.setTimeout", "global.setInterval", "global.setImmediate", "global.queueMicrotask", "timers.setTimeout", "timers.setInterval", "timers.setImmediate", "process.nextTick")
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if len(args) == 0 || len(p.Call(r).ArgStart) != len(args) {
			return
		}
		v := f.Facts.Val(args[0])
		kinds := p.KindsOf(f, args[0])
		const never = program.KindString | program.KindBytes | program.KindNumber | program.KindNaN | program.KindBool | program.KindUndefined |
			program.KindNull | program.KindPromise | program.KindDate | program.KindError | program.KindObject
		awaited := v.Kind == effects.Await
		if awaited {
			v = f.Facts.Val(v.A)
		}
		if v.Kind != effects.Result || !kinds.Only(never) {
			return
		}
		at := p.ArgRange(r, 0)
		called := program.CallRef{File: f.ID, Call: v.A}
		name := calleeText(p, f, called)
		opts := []rule.Option{
			rule.Help(fmt.Sprintf("Give %s a function: () => %s(…).", program.Display(m), name)),
			rule.Fact(fmt.Sprintf("`%s()` gives %s.", name, kinds)),
		}
		if c := p.Call(called); !awaited && c.Start == at.Start && c.End == at.End {
			opts = append(opts, rule.FixWith(rule.Fix{Title: "Wrap the call in an arrow function", Safe: true, Edits: []rule.Edit{{Range: syntax.Range{Start: at.Start, End: at.Start}, New: "() => "}}}))
		}
		for _, t := range p.Targets(called) {
			if fn, ok := t.Func(); ok {
				d := p.Func(fn)
				opts = append(opts, rule.Because(rule.Step{File: p.Files[fn.File].Path, Range: syntax.Range{Start: d.NameStart, End: d.NameEnd}, Message: fmt.Sprintf("%s gives %s", p.FuncName(fn), kinds)}))
				break
			}
		}
		p.Report(f, at,
			fmt.Sprintf("%s() runs here and now, and %s gets what it gives, %s, which is no function: that throws ERR_INVALID_ARG_TYPE.", name, program.Display(m), kinds),
			opts...)
	})
}

// calleeText is what a call calls, as people name it.
func calleeText(p *rule.ProgramPass, f *program.File, r program.CallRef) string {
	if name := f.Facts.CalleeName(p.Call(r).Callee); name != "" {
		return name
	}
	return "the call"
}
