// Package throwinservercallback flags what asynchronous callbacks throw while a client waits for the handler that started them.
package throwinservercallback

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
	ID:       "throw-in-server-callback",
	Summary:  "throw in an asynchronous callback of a handler",
	Section:  docs.ErrorsAcrossAsync,
	Severity: rule.Error,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	if !p.Serves() || p.Survives() {
		return
	}
	seen := map[program.FuncRef]bool{}
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && !m.Package && (m.Func.Callback != nodeapi.NoCallback && rule.RunsLater(m.Func.Phase) || m.Func.Effect == nodeapi.EffectListens)
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		arg := p.CallbackArg(r)
		phase := m.Func.Phase
		if m.Func.Effect == nodeapi.EffectListens {
			arg, phase = 1, listenerPhase(p, r)
		}
		args := p.Args(r)
		if f.Test || arg < 0 || arg >= len(args) || !rule.RunsLater(phase) || p.InTry(r) && f.Facts.Val(args[arg]).Kind == effects.Closure {
			return // of a throw that stands in a try, the rule on try around callbacks says more
		}
		for _, fn := range p.Funcs(f, args[arg]) {
			if seen[fn] || p.Func(fn).Flags&(effects.FuncAsync|effects.FuncGenerator) != 0 || p.Files[fn.File].Test {
				continue
			}
			if at, ok := throws(p.Func(fn)); ok {
				seen[fn] = true
				judge(p, r, m, phase, fn, at)
			}
		}
	})
}

// listenerPhase is when Node emits the event that a call listens to, for events that Node emits from the loop.
func listenerPhase(p *rule.ProgramPass, r program.CallRef) nodeapi.Phase {
	event, ok := p.Literal(p.Files[r.File], p.Args(r)[0])
	for _, c := range p.ReceiverClasses(r) {
		if e := c.EventNamed(event); ok && e != nil && !c.IsA("process") {
			return e.Phase
		}
	}
	return nodeapi.PhaseNone
}

// throws is the first throw of a function that no try with a catch stands around.
func throws(fn *effects.Func) (at syntax.Range, ok bool) {
	program.Unprotected(fn, func(_ int32, op *effects.Op) bool {
		if op.Kind == effects.OpThrow {
			at, ok = syntax.Range{Start: op.Start, End: op.End}, true
		}
		return !ok
	})
	return at, ok
}

func judge(p *rule.ProgramPass, r program.CallRef, m *nodeapi.Member, phase nodeapi.Phase, fn program.FuncRef, at syntax.Range) {
	outer := program.FuncRef{File: r.File, Func: p.Call(r).Func}
	when, root, ok := p.Serving(outer)
	if !ok {
		return
	}
	path, weak := p.Path(outer, when)
	if weak {
		return
	}
	f := p.Files[fn.File]
	p.Report(f, at,
		fmt.Sprintf("This throw ends the server: %s calls back from the event loop, when %s has returned, so nothing above catches it and every client loses its connection.", program.Display(m), p.HandlerNamed(root, path)),
		rule.Help("Answer with an error status here, or pass the error to the handler's callback or next()."),
		rule.Because(append(p.Steps(p.Witness(outer, when)), rule.Step{File: p.Files[r.File].Path, Range: p.CalleeRange(r), Message: fmt.Sprintf("starts the work and returns; the callback runs in the %s", phase)})...),
		rule.Fact(fmt.Sprintf("%s → %s → this callback; no frame above it is yours.", p.HandlerNamed(root, path), program.Display(m))),
	)
}
