package order

import (
	"nodebeyond/analyzers/syntax"
)

// process is what the program finds when it starts: the globals, the prototypes, `process`.
type process struct {
	globals                                                               *object
	objectProto, functionProto, arrayProto, promiseProto                  *object
	stringProto, numberProto, emitterProto, generatorProto, asyncGenProto *object
	errors                                                                map[string]*object
	then                                                                  *object
	object                                                                *object
	emitter                                                               *emitter
	exiting                                                               bool
	unknowns                                                              map[string]*promise
	modules                                                               map[string]value
	stored                                                                map[string]value // what the program wrote to members of values that are not known
	timeoutProto, immediateProto                                          *object
	units                                                                 map[*syntax.File]*unit
}

// begins starts the program and runs it to its end.
func (m *machine) begins(file *syntax.File) {
	m.now = &task{}
	m.world.steps += 0
	m.prepare()
	u := m.unitOf(file, m.opt.ESM)
	phase := m.opt.From
	m.now = &task{phase: phase, at: place{File: file}}
	if m.opt.Func.Valid() {
		m.entry(u, m.opt.Func)
	} else if m.opt.ESM {
		m.perform(phaseMain, func() { m.startModule(u) })
		m.runMicrotasks()
	} else {
		m.perform(phaseMain, func() { m.runScript(u) })
	}
	m.drain()
	switch phase { // the rest of the turn
	case phaseTimers:
		m.timersPhase()
		fallthrough
	case phasePoll:
		m.pollPhase()
		fallthrough
	case phaseCheck:
		m.checkPhase()
	}
	m.turns()
	m.exit(0, true)
}

// entry calls a function of which nothing is known but its text.
func (m *machine) entry(u *unit, n syntax.Node) {
	fr := &frame{u: u, this: m.dunno("this"), ready: true}
	fr.fn = &function{u: u, node: u.file.Root()}
	f := m.closure(fr, m.around(u, n), n).data.(*function)
	var args []value
	for i, p := range n.Params() {
		args = append(args, &unknown{key: paramName(p, i)})
	}
	o := &object{class: "Function", proto: m.proc.functionProto, data: f}
	m.perform(m.opt.From, func() {
		m.begin(m.opt.From, placeOf(n), place{}, n.Name())
		m.now.root = nil
		m.call(o, m.dunno("this"), args, noNode)
	})
}

// around is the scope that a function finds: the functions of the module and those of the functions around it; other names are unknown.
func (m *machine) around(u *unit, n syntax.Node) *scope {
	fr := &frame{u: u, this: m.dunno("this"), ready: true}
	fr.fn = &function{u: u, node: u.file.Root()}
	var outer []syntax.Node
	for f := n.Func(); f.Valid(); f = f.Func() {
		outer = append(outer, f)
	}
	s := &scope{}
	u.scope = s
	for i := len(outer) - 1; i >= 0; i-- {
		in := &scope{parent: s}
		if i == len(outer)-1 {
			in = s
		}
		body := outer[i].Body()
		for _, fn := range u.blockNames(body.First(), body.ID()).funcs {
			if fn.Sym() >= 0 {
				in.declare(fn.Sym(), m.closure(fr, in, fn))
			}
		}
		if i == len(outer)-1 {
			m.preamble(fr, in, body)
		}
		s = in
	}
	return s
}

// preamble runs what gives names of a module their values and does nothing else: require of Node's modules, constants, functions.
func (m *machine) preamble(fr *frame, s *scope, body syntax.Node) {
	for c := body.First(); c.Valid(); c = c.Next() {
		switch c.Kind() {
		case syntax.KindImport:
			m.imports(fr.u, c)
		case syntax.KindVar:
			if c.VarKind() != syntax.Const {
				continue
			}
			for d := c.First(); d.Valid(); d = d.Next() {
				pat, init := d.First(), d.Child(1)
				if !plain(init) {
					continue
				}
				v := m.named(fr, s, init, pat.Name())
				m.bind(fr, s, pat, v, func(s *scope, sym syntax.SymID, v value) { s.declare(sym, v) })
			}
		case syntax.KindClassDecl:
		}
	}
}

