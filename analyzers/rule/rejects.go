package rule

import (
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// MayReject is the first thing in an async function that can reject its promise: an await or a throw that no try with a catch stands around;
// nil for none. What is awaited and cannot be rejected does not count.
func (p *ProgramPass) MayReject(fn program.FuncRef) *effects.Op { return p.mayReject(fn, 0) }

// maxCalm is how many functions inside each other are asked whether they can reject.
const maxCalm = 4

func (p *ProgramPass) mayReject(fn program.FuncRef, depth int) *effects.Op {
	f := p.Files[fn.File]
	var found *effects.Op
	program.Unprotected(p.Func(fn), func(i int32, op *effects.Op) bool {
		switch op.Kind {
		case effects.OpThrow:
			found = op
		case effects.OpAwait:
			if !p.calm(f, op.A, depth) {
				found = op
			}
		}
		return found == nil
	})
	return found
}

// calm reports whether a value that is awaited is surely no promise that is rejected: its rejection is handled, or nothing in it can fail.
func (p *ProgramPass) calm(f *program.File, v effects.ValueID, depth int) bool {
	x := f.Facts.Val(v)
	if x.Kind != effects.Result || Settled(f, v) {
		return x.Kind == effects.Null || x.Kind == effects.Undefined || Settled(f, v)
	}
	r := program.CallRef{File: f.ID, Call: x.A}
	c := p.Call(r)
	if m := p.Member(r); m != nil {
		switch {
		case m.Module == "timers/promises":
			return len(c.Args) < 3
		case m.Is("Promise") && c.Flags&effects.CallNew != 0 && len(c.Args) == 1:
			return p.onlyWaits(f, c.Args[0])
		}
	}
	targets := p.Targets(r)
	if depth >= maxCalm || len(targets) == 0 || c.Flags&effects.CallNew != 0 {
		return false
	}
	for _, t := range targets {
		fn, ok := t.Func()
		if !ok {
			return false
		}
		d, in := p.Func(fn), p.Files[fn.File]
		switch {
		case d.Flags&effects.FuncGenerator != 0:
			return false
		case d.Flags&effects.FuncAsync != 0:
			if p.mayReject(fn, depth+1) != nil || p.mayThrow(fn) {
				return false
			}
		case len(d.Returns) != 1 || !p.calm(in, d.Returns[0], depth+1):
			return false
		}
	}
	return true
}

// mayThrow reports whether a call in a function may throw outside of any try with a catch: all but those of the console, and those whose promise
// is awaited, which are looked at as awaits.
func (p *ProgramPass) mayThrow(fn program.FuncRef) bool {
	throws := false
	program.Unprotected(p.Func(fn), func(_ int32, op *effects.Op) bool {
		if op.Kind != effects.OpCall {
			return true
		}
		r := program.CallRef{File: fn.File, Call: op.A}
		m := p.Member(r)
		throws = p.Call(r).Flags&effects.CallAwaited == 0 && (m == nil || m.Module != "console")
		return !throws
	})
	return throws
}

// onlyWaits reports whether the executor of a promise does nothing but to set a timer: nothing rejects it.
func (p *ProgramPass) onlyWaits(f *program.File, executor effects.ValueID) bool {
	x := f.Facts.Val(executor)
	if x.Kind != effects.Closure {
		return false
	}
	d := &f.Facts.Funcs[x.A]
	if len(d.Params) > 1 {
		return false
	}
	for i := range d.Ops {
		if d.Ops[i].Kind != effects.OpCall {
			continue
		}
		m := p.Member(program.CallRef{File: f.ID, Call: d.Ops[i].A})
		if m == nil || !m.Is("global.setTimeout", "global.setImmediate", "timers.setTimeout", "timers.setImmediate", "process.nextTick") {
			return false
		}
	}
	return true
}

// Settled reports whether a value is a promise whose rejection is handled: x.catch(...), x.then(a, b), Promise.allSettled(...).
func Settled(f *program.File, v effects.ValueID) bool {
	x := f.Facts.Val(v)
	if x.Kind != effects.Result {
		return false
	}
	c := &f.Facts.Calls[x.A]
	switch name := f.Facts.CalleeName(c.Callee); {
	case strings.HasSuffix(name, ".catch"), strings.HasSuffix(name, ".allSettled"):
		return true
	case strings.HasSuffix(name, ".then"):
		return len(c.Args) > 1
	case strings.HasSuffix(name, ".finally"):
		if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop {
			return Settled(f, cv.A)
		}
	}
	return false
}

// HandlesRejections reports whether the program listens for rejections that nobody handles, outside its tests, or lives on after the exception
// that becomes of them: then such a rejection does not end the process (Node docs, "Event: 'unhandledRejection'").
func (p *ProgramPass) HandlesRejections() bool {
	return p.Survives() || slices.ContainsFunc(p.Roots(), func(r program.Root) bool {
		return r.Event == "unhandledRejection" && !p.Files[r.At.File].Test
	})
}

// RunsLater reports whether callbacks of a phase run from the event loop, when the call that took them has returned and nothing of it is left
// on the stack.
func RunsLater(phase nodeapi.Phase) bool {
	switch phase {
	case nodeapi.PhaseTick, nodeapi.PhaseTimers, nodeapi.PhasePoll, nodeapi.PhaseCheck, nodeapi.PhaseClose:
		return true
	}
	return false
}

// Rejects reports whether a promise of a function of Node is rejected in practice; m may be nil.
func Rejects(m *nodeapi.Member) bool {
	if m == nil || m.Func == nil || !m.Func.ReturnsPromise {
		return false
	}
	switch m.Module {
	case "timers/promises":
		return false
	}
	return strings.HasPrefix(m.Name, "fs.") || m.Is("global.fetch") || strings.HasPrefix(m.Name, "stream/promises.") || strings.HasPrefix(m.Name, "dns/promises.")
}
