package program

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/syntax"
)

// EdgeKind says why one function runs because of another.
type EdgeKind uint8

// The kinds of edge.
const (
	EdgeCall     EdgeKind = iota // calls it
	EdgeNew                      // constructs it
	EdgeCallback                 // hands it to an API that calls it back
	EdgePass                     // hands it to a function that may call it
	EdgeAccess                   // reads or writes a property that it gets or sets
	EdgeEmit                     // emits an event that it listens to
)

// Edge is one step of the call graph. A weak one rests on a guess: it does not tell callers apart, so two of them on one way are one too many.
type Edge struct {
	To   FuncRef
	At   CallRef
	Kind EdgeKind
	Weak bool
	// Guess: a weak one that rests on the method's name.
	Guess bool
	// Phase is when a callback runs; PhaseNone when that is not known.
	Phase nodeapi.Phase
	// Start and End are where an EdgeAccess stands; At.Call is None then.
	Start, End int32
}

// Edges are the outgoing edges of a function, in order of place.
func (p *Program) Edges(r FuncRef) []Edge { return p.edges[r] }

// Calls calls yield with every function that a function calls while it runs: what it calls by name, what was passed to it, and callbacks that
// an API calls before it returns. Edges has more, what runs because of the function, and less: whoever passes a function stands for the one
// that calls it.
func (p *Program) Calls(r FuncRef, yield func(Edge)) {
	for _, e := range p.edges[r] {
		if e.Kind != EdgePass {
			yield(e)
		}
	}
	for _, e := range p.passed[r] {
		yield(e)
	}
	for _, e := range p.guesses()[r] {
		yield(e)
	}
}

// Roots are everything that runs functions from outside: handlers, listeners, timers, and each module's top level.
func (p *Program) Roots() []Root { return p.roots }

func (p *Program) addEdge(from FuncRef, e Edge) {
	for _, x := range p.edges[from] {
		if x.To == e.To && x.Kind == e.Kind {
			return
		}
	}
	p.edges[from] = append(p.edges[from], e)
}

// buildGraph makes edges and roots from the resolved calls, and tags functions with when they run.
func (p *Program) buildGraph() {
	for _, f := range p.Files {
		p.roots = append(p.roots, Root{Func: FuncRef{f.ID, 0}, When: nodeapi.Load, At: CallRef{f.ID, None}, What: "module load"})
	}
	for _, f := range p.Files {
		if p.canceled() {
			return
		}
		for ci := range f.Facts.Calls {
			p.callEdges(f, effects.CallID(ci))
		}
	}
	p.addParamEdges()
	p.decoratorRoots()
	p.schemaRoots()
	p.hookRoots()
	p.accessEdges()
	p.emitEdges()
	for w := nodeapi.Request; w <= nodeapi.Load; w++ {
		p.tag(w)
	}
	p.handlersByLooks()
}

func (p *Program) callEdges(f *File, call effects.CallID) {
	c := &f.Facts.Calls[call]
	ref := CallRef{f.ID, call}
	from := FuncRef{f.ID, c.Func}
	args := p.Args(ref)
	known := false // what happens with the arguments is known
	for _, t := range p.targetsOf(f, call) {
		switch t.Kind {
		case AbsFunc:
			kind := EdgeCall
			if c.Flags&effects.CallNew != 0 {
				kind = EdgeNew
			}
			e := Edge{To: FuncRef{t.File, t.ID}, At: ref, Kind: kind}
			cv := f.Facts.Val(c.Callee)
			if cv.Kind == effects.Param && !p.flowOf(FuncRef{f.ID, cv.A}).thing(cv.B).has(t) {
				p.viaParam = append(p.viaParam, paramEdge{from, FuncRef{f.ID, cv.A}, e})
				continue
			}
			p.addEdge(from, e)
		case AbsClass:
			g := p.Files[t.File]
			p.construct(from, ref, g, t.ID, nil)
		case AbsMember:
			known = true
			p.memberEdges(f, ref, from, args, t)
		}
	}
	if len(p.targetsOf(f, call)) == 0 {
		p.routeByLooks(f, ref, args)
		p.connectionByLooks(f, ref, args)
		p.pluginRoots(f, ref, args)
	}
	if memberOf(p.targetsOf(f, call)) == nil {
		p.listenerByLooks(f, ref, args)
	}
	if len(p.targetsOf(f, call)) == 0 {
		p.guessEdges(f, ref, from)
	}
	if !known && !stores(p.MethodName(ref)) {
		for _, a := range args {
			if !p.isCallback(f, a) {
				continue
			}
			p.eachFunc(f, a, func(fn FuncRef) {
				if fn == from || !p.localTo(f, a, from) {
					return
				}
				e := Edge{To: fn, At: ref, Kind: EdgePass}
				if len(p.targetsOf(f, call)) == 0 && f.Facts.Val(a).Kind == effects.Closure && iterates(p.MethodName(ref)) {
					e.Kind, e.Phase = EdgeCallback, nodeapi.PhaseSync
				}
				p.addEdge(from, e)
			})
		}
	}
}

