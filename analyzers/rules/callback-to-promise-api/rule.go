// Package callbacktopromiseapi flags callbacks that are given to functions which return a promise and call nobody back.
package callbacktopromiseapi

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "callback-to-promise-api",
	Summary:  "Callback given to a function that returns a promise",
	Section:  docs.PromisesOverCallbacks,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.ReturnsPromise && m.Func.Callback == nodeapi.NoCallback && !m.Package && promiseForm(m)
	}, func(r program.CallRef, m *nodeapi.Member) {
		c := p.Call(r)
		f := p.Files[r.File]
		if len(c.Args) < 2 || c.Flags&effects.CallSpread != 0 {
			return
		}
		// the last argument is where a callback would stand; functions in options (filter) are members
		last := len(c.Args) - 1
		if fns := p.Funcs(f, c.Args[last]); len(fns) == 1 && len(p.Eval(f, c.Args[last])) == 1 {
			at := syntax.Range{Start: c.ArgStart[last], End: c.ArgEnd[last]}
			p.Report(f, at,
				fmt.Sprintf("%s returns a promise and takes no callback: it ignores this function, which is never called.", program.Display(m)),
				rule.Help("Await the promise, or use the callback form of the module."),
				rule.Because(rule.Step{Range: p.CalleeRange(r), Message: "this is the promise form of the function"}))
		}
	})
}

// promiseForm reports whether a function is of a module none of whose functions takes a function as its last argument.
func promiseForm(m *nodeapi.Member) bool {
	switch m.Module {
	case "dns/promises", "timers/promises", "readline/promises":
		return true
	}
	return strings.HasPrefix(m.Name, "fs.promises.")
}
