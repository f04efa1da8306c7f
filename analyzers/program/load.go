package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// This file evaluates module top levels the way Node loads them: statement by statement, a require() running the other file on the spot,
// the functions that are called meanwhile stepped into. It keeps just enough of the heap to say which names an exports object has at a
// moment (ECMAScript, section 16.2.1.6; Node docs, "Modules: CommonJS modules", "Cycles").
//
// A branch that is not decided is taken on both sides, and what happens there counts as "maybe". So what is loaded for sure at a moment was
// not loaded before in any other run, and a name that is missing is missing for sure.

// heapKind is the kind of a value while modules load.
type heapKind uint8

const (
	heapNone      heapKind = iota // not initialized
	heapUnknown                   // file and id name the symbolic value: two with equal ones are the same thing
	heapUndefined                 // undefined
	heapPrimitive                 // a string, number, boolean, null or the like
	heapObject                    // id = index in machine.objs
)

// heapVal is a value while modules load.
type heapVal struct {
	kind heapKind
	file FileID
	id   int32
}

// objKind is what an object of the heap is.
type objKind uint8

const (
	objExports   objKind = iota // the exports object that a module starts with
	objNamespace                // a module that is written with export statements
	objLiteral                  // id = object literal
	objFunc                     // id = function
	objClass                    // id = class
	objInstance                 // id = the call of new
)

// site is a place in a file.
type site struct {
	file       FileID
	start, end int32
}

// heapProp is a named part of an object. maybe says that it is set on some paths only.
type heapProp struct {
	name  int32
	val   heapVal
	maybe bool
	at    site
}

type heapObj struct {
	kind objKind
	file FileID
	id   int32
	// module is the file whose module.exports it is or was first, None for none.
	module FileID
	// open says that it may have names that are not known; opened is where that happened.
	open   bool
	opened site
	// escaped says that something other than a variable refers to it.
	escaped bool
	props   []heapProp
	index   map[int32]int32 // name -> props, once there are many
	// proto is what names are inherited from: a class's superclass, an instance's class.
	proto heapVal
}

func (o *heapObj) find(name int32) int32 {
	if len(o.props) > 24 {
		if o.index == nil {
			o.index = make(map[int32]int32, 2*len(o.props))
			for i := range o.props {
				o.index[o.props[i].name] = int32(i)
			}
		}
		if i, ok := o.index[name]; ok {
			return i
		}
		return None
	}
	for i := range o.props {
		if o.props[i].name == name {
			return int32(i)
		}
	}
	return None
}

func (o *heapObj) set(p heapProp) {
	if i := o.find(p.name); i >= 0 {
		old := &o.props[i]
		if p.maybe && !old.maybe {
			if old.val != p.val {
				old.val = heapVal{kind: heapUnknown, file: p.at.file, id: None}
			}
			return
		}
		*old = p
		return
	}
	o.props = append(o.props, p)
	if o.index != nil {
		o.index[p.name] = int32(len(o.props) - 1)
	}
}

// moduleStatus says how far a module is.
type moduleStatus uint8

const (
	notLoaded moduleStatus = iota
	loading
	loaded
)

// moduleState is one module's part of the heap.
type moduleState struct {
	status     moduleStatus
	vars       []heapVal
	imports    []heapVal
	results    map[effects.CallID]heapVal
	objs       map[int64]int32
	exports    heapVal // module.exports
	exportsVar heapVal // the variable exports
	initial    int32   // the object that both start with
	// unsure says that module.exports is assigned on some paths only.
	unsure bool
	// pos is how far the top level is: the start of the statement's operation that runs now.
	pos int32
	// replaced are the assignments to module.exports, rebound those to exports, late the names set on an object that is not module.exports.
	replaced []replacement
	rebound  []rebinding
	dropped  []droppedName
	// given are the symbolic values that module.exports was given, on any path.
	given []effects.ValueID
}

type replacement struct {
	at  site
	val heapVal
	// seq orders it among the machine's events.
	seq int32
}

type rebinding struct {
	at     site
	op     int32
	fn     effects.FuncID
	val    heapVal
	value  effects.ValueID
	linked bool
	// before are the names that module.exports had then; more says that it may have had others.
	before []string
	more   bool
}

type droppedName struct {
	at   site
	obj  int32
	name int32
	base effects.ValueID
	op   site // of the replacement
}

// eager is a require() that runs while a module loads.
type eager struct {
	to     FileID
	at     site
	maybe  bool
	inFile FileID
}

// frame is a function that runs.
type frame struct {
	f     *File
	fn    effects.FuncID
	args  []heapVal
	exact bool // args are all there are
	this  heapVal
	ret   heapVal
	rets  int
	site  site // of the call
	extra int  // added to machine.maybe by returns on some paths
}

// loadFrame is a module that loads, and who asked for it.
type loadFrame struct {
	file  FileID
	at    site // of the require, file None for an entry
	maybe bool
	calls int // frames below it
}

// Limits of the evaluation. What they cut off is unknown.
const (
	maxLoadDepth   = 400     // modules inside each other
	maxCallDepth   = 10      // functions inside each other, from one top level
	maxModuleSteps = 20_000  // operations for one module
	maxTotalSteps  = 6000000 // operations for all
)

type machine struct {
	p      *Program
	objs   []heapObj
	mods   []moduleState
	frames []frame
	stack  []loadFrame
	maybe  int
	guess  int // inside callbacks that may be called later, or never
	seq    int32
	steps  int // in all
	budget int // left for the module that loads
	// cut says that a limit was met, so that something may be missing.
	cut bool
	// ran are the functions that ran while modules loaded, by file; tried the imports whose require() ran.
	ran     [][]bool
	tried   [][]bool
	eagers  [][]eager
	settled bool
	// watch, when not nil, is told of reads and requires.
	watch *watcher
	// used says which imports of a TypeScript file are used as values; the others are erased.
	used [][]bool
	// captured are the parameters that functions inside their function write to, by file; made when asked for.
	captured []map[[2]int32]bool
	// assigned are the names that code anywhere assigns on a thing.
	assigned map[propKey]site
	// computed are the things that get names that are computed, or are handed to code that is not known.
	computed map[Abs]site
	// texts are the names by id.
	texts []string
}

