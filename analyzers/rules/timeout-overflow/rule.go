// Package timeoutoverflow flags timers whose delay does not fit into 32 bits, which Node turns into one millisecond.
package timeoutoverflow

import (
	"fmt"
	"math"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "timeout-overflow",
	Summary:  "Timer delay over 24.8 days",
	Section:  docs.Timers,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

// maxDelay is TIMEOUT_MAX of Node's lib/internal/timers.js, in milliseconds.
const maxDelay = math.MaxInt32

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Is("global.setTimeout", "global.setInterval", "timers.setTimeout", "timers.setInterval", "timers/promises.setTimeout", "timers/promises.setInterval")
	}, func(r program.CallRef, m *nodeapi.Member) {
		at := 1
		if m.Module == "timers/promises" {
			at = 0
		}
		args := p.Args(r)
		if len(args) <= at || at >= len(p.Call(r).ArgStart) {
			return
		}
		f := p.Files[r.File]
		n, ok := p.Number(f, args[at])
		if !ok || n <= maxDelay {
			return
		}
		unit, help := "fires", "Wait in steps of at most 2147483647 ms: store the moment at which it is due, and set the timer anew until then."
		if m.Is("global.setInterval", "timers.setInterval", "timers/promises.setInterval") {
			unit, help = "fires a thousand times a second", "Use a shorter interval and look at the clock in it, or run the job by a scheduler such as cron."
		}
		amount := fmt.Sprintf("%.0f ms, %.1f days", n, n/86_400_000)
		if math.IsInf(n, 0) || n > 1e15 {
			amount = "without an end"
		}
		p.Report(f, p.ArgRange(r, at),
			fmt.Sprintf("This delay (%s) does not fit into the 32 bits of a timer: Node takes 1 ms instead, so %s %s at once.", amount, program.Display(m), unit),
			rule.Help(help),
			rule.Fact("Longest delay: `2147483647` ms, 24.8 days. Node uses: `1` ms, with a `TimeoutOverflowWarning`."))
	})
}
