package program

import (
	"math"

	"nodebeyond/analyzers/effects"
)

// What a value is decides where its properties are written, and what is written decides what values are; so too for calls and arguments. Link
// goes round until nothing changes, and little does after the first round. So each answer is a node that knows which answers it was made of,
// and is made again only when one of these has changed since. A round asks for everything; asking for what still holds costs a look at each of
// the nodes that it was made of (demand-driven incremental computation: Hammer and others, "Adapton", PLDI 2014).
//
// A node that is asked for while it is made, which is a cycle, has what it had before. Who saw that is made again in the next round.

// nodeID names a node.
type nodeID uint32

// node is an answer, or something that answers are made of.
type node struct {
	set setRef
	// checked is the last phase in which it was seen to hold.
	checked int32
	// made is the moment at which it was made last, 0 for never; changed that at which it last became something else.
	made, changed uint32
	// from is the place in Program.reads where the nodes that it was made of are: their number, then they; 0 for none.
	from uint32
	// of is the file of a value or call; the complement of an index into Program.keys for an answer that is asked for by key.
	of int32
}

// Nodes with these moments need no check: nothing can change what they are, or they change only when Program.touch says so.
const (
	final  = math.MaxInt32
	source = math.MaxInt32 - 1
)

// A file's nodes stand in a row: its values, the targets of its calls, what flows at its calls, its functions.
func (f *File) targetNode(call effects.CallID) nodeID {
	return f.base + nodeID(len(f.Facts.Values)) + nodeID(call)
}

func (f *File) flowNode(call effects.CallID) nodeID {
	return f.targetNode(call) + nodeID(len(f.Facts.Calls))
}

func (f *File) funcNode(fn effects.FuncID) nodeID {
	return f.base + nodeID(len(f.Facts.Values)) + 2*nodeID(len(f.Facts.Calls)) + nodeID(fn)
}

// Names that no property has, for answers that are no property of a thing.
const (
	allValues  = -1 // what a table holds
	apiClasses = -2 // the classes of the API that it is an instance of
)

// newNodes makes the nodes of all files in one piece.
func (p *Program) newNodes() {
	n, strings, funcs := 1, 0, 0
	for _, f := range p.Files {
		f.base = nodeID(n)
		n += len(f.Facts.Values) + 2*len(f.Facts.Calls) + len(f.Facts.Funcs)
		strings += len(f.Facts.Strings)
		funcs += len(f.Facts.Funcs)
	}
	p.nodes = make([]node, n, n+n/3)
	p.reads = make([]nodeID, 1, n)
	names, flows := make([]int32, strings), make([]*flow, funcs)
	for _, f := range p.Files {
		for i := f.base; i < f.funcNode(0); i++ {
			p.nodes[i].of = f.ID
		}
		for i := range f.Facts.Funcs {
			p.nodes[f.funcNode(effects.FuncID(i))].checked = source
		}
		f.nameIDs, names = cut(names, len(f.Facts.Strings))
		f.flows, flows = cut(flows, len(f.Facts.Funcs))
	}
	p.byKey = map[propKey]nodeID{}
	p.slots.none, p.mixed.none, p.subs.none = p.newSource(), p.newSource(), p.newSource()
	p.mixedIntoNode, p.supersNode = p.newSource(), p.newSource()
	p.noting = true
}

func cut[T any](s []T, n int) (head, tail []T) { return s[:n:n], s[n:] }

// newSource makes a node that changes only by touch.
func (p *Program) newSource() nodeID {
	p.nodes = append(p.nodes, node{checked: source})
	return nodeID(len(p.nodes) - 1)
}

// touch says that a source has changed.
func (p *Program) touch(n nodeID) {
	p.now++
	p.nodes[n].changed = p.now
}

// note says that what is made now is made of a node, too.
func (p *Program) note(n nodeID) {
	if p.making > 0 && p.noting {
		p.noted = append(p.noted, n)
	}
}

// Eval is what a value may be; empty when nothing is known. The result is shared: do not change it.
func (p *Program) Eval(f *File, v effects.ValueID) []Abs {
	if v < 0 {
		return nil
	}
	return p.sets.at(p.ask(f.base + nodeID(v)))
}

