package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Root is a function that something outside the project's own calls runs: a handler, a listener, a timer.
type Root struct {
	Func FuncRef
	When nodeapi.When
	// At is the call that registers it; Call is None for module top levels.
	At   CallRef
	What string // "request handler", "'message' listener of ws.WebSocket"
	// Member is the API that registers it, Event its event.
	Member *nodeapi.Member
	Event  string
	// Emitter is the class of the object listened to, nil when it is not known.
	Emitter *nodeapi.Class
	// Awaits says that the caller awaits a returned promise.
	Awaits bool
	// Handler is the table's entry, nil for events.
	Handler *nodeapi.Handler
	// hosted says that the host of a plug-in runs it, whose clients wait.
	hosted bool
	// Looks says why a function that nothing is seen to register is taken for a handler, "" for all others.
	Looks string
}

// Targets are the things that a call may call.
func (p *Program) Targets(r CallRef) []Abs { return p.targetsOf(p.Files[r.File], r.Call) }

// targetsOf is Targets of a call of a file.
func (p *Program) targetsOf(f *File, call effects.CallID) []Abs {
	return p.sets.at(p.nodes[f.targetNode(call)].set)
}

// Member is the API member that a call calls, nil for none.
func (p *Program) Member(r CallRef) *nodeapi.Member { return memberOf(p.Targets(r)) }

// flowCall lets the arguments of a call flow.
func (p *Program) flowCall(f *File, call effects.CallID) {
	if p.ask(f.targetNode(call)) != 0 {
		p.flowArgs(f, call)
	} else {
		p.flowBind(f, &f.Facts.Calls[call])
	}
}

// applied is what a call of the form f.call(...) or f.apply(...) calls, and which of the two it is; nil when the name is an ordinary method.
func (p *Program) applied(f *File, c *effects.Call) (how string, fns []Abs) {
	cv := f.Facts.Val(c.Callee)
	if cv.Kind != effects.Prop || c.Flags&effects.CallNew != 0 {
		return "", nil
	}
	how = f.Facts.Strings[cv.B]
	if how != "call" && how != "apply" {
		return "", nil
	}
	base := p.Eval(f, cv.A)
	others := slices.IndexFunc(base, func(a Abs) bool { return !callable(a) })
	if others < 0 {
		return how, base
	}
	for _, a := range base {
		if callable(a) {
			fns = append(fns, a)
		}
	}
	return how, fns
}

// callable reports whether a thing is a function, so that its call and apply are those of Function.prototype.
func callable(a Abs) bool {
	return a.Kind == AbsFunc || a.Kind == AbsClass || a.Kind == AbsMember
}

// targetSet is what a call calls, .call, .apply and Reflect.apply seen through.
func (p *Program) targetSet(f *File, call effects.CallID, old setRef) setRef {
	c := &f.Facts.Calls[call]
	if _, fns := p.applied(f, c); len(fns) > 0 {
		if isReflect(fns) && len(c.Args) > 0 {
			return p.same(f, c.Args[0])
		}
		return p.sets.keep(fns, old)
	}
	return p.same(f, c.Callee)
}

func isReflect(list []Abs) bool {
	m := memberOf(list)
	return m != nil && m.Name == "Reflect"
}

// Args are the arguments as the called function sees them: .call drops its first, .apply has them in an array; nil when they cannot be told.
func (p *Program) Args(r CallRef) []effects.ValueID {
	f := p.Files[r.File]
	c := &f.Facts.Calls[r.Call]
	how, fns := p.applied(f, c)
	switch {
	case len(fns) == 0:
	case how == "call":
		if len(c.Args) > 0 {
			return c.Args[1:]
		}
	default:
		at := 1
		if isReflect(fns) {
			at = 2
		}
		if at < len(c.Args) {
			if list := f.Facts.Val(c.Args[at]); list.Kind == effects.Array {
				return f.Facts.Lists[list.A]
			}
		}
		return nil
	}
	return c.Args
}

// Receiver is the value a method is called on; None for plain calls.
func (p *Program) Receiver(r CallRef) effects.ValueID {
	f := p.Files[r.File]
	cv := f.Facts.Val(f.Facts.Calls[r.Call].Callee)
	if cv.Kind == effects.Prop {
		return cv.A
	}
	return None
}

// MethodName is the name in a call of the form x.name(...); "" otherwise.
func (p *Program) MethodName(r CallRef) string {
	f := p.Files[r.File]
	cv := f.Facts.Val(f.Facts.Calls[r.Call].Callee)
	if cv.Kind == effects.Prop {
		return f.Facts.Strings[cv.B]
	}
	return ""
}

