package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
)

// This file evaluates module top levels the way Node loads them: statement by statement, a require() running the other file on the spot,
// the functions that are called meanwhile stepped into. It keeps just enough of the heap to say which names an exports object has at a
// moment (ECMAScript, section 16.2.1.6; Node docs, "Modules: CommonJS modules", "Cycles").
//
// A branch that is not decided is taken on both sides, and what happens there counts as "maybe". So what is loaded for sure at a moment was
// not loaded before in any other run, and a name that is missing is missing for sure.

// moduleStatus says how far a module is.
type moduleStatus uint8

const (
	notLoaded moduleStatus = iota
	linked                 // its bindings exist, its code has not run; only a trace tells it apart
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
	// ended is the moment at which the module was loaded, handed the one at which its variable module came to code that is not known.
	ended, handed int32
	// failed is the error that ended an ES module: to ask for it again throws it again.
	failed *LoadError
	// reads are what the reads gave whose values are used next, for a trace only.
	reads map[effects.ValueID]heapVal
	// taken is what export default took.
	taken heapVal
	// low is the least place in the evaluation of a module that this one is in a cycle with; open says that the cycle has not ended.
	low  int
	open bool
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
	env   *env // nil for a module
	ret   heapVal
	rets  int
	site  site // of the call
	extra int  // added to machine.maybe by returns on some paths
	// doubted says that an error may have ended it: what follows runs on some paths only.
	doubted bool
}

// loadFrame is a module that loads, and who asked for it. Frames are kept by what is found while they run, so they are linked, never copied.
type loadFrame struct {
	below *loadFrame // the module that asked, nil for an entry
	depth int
	file  FileID
	at    site // of the require, file None for an entry
	maybe bool
	calls int // frames below it
}

// Limits of the evaluation. What they cut off is unknown.
const (
	maxLoadDepth   = 5000    // modules inside each other
	maxCallDepth   = 10      // functions inside each other, from one top level
	maxModuleSteps = 20_000  // operations for one module
	maxTotalSteps  = 6000000 // operations for all
	// maxFunctionSteps is for one function, all its runs together.
	maxFunctionSteps = 10_000
)

type machine struct {
	p      *Program
	objs   []heapObj
	mods   []moduleState
	frames []frame
	stack  *loadFrame
	maybe  int
	loops  int // the part of maybe that is for loops which may have no round
	guess  int // inside callbacks that may be called later, or never
	seq    int32
	steps  int // in all
	budget int // left for the module that loads
	// spent are the operations of each function so far.
	spent map[FuncRef]int
	// cut says that a limit was met, so that something may be missing.
	cut bool
	// ran are the functions that ran while modules loaded, by file; tried the imports whose require() ran.
	ran     [][]bool
	tried   [][]bool
	eagers  [][]eager
	settled bool
	// watch, when not nil, is told of reads and requires; change is what is done otherwise while a repair is tried.
	watch  *watcher
	change *change
	// order are the modules in the order in which they started, since it was emptied; rank is their place in the first order.
	order []FileID
	rank  []int32
	// trace, when not nil, notes everything that happens.
	trace *tracer
	how   How // of the module that is asked for
	// thrown is the error on its way to a catch. doubt says that the operation that ran may have thrown, on some path.
	thrown *LoadError
	doubt  bool
	// used says which imports of a TypeScript file are used as values; the others are erased.
	used [][]bool
	// classIn are the functions that classes stand in, by file; made when asked for.
	classIn [][]effects.FuncID
	// captured are the parameters that functions inside their function write to, by file; made when asked for.
	captured []map[[2]int32]bool
	// assigned are the names that code anywhere assigns on a thing.
	assigned map[propKey]site
	// computed are the things that get names that are computed, or are handed to code that is not known.
	computed map[Abs]site
	// choices are the values that are one of several, rounds the loops that are on over lists that are known.
	choices [][]heapVal
	// threw says that what left last was an error; tries are the try blocks with a catch that are on.
	threw  bool
	tries  int
	rounds []iteration
	// arm is what maybe is on the side of the branch that runs, when nothing else made it larger since.
	arm int
}

// nameText is the name with an id.
func (m *machine) nameText(id int32) string { return m.p.texts[id] }

