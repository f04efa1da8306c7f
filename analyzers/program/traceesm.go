package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// wrapper is the module that stands for a CommonJS module in a graph of ES modules. What it exports is taken once, when the module has run
// (Node docs, "Modules: ECMAScript modules", "CommonJS namespaces").
type wrapper struct {
	names     map[string]heapVal // nil until it has run
	err       *LoadError
	namespace int32
	// running says that the module runs because an ES module imports it.
	running bool
	// orphan says that the module ran because of a require(), and threw. Node keeps the wrapper, but not the module that it stands for.
	orphan bool
}

// job is an import() that was called.
type job struct {
	file FileID
	at   site
}

// loadGraph loads an ES module and what it imports: it links all of the graph, then runs it.
func (t *tracer) loadGraph(m *machine, root FileID, at site, how How) heapVal {
	if !t.link(m, root, nil) {
		return heapVal{}
	}
	t.evaluate(m, root, at, how)
	return m.mods[root].exports
}

// evaluate runs an ES module, what it imports first (ECMAScript, section 16.2.1.6.1.3).
func (t *tracer) evaluate(m *machine, file FileID, at site, how How) {
	s := &m.mods[file]
	if s.status == loading || s.status == loaded {
		t.asks(m, file, at, how)
		if err := s.failed; err != nil {
			m.thrown = err
		}
		return
	}
	if how != ByStaticImport || m.stack == nil { // an evaluation of its own
		outer := t.evaluation
		t.evaluation = nil
		defer func() { t.evaluation = outer }()
	}
	place := len(t.evaluation)
	t.evaluation = append(t.evaluation, file)
	s.low, s.open = place, true
	defer t.close(m, file, place)
	f := m.p.Files[file]
	if m.stack != nil && m.stack.depth >= maxLoadDepth || m.steps > maxTotalSteps {
		m.cut = true
		s.status = loaded
		return
	}
	s.status = loading
	frames, maybe, budget, risk := len(m.frames), m.maybe, m.budget, t.risk
	m.stack = &loadFrame{below: m.stack, file: file, at: at, maybe: maybe > 0 || m.stack != nil && m.stack.maybe || t.mayHaveRun(file), calls: frames}
	if m.stack.below != nil {
		m.stack.depth = m.stack.below.depth + 1
	}
	m.maybe, m.budget = 0, maxModuleSteps
	m.frames = append(m.frames, frame{f: f, fn: 0, site: site{file: None}})
	t.starts(m, EventImports, file, at, how)
	ops := f.Facts.Funcs[0].Ops
	first := int32(0)
	for int(first) < len(ops) && ops[first].Kind == effects.OpRequire && f.Facts.Imports[ops[first].A].Kind == effects.StaticImport && m.thrown == nil {
		t.imports(m, f, ops[first].A)
		t.outlives(m)
		first++
		if m.doubt && !m.frames[frames].doubted {
			m.frames[frames].doubted = true
			m.maybe++
		}
		m.doubt = false
	}
	if m.thrown == nil {
		t.starts(m, EventStart, file, at, how)
		m.mods[file].pos = 0
		m.ops(first, int32(len(ops)))
		t.outlives(m)
	}
	t.ends(m, file, m.thrown == nil)
	m.doubt = m.doubt || m.top().doubted
	m.frames = m.frames[:frames]
	m.stack = m.stack.below
	m.maybe, m.budget, t.risk = maybe, budget, risk
	s = &m.mods[file]
	s.status, s.failed = loaded, m.thrown
}

// suspends notes that a module has come to a top-level await.
func (t *tracer) suspends(m *machine, f *File, op *effects.Op) {
	if !t.suspended {
		t.add(m, Event{Kind: EventUnknown, File: f.ID, By: f.ID, Range: syntax.Range{Start: op.Start, End: op.End}, Why: "it waits at a top-level await, and in which order the rest runs is not followed"})
	}
	t.suspended, t.out.Unsure = true, true
}