// ask gives the answer of a node.
func (p *Program) ask(n nodeID) setRef {
	x := &p.nodes[n]
	if x.checked < p.phase {
		p.settle(n)
		x = &p.nodes[n]
	}
	if x.checked != final {
		p.note(n)
	}
	return x.set
}

// askKey gives an answer by its key.
func (p *Program) askKey(key propKey) []Abs {
	n, ok := p.byKey[key]
	if !ok {
		n = nodeID(len(p.nodes))
		p.nodes = append(p.nodes, node{of: ^int32(len(p.keys))})
		p.keys = append(p.keys, key)
		p.byKey[key] = n
	}
	return p.sets.at(p.ask(n))
}

// settle sees to it that a node holds.
func (p *Program) settle(n nodeID) {
	x := &p.nodes[n]
	x.checked = p.phase
	if x.made == 0 || x.made != p.now && !p.holds(n) {
		p.remake(n)
	}
}

// holds reports whether nothing that a node was made of has changed since.
func (p *Program) holds(n nodeID) bool {
	at, made := p.nodes[n].from, p.nodes[n].made
	for i := range uint32(p.reads[at]) {
		d := p.reads[at+1+i]
		y := &p.nodes[d]
		if y.checked < p.phase {
			p.settle(d)
			y = &p.nodes[d]
		}
		if y.changed > made {
			return false
		}
	}
	return true
}

// remake makes a node.
func (p *Program) remake(n nodeID) {
	from := len(p.noted)
	p.making++
	old, of := p.nodes[n].set, p.nodes[n].of
	r := setRef(0)
	if of < 0 {
		key := p.keys[^of]
		s := p.sets.borrow()
		switch key.name {
		case allValues:
			p.collectValues(key.on, s)
		case apiClasses:
			p.collectClasses(key.on, s)
		default:
			p.lookUp(key.on, key.name, p.texts[key.name], s)
		}
		r = p.sets.keep(*s, old)
		p.sets.giveBack(s)
	} else {
		f := p.Files[of]
		i := int(n - f.base)
		values, calls := len(f.Facts.Values), len(f.Facts.Calls)
		switch {
		case i < values:
			r = p.valueSet(f, effects.ValueID(i), old)
		case i < values+calls:
			r = p.targetSet(f, effects.CallID(i-values), old)
		default:
			p.flowCall(f, effects.CallID(i-values-calls))
		}
	}
	p.making--
	x := &p.nodes[n]
	x.set, x.made = r, max(p.now, 1)
	if r != old {
		p.now++
		x.changed = p.now
	}
	reads := p.noted[from:]
	switch {
	case !p.noting:
	case len(reads) == 0:
		x.checked = final
	default:
		if x.from == 0 || int(p.reads[x.from]) < len(reads) {
			x.from = uint32(len(p.reads))
			p.reads = append(p.reads, nodeID(len(reads)))
			p.reads = append(p.reads, reads...)
		} else {
			p.reads[x.from] = nodeID(len(reads))
			copy(p.reads[x.from+1:], reads)
		}
	}
	p.noted = p.noted[:from]
}

// valueSet makes the set of a value.
func (p *Program) valueSet(f *File, v effects.ValueID, old setRef) setRef {
	switch x := &f.Facts.Values[v]; x.Kind {
	case effects.Unknown, effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined, effects.RegExp, effects.Template, effects.Unary:
		return 0
	case effects.Await, effects.Spread:
		return p.same(f, x.A)
	case effects.Var:
		if values := f.Facts.Vars[x.A].Values; len(values) == 1 {
			return p.same(f, values[0])
		}
	}
	s := p.sets.borrow()
	p.eval(f, v, s)
	r := p.sets.keep(*s, old)
	p.sets.giveBack(s)
	return r
}

// same is the set of a value that is another's, too.
func (p *Program) same(f *File, v effects.ValueID) setRef {
	if v < 0 {
		return 0
	}
	return p.ask(f.base + nodeID(v))
}