func newMachine(p *Program) *machine {
	n := len(p.Files)
	m := &machine{p: p, mods: make([]moduleState, n), ran: make([][]bool, n), tried: make([][]bool, n), eagers: make([][]eager, n), used: make([][]bool, n), captured: make([]map[[2]int32]bool, n), spent: map[FuncRef]int{}, classIn: make([][]effects.FuncID, n)}
	for i, f := range p.Files {
		m.ran[i] = make([]bool, len(f.Facts.Funcs))
		m.tried[i] = make([]bool, len(f.Facts.Imports))
	}
	return m
}

// reset forgets that a module was loaded.
func (m *machine) reset(file FileID) { m.mods[file] = moduleState{} }

// written as ES module syntax, whatever Node makes of it.
func (m *machine) hasExportSyntax(f *File) bool { return f.ESM || len(f.Facts.Exports) > 0 }

// load runs a module unless it runs or ran, and gives what require() of it gives at this moment.
func (m *machine) load(file FileID, at site) heapVal {
	s := &m.mods[file]
	if s.status != notLoaded {
		return s.exports
	}
	f := m.p.Files[file]
	m.order = append(m.order, file)
	*s = moduleState{status: loading, handed: never, vars: make([]heapVal, len(f.Facts.Vars)), imports: make([]heapVal, len(f.Facts.Imports)), objs: map[int64]int32{}}
	s.initial = m.newObj(heapObj{kind: objExports, file: file, module: file})
	s.exports, s.exportsVar = objVal(s.initial), objVal(s.initial)
	if m.hasExportSyntax(f) {
		s.exports = objVal(m.newObj(heapObj{kind: objNamespace, file: file, module: file}))
	}
	if m.stack != nil && m.stack.depth >= maxLoadDepth || m.steps > maxTotalSteps {
		m.cut = true
		m.openObj(s.initial, site{file, 0, 0})
		m.openObj(s.exports.id, site{file, 0, 0})
		s.status, s.ended = loaded, m.now()
		return s.exports
	}
	maybe := m.maybe
	inside := maybe > 0 || m.stack != nil && m.stack.maybe || m.trace != nil && m.trace.mayHaveRun(file)
	budget, frames, loops, arm := m.budget, m.frames, m.loops, m.arm
	m.stack = &loadFrame{below: m.stack, file: file, at: at, maybe: inside, calls: len(m.frames)}
	if m.stack.below != nil {
		m.stack.depth = m.stack.below.depth + 1
	}
	m.maybe, m.loops, m.budget, m.arm = 0, 0, maxModuleSteps, -1
	risk := 0
	if m.trace != nil {
		risk = m.trace.risk
	}
	m.frames = append(m.frames, frame{f: f, fn: 0, site: site{file: None}})
	if m.trace != nil {
		m.trace.starts(m, EventStart, file, at, m.how)
	}
	m.ran[file][0] = true
	m.change.begin(m, f)
	m.ops(0, int32(len(f.Facts.Funcs[0].Ops)))
	m.change.end(m, f)
	m.doubt = m.doubt || m.top().doubted
	if m.budget <= 0 || f.Facts.Uncertain {
		m.openObj(s.initial, site{file, 0, 0})
		if s.exports.kind == heapObject {
			m.openObj(s.exports.id, site{file, 0, 0})
		}
	}
	if m.trace != nil {
		m.trace.ends(m, file, m.thrown == nil)
		m.trace.risk = risk
	}
	m.frames = m.frames[:len(frames)]
	m.stack = m.stack.below
	m.maybe, m.loops, m.budget, m.arm = maybe, loops, budget, arm
	s.status, s.ended = loaded, m.now()
	m.steps++
	if m.thrown != nil {
		m.trace.forgets(file)
		*s = moduleState{} // Node forgets a module that threw (lib/internal/modules/cjs/loader.js, Module._load)
		return heapVal{}
	}
	return s.exports
}

// control says how a list of operations ended.
type control uint8

