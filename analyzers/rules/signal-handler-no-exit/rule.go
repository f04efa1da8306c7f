// Package signalhandlernoexit flags listeners for SIGTERM and SIGINT after which the process goes on.
package signalhandlernoexit

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "signal-handler-no-exit",
	Summary:  "Signal listener that keeps the process from ending",
	Section:  docs.Signals,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	listeners := map[string][]program.CallRef{}
	dark := map[string]bool{} // some listener of the signal ends the process, or may
	p.ProcessListeners(func(r program.CallRef, event string) {
		if event != "SIGTERM" && event != "SIGINT" {
			return
		}
		f := p.Files[r.File]
		fns := p.Funcs(f, p.Args(r)[1])
		for _, fn := range fns {
			dark[event] = dark[event] || mayEnd(p, fn)
		}
		dark[event] = dark[event] || len(fns) == 0
		if !f.Test {
			listeners[event] = append(listeners[event], r)
		}
	})
	for _, event := range []string{"SIGTERM", "SIGINT"} {
		if dark[event] || len(listeners[event]) == 0 {
			continue
		}
		open := holders(p)
		if len(open) == 0 || event == "SIGINT" && p.Says("child_process", "node:child_process", "readline", "node:readline") {
			continue // the child gets Ctrl-C as well, and its end is waited for
		}
		r := listeners[event][0]
		opts := []rule.Option{
			rule.Help(fmt.Sprintf("Close what is open, then call process.exit(); or do not listen for %s.", event)),
			rule.Fact("Left open: " + strings.Join(open, ", ") + "."),
		}
		p.Report(p.Files[r.File], p.ListenRange(r),
			fmt.Sprintf("A listener for %s takes the place of Node's own reaction, which is to end the process; this one ends nothing, so that the process stays until it is killed.", event), opts...)
	}
}

// mayEnd reports whether a listener ends the process, closes something, or does what cannot be seen.
func mayEnd(p *rule.ProgramPass, fn program.FuncRef) bool {
	if p.MayEnd(fn) {
		return true
	}
	for _, reached := range p.Reach(fn, 100, func(program.Edge) bool { return true }) {
		found := false
		p.CallsIn(reached.Func, func(r program.CallRef) {
			f := p.Files[r.File]
			name := f.Facts.CalleeName(p.Call(r).Callee)
			switch {
			case len(p.Targets(r)) == 0:
				found = found || !strings.HasPrefix(name, "console.") && !strings.HasPrefix(name, "process.")
			default:
				m := p.Member(r)
				found = found || m != nil && (m.Package || p.PromisesEnd(r) || strings.HasSuffix(name, "clearInterval") || strings.HasSuffix(name, "clearTimeout") ||
					strings.HasSuffix(name, "disconnect") || strings.HasSuffix(name, "unref") || strings.HasSuffix(name, "emit"))
			}
		})
		if found || p.WritesOutside(reached.Func) {
			return true
		}
	}
	return false
}

// holders are what keeps the program up, as people write it, at most three.
func holders(p *rule.ProgramPass) (out []string) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Is("net.Server#listen", "global.setInterval", "timers.setInterval") || strings.HasSuffix(m.Name, "#listen") || strings.HasSuffix(m.Name, ".listen")
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		if f.Test || len(out) == 3 {
			return
		}
		if v := f.ResultValue(r.Call); v >= 0 && p.UsesMethod(f, v, "unref") {
			return
		}
		out = append(out, fmt.Sprintf("`%s` in %s", f.Facts.CalleeName(p.Call(r).Callee), strings.TrimPrefix(f.Rel, "/")))
	})
	return out
}
