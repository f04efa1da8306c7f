package order

// promise is the state of a promise (ECMAScript, section 27.2.6).
type promise struct {
	state     promiseState
	val       value
	reactions []*reaction
	handled   bool
	obj       *object
	resolved  bool // resolve or reject was called
}

type promiseState uint8

const (
	pending promiseState = iota
	fulfilled
	rejected
)

// reaction is what runs when a promise settles. Either ful and rej are set, which are our own, or onFul and onRej, which are the program's and
// may be anything; what they give settles derived.
type reaction struct {
	ful, rej     func(value)
	onFul, onRej value
	derived      *promise
	by           place
}

func (m *machine) newPromise() *promise {
	p := &promise{}
	p.obj = &object{class: "Promise", proto: m.proc.promiseProto, data: p}
	return p
}

// react is PerformPromiseThen.
func (m *machine) react(p *promise, r *reaction) {
	if p.state == pending {
		p.reactions = append(p.reactions, r)
	} else {
		m.enqueueReaction(p, r)
	}
	p.handled = true
}

// enqueueReaction is NewPromiseReactionJob and HostEnqueuePromiseJob.
func (m *machine) enqueueReaction(p *promise, r *reaction) {
	state, v := p.state, p.val
	m.micro(func() {
		if r.ful != nil {
			if state == fulfilled {
				r.ful(v)
			} else {
				r.rej(v)
			}
			return
		}
		h, name := r.onFul, "then"
		if state == rejected {
			h, name = r.onRej, "catch"
		}
		f, ok := h.(*object)
		if !ok || !f.isCallable() {
			if isUnknown(h) {
				v = m.call(h, undefined, []value{v}, noNode)
			}
			if r.derived == nil {
				return
			}
			if state == rejected && !isUnknown(h) {
				m.reject(r.derived, v)
			} else {
				m.resolve(r.derived, v)
			}
			return
		}
		m.beginCall(phaseMicrotask, f, r.by, name)
		var out value
		err, threw := m.protect(func() { out = m.call(f, undefined, []value{v}, noNode) })
		switch {
		case r.derived == nil:
			if threw {
				m.throw(err)
			}
		case threw:
			m.reject(r.derived, err)
		default:
			m.resolve(r.derived, out)
		}
	})
}

func (m *machine) settle(p *promise, s promiseState, v value) {
	if p.state != pending {
		return
	}
	p.state, p.val = s, v
	rs := p.reactions
	p.reactions = nil
	if s == rejected && !p.handled {
		m.unheard = append(m.unheard, p)
	}
	for _, r := range rs {
		m.enqueueReaction(p, r)
	}
}

func (m *machine) reject(p *promise, v value) { p.resolved = true; m.settle(p, rejected, v) }

// resolve is the promise resolve function (ECMAScript, section 27.2.1.3.2): a promise or thenable is asked in a microtask of its own.
func (m *machine) resolve(p *promise, v value) {
	p.resolved = true
	o, ok := v.(*object)
	switch {
	case isUnknown(v):
		q := m.unknownPromise(v.(*unknown))
		if q.state == fulfilled {
			m.settle(p, fulfilled, q.val)
			return
		}
		m.react(q, &reaction{ful: func(x value) { m.settle(p, fulfilled, x) }, rej: func(x value) { m.settle(p, rejected, x) }})
		return
	case !ok:
		m.settle(p, fulfilled, v)
		return
	case o == p.obj:
		m.settle(p, rejected, m.newError("TypeError", "Chaining cycle detected for promise #<Promise>"))
		return
	}
	var then value
	if err, threw := m.protect(func() { then = m.get(o, "then") }); threw {
		m.settle(p, rejected, err)
		return
	}
	f, ok := then.(*object)
	if isUnknown(then) && o.open {
		f, ok = nil, false // an object that is not known to be a thenable
	}
	if !ok || !f.isCallable() {
		m.settle(p, fulfilled, v)
		return
	}
	by := m.now.here()
	m.micro(func() { // NewPromiseResolveThenableJob
		if q, ok := o.data.(*promise); ok && then == m.proc.then {
			m.react(q, &reaction{ful: func(x value) { m.settleOnce(p, fulfilled, x) }, rej: func(x value) { m.settleOnce(p, rejected, x) }})
			return
		}
		res, rej := m.resolvers(p)
		m.beginCall(phaseMicrotask, f, by, "then")
		if err, threw := m.protect(func() { m.call(f, o, []value{res, rej}, noNode) }); threw {
			m.call(rej, undefined, []value{err}, noNode)
		}
	})
}

