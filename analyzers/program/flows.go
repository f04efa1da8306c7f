package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// flow is what is known to come into a function. Link adds to it, and takes nothing away.
type flow struct {
	args    [][]Ref     // for each parameter, and for more where the function has arguments or a rest parameter: what calls pass
	classes []paramKind // what an API passes
	things  []set       // for each parameter: elements of tables, and what a container injects
	this    []Ref       // what it is called on
	owner   Abs         // the thing whose method it is
}

// paramKind is what an API passes to a callback.
type paramKind struct {
	class *nodeapi.Class // nil for nothing known
	site  int32
}

// noFlow is that of a function of which nothing is known.
var noFlow flow

// flowOf is what comes into a function. It must not be changed.
func (p *Program) flowOf(fn FuncRef) *flow {
	f := p.Files[fn.File]
	p.note(f.funcNode(fn.Func))
	if w := f.flows[fn.Func]; w != nil {
		return w
	}
	return &noFlow
}

// flowTo is what comes into a function, to be changed: the caller has to say so with flowed.
func (p *Program) flowTo(fn FuncRef) *flow {
	w := &p.Files[fn.File].flows[fn.Func]
	if *w == nil {
		*w = &flow{}
	}
	return *w
}

// flowed says that more comes into a function than before.
func (p *Program) flowed(fn FuncRef) { p.touch(p.Files[fn.File].funcNode(fn.Func)) }

// argsTo are the lists of what calls pass to a function, to be added to.
func (p *Program) argsTo(fn FuncRef) [][]Ref {
	w := p.flowTo(fn)
	if w.args == nil {
		w.args = make([][]Ref, p.argPlaces(fn))
	}
	return w.args
}

// passes are the values that calls pass for a parameter.
func (w *flow) passes(index int32) []Ref {
	if int(index) < len(w.args) {
		return w.args[index]
	}
	return nil
}

// thing is what a parameter is beside what calls pass.
func (w *flow) thing(index int32) set {
	if int(index) < len(w.things) {
		return w.things[index]
	}
	return nil
}

// setThing says what a parameter is beside what calls pass.
func (p *Program) setThing(fn FuncRef, index int32, s set) {
	w := p.flowTo(fn)
	if w.things == nil {
		w.things = make([]set, len(p.Func(fn).Params))
	}
	if int(index) < len(w.things) && !(len(w.things[index]) == len(s) && equalSets(w.things[index], s)) {
		w.things[index] = s
		p.flowed(fn)
	}
}

func (p *Program) setParamClass(fn FuncRef, i int32, class string, site int32) {
	c := nodeapi.ClassNamed(class)
	params := len(p.Func(fn).Params)
	if c == nil || int(i) >= params {
		return
	}
	w := p.flowTo(fn)
	if w.classes == nil {
		w.classes = make([]paramKind, params)
	}
	if w.classes[i].class == nil {
		w.classes[i] = paramKind{c, site}
		p.flowed(fn)
	}
}

// evalParam is what a parameter may be.
func (p *Program) evalParam(f *File, fn effects.FuncID, index int32, s *set) {
	w := p.flowOf(FuncRef{f.ID, fn})
	if int(index) < len(w.classes) {
		if c := w.classes[index]; c.class != nil {
			s.add(instance(c.class, f.ID, c.site))
		}
	}
	for _, r := range w.passes(index) {
		s.addAll(p.EvalRef(r))
	}
	s.addAll(w.thing(index))
}
