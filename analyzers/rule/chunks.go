package rule

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// Chunk is the piece of a stream that code of the project gets at one place.
type Chunk struct {
	// File and Func are the code that gets it, as Value: a listener, or the function that reads or loops.
	File  *program.File
	Func  effects.FuncID
	Value effects.ValueID
	// From is the file where the stream is listened to, read or looped over, Source the stream there, At the place.
	From   *program.File
	Source effects.ValueID
	At     syntax.Range
	// Loop is the index of the `for await` in Func, None for a listener or a read().
	Loop int32
	// Once says that a listener gets one chunk and no more.
	Once bool
}

// Chunks calls yield with every place outside tests where the project gets chunks: 'data' listeners, `for await` loops and read(). What is
// looped over may be anything; the caller asks GivesBytes or the like of Source.
func (p *ProgramPass) Chunks(yield func(Chunk)) {
	p.Program.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.Effect == nodeapi.EffectListens || m.Is("stream.Readable#read")
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test {
			return
		}
		if m.Is("stream.Readable#read") {
			if v := f.ResultValue(r.Call); v >= 0 {
				yield(Chunk{f, p.Call(r).Func, v, f, p.Receiver(r), p.NameRange(r), program.None, false})
			}
			return
		}
		if len(args) < 2 {
			return
		}
		if event, ok := p.Literal(f, args[0]); !ok || event != "data" {
			return
		}
		for _, fn := range p.Funcs(f, args[1]) {
			g := p.Files[fn.File]
			if v := g.ParamValue(fn.Func, p.Bound(f, args[1])); v >= 0 {
				yield(Chunk{g, fn.Func, v, f, p.Receiver(r), p.NameRange(r), program.None, p.MethodName(r) == "once"})
			}
		}
	})
	for _, f := range p.Files {
		for fi := range f.Facts.Funcs {
			fn := &f.Facts.Funcs[fi]
			if f.Test || fi > 0 && fn.Flags&effects.FuncAsync == 0 {
				continue
			}
			for i := range fn.Ops {
				op := &fn.Ops[i]
				if op.Kind != effects.OpLoop || op.A != effects.LoopForAwait {
					continue
				}
				chunk := f.ValueID(effects.Value{Kind: effects.Elem, A: op.B, B: 0})
				chunk = f.ValueID(effects.Value{Kind: effects.Await, A: chunk})
				if chunk >= 0 {
					yield(Chunk{f, effects.FuncID(fi), chunk, f, op.B, syntax.Range{Start: op.Start, End: op.End}, int32(i), false})
				}
			}
		}
	}
}

// GivesBuffers reports whether a value is for sure a stream of Node's that gives buffers: of a kind that does, and nobody tells it an encoding.
func (p *ProgramPass) GivesBuffers(f *program.File, v effects.ValueID) bool {
	objects := p.Eval(f, v)
	for _, a := range objects {
		if p.Encoded(a) || a.Site >= 0 && a.Kind == program.AbsInst && p.fileEncoding(program.CallRef{File: a.File, Call: a.Site}) {
			return false
		}
	}
	return p.GivesBytes(f, v)
}

// GivesBytes reports whether a value is for sure a stream of Node's that is cut where its buffers end: buffers, or text made of them.
func (p *ProgramPass) GivesBytes(f *program.File, v effects.ValueID) bool {
	objects := p.Eval(f, v)
	for _, a := range objects {
		c := a.Class()
		if c == nil {
			if m := a.Member(); m != nil {
				c = nodeapi.ClassNamed(m.Instance) // process.stdin
			}
		}
		if c == nil || !p.bytes(a, c) {
			return false
		}
	}
	return len(objects) > 0
}

// bytes reports whether a stream of a class is one of bytes.
func (p *ProgramPass) bytes(a program.Abs, c *nodeapi.Class) bool {
	for _, name := range []string{"http.IncomingMessage", "net.Socket", "zlib.Zlib", "http2.Http2Stream", "http2.Http2ServerRequest", "process.Input"} {
		if c.IsA(name) {
			return true
		}
	}
	if a.Site < 0 || a.Kind != program.AbsInst {
		return false
	}
	m := p.Member(program.CallRef{File: a.File, Call: a.Site})
	switch {
	case c.IsA("fs.ReadStream"):
		return m.Is("fs.createReadStream", "fs.ReadStream")
	case c.Name == "stream.Readable":
		// the output of a child: exec and execFile decode it themselves, with a decoder that keeps cut characters
		return m.Is("child_process.spawn", "child_process.fork", "cross-spawn", "cross-spawn.spawn")
	}
	return false
}

// fileEncoding reports whether a call makes a file stream with an encoding, or may.
func (p *ProgramPass) fileEncoding(r program.CallRef) bool {
	if !p.Member(r).Is("fs.createReadStream", "fs.ReadStream") {
		return false
	}
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