// nameText is the name with an id.
func (m *machine) nameText(id int32) string {
	if int(id) >= len(m.texts) {
		m.texts = make([]string, len(m.p.names)+1)
		for s, i := range m.p.names {
			m.texts[i] = s
		}
	}
	return m.texts[id]
}

func newMachine(p *Program) *machine {
	n := len(p.Files)
	m := &machine{p: p, mods: make([]moduleState, n), ran: make([][]bool, n), tried: make([][]bool, n), eagers: make([][]eager, n), used: make([][]bool, n), captured: make([]map[[2]int32]bool, n)}
	for i, f := range p.Files {
		m.ran[i] = make([]bool, len(f.Facts.Funcs))
		m.tried[i] = make([]bool, len(f.Facts.Imports))
	}
	return m
}

// reset forgets that a module was loaded.
func (m *machine) reset(file FileID) { m.mods[file] = moduleState{} }

func unknown(f FileID, id int32) heapVal { return heapVal{kind: heapUnknown, file: f, id: id} }

func objVal(i int32) heapVal { return heapVal{kind: heapObject, id: i} }

func (m *machine) newObj(o heapObj) int32 {
	m.objs = append(m.objs, o)
	return int32(len(m.objs) - 1)
}

// written as ES module syntax, whatever Node makes of it.
func (m *machine) hasExportSyntax(f *File) bool { return f.ESM || len(f.Facts.Exports) > 0 }

// load runs a module unless it runs or ran, and gives what require() of it gives at this moment.
func (m *machine) load(file FileID, at site) heapVal {
	s := &m.mods[file]
	if s.status != notLoaded {
		return s.exports
	}
	f := m.p.Files[file]
	*s = moduleState{status: loading, vars: make([]heapVal, len(f.Facts.Vars)), imports: make([]heapVal, len(f.Facts.Imports)), objs: map[int64]int32{}}
	s.initial = m.newObj(heapObj{kind: objExports, file: file, module: file})
	s.exports, s.exportsVar = objVal(s.initial), objVal(s.initial)
	if m.hasExportSyntax(f) {
		s.exports = objVal(m.newObj(heapObj{kind: objNamespace, file: file, module: file}))
	}
	if len(m.stack) >= maxLoadDepth || m.steps > maxTotalSteps {
		m.cut = true
		m.openObj(s.initial, site{file, 0, 0})
		s.status = loaded
		return s.exports
	}
	maybe := m.maybe
	inside := maybe > 0 || len(m.stack) > 0 && m.stack[len(m.stack)-1].maybe
	budget, frames := m.budget, m.frames
	m.stack = append(m.stack, loadFrame{file: file, at: at, maybe: inside, calls: len(m.frames)})
	m.maybe, m.budget = 0, maxModuleSteps
	m.frames = append(m.frames, frame{f: f, fn: 0, this: objVal(s.initial), site: site{file: None}})
	m.ran[file][0] = true
	m.ops(0, int32(len(f.Facts.Funcs[0].Ops)))
	if m.budget <= 0 || f.Facts.Uncertain {
		m.openObj(s.initial, site{file, 0, 0})
		if s.exports.kind == heapObject {
			m.openObj(s.exports.id, site{file, 0, 0})
		}
	}
	m.frames = m.frames[:len(frames)]
	m.stack = m.stack[:len(m.stack)-1]
	m.maybe, m.budget = maybe, budget
	s.status = loaded
	return s.exports
}

// control says how a list of operations ended.
type control uint8

const (
	goesOn control = iota
	mayLeave
	leaves
	breaks
)

func (m *machine) top() *frame { return &m.frames[len(m.frames)-1] }

// ops runs the operations of the current frame from i up to end.
func (m *machine) ops(i, end int32) control {
	fr := m.top()
	f := fr.f
	fn := fr.fn
	ops := f.Facts.Funcs[fn].Ops
	result := goesOn
	for i < end {
		op := &ops[i]
		m.steps++
		m.budget--
		if m.budget <= 0 {
			m.cut = true
			return leaves
		}
		if fn == 0 && !(op.Kind == effects.OpRequire && f.Facts.Imports[op.A].Kind == effects.StaticImport) {
			m.mods[f.ID].pos = op.Start
		}
		c := goesOn
		switch op.Kind {
		case effects.OpRead:
			if m.watch != nil {
				m.watch.read(m, f, fn, i)
			}
		case effects.OpWrite:
			m.write(f, fn, i)
		case effects.OpRequire:
			m.require(f, op)
		case effects.OpCall:
			m.call(f, op.A)
		case effects.OpClass:
			m.objFor(objClass, f, op.A)
		case effects.OpReturn:
			fr = m.top()
			v := heapVal{kind: heapUndefined}
			if op.A >= 0 {
				v = m.eval(f, op.A, 0)
				m.escape(v)
			}
			if fr.rets > 0 && fr.ret != v {
				v = unknown(f.ID, None)
			}
			fr.ret = v
			fr.rets++
			return leaves
		case effects.OpThrow:
			return leaves
		case effects.OpBreak, effects.OpContinue:
			return breaks
		case effects.OpAwait:
			if fn != 0 && m.maybe == 0 {
				fr = m.top()
				fr.ret, fr.rets = unknown(f.ID, None), 2
				return leaves
			}
		case effects.OpIf:
			c = m.branch(f, ops, i)
		case effects.OpLoop:
			m.maybe++
			c = m.ops(i+1, op.Skip)
			m.maybe--
			if c != goesOn && c != breaks {
				c = mayLeave
			} else {
				c = goesOn
			}
		case effects.OpSwitch:
			for b := i + 1; b < op.Skip; b = ops[b].Skip {
				m.maybe++
				if x := m.ops(b+1, ops[b].Skip); x == leaves || x == mayLeave {
					c = mayLeave
				}
				m.maybe--
			}
		case effects.OpTry:
			c = m.try(ops, i)
		case effects.OpLabel, effects.OpBlock:
			c = m.ops(i+1, op.Skip)
			if c == breaks && op.Kind == effects.OpLabel {
				c = goesOn
			}
		}
		switch c {
		case leaves, breaks:
			return c
		case mayLeave:
			// what follows runs on some paths only
			result = mayLeave
			m.maybe++
			m.top().extra++
		}
		i = op.Skip
	}
	return result
}

