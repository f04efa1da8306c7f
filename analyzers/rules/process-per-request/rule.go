// Package processperrequest flags processes and threads that are started for each request.
package processperrequest

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "process-per-request",
	Summary:  "A process or thread for each request",
	Section:  docs.SpawnExecFork,
	Severity: rule.Info,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	if !p.Serves() {
		return
	}
	p.Launches("spawn fork exec execFile Worker", func(l program.Launch) {
		f := p.Files[l.At.File]
		fn := program.FuncRef{File: l.At.File, Func: p.Call(l.At).Func}
		when, root, ok := p.Serving(fn)
		if !ok || when != nodeapi.Request && when != nodeapi.Message && when != nodeapi.Connection || p.Once(l.At) || p.DevelopmentOnly(l.At) || p.ExitsAfter(l.At) || limited(f) {
			return
		}
		path, _ := p.Path(fn, when)
		what := "a process"
		switch l.Name {
		case "fork":
			what = "a Node of its own, some 30 MB,"
		case "Worker":
			what = "a thread with a heap of its own"
		}
		p.Report(f, p.CalleeRange(l.At),
			fmt.Sprintf("%s starts %s for every %s (%s), and nothing bounds how many run at the same time: as many clients as come decide what this machine has to carry.", named(l.Name), what, when, p.HandlerNamed(root, path)),
			rule.Help("Keep a few processes or threads and hand them the work (a pool), or bound the number that run, by a queue."),
			rule.Because(p.Steps(p.Witness(fn, when))...))
	})
}

// limited reports whether a file has to do with something that bounds what runs at the same time.
func limited(f *program.File) bool {
	return f.Says("p-limit", "p-queue", "p-map", "bottleneck", "generic-pool", "workerpool", "piscina", "async-sema", "async-mutex", "semaphore", "Semaphore", "concurrency", "maxConcurrent", "pool", "Pool", "queue", "Queue", "limit", "limiter", "rateLimit")
}

func named(function string) string {
	if function == "Worker" {
		return "new Worker"
	}
	return function
}
