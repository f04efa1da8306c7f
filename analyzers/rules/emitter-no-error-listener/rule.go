// Package emitternoerrorlistener flags emitters that emit 'error' while those who use them do not listen for it.
package emitternoerrorlistener

import (
	"fmt"
	"sort"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "emitter-no-error-listener",
	Summary:  "'error' emitted without a listener",
	Section:  docs.TheErrorEvent,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	done := map[program.Abs]bool{}
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Name == "events.EventEmitter#emit" }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) == 0 {
			return
		}
		if event, ok := p.Literal(f, args[0]); !ok || event != "error" {
			return
		}
		recv := p.Receiver(r)
		if recv < 0 || guarded(p, r) {
			return
		}
		objects := p.Eval(f, recv)
		if len(objects) == 0 {
			return
		}
		for _, a := range objects {
			switch a.Kind {
			case program.AbsNew, program.AbsNewFunc:
			case program.AbsInst:
				if a.Class().Name != "events.EventEmitter" || a.Site < 0 {
					return
				}
			default:
				return
			}
		}
		for _, a := range objects {
			users, heard := listeners(p, a)
			if heard || len(users) == 0 || done[a] || p.Escapes(a) {
				return
			}
		}
		for _, a := range objects {
			done[a] = true
		}
		users, _ := listeners(p, objects[0])
		var steps []rule.Step
		for i, u := range users {
			if i == 3 {
				break
			}
			steps = append(steps, rule.Step{File: p.Files[u.At.File].Path, Range: p.CalleeRange(u.At), Message: fmt.Sprintf("listens for '%s' here, not for 'error'", u.Event)})
		}
		p.Report(f, p.CalleeRange(r),
			"Nobody listens for this 'error': emit then throws the error here, and when nothing catches it the process ends.",
			rule.Help("Add an 'error' listener where the emitter is made or used."), rule.Because(steps...))
	})
}

// listeners are those who listen to an object, in order of place, tests left out; heard says that one of them hears 'error', or may.
func listeners(p *rule.ProgramPass, a program.Abs) (users []program.Listener, heard bool) {
	for _, l := range p.ListenersOf(a) {
		if p.Files[l.At.File].Test {
			continue
		}
		if l.Event == "error" || l.Event == "" {
			return nil, true
		}
		users = append(users, l)
	}
	sort.SliceStable(users, func(i, j int) bool {
		x, y := users[i].At, users[j].At
		return x.File < y.File || x.File == y.File && x.Call < y.Call
	})
	return users, false
}

// guarded reports whether the emit stands behind a test that asks for listeners, or in a try that catches what it throws.
func guarded(p *rule.ProgramPass, r program.CallRef) bool {
	f := p.Files[r.File]
	if p.InTry(r) {
		return true
	}
	for _, t := range p.Tests(r) {
		if program.MentionsName(f.Facts, t, "listenerCount") || program.MentionsName(f.Facts, t, "listeners") || program.MentionsName(f.Facts, t, "_events") {
			return true
		}
	}
	return false
}