func (m *machine) try(ops []effects.Op, i int32) control {
	block := i + 1
	catch := ops[block].Skip
	finally := ops[catch].Skip
	c := m.ops(block+1, ops[block].Skip)
	if ops[i].A == 1 && ops[catch].Skip > catch+1 {
		m.maybe++
		if x := m.ops(catch+1, ops[catch].Skip); x != goesOn && c == goesOn {
			c = mayLeave
		}
		m.maybe--
	}
	if ops[i].B == 1 {
		if x := m.ops(finally+1, ops[finally].Skip); x == leaves {
			c = leaves
		}
	}
	if c == breaks {
		return breaks
	}
	return c
}

func (m *machine) branch(f *File, ops []effects.Op, i int32) control {
	yes := i + 1
	no := ops[yes].Skip
	switch t := m.truth(f, ops[i].A, 0); t {
	case isTrue:
		return m.ops(yes+1, ops[yes].Skip)
	case isFalse:
		if no < ops[i].Skip {
			return m.ops(no+1, ops[no].Skip)
		}
		return goesOn
	}
	m.maybe++
	a := m.ops(yes+1, ops[yes].Skip)
	b := goesOn
	if no < ops[i].Skip {
		b = m.ops(no+1, ops[no].Skip)
	}
	m.maybe--
	switch {
	case a == b:
		return a
	case a == goesOn && b == breaks || a == breaks && b == goesOn:
		return goesOn
	}
	return mayLeave
}

type truth uint8

const (
	isUnknown truth = iota
	isTrue
	isFalse
)

func (t truth) not() truth {
	switch t {
	case isTrue:
		return isFalse
	case isFalse:
		return isTrue
	}
	return isUnknown
}

// truth decides the tests that ask what kind of program this is, and little more.
func (m *machine) truth(f *File, v effects.ValueID, depth int) truth {
	if v < 0 || depth > 8 {
		return isUnknown
	}
	x := f.Facts.Values[v]
	switch x.Kind {
	case effects.Bool:
		if x.A == 1 {
			return isTrue
		}
		return isFalse
	case effects.Null, effects.Undefined:
		return isFalse
	case effects.Exports, effects.Module:
		return isTrue
	case effects.Unary:
		if x.Op == effects.Not {
			return m.truth(f, x.A, depth+1).not()
		}
	case effects.Binary:
		switch x.Op {
		case effects.And:
			a, b := m.truth(f, x.A, depth+1), m.truth(f, x.B, depth+1)
			switch {
			case a == isFalse || b == isFalse:
				return isFalse
			case a == isTrue:
				return b
			}
		case effects.Or:
			a, b := m.truth(f, x.A, depth+1), m.truth(f, x.B, depth+1)
			switch {
			case a == isTrue || b == isTrue:
				return isTrue
			case a == isFalse:
				return b
			}
		case effects.EqStrict:
			return m.equal(f, x.A, x.B)
		case effects.NeStrict:
			return m.equal(f, x.A, x.B).not()
		}
	case effects.Prop, effects.Var, effects.Param:
		h := m.eval(f, v, 0)
		switch h.kind {
		case heapObject:
			return isTrue
		case heapUndefined:
			return isFalse
		}
	}
	return isUnknown
}

func (m *machine) equal(f *File, a, b effects.ValueID) truth {
	x, y := f.Facts.Val(a), f.Facts.Val(b)
	if x.Kind == effects.String || x.Kind == effects.Module {
		x, y = y, x
	}
	if y.Kind == effects.Module && x.Kind == effects.Prop && f.Facts.Strings[x.B] == "main" {
		// require.main === module: what the program does when this file is started is not loading
		if g := f.Facts.Val(x.A); g.Kind == effects.Global && f.Facts.Strings[g.A] == "require" {
			return isFalse
		}
	}
	if x.Kind != effects.Unary || x.Op != effects.TypeOf || y.Kind != effects.String {
		return isUnknown
	}
	want := f.Facts.Strings[y.A]
	o := f.Facts.Val(x.A)
	is := ""
	switch o.Kind {
	case effects.Exports, effects.Module:
		is = "object"
	case effects.Global:
		switch name := f.Facts.Strings[o.A]; name {
		case "require":
			if f.ESM {
				return isUnknown
			}
			is = "function"
		case "window", "document", "define", "importScripts", "Deno", "Bun", "self", "exports", "module":
			is = "undefined"
		case "process", "global", "globalThis":
			is = "object"
		case "setImmediate", "setTimeout", "Symbol", "Buffer":
			is = "function"
		}
	case effects.Prop:
		if ModuleExports(f.Facts, x.A) && m.mods[f.ID].exports == objVal(m.mods[f.ID].initial) {
			is = "object"
		}
	}
	if is == "" {
		return isUnknown
	}
	if is == want {
		return isTrue
	}
	return isFalse
}

