package features

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
)

// facts are what is to be said of this code, what matters most first.
func (q *query) facts() []string {
	sp := &q.spot
	if sp.imp >= 0 {
		return q.importFacts()
	}
	var out []string
	switch q.topic.Name {
	case "exports", "module":
		return q.exportFacts()
	case "__filename / __dirname", "import.meta.dirname / filename", "import.meta.url":
		out = append(out, q.place()...)
	}
	if sp.call >= 0 && sp.emitter < 0 && sp.option == "" {
		out = append(out, q.callFacts(program.CallRef{File: q.f.ID, Call: sp.call})...)
	}
	if line := q.order(); line != "" {
		out = append(out, line)
	}
	if phase := q.listenerPhase(); phase != "" {
		out = append(out, phase)
	}
	if q.aboutObject() {
		out = append(out, q.emitterFacts()...)
		out = append(out, q.streamFacts()...)
	}
	if line := q.variant(); line != "" {
		out = append(out, line)
	}
	return out
}

// callFacts are those of a call: when it runs, whether it keeps the thread, when its callback runs.
func (q *query) callFacts(r program.CallRef) []string {
	var out []string
	m := q.p.Member(r)
	in := program.FuncRef{File: q.f.ID, Func: q.p.Call(r).Func}
	when := q.when(in)
	if in.Func == 0 && (m == nil || m.Func == nil || m.Func.Blocks == nodeapi.BlocksNot || !q.p.Started()[q.f.ID]) {
		when = "" // that a line of the top level runs as the module loads everybody sees
	}
	if m != nil && m.Func != nil {
		if blocks := q.blocks(r, m); blocks != "" {
			out = append(out, blocks)
		} else if m.Func.Phase > nodeapi.PhaseSync && q.p.CallbackArg(r) >= 0 && !strings.Contains(q.topic.Text, "callback runs") && !strings.Contains(q.topic.Text, "callback joins") {
			out = append(out, "Its callback runs in the "+m.Func.Phase.String()+".")
		}
	}
	if when != "" {
		out = append(out, when)
	}
	return out
}

// blocking says what the thread does meanwhile.
var blocking = map[nodeapi.Block]string{
	nodeapi.BlocksIO:    "waits for the file system",
	nodeapi.BlocksChild: "waits for another process",
	nodeapi.BlocksSleep: "sleeps",
	nodeapi.BlocksDB:    "waits for the database",
	nodeapi.BlocksCPU:   "computes",
}

func (q *query) blocks(r program.CallRef, m *nodeapi.Member) string {
	does := blocking[m.Func.Blocks]
	if does == "" {
		return ""
	}
	if m.Func.SyncWithoutCallback {
		if q.p.CallbackArg(r) >= 0 {
			return ""
		}
		return "Without a callback it " + does + " on this thread."
	}
	if q.topic != nil && strings.Contains(q.topic.Text, "on the thread") {
		return "" // the topic says so
	}
	return "Blocks: it " + does + " on this thread."
}

// moments are when functions run for other reasons than a client, in the order in which it matters.
var moments = []struct {
	when nodeapi.When
	says string
}{
	{nodeapi.Exit, "Runs while the process ends"},
	{nodeapi.Signal, "Runs on a signal"},
	{nodeapi.Worker, "Runs in a worker"},
	{nodeapi.Timer, "Runs by a timer"},
	{nodeapi.OnEvent, "Runs at an event"},
	{nodeapi.CLI, "Runs as part of a command"},
	{nodeapi.Load, "Runs while modules load"},
}

// when says when a function runs, and because of what; "" when that is not known.
func (q *query) when(fn program.FuncRef) string {
	if fn.Func == 0 {
		if q.p.Started()[fn.File] {
			return "Runs once, as the program starts."
		}
		return "Runs once, when this module is first loaded."
	}
	pass := rule.NewProgramPass(q.p, nil)
	if when, ok := q.p.Hot(fn); ok {
		root, _ := q.p.Root(fn, when)
		path, weak := q.p.Path(fn, when)
		perhaps := ""
		if weak {
			perhaps = "perhaps "
		}
		who := code(pass.HandlerNamed(root, path))
		if root.At.Call >= 0 && q.p.Route(root) == "" {
			who += ", registered at " + q.line(root.At.File, q.p.Call(root.At).Start)
		}
		return fmt.Sprintf("Runs %sper %s: %s%s.", perhaps, when, who, pass.Others(fn, root, path))
	}
	for _, m := range moments {
		if !q.p.Runs(fn, m.when) {
			continue
		}
		root, _ := q.p.Root(fn, m.when)
		path, weak := q.p.Path(fn, m.when)
		if weak || slices.ContainsFunc(path, func(e program.Edge) bool { return e.Kind == program.EdgePass }) {
			continue // whether it is called at all is not known
		}
		who := strings.TrimSpace(strings.TrimPrefix(pass.HandlerNamed(root, path), "module top level"))
		if m.when == nodeapi.Load {
			who = q.p.Rel(root.Func.File)
			if way := q.p.ShortWay(path); len(way) > 0 {
				who += " → " + strings.Join(way, " → ")
			}
		}
		if who == "" {
			return m.says + "."
		}
		return m.says + ": " + code(who) + "."
	}
	return ""
}

