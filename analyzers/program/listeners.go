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
			m := memberOf(f.targets[ci])
			ref := CallRef{f.ID, effects.CallID(ci)}
			listens := m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectListens
			if m == nil {
				switch p.MethodName(ref) {
				case "on", "once", "addListener", "prependListener":
					listens = true
				}
			}
			if !listens {
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

// ListenersOf are the listeners that are added to an object, anywhere in the program.
func (p *Program) ListenersOf(a Abs) []Listener { return p.listeners()[a] }

// Hears says whether an event of the object that a value holds has a listener. It follows the value through its aliases and through the
// project's functions that it is handed to.
func (p *Program) Hears(f *File, v effects.ValueID, event string) Heard {
	for _, a := range p.Eval(f, v) {
		if a.Kind != AbsInst && a.Kind != AbsNew && a.Kind != AbsNewFunc || a.Kind == AbsInst && a.Site == None {
			continue
		}
		for _, l := range p.ListenersOf(a) {
			if l.Event == event || l.Event == "" {
				return HeardYes
			}
		}
	}
	return p.hears(f, v, event, 0, map[Ref]bool{})
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
	worse := func(h Heard) {
		if h < answer {
			answer = h
		}
	}
	for _, u := range p.Uses(f, v) {
		switch u.Kind {
		case UseMethod:
			ref := CallRef{f.ID, u.Call}
			switch u.Name {
			case "on", "once", "addListener", "prependListener", "prependOnceListener":
				args := p.Args(ref)
				if len(args) == 0 {
					continue
				}
				if e, ok := p.Literal(f, args[0]); !ok {
					worse(HeardMaybe)
				} else if e == event {
					return HeardYes
				}
			default:
				// form.parse(req, (err, fields) => ...) hears for its callback; Node's own methods do not
				if m := p.Member(ref); m != nil && m.Func != nil && m.Func.ErrFirst && (m.Method == nil || !coreClass(m.Method.Name)) && p.CallbackArg(ref) >= 0 {
					worse(HeardMaybe)
				}
			}
		case UseProp:
			if u.Name == "on"+event {
				return HeardYes
			}
		case UseIterate:
			if event == "error" {
				return HeardYes // the loop throws it
			}
		case UseArg:
			worse(p.hearsArg(f, u, event, depth, seen))
		case UseReturn:
			if !p.resultIgnored(f, u.Func) {
				worse(HeardMaybe)
			}
		case UseStore, UseThrow, UseYield, UseSpread:
			worse(HeardMaybe)
		}
		if answer == HeardYes {
			return answer
		}
	}
	return answer
}

// hearsArg judges an object that is handed to a call.
func (p *Program) hearsArg(f *File, u Use, event string, depth int, seen map[Ref]bool) Heard {
	ref := CallRef{f.ID, u.Call}
	targets := p.Targets(ref)
	if len(targets) == 0 {
		if stores(u.methodName(p)) && !p.hearsUnknown(f, event) {
			return HeardNo // kept in a collection, from which nobody in this file takes things to listen to
		}
		return HeardMaybe
	}
	answer := HeardNo
	for _, t := range targets {
		h := HeardMaybe
		switch t.Kind {
		case AbsMember:
			m := t.Member()
			switch {
			case m.Func == nil:
			case m.Func.Effect == nodeapi.EffectConsumes:
				return HeardYes
			case m.Is("events.once", "events.on"):
				return HeardYes
			case m.Func.Effect == nodeapi.EffectPipes, m.Module == "console", m.Func.Effect == nodeapi.EffectListens, m.Func.Effect == nodeapi.EffectEmits:
				h = HeardNo
			}
		case AbsFunc:
			g := p.Files[t.File]
			fn := &g.Facts.Funcs[t.ID]
			switch {
			case u.Arg >= len(fn.Params) && fn.Flags&effects.FuncUsesArgs == 0 && !hasRest(fn):
				h = HeardNo
			case u.Arg < len(fn.Params) && fn.Params[u.Arg].Flags&(effects.ParamPattern|effects.ParamRest) == 0:
				h = p.hears(g, g.ParamValue(t.ID, u.Arg), event, depth+1, seen)
			}
		case AbsClass:
			g := p.Files[t.File]
			if ctor := g.Facts.Classes[t.ID].Ctor; ctor >= 0 && u.Arg < len(g.Facts.Funcs[ctor].Params) {
				h = p.hears(g, g.ParamValue(ctor, u.Arg), event, depth+1, seen)
			}
		}
		if h < answer {
			answer = h
		}
	}
	return answer
}

func hasRest(fn *effects.Func) bool {
	n := len(fn.Params)
	return n > 0 && fn.Params[n-1].Flags&effects.ParamRest != 0
}

// Option is the value of a named member of an options object among a call's arguments, None when no argument is an object literal that has it;
// open says that an argument is an object whose members are not all known.
func (p *Program) Option(r CallRef, name string) (ref Ref, open bool) {
	f := p.Files[r.File]
	for _, a := range p.Args(r) {
		abs := p.Eval(f, a)
		if len(abs) == 0 {
			switch f.Facts.Val(a).Kind {
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
	}
	return Ref{None, None}, open
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
		switch p.MethodName(ref) {
		case "on", "once", "addListener":
			c := &f.Facts.Calls[ci]
			if len(c.Args) < 2 {
				continue
			}
			if e, ok := p.Literal(f, c.Args[0]); (!ok || e == event) && len(p.Eval(f, p.Receiver(ref))) == 0 {
				return true
			}
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
		if m == nil || m.Func == nil || m.Func.Phase == nodeapi.PhaseMicro || m.Func.Phase == nodeapi.PhaseSync {
			return false
		}
	}
	return len(uses) > 0
}
