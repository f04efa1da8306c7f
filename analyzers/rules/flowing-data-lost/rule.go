// Package flowingdatalost flags streams that flow before anybody takes their data.
package flowingdatalost

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
	ID:       "flowing-data-lost",
	Summary:  "Stream that flows before anybody takes its data",
	Section:  docs.PausedAndFlowing,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("stream.Readable#resume") }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		object := p.Receiver(r)
		if f.Test || takenBefore(p, f, r, object) {
			return
		}
		gap := syntax.Range{}
		p.After(r, func(_ int32, op *effects.Op) bool {
			switch op.Kind {
			case effects.OpAwait:
				if gap.End == 0 {
					gap = syntax.Range{Start: op.Start, End: op.End}
				}
			case effects.OpLoop:
				if op.A == effects.LoopForAwait && gap.End > 0 && f.SameObject(op.B, object) {
					report(p, f, r, gap, syntax.Range{Start: op.Start, End: op.End})
					return false
				}
			case effects.OpCall:
				next := program.CallRef{File: f.ID, Call: op.A}
				if !f.SameObject(p.Receiver(next), object) {
					return true
				}
				if p.MethodName(next) == "pause" || gap.End == 0 && takes(p, f, next) {
					return false
				}
				if takes(p, f, next) {
					report(p, f, r, gap, p.NameRange(next))
					return false
				}
			}
			return true
		})
	})
}

// takes reports whether a call on a stream takes its data.
func takes(p *rule.ProgramPass, f *program.File, r program.CallRef) bool {
	if p.HasEffect(r, nodeapi.EffectPipes) {
		return true
	}
	args := p.Args(r)
	if !p.HasEffect(r, nodeapi.EffectListens) || len(args) == 0 {
		return false
	}
	event, ok := p.Literal(f, args[0])
	return ok && event == "data"
}

// takenBefore reports whether somebody takes the data of a stream already where it starts to flow, or may: it is used outside the function.
func takenBefore(p *rule.ProgramPass, f *program.File, r program.CallRef, object effects.ValueID) bool {
	here := p.Call(r)
	for _, u := range p.Uses(f, object) {
		if u.Kind == program.UseProp {
			continue
		}
		if u.Func != here.Func || u.Start < here.Start && u.Kind == program.UseMethod && takes(p, f, program.CallRef{File: f.ID, Call: u.Call}) {
			return true
		}
	}
	return false
}

func report(p *rule.ProgramPass, f *program.File, r program.CallRef, gap, at syntax.Range) {
	name := rule.ObjectName(f, p.Receiver(r), "stream")
	p.Report(f, at,
		fmt.Sprintf("%s flows since its resume(), and nobody takes its data until here, after an await: what it gives meanwhile is thrown away.", name),
		rule.Help("Take the data first, in the same turn as resume(), or leave resume() out: a stream that nobody reads is paused."),
		rule.Because(
			rule.Step{File: f.Path, Range: p.NameRange(r), Message: "flowing from here, with nobody to take the data"},
			rule.Step{File: f.Path, Range: gap, Message: "data goes by while this waits"},
			rule.Step{File: f.Path, Range: at, Message: "the first who takes it"}))
}
