// Package transformcallbackmissing flags methods of streams with a path that never calls the callback.
package transformcallbackmissing

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "transform-callback-missing",
	Summary:  "Method of a stream with a path that never calls back",
	Section:  docs.ImplementingWritableTransform,
	Severity: rule.Error,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

// outcome says what a stream does whose method never calls back.
var outcome = map[string]string{
	"transform": "Node gives a stream its next chunk only after that, so the pipeline stands still, without an error",
	"write":     "Node gives a stream its next chunk only after that, so the pipeline stands still, without an error",
	"writev":    "Node gives a stream its next chunks only after that, so the pipeline stands still, without an error",
	"flush":     "Node ends the output only after that, so nobody gets 'end'",
	"final":     "Node finishes the stream only after that, so nobody gets 'finish'",
	"destroy":   "Node closes the stream only after that, so nobody gets 'close'",
	"construct": "Node starts the stream only after that, so nothing is read or written",
}

func check(p *rule.ProgramPass) {
	said := map[syntax.Range]program.FileID{}
	p.StreamCallbacks(func(m *program.StreamMethod, callback int) {
		f := p.Files[m.Func.File]
		fn := p.Func(m.Func)
		if f.Test || len(fn.Ops) == 0 || fn.Flags&effects.FuncGenerator != 0 {
			return
		}
		if v := f.ParamValue(m.Func.Func, callback); v >= 0 {
			if keptOutside(p, f, m, v) {
				return
			}
			if e := p.CallingOf(m.Func, v); e != nil {
				for _, l := range e.Opens {
					if l.Left.Call < 0 {
						leak(p, f, m, l, f.ParamName(v), said)
					}
				}
			}
			return
		}
		if !mayUse(f, fn, callback) && !throws(fn) && !callsParam(p, f, m.Func) {
			p.Report(f, m.At, fmt.Sprintf("%s never calls its callback: %s.", m.Hook, outcome[m.Hook]),
				rule.Help("Take the callback as the last parameter, and call it when the work is done."),
				rule.Fact("The path with no call: the whole method."))
		}
	})
}

// keptOutside reports whether a variable around the method gets the callback, for whoever calls it later.
func keptOutside(p *rule.ProgramPass, f *program.File, m *program.StreamMethod, callback effects.ValueID) bool {
	for _, a := range p.Aliases(f, callback) {
		if x := f.Facts.Val(a); x.Kind == effects.Var && !rule.Inside(f.Facts, f.Facts.Vars[x.A].Func, m.Func.Func) {
			return true
		}
	}
	return false
}

// mayUse reports whether a function may reach a parameter that it does not name.
func mayUse(f *program.File, fn *effects.Func, callback int) bool {
	if fn.Flags&effects.FuncUsesArgs != 0 || f.Facts.Uncertain {
		return true
	}
	for i, param := range fn.Params {
		if param.Flags&effects.ParamRest != 0 || i == callback && param.Flags&(effects.ParamUsed|effects.ParamPattern|effects.ParamWritten) != 0 {
			return true
		}
	}
	return false
}

// callsParam reports whether a method calls one of the parameters that it has: it is written for streams that are not Node's.
func callsParam(p *rule.ProgramPass, f *program.File, fn program.FuncRef) (found bool) {
	for ci := range f.Facts.Calls {
		x := f.Facts.Val(f.Facts.Calls[ci].Callee)
		found = found || x.Kind == effects.Param && x.A == fn.Func
	}
	return found
}

// throws reports whether a method does nothing but throw: it is to be overridden.
func throws(fn *effects.Func) bool {
	last := &fn.Ops[len(fn.Ops)-1]
	return last.Kind == effects.OpThrow
}

// leak reports one path.
func leak(p *rule.ProgramPass, f *program.File, m *program.StreamMethod, l program.Leak, name string, said map[syntax.Range]program.FileID) {
	at := l.At
	if at.End == 0 {
		at = rule.PathEnd(p.Func(l.Func), l.Turns)
	}
	if file, ok := said[at]; ok && file == f.ID {
		return
	}
	said[at] = f.ID
	condition, steps := p.PathSteps(f, l.Turns)
	steps = append([]rule.Step{{File: f.Path, Range: m.At, Message: "Node calls " + m.Hook + " and waits for `" + name + "`"}}, steps...)
	p.Report(f, at, fmt.Sprintf("This path%s never calls `%s`: %s.", condition, name, outcome[m.Hook]),
		rule.Help(fmt.Sprintf("Call `%s` on this path too, with the error if there is one.", name)),
		rule.Because(steps...),
		rule.Fact(fmt.Sprintf("The path with no call%s is one of %s.", condition, m.Hook)))
}