// setParams gives the parameters of a callback their classes; those that are bound already are not the caller's.
func (p *Program) setParams(fn FuncRef, bound uint8, classes []string) {
	for i, c := range classes {
		if at := int32(i) + int32(bound); c != "" {
			p.setParamClass(fn, at, c, paramSite(fn.Func, at))
		}
	}
}

// paramSite is the Abs.Site of what a callback gets as a parameter.
func paramSite(fn effects.FuncID, index int32) int32 { return -2 - (fn*16 + index) }

// setCallback is setParams for all functions that a value may be.
func (p *Program) setCallback(f *File, v effects.ValueID, classes []string) {
	for _, a := range p.Eval(f, v) {
		if a.Kind == AbsFunc {
			p.setParams(FuncRef{a.File, a.ID}, a.Bound, classes)
		}
	}
}

// flowArgs lets a call's arguments into the parameters of what it calls, and gives known callbacks the classes of their parameters.
func (p *Program) flowArgs(f *File, call effects.CallID) {
	ref := CallRef{f.ID, call}
	args := p.Args(ref)
	for _, t := range p.targetsOf(f, call) {
		switch t.Kind {
		case AbsFunc:
			fn := FuncRef{t.File, t.ID}
			if args == nil {
				p.flowApplied(f, call, fn, int(t.Bound))
			} else {
				p.flowInto(f, args, fn, int(t.Bound))
			}
			p.flowThis(f, call, fn)
		case AbsClass:
			p.flowConstruct(f, args, t)
		case AbsMember:
			p.flowCallback(f, ref, args, t)
		}
	}
}

// flowThis lets the receiver of a call be the called function's this, where nothing else says what it is: x.f(), f.call(x), f.apply(x).
func (p *Program) flowThis(f *File, call effects.CallID, fn FuncRef) {
	c := &f.Facts.Calls[call]
	d := p.Func(fn)
	if c.Flags&effects.CallNew != 0 || d.Flags&effects.FuncUsesThis == 0 || d.Flags&effects.FuncArrow != 0 || d.Class >= 0 {
		return
	}
	cv := f.Facts.Val(c.Callee)
	if cv.Kind != effects.Prop && cv.Kind != effects.Elem {
		return
	}
	recv := cv.A
	if how, fns := p.applied(f, c); len(fns) > 0 {
		if how == "apply" && isReflect(fns) || len(c.Args) == 0 {
			return
		}
		recv = c.Args[0]
	}
	p.addThis(f, recv, fn)
}

// flowConstruct lets arguments into the constructor of a class, or those above one that has none of its own.
func (p *Program) flowConstruct(f *File, args []effects.ValueID, class Abs) {
	classes := set{class}
	for i := 0; i < len(classes); i++ {
		g := p.Files[classes[i].File]
		if classes[i].Kind == AbsFunc {
			p.flowInto(f, args, FuncRef{g.ID, classes[i].ID}, 0)
			continue
		}
		c := &g.Facts.Classes[classes[i].ID]
		if c.Ctor >= 0 {
			p.flowInto(f, args, FuncRef{g.ID, c.Ctor}, 0)
			continue
		}
		for _, x := range p.Eval(g, c.Extends) {
			if x.Kind == AbsClass || x.Kind == AbsFunc {
				classes.add(x)
			}
		}
	}
}

// maxThis bounds the places that are looked at for what a function's this may be.
const maxThis = 8

func (p *Program) addThis(f *File, recv effects.ValueID, fn FuncRef) {
	if v := f.Facts.Val(recv); v.Kind == effects.This && f.ID == fn.File && v.A == fn.Func || !mayHold(v) {
		return
	}
	r := Ref{f.ID, recv}
	if w := p.flowTo(fn); len(w.this) < maxThis && !hasRef(w.this, r) {
		w.this = append(w.this, r)
		p.flowed(fn)
	}
}

// flowBind lets the arguments of f.bind(x, a, b) into the function that it binds.
func (p *Program) flowBind(f *File, c *effects.Call) {
	cv := f.Facts.Val(c.Callee)
	if cv.Kind != effects.Prop || f.Facts.Strings[cv.B] != "bind" || len(c.Args) == 0 {
		return
	}
	for _, a := range p.Eval(f, cv.A) {
		if a.Kind != AbsFunc {
			continue
		}
		fn := FuncRef{a.File, a.ID}
		if d := p.Func(fn); d.Flags&effects.FuncUsesThis != 0 && d.Flags&effects.FuncArrow == 0 && d.Class < 0 {
			p.addThis(f, c.Args[0], fn)
		}
		p.flowInto(f, c.Args[1:], fn, int(a.Bound))
	}
}

