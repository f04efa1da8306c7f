// Package clusterforkunguarded flags cluster.fork() in a program that never asks which process it is.
package clusterforkunguarded

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "cluster-fork-unguarded",
	Summary:  "cluster.fork() in the workers too",
	Section:  docs.ClusterFork,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Name == "cluster.fork" }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		fn := program.FuncRef{File: r.File, Func: p.Call(r).Func}
		// with setupPrimary the workers run another file
		if f.Test || !p.Runs(fn, nodeapi.Load) || p.InTry(r) || p.Says("isPrimary", "isMaster", "isWorker", "NODE_UNIQUE_ID", "setupPrimary", "setupMaster") || asksForWorker(p) {
			return
		}
		p.Report(f, p.CalleeRange(r),
			"A worker runs this program from its first line, and so comes to this cluster.fork() as well: only the primary has that function, and the worker ends with a TypeError.",
			rule.Help("Ask which process this is: if (cluster.isPrimary) { cluster.fork(); } else { … }."),
			rule.Fact("A worker runs: the whole program, with everything at the top of its files."),
			rule.Because(p.Steps(p.Witness(fn, nodeapi.Load))...))
	})
}

// asksForWorker reports whether a file asks for cluster.worker, which only workers have.
func asksForWorker(p *rule.ProgramPass) bool {
	for _, f := range p.Files {
		for _, v := range f.Facts.Values {
			if (v.Kind == effects.Prop || v.Kind == effects.ImportName) && f.Facts.Str(v.B) == "worker" {
				return true
			}
		}
	}
	return false
}
