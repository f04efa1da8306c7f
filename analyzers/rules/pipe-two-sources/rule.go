// Package pipetwosources flags sources that are piped into one target, which the first to end ends.
package pipetwosources

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
	ID:       "pipe-two-sources",
	Summary:  "Two sources piped into one target",
	Section:  docs.PipeOrEvents,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Func != nil && m.Func.Effect == nodeapi.EffectPipes }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		if f.Test || !ends(p, f, r) {
			return
		}
		target := p.Call(r).Args[0]
		if loop, ok := aroundTarget(p, f, r, target); ok {
			report(p, f, r, "each round of this loop pipes another source", loop)
			return
		}
		p.After(r, func(_ int32, op *effects.Op) bool {
			if op.Kind != effects.OpCall {
				return op.Kind != effects.OpAwait
			}
			next := program.CallRef{File: f.ID, Call: op.A}
			if p.MethodName(next) == "unpipe" {
				return false
			}
			if !p.HasEffect(next, nodeapi.EffectPipes) || !ends(p, f, next) || !f.SameObject(p.Call(next).Args[0], target) || f.SameObject(p.Receiver(next), p.Receiver(r)) {
				return true
			}
			report(p, f, r, "another source is piped into it", p.NameRange(next))
			return false
		})
	})
}

// ends reports whether a pipe ends its target: it has no second argument, and the target is a stream that can be ended.
func ends(p *rule.ProgramPass, f *program.File, r program.CallRef) bool {
	args := p.Call(r).Args
	return len(args) == 1 && p.Receiver(r) >= 0 && p.IsWritableStream(f, args[0])
}

// aroundTarget is the loop that holds a pipe, and that its target is not made in.
func aroundTarget(p *rule.ProgramPass, f *program.File, r program.CallRef, target effects.ValueID) (syntax.Range, bool) {
	v := f.Facts.Val(target)
	if v.Kind != effects.Var || len(f.Facts.Vars[v.A].Values) != 1 {
		return syntax.Range{}, false
	}
	start := f.Facts.Vars[v.A].Start
	c := p.Call(r)
	fn := &f.Facts.Funcs[c.Func]
	for i := range fn.Ops {
		op := &fn.Ops[i]
		if op.Kind != effects.OpLoop || op.A == effects.LoopForAwait || op.A == effects.LoopForever {
			continue
		}
		holds, once := false, false
		for k := int32(i) + 1; k < op.Skip; k++ {
			switch in := &fn.Ops[k]; in.Kind {
			case effects.OpCall:
				holds = holds || in.A == r.Call
			case effects.OpBreak, effects.OpReturn, effects.OpAwait:
				once = true
			}
		}
		if holds && !once && start < op.Start {
			return syntax.Range{Start: op.Start, End: op.End}, true
		}
	}
	return syntax.Range{}, false
}

func report(p *rule.ProgramPass, f *program.File, r program.CallRef, why string, at syntax.Range) {
	c := p.Call(r)
	name := rule.ObjectName(f, c.Args[0], "stream")
	p.Report(f, p.NameRange(r),
		fmt.Sprintf("When this source ends, pipe ends %s, and what the other source gives after that fails with ERR_STREAM_WRITE_AFTER_END.", name),
		rule.Help("Pass { end: false } and end the target when all sources have ended, or pipe one after the other."),
		rule.Because(rule.Step{File: f.Path, Range: at, Message: why}),
		rule.FixWith(rule.Fix{Title: "Leave the target open", Edits: []rule.Edit{{Range: syntax.Range{Start: c.ArgEnd[0], End: c.ArgEnd[0]}, New: ", { end: false }"}}}))
}
