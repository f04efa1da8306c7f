// Package chunkdecodingsplit flags text that is put together from chunks which are each decoded by themselves.
package chunkdecodingsplit

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
	ID:       "chunk-decoding-split",
	Summary:  "Chunks decoded one by one",
	Section:  docs.ObjectModeAndEncodings,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Chunks(func(c rule.Chunk) {
		if p.GivesBuffers(c.From, c.Source) {
			joins(p, c.File, c.Func, c.Value, func(at syntax.Range, text string) { report(p, c.File, at, text, c.At, c.From) })
		}
	})
}

// joins finds the places in a function that add the chunk, decoded by itself, to a text: text += chunk, parts.push(chunk) before
// parts.join(”). The yielded name is the text's.
func joins(p *rule.ProgramPass, f *program.File, fn effects.FuncID, chunk effects.ValueID, yield func(at syntax.Range, text string)) {
	ops := f.Facts.Funcs[fn].Ops
	for i := range ops {
		op := &ops[i]
		switch op.Kind {
		case effects.OpWrite:
			if adds(p, f, op, chunk) && isText(f, op.A) {
				yield(syntax.Range{Start: op.Start, End: op.End}, f.Facts.CalleeName(op.A))
			}
		case effects.OpCall:
			r := program.CallRef{File: f.ID, Call: op.A}
			c := p.Call(r)
			if p.MethodName(r) != "push" || len(c.Args) != 1 || c.Args[0] != chunk && !decodes(p, f, c.Args[0], chunk) {
				continue
			}
			if list := p.Receiver(r); isJoined(p, f, list) {
				yield(syntax.Range{Start: c.Start, End: c.End}, f.Facts.CalleeName(list))
			}
		}
	}
}

// adds reports whether an assignment adds the decoded chunk to its own target.
func adds(p *rule.ProgramPass, f *program.File, op *effects.Op, chunk effects.ValueID) bool {
	v := f.Facts.Val(op.B)
	switch {
	case v.Kind == effects.Binary && v.Op == effects.Add && v.A == op.A:
		return decodes(p, f, v.B, chunk)
	case v.Kind == effects.Template:
		parts := f.Facts.Lists[v.A]
		return len(parts) == 2 && parts[0] == op.A && decodes(p, f, parts[1], chunk)
	}
	return false
}

// isJoined reports whether a list is made into one text, which decodes every buffer in it by itself.
func isJoined(p *rule.ProgramPass, f *program.File, list effects.ValueID) bool {
	for _, u := range p.Uses(f, list) {
		if u.Kind != program.UseMethod || u.Name != "join" {
			continue
		}
		if args := p.Args(program.CallRef{File: f.ID, Call: u.Call}); len(args) == 1 {
			if sep, ok := p.Literal(f, args[0]); ok && sep == "" {
				return true
			}
		}
	}
	return false
}

// decodes reports whether a value is the chunk turned into text by itself: the chunk in a concatenation or template, String(chunk),
// chunk.toString() as UTF-8, or a TextDecoder that is not told that more follows.
func decodes(p *rule.ProgramPass, f *program.File, v, chunk effects.ValueID) bool {
	if v == chunk {
		return true
	}
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return len(vals) == 1 && decodes(p, f, vals[0], chunk)
	case effects.Template:
		parts := f.Facts.Lists[x.A]
		return len(parts) == 1 && decodes(p, f, parts[0], chunk)
	case effects.Result:
		c := &f.Facts.Calls[x.A]
		cv := f.Facts.Val(c.Callee)
		switch {
		case cv.Kind == effects.Prop && f.Facts.Str(cv.B) == "toString" && same(f, cv.A, chunk):
			if len(c.Args) == 0 {
				return true
			}
			enc, ok := p.Literal(f, c.Args[0])
			return ok && (enc == "utf8" || enc == "utf-8")
		case cv.Kind == effects.Prop && f.Facts.Str(cv.B) == "decode" && len(c.Args) == 1 && same(f, c.Args[0], chunk):
			for _, cl := range p.ClassesOf(f, cv.A) {
				if cl.IsA("TextDecoder") {
					return true
				}
			}
		case cv.Kind == effects.Global && f.Facts.Str(cv.A) == "String" && len(c.Args) == 1:
			return same(f, c.Args[0], chunk)
		}
	}
	return false
}

// same reports whether a value is the chunk, or a variable that holds nothing else.
func same(f *program.File, v, chunk effects.ValueID) bool {
	if x := f.Facts.Val(v); x.Kind == effects.Var && v != chunk {
		vals := f.Facts.Vars[x.A].Values
		return len(vals) == 1 && vals[0] == chunk
	}
	return v == chunk
}

// isText reports whether the target starts as a string.
func isText(f *program.File, target effects.ValueID) bool {
	t := f.Facts.Val(target)
	switch t.Kind {
	case effects.Var:
		for _, v := range f.Facts.Vars[t.A].Values {
			if f.Facts.Val(v).Kind == effects.String {
				return true
			}
		}
	case effects.Prop:
		for fi := range f.Facts.Funcs {
			for i := range f.Facts.Funcs[fi].Ops {
				op := &f.Facts.Funcs[fi].Ops[i]
				if op.Kind == effects.OpWrite && f.Facts.Val(op.B).Kind == effects.String && sameMember(f, op.A, t) {
					return true
				}
			}
		}
		for oi := range f.Facts.Objects { // const output = { text: '' }
			for _, m := range f.Facts.Objects[oi].Members {
				if m.Name == t.B && f.Facts.Val(m.Value).Kind == effects.String {
					return true
				}
			}
		}
	}
	return false
}

// sameMember reports whether a value is the member, or `this` of another function has it by that name.
func sameMember(f *program.File, v effects.ValueID, member effects.Value) bool {
	x := f.Facts.Val(v)
	return x == member || x.Kind == effects.Prop && x.B == member.B && f.Facts.Val(x.A).Kind == effects.This && f.Facts.Val(member.A).Kind == effects.This
}

func report(p *rule.ProgramPass, f *program.File, at syntax.Range, text string, source syntax.Range, sourceFile *program.File) {
	p.Report(f, at,
		fmt.Sprintf("Each chunk is decoded by itself when it is added to %s: a character of more than one byte that is cut between two chunks becomes U+FFFD twice.", text),
		rule.Help("Call setEncoding('utf8') on the stream, or collect the chunks and decode Buffer.concat(chunks) once."),
		rule.Because(rule.Step{File: sourceFile.Path, Range: source, Message: "the chunks come from here, as buffers"}))
}
