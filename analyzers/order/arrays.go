package order

import (
	"sort"
	"strings"
)

// arrays fills in Array and its prototype: the methods that call functions, and the plain ones.
func (m *machine) arrays() {
	p := m.proc.arrayProto
	ctor := m.native("Array", nil)
	build := func(m *machine, args []value, _ *object) value {
		if n, ok := arg(args, 0).(float64); ok && len(args) == 1 {
			if n > maxElements {
				m.cut("a long list is not followed")
			}
			items := []value{}
			for range int(n) {
				items = append(items, undefined)
			}
			return m.array(items)
		}
		return m.array(append([]value{}, args...))
	}
	f := ctor.data.(*function)
	f.construct = build
	f.native = func(m *machine, _ value, args []value) value { return build(m, args, nil) }
	ctor.hide("prototype", p)
	p.hide("constructor", ctor)
	m.proc.globals.set("Array", ctor)
	m.def(ctor, "isArray", func(m *machine, _ value, args []value) value {
		if isUnknown(arg(args, 0)) {
			return m.once("Array.isArray()")
		}
		o, ok := arg(args, 0).(*object)
		return ok && o.class == "Array"
	})
	m.def(ctor, "of", func(m *machine, _ value, args []value) value { return m.array(append([]value{}, args...)) })
	m.def(ctor, "from", func(m *machine, _ value, args []value) value {
		var items []value
		if o, ok := arg(args, 0).(*object); ok && o.class == "Object" && isUndef(m.getFrom(o, "@@iterator", o)) {
			n, ok := m.get(o, "length").(float64)
			if !ok || n > maxElements {
				m.cut("Array.from of an object that is not followed")
			}
			for range int(n) {
				items = append(items, undefined)
			}
		} else {
			items = m.list(arg(args, 0))
		}
		if f := arg(args, 1); !isUndef(f) {
			for i, x := range items {
				items[i] = m.call(f, undefined, []value{x, float64(i)}, noNode)
			}
		}
		return m.array(items)
	})
	def := func(name string, f func(m *machine, a *object, args []value) value) {
		m.def(p, name, func(m *machine, this value, args []value) value {
			a, ok := this.(*object)
			if !ok || a.class != "Array" {
				m.cut("a method of arrays on something else")
			}
			return f(m, a, args)
		})
	}
	def("@@iterator", func(m *machine, a *object, _ []value) value { return m.once("an iterator") })
	def("push", func(m *machine, a *object, args []value) value {
		if len(a.elems) > maxElements {
			m.cut("a long list is not followed")
		}
		a.elems = append(a.elems, args...)
		return float64(len(a.elems))
	})
	def("pop", func(_ *machine, a *object, _ []value) value {
		if len(a.elems) == 0 {
			return undefined
		}
		v := a.elems[len(a.elems)-1]
		a.elems = a.elems[:len(a.elems)-1]
		return v
	})
	def("shift", func(_ *machine, a *object, _ []value) value {
		if len(a.elems) == 0 {
			return undefined
		}
		v := a.elems[0]
		a.elems = append([]value{}, a.elems[1:]...)
		return v
	})
	def("unshift", func(_ *machine, a *object, args []value) value {
		a.elems = append(append([]value{}, args...), a.elems...)
		return float64(len(a.elems))
	})
	def("slice", func(m *machine, a *object, args []value) value {
		i, j := bounds(args, len(a.elems))
		return m.array(append([]value{}, a.elems[i:j]...))
	})
	def("splice", func(m *machine, a *object, args []value) value {
		i, _ := bounds(args, len(a.elems))
		n := len(a.elems) - i
		if c, ok := arg(args, 1).(float64); ok {
			n = max(0, min(n, int(c)))
		} else if len(args) > 1 {
			m.cut("splice with a count that is not known")
		}
		out := append([]value{}, a.elems[i:i+n]...)
		a.elems = append(append(append([]value{}, a.elems[:i]...), rest(args, 2)...), a.elems[i+n:]...)
		return m.array(out)
	})
	def("concat", func(m *machine, a *object, args []value) value {
		out := append([]value{}, a.elems...)
		for _, x := range args {
			if o, ok := x.(*object); ok && o.class == "Array" {
				out = append(out, o.elems...)
			} else {
				out = append(out, x)
			}
		}
		return m.array(out)
	})
	def("join", func(m *machine, a *object, args []value) value {
		sep := ","
		if s, ok := arg(args, 0).(string); ok {
			sep = s
		}
		var parts []string
		for _, e := range a.elems {
			t := ""
			if yes, known := nullish(e); !known || !yes {
				x, ok := text(m.primitive(e, "string"))
				if !ok {
					return m.once("a joined list")
				}
				t = x
			}
			parts = append(parts, t)
		}
		return strings.Join(parts, sep)
	})
	def("reverse", func(_ *machine, a *object, _ []value) value {
		for i, j := 0, len(a.elems)-1; i < j; i, j = i+1, j-1 {
			a.elems[i], a.elems[j] = a.elems[j], a.elems[i]
		}
		return a
	})
	def("fill", func(_ *machine, a *object, args []value) value {
		for i := range a.elems {
			a.elems[i] = arg(args, 0)
		}
		return a
	})
	def("at", func(m *machine, a *object, args []value) value {
		i, ok := arg(args, 0).(float64)
		if !ok {
			return m.once("an element")
		}
		k := int(i)
		if k < 0 {
			k += len(a.elems)
		}
		if k < 0 || k >= len(a.elems) {
			return undefined
		}
		return a.elems[k]
	})
	def("includes", func(m *machine, a *object, args []value) value {
		for _, e := range a.elems {
			if m.equal(e, arg(args, 0)) {
				return true
			}
		}
		return false
	})
	def("indexOf", func(m *machine, a *object, args []value) value {
		for i, e := range a.elems {
			if m.equal(e, arg(args, 0)) {
				return float64(i)
			}
		}
		return -1.0
	})
	for _, name := range []string{"keys", "values", "entries"} {
		def(name, func(m *machine, a *object, _ []value) value {
			var out []value
			for i, e := range a.elems {
				switch name {
				case "keys":
					out = append(out, float64(i))
				case "values":
					out = append(out, e)
				default:
					out = append(out, m.array([]value{float64(i), e}))
				}
			}
			return m.array(out)
		})
	}
	each := func(name string, f func(m *machine, a *object, call func(i int) value) value) {
		def(name, func(m *machine, a *object, args []value) value {
			return f(m, a, func(i int) value {
				m.step()
				return m.call(arg(args, 0), arg(args, 1), []value{a.elems[i], float64(i), a}, noNode)
			})
		})
	}
	each("forEach", func(_ *machine, a *object, call func(int) value) value {
		for i := 0; i < len(a.elems); i++ {
			call(i)
		}
		return undefined
	})
	each("map", func(m *machine, a *object, call func(int) value) value {
		var out []value
		for i := 0; i < len(a.elems); i++ {
			out = append(out, call(i))
		}
		return m.array(out)
	})
	each("filter", func(m *machine, a *object, call func(int) value) value {
		var out []value
		for i := 0; i < len(a.elems); i++ {
			if e := a.elems[i]; m.test(call(i)) {
				out = append(out, e)
			}
		}
		return m.array(out)
	})
	each("flatMap", func(m *machine, a *object, call func(int) value) value {
		var out []value
		for i := 0; i < len(a.elems); i++ {
			v := call(i)
			if o, ok := v.(*object); ok && o.class == "Array" {
				out = append(out, o.elems...)
			} else {
				out = append(out, v)
			}
		}
		return m.array(out)
	})
	each("find", func(m *machine, a *object, call func(int) value) value {
		for i := 0; i < len(a.elems); i++ {
			if m.test(call(i)) {
				return a.elems[i]
			}
		}
		return undefined
	})
	each("findIndex", func(m *machine, a *object, call func(int) value) value {
		for i := 0; i < len(a.elems); i++ {
			if m.test(call(i)) {
				return float64(i)
			}
		}
		return -1.0
	})
	each("some", func(m *machine, a *object, call func(int) value) value {
		for i := 0; i < len(a.elems); i++ {
			if m.test(call(i)) {
				return true
			}
		}
		return false
	})
	each("every", func(m *machine, a *object, call func(int) value) value {
		for i := 0; i < len(a.elems); i++ {
			if !m.test(call(i)) {
				return false
			}
		}
		return true
	})
	def("reduce", func(m *machine, a *object, args []value) value {
		i, acc := 0, arg(args, 1)
		if len(args) < 2 {
			if len(a.elems) == 0 {
				m.raise("TypeError", "Reduce of empty array with no initial value")
			}
			acc, i = a.elems[0], 1
		}
		for ; i < len(a.elems); i++ {
			acc = m.call(arg(args, 0), undefined, []value{acc, a.elems[i], float64(i), a}, noNode)
		}
		return acc
	})
	def("sort", func(m *machine, a *object, args []value) value {
		if isUndef(arg(args, 0)) {
			var keys []string
			for _, e := range a.elems {
				t, ok := text(e)
				if !ok {
					m.cut("a list that is sorted by values that are not known")
				}
				keys = append(keys, t)
			}
			sort.Stable(byText{a.elems, keys})
			return a
		}
		items := a.elems
		sort.SliceStable(items, func(i, j int) bool {
			f, ok := numeric(m.call(arg(args, 0), undefined, []value{items[i], items[j]}, noNode))
			if !ok {
				m.cut("a list that is sorted by values that are not known")
			}
			return f < 0
		})
		return a
	})
}

