// Package headersaftersent flags headers of a response that are set on a path that has sent them.
package headersaftersent

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "headers-after-sent",
	Summary:  "Headers set after they are sent",
	Section:  docs.Headers,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	said := map[program.CallRef]bool{}
	p.Responses(func(owner program.FuncRef, object effects.ValueID) {
		if p.Files[owner.File].Test {
			return
		}
		for _, fn := range p.MaySendEarly(owner, object) {
			h := p.HeadersOf(fn, object)
			if h == nil || len(h.Twice) == 0 {
				continue
			}
			ended := endedTwice(p, fn, object)
			for _, t := range h.Twice {
				if !said[t.Second] && !ended[t.First] {
					said[t.Second] = true
					report(p, t)
				}
			}
		}
	})
}

// endedTwice are the calls that end the response where a later one ends it again: one missing return explains both, and response-ended-twice
// has told of it.
func endedTwice(p *rule.ProgramPass, fn program.FuncRef, object effects.ValueID) map[program.CallRef]bool {
	e := p.EndingOf(fn, object, false)
	if e == nil {
		return nil
	}
	ended := map[program.CallRef]bool{}
	for _, t := range e.Twice {
		ended[t.First] = true
	}
	return ended
}

func report(p *rule.ProgramPass, t program.Twice) {
	f := p.Files[t.Second.File]
	first, second := f.Facts.CalleeName(p.Call(t.First).Callee), f.Facts.CalleeName(p.Call(t.Second).Callee)
	how := "sends the headers with the first part of the body"
	switch p.MethodName(t.First) {
	case "writeHead":
		how = "has fixed the headers"
	case "end", "send", "json", "jsonp", "sendStatus", "redirect":
		how = "has sent the answer, its headers first"
	case "flushHeaders":
		how = "sends the headers at once"
	case "write":
	default:
		how = "has sent the headers"
	}
	p.Report(f, p.CalleeRange(t.Second),
		fmt.Sprintf("`%s` runs after `%s` on the same path: `%s` %s, so this throws ERR_HTTP_HEADERS_SENT.", second, first, first, how),
		rule.Help(help(p, t, first)),
		rule.Because(
			rule.Step{Range: p.CalleeRange(t.First), Message: "the headers are sent here"},
			rule.Step{Range: p.CalleeRange(t.Second), Message: "and needed unsent here"}),
		rule.Fact(fmt.Sprintf("`%s` is what sends the headers here: `headersSent` is true from there on.", first)))
}

func help(p *rule.ProgramPass, t program.Twice, first string) string {
	switch {
	case p.MethodName(t.First) == "writeHead" && p.MethodName(t.Second) != "writeHead":
		return "Give the header to writeHead, or set it before."
	case t.Last:
		return fmt.Sprintf("Return after `%s`, or set the headers before it.", first)
	}
	return fmt.Sprintf("Move it above `%s`.", first)
}
