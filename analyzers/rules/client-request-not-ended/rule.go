// Package clientrequestnotended flags HTTP requests that are made and neither ended nor written to, so that they are never sent.
package clientrequestnotended

import (
	"fmt"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "client-request-not-ended",
	Summary:  "HTTP request never ended",
	Section:  docs.HttpClients,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("http.request", "https.request") }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		v := f.ResultValue(r.Call)
		if f.Test || v < 0 || mayEnd(p, f, v) {
			return
		}
		p.Report(f, p.CalleeRange(r),
			fmt.Sprintf("Nothing ends the request that %s makes: Node sends nothing before end() says that the request is complete or a part of the body is written, so the server never gets this one.", program.Display(m)),
			rule.Help("Call end() on the request, or use get, which does."))
	})
}

// mayEnd reports whether some use of a request ends it, sends a part of it or gives it up, or takes it where that may happen.
func mayEnd(p *rule.ProgramPass, f *program.File, v int32) bool {
	for _, u := range p.Uses(f, v) {
		switch u.Kind {
		case program.UseMethod:
			switch u.Name {
			case "on", "once", "addListener", "setHeader", "removeHeader", "setTimeout", "setNoDelay", "setSocketKeepAlive":
			default:
				return true
			}
		case program.UseProp:
			if u.Name == "end" || u.Name == "" {
				return true // handed on as a function, or by a computed name
			}
		default:
			return true
		}
	}
	return false
}
