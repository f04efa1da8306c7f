package program

import (
	"slices"
	"sort"

	"nodebeyond/analyzers/effects"
)

// This file runs the functions of the language that look at names, or go over lists of them.

// native runs a call of such a function; ok is false for every other.
func (m *machine) native(f *File, ci effects.CallID, c *effects.Call, at site) (ok bool) {
	cv := f.Facts.Val(c.Callee)
	if cv.Kind != effects.Prop || c.Flags&(effects.CallNew|effects.CallSpread) != 0 {
		return false
	}
	method := f.Facts.Strings[cv.B]
	if g := f.Facts.Val(cv.A); g.Kind == effects.Global && f.Facts.Strings[g.A] == "Object" {
		h, done := m.objectFunction(f, method, c, at)
		if done {
			m.setResult(f, ci, h)
		}
		return done
	}
	switch method {
	case "__defineGetter__", "__defineSetter__":
		if h := m.eval(f, cv.A, 0); h.kind == heapObject && len(c.Args) == 2 {
			if name := m.eval(f, c.Args[0], 0); name.kind == heapString {
				m.define(h.id, heapProp{name: name.id, val: unknown(f.ID, None), maybe: m.maybe > 0, at: at})
			} else {
				m.openObj(h.id, at)
			}
			return true
		}
	case "hasOwnProperty":
		if len(c.Args) == 1 {
			m.setResult(f, ci, m.hasOwn(m.eval(f, cv.A, 0), m.eval(f, c.Args[0], 0)))
			return true
		}
	case "call":
		// Object.prototype.hasOwnProperty.call(object, name), whatever holds the function
		if len(c.Args) == 2 && m.isHasOwn(f, cv.A) {
			m.setResult(f, ci, m.hasOwn(m.eval(f, c.Args[0], 0), m.eval(f, c.Args[1], 0)))
			return true
		}
	}
	b := m.eval(f, cv.A, 0)
	if b.kind != heapObject || m.objs[b.id].kind != objArray {
		return false
	}
	h, done := m.arrayMethod(f, b, method, c, at)
	if done {
		m.setResult(f, ci, h)
	}
	return done
}

func (m *machine) isHasOwn(f *File, v effects.ValueID) bool {
	x := f.Facts.Val(v)
	if x.Kind == effects.Var && len(f.Facts.Vars[x.A].Values) == 1 {
		x = f.Facts.Val(f.Facts.Vars[x.A].Values[0])
	}
	return x.Kind == effects.Prop && f.Facts.Strings[x.B] == "hasOwnProperty"
}

// hasOwn is what object.hasOwnProperty(name) gives.
func (m *machine) hasOwn(object, name heapVal) heapVal {
	if object.kind != heapObject || name.kind != heapString {
		return heapVal{}
	}
	o := &m.objs[object.id]
	if o.kind == objNamespace || o.kind == objArray {
		return heapVal{}
	}
	if i := o.find(name.id); i >= 0 {
		if o.props[i].maybe {
			return heapVal{}
		}
		return heapTruth(true)
	}
	if m.isOpen(o) || o.kind == objInstance || (o.kind == objFunc || o.kind == objClass || o.callable) && functionNames[m.nameText(name.id)] {
		return heapVal{}
	}
	return heapTruth(false)
}

// objectFunction runs Object.keys and the like.
func (m *machine) objectFunction(f *File, method string, c *effects.Call, at site) (heapVal, bool) {
	if len(c.Args) == 0 {
		return heapVal{}, false
	}
	first := m.eval(f, c.Args[0], 0)
	switch method {
	case "keys", "values", "entries", "getOwnPropertyNames":
		props, ok := m.listed(first, method == "getOwnPropertyNames")
		if !ok {
			return heapVal{}, true
		}
		var out []heapVal
		for _, p := range props {
			switch method {
			case "values":
				out = append(out, p.val)
			case "entries":
				out = append(out, m.list([]heapVal{heapText(p.name), p.val}))
			default:
				out = append(out, heapText(p.name))
			}
		}
		return m.list(out), true
	case "hasOwn":
		if len(c.Args) == 2 {
			return m.hasOwn(first, m.eval(f, c.Args[1], 0)), true
		}
	case "getOwnPropertyDescriptor":
		if len(c.Args) == 2 {
			return m.descriptorObject(first, m.eval(f, c.Args[1], 0), at), true
		}
	case "create":
		o := heapObj{kind: objOther, file: f.ID, id: None, module: None}
		if first.kind != heapPrimitive || m.p.Files[first.file].Facts.Val(first.id).Kind != effects.Null {
			o.proto = first
			if first.kind != heapObject {
				o.proto = unknown(f.ID, None)
			}
		}
		i := m.newObj(o)
		if len(c.Args) > 1 {
			m.defineAll(f, i, c.Args[1], at)
		}
		return objVal(i), true
	case "setPrototypeOf":
		if first.kind != heapObject || len(c.Args) != 2 {
			return heapVal{}, false
		}
		proto := m.eval(f, c.Args[1], 0)
		if proto.kind != heapObject {
			proto = unknown(f.ID, None)
		}
		m.objs[first.id].proto = proto
		return first, true
	}
	return heapVal{}, false
}

