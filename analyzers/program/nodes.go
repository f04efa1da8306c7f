package program

import (
	"math/bits"
	"slices"

	"nodebeyond/analyzers/effects"
)

// What a value is decides where its properties are written, and what is written decides what values are; so too for calls and arguments. Link
// goes round until nothing changes, and little does after the first round. So each answer is a node that knows which answers it was made of,
// and which were made of it. What changes makes these dirty, and what was made of them in turn; a round sees to the dirty places of the program
// that write, call and pass, and these ask for the rest. A dirty node of which nothing has changed after all stays what it is (demand-driven
// incremental computation: Hammer and others, "Adapton", PLDI 2014).
//
// A node that is asked for while it is made, which is a cycle, has what it had before. Who saw that is dirty again, for the next phase.

// nodeID names a node.
type nodeID uint32

// node is an answer, or something that answers are made of.
type node struct {
	set setRef
	// made is the moment at which it was made last, 0 for never; changed that at which it last became something else.
	made, changed uint32
	// from is the place in Program.reads where the nodes that it was made of are: their number, then they; 0 for none.
	from uint32
	// readers is the first of Program.links to the nodes that were made of it, 0 for none.
	readers uint32
	// of is the file of a file's node; the complement of an index into Program.keys for an answer that is asked for by key.
	of int32
	// checked is the phase in which it was last looked at.
	checked uint8
	// dirty: it may have to be made again. busy: it is being made. fixed: nothing can change it.
	dirty, busy, fixed bool
}

// link says that a node was made of another; next is the next one of that.
type link struct {
	reader nodeID
	next   uint32
}

// A file's nodes stand in a row: its values, the targets of its calls, what flows at its calls, its sites, its functions.
func (f *File) targetNode(call effects.CallID) nodeID {
	return f.base + nodeID(len(f.Facts.Values)) + nodeID(call)
}

func (f *File) flowNode(call effects.CallID) nodeID {
	return f.targetNode(call) + nodeID(len(f.Facts.Calls))
}

func (f *File) siteNode(i int) nodeID {
	return f.base + nodeID(len(f.Facts.Values)+2*len(f.Facts.Calls)+i)
}

func (f *File) funcNode(fn effects.FuncID) nodeID { return f.siteNode(len(f.writers)) + nodeID(fn) }

// work is a kind of node that a round sees to.
type work uint8

const (
	noWork work = iota
	siteWork
	targetWork
	flowWork
)

// part tells what node of its file a node is.
func (f *File) part(n nodeID) (kind work, i int) {
	i = int(n - f.base)
	values, calls := len(f.Facts.Values), len(f.Facts.Calls)
	switch {
	case i < values:
		return noWork, i
	case i < values+calls:
		return targetWork, i - values
	case i < values+2*calls:
		return flowWork, i - values - calls
	}
	return siteWork, i - values - 2*calls
}

// Names that no property has, for answers that are no property of a thing.
const (
	allValues  = -1 // what a table holds
	apiClasses = -2 // the classes of the API that it is an instance of
)