// flowInto lets arguments into the parameters of a function, from the one at index first on.
func (p *Program) flowInto(f *File, args []effects.ValueID, fn FuncRef, first int) {
	n := min(len(args), p.argPlaces(fn)-first)
	if n <= 0 {
		return
	}
	have := p.argsTo(fn)
	for i := 0; i < n; i++ {
		switch v := f.Facts.Val(args[i]); v.Kind {
		case effects.Spread:
			p.flowList(f, v.A, fn, first+i)
			return
		case effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined, effects.Unknown, effects.Template, effects.RegExp, effects.Unary:
			continue
		}
		p.pass(&have[first+i], Ref{f.ID, args[i]}, fn)
	}
}

func (p *Program) flowCallback(f *File, ref CallRef, args []effects.ValueID, t Abs) {
	m := t.Member()
	if m.Func == nil {
		return
	}
	p.flowElements(f, ref, args, m)
	if h := m.Func.Handler; h != nil && len(h.Params) > 0 {
		p.eachHandler(f, args, h, func(fn FuncRef, bound uint8) {
			classes := h.Params
			if len(h.ErrorParams) > 0 && len(p.Func(fn).Params) == len(h.ErrorParams)+int(bound) {
				classes = h.ErrorParams
			}
			p.setParams(fn, bound, classes)
		})
	}
	if m.Func.Effect == nodeapi.EffectListens {
		if event, ok := p.eventName(f, args); ok && len(args) > 1 {
			for _, cls := range p.ReceiverClasses(ref) {
				if e := cls.EventNamed(event); e != nil {
					p.setCallback(f, args[1], e.Params)
					break
				}
			}
		}
		return
	}
	for _, also := range m.Func.Also {
		if int(also.At) < len(args) && len(also.Params) > 0 {
			p.setCallback(f, args[also.At], also.Params)
		}
	}
	if cb := p.callbackArg(f, args, m.Func); cb >= 0 && !t.Promised {
		if len(m.Func.Params) > 0 {
			p.setCallback(f, args[cb], m.Func.Params)
		}
	}
}

func (p *Program) eventName(f *File, args []effects.ValueID) (string, bool) {
	if len(args) == 0 {
		return "", false
	}
	return p.Literal(f, args[0])
}

// callbackArg is the index of the callback among the arguments, -1 for none.
func (p *Program) callbackArg(f *File, args []effects.ValueID, fn *nodeapi.Func) int {
	switch {
	case fn.Callback == nodeapi.NoCallback:
		return -1
	case fn.Callback == nodeapi.Last:
		for i := len(args) - 1; i >= 0; i-- {
			if p.mayBeFunc(f, args[i]) {
				return i
			}
		}
		return -1
	case int(fn.Callback) < len(args):
		return int(fn.Callback)
	}
	return -1
}

// CallbackArg is the index of a call's callback by the tables, -1 for none.
func (p *Program) CallbackArg(r CallRef) int {
	for _, t := range p.Targets(r) {
		if m := t.Member(); m != nil && m.Func != nil && !t.Promised {
			return p.callbackArg(p.Files[r.File], p.Args(r), m.Func)
		}
	}
	return -1
}

// mayBeFunc reports whether a value is a function, as far as is known.
func (p *Program) mayBeFunc(f *File, v effects.ValueID) bool {
	for _, a := range p.Eval(f, v) {
		if a.Kind == AbsFunc || a.Kind == AbsMember && a.Member().Func != nil {
			return true
		}
	}
	return false
}

func (p *Program) eachFunc(f *File, v effects.ValueID, yield func(FuncRef)) {
	for _, a := range p.Eval(f, v) {
		switch a.Kind {
		case AbsFunc:
			yield(FuncRef{a.File, a.ID})
		}
	}
}

// Funcs are the project's functions that a value may be.
func (p *Program) Funcs(f *File, v effects.ValueID) []FuncRef {
	var out []FuncRef
	p.eachFunc(f, v, func(r FuncRef) { out = append(out, r) })
	return out
}

// ReceiverClasses are the API classes of the object a method is called on, superclasses of the project's own classes included.
func (p *Program) ReceiverClasses(r CallRef) []*nodeapi.Class {
	recv := p.Receiver(r)
	if recv < 0 {
		return nil
	}
	return p.ClassesOf(p.Files[r.File], recv)
}

