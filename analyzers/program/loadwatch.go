package program

import (
	"sort"

	"nodebeyond/analyzers/effects"
)

// watcher notes what happens to half-loaded modules while one component loads.
type watcher struct {
	found []found
	holds []hold
	mixed []mixed
	seen  map[readKey]bool
	// detail says that what is found will be shown, so that all is noted.
	detail bool
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
	stack  *loadFrame // the reader's; the target is below it
	calls  []site
	maybe  bool
	loop   bool // in a loop that may have no round
}

// hold is a require() that gives a half-loaded module.
type hold struct {
	file   FileID
	imp    int32
	target FileID
	obj    int32
	stack  *loadFrame
	maybe  bool
	seq    int32
}

// mixed is a require() of an ES module in a cycle, which Node refuses.
type mixed struct {
	at     site // of the require()
	imp    int32
	target FileID // the module that is asked for while it loads
	by     site   // what asks
	stack  *loadFrame
	maybe  bool
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
	if o.module < 0 || o.module == f.ID && m.givenAt(f, op.A).file < 0 || o.open || objectNames[r.text] {
		return
	}
	r.target, r.obj = o.module, base.id
	name := r.text
	if o.kind == objNamespace && m.p.Files[o.module].ESM {
		// a module that exports the name on has no part in it: what counts is where it is bound
		r.target, name = m.boundAt(o.module, name, 0)
		if r.target < 0 || m.mods[r.target].exports.kind != heapObject {
			return
		}
		r.obj = m.mods[r.target].exports.id
		o = &m.objs[r.obj]
	}
	if m.mods[r.target].status != loading {
		return
	}
	g := m.p.Files[r.target]
	switch o.kind {
	case objNamespace:
		at, ok := m.unset(g, name)
		if !ok || m.change.hoists(g.ID, name) {
			return
		}
		if g.ESM {
			if i := m.importAt(m.givenAt(f, op.A)); at != tdz || i >= 0 && f.Facts.Imports[i].Kind == effects.Require {
				return // such a require() is refused
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
			if w.detail && len(r.has) < 12 {
				r.has = append(r.has, m.nameText(o.props[k].name))
			}
		}
		sort.Strings(r.has)
	}
	if r.kind == HazardTaken && m.change.keeps(f.ID, m.importAt(m.givenAt(f, op.A))) {
		return
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
	r.stack, r.maybe = m.stack, m.stack.maybe
	r.maybe = r.maybe || m.maybe > m.loops
	r.loop = m.loops > 0
	for k := m.stack.calls; k < len(m.frames); k++ {
		if s := m.frames[k].site; s.file >= 0 {
			r.calls = append(r.calls, s)
		}
	}
	w.found = append(w.found, r)
}

// boundAt follows re-exports from ES module to ES module to where a name is bound; None when that is not known.
func (m *machine) boundAt(file FileID, name string, depth int) (FileID, string) {
	g := m.p.Files[file]
	if depth > 16 || !g.ESM {
		return None, ""
	}
	if e := exportNamed(g, name); e != nil {
		if e.Import < 0 {
			return file, name
		}
		if in := g.Facts.Str(e.ImportName); in != "*" && g.Targets[e.Import].File >= 0 {
			return m.boundAt(g.Targets[e.Import].File, in, depth+1)
		}
		return None, ""
	}
	if name == "default" { // export * leaves it out (ECMAScript, section 16.2.1.7.2.2)
		return None, ""
	}
	for i := range g.Facts.Exports {
		e := &g.Facts.Exports[i]
		if g.Facts.Str(e.Name) == "*" && e.Import >= 0 && g.Targets[e.Import].File >= 0 {
			if at, in := m.boundAt(g.Targets[e.Import].File, name, depth+1); at >= 0 {
				return at, in
			}
		}
	}
	return None, ""
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

// held is told of every import of a module that loads.
func (w *watcher) held(m *machine, f *File, imp int32, v heapVal) {
	if m.guess > 0 {
		return
	}
	t := f.Targets[imp].File
	s := &m.mods[t]
	im := &f.Facts.Imports[imp]
	maybe := m.stack.maybe || m.maybe > 0
	if r, ok := m.refused(f, imp); ok {
		r.stack, r.maybe = m.stack, maybe
		w.mixed = append(w.mixed, r)
		return
	}
	if v != objVal(s.initial) || im.Kind != effects.Require || im.Flags&effects.ImportBare != 0 {
		return
	}
	m.seq++
	w.holds = append(w.holds, hold{file: f.ID, imp: imp, target: t, obj: v.id, stack: m.stack, maybe: maybe, seq: m.seq})
}

// refused finds the require() of an ES module on the way round a cycle that an import closes. Node then throws ERR_REQUIRE_CYCLE_MODULE: a
// graph of ES modules can only be run as a whole (Node docs, "Errors"). Cycles of import statements alone are fine, and so are those of
// CommonJS alone.
func (m *machine) refused(f *File, imp int32) (mixed, bool) {
	t := f.Targets[imp].File
	im := &f.Facts.Imports[imp]
	by := site{f.ID, im.CallStart, im.CallEnd}
	if im.Kind == effects.Require {
		return mixed{at: by, imp: imp, target: t, by: by}, m.p.Files[t].ESM && t != f.ID
	}
	if im.Kind != effects.StaticImport || !f.ESM {
		return mixed{}, false
	}
	for fr := m.stack; fr != nil && fr.file != t; fr = fr.below {
		if i := m.importAt(fr.at); i >= 0 && m.p.Files[fr.file].ESM && m.p.Files[fr.at.file].Facts.Imports[i].Kind == effects.Require {
			return mixed{at: fr.at, imp: i, target: t, by: by}, true
		}
	}
	return mixed{}, false
}

// importAt is the import of a file that stands at a place, None for none.
func (m *machine) importAt(at site) int32 {
	if at.file >= 0 {
		imports := m.p.Files[at.file].Facts.Imports
		for i := range imports {
			if imports[i].CallStart == at.start && imports[i].CallEnd == at.end {
				return int32(i)
			}
		}
	}
	return None
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
