package rule

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// ProcessListeners calls yield with every call that adds a listener to the process object for an event that is written out.
func (p *ProgramPass) ProcessListeners(yield func(r program.CallRef, event string)) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.Effect == nodeapi.EffectListens && (m.Module == "process" || m.Method != nil && m.Method.Name == "events.EventEmitter")
	}, func(r program.CallRef, m *nodeapi.Member) {
		if m.Module != "process" {
			of := p.ReceiverClasses(r)
			if len(of) != 1 || of[0].Name != "process" {
				return
			}
		}
		f := p.Files[r.File]
		if args := p.Args(r); len(args) > 1 {
			if event, ok := p.Literal(f, args[0]); ok {
				yield(r, event)
			}
		}
	})
}

// ListenRange is what a finding about a call that adds a listener underlines: the callee, and the method alone where the call is chained to
// another one.
func (p *ProgramPass) ListenRange(r program.CallRef) syntax.Range {
	at := p.CalleeRange(r)
	if recv := p.Receiver(r); recv >= 0 && p.Files[r.File].Facts.Val(recv).Kind == effects.Result {
		at.Start = p.Call(r).NameStart
	}
	return at
}