// require runs a require() or static import.
func (m *machine) require(f *File, op *effects.Op) {
	im := &f.Facts.Imports[op.A]
	t := &f.Targets[op.A]
	s := &m.mods[f.ID]
	if im.Kind == effects.DynamicImport || t.File < 0 {
		return
	}
	if im.Kind == effects.StaticImport && !m.isUsed(f, op.A) {
		return
	}
	m.tried[f.ID][op.A] = true
	at := site{f.ID, im.CallStart, im.CallEnd}
	if !m.settled && len(m.stack) > 0 {
		by := m.stack[len(m.stack)-1]
		if by.file != t.File {
			m.eagers[by.file] = append(m.eagers[by.file], eager{to: t.File, at: at, maybe: m.maybe > 0, inFile: f.ID})
		}
	}
	v := m.load(t.File, at)
	s = &m.mods[f.ID]
	s.imports[op.A] = v
	if m.watch != nil && m.mods[t.File].status == loading && t.File != f.ID {
		m.watch.held(m, f, op.A, v)
	}
}

// isUsed reports whether an import statement survives when types are stripped: TypeScript drops imports of which only types are used.
func (m *machine) isUsed(f *File, imp int32) bool {
	im := &f.Facts.Imports[imp]
	if im.Flags&(effects.ImportReexport|effects.ImportBare) != 0 || !isTypeScript(f.Path) {
		return true
	}
	if m.used[f.ID] == nil {
		u := make([]bool, len(f.Facts.Imports))
		for _, v := range f.Facts.Values {
			if v.Kind == effects.ImportName || v.Kind == effects.Import {
				u[v.A] = true
			}
		}
		for _, e := range f.Facts.Exports {
			if e.Import >= 0 {
				u[e.Import] = true
			}
		}
		m.used[f.ID] = u
	}
	return m.used[f.ID][imp]
}

func isTypeScript(path string) bool {
	for _, ext := range []string{".ts", ".tsx", ".mts", ".cts"} {
		if len(path) > len(ext) && path[len(path)-len(ext):] == ext {
			return true
		}
	}
	return false
}

// eval is what a symbolic value is at this moment.
func (m *machine) eval(f *File, v effects.ValueID, depth int) heapVal {
	if v <= 0 || depth > 20 {
		return unknown(f.ID, None)
	}
	x := f.Facts.Values[v]
	s := &m.mods[f.ID]
	switch x.Kind {
	case effects.String, effects.Number, effects.Bool, effects.Null, effects.Template, effects.RegExp:
		return heapVal{kind: heapPrimitive, file: f.ID, id: v}
	case effects.Undefined:
		return heapVal{kind: heapUndefined}
	case effects.Unary:
		if x.Op == effects.VoidOp {
			return heapVal{kind: heapUndefined}
		}
		return heapVal{kind: heapPrimitive, file: f.ID, id: v}
	case effects.Exports:
		if s.status != notLoaded {
			return s.exportsVar
		}
	case effects.This:
		if x.A == 0 {
			if s.status != notLoaded && !f.ESM {
				return objVal(s.initial)
			}
			break
		}
		for i := len(m.frames) - 1; i >= 0; i-- {
			if fr := &m.frames[i]; fr.f == f && fr.fn == x.A {
				if fr.this.kind != heapNone {
					return fr.this
				}
				break
			}
		}
	case effects.Param:
		for i := len(m.frames) - 1; i >= 0; i-- {
			if fr := &m.frames[i]; fr.f == f && fr.fn == x.A {
				if int(x.B) < len(fr.args) {
					return fr.args[x.B]
				}
				if fr.exact {
					return heapVal{kind: heapUndefined}
				}
				break
			}
		}
	case effects.Var:
		if s.status == notLoaded {
			break
		}
		if h := s.vars[x.A]; h.kind != heapNone {
			return h
		}
		// not written yet: a hoisted function is there already
		if vals := f.Facts.Vars[x.A].Values; len(vals) > 0 {
			if w := f.Facts.Values[vals[0]]; w.Kind == effects.Closure {
				return objVal(m.objFor(objFunc, f, w.A))
			}
		}
	case effects.Prop:
		if f.Facts.Values[x.A].Kind == effects.Module && f.Facts.Strings[x.B] == "exports" {
			if s.status != notLoaded {
				return s.exports
			}
			break
		}
		if h, ok := m.member(m.eval(f, x.A, depth+1), m.p.name(f, x.B), f.Facts.Strings[x.B], depth+1); ok {
			return h
		}
	case effects.Result:
		if h, ok := s.results[x.A]; ok {
			return h
		}
	case effects.Closure:
		if s.status != notLoaded {
			return objVal(m.objFor(objFunc, f, x.A))
		}
	case effects.Class:
		if s.status != notLoaded {
			return objVal(m.objFor(objClass, f, x.A))
		}
	case effects.Object:
		if s.status != notLoaded {
			return objVal(m.objFor(objLiteral, f, x.A))
		}
	case effects.Import:
		if s.status != notLoaded && s.imports[x.A].kind != heapNone {
			return s.imports[x.A]
		}
	case effects.ImportName:
		if t := &f.Targets[x.A]; t.File >= 0 {
			name := f.Facts.Strings[x.B]
			h := m.mods[t.File].exports
			if g := m.p.Files[t.File]; name == "default" && !m.hasExportSyntax(g) {
				if h.kind != heapNone {
					return h
				}
				break
			}
			if h, ok := m.member(h, m.p.name(f, x.B), name, depth+1); ok {
				return h
			}
		}
	case effects.Join:
		list := f.Facts.Lists[x.A]
		if len(list) > 0 {
			h := m.eval(f, list[0], depth+1)
			for _, y := range list[1:] {
				if m.eval(f, y, depth+1) != h {
					return unknown(f.ID, v)
				}
			}
			return h
		}
	case effects.Binary:
		if x.Op == effects.And && m.truth(f, x.A, 0) == isTrue || x.Op == effects.Or && m.truth(f, x.A, 0) == isFalse {
			return m.eval(f, x.B, depth+1)
		}
		switch x.Op {
		case effects.Or, effects.Nullish:
			switch a := m.eval(f, x.A, depth+1); a.kind {
			case heapObject:
				return a
			case heapUndefined:
				return m.eval(f, x.B, depth+1)
			}
		case effects.And:
			switch a := m.eval(f, x.A, depth+1); a.kind {
			case heapUndefined:
				return a
			case heapObject:
				return m.eval(f, x.B, depth+1)
			}
		default:
			return heapVal{kind: heapPrimitive, file: f.ID, id: v}
		}
	}
	return unknown(f.ID, v)
}