// settleOnce settles with what a promise that was adopted gave: a value that is no thenable any more.
func (m *machine) settleOnce(p *promise, s promiseState, v value) { m.settle(p, s, v) }

// resolvers are the two functions that an executor gets; only the first call of either counts.
func (m *machine) resolvers(p *promise) (res, rej *object) {
	called := false
	res = m.native("resolve", func(m *machine, _ value, args []value) value {
		if !called {
			called = true
			m.resolve(p, arg(args, 0))
		}
		return undefined
	})
	rej = m.native("reject", func(m *machine, _ value, args []value) value {
		if !called {
			called = true
			m.reject(p, arg(args, 0))
		}
		return undefined
	})
	return res, rej
}

// promiseOf is PromiseResolve(%Promise%, v).
func (m *machine) promiseOf(v value) *promise {
	if o, ok := v.(*object); ok {
		if p, ok := o.data.(*promise); ok && o.proto == m.proc.promiseProto {
			return p
		}
	}
	p := m.newPromise()
	m.resolve(p, v)
	return p
}

// then is Promise.prototype.then.
func (m *machine) then(p *promise, onFul, onRej value) value {
	d := m.newPromise()
	m.react(p, &reaction{onFul: onFul, onRej: onRej, derived: d, by: m.now.here()})
	return d.obj
}

// invokeThen calls the then method of whatever a value is made to by Promise.resolve.
func (m *machine) invokeThen(v value, onFul, onRej value) value {
	f := m.get(v, "then")
	if f == m.proc.then {
		return m.then(v.(*object).data.(*promise), onFul, onRej)
	}
	return m.call(f, v, []value{onFul, onRej}, noNode)
}

