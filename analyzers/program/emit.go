package program

import (
	"nodebeyond/analyzers/effects"
)

// emitEdges adds an edge from every x.emit('event') to the listeners that the program adds for that event to what x may be. emit calls them
// before it returns (Node's documentation of events, "Asynchronous vs. synchronous").
func (p *Program) emitEdges() {
	for _, f := range p.Files {
		if p.canceled() {
			return
		}
		for ci := range f.Facts.Calls {
			c := &f.Facts.Calls[ci]
			cv := f.Facts.Val(c.Callee)
			if cv.Kind != effects.Prop || len(c.Args) == 0 || f.Facts.Strings[cv.B] != "emit" {
				continue
			}
			event, ok := p.Literal(f, c.Args[0])
			if !ok {
				continue
			}
			ref := CallRef{f.ID, effects.CallID(ci)}
			for _, a := range p.Eval(f, cv.A) {
				p.emitOn(a, event, ref, c.Func)
			}
		}
	}
}

func (p *Program) emitOn(a Abs, event string, at CallRef, by effects.FuncID) {
	switch a.Kind {
	case AbsInst:
		if a.Site == None {
			return
		}
	case AbsNew, AbsNewFunc:
		for _, b := range p.family(a) {
			p.hear(b, event, at, by)
		}
		return
	case AbsObject, AbsModule, AbsFunc, AbsClass:
	default:
		return
	}
	p.hear(a, event, at, by)
}

func (p *Program) hear(a Abs, event string, at CallRef, by effects.FuncID) {
	from := FuncRef{at.File, by}
	for _, l := range p.listeners()[a] {
		if l.Event != event {
			continue
		}
		args := p.Args(l.At)
		if len(args) < 2 {
			continue
		}
		p.eachFunc(p.Files[l.At.File], args[1], func(fn FuncRef) {
			if fn != from {
				p.addEdge(from, Edge{To: fn, At: at, Kind: EdgeEmit})
			}
		})
	}
}

// family are the instances that something may be when it is known to be one of a class: of that class, those above it, where listeners may have
// been added, and those below it.
func (p *Program) family(a Abs) []Abs {
	class := a
	class.Kind = AbsClass
	if a.Kind == AbsNewFunc {
		class.Kind = AbsFunc
	}
	out := []Abs{class}
	for i := 0; i < len(out) && len(out) <= maxOverrides; i++ {
		out = append(out, p.subs.read(p, out[i])...)
	}
	if len(out) > maxOverrides+1 {
		out = out[:1]
	}
	for i := 0; i < len(out) && len(out) < 16; i++ {
		var above []Abs
		switch c := out[i]; c.Kind {
		case AbsClass:
			g := p.Files[c.File]
			above = p.Eval(g, g.Facts.Classes[c.ID].Extends)
		case AbsFunc:
			for _, r := range p.supers.read(p, c) {
				above = append(above, p.EvalRef(r)...)
			}
		}
		for _, x := range above {
			switch x.Kind {
			case AbsProto:
				x.Kind = AbsClass
			case AbsProtoFn:
				x.Kind = AbsFunc
			case AbsClass, AbsFunc:
			default:
				continue
			}
			if !set(out).has(x) {
				out = append(out, x)
			}
		}
	}
	for i := range out {
		if out[i].Kind == AbsClass {
			out[i].Kind = AbsNew
		} else {
			out[i].Kind = AbsNewFunc
		}
	}
	return out
}