// listed are the names that an object has itself, in the order in which they were set.
func (m *machine) listed(v heapVal, hidden bool) ([]heapProp, bool) {
	if v.kind != heapObject {
		return nil, false
	}
	o := &m.objs[v.id]
	if m.isOpen(o) || o.kind == objArray || o.kind == objInstance && !o.whole {
		return nil, false
	}
	if o.kind == objNamespace {
		if m.mods[o.file].status != loaded {
			return nil, false
		}
		return m.listedNamespace(o.file)
	}
	if hidden && (o.kind == objFunc || o.kind == objClass || o.callable) {
		return nil, false
	}
	var out []heapProp
	for i := range o.props {
		if p := &o.props[i]; hidden || !p.hidden {
			if p.maybe {
				return nil, false
			}
			out = append(out, *p)
		}
	}
	return out, true
}

// listedNamespace are the names of an ES module, in order of name (ECMAScript, section 10.4.6).
func (m *machine) listedNamespace(file FileID) ([]heapProp, bool) {
	names := map[string]Export{}
	known := true
	m.namespaceNames(m.p.Files[file], names, func(string, site) { known = false }, map[FileID]bool{})
	var texts []string
	for name, x := range names {
		if !x.Hidden {
			texts = append(texts, name)
		}
	}
	sort.Strings(texts)
	var out []heapProp
	for _, name := range texts {
		v, ok := m.exported(m.p.Files[file], name, 0)
		if !ok {
			v = unknown(file, None)
		}
		out = append(out, heapProp{name: m.p.nameOf(name), val: v})
	}
	return out, known
}

// descriptorObject is what Object.getOwnPropertyDescriptor gives.
func (m *machine) descriptorObject(object, name heapVal, at site) heapVal {
	if object.kind != heapObject || name.kind != heapString {
		return heapVal{}
	}
	o := &m.objs[object.id]
	if o.kind == objNamespace || o.kind == objArray || m.isOpen(o) {
		return heapVal{}
	}
	i := o.find(name.id)
	if i < 0 {
		if m.hasOwn(object, name) == heapTruth(false) {
			return heapVal{kind: heapUndefined}
		}
		return heapVal{}
	}
	p := o.props[i]
	if p.maybe {
		return heapVal{}
	}
	d := m.newObj(heapObj{kind: objOther, file: None, id: None, module: None})
	m.define(d, heapProp{name: m.p.nameOf("value"), val: p.val, at: at})
	m.define(d, heapProp{name: m.p.nameOf("enumerable"), val: heapTruth(!p.hidden), at: at})
	// writable, configurable, get and set depend on how it was made
	m.objs[d].open, m.objs[d].opened, m.objs[d].openedWhen = true, at, m.now()
	return objVal(d)
}

// arrayMethod runs a method of an array.
func (m *machine) arrayMethod(f *File, list heapVal, method string, c *effects.Call, at site) (heapVal, bool) {
	elems, known := m.elements(list)
	switch method {
	case "forEach", "map", "filter", "some", "every", "reduce", "find", "flatMap":
		if len(c.Args) == 0 || !known {
			return heapVal{}, false
		}
		fn := m.eval(f, c.Args[0], 0)
		if fn.kind != heapObject || m.objs[fn.id].kind != objFunc {
			return heapVal{}, false
		}
		o := &m.objs[fn.id]
		r, env := FuncRef{o.file, o.id}, o.env
		this := heapVal{}
		acc := heapVal{}
		if method == "reduce" {
			if len(c.Args) < 2 {
				return heapVal{}, false
			}
			acc = m.eval(f, c.Args[1], 0)
		} else if len(c.Args) > 1 {
			this = m.eval(f, c.Args[1], 0)
		}
		var out []heapVal
		sure := true
		if method == "some" || method == "every" || method == "find" {
			m.maybe++
			defer func() { m.maybe-- }()
		}
		for _, e := range slices.Clone(elems) {
			args := []heapVal{e, unknown(None, None), list}
			if method == "reduce" {
				args = []heapVal{acc, e, unknown(None, None), list}
			}
			h, ok := m.invoke(r, env, args, true, this, at)
			if !ok {
				m.openAny(e, at)
				m.openAny(acc, at)
				h = unknown(f.ID, None)
			}
			switch method {
			case "map":
				out = append(out, h)
			case "filter":
				switch m.truthOf(h) {
				case isTrue:
					out = append(out, e)
				case isUnknown:
					sure = false
				}
			case "reduce":
				acc = h
			}
		}
		switch method {
		case "forEach":
			return heapVal{kind: heapUndefined}, true
		case "map":
			return m.list(out), true
		case "filter":
			if sure {
				return m.list(out), true
			}
		case "reduce":
			return acc, true
		}
		return heapVal{}, true
	case "push":
		if c.Flags&effects.CallSpread != 0 || m.maybe > 0 || !known {
			m.openObj(list.id, at)
		} else {
			for _, a := range c.Args {
				m.objs[list.id].elems = append(m.objs[list.id].elems, m.eval(f, a, 0))
			}
		}
		m.openArgs(f, c.Args, at)
		return heapVal{}, true
	case "concat":
		out := slices.Clone(elems)
		for _, a := range c.Args {
			h := m.eval(f, a, 0)
			more, ok := m.elements(h)
			known = known && ok
			out = append(out, more...)
		}
		if known {
			return m.list(out), true
		}
		return heapVal{}, true
	case "slice":
		if len(c.Args) == 0 && known {
			return m.list(slices.Clone(elems)), true
		}
		return heapVal{}, true
	case "sort", "reverse":
		return list, len(c.Args) == 0
	case "join", "includes", "indexOf", "lastIndexOf", "at", "keys", "entries", "values":
		return heapVal{}, true
	}
	m.openObj(list.id, at)
	return heapVal{}, false
}
