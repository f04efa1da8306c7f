package order

import (
	"strconv"
	"strings"

	"nodebeyond/analyzers/syntax"
)

func (m *machine) plain() *object { return &object{class: "Object", proto: m.proc.objectProto} }

func (m *machine) array(items []value) *object {
	return &object{class: "Array", proto: m.proc.arrayProto, elems: items}
}

// raise throws an error that Node makes.
func (m *machine) raise(name, message string) { m.throw(m.newError(name, message)) }

func (m *machine) newError(name string, message value) *object {
	proto := m.proc.errors[name]
	e := &object{class: "Error", proto: proto}
	if _, ok := message.(undef); !ok {
		e.hide("message", message)
	}
	e.hide("stack", m.dunno("a stack"))
	return e
}

func (m *machine) object(fr *frame, s *scope, n syntax.Node) value {
	o := m.plain()
	for p := n.First(); p.Valid(); p = p.Next() {
		if p.PropFlavor() == syntax.PropSpread {
			x := p.First()
			if x.Missing() {
				x = p.Child(1)
			}
			m.copyInto(o, m.eval(fr, s, x))
			continue
		}
		key, ok := p.KeyName()
		if !ok {
			key = m.key(m.eval(fr, s, p.First()))
		}
		if key == "__proto__" && !p.Computed() {
			m.cut("a prototype that is set is not followed")
		}
		m.member(fr, s, o, p, key, false)
	}
	return o
}

// member defines a property, method or accessor on an object.
func (m *machine) member(fr *frame, s *scope, o *object, p syntax.Node, key string, hidden bool) {
	v := m.named(fr, s, p.Child(1), key)
	f, _ := v.(*object)
	if f != nil && p.PropFlavor() != syntax.PropField {
		if fn, ok := f.data.(*function); ok {
			fn.home, fn.method = o, true
		}
	}
	switch p.PropFlavor() {
	case syntax.PropGetter, syntax.PropSetter:
		old, _ := o.own(key)
		x := prop{isAccessor: true, hidden: hidden, get: old.get, set: old.set}
		if p.PropFlavor() == syntax.PropGetter {
			x.get = f
		} else {
			x.set = f
		}
		o.define(key, x)
	default:
		o.define(key, prop{val: v, hidden: hidden})
	}
}

// copyInto copies what a spread copies.
func (m *machine) copyInto(o *object, v value) {
	switch x := v.(type) {
	case *object:
		for i, e := range x.elems {
			o.set(strconv.Itoa(i), e)
		}
		for _, k := range x.keys {
			if !x.props[k].hidden {
				o.set(k, m.get(x, k))
			}
		}
		if x.open {
			o.open, o.key = true, x.key
		}
	case *unknown:
		o.open, o.key = true, x.key
	}
}

// get reads a property.
func (m *machine) get(v value, key string) value {
	switch x := v.(type) {
	case *object:
		return m.getFrom(x, key, x)
	case *unknown:
		k := x.key + "." + strings.TrimPrefix(key, unknownKey)
		if v, ok := m.proc.stored[k]; ok {
			return v
		}
		return m.dunno(k)
	case string:
		switch {
		case key == "length":
			for _, r := range x {
				if r > 0xffff {
					return m.dunno("a length")
				}
			}
			return float64(len([]rune(x)))
		default:
			if i, ok := arrayIndex(key); ok {
				r := []rune(x)
				if i < len(r) {
					return string(r[i])
				}
				return undefined
			}
		}
		return m.getFrom(m.proc.stringProto, key, v)
	case float64:
		return m.getFrom(m.proc.numberProto, key, v)
	case bool:
		return m.getFrom(m.proc.objectProto, key, v)
	}
	t, _ := text(v)
	m.raise("TypeError", "Cannot read properties of "+t+" (reading '"+key+"')")
	return nil
}

func (m *machine) getFrom(o *object, key string, this value) value {
	if o == nil {
		return undefined
	}
	if o.class == "Array" {
		if key == "length" {
			return float64(len(o.elems))
		}
		if i, ok := arrayIndex(key); ok {
			if i < len(o.elems) {
				return o.elems[i]
			}
			return undefined
		}
	}
	if strings.HasPrefix(key, unknownKey) {
		return m.once("a member")
	}
	if f, ok := o.data.(*function); ok {
		switch key {
		case "name":
			if _, own := o.own(key); !own {
				return f.name
			}
		case "length":
			n := 0
			for _, p := range f.node.Params() {
				if !p.Child(1).Missing() {
					break
				}
				n++
			}
			return float64(n)
		}
	}
	p, ok, unsure := o.find(key)
	switch {
	case ok && p.isAccessor:
		if p.get == nil {
			return undefined
		}
		return m.call(p.get, this, nil, syntax.NoNode)
	case ok:
		return p.val
	case unsure:
		return m.dunno(o.openKey() + "." + key)
	}
	return undefined
}

func (o *object) openKey() string {
	for x := o; x != nil; x = x.proto {
		if x.open && x.key != "" {
			return x.key
		}
	}
	return "an object"
}