// place is where the module stands on the disk.
func (q *query) place() []string {
	file := q.f.Path
	name := q.spot.node.Name()
	switch {
	case strings.HasSuffix(name, "dirname"):
		return []string{code(path.Dir(file))}
	case strings.HasSuffix(name, "filename"):
		return []string{code(file)}
	}
	return nil
}

// line is a place in a file as people write it.
func (q *query) line(file program.FileID, at int32) string {
	f := q.p.Files[file]
	name := q.p.Rel(file)
	lines, err := q.s.Lines(f.Path)
	if err != nil {
		return name
	}
	n := lines.Line(int(at)) + 1
	if file == q.f.ID {
		return fmt.Sprintf("line %d", n)
	}
	return fmt.Sprintf("%s:%d", name, n)
}

// function is what there is to say of a function, at its name or keyword: when it runs, and who calls it back in which phase.
func (q *query) function() (Topical, bool) {
	fn := program.FuncRef{File: q.f.ID, Func: q.spot.fn}
	var facts []string
	if back := q.calledBack(fn); back != "" {
		facts = append(facts, back)
	}
	if when := q.when(fn); when != "" {
		facts = append(facts, when)
	}
	if len(facts) == 0 {
		return Topical{}, false
	}
	title := q.p.FuncName(fn)
	if title == program.Anonymous {
		title = "function"
		if fact := facts[0]; strings.HasPrefix(fact, "Called") || strings.Contains(fact, "registered") {
			title = "callback"
		}
	}
	return Topical{Title: title, Facts: facts}, true
}

// calledBack says which API calls a function back, and in which phase; "" when none is seen to.
func (q *query) calledBack(fn program.FuncRef) string {
	says := ""
	for _, from := range q.p.Callers(fn) {
		for _, e := range q.p.Edges(from) {
			if e.To != fn || e.Kind != program.EdgeCallback || e.At.Call < 0 {
				continue
			}
			m := q.p.Member(e.At)
			if m == nil || e.Phase == nodeapi.PhaseNone {
				return ""
			}
			line := "Called back by " + code(program.Display(m)) + " in the " + e.Phase.String() + "."
			if e.Phase == nodeapi.PhaseSync {
				line = "Called by " + code(program.Display(m)) + " before that returns."
			}
			if says != "" && says != line {
				return "" // by several
			}
			says = line
		}
	}
	return says
}

func code(s string) string { return "`" + s + "`" }

// list joins names for people, the first few of them.
func list(names []string, most int) string {
	more := ""
	if len(names) > most {
		more = fmt.Sprintf(" and %d more", len(names)-most)
		names = names[:most]
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = code(n)
	}
	return strings.Join(quoted, ", ") + more
}

// exportFacts are what require() of this file gives, and who asks for it.
func (q *query) exportFacts() []string {
	var out []string
	e := q.p.ExportsOf(q.f.ID)
	names := make([]string, 0, len(e.Names))
	for i := range e.Names {
		if !e.Names[i].Inherited && e.Names[i].Name != "__esModule" { // the mark of a build step
			names = append(names, e.Names[i].Name)
		}
	}
	what := "an object"
	if e.Callable {
		what = "a function or class"
	}
	switch {
	case len(names) > 0 && e.Certain:
		out = append(out, fmt.Sprintf("require() of this file gives %s with %s.", what, list(names, 8)))
	case len(names) > 0:
		out = append(out, fmt.Sprintf("require() of this file gives %s with %s, and perhaps others.", what, list(names, 8)))
	case e.Callable:
		out = append(out, "require() of this file gives a function or class.")
	}
	for i := range e.Dropped {
		d := &e.Dropped[i]
		out = append(out, fmt.Sprintf("%s is lost: it is set on an object that `module.exports` no longer is (%s).", code(d.Name), q.line(d.Replaced.File, d.Replaced.Range.Start)))
	}
	if by := q.requirers(); len(by) > 0 {
		out = append(out, "Asked for by "+list(by, 3)+".")
	}
	return out
}

// requirers are the files that ask for this one.
func (q *query) requirers() []string {
	var out []string
	for _, f := range q.p.Files {
		for i := range f.Targets {
			if f.Targets[i].File == q.f.ID && f.ID != q.f.ID {
				out = append(out, q.p.Rel(f.ID))
				break
			}
		}
	}
	return out
}