// ClassesOf are the API classes that a value may be an instance of.
func (p *Program) ClassesOf(f *File, v effects.ValueID) []*nodeapi.Class {
	var out []*nodeapi.Class
	for _, a := range p.Eval(f, v) {
		out = p.appendClasses(out, a)
	}
	return out
}

// appendClasses adds the API classes of one thing, each once.
func (p *Program) appendClasses(out []*nodeapi.Class, a Abs) []*nodeapi.Class {
	switch a.Kind {
	case AbsInst, AbsMember, AbsNew, AbsProto, AbsNewFunc, AbsProtoFn:
	default:
		return out
	}
	for _, x := range p.askKey(propKey{Abs{Kind: a.Kind, File: a.File, ID: a.ID}, apiClasses}) {
		if c := x.Class(); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// collectClasses adds the API classes of one thing, as instances of them. A class that extends itself, by way of others, adds nothing new.
func (p *Program) collectClasses(a Abs, s *set) {
	for _, c := range p.classesOf(a) {
		s.add(instance(c, 0, None))
	}
}

func (p *Program) classesOf(a Abs) (out []*nodeapi.Class) {
	switch a.Kind {
	case AbsInst:
		if c := a.Class(); c != nil {
			out = append(out, c)
		}
	case AbsMember:
		if m := a.Member(); m.Instance != "" {
			if c := nodeapi.ClassNamed(m.Instance); c != nil {
				out = append(out, c)
			}
		}
	case AbsNew, AbsProto:
		g := p.Files[a.File]
		if ext := g.Facts.Classes[a.ID].Extends; ext >= 0 {
			for _, x := range p.Eval(g, ext) {
				out = p.appendSuper(out, x)
			}
		}
	case AbsNewFunc, AbsProtoFn:
		for _, r := range p.supers.read(p, Abs{Kind: AbsFunc, File: a.File, ID: a.ID}) {
			for _, x := range p.EvalRef(r) {
				out = p.appendSuper(out, x)
			}
		}
	}
	return out
}

func (p *Program) appendSuper(out []*nodeapi.Class, x Abs) []*nodeapi.Class {
	switch x.Kind {
	case AbsMember:
		if c := x.Member().Class; c != nil {
			for _, have := range out {
				if have == c {
					return out
				}
			}
			return append(out, c)
		}
	case AbsClass:
		return p.appendClasses(out, Abs{Kind: AbsNew, File: x.File, ID: x.ID})
	case AbsFunc:
		return p.appendClasses(out, Abs{Kind: AbsNewFunc, File: x.File, ID: x.ID})
	}
	return p.appendClasses(out, x)
}

// CallbacksTo calls yield with every call that hands a member for which want holds to something that calls it back, in order of file and
// place; arg is the index of the argument.
func (p *Program) CallbacksTo(want func(*nodeapi.Member) bool, yield func(r CallRef, arg int, m *nodeapi.Member)) {
	for _, f := range p.Files {
		for ci := range f.Facts.Calls {
			m := memberOf(p.targetsOf(f, effects.CallID(ci)))
			if m == nil || m.Func == nil || m.Func.Callback == nodeapi.NoCallback {
				continue
			}
			r := CallRef{f.ID, effects.CallID(ci)}
			arg := p.callbackArg(f, p.Args(r), m.Func)
			if arg < 0 {
				continue
			}
			if cb := memberOf(p.Eval(f, p.Args(r)[arg])); cb != nil && cb.Func != nil && want(cb) {
				yield(r, arg, cb)
			}
		}
	}
}

// CallsTo calls yield with every call of a member for which want holds, by member, and for each in order of file and place. A call that may
// call several members counts for the first.
func (p *Program) CallsTo(want func(*nodeapi.Member) bool, yield func(CallRef, *nodeapi.Member)) {
	for _, id := range p.calledMembers() {
		if m := nodeapi.MemberByID(id); want(m) {
			for _, r := range p.byMember[id] {
				yield(r, m)
			}
		}
	}
}

// calledMembers are the members that the program calls, in order of id; byMember then has their calls.
func (p *Program) calledMembers() []int32 {
	if p.byMember != nil {
		return p.members
	}
	p.byMember = map[int32][]CallRef{}
	for _, f := range p.Files {
		for ci := range f.Facts.Calls {
			for _, a := range p.targetsOf(f, effects.CallID(ci)) {
				if a.Kind == AbsMember {
					if _, ok := p.byMember[a.ID]; !ok {
						p.members = append(p.members, a.ID)
					}
					p.byMember[a.ID] = append(p.byMember[a.ID], CallRef{f.ID, effects.CallID(ci)})
					break
				}
			}
		}
	}
	slices.Sort(p.members)
	return p.members
}
