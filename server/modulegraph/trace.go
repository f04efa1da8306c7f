package modulegraph

import (
	"cmp"
	"context"
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/program"
)

// Trace is how an entry loads: a tree of modules, each with what happens while it runs.
type Trace struct {
	Entry *Loading
	// Node is the major version of Node that it is told for.
	Node int
	// Modules is the number of modules in the tree.
	Modules int
	// Unfinished counts the answers with modules that had not ended, Early the names that are read too early.
	Unfinished, Early int
	// Error ends the load, nil when nothing is known to.
	Error *Fault
	// Unsure says that an error that cannot be told for sure may end it earlier.
	Unsure bool
	// Cut says that a limit was met: there is more than the tree has.
	Cut bool
}

// Loading is a module that is loaded.
type Loading struct {
	// Order is its place in the order of starting, from 1; 0 for an ES module that an error in what it imports keeps from starting.
	Order int
	Path  string
	ESM   bool
	Lines int
	// Asked is where it is asked for, How by what, Spec with which specifier; Asked.File is "" for the entry.
	Asked     Place
	How, Spec string
	// Maybe says that it loads on some paths only.
	Maybe bool
	// Outside are the built-in modules and packages that it asks for, in order, each once. They are not followed.
	Outside []string
	Events  []Happening
	// Exports are the names it exports when it ends; More says that there may be others. Complete is false when an error ends it.
	Exports  []string
	More     bool
	Complete bool
	// Cycle says that it is asked for again before it has ended.
	Cycle bool
	// Remarkable says that something in it or below it is: a module that is asked for before it has ended, or what Harmful says. Harmful says
	// that in it or below it a name is read too early or an error is sure to be thrown.
	Remarkable, Harmful bool
	// Below is the number of modules that it loads, and those load, without itself.
	Below int
}

// Happening is one thing that happens while a module runs. One of the pointers is set, or Unknown.
type Happening struct {
	Loads  *Loading
	Cached *Cached
	Read   *NameRead
	Error  *Fault
	// Caught is an error that a try statement at At catches.
	Caught *Fault
	// Unknown says what cannot be told from here on.
	Unknown string
	At      Place
	Maybe   bool
}

// Cached is an answer without running anything.
type Cached struct {
	Path, How, Spec string
	// Complete says that the module has ended. If not, Has are the names it has by now, and Lacks those that it gets later.
	Complete   bool
	Has, Lacks []string
	// More says that it may have others.
	More bool
}

// NameRead is a name that is read from a module.
type NameRead struct {
	Path, Name string
	// Gets is "value", "undefined", "ReferenceError" or "unknown".
	Gets string
	// Stale says that it is read from an object that is module.exports no longer.
	Stale bool
}

// Fault is an error that loading throws.
type Fault struct {
	Code, Message string
	At            Place
}

