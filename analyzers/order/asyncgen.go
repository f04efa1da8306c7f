package order

import (
	"nodebeyond/analyzers/syntax"
)

// request is a call of next() or throw() on an async generator that waits for its answer.
type request struct {
	p *promise
	r resumption
}

// asyncGen is an async generator (ECMAScript, section 27.6.3).
type asyncGen struct {
	co    *coroutine
	queue []request
	busy  bool
	out   value
	err   value
	threw bool
}

func (m *machine) asyncGenerator(fr *frame) value {
	g := &asyncGen{}
	g.co = m.coroutine(func(co *coroutine) {
		g.out = undefined
		g.err, g.threw = m.protect(func() {
			if co.sent.throw {
				m.throw(co.sent.val)
			}
			g.out = m.body(fr)
		})
	})
	g.co.asyncGen = true
	g.co.step = func(y yielded, more bool) { m.asyncGenStep(g, y, more) }
	fr.co = g.co
	return &object{class: "AsyncGenerator", proto: m.proc.asyncGenProto, data: g}
}

// ask puts a request in the queue, and goes on with the body where it does not run.
func (m *machine) ask(g *asyncGen, r resumption) value {
	p := m.newPromise()
	g.queue = append(g.queue, request{p, r})
	if !g.busy {
		m.serve(g)
	}
	return p.obj
}

func (m *machine) serve(g *asyncGen) {
	for len(g.queue) > 0 && g.co.done {
		q := g.queue[0]
		g.queue = g.queue[1:]
		if q.r.throw {
			m.reject(q.p, q.r.val)
		} else {
			m.resolve(q.p, m.result(undefined, true))
		}
	}
	if len(g.queue) == 0 {
		return
	}
	g.busy = true
	y, more := g.co.resume(g.queue[0].r)
	m.asyncGenStep(g, y, more)
}

func (m *machine) asyncGenStep(g *asyncGen, y yielded, more bool) {
	if more && y.await {
		return
	}
	q := g.queue[0]
	g.queue = g.queue[1:]
	g.busy = false
	switch {
	case more:
		m.resolve(q.p, m.result(y.val, false))
	case g.threw:
		m.reject(q.p, g.err)
	default:
		m.resolve(q.p, m.result(g.out, true))
	}
	m.serve(g)
}

func (m *machine) asyncGenerators() {
	p := m.proc.asyncGenProto
	for _, name := range []string{"next", "throw"} {
		m.def(p, name, func(m *machine, this value, args []value) value {
			if o, ok := this.(*object); ok {
				if g, ok := o.data.(*asyncGen); ok {
					return m.ask(g, resumption{val: arg(args, 0), throw: name == "throw"})
				}
			}
			m.raise("TypeError", "not an async generator")
			return nil
		})
	}
	m.def(p, "return", func(m *machine, _ value, _ []value) value {
		m.cut("an async generator that is told to return is not followed")
		return nil
	})
	m.def(p, "@@asyncIterator", func(_ *machine, this value, _ []value) value { return this })
}

// eachAwait is for await (ECMAScript, section 14.7.5.6): over an async iterable, or over a plain one whose values are awaited one by one.
func (m *machine) eachAwait(fr *frame, v value, n syntax.Node, round func(value) (completion, bool)) completion {
	if isUnknown(v) {
		return m.eachAwaitUnknown(fr, v.(*unknown), n, round)
	}
	o, ok := v.(*object)
	var next func() value
	var finish func() value // what return() gives, awaited when the body leaves early
	if f := m.member0(o, ok, "@@asyncIterator"); !isUndef(f) {
		it := m.call(f, v, nil, noNode)
		method := m.get(it, "next")
		next = func() value { return m.call(method, it, nil, noNode) }
		finish = func() value {
			if f := m.get(it, "return"); !isUndef(f) {
				return m.call(f, it, nil, noNode)
			}
			return nil
		}
	} else {
		it := m.iterate(v)
		next = func() value {
			x, more := it.next()
			p := m.newPromise()
			if !more {
				x = undefined
			}
			w := m.promiseOf(x)
			m.react(w, &reaction{
				ful: func(x value) { m.resolve(p, m.result(x, !more)) },
				rej: func(e value) { it.close(); m.reject(p, e) },
			})
			return p.obj
		}
		finish = func() value {
			it.close()
			return m.promiseOf(undefined).obj
		}
	}
	for {
		r := m.await(fr, next(), n)
		if isUnknown(r) {
			m.cut("an async iteration that is not followed")
		}
		if m.test(m.get(r, "done")) {
			return completion{}
		}
		var c completion
		var out bool
		err, threw := m.protect(func() { c, out = round(m.get(r, "value")) })
		if threw || out {
			if f := finish(); f != nil {
				m.await(fr, f, n)
			}
		}
		switch {
		case threw:
			m.throw(err)
		case out:
			return c
		}
	}
}

func (m *machine) member0(o *object, ok bool, key string) value {
	if !ok {
		return undefined
	}
	return m.getFrom(o, key, o)
}

// eachAwaitUnknown follows a loop over values that come at times that are not known: one round, then two, then none.
func (m *machine) eachAwaitUnknown(fr *frame, u *unknown, n syntax.Node, round func(value) (completion, bool)) completion {
	for i := range m.count(u) {
		v := m.await(fr, &unknown{key: u.key + "[" + number(float64(i)) + "]"}, n)
		if c, out := round(v); out {
			return c
		}
	}
	m.await(fr, &unknown{key: "the end of " + u.key}, n)
	return completion{}
}