// iterates reports whether a method by its name is one of an array or string that calls its argument before it returns.
func iterates(method string) bool {
	switch method {
	case "forEach", "map", "filter", "some", "every", "find", "findIndex", "findLast", "reduce", "reduceRight", "flatMap", "sort", "replace", "replaceAll":
		return true
	}
	return false
}

// stores reports whether a method by its name keeps its argument rather than calls it.
func stores(method string) bool {
	switch method {
	case "push", "unshift", "set", "add", "splice", "concat", "includes", "indexOf":
		return true
	}
	return false
}

// paramEdge is a call of something that was passed in: from calls a parameter of owner.
type paramEdge struct {
	from, owner FuncRef
	edge        Edge
}

// addParamEdges adds the calls of parameters. Such a call is made for whoever passed the function, and the edge from there says it without
// mixing up callers: `load(cb)` in a handler and `load(cb2)` at start-up must not make cb2 run per request. Only where the
// calling closure outlives the call that got the parameter (a middleware factory returns it, an object keeps it) is there no other way.
func (p *Program) addParamEdges() {
	within := map[FuncRef]map[effects.FuncID]bool{}
	for _, v := range p.viaParam {
		p.passed[v.from] = append(p.passed[v.from], v.edge)
		if v.from == v.owner {
			continue
		}
		reach, ok := within[v.owner]
		if !ok {
			reach = p.runsWithin(v.owner)
			within[v.owner] = reach
		}
		if !reach[v.from.Func] {
			v.edge.Weak = true
			p.addEdge(v.from, v.edge)
		}
	}
	p.viaParam = nil
}

// runsWithin are the functions written inside owner that run because owner runs.
func (p *Program) runsWithin(owner FuncRef) map[effects.FuncID]bool {
	facts := p.Files[owner.File].Facts
	inside := func(fn effects.FuncID) bool {
		for fn > 0 {
			fn = facts.Funcs[fn].Parent
			if fn == owner.Func {
				return true
			}
		}
		return false
	}
	seen := map[effects.FuncID]bool{owner.Func: true}
	queue := []effects.FuncID{owner.Func}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, e := range p.edges[FuncRef{owner.File, at}] {
			if e.To.File == owner.File && !seen[e.To.Func] && inside(e.To.Func) {
				seen[e.To.Func] = true
				queue = append(queue, e.To.Func)
			}
		}
	}
	return seen
}

// localTo reports whether a function value handed on here is one that this place means: a closure or a name, not a parameter that came
// from elsewhere.
func (p *Program) localTo(f *File, v effects.ValueID, from FuncRef) bool {
	for i := 0; i < 6; i++ {
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Param, effects.Rest:
			return false
		case effects.Prop, effects.Elem, effects.Await:
			v = x.A
		default:
			return true
		}
	}
	return true
}

func (p *Program) construct(from FuncRef, at CallRef, g *File, class effects.ClassID, seen map[FuncRef]bool) {
	if key := (FuncRef{g.ID, class}); seen[key] {
		return
	} else if seen != nil {
		seen[key] = true
	}
	c := &g.Facts.Classes[class]
	if c.Fields >= 0 {
		p.addEdge(from, Edge{To: FuncRef{g.ID, c.Fields}, At: at, Kind: EdgeNew})
	}
	for _, m := range c.Members {
		if val := g.Facts.Val(m.Value); val.Kind == effects.Closure && m.Flags&effects.MemberStatic == 0 {
			if h := p.hook(g, class, g.Facts.Str(m.Name)); h != nil {
				p.addEdge(from, Edge{To: FuncRef{g.ID, val.A}, At: at, Kind: EdgeCallback, Phase: h.Phase})
			}
		}
	}
	if c.Ctor >= 0 {
		p.addEdge(from, Edge{To: FuncRef{g.ID, c.Ctor}, At: at, Kind: EdgeNew})
		return
	}
	if c.Extends >= 0 {
		if seen == nil {
			seen = map[FuncRef]bool{{g.ID, class}: true}
		}
		for _, x := range p.Eval(g, c.Extends) {
			switch x.Kind {
			case AbsClass:
				p.construct(from, at, p.Files[x.File], x.ID, seen)
			case AbsFunc:
				p.addEdge(from, Edge{To: FuncRef{x.File, x.ID}, At: at, Kind: EdgeNew})
			}
		}
	}
}

