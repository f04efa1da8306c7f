package effects

import "nodebeyond/analyzers/syntax"

// Traced are the facts of a file beside its tree: which value stands where. It is immutable.
type Traced struct {
	File  *syntax.File
	Facts *Facts
	nodes []ValueID
	names []ValueID
}

// Trace is Lower for who asks about places in the text. Its facts are those of Lower, with the same ids.
func Trace(f *syntax.File, esm bool) *Traced {
	l := lowerers.Get().(*lowerer)
	l.start(f, esm)
	l.noted = fill(nil, f.Len())
	t := &Traced{File: f, nodes: l.noted, names: fill(nil, len(f.Syms()))}
	l.module()
	for s, v := range l.symVal {
		switch {
		case v <= -2:
			t.names[s] = -2 - v
		case v >= 0:
			t.names[s] = l.varValue[v]
		}
	}
	t.Facts = l.finish()
	l.release()
	return t
}

// Value is the value of an expression, of a declared name, or of the member that a key in a pattern takes; None where nothing is known.
func (t *Traced) Value(n syntax.Node) ValueID {
	if v := t.nodes[n.ID()]; v > 0 {
		return v
	}
	if s := n.Sym(); s >= 0 && t.names[s] > 0 {
		return t.names[s]
	}
	return None
}

// note keeps the value of a node for Trace.
func (l *lowerer) note(n syntax.Node, v ValueID) {
	if len(l.noted) > 0 {
		l.noted[n.ID()] = v
	}
}
