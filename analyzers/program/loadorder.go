package program

import (
	"path"
	"slices"
	"sort"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// This file judges require cycles by the order in which their modules load. The modules of a strongly connected component of the graph of
// eager requires load in an order that depends on one thing only, which of them is asked for first: from it all others are reached before it
// is done. So one evaluation for each first member says everything, and no paths are counted.

// HazardKind says what goes wrong in a cycle.
type HazardKind uint8

// The hazards.
const (
	HazardTaken HazardKind = iota // a name is taken out of a module by destructuring before it is set
	HazardRead                    // a name is read before it is set
	HazardStale                   // a module keeps the object that the other one then replaces
	HazardTDZ                     // an ES module's binding is read before it is initialized
)

// Hazard is something that goes wrong because modules load each other.
type Hazard struct {
	Kind HazardKind
	// File and Range are where: the names that are read, or the assignment to module.exports that leaves others with the old object.
	File  FileID
	Range syntax.Range
	Func  effects.FuncID
	// Names are the names that are read, Base what they are read from as written, "" for a require() itself.
	Names []string
	Base  string
	// Target is the module that is half loaded.
	Target FileID
	// Has are the names that it has at that moment.
	Has []string
	// Holders are the modules that keep the old object, for HazardStale.
	Holders []Holder
	// Cycle are the modules from the target to the reader and back, in order of loading.
	Cycle []FileID
	// First is the member of the cycle that is loaded first; Entry is the program that does that, None when only some other order would.
	First, Entry FileID
	// Sure says that it happens whenever Entry starts: on no branch, and with no doubt about what is loaded first.
	Sure bool
	// Always says that no entry is known that loads the cycle in another, harmless order.
	Always bool
	// Replaced says that the name is set on another object than the one that was handed out, so that reading later does not help.
	Replaced bool
	// Steps prove it, in the order in which they happen.
	Steps []Step
}

// Holder is a module that keeps a stale object.
type Holder struct {
	File FileID
	At   syntax.Range // of the require()
	Name string       // of the variable, "" for none
}

// Rel is the path of a file below the folder that all files of the program share, for messages.
func (p *Program) Rel(file FileID) string {
	rel, _ := p.Below(p.Files[file].Path)
	return rel
}

// Below is a path below the folder that all files of the program share; inside is false, and the path as it is, for any other.
func (p *Program) Below(at string) (rel string, inside bool) {
	if p.common == "" && len(p.Files) > 0 {
		dir := path.Dir(p.Files[0].Path)
		for _, f := range p.Files[1:] {
			for dir != "/" && dir != "." && !strings.HasPrefix(f.Path, dir+"/") {
				dir = path.Dir(dir)
			}
		}
		p.common = strings.TrimSuffix(dir, "/") + "/"
	}
	return strings.CutPrefix(at, p.common)
}

// entry is a file that programs may start with.
type entry struct {
	file FileID
	// sure: nothing suggests that something else loads it first. named: package.json or a hashbang says that it is a program.
	sure, named bool
}

// entries are the files that start programs, the surest first: main modules and commands, then files that no other file asks for.
func (p *Program) entries() []entry {
	if p.starts != nil {
		return p.starts
	}
	asked := make([]bool, len(p.Files))
	named := make([]bool, len(p.Files))
	anywhere := false // files are loaded by computed names
	packages := map[string]bool{}
	for _, f := range p.Files {
		for i := range f.Facts.Imports {
			im := &f.Facts.Imports[i]
			if t := f.Targets[i].File; t >= 0 && t != f.ID {
				if !f.Test || p.Files[t].Test {
					asked[t] = true
				}
			}
			if im.Flags&effects.ImportComputed != 0 && im.Kind != effects.RequireResolve && !f.Test {
				anywhere = true
			}
		}
		if pkg := f.Package; pkg != nil && !packages[pkg.Dir] {
			packages[pkg.Dir] = true
			for _, at := range append([]string{pkg.Main}, append(pkg.Bins, pkg.Starts...)...) {
				if g := p.moduleAt(at); g != nil {
					named[g.ID] = true
				}
			}
		}
		if f.Facts.Hashbang {
			named[f.ID] = true
		}
	}
	var list []entry
	for pass := range 4 {
		for _, id := range p.byPath() {
			f := p.Files[id]
			rank := 3
			switch {
			case named[f.ID]:
				rank = 0
			case asked[f.ID]:
				continue
			case f.Test:
				rank = 3
			case anywhere:
				rank = 2
			default:
				rank = 1
			}
			if rank == pass {
				list = append(list, entry{f.ID, rank <= 1, rank == 0})
			}
		}
	}
	p.starts = list
	return list
}

// moduleAt is the file that a path of a package.json means, nil for none.
func (p *Program) moduleAt(at string) *File {
	if at == "" {
		return nil
	}
	for _, ext := range []string{"", ".js", ".cjs", ".mjs", ".ts", "/index.js"} {
		if f := p.FileNamed(at + ext); f != nil {
			return f
		}
	}
	return nil
}

// watcher notes what happens to half-loaded modules while one component loads.
type watcher struct {
	found []found
	holds []hold
	seen  map[readKey]bool
}

type readKey struct {
	file FileID
	fn   effects.FuncID
	op   int32
}

// found is a read of a name that is not there.
type found struct {
	kind   HazardKind
	file   FileID
	fn     effects.FuncID
	op     int32
	name   int32
	text   string
	obj    int32
	target FileID
	has    []string
	stack  []loadFrame
	before []loadFrame // what loads below the stack: from the first of the cycle to the target
	calls  []site
	maybe  bool
}

// hold is a require() that gives a half-loaded module.
type hold struct {
	file   FileID
	imp    int32
	target FileID
	obj    int32
	stack  []loadFrame
	before []loadFrame
	maybe  bool
	seq    int32
}

// read is told of every read of a member of a module.
func (w *watcher) read(m *machine, f *File, fn effects.FuncID, i int32) {
	if m.guess > 0 {
		return
	}
	op := &f.Facts.Funcs[fn].Ops[i]
	x := f.Facts.Val(op.A)
	r := found{file: f.ID, fn: fn, op: i, kind: HazardRead}
	if op.Flag == 1 && !defaulted(f, fn, i) {
		r.kind = HazardTaken
	}
	var base heapVal
	switch x.Kind {
	case effects.Prop:
		base = m.eval(f, x.A, 0)
	case effects.ImportName:
		if t := &f.Targets[x.A]; t.File >= 0 {
			base = m.mods[t.File].exports
		}
	}
	if base.kind != heapObject {
		return
	}
	r.text = f.Facts.Str(x.B)
	r.name = m.p.name(f, x.B)
	o := &m.objs[base.id]
	if o.module < 0 || o.module == f.ID || m.mods[o.module].status != loading || o.open || objectNames[r.text] {
		return
	}
	r.target, r.obj = o.module, base.id
	g := m.p.Files[o.module]
	switch o.kind {
	case objNamespace:
		at, ok := m.unset(g, r.text)
		if !ok {
			return
		}
		if g.ESM {
			if at != tdz {
				return
			}
			r.kind = HazardTDZ
		}
	case objInstance:
		return
	case objFunc, objClass:
		if functionNames[r.text] || m.has(base, r.name, r.text) != isFalse {
			return
		}
	default:
		if k := o.find(r.name); k >= 0 && (o.props[k].maybe || o.props[k].val.kind != heapUndefined) {
			return
		}
		for k := range o.props {
			if len(r.has) < 12 {
				r.has = append(r.has, m.nameText(o.props[k].name))
			}
		}
		sort.Strings(r.has)
	}
	// in a function, the first read says it: what follows does not run, or runs with the same
	key := readKey{f.ID, fn, i}
	if fn != 0 {
		key.op = -1 - r.target
	}
	if w.seen[key] {
		return
	}
	w.seen[key] = true
	r.before, r.stack, r.maybe = w.stackFrom(m, r.target)
	if r.stack == nil {
		return
	}
	r.maybe = r.maybe || m.maybe > 0
	for k := m.stack[len(m.stack)-1].calls; k < len(m.frames); k++ {
		if s := m.frames[k].site; s.file >= 0 {
			r.calls = append(r.calls, s)
		}
	}
	w.found = append(w.found, r)
}

// defaulted reports whether a destructured name has a default.
func defaulted(f *File, fn effects.FuncID, i int32) bool {
	ops := f.Facts.Funcs[fn].Ops
	for k := i + 1; k < int32(len(ops)) && k < i+3; k++ {
		if ops[k].Kind == effects.OpIf && ops[k].A == ops[i].A {
			return true
		}
	}
	for vi := range f.Facts.Lists {
		list := f.Facts.Lists[vi]
		if len(list) == 2 && list[0] == ops[i].A {
			return true
		}
	}
	return false
}

// stackFrom are the modules that load, from target on; maybe says that one of them loads on some paths only.
func (w *watcher) stackFrom(m *machine, target FileID) (before, stack []loadFrame, maybe bool) {
	for i := range m.stack {
		if m.stack[i].file == target {
			all := append([]loadFrame(nil), m.stack...)
			for _, s := range all[1:] {
				maybe = maybe || s.maybe
			}
			return all[:i:i], all[i:], maybe
		}
	}
	return nil, nil, false
}

// held is told of every require() of a module that loads.
func (w *watcher) held(m *machine, f *File, imp int32, v heapVal) {
	t := f.Targets[imp].File
	s := &m.mods[t]
	if v != objVal(s.initial) || f.Facts.Imports[imp].Kind != effects.Require || f.Facts.Imports[imp].Flags&effects.ImportBare != 0 {
		return
	}
	before, st, maybe := w.stackFrom(m, t)
	if st == nil || m.guess > 0 {
		return
	}
	m.seq++
	w.holds = append(w.holds, hold{file: f.ID, imp: imp, target: t, obj: v.id, before: before, stack: st, maybe: maybe || m.maybe > 0, seq: m.seq})
}

type initState uint8

const (
	initialized  initState = iota
	tdz                    // let, const or class: ReferenceError
	undefinedYet           // var
)

// unset says whether an exported binding has no value yet: the top level has not come to its declaration. ok is false when it has one, or
// nothing is known.
func (m *machine) unset(g *File, name string) (initState, bool) {
	e := exportNamed(g, name)
	if e == nil || e.Import >= 0 {
		return initialized, false
	}
	pos := m.mods[g.ID].pos
	v := g.Facts.Val(e.Value)
	at := e.Start
	switch v.Kind {
	case effects.Closure:
		if name != "default" || g.Facts.Funcs[v.A].Flags&effects.FuncDecl != 0 {
			return initialized, false
		}
	case effects.Var:
		va := &g.Facts.Vars[v.A]
		at = va.Start
		if len(va.Values) > 0 && g.Facts.Val(va.Values[0]).Kind == effects.Closure && g.Facts.Funcs[g.Facts.Val(va.Values[0]).A].Flags&effects.FuncDecl != 0 {
			return initialized, false
		}
		if m.mods[g.ID].vars[v.A].kind != heapNone {
			return initialized, false
		}
		if va.Flags&effects.VarConst == 0 {
			return undefinedYet, pos <= at
		}
	case effects.Class:
		at = g.Facts.Classes[v.A].NameStart
	}
	return tdz, pos <= at
}

// has reports whether a value has a property once everything is loaded.
func (m *machine) has(v heapVal, name int32, text string) truth {
	for range 6 {
		switch v.kind {
		case heapObject:
		case heapUndefined:
			return isFalse
		default:
			return isUnknown
		}
		o := &m.objs[v.id]
		if o.kind == objNamespace {
			if exportNamed(m.p.Files[o.file], text) != nil {
				return isTrue
			}
			return isUnknown
		}
		if k := o.find(name); k >= 0 && o.props[k].val.kind != heapUndefined {
			return isTrue
		}
		if o.open {
			return isUnknown
		}
		if o.kind == objInstance {
			if o.proto.kind != heapObject {
				return isUnknown
			}
			c := &m.objs[o.proto.id]
			return m.instanceHas(c.file, c.id, name, 0)
		}
		if o.proto.kind == heapNone {
			break
		}
		v = o.proto
	}
	return isFalse
}

// instanceHas reports whether instances of a class have a member.
func (m *machine) instanceHas(file FileID, class effects.ClassID, name int32, depth int) truth {
	if depth > 8 {
		return isUnknown
	}
	g := m.p.Files[file]
	c := &g.Facts.Classes[class]
	for k := range c.Members {
		if mm := &c.Members[k]; mm.Flags&effects.MemberStatic == 0 && m.p.name(g, mm.Name) == name {
			return isTrue
		}
	}
	for _, kind := range []AbsKind{AbsNew, AbsProto} {
		if _, ok := m.assigned[propKey{Abs{Kind: kind, File: file, ID: class}, name}]; ok {
			return isTrue
		}
	}
	if c.Extends < 0 {
		return isFalse
	}
	if h := m.eval(g, c.Extends, 0); h.kind == heapObject && m.objs[h.id].kind == objClass {
		return m.instanceHas(m.objs[h.id].file, m.objs[h.id].id, name, depth+1)
	}
	return isUnknown
}

// Hazards are what goes wrong in the require cycles of the program, the sure ones first found, one for each place. The result is shared.
func (p *Program) Hazards() []Hazard {
	if p.judged {
		return p.hazards
	}
	p.judged = true
	m := p.loads()
	comp, sizes := m.components()
	any := false
	for _, n := range sizes {
		any = any || n > 1
	}
	if !any {
		return nil
	}
	for f, c := range comp { // before modules are loaded again
		needed := sizes[c] > 1
		for _, x := range m.eagers[f] {
			needed = needed || sizes[comp[x.to]] > 1
		}
		if needed {
			p.ExportsOf(FileID(f))
		}
	}
	firsts := m.firsts(comp, sizes)
	members := make([][]FileID, len(sizes))
	var large []int32 // in order of their first member
	for _, f := range p.byPath() {
		if c := comp[f]; sizes[c] > 1 {
			if len(members[c]) == 0 {
				large = append(large, c)
			}
			members[c] = append(members[c], f)
		}
	}
	best := map[hazardKey]int{}
	hits := map[hazardKey]int{} // of sure starts
	limit := m.steps + maxTotalSteps/2
	judge := func(c int32, first start) {
		for _, f := range members[c] {
			m.reset(f)
		}
		m.watch = &watcher{seen: map[readKey]bool{}}
		m.cut = false
		m.stack, m.frames, m.maybe = m.stack[:0], m.frames[:0], 0
		m.load(first.file, site{file: None})
		for _, f := range members[c] {
			m.load(f, site{file: None})
		}
		w := m.watch
		m.watch = nil
		for _, h := range m.hazardsOf(w, first) {
			k := hazardKey{h.Kind, h.File, h.Range}
			if first.sure {
				hits[k]++
			}
			if i, ok := best[k]; ok {
				if old := &p.hazards[i]; h.Sure && !old.Sure || h.Entry >= 0 && old.Entry < 0 {
					*old = h
				}
				continue
			}
			best[k] = len(p.hazards)
			p.hazards = append(p.hazards, h)
		}
	}
	sures := map[int32]int{}
	for _, s := range firsts {
		if s.sure {
			sures[comp[s.file]]++
		}
		if m.steps < limit {
			judge(comp[s.file], s)
		}
	}
	done := map[FileID]bool{}
	for _, s := range firsts {
		done[s.file] = true
	}
	public := m.askedFromOutside(comp)
	for _, c := range large {
		for _, f := range members[c] {
			// In a large tangle, only what others ask for may ever come first.
			if len(members[c]) > maxLatent && !public[f] {
				continue
			}
			if !done[f] && m.steps < limit {
				judge(c, start{file: f, entry: None})
			}
		}
	}
	for i := range p.hazards {
		h := &p.hazards[i]
		h.Always = h.Sure && hits[hazardKey{h.Kind, h.File, h.Range}] == sures[comp[h.Target]]
	}
	p.dropShadowed()
	return p.hazards
}

// Started reports, for each file, whether a program that package.json names, or a file with a hashbang, loads it as it starts: without any
// condition. Where there is no package.json, the files that no other asks for stand in.
func (p *Program) Started() []bool {
	if p.started != nil {
		return p.started
	}
	m := p.loads()
	p.started = make([]bool, len(p.Files))
	var queue []FileID
	add := func(f FileID) {
		if !p.started[f] {
			p.started[f] = true
			queue = append(queue, f)
		}
	}
	list := p.entries()
	for _, e := range list {
		if e.named || e.sure && p.Files[e.file].Package == nil {
			add(e.file)
		}
	}
	for i := 0; i < len(queue); i++ {
		for _, x := range m.eagers[queue[i]] {
			if !x.maybe {
				add(x.to)
			}
		}
	}
	return p.started
}

// dropShadowed drops what could only happen in another order of loading, where the same two modules go wrong in a real one: to mend that mends
// both.
func (p *Program) dropShadowed() {
	type pair struct{ a, b FileID }
	pairOf := func(h *Hazard) pair {
		other := h.File
		if h.Kind == HazardStale {
			other = h.Holders[0].File
		}
		return pair{min(h.Target, other), max(h.Target, other)}
	}
	sure := map[pair]bool{}
	for i := range p.hazards {
		if h := &p.hazards[i]; h.Sure {
			sure[pairOf(h)] = true
		}
	}
	// and of what may happen, one read of a file says it
	type twice struct {
		kind         HazardKind
		file, target FileID
	}
	said := map[twice]bool{}
	kept := p.hazards[:0]
	for i := range p.hazards {
		h := p.hazards[i]
		if h.Sure {
			kept = append(kept, h)
			continue
		}
		once := twice{h.Kind, h.File, h.Target}
		if sure[pairOf(&h)] || h.Kind != HazardStale && said[once] {
			continue
		}
		said[once] = true
		kept = append(kept, h)
	}
	p.hazards = kept
}

// maxLatent is the size up to which each member of a cycle is tried as the first to load.
const maxLatent = 8

// askedFromOutside finds the modules that another component asks for.
func (m *machine) askedFromOutside(comp []int32) []bool {
	out := make([]bool, len(comp))
	for _, f := range m.p.Files {
		for k := range f.Targets {
			if t := f.Targets[k].File; t >= 0 && comp[t] != comp[f.ID] {
				out[t] = true
			}
		}
	}
	return out
}

type hazardKey struct {
	kind HazardKind
	file FileID
	at   syntax.Range
}

// components are the strongly connected components of the eager requires (Tarjan 1972, without recursion): the component of each file, and
// their sizes.
func (m *machine) components() (comp []int32, sizes []int32) {
	n := len(m.eagers)
	comp = make([]int32, n)
	index := make([]int32, n)
	low := make([]int32, n)
	on := make([]bool, n)
	for i := range comp {
		comp[i] = None
	}
	var stack []int32
	type visit struct{ file, next int32 }
	var work []visit
	counter := int32(0)
	for root := range n {
		if index[root] != 0 {
			continue
		}
		work = append(work[:0], visit{int32(root), 0})
		for len(work) > 0 {
			w := &work[len(work)-1]
			v := w.file
			if w.next == 0 {
				counter++
				index[v], low[v] = counter, counter
				stack = append(stack, v)
				on[v] = true
			}
			advanced := false
			for int(w.next) < len(m.eagers[v]) {
				to := m.eagers[v][w.next].to
				w.next++
				if index[to] == 0 {
					work = append(work, visit{to, 0})
					advanced = true
					break
				}
				if on[to] {
					low[v] = min(low[v], index[to])
				}
			}
			if advanced {
				continue
			}
			if w.next == 0 {
				w.next = 1
			}
			work = work[:len(work)-1]
			if len(work) > 0 {
				u := work[len(work)-1].file
				low[u] = min(low[u], low[v])
			}
			if low[v] == index[v] {
				c := int32(len(sizes))
				size := int32(0)
				for {
					x := stack[len(stack)-1]
					stack = stack[:len(stack)-1]
					on[x] = false
					comp[x] = c
					size++
					if x == v {
						break
					}
				}
				sizes = append(sizes, size)
			}
		}
	}
	return comp, sizes
}

// start is a member of a component that a program loads first.
type start struct {
	file  FileID
	entry FileID
	sure  bool
	path  []site // the requires that lead there from the entry
}

// firsts finds which members of components are loaded first, from which entries: the eager requires in their order, then what runs on
// branches and in functions that are called later.
func (m *machine) firsts(comp, sizes []int32) []start {
	p := m.p
	var out []start
	known := map[FileID]int{}
	budget := 3_000_000
	mark := make([]int32, len(p.Files))
	from := make([]site, len(p.Files))
	by := make([]FileID, len(p.Files))
	epoch := int32(0)
	type state struct {
		firsts []FileID
		eager  bool
	}
	for _, e := range p.entries() {
		if budget < 0 {
			break
		}
		epoch++
		entered := map[int32]*state{}
		var queue []FileID // everything loaded, in order
		note := func(f FileID, eager bool) {
			c := comp[f]
			if sizes[c] < 2 {
				return
			}
			st := entered[c]
			if st == nil {
				entered[c] = &state{firsts: []FileID{f}, eager: eager}
				return
			}
			if st.eager {
				return
			}
			for _, x := range st.firsts {
				if x == f {
					return
				}
			}
			st.firsts = append(st.firsts, f)
		}
		var stack []eagerWork
		visit := func(f FileID, at site, parent FileID, eager bool) {
			if mark[f] == epoch {
				return
			}
			mark[f], from[f], by[f] = epoch, at, parent
			if parent < 0 {
				note(f, eager)
			}
			queue = append(queue, f)
			stack = append(stack[:0], eagerWork{f, 0})
			for len(stack) > 0 {
				w := &stack[len(stack)-1]
				if w.next == len(m.eagers[w.file]) {
					stack = stack[:len(stack)-1]
					continue
				}
				x := &m.eagers[w.file][w.next]
				w.next++
				budget--
				if x.maybe || mark[x.to] == epoch {
					continue
				}
				mark[x.to], from[x.to], by[x.to] = epoch, x.at, w.file
				if comp[x.to] != comp[w.file] {
					note(x.to, eager)
				}
				queue = append(queue, x.to)
				stack = append(stack, eagerWork{x.to, 0})
			}
		}
		visit(e.file, site{file: None}, None, true)
		for i := 0; i < len(queue); i++ {
			f := p.Files[queue[i]]
			for k := range m.eagers[f.ID] {
				if x := &m.eagers[f.ID][k]; x.maybe {
					if comp[x.to] != comp[f.ID] {
						note(x.to, false)
					}
					visit(x.to, x.at, f.ID, false)
				}
			}
			// Of what one function asks for, in order, the first that leads into a cycle loads all of it.
			type within struct {
				fn   effects.FuncID
				comp int32
			}
			var before []within
			for k := range f.Targets {
				budget--
				if t := f.Targets[k].File; t >= 0 && t != f.ID && !m.tried[f.ID][k] && f.Facts.Imports[k].Kind != effects.RequireResolve {
					im := &f.Facts.Imports[k]
					if im.Kind == effects.StaticImport {
						continue // erased
					}
					if w := (within{im.Func, comp[t]}); comp[t] != comp[f.ID] && sizes[comp[t]] > 1 && !slices.Contains(before, w) {
						before = append(before, w)
						note(t, false)
					}
					visit(t, site{f.ID, im.CallStart, im.CallEnd}, f.ID, false)
				}
			}
		}
		states := make([]*state, 0, len(entered))
		for _, st := range entered {
			states = append(states, st)
		}
		sort.Slice(states, func(i, j int) bool { return p.Files[states[i].firsts[0]].Path < p.Files[states[j].firsts[0]].Path })
		for _, st := range states {
			for _, f := range st.firsts {
				s := start{file: f, entry: e.file, sure: e.sure && len(st.firsts) == 1}
				if i, ok := known[f]; ok {
					if s.sure && !out[i].sure {
						s.path = pathTo(f, e.file, from, by)
						out[i] = s
					}
					continue
				}
				s.path = pathTo(f, e.file, from, by)
				known[f] = len(out)
				out = append(out, s)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].sure && !out[j].sure })
	return out
}

type eagerWork struct {
	file FileID
	next int
}

func pathTo(f, entry FileID, from []site, by []FileID) []site {
	var out []site
	for f != entry && f >= 0 && from[f].file >= 0 && len(out) < 64 {
		out = append(out, from[f])
		f = by[f]
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// hazardsOf judges what a watcher saw, now that the component is loaded.
func (m *machine) hazardsOf(w *watcher, first start) []Hazard {
	p := m.p
	var out []Hazard
	type group struct {
		file FileID
		fn   effects.FuncID
		base effects.ValueID
	}
	taken := map[group]int{}
	for i := range w.found {
		r := &w.found[i]
		final := m.mods[r.target].exports
		replaced := final != objVal(r.obj)
		// A name that is never set is another matter.
		if m.has(objVal(r.obj), r.name, r.text) != isTrue && m.has(final, r.name, r.text) == isFalse {
			continue
		}
		f := p.Files[r.file]
		op := &f.Facts.Funcs[r.fn].Ops[r.op]
		if unusedResult(f, r.fn, r.op) {
			continue
		}
		key := group{r.file, r.fn, f.Facts.Val(op.A).A}
		if r.kind == HazardTaken {
			if k, ok := taken[key]; ok {
				h := &out[k]
				h.Names = append(h.Names, r.text)
				h.Range.End = max(h.Range.End, op.End)
				m.setStep(h, r)
				continue
			}
		}
		h := Hazard{Kind: r.kind, File: r.file, Func: r.fn, Range: syntax.Range{Start: op.Start, End: op.End}, Names: []string{r.text}, Target: r.target, Has: r.has,
			First: first.file, Entry: first.entry, Sure: first.sure && !r.maybe, Replaced: replaced, Base: baseText(f, f.Facts.Val(op.A).A)}
		h.Steps = m.loadSteps(first, r.before, r.stack, m.givenAt(f, op.A))
		for _, c := range r.calls {
			h.Steps = append(h.Steps, m.step(c, "calls a function that reads it, while "+p.Rel(r.target)+" is still loading"))
		}
		h.Steps = append(h.Steps, Step{File: r.file, Range: h.Range, Message: "reads what is not set yet"})
		h.Cycle = cycleOf(r.stack, r.file)
		m.setStep(&h, r)
		if r.kind == HazardTaken {
			taken[key] = len(out)
		}
		out = append(out, h)
	}
	return append(out, m.stale(w, first)...)
}

// unusedResult reports whether what an operation reads goes into a variable that nothing uses.
func unusedResult(f *File, fn effects.FuncID, i int32) bool {
	ops := f.Facts.Funcs[fn].Ops
	if int(i)+1 >= len(ops) {
		return false
	}
	w := &ops[i+1]
	t := f.Facts.Val(w.A)
	return w.Kind == effects.OpWrite && w.B == ops[i].A && t.Kind == effects.Var && f.Facts.Vars[t.A].Uses == 0
}

func cycleOf(stack []loadFrame, reader FileID) []FileID {
	var out []FileID
	for _, s := range stack {
		out = append(out, s.file)
	}
	if out[len(out)-1] != reader {
		out = append(out, reader)
	}
	return out
}

// setStep adds where a name gets its value.
func (m *machine) setStep(h *Hazard, r *found) {
	p := m.p
	g := p.Files[r.target]
	text := r.text
	if final := m.mods[r.target].exports; final.kind == heapObject && m.objs[final.id].kind != objNamespace {
		for _, v := range []heapVal{objVal(r.obj), final} {
			if i := m.objs[v.id].find(r.name); i >= 0 {
				at := m.objs[v.id].props[i].at
				msg := text + " is set only here"
				if v != objVal(r.obj) {
					msg = text + " is part of the new module.exports, which is made only here"
				}
				h.Steps = append(h.Steps, m.step(at, msg))
				return
			}
		}
	}
	if s := &m.mods[r.target]; len(s.replaced) > 0 {
		h.Steps = append(h.Steps, m.step(s.replaced[len(s.replaced)-1].at, "module.exports becomes what has "+text+" only here"))
		return
	}
	if e := exportNamed(g, text); e != nil {
		h.Steps = append(h.Steps, m.step(site{g.ID, e.Start, e.End}, text+" gets its value only here"))
	}
}

// givenAt is the require() that gave what a value is read from; file None when that cannot be told.
func (m *machine) givenAt(f *File, v effects.ValueID) site {
	for range 8 {
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Prop:
			v = x.A
		case effects.Var:
			if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 {
				v = vals[0]
				continue
			}
			return site{file: None}
		case effects.Import, effects.ImportName:
			im := &f.Facts.Imports[x.A]
			return site{f.ID, im.CallStart, im.CallEnd}
		default:
			return site{file: None}
		}
	}
	return site{file: None}
}

// baseText is how a value is written: a variable, or "" when it is a require() itself.
func baseText(f *File, v effects.ValueID) string {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Var:
		return f.Facts.Str(f.Facts.Vars[x.A].Name)
	case effects.Prop:
		if b := baseText(f, x.A); b != "" {
			return b + "." + f.Facts.Str(x.B)
		}
	}
	return ""
}

// loadSteps tells how it comes that a module is asked for while it loads.
func (m *machine) loadSteps(first start, before, stack []loadFrame, given site) []Step {
	p := m.p
	var out []Step
	way := first.path
	if len(way) > 3 {
		way = way[len(way)-3:]
	}
	for i, at := range way {
		msg := "loads " + m.asked(at)
		if i == 0 && at.file == first.entry {
			msg = "the program starts in " + p.Rel(first.entry) + ", which loads " + m.asked(at)
		}
		if i == len(way)-1 {
			msg += ", the first of the cycle"
		}
		out = append(out, m.step(at, msg))
	}
	chain := append(before[:len(before):len(before)], stack...)
	for i, s := range chain {
		if s.at.file < 0 || i > 0 && i < len(before)-3 {
			continue // a long way to the module that is asked for again adds nothing
		}
		out = append(out, m.step(s.at, p.Rel(s.at.file)+" loads "+p.Rel(s.file)))
	}
	if given.file >= 0 {
		out = append(out, m.step(given, p.Rel(given.file)+" requires "+p.Rel(stack[0].file)+" again, which is still loading, and gets its unfinished exports"))
	}
	return out
}

// asked names the file that the import at a place asks for.
func (m *machine) asked(at site) string {
	f := m.p.Files[at.file]
	for i := range f.Facts.Imports {
		if f.Facts.Imports[i].CallStart == at.start && f.Targets[i].File >= 0 {
			return m.p.Rel(f.Targets[i].File)
		}
	}
	return "a module"
}

// stale finds the modules that keep an object which module.exports then no longer is.
func (m *machine) stale(w *watcher, first start) []Hazard {
	p := m.p
	var out []Hazard
	at := map[site]int{}
	for i := range w.holds {
		h := &w.holds[i]
		s := &m.mods[h.target]
		if s.unsure || s.exports == objVal(h.obj) || m.objs[h.obj].escaped && m.objs[h.obj].open {
			continue
		}
		var r *replacement
		for k := range s.replaced {
			if s.replaced[k].seq > h.seq {
				r = &s.replaced[k]
			}
		}
		if r == nil {
			continue
		}
		name, kept := m.keeps(h)
		if !kept || m.interop(h.obj) {
			continue
		}
		im := &p.Files[h.file].Facts.Imports[h.imp]
		given := site{h.file, im.CallStart, im.CallEnd}
		holder := Holder{File: h.file, At: syntax.Range{Start: im.CallStart, End: im.CallEnd}, Name: name}
		if k, ok := at[r.at]; ok {
			dup := false
			for _, x := range out[k].Holders {
				dup = dup || x == holder
			}
			if !dup {
				out[k].Holders = append(out[k].Holders, holder)
				last := len(out[k].Steps) - 1
				out[k].Steps = append(out[k].Steps[:last:last], m.step(given, p.Rel(h.file)+" gets the same unfinished object"), out[k].Steps[last])
			}
			out[k].Sure = out[k].Sure || first.sure && !h.maybe
			continue
		}
		z := Hazard{Kind: HazardStale, File: h.target, Range: syntax.Range{Start: r.at.start, End: r.at.end}, Target: h.target, Holders: []Holder{holder},
			First: first.file, Entry: first.entry, Sure: first.sure && !h.maybe, Replaced: true, Cycle: cycleOf(h.stack, h.file)}
		z.Steps = append(m.loadSteps(first, h.before, h.stack, given), m.step(r.at, "module.exports becomes another object here; "+p.Rel(h.file)+" keeps the first one"))
		at[r.at] = len(out)
		out = append(out, z)
	}
	return out
}

// interop reports whether an object is what a compiler makes of an ES module, with its default export in place: code that was compiled
// likewise reads .default and is content.
func (m *machine) interop(obj int32) bool {
	o := &m.objs[obj]
	i, mark := o.find(m.p.nameOf("default")), o.find(m.p.nameOf("__esModule"))
	return i >= 0 && mark >= 0 && o.props[i].val.kind != heapUndefined
}

// keeps reports whether a module keeps what a require() gave it and uses it in a way that the new object is needed for: other than by reads
// while it loads, which are hazards of their own, and other than names that the old object has.
func (m *machine) keeps(h *hold) (name string, kept bool) {
	f := m.p.Files[h.file]
	facts := f.Facts
	v := f.ValueID(effects.Value{Kind: effects.Import, A: h.imp})
	if v < 0 {
		return "", false
	}
	old := &m.objs[h.obj]
	lacks := func(base effects.ValueID) bool {
		for _, x := range facts.Values {
			if x.Kind == effects.Prop && x.A == base {
				if k := old.find(m.p.name(f, x.B)); k < 0 || old.props[k].val.kind == heapUndefined {
					return true
				}
			}
		}
		return false
	}
	for fi := range facts.Funcs {
		for i := range facts.Funcs[fi].Ops {
			op := &facts.Funcs[fi].Ops[i]
			switch op.Kind {
			case effects.OpWrite:
				if op.B != v {
					continue
				}
				t := facts.Val(op.A)
				switch t.Kind {
				case effects.Var:
					va := &facts.Vars[t.A]
					if len(va.Values) != 1 || va.Uses == 0 {
						continue
					}
					name := facts.Str(va.Name)
					whole := f.ValueID(effects.Value{Kind: effects.Var, A: t.A})
					now, reads := m.readsOf(f, whole)
					if int(va.Uses) > reads { // used as a whole: new A(), instanceof, an argument
						return name, true
					}
					if now < reads && lacks(whole) { // some reads come later
						return name, true
					}
				case effects.Prop:
					return "", true
				}
			case effects.OpCall:
				c := &facts.Calls[op.A]
				if c.Callee == v {
					return "", true
				}
				for _, a := range c.Args {
					if a == v {
						return "", true
					}
				}
			}
		}
	}
	for oi := range facts.Objects {
		for k := range facts.Objects[oi].Members {
			if mm := &facts.Objects[oi].Members[k]; mm.Value == v && mm.Flags&effects.MemberSpread == 0 {
				return "", true
			}
		}
	}
	return "", false
}

// readsOf counts the operations that read a member of a value: those that ran while modules loaded, and all.
func (m *machine) readsOf(f *File, base effects.ValueID) (now, all int) {
	for fi := range f.Facts.Funcs {
		for i := range f.Facts.Funcs[fi].Ops {
			op := &f.Facts.Funcs[fi].Ops[i]
			if op.Kind != effects.OpRead {
				continue
			}
			if x := f.Facts.Val(op.A); x.Kind == effects.Prop && x.A == base {
				all++
				if fi == 0 {
					now++
				}
			}
		}
	}
	return now, all
}

// CycleFact is the cycle of a hazard as a line of Markdown.
func (p *Program) CycleFact(h *Hazard) string {
	var b strings.Builder
	b.WriteString("Cycle, in the order of loading: ")
	for i, f := range h.Cycle {
		if i == 8 && len(h.Cycle) > 9 {
			b.WriteString("… → ")
			break
		}
		b.WriteString("`" + p.Rel(f) + "` → ")
	}
	b.WriteString("`" + p.Rel(h.Cycle[0]) + "`")
	return b.String()
}

// HasFact says in a line of Markdown what the half-loaded module has at the moment of a hazard.
func (p *Program) HasFact(h *Hazard) string {
	if len(h.Has) == 0 {
		return "At this moment `" + p.Rel(h.Target) + "` has set no exports."
	}
	return "At this moment `" + p.Rel(h.Target) + "` has set only `" + strings.Join(h.Has, "`, `") + "`."
}
