package program

import (
	"nodebeyond/analyzers/effects"
)

// eval is the part of machine.eval that a trace knows better; ok is false for the rest.
func (t *tracer) eval(m *machine, f *File, v effects.ValueID, depth int) (h heapVal, ok bool) {
	x := f.Facts.Values[v]
	s := &m.mods[f.ID]
	switch x.Kind {
	case effects.Prop:
		if h, ok := s.reads[v]; ok {
			return h, true
		}
		if f.Facts.Values[x.A].Kind == effects.Module {
			return heapVal{}, false
		}
		base := m.eval(f, x.A, depth+1)
		if base.kind != heapObject {
			if base == doubtful {
				return base, true
			}
			return unknown(f.ID, v), true
		}
		h, dead := t.member(m, base, f.Facts.Strings[x.B], depth+1)
		if dead || h.kind == heapUnknown && h != doubtful {
			h = unknown(f.ID, v)
		}
		return h, true
	case effects.ImportName:
		if h, ok := s.reads[v]; ok {
			return h, true
		}
		if f.Targets[x.A].File < 0 || s.status == notLoaded {
			return unknown(f.ID, v), true
		}
		h, dead := t.imported(m, f, x.A, f.Facts.Strings[x.B])
		if dead || h.kind == heapUnknown || h.kind == heapNone {
			h = unknown(f.ID, v)
		}
		return h, true
	case effects.Import:
		if f.ESM && f.Facts.Imports[x.A].Kind == effects.StaticImport {
			if to := f.Targets[x.A].File; to >= 0 {
				return objVal(t.namespace(m, to)), true
			}
		}
		if f.Facts.Imports[x.A].Kind == effects.DynamicImport {
			return unknown(f.ID, v), true
		}
	case effects.Var:
		if s.status == notLoaded {
			break
		}
		if h := m.variable(f, x.A); h.kind != heapNone {
			return h, true
		}
		if h := m.hoisted(f, x.A); h.kind != heapNone {
			return h, true
		}
		return unknown(f.ID, v), true
	case effects.Class:
		if !m.made(f, x.A) {
			return unknown(f.ID, v), true
		}
	case effects.Object:
		if s.status != notLoaded {
			i := m.objFor(objLiteral, f, x.A)
			t.complete(m, f, i, x.A, len(f.Facts.Objects[x.A].Members))
			return objVal(i), true
		}
	case effects.Join:
		return t.join(m, f, v, depth), true
	case effects.Elem:
		if m.iteration(f, x.A, x.B) != nil {
			break
		}
		base := m.eval(f, x.A, depth+1)
		if name, ok := m.text(m.eval(f, x.B, depth+1)); ok && base.kind == heapObject && m.objs[base.id].kind != objArray {
			h, dead := t.member(m, base, name, depth+1)
			if dead {
				h = doubtful
			}
			return h, true
		}
	case effects.ImportMeta:
		return heapVal{kind: heapUnknown, file: f.ID, id: v}, true
	case effects.Binary:
		switch x.Op {
		case effects.And, effects.Or, effects.Nullish:
			a := m.eval(f, x.A, depth+1)
			var first truth
			switch {
			case a.kind == heapUnknown || a.kind == heapNone:
				first = m.truth(f, x.A, depth+1)
			case x.Op == effects.Nullish:
				first = truthIf(!nullish(m, a))
			default:
				first = t.truthy(m, a)
			}
			if x.Op == effects.And {
				first = first.not()
			}
			switch first {
			case isTrue:
				return a, true
			case isFalse:
				return m.eval(f, x.B, depth+1), true
			}
			return unknown(f.ID, v), true
		}
		return heapVal{kind: heapPrimitive, file: f.ID, id: v}, true
	}
	return heapVal{}, false
}

