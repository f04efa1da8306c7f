package program

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/syntax"
)

// Ending is what a function does to an object that must be ended, or to a callback that must be called, over all its paths; to call a callback
// is to end it. Paths that end in an exception are none of them.
type Ending struct {
	// Opens are the ways out that leave it open.
	Opens []Leak
	// Ends are the ways out that have ended it, one for each call that does it first.
	Ends []End
	// Later are the ways out that leave it to one callback of an API that calls it once.
	Later []Duty
	// Deferred are, of a callback, the calls on some path that give it to something which calls it only when the function has returned.
	Deferred []CallRef
	// Ended and Handed say that some path ends it, and that some path gives it away.
	Ended, Handed bool
	// Twice are the paths that end it and end it again with data.
	Twice []Twice

	data bool // every call that ends it sends something
	// needs is a call that every path makes, and that fails once the headers are sent; None when there is none.
	needs effects.CallID
}

// Leak is a way out that leaves an object open.
type Leak struct {
	Func FuncRef
	// At is the return; an empty range at 0 stands for the end of the function.
	At    syntax.Range
	Turns []Turn
	// Left is the call of a function of the project that leaves it open on some of its own paths, To that function, Object the object there;
	// Left.Call is None when there is none.
	Left   CallRef
	To     FuncRef
	Object Ref
}

// End is a way out that has ended an object.
type End struct {
	At    CallRef // the call that ends it, or a function of the project that does
	Turns []Turn
}

// Duty is a way out that leaves an object to a callback.
type Duty struct {
	// Func is the callback; its Func is None where the object is itself the callback that is handed over.
	Func  FuncRef
	By    CallRef // the call that takes the callback
	Turns []Turn
}

// Twice is a path that ends an object twice.
type Twice struct {
	First, Second CallRef
	Turns         []Turn
	// Last says that the first call is the last statement of a branch's block, which a return would leave.
	Last bool

	free, bound bool
}

// aim is what the object of a duty is followed for.
type aim uint8

const (
	aimEnd     aim = iota // that it is ended
	aimHeaders            // that the headers of a response are sent: those are its end, and what changes them is a second one
	aimCall               // that it is called: the object is a callback, and a call is its end
)

type endKey struct {
	fn     FuncRef
	object Ref
	root   bool
	aim    aim
}

type dutyKey struct {
	object Ref
	aim    aim
}

type holding uint8

const (
	holdsNothing holding = iota
	holdsClosure         // a function that uses the object
	holdsObject          // the object, or something that it can be reached from
)

// duty is one object within one file: a parameter, and everything that is the same thing.
type duty struct {
	p       *Program
	f       *File
	aim     aim
	object  effects.ValueID
	owner   effects.FuncID // the function whose parameter it is
	alias   map[effects.ValueID]bool
	inside  map[effects.FuncID]bool  // functions that use it, themselves or by one inside them
	maybe   map[effects.ValueID]bool // values that may be it or something else
	writers map[effects.VarID][]effects.FuncID
	wild    bool // it is used where the facts do not say when
	cond    *conditions
	effects map[effects.CallID]callEffect
	depth   int
}

type effectKind uint8

const (
	doesNothing effectKind = iota
	doesEnd
	doesHand
	doesStop   // the process
	leavesTo   // a callback
	doesAsSaid // what a function of the project does
	doesNeed   // fails when it is ended
)

type callEffect struct {
	kind   effectKind
	data   bool
	plain  bool // end itself, which a second time is an error until the first is flushed
	throws bool
	fn     effects.FuncID // the callback
	to     FuncRef        // the function called, and the object there
	object Ref
	said   *Ending
	now    bool // it is over when the call returns, or awaited
	used   bool // the result is looked at: it may say what was done
	defers bool // a callback is called only when the function has returned
}

// EndingOf is what a function does to an object of its file: a parameter, or one of a function around it. root says that the function is a
// handler, which has nobody to give the object back to. The answer is nil when the paths are too many or too dark.
func (p *Program) EndingOf(fn FuncRef, object effects.ValueID, root bool) *Ending {
	return p.ending(endKey{fn, Ref{fn.File, object}, root, aimEnd}, 0)
}

