package rule

import (
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// MayReject is the first thing in an async function that can reject its promise: an await or a throw that no try with a catch stands around;
// nil for none.
func (p *ProgramPass) MayReject(fn program.FuncRef) *effects.Op {
	f := p.Files[fn.File]
	var found *effects.Op
	program.Unprotected(p.Func(fn), func(i int32, op *effects.Op) bool {
		switch op.Kind {
		case effects.OpThrow:
			found = op
		case effects.OpAwait:
			if !Settled(f, op.A) {
				found = op
			}
		}
		return found == nil
	})
	return found
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
