// Package pipelineneedscallback flags calls of stream.pipeline without a callback.
package pipelineneedscallback

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "pipeline-needs-callback",
	Summary:  "stream.pipeline without a callback",
	Section:  docs.Pipeline,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("stream.pipeline") }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		c := p.Call(r)
		targets := p.Targets(r)
		if f.Test || c.Flags&effects.CallSpread != 0 || len(targets) != 1 || targets[0].Promised {
			return
		}
		args := p.Args(r)
		if len(args) == 0 || len(args) != len(c.Args) || !noFunction(p, f, args[len(args)-1]) {
			return
		}
		opts := []rule.Option{rule.Help("Give it a callback for the outcome, or await the pipeline of node:stream/promises."), rule.Fact("`pipeline` is the one of `node:stream` here, which returns a stream and no promise.")}
		if c.Flags&effects.CallAwaited != 0 && !f.ESM {
			opts = append(opts, rule.FixWith(rule.Fix{Title: "Await the pipeline of node:stream/promises", Safe: true, Edits: []rule.Edit{{Range: p.CalleeRange(r), New: "require('node:stream/promises').pipeline"}}}))
		}
		p.Report(f, p.CalleeRange(r), "The last argument of this pipeline is no function: pipeline of node:stream takes a callback there, and throws ERR_INVALID_ARG_TYPE without one.", opts...)
	})
}

// noFunction reports whether a value is known to be no function: a stream, or an object or array written there.
func noFunction(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	objects := p.Eval(f, v)
	for _, a := range objects {
		switch a.Kind {
		case program.AbsObject, program.AbsArray, program.AbsNew:
		case program.AbsInst:
			if c := a.Class(); c == nil || !c.IsReadable() && !c.IsWritable() {
				return false
			}
		case program.AbsMember:
			if m := a.Member(); m.Instance == "" {
				return false
			}
		default:
			return false
		}
	}
	return len(objects) > 0
}
