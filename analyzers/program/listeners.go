package program

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Heard says whether an event of an object has a listener.
type Heard uint8

// The answers.
const (
	// HeardYes: somebody listens, or the object is given to something that does.
	HeardYes Heard = iota
	// HeardMaybe: the object gets out of sight, where somebody may listen.
	HeardMaybe
	// HeardNo: every use of the object is seen, and nobody listens.
	HeardNo
)

// Listener is one place where a listener is added.
type Listener struct {
	At    CallRef
	Event string // "" when it is computed
}

// listeners indexes, by the object listened to, every listener of the program.
func (p *Program) listeners() map[Abs][]Listener {
	if p.heard != nil {
		return p.heard
	}
	p.heard = map[Abs][]Listener{}
	for _, f := range p.Files {
		for ci := range f.Facts.Calls {
			m := memberOf(p.targetsOf(f, effects.CallID(ci)))
			ref := CallRef{f.ID, effects.CallID(ci)}
			if m != nil && m.Func != nil && (m.Func.Effect == nodeapi.EffectConsumes || m.Is("events.once", "events.on")) {
				for _, arg := range p.Args(ref) { // once(emitter, 'x') rejects at 'error'
					for _, a := range p.Eval(f, arg) {
						p.heard[a] = append(p.heard[a], Listener{ref, "error"})
					}
				}
				continue
			}
			if m != nil && (m.Func == nil || m.Func.Effect != nodeapi.EffectListens) || m == nil && !listens(p.MethodName(ref)) {
				continue
			}
			args := p.Args(ref)
			if len(args) == 0 {
				continue
			}
			event, _ := p.Literal(f, args[0])
			recv := p.Receiver(ref)
			if recv < 0 {
				continue
			}
			for _, a := range p.Eval(f, recv) {
				p.heard[a] = append(p.heard[a], Listener{ref, event})
			}
		}
	}
	return p.heard
}

// ListenCalls calls yield with every call that adds a listener, by what is known of the object or by the method's name alone, in order of
// file and place.
func (p *Program) ListenCalls(yield func(CallRef)) {
	for _, f := range p.Files {
		for ci := range f.Facts.Calls {
			if ref := (CallRef{f.ID, effects.CallID(ci)}); p.isListen(ref) {
				yield(ref)
			}
		}
	}
}

// ListenersOf are the listeners that are added to an object, anywhere in the program.
func (p *Program) ListenersOf(a Abs) []Listener { return p.listeners()[a] }

// Hears says whether an event of the object that a value holds has a listener. It follows the value through its aliases and through the
// project's functions that it is handed to.
func (p *Program) Hears(f *File, v effects.ValueID, event string) Heard {
	most := HeardNo
	for _, a := range p.Eval(f, v) {
		if a.Kind != AbsInst && a.Kind != AbsNew && a.Kind != AbsNewFunc || a.Kind == AbsInst && a.Site == None {
			continue
		}
		for _, l := range p.ListenersOf(a) {
			switch l.Event {
			case event:
				return HeardYes
			case "":
				most = HeardMaybe
			}
		}
	}
	return min(most, p.hears(f, v, event, 0, map[Ref]bool{}))
}

func (p *Program) hears(f *File, v effects.ValueID, event string, depth int, seen map[Ref]bool) Heard {
	if v < 0 || seen[Ref{f.ID, v}] {
		return HeardNo
	}
	seen[Ref{f.ID, v}] = true
	if depth > 4 {
		return HeardMaybe
	}
	answer := HeardNo
	for _, u := range p.Uses(f, v) {
		if h := p.hearsUse(f, u, event, depth, seen); h < answer {
			answer = h
		}
		if answer == HeardYes {
			break
		}
	}
	return answer
}

// hearsUse judges one use of an object.
func (p *Program) hearsUse(f *File, u Use, event string, depth int, seen map[Ref]bool) Heard {
	switch u.Kind {
	case UseMethod:
		return p.hearsMethod(f, u, event, depth, seen)
	case UseProp:
		switch {
		case u.Name == "on"+event:
			return HeardYes
		case u.Name == "", listens(u.Name):
			return HeardMaybe // socket[method](...), socket.on.apply(socket, ...), const { on } = socket
		}
	case UseIterate:
		if event == "error" {
			return HeardYes // the loop throws it
		}
	case UseArg:
		return p.hearsArg(f, u, event, depth, seen)
	case UseReturn:
		if !p.resultIgnored(f, u.Func) {
			return HeardMaybe
		}
	case UseStore:
		return p.hearsStored(f, u, event, depth, seen)
	case UseThrow, UseYield, UseSpread:
		return HeardMaybe
	}
	return HeardNo
}

