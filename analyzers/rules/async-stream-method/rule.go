// Package asyncstreammethod flags async methods of streams that can reject.
package asyncstreammethod

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
	ID:       "async-stream-method",
	Summary:  "Async method of a stream that can reject",
	Section:  docs.ImplementingWritableTransform,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, k := range p.StreamKinds() {
		if p.Files[k.File].Test {
			continue
		}
		for _, m := range k.Methods {
			fn := p.Func(m.Func)
			if fn.Flags&effects.FuncAsync == 0 || fn.Flags&effects.FuncGenerator != 0 {
				continue
			}
			f := p.Files[m.Func.File]
			waits, at := rejections(f, fn)
			if len(waits) == 0 {
				continue
			}
			tell := "call the callback with the error in the catch"
			if m.Hook == "read" {
				tell = "call this.destroy(err) in the catch"
			}
			var steps []rule.Step
			for _, w := range waits {
				steps = append(steps, rule.Step{File: f.Path, Range: w, Message: "a rejection here leaves the method"})
			}
			p.Report(f, m.At,
				fmt.Sprintf("Node ignores the promise that %s returns: when %s fails, the stream has no error and waits for ever, and the unhandled rejection ends the process.", m.Hook, at),
				rule.Help("Put all of it into a try statement, and "+tell+"."),
				rule.Because(steps...),
				rule.Fact(fmt.Sprintf("Not in a try statement with a catch: %d.", len(waits))))
		}
	}
}

// rejections are the places where a method can reject, for what it awaits or throws itself, and a word for the first.
func rejections(f *program.File, fn *effects.Func) (at []syntax.Range, word string) {
	program.Unprotected(fn, func(_ int32, op *effects.Op) bool {
		switch op.Kind {
		case effects.OpAwait:
			if caught(f, op.A) {
				return true
			}
			if word == "" {
				word = "what it awaits"
			}
		case effects.OpThrow:
			if word == "" {
				word = "it"
			}
		default:
			return true
		}
		at = append(at, syntax.Range{Start: op.Start, End: op.End})
		return true
	})
	return at, word
}

// caught reports whether an awaited promise cannot reject: it ends in .catch(…), or is a timer's.
func caught(f *program.File, v effects.ValueID) bool {
	x := f.Facts.Val(v)
	if x.Kind != effects.Result {
		return false
	}
	c := &f.Facts.Calls[x.A]
	callee := f.Facts.Val(c.Callee)
	switch {
	case callee.Kind == effects.Prop && f.Facts.Str(callee.B) == "catch", callee.Kind == effects.Prop && f.Facts.Str(callee.B) == "then" && len(c.Args) == 2:
		return true
	case callee.Kind == effects.Prop && f.Facts.Str(callee.B) == "allSettled":
		return true
	case callee.Kind == effects.Global && f.Facts.Str(callee.A) == "Promise" && c.Flags&effects.CallNew != 0 && len(c.Args) == 1:
		fn := f.Facts.Val(c.Args[0])
		return fn.Kind == effects.Closure && len(f.Facts.Funcs[fn.A].Params) < 2 // nothing to reject with
	}
	return false
}
