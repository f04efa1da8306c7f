package order

import (
	"iter"

	"nodebeyond/analyzers/syntax"
)

// coroutine is a function body that can stop in the middle: async functions and generators.
type coroutine struct {
	next     func() (yielded, bool)
	stop     func()
	give     func(yielded) bool
	sent     resumption
	asyncGen bool
	step     func(y yielded, more bool) // of an async generator, after it was resumed by an await
	started  bool
	running  bool
	done     bool
}

// yielded is what a coroutine stops with.
type yielded struct {
	val   value
	await bool
}

// resumption is what it goes on with.
type resumption struct {
	val      value
	throw    bool
	returned bool
}

// killed unwinds a coroutine that nobody will resume.
type killed struct{}

// leave is the panic that runs the finally blocks of a generator that is told to return.
type leave struct{ val value }

func (m *machine) coroutine(run func(co *coroutine)) *coroutine {
	co := &coroutine{}
	co.next, co.stop = iter.Pull(func(yield func(yielded) bool) {
		co.give = yield
		defer func() {
			r := recover()
			co.done = true
			if _, dead := r.(killed); r != nil && !dead {
				panic(r)
			}
		}()
		run(co)
	})
	m.cos = append(m.cos, co)
	return co
}

// resume lets it go on; more is false when it has ended.
func (co *coroutine) resume(r resumption) (y yielded, more bool) {
	co.sent, co.started, co.running = r, true, true
	y, more = co.next()
	co.running = false
	return y, more
}

func (co *coroutine) suspend(y yielded) resumption {
	if !co.give(y) {
		panic(killed{})
	}
	return co.sent
}

// kill ends the coroutines that are still suspended.
func (m *machine) kill() {
	for _, co := range m.cos {
		if !co.done {
			co.stop()
		}
	}
}

// async starts an async function: it runs up to its first await now (ECMAScript, section 27.7.5.1).
func (m *machine) async(fr *frame) value {
	p := m.newPromise()
	co := m.coroutine(func(co *coroutine) {
		var v value
		if err, threw := m.protect(func() { v = m.body(fr) }); threw {
			m.reject(p, err)
		} else {
			m.resolve(p, v)
		}
	})
	fr.co = co
	co.resume(resumption{})
	return p.obj
}

// await suspends the function until a promise settles (ECMAScript, section 27.7.5.3).
func (m *machine) await(fr *frame, v value, n syntax.Node) value {
	co := fr.co
	if co == nil {
		m.cut("an await outside of an async function")
	}
	p := m.promiseFor(v, fr)
	at := placeOf(n)
	goOn := func(throw bool) func(value) {
		return func(x value) {
			m.begin(m.now.phase, at, at, "after await")
			m.now.root = co
			y, more := co.resume(resumption{val: x, throw: throw})
			if co.step != nil {
				co.step(y, more)
			}
		}
	}
	m.react(p, &reaction{ful: goOn(false), rej: goOn(true)})
	r := co.suspend(yielded{await: true})
	if r.throw {
		m.throw(r.val)
	}
	return r.val
}

// generator is the call of a generator function.
func (m *machine) generator(fr *frame) value {
	if fr.fn.async {
		return m.asyncGenerator(fr)
	}
	var out value
	co := m.coroutine(func(co *coroutine) {
		if r := co.sent; r.returned {
			out = r.val
			return
		} else if r.throw {
			m.throw(r.val)
		}
		if left := m.leaving(func() { out = m.body(fr) }); left != nil {
			out = left.val
		}
	})
	fr.co = co
	o := &object{class: "Generator", proto: m.proc.generatorProto}
	o.data = &generator{run: func(r resumption) value {
		if co.running {
			m.raise("TypeError", "Generator is already running")
		}
		if co.done {
			if r.throw {
				m.throw(r.val)
			}
			v := undefined
			if r.returned {
				v = r.val
			}
			return m.result(v, true)
		}
		y, more := co.resume(r)
		if !more {
			return m.result(out, true)
		}
		return m.result(y.val, false)
	}}
	return o
}

type generator struct{ run func(r resumption) value }

// result is what an iterator's next() gives.
func (m *machine) result(v value, done bool) value {
	o := m.plain()
	o.set("value", v)
	o.set("done", done)
	return o
}

func (m *machine) yield(fr *frame, s *scope, n syntax.Node) value {
	if fr.co == nil {
		m.cut("a yield outside of a generator")
	}
	if n.YieldStar() {
		if fr.co.asyncGen {
			m.cut("yield* in an async generator is not followed")
		}
		it := m.iterate(m.eval(fr, s, n.First()))
		for {
			x, ok := it.next()
			if !ok {
				return undefined
			}
			m.resumed(fr.co.suspend(yielded{val: x}))
		}
	}
	v := undefined
	if x := n.First(); !x.Missing() {
		v = m.eval(fr, s, x)
	}
	if fr.co.asyncGen {
		v = m.await(fr, v, n)
		r := fr.co.suspend(yielded{val: v})
		return m.resumed(r)
	}
	return m.resumed(fr.co.suspend(yielded{val: v}))
}

func (m *machine) resumed(r resumption) value {
	switch {
	case r.throw:
		m.throw(r.val)
	case r.returned:
		panic(leave{r.val})
	}
	return r.val
}

// leaving runs a generator's body and tells whether it was told to return.
func (m *machine) leaving(fn func()) (left *leave) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case leave:
			left = &r
		default:
			panic(r)
		}
	}()
	fn()
	return nil
}