func (p *Program) ending(key endKey, depth int) *Ending {
	if e, ok := p.endings[key]; ok {
		return e
	}
	if p.endings == nil {
		p.endings = map[endKey]*Ending{}
	}
	p.endings[key] = nil // recursion: nothing is known of it
	d := p.dutyOf(key.object, key.aim)
	if d == nil || d.wild || depth > 12 {
		return nil
	}
	saved := d.depth
	d.depth = depth
	e := d.judge(key.fn.Func, key.root)
	d.depth = saved
	p.endings[key] = e
	return e
}

// dutyOf is the object that a parameter of a function is, nil when the value is not plainly a parameter.
func (p *Program) dutyOf(object Ref, aim aim) *duty {
	key := dutyKey{object, aim}
	if d, ok := p.duties[key]; ok {
		return d
	}
	if p.duties == nil {
		p.duties = map[dutyKey]*duty{}
	}
	f := p.Files[object.File]
	if object.Value < 0 {
		return nil
	}
	v := f.Facts.Val(object.Value)
	if v.Kind != effects.Param {
		p.duties[key] = nil
		return nil
	}
	d := &duty{p: p, f: f, aim: aim, object: object.Value, owner: v.A, alias: map[effects.ValueID]bool{}, maybe: map[effects.ValueID]bool{}, inside: map[effects.FuncID]bool{}, effects: map[effects.CallID]callEffect{}}
	for _, a := range p.Aliases(f, object.Value) {
		if x := f.Facts.Val(a); aim == aimCall && shiftedParam(f.Facts, a, v.A) {
			d.alias[a] = true
			continue
		} else if x.Kind == effects.Join || x.Kind == effects.Binary || x.Kind == effects.Var && len(f.Facts.Vars[x.A].Values) > 1 {
			d.maybe[a] = true
			continue
		}
		d.alias[a] = true
	}
	for _, u := range p.Uses(f, object.Value) {
		if u.Func < 0 {
			if u.Kind != UseProp {
				d.wild = true
			}
			continue
		}
		for fn := u.Func; fn > 0 && !d.inside[fn]; fn = f.Facts.Funcs[fn].Parent {
			if fn == d.owner {
				break
			}
			d.inside[fn] = true
		}
	}
	p.duties[key] = d
	return d
}

func (d *duty) judge(fn effects.FuncID, root bool) *Ending {
	facts := d.f.Facts
	if d.cond == nil {
		d.cond = newConditions(facts)
	}
	w := &walk{d: d, needs: None, fn: &facts.Funcs[fn], id: fn, ops: facts.Funcs[fn].Ops, root: root, cond: d.cond}
	if w.fn.Flags&effects.FuncGenerator != 0 || facts.Uncertain {
		return nil
	}
	w.run()
	if w.gaveUp {
		return nil
	}
	e := &Ending{data: true, needs: w.needs}
	self := FuncRef{d.f.ID, fn}
	once := map[effects.CallID]bool{}
	for k := range w.exits {
		x := &w.exits[k]
		switch {
		case x.fate == FateEnded:
			e.Ended = true
			e.ends(End{CallRef{d.f.ID, x.first}, x.way.list()})
			if !x.again {
				once[x.first] = true
			}
			if eff := d.effects[x.first]; !eff.data {
				e.data = false
			}
		case x.fate == FateHanded && x.later >= 0 && !x.soft:
			e.Handed = true
			e.Later = append(e.Later, Duty{FuncRef{d.f.ID, x.later}, CallRef{d.f.ID, x.by}, x.way.list()})
		case x.fate == FateHanded, x.soft:
			e.Handed = true
		default:
			l := Leak{Func: self, At: x.at, Turns: x.way.list(), Left: CallRef{d.f.ID, x.left}}
			if x.left >= 0 {
				eff := d.effects[x.left]
				l.To, l.Object = eff.to, eff.object
			}
			e.Opens = append(e.Opens, l)
		}
	}
	for _, id := range w.defers {
		e.Deferred = append(e.Deferred, CallRef{d.f.ID, id})
	}
	for _, t := range w.twice {
		if !t.free || !t.bound || !once[t.First.Call] {
			t.Last = w.lastOfBranch(t.First.Call)
			e.Twice = append(e.Twice, t)
		}
	}
	return e
}

// ends adds a way out, one for each call.
func (e *Ending) ends(x End) {
	for _, y := range e.Ends {
		if y.At == x.At {
			return
		}
	}
	e.Ends = append(e.Ends, x)
}

