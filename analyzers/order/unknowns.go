package order

import (
	"strings"

	"nodebeyond/analyzers/syntax"
)

// What a run does with code and values that it does not know.

// callUnknown is a call of code that is not followed. Functions that it is given run at a time that is not known.
func (m *machine) callUnknown(u *unknown, args []value, at syntax.Node) value {
	name := lastName(u.key)
	var handlers []*object
	for _, a := range args {
		o, ok := a.(*object)
		if !ok {
			continue
		}
		if o.isCallable() {
			handlers = append(handlers, o)
		} else if o.class == "Object" || o.class == "Array" {
			o.open, o.key = true, "an object that "+u.key+" got"
		}
	}
	key := u.key + "()"
	if at.Valid() {
		key = u.key + "()@" + number(float64(at.Start()))
	}
	if name == "then" || name == "catch" || name == "finally" {
		p := m.unknownPromise(&unknown{key: lastBase(u.key)})
		switch name {
		case "then":
			return m.then(p, arg(args, 0), arg(args, 1))
		case "catch":
			return m.then(p, undefined, arg(args, 0))
		}
		return m.call(m.get(p.obj, "finally"), p.obj, args, at)
	}
	for _, h := range handlers {
		f := h.data.(*function)
		if f.native != nil && f.name != "resolve" && f.name != "reject" {
			continue
		}
		m.given(u, h, name, at)
	}
	m.fresh++
	return m.once(key)
}

// given is a function of the program that code which is not followed has now.
func (m *machine) given(u *unknown, h *object, name string, at syntax.Node) {
	by := m.now.at
	if at.Valid() {
		by = placeOf(at)
	}
	switch {
	case iterates[name]:
		n := m.count(&unknown{key: lastBase(u.key)})
		for i := range n {
			m.beginCall(m.now.phase, h, by, name)
			m.call(h, undefined, []value{&unknown{key: lastBase(u.key) + "[" + number(float64(i)) + "]"}}, noNode)
		}
	case registers[name]:
		m.note(by, "runs on each event: when that is, is not known")
	default:
		f := h.data.(*function)
		run := func() {
			m.beginCall(m.now.phase, h, by, name)
			var args []value
			for i, p := range f.node.Params() {
				args = append(args, &unknown{key: paramName(p, i) + " of " + name})
			}
			m.call(h, undefined, args, noNode)
		}
		if !strings.HasPrefix(u.key, "node:") && m.question("whether "+u.key+" calls back at once, @"+number(float64(by.Start)), 2) == 1 {
			run()
			return
		}
		m.outside(u.key, 0, run)
	}
}

// iterates are methods that call their function at once, for each element.
var iterates = map[string]bool{"map": true, "forEach": true, "filter": true, "some": true, "every": true, "reduce": true, "find": true, "findIndex": true, "flatMap": true, "sort": true}

// registers are methods that keep a function for events to come.
var registers = map[string]bool{"on": true, "once": true, "addListener": true, "prependListener": true, "addEventListener": true, "use": true, "get": true, "post": true, "put": true, "delete": true, "patch": true, "all": true, "route": true, "listen": true, "createServer": true, "handle": true, "register": true}

func lastName(key string) string {
	for i := len(key) - 1; i >= 0; i-- {
		if key[i] == '.' {
			return key[i+1:]
		}
	}
	return key
}

func lastBase(key string) string {
	for i := len(key) - 1; i >= 0; i-- {
		if key[i] == '.' {
			return key[:i]
		}
	}
	return key
}

func paramName(p syntax.Node, i int) string {
	if n := p.First().Name(); n != "" {
		return n
	}
	return "argument " + number(float64(i))
}

// unknownPromise is what Promise.resolve makes of a value that is not known: it may be one that is there, or a promise that settles some time.
func (m *machine) unknownPromise(u *unknown) *promise {
	if p := m.proc.unknowns[u.key]; p != nil {
		return p
	}
	p := m.newPromise()
	p.handled = true
	m.proc.unknowns[u.key] = p
	v := &unknown{key: "(await " + u.key + ")"}
	if u.async || m.idle() || m.question("whether "+u.key+" is settled already", 2) == 0 {
		m.outside(u.key, u.turns, func() { m.settle(p, fulfilled, v) })
	} else {
		m.settle(p, fulfilled, v)
	}
	return p
}

// idle reports whether nothing competes with what runs: then it does not matter how long it waits.
func (m *machine) idle() bool {
	q := &m.queues
	return m.now.root != nil && !m.now.call.Valid() && len(q.ticks)+len(q.microtasks)+len(q.externals)+len(m.clock.timers) == 0 && !m.waiting()
}

// promiseFor is the promise that an await waits for. Inside try it may fail where it is not known.
func (m *machine) promiseFor(v value, fr *frame) *promise {
	u, ok := v.(*unknown)
	if !ok {
		return m.promiseOf(v)
	}
	p := m.unknownPromise(u)
	if fr.tries > 0 && m.question("whether "+u.key+" fails", 2) == 1 {
		q := m.newPromise()
		err := &unknown{key: "the error of " + u.key}
		m.react(p, &reaction{ful: func(value) { m.settle(q, rejected, err) }, rej: func(value) { m.settle(q, rejected, err) }})
		q.handled = true
		return q
	}
	return p
}
