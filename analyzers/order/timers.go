package order

import (
	"math"
	"sort"
)

// margin is how many milliseconds two due times must be apart for their order to be taken as fixed: less can be eaten by the code between them.
const margin = 5

// pause is how many milliseconds later than its time a timer may run on a machine that has other things to do. Timers that are set from other
// timers' callbacks may be late by that much for each of them.
const pause = 15

// clock is the time of a run as far as it is known, in milliseconds since its start.
type clock struct {
	now    float64
	doubt  float64 // how much later it may be
	timers []*timer
	made   int
}

// timer is what setTimeout and setInterval make.
type timer struct {
	seq     int // in the order of making
	ms      float64
	vague   bool // ms is not known
	start   float64
	doubt   float64 // of start
	run     func(t *timer)
	repeat  bool
	unref   bool
	cleared bool
	rounds  int
	obj     *object
}

func (t *timer) due() float64 { return t.start + t.ms }

// delay is what Node makes of a timer's delay (Node docs, "setTimeout"): whole milliseconds, 1 where it is less than 1 or more than 2^31-1.
func delay(v value) (ms float64, vague bool) {
	if isUnknown(v) {
		return 1, true
	}
	f, ok := numeric(v)
	if !ok {
		_, isObj := v.(*object)
		return 1, isObj
	}
	if !(f >= 1 && f <= math.MaxInt32) {
		return 1, false
	}
	return math.Trunc(f), false
}

func (m *machine) addTimer(ms float64, vague, repeat bool, run func(*timer)) *timer {
	c := &m.clock
	c.made++
	t := &timer{seq: c.made, ms: ms, vague: vague, start: c.now, doubt: c.doubt, run: run, repeat: repeat}
	c.timers = append(c.timers, t)
	return t
}

func (m *machine) clearTimer(t *timer) {
	t.cleared = true
	for i, x := range m.clock.timers {
		if x == t {
			m.clock.timers = append(m.clock.timers[:i:i], m.clock.timers[i+1:]...)
			return
		}
	}
}

// surely reports whether a runs before b whatever the machine's pace. Timers of one delay stand in one list in the order of their making; of two
// lists the one that is due first is served first, all of it that is due (lib/internal/timers.js, listOnTimeout).
func (m *machine) surely(a, b *timer) bool {
	if a.vague || b.vague {
		return !a.vague && !b.vague
	}
	if a.seq < b.seq && a.ms <= b.ms {
		if a.ms == b.ms {
			return true
		}
		alone := true
		for _, c := range m.clock.timers {
			alone = alone && !(c.ms == b.ms && c.seq < b.seq && c.due() < a.due())
		}
		if alone {
			return true
		}
	}
	if b.seq < a.seq && b.ms <= a.ms {
		return false
	}
	return !m.blocked && b.due()-a.due() >= margin+math.Abs(b.doubt-a.doubt)+math.Max(a.doubt, b.doubt)
}

// next are the timers of which any may be the first to run.
func (m *machine) next() []*timer {
	var out []*timer
	for _, t := range m.clock.timers {
		first := true
		for _, u := range m.clock.timers {
			if u != t && m.surely(u, t) {
				first = false
				break
			}
		}
		if first {
			out = append(out, t)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].due() < out[j].due() })
	return out
}

func (m *machine) timersPhase() {
	c := &m.clock
	ran := math.Inf(-1) // the due time of the last that ran in this phase
	for len(c.timers) > 0 {
		first := m.next()
		if len(first) == 0 {
			m.cut("timers whose order is not followed")
		}
		if t := first[0]; !m.alive() { // only timers that do not keep the process are left
			if t.due()-ran >= margin+c.doubt || m.choose(2, "whether a timer that does not keep the process is due before it ends is not fixed") == 1 {
				return
			}
		}
		others := m.waiting() || len(m.queues.externals) > 0
		if others {
			t := first[0]
			switch {
			case t.vague || m.blocked:
				if m.choose(2, "whether the timer is due when the loop gets there is not fixed") == 1 {
					return
				}
			case len(m.queues.externals) > 0 && !m.waiting():
				if m.choose(2, "when "+m.queues.externals[0].what+" ends is not fixed") == 1 {
					m.queues.declined = true
					return
				}
			case t.due()-c.now >= margin+c.doubt && t.due() > ran:
				return
			case m.choose(2, "whether a timer of "+number(t.ms)+" ms is due when the loop gets to it is not fixed: use setImmediate for both, or start one from the other") == 1:
				return
			}
		}
		t := first[m.choose(len(first), "timers that are due within a few milliseconds of each other: start the later one from the earlier one")]
		ran = t.due()
		if t.due() > c.now {
			c.now = t.due()
			c.doubt += pause
		}
		m.fire(t)
	}
}

func (m *machine) fire(t *timer) {
	if !t.repeat {
		m.clearTimer(t)
	} else if t.rounds++; t.rounds > maxRepeats {
		m.note(m.now.at, "an interval goes on: three rounds are followed")
		m.clearTimer(t)
		return
	}
	m.perform(phaseTimers, func() { t.run(t) })
	if t.repeat && !t.cleared { // it starts again when its callback has returned, before ticks and microtasks
		m.clearTimer(t)
		t.cleared = false
		m.clock.made++
		t.seq, t.start, t.doubt = m.clock.made, m.clock.now, m.clock.doubt
		m.clock.timers = append(m.clock.timers, t)
	}
	m.drain()
}
