// Package processsendunguarded flags messages to a parent that there may not be.
package processsendunguarded

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "process-send-unguarded",
	Summary:  "process.send where there may be no channel",
	Section:  docs.Ipc,
	Severity: rule.Error,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Name == "process.send" }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		c := p.Call(r)
		// a file that gets messages, or that is named for its role, is only ever run as a child
		if f.Test || c.Flags&effects.CallOptional != 0 || p.MethodName(r) != "send" || p.InTry(r) || forked(p, f) ||
			p.Guarded(r, "send", "connected", "channel", "isWorker", "isPrimary", "isMaster", "worker", "NODE_CHANNEL_FD", "NODE_UNIQUE_ID", "pm_id", "env", "argv", "ppid") {
			return
		}
		at := syntax.Range{Start: c.CalleeEnd, End: c.CalleeEnd}
		p.Report(f, p.CalleeRange(r),
			"process.send exists only in a process that was started with a channel to its parent, by fork: run by itself, this program ends here with a TypeError.",
			rule.Help("Ask first: process.send?.(…)."),
			rule.Fact("Calls of fork for this file in the project: none seen."),
			rule.FixWith(rule.Fix{Title: "Call it where it exists", Edits: []rule.Edit{{Range: at, New: "?."}}}))
	})
}

// forked reports whether a file is meant to be a child: it gets messages of a parent, something forks it, or its name says so.
func forked(p *rule.ProgramPass, f *program.File) bool {
	name := strings.ToLower(f.Rel)
	for _, role := range []string{"child", "worker", "fork", "slave", "sub"} {
		if strings.Contains(name, role) {
			return true
		}
	}
	found := false
	for _, g := range p.Files { // one of its own program: what a file that is loaded by a child says is the child's
		found = found || g.Says("message") && g.Says("process")
	}
	if found {
		return true
	}
	p.Launches("fork spawn execFile", func(l program.Launch) {
		if file, _ := p.FilePath(p.Files[l.At.File], l.Args[0]); file == "" || l.Name != "fork" || file == f.Path || file+".js" == f.Path {
			found = true
		}
	})
	return found
}