// listens reports whether a method of an emitter adds a listener.
func listens(method string) bool {
	switch method {
	case "on", "once", "addListener", "prependListener", "prependOnceListener":
		return true
	}
	return false
}

// hearsMethod judges a method called on the object.
func (p *Program) hearsMethod(f *File, u Use, event string, depth int, seen map[Ref]bool) Heard {
	ref := CallRef{f.ID, u.Call}
	if !listens(u.Name) {
		m := p.Member(ref)
		switch {
		case m == nil || m.Func == nil:
			// An unknown method may give the object back: req.tuned().on('error', ...)
			if res := f.ResultValue(u.Call); res >= 0 && p.hears(f, res, event, depth+1, seen) == HeardYes {
				return HeardMaybe
			}
		case m.Func.ErrFirst && (m.Method == nil || !coreClass(m.Method.Name)) && p.CallbackArg(ref) >= 0:
			return HeardMaybe // form.parse(req, (err, fields) => ...) hears for its callback; Node's own methods do not
		}
		return HeardNo
	}
	args := p.Args(ref)
	if len(args) == 0 {
		return HeardNo
	}
	if e, ok := p.Literal(f, args[0]); !ok {
		return HeardMaybe
	} else if e == event {
		return HeardYes
	}
	answer := HeardNo
	if len(args) > 1 {
		for _, fn := range p.Funcs(f, args[1]) { // the object is `this` of its listeners
			g := p.Files[fn.File]
			if h := p.hears(g, g.valueID(effects.Value{Kind: effects.This, A: fn.Func}), event, depth+1, seen); h < answer {
				answer = h
			}
		}
	}
	return answer
}

// hearsArg judges an object that is handed to a call.
func (p *Program) hearsArg(f *File, u Use, event string, depth int, seen map[Ref]bool) Heard {
	ref := CallRef{f.ID, u.Call}
	targets := p.Targets(ref)
	if len(targets) == 0 {
		switch {
		case stores(u.methodName(p)):
			return p.hearsKept(f, p.Receiver(ref), event)
		case p.isPipe(ref) && u.Arg == 0:
			return HeardNo
		}
		return HeardMaybe
	}
	arg := u.Arg
	switch p.MethodName(ref) {
	case "call", "apply": // the first argument is `this`
		if args := p.Args(ref); len(args) != len(f.Facts.Calls[u.Call].Args) {
			if arg--; arg < 0 || args == nil {
				return HeardMaybe
			}
		}
	}
	answer := HeardNo
	for _, t := range targets {
		h := HeardMaybe
		switch t.Kind {
		case AbsMember:
			h = p.hearsAPI(f, ref, t.Member(), event)
		case AbsFunc:
			h = p.hearsParam(FuncRef{t.File, t.ID}, arg, event, depth, seen)
		case AbsClass:
			if ctor := p.Files[t.File].Facts.Classes[t.ID].Ctor; ctor >= 0 {
				h = p.hearsParam(FuncRef{t.File, ctor}, arg, event, depth, seen)
			}
		}
		if h < answer {
			answer = h
		}
	}
	return answer
}

// hearsParam judges an object that a function of the project gets.
func (p *Program) hearsParam(r FuncRef, arg int, event string, depth int, seen map[Ref]bool) Heard {
	fn := p.Func(r)
	switch {
	case arg >= len(fn.Params):
		if fn.Flags&effects.FuncUsesArgs == 0 && !hasRest(fn) {
			return HeardNo
		}
	case fn.Params[arg].Flags&(effects.ParamPattern|effects.ParamRest) == 0 && fn.Flags&effects.FuncUsesArgs == 0:
		g := p.Files[r.File]
		return p.hears(g, g.ParamValue(r.Func, arg), event, depth+1, seen)
	}
	return HeardMaybe
}

// hearsAPI judges an object that is handed to a known API.
func (p *Program) hearsAPI(f *File, ref CallRef, m *nodeapi.Member, event string) Heard {
	switch {
	case m.Method != nil && keeps(m.Method.Name):
		if stores(p.MethodName(ref)) {
			return p.hearsKept(f, p.Receiver(ref), event)
		}
		return HeardNo // watchers.delete(socket), watchers.has(socket)
	case m.Func == nil:
	case m.Func.Effect == nodeapi.EffectConsumes, m.Is("events.once", "events.on"):
		return HeardYes
	case m.Func.Effect == nodeapi.EffectPipes, m.Func.Effect == nodeapi.EffectListens, looksOnly(m):
		return HeardNo
	}
	return HeardMaybe
}

