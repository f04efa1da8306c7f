// Package clusterrespawnloop flags workers that are started again whenever one ends, however it ended.
package clusterrespawnloop

import (
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "cluster-respawn-loop",
	Summary:  "Workers started again without a condition",
	Section:  docs.Restarts,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	seen := map[program.FuncRef]bool{}
	for _, root := range p.Roots() {
		if root.Event != "exit" && root.Event != "disconnect" || root.Emitter == nil || !root.Emitter.IsA("cluster") && !root.Emitter.IsA("cluster.Worker") ||
			root.At.Call < 0 || seen[root.Func] || p.Files[root.At.File].Test {
			continue
		}
		seen[root.Func] = true
		if p.Says("exitedAfterDisconnect", "suicide") {
			return
		}
		for _, reached := range p.Reach(root.Func, 20, program.During) {
			if len(reached.Path) > 1 || len(reached.Path) == 1 && (reached.Path[0].At.Call < 0 || !sure(p, reached.Path[0].At)) {
				continue
			}
			found := false
			p.CallsIn(reached.Func, func(r program.CallRef) {
				if m := p.Member(r); m != nil && m.Name == "cluster.fork" && !found && sure(p, r) {
					found = true
					report(p, root, reached, r)
				}
			})
			if found {
				break
			}
		}
	}
}

// sure reports whether a call is made whatever the end was: no test decides on it.
func sure(p *rule.ProgramPass, r program.CallRef) bool {
	return p.Certain(r) && !p.Guarded(r, "code", "signal", "exitCode", "signalCode", "isShuttingDown", "shuttingDown", "stopping", "closing", "exiting")
}

func report(p *rule.ProgramPass, root program.Root, reached program.Reached, r program.CallRef) {
	steps := []rule.Step{{File: p.Files[root.At.File].Path, Range: p.ListenRange(root.At), Message: "listens for the end of workers here"}}
	steps = append(steps, p.Steps(p.EdgeSteps(reached.Path))...)
	p.Report(p.Files[r.File], p.CalleeRange(r),
		"Every worker that ends is replaced at once, whatever the reason: one that cannot start, or ends right after, is started again and again, as fast as the machine can, and a worker that was told to end comes back.",
		rule.Help("Look at worker.exitedAfterDisconnect and the code, and wait a while, longer each time, before the next try."),
		rule.Because(steps...))
}
