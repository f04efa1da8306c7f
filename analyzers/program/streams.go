package program

import (
	"slices"

	"nodebeyond/analyzers/nodeapi"
)

// implementedBy are the methods that a stream of the project implements and a method of Node's calls before it returns, when nothing is buffered
// (Node's documentation of streams, "Implementing a writable stream" and the sections after it).
var implementedBy = map[string][]string{
	"write":   {"_write", "_transform"},
	"end":     {"_final", "_flush"},
	"destroy": {"_destroy"},
	"read":    {"_read"},
}

// hookEdges adds the edges from a call of a stream's method to what implements it.
func (p *Program) hookEdges(f *File, ref CallRef, from FuncRef) {
	hooks := implementedBy[p.MethodName(ref)]
	if hooks == nil {
		return
	}
	found := p.sets.borrow()
	for _, a := range p.Eval(f, p.Receiver(ref)) {
		switch {
		case a.Kind == AbsNew, a.Kind == AbsNewFunc, a.Kind == AbsInst && a.Site != None:
			if !slices.ContainsFunc(p.appendClasses(nil, a), func(c *nodeapi.Class) bool { return c.IsReadable() || c.IsWritable() }) {
				continue
			}
			for _, name := range hooks {
				p.absProp(a, p.nameOf(name), found)
			}
		}
	}
	for _, a := range *found {
		if a.Kind == AbsFunc {
			p.addEdge(from, Edge{To: FuncRef{a.File, a.ID}, At: ref, Kind: EdgeCallback, Phase: nodeapi.PhaseSync})
		}
	}
	p.sets.giveBack(found)
}
