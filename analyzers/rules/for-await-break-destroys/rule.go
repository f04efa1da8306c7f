// Package forawaitbreakdestroys flags streams that are used after a loop over them was left.
package forawaitbreakdestroys

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
	ID:       "for-await-break-destroys",
	Summary:  "Stream used after a break out of a loop over it",
	Section:  docs.PausedAndFlowing,
	Severity: rule.Info,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Chunks(func(c rule.Chunk) {
		if c.Loop < 0 || !p.IsReadableStream(c.File, c.Source) {
			return
		}
		f := c.File
		fn := &f.Facts.Funcs[c.Func]
		var leave *effects.Op
		for i := c.Loop + 1; i < fn.Ops[c.Loop].Skip; i++ {
			if op := &fn.Ops[i]; op.Kind == effects.OpBreak && op.A == c.Loop {
				leave = op
				break
			}
		}
		if leave == nil {
			return
		}
		p.AfterOp(program.FuncRef{File: f.ID, Func: c.Func}, c.Loop, func(_ int32, op *effects.Op) bool {
			at, used := use(p, f, op, c.Source)
			if used {
				p.Report(f, at,
					fmt.Sprintf("%s is destroyed when the loop before is left by break: here it gives nothing any more.", rule.ObjectName(f, c.Source, "stream")),
					rule.Help("Loop over stream.iterator({ destroyOnReturn: false }) first, or read all in one loop."),
					rule.Because(rule.Step{File: f.Path, Range: c.At, Message: "the loop over the stream"}, rule.Step{File: f.Path, Range: syntax.Range{Start: leave.Start, End: leave.End}, Message: "leaves the loop, which destroys the stream"}))
			}
			return !used
		})
	})
}

// use reports whether an operation takes data of the stream, and where.
func use(p *rule.ProgramPass, f *program.File, op *effects.Op, source effects.ValueID) (syntax.Range, bool) {
	switch op.Kind {
	case effects.OpLoop:
		if op.A == effects.LoopForAwait && f.SameObject(op.B, source) {
			return syntax.Range{Start: op.Start, End: op.End}, true
		}
	case effects.OpCall:
		r := program.CallRef{File: f.ID, Call: op.A}
		switch p.MethodName(r) {
		case "pipe", "read", "resume", "toArray", "map", "forEach", "iterator":
			return p.NameRange(r), f.SameObject(p.Receiver(r), source)
		}
	}
	return syntax.Range{}, false
}
