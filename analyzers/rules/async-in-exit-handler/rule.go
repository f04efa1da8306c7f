// Package asyncinexithandler flags asynchronous work that is started while the process exits.
package asyncinexithandler

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "async-in-exit-handler",
	Summary:  "Asynchronous work in an 'exit' listener",
	Section:  docs.LastWords,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	reported := map[program.CallRef]bool{}
	for _, root := range p.Roots() {
		if root.When != nodeapi.Exit || root.Event != "exit" || p.Files[root.At.File].Test {
			continue
		}
		for _, reached := range p.Reach(root.Func, 100, program.During) {
			if len(reached.Path) > 4 {
				continue
			}
			p.CallsIn(reached.Func, func(r program.CallRef) {
				m := p.Member(r)
				if len(reached.Path) > 1 && timer(m) {
					return // the timeout that guards something else, which is what should be looked at
				}
				if timer(m) && onlyEnds(p, r, reached.Func) {
					return // nothing is lost: the process ends anyway
				}
				if later(p, r, m) && !reported[r] {
					reported[r] = true
					report(p, root, reached, r, m)
				}
			})
		}
	}
}

// timer reports whether a function only puts something off.
func timer(m *nodeapi.Member) bool {
	return m != nil && (m.Module == "global" || m.Module == "timers" || m.Name == "process.nextTick")
}

// onlyEnds reports whether what a timer calls is a function that holds nothing but an exit of the process, or the function that sets the timer,
// which only goes on with it.
func onlyEnds(p *rule.ProgramPass, r program.CallRef, in program.FuncRef) bool {
	i := p.CallbackArg(r)
	args := p.Args(r)
	if i < 0 || i >= len(args) {
		return false
	}
	funcs := p.Funcs(p.Files[r.File], args[i])
	for _, fn := range funcs {
		if fn == in {
			continue
		}
		calls, exits := 0, 0
		p.CallsIn(fn, func(c program.CallRef) {
			calls++
			if m := p.Member(c); m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectExits {
				exits++
			}
		})
		if calls != 1 || exits != 1 {
			return false
		}
	}
	return len(funcs) > 0
}

// later reports whether a call only starts something, which a loop that no longer runs will not finish.
func later(p *rule.ProgramPass, r program.CallRef, m *nodeapi.Member) bool {
	if m == nil || m.Func == nil {
		return false
	}
	if m.Func.Blocks == nodeapi.BlocksNot {
		for _, t := range p.Targets(r) {
			if t.Promised {
				return true // util.promisify(fs.rm)
			}
		}
	}
	switch m.Module {
	case "fs", "dns", "zlib", "crypto", "http", "https", "timers/promises":
	case "global", "timers":
		return m.Is("global.setTimeout", "global.setInterval", "global.setImmediate", "timers.setTimeout", "timers.setInterval", "timers.setImmediate")
	case "process":
		return m.Name == "process.nextTick"
	default:
		return false
	}
	if m.Func.Blocks != nodeapi.BlocksNot || m.Func.SyncWithoutCallback {
		return false
	}
	switch m.Func.Phase {
	case nodeapi.PhasePoll, nodeapi.PhaseTimers, nodeapi.PhaseCheck, nodeapi.PhaseTick:
		return p.CallbackArg(r) >= 0 || m.Func.Returns == "http.ClientRequest"
	}
	return m.Func.ReturnsPromise
}

func report(p *rule.ProgramPass, root program.Root, reached program.Reached, r program.CallRef, m *nodeapi.Member) {
	steps := []rule.Step{{File: p.Files[root.At.File].Path, Range: p.CalleeRange(root.At), Message: "listens for the process's 'exit' here"}}
	steps = append(steps, p.Steps(p.EdgeSteps(reached.Path))...)
	name := program.Display(m)
	msg := fmt.Sprintf("%s is started while the process exits: the event loop does not run again after 'exit', so what should follow never happens.", name)
	help := "Do it synchronously here, or earlier: before process.exit() is called, or in a 'beforeExit' listener."
	if s := twin(m); s != "" {
		help = fmt.Sprintf("Use %s here, or do the work before the process exits.", s)
	}
	p.Report(p.Files[r.File], p.CalleeRange(r), msg, rule.Help(help), rule.Because(steps...))
}

// twin is the synchronous twin of an asynchronous function of fs, "" for none.
func twin(m *nodeapi.Member) string {
	if m.Module != "fs" {
		return ""
	}
	for i := len(m.Name) - 1; i >= 0; i-- {
		if m.Name[i] == '.' {
			base := m.Name[i+1:]
			if s := nodeapi.Module("fs").Members[base+"Sync"]; s != nil {
				return s.Name
			}
			break
		}
	}
	return ""
}