// keeps reports whether a class is a collection: it keeps things and does nothing with them.
func keeps(class string) bool {
	switch class {
	case "Set", "Map", "WeakSet", "WeakMap", "Array":
		return true
	}
	return false
}

// looksOnly reports whether a function does no more than look at its arguments.
func looksOnly(m *nodeapi.Member) bool {
	return m.Module == "console" || m.Is("util.inspect", "util.format", "Array.isArray", "Object.keys", "global.String", "global.Boolean", "global.clearTimeout")
}

// hearsStored judges an object that is assigned to a member of another, or put into a literal.
func (p *Program) hearsStored(f *File, u Use, event string, depth int, seen map[Ref]bool) Heard {
	t := f.Facts.Val(u.Target)
	switch t.Kind {
	case effects.Elem: // sockets[id] = socket
		return p.hearsKept(f, t.A, event)
	case effects.Prop:
		return p.hearsMember(f, t, event, depth, seen)
	}
	return HeardMaybe
}

// maxMemberReads bounds how many mentions of a member are followed; a name that is used more often says nothing.
const maxMemberReads = 200

// hearsMember judges an object that is a member of something, by every mention of a member of that name in the program: `this.socket` is the
// same thing in all methods, whoever made the object.
func (p *Program) hearsMember(f *File, member effects.Value, event string, depth int, seen map[Ref]bool) Heard {
	switch f.Facts.Val(member.A).Kind {
	case effects.This, effects.Var, effects.Param, effects.Result, effects.Prop:
	default:
		return HeardMaybe // exports and globals: others may reach it
	}
	if isModuleExports(f.Facts, member.A) {
		return HeardMaybe
	}
	owners := p.Eval(f, member.A)
	if len(owners) == 0 {
		return HeardMaybe
	}
	for _, a := range owners {
		switch a.Kind {
		case AbsNew, AbsNewFunc, AbsObject:
			if p.public()[Abs{Kind: publicKind(a), File: a.File, ID: a.ID}] || p.public()[a] {
				return HeardMaybe
			}
		default:
			return HeardMaybe // ctx.body = stream: a framework's object
		}
	}
	mentions := p.mentions(f.Facts.Str(member.B))
	if len(mentions) > maxMemberReads {
		return HeardMaybe
	}
	answer := HeardNo
	for _, r := range mentions {
		if h := p.hears(p.Files[r.File], r.Value, event, depth+1, seen); h < answer {
			answer = h
		}
		if answer == HeardYes {
			break
		}
	}
	// this[name] may be it as well
	for _, id := range f.index().props.of(member.A) {
		if f.Facts.Val(id).Kind == effects.Elem && p.hears(f, id, event, depth+1, seen) != HeardNo {
			return HeardMaybe
		}
	}
	return answer
}

// mentions are the Prop values of that name, in all files.
func (p *Program) mentions(name string) []Ref {
	if p.named == nil {
		p.named = map[string][]Ref{}
		for _, f := range p.Files {
			for i, v := range f.Facts.Values {
				if v.Kind == effects.Prop {
					n := f.Facts.Str(v.B)
					p.named[n] = append(p.named[n], Ref{f.ID, effects.ValueID(i)})
				}
			}
		}
	}
	return p.named[name]
}

// hearsKept judges an object that is kept in a collection: whoever takes things out of it may listen to them. A collection of a module or
// function is watched in its file; one that is a member of something, in every file that mentions a member of that name.
func (p *Program) hearsKept(f *File, collection effects.ValueID, event string) Heard {
	if p.hearsUnknown(f, event) {
		return HeardMaybe
	}
	v := f.Facts.Val(collection)
	if v.Kind == effects.Prop {
		for _, r := range p.mentions(f.Facts.Str(v.B)) {
			if r.File != f.ID && p.hearsUnknown(p.Files[r.File], event) {
				return HeardMaybe
			}
		}
		return HeardNo
	}
	for _, u := range p.Uses(f, collection) {
		switch u.Kind {
		case UseReturn, UseStore, UseYield, UseThrow:
			return HeardMaybe
		case UseArg:
			for _, t := range p.Targets(CallRef{f.ID, u.Call}) {
				if t.Kind != AbsMember {
					return HeardMaybe
				}
			}
		}
	}
	return HeardNo
}

