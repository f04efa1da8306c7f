// Package backpressureignored flags writes of unbounded data to a stream whose answer nobody looks at.
package backpressureignored

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
	ID:       "backpressure-ignored",
	Summary:  "Answer of write() ignored while data keeps coming",
	Section:  docs.Backpressure,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

// many is the number of rounds from which the writes of a loop are no longer few.
const many = 10_000

func check(p *rule.ProgramPass) {
	writes := map[program.FuncRef][]program.CallRef{}
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Func != nil && m.Func.Effect == nodeapi.EffectWrites }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		c := p.Call(r)
		if !f.Test && ignored(f, c) && p.IsWritableStream(f, p.Receiver(r)) && !waits(p, f, p.Receiver(r)) {
			fn := program.FuncRef{File: f.ID, Func: c.Func}
			writes[fn] = append(writes[fn], r)
		}
	})
	if len(writes) == 0 {
		return
	}
	said := map[program.CallRef]bool{}
	p.Chunks(func(c rule.Chunk) {
		list := writes[program.FuncRef{File: c.File.ID, Func: c.Func}]
		if len(list) == 0 || c.Once || !p.IsReadableStream(c.From, c.Source) || p.UsesMethod(c.From, c.Source, "pause", "unpipe") {
			return
		}
		for _, r := range list {
			if !said[r] && fromChunk(c.File.Facts, p.Call(r).Args[0], c.Value, 0) && inLoop(p, c, r) {
				said[r] = true
				reportChunk(p, c, r)
			}
		}
	})
	for fn, list := range writes {
		for _, r := range list {
			if loop := longLoop(p, fn, r); loop != nil && !said[r] {
				said[r] = true
				f := p.Files[r.File]
				name := rule.ObjectName(f, p.Receiver(r), "stream")
				p.Report(f, p.NameRange(r), fmt.Sprintf("This loop goes on writing when %s answers false, and does not return to the event loop: nothing is sent meanwhile, and all of it is kept in memory.", name),
					rule.Help("Wait for 'drain' when write() returns false, or make the data a generator and use stream.pipeline."),
					rule.Because(rule.Step{File: f.Path, Range: syntax.Range{Start: loop.Start, End: loop.End}, Message: "the loop writes here as fast as it can"}), mark)
			}
		}
	}
}

var mark = rule.Fact("write() returns false once `highWaterMark` bytes wait: 16 KiB on Node 20, 64 KiB from 22 on.")

// ignored reports whether nobody looks at what write returns, nor is told when it is done.
func ignored(f *program.File, c *effects.Call) bool {
	if len(c.Args) == 0 || c.Flags&(effects.CallDiscarded|effects.CallVoided) == 0 && !(c.Flags&effects.CallReturned != 0 && f.Facts.Funcs[c.Func].Flags&effects.FuncArrow != 0) {
		return false
	}
	return len(c.Args) == 1 || f.Facts.Val(c.Args[1]).Kind == effects.String && len(c.Args) == 2
}

// waits reports whether somebody waits for the writable: listens to 'drain', or asks how full it is.
func waits(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	for _, a := range p.Eval(f, v) {
		for _, l := range p.ListenersOf(a) {
			if l.Event == "drain" {
				return true
			}
		}
	}
	if p.ListensFor(f, v, "drain") || p.UsesMethod(f, v, "writableLength", "writableNeedDrain", "bufferSize", "bufferedAmount") {
		return true
	}
	for _, u := range p.Uses(f, v) {
		if u.Kind == program.UseArg {
			if m := p.Member(program.CallRef{File: f.ID, Call: u.Call}); m.Is("events.once", "events.on") {
				return true
			}
		}
	}
	return false
}

// fromChunk reports whether a value is made of the chunk.
func fromChunk(f *effects.Facts, v, chunk effects.ValueID, depth int) bool {
	if v == chunk || depth > 5 || v < 0 {
		return v == chunk
	}
	x := f.Val(v)
	any := func(list []effects.ValueID) bool {
		for _, y := range list {
			if fromChunk(f, y, chunk, depth+1) {
				return true
			}
		}
		return false
	}
	switch x.Kind {
	case effects.Var:
		return any(f.Vars[x.A].Values)
	case effects.Result:
		c := &f.Calls[x.A]
		return fromChunk(f, c.Callee, chunk, depth+1) || any(c.Args)
	case effects.Prop, effects.Elem:
		return f.Str(x.B) != "length" && fromChunk(f, x.A, chunk, depth+1)
	case effects.Template, effects.Array, effects.Join:
		return any(f.Lists[x.A])
	case effects.Binary:
		return x.Op == effects.Add && (fromChunk(f, x.A, chunk, depth+1) || fromChunk(f, x.B, chunk, depth+1))
	}
	return false
}

