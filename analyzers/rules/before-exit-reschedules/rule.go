// Package beforeexitreschedules flags 'beforeExit' listeners that start work each time, so that the process never ends.
package beforeexitreschedules

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "before-exit-reschedules",
	Summary:  "'beforeExit' listener that keeps the process up",
	Section:  docs.LastWords,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.ProcessListeners(func(r program.CallRef, event string) {
		f := p.Files[r.File]
		method := p.MethodName(r)
		if event != "beforeExit" || f.Test || method == "once" || method == "prependOnceListener" {
			return
		}
		for _, fn := range p.Funcs(f, p.Args(r)[1]) {
			if p.MayEnd(fn) || p.Mentions(fn, f.Named("off", "removeListener", "removeAllListeners")) {
				continue
			}
			if at, m, ok := schedules(p, fn); ok {
				report(p, r, at, m)
				return
			}
		}
	})
}

// schedules is a call that a listener makes each time, and that gives the event loop something to do.
func schedules(p *rule.ProgramPass, fn program.FuncRef) (at program.CallRef, member *nodeapi.Member, ok bool) {
	if p.WritesOutside(fn) {
		return at, nil, false // a flag, perhaps
	}
	p.CallsIn(fn, func(r program.CallRef) {
		m := p.Member(r)
		if ok || m == nil || m.Func == nil || m.Package || !p.Certain(r) || p.Guarded(r, "length", "size") {
			return
		}
		switch m.Func.Phase {
		case nodeapi.PhaseTimers, nodeapi.PhaseCheck, nodeapi.PhasePoll:
			if p.CallbackArg(r) < 0 {
				return
			}
		default:
			if m.Module != "timers/promises" && (m.Module != "fs" || !m.Func.ReturnsPromise) {
				return
			}
		}
		f := p.Files[r.File]
		if v := f.ResultValue(r.Call); v >= 0 && p.UsesMethod(f, v, "unref") {
			return
		}
		at, member, ok = r, m, true
	})
	return at, member, ok
}

func report(p *rule.ProgramPass, r, at program.CallRef, m *nodeapi.Member) {
	f := p.Files[r.File]
	c := p.Call(r)
	opts := []rule.Option{
		rule.Help("Listen once: process.once('beforeExit', …)."),
		rule.Fact(fmt.Sprintf("Scheduled each time: `%s`.", program.Display(m))),
		rule.Because(rule.Step{File: p.Files[at.File].Path, Range: p.CalleeRange(at), Message: "gives the event loop something to do, each time"}),
	}
	if p.MethodName(r) == "on" || p.MethodName(r) == "addListener" {
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Listen once", Safe: true, Edits: []rule.Edit{{Range: syntax.Range{Start: c.NameStart, End: c.CalleeEnd}, New: "once"}}}))
	}
	p.Report(f, p.ListenRange(r),
		fmt.Sprintf("'beforeExit' is emitted whenever the event loop has nothing left: this listener starts %s each time, so the event comes again when that is done, and the process never ends.", program.Display(m)), opts...)
}
