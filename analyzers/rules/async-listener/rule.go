// Package asynclistener flags async functions that listen to an event and can reject: emit drops their promise.
package asynclistener

import (
	"fmt"
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "async-listener",
	Summary:  "async listener that can reject",
	Section:  docs.AsyncListeners,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	seen := map[program.FuncRef]bool{}
	captures, asked := false, false
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Func != nil && m.Func.Effect == nodeapi.EffectListens }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) < 2 || !isEmitter(p, r) {
			return
		}
		event, _ := p.Literal(f, args[0])
		if event == "request" {
			return // the rule on request handlers says what becomes of the client
		}
		for _, fn := range p.Funcs(f, args[1]) {
			if seen[fn] || p.Func(fn).Flags&(effects.FuncAsync|effects.FuncGenerator) != effects.FuncAsync || p.Files[fn.File].Test {
				continue
			}
			seen[fn] = true
			op := p.MayReject(fn)
			if op == nil {
				continue
			}
			if !asked {
				captures, asked = p.HandlesRejections() || mentions(p, "captureRejections", "emitAsync"), true
			}
			if !captures {
				report(p, r, fn, event, op)
			}
		}
	})
}

// isEmitter reports whether what a listener is added to is known to be Node's kind of emitter, which ignores what listeners return. The process
// is left out: what its listeners do stands at the end of the program.
func isEmitter(p *rule.ProgramPass, r program.CallRef) bool {
	classes := p.ReceiverClasses(r)
	for _, c := range classes {
		if !c.IsEmitter() || c.IsA("process") {
			return false
		}
	}
	return len(classes) > 0
}

// mentions reports whether any file of the program has one of the names: emitters that await their listeners have a method of their own for it.
func mentions(p *rule.ProgramPass, names ...string) bool {
	for _, f := range p.Files {
		for _, s := range f.Facts.Strings {
			if slices.Contains(names, s) {
				return true
			}
		}
	}
	return false
}

func report(p *rule.ProgramPass, r program.CallRef, fn program.FuncRef, event string, op *effects.Op) {
	f := p.Files[fn.File]
	def := p.Func(fn)
	at := syntax.Range{Start: def.NameStart, End: def.NameEnd}
	if f.Facts.Str(def.Name) == "" || def.NameEnd <= def.NameStart+1 {
		at = syntax.Range{Start: def.Start, End: def.Start + int32(len("async"))}
	}
	what := "this await"
	if op.Kind == effects.OpThrow {
		what = "this throw"
	}
	listener := "listener"
	if event != "" {
		listener = "'" + event + "' listener"
	}
	p.Report(f, at,
		fmt.Sprintf("emit drops the promise of this async %s: when it rejects, nobody handles it, not even an 'error' listener, and the process ends.", listener),
		rule.Help("Put the work in try, and report the error in catch."),
		rule.Because(
			rule.Step{File: p.Files[r.File].Path, Range: p.CalleeRange(r), Message: "is added as a listener here"},
			rule.Step{File: f.Path, Range: syntax.Range{Start: op.Start, End: op.End}, Message: what + " stands in no try with a catch"},
		),
		rule.Fact(fmt.Sprintf("Line by line, what can reject first is %s.", what)),
	)
}
