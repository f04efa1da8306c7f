// Package sigusr1debugger flags uses of SIGUSR1, which Node keeps for its debugger.
package sigusr1debugger

import (
	"strings"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "sigusr1-debugger",
	Summary:  "SIGUSR1 used for the program's own purpose",
	Section:  docs.Signals,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.ProcessListeners(func(r program.CallRef, event string) {
		f := p.Files[r.File]
		if event != "SIGUSR1" || f.Test || p.Says("inspector", "node:inspector") {
			return
		}
		p.Report(f, p.ArgRange(r, 0),
			"SIGUSR1 is the signal by which Node opens its debugger: this listener takes that away, and a signal that comes before the listener is there, or in another process of the program, opens a debugger.",
			rule.Help("Use SIGUSR2."))
	})
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("child_process.ChildProcess#kill") }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if len(args) == 0 || f.Test {
			return
		}
		signal, _ := p.Literal(f, args[0])
		if signal != "SIGUSR1" || !forks(p, f, r) || p.Says("inspector", "node:inspector") {
			return
		}
		p.Report(f, p.ArgRange(r, 0),
			"A Node that gets SIGUSR1 and does not listen for it opens its debugger on a port of this machine: it does not end, and whoever can reach the port can run code in it.",
			rule.Help("Use SIGUSR2, or send a message."))
	})
}

// forks reports whether the child that is signalled is a Node.
func forks(p *rule.ProgramPass, f *program.File, r program.CallRef) bool {
	for _, a := range p.Eval(f, p.Receiver(r)) {
		if a.Kind == program.AbsInst && a.Site >= 0 {
			m := p.Member(program.CallRef{File: a.File, Call: a.Site})
			return m != nil && strings.HasSuffix(m.Name, ".fork")
		}
	}
	return false
}
