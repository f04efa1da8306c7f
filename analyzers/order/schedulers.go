package order

import (
	"strings"
)

// callback is the function that a scheduler gets, ready to run from its queue.
func (m *machine) callback(f value, args []value, phase Phase, name string) func() {
	o, ok := f.(*object)
	if !ok || !o.isCallable() {
		if !isUnknown(f) {
			m.raise("TypeError", "The \"callback\" argument must be of type function")
		}
		return func() {
			m.callUnknown(f.(*unknown), args, noNode)
		}
	}
	by := m.now.here()
	return func() {
		m.beginCall(phase, o, by, name)
		m.call(o, undefined, args, noNode)
	}
}

// schedulers fills in the functions that put callbacks into queues.
func (m *machine) schedulers() {
	g := m.proc.globals
	timers := m.object0()
	m.proc.modules["timers"] = timers
	def := func(name string, f func(m *machine, args []value) value) *object {
		o := m.native(name, func(m *machine, _ value, args []value) value { return f(m, args) })
		g.set(name, o)
		timers.set(name, o)
		return o
	}
	m.timeoutClass()
	for _, name := range []string{"setTimeout", "setInterval"} {
		def(name, func(m *machine, args []value) value {
			run := m.callback(arg(args, 0), rest(args, 2), phaseTimers, name)
			ms, vague := delay(arg(args, 1))
			t := m.addTimer(ms, vague, name == "setInterval", func(*timer) { run() })
			t.obj = &object{class: "Timeout", proto: m.proc.timeoutProto, data: t}
			return t.obj
		})
	}
	for _, name := range []string{"clearTimeout", "clearInterval"} {
		def(name, func(m *machine, args []value) value {
			if o, ok := arg(args, 0).(*object); ok {
				if t, ok := o.data.(*timer); ok {
					m.clearTimer(t)
				}
			} else if isUnknown(arg(args, 0)) && len(m.clock.timers) > 0 {
				m.cut("a timer that is cleared and not known which")
			}
			return undefined
		})
	}
	def("setImmediate", func(m *machine, args []value) value {
		x := &immediate{run: m.callback(arg(args, 0), rest(args, 1), phaseCheck, "setImmediate")}
		m.queues.immediates = append(m.queues.immediates, x)
		o := &object{class: "Immediate", proto: m.proc.immediateProto, data: x}
		return o
	})
	def("clearImmediate", func(m *machine, args []value) value {
		if o, ok := arg(args, 0).(*object); ok {
			if x, ok := o.data.(*immediate); ok {
				x.cleared = true
			}
		}
		return undefined
	})
	delete(timers.props, "queueMicrotask")
	g.set("queueMicrotask", m.native("queueMicrotask", func(m *machine, _ value, args []value) value {
		m.micro(m.callback(arg(args, 0), nil, phaseMicrotask, "queueMicrotask"))
		return undefined
	}))
}

// timeoutClass fills in what a timer and an immediate can do.
func (m *machine) timeoutClass() {
	m.proc.timeoutProto, m.proc.immediateProto = m.object0(), m.object0()
	m.proc.timeoutProto.open, m.proc.timeoutProto.key = true, "a timer"
	set := func(name string, f func(t *timer)) {
		m.def(m.proc.timeoutProto, name, func(_ *machine, this value, _ []value) value {
			if o, ok := this.(*object); ok {
				if t, ok := o.data.(*timer); ok {
					f(t)
				}
			}
			return this
		})
	}
	set("unref", func(t *timer) { t.unref = true })
	set("ref", func(t *timer) { t.unref = false })
	set("close", func(t *timer) { m.clearTimer(t) })
	set("refresh", func(*timer) { m.cut("a timer that is refreshed is not followed") })
	for name, unref := range map[string]bool{"unref": true, "ref": false} {
		m.def(m.proc.immediateProto, name, func(_ *machine, this value, _ []value) value {
			if o, ok := this.(*object); ok {
				if x, ok := o.data.(*immediate); ok {
					x.unref = unref
				}
			}
			return this
		})
	}
}

// sleep is the promise of timers/promises.setTimeout.
func (m *machine) sleep(ms, v value) value {
	p := m.newPromise()
	d, vague := delay(ms)
	m.addTimer(d, vague, false, func(*timer) { m.resolve(p, v) })
	return p.obj
}

// nextTurn is the promise of timers/promises.setImmediate.
func (m *machine) nextTurn(v value) value {
	p := m.newPromise()
	m.queues.immediates = append(m.queues.immediates, &immediate{run: func() { m.resolve(p, v) }})
	return p.obj
}

func (m *machine) makeModule(name string) value {
	o := m.object0()
	o.open, o.key = true, "node:"+name
	switch name {
	case "timers/promises":
		m.def(o, "setTimeout", func(m *machine, _ value, args []value) value {
			if !isUndef(arg(args, 2)) {
				m.cut("timers/promises.setTimeout with options")
			}
			return m.sleep(arg(args, 0), arg(args, 1))
		})
		m.def(o, "setImmediate", func(m *machine, _ value, args []value) value {
			if !isUndef(arg(args, 1)) {
				m.cut("timers/promises.setImmediate with options")
			}
			return m.nextTurn(arg(args, 0))
		})
		s := m.object0()
		m.def(s, "wait", func(m *machine, _ value, args []value) value { return m.sleep(arg(args, 0), undefined) })
		m.def(s, "yield", func(m *machine, _ value, _ []value) value { return m.nextTurn(undefined) })
		o.set("scheduler", s)
	case "timers":
		return m.proc.modules["timers"]
	case "util":
		m.util(o)
	case "fs", "fs/promises":
		m.files(o, name == "fs/promises")
	case "process":
		return m.proc.object
	case "console":
		v, _ := m.proc.globals.own("console")
		return v.val
	case "path", "url", "os", "querystring", "buffer", "crypto":
	}
	return o
}

