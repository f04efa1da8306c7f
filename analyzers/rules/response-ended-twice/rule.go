// Package responseendedtwice flags responses that are ended again, with data, or written to, on a path that has ended them.
package responseendedtwice

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
	ID:       "response-ended-twice",
	Summary:  "Response ended twice",
	Section:  docs.EndingResponses,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	said := map[program.CallRef]bool{}
	p.Responses(func(owner program.FuncRef, object effects.ValueID) {
		if p.Files[owner.File].Test {
			return
		}
		for _, fn := range p.MayEndTwice(owner, object) {
			e := p.EndingOf(fn, object, false)
			if e == nil {
				continue
			}
			for i, t := range e.Twice {
				if !said[t.Second] {
					said[t.Second] = true
					report(p, fn, t, rule.SameSecond(e.Twice[i:], t.Second))
				}
			}
		}
	})
}

func report(p *rule.ProgramPass, fn program.FuncRef, t program.Twice, all []program.Twice) {
	f := p.Files[t.Second.File]
	first, second := p.Call(t.First), p.Call(t.Second)
	name := func(c *effects.Call) string { return f.Facts.CalleeName(c.Callee) }
	var steps []rule.Step
	for _, x := range all {
		c := p.Call(x.First)
		steps = append(steps, rule.Step{Range: syntax.Range{Start: c.Start, End: c.CalleeEnd}, Message: "the response is ended here, and the function goes on"})
	}
	again := "on the same path it is ended again"
	why := "end with data after the end emits 'error' (ERR_STREAM_WRITE_AFTER_END) on the response, nobody listens, and the process dies"
	switch p.MethodName(t.Second) {
	case "end":
	case "write":
		again = "on the same path it is written to"
		why = "a write after the end emits 'error' (ERR_STREAM_WRITE_AFTER_END) on the response, nobody listens, and the process dies"
	default:
		why = "the headers are sent already, so it throws ERR_HTTP_HEADERS_SENT"
	}
	steps = append(steps, rule.Step{Range: p.CalleeRange(t.Second), Message: again})
	opts := []rule.Option{rule.Because(steps...), rule.Help("Return after the first answer, or answer the second time only when the first did not.")}
	opts = append(opts, p.ReturnAfterFirst(fn, all, "Return after the first answer"), rule.Fact(fmt.Sprintf("Path through both: `%s`, then `%s`.", name(first), name(second))))
	p.Report(f, p.CalleeRange(t.Second), fmt.Sprintf("`%s` runs after `%s` on the same path: %s.", name(second), name(first), why), opts...)
}
