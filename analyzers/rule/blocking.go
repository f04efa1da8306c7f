package rule

import (
	"fmt"
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// maxBlockingPath is how long the way from the handler may be. Longer ones are rarely believed, and rarely right: every step may be one that
// this program never takes. A function that is passed on counts twice: it may not be called at all.
const maxBlockingPath = 7

func wayLength(path []program.Edge) int {
	n := len(path)
	for _, e := range path {
		if e.Kind == program.EdgePass {
			n++
		}
	}
	return n
}

// fromParent reports whether a root listens to messages of the process's own parent, children, workers or threads: no client waits for these.
func fromParent(root program.Root) bool {
	if root.Emitter == nil {
		return false
	}
	for _, class := range []string{"process", "cluster", "cluster.Worker", "child_process.ChildProcess", "worker_threads.MessagePort", "worker_threads.Worker"} {
		if root.Emitter.IsA(class) {
			return true
		}
	}
	return false
}

// blocked says what the thread does meanwhile, by kind of call.
var blocked = map[nodeapi.Block]string{
	nodeapi.BlocksIO:    "waits for the file system",
	nodeapi.BlocksChild: "waits for another process",
	nodeapi.BlocksSleep: "sleeps",
	nodeapi.BlocksDB:    "waits for the database",
	nodeapi.BlocksCPU:   "computes",
}

// small reports whether an argument says that a call is over at once.
func (p *ProgramPass) small(r program.CallRef, s *nodeapi.Size) bool {
	if s == nil {
		return false
	}
	args := p.Args(r)
	if args == nil || s.At >= len(args) {
		return true
	}
	f := p.Files[r.File]
	if name, ok := p.Literal(f, args[s.At]); ok && s.Names != nil {
		return slices.Contains(s.Names, name)
	}
	n, ok := p.Number(f, args[s.At])
	if !ok {
		return s.Small
	}
	return n <= s.Quiet
}

// ReportBlocking reports every call of the wanted kinds that a handler reaches, with the way from the handler. It is what the rules about
// blocking calls share.
func (p *ProgramPass) ReportBlocking(want func(nodeapi.Block) bool) {
	if !p.Serves() {
		return
	}
	wanted := func(m *nodeapi.Member) bool {
		return m.Func != nil && (m.Func.Blocks != nodeapi.BlocksNot && want(m.Func.Blocks))
	}
	p.CallsTo(wanted, func(r program.CallRef, m *nodeapi.Member) { p.reportBlocking(r, m, p.CalleeRange(r)) })
	// names.filter(fs.existsSync)
	p.CallbacksTo(wanted, func(r program.CallRef, arg int, m *nodeapi.Member) {
		if c := p.Call(r); len(p.Args(r)) == len(c.Args) {
			p.reportBlocking(r, m, syntax.Range{Start: c.ArgStart[arg], End: c.ArgEnd[arg]})
		}
	})
}

// reportBlocking reports a call, or the handing on of a function that another one calls, at the range.
func (p *ProgramPass) reportBlocking(r program.CallRef, m *nodeapi.Member, at syntax.Range) {
	f := p.Files[r.File]
	if f.Test {
		return
	}
	fn := program.FuncRef{File: r.File, Func: p.Call(r).Func}
	when, ok := p.Hot(fn)
	if !ok {
		return
	}
	root, _ := p.Root(fn, when)
	path, _ := p.Path(fn, when)
	if wayLength(path) > maxBlockingPath || p.Files[root.Func.File].Test || fromParent(root) {
		return
	}
	if m.Func.SyncWithoutCallback && p.CallbackArg(r) >= 0 || p.small(r, m.Func.Size) {
		return
	}
	if m.Func.Blocks == nodeapi.BlocksCPU && m.Func.Cheap {
		return
	}
	if p.DevelopmentOnly(r) || p.restarts(root, path) {
		return
	}
	once := p.Once(r) || m.Name == "fs.mkdirSync" && p.ifMissing(r) || onceOnTheWay(p, fn, when)
	if once && p.atStart(fn) {
		return // the cache is full when the first client comes
	}
	opts := []Option{Because(p.Steps(p.Witness(fn, when))...)}
	name := program.Display(m)
	who, others := p.HandlerNamed(root, path), p.Others(fn, root, path)
	msg := fmt.Sprintf("%s %s on the event loop's thread for every %s (%s%s): no other client is served meanwhile.", name, blocked[m.Func.Blocks], when, who, others)
	switch {
	case once:
		msg = fmt.Sprintf("%s %s on the event loop's thread the first time a %s (%s%s) needs it: until it is done no other client is served.", name, blocked[m.Func.Blocks], when, who, others)
		opts = append(opts, As(Info))
	case m.Func.Cheap || when == nodeapi.Schedule:
		opts = append(opts, As(Info))
	}
	if m.Func.Instead != "" {
		opts = append(opts, Help(p.insteadHelp(m, fn, path)))
		if fix, ok := p.awaitTwin(r, m, fn, at); ok {
			opts = append(opts, FixWith(fix))
		}
	}
	often := fmt.Sprintf("Runs once per %s", when)
	if once {
		often = fmt.Sprintf("Runs for the first %s", when)
	}
	switch {
	case len(path) == 1:
		opts = append(opts, Fact(fmt.Sprintf("%s: 1 call away from the %s.", often, root.What)))
	case len(path) > 1:
		opts = append(opts, Fact(fmt.Sprintf("%s: %d calls away from the %s.", often, len(path), root.What)))
	default:
		opts = append(opts, Fact(fmt.Sprintf("%s, in the %s itself.", often, root.What)))
	}
	if also, ok := p.parsed(r); ok {
		opts = append(opts, also)
	}
	p.Report(f, at, msg, opts...)
}

// HandlerNamed names a handler and the way from it in a few words: Express route handler GET /users → show → load.
func (p *ProgramPass) HandlerNamed(root program.Root, path []program.Edge) string {
	who := root.What
	if route := p.Route(root); route != "" && !strings.Contains(who, route) {
		if root.Event != "" {
			who = route
		} else {
			who += " " + route
		}
	}
	for _, name := range p.ShortWay(path) {
		who += " → " + name
	}
	return who
}

// Others says how many handlers besides the one that is named lead to a function.
func (p *ProgramPass) Others(fn program.FuncRef, root program.Root, path []program.Edge) string {
	n, more := p.OtherHandlers(fn, root, path, maxBlockingPath)
	switch {
	case n == 0:
		return ""
	case more:
		return fmt.Sprintf("; and %d other handlers or more", n)
	case n == 1:
		return "; and 1 other handler"
	}
	return fmt.Sprintf("; and %d other handlers", n)
}

// ifMissing reports whether a call stands in a branch for what does not exist: if (!fs.existsSync(folder)) fs.mkdirSync(folder).
func (p *ProgramPass) ifMissing(r program.CallRef) bool {
	f := p.Files[r.File].Facts
	for _, test := range p.Tests(r) {
		v := f.Val(test)
		if v.Kind != effects.Unary || v.Op != effects.Not {
			continue
		}
		if x := f.Val(v.A); x.Kind == effects.Result && program.MentionsName(f, v.A, "existsSync") {
			return true
		}
	}
	return false
}

// atStart reports whether loading the program calls a function for certain.
func (p *ProgramPass) atStart(fn program.FuncRef) bool {
	if !p.Runs(fn, nodeapi.Load) {
		return false
	}
	path, weak := p.Path(fn, nodeapi.Load)
	for _, e := range path {
		if !p.Certain(e.At) {
			return false
		}
	}
	return !weak
}

// onceOnTheWay reports whether a call on the way fills a cache, so that what it leads to runs once.
func onceOnTheWay(p *ProgramPass, fn program.FuncRef, when nodeapi.When) bool {
	path, _ := p.Path(fn, when)
	for _, e := range path {
		if p.Once(e.At) {
			return true
		}
	}
	return false
}