func (m *machine) util(o *object) {
	m.def(o, "promisify", func(m *machine, _ value, args []value) value {
		f, ok := arg(args, 0).(*object)
		if !ok || !f.isCallable() {
			return m.dunno("util.promisify(" + describe(arg(args, 0)) + ")")
		}
		switch timeout, _ := m.proc.globals.own("setTimeout"); {
		case f == timeout.val:
			return m.native("setTimeout", func(m *machine, _ value, args []value) value { return m.sleep(arg(args, 0), arg(args, 1)) })
		}
		if now, _ := m.proc.globals.own("setImmediate"); f == now.val {
			return m.native("setImmediate", func(m *machine, _ value, args []value) value { return m.nextTurn(arg(args, 0)) })
		}
		return m.native("promisified", func(m *machine, this value, args []value) value {
			p := m.newPromise()
			done := m.internal(func(m *machine, _ value, args []value) value {
				if yes := m.test(arg(args, 0)); yes {
					m.reject(p, arg(args, 0))
				} else {
					m.resolve(p, arg(args, 1))
				}
				return undefined
			})
			if err, threw := m.protect(func() { m.call(f, this, append(append([]value{}, args...), done), noNode) }); threw {
				m.reject(p, err)
			}
			return p.obj
		})
	})
	m.def(o, "inherits", func(m *machine, _ value, args []value) value {
		a, ok := arg(args, 0).(*object)
		b, ok2 := arg(args, 1).(*object)
		if ok && ok2 {
			prototypeOf(m, a).proto = prototypeOf(m, b)
		}
		return undefined
	})
}

// hops are how many times an operation goes to the thread pool before its callback is called, at least, where it succeeds.
var hops = map[string]int{"readFile": 4, "writeFile": 3, "appendFile": 3}

// files fills in the functions of fs: with a callback or a promise they end in the poll phase.
func (m *machine) files(o *object, promises bool) {
	key := o.key
	for _, name := range strings.Fields("access appendFile chmod chown close copyFile cp exists fchmod fdatasync fstat fsync ftruncate link lstat mkdir mkdtemp open opendir read readdir readFile readlink realpath rename rm rmdir stat symlink truncate unlink utimes write writeFile") {
		m.def(o, name, func(m *machine, _ value, args []value) value {
			what := "fs." + name
			after := 0
			if s, ok := arg(args, 0).(*unknown); ok && s.key == "__filename" {
				after = max(hops[name]-1, 0)
			}
			if promises {
				m.fresh++
				u := &unknown{key: "fs.promises." + name + "()#" + number(float64(m.fresh)), async: true, turns: after}
				return u
			}
			if len(args) == 0 {
				m.raise("TypeError", "The \"cb\" argument must be of type function")
			}
			cb, ok := args[len(args)-1].(*object)
			if !ok || !cb.isCallable() {
				if isUnknown(args[len(args)-1]) {
					return undefined
				}
				m.raise("TypeError", "The \"cb\" argument must be of type function")
			}
			by := m.now.here()
			m.outside(what, after, func() {
				m.beginCall(phasePoll, cb, by, what)
				err := &unknown{key: "err of " + what + "@" + number(float64(by.Start))}
				m.call(cb, undefined, []value{err, m.once("the result of " + what)}, noNode)
			})
			return undefined
		})
	}
	if !promises {
		p := m.object0()
		p.open, p.key = true, key+".promises"
		m.files(p, true)
		o.set("promises", p)
	}
}

// processObject makes `process`.
func (m *machine) processObject() {
	pr := &m.proc
	pr.emitter = newEmitter()
	o := &object{class: "process", proto: &object{class: "Object", proto: pr.emitterProto}, data: pr.emitter, key: "process"}
	pr.object = o
	pr.globals.set("process", o)
	m.def(o, "nextTick", func(m *machine, _ value, args []value) value {
		m.tick(m.callback(arg(args, 0), rest(args, 1), phaseTick, "nextTick"))
		return undefined
	})
	m.def(o, "exit", func(m *machine, _ value, args []value) value {
		code := 0.0
		if f, ok := numeric(arg(args, 0)); ok && f == f {
			code = f
		}
		m.exit(code, false)
		return undefined
	})
	out := m.object0()
	out.open, out.key = true, "process.stdout"
	m.def(out, "write", func(m *machine, _ value, args []value) value {
		t, ok := arg(args, 0).(string)
		m.event(event{kind: eventLog, phase: m.now.phase, at: m.now.here(), by: m.now.at, name: "write", text: strings.TrimSuffix(t, "\n"), known: ok})
		return true
	})
	o.hide("stdout", out)
	o.hide("exitCode", undefined)
	for _, name := range []string{"argv", "env", "cwd", "hrtime", "memoryUsage", "platform", "pid", "version", "versions", "uptime", "stdin", "stderr", "emitWarning", "kill", "argv0", "execArgv", "execPath", "arch", "title", "send", "connected", "abort", "cpuUsage", "umask"} {
		o.hide(name, &unknown{key: "process." + name})
	}
}
