package program

import (
	"strconv"
	"strings"

	"nodebeyond/analyzers/effects"
)

// This file knows the values that name properties: strings, lists of them, and what is made of both.

func heapText(id int32) heapVal { return heapVal{kind: heapString, id: id} }

func heapTruth(b bool) heapVal {
	if b {
		return heapVal{kind: heapBool, id: 1}
	}
	return heapVal{kind: heapBool}
}

// text is the string that a value is.
func (m *machine) text(v heapVal) (string, bool) {
	if v.kind != heapString {
		return "", false
	}
	return m.nameText(v.id), true
}

// joined is what + and templates make of strings.
func (m *machine) joined(f *File, parts []effects.ValueID, depth int) (heapVal, bool) {
	var b strings.Builder
	for _, p := range parts {
		s, ok := m.text(m.eval(f, p, depth+1))
		if !ok {
			return heapVal{}, false
		}
		b.WriteString(s)
		if b.Len() > 200 {
			return heapVal{}, false
		}
	}
	return heapText(m.p.nameOf(b.String())), true
}

// list makes an array of the values.
func (m *machine) list(elems []heapVal) heapVal {
	return objVal(m.newObj(heapObj{kind: objArray, file: None, id: None, module: None, elems: elems}))
}

// maxElems is how many elements of an array are followed.
const maxElems = 400

// elements are the elements of an array that is known in full.
func (m *machine) elements(v heapVal) ([]heapVal, bool) {
	if v.kind != heapObject {
		return nil, false
	}
	o := &m.objs[v.id]
	if o.kind != objArray || m.isOpen(o) || len(o.elems) > maxElems {
		return nil, false
	}
	return o.elems, true
}

// arrayFor is the object that an array literal is, in the run that is on.
func (m *machine) arrayFor(f *File, v effects.ValueID, depth int) heapVal {
	objs := &m.mods[f.ID].objs
	if n := len(m.frames); n > 0 && m.frames[n-1].env != nil && m.frames[n-1].f == f {
		objs = &m.frames[n-1].env.objs
	}
	key := int64(objArray)<<32 | int64(v)
	if i, ok := (*objs)[key]; ok {
		return objVal(i)
	}
	i := m.newObj(heapObj{kind: objArray, file: f.ID, id: v, module: None})
	if *objs == nil {
		*objs = map[int64]int32{}
	}
	(*objs)[key] = i
	var elems []heapVal
	parts := f.Facts.Lists[f.Facts.Values[v].A]
	if len(parts) > maxElems {
		m.objs[i].open = true
		return objVal(i)
	}
	for _, p := range parts {
		if x := f.Facts.Val(p); x.Kind == effects.Spread {
			more, ok := m.elements(m.eval(f, x.A, depth+1))
			if !ok {
				m.objs[i].open = true
			}
			elems = append(elems, more...)
			continue
		}
		e := m.eval(f, p, depth+1)
		m.escape(e)
		elems = append(elems, e)
	}
	m.objs[i].elems = elems
	return objVal(i)
}

// elem is base[index].
func (m *machine) elem(f *File, base, index effects.ValueID, depth int) (heapVal, bool) {
	if it := m.iteration(f, base, index); it != nil {
		return it.value, true
	}
	if x, y := f.Facts.Val(base), f.Facts.Val(index); x.Kind == effects.Arguments && y.Kind == effects.Number {
		n, err := strconv.Atoi(f.Facts.Strings[y.A])
		e := m.envOf(f, x.A)
		switch {
		case err != nil || e == nil:
		case n < len(e.args):
			return e.args[n], true
		case e.exact:
			return heapVal{kind: heapUndefined}, true
		}
		return heapVal{}, false
	}
	b := m.eval(f, base, depth+1)
	if b.kind != heapObject {
		return heapVal{}, false
	}
	if x := f.Facts.Val(index); x.Kind == effects.Number {
		n, err := strconv.Atoi(f.Facts.Strings[x.A])
		list, ok := m.elements(b)
		if err != nil || !ok {
			return heapVal{}, false
		}
		if n < len(list) {
			return list[n], true
		}
		return heapVal{kind: heapUndefined}, true
	}
	if s, ok := m.text(m.eval(f, index, depth+1)); ok {
		return m.member(b, m.p.nameOf(s), s, depth+1)
	}
	return heapVal{}, false
}

// iteration is a loop over a list that is known, at one of its elements.
type iteration struct {
	f     *File
	fn    effects.FuncID
	over  effects.ValueID
	key   int32 // the operation that writes the key in a loop over names, None otherwise
	value heapVal
}

func (m *machine) iteration(f *File, base, index effects.ValueID) *iteration {
	if index != 0 {
		return nil
	}
	for i := len(m.rounds) - 1; i >= 0; i-- {
		if it := &m.rounds[i]; it.f == f && it.over == base && it.key < 0 {
			return it
		}
	}
	return nil
}

// equals decides ===, and == where the two are the same.
func (m *machine) equals(a, b heapVal) truth {
	simple := func(v heapVal) bool { return v.kind == heapString || v.kind == heapBool || v.kind == heapUndefined }
	switch {
	case simple(a) && simple(b):
		if a == b {
			return isTrue
		}
		if a.kind == b.kind {
			return isFalse
		}
		if a.kind == heapUndefined || b.kind == heapUndefined {
			return isFalse
		}
	case a.kind == heapObject && b.kind == heapObject:
		if a == b {
			return isTrue
		}
		return isFalse
	case a.kind == heapObject && (b.kind == heapUndefined || b.kind == heapBool), b.kind == heapObject && (a.kind == heapUndefined || a.kind == heapBool):
		return isFalse
	}
	return isUnknown
}

// typeOf is what typeof says of a value.
func (m *machine) typeOf(v heapVal) string {
	switch v.kind {
	case heapString:
		return "string"
	case heapBool:
		return "boolean"
	case heapUndefined:
		return "undefined"
	case heapModule:
		return "object"
	case heapObject:
		switch o := &m.objs[v.id]; o.kind {
		case objFunc, objClass:
			return "function"
		default:
			if o.callable {
				return "function"
			}
			return "object"
		}
	}
	return ""
}