// lastOfBranch reports whether a call is the last statement of a branch of an if statement.
func (w *walk) lastOfBranch(call effects.CallID) bool {
	facts := w.cond.facts
	if facts.Calls[call].Flags&effects.CallDiscarded == 0 {
		return false
	}
	for i := range w.ops {
		if w.ops[i].Kind != effects.OpIf || w.ops[i].Flag == 1 {
			continue
		}
		for _, b := range w.fn.Blocks(int32(i)) {
			last := int32(None)
			for k := b + 1; k < w.ops[b].Skip; k = w.ops[k].Skip {
				last = k
			}
			if last >= 0 && w.ops[last].Kind == effects.OpCall && w.ops[last].A == call {
				return true
			}
		}
	}
	return false
}

func (w *walk) call(i int32, in []course) []course {
	id := w.ops[i].A
	e := w.d.effectOf(id)
	if e.throws {
		w.mayThrow(in)
	}
	if e.defers {
		w.deferred(id, in)
	}
	switch e.kind {
	case doesStop:
		return nil
	case doesHand:
		for k := range in {
			if in[k].fate != FateEnded {
				in[k].hand()
			}
		}
	case leavesTo:
		for k := range in {
			p := &in[k]
			switch p.fate {
			case FateOpen:
				p.hand()
				p.later, p.by = e.fn, id
			case FateHanded:
				p.hand()
			}
		}
	case doesEnd:
		for k := range in {
			w.end(&in[k], id, e)
		}
	case doesNeed:
		w.need(i, in, id, e)
	case doesAsSaid:
		return w.join(i, w.asSaid(id, e, in))
	}
	return in
}

// end ends the object on a path.
func (w *walk) end(p *course, id effects.CallID, e callEffect) {
	switch p.fate {
	case FateOpen:
		p.fate, p.first, p.sure, p.stale, p.free = FateEnded, id, true, false, false
	case FateEnded:
		if !e.data || !p.sure || p.soft || p.again || e.plain && p.stale || id == p.first {
			return
		}
		p.again = true
		for _, t := range w.twice {
			if t.First.Call == p.first && t.Second.Call == id && (!t.free || p.free) && (!t.bound || p.bound) {
				return
			}
		}
		f := w.d.f.ID
		w.twice = append(w.twice, Twice{First: CallRef{f, p.first}, Second: CallRef{f, id}, Turns: p.way.list(), free: p.free, bound: p.bound})
	}
}

// need makes a call that fails when the object is ended.
func (w *walk) need(i int32, in []course, id effects.CallID, e callEffect) {
	for k := range in {
		if in[k].fate == FateEnded {
			w.end(&in[k], id, e)
		}
	}
	if len(in) == 1 && in[0].fate == FateOpen && in[0].way == nil && len(w.catches) == 0 && !w.asked && w.needs < 0 {
		w.needs = id
	}
}

// asSaid applies what a function of the project does.
func (w *walk) asSaid(id effects.CallID, e callEffect, in []course) []course {
	s := e.said
	if s.needs >= 0 && e.now {
		for k := range in {
			if in[k].fate == FateEnded {
				w.end(&in[k], id, callEffect{data: true})
			}
		}
	}
	kinds := 0
	for _, b := range []bool{s.Ended, s.Handed, len(s.Opens) > 0} {
		if b {
			kinds++
		}
	}
	var out []course
	for k := range in {
		p := in[k]
		if p.fate == FateHanded {
			if s.Ended || s.Handed {
				p.hand()
			}
			out = append(out, p)
			continue
		}
		if kinds > 1 && e.used {
			if p.fate == FateOpen {
				p.hand() // the result tells which, perhaps
			}
			out = append(out, p)
			continue
		}
		if s.Ended {
			q := p
			before := q.fate
			if kinds > 1 {
				q.decided()
			}
			w.end(&q, id, callEffect{data: s.data && kinds == 1, plain: true})
			if before == FateOpen && (!e.now || kinds > 1) {
				q.sure = false
			}
			out = append(out, q)
		}
		if s.Handed {
			q := p
			if q.fate == FateOpen {
				q.hand()
			}
			out = append(out, q)
		}
		if len(s.Opens) > 0 || kinds == 0 {
			q := p
			if s.Ended && q.fate == FateOpen {
				q.left = id
			}
			out = append(out, q)
		}
	}
	return out
}