// member is a property of a value at this moment; ok is false when nothing is known of it.
func (m *machine) member(h heapVal, name int32, text string, depth int) (heapVal, bool) {
	for range 6 {
		if h.kind != heapObject || depth > 20 {
			return heapVal{}, false
		}
		o := &m.objs[h.id]
		if o.kind == objNamespace {
			return m.exported(m.p.Files[o.file], text, depth+1)
		}
		if i := o.find(name); i >= 0 {
			if p := &o.props[i]; !p.maybe && p.val.kind != heapNone {
				return p.val, true
			}
			return heapVal{}, false
		}
		if o.kind == objInstance {
			return heapVal{}, false
		}
		h = o.proto
	}
	return heapVal{}, false
}

// exported is the value of a name that export statements export.
func (m *machine) exported(g *File, name string, depth int) (heapVal, bool) {
	if depth > 16 {
		return heapVal{}, false
	}
	e := exportNamed(g, name)
	if e == nil {
		return heapVal{}, false
	}
	if e.Import < 0 {
		return m.eval(g, e.Value, depth+1), true
	}
	t := &g.Targets[e.Import]
	if t.File < 0 {
		return heapVal{}, false
	}
	h := m.mods[t.File].exports
	in := g.Facts.Str(e.ImportName)
	if in == "*" || in == "default" && !m.hasExportSyntax(m.p.Files[t.File]) {
		return h, h.kind == heapObject
	}
	return m.member(h, m.p.nameOf(in), in, depth+1)
}

func exportNamed(g *File, name string) *effects.ExportRef {
	for i := range g.Facts.Exports {
		if e := &g.Facts.Exports[i]; g.Facts.Str(e.Name) == name && name != "*" {
			return e
		}
	}
	return nil
}

// objFor is the object that a literal, function or class of a file is.
func (m *machine) objFor(kind objKind, f *File, id int32) int32 {
	s := &m.mods[f.ID]
	key := int64(kind)<<32 | int64(id)
	if i, ok := s.objs[key]; ok {
		return i
	}
	i := m.newObj(heapObj{kind: kind, file: f.ID, id: id, module: None})
	if s.objs == nil {
		s.objs = map[int64]int32{}
	}
	s.objs[key] = i
	switch kind {
	case objLiteral:
		for k := range f.Facts.Objects[id].Members {
			m.steps++
			m.literalMember(f, i, &f.Facts.Objects[id].Members[k])
		}
	case objClass:
		c := &f.Facts.Classes[id]
		for k := range c.Members {
			mm := &c.Members[k]
			if mm.Flags&effects.MemberStatic == 0 {
				continue
			}
			if mm.Flags&effects.MemberComputed != 0 {
				m.openObj(i, site{f.ID, mm.Start, mm.End})
				continue
			}
			m.objs[i].set(heapProp{name: m.p.name(f, mm.Name), val: unknown(f.ID, mm.Value), at: site{f.ID, mm.Start, mm.End}})
		}
		if c.Extends >= 0 {
			h := m.eval(f, c.Extends, 0)
			m.objs[i].proto = h
			if h.kind != heapObject {
				m.openObj(i, site{f.ID, c.Start, c.Start + 5})
			}
		}
	}
	return i
}

func (m *machine) literalMember(f *File, i int32, mm *effects.Member) {
	at := site{f.ID, mm.Start, mm.End}
	switch {
	case mm.Flags&effects.MemberSpread != 0:
		m.copyNames(i, m.eval(f, mm.Value, 1), at)
	case mm.Flags&effects.MemberComputed != 0:
		m.openObj(i, at)
	default:
		v := unknown(f.ID, mm.Value)
		if mm.Flags&(effects.MemberGetter|effects.MemberSetter) == 0 {
			v = m.eval(f, mm.Value, 1)
			m.escape(v)
		}
		if f.Facts.Str(mm.Name) == "__proto__" {
			m.openObj(i, at)
			return
		}
		m.objs[i].set(heapProp{name: m.p.name(f, mm.Name), val: v, at: at})
	}
}

// copyNames gives an object the names of another, as a spread or Object.assign does.
func (m *machine) copyNames(to int32, from heapVal, at site) {
	switch from.kind {
	case heapObject:
		src := &m.objs[from.id]
		if src.open || src.kind == objNamespace || src.kind == objInstance {
			m.openObj(to, at)
		}
		if from.id == to {
			return
		}
		for k := range m.objs[from.id].props {
			p := m.objs[from.id].props[k]
			p.maybe = p.maybe || m.maybe > 0
			m.objs[to].set(p)
		}
	case heapUndefined, heapPrimitive:
	default:
		m.openObj(to, at)
	}
}

// openObj notes that an object may have names that are not known.
func (m *machine) openObj(i int32, at site) {
	o := &m.objs[i]
	o.escaped = true
	if o.open {
		return
	}
	o.open, o.opened = true, at
	for k := range m.objs[i].props {
		if v := m.objs[i].props[k].val; v.kind == heapObject && m.objs[v.id].kind <= objLiteral {
			m.openObj(v.id, at)
		}
	}
}

