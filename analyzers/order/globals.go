package order

import (
	"math"
	"strings"
)

func (m *machine) object0() *object { return &object{class: "Object", proto: m.proc.objectProto} }

// prepare makes what a program finds when it starts.
func (m *machine) prepare() {
	pr := &m.proc
	pr.objectProto = &object{class: "Object"}
	for _, p := range []**object{&pr.functionProto, &pr.arrayProto, &pr.promiseProto, &pr.stringProto, &pr.numberProto, &pr.emitterProto, &pr.generatorProto, &pr.asyncGenProto} {
		*p = m.object0()
	}
	pr.globals = m.object0()
	pr.unknowns = map[string]*promise{}
	pr.modules = map[string]value{}
	pr.stored = map[string]value{}
	pr.errors = map[string]*object{}
	g := pr.globals
	m.errorClasses()
	m.promises()
	m.functions()
	m.arrays()
	m.strings()
	m.generators()
	m.asyncGenerators()
	m.collections()
	m.emitters()
	m.processObject()
	m.schedulers()
	g.set("globalThis", g)
	g.set("global", g)
	g.set("undefined", undefined)
	g.set("NaN", math.NaN())
	g.set("Infinity", math.Inf(1))
	m.consoleObject()
	m.objectClass()
	m.numbers()
}

// def defines a native method.
func (m *machine) def(o *object, name string, f func(m *machine, this value, args []value) value) {
	o.hide(name, m.native(name, f))
}

func (m *machine) hasGlobal(u *unit, name string) bool {
	_, ok := m.proc.globals.own(name)
	return ok || !u.esm && (name == "require" || name == "module" || name == "exports" || name == "__filename" || name == "__dirname") || knownGlobals[name]
}

// knownGlobals are names that Node defines and that are not followed.
var knownGlobals = map[string]bool{"Buffer": true, "URL": true, "fetch": true, "AbortController": true, "AbortSignal": true, "Date": true, "RegExp": true, "Proxy": true, "Reflect": true, "WeakMap": true, "WeakSet": true, "WeakRef": true, "performance": true, "structuredClone": true, "TextEncoder": true, "TextDecoder": true, "Intl": true, "BigInt": true, "Uint8Array": true, "ArrayBuffer": true, "SharedArrayBuffer": true, "Int32Array": true, "Atomics": true, "Event": true, "EventTarget": true, "MessageChannel": true, "decodeURIComponent": true, "encodeURIComponent": true, "isNaN": true, "eval": true, "Function": true, "crypto": true}

// global is the value of a name that the file does not declare.
func (m *machine) global(u *unit, name string) value {
	if p, ok := m.proc.globals.own(name); ok {
		return p.val
	}
	if !u.esm {
		switch name {
		case "module":
			return u.module
		case "exports":
			if u.exportsObj == nil {
				u.exportsObj, _ = m.get(u.module, "exports").(*object)
			}
			if u.exportsObj != nil {
				return u.exportsObj
			}
		case "require":
			r := m.native("require", func(m *machine, _ value, args []value) value { return m.require(u, args, m.now.call) })
			r.set("main", u.module)
			return r
		}
	}
	return m.dunno(name)
}

func (m *machine) errorClasses() {
	pr := &m.proc
	for _, name := range []string{"Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError", "AggregateError"} {
		proto := m.object0()
		if name != "Error" {
			proto.proto = pr.errors["Error"]
		}
		pr.errors[name] = proto
		ctor := m.native(name, nil)
		f := ctor.data.(*function)
		f.construct = func(m *machine, args []value, target *object) value {
			if name == "AggregateError" && len(args) > 0 {
				args = args[1:]
			}
			e := m.newError(name, undefined)
			if len(args) > 0 && !isUndef(args[0]) {
				e.hide("message", m.primitive(args[0], "string"))
			}
			if o, ok := arg(args, 1).(*object); ok {
				if c, has, _ := o.find("cause"); has {
					e.hide("cause", c.val)
				}
			}
			if target != ctor {
				e.proto = prototypeOf(m, target)
			}
			return e
		}
		f.native = func(m *machine, _ value, args []value) value { return f.construct(m, args, ctor) }
		m.def(ctor, "captureStackTrace", func(*machine, value, []value) value { return undefined })
		ctor.hide("prototype", proto)
		proto.hide("constructor", ctor)
		proto.hide("name", name)
		proto.hide("message", "")
		m.def(proto, "toString", func(_ *machine, this value, _ []value) value {
			t, ok := text(this)
			if !ok {
				return &unknown{key: "an error's text"}
			}
			return t
		})
		pr.globals.set(name, ctor)
	}
}

