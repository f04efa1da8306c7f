// Package detachedstillattached flags detached children that keep their parent all the same.
package detachedstillattached

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "detached-still-attached",
	Summary:  "Detached child that its parent waits for",
	Section:  docs.ChildStdio,
	Severity: rule.Info,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Launches("spawn", func(l program.Launch) {
		f := p.Files[l.At.File]
		ref, _ := p.LaunchOption(&l, "detached")
		if f.Test || ref.File < 0 {
			return
		}
		if v := p.Files[ref.File].Facts.Val(ref.Value); v.Kind != effects.Bool || v.A != 1 || p.ExitsAfter(l.At) {
			return
		}
		child := f.ResultValue(l.At.Call)
		unref := false
		if child >= 0 {
			if !p.Confined(f, child) {
				return
			}
			for _, u := range p.Uses(f, child) {
				switch {
				case u.Kind == program.UseMethod && u.Name == "unref":
					unref = true
				case u.Kind == program.UseProp && u.Name == "pid", u.Kind == program.UseMethod && u.Name == "kill", u.Kind == program.UseProp && (u.Name == "stdout" || u.Name == "stderr" || u.Name == "stdio"):
					return // detached for its group, or watched
				}
			}
			if p.Hears(f, child, "exit") == program.HeardYes || p.Hears(f, child, "close") == program.HeardYes {
				return
			}
		}
		pipe := p.LaunchStdio(&l, 1)
		switch {
		case unref && pipe == "pipe":
			p.Report(f, p.CalleeRange(l.At),
				"This child is detached and unref'ed, but its stdio are pipes to this process: they keep the event loop up until the child ends.",
				rule.Help("Start it with stdio: 'ignore', or give it files."),
				rule.Fact("Keeps the loop up: the pipes of `stdin`, `stdout` and `stderr`."))
		case !unref && pipe != "":
			p.Report(f, p.CalleeRange(l.At),
				"detached gives the child a process group of its own, and no more: this process still waits for its end before it ends itself.",
				rule.Help("Call child.unref() as well, and start it with stdio: 'ignore'."),
				rule.Fact("Keeps the loop up: the child itself."))
		}
	})
}
