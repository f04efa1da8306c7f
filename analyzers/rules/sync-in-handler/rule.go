// Package syncinhandler flags calls that block the thread where a request, connection or message handler reaches them.
package syncinhandler

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
	ID:       "sync-in-handler",
	Summary:  "Synchronous call reachable from a handler",
	Section:  docs.BlockingTheLoop,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

// maxPath is how many calls a witness may have. Longer ones are rarely believed, and rarely right: every step may be one that this program
// never takes.
const maxPath = 8

func check(p *rule.ProgramPass) {
	if !p.Serves() {
		return
	}
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.Blocks != nodeapi.BlocksNot && m.Func.Blocks != nodeapi.BlocksCPU && m.Func.Blocks != nodeapi.BlocksModule
	}, func(r program.CallRef, m *nodeapi.Member) {
		Report(p, r, m)
	})
}

// blocked says what the thread waits for, by kind of call.
var blocked = map[nodeapi.Block]string{
	nodeapi.BlocksIO:    "waits for the file system",
	nodeapi.BlocksChild: "waits for another process",
	nodeapi.BlocksSleep: "sleeps",
	nodeapi.BlocksDB:    "waits for the database",
}

// Report reports one blocking call if a handler reaches it.
func Report(p *rule.ProgramPass, r program.CallRef, m *nodeapi.Member) {
	f := p.Files[r.File]
	c := p.Call(r)
	if f.Test {
		return
	}
	fn := program.FuncRef{File: r.File, Func: c.Func}
	when, ok := p.Hot(fn)
	if !ok {
		return
	}
	root, _ := p.Root(fn, when)
	if path, _ := p.Path(fn, when); len(path) > maxPath {
		return
	}
	if p.Files[root.Func.File].Test {
		return
	}
	name := program.Display(m)
	opts := []rule.Option{rule.Because(p.Steps(p.Witness(fn, when))...)}
	msg := fmt.Sprintf("%s %s on the event loop's thread for every %s (%s): no other client is served meanwhile.", name, blocked[m.Func.Blocks], when, root.What)
	if m.Func.Cheap {
		opts = append(opts, rule.As(rule.Info))
	}
	if m.Func.Instead != "" {
		help := fmt.Sprintf("Use %s, and await it.", m.Func.Instead)
		if p.Func(fn).Flags&effects.FuncAsync == 0 {
			help = fmt.Sprintf("Use %s; %s must become async, or take a callback, and so must what calls it.", m.Func.Instead, p.FuncName(fn))
		}
		opts = append(opts, rule.Help(help))
	}
	p.Report(f, p.CalleeRange(r), msg, opts...)
}