// newNodes makes the nodes of all files in one piece, and plans to make all that rounds see to.
func (p *Program) newNodes() {
	n, strings, funcs, sites, calls := 1, 0, 0, 0, 0
	for _, f := range p.Files {
		f.base = nodeID(n)
		n += len(f.Facts.Values) + 2*len(f.Facts.Calls) + len(f.writers) + len(f.Facts.Funcs)
		strings += len(f.Facts.Strings)
		funcs += len(f.Facts.Funcs)
		sites += len(f.writers)
		calls += len(f.Facts.Calls)
	}
	p.nodes = make([]node, n, n+n/4+256)
	p.reads = make([]nodeID, 1, n/2+64)
	p.links = make([]link, 1, n/2+64)
	names, flows, said := make([]int32, strings), make([]*flow, funcs), make([][]saying, sites)
	p.todo[siteWork] = make([]nodeID, 0, sites)
	p.todo[targetWork] = make([]nodeID, 0, calls)
	p.todo[flowWork] = make([]nodeID, 0, calls)
	for _, f := range p.Files {
		for i := f.base; i < f.funcNode(0); i++ {
			p.nodes[i].of, p.nodes[i].dirty = f.ID, true
		}
		for i := range f.Facts.Calls {
			p.todo[targetWork] = append(p.todo[targetWork], f.targetNode(effects.CallID(i)))
			p.todo[flowWork] = append(p.todo[flowWork], f.flowNode(effects.CallID(i)))
		}
		for i := range f.writers {
			p.todo[siteWork] = append(p.todo[siteWork], f.siteNode(i))
		}
		f.nameIDs, names = cut(names, len(f.Facts.Strings))
		f.flows, flows = cut(flows, len(f.Facts.Funcs))
		f.said, said = cut(said, len(f.writers))
	}
	absent := 1 << bits.Len(uint(n/16+32))
	p.absentNodes, p.absentMask = nodeID(n), nodeID(absent-1)
	p.nodes = p.nodes[:n+absent]
	p.byKey = map[propKey]nodeID{}
	p.noting = true
}

func cut[T any](s []T, n int) (head, tail []T) { return s[:n:n], s[n:] }

// newSource makes a node that changes only by touch.
func (p *Program) newSource() nodeID {
	p.nodes = append(p.nodes, node{})
	return nodeID(len(p.nodes) - 1)
}

// touch says that a source has changed.
func (p *Program) touch(n nodeID) {
	p.now++
	p.nodes[n].changed = p.now
	p.spread(n)
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
	if x.dirty {
		x = p.settle(n)
	}
	if !x.fixed {
		p.note(n)
	}
	return x.set
}

// askKey gives an answer by its key.
func (p *Program) askKey(key propKey) []Abs {
	n, ok := p.byKey[key]
	if !ok {
		n = nodeID(len(p.nodes))
		p.nodes = append(p.nodes, node{of: ^int32(len(p.keys)), dirty: true})
		p.keys = append(p.keys, key)
		p.byKey[key] = n
	}
	return p.sets.at(p.ask(n))
}

// settle sees to it that a dirty node holds, once in a phase. Where it is made of something that stays dirty in this phase, so does it.
func (p *Program) settle(n nodeID) *node {
	x := &p.nodes[n]
	if x.busy {
		return x
	}
	if x.checked != p.phase || x.made == 0 {
		outer := p.unsettled
		p.unsettled = false
		x.checked, x.busy = p.phase, true
		changed := false
		if x.made == 0 || !p.noting || !p.holds(n) {
			changed = p.remake(n)
		}
		x = &p.nodes[n]
		x.busy, x.dirty = false, p.unsettled && p.noting
		p.unsettled = outer
		if x.dirty {
			p.plan(n)
		}
		if changed && p.noting {
			p.spread(n)
			x = &p.nodes[n]
		}
	}
	if x.dirty {
		p.unsettled = true
	}
	return x
}

// plan has a round see to a node, if it is one of those.
func (p *Program) plan(n nodeID) {
	if of := p.nodes[n].of; of >= 0 {
		if w, _ := p.Files[of].part(n); w != noWork {
			p.todo[w] = append(p.todo[w], n)
		}
	}
}

// spread makes everything dirty that was made of a node before it changed, and what was made of that.
func (p *Program) spread(n nodeID) {
	changed := p.nodes[n].changed
	from := len(p.stack)
	p.stack = append(p.stack, n)
	for len(p.stack) > from {
		at := p.stack[len(p.stack)-1]
		p.stack = p.stack[:len(p.stack)-1]
		for l := p.nodes[at].readers; l != 0; l = p.links[l].next {
			r := p.links[l].reader
			x := &p.nodes[r]
			if x.dirty || at == n && x.made >= changed {
				continue
			}
			x.dirty = true
			p.plan(r)
			p.stack = append(p.stack, r)
		}
	}
}