// effectOf is what a call does to the object.
func (d *duty) effectOf(id effects.CallID) callEffect {
	if e, ok := d.effects[id]; ok {
		return e
	}
	d.effects[id] = callEffect{kind: doesHand}
	e := d.newEffect(id)
	d.effects[id] = e
	return e
}

func (d *duty) newEffect(id effects.CallID) callEffect {
	p, f := d.p, d.f
	ref := CallRef{f.ID, id}
	if d.aim == aimCall {
		return d.callingEffect(ref)
	}
	c := &f.Facts.Calls[id]
	targets := p.Targets(ref)
	recv := p.Receiver(ref)
	name := p.MethodName(ref)
	own := recv >= 0 && d.alias[recv]
	m := memberOf(targets)
	if m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectExits {
		return callEffect{kind: doesStop}
	}
	e := callEffect{throws: !own && d.throws(ref, targets, name)}
	if own {
		if m == nil || m.Func == nil {
			m = nil
			if len(targets) == 0 {
				m = nodeapi.ClassNamed("express.Response").MethodNamed(name)
			}
			if m == nil {
				return callEffect{kind: doesHand, throws: true}
			}
		}
		if d.aim == aimHeaders {
			return d.headerEffect(ref, m, name, e)
		}
		switch m.Func.Effect {
		case nodeapi.EffectWrites:
			e.kind, e.plain, e.data = doesNeed, true, true
			if d.givesObject(ref) {
				e.kind = doesHand
			}
			return e
		case nodeapi.EffectEnds:
			e.kind, e.plain = doesEnd, name == "end"
			e.data = !e.plain || len(c.Args) > 0 && d.isData(c.Args[0])
			return e
		case nodeapi.EffectDestroys:
			e.kind = doesHand
			return e
		case nodeapi.EffectListens:
			if event, ok := p.eventName(f, c.Args); ok && (event == "close" || event == "finish" || event == "error") {
				return e
			}
		}
	} else if recv >= 0 && (d.maybe[recv] || d.gone(recv, name)) {
		e.kind = doesHand
		return e
	}
	if d.alias[c.Callee] { // a function: no response, whatever it was taken for
		e.kind = doesHand
		return e
	}
	// what is called: a closure that uses the object, or a parameter
	if recv < 0 && d.isCallback(c.Callee, 0) || name == "next" {
		e.kind = doesHand
		return e
	}
	if n := p.Args(ref); n == nil && len(c.Args) > 0 { // .apply
		for _, a := range c.Args {
			if d.holds(a, 0) != holdsNothing {
				e.kind = doesHand
				return e
			}
		}
	}
	if d.callsInside(ref, targets, &e) {
		return e
	}
	d.passes(ref, targets, m, &e)
	return e
}

// isData reports whether the first argument of end is sent: not a callback, undefined or null.
func (d *duty) isData(v effects.ValueID) bool {
	switch d.f.Facts.Val(v).Kind {
	case effects.Undefined, effects.Null, effects.Closure:
		return false
	case effects.String:
		return d.cond.literal(v) == heldTrue
	}
	if x := d.f.Facts.Val(v); x.Kind == effects.Param {
		// the result of an error-first callback is undefined when there is an error; a callback is no data
		params := d.f.Facts.Funcs[x.A].Params
		if isErrorName(d.f.Facts.Str(params[0].Name)) && x.B > 0 {
			return false
		}
		switch d.f.Facts.Str(params[x.B].Name) {
		case "cb", "callback", "next", "done", "fn":
			return false
		}
		return !d.p.mayBeFunc(d.f, v)
	}
	return !d.p.mayBeFunc(d.f, v) && !d.isCallback(v, 0)
}

func isErrorName(name string) bool {
	switch name {
	case "err", "error", "e", "er", "ex", "_err", "_error", "_":
		return true
	}
	return false
}