type byText struct {
	items []value
	keys  []string
}

func (b byText) Len() int           { return len(b.items) }
func (b byText) Less(i, j int) bool { return b.keys[i] < b.keys[j] }
func (b byText) Swap(i, j int) {
	b.items[i], b.items[j] = b.items[j], b.items[i]
	b.keys[i], b.keys[j] = b.keys[j], b.keys[i]
}

// bounds are the start and the end of slice and its kin.
func bounds(args []value, n int) (from, to int) {
	clamp := func(v value, def int) int {
		f, ok := v.(float64)
		if !ok {
			return def
		}
		i := int(f)
		if i < 0 {
			i += n
		}
		return max(0, min(n, i))
	}
	from, to = clamp(arg(args, 0), 0), clamp(arg(args, 1), n)
	return from, max(from, to)
}

func (m *machine) strings() {
	p := m.proc.stringProto
	p.open, p.key = true, "a string"
	def := func(name string, f func(m *machine, s string, args []value) (value, bool)) {
		m.def(p, name, func(m *machine, this value, args []value) value {
			if s, ok := this.(string); ok {
				if v, ok := f(m, s, args); ok {
					return v
				}
			}
			return m.once("a string's " + name + "()")
		})
	}
	def("toUpperCase", func(_ *machine, s string, _ []value) (value, bool) { return strings.ToUpper(s), true })
	def("toLowerCase", func(_ *machine, s string, _ []value) (value, bool) { return strings.ToLower(s), true })
	def("trim", func(_ *machine, s string, _ []value) (value, bool) { return strings.TrimSpace(s), true })
	def("toString", func(_ *machine, s string, _ []value) (value, bool) { return s, true })
	def("valueOf", func(_ *machine, s string, _ []value) (value, bool) { return s, true })
	def("repeat", func(_ *machine, s string, args []value) (value, bool) {
		n, ok := arg(args, 0).(float64)
		return strings.Repeat(s, max(0, min(int(n), 1000))), ok && n >= 0 && n < 1000
	})
	def("split", func(m *machine, s string, args []value) (value, bool) {
		sep, ok := arg(args, 0).(string)
		if !ok || len(args) > 1 {
			return nil, false
		}
		var out []value
		for _, x := range strings.Split(s, sep) {
			out = append(out, x)
		}
		return m.array(out), true
	})
	for name, f := range map[string]func(a, b string) bool{"includes": strings.Contains, "startsWith": strings.HasPrefix, "endsWith": strings.HasSuffix} {
		def(name, func(_ *machine, s string, args []value) (value, bool) {
			t, ok := arg(args, 0).(string)
			return f(s, t), ok && len(args) == 1
		})
	}
	def("slice", func(_ *machine, s string, args []value) (value, bool) {
		r := []rune(s)
		i, j := bounds(args, len(r))
		return string(r[i:j]), true
	})
	def("concat", func(_ *machine, s string, args []value) (value, bool) {
		for _, a := range args {
			t, ok := text(a)
			if !ok {
				return nil, false
			}
			s += t
		}
		return s, true
	})
}
