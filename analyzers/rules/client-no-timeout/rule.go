// Package clientnotimeout flags HTTP requests that wait for ever: with no limit while a client waits, or with one that aborts nothing.
package clientnotimeout

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
	ID:       "client-no-timeout",
	Summary:  "HTTP request without a time limit",
	Section:  docs.TimeoutsAndKeepalive,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("http.request", "https.request", "http.get", "https.get") }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		if f.Test {
			return
		}
		limit, open := p.Option(r, "timeout")
		signal, _ := p.Option(r, "signal")
		agent, _ := p.Option(r, "agent")
		if open || opaque(p, f, r) || signal.File >= 0 || agent.File >= 0 && limit.File < 0 {
			return
		}
		set := limit.File >= 0
		if set && limited(p, f, r) {
			return
		}
		if set {
			p.Report(f, p.CalleeRange(r),
				fmt.Sprintf("The `timeout` of this %s ends nothing: after it the request emits 'timeout', nobody listens, and it goes on waiting.", program.Display(m)),
				rule.Help("Add .on('timeout', () => request.destroy(new Error('timed out'))), or use signal: AbortSignal.timeout(ms)."),
				rule.Fact("Node docs, http.request: `timeout` only notifies; the request has to be destroyed by hand."))
			return
		}
		fn := program.FuncRef{File: r.File, Func: p.Call(r).Func}
		when, root, ok := p.Serving(fn)
		if !ok || when != nodeapi.Request || limited(p, f, r) {
			return
		}
		path, _ := p.Path(fn, when)
		p.Report(f, p.CalleeRange(r),
			fmt.Sprintf("%s waits for ever when the other server accepts and does not answer: Node has no time limit for client requests, and the client of %s waits as long.", program.Display(m), p.HandlerNamed(root, path)),
			rule.Help("Add signal: AbortSignal.timeout(ms) to the options."),
			rule.Because(p.Steps(p.Witness(fn, when))...),
			rule.Fact("Defaults of http.request: no `timeout`, no `signal`; the agent's `timeout` is not set either."))
	})
}

// opaque reports whether the options of a call are not seen: a value that is no literal, no text and no URL.
func opaque(p *rule.ProgramPass, f *program.File, r program.CallRef) bool {
	args := p.Args(r)
	for _, v := range args {
		if p.IsObject(f, v) || len(p.Funcs(f, v)) > 0 || text(p, f, v, 0) {
			continue
		}
		return true
	}
	return len(args) == 0
}

// text reports whether a value is a string or a URL.
func text(p *rule.ProgramPass, f *program.File, v effects.ValueID, depth int) bool {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.String, effects.Template:
		return true
	case effects.Binary:
		return x.Op == effects.Add
	case effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return depth < 3 && len(vals) == 1 && text(p, f, vals[0], depth+1)
	}
	for _, c := range p.ClassesOf(f, v) {
		if c.IsA("URL") {
			return true
		}
	}
	return false
}

// limited reports whether something listens for the request's 'timeout', sets one, or takes the request where that may happen.
func limited(p *rule.ProgramPass, f *program.File, r program.CallRef) bool {
	v := f.ResultValue(r.Call)
	if v < 0 {
		return false
	}
	for _, u := range p.Uses(f, v) {
		switch u.Kind {
		case program.UseMethod:
			switch u.Name {
			case "setTimeout", "destroy", "abort":
				return true
			case "on", "once", "addListener":
				args := p.Args(program.CallRef{File: f.ID, Call: u.Call})
				if len(args) == 0 {
					return true
				}
				if event, ok := p.Literal(f, args[0]); !ok || event == "timeout" || event == "socket" {
					return true
				}
			}
		case program.UseProp:
			if u.Name == "" || u.Name == "destroy" || u.Name == "abort" || u.Name == "setTimeout" {
				return true
			}
		case program.UsePropSet:
		default:
			return true
		}
	}
	return false
}
