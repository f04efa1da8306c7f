package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// globalObject is what `global` and `globalThis` are, one for all files: what one file puts there another one finds, under its bare name too.
var globalObject = Abs{Kind: AbsGlobal}

// evalGlobal is what a name that nothing declares may be: Node's own, or what some file has put on the global object.
func (p *Program) evalGlobal(f *File, name effects.StrID, s *set) {
	switch text := f.Facts.Strings[name]; text {
	case "global", "globalThis", "GLOBAL":
		s.add(globalObject)
	default:
		if m := nodeapi.Global(text); m != nil {
			s.add(memberAbs(m))
			return
		}
		p.onGlobal(p.name(f, name), s)
	}
}

// onGlobal adds what is written to a name of the global object. Names under which nobody writes are the host's: no write under a computed name
// is a guess for them.
func (p *Program) onGlobal(name int32, s *set) {
	for _, r := range p.propsOf(globalObject, name) {
		s.addAll(p.EvalRef(r))
	}
}