const (
	goesOn control = iota
	mayLeave
	leaves
	breaks
	throws // with machine.thrown; only a trace knows of errors
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
			m.cut, m.threw = true, false
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
			if m.trace != nil {
				m.trace.read(m, f, op)
			}
		case effects.OpWrite:
			m.write(f, fn, i)
		case effects.OpRequire:
			m.require(f, op)
		case effects.OpCall:
			m.call(f, op.A)
		case effects.OpClass:
			if m.trace != nil {
				m.trace.class(m, f, op)
			} else {
				m.objFor(objClass, f, op.A)
			}
		case effects.OpExport:
			if m.trace != nil {
				m.trace.export(m, f, op)
			}
		case effects.OpSpread:
			if m.trace != nil {
				m.trace.spread(m, f, op)
			}
		case effects.OpReturn:
			fr = m.top()
			v := heapVal{kind: heapUndefined}
			if m.trace != nil && m.trace.dead(m, f, op.A, op) {
				return throws
			}
			if op.A >= 0 {
				v = m.eval(f, op.A, 0)
				m.escape(v)
			}
			if fr.rets > 0 {
				v = m.either(fr.ret, v)
			}
			fr.ret = v
			fr.rets++
			m.threw = false
			return leaves
		case effects.OpThrow:
			if m.trace != nil {
				m.trace.throwStatement(m, f, op)
				return throws
			}
			m.threw = true
			return leaves
		case effects.OpBreak, effects.OpContinue:
			return breaks
		case effects.OpAwait:
			if fn != 0 && m.maybe == 0 {
				fr = m.top()
				fr.ret, fr.rets = unknown(f.ID, None), 2
				m.threw = false
				return leaves
			}
			if fn == 0 && m.trace != nil {
				m.trace.suspends(m, f, op)
			}
		case effects.OpIf:
			c = m.branch(f, ops, i)
		case effects.OpLoop:
			if x, ok := m.unroll(f, fn, i); ok {
				c = x
				break
			}
			m.maybe++
			m.loops++
			c = m.ops(i+1, op.Skip)
			m.loops--
			m.maybe--
			switch c {
			case goesOn, breaks:
				c = goesOn
			case throws:
				c = goesOn
				m.perhaps()
			default:
				c = mayLeave
			}
		case effects.OpSwitch:
			for b := i + 1; b < op.Skip; b = ops[b].Skip {
				m.maybe++
				switch m.ops(b+1, ops[b].Skip) {
				case leaves, mayLeave:
					c = mayLeave
				case throws:
					m.perhaps()
				}
				m.maybe--
			}
		case effects.OpTry:
			if m.trace != nil {
				c = m.tryExactly(ops, i)
			} else {
				c = m.try(ops, i)
			}
		case effects.OpLabel, effects.OpBlock:
			c = m.ops(i+1, op.Skip)
			if c == breaks && op.Kind == effects.OpLabel {
				c = goesOn
			}
		}
		if m.thrown != nil {
			return throws
		}
		if m.doubt {
			m.doubt = false
			if m.trace != nil && m.trace.onward {
				m.trace.out.Unsure = true
			} else if fr := m.top(); !fr.doubted {
				fr.doubted = true
				c = mayLeave
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
	m.tries += int(ops[i].A)
	c := m.ops(block+1, ops[block].Skip)
	m.tries -= int(ops[i].A)
	if ops[i].A == 1 && c == leaves && m.threw {
		c = m.ops(catch+1, ops[catch].Skip)
	} else if ops[i].A == 1 && ops[catch].Skip > catch+1 {
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
	if m.trace != nil && m.trace.dead(m, f, ops[i].A, &ops[i]) {
		return throws
	}
	switch t := m.decides(f, ops[i].A, ops[i].B); t {
	case isTrue:
		return m.ops(yes+1, ops[yes].Skip)
	case isFalse:
		if no < ops[i].Skip {
			return m.ops(no+1, ops[no].Skip)
		}
		return goesOn
	}
	s := &m.mods[f.ID]
	before, arm := s.exports, m.arm
	m.maybe++
	m.arm = m.maybe
	a := m.ops(yes+1, ops[yes].Skip)
	first := s.exports
	s.exports = before
	errA := m.thrown
	m.thrown = nil
	threw := m.ends(a)
	b := goesOn
	if no < ops[i].Skip {
		b = m.ops(no+1, ops[no].Skip)
	}
	m.maybe--
	m.arm = arm
	switch second := s.exports; {
	case threw && a != b || first == second:
	case m.ends(b) && a != b:
		s.exports = first
	default:
		s.exports, s.unsure = m.either(first, second), true
	}
	switch {
	case a == throws && b == throws:
		m.thrown = errA
		return throws
	case a == throws:
		m.doubt = true
		return b
	case b == throws:
		m.perhaps()
		return a
	case threw && a != b: // what follows runs only where nothing was thrown
		return b
	case a != b && m.ends(b):
		return a
	case a == b:
		return a
	case a == goesOn && b == breaks || a == breaks && b == goesOn:
		return goesOn
	}
	return mayLeave
}

// ends reports whether what just ran ended with an error that nothing catches: where it did, nothing more is loaded.
func (m *machine) ends(c control) bool { return c == leaves && m.threw && m.tries == 0 }

// require runs a require() or static import.
func (m *machine) require(f *File, op *effects.Op) {
	im := &f.Facts.Imports[op.A]
	t := &f.Targets[op.A]
	if m.trace != nil {
		m.trace.require(m, f, op)
		return
	}
	if im.Kind == effects.DynamicImport || t.File < 0 {
		return
	}
	if im.Kind == effects.StaticImport && !m.isUsed(f, op.A) {
		return
	}
	if m.change.skips(f.ID, op.A) {
		return
	}
	m.tried[f.ID][op.A] = true
	at := site{f.ID, im.CallStart, im.CallEnd}
	if !m.settled && m.stack != nil {
		by := m.stack.file
		m.eagers[by] = append(m.eagers[by], eager{to: t.File, at: at, maybe: m.maybe > 0, inFile: f.ID})
	}
	v := m.load(t.File, at)
	m.mods[f.ID].imports[op.A] = v
	if m.watch != nil && m.mods[t.File].status == loading {
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

// write runs an assignment.
func (m *machine) write(f *File, fn effects.FuncID, i int32) {
	op := &f.Facts.Funcs[fn].Ops[i]
	t := f.Facts.Val(op.A)
	s := &m.mods[f.ID]
	at := site{f.ID, op.Start, op.End}
	if m.trace != nil && m.trace.write(m, f, fn, op) {
		return
	}
	switch t.Kind {
	case effects.Var:
		v := m.eval(f, op.B, 0)
		if op.B == 0 && len(m.rounds) > 0 {
			if k, ok := m.keyOf(f, fn, i); ok {
				v = k
			}
		}
		if v.kind == heapUnknown {
			m.openValue(f, op.B, at, 0)
		}
		if old := m.variable(f, t.A); m.maybe > 0 && old != v && !(op.Flag&1 != 0 && old.kind == heapNone) {
			switch {
			case m.trace != nil:
				v = doubtful
			case old.kind == heapObject && v.kind == heapObject:
				v = m.either(old, v)
			default:
				v = unknown(f.ID, op.A)
			}
		}
		m.setVariable(f, t.A, v)
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
	case effects.Prop, effects.Elem:
		if t.Kind == effects.Prop && f.Facts.Values[t.A].Kind == effects.Module && f.Facts.Strings[t.B] == "exports" {
			m.replace(f, op)
			return
		}
		base := m.eval(f, t.A, 0)
		v := m.eval(f, op.B, 0)
		if v.kind == heapUnknown {
			m.openValue(f, op.B, at, 0)
		}
		m.escape(v)
		var name int32
		if t.Kind == effects.Prop {
			name = m.p.name(f, t.B)
		} else if key := m.eval(f, t.B, 0); key.kind == heapString {
			name = key.id
		} else if base.kind == heapObject {
			m.openNames(base.id, at)
			return
		} else {
			m.openAny(base, at)
			return
		}
		text := m.nameText(name)
		switch {
		case base.kind == heapModule && text == "exports" && m.p.Files[base.file] == f:
			m.replace(f, op)
			return
		case base.kind == heapChoice:
			if op.Flag == effects.WriteDelete || text == "__proto__" {
				m.openAny(base, at)
			}
			for _, x := range m.choices[base.id] {
				if x.kind == heapObject {
					m.set(x.id, heapProp{name: name, val: v, maybe: true, at: at})
				}
			}
			return
		case base.kind != heapObject:
			return
		}
		if op.Flag == effects.WriteDelete {
			if i := m.objs[base.id].find(name); i >= 0 {
				m.objs[base.id].props[i].maybe = true // it may be gone, or never have been
			}
			return
		}
		if text == "__proto__" {
			m.openObj(base.id, at)
			return
		}
		if o := &m.objs[base.id]; o.kind == objExports && o.file == f.ID && s.exports != base && !s.unsure && len(s.replaced) > 0 && !(fn != 0 && f.Facts.Val(t.A).Kind == effects.This) {
			s.dropped = append(s.dropped, droppedName{at: at, obj: base.id, name: name, base: t.A, op: s.replaced[len(s.replaced)-1].at})
		}
		m.set(base.id, heapProp{name: name, val: v, maybe: m.maybe > 0, at: at})
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
		if s.exports != v && m.maybe == m.arm && m.top().fn == 0 {
			s.exports = v // on this side of a branch; where both meet it is one of two
			return
		}
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