// plain reports whether an expression does nothing but to give a value that stays what it is.
func plain(n syntax.Node) bool {
	switch n.Kind() {
	case syntax.KindString, syntax.KindNumber, syntax.KindBoolean, syntax.KindNull, syntax.KindFunction, syntax.KindArrow:
		return true
	case syntax.KindDot:
		return plain(n.First())
	case syntax.KindCall:
		c := n.First()
		if c.IsFree("require") {
			s, ok := n.Arg(0).Str()
			return ok && isBuiltin(s)
		}
		return c.Kind() == syntax.KindDot && c.Name() == "promisify" && plain(n.Arg(0))
	}
	return false
}

// unitOf is the module of a file in this run.
func (m *machine) unitOf(file *syntax.File, esm bool) *unit {
	if m.proc.units == nil {
		m.proc.units = map[*syntax.File]*unit{}
	}
	if u := m.proc.units[file]; u != nil {
		return u
	}
	shared := m.world.units[file.Path]
	if shared == nil {
		shared = &unit{names: map[int32]*declared{}, fnNames: map[int32]*declared{}, quiet: map[int32]bool{}}
		m.world.units[file.Path] = shared
	}
	u := &unit{file: file, esm: esm, names: shared.names, fnNames: shared.fnNames, quiet: shared.quiet, scope: &scope{}, imports: map[syntax.SymID]func(*machine) value{}, exports: map[string]func(*machine) value{}}
	u.module = m.plain()
	u.module.set("exports", m.plain())
	m.proc.units[file] = u
	return u
}

// moduleFrame is the frame of a module's top level.
func (m *machine) moduleFrame(u *unit) *frame {
	fr := &frame{u: u, scope: u.scope, ready: true, this: undefined}
	if !u.esm {
		fr.this = m.get(u.module, "exports")
	}
	fr.fn = &function{u: u, node: u.file.Root()}
	return fr
}

// runScript runs a CommonJS module's top level.
func (m *machine) runScript(u *unit) {
	if u.started {
		return
	}
	u.started = true
	fr := m.moduleFrame(u)
	m.run(fr, u.scope, u.file.Root(), u.file.Root())
}

// runModule runs an ES module's body after those of the modules that it imports (ECMAScript, section 16.2.1.6.1.3).
func (m *machine) runModule(u *unit, main bool) {
	if u.started {
		return
	}
	u.started = true
	for c := u.file.Root().First(); c.Valid(); c = c.Next() {
		if c.Is(syntax.KindImport, syntax.KindExportFrom, syntax.KindExportStar) {
			m.imports(u, c)
		}
	}
	fr := m.moduleFrame(u)
	m.exportsOf(u)
	if !awaits(u.file) {
		m.run(fr, u.scope, u.file.Root(), u.file.Root())
		return
	}
	if !main {
		m.cut("a module with top-level await that another one imports")
	}
	co := m.coroutine(func(co *coroutine) {
		if err, threw := m.protect(func() { m.run(fr, u.scope, u.file.Root(), u.file.Root()) }); threw {
			m.uncaught(err, "uncaughtException")
		}
	})
	fr.co = co
	co.resume(resumption{})
}

func (m *machine) startModule(u *unit) { m.runModule(u, true) }

// awaits reports whether a module has an await of its own.
func awaits(f *syntax.File) bool {
	for i := int32(1); i < int32(f.Len()); i++ {
		n := f.NodeAt(i)
		if (n.Kind() == syntax.KindAwait || n.Kind() == syntax.KindForOf && n.AwaitLoop()) && n.Func().Kind() == syntax.KindModule {
			return true
		}
	}
	return false
}

