package program

import (
	"nodebeyond/analyzers/effects"
)

// call runs a call whose callee is known; done is false when it is not, and for the functions of Node.
func (t *tracer) call(m *machine, f *File, ci effects.CallID, at site) (done bool) {
	c := &f.Facts.Calls[ci]
	op := effects.Op{Start: c.Start, End: c.End}
	cv := f.Facts.Val(c.Callee)
	if t.dead(m, f, c.Callee, &op) {
		return true
	}
	for _, a := range c.Args {
		if t.dead(m, f, a, &op) {
			return true
		}
	}
	give := func(h heapVal) bool {
		m.setResult(f, ci, h)
		return true
	}
	m.setResult(f, ci, heapVal{})
	if c.Flags&effects.CallSuper != 0 {
		return t.super(m, f, c, at)
	}
	var this heapVal
	args := c.Args
	exact := c.Flags&effects.CallSpread == 0
	h := heapVal{}
	switch cv.Kind {
	case effects.Prop:
		base := m.eval(f, cv.A, 0)
		if nullish(m, base) {
			m.throw("TypeError", "Cannot read properties of undefined (reading '"+f.Facts.Str(cv.B)+"')", at)
			return true
		}
		this = base
		if base == doubtful {
			m.doubt = true
		}
		if base.kind == heapObject && m.objs[base.id].kind == objFunc && c.Flags&effects.CallNew == 0 {
			switch f.Facts.Str(cv.B) {
			case "call":
				this, h = heapVal{kind: heapUndefined}, base
				if len(args) > 0 {
					this, args = m.eval(f, args[0], 0), args[1:]
				}
			case "apply":
				this, h = heapVal{kind: heapUndefined}, base
				if len(args) > 0 {
					this = m.eval(f, args[0], 0)
				}
				if len(args) > 1 {
					if list := f.Facts.Val(args[1]); list.Kind == effects.Array {
						args = f.Facts.Lists[list.A]
					} else {
						args, exact = nil, false
					}
				} else {
					args = nil
				}
			}
		}
	case effects.Global, effects.Unknown:
		t.risk++
		return false
	}
	if h.kind == heapNone {
		h = m.eval(f, c.Callee, 0)
	}
	vals := make([]heapVal, len(args))
	for i, a := range args {
		vals[i] = m.eval(f, a, 0)
		m.escape(vals[i])
	}
	name := f.Facts.CalleeName(c.Callee)
	switch h.kind {
	case heapUndefined, heapPrimitive, heapString, heapBool:
		if h.kind == heapUndefined && c.Flags&effects.CallOptional != 0 {
			return give(heapVal{kind: heapUndefined})
		}
		m.throw("TypeError", name+" is not a function", at)
		return true
	case heapObject:
	default:
		if h == doubtful {
			m.doubt = true
		}
		t.risk++
		return false
	}
	o := m.objs[h.id]
	switch o.kind {
	case objFunc:
		fn := FuncRef{o.file, o.id}
		flags := m.p.Func(fn).Flags
		if c.Flags&effects.CallNew != 0 {
			if flags&(effects.FuncArrow|effects.FuncMethod|effects.FuncAsync|effects.FuncGenerator) != 0 {
				m.throw("TypeError", name+" is not a constructor", at)
				return true
			}
			inst := objVal(m.newObj(heapObj{kind: objInstance, file: f.ID, id: ci, module: None, proto: h}))
			r, ok := m.invoke(fn, o.env, vals, exact, inst, at)
			if !ok {
				return t.leave(m, f, args, at)
			}
			if r.kind == heapObject {
				inst = r
			}
			return give(inst)
		}
		if flags&effects.FuncGenerator != 0 {
			return give(unknown(f.ID, None)) // nothing runs until it is asked for a value
		}
		r, ok := m.invoke(fn, o.env, vals, exact, this, at)
		if !ok {
			return t.leave(m, f, args, at)
		}
		return give(r)
	case objClass:
		if c.Flags&effects.CallNew == 0 {
			m.throw("TypeError", "Class constructor "+name+" cannot be invoked without 'new'", at)
			return true
		}
		inst := objVal(m.newObj(heapObj{kind: objInstance, file: f.ID, id: ci, module: None, proto: h}))
		t.construct(m, h, inst, vals, exact, at, 0)
		return give(inst)
	}
	if o.open && o.kind != objExports && o.kind != objNamespace {
		t.risk++
		return false
	}
	m.throw("TypeError", name+" is not a function", at)
	return true
}

// leave gives up on a call: whatever it is handed may change.
func (t *tracer) leave(m *machine, f *File, args []effects.ValueID, at site) bool {
	t.risk++
	m.openArgs(f, args, at)
	return true
}

// construct runs what new runs for a class: the constructor of the superclass, the fields, the constructor (ECMAScript, section 10.2.2).
func (t *tracer) construct(m *machine, class, inst heapVal, args []heapVal, exact bool, at site, depth int) {
	if class.kind != heapObject || m.objs[class.id].kind != objClass || depth > 8 {
		t.risk++
		m.openObj(inst.id, at)
		return
	}
	o := m.objs[class.id]
	g := m.p.Files[o.file]
	c := &g.Facts.Classes[o.id]
	fields := func() {
		if c.Fields >= 0 && m.thrown == nil {
			if _, ok := m.invoke(FuncRef{g.ID, c.Fields}, o.env, nil, true, inst, at); !ok {
				t.risk++
				m.openObj(inst.id, at)
			}
		}
	}
	if c.Ctor < 0 {
		if c.Extends >= 0 {
			t.construct(m, o.proto, inst, args, exact, at, depth+1)
		}
		fields()
		return
	}
	if c.Extends < 0 {
		fields()
	}
	if m.thrown != nil {
		return
	}
	if _, ok := m.invoke(FuncRef{g.ID, c.Ctor}, o.env, args, exact, inst, at); !ok {
		t.risk++
		m.openObj(inst.id, at)
	}
}

