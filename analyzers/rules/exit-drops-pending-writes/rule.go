// Package exitdropspendingwrites flags process.exit right after writes that have only been started.
package exitdropspendingwrites

import (
	"fmt"
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "exit-drops-pending-writes",
	Summary:  "process.exit() while something is being written",
	Section:  docs.LifecycleAndExitCodes,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Name == "process.exit" }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		if f.Test {
			return
		}
		var pending []program.CallRef
		what := ""
		for _, before := range p.CallsBefore(r) {
			if w := pends(p, before); w != "" {
				pending, what = append(pending, before), w
			}
		}
		if len(pending) == 0 {
			return
		}
		first := pending[len(pending)-1]
		opts := []rule.Option{
			rule.Help("Exit when the write is done, in its callback or after its await; or set process.exitCode and let the program come to its end."),
			rule.Because(rule.Step{File: f.Path, Range: p.CalleeRange(first), Message: "is only started here"}),
		}
		for _, x := range pending {
			opts = append(opts, rule.Fact(fmt.Sprintf("Not done when the process ends: `%s`.", f.Facts.CalleeName(p.Call(x).Callee))))
		}
		if what == "output" {
			opts = append(opts, rule.As(rule.Info))
		}
		message := fmt.Sprintf("process.exit ends the process at once, and %s has only been started: what it writes may be lost, in part or as a whole.", f.Facts.CalleeName(p.Call(first).Callee))
		if what == "output" {
			message = fmt.Sprintf("process.exit ends the process at once: when the output is a pipe, and %s gives it more than the pipe takes at a time, the rest is lost.", f.Facts.CalleeName(p.Call(first).Callee))
		}
		p.Report(f, p.CalleeRange(r), message, opts...)
	})
}

// pends says what a call leaves to be written when it returns: "file", "output", or "" for nothing.
func pends(p *rule.ProgramPass, r program.CallRef) string {
	f := p.Files[r.File]
	m := p.Member(r)
	c := p.Call(r)
	if m == nil {
		if name := f.Facts.CalleeName(c.Callee); name == "console.log" && long(p, r) {
			return "output"
		}
		return ""
	}
	switch m.Name {
	case "fs.writeFile", "fs.appendFile", "fs.promises.writeFile", "fs.promises.appendFile", "fs.rename", "fs.copyFile", "fs.promises.rename", "fs.promises.copyFile":
		if c.Flags&effects.CallAwaited == 0 {
			return "file"
		}
		return ""
	}
	if m.Method == nil || !strings.HasSuffix(m.Name, "#write") && !strings.HasSuffix(m.Name, "#end") {
		return ""
	}
	for _, class := range p.ReceiverClasses(r) {
		switch {
		case class.Name == "fs.WriteStream":
			return "file"
		case class.IsA("process.Output") && long(p, r):
			return "output"
		}
	}
	return ""
}

// long reports whether a call prints a whole structure, which may be of any length.
func long(p *rule.ProgramPass, r program.CallRef) bool {
	f := p.Files[r.File]
	for _, a := range p.Args(r) {
		if program.MadeOf(f.Facts, a, func(_ effects.ValueID, x effects.Value) bool {
			if x.Kind != effects.Result {
				return false
			}
			args := f.Facts.Calls[x.A].Args
			return f.Facts.CalleeName(f.Facts.Calls[x.A].Callee) == "JSON.stringify" && len(args) > 0 && f.Facts.Val(args[0]).Kind != effects.Object &&
				!slices.ContainsFunc(p.ClassesOf(f, args[0]), func(c *nodeapi.Class) bool { return c.Name == "Error" })
		}) {
			return true
		}
	}
	return false
}