// put writes a property.
func (m *machine) put(v value, key string, x value) {
	if u, ok := v.(*unknown); ok {
		m.proc.stored[u.key+"."+strings.TrimPrefix(key, unknownKey)] = x
		return
	}
	o, ok := v.(*object)
	if !ok {
		if yes, known := nullish(v); known && yes {
			t, _ := text(v)
			m.raise("TypeError", "Cannot set properties of "+t+" (setting '"+key+"')")
		}
		return
	}
	if strings.HasPrefix(key, unknownKey) {
		o.open = true
		return
	}
	if o.class == "Array" {
		if key == "length" {
			if n, ok := x.(float64); ok && int(n) <= len(o.elems) && n >= 0 {
				o.elems = o.elems[:int(n)]
				return
			}
			m.cut("an array's length that is set")
		}
		if i, ok := arrayIndex(key); ok {
			if i > maxElements {
				m.cut("a large array is not followed")
			}
			for len(o.elems) <= i {
				o.elems = append(o.elems, undefined)
			}
			o.elems[i] = x
			return
		}
	}
	if p, has, _ := o.find(key); has && p.isAccessor {
		if p.set != nil {
			m.call(p.set, o, []value{x}, syntax.NoNode)
		}
		return
	}
	if p, own := o.own(key); own {
		p.val = x
		o.props[key] = p
		return
	}
	o.set(key, x)
}

func arrayIndex(key string) (int, bool) {
	if key == "" || key[0] < '0' || key[0] > '9' || len(key) > 1 && key[0] == '0' {
		return 0, false
	}
	i, err := strconv.Atoi(key)
	return i, err == nil
}

// keysOf are the names that for-in goes through, own ones.
func (m *machine) keysOf(v value) []string {
	switch x := v.(type) {
	case *object:
		if x.open {
			m.cut("a loop over an object that is not known")
		}
		var ints, out []string
		for i := range x.elems {
			ints = append(ints, strconv.Itoa(i))
		}
		for _, k := range x.keys {
			if x.props[k].hidden || strings.HasPrefix(k, "@@") || strings.HasPrefix(k, "#") {
				continue
			}
			out = append(out, k)
		}
		return append(ints, integersFirst(out)...)
	case *unknown:
		return make([]string, m.count(x))
	}
	return nil
}

// integersFirst is the order of OrdinaryOwnPropertyKeys: array indexes in ascending order, then the others as they came.
func integersFirst(keys []string) []string {
	var ints []int
	var rest []string
	for _, k := range keys {
		if i, ok := arrayIndex(k); ok {
			at := len(ints)
			for at > 0 && ints[at-1] > i {
				at--
			}
			ints = append(ints[:at], append([]int{i}, ints[at:]...)...)
		} else {
			rest = append(rest, k)
		}
	}
	out := make([]string, 0, len(keys))
	for _, i := range ints {
		out = append(out, strconv.Itoa(i))
	}
	return append(out, rest...)
}

// count is how many elements a list that is not known is taken to have: none, one or two are tried.
func (m *machine) count(x *unknown) int {
	return [3]int{1, 2, 0}[m.question("length of "+x.key, 3)]
}

// iterator is a running iteration.
type iterator struct {
	next  func() (value, bool)
	close func()
}

// list takes all that an iterable gives.
func (m *machine) list(v value) []value {
	it := m.iterate(v)
	var out []value
	for {
		x, ok := it.next()
		if !ok {
			return out
		}
		if out = append(out, x); len(out) > maxElements {
			m.cut("a long list is not followed")
		}
	}
}

// iterate begins to go through an iterable (ECMAScript, section 7.4.2).
func (m *machine) iterate(v value) iterator {
	i := 0
	switch x := v.(type) {
	case string:
		r := []rune(x)
		return iterator{close: func() {}, next: func() (value, bool) {
			if i >= len(r) {
				return nil, false
			}
			i++
			return string(r[i-1]), true
		}}
	case *unknown:
		n := m.count(x)
		return iterator{close: func() {}, next: func() (value, bool) {
			if i >= n {
				return nil, false
			}
			i++
			return m.dunno(x.key + "[" + strconv.Itoa(i-1) + "]"), true
		}}
	case *object:
		if x.class == "Array" {
			return iterator{close: func() {}, next: func() (value, bool) {
				if i >= len(x.elems) {
					return nil, false
				}
				i++
				return x.elems[i-1], true
			}}
		}
		if c, ok := x.data.(*collection); ok {
			return iterator{close: func() {}, next: func() (value, bool) {
				if i >= len(c.keys) {
					return nil, false
				}
				i++
				if c.isMap {
					return m.array([]value{c.keys[i-1], c.vals[i-1]}), true
				}
				return c.keys[i-1], true
			}}
		}
		if f := m.getFrom(x, "@@iterator", x); !isUndef(f) && !isUnknown(f) {
			return m.iterateBy(m.call(f, x, nil, syntax.NoNode))
		}
		if x.open {
			return m.iterate(m.dunno(x.openKey()))
		}
	}
	m.raise("TypeError", describe(v)+" is not iterable")
	return iterator{}
}

// iterateBy goes through what an iterator object gives.
func (m *machine) iterateBy(it value) iterator {
	next := m.get(it, "next")
	return iterator{
		next: func() (value, bool) {
			r := m.call(next, it, nil, syntax.NoNode)
			if m.test(m.get(r, "done")) {
				return nil, false
			}
			return m.get(r, "value"), true
		},
		close: func() {
			if f := m.get(it, "return"); !isUndef(f) {
				m.call(f, it, nil, syntax.NoNode)
			}
		},
	}
}

func isUndef(v value) bool { _, ok := v.(undef); return ok }
