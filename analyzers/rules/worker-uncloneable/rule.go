// Package workeruncloneable flags values that cannot be sent to another thread.
package workeruncloneable

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
	ID:       "worker-uncloneable",
	Summary:  "Message to a thread that cannot be cloned",
	Section:  docs.WorkerThreads,
	Severity: rule.Error,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Method != nil && strings.HasPrefix(m.Name, "worker_threads.") && strings.HasSuffix(m.Name, "#postMessage")
	}, func(r program.CallRef, m *nodeapi.Member) {
		if args := p.Args(r); len(args) > 0 {
			judge(p, r, program.Part{File: p.Files[r.File], Value: args[0]}, 0, "postMessage")
		}
	})
	p.Launches("Worker", func(l program.Launch) {
		if data, _ := p.LaunchOption(&l, "workerData"); data.File >= 0 {
			judge(p, l.At, program.Part{File: p.Files[data.File], Value: data.Value}, l.Options, "new Worker")
		}
	})
}

func judge(p *rule.ProgramPass, r program.CallRef, whole program.Part, arg int, by string) {
	f := p.Files[r.File]
	if f.Test || p.InTry(r) { // in a try it asks what can be cloned
		return
	}
	p.Parts(whole.File, whole.Value, func(part program.Part) bool {
		sort := p.Sort(part)
		switch {
		case sort == "a function", sort == "a Promise", sort == "a symbol", strings.HasPrefix(sort, "a Weak"):
		case strings.Contains(sort, "."): // a stream or server, full of functions
		default:
			return true
		}
		name, at, in := part.Path, part.At, part.File
		if at.End == 0 || in.ID != f.ID {
			at, in = p.ArgRange(r, arg), f
		}
		if name == "" {
			name = "the value"
		}
		opts := []rule.Option{rule.Help("Send data only, and make what acts on it in the thread that gets it."), rule.Fact(fmt.Sprintf("`%s`: %s, which is not among the types that can be cloned.", name, sort))}
		if part.Path != "" {
			opts = append(opts, rule.Because(rule.Step{File: f.Path, Range: p.CalleeRange(r), Message: "is sent to the other thread here"}))
		}
		p.Report(in, at, fmt.Sprintf("What goes to another thread is cloned, and %s is %s, which cannot be: %s throws a DataCloneError.", name, sort, by), opts...)
		return false
	})
}
