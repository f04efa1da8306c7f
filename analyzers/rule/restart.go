package rule

import "nodebeyond/analyzers/program"

// restarts reports whether a way leads through a function that registers its own handler anew, at its end or on the way: a message that makes the
// program start over runs what runs at the start, and that is not what happens for every message.
func (p *ProgramPass) restarts(root program.Root, path []program.Edge) bool {
	if root.At.Call < 0 || len(path) == 0 {
		return false
	}
	registers := program.FuncRef{File: root.At.File, Func: p.Call(root.At).Func}
	if registers.Func == 0 {
		return false // only loading the file does
	}
	for _, e := range path {
		for _, reached := range p.Reach(e.To, 500, program.During) {
			if reached.Func == registers {
				return true
			}
		}
	}
	return false
}
