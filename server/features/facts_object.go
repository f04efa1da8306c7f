package features

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// emitterFacts are those of the object that a method is called on, or that an event is about.
func (q *query) emitterFacts() []string {
	v := q.receiver()
	if v <= 0 {
		return nil
	}
	var fatal string
	emitter := false
	for _, r := range refs(q.p, q.f, v, 0) {
		if r.class == nil || r.name != "" || !r.class.IsEmitter() {
			continue
		}
		emitter = true
		if why, ok := r.class.ErrorsFatal(); ok {
			fatal = why
		}
	}
	if !emitter {
		return nil
	}
	var out []string
	if fatal != "" && q.unheard(v) {
		out = append(out, "Nobody listens to `'error'` here, so that it would be thrown: "+fatal+".")
	}
	talk, ok := q.p.TalkOn(q.f, v)
	if !ok {
		return out
	}
	if len(talk.Unheard) > 0 {
		out = append(out, "Emitted here and listened to nowhere in this program: "+list(talk.Unheard, 6)+".")
	}
	switch {
	case len(talk.Emitted) > 0 && len(talk.Heard) > 0:
		out = append(out, "This program emits "+list(talk.Emitted, 6)+" on it and listens to "+list(talk.Heard, 6)+".")
	case len(talk.Emitted) > len(talk.Unheard):
		out = append(out, "This program emits "+list(talk.Emitted, 6)+" on it.")
	case len(talk.Heard) > 1 || len(talk.Heard) == 1 && talk.Heard[0] != q.event():
		out = append(out, "This program listens to "+list(talk.Heard, 6)+" of it.")
	}
	return out
}

// event is the event that the spot or its call names, "" for none.
func (q *query) event() string {
	if q.spot.call < 0 {
		return q.spot.event
	}
	if args := q.p.Args(program.CallRef{File: q.f.ID, Call: q.spot.call}); len(args) > 0 {
		name, _ := q.p.Literal(q.f, args[0])
		return name
	}
	return ""
}

// unheard reports whether 'error' of what a value holds has no listener, as far as every use is seen: not those either that Node adds itself, for a
// callback that gets the error or a signal.
func (q *query) unheard(v effects.ValueID) bool {
	if q.f.Test || q.p.Hears(q.f, v, "error") != program.HeardNo {
		return false
	}
	made := false
	for _, a := range q.p.Eval(q.f, v) {
		if a.Kind != program.AbsInst {
			continue
		}
		if a.Site < 0 {
			return false // given by somebody who may listen: the sockets of an HTTP server have a listener of Node's own
		}
		made = true
		at := program.CallRef{File: a.File, Call: a.Site}
		if m := q.p.Member(at); m != nil && m.Func != nil && m.Func.ErrFirst && q.p.CallbackArg(at) >= 0 {
			return false
		}
		if signal, _ := q.p.Option(at, "signal"); signal.File >= 0 {
			return false
		}
	}
	return made
}

// aboutObject reports whether the hover is about an emitter or stream itself: where it is made, a name for it, or what listens to it and drains it.
// Other methods of it are about something else.
func (q *query) aboutObject() bool {
	sp := &q.spot
	if sp.emitter > 0 || sp.iterated > 0 || sp.option != "" {
		return sp.option == ""
	}
	if strings.HasPrefix(q.topic.Name, "emitter.") {
		return true
	}
	if strings.HasPrefix(q.topic.Name, "readable.") {
		return true
	}
	return !strings.Contains(q.key, "#") || strings.HasSuffix(q.key, "#")
}

// listenerPhase says in which phase listeners of the event run.
func (q *query) listenerPhase() string {
	if q.spot.emitter <= 0 {
		return ""
	}
	for _, r := range refs(q.p, q.f, q.spot.emitter, 0) {
		if r.class == nil || r.name != "" {
			continue
		}
		if e := r.class.EventNamed(q.spot.event); e != nil && e.Phase > nodeapi.PhaseSync {
			return "Its listeners run in the " + e.Phase.String() + "."
		}
	}
	return ""
}

// receiver is the object that the spot is about: what a method is called on, what an event is of, or the value itself.
func (q *query) receiver() effects.ValueID {
	sp := &q.spot
	switch {
	case sp.emitter > 0:
		return sp.emitter
	case sp.call >= 0 && sp.option == "":
		r := program.CallRef{File: q.f.ID, Call: sp.call}
		if m := q.p.Member(r); m.Is("events.once", "events.on") || m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectConsumes {
			return effects.None
		}
		if v := q.p.Receiver(r); v > 0 {
			return v
		}
		return q.f.ResultValue(sp.call)
	case sp.iterated > 0:
		return sp.iterated
	}
	return sp.value
}

// streamFacts are the mode and the marks of a stream, as far as the code that makes it says.
func (q *query) streamFacts() []string {
	v := q.receiver()
	if v <= 0 || q.spot.option != "" {
		return nil
	}
	stream, reads := false, false
	for _, r := range refs(q.p, q.f, v, 0) {
		if r.class != nil && r.name == "" {
			stream = stream || r.class.IsReadable() || r.class.IsWritable()
			reads = reads || r.class.IsReadable()
		}
	}
	if !stream {
		return nil
	}
	var out []string
	var made []string
	for _, a := range q.p.Eval(q.f, v) {
		if a.Kind != program.AbsInst || a.Site < 0 {
			continue
		}
		at := program.CallRef{File: a.File, Call: a.Site}
		for _, name := range []string{"objectMode", "highWaterMark", "encoding"} {
			opt, _ := q.p.Option(at, name)
			if opt.File < 0 {
				continue
			}
			if text := literal(q.p, opt); text != "" {
				made = append(made, code(name+": "+text))
			}
		}
		if len(made) > 0 {
			out = append(out, "Made at "+q.line(a.File, q.p.Call(at).Start)+" with "+strings.Join(made, ", ")+".")
			break
		}
	}
	if reads && q.spot.iterated < 0 {
		if mode := q.mode(v); mode != "" {
			out = append(out, mode)
		}
	}
	return out
}

// mode says what makes a readable flow, by the uses in this file.
func (q *query) mode(v effects.ValueID) string {
	for _, u := range q.p.Uses(q.f, v) {
		at := q.line(q.f.ID, u.Start)
		switch {
		case u.Kind == program.UseIterate:
			return "Read by the loop at " + at + "."
		case u.Kind != program.UseMethod:
			continue
		}
		switch u.Name {
		case "pipe":
			return "Flows into what it is piped to at " + at + "."
		case "resume":
			return "Flows from resume() at " + at + " on."
		case "on", "once", "addListener":
			args := q.p.Args(program.CallRef{File: q.f.ID, Call: u.Call})
			if len(args) == 0 {
				continue
			}
			switch event, _ := q.p.Literal(q.f, args[0]); event {
			case "data":
				return "Flows because of the `'data'` listener at " + at + "."
			case "readable":
				return "Pulled by the `'readable'` listener at " + at + "."
			}
		}
	}
	return ""
}

// literal is a value as code writes it; "" when it is no plain one.
func literal(p *program.Program, r program.Ref) string {
	f := p.Files[r.File]
	v := f.Facts.Val(r.Value)
	switch v.Kind {
	case effects.Bool:
		return map[bool]string{true: "true", false: "false"}[v.A == 1]
	case effects.String:
		return "'" + f.Facts.Str(v.A) + "'"
	}
	if n, ok := p.Number(f, r.Value); ok {
		return strings.TrimSuffix(fmt.Sprintf("%.0f", n), ".")
	}
	return ""
}