// join is the value that the test of a condition or a default leads to.
func (t *tracer) join(m *machine, f *File, v effects.ValueID, depth int) heapVal {
	x := f.Facts.Values[v]
	list := f.Facts.Lists[x.A]
	if len(list) != 2 || depth > 16 {
		return unknown(f.ID, v)
	}
	which := isUnknown
	if x.B > 0 {
		test := m.eval(f, x.B, depth+1)
		switch {
		case x.B == list[0] && test.kind == heapUndefined:
			which = isFalse
		case x.B == list[0] && (test.kind == heapPrimitive || test.kind == heapString || test.kind == heapBool):
			if which = t.truthy(m, test); which == isFalse {
				which = isUnknown // a condition takes the second, a default the first
			}
		default:
			which = m.truth(f, x.B, depth+1)
		}
	}
	switch which {
	case isTrue:
		return m.eval(f, list[0], depth+1)
	case isFalse:
		return m.eval(f, list[1], depth+1)
	}
	a, b := m.eval(f, list[0], depth+1), m.eval(f, list[1], depth+1)
	switch {
	case a == b:
		return a
	case a == doubtful || b == doubtful:
		return doubtful
	case a.kind == heapPrimitive && b.kind == heapPrimitive && !nullish(m, a) && !nullish(m, b):
		return heapVal{kind: heapPrimitive, file: f.ID, id: v}
	}
	return unknown(f.ID, v)
}

// truthy decides whether a value counts as true.
func (t *tracer) truthy(m *machine, h heapVal) truth {
	if h.kind != heapPrimitive {
		return m.truthOf(h)
	}
	f := m.p.Files[h.file].Facts
	switch x := f.Val(h.id); x.Kind {
	case effects.Null:
		return isFalse
	case effects.Number:
		return truthIf(f.Strings[x.A] != "0" && f.Strings[x.A] != "NaN" && f.Strings[x.A] != "bigint")
	case effects.RegExp:
		return isTrue
	}
	return isUnknown
}

func truthIf(b bool) truth {
	if b {
		return isTrue
	}
	return isFalse
}

// present answers what a default, ?. and ?? ask of a value.
func (t *tracer) present(m *machine, h heapVal, kind effects.IfKind) truth {
	switch h.kind {
	case heapNone, heapUnknown, heapChoice:
		return isUnknown
	}
	if kind == effects.IfUndefined {
		return truthIf(h.kind == heapUndefined)
	}
	return truthIf(!nullish(m, h))
}

// same compares two values, by == or ===: the facts do not tell them apart.
func (t *tracer) same(m *machine, a, b heapVal) truth {
	if a.kind > b.kind {
		a, b = b, a
	}
	of := func(h heapVal) effects.Value { return m.p.Files[h.file].Facts.Val(h.id) }
	switch {
	case a.kind == heapUndefined && b.kind == heapPrimitive:
		if of(b).Kind != effects.Null {
			return isFalse
		}
	case a.kind == heapPrimitive && b.kind == heapObject:
		if nullish(m, a) {
			return isFalse
		}
	case a.kind == heapPrimitive && b.kind == heapPrimitive:
		if x, y := of(a), of(b); x.Kind == effects.Number && y.Kind == effects.Number {
			return truthIf(m.p.Files[a.file].Facts.Strings[x.A] == m.p.Files[b.file].Facts.Strings[y.A])
		}
	default:
		return m.equals(a, b)
	}
	return isUnknown
}

// spread copies the names that a spread in an object literal gives, after the members that stand before it.
func (t *tracer) spread(m *machine, f *File, op *effects.Op) {
	objs, in := m.slot(objLiteral, f, op.A)
	key := int64(objLiteral)<<32 | int64(op.A)
	i, ok := (*objs)[key]
	if _, open := t.half[i]; !ok || !open { // the first spread of a new object
		i = m.newObj(heapObj{kind: objLiteral, file: f.ID, id: op.A, module: None, env: in})
		if *objs == nil {
			*objs = map[int64]int32{}
		}
		(*objs)[key] = i
		if t.half == nil {
			t.half = map[int32]int{}
		}
		t.half[i] = 0
	}
	t.complete(m, f, i, op.A, int(op.B)+1)
}

// complete gives an object literal its members up to a number.
func (t *tracer) complete(m *machine, f *File, i, literal int32, upTo int) {
	from, ok := t.half[i]
	if !ok {
		return
	}
	members := f.Facts.Objects[literal].Members
	if upTo == len(members) {
		delete(t.half, i)
	} else {
		t.half[i] = upTo
	}
	for k := from; k < upTo && m.thrown == nil; k++ {
		m.literalMember(f, i, &members[k])
	}
}

// export takes the value of export default.
func (t *tracer) export(m *machine, f *File, op *effects.Op) {
	e := &f.Facts.Exports[op.A]
	if t.dead(m, f, e.Value, op) {
		return
	}
	h := m.eval(f, e.Value, 0)
	m.mods[f.ID].taken = h
}

