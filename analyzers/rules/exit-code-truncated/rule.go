// Package exitcodetruncated flags exit codes that do not fit into a byte.
package exitcodetruncated

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "exit-code-truncated",
	Summary:  "Exit code that does not fit into a byte",
	Section:  docs.LifecycleAndExitCodes,
	Severity: rule.Warning,
	Preset:   rule.Teaching,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Name == "process.exit" }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) == 0 {
			return
		}
		n, ok := p.Number(f, args[0])
		if !ok || n != float64(int64(n)) || n >= 0 && n <= 255 {
			return
		}
		low := int64(n) & 255
		fact := rule.Fact(fmt.Sprintf("The shell sees: `%d`.", low))
		if low == 0 {
			p.Report(f, p.ArgRange(r, 0), fmt.Sprintf("An exit code is one byte: of %d nothing is left, so this is 0, which is success.", int64(n)), rule.Help("Use a number from 1 to 255; 1 is the usual one."), fact)
			return
		}
		p.Report(f, p.ArgRange(r, 0), fmt.Sprintf("An exit code is one byte: %d arrives as %d.", int64(n), low), rule.Help("Use a number from 1 to 255; 1 is the usual one."), fact, rule.As(rule.Hint))
	})
}
