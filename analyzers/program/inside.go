package program

import (
	"sort"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/syntax"
)

// Inside says which calls into a package keep the thread: a graph of the values that its users can reach, from what require() of its entry
// gives, by names, calls and constructions. It holds nothing that leads to no such call, so that for most packages it is empty. It is immutable.
type Inside struct {
	Name, Version string // of the package
	// ESM says that the entry is an ES module: what a default import gives is then the member of that name.
	ESM   bool
	Start []int32 // the values that require() or a namespace import may give, indexes into Nodes
	Nodes []InsideNode
}

// InsideNode is one value of a package.
type InsideNode struct {
	Call, New    *Blocked // what calling it, or constructing with it, leads to; nil when nothing is known to block
	Params       int32    // how many parameters it declares, where it is a function
	Result, Made []int32  // what the call and the construction give
	Members      map[string][]int32
}

// Blocked is a call that keeps the thread, with the way to it.
type Blocked struct {
	API  string // as people write it: fs.readFileSync
	Kind nodeapi.Block
	// Maybe says that some step stands in a branch, so that what is passed in, or what happened before, decides whether it is taken.
	Maybe bool
	Way   []InsideStep
}

// InsideStep is one place inside a dependency.
type InsideStep struct {
	Path    string // absolute
	Range   syntax.Range
	Message string
}

// longestInside is how many calls inside a package may lie between its user and what blocks: longer ways are rarely taken.
const longestInside = 6

// maxInside bounds the values that are looked at.
const maxInside = 4000

// SummarizeInside says which calls into a package keep the thread; the program is the package, entry the file that its users load.
func (p *Program) SummarizeInside(entry FileID) *Inside {
	b := &insideBuilder{p: p, blocks: p.blockingWays(), ids: map[Abs]int32{}}
	out := &Inside{ESM: p.Files[entry].ESM}
	if len(b.blocks.first) == 0 && !b.blocks.reexports(p) {
		return out
	}
	b.text = make([]string, len(p.names)+1)
	for name, id := range p.names {
		b.text[id] = name
	}
	f := p.Files[entry]
	var start set
	if f.ESM {
		start.add(Abs{Kind: AbsModule, File: entry})
	} else {
		p.exportsOf(f, &start)
	}
	out.Start = b.all(start)
	for i := 0; i < len(b.things); i++ {
		b.fill(int32(i))
	}
	out.Nodes = b.nodes
	out.prune()
	return out
}

type insideBuilder struct {
	p      *Program
	blocks *blockingWays
	text   []string // of interned names
	ids    map[Abs]int32
	things []Abs
	nodes  []InsideNode
}

func (b *insideBuilder) all(list []Abs) []int32 {
	var out []int32
	for _, a := range list {
		switch a.Kind {
		case AbsMember:
			if m := a.Member(); m.Func == nil || !blocksHere(m) {
				continue
			}
		case AbsFunc, AbsClass, AbsNew, AbsNewFunc, AbsObject, AbsModule:
		default:
			continue
		}
		a.Promised, a.Site = false, 0
		id, ok := b.ids[a]
		if !ok {
			if len(b.things) >= maxInside {
				continue
			}
			id = int32(len(b.things))
			b.ids[a] = id
			b.things = append(b.things, a)
			b.nodes = append(b.nodes, InsideNode{})
		}
		out = append(out, id)
	}
	return out
}

func (b *insideBuilder) fill(i int32) {
	a := b.things[i]
	p := b.p
	var n InsideNode
	switch a.Kind {
	case AbsMember:
		m := a.Member()
		n.Call = &Blocked{API: Display(m), Kind: m.Func.Blocks}
		b.nodes[i] = n
		return
	case AbsFunc:
		fn := FuncRef{a.File, a.ID}
		n.Call = b.blocks.from(p, fn)
		n.New = n.Call
		g := p.Files[a.File]
		n.Params = int32(len(g.Facts.Funcs[a.ID].Params))
		var result set
		for _, r := range g.Facts.Funcs[a.ID].Returns {
			result.addAll(p.Eval(g, r))
		}
		n.Result = b.all(result)
		n.Made = b.all([]Abs{{Kind: AbsNewFunc, File: a.File, ID: a.ID}})
	case AbsClass:
		n.New = b.constructs(a, 0)
		n.Made = b.all([]Abs{{Kind: AbsNew, File: a.File, ID: a.ID}})
	}
	for _, name := range b.namesOf(a, 0) {
		var member set
		p.absProp(a, p.nameOf(name), &member)
		if list := b.all(member); len(list) > 0 {
			if n.Members == nil {
				n.Members = map[string][]int32{}
			}
			n.Members[name] = list
		}
	}
	b.nodes[i] = n
}