// holds reports whether nothing that a node was made of has changed since.
func (p *Program) holds(n nodeID) bool {
	at, made := p.nodes[n].from, p.nodes[n].made
	for i := range uint32(p.reads[at]) {
		y := &p.nodes[p.reads[at+1+i]]
		if y.dirty {
			y = p.settle(p.reads[at+1+i])
		}
		if y.changed > made {
			return false
		}
	}
	return true
}

// remake makes a node, and reports whether it is something else than before.
func (p *Program) remake(n nodeID) (changed bool) {
	from, begun := len(p.noted), p.now
	p.making++
	old, of := p.nodes[n].set, p.nodes[n].of
	r := setRef(0)
	kind := noWork
	if of < 0 {
		r = p.keySet(p.keys[^of], old)
	} else {
		f := p.Files[of]
		var i int
		switch kind, i = f.part(n); kind {
		case noWork:
			r = p.valueSet(f, effects.ValueID(i), old)
		case targetWork:
			r = p.targetSet(f, effects.CallID(i), old)
		case flowWork:
			p.flowCall(f, effects.CallID(i))
		case siteWork:
			p.visit(f, n, i)
		}
	}
	p.making--
	x := &p.nodes[n]
	x.set, x.made = r, max(p.now, 1)
	if r != old {
		p.now++
		x.changed = p.now
	}
	if p.noting {
		reads := p.noted[from:]
		p.keepReads(n, reads)
		if kind == flowWork && p.now != begun {
			// what it passed may be what it was made of
			for _, d := range reads {
				p.unsettled = p.unsettled || p.nodes[d].changed > begun
			}
			p.nodes[n].made = max(begun, 1)
		}
	}
	p.noted = p.noted[:from]
	return r != old
}

// keepReads keeps what a node was made of.
func (p *Program) keepReads(n nodeID, reads []nodeID) {
	x := &p.nodes[n]
	if len(reads) == 0 && !p.unsettled {
		x.fixed = true
		return
	}
	old := p.reads[x.from+1:]
	old = old[:p.reads[x.from]]
	if x.from != 0 && slices.Equal(old, reads) {
		return
	}
	for i, d := range reads {
		if i > 0 && reads[i-1] == d || len(old) < 32 && slices.Contains(old, d) {
			continue
		}
		y := &p.nodes[d]
		if l := y.readers; l != 0 && p.links[l].reader == n {
			continue
		}
		p.links = append(p.links, link{n, y.readers})
		y.readers = uint32(len(p.links) - 1)
	}
	if x.from != 0 && len(old) >= len(reads) {
		p.reads[x.from] = nodeID(len(reads))
		copy(p.reads[x.from+1:], reads)
		return
	}
	x.from = uint32(len(p.reads))
	p.reads = append(p.reads, nodeID(len(reads)))
	p.reads = append(p.reads, reads...)
}

// round sees to one kind of work.
func (p *Program) round(w work) {
	list := p.todo[w]
	p.todo[w] = nil
	slices.Sort(list) // in order of files and places
	for i, n := range list {
		if i%64 == 0 && p.canceled() {
			return
		}
		if p.nodes[n].dirty {
			p.settle(n)
		}
	}
	p.unsettled = false
}

// freeze ends the keeping of what nodes are made of: nothing changes any more.
func (p *Program) freeze() {
	p.noting = false
	p.phase++
	p.reads, p.links, p.todo, p.stack, p.noted = nil, nil, [flowWork + 1][]nodeID{}, nil, nil
	for _, f := range p.Files {
		f.said = nil
	}
}

// keySet makes the set of an answer that is asked for by key.
func (p *Program) keySet(key propKey, old setRef) setRef {
	s := p.sets.borrow()
	switch key.name {
	case allValues:
		p.collectValues(key.on, s)
	case apiClasses:
		p.collectClasses(key.on, s)
	default:
		p.lookUp(key.on, key.name, p.texts[key.name], s)
	}
	r := p.sets.keep(*s, old)
	p.sets.giveBack(s)
	return r
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