// super runs super(...): the superclass's constructor, then the fields of the class.
func (t *tracer) super(m *machine, f *File, c *effects.Call, at site) bool {
	fr := m.top()
	ctor := f.Facts.Funcs[c.Func]
	if fr.f != f || fr.fn != c.Func || ctor.Flags&effects.FuncCtor == 0 || fr.env == nil || fr.env.this.kind != heapObject {
		return t.leave(m, f, c.Args, at)
	}
	class := None
	for i := range f.Facts.Classes {
		if f.Facts.Classes[i].Ctor == c.Func {
			class = i
		}
	}
	if class < 0 || !m.made(f, effects.ClassID(class)) {
		return t.leave(m, f, c.Args, at)
	}
	inst := fr.env.this
	vals := make([]heapVal, len(c.Args))
	for i, a := range c.Args {
		vals[i] = m.eval(f, a, 0)
	}
	o := m.objs[m.objFor(objClass, f, effects.ClassID(class))]
	t.construct(m, o.proto, inst, vals, c.Flags&effects.CallSpread == 0, at, 0)
	if fields := f.Facts.Classes[class].Fields; fields >= 0 && m.thrown == nil {
		m.invoke(FuncRef{f.ID, fields}, o.env, nil, true, inst, at)
	}
	return true
}

// class runs the definition of a class: what it extends has to be a constructor or null (ECMAScript, section 15.7.14).
func (t *tracer) class(m *machine, f *File, op *effects.Op) {
	c := &f.Facts.Classes[op.A]
	if c.Extends >= 0 {
		if t.dead(m, f, c.Extends, op) {
			return
		}
		h := m.eval(f, c.Extends, 0)
		isNull := h.kind == heapPrimitive && nullish(m, h)
		bad := h.kind == heapUndefined || h.kind == heapString || h.kind == heapBool || h.kind == heapPrimitive && !isNull
		if h.kind == heapObject {
			switch o := &m.objs[h.id]; o.kind {
			case objFunc:
				flags := m.p.Files[o.file].Facts.Funcs[o.id].Flags
				bad = flags&(effects.FuncArrow|effects.FuncMethod|effects.FuncAsync|effects.FuncGenerator) != 0
			case objClass:
			default:
				bad = true
			}
		}
		if bad {
			m.throw("TypeError", "Class extends value "+f.Facts.CalleeName(c.Extends)+" is not a constructor or null", site{f.ID, op.Start, op.End})
			return
		}
		if h.kind == heapUnknown {
			t.risk++
		}
		if h == doubtful {
			m.doubt = true
		}
	}
	if objs, _ := m.slot(objClass, f, op.A); *objs != nil {
		delete(*objs, int64(objClass)<<32|int64(op.A))
	}
	m.objFor(objClass, f, op.A)
}

// write does what a trace knows better of an assignment; done is false for the rest.
func (t *tracer) write(m *machine, f *File, fn effects.FuncID, op *effects.Op) (done bool) {
	target := f.Facts.Val(op.A)
	at := site{f.ID, op.Start, op.End}
	if t.dead(m, f, op.B, op) {
		return true
	}
	switch target.Kind {
	case effects.Var:
		if op.Flag&1 == 0 && t.dead(m, f, op.A, op) {
			return true
		}
	case effects.Prop, effects.Elem:
		if t.dead(m, f, target.A, op) || target.Kind == effects.Elem && t.dead(m, f, target.B, op) {
			return true
		}
		if f.Facts.Val(target.A).Kind == effects.Module {
			return false
		}
		var name int32
		if target.Kind == effects.Prop {
			name = m.p.name(f, target.B)
		} else if key := m.eval(f, target.B, 0); key.kind == heapString {
			name = key.id
		} else {
			return false
		}
		text := m.nameText(name)
		base := m.eval(f, target.A, 0)
		if nullish(m, base) {
			m.throw("TypeError", "Cannot set properties of undefined (setting '"+text+"')", at)
			return true
		}
		if base == doubtful {
			m.doubt = true
		}
		if base.kind != heapObject {
			break
		}
		o := &m.objs[base.id]
		if o.kind == objNamespace {
			if strict(f, fn) {
				m.throw("TypeError", "Cannot assign to the namespace of a module", at)
			}
			return true
		}
		i := o.find(name)
		if op.Flag == effects.WriteDelete && m.maybe == 0 {
			if i >= 0 && o.props[i].fixed {
				if strict(f, fn) {
					m.throw("TypeError", "Cannot delete property "+text, at)
				}
			} else if i >= 0 {
				o.props = append(o.props[:i:i], o.props[i+1:]...)
				o.index = nil
			}
			return true
		}
		if i >= 0 && !o.props[i].maybe && (o.props[i].get.kind != heapNone || o.props[i].frozen) {
			if strict(f, fn) {
				m.throw("TypeError", "Cannot set property "+text, at)
			}
			return true
		}
	}
	return false
}

// strict reports whether a function is strict mode code, in which an assignment that has no effect is an error; a directive of its own is
// not seen (ECMAScript, section 11.2.2).
func strict(f *File, fn effects.FuncID) bool {
	return f.Facts.Strict || f.ESM || f.Facts.Funcs[fn].Flags&effects.FuncMethod != 0 && f.Facts.Funcs[fn].Class >= 0
}
