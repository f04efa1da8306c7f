// Package parseperchunk flags chunks of a stream that are parsed as if each were a whole message.
package parseperchunk

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "parse-per-chunk",
	Summary:  "Chunk of a stream parsed as a whole message",
	Section:  docs.Framing,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Chunks(func(c rule.Chunk) {
		if !p.GivesBytes(c.From, c.Source) {
			return
		}
		w := &walk{p, c, map[program.CallRef]bool{}}
		w.calls(c.File, c.Func, c.Value, nil)
	})
}

// walk follows one chunk.
type walk struct {
	*rule.ProgramPass
	chunk rule.Chunk
	seen  map[program.CallRef]bool
}

// maxDepth bounds how many functions a chunk is followed through.
const maxDepth = 3

// calls looks at the calls of a function, and of the functions in it that run at once, that are given the chunk's text.
func (w *walk) calls(f *program.File, fn effects.FuncID, text effects.ValueID, way []rule.Step) {
	w.CallsIn(program.FuncRef{File: f.ID, Func: fn}, func(r program.CallRef) {
		if w.seen[r] {
			return
		}
		args := w.Args(r)
		m := w.Member(r)
		switch {
		case m.Is("JSON.parse"):
			if len(args) > 0 && isText(w.Program, f, args[0], text) {
				w.seen[r] = true
				w.report(f, r, way)
			}
		case m == nil && len(way) < maxDepth:
			for i, a := range args {
				if !isText(w.Program, f, a, text) {
					continue
				}
				for _, t := range w.Funcs(f, w.Call(r).Callee) {
					g := w.Files[t.File]
					if v := g.ParamValue(t.Func, i); v >= 0 {
						w.seen[r] = true
						c := w.Call(r)
						w.calls(g, t.Func, v, append(way[:len(way):len(way)], rule.Step{File: f.Path, Range: w.CalleeRange(r), Message: "hands the chunk to " + f.Facts.CalleeName(c.Callee) + "()"}))
					}
				}
			}
		}
	})
}

// isText reports whether a value is the chunk, as it is or as text.
func isText(p *program.Program, f *program.File, v, chunk effects.ValueID) bool {
	for range 8 {
		if v == chunk {
			return true
		}
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Var:
			values := f.Facts.Vars[x.A].Values
			if len(values) != 1 {
				return false
			}
			v = values[0]
		case effects.Template:
			parts := f.Facts.Lists[x.A]
			if len(parts) != 1 {
				return false
			}
			v = parts[0]
		case effects.Result:
			c := &f.Facts.Calls[x.A]
			callee := f.Facts.Val(c.Callee)
			switch {
			case callee.Kind == effects.Prop && keepsWhole(f.Facts.Str(callee.B)):
				v = callee.A
			case callee.Kind == effects.Prop && f.Facts.Str(callee.B) == "decode" && len(c.Args) == 1, callee.Kind == effects.Global && f.Facts.Str(callee.A) == "String" && len(c.Args) == 1:
				v = c.Args[0]
			default:
				return false
			}
		default:
			return false
		}
	}
	return false
}

// keepsWhole reports whether a method gives all of a text, or all that matters of it.
func keepsWhole(method string) bool {
	switch method {
	case "toString", "trim", "trimEnd", "trimStart", "valueOf":
		return true
	}
	return false
}

func (w *walk) report(f *program.File, r program.CallRef, way []rule.Step) {
	source := rule.ObjectName(w.chunk.From, w.chunk.Source, "stream")
	steps := append([]rule.Step{{File: w.chunk.From.Path, Range: w.chunk.At, Message: "the chunks come from here"}}, way...)
	w.Report(f, w.CalleeRange(r),
		fmt.Sprintf("A chunk of %s is not a message: the stream cuts its bytes where a buffer is full or a packet ended, so JSON.parse gets half a message, or two.", source),
		rule.Help("Collect the chunks, and parse what stands between two separators, or as many bytes as a length in front of them says."),
		rule.Because(steps...),
		rule.Fact("A chunk is 64 KiB at most, and as short as what has arrived."))
}
