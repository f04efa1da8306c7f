// Package forkpathcwd flags files of children and threads that are meant from the calling file's folder and are looked for from the current one.
package forkpathcwd

import (
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "fork-path-cwd",
	Summary:  "File of a child or thread relative to the current folder",
	Section:  docs.SpawnExecFork,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Launches("fork Worker", func(l program.Launch) {
		name := "child_process.fork"
		option := "cwd" // of a child: its program is looked for from there
		if l.Name == "Worker" {
			name, option = "worker_threads.Worker", "eval" // code and no path
		}
		if ref, known := p.LaunchOption(&l, option); ref.File >= 0 || !known || p.Files[l.At.File].Says("chdir") {
			return
		}
		p.ReportCwdPath(l.At, name, l.Name == "fork", l.Name == "Worker")
	})
}
