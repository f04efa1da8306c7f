// Package chunkdecodingsplit flags text that is put together from chunks which are each decoded by themselves.
package chunkdecodingsplit

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
	ID:       "chunk-decoding-split",
	Summary:  "Chunks decoded one by one",
	Section:  docs.ObjectModeAndEncodings,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Func != nil && m.Func.Effect == nodeapi.EffectListens }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) < 2 {
			return
		}
		if event, ok := p.Literal(f, args[0]); !ok || event != "data" {
			return
		}
		recv := p.Receiver(r)
		if !givesBuffers(p, f, recv) || encoded(p, f, recv) {
			return
		}
		for _, fn := range p.Funcs(f, args[1]) {
			g := p.Files[fn.File]
			if len(p.Func(fn).Params) == 0 {
				continue
			}
			chunk := g.ParamValue(fn.Func, 0)
			joins(p, g, fn.Func, chunk, func(op effects.Op) { report(p, g, op, p.NameRange(r), f) })
		}
	})
	for _, f := range p.Files {
		for fi := range f.Facts.Funcs {
			ops := f.Facts.Funcs[fi].Ops
			for i := range ops {
				op := &ops[i]
				if op.Kind != effects.OpLoop || op.A != effects.LoopForAwait || f.Test || !givesBuffers(p, f, op.B) || encoded(p, f, op.B) {
					continue
				}
				if chunk := f.ValueID(effects.Value{Kind: effects.Elem, A: op.B, B: 0}); chunk >= 0 {
					at := syntax.Range{Start: op.Start, End: op.End}
					joins(p, f, effects.FuncID(fi), chunk, func(w effects.Op) { report(p, f, w, at, f) })
				}
			}
		}
	}
}

// givesBuffers reports whether a value is for sure a stream of Node's that gives buffers unless told otherwise.
func givesBuffers(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	classes := p.ClassesOf(f, v)
	if len(classes) == 0 {
		return false
	}
	for _, c := range classes {
		if !c.IsA("http.IncomingMessage") && !c.IsA("net.Socket") && !c.IsA("fs.ReadStream") && !c.IsA("zlib.Zlib") && c.Name != "stream.Readable" {
			return false
		}
		if c.Name == "stream.Readable" && !childOutput(f, v) {
			return false
		}
	}
	return true
}

// childOutput reports whether a value is child.stdout or child.stderr.
func childOutput(f *program.File, v effects.ValueID) bool {
	x := f.Facts.Val(v)
	if x.Kind == effects.Var && len(f.Facts.Vars[x.A].Values) == 1 {
		x = f.Facts.Val(f.Facts.Vars[x.A].Values[0])
	}
	if x.Kind != effects.Prop {
		return false
	}
	name := f.Facts.Str(x.B)
	return name == "stdout" || name == "stderr"
}

// encoded reports whether the stream is told an encoding anywhere, or gets out of sight, where it may be.
func encoded(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	base := v
	if x := f.Facts.Val(v); x.Kind == effects.Var && len(f.Facts.Vars[x.A].Values) == 1 {
		base = f.Facts.Vars[x.A].Values[0]
	}
	if x := f.Facts.Val(base); x.Kind == effects.Result {
		r := program.CallRef{File: f.ID, Call: x.A}
		if m := p.Member(r); m != nil && m.Is("fs.createReadStream") {
			args := p.Args(r)
			if len(args) > 1 {
				if _, ok := p.Literal(f, args[1]); ok {
					return true
				}
			}
			if opt, _ := p.Option(r, "encoding"); opt.File >= 0 || len(args) > 1 && len(p.Eval(f, args[1])) == 0 {
				return true
			}
		}
	}
	for _, u := range p.Uses(f, base) {
		if u.Kind == program.UseMethod && u.Name == "setEncoding" {
			return true
		}
	}
	if base != v {
		for _, u := range p.Uses(f, v) {
			if u.Kind == program.UseMethod && u.Name == "setEncoding" {
				return true
			}
		}
	}
	// child.stdout.setEncoding through another Prop value is the same value, so it is found above
	return false
}

// joins finds the assignments in a function that add the chunk, decoded, to a text.
func joins(p *rule.ProgramPass, f *program.File, fn effects.FuncID, chunk effects.ValueID, yield func(effects.Op)) {
	for _, op := range f.Facts.Funcs[fn].Ops {
		if op.Kind != effects.OpWrite {
			continue
		}
		v := f.Facts.Val(op.B)
		if v.Kind != effects.Binary || v.Op != effects.Add || v.A != op.A || !decodes(p, f, v.B, chunk) || !isText(f, op.A) {
			continue
		}
		yield(op)
	}
}

// decodes reports whether a value is the chunk turned into text by itself: the chunk in a concatenation, or chunk.toString() as UTF-8.
func decodes(p *rule.ProgramPass, f *program.File, v, chunk effects.ValueID) bool {
	if v == chunk {
		return true
	}
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return len(vals) == 1 && decodes(p, f, vals[0], chunk)
	case effects.Result:
		c := &f.Facts.Calls[x.A]
		cv := f.Facts.Val(c.Callee)
		if cv.Kind == effects.Prop && cv.A == chunk && f.Facts.Str(cv.B) == "toString" {
			if len(c.Args) == 0 {
				return true
			}
			enc, ok := p.Literal(f, c.Args[0])
			return ok && (enc == "utf8" || enc == "utf-8" || enc == "")
		}
		if cv.Kind == effects.Global && f.Facts.Str(cv.A) == "String" && len(c.Args) == 1 {
			return c.Args[0] == chunk
		}
	}
	return false
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
			for _, op := range f.Facts.Funcs[fi].Ops {
				if op.Kind == effects.OpWrite && op.A == target && f.Facts.Val(op.B).Kind == effects.String {
					return true
				}
			}
		}
	}
	return false
}

func report(p *rule.ProgramPass, f *program.File, op effects.Op, source syntax.Range, sourceFile *program.File) {
	name := f.Facts.CalleeName(op.A)
	p.Report(f, syntax.Range{Start: op.Start, End: op.End},
		fmt.Sprintf("Each chunk is decoded by itself when it is added to %s: a character of more than one byte that is cut between two chunks becomes U+FFFD twice.", name),
		rule.Help("Call setEncoding('utf8') on the stream, or collect the chunks and decode Buffer.concat(chunks) once."),
		rule.Because(rule.Step{File: sourceFile.Path, Range: source, Message: "the chunks come from here, as buffers"}))
}