// openValue opens every object that a symbolic value may be.
func (m *machine) openValue(f *File, v effects.ValueID, at site, depth int) {
	if v <= 0 || depth > 4 {
		return
	}
	if h := m.eval(f, v, 0); h.kind == heapObject {
		m.openObj(h.id, at)
		return
	}
	x := f.Facts.Values[v]
	switch x.Kind {
	case effects.Join, effects.Array:
		for _, y := range f.Facts.Lists[x.A] {
			m.openValue(f, y, at, depth+1)
		}
	case effects.Binary:
		if x.Op == effects.Or || x.Op == effects.And || x.Op == effects.Nullish {
			m.openValue(f, x.A, at, depth+1)
			m.openValue(f, x.B, at, depth+1)
		}
	case effects.Spread, effects.Await:
		m.openValue(f, x.A, at, depth+1)
	}
}

// escape notes that something beside a variable refers to an object.
func (m *machine) escape(v heapVal) {
	if v.kind == heapObject {
		m.objs[v.id].escaped = true
	}
}

// write runs an assignment.
func (m *machine) write(f *File, fn effects.FuncID, i int32) {
	op := &f.Facts.Funcs[fn].Ops[i]
	t := f.Facts.Val(op.A)
	s := &m.mods[f.ID]
	at := site{f.ID, op.Start, op.End}
	switch t.Kind {
	case effects.Var:
		v := m.eval(f, op.B, 0)
		if v.kind == heapUnknown {
			m.openValue(f, op.B, at, 0)
		}
		if m.maybe > 0 && s.vars[t.A] != v && !(op.Flag&1 != 0 && s.vars[t.A].kind == heapNone) {
			v = unknown(f.ID, op.A)
		}
		s.vars[t.A] = v
	case effects.Exports:
		v := m.eval(f, op.B, 0)
		r := rebinding{at: at, op: i, fn: fn, val: v, linked: v == s.exports && v.kind != heapUnknown || same(v, s.exports) || m.isGiven(f, op.B), value: op.B}
		if s.exports.kind == heapObject {
			o := &m.objs[s.exports.id]
			r.more = o.open || o.kind != objExports
			for k := range o.props {
				r.before = append(r.before, m.nameText(o.props[k].name))
			}
		} else {
			r.more = true
		}
		s.rebound = append(s.rebound, r)
		if m.maybe > 0 && s.exportsVar != v {
			v = unknown(f.ID, None)
			m.openObj(s.initial, at)
		}
		s.exportsVar = v
	case effects.Prop:
		if f.Facts.Values[t.A].Kind == effects.Module && f.Facts.Strings[t.B] == "exports" {
			m.replace(f, op)
			return
		}
		base := m.eval(f, t.A, 0)
		v := m.eval(f, op.B, 0)
		if v.kind == heapUnknown {
			m.openValue(f, op.B, at, 0)
		}
		m.escape(v)
		if base.kind != heapObject {
			return
		}
		name := m.p.name(f, t.B)
		if op.Flag == effects.WriteDelete {
			m.objs[base.id].set(heapProp{name: name, val: unknown(f.ID, None), maybe: true, at: at})
			return
		}
		if f.Facts.Strings[t.B] == "__proto__" {
			m.openObj(base.id, at)
			return
		}
		if o := &m.objs[base.id]; o.kind == objExports && o.file == f.ID && s.exports != base && !s.unsure && len(s.replaced) > 0 && !(fn != 0 && f.Facts.Val(t.A).Kind == effects.This) {
			s.dropped = append(s.dropped, droppedName{at: at, obj: base.id, name: name, base: t.A, op: s.replaced[len(s.replaced)-1].at})
		}
		m.objs[base.id].set(heapProp{name: name, val: v, maybe: m.maybe > 0, at: at})
	case effects.Elem:
		m.escape(m.eval(f, op.B, 0))
		if base := m.eval(f, t.A, 0); base.kind == heapObject {
			m.openObj(base.id, at)
		}
	}
}

// isGiven reports whether a value is one that module.exports has, or was given: the two variables then mean the same.
func (m *machine) isGiven(f *File, v effects.ValueID) bool {
	if v <= 0 {
		return false
	}
	x := f.Facts.Values[v]
	if x.Kind == effects.Join {
		for _, y := range f.Facts.Lists[x.A] {
			if f.Facts.Val(y).Kind != effects.Exports && !m.isGiven(f, y) {
				return false
			}
		}
		return true
	}
	return isModuleExports(f.Facts, v) || slices.Contains(m.mods[f.ID].given, v)
}

func same(a, b heapVal) bool {
	return a == b && (a.kind == heapObject || a.kind == heapUnknown && a.id > 0)
}

// replace runs module.exports = v.
func (m *machine) replace(f *File, op *effects.Op) {
	s := &m.mods[f.ID]
	v := m.eval(f, op.B, 0)
	at := site{f.ID, op.Start, op.End}
	for k := range s.rebound {
		if r := &s.rebound[k]; same(r.val, v) || op.B > 0 && r.value == op.B || f.Facts.Val(op.B).Kind == effects.Exports {
			r.linked = true
		}
	}
	s.given = append(s.given, op.B)
	if m.maybe > 0 {
		if s.exports != v {
			if s.exports.kind == heapObject {
				m.openObj(s.exports.id, at)
			}
			s.unsure = true
			s.exports = unknown(f.ID, None)
		}
		return
	}
	m.seq++
	if s.exports != v {
		s.replaced = append(s.replaced, replacement{at: at, val: v, seq: m.seq})
	}
	s.exports = v
	if v.kind == heapObject {
		if o := &m.objs[v.id]; o.module < 0 {
			o.module = f.ID
		}
	}
}

