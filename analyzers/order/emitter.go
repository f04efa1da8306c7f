package order

// emitter is the state of an EventEmitter (Node docs, "Events").
type emitter struct {
	events map[string][]*listener
}

type listener struct {
	f    *object
	once bool
	by   place
}

func newEmitter() *emitter { return &emitter{events: map[string][]*listener{}} }

func (e *emitter) heard(name string) []*listener { return e.events[name] }

func (e *emitter) drop(name string, l *listener) {
	list := e.events[name]
	for i, x := range list {
		if x == l {
			e.events[name] = append(list[:i:i], list[i+1:]...)
			return
		}
	}
}

// emit calls the listeners of an event now, one after the other.
func (m *machine) emit(o *object, e *emitter, name string, args []value) bool {
	list := append([]*listener{}, e.heard(name)...)
	if len(list) == 0 {
		if name == "error" {
			if x, ok := arg(args, 0).(*object); ok && x.class == "Error" {
				m.throw(x)
			}
			m.raise("Error", "Unhandled error. ("+describe(arg(args, 0))+")")
		}
		return false
	}
	at := m.now.at
	for _, l := range list {
		if l.once {
			e.drop(name, l)
		}
		m.beginCall(m.now.phase, l.f, l.by, "'"+name+"' listener")
		m.call(l.f, o, args, noNode)
	}
	m.now.at = at
	return true
}

func (m *machine) emitters() {
	p := m.proc.emitterProto
	ctor := m.native("EventEmitter", func(_ *machine, this value, _ []value) value {
		if o, ok := this.(*object); ok && o.data == nil {
			o.data = newEmitter()
		}
		return undefined
	})
	ctor.data.(*function).construct = func(m *machine, _ []value, target *object) value {
		return &object{class: "EventEmitter", proto: prototypeOf(m, target), data: newEmitter()}
	}
	ctor.hide("prototype", p)
	p.hide("constructor", ctor)
	ctor.hide("EventEmitter", ctor)
	ctor.open, ctor.key = true, "events"
	m.proc.modules["events"] = ctor
	def := func(name string, f func(m *machine, o *object, e *emitter, args []value) value) {
		m.def(p, name, func(m *machine, this value, args []value) value {
			o, ok := this.(*object)
			if ok {
				if o.data == nil {
					o.data = newEmitter()
				}
				if e, ok := o.data.(*emitter); ok {
					return f(m, o, e, args)
				}
			}
			return m.once("an emitter's " + name + "()")
		})
	}
	add := func(once, front bool) func(m *machine, o *object, e *emitter, args []value) value {
		return func(m *machine, o *object, e *emitter, args []value) value {
			name := m.key(arg(args, 0))
			f, ok := arg(args, 1).(*object)
			if !ok || !f.isCallable() {
				if isUnknown(arg(args, 1)) {
					m.cut("a listener that is not known")
				}
				m.raise("TypeError", "The \"listener\" argument must be of type function")
			}
			if len(e.heard("newListener")) > 0 {
				m.cut("a listener of 'newListener' is not followed")
			}
			l := &listener{f: f, once: once, by: m.now.here()}
			if front {
				e.events[name] = append([]*listener{l}, e.events[name]...)
			} else {
				e.events[name] = append(e.events[name][:len(e.events[name]):len(e.events[name])], l)
			}
			return o
		}
	}
	def("on", add(false, false))
	def("addListener", add(false, false))
	def("once", add(true, false))
	def("prependListener", add(false, true))
	def("prependOnceListener", add(true, true))
	off := func(m *machine, o *object, e *emitter, args []value) value {
		name := m.key(arg(args, 0))
		list := e.events[name]
		for i := len(list) - 1; i >= 0; i-- {
			if list[i].f == arg(args, 1) {
				e.drop(name, list[i])
				break
			}
		}
		return o
	}
	def("off", off)
	def("removeListener", off)
	def("removeAllListeners", func(m *machine, o *object, e *emitter, args []value) value {
		if len(args) == 0 {
			e.events = map[string][]*listener{}
		} else {
			delete(e.events, m.key(args[0]))
		}
		return o
	})
	def("emit", func(m *machine, o *object, e *emitter, args []value) value {
		return m.emit(o, e, m.key(arg(args, 0)), rest(args, 1))
	})
	def("listenerCount", func(m *machine, _ *object, e *emitter, args []value) value {
		return float64(len(e.heard(m.key(arg(args, 0)))))
	})
	def("setMaxListeners", func(_ *machine, o *object, _ *emitter, _ []value) value { return o })
	m.def(ctor, "once", func(m *machine, _ value, args []value) value { return m.emitterOnce(args) })
}

// emitterOnce is events.once(): a promise for the next event.
func (m *machine) emitterOnce(args []value) value {
	o, ok := arg(args, 0).(*object)
	var e *emitter
	if ok {
		e, _ = o.data.(*emitter)
	}
	if e == nil || len(args) > 2 {
		return &unknown{key: "events.once()", async: true}
	}
	name := m.key(arg(args, 1))
	p := m.newPromise()
	var hit, bad *listener
	hit = &listener{once: true, f: m.internal(func(m *machine, _ value, args []value) value {
		if bad != nil {
			e.drop("error", bad)
		}
		m.resolve(p, m.array(append([]value{}, args...)))
		return undefined
	})}
	e.events[name] = append(e.events[name][:len(e.events[name]):len(e.events[name])], hit)
	if name != "error" {
		bad = &listener{once: true, f: m.internal(func(m *machine, _ value, args []value) value {
			e.drop(name, hit)
			m.reject(p, arg(args, 0))
			return undefined
		})}
		e.events["error"] = append(e.events["error"][:len(e.events["error"]):len(e.events["error"])], bad)
	}
	out := m.newPromise() // once is an async function that returns the promise (lib/events.js)
	m.resolve(out, p.obj)
	return out.obj
}
