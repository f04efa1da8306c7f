// Package floatingrejection flags promises of Node that nobody awaits and whose rejection nobody handles.
package floatingrejection

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "floating-rejection",
	Summary:  "Promise of Node that nobody handles",
	Section:  docs.UnhandledRejections,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	handled, asked := false, false
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.ReturnsPromise && !m.Package && rule.Rejects(m)
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		c := p.Call(r)
		if f.Test || c.Flags&(effects.CallNew|effects.CallVoided) != 0 || len(p.Targets(r)) != 1 || p.CallbackArg(r) >= 0 {
			return
		}
		if n := len(c.Args); n > 0 && len(p.Funcs(f, c.Args[n-1])) > 0 {
			return // taken for the callback form: a rule of its own says so
		}
		if !dropped(p, f, r.Call) || m.Is("global.fetch") && page(f) {
			return
		}
		if !asked {
			handled, asked = p.HandlesRejections(), true
		}
		if handled {
			return
		}
		why := ""
		if len(m.Func.Errors) > 0 {
			why = " (" + strings.Join(m.Func.Errors, ", ") + ")"
		}
		p.Report(f, p.CalleeRange(r),
			fmt.Sprintf("Nobody awaits the promise of %s, and nothing catches its rejection%s: an unhandled rejection ends the process.", program.Display(m), why),
			rule.Help("Await it where something catches, or add .catch((err) => …)."),
			rule.Fact("Since Node 15 an unhandled rejection is thrown as an uncaught exception: exit code 1."))
	})
}

// page reports whether a file is one of a page in a browser, where a rejection ends nothing.
func page(f *program.File) bool {
	for _, v := range f.Facts.Values {
		if v.Kind == effects.Global {
			switch f.Facts.Str(v.A) {
			case "window", "document", "location":
				return true
			}
		}
	}
	return false
}

// dropped reports whether the promise that a call gives is dropped: the statement ends with it, or with handlers of its success.
func dropped(p *rule.ProgramPass, f *program.File, call effects.CallID) bool {
	for range 8 {
		if f.Facts.Calls[call].Flags&effects.CallDiscarded != 0 {
			return true
		}
		v := f.ResultValue(call)
		if v < 0 {
			return false
		}
		uses := p.Uses(f, v)
		if len(uses) != 1 || uses[0].Kind != program.UseMethod {
			return false
		}
		next := &f.Facts.Calls[uses[0].Call]
		if name := uses[0].Name; name != "then" && name != "finally" || name == "then" && len(next.Args) != 1 {
			return false
		}
		call = uses[0].Call
	}
	return false
}
