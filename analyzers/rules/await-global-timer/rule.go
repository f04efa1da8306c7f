// Package awaitglobaltimer flags awaits of the global setTimeout, which gives no promise.
package awaitglobaltimer

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
	ID:       "await-global-timer",
	Summary:  "await of a timer that is no promise",
	Section:  docs.AsyncAwaitTraps,
	Severity: rule.Error,
	Preset:   rule.Recommended,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Is("global.setTimeout", "global.setImmediate", "global.setInterval", "timers.setTimeout", "timers.setImmediate", "timers.setInterval")
	}, func(r program.CallRef, m *nodeapi.Member) {
		f, c := p.Files[r.File], p.Call(r)
		targets := p.Targets(r)
		if c.Flags&effects.CallAwaited == 0 || len(targets) != 1 || targets[0].Promised || f.Test {
			return
		}
		name := program.Display(m)
		help, fact := "Use setTimeout of node:timers/promises: await setTimeout(ms).", fmt.Sprintf("This is the `%s` that takes a callback; the one that gives a promise is in `node:timers/promises`.", name)
		if m.Name == "global.setInterval" || m.Name == "timers.setInterval" {
			help = "Use setInterval of node:timers/promises in a for await loop."
		}
		kinds := program.Kinds(0)
		if len(c.Args) > 0 {
			kinds = p.KindsOf(f, c.Args[0])
		}
		what := fmt.Sprintf("%s gives a timer, no promise: await goes on at once, before the callback has run.", name)
		if kinds != 0 && kinds.Only(program.KindNumber) {
			what = fmt.Sprintf("%s takes a callback and gives no promise to await: with a number as its first argument it throws ERR_INVALID_ARG_TYPE.", name)
		}
		p.Report(f, p.CalleeRange(r), what, rule.Help(help), rule.Fact(fact))
	})
}