// gone reports whether a method call cuts the connection: req.destroy(), res.socket.end().
func (d *duty) gone(recv effects.ValueID, name string) bool {
	switch name {
	case "destroy", "destroySoon", "abort", "terminate", "resetAndDestroy":
	case "end", "write", "pipe":
		x := d.f.Facts.Val(recv)
		if x.Kind != effects.Prop || !d.alias[x.A] {
			return false
		}
	default:
		return false
	}
	for range 4 {
		x := d.f.Facts.Val(recv)
		if x.Kind == effects.Param || d.alias[recv] {
			return true
		}
		if x.Kind != effects.Prop {
			return false
		}
		recv = x.A
	}
	return false
}

// isCallback reports whether a called value was passed in: next, done, cb.
func (d *duty) isCallback(v effects.ValueID, depth int) bool {
	if v < 0 || depth > 3 {
		return false
	}
	x := d.f.Facts.Val(v)
	switch x.Kind {
	case effects.Param, effects.Rest:
		return !d.alias[v]
	case effects.Var:
		for _, y := range d.f.Facts.Vars[x.A].Values {
			if d.isCallback(y, depth+1) {
				return true
			}
		}
	case effects.Join:
		for _, y := range d.f.Facts.Lists[x.A] {
			if d.isCallback(y, depth+1) {
				return true
			}
		}
	case effects.Elem:
		return d.isCallback(x.A, depth+1)
	case effects.Binary:
		return d.isCallback(x.A, depth+1) || d.isCallback(x.B, depth+1)
	}
	return false
}

// callsInside judges the call of a function that uses the object as a variable around it.
func (d *duty) callsInside(ref CallRef, targets []Abs, e *callEffect) bool {
	found := false
	for _, t := range targets {
		if t.Kind != AbsFunc || t.File != d.f.ID || !d.inside[t.ID] || t.ID == d.owner {
			continue
		}
		if found || len(targets) > 1 || d.givesObject(ref) {
			e.kind = doesHand
			return true
		}
		found = true
		d.said(ref, FuncRef{t.File, t.ID}, Ref{d.f.ID, d.object}, e)
	}
	return found
}

// givesObject reports whether an argument of a call is or holds the object.
func (d *duty) givesObject(ref CallRef) bool {
	for _, a := range d.f.Facts.Calls[ref.Call].Args {
		if d.holds(a, 0) != holdsNothing {
			return true
		}
	}
	return false
}

// said notes that a function of the project is called that may do something to the object.
func (d *duty) said(ref CallRef, to FuncRef, object Ref, e *callEffect) {
	s := d.p.ending(endKey{to, object, false, d.aim}, d.depth+1)
	if s == nil {
		e.kind = doesHand
		return
	}
	c := d.p.Call(ref)
	async := d.p.Func(to).Flags&effects.FuncAsync != 0
	e.kind, e.said, e.to, e.object = doesAsSaid, s, to, object
	e.now = !async || c.Flags&effects.CallAwaited != 0
	e.used = d.resultUsed(ref.Call)
	e.defers = len(s.Deferred) > 0 && !s.Ended
	if c.Flags&effects.CallNew != 0 {
		e.kind = doesHand
	}
}

// resultUsed reports whether somebody looks at what a call gives, returning and awaiting it apart.
func (d *duty) resultUsed(call effects.CallID) bool {
	v := d.f.ResultValue(call)
	if v < 0 {
		return false
	}
	for _, u := range d.p.Uses(d.f, v) {
		if u.Kind != UseReturn && u.Kind != UseAwait {
			return true
		}
	}
	tested := d.f.testedValues(d.cond)
	for _, a := range d.p.Aliases(d.f, v) {
		if tested[a] {
			return true
		}
	}
	return false
}

// testedValues are the values of which tests are made.
func (f *File) testedValues(c *conditions) map[effects.ValueID]bool {
	if f.tested != nil {
		return f.tested
	}
	f.tested = map[effects.ValueID]bool{}
	note := func(v effects.ValueID, _ effects.Value) bool {
		f.tested[v] = true
		return false
	}
	for fi := range f.Facts.Funcs {
		for i := range f.Facts.Funcs[fi].Ops {
			switch op := &f.Facts.Funcs[fi].Ops[i]; op.Kind {
			case effects.OpIf, effects.OpSwitch:
				c.mentions(op.A, 0, note)
			case effects.OpLoop:
				c.mentions(op.B, 0, note)
			}
		}
	}
	return f.tested
}