// call runs a call: the project's functions are stepped into, calls that are known to add names add them, and what is handed to unknown
// code may get any name.
func (m *machine) call(f *File, ci effects.CallID) {
	c := &f.Facts.Calls[ci]
	ref := CallRef{f.ID, ci}
	at := site{f.ID, c.Start, c.CalleeEnd}
	if m.objectCall(f, ci, c, at) {
		return
	}
	args := m.p.Args(ref)
	vals := make([]heapVal, len(args))
	for i, a := range args {
		vals[i] = m.eval(f, a, 0)
	}
	exact := c.Flags&effects.CallSpread == 0 && (args != nil || len(c.Args) == 0)
	this := heapVal{}
	if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop {
		if b := m.eval(f, cv.A, 0); b.kind == heapObject {
			if o := &m.objs[b.id]; o.kind == objExports && !o.open && o.find(m.p.name(f, cv.B)) < 0 && !objectNames[f.Facts.Strings[cv.B]] {
				m.openArgs(f, args, at) // it is not there yet, so this throws
				return
			}
		}
		if len(args) != len(c.Args) && len(c.Args) > 0 { // fn.call(this, ...)
			this = m.eval(f, c.Args[0], 0)
		} else {
			this = m.eval(f, cv.A, 0)
		}
	}
	if c.Flags&effects.CallNew != 0 {
		this = unknown(f.ID, None)
	}
	var few [4]Abs
	targets := few[:0]
	if h := m.eval(f, c.Callee, 0); h.kind == heapObject && (m.objs[h.id].kind == objFunc || m.objs[h.id].kind == objClass) {
		o := &m.objs[h.id]
		kind := AbsFunc
		if o.kind == objClass {
			kind = AbsClass
		}
		targets = append(targets, Abs{Kind: kind, File: o.file, ID: o.id})
	} else {
		targets = m.p.Targets(ref)
	}
	result := heapVal{}
	known, callbacks := false, false
	several := 0
	for _, t := range targets {
		if t.Kind == AbsFunc || t.Kind == AbsClass {
			several++
		}
	}
	if several > 1 {
		m.maybe++
	}
	for _, t := range targets {
		switch t.Kind {
		case AbsFunc:
			known = true
			h, ok := m.invoke(FuncRef{t.File, t.ID}, vals, exact, this, at)
			if !ok {
				m.openArgs(f, args, at)
			} else {
				for i, a := range args {
					if vals[i].kind == heapUnknown {
						m.openValue(f, a, at, 0)
					}
				}
			}
			if ok && several == 1 && c.Flags&effects.CallNew == 0 {
				result = h
			}
			if c.Flags&effects.CallNew != 0 {
				m.openArgs(f, args, at)
			}
		case AbsClass:
			known = true
			if c.Flags&effects.CallNew != 0 {
				m.construct(m.p.Files[t.File], t.ID, vals, exact, at, 0)
				m.openArgs(f, args, at)
				if several == 1 {
					result = objVal(m.instanceOf(f, ci, t))
				}
			}
		case AbsMember:
			known = true
			if mem := t.Member(); mem.Package {
				m.openArgs(f, args, at)
			} else {
				for _, v := range vals {
					m.escape(v)
				}
			}
			if fn := t.Member().Func; fn == nil || fn.Phase == nodeapi.PhaseSync && fn.Handler == nil && fn.Effect != nodeapi.EffectListens {
				callbacks = true
			}
		}
	}
	if several > 1 {
		m.maybe--
	}
	if !known {
		m.openArgs(f, args, at)
		if !runsLater(m.p.MethodName(ref)) {
			callbacks = true
		}
	}
	if callbacks {
		for _, v := range vals {
			if v.kind == heapObject && m.objs[v.id].kind == objFunc {
				o := &m.objs[v.id]
				m.maybe++
				m.guess++
				m.invoke(FuncRef{o.file, o.id}, nil, false, heapVal{}, at)
				m.guess--
				m.maybe--
			}
		}
	}
	s := &m.mods[f.ID]
	if result.kind == heapObject {
		if s.results == nil {
			s.results = map[effects.CallID]heapVal{}
		}
		s.results[ci] = result
	} else if s.results != nil {
		delete(s.results, ci)
	}
}

// runsLater reports whether a method by its name keeps its callbacks for later.
func runsLater(method string) bool {
	switch method {
	case "on", "once", "addListener", "prependListener", "addEventListener", "subscribe", "then", "catch", "finally", "use", "get", "post", "put",
		"patch", "delete", "all", "route", "listen", "command", "action", "option", "middleware", "handle", "register", "schedule", "setHandler":
		return true
	}
	return false
}

func (m *machine) openArgs(f *File, args []effects.ValueID, at site) {
	for _, a := range args {
		m.openValue(f, a, at, 0)
	}
}

func (m *machine) instanceOf(f *File, ci effects.CallID, class Abs) int32 {
	s := &m.mods[f.ID]
	key := int64(objInstance)<<32 | int64(ci)
	if i, ok := s.objs[key]; ok {
		return i
	}
	i := m.newObj(heapObj{kind: objInstance, file: f.ID, id: ci, module: None})
	m.objs[i].proto = objVal(m.objFor(objClass, m.p.Files[class.File], class.ID))
	m.mods[f.ID].objs[key] = i
	return i
}

