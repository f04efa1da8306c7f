package order

import (
	"nodebeyond/analyzers/syntax"
)

// The event loop of one run: which queue is emptied when (Node docs, "The Node.js Event Loop"; lib/internal/process/task_queues.js,
// lib/internal/timers.js). What is not fixed is a choice.

var noNode = syntax.NoNode

// queues are the callbacks that wait.
type queues struct {
	ticks      []job
	microtasks []job
	immediates []*immediate
	externals  []*external
	turn       int // of the loop
	// declined says that in this turn a timer was left for later, so that something else has to come.
	declined bool
}

// job is a callback that waits.
type job struct {
	run func()
}

// immediate is what setImmediate made.
type immediate struct {
	run     func()
	cleared bool
	unref   bool
}

// external is the end of an operation outside: I/O, or code that is not followed. It comes in the poll phase of some turn of the loop.
type external struct {
	run  func()
	turn int // the first turn in which it can come
	what string
}

// task is what runs now.
type task struct {
	phase Phase
	at    place
	call  syntax.Node // the call in the text that runs
	root  *coroutine  // the coroutine that the task resumed: it has no caller
}

// here is the place of the call that runs.
func (t *task) here() place {
	if t.call.Valid() {
		return placeOf(t.call)
	}
	return t.at
}

func (m *machine) micro(f func()) { m.queues.microtasks = append(m.queues.microtasks, job{f}) }

func (m *machine) tick(f func()) { m.queues.ticks = append(m.queues.ticks, job{f}) }

// perform runs one callback as a task of its own.
func (m *machine) perform(phase Phase, f func()) {
	if m.jobs++; m.jobs > maxJobs {
		m.cut("too long to follow")
	}
	m.depth = 0
	m.now = &task{phase: phase}
	if err, threw := m.protect(f); threw {
		m.uncaught(err, "uncaughtException")
	}
}

// drain empties the tick queue and the microtask queue: all ticks, then all microtasks, until both are empty
// (processTicksAndRejections).
func (m *machine) drain() {
	q := &m.queues
	for {
		for len(q.ticks) > 0 {
			j := q.ticks[0]
			q.ticks = q.ticks[1:]
			m.perform(phaseTick, j.run)
		}
		m.runMicrotasks()
		if len(q.ticks) == 0 && !m.rejections() {
			return
		}
	}
}

func (m *machine) runMicrotasks() {
	q := &m.queues
	for len(q.microtasks) > 0 {
		j := q.microtasks[0]
		q.microtasks = q.microtasks[1:]
		m.perform(phaseMicrotask, j.run)
	}
}

// rejections tells the process of promises that were rejected and that nobody asked by now; it reports whether there were any.
func (m *machine) rejections() bool {
	if len(m.unheard) == 0 {
		return false
	}
	list := m.unheard
	m.unheard = nil
	for _, p := range list {
		if p.handled {
			continue
		}
		if fs := m.proc.emitter.heard("unhandledRejection"); len(fs) > 0 {
			p.handled = true
			m.now = &task{phase: phaseTick}
			if err, threw := m.protect(func() { m.emit(m.proc.object, m.proc.emitter, "unhandledRejection", []value{p.val, p.obj}) }); threw {
				m.uncaught(err, "uncaughtException")
			}
			continue
		}
		m.uncaught(p.val, "unhandledRejection")
	}
	return true
}

// uncaught is an exception that reached Node: a listener hears it, or the process ends.
func (m *machine) uncaught(err value, kind string) {
	if len(m.proc.emitter.heard("uncaughtException")) > 0 {
		m.now = &task{phase: m.now.phase}
		m.emit(m.proc.object, m.proc.emitter, "uncaughtException", []value{err, kind})
		m.cut("what runs after an error that only 'uncaughtException' hears")
	}
	what, _ := text(err)
	m.event(event{kind: eventDeath, phase: m.now.phase, text: what})
	m.exit(1, false)
}

// exit ends the process: its exit listeners run. natural says that nothing kept it, rather than that it was told to end.
func (m *machine) exit(code float64, natural bool) {
	if m.proc.exiting {
		panic(ended{})
	}
	m.proc.exiting = true
	m.now = &task{phase: phaseExit, call: m.now.call}
	if c := m.get(m.proc.object, "exitCode"); code == 0 && !isUndef(c) {
		if f, ok := numeric(c); ok {
			code = f
		}
	}
	if err, threw := m.protect(func() { m.emit(m.proc.object, m.proc.emitter, "exit", []value{code}) }); threw {
		what, _ := text(err)
		m.event(event{kind: eventDeath, phase: phaseExit, text: what})
		panic(ended{})
	}
	if natural { // microtasks still run then, ticks do not
		m.runMicrotasks()
	}
	panic(ended{})
}

// turns runs the loop until nothing keeps it.
func (m *machine) turns() {
	q := &m.queues
	for {
		for m.alive() {
			q.turn++
			q.declined = false
			m.timersPhase()
			m.pollPhase()
			m.checkPhase()
			if q.turn > maxJobs {
				m.cut("too long to follow")
			}
		}
		m.now = &task{phase: phaseExit}
		m.perform(phaseExit, func() { m.emit(m.proc.object, m.proc.emitter, "beforeExit", []value{0.0}) })
		m.drain()
		if !m.alive() {
			return
		}
	}
}

// alive reports whether something keeps the process.
func (m *machine) alive() bool {
	for _, t := range m.clock.timers {
		if !t.unref {
			return true
		}
	}
	for _, x := range m.queues.immediates {
		if !x.unref && !x.cleared {
			return true
		}
	}
	return len(m.queues.externals) > 0
}

func (m *machine) checkPhase() {
	list := m.queues.immediates
	m.queues.immediates = nil
	for _, x := range list {
		if x.cleared {
			continue
		}
		x.cleared = true
		m.perform(phaseCheck, x.run)
		m.drain()
	}
}

// waiting reports whether immediates wait.
func (m *machine) waiting() bool {
	for _, x := range m.queues.immediates {
		if !x.cleared {
			return true
		}
	}
	return false
}

// pollPhase runs the ends of operations. Which of them comes first, and whether before a timer or not, is not fixed.
func (m *machine) pollPhase() {
	q := &m.queues
	for {
		var ready []int
		for i, x := range q.externals {
			if x.turn <= q.turn {
				ready = append(ready, i)
			}
		}
		if len(ready) == 0 {
			return
		}
		ways, why := len(ready), "which ends first is not fixed: "+q.externals[ready[0]].what+" or "+q.externals[ready[len(ready)-1]].what
		if m.waiting() || len(m.clock.timers) > 0 && !q.declined || len(ready) < len(q.externals) {
			ways++
			why = "when " + q.externals[ready[0]].what + " ends is not fixed"
		}
		k := m.choose(ways, why)
		if k == len(ready) {
			return
		}
		x := q.externals[ready[k]]
		q.externals = append(q.externals[:ready[k]:ready[k]], q.externals[ready[k]+1:]...)
		m.clock.doubt += margin // it took a time that is not known
		m.perform(phasePoll, x.run)
		m.drain()
	}
}

// outside is an operation whose end is not fixed. after is how many turns of the loop it takes at least.
func (m *machine) outside(what string, after int, run func()) {
	m.queues.externals = append(m.queues.externals, &external{run: run, turn: m.queues.turn + after, what: what})
}
