package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// Talk is what is said and heard on an emitter, by the names of events, in order of name.
type Talk struct {
	// Emitted are the events that code of the program emits on it, Heard those that code of the program listens to.
	Emitted, Heard []string
	// Unheard are those of Emitted that nobody listens to, as far as every use of the object is seen.
	Unheard []string
}

// TalkOn is what is said and heard on the object that a value holds; ok is false when the object is not known.
func (p *Program) TalkOn(f *File, v effects.ValueID) (t Talk, ok bool) {
	open := false
	for _, a := range p.Eval(f, v) {
		if !emits(a) {
			continue
		}
		ok = true
		open = open || a.Kind != AbsModule && p.Escapes(a) || a.Kind == AbsModule
		for _, b := range p.kin(a) {
			for _, e := range p.emissions()[b] {
				if e == "" {
					continue
				}
				t.Emitted = append(t.Emitted, e)
			}
			for _, l := range p.ListenersOf(b) {
				open = open || l.Event == ""
				if l.Event != "" {
					t.Heard = append(t.Heard, l.Event)
				}
			}
		}
	}
	t.Emitted, t.Heard = distinct(t.Emitted), distinct(t.Heard)
	if !open {
		for _, e := range t.Emitted {
			if !slices.Contains(t.Heard, e) {
				t.Unheard = append(t.Unheard, e)
			}
		}
	}
	return t, ok
}

func distinct(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// emits reports whether a thing is one object, or the objects of one class of the program, that may emit.
func emits(a Abs) bool {
	switch a.Kind {
	case AbsInst:
		return a.Site != None
	case AbsNew, AbsNewFunc, AbsObject, AbsModule:
		return true
	}
	return false
}

// kin are the things under which listeners and emissions of an object may be noted: for an instance of a class of the program also the
// instances of the classes above and below it.
func (p *Program) kin(a Abs) []Abs {
	if a.Kind == AbsNew || a.Kind == AbsNewFunc {
		return p.family(a)
	}
	return []Abs{a}
}

// emissions are the events that the program emits, by the object; "" for a computed one.
func (p *Program) emissions() map[Abs][]string {
	if p.emitted != nil {
		return p.emitted
	}
	p.emitted = map[Abs][]string{}
	for _, f := range p.Files {
		for ci := range f.Facts.Calls {
			ref := CallRef{f.ID, effects.CallID(ci)}
			m := memberOf(p.targetsOf(f, effects.CallID(ci)))
			if m != nil && (m.Func == nil || m.Func.Effect != nodeapi.EffectEmits) || m == nil && p.MethodName(ref) != "emit" {
				continue
			}
			args := p.Args(ref)
			if len(args) == 0 {
				continue
			}
			event, _ := p.Literal(f, args[0])
			for _, a := range p.Eval(f, p.receiverOf(f, ref)) {
				if emits(a) && !slices.Contains(p.emitted[a], event) {
					p.emitted[a] = append(p.emitted[a], event)
				}
			}
		}
	}
	return p.emitted
}