// hook is the method of that name that the library class above a class of the project calls: _transform; nil for none.
func (p *Program) hook(g *File, class effects.ClassID, name string) *nodeapi.Event {
	if name == "" || name[0] != '_' {
		return nil
	}
	for _, c := range p.appendClasses(nil, Abs{Kind: AbsNew, File: g.ID, ID: class}) {
		if h := c.Hook(name); h != nil {
			return h
		}
	}
	return nil
}

func (p *Program) memberEdges(f *File, ref CallRef, from FuncRef, args []effects.ValueID, t Abs) {
	m := t.Member()
	fn := m.Func
	if fn == nil {
		// a namespace or constructor: new Promise(executor), new Worker(...)
		for _, a := range args {
			if p.isCallback(f, a) {
				p.eachFunc(f, a, func(g FuncRef) { p.addEdge(from, Edge{To: g, At: ref, Kind: EdgeCallback, Phase: nodeapi.PhaseSync}) })
			}
			p.objectCallbacks(f, a, from, ref, m.Class)
		}
		return
	}
	if h := fn.Handler; h != nil {
		p.eachHandler(f, args, h, func(g FuncRef, _ uint8) {
			p.roots = append(p.roots, Root{Func: g, When: h.When, At: ref, What: h.What, Member: m, Awaits: h.Awaits, Handler: h})
		})
		return
	}
	if fn.Effect == nodeapi.EffectListens && len(args) > 1 {
		p.listenerRoot(f, ref, from, args, m)
		return
	}
	if m.Method != nil {
		p.hookEdges(f, ref, from)
	}
	// calls that take callbacks: by the tables, else any function handed to a known API is taken to run
	if fn.Callback == nodeapi.NoCallback && stores(p.MethodName(ref)) {
		return
	}
	at := p.callbackArg(f, args, fn)
	for i, a := range args {
		phase := fn.Phase
		known := i == at
		for _, also := range fn.Also {
			if int(also.At) == i {
				phase, known = also.Phase, true
			}
		}
		if !known && (fn.Callback != nodeapi.NoCallback && fn.Callback != nodeapi.Last || !p.isCallback(f, a)) {
			continue
		}
		p.eachFunc(f, a, func(g FuncRef) {
			if g != from {
				p.addEdge(from, Edge{To: g, At: ref, Kind: EdgeCallback, Phase: phase})
			}
		})
	}
	if m.Is("global.setInterval", "timers.setInterval") && len(args) > 0 {
		p.eachFunc(f, args[0], func(g FuncRef) {
			p.roots = append(p.roots, Root{Func: g, When: nodeapi.Timer, At: ref, What: "setInterval callback", Member: m})
		})
	}
}

// isCallback reports whether an argument is meant as a function: it is written there, or it can be nothing but one of a few functions. A value that
// may also be something else is data that was once mixed up with functions, such as the exports of many modules.
func (p *Program) isCallback(f *File, v effects.ValueID) bool {
	if f.Facts.Val(v).Kind == effects.Closure {
		return true
	}
	list := p.Eval(f, v)
	for _, a := range list {
		if a.Kind != AbsFunc {
			return false
		}
	}
	return len(list) > 0 && len(list) <= 3
}

// objectCallbacks are functions in an options object given to a constructor: new Transform({transform(chunk, enc, cb) {}}).
func (p *Program) objectCallbacks(f *File, v effects.ValueID, from FuncRef, at CallRef, class *nodeapi.Class) {
	for _, a := range p.Eval(f, v) {
		if a.Kind != AbsObject {
			continue
		}
		g := p.Files[a.File]
		for _, m := range g.Facts.Objects[a.ID].Members {
			if val := g.Facts.Val(m.Value); val.Kind == effects.Closure {
				e := Edge{To: FuncRef{g.ID, val.A}, At: at, Kind: EdgeCallback}
				if class != nil {
					if h := class.Hook(g.Facts.Str(m.Name)); h != nil {
						e.Phase = h.Phase
					}
				}
				p.addEdge(from, e)
			}
		}
	}
}