// ReadTrace links a project and tells how a file of it, absolute, loads. Of the options Entry must be set. Beside the trace there are the problems
// that the engine had with single files.
func ReadTrace(ctx context.Context, project engine.Options, o Options) (*Trace, []engine.Problem, error) {
	t := &tracing{places: newPlaces(cmp.Or(o.Base, project.Root))}
	entry, node := o.Entry, o.Node
	var prog *program.Program
	linked, err := engine.Programs(ctx, project, func(p *program.Program) error {
		if p.FileNamed(entry) != nil {
			prog = p
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	if node == 0 {
		node = program.NewestLine
	}
	t.text, t.p = linked.Text, prog
	t.out = &Trace{Node: node}
	if prog != nil {
		t.read(prog.TraceOnward(prog.FileNamed(entry).ID, node))
	}
	return t.out, linked.Errors, nil
}

// tracing makes a tree of the events of a trace.
type tracing struct {
	places
	p    *program.Program
	out  *Trace
	runs []*Loading // those that run, the innermost last
	last map[program.FileID]*Loading
	// unfinished are answers with modules that had not ended: what they lack is known when they end.
	unfinished map[program.FileID][]*Cached
}

func (t *tracing) read(tr *program.Trace) {
	t.last, t.unfinished = map[program.FileID]*Loading{}, map[program.FileID][]*Cached{}
	for i := range tr.Events {
		t.event(&tr.Events[i])
	}
	t.out.Cut, t.out.Unsure = tr.Cut, tr.Unsure
	if tr.Error != nil {
		t.out.Error = t.fault(tr.Error)
	}
	if t.out.Entry != nil {
		t.out.sum(t.out.Entry)
	}
}

func (t *tracing) event(e *program.Event) {
	switch e.Kind {
	case program.EventStart, program.EventImports:
		t.start(e)
	case program.EventEnd:
		t.end(e)
	case program.EventCached:
		c := &Cached{Path: t.path(e.File), How: e.How.String(), Spec: t.spec(e), Complete: e.Complete, Has: e.Names, More: e.More}
		if !e.Complete {
			t.unfinished[e.File] = append(t.unfinished[e.File], c)
			if l := t.last[e.File]; l != nil {
				l.Cycle = true
			}
		}
		t.happens(e, Happening{Cached: c})
	case program.EventRead:
		t.happens(e, Happening{Read: &NameRead{Path: t.path(e.File), Name: e.Name, Gets: e.Got.String(), Stale: e.Stale}})
	case program.EventError:
		t.happens(e, Happening{Error: t.fault(e.Error)})
	case program.EventCatch:
		t.happens(e, Happening{Caught: t.fault(e.Error)})
	case program.EventUnknown:
		t.happens(e, Happening{Unknown: e.Why})
	}
}

func (t *tracing) path(f program.FileID) string { return t.rel(t.p.Files[f].Path) }

// happens adds to the module that runs.
func (t *tracing) happens(e *program.Event, h Happening) {
	if len(t.runs) == 0 {
		return
	}
	if e.By >= 0 {
		h.At = t.place(t.p, e.By, e.Range)
	}
	h.Maybe = e.Maybe
	l := t.runs[len(t.runs)-1]
	l.Events = append(l.Events, h)
}

func (t *tracing) start(e *program.Event) {
	f := t.p.Files[e.File]
	order := 0
	if e.Kind == program.EventStart {
		t.out.Modules++
		order = t.out.Modules
		if n := len(t.runs); n > 0 && t.runs[n-1] == t.last[e.File] && t.runs[n-1].Order == 0 {
			t.runs[n-1].Order = order // an ES module: its imports have run
			return
		}
	}
	l := &Loading{Order: order, Path: t.path(e.File), ESM: f.ESM, Lines: t.count(f.Path), How: e.How.String(), Spec: t.spec(e), Maybe: e.Maybe}
	if e.By >= 0 {
		l.Asked = t.place(t.p, e.By, e.Range)
	}
	for i := range f.Targets {
		im, to := &f.Facts.Imports[i], &f.Targets[i]
		name := to.Package
		if to.Builtin != "" {
			name = "node:" + to.Builtin
		}
		if name != "" && im.Func == 0 && im.Kind <= effects.StaticImport && !slices.Contains(l.Outside, name) {
			l.Outside = append(l.Outside, name)
		}
	}
	if len(t.runs) == 0 {
		if t.out.Entry == nil {
			t.out.Entry = l
		}
	} else {
		t.happens(e, Happening{Loads: l})
	}
	t.runs = append(t.runs, l)
	t.last[e.File] = l
}

func (t *tracing) end(e *program.Event) {
	if l := t.last[e.File]; l != nil {
		l.Exports, l.More, l.Complete = e.Names, e.More, e.Complete
		if i := slices.Index(t.runs, l); i >= 0 {
			t.runs = t.runs[:i]
		}
	}
	final := e.Names
	if !e.Complete { // what it would have got
		final = nil
		if list := t.p.ExportsOf(e.File); list.Certain {
			for i := range list.Names {
				final = append(final, list.Names[i].Name)
			}
		}
	}
	for _, c := range t.unfinished[e.File] {
		for _, n := range final {
			if !slices.Contains(c.Has, n) {
				c.Lacks = append(c.Lacks, n)
			}
		}
	}
	delete(t.unfinished, e.File)
}

func (t *tracing) fault(e *program.LoadError) *Fault {
	f := &Fault{Code: e.Code, Message: e.Message}
	if e.File >= 0 {
		f.At = t.place(t.p, e.File, e.Range)
	}
	return f
}

// spec is the specifier with which a module is asked for, "" for the entry.
func (t *tracing) spec(e *program.Event) string {
	if e.By < 0 {
		return ""
	}
	facts := t.p.Files[e.By].Facts
	for i := range facts.Imports {
		if im := &facts.Imports[i]; im.CallStart == e.Range.Start {
			return facts.Str(im.Spec)
		}
	}
	return ""
}

// early reports whether something is read before it is there.
func (r *NameRead) early() bool {
	return r.Stale || r.Gets == "undefined" || r.Gets == "ReferenceError"
}

// sum fills in what a module says of those below it.
func (t *Trace) sum(l *Loading) {
	for i := range l.Events {
		h := &l.Events[i]
		switch {
		case h.Loads != nil:
			t.sum(h.Loads)
			l.Below += h.Loads.Below + 1
			l.Remarkable = l.Remarkable || h.Loads.Remarkable
			l.Harmful = l.Harmful || h.Loads.Harmful
		case h.Cached != nil && !h.Cached.Complete:
			l.Remarkable = true
			t.Unfinished++
		case h.Read != nil && h.Read.early():
			l.Harmful = true
			t.Early++
		case (h.Error != nil || h.Caught != nil) && !h.Maybe:
			l.Harmful = true
		}
	}
	l.Remarkable = l.Remarkable || l.Cycle || l.Harmful
}
