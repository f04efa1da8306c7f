// Package callbackcalledtwice flags error-first callbacks that are called again on a path that has called them.
package callbackcalledtwice

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "callback-called-twice",
	Summary:  "Error-first callback called twice",
	Section:  docs.ErrorFirstCallbacks,
	Severity: rule.Error,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Yields:   []string{"transform-callback-twice"},
	Program:  check,
}

func check(p *rule.ProgramPass) {
	said := map[program.CallRef]bool{}
	settles := executors(p)
	p.Callbacks(func(owner program.FuncRef, callback effects.ValueID) {
		f := p.Files[owner.File]
		if f.Test || settles[owner] || len(f.ParamName(callback)) < 2 { // names of one letter are those of minified code
			return
		}
		for _, fn := range p.MayCallTwice(owner, callback) {
			e := p.CallingOf(fn, callback)
			if e == nil {
				continue
			}
			for i, t := range e.Twice {
				if first := p.CallbackResult(t.First); said[t.Second] || first != program.CalledWithError && (first != program.CalledWithResult || p.CallbackResult(t.Second) == program.CalledOtherwise) {
					continue
				}
				said[t.Second] = true
				report(p, fn, f.ParamName(callback), t, rule.SameSecond(e.Twice[i:], t.Second))
			}
		}
	})
}

// executors are the functions that promises are made with: to settle a promise a second time does nothing.
func executors(p *rule.ProgramPass) map[program.FuncRef]bool {
	out := map[program.FuncRef]bool{}
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("Promise") }, func(r program.CallRef, _ *nodeapi.Member) {
		for _, arg := range p.Args(r) {
			for _, fn := range p.Funcs(p.Files[r.File], arg) {
				out[fn] = true
			}
		}
	})
	return out
}

func report(p *rule.ProgramPass, fn program.FuncRef, name string, t program.Twice, all []program.Twice) {
	f := p.Files[t.Second.File]
	var steps []rule.Step
	for _, x := range all {
		steps = append(steps, rule.Step{Range: p.CalleeRange(x.First), Message: "it is called here, and the function goes on"})
	}
	steps = append(steps, rule.Step{Range: p.CalleeRange(t.Second), Message: "on the same path it is called again"})
	what := "reports a failure and then a success for the same work"
	switch first, second := p.CallbackResult(t.First), p.CallbackResult(t.Second); {
	case first == program.CalledWithError && second == program.CalledWithError:
		what = "reports two failures for the same work"
	case first == program.CalledWithResult:
		what = "reports the end of the same work two times"
	}
	p.Report(f, p.CalleeRange(t.Second),
		fmt.Sprintf("`%s` has been called on this path already, so it %s: calling a callback does not leave the function, and whoever waits goes on twice.", name, what),
		rule.Help("Return where the callback is called first."),
		rule.Because(steps...),
		p.ReturnAfterFirst(fn, all, "Return where the callback is called first"))
}