// exportsOf notes how the names that a module exports are read.
func (m *machine) exportsOf(u *unit) {
	read := func(sym syntax.SymID) func(*machine) value {
		return func(m *machine) value {
			if c := u.scope.lookup(sym); c != nil {
				if c.dead {
					m.raise("ReferenceError", "Cannot access '"+u.file.Sym(sym).Name+"' before initialization")
				}
				return c.val
			}
			return m.dunno(u.file.Sym(sym).Name)
		}
	}
	for c := u.file.Root().First(); c.Valid(); c = c.Next() {
		switch c.Kind() {
		case syntax.KindExportNames:
			for _, it := range c.ExportItems() {
				if it.Sym >= 0 {
					u.exports[it.Exported] = read(it.Sym)
				}
			}
		case syntax.KindVar:
			if c.Exported() {
				d := &declared{}
				for x := c.First(); x.Valid(); x = x.Next() {
					d.bindings(x.First(), func(sym syntax.SymID) { u.exports[u.file.Sym(sym).Name] = read(sym) })
				}
			}
		case syntax.KindFunctionDecl, syntax.KindClassDecl:
			if c.Exported() && c.Sym() >= 0 {
				u.exports[c.Name()] = read(c.Sym())
			}
		}
	}
}

func (m *machine) exportDefault(fr *frame, s *scope, n syntax.Node) {
	x := n.First()
	var v value
	switch {
	case x.Kind() == syntax.KindFunctionDecl && x.Sym() >= 0, x.Kind() == syntax.KindFunctionDecl:
		if c := s.lookup(x.Sym()); x.Sym() >= 0 && c != nil {
			v = c.val
		} else {
			v = m.closure(fr, s, x)
		}
	case x.Kind() == syntax.KindClassDecl:
		v = m.class(fr, s, x)
		if x.Sym() >= 0 {
			m.initialize(s, x.Sym(), v)
		}
	default:
		v = m.eval(fr, s, x)
	}
	fr.u.exports["default"] = func(*machine) value { return v }
}

// imports binds the names of an import statement; the module is run first.
func (m *machine) imports(u *unit, n syntax.Node) {
	i := n.ImportIndex()
	if i < 0 {
		return
	}
	spec := u.file.Imports()[i].Specifier
	var from func(name string) func(*machine) value
	if v, ok := m.builtin(spec); ok {
		from = func(name string) func(*machine) value {
			return func(m *machine) value {
				if name == "default" || name == "*" {
					return v
				}
				return m.get(v, name)
			}
		}
	} else if file, esm := m.target(u, spec); file != nil && !m.opt.Func.Valid() {
		t := m.unitOf(file, esm)
		if esm {
			m.runModule(t, false)
			from = func(name string) func(*machine) value {
				return func(m *machine) value {
					if get := t.exports[name]; get != nil {
						return get(m)
					}
					return m.dunno(name)
				}
			}
		} else {
			m.runScript(t)
			from = func(name string) func(*machine) value {
				return func(m *machine) value {
					if name == "default" || name == "*" {
						return m.get(t.module, "exports")
					}
					return m.get(m.get(t.module, "exports"), name)
				}
			}
		}
	} else {
		from = func(name string) func(*machine) value {
			return func(m *machine) value {
				if name == "default" || name == "*" {
					return m.dunno(spec)
				}
				return m.dunno(name)
			}
		}
	}
	for b := n.First(); b.Valid(); b = b.Next() {
		if b.Sym() >= 0 {
			u.imports[b.Sym()] = from(u.file.Sym(b.Sym()).ImportName)
		}
	}
}

func (m *machine) target(u *unit, spec string) (*syntax.File, bool) {
	if m.opt.Resolve == nil {
		return nil, false
	}
	return m.opt.Resolve(u.file, spec)
}

// require is a call of require().
func (m *machine) require(u *unit, args []value, n syntax.Node) value {
	spec, ok := arg(args, 0).(string)
	if !ok {
		return m.once("require()")
	}
	if v, ok := m.builtin(spec); ok {
		return v
	}
	file, esm := m.target(u, spec)
	if file == nil {
		return m.dunno("require('" + spec + "')")
	}
	if esm {
		m.cut("require() of an ES module is not followed")
	}
	t := m.unitOf(file, false)
	m.runScript(t)
	return m.get(t.module, "exports")
}

func (m *machine) importCall(fr *frame, s *scope, n syntax.Node) value {
	if i := n.ImportIndex(); i >= 0 {
		if v, ok := m.builtin(fr.u.file.Imports()[i].Specifier); ok {
			_ = v
		}
	}
	return &unknown{key: n.Text()}
}
