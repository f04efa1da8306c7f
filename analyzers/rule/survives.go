package rule

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
)

// ExceptionListeners are the listeners of the process's 'uncaughtException', outside tests.
func (p *ProgramPass) ExceptionListeners() []program.Root {
	var out []program.Root
	for _, root := range p.Roots() {
		if root.Event != "uncaughtException" || root.At.Call < 0 || p.Files[root.At.File].Test {
			continue
		}
		if m := root.Member; m != nil && (m.Module == "process" || m.Method != nil && m.Method.Name == "process" || p.onProcess(root.At)) {
			out = append(out, root)
		}
	}
	return out
}

func (p *ProgramPass) onProcess(r program.CallRef) bool {
	f := p.Files[r.File]
	recv := p.Receiver(r)
	return recv >= 0 && f.Facts.Val(recv).Kind == effects.Global && f.Facts.Str(f.Facts.Val(recv).A) == "process"
}

// Survives reports whether the program goes on after an exception that nobody catches: it listens for 'uncaughtException', and no listener is
// seen to end the process (Node docs, "Event: 'uncaughtException'"). What rules say of errors that end the process is not so there; that the
// program goes on at all is for uncaught-exception-continues to say.
func (p *ProgramPass) Survives() bool {
	if p.survives == nil {
		listeners := p.ExceptionListeners()
		all := len(listeners) > 0
		for _, root := range listeners {
			all = all && !p.MayEnd(root.Func)
		}
		p.survives = &all
	}
	return *p.survives
}
