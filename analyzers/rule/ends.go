package rule

import (
	"regexp"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// ending are names that promise an end where the code behind them cannot be seen.
var ending = regexp.MustCompile(`(?i)exit|shut|die|quit|kill|abort|fatal|terminat|stop|close|crash|bail|restart|throw|cleanup|destroy|end$`)

// MayEnd reports whether a function may end the process, on any path, now or later, as far as can be seen.
func (p *ProgramPass) MayEnd(fn program.FuncRef) bool {
	for _, reached := range p.Reach(fn, 200, func(program.Edge) bool { return true }) {
		for i := range p.Func(reached.Func).Ops {
			switch op := &p.Func(reached.Func).Ops[i]; op.Kind {
			case effects.OpThrow:
				return true // an error that nobody catches ends the process
			case effects.OpCall:
				r := program.CallRef{File: reached.Func.File, Call: op.A}
				m := p.Member(r)
				if exits(m) || p.handsExit(r) {
					return true
				}
				if (m == nil || m.Is("process.kill")) && p.PromisesEnd(r) {
					return true
				}
			}
		}
	}
	return false
}

// PromisesEnd reports whether what a call calls has a name that promises an end.
func (p *ProgramPass) PromisesEnd(r program.CallRef) bool {
	return ending.MatchString(p.Files[r.File].Facts.CalleeName(p.Call(r).Callee))
}

func exits(m *nodeapi.Member) bool {
	return m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectExits
}

// handsExit reports whether a call hands on what ends the process: setTimeout(process.exit, 1000, 1).
func (p *ProgramPass) handsExit(r program.CallRef) bool {
	f := p.Files[r.File]
	for _, a := range p.Call(r).Args {
		if v := f.Facts.Val(a); v.Kind == effects.Prop && f.Facts.Str(v.B) == "exit" {
			return true
		}
		for _, x := range p.Eval(f, a) {
			if exits(x.Member()) {
				return true
			}
		}
	}
	return false
}
