// Package streamnoerrorlistener flags streams that are made and used without anybody listening for their errors.
package streamnoerrorlistener

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "stream-no-error-listener",
	Summary:  "Stream without an 'error' listener",
	Section:  docs.ErrorsAndCleanup,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.UnheardCalls(func(c *nodeapi.Class) bool {
		return (c.IsReadable() || c.IsWritable()) && !c.IsA("net.Socket") && !c.IsA("http.OutgoingMessage")
	}, func(r program.CallRef, m *nodeapi.Member, c *nodeapi.Class) {
		if p.InPipeChainThatListens(r) {
			return // pipe-error-on-last-only says it more exactly
		}
		why, _ := c.ErrorsFatal()
		p.Report(p.Files[r.File], p.CalleeRange(r),
			fmt.Sprintf("Nobody listens for 'error' on the stream that %s makes: %s is then thrown as an uncaught exception and ends the process.", program.Display(m), why),
			p.AddListener(r),
			rule.Help("Use stream.pipeline, or add an 'error' listener where the stream is made."),
			rule.Fact("Errors to expect: "+why+"."))
	})
}