// outlives turns an error that ends a module into a doubt when another one waits: modules that do not need it may run before that.
func (t *tracer) outlives(m *machine) {
	if t.suspended && m.thrown != nil {
		m.perhaps()
	}
}

// close ends the cycles that a module is the first of: until then, V8 counts all of their modules as running. An error ends all that have not
// ended.
func (t *tracer) close(m *machine, file FileID, place int) {
	s := &m.mods[file]
	if s.low < place && m.thrown == nil {
		return
	}
	for _, f := range t.evaluation[place:] {
		m.mods[f].open = false
		m.mods[f].status, m.mods[f].failed = loaded, m.thrown
	}
	t.evaluation = t.evaluation[:place]
}

// imports runs what an import statement names.
func (t *tracer) imports(m *machine, f *File, imp int32) {
	im := &f.Facts.Imports[imp]
	to := f.Targets[imp].File
	if to < 0 || !m.isUsed(f, imp) {
		return
	}
	at := site{f.ID, im.CallStart, im.CallEnd}
	if m.p.Files[to].ESM {
		t.evaluate(m, to, at, ByStaticImport)
		if dep, s := &m.mods[to], &m.mods[f.ID]; dep.open {
			s.low = min(s.low, dep.low)
		}
		return
	}
	t.importCommonJS(m, to, at, ByStaticImport)
}

// importCommonJS runs a CommonJS module for an import, and takes what it exports.
func (t *tracer) importCommonJS(m *machine, to FileID, at site, how How) {
	w := t.wrapperOf(m, to)
	if w.err != nil {
		// V8 answers with a promise that is rejected, which only import() looks at: for a graph, the module has run and its names are
		// undefined (v8/src/objects/module.cc, Module::Evaluate).
		if how == ByDynamicImport {
			m.thrown = w.err
		}
		return
	}
	if w.names != nil {
		t.asks(m, to, at, how)
		return
	}
	if w.orphan { // whatever has become of the module since (lib/internal/modules/esm/translators.js, loadCJSModuleWithModuleLoad)
		m.throw("ERR_INTERNAL_ASSERTION", m.p.Rel(to)+" threw when require() ran it, after an ES module that imports it was linked", at)
		w.err = m.thrown
		return
	}
	if m.mods[to].status == notLoaded {
		m.how = how
		w.running = true
		m.load(to, at)
		w.running = false
	} else {
		t.asks(m, to, at, how)
	}
	if w.err = m.thrown; w.err != nil {
		return
	}
	// getters run now
	m.stack = &loadFrame{below: m.stack, file: to, at: at, maybe: m.stack != nil && m.stack.maybe, calls: len(m.frames)}
	budget := m.budget
	m.budget = maxModuleSteps
	defer func() { m.stack, m.budget = m.stack.below, budget }()
	w.names = map[string]heapVal{}
	exports := m.mods[to].exports
	w.names["default"] = exports
	w.names["module.exports"] = exports
	names, _ := m.p.lexed(to, t.line)
	for _, name := range names {
		if name == "default" {
			continue
		}
		h := heapVal{kind: heapUndefined}
		if exports.kind == heapObject || exports.kind == heapUnknown {
			if h, _ = t.member(m, exports, name, 0); m.thrown != nil {
				h, m.thrown = heapVal{kind: heapUndefined}, nil // a getter that throws is passed over (lib/internal/modules/esm/translators.js)
			}
		}
		w.names[name] = h
	}
}

// forgets notes that a CommonJS module threw.
func (t *tracer) forgets(file FileID) {
	t.threw[file] = true
	if w := t.wrappers[file]; w != nil && !w.running {
		w.orphan = true
	}
}

func (t *tracer) wrapperOf(m *machine, file FileID) *wrapper {
	w := t.wrappers[file]
	if w == nil {
		w = &wrapper{namespace: None}
		if t.wrappers == nil {
			t.wrappers = map[FileID]*wrapper{}
		}
		t.wrappers[file] = w
	}
	return w
}