// construct runs the field initializers and the constructor of a class.
func (m *machine) construct(g *File, class effects.ClassID, args []heapVal, exact bool, at site, depth int) {
	c := &g.Facts.Classes[class]
	if c.Fields >= 0 {
		m.invoke(FuncRef{g.ID, c.Fields}, nil, true, heapVal{}, at)
	}
	if c.Ctor >= 0 {
		m.invoke(FuncRef{g.ID, c.Ctor}, args, exact, heapVal{}, at)
	} else if c.Extends >= 0 && depth < 4 {
		if h := m.eval(g, c.Extends, 0); h.kind == heapObject && m.objs[h.id].kind == objClass {
			o := m.objs[h.id]
			m.construct(m.p.Files[o.file], o.id, args, exact, at, depth+1)
		}
	}
}

// invoke runs a function up to its first await; ok is false when it is not stepped into.
func (m *machine) invoke(r FuncRef, args []heapVal, exact bool, this heapVal, at site) (heapVal, bool) {
	f := m.p.Files[r.File]
	fn := &f.Facts.Funcs[r.Func]
	if fn.Flags&effects.FuncGenerator != 0 || len(m.stack) == 0 || m.mods[r.File].status == notLoaded {
		return heapVal{}, false
	}
	base := m.stack[len(m.stack)-1].calls
	if len(m.frames)-base > maxCallDepth {
		return heapVal{}, false
	}
	for i := base; i < len(m.frames); i++ {
		if m.frames[i].f == f && m.frames[i].fn == r.Func {
			return heapVal{}, false
		}
	}
	m.ran[r.File][r.Func] = true
	for i, a := range args {
		if a.kind == heapObject && m.captures(f, r.Func, int32(i)) {
			m.openObj(a.id, at) // a function that outlives this call may set names on it
		}
	}
	m.frames = append(m.frames, frame{f: f, fn: r.Func, args: args, exact: exact, this: this, site: at})
	m.ops(0, int32(len(fn.Ops)))
	fr := m.top()
	m.maybe -= fr.extra
	ret := fr.ret
	if fr.rets == 0 {
		ret = heapVal{kind: heapUndefined}
	} else if fr.rets > 1 || fr.extra > 0 || fn.Flags&effects.FuncAsync != 0 {
		if !(fr.rets > 1 && fr.extra == 0 && ret.kind == heapObject) {
			ret = unknown(f.ID, None)
		}
	}
	m.frames = m.frames[:len(m.frames)-1]
	return ret, true
}

// captures reports whether a function inside fn writes to its parameter, or hands it on.
func (m *machine) captures(f *File, fn effects.FuncID, param int32) bool {
	if m.captured[f.ID] == nil {
		set := map[[2]int32]bool{}
		note := func(in effects.FuncID, v effects.ValueID) {
			for range 6 {
				x := f.Facts.Val(v)
				switch x.Kind {
				case effects.Prop, effects.Elem:
					v = x.A
					continue
				case effects.Param:
					if x.A != in {
						set[[2]int32{x.A, x.B}] = true
					}
				}
				return
			}
		}
		for fi := range f.Facts.Funcs {
			for i := range f.Facts.Funcs[fi].Ops {
				switch op := &f.Facts.Funcs[fi].Ops[i]; op.Kind {
				case effects.OpWrite:
					note(effects.FuncID(fi), op.A)
					note(effects.FuncID(fi), op.B)
				case effects.OpCall:
					for _, a := range f.Facts.Calls[op.A].Args {
						note(effects.FuncID(fi), a)
					}
				}
			}
		}
		m.captured[f.ID] = set
	}
	return m.captured[f.ID][[2]int32{fn, param}]
}

// objectCall runs the functions of Object that add names to an object, or give it back.
func (m *machine) objectCall(f *File, ci effects.CallID, c *effects.Call, at site) bool {
	cv := f.Facts.Val(c.Callee)
	if cv.Kind != effects.Prop {
		return false
	}
	g := f.Facts.Val(cv.A)
	if g.Kind != effects.Global {
		return false
	}
	method := f.Facts.Strings[cv.B]
	switch f.Facts.Strings[g.A] {
	case "Object":
	case "Reflect":
		if method != "defineProperty" {
			return false
		}
	case "JSON", "console", "Math", "Number", "String":
		return true
	default:
		return false
	}
	var first heapVal
	if len(c.Args) > 0 {
		first = m.eval(f, c.Args[0], 0)
	}
	isObj := first.kind == heapObject
	switch method {
	case "assign":
		if isObj {
			for _, a := range c.Args[1:] {
				m.copyNames(first.id, m.eval(f, a, 0), at)
			}
		} else {
			m.openArgs(f, c.Args[:min(1, len(c.Args))], at)
		}
	case "defineProperty":
		if !isObj || len(c.Args) < 3 {
			break
		}
		text, ok := m.p.Literal(f, c.Args[1])
		if !ok {
			m.openObj(first.id, at)
			break
		}
		m.objs[first.id].set(heapProp{name: m.p.nameOf(text), val: m.described(f, c.Args[2]), maybe: m.maybe > 0, at: at})
	case "defineProperties":
		if !isObj || len(c.Args) < 2 {
			break
		}
		m.copyNames(first.id, m.eval(f, c.Args[1], 0), at)
		for k := range m.objs[first.id].props {
			m.objs[first.id].props[k].val = unknown(f.ID, None)
		}
	case "setPrototypeOf":
		if isObj {
			m.openObj(first.id, at)
		}
	case "freeze", "seal", "preventExtensions":
	case "create":
		return true
	default: // keys, entries, ...
		return true
	}
	if isObj {
		s := &m.mods[f.ID]
		if s.results == nil {
			s.results = map[effects.CallID]heapVal{}
		}
		s.results[ci] = first
	}
	return true
}

// described is the value in a property descriptor.
func (m *machine) described(f *File, v effects.ValueID) heapVal {
	if h := m.eval(f, v, 0); h.kind == heapObject {
		if x, ok := m.member(h, m.p.nameOf("value"), "value", 0); ok {
			return x
		}
	}
	return unknown(f.ID, None)
}