func (m *machine) functions() {
	p := m.proc.functionProto
	m.def(p, "call", func(m *machine, this value, args []value) value {
		return m.call(this, arg(args, 0), rest(args, 1), noNode)
	})
	m.def(p, "apply", func(m *machine, this value, args []value) value {
		var list []value
		if yes, known := nullish(arg(args, 1)); !known || !yes {
			list = m.list(arg(args, 1))
		}
		return m.call(this, arg(args, 0), list, noNode)
	})
	m.def(p, "bind", func(m *machine, this value, args []value) value {
		f, ok := this.(*object)
		if !ok {
			return m.once("a bound function")
		}
		fn, _ := f.data.(*function)
		if fn == nil {
			m.raise("TypeError", "Bind must be called on a function")
		}
		bound := m.native("bound "+fn.name, func(m *machine, _ value, more []value) value {
			return m.call(f, arg(args, 0), append(append([]value{}, rest(args, 1)...), more...), noNode)
		})
		if fn.native == nil {
			b := bound.data.(*function)
			b.bound = fn
		}
		return bound
	})
}

func rest(args []value, i int) []value {
	if i >= len(args) {
		return nil
	}
	return args[i:]
}

func (m *machine) generators() {
	g := m.proc.generatorProto
	run := func(name string, r func(v value) resumption) {
		m.def(g, name, func(m *machine, this value, args []value) value {
			o, ok := this.(*object)
			if ok {
				if gen, ok := o.data.(*generator); ok {
					return gen.run(r(arg(args, 0)))
				}
			}
			m.raise("TypeError", "not a generator")
			return nil
		})
	}
	run("next", func(v value) resumption { return resumption{val: v} })
	run("throw", func(v value) resumption { return resumption{val: v, throw: true} })
	run("return", func(v value) resumption { return resumption{val: v, returned: true} })
	m.def(g, "@@iterator", func(_ *machine, this value, _ []value) value { return this })
}

// collection is a Map or a Set.
type collection struct {
	keys, vals []value
	isMap      bool
}

func (c *collection) find(k value) int {
	for i, x := range c.keys {
		if x == k {
			return i
		}
	}
	return -1
}

