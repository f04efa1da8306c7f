package program

import "nodebeyond/analyzers/effects"

// This file runs Object.defineProperty and its kin: what a descriptor says of a name.

// descriptor is what is known of a property descriptor.
type descriptor struct {
	value heapVal
	// enumerable is isUnknown when it is not known; said is false when the descriptor does not speak of it.
	enumerable truth
	said       bool
}

// describe reads a descriptor: a literal, or an object that is known.
func (m *machine) describe(f *File, v effects.ValueID) descriptor {
	d := descriptor{value: unknown(f.ID, None)}
	for i, h := range m.each(m.eval(f, v, 0)) {
		if h.kind != heapObject {
			return descriptor{value: unknown(f.ID, None), said: true}
		}
		x := m.descriptorOf(h.id)
		if i > 0 && (x.said != d.said || x.enumerable != d.enumerable) {
			return descriptor{value: unknown(f.ID, None), said: true}
		}
		if i > 0 && x.value != d.value {
			x.value = unknown(f.ID, None)
		}
		d = x
	}
	return d
}

func (m *machine) descriptorOf(i int32) descriptor {
	o := &m.objs[i]
	d := descriptor{value: unknown(o.file, None), enumerable: isFalse}
	if k := o.find(m.p.nameOf("value")); k >= 0 && !o.props[k].maybe {
		d.value = o.props[k].val
	}
	if k := o.find(m.p.nameOf("enumerable")); k >= 0 {
		d.said = true
		d.enumerable = isUnknown
		if !o.props[k].maybe {
			d.enumerable = m.truthOf(o.props[k].val)
		}
	} else if o.open || o.proto.kind != heapNone {
		d.said, d.enumerable = true, isUnknown
	}
	return d
}

// truthOf is whether a value counts as true.
func (m *machine) truthOf(h heapVal) truth {
	switch h.kind {
	case heapUndefined:
		return isFalse
	case heapObject, heapModule:
		return isTrue
	case heapBool:
		if h.id == 1 {
			return isTrue
		}
		return isFalse
	case heapString:
		if m.nameText(h.id) == "" {
			return isFalse
		}
		return isTrue
	case heapPrimitive:
		if m.p.Files[h.file].Facts.Val(h.id).Kind == effects.Null {
			return isFalse
		}
	case heapChoice:
		list := m.choices[h.id]
		t := m.truthOf(list[0])
		for _, v := range list[1:] {
			if m.truthOf(v) != t {
				return isUnknown
			}
		}
		return t
	}
	return isUnknown
}

// defineAs gives an object a name by a descriptor.
func (m *machine) defineAs(f *File, obj, name int32, desc effects.ValueID, at site) {
	m.defineBy(obj, name, m.describe(f, desc), at)
}

func (m *machine) defineBy(obj, name int32, d descriptor, at site) {
	o := &m.objs[obj]
	p := heapProp{name: name, val: d.value, maybe: m.maybe > 0, hidden: d.enumerable == isFalse, at: at}
	if i := o.find(name); i >= 0 && !d.said {
		p.hidden = o.props[i].hidden // a name that is there keeps what the descriptor does not speak of
	}
	if d.said && d.enumerable == isUnknown {
		p.maybe = true
	}
	m.define(obj, p)
}

// defineAll runs Object.defineProperties.
func (m *machine) defineAll(f *File, obj int32, descs effects.ValueID, at site) {
	h := m.eval(f, descs, 0)
	if h.kind != heapObject || h.id == obj {
		m.openObj(obj, at)
		return
	}
	if m.objs[h.id].open {
		m.openObj(obj, at)
	}
	for k := range m.objs[h.id].props {
		p := m.objs[h.id].props[k]
		if p.hidden {
			continue
		}
		d := descriptor{value: unknown(f.ID, None), said: true}
		if p.val.kind == heapObject && !m.objs[p.val.id].open {
			d = m.descriptorOf(p.val.id)
		}
		m.defineBy(obj, p.name, d, at)
	}
}
