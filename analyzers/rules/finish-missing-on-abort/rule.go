// Package finishmissingonabort flags cleanup that waits for a response's 'finish' alone.
package finishmissingonabort

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
	ID:       "finish-missing-on-abort",
	Summary:  "Cleanup that waits for 'finish' alone",
	Section:  docs.ErrorsAndCleanup,
	Severity: rule.Info,
	Preset:   rule.Preview, // its findings in real projects are too few to tell
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Func != nil && m.Func.Effect == nodeapi.EffectListens }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) < 2 || len(args) != len(p.Call(r).Args) {
			return
		}
		if event, ok := p.Literal(f, args[0]); !ok || event != "finish" || !p.IsWritableStream(f, p.Receiver(r), "http.ServerResponse") {
			return
		}
		fns := p.Funcs(f, args[1])
		if len(fns) != 1 || closes(p, f, p.Call(r).Func) {
			return
		}
		cleanup, ok := cleansUp(p, f, p.Receiver(r), fns[0])
		if !ok {
			return
		}
		name := rule.ObjectName(f, p.Receiver(r), "response")
		at := p.ArgRange(r, 0)
		p.Report(f, at,
			fmt.Sprintf("%s emits 'finish' when all of it was sent, and never when the client goes away before: `%s` does not run then.", name, f.Facts.CalleeName(p.Call(cleanup).Callee)),
			rule.Help("Listen for 'close', which comes in both cases, or use stream.finished."),
			rule.Because(rule.Step{File: p.Files[cleanup.File].Path, Range: p.CalleeRange(cleanup), Message: "this cleans up"}),
			rule.Fact("All sent: 'finish', then 'close'. Client gone: 'close' alone."),
			rule.FixWith(rule.Fix{Title: "Listen for 'close'", Edits: []rule.Edit{{Range: at, New: "'close'"}}}))
	})
}

// closes reports whether a function, or one around or inside it, listens for what comes when a client goes away: on the response, the request or
// the socket.
func closes(p *rule.ProgramPass, f *program.File, fn effects.FuncID) bool {
	outer := fn
	for f.Facts.Funcs[outer].Parent > 0 {
		outer = f.Facts.Funcs[outer].Parent
	}
	for ci := range f.Facts.Calls {
		c := &f.Facts.Calls[ci]
		if !rule.Inside(f.Facts, c.Func, outer) {
			continue
		}
		for _, a := range c.Args {
			if s, ok := p.Literal(f, a); ok && (s == "close" || s == "aborted" || s == "abort") {
				return true
			}
		}
	}
	return false
}

// cleansUp is the call by which a listener gives back what it holds. What it does to the response itself is none: that is gone anyway.
func cleansUp(p *rule.ProgramPass, f *program.File, response effects.ValueID, fn program.FuncRef) (call program.CallRef, found bool) {
	p.CallsIn(fn, func(r program.CallRef) {
		if found || fn.File == f.ID && f.SameObject(p.Receiver(r), response) {
			return
		}
		switch name := p.MethodName(r); name {
		case "delete", "removeListener", "off", "release", "unlink", "unlinkSync", "rm", "rmSync", "destroy", "unsubscribe", "unref", "kill", "disconnect":
			call, found = r, true
			return
		}
		if p.Member(r).Is("global.clearTimeout", "global.clearInterval", "timers.clearTimeout", "timers.clearInterval") {
			call, found = r, true
		}
	})
	return call, found
}