func (m *machine) collections() {
	for _, name := range []string{"Map", "Set"} {
		isMap := name == "Map"
		proto := m.object0()
		ctor := m.native(name, func(m *machine, _ value, _ []value) value {
			m.raise("TypeError", "Constructor "+name+" requires 'new'")
			return nil
		})
		ctor.data.(*function).construct = func(m *machine, args []value, _ *object) value {
			c := &collection{isMap: isMap}
			o := &object{class: name, proto: proto, data: c}
			if yes, known := nullish(arg(args, 0)); !known || !yes {
				for _, x := range m.list(arg(args, 0)) {
					if isMap {
						c.keys, c.vals = append(c.keys, m.get(x, "0")), append(c.vals, m.get(x, "1"))
					} else if c.find(x) < 0 {
						c.keys = append(c.keys, x)
					}
				}
			}
			return o
		}
		ctor.hide("prototype", proto)
		m.proc.globals.set(name, ctor)
		def := func(n string, f func(m *machine, c *collection, o *object, args []value) value) {
			m.def(proto, n, func(m *machine, this value, args []value) value {
				o, ok := this.(*object)
				if ok {
					if c, ok := o.data.(*collection); ok {
						if isUnknown(arg(args, 0)) && n != "values" && n != "keys" && n != "entries" {
							m.cut("a " + strings.ToLower(name) + " with a key that is not known")
						}
						return f(m, c, o, args)
					}
				}
				m.raise("TypeError", "not a "+name)
				return nil
			})
		}
		put := func(m *machine, c *collection, o *object, args []value) value {
			i := c.find(arg(args, 0))
			if i < 0 {
				c.keys = append(c.keys, arg(args, 0))
				if isMap {
					c.vals = append(c.vals, arg(args, 1))
				}
			} else if isMap {
				c.vals[i] = arg(args, 1)
			}
			return o
		}
		def("add", put)
		def("set", put)
		def("has", func(_ *machine, c *collection, _ *object, args []value) value { return c.find(arg(args, 0)) >= 0 })
		def("get", func(_ *machine, c *collection, _ *object, args []value) value {
			if i := c.find(arg(args, 0)); i >= 0 && isMap {
				return c.vals[i]
			}
			return undefined
		})
		def("delete", func(_ *machine, c *collection, _ *object, args []value) value {
			i := c.find(arg(args, 0))
			if i < 0 {
				return false
			}
			c.keys = append(c.keys[:i:i], c.keys[i+1:]...)
			if isMap {
				c.vals = append(c.vals[:i:i], c.vals[i+1:]...)
			}
			return true
		})
		def("clear", func(_ *machine, c *collection, _ *object, _ []value) value {
			c.keys, c.vals = nil, nil
			return undefined
		})
		def("forEach", func(m *machine, c *collection, o *object, args []value) value {
			for i := 0; i < len(c.keys); i++ {
				v := c.keys[i]
				if isMap {
					v = c.vals[i]
				}
				m.call(arg(args, 0), undefined, []value{v, c.keys[i], o}, noNode)
			}
			return undefined
		})
		def("values", func(m *machine, c *collection, _ *object, _ []value) value {
			if isMap {
				return m.array(append([]value{}, c.vals...))
			}
			return m.array(append([]value{}, c.keys...))
		})
		def("keys", func(m *machine, c *collection, _ *object, _ []value) value {
			return m.array(append([]value{}, c.keys...))
		})
		def("entries", func(m *machine, c *collection, _ *object, _ []value) value {
			var out []value
			for i, k := range c.keys {
				v := k
				if isMap {
					v = c.vals[i]
				}
				out = append(out, m.array([]value{k, v}))
			}
			return m.array(out)
		})
		proto.define("size", prop{isAccessor: true, hidden: true, get: m.native("size", func(m *machine, this value, _ []value) value {
			if o, ok := this.(*object); ok {
				if c, ok := o.data.(*collection); ok {
					return float64(len(c.keys))
				}
			}
			return undefined
		})})
	}
}