// namespace is the object that import * as gives.
func (t *tracer) namespace(m *machine, file FileID) int32 {
	if m.p.Files[file].ESM {
		if h := m.mods[file].exports; h.kind == heapObject {
			return h.id
		}
	}
	w := t.wrapperOf(m, file)
	if w.namespace < 0 {
		w.namespace = m.newObj(heapObj{kind: objNamespace, file: file, module: file})
	}
	return w.namespace
}

// binding is the value of a name that a module provides, at this moment; dead says that it is in its dead zone.
func (t *tracer) binding(m *machine, file FileID, name string, depth int) (h heapVal, dead bool) {
	g := m.p.Files[file]
	if depth > 24 {
		return unknown(file, None), false
	}
	if !g.ESM && !m.hasExportSyntax(g) {
		w := t.wrapperOf(m, file)
		if w.names == nil {
			return heapVal{kind: heapUndefined}, false
		}
		if h, ok := w.names[name]; ok {
			return h, false
		}
		if _, more := m.p.lexed(file, t.line); more {
			return doubtful, false
		}
		return heapVal{kind: heapUndefined}, false
	}
	from, has := t.resolve(m, file, name, nil)
	switch {
	case has == isUnknown:
		return doubtful, false
	case has == isFalse && name == "__esModule" && exportNamed(g, "default") != nil:
		return unknown(file, None), false // require() adds it
	case has == isFalse:
		return heapVal{kind: heapUndefined}, false
	case from.name == "*":
		return objVal(t.namespace(m, from.file)), false
	case from.file != file || from.name != name:
		return t.binding(m, from.file, from.name, depth+1)
	}
	e := exportNamed(g, name)
	s := &m.mods[file]
	if s.status == notLoaded {
		return unknown(file, None), false
	}
	switch v := g.Facts.Val(e.Value); v.Kind {
	case effects.Var:
		h := s.vars[v.A]
		if h.kind == heapNone {
			h = m.hoisted(g, v.A)
		}
		return h, h.kind == heapNone
	case effects.Class:
		if !m.made(g, v.A) {
			return heapVal{}, true
		}
	case effects.Closure:
		if g.Facts.Funcs[v.A].Flags&effects.FuncDecl == 0 {
			return s.taken, s.taken.kind == heapNone
		}
	default:
		if name == "default" {
			return s.taken, s.taken.kind == heapNone
		}
	}
	return m.eval(g, e.Value, depth+1), false
}

// requireESM is require() of an ES module (Node docs, "Modules: CommonJS modules", "Loading ECMAScript modules using require()").
func (t *tracer) requireESM(m *machine, file FileID, at site, how How) heapVal {
	s := &m.mods[file]
	if t.line < 20 {
		m.throw("ERR_REQUIRE_ESM", m.p.Rel(file)+" is an ES module, which this Node cannot require()", at)
		return heapVal{}
	}
	if s.status == loaded && !s.open {
		t.asks(m, file, at, how)
		if s.failed != nil {
			m.thrown = s.failed
			return heapVal{}
		}
	} else {
		if len(t.pending) > 0 && s.status == notLoaded {
			t.race(m, file, at)
			return doubtful
		}
		if t.cached[file] && s.status == notLoaded {
			m.throw("", m.p.Rel(file)+" could not be linked before", at)
			return heapVal{}
		}
		if s.status == loading || s.open {
			m.throw("ERR_REQUIRE_CYCLE_MODULE", m.p.Rel(file)+" is an ES module in a cycle with the module that requires it", at)
			return heapVal{}
		}
		if t.awaits(m, file, map[FileID]bool{}) {
			m.throw("ERR_REQUIRE_ASYNC_MODULE", m.p.Rel(file)+", or a module that it imports, has a top-level await", at)
			return heapVal{}
		}
		if s.status == notLoaded {
			if !t.link(m, file, &at) {
				return heapVal{}
			}
		}
		t.evaluate(m, file, at, how)
		if m.thrown != nil {
			return heapVal{}
		}
	}
	if exportNamed(m.p.Files[file], "module.exports") != nil {
		h, _ := t.binding(m, file, "module.exports", 0)
		return h
	}
	return m.mods[file].exports
}

