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
		if event, ok := p.Literal(f, args[0]); !ok || event != "data" || !givesBuffers(p, f, p.Receiver(r)) {
			return
		}
		for _, fn := range p.Funcs(f, args[1]) {
			g := p.Files[fn.File]
			chunk := g.ParamValue(fn.Func, p.Bound(f, args[1]))
			joins(p, g, fn.Func, chunk, func(at syntax.Range, text string) { report(p, g, at, text, p.NameRange(r), f) })
		}
	})
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("stream.Readable#read") }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		if f.Test || !givesBuffers(p, f, p.Receiver(r)) {
			return
		}
		joins(p, f, p.Call(r).Func, f.ResultValue(r.Call), func(at syntax.Range, text string) { report(p, f, at, text, p.NameRange(r), f) })
	})
	for _, f := range p.Files {
		for fi := range f.Facts.Funcs {
			fn := &f.Facts.Funcs[fi]
			if f.Test || fi > 0 && fn.Flags&effects.FuncAsync == 0 {
				continue
			}
			for i := range fn.Ops {
				op := &fn.Ops[i]
				if op.Kind != effects.OpLoop || op.A != effects.LoopForAwait || !givesBuffers(p, f, op.B) {
					continue
				}
				chunk := f.ValueID(effects.Value{Kind: effects.Elem, A: op.B, B: 0})
				chunk = f.ValueID(effects.Value{Kind: effects.Await, A: chunk})
				source := syntax.Range{Start: op.Start, End: op.End}
				joins(p, f, effects.FuncID(fi), chunk, func(at syntax.Range, text string) { report(p, f, at, text, source, f) })
			}
		}
	}
}

// givesBuffers reports whether a value is for sure a stream of Node's that gives buffers: of a kind that does, and nobody tells it an encoding.
func givesBuffers(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	objects := p.Eval(f, v)
	for _, a := range objects {
		if p.Encoded(a) {
			return false
		}
		c := a.Class()
		if c == nil {
			if m := a.Member(); m != nil {
				c = nodeapi.ClassNamed(m.Instance) // process.stdin
			}
		}
		if c == nil || !bytes(p, a, c) {
			return false
		}
	}
	return len(objects) > 0
}

// bytes reports whether a stream of a class gives buffers unless told otherwise.
func bytes(p *rule.ProgramPass, a program.Abs, c *nodeapi.Class) bool {
	for _, name := range []string{"http.IncomingMessage", "net.Socket", "zlib.Zlib", "http2.Http2Stream", "http2.Http2ServerRequest", "process.Input"} {
		if c.IsA(name) {
			return true
		}
	}
	if a.Site < 0 || a.Kind != program.AbsInst {
		return false
	}
	made := program.CallRef{File: a.File, Call: a.Site}
	m := p.Member(made)
	switch {
	case c.IsA("fs.ReadStream"):
		return m.Is("fs.createReadStream", "fs.ReadStream") && !fileEncoding(p, made)
	case c.Name == "stream.Readable":
		// the output of a child: exec and execFile decode it themselves, with a decoder that keeps cut characters
		return m.Is("child_process.spawn", "child_process.fork", "cross-spawn", "cross-spawn.spawn")
	}
	return false
}

// fileEncoding reports whether a file stream is made with an encoding, or may be.
func fileEncoding(p *rule.ProgramPass, r program.CallRef) bool {
	args := p.Args(r)
	if len(args) < 2 {
		return len(args) == 0
	}
	if !p.IsObject(p.Files[r.File], args[1]) {
		return true // 'utf8', or something unknown
	}
	encoding, open := p.OptionAt(r, 1, "encoding")
	return open || encoding.File >= 0
}

// joins finds the places in a function that add the chunk, decoded by itself, to a text: text += chunk, parts.push(chunk) before
// parts.join(”). The yielded name is the text's.
func joins(p *rule.ProgramPass, f *program.File, fn effects.FuncID, chunk effects.ValueID, yield func(at syntax.Range, text string)) {
	if chunk < 0 {
		return
	}
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
