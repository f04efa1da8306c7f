// Package ipcvaluelost flags values in messages between processes that JSON cannot hold.
package ipcvaluelost

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "ipc-value-lost",
	Summary:  "Message between processes with a value that JSON loses",
	Section:  docs.Ipc,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

// arrives says what comes out at the other end (ECMAScript, section 25.5.2.2; Node docs, "Advanced serialization").
var arrives = map[string]string{
	"a Map": "as {}, without its entries", "a Set": "as {}, without its members", "a RegExp": "as {}", "an Error": "as {}, without message and stack",
	"a Date": "as a string", "a function": "not at all: the property is left out", "NaN": "as null", "Infinity": "as null",
	"a Buffer": "as an object { type: 'Buffer', data: […] }", "a symbol": "not at all: the property is left out",
	"a Promise": "as {}", "a WeakMap": "as {}", "a WeakSet": "as {}", "a WeakRef": "as {}",
}

func check(p *rule.ProgramPass) {
	advanced := 0
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Is("process.send", "child_process.ChildProcess#send", "cluster.Worker#send")
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) == 0 {
			return
		}
		if advanced == 0 {
			advanced = 1
			if p.Says("advanced") || p.Says("toJSON") {
				advanced = 2
			}
		}
		if advanced == 2 {
			return
		}
		var lost []program.Part
		p.Parts(f, args[0], func(part program.Part) bool {
			sort := p.Sort(part)
			if sort == "a function" && part.File.Facts.Val(part.Value).Kind != effects.Closure {
				return true // a callback that is kept in the message, for this side
			}
			if arrives[sort] != "" && part.File == f {
				lost = append(lost, part)
			}
			return true
		})
		if len(lost) == 0 {
			return
		}
		first := lost[0]
		name, at := first.Path, first.At
		if name == "" {
			name = "it"
		}
		if at.End == 0 {
			at = p.ArgRange(r, 0)
		}
		opts := []rule.Option{rule.Help(help(p.Sort(first)))}
		if name != "it" {
			opts = append(opts, rule.Because(rule.Step{File: f.Path, Range: p.CalleeRange(r), Message: "is sent to the other process here"}))
		}
		for _, x := range lost {
			if x.Path != "" {
				opts = append(opts, rule.Fact(fmt.Sprintf("`%s` is %s and arrives %s.", x.Path, p.Sort(x), arrives[p.Sort(x)])))
			}
		}
		p.Report(f, at, fmt.Sprintf("Messages between processes are JSON: %s is %s and arrives %s.", name, p.Sort(first), arrives[p.Sort(first)]), opts...)
	})
}

func help(sort string) string {
	switch sort {
	case "an Error":
		return "Send what is needed of it: { message: err.message, stack: err.stack }."
	case "a function", "a symbol", "a Promise":
		return "Send data only."
	case "a Date":
		return "Send the number of milliseconds and make a Date of it on the other side, or start the child with serialization: 'advanced'."
	}
	return "Send plain data and make the object anew on the other side, or start the child with serialization: 'advanced'."
}
