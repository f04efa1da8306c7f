// Package emiterrornoterror flags 'error' events that are emitted with something that is no Error.
package emiterrornoterror

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "emit-error-not-error",
	Summary:  "emit('error') with something that is no Error",
	Section:  docs.TheErrorEvent,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("events.EventEmitter#emit") }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		c := p.Call(r)
		if f.Test || len(c.Args) == 0 || c.Flags&effects.CallSpread != 0 || len(c.ArgStart) != len(c.Args) {
			return
		}
		if event, ok := p.Literal(f, c.Args[0]); !ok || event != "error" {
			return
		}
		for _, cl := range p.ReceiverClasses(r) {
			if !cl.IsEmitter() {
				return
			}
		}
		what, at := "nothing", p.CalleeRange(r)
		if len(c.Args) > 1 {
			if what = kind(f.Facts, c.Args[1]); what == "" {
				return
			}
			at = syntax.Range{Start: c.ArgStart[1], End: c.ArgEnd[1]}
		}
		p.Report(f, at,
			fmt.Sprintf("This 'error' event carries %s and no Error: listeners that read err.message or err.stack get undefined, and without a listener the process ends with ERR_UNHANDLED_ERROR, which does not say where this happened.", what),
			rule.Help("Emit new Error(…), with what went before as its cause."))
	})
}

// kind says what a value is that is sure to be no Error, "" otherwise.
func kind(facts *effects.Facts, v effects.ValueID) string {
	switch x := facts.Val(v); x.Kind {
	case effects.String, effects.Template:
		return "a string"
	case effects.Number:
		return "a number"
	case effects.Binary:
		if x.Op == effects.Add && (kind(facts, x.A) == "a string" || kind(facts, x.B) == "a string") {
			return "a string"
		}
	case effects.Object:
		return "a plain object"
	case effects.Null:
		return "null"
	}
	return ""
}