// inLoop reports whether a write stands in the loop that gives the chunk, and the loop waits for nothing else.
func inLoop(p *rule.ProgramPass, c rule.Chunk, r program.CallRef) bool {
	if c.Loop < 0 {
		return true
	}
	fn := &c.File.Facts.Funcs[c.Func]
	found := false
	for i := c.Loop + 1; i < fn.Ops[c.Loop].Skip; i++ {
		switch op := &fn.Ops[i]; op.Kind {
		case effects.OpAwait:
			if op.A != fn.Ops[c.Loop].B { // the loop's own
				return false
			}
		case effects.OpCall:
			found = found || op.A == r.Call
		}
	}
	return found
}

func reportChunk(p *rule.ProgramPass, c rule.Chunk, r program.CallRef) {
	f := c.File
	call := p.Call(r)
	target := rule.ObjectName(f, p.Receiver(r), "stream")
	source := rule.ObjectName(c.From, c.Source, "stream")
	opts := []rule.Option{
		rule.Because(rule.Step{File: c.From.Path, Range: c.At, Message: "the data comes from here, as fast as it can be read"}), mark,
		rule.Help("Use stream.pipeline, or pause the source when write() returns false and resume it at 'drain'."),
	}
	if fn := p.Func(program.FuncRef{File: f.ID, Func: call.Func}); c.Loop < 0 && c.From == f && call.Flags&effects.CallDiscarded != 0 && p.Certain(r) && fn.Flags&effects.FuncAsync == 0 {
		s, t := name(f, c.Source), name(f, p.Receiver(r))
		if s != "" && t != "" {
			opts = append(opts, rule.FixWith(rule.Fix{Title: "Pause until 'drain'", Edits: []rule.Edit{
				{Range: syntax.Range{Start: call.Start, End: call.Start}, New: "if (!"},
				{Range: syntax.Range{Start: call.End, End: call.End}, New: fmt.Sprintf(") { %s.pause(); %s.once('drain', () => %s.resume()); }", s, t, s)},
			}}))
		}
	}
	p.Report(f, p.NameRange(r), fmt.Sprintf("Nobody looks at what this write() answers, so %s is read as fast as it can be while %s is slow: what is not written yet piles up in memory.", source, target), opts...)
}

// name is how the code reaches an object, "" when it does so by more than names.
func name(f *program.File, v effects.ValueID) string {
	for x := f.Facts.Val(v); ; x = f.Facts.Val(x.A) {
		switch x.Kind {
		case effects.Var, effects.Param:
			return f.Facts.CalleeName(v)
		case effects.Prop:
		default:
			return ""
		}
	}
}

// longLoop is the loop with many rounds that holds a call and does not wait, nil for none.
func longLoop(p *rule.ProgramPass, r program.FuncRef, call program.CallRef) *effects.Op {
	fn := p.Func(r)
	f := p.Files[r.File]
	var loop *effects.Op
	for i := range fn.Ops {
		op := &fn.Ops[i]
		if op.Kind != effects.OpLoop || op.A == effects.LoopForAwait || op.A == effects.LoopForIn || op.A == effects.LoopForOf {
			continue
		}
		test := f.Facts.Val(op.B)
		n, known := 0.0, false
		if test.Kind == effects.Binary && test.Op == effects.Less {
			n, known = p.Number(f, test.B)
		}
		if !known || n < many {
			continue
		}
		holds, quiet := false, true
		for k := int32(i) + 1; k < op.Skip; k++ {
			switch in := &fn.Ops[k]; in.Kind {
			case effects.OpAwait, effects.OpYield, effects.OpBreak:
				quiet = false
			case effects.OpCall:
				holds = holds || in.A == call.Call
			}
		}
		if holds && quiet {
			loop = op
		}
	}
	return loop
}