// constructs is what making an instance of a class leads to.
func (b *insideBuilder) constructs(a Abs, depth int) *Blocked {
	c := &b.p.Files[a.File].Facts.Classes[a.ID]
	for _, fn := range []effects.FuncID{c.Ctor, c.Fields} {
		if fn >= 0 {
			if w := b.blocks.from(b.p, FuncRef{a.File, fn}); w != nil {
				return w
			}
		}
	}
	if c.Ctor < 0 && c.Extends >= 0 && depth < 8 {
		for _, x := range b.p.Eval(b.p.Files[a.File], c.Extends) {
			switch x.Kind {
			case AbsClass:
				if w := b.constructs(x, depth+1); w != nil {
					return w
				}
			case AbsFunc:
				if w := b.blocks.from(b.p, FuncRef{x.File, x.ID}); w != nil {
					return w
				}
			}
		}
	}
	return nil
}

// namesOf are the names under which a thing has members that are known, what it inherits included.
func (b *insideBuilder) namesOf(a Abs, depth int) []string {
	p := b.p
	seen := map[string]bool{}
	var out []string
	add := func(name string) {
		if name != "" && name != "*" && name != "prototype" && name != "constructor" && !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	visited := map[Abs]bool{} // things that copy from each other would be walked once for every way through them
	var visit func(a Abs, depth int)
	visit = func(a Abs, depth int) {
		if depth > 4 || visited[a] {
			return
		}
		visited[a] = true
		g := p.Files[a.File]
		switch a.Kind {
		case AbsModule:
			if g.ESM {
				for _, e := range g.Facts.Exports {
					if name := g.Facts.Str(e.Name); name != "*" {
						add(name)
					} else if t := g.Targets[e.Import].File; t >= 0 {
						visit(Abs{Kind: AbsModule, File: t}, depth+1)
					}
				}
				return
			}
		case AbsObject:
			for _, m := range g.Facts.Objects[a.ID].Members {
				if m.Flags&effects.MemberSpread != 0 {
					for _, x := range p.Eval(g, m.Value) {
						visit(x, depth+1)
					}
				} else if m.Flags&effects.MemberComputed == 0 {
					add(g.Facts.Str(m.Name))
				}
			}
		case AbsClass, AbsNew, AbsProto:
			c := &g.Facts.Classes[a.ID]
			for _, m := range c.Members {
				if (m.Flags&effects.MemberStatic != 0) == (a.Kind == AbsClass) {
					add(g.Facts.Str(m.Name))
				}
			}
			if a.Kind == AbsNew {
				b.slots(Abs{Kind: AbsProto, File: a.File, ID: a.ID}, add)
			}
			if c.Extends >= 0 {
				for _, x := range p.Eval(g, c.Extends) {
					if a.Kind != AbsClass {
						x = instanceOf(x)
					}
					visit(x, depth+1)
				}
			}
		case AbsNewFunc:
			b.slots(Abs{Kind: AbsProtoFn, File: a.File, ID: a.ID}, add)
			for _, r := range p.supers.read(p, Abs{Kind: AbsFunc, File: a.File, ID: a.ID}) {
				for _, x := range p.EvalRef(r) {
					visit(instanceOf(x), depth+1)
				}
			}
		case AbsFunc:
		default:
			return
		}
		b.slots(a, add)
		for _, on := range []Abs{a, {Kind: AbsProtoFn, File: a.File, ID: a.ID}} {
			if on != a && a.Kind != AbsNewFunc {
				continue
			}
			for _, r := range p.mixed.read(p, on) {
				for _, x := range p.EvalRef(r) {
					if x != a {
						visit(x, depth+1)
					}
				}
			}
		}
	}
	visit(a, depth)
	sort.Strings(out)
	return out
}

func (b *insideBuilder) slots(a Abs, add func(string)) {
	for _, name := range b.p.slots.read(b.p, a) {
		if name > 0 && int(name) < len(b.text) {
			add(b.text[name])
		}
	}
}

// instanceOf is what new gives for a class or constructor function.
func instanceOf(a Abs) Abs {
	switch a.Kind {
	case AbsClass:
		a.Kind = AbsNew
	case AbsFunc:
		a.Kind = AbsNewFunc
	}
	return a
}

// prune drops the nodes that lead to no call that blocks.
func (in *Inside) prune() {
	from := make([][]int32, len(in.Nodes))
	var queue []int32
	keep := make([]bool, len(in.Nodes))
	for i := range in.Nodes {
		n := &in.Nodes[i]
		in.each(n, func(to int32) { from[to] = append(from[to], int32(i)) })
		if n.Call != nil || n.New != nil {
			keep[i] = true
			queue = append(queue, int32(i))
		}
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, i := range from[at] {
			if !keep[i] {
				keep[i] = true
				queue = append(queue, i)
			}
		}
	}
	to := make([]int32, len(in.Nodes))
	var nodes []InsideNode
	for i := range in.Nodes {
		if keep[i] {
			to[i] = int32(len(nodes))
			nodes = append(nodes, in.Nodes[i])
		}
	}
	renumber := func(list []int32) []int32 {
		var out []int32
		for _, i := range list {
			if keep[i] {
				out = append(out, to[i])
			}
		}
		return out
	}
	for i := range nodes {
		n := &nodes[i]
		n.Result, n.Made = renumber(n.Result), renumber(n.Made)
		members := map[string][]int32{}
		for name, list := range n.Members {
			if list = renumber(list); len(list) > 0 {
				members[name] = list
			}
		}
		n.Members = nil
		if len(members) > 0 {
			n.Members = members
		}
	}
	in.Start, in.Nodes = renumber(in.Start), nodes
}

func (in *Inside) each(n *InsideNode, yield func(int32)) {
	for _, list := range [2][]int32{n.Result, n.Made} {
		for _, i := range list {
			yield(i)
		}
	}
	for _, list := range n.Members {
		for _, i := range list {
			yield(i)
		}
	}
}

// --- ways to what blocks

// blockingWays says, for each function that leads to a call which keeps the thread, how.
type blockingWays struct {
	first map[FuncRef]blockingCall // functions that make such a call themselves
	next  map[FuncRef]Edge         // the first step from others
	maybe map[FuncRef]bool         // of which the way has a step in a branch
}

type blockingCall struct {
	at      syntax.Range
	what    Blocked // Way continues inside another package
	message string
}

// blocksHere reports whether a call of a member keeps the thread for long enough to be told of from afar.
func blocksHere(m *nodeapi.Member) bool {
	return m.Func != nil && m.Func.Blocks != nodeapi.BlocksNot && m.Func.Blocks != nodeapi.BlocksModule && !m.Func.Cheap && !m.Func.SyncWithoutCallback && m.Func.Size == nil
}

func (p *Program) blockingWays() *blockingWays {
	w := &blockingWays{first: map[FuncRef]blockingCall{}, next: map[FuncRef]Edge{}, maybe: map[FuncRef]bool{}}
	perhaps := map[FuncRef]blockingCall{} // functions that make such a call in a branch
	note := func(r CallRef, c blockingCall) {
		fn := FuncRef{r.File, p.Call(r).Func}
		if fn.Func == 0 || p.sometimes(r) {
			return
		}
		into := w.first
		if c.what.Maybe || p.inBranch(r) {
			into = perhaps
		}
		if known, ok := into[fn]; !ok || c.at.Start < known.at.Start {
			into[fn] = c
		}
	}
	p.CallsTo(blocksHere, func(r CallRef, m *nodeapi.Member) {
		name := Display(m)
		note(r, blockingCall{p.calleeRange(r), Blocked{API: name, Kind: m.Func.Blocks}, "calls " + name})
	})
	if p.env.Inside != nil {
		for _, f := range p.Files {
			for ci := range f.Facts.Calls {
				r := CallRef{f.ID, effects.CallID(ci)}
				if in, b := p.BlockedInside(r); b != nil {
					note(r, blockingCall{p.calleeRange(r), *b, "calls " + in.Title(p.calleeText(r))})
				}
			}
		}
	}
	type back struct {
		from FuncRef
		edge Edge
	}
	to := map[FuncRef][]back{}
	var order []FuncRef
	for _, f := range p.Files {
		for i := range f.Facts.Funcs {
			fn := FuncRef{f.ID, effects.FuncID(i)}
			for _, e := range p.edges[fn] {
				if !e.Weak && e.Kind != EdgePass && fn.Func > 0 {
					to[e.To] = append(to[e.To], back{fn, e})
				}
			}
			order = append(order, fn)
		}
	}
	known := func(fn FuncRef) bool {
		_, first := w.first[fn]
		_, next := w.next[fn]
		return first || next
	}
	// What is sure first, then what some branch decides.
	for _, sure := range [2]bool{true, false} {
		var queue []FuncRef
		for _, fn := range order {
			if c, ok := perhaps[fn]; ok && !sure && !known(fn) {
				w.first[fn], w.maybe[fn] = c, true
			}
			if known(fn) {
				queue = append(queue, fn)
			}
		}
		for length := 1; length < longestInside && len(queue) > 0; length++ {
			var more []FuncRef
			for _, at := range queue {
				for _, b := range to[at] {
					call := b.edge.At.Call >= 0 // no accessor
					if known(b.from) || call && p.sometimes(b.edge.At) {
						continue
					}
					branch := call && (p.inBranch(b.edge.At) || p.callsOneOf(b.edge.At))
					if sure && branch {
						continue
					}
					w.next[b.from] = b.edge
					w.maybe[b.from] = branch || w.maybe[at]
					more = append(more, b.from)
				}
			}
			queue = more
		}
	}
	return w
}

// callsOneOf reports whether a call may call one of several functions: which of them, a platform or an option decides.
func (p *Program) callsOneOf(r CallRef) bool {
	n := 0
	for _, t := range p.Targets(r) {
		if t.Kind == AbsFunc || t.Kind == AbsClass {
			n++
		}
	}
	return n > 1
}

// inBranch reports whether a call stands in a branch, a switch, a catch or a finally of its function, so that not every run of it gets there.
func (p *Program) inBranch(r CallRef) bool {
	fn, path := p.opPath(r)
	for k, i := range path {
		switch op := &fn.Ops[i]; op.Kind {
		case effects.OpIf, effects.OpSwitch:
			return true
		case effects.OpTry:
			if k+1 < len(path) && path[k+1] != i+1 {
				return true
			}
		}
	}
	return false
}

// reexports reports whether some file hands on functions of Node that block.
func (w *blockingWays) reexports(p *Program) bool {
	for _, f := range p.Files {
		for i := range f.Targets {
			if b := f.Targets[i].Builtin; b == "fs" || b == "child_process" || b == "zlib" {
				return true
			}
		}
	}
	return false
}

// sometimes reports whether a call is one that most runs of its function do not make, or not for each client: it fills a cache, is for
// development, or stands in a branch whose test is about doing things synchronously, which callers ask for by an option.
func (p *Program) sometimes(r CallRef) bool {
	if p.Once(r) || p.DevelopmentOnly(r) {
		return true
	}
	f := p.Files[r.File]
	for _, t := range p.Tests(r) {
		if aboutSync(f.Facts, t, 0) {
			return true
		}
		for _, slot := range emptyTests(f.Facts, t, 0) {
			if f.Facts.Val(t).Kind == effects.Unary && p.longLived(f, slot, p.Call(r).Func) {
				return true // if (!ready) prepare(), where prepare sets ready
			}
		}
	}
	return false
}

func aboutSync(f *effects.Facts, v effects.ValueID, depth int) bool {
	if depth > 6 || v <= 0 {
		return false
	}
	x := f.Val(v)
	sync := func(name effects.StrID) bool { return strings.Contains(strings.ToLower(f.Str(name)), "sync") }
	switch x.Kind {
	case effects.Prop:
		return sync(x.B) || aboutSync(f, x.A, depth+1)
	case effects.Var:
		return sync(f.Vars[x.A].Name)
	case effects.Param:
		params := f.Funcs[x.A].Params
		return int(x.B) < len(params) && sync(params[x.B].Name)
	case effects.Binary:
		return aboutSync(f, x.A, depth+1) || aboutSync(f, x.B, depth+1)
	case effects.Unary:
		return aboutSync(f, x.A, depth+1)
	}
	return false
}

func (p *Program) calleeRange(r CallRef) syntax.Range {
	c := p.Call(r)
	return syntax.Range{Start: c.Start, End: c.CalleeEnd}
}

// from is the way from a function, nil when it leads to nothing that blocks.
func (w *blockingWays) from(p *Program, fn FuncRef) *Blocked {
	var way []InsideStep
	maybe := w.maybe[fn]
	for {
		if c, ok := w.first[fn]; ok {
			way = append(way, InsideStep{p.Files[fn.File].Path, c.at, c.message})
			return &Blocked{API: c.what.API, Kind: c.what.Kind, Maybe: maybe || c.what.Maybe, Way: append(way, c.what.Way...)}
		}
		e, ok := w.next[fn]
		if !ok {
			return nil
		}
		s := p.edgeStep(e)
		way = append(way, InsideStep{p.Files[s.File].Path, s.Range, s.Message})
		fn = e.To
	}
}
