package order

import (
	"nodebeyond/analyzers/syntax"
)

// class evaluates a class (ECMAScript, section 15.7.14).
func (m *machine) class(fr *frame, s *scope, n syntax.Node) value {
	inner := &scope{parent: s}
	var own *cell
	if n.Sym() >= 0 {
		own = inner.declare(n.Sym(), undefined)
		own.dead = true
	}
	heritage := n.First()
	c := &class{frame: fr, scope: inner}
	o := &object{class: "Function", proto: m.proc.functionProto}
	proto := &object{class: "Object", proto: m.proc.objectProto}
	if !heritage.Missing() {
		c.derived = true
		c.parent = m.eval(fr, inner, heritage)
		switch p := c.parent.(type) {
		case *object:
			if !p.isCallable() {
				m.raise("TypeError", "Class extends value is not a constructor or null")
			}
			o.proto = p
			proto.proto = prototypeOf(m, p)
		case *unknown:
			proto.open, proto.key = true, "an object of "+p.key
			o.open, o.key = true, p.key
		case null:
			proto.proto = nil
		default:
			m.raise("TypeError", "Class extends value is not a constructor or null")
		}
	}
	o.data = &function{name: n.Name(), u: fr.u, node: n, scope: inner, class: c, home: proto}
	o.hide("prototype", proto)
	proto.hide("constructor", o)
	type static struct {
		node syntax.Node
		key  string
	}
	var statics []static
	for p := heritage.Next(); p.Valid(); p = p.Next() {
		switch p.Kind() {
		case syntax.KindStaticBlock:
			statics = append(statics, static{node: p})
			continue
		case syntax.KindProperty:
		default: // a decorator
			m.cut("a decorator is not followed")
		}
		if p.Child(3).Valid() {
			m.cut("a decorator is not followed")
		}
		key, ok := p.KeyName()
		if !ok {
			if k := p.First(); k.Kind() == syntax.KindPrivateName {
				key = k.Name()
			} else {
				key = m.key(m.eval(fr, inner, k))
			}
		}
		to := proto
		if p.PropStatic() {
			to = o
		}
		switch {
		case p.PropFlavor() == syntax.PropField && p.PropStatic():
			statics = append(statics, static{p, key})
		case p.PropFlavor() == syntax.PropField:
			c.fields, c.keys = append(c.fields, p), append(c.keys, key)
		case key == "constructor" && !p.PropStatic():
			c.ctor = p.Child(1)
		default:
			m.member(fr, inner, to, p, key, true)
		}
	}
	if own != nil {
		own.val, own.dead = o, false
	}
	in := &frame{u: fr.u, this: o, ready: true, fn: &function{u: fr.u, node: n, home: o}, self: o}
	for _, st := range statics {
		if st.node.Kind() == syntax.KindStaticBlock {
			block := &scope{parent: inner}
			m.enter(in, block, fr.u.blockNames(st.node.First(), st.node.ID()))
			m.statements(in, block, st.node.First())
			continue
		}
		o.set(st.key, m.initializer(in, inner, st.node, st.key))
	}
	return o
}

// initializer is the value of a field.
func (m *machine) initializer(fr *frame, s *scope, p syntax.Node, key string) value {
	x := p.Child(2)
	if x.Missing() {
		x = p.Child(1)
	}
	if x.Missing() {
		return undefined
	}
	return m.named(fr, s, x, key)
}

func (m *machine) constructClass(o *object, c *class, args []value, target *object) value {
	fn := o.data.(*function)
	if !c.ctor.Valid() {
		if c.derived {
			this := m.constructParent(o, c, args, target)
			m.fields(c, fn, this)
			return this
		}
		this := &object{class: "Object", proto: prototypeOf(m, target)}
		m.fields(c, fn, this)
		return this
	}
	if m.depth++; m.depth > maxDepth {
		m.cut("calls inside each other too deep to follow")
	}
	defer func() { m.depth-- }()
	fr := &frame{u: fn.u, self: o, args: args, isNew: target}
	fr.fn = &function{name: fn.name, u: fn.u, node: c.ctor, scope: c.scope, home: fn.home, class: c}
	if !c.derived {
		this := &object{class: "Object", proto: prototypeOf(m, target)}
		fr.this, fr.ready = this, true
		m.fields(c, fn, this)
	}
	if r, ok := m.body(fr).(*object); ok {
		return r
	}
	return m.this(fr)
}

func (m *machine) constructParent(o *object, c *class, args []value, target *object) *object {
	switch p := c.parent.(type) {
	case *object:
		if r, ok := m.construct(p, args, target).(*object); ok {
			return r
		}
	case *unknown:
		m.callUnknown(p, args, syntax.NoNode)
	}
	this := &object{class: "Object", proto: prototypeOf(m, target), open: true, key: "an object of " + describe(c.parent)}
	return this
}

func (m *machine) fields(c *class, fn *function, this *object) {
	fr := &frame{u: fn.u, this: this, ready: true, fn: &function{u: fn.u, node: fn.node, home: fn.home}}
	for i, p := range c.fields {
		this.set(c.keys[i], m.initializer(fr, c.scope, p, c.keys[i]))
	}
}

// superCall is super(...) in a constructor, or in an arrow inside one.
func (m *machine) superCall(fr *frame, s *scope, n syntax.Node) value {
	args := m.args(fr, s, n)
	for fr.fn != nil && fr.fn.outer != nil {
		fr = fr.fn.outer
	}
	c := fr.fn.class
	if c == nil || fr.isNew == nil {
		m.cut("super() outside of a constructor")
	}
	this := m.constructParent(fr.self, c, args, fr.isNew)
	if fr.ready {
		m.raise("ReferenceError", "Super constructor may only be called once")
	}
	fr.this, fr.ready = this, true
	m.fields(c, fr.self.data.(*function), this)
	return undefined
}

// superOf is where super.x looks.
func (m *machine) superOf(fr *frame) *object {
	for fr.fn != nil && fr.fn.outer != nil {
		fr = fr.fn.outer
	}
	if fr.fn == nil || fr.fn.home == nil {
		m.cut("super outside of a method")
	}
	return fr.fn.home.proto
}