func (p *Program) listenerRoot(f *File, ref CallRef, from FuncRef, args []effects.ValueID, m *nodeapi.Member) {
	event, ok := p.eventName(f, args)
	when, what := nodeapi.OnEvent, "event listener"
	var emitter *nodeapi.Class
	if ok {
		what = "'" + event + "' listener"
		classes := p.ReceiverClasses(ref)
		if m.Module == "process" || m.Method != nil && m.Method.Name == "process" {
			classes = append(classes, nodeapi.ClassNamed("process"))
		}
		for _, c := range classes {
			if e := c.EventNamed(event); e != nil {
				when, emitter = e.When, c
				if when == nodeapi.Message && ownStream(c) {
					when = nodeapi.OnEvent
				}
				what = fmt.Sprintf("'%s' listener of %s", event, article(c.Name))
				break
			}
		}
	}
	p.eachFunc(f, args[1], func(g FuncRef) {
		p.roots = append(p.roots, Root{Func: g, When: when, At: ref, What: what, Member: m, Event: event, Emitter: emitter})
		// A listener that a handler adds runs for that request, whatever its event.
		if when != nodeapi.Exit && when != nodeapi.Signal && g != from {
			p.addEdge(from, Edge{To: g, At: ref, Kind: EdgeCallback, Phase: nodeapi.PhaseNone})
		}
	})
}

// ownStream reports whether a class is of streams that may be anything: a file, a child's output, what is typed. Nobody waits for these as clients
// do, unless a handler reads them, and then there is an edge from it.
func ownStream(c *nodeapi.Class) bool {
	switch c.Name {
	case "stream.Readable", "stream.Writable", "stream.Duplex", "stream.Transform", "stream.PassThrough", "fs.ReadStream", "fs.WriteStream", "process.Input", "stream.Stream":
		return true
	}
	return false
}

func article(class string) string { return class }

// edgeStep says where and how one function runs because of another.
func (p *Program) edgeStep(e Edge) Step {
	name := p.FuncName(e.To)
	if e.Kind == EdgeAccess {
		does := "reads"
		if p.Func(e.To).Flags&effects.FuncSetter != 0 {
			does = "sets"
		}
		return Step{File: e.At.File, Range: syntax.Range{Start: e.Start, End: e.End}, Message: does + " a property, which calls " + name}
	}
	c := p.Call(e.At)
	msg := "calls " + name + "()"
	switch e.Kind {
	case EdgeNew:
		msg = "constructs " + name
	case EdgeCallback:
		if name == Anonymous {
			name = "a callback"
		}
		msg = "hands " + name + " to " + p.calleeText(e.At)
	case EdgeEmit:
		if name == Anonymous {
			name = "a listener"
		}
		msg = "emits the event that " + name + " listens to"
	case EdgePass:
		if name == Anonymous {
			name = "a function"
		}
		msg = "passes " + name + " to " + p.calleeText(e.At)
	default:
		if name == Anonymous {
			msg = "calls a function made here"
		}
		if e.Guess {
			msg += ", as far as the name tells"
		}
	}
	return Step{File: e.At.File, Range: syntax.Range{Start: c.Start, End: c.CalleeEnd}, Message: msg}
}

func withArticle(what string) string {
	if what == "" {
		return what
	}
	switch what[0] {
	case 'a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U':
		return "an " + what
	}
	return "a " + what
}

// calleeText names what a call calls, for messages.
func (p *Program) calleeText(r CallRef) string {
	if m := p.Member(r); m != nil {
		return Display(m)
	}
	f := p.Files[r.File]
	return f.Facts.CalleeName(f.Facts.Calls[r.Call].Callee)
}

// Display is a member's name as people write it: setTimeout, fs.readFile, server.on.
func Display(m *nodeapi.Member) string {
	name := m.Name
	if len(name) > 7 && name[:7] == "global." {
		return name[7:]
	}
	for i := 0; i < len(name); i++ {
		if name[i] == '#' {
			return name[:i] + "." + name[i+1:]
		}
	}
	return name
}
