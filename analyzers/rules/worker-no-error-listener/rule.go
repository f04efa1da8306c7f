// Package workernoerrorlistener flags worker threads whose uncaught errors nobody listens for.
package workernoerrorlistener

import (
	"fmt"
	"path"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "worker-no-error-listener",
	Summary:  "Worker thread without an 'error' listener",
	Section:  docs.WorkerThreads,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.UnheardCalls(func(c *nodeapi.Class) bool { return c.IsA("worker_threads.Worker") }, func(r program.CallRef, m *nodeapi.Member, c *nodeapi.Class) {
		f := p.Files[r.File]
		args := p.Args(r)
		if m.Class == nil || len(args) == 0 || p.ExitsAfter(r) {
			return
		}
		what := "an error that the worker does not catch"
		opts := []rule.Option{p.AddListener(r), rule.Help("Add .on('error', …) to the worker.")}
		if file, _ := p.FilePath(f, args[0]); file != "" && p.Exists(file) {
			what = fmt.Sprintf("an error that %s does not catch", path.Base(file))
			if rel, inside := p.Below(file); inside {
				opts = append(opts, rule.Fact(fmt.Sprintf("The worker's file: `%s`.", rel)))
			}
		}
		p.Report(f, p.CalleeRange(r), "Nobody listens for 'error' on this worker: "+what+" comes as that event, is thrown here as an uncaught exception and ends the whole process.", opts...)
	})
}
