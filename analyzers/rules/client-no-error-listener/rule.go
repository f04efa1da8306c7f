// Package clientnoerrorlistener flags HTTP requests that are sent without anybody listening for their errors.
package clientnoerrorlistener

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "client-no-error-listener",
	Summary:  "HTTP request without an 'error' listener",
	Section:  docs.HttpClients,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.UnheardCalls(func(c *nodeapi.Class) bool { return c.IsA("http.ClientRequest") }, func(r program.CallRef, m *nodeapi.Member, c *nodeapi.Class) {
		why, _ := c.ErrorsFatal()
		p.Report(p.Files[r.File], p.CalleeRange(r),
			fmt.Sprintf("Nobody listens for 'error' on the request that %s makes: %s is then thrown as an uncaught exception and ends the process.", program.Display(m), why),
			p.AddListener(r),
			rule.Help("Add .on('error', …) to the request; the callback never gets the error."))
	})
}
