package order

import (
	"nodebeyond/analyzers/syntax"
)

// closure makes the function of a node.
func (m *machine) closure(fr *frame, s *scope, n syntax.Node) *object {
	f := &function{u: fr.u, node: n, scope: s, async: n.Async(), gen: n.Generator()}
	if n.Kind() == syntax.KindArrow {
		f.outer = fr
	} else if n.Sym() >= 0 {
		f.name = n.Name()
	}
	o := &object{class: "Function", proto: m.proc.functionProto, data: f}
	if n.Kind() == syntax.KindFunction && n.Sym() >= 0 { // its own name
		f.scope = &scope{parent: s}
		f.scope.declare(n.Sym(), o)
	}
	if n.Kind() != syntax.KindArrow && !f.async {
		proto := m.plain()
		proto.hide("constructor", o)
		o.hide("prototype", proto)
	}
	return o
}

// native makes a function of Node or of the language.
func (m *machine) native(name string, f func(m *machine, this value, args []value) value) *object {
	return &object{class: "Function", proto: m.proc.functionProto, data: &function{name: name, native: f}}
}

func arg(args []value, i int) value {
	if i < len(args) {
		return args[i]
	}
	return undefined
}

// call calls a value. at is the call in the text, for the steps that it schedules.
func (m *machine) call(f, this value, args []value, at syntax.Node) value {
	if u, ok := f.(*unknown); ok {
		return m.callUnknown(u, args, at)
	}
	o, ok := f.(*object)
	if !ok || !o.isCallable() {
		m.raise("TypeError", "not a function")
	}
	fn := o.data.(*function)
	if fn.class != nil {
		m.raise("TypeError", "Class constructor "+fn.name+" cannot be invoked without 'new'")
	}
	if fn.native != nil {
		was := m.now.call
		if at.Valid() {
			m.now.call = at
		}
		v := fn.native(m, this, args)
		m.now.call = was
		return v
	}
	return m.invoke(o, this, args, nil)
}

// invoke runs a function of the program.
func (m *machine) invoke(o *object, this value, args []value, isNew *object) value {
	fn := o.data.(*function)
	if m.depth++; m.depth > maxDepth {
		m.cut("calls inside each other too deep to follow")
	}
	defer func() { m.depth-- }()
	fr := &frame{u: fn.u, this: this, ready: true, fn: fn, self: o, args: args, isNew: isNew}
	switch {
	case fn.gen:
		return m.generator(fr)
	case fn.async:
		return m.async(fr)
	}
	return m.body(fr)
}

// body runs the parameters and the statements of a function.
func (m *machine) body(fr *frame) value {
	fn := fr.fn
	s := &scope{parent: fn.scope, fn: fr}
	fr.scope = s
	i := 0
	for p := fn.node.First(); p.Valid() && p.Kind() == syntax.KindParam; p = p.Next() {
		m.params(s, p.First())
	}
	for p := fn.node.First(); p.Valid() && p.Kind() == syntax.KindParam; p = p.Next() {
		pat := p.First()
		if fn.node.RestParam() && p.Next().Kind() != syntax.KindParam {
			var rest []value
			if i < len(fr.args) {
				rest = append(rest, fr.args[i:]...)
			}
			m.bind(fr, s, pat, m.array(rest), m.initialize)
			break
		}
		v := arg(fr.args, i)
		i++
		m.bind(fr, s, pat, m.orDefault(fr, s, v, p.Child(1), pat.Name()), m.initialize)
	}
	return m.run(fr, s, fn.node, fn.node.Body())
}

func (m *machine) params(s *scope, pat syntax.Node) {
	d := &declared{}
	d.bindings(pat, func(sym syntax.SymID) { s.declare(sym, undefined) })
}

// run runs a body in its scope.
func (m *machine) run(fr *frame, s *scope, node, body syntax.Node) value {
	for _, sym := range fr.u.functionNames(node).vars {
		if s.lookup(sym) == nil || !has(s, sym) {
			s.declare(sym, undefined)
		}
	}
	m.enter(fr, s, fr.u.blockNames(body.First(), body.ID()))
	r := m.statements(fr, s, body.First())
	if r.kind == returns {
		return r.val
	}
	return undefined
}

func has(s *scope, sym syntax.SymID) bool {
	for _, c := range s.cells {
		if c.sym == sym {
			return true
		}
	}
	return false
}

func (m *machine) construction(fr *frame, s *scope, n syntax.Node) value {
	callee := n.First()
	f := m.eval(fr, s, callee)
	args := m.args(fr, s, n)
	if u, ok := f.(*unknown); ok {
		m.callUnknown(u, args, n)
		m.fresh++
		return m.once("new " + u.key)
	}
	o, ok := f.(*object)
	if !ok || !o.isCallable() {
		m.raise("TypeError", callee.Text()+" is not a constructor")
	}
	was := m.now.call
	m.now.call = n
	v := m.construct(o, args, o)
	m.now.call = was
	return v
}

// construct is [[Construct]] (ECMAScript, section 10.2.2). target is new.target.
func (m *machine) construct(o *object, args []value, target *object) value {
	fn := o.data.(*function)
	switch {
	case fn.construct != nil:
		return fn.construct(m, args, target)
	case fn.native != nil || fn.outer != nil || fn.async || fn.method || fn.gen:
		m.raise("TypeError", fn.name+" is not a constructor")
	case fn.class != nil:
		return m.constructClass(o, fn.class, args, target)
	}
	this := &object{class: "Object", proto: prototypeOf(m, target)}
	if r, ok := m.invoke(o, this, args, target).(*object); ok {
		return r
	}
	return this
}

func prototypeOf(m *machine, target *object) *object {
	p, _, _ := target.find("prototype")
	if x, ok := p.val.(*object); ok {
		return x
	}
	return m.proc.objectProto
}