func hasRest(fn *effects.Func) bool {
	n := len(fn.Params)
	return n > 0 && fn.Params[n-1].Flags&effects.ParamRest != 0
}

// Option is the value of a named member of an options object among a call's arguments, None when no argument is an object literal that has it;
// open says that an argument is an object whose members are not all known.
func (p *Program) Option(r CallRef, name string) (ref Ref, open bool) {
	for i := range p.Args(r) {
		x, o := p.OptionAt(r, i, name)
		open = open || o
		if x.File >= 0 {
			return x, open
		}
	}
	return Ref{None, None}, open
}

// OptionAt is Option for one argument. A member that is assigned later counts as unknown.
func (p *Program) OptionAt(r CallRef, arg int, name string) (ref Ref, open bool) {
	f := p.Files[r.File]
	v := p.Args(r)[arg]
	abs := p.Eval(f, v)
	if len(abs) == 0 {
		switch f.Facts.Val(v).Kind {
		case effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined, effects.Template, effects.RegExp, effects.Closure, effects.Binary, effects.Array:
		default:
			open = true
		}
	}
	for _, x := range abs {
		if x.Kind != AbsObject {
			continue
		}
		g := p.Files[x.File]
		for _, m := range g.Facts.Objects[x.ID].Members {
			if m.Flags&(effects.MemberSpread|effects.MemberComputed) != 0 {
				open = true
				continue
			}
			if g.Facts.Str(m.Name) == name {
				return Ref{g.ID, m.Value}, open
			}
		}
	}
	for _, u := range p.Uses(f, v) {
		if u.Kind == UseProp && (u.Name == name || u.Name == "") {
			open = true
		}
	}
	return Ref{None, None}, open
}

// Bound is how many arguments a function value has bound before it is called: 1 for handle.bind(this, options).
func (p *Program) Bound(f *File, v effects.ValueID) int {
	for range 4 {
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Var:
			if values := f.Facts.Vars[x.A].Values; len(values) == 1 {
				v = values[0]
				continue
			}
		case effects.Result:
			if r := (CallRef{f.ID, x.A}); p.MethodName(r) == "bind" {
				return max(0, len(f.Facts.Calls[x.A].Args)-1)
			}
		}
		break
	}
	return 0
}

// IsObject reports whether a value is known to be an object literal.
func (p *Program) IsObject(f *File, v effects.ValueID) bool {
	for _, a := range p.Eval(f, v) {
		if a.Kind == AbsObject {
			return true
		}
	}
	return false
}

func (u Use) methodName(p *Program) string { return p.MethodName(CallRef{u.File, u.Call}) }

// coreClass reports whether a class is Node's own, by its name.
func coreClass(name string) bool {
	for _, prefix := range []string{"stream.", "net.", "tls.", "http.", "http2.", "fs.", "child_process.", "events.", "zlib.", "dgram.", "worker_threads."} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// hearsUnknown reports whether a file listens for an event on something whose making is not seen: an element of a collection, perhaps.
func (p *Program) hearsUnknown(f *File, event string) bool {
	for ci := range f.Facts.Calls {
		ref := CallRef{f.ID, effects.CallID(ci)}
		c := &f.Facts.Calls[ci]
		if len(c.Args) < 2 || !listens(p.MethodName(ref)) {
			continue
		}
		if e, ok := p.Literal(f, c.Args[0]); (!ok || e == event) && len(p.Eval(f, p.Receiver(ref))) == 0 {
			return true
		}
	}
	return false
}

// resultIgnored reports whether nobody looks at what a function returns: it is only handed to APIs as a listener or callback.
func (p *Program) resultIgnored(f *File, fn effects.FuncID) bool {
	v := f.valueID(effects.Value{Kind: effects.Closure, A: fn})
	if v < 0 || fn == 0 {
		return false
	}
	uses := p.Uses(f, v)
	for _, u := range uses {
		if u.Kind != UseArg {
			return false
		}
		m := p.Member(CallRef{f.ID, u.Call})
		if m == nil || !m.Is("Promise") && (m.Func == nil || m.Func.Phase == nodeapi.PhaseMicro || m.Func.Phase == nodeapi.PhaseSync) {
			return false // what the executor of a promise returns is dropped
		}
	}
	return len(uses) > 0
}