// passes judges a call by its arguments.
func (d *duty) passes(ref CallRef, targets []Abs, m *nodeapi.Member, e *callEffect) {
	p, f := d.p, d.f
	for i, a := range p.Args(ref) {
		switch d.holds(a, 0) {
		case holdsNothing:
		case holdsClosure:
			d.takes(ref, targets, m, i, a, e)
		case holdsObject:
			if e.kind != doesNothing || !d.alias[a] || len(targets) != 1 || targets[0].Kind != AbsFunc {
				e.kind = doesHand
				return
			}
			to := FuncRef{targets[0].File, targets[0].ID}
			fn := p.Func(to)
			if i >= len(fn.Params) || fn.Params[i].Flags&(effects.ParamRest|effects.ParamPattern) != 0 || fn.Flags&effects.FuncUsesArgs != 0 || f.Facts.Calls[ref.Call].Flags&effects.CallSpread != 0 {
				e.kind = doesHand
				return
			}
			v := p.Files[to.File].ParamValue(to.Func, i)
			if v < 0 {
				continue // never read there
			}
			d.said(ref, to, Ref{to.File, v}, e)
		}
		if e.kind == doesHand {
			return
		}
	}
}

// takes judges a call that is given a function which uses the object.
func (d *duty) takes(ref CallRef, targets []Abs, m *nodeapi.Member, arg int, a effects.ValueID, e *callEffect) {
	p, f := d.p, d.f
	fns := p.Funcs(f, a)
	if e.kind != doesNothing || m == nil || m.Func == nil || len(targets) != 1 || len(fns) != 1 || fns[0].File != f.ID {
		e.kind = doesHand
		return
	}
	fn := fns[0]
	callback := p.CallbackArg(ref) == arg
	switch {
	case callback && m.Func.Phase == nodeapi.PhaseSync:
		s := p.ending(endKey{fn, Ref{f.ID, d.object}, false, d.aim}, d.depth+1)
		if s == nil || s.Ended || s.Handed {
			e.kind = doesHand
		}
	case callback && (m.Func.ErrFirst || m.Is("global.setTimeout", "timers.setTimeout", "global.setImmediate", "timers.setImmediate", "process.nextTick")):
		e.kind, e.fn = leavesTo, fn.Func
	default:
		e.kind = doesHand
	}
}

// holds says whether a value is the object, or leads to it.
func (d *duty) holds(v effects.ValueID, depth int) holding {
	if v < 0 || depth > 4 {
		return holdsNothing
	}
	if d.alias[v] {
		return holdsObject
	}
	facts := d.f.Facts
	x := facts.Values[v]
	most := func(list []effects.ValueID) holding {
		h := holdsNothing
		for _, y := range list {
			h = max(h, d.holds(y, depth+1))
		}
		return h
	}
	switch x.Kind {
	case effects.Closure:
		if d.inside[x.A] {
			return holdsClosure
		}
	case effects.Array:
		if most(facts.Lists[x.A]) != holdsNothing {
			return holdsObject
		}
	case effects.Join:
		if most(facts.Lists[x.A]) != holdsNothing {
			return holdsObject
		}
	case effects.Object:
		for _, m := range facts.Objects[x.A].Members {
			if d.holds(m.Value, depth+1) != holdsNothing {
				return holdsObject
			}
		}
	case effects.Var:
		return most(facts.Vars[x.A].Values)
	case effects.Binary:
		if x.Op == effects.And || x.Op == effects.Or || x.Op == effects.Nullish {
			if max(d.holds(x.A, depth+1), d.holds(x.B, depth+1)) != holdsNothing {
				return holdsObject
			}
		}
	case effects.Spread, effects.Await:
		return d.holds(x.A, depth+1)
	case effects.Arguments:
		if x.A == d.owner {
			return holdsObject
		}
	case effects.Prop:
		// a method taken off: promise.then(res.json)
		if d.alias[x.A] {
			if m := nodeapi.ClassNamed("express.Response").MethodNamed(facts.Str(x.B)); m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectEnds {
				return holdsObject
			}
		}
	case effects.Result:
		// f.bind(null, res)
		c := &facts.Calls[x.A]
		if cv := facts.Val(c.Callee); cv.Kind == effects.Prop && facts.Str(cv.B) == "bind" {
			if max(d.holds(cv.A, depth+1), most(c.Args)) != holdsNothing {
				return holdsObject
			}
		}
	}
	return holdsNothing
}

