package rule

import (
	"slices"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// restarts reports whether a way leads through a function that makes the program start over, at its end or on the way: one that registers the way's own
// handler anew, as the program does when it starts, or that calls what loading the program calls and what does so. What runs then is what runs at
// the start, and not what happens for every message. A function that start-up calls not, but that reaches a registration by some way, starts
// something else: a method that is called on one of many may be the handler's own.
func (p *ProgramPass) restarts(root program.Root, path []program.Edge) bool {
	if root.At.Call < 0 || len(path) == 0 {
		return false
	}
	registers := program.FuncRef{File: root.At.File, Func: p.Call(root.At).Func}
	if registers.Func == 0 {
		return false // only loading the file does
	}
	for _, e := range path {
		if p.startsUp(e.To) && p.reaches(e.To, registers) {
			return true
		}
		for _, reached := range p.Reach(e.To, 500, during) {
			if at, _ := p.Path(reached.Func, nodeapi.Load); len(at) == 1 && p.startsUp(reached.Func) && p.reaches(reached.Func, registers) {
				return true
			}
		}
	}
	return false
}

func (p *ProgramPass) reaches(from, to program.FuncRef) bool {
	return slices.ContainsFunc(p.Reach(from, 500, program.During), func(r program.Reached) bool { return r.Func == to })
}

// during admits the edges by which one function calls another before it returns.
func during(e program.Edge) bool {
	return e.Kind != program.EdgePass && program.During(e)
}

// startsUp reports whether a function is called while the program starts; one that is only handed to something then is not.
func (p *ProgramPass) startsUp(fn program.FuncRef) bool {
	if !p.Runs(fn, nodeapi.Load) {
		return false
	}
	path, _ := p.Path(fn, nodeapi.Load)
	return !slices.ContainsFunc(path, func(e program.Edge) bool { return e.Kind == program.EdgePass })
}
