package program

import (
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// What a function does to a callback that it gets, over all its paths. The paths are those of ending.go, where to call the callback is to end it.
// Unlike a response, a callback has no methods and no state that code could ask for, so what counts is who calls it, and when.

// CallingOf is what a function does to a callback of its file: a parameter, or one of a function around it. Ended says that some path calls it,
// Opens are the ways out that neither call it nor give it to anybody, Twice those that call it again. The answer is nil when the paths are too many
// or too dark.
func (p *Program) CallingOf(fn FuncRef, callback effects.ValueID) *Ending {
	return p.ending(endKey{fn, Ref{fn.File, callback}, true, aimCall}, 0)
}

// MayCallTwice are the functions that make two calls or more which may call a callback: among the one whose parameter it is and those inside that
// see it as a variable around them.
func (p *Program) MayCallTwice(fn FuncRef, callback effects.ValueID) []FuncRef {
	return p.mayEndTwice(fn, callback, aimCall)
}

// Callbacks calls yield with every parameter that the code of its function, or one inside it, calls with something that tells an error-first
// callback how the work went: an error, or null. Calls through a variable count where it stands for the parameter and nothing but other
// parameters. The order is that of file and place.
func (p *Program) Callbacks(yield func(fn FuncRef, callback effects.ValueID)) {
	for _, f := range p.Files {
		facts := f.Facts
		told := map[effects.ValueID]bool{}
		var list []effects.ValueID
		note := func(v effects.ValueID) {
			if facts.Val(v).Kind == effects.Param && !told[v] {
				told[v] = true
				list = append(list, v)
			}
		}
		for ci := range facts.Calls {
			callee := facts.Calls[ci].Callee
			if x := facts.Val(callee); x.Kind == effects.Prop { // .call, .apply
				callee = x.A
			}
			switch x := facts.Val(callee); x.Kind {
			case effects.Param:
				if !told[callee] && p.tells(CallRef{f.ID, effects.CallID(ci)}) {
					note(callee)
				}
			case effects.Var:
				if va := &facts.Vars[x.A]; va.Flags&effects.VarParam != 0 || len(va.Values) == 1 {
					if p.tells(CallRef{f.ID, effects.CallID(ci)}) {
						for _, v := range va.Values {
							note(v)
						}
					}
				}
			}
		}
		slices.SortFunc(list, func(a, b effects.ValueID) int {
			x, y := facts.Val(a), facts.Val(b)
			if x.A != y.A {
				return int(x.A - y.A)
			}
			return int(x.B - y.B)
		})
		for _, v := range list {
			yield(FuncRef{f.ID, facts.Val(v).A}, v)
		}
	}
}

// tells reports whether a call tells an error-first callback how the work went.
func (p *Program) tells(r CallRef) bool {
	said := p.CallbackResult(r)
	return said == CalledWithError || said == CalledWithResult
}

// ParamName is the name of a parameter, "" for a pattern and for what is no parameter.
func (f *File) ParamName(v effects.ValueID) string {
	x := f.Facts.Val(v)
	if x.Kind != effects.Param {
		return ""
	}
	return f.Facts.Str(f.Facts.Funcs[x.A].Params[x.B].Name)
}

// shiftedParam reports whether a value is a parameter of a function that is assigned nothing but other parameters of it and functions written
// there, as where options may be left out: if (!callback) callback = options.
func shiftedParam(facts *effects.Facts, v effects.ValueID, fn effects.FuncID) bool {
	x := facts.Val(v)
	if x.Kind != effects.Var || facts.Vars[x.A].Flags&effects.VarParam == 0 {
		return false
	}
	plain := func(v effects.ValueID) bool {
		switch y := facts.Val(v); y.Kind {
		case effects.Param:
			return y.A == fn
		case effects.Var:
			va := &facts.Vars[y.A]
			return va.Flags&effects.VarParam != 0 && va.Func == fn
		case effects.Closure, effects.Undefined, effects.Null:
			return true
		}
		return false
	}
	for _, y := range facts.Vars[x.A].Values {
		if b := facts.Val(y); b.Kind == effects.Binary && (b.Op == effects.Or || b.Op == effects.Nullish) && plain(b.A) && plain(b.B) {
			continue
		}
		if !plain(y) {
			return false
		}
	}
	return true
}

// callingEffect is what a call does to a callback.
func (d *duty) callingEffect(ref CallRef) callEffect {
	p, f := d.p, d.f
	c := &f.Facts.Calls[ref.Call]
	targets := p.Targets(ref)
	name := p.MethodName(ref)
	recv := effects.ValueID(None)
	if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop {
		recv = cv.A
	}
	m := memberOf(targets)
	if m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectExits {
		return callEffect{kind: doesStop}
	}
	switch {
	case d.alias[c.Callee], recv >= 0 && d.alias[recv] && (name == "call" || name == "apply"):
		return callEffect{kind: doesEnd, data: true, throws: true}
	case d.maybe[c.Callee], recv >= 0 && d.maybe[recv]:
		return callEffect{kind: doesHand}
	case recv >= 0 && d.alias[recv]:
		if name == "bind" {
			return callEffect{}
		}
		return callEffect{kind: doesHand}
	}
	e := callEffect{throws: d.throws(ref, targets, name)}
	if p.Args(ref) == nil && len(c.Args) > 0 { // .apply
		if d.givesObject(ref) {
			e.kind = doesHand
		}
		return e
	}
	if d.callsInside(ref, targets, &e) {
		return e
	}
	for i, a := range p.Args(ref) {
		h := d.holds(a, 0)
		if h == holdsNothing {
			continue
		}
		phase, known := callbackPhase(p, ref, m, i)
		switch {
		case known && len(targets) == 1 && phase != nodeapi.PhaseSync:
			d.putOff(a, m, &e)
		case h == holdsClosure:
			d.takes(ref, targets, m, i, a, &e)
		case e.kind != doesNothing || !d.alias[a] || len(targets) != 1 || targets[0].Kind != AbsFunc:
			e.kind = doesHand
		default:
			d.givenTo(ref, FuncRef{targets[0].File, targets[0].ID}, i, &e)
		}
		if e.kind == doesHand && !e.defers {
			return e
		}
	}
	return e
}

// putOff notes a call that calls an argument only when the function has returned.
func (d *duty) putOff(a effects.ValueID, m *nodeapi.Member, e *callEffect) {
	e.defers = true
	fns := d.p.Funcs(d.f, a)
	once := m.Func.ErrFirst || m.Is("global.setTimeout", "timers.setTimeout", "global.setImmediate", "timers.setImmediate", "process.nextTick", "global.queueMicrotask")
	switch {
	case e.kind != doesNothing || !once:
		e.kind = doesHand
	case d.alias[a]:
		e.kind, e.fn = leavesTo, None
	case d.f.Facts.Val(a).Kind == effects.Closure && len(fns) == 1 && fns[0].File == d.f.ID:
		e.kind, e.fn = leavesTo, fns[0].Func
	default:
		e.kind = doesHand
	}
}

// givenTo judges a callback that a function of the project gets.
func (d *duty) givenTo(ref CallRef, to FuncRef, arg int, e *callEffect) {
	fn := d.p.Func(to)
	if arg >= len(fn.Params) || fn.Params[arg].Flags&(effects.ParamRest|effects.ParamPattern) != 0 || fn.Flags&effects.FuncUsesArgs != 0 || d.f.Facts.Calls[ref.Call].Flags&effects.CallSpread != 0 {
		e.kind = doesHand
		return
	}
	if v := d.p.Files[to.File].ParamValue(to.Func, arg); v >= 0 {
		d.said(ref, to, Ref{to.File, v}, e)
	}
}

// callbackPhase is when an API calls an argument; known is false when it is not known to, or may do it at several times.
func callbackPhase(p *Program, ref CallRef, m *nodeapi.Member, arg int) (phase nodeapi.Phase, known bool) {
	if m == nil || m.Func == nil {
		return nodeapi.PhaseNone, false
	}
	if m.Func.Effect == nodeapi.EffectListens {
		return nodeapi.PhaseNone, false // emit calls it, whenever that is
	}
	if p.CallbackArg(ref) == arg {
		return m.Func.Phase, m.Func.Phase != nodeapi.PhaseNone
	}
	for _, also := range m.Func.Also {
		if int(also.At) == arg {
			return also.Phase, also.Phase != nodeapi.PhaseNone
		}
	}
	return nodeapi.PhaseNone, false
}

// deferred notes a call that puts a callback off, where a path gets there with nothing done.
func (w *walk) deferred(id effects.CallID, in []course) {
	for k := range in {
		if in[k].fate == FateOpen && !slices.Contains(w.defers, id) {
			w.defers = append(w.defers, id)
		}
	}
}

// CallbackResult is what a call of an error-first callback says.
type CallbackResult uint8

// The kinds of call of an error-first callback.
const (
	CalledOtherwise  CallbackResult = iota // the arguments do not tell
	CalledWithError                        // the first argument is an error
	CalledWithResult                       // the first argument is null or undefined
	CalledEmpty                            // there is no argument
)

// CallbackResult is what a call of a callback tells it, by its first argument: an error that is made there, caught, or named as one.
func (p *Program) CallbackResult(r CallRef) CallbackResult {
	facts := p.Files[r.File].Facts
	args := facts.Calls[r.Call].Args
	switch facts.Val(facts.Calls[r.Call].Callee).Kind {
	case effects.Closure, effects.Result:
		return CalledOtherwise // a function that calls it
	}
	switch p.MethodName(r) { // of the callback, or it is no callback of this kind
	case "call":
		args = args[min(1, len(args)):]
	case "apply":
		if len(args) < 2 || facts.Val(args[1]).Kind != effects.Array {
			return CalledOtherwise
		}
		args = facts.Lists[facts.Val(args[1]).A]
	}
	if len(args) == 0 {
		return CalledEmpty
	}
	x := facts.Val(args[0])
	switch x.Kind {
	case effects.Null, effects.Undefined:
		return CalledWithResult
	case effects.Param:
		if isErrorName(facts.Str(facts.Funcs[x.A].Params[x.B].Name)) {
			return CalledWithError
		}
	case effects.Var:
		if va := &facts.Vars[x.A]; va.Flags&effects.VarCatch != 0 || isErrorName(facts.Str(va.Name)) {
			return CalledWithError
		}
	case effects.Result:
		if strings.HasSuffix(facts.CalleeName(facts.Calls[x.A].Callee), "Error") {
			return CalledWithError
		}
	}
	return CalledOtherwise
}