// throws reports whether a call is one that people put into a try block for what it may throw.
func (d *duty) throws(ref CallRef, targets []Abs, name string) bool {
	switch name {
	case "log", "info", "debug", "trace", "warn", "error", "verbose", "silly", "push", "on", "once", "set", "get", "has":
		return false
	}
	if len(targets) == 0 {
		return true
	}
	for _, t := range targets {
		switch t.Kind {
		case AbsMember:
			m := t.Member()
			if m.Is("JSON.parse", "global.decodeURIComponent", "global.decodeURI", "URL") || m.Func != nil && (m.Func.Blocks == nodeapi.BlocksIO && !m.Func.Cheap || m.Func.Blocks == nodeapi.BlocksChild) {
				return true
			}
		case AbsFunc, AbsClass:
			return true
		}
	}
	return false
}

// guard says whether a test asks if the object is ended or its client gone: heldTrue when a true test says so, heldFalse when a false one does,
// tested when it asks among other things.
func (d *duty) guard(test effects.ValueID, depth int) belief {
	if depth > 4 || test < 0 || d.aim == aimCall {
		return undecided
	}
	x := d.f.Facts.Val(test)
	if x.Kind == effects.Unary && x.Op == effects.Not {
		if t := d.guard(x.A, depth+1); t != tested {
			return -t
		}
		return tested
	}
	if x.Kind == effects.Prop {
		return d.asks(x)
	}
	if x.Kind == effects.Var {
		if vals := d.f.Facts.Vars[x.A].Values; len(vals) == 1 && d.f.Facts.Val(vals[0]).Kind == effects.Prop {
			return d.guard(vals[0], depth+1)
		}
	}
	if d.cond.mentions(test, 0, func(_ effects.ValueID, y effects.Value) bool { return y.Kind == effects.Prop && d.asks(y) != undecided }) {
		return tested
	}
	return undecided
}

func (d *duty) asks(x effects.Value) belief {
	switch d.f.Facts.Str(x.B) {
	case "headersSent", "writableEnded", "finished", "writableFinished", "sent", "_headerSent", "ended":
		return heldTrue
	case "destroyed", "closed", "aborted", "readableAborted", "writableAborted":
		return heldTrue
	case "writable":
		return heldFalse
	}
	return undecided
}

// unstable reports whether a test asks for something that other code changes meanwhile: a variable that another function writes, or a flag by
// the names that people give to "it is answered already".
func (d *duty) unstable(test effects.ValueID, fn effects.FuncID) bool {
	facts := d.f.Facts
	return d.cond.mentions(test, 0, func(_ effects.ValueID, x effects.Value) bool {
		name := ""
		switch x.Kind {
		case effects.Var:
			va := &facts.Vars[x.A]
			name = facts.Str(va.Name)
			if va.Flags&(effects.VarCaptured|effects.VarConst) == effects.VarCaptured && len(va.Values) > 1 && d.writtenOutside(x.A, fn) {
				return true
			}
		case effects.Prop:
			name = facts.Str(x.B)
		default:
			return false
		}
		return isAnsweredName(name)
	})
}

func isAnsweredName(name string) bool {
	switch name = strings.ToLower(name); name {
	case "done", "called", "closed", "ended", "finished", "sent", "aborted", "destroyed", "responded", "replied", "answered", "handled", "timedout", "cancelled", "canceled", "disconnected", "completed":
		return true
	}
	return false
}

// writtenOutside reports whether a function other than fn assigns to a variable, its declaration apart.
func (d *duty) writtenOutside(va effects.VarID, fn effects.FuncID) bool {
	if d.writers == nil {
		d.writers = map[effects.VarID][]effects.FuncID{}
		for fi := range d.f.Facts.Funcs {
			for i := range d.f.Facts.Funcs[fi].Ops {
				op := &d.f.Facts.Funcs[fi].Ops[i]
				if op.Kind == effects.OpWrite && op.Flag != 1 {
					if t := d.f.Facts.Val(op.A); t.Kind == effects.Var {
						d.writers[t.A] = append(d.writers[t.A], effects.FuncID(fi))
					}
				}
			}
		}
	}
	for _, w := range d.writers[va] {
		if w != fn {
			return true
		}
	}
	return false
}
