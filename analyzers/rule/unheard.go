package rule

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// UnheardCalls calls yield with every call that makes an object of a wanted class whose 'error' event nobody can hear: all its uses are seen,
// and no listener, pipeline or promise among them. Left out are objects made with a `signal`, because Node then adds a listener of its own; those
// whose making takes a callback that gets the errors; those of test files; and all of a program that survives what nobody catches.
func (p *ProgramPass) UnheardCalls(want func(*nodeapi.Class) bool, yield func(program.CallRef, *nodeapi.Member, *nodeapi.Class)) {
	made := func(m *nodeapi.Member) *nodeapi.Class {
		if m.Func != nil && m.Func.Returns != "" && m.Func.Returns != "this" && !m.Func.ReturnsPromise {
			return nodeapi.ClassNamed(m.Func.Returns)
		}
		return m.Class
	}
	p.CallsTo(func(m *nodeapi.Member) bool {
		c := made(m)
		if c == nil || !want(c) {
			return false
		}
		_, fatal := c.ErrorsFatal()
		return fatal
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		if f.Test || p.Call(r).Flags&effects.CallSuper != 0 {
			return
		}
		if m.Func != nil && m.Func.ErrFirst && hasCallback(p, f, r) {
			return
		}
		v := f.ResultValue(r.Call)
		if v < 0 || p.Hears(f, v, "error") != program.HeardNo {
			return
		}
		if opt, _ := p.Option(r, "signal"); opt.File >= 0 {
			return
		}
		if !p.Survives() {
			yield(r, m, made(m))
		}
	})
}

// hasCallback reports whether a call is given a callback, or may be: what its last argument is is not known.
func hasCallback(p *ProgramPass, f *program.File, r program.CallRef) bool {
	if p.CallbackArg(r) >= 0 {
		return true
	}
	args := p.Args(r)
	if len(args) < 2 {
		return len(args) == 0 // .apply
	}
	last := args[len(args)-1]
	switch f.Facts.Val(last).Kind {
	case effects.Param, effects.Var, effects.Prop, effects.Elem, effects.Result, effects.Spread, effects.Join:
		return len(p.Eval(f, last)) == 0
	}
	return false
}

// AddListener suggests an 'error' listener on what a call gives, chained to the call: on returns its emitter, so the value stays what it was.
func (p *ProgramPass) AddListener(r program.CallRef) Option {
	end := p.Call(r).End
	return FixWith(Fix{Title: "Listen for 'error'", Edits: []Edit{{Range: syntax.Range{Start: end, End: end}, New: ".on('error', (err) => console.error(err))"}}})
}