// copies gives an object the names of another, as a spread does, or Object.assign, which fails where a name cannot be assigned; done is false when nothing is known of the other.
func (t *tracer) copies(m *machine, to int32, from heapVal, at site, assign bool) (done bool) {
	if from.kind != heapObject || from.id == to && !assign {
		return from.kind == heapObject
	}
	src := &m.objs[from.id]
	if src.kind == objArray || src.kind == objInstance && !src.whole {
		return false
	}
	if src.kind == objNamespace {
		names, more := t.names(m, src.file)
		if more {
			m.openObj(to, at)
		}
		for _, name := range names {
			h, dead := t.binding(m, src.file, name, 0)
			if dead {
				m.throw("ReferenceError", "Cannot access '"+name+"' before initialization", at)
				return true
			}
			if !t.copy(m, to, heapProp{name: m.p.nameOf(name), val: h, maybe: m.maybe > 0, at: at}, at, assign) {
				return true
			}
		}
		return true
	}
	if src.open {
		m.openObj(to, at)
	}
	for k := 0; k < len(m.objs[from.id].props); k++ {
		p := m.objs[from.id].props[k]
		if p.hidden {
			continue
		}
		if p.get.kind != heapNone {
			if p.val = t.get(m, p.get, from); m.thrown != nil {
				return true
			}
			p.get = heapVal{}
		}
		p.maybe = p.maybe || m.maybe > 0
		if p.fixed, p.frozen = false, false; !t.copy(m, to, p, at, assign) {
			return true
		}
	}
	return true
}

// copy gives an object a name that it takes from another; ok is false when that is an error.
func (t *tracer) copy(m *machine, to int32, p heapProp, at site, assign bool) (ok bool) {
	if i := m.objs[to].find(p.name); i >= 0 && assign {
		old := &m.objs[to].props[i]
		if !old.maybe && (old.frozen || old.get.kind != heapNone) {
			m.throw("TypeError", "Cannot assign to property "+m.nameText(p.name), at)
			return false
		}
		p.hidden, p.fixed = old.hidden, old.fixed
	}
	m.define(to, p)
	return true
}

// define runs Object.defineProperty for the property p of an object (ECMAScript, section 10.1.6.3).
func (t *tracer) define(m *machine, f *File, v effects.ValueID, obj int32, p heapProp) {
	h := m.eval(f, v, 0)
	p.hidden, p.fixed, p.frozen = true, true, true
	if i := m.objs[obj].find(p.name); i >= 0 {
		old := &m.objs[obj].props[i]
		if old.fixed && !old.maybe {
			m.throw("TypeError", "Cannot redefine property: "+m.nameText(p.name), p.at)
			return
		}
		p.hidden, p.fixed, p.frozen = old.hidden, old.fixed, old.frozen
	}
	if h.kind != heapObject || m.objs[h.id].open {
		p.val = unknown(f.ID, None)
		m.define(obj, p)
		return
	}
	field := func(name string) heapVal {
		x, _ := t.member(m, h, name, 0)
		return x
	}
	flag := func(name string, not *bool) {
		if x := field(name); x.kind != heapUndefined {
			*not = t.truthy(m, x) != isTrue
		}
	}
	flag("enumerable", &p.hidden)
	flag("configurable", &p.fixed)
	flag("writable", &p.frozen)
	p.val = field("value")
	if get := field("get"); get.kind != heapUndefined {
		p.get, p.val = get, unknown(f.ID, None)
	}
	m.define(obj, p)
}

// static gives a class a static method or accessor; its fields are written when their initializers have run.
func (t *tracer) static(m *machine, f *File, class int32, mm *effects.Member) {
	p := heapProp{name: m.p.name(f, mm.Name), val: unknown(f.ID, mm.Value), hidden: true, at: site{f.ID, mm.Start, mm.End}}
	switch {
	case mm.Flags&effects.MemberField != 0:
		return
	case mm.Flags&effects.MemberGetter != 0:
		p.get = m.eval(f, mm.Value, 0)
	case mm.Flags&effects.MemberSetter == 0:
		p.val = m.eval(f, mm.Value, 0)
	}
	m.define(class, p)
}
