package order

import (
	"nodebeyond/analyzers/syntax"
)

// Phase is the queue or the phase of the event loop that a callback runs from.
type Phase uint8

// The phases. phaseMain is the code that runs first: a module's top level, or the function that is asked about.
const (
	phaseMain Phase = iota
	phaseTick
	phaseMicrotask
	phaseTimers
	phasePoll
	phaseCheck
	phaseExit
)

// The phases, for other packages.
const (
	Main      = phaseMain
	Tick      = phaseTick
	Microtask = phaseMicrotask
	Timers    = phaseTimers
	Poll      = phasePoll
	Check     = phaseCheck
	Exit      = phaseExit
)

// String names the phase as Node's documentation does.
func (p Phase) String() string {
	return [...]string{"main", "nextTick queue", "microtask queue", "timers", "poll", "check", "exit"}[p]
}

// place is a stretch of a file: bytes.
type place struct {
	File       *syntax.File
	Start, End int32
}

func placeOf(n syntax.Node) place {
	if !n.Valid() {
		return place{}
	}
	return place{n.File(), int32(n.Start()), int32(n.End())}
}

type eventKind uint8

const (
	eventRun   eventKind = iota // a callback begins, or a function goes on after an await
	eventLog                    // a line is printed
	eventDeath                  // an error ends the process
)

// event is something that one run did.
type event struct {
	kind  eventKind
	phase Phase
	at    place // of the callback, or of the await or the call that prints
	by    place // of the call that scheduled it
	name  string
	text  string
	nth   int // of the events of the same place
	known bool
}

// note is a remark on a place that holds for a run.
type note struct {
	at   place
	text string
}

func (m *machine) event(e event) {
	for i := len(m.events) - 1; i >= 0; i-- {
		if x := &m.events[i]; x.kind == e.kind && x.at == e.at {
			e.nth = x.nth + 1
			break
		}
	}
	if len(m.events) >= maxEvents {
		m.cut("too long to follow")
	}
	m.events = append(m.events, e)
}

// begin notes that the program's code begins to run from a queue.
func (m *machine) begin(phase Phase, at, by place, name string) {
	m.now.at = at
	m.event(event{kind: eventRun, phase: phase, at: at, by: by, name: name, known: true})
}

// beginCall notes that a function is called back.
func (m *machine) beginCall(phase Phase, f *object, by place, name string) {
	fn, ok := f.data.(*function)
	if !ok || fn.native != nil && fn.name == "" {
		return
	}
	if fn.native != nil {
		m.now.at = by
		return
	}
	if fn.name != "" {
		name = fn.name
	}
	m.begin(phase, placeOf(fn.node), by, name)
}

func (m *machine) note(at place, text string) {
	for _, n := range m.notes {
		if n == (note{at, text}) {
			return
		}
	}
	m.notes = append(m.notes, note{at, text})
}