// promises fills in Promise and its prototype.
func (m *machine) promises() {
	pr := &m.proc
	ctor := m.native("Promise", func(m *machine, _ value, _ []value) value {
		m.raise("TypeError", "Promise constructor cannot be invoked without 'new'")
		return nil
	})
	ctor.data.(*function).construct = func(m *machine, args []value, target *object) value {
		p := m.newPromise()
		if target != ctor {
			p.obj.proto = prototypeOf(m, target)
		}
		f, ok := arg(args, 0).(*object)
		if !ok || !f.isCallable() {
			if isUnknown(arg(args, 0)) {
				m.cut("a promise whose executor is not known")
			}
			m.raise("TypeError", "Promise resolver "+describe(arg(args, 0))+" is not a function")
		}
		res, rej := m.resolvers(p)
		if err, threw := m.protect(func() { m.call(f, undefined, []value{res, rej}, noNode) }); threw {
			m.call(rej, undefined, []value{err}, noNode)
		}
		return p.obj
	}
	ctor.hide("prototype", pr.promiseProto)
	pr.promiseProto.hide("constructor", ctor)
	pr.globals.set("Promise", ctor)
	proto := func(name string, f func(m *machine, p *promise, args []value) value) *object {
		fn := m.native(name, func(m *machine, this value, args []value) value {
			o, ok := this.(*object)
			if ok {
				if p, ok := o.data.(*promise); ok {
					return f(m, p, args)
				}
			}
			m.raise("TypeError", "not a promise")
			return nil
		})
		pr.promiseProto.hide(name, fn)
		return fn
	}
	pr.then = proto("then", func(m *machine, p *promise, args []value) value { return m.then(p, arg(args, 0), arg(args, 1)) })
	proto("catch", func(m *machine, p *promise, args []value) value { return m.invokeThen(p.obj, undefined, arg(args, 0)) })
	proto("finally", func(m *machine, p *promise, args []value) value {
		f, ok := arg(args, 0).(*object)
		if !ok {
			return m.invokeThen(p.obj, arg(args, 0), arg(args, 0))
		}
		by := m.now.here()
		after := func(back func(v value) value) *object { // thenFinally and catchFinally (ECMAScript, section 27.2.5.3)
			return m.internal(func(m *machine, _ value, args []value) value {
				m.beginCall(phaseMicrotask, f, by, "finally")
				r := m.call(f, undefined, nil, noNode)
				v := arg(args, 0)
				return m.invokeThen(m.promiseOf(r).obj, m.internal(func(m *machine, _ value, _ []value) value { return back(v) }), undefined)
			})
		}
		return m.invokeThen(p.obj, after(func(v value) value { return v }), after(func(v value) value { m.throw(v); return nil }))
	})
	static := func(name string, f func(m *machine, args []value) value) {
		ctor.hide(name, m.native(name, func(m *machine, _ value, args []value) value { return f(m, args) }))
	}
	static("resolve", func(m *machine, args []value) value { return m.promiseOf(arg(args, 0)).obj })
	static("reject", func(m *machine, args []value) value {
		p := m.newPromise()
		m.reject(p, arg(args, 0))
		return p.obj
	})
	static("withResolvers", func(m *machine, _ []value) value {
		p := m.newPromise()
		o := m.plain()
		res, rej := m.resolvers(p)
		o.set("promise", p.obj)
		o.set("resolve", res)
		o.set("reject", rej)
		return o
	})
	static("race", func(m *machine, args []value) value {
		p := m.newPromise()
		res, rej := m.resolvers(p)
		m.intoPromise(p, func() {
			it := m.iterate(arg(args, 0))
			for {
				x, ok := it.next()
				if !ok {
					return
				}
				m.invokeThen(m.promiseOf(x).obj, hidden(res), hidden(rej))
			}
		})
		return p.obj
	})
	for _, kind := range []string{"all", "allSettled", "any"} {
		static(kind, func(m *machine, args []value) value { return m.gather(kind, arg(args, 0)) })
	}
}

// hidden marks a function of ours that the program hands on: its run is no step of the program.
func hidden(f *object) *object { f.data.(*function).name = ""; return f }

// internal is a function of ours whose run is no step of the program.
func (m *machine) internal(f func(m *machine, this value, args []value) value) *object {
	return m.native("", f)
}

func (m *machine) intoPromise(p *promise, f func()) {
	if err, threw := m.protect(f); threw {
		m.reject(p, err)
	}
}

// gather is Promise.all, allSettled and any (ECMAScript, sections 27.2.4.1 to 27.2.4.3).
func (m *machine) gather(kind string, list value) value {
	p := m.newPromise()
	m.intoPromise(p, func() {
		var items []value
		left := 1
		finish := func() {
			if left--; left > 0 {
				return
			}
			if kind == "any" {
				e := m.newError("AggregateError", "All promises were rejected")
				e.hide("errors", m.array(items))
				m.reject(p, e)
				return
			}
			m.resolve(p, m.array(items))
		}
		keep := func(i int, wrap func(value) value) *object {
			done := false
			return m.internal(func(m *machine, _ value, args []value) value {
				if !done {
					done = true
					items[i] = wrap(arg(args, 0))
					finish()
				}
				return undefined
			})
		}
		same := func(v value) value { return v }
		status := func(s, key string) func(value) value {
			return func(v value) value {
				o := m.plain()
				o.set("status", s)
				o.set(key, v)
				return o
			}
		}
		res, rej := m.resolvers(p)
		it := m.iterate(list)
		for {
			x, ok := it.next()
			if !ok {
				break
			}
			i := len(items)
			items = append(items, undefined)
			left++
			next := m.promiseOf(x).obj
			switch kind {
			case "all":
				m.invokeThen(next, keep(i, same), hidden(rej))
			case "allSettled":
				m.invokeThen(next, keep(i, status("fulfilled", "value")), keep(i, status("rejected", "reason")))
			case "any":
				m.invokeThen(next, hidden(res), keep(i, same))
			}
		}
		finish()
	})
	return p.obj
}