// race notes that an ES module is required while an import() is on its way: when that has come to the same module, or to one that it imports,
// it is an error (ERR_REQUIRE_ESM_RACE_CONDITION), and how far it has come is a matter of time.
func (t *tracer) race(m *machine, file FileID, at site) {
	t.mayLoad(m, file)
	m.doubt = true
	t.add(m, Event{Kind: EventUnknown, File: file, By: at.file, Range: rangeOf(at), Why: "an import() is on its way, and may have come to it"})
}

// awaits reports whether a module of a graph has a top-level await.
func (t *tracer) awaits(m *machine, file FileID, seen map[FileID]bool) bool {
	f := m.p.Files[file]
	if seen[file] || !f.ESM {
		return false
	}
	seen[file] = true
	for i := range f.Facts.Funcs[0].Ops {
		if f.Facts.Funcs[0].Ops[i].Kind == effects.OpAwait {
			return true
		}
	}
	for i := range f.Facts.Imports {
		if f.Facts.Imports[i].Kind == effects.StaticImport && f.Targets[i].File >= 0 && t.awaits(m, f.Targets[i].File, seen) {
			return true
		}
	}
	return false
}

// mayLoad notes that a module may run now, and with it all that it asks for. It is not run: what it does, and when, is not known any more.
func (t *tracer) mayLoad(m *machine, file FileID) {
	if t.tainted == nil {
		t.tainted = make([]bool, len(m.p.Files))
	}
	if t.tainted[file] || m.mods[file].status == loaded {
		return
	}
	t.tainted[file] = true
	for i := range m.p.Files[file].Targets {
		if to := m.p.Files[file].Targets[i].File; to >= 0 && m.mods[to].status <= linked {
			t.mayLoad(m, to)
		}
	}
}

// require runs a require(), or the call of import().
func (t *tracer) require(m *machine, f *File, op *effects.Op) {
	im := &f.Facts.Imports[op.A]
	to := &f.Targets[op.A]
	at := site{f.ID, im.CallStart, im.CallEnd}
	if im.Kind == effects.StaticImport && (f.ESM || !m.isUsed(f, op.A)) {
		return
	}
	if im.Kind == effects.DynamicImport {
		if to.File >= 0 && m.maybe == 0 {
			t.jobs = append(t.jobs, job{to.File, at})
			if m.mods[to.File].status != loaded {
				t.pending[to.File] = true
			}
		}
		return
	}
	if to.File < 0 {
		switch {
		case to.Code != "":
			m.throw(to.Code, "nothing is found for '"+f.Facts.Str(im.Spec)+"'", at)
		case im.Flags&effects.ImportComputed != 0:
			t.risk++
			t.add(m, Event{Kind: EventUnknown, File: None, By: f.ID, Range: rangeOf(at), Why: "the name of the module is computed"})
		}
		return
	}
	how := howOf(im)
	var h heapVal
	switch {
	case m.mods[to.File].status <= linked && m.maybe > 0:
		t.mayLoad(m, to.File)
		t.add(m, Event{Kind: EventUnknown, File: to.File, By: f.ID, Range: rangeOf(at), How: how, Why: "it may be loaded here"})
		return
	case m.p.Files[to.File].ESM:
		h = t.requireESM(m, to.File, at, how)
	case m.mods[to.File].status != notLoaded:
		t.asks(m, to.File, at, how)
		h = m.mods[to.File].exports
	default:
		m.how = how
		h = m.load(to.File, at)
	}
	if m.thrown == nil {
		m.mods[f.ID].imports[op.A] = h
	}
}