func (m *machine) numbers() {
	g := m.proc.globals
	simple := func(name string, f func(m *machine, args []value) value) *object {
		o := m.native(name, func(m *machine, _ value, args []value) value { return f(m, args) })
		g.set(name, o)
		return o
	}
	str := simple("String", func(m *machine, args []value) value {
		if len(args) == 0 {
			return ""
		}
		v := m.primitive(args[0], "string")
		if t, ok := text(v); ok {
			return t
		}
		return m.dunno(describe(v))
	})
	str.hide("prototype", m.proc.stringProto)
	num := simple("Number", func(m *machine, args []value) value {
		if f, ok := numeric(m.primitive(arg(args, 0), "number")); ok {
			return f
		}
		return m.dunno("Number(" + describe(arg(args, 0)) + ")")
	})
	num.hide("prototype", m.proc.numberProto)
	num.hide("MAX_SAFE_INTEGER", 9007199254740991.0)
	m.def(num, "isInteger", func(m *machine, _ value, args []value) value {
		if isUnknown(arg(args, 0)) {
			return m.once("Number.isInteger()")
		}
		f, ok := arg(args, 0).(float64)
		return ok && f == math.Trunc(f)
	})
	simple("Boolean", func(m *machine, args []value) value { return m.test(arg(args, 0)) })
	for _, name := range []string{"parseInt", "parseFloat"} {
		simple(name, func(m *machine, args []value) value {
			if f, ok := numeric(arg(args, 0)); ok {
				if name == "parseInt" {
					f = math.Trunc(f)
				}
				return f
			}
			return m.dunno(name + "()")
		})
	}
	m.def(m.proc.numberProto, "toString", func(m *machine, this value, args []value) value {
		if t, ok := text(this); ok && len(args) == 0 {
			return t
		}
		return m.once("a number as text")
	})
	m.def(m.proc.numberProto, "toFixed", func(m *machine, _ value, _ []value) value { return m.once("a number as text") })
	ma := m.object0()
	g.set("Math", ma)
	for name, f := range map[string]func(float64) float64{"floor": math.Floor, "ceil": math.Ceil, "trunc": math.Trunc, "abs": math.Abs, "sqrt": math.Sqrt} {
		m.def(ma, name, func(m *machine, _ value, args []value) value {
			if x, ok := numeric(arg(args, 0)); ok {
				return f(x)
			}
			return m.once("Math." + name + "()")
		})
	}
	for name, f := range map[string]func(a, b float64) float64{"max": math.Max, "min": math.Min, "pow": math.Pow} {
		m.def(ma, name, func(m *machine, _ value, args []value) value {
			out := math.NaN()
			for i, a := range args {
				x, ok := numeric(a)
				if !ok {
					return m.once("Math." + name + "()")
				}
				if i == 0 {
					out = x
				} else {
					out = f(out, x)
				}
			}
			return out
		})
	}
	ma.open, ma.key = true, "Math"
	simple("Symbol", func(m *machine, args []value) value {
		m.fresh++
		t, _ := text(arg(args, 0))
		return &object{class: "Symbol", key: "Symbol(" + t + ")" + number(float64(m.fresh))}
	})
	sym, _ := g.own("Symbol")
	so := sym.val.(*object)
	so.hide("iterator", &object{class: "Symbol", key: "iterator"})
	so.hide("asyncIterator", &object{class: "Symbol", key: "asyncIterator"})
	so.open, so.key = true, "Symbol"
	js := m.object0()
	js.open, js.key = true, "JSON"
	g.set("JSON", js)
	m.def(js, "stringify", func(m *machine, _ value, args []value) value {
		if t, ok := jsonText(arg(args, 0)); ok && len(args) == 1 {
			return t
		}
		return m.once("JSON.stringify()")
	})
	m.def(js, "parse", func(m *machine, _ value, _ []value) value { return m.once("JSON.parse()") })
}

// jsonText is JSON.stringify of primitives and of arrays of them.
func jsonText(v value) (string, bool) {
	switch x := v.(type) {
	case string:
		if strings.ContainsAny(x, "\"\\\n\t\r") {
			return "", false
		}
		return `"` + x + `"`, true
	case float64, bool, null:
		return text(v)
	case *object:
		if x.class != "Array" {
			return "", false
		}
		var parts []string
		for _, e := range x.elems {
			t, ok := jsonText(e)
			if !ok {
				return "", false
			}
			parts = append(parts, t)
		}
		return "[" + strings.Join(parts, ",") + "]", true
	}
	return "", false
}

func (m *machine) objectClass() {
	o := m.native("Object", func(m *machine, _ value, args []value) value {
		if x, ok := arg(args, 0).(*object); ok {
			return x
		}
		return m.plain()
	})
	o.data.(*function).construct = func(m *machine, _ []value, _ *object) value { return m.plain() }
	o.hide("prototype", m.proc.objectProto)
	m.proc.objectProto.hide("constructor", o)
	m.proc.globals.set("Object", o)
	o.open, o.key = true, "Object"
	m.def(m.proc.objectProto, "hasOwnProperty", func(m *machine, this value, args []value) value {
		if x, ok := this.(*object); ok && !x.open {
			_, has := x.own(m.key(arg(args, 0)))
			return has
		}
		return m.once("hasOwnProperty()")
	})
	pairs := func(name string, f func(k string, v value) value) {
		m.def(o, name, func(m *machine, _ value, args []value) value {
			x, ok := arg(args, 0).(*object)
			if !ok || x.open {
				return m.dunno("Object." + name + "(" + describe(arg(args, 0)) + ")")
			}
			var out []value
			for _, k := range m.keysOf(x) {
				out = append(out, f(k, m.get(x, k)))
			}
			return m.array(out)
		})
	}
	pairs("keys", func(k string, _ value) value { return k })
	pairs("values", func(_ string, v value) value { return v })
	pairs("entries", func(k string, v value) value { return m.array([]value{k, v}) })
	m.def(o, "assign", func(m *machine, _ value, args []value) value {
		to, ok := arg(args, 0).(*object)
		if !ok {
			return m.once("Object.assign()")
		}
		for _, a := range rest(args, 1) {
			m.copyInto(to, a)
		}
		return to
	})
	m.def(o, "freeze", func(_ *machine, _ value, args []value) value { return arg(args, 0) })
	m.def(o, "create", func(m *machine, _ value, args []value) value {
		out := m.plain()
		switch p := arg(args, 0).(type) {
		case *object:
			out.proto = p
		case null:
			out.proto = nil
		}
		return out
	})
}

