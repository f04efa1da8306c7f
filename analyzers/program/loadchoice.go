package program

import "slices"

// Where two paths meet a value is one of several. What is done to it is done, perhaps, to each.

// maxChoice is how many values one may be; a value that may be more is not known.
const maxChoice = 8

// either is a value that is one or the other.
func (m *machine) either(a, b heapVal) heapVal {
	if a.kind == heapNone {
		a.kind = heapUndefined
	}
	if b.kind == heapNone {
		b.kind = heapUndefined
	}
	if a == b {
		return a
	}
	list := append([]heapVal(nil), m.each(a)...)
	for _, v := range m.each(b) {
		if !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	if len(list) > maxChoice {
		for _, v := range list {
			if v.kind == heapObject {
				m.openObj(v.id, site{file: None})
			}
		}
		return unknown(None, None)
	}
	if len(list) == 1 {
		return list[0]
	}
	for i := len(m.choices) - 1; i >= 0 && i >= len(m.choices)-16; i-- { // the same paths meet again and again
		if slices.Equal(m.choices[i], list) {
			return heapVal{kind: heapChoice, id: int32(i)}
		}
	}
	m.choices = append(m.choices, list)
	return heapVal{kind: heapChoice, id: int32(len(m.choices) - 1)}
}

// each are the values that a value may be.
func (m *machine) each(v heapVal) []heapVal {
	if v.kind == heapChoice {
		return m.choices[v.id]
	}
	return []heapVal{v}
}

// openAny notes that code which is not known has a value in hand.
func (m *machine) openAny(v heapVal, at site) {
	switch v.kind {
	case heapObject:
		m.openObj(v.id, at)
	case heapChoice:
		for _, x := range m.choices[v.id] {
			if x.kind == heapObject {
				m.openObj(x.id, at)
			}
		}
	case heapModule:
		s := &m.mods[v.file]
		m.openObj(s.initial, at)
		if s.exports.kind == heapObject {
			m.openObj(s.exports.id, at)
		}
		s.handed = min(s.handed, m.now())
	}
}
