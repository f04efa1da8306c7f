// Package readableanddatamixed flags streams that are read by 'readable' and by 'data' or pipe.
package readableanddatamixed

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "readable-and-data-mixed",
	Summary:  "'readable' beside 'data' or pipe",
	Section:  docs.PausedAndFlowing,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Func != nil && m.Func.Effect == nodeapi.EffectListens }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) < 2 || p.MethodName(r) != "on" || !p.Certain(r) {
			return
		}
		object := p.Receiver(r)
		if event, ok := p.Literal(f, args[0]); !ok || event != "readable" || !p.IsReadableStream(f, object) || reads(p, f, r) || p.UsesMethod(f, object, "read", "off", "removeListener", "removeAllListeners", "unpipe") {
			return
		}
		for _, u := range p.Uses(f, object) {
			if u.Kind != program.UseMethod {
				continue
			}
			other := program.CallRef{File: f.ID, Call: u.Call}
			flows := p.HasEffect(other, nodeapi.EffectPipes)
			if a := p.Args(other); !flows && p.HasEffect(other, nodeapi.EffectListens) && len(a) > 1 {
				event, _ := p.Literal(f, a[0])
				flows = event == "data"
			}
			if !flows || !p.Certain(other) || !f.SameObject(p.Receiver(other), object) {
				continue
			}
			p.Report(f, p.NameRange(r),
				fmt.Sprintf("A 'readable' listener stops the flow of %s: 'data' and pipe get nothing until somebody calls read(), and nobody does.", rule.ObjectName(f, object, "stream")),
				rule.Help("Choose one way to read: 'data', pipe, a loop, or 'readable' with read()."),
				rule.Because(rule.Step{File: f.Path, Range: p.NameRange(other), Message: "this waits for a flow"}, rule.Step{File: f.Path, Range: p.NameRange(r), Message: "this stops it"}))
			return
		}
	})
}

// reads reports whether the listener calls read(), or is not known.
func reads(p *rule.ProgramPass, f *program.File, r program.CallRef) bool {
	fns := p.Funcs(f, p.Args(r)[1])
	found := len(fns) == 0
	for _, fn := range fns {
		p.CallsIn(fn, func(c program.CallRef) {
			found = found || p.MethodName(c) == "read" || p.MethodName(c) == "call" || p.MethodName(c) == "apply"
		})
	}
	return found
}
