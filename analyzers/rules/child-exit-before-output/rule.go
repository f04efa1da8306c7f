// Package childexitbeforeoutput flags the output of a child that is used when the process is over, and may not have been read yet.
package childexitbeforeoutput

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
	ID:       "child-exit-before-output",
	Summary:  "Collected output of a child used in 'exit'",
	Section:  docs.ChildExit,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

// collected is a variable that gets the output of a stream.
type collected struct {
	variable effects.ValueID
	stream   string
	at       program.CallRef
}

func check(p *rule.ProgramPass) {
	p.Launches("spawn exec execFile fork", func(l program.Launch) {
		f := p.Files[l.At.File]
		child := f.ResultValue(l.At.Call)
		if child < 0 || f.Test || p.Hears(f, child, "close") == program.HeardYes {
			return
		}
		var outputs []collected
		for _, stream := range []string{"stdout", "stderr"} {
			for _, v := range p.Props(f, child, stream) {
				outputs = append(outputs, collects(p, f, v, stream)...)
			}
		}
		if len(outputs) == 0 {
			return
		}
		for _, r := range p.Listening(f, child, "exit") {
			args := p.Args(r)
			for _, fn := range p.Funcs(f, args[1]) {
				for _, o := range outputs {
					if fn.File == f.ID && p.Mentions(fn, func(v effects.ValueID, _ effects.Value) bool { return v == o.variable }) {
						report(p, f, r, o)
						return
					}
				}
			}
		}
	})
}

// collects are the variables that the 'data' listeners of a stream add to. One whose end is waited for is complete when it is used.
func collects(p *rule.ProgramPass, f *program.File, stream effects.ValueID, name string) (out []collected) {
	if p.Hears(f, stream, "end") == program.HeardYes || p.Hears(f, stream, "close") == program.HeardYes {
		return nil
	}
	for _, r := range p.Listening(f, stream, "data") {
		for _, fn := range p.Funcs(f, p.Args(r)[1]) {
			if fn.File != f.ID {
				continue
			}
			for i := range p.Func(fn).Ops {
				op := &p.Func(fn).Ops[i]
				v := effects.ValueID(-1)
				chunk := func(_ effects.ValueID, x effects.Value) bool { return x.Kind == effects.Param && x.A == fn.Func }
				switch op.Kind {
				case effects.OpWrite:
					if program.MadeOf(f.Facts, op.B, chunk) {
						v = op.A
					}
				case effects.OpCall:
					if c := (program.CallRef{File: f.ID, Call: op.A}); p.MethodName(c) == "push" {
						v = p.Receiver(c)
					}
				}
				if x := f.Facts.Val(v); x.Kind == effects.Var && f.Facts.Vars[x.A].Func != fn.Func {
					out = append(out, collected{v, name, r})
				}
			}
		}
	}
	return out
}

func report(p *rule.ProgramPass, f *program.File, r program.CallRef, o collected) {
	c := p.Call(r)
	name := f.Facts.CalleeName(o.variable)
	at := syntax.Range{Start: c.ArgStart[0], End: c.ArgEnd[0]}
	p.Report(f, at,
		fmt.Sprintf("'exit' says that the process is over, not that its output was read: the last of what %s has to get from %s may still be in the pipe.", name, o.stream),
		rule.Help("Use 'close', which comes when the streams have ended as well."),
		rule.Fact(fmt.Sprintf("`%s` is read as a pipe, by a 'data' listener.", o.stream)),
		rule.Because(rule.Step{File: f.Path, Range: p.CalleeRange(o.at), Message: fmt.Sprintf("%s is collected in %s here", o.stream, name)}),
		rule.FixWith(rule.Fix{Title: "Wait for 'close'", Safe: true, Edits: []rule.Edit{{Range: at, New: "'close'"}}}))
}