// isBuiltin reports whether a specifier names a module of Node's.
func isBuiltin(spec string) bool { return builtins[strings.TrimPrefix(spec, "node:")] }

var builtins = map[string]bool{}

func init() {
	for _, n := range strings.Fields("assert async_hooks buffer child_process cluster console crypto dgram diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector module net os path path/posix perf_hooks process punycode querystring readline readline/promises repl stream stream/promises string_decoder sys timers timers/promises tls tty url util v8 vm worker_threads zlib test sqlite sea") {
		builtins[n] = true
	}
}

// builtin is one of Node's modules; those that are not followed are open objects.
func (m *machine) builtin(spec string) (value, bool) {
	name := strings.TrimPrefix(spec, "node:")
	if !builtins[name] {
		return nil, false
	}
	if v, ok := m.proc.modules[name]; ok {
		return v, true
	}
	v := m.makeModule(name)
	m.proc.modules[name] = v
	return v, true
}

func (m *machine) consoleObject() {
	c := m.object0()
	c.open, c.key = true, "console"
	for _, name := range []string{"log", "error", "warn", "info", "debug", "trace"} {
		m.def(c, name, func(m *machine, _ value, args []value) value {
			t, known := line(args)
			m.event(event{kind: eventLog, phase: m.now.phase, at: m.now.here(), by: m.now.at, name: name, text: t, known: known})
			return undefined
		})
	}
	m.proc.globals.set("console", c)
}

// line is what console.log prints; known is false where it is not known in full.
func line(args []value) (out string, known bool) {
	known = true
	for i, a := range args {
		if i > 0 {
			out += " "
		}
		if s, ok := a.(string); ok {
			if i == 0 && strings.Contains(s, "%") && len(args) > 1 {
				known = false
			}
			out += s
			continue
		}
		t, ok := inspect(a, 0)
		out += t
		known = known && ok
	}
	return out, known
}

// inspect is util.inspect for what prints on one line.
func inspect(v value, depth int) (string, bool) {
	switch x := v.(type) {
	case string:
		return "'" + x + "'", !strings.ContainsAny(x, "'\\\n")
	case float64:
		if x == 0 && math.Signbit(x) {
			return "-0", true
		}
		return text(v)
	case undef, null, bool:
		return text(v)
	case *unknown:
		return "‹" + x.key + "›", false
	case *object:
		var parts []string
		known := depth < 2 && !x.open
		switch x.class {
		case "Array":
			known = known && len(x.elems) <= 6
			for _, e := range x.elems {
				t, ok := inspect(e, depth+1)
				parts, known = append(parts, t), known && ok
			}
			if len(parts) == 0 {
				return "[]", known
			}
			out := "[ " + strings.Join(parts, ", ") + " ]"
			return out, known && len(out) <= 60
		case "Object":
			if x.proto == nil || x.proto.proto != nil {
				return "‹an object›", false
			}
			for _, k := range x.keys {
				p := x.props[k]
				t, ok := inspect(p.val, depth+1)
				parts, known = append(parts, k+": "+t), known && ok && !p.isAccessor && !p.hidden && plainKey(k)
			}
			if len(parts) == 0 {
				return "{}", known
			}
			out := "{ " + strings.Join(parts, ", ") + " }"
			return out, known && len(out) <= 60
		}
		if t, ok := text(x); ok {
			return t, false
		}
	}
	return "‹an object›", false
}

func plainKey(k string) bool {
	for i := range len(k) {
		c := k[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || i > 0 && c >= '0' && c <= '9') {
			return false
		}
	}
	return true
}
