package rule

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
)

// ClientArg says which part of a request an argument of a call is made of, and the steps from there; ok is false when it is made of nothing that
// a client decides, or of something that is checked, and in tests.
func (p *ProgramPass) ClientArg(r program.CallRef, i int, use program.Purpose) (o program.Origin, ok bool) {
	f, args := p.Files[r.File], p.Args(r)
	if f.Test || i >= len(args) || len(args) != len(p.Call(r).Args) {
		return o, false
	}
	switch f.Facts.Val(args[i]).Kind {
	case effects.String, effects.Number, effects.Object, effects.Closure:
		return o, false
	}
	return p.ClientData(f, args[i], p.ArgRange(r, i), use)
}
