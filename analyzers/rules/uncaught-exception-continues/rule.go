// Package uncaughtexceptioncontinues flags 'uncaughtException' listeners that let the process go on.
package uncaughtexceptioncontinues

import (
	"regexp"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "uncaught-exception-continues",
	Summary:  "The process goes on after an uncaught exception",
	Section:  docs.UncaughtException,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, root := range p.Roots() {
		if root.Event != "uncaughtException" || root.At.Call < 0 || p.Files[root.At.File].Test {
			continue
		}
		if m := root.Member; m == nil || m.Module != "process" && (m.Method == nil || m.Method.Name != "process") && !onProcess(p, root.At) {
			continue
		}
		if ends(p, root.Func) {
			continue
		}
		at := p.CalleeRange(root.At)
		if recv := p.Receiver(root.At); recv >= 0 && p.Files[root.At.File].Facts.Val(recv).Kind == effects.Result {
			at.Start = p.Call(root.At).NameStart // process.on(...).on(...)
		}
		p.Report(p.Files[root.At.File], at,
			"This 'uncaughtException' listener lets the process go on: the request or callback that threw is left half done, and nobody knows in which state.",
			rule.Help("Log the error, then end the process (process.exit(1)) and let a supervisor start it again."))
	}
}

func onProcess(p *rule.ProgramPass, r program.CallRef) bool {
	f := p.Files[r.File]
	recv := p.Receiver(r)
	return recv >= 0 && f.Facts.Val(recv).Kind == effects.Global && f.Facts.Str(f.Facts.Val(recv).A) == "process"
}

// ending are names that promise an end where the code behind them cannot be seen.
var ending = regexp.MustCompile(`(?i)exit|shut|die|quit|kill|abort|fatal|terminat|stop|close|crash|bail|restart|throw|cleanup|destroy|end$`)

func exits(m *nodeapi.Member) bool {
	return m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectExits
}

// handsExit reports whether a call hands on what ends the process: setTimeout(process.exit, 1000, 1).
func handsExit(p *rule.ProgramPass, r program.CallRef) bool {
	f := p.Files[r.File]
	for _, a := range p.Call(r).Args {
		if v := f.Facts.Val(a); v.Kind == effects.Prop && f.Facts.Str(v.B) == "exit" {
			return true
		}
		for _, x := range p.Eval(f, a) {
			if exits(x.Member()) {
				return true
			}
		}
	}
	return false
}

// ends reports whether a listener may end the process, on any path, now or later, as far as can be seen.
func ends(p *rule.ProgramPass, fn program.FuncRef) bool {
	for _, reached := range p.Reach(fn, 200, func(program.Edge) bool { return true }) {
		for i := range p.Func(reached.Func).Ops {
			switch op := &p.Func(reached.Func).Ops[i]; op.Kind {
			case effects.OpThrow:
				return true // an error thrown by the listener ends the process with code 7
			case effects.OpCall:
				r := program.CallRef{File: reached.Func.File, Call: op.A}
				m := p.Member(r)
				if exits(m) || handsExit(p, r) {
					return true
				}
				if m == nil || m.Is("process.kill") {
					if ending.MatchString(p.Files[r.File].Facts.CalleeName(p.Call(r).Callee)) {
						return true
					}
				}
			}
		}
	}
	return false
}
