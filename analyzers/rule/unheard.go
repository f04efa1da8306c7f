package rule

import (
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// UnheardCalls calls yield with every call that makes an object of a wanted class whose 'error' event nobody can hear: all its uses are seen,
// and no listener, pipeline or promise among them. Objects made with a `signal` are left out, because Node then adds a listener of its
// own, and so are those of test files.
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
		if f.Test {
			return
		}
		v := f.ResultValue(r.Call)
		if v < 0 || p.Hears(f, v, "error") != program.HeardNo {
			return
		}
		if opt, _ := p.Option(r, "signal"); opt.File >= 0 {
			return
		}
		yield(r, m, made(m))
	})
}
