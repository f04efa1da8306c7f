package program

import (
	"sort"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// EventKind says what happens at one moment of loading.
type EventKind uint8

// The kinds of event. Which fields of an Event say something is said for each.
const (
	// EventStart: File starts to run, because By asks for it at Range, by How. The entry has By None.
	EventStart EventKind = iota
	// EventImports: what File, an ES module, imports runs first; its EventStart comes after that, unless an error does. By, Range and How are
	// those of EventStart.
	EventImports
	// EventCached: By asks for File at Range, by How, and Node answers without running it. Complete says whether File had ended; Names are
	// what it exports at this moment.
	EventCached
	// EventEnd: File has run. Complete says whether it came to its end: false when an error ended it. Names are what it exports.
	EventEnd
	// EventRead: By reads Name of what File exports, at Range, and gets Got.
	EventRead
	// EventError: Error is thrown in By at Range.
	EventError
	// EventCatch: By catches Error, with the try statement at Range.
	EventCatch
	// EventUnknown: from here on something cannot be told; Why says what. By and Range are where.
	EventUnknown
)

// How is the way in which a module is asked for.
type How uint8

// The ways.
const (
	ByRequire How = iota
	ByStaticImport
	ByDynamicImport
	ByCreateRequire
)

// String is the way in the words of a program.
func (h How) String() string {
	return [...]string{"require", "import", "import()", "createRequire"}[h]
}

// Got is what a read of a module's name gives.
type Got uint8

// The outcomes of a read.
const (
	GotUnknown Got = iota
	GotValue
	GotUndefined
	// GotDeadZone: a ReferenceError, because the binding is not initialized yet (ECMAScript, section 9.1.1.1.6).
	GotDeadZone
)

// String is the outcome in a word or two.
func (g Got) String() string {
	return [...]string{"unknown", "value", "undefined", "ReferenceError"}[g]
}

// Event is something that happens while Node loads an entry.
type Event struct {
	Kind EventKind
	// File is the module that it is about, By the one whose code does it, at Range. None where there is none.
	File, By FileID
	Range    syntax.Range
	How      How
	// Depth is the number of modules that are running below the one that acts.
	Depth int
	// Maybe says that it happens on some paths only: a condition that is not known decides. It is set on all that follows a top-level await
	// too.
	Maybe bool
	// Names, in order, are what File exports; More says that it may have others.
	Names    []string
	More     bool
	Complete bool
	// Name is what is read; Stale says that it is read from an object that was module.exports when it was asked for and is no longer.
	Name  string
	Got   Got
	Stale bool
	Error *LoadError
	Why   string
}

// LoadError is an error that loading throws.
type LoadError struct {
	// Code is Node's code (MODULE_NOT_FOUND, ERR_REQUIRE_CYCLE_MODULE, …) where the error has one, else the name of its class
	// (ReferenceError, TypeError, SyntaxError, …); "" for a value that the program throws and that is not known.
	Code string
	// Message says what is wrong, in our words.
	Message string
	// File and Range are where it is thrown.
	File  FileID
	Range syntax.Range
}

// Trace is what happens while Node loads an entry, in order.
type Trace struct {
	Entry  FileID
	Events []Event
	// Error ended the load; nil when nothing is known to end it.
	Error *LoadError
	// Unsure says that an error that cannot be told for sure may have ended it; with a top-level await, it always may.
	Unsure bool
	// Cut says that a limit was met: the events are not all there are.
	Cut bool
}

// NewestLine is the line of Node that Trace takes when it is given none.
const NewestLine = 26

// Trace tells what happens while Node loads the file entry, as its main module. line is a major version of Node in its newest release; 0 is
// NewestLine, and lines before 20 have no require() of ES modules.
//
// CommonJS modules run depth first: a require() runs the other file on the spot, and one of a file that has started gives what that has as
// module.exports at the moment (Node docs, "Modules: CommonJS modules", "Cycles"). A graph of ES modules is linked before anything of it
// runs, which is when a missing name is an error; then it is evaluated in post-order, imports first, functions there from the start, let,
// const and class in their temporal dead zone until their declaration runs (ECMAScript, section 16.2.1.6). Code that is called while modules
// load is stepped into; what runs later is not part of it.
//
// While a module waits at a top-level await, others run. How they take turns is not modelled: from the first on, all events are Maybe, in an
// order that need not be Node's, and all reads GotUnknown.
//
// A condition that is not known is taken both ways, and what happens there is Maybe. A value that is not known is GotUnknown, never guessed.
// Equal programs give equal traces. The result is the caller's.
func (p *Program) Trace(entry FileID, line int) *Trace { return p.trace(entry, line, false) }

// TraceOnward is Trace for who wants to see the whole load: it takes it that errors that are not sure do not happen. Unsure says that it did.
func (p *Program) TraceOnward(entry FileID, line int) *Trace { return p.trace(entry, line, true) }

func (p *Program) trace(entry FileID, line int, onward bool) *Trace {
	if line == 0 {
		line = NewestLine
	}
	m := newMachine(p)
	m.settled = true // the graph of eager requires is not wanted
	m.trace = &tracer{entry: entry, line: line, onward: onward, out: &Trace{Entry: entry}, cached: map[FileID]bool{}, pending: map[FileID]bool{}, threw: map[FileID]bool{}}
	if p.Files[entry].ESM {
		m.trace.loadGraph(m, entry, site{file: None}, ByStaticImport)
	} else {
		m.load(entry, site{file: None})
	}
	t := m.trace.out
	if t.Error, t.Unsure = m.thrown, t.Unsure || m.doubt; t.Error != nil && m.doubt {
		t.Error = t.Error.oneOfSeveral()
	}
	m.trace.later(m)
	t.Cut = m.cut
	return t
}

// tracer notes what a machine does, and makes it exact: errors end what they end in Node.
type tracer struct {
	entry FileID
	line  int
	out   *Trace
	// onward says that errors that are not sure are taken not to happen.
	onward bool
	// risk counts the calls, in the function that runs, of code that is not known. It may throw, which is asked where something would catch
	// it.
	risk int
	// wrappers are what ES modules see of CommonJS modules, jobs the import() calls that wait.
	wrappers map[FileID]*wrapper
	jobs     []job
	// pending are the modules that import() has begun to load.
	pending map[FileID]bool
	// threw are the CommonJS modules that an error ended.
	threw map[FileID]bool
	// cached are the ES modules whose imports Node has looked at. One of them that is not linked is part of a graph that could not be, and
	// what Node says when it is asked for again differs from line to line.
	cached map[FileID]bool
	// evaluation are the modules of the evaluation that is on, in the order in which it came to them, without those whose cycles ended.
	evaluation []FileID
	// tainted are the modules that may have run before they are known to.
	tainted []bool
	// suspended says that a module has come to a top-level await: in which order all else happens is not known any more.
	suspended bool
	// half are the object literals with a spread whose members are not all there yet: how many are, by object.
	half map[int32]int
}

func (t *tracer) mayHaveRun(file FileID) bool { return t.tainted != nil && t.tainted[file] }

func (t *tracer) add(m *machine, e Event) {
	if m.stack != nil {
		e.Depth = m.stack.depth
	}
	e.Maybe = e.Maybe || t.suspended || m.maybe > 0 || m.stack != nil && m.stack.maybe
	if t.suspended {
		e.Got, e.More = GotUnknown, e.More || e.Kind == EventCached || e.Kind == EventEnd
	}
	t.out.Events = append(t.out.Events, e)
}

// later runs the import() calls that the load left, in the order of the calls. Node may finish them in another order.
func (t *tracer) later(m *machine) {
	if m.thrown != nil {
		return
	}
	for len(t.jobs) > 0 {
		j := t.jobs[0]
		t.jobs = t.jobs[1:]
		delete(t.pending, j.file)
		m.stack, m.frames, m.maybe, m.doubt = nil, m.frames[:0], 0, false
		if m.p.Files[j.file].ESM {
			t.loadGraph(m, j.file, j.at, ByDynamicImport)
		} else if t.threw[j.file] && m.mods[j.file].status == notLoaded {
			t.add(m, Event{Kind: EventUnknown, File: j.file, By: j.at.file, Range: rangeOf(j.at), Why: "it threw before, and whether it runs again differs"})
		} else {
			t.importCommonJS(m, j.file, j.at, ByDynamicImport)
		}
		m.thrown = nil // the promise is rejected
	}
}

func rangeOf(at site) syntax.Range { return syntax.Range{Start: at.start, End: at.end} }

// asks notes that a module is asked for that started before.
func (t *tracer) asks(m *machine, file FileID, at site, how How) {
	s := &m.mods[file]
	e := Event{Kind: EventCached, File: file, By: at.file, Range: rangeOf(at), How: how, Complete: s.status == loaded}
	e.Names, e.More = m.namesNow(file)
	t.add(m, e)
}

// starts notes that a module starts to run, or that what it imports does.
func (t *tracer) starts(m *machine, kind EventKind, file FileID, at site, how How) {
	e := Event{Kind: kind, File: file, By: at.file, How: how}
	if at.file >= 0 {
		e.Range = syntax.Range{Start: at.start, End: at.end}
	}
	t.add(m, e)
}

// ends notes that a module has run.
func (t *tracer) ends(m *machine, file FileID, complete bool) {
	e := Event{Kind: EventEnd, File: file, By: None, Complete: complete}
	e.Names, e.More = m.namesNow(file)
	t.add(m, e)
}

// namesNow are the names that require() of a module gives at this moment, in order; more says that there may be others.
func (m *machine) namesNow(file FileID) (names []string, more bool) {
	f := m.p.Files[file]
	h := m.mods[file].exports
	if f.ESM {
		return m.trace.names(m, file)
	}
	if h.kind != heapObject {
		return nil, h.kind != heapUndefined && h.kind != heapPrimitive
	}
	o := &m.objs[h.id]
	for i := range o.props {
		if o.props[i].maybe {
			more = true
			continue
		}
		names = append(names, m.nameText(o.props[i].name))
	}
	sort.Strings(names)
	return names, more || o.open
}

func howOf(im *effects.ImportRef) How {
	switch {
	case im.Kind == effects.StaticImport:
		return ByStaticImport
	case im.Kind == effects.DynamicImport:
		return ByDynamicImport
	case im.Flags&effects.ImportViaCreateRequire != 0:
		return ByCreateRequire
	}
	return ByRequire
}
