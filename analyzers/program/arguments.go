package program

import "nodebeyond/analyzers/effects"

// This file follows arguments through arrays: (...args) => f(...args), f.apply(this, arguments), Array.prototype.slice.call(arguments, 1).

// maxRest is how many arguments of a rest parameter, or beyond the parameters of a function that uses arguments, are told apart.
const maxRest = 6

// argPlaces is how many arguments of a function are kept.
func (p *Program) argPlaces(fn FuncRef) int {
	d := p.Func(fn)
	if d.Flags&effects.FuncUsesArgs != 0 || hasRest(d) {
		return len(d.Params) + maxRest
	}
	return len(d.Params)
}

// argument adds what an argument may be, at an index or, with a negative one, any.
func (p *Program) argument(a Abs, idx int, s *set) {
	kept := p.flowOf(FuncRef{a.File, a.ID}).args
	if int(a.Site) >= len(kept) {
		return
	}
	kept = kept[a.Site:]
	if idx >= 0 {
		if idx >= len(kept) {
			return
		}
		kept = kept[idx : idx+1]
	}
	for _, refs := range kept {
		for _, r := range refs {
			s.addAll(p.EvalRef(r))
		}
	}
}

// flowApplied lets the elements of list in f.apply(x, list) into the parameters of a function.
func (p *Program) flowApplied(f *File, call effects.CallID, fn FuncRef, first int) {
	c := &f.Facts.Calls[call]
	how, fns := p.applied(f, c)
	at := 1
	if isReflect(fns) {
		at = 2
	}
	n := p.argPlaces(fn)
	if how == "apply" && at < len(c.Args) && first < n {
		p.flowList(f, c.Args[at], fn, first)
	}
}

// flowList lets the elements of a list into the parameters of a function, from the one at an index on.
func (p *Program) flowList(f *File, list effects.ValueID, fn FuncRef, first int) {
	have := p.argsTo(fn)[first:]
	add := func(i int, r Ref) {
		if mayHold(p.Files[r.File].Facts.Val(r.Value)) {
			p.pass(&have[i], r, fn)
		}
	}
	for _, a := range p.Eval(f, list) {
		switch a.Kind {
		case AbsArgs:
			kept := p.flowOf(FuncRef{a.File, a.ID}).args
			for i := int(a.Site); i < len(kept) && i-int(a.Site) < len(have); i++ {
				for _, r := range kept[i] {
					add(i-int(a.Site), r)
				}
			}
		case AbsArray:
			if p.spreads(a) {
				continue
			}
			for i, v := range p.Files[a.File].Facts.Lists[a.ID] {
				if i < len(have) {
					add(i, Ref{a.File, v})
				}
			}
		}
	}
}

// maxRefs is how many arguments are looked at for what a parameter may be.
const maxRefs = 16

// pass adds what a call passes for a parameter of a function.
func (p *Program) pass(list *[]Ref, r Ref, fn FuncRef) {
	if len(*list) < maxRefs && !hasRef(*list, r) {
		*list = append(*list, r)
		p.flowed(fn)
	}
}

// slicedArgs adds what Array.prototype.slice.call(arguments, n) gives; false when a call is not of that kind.
func (p *Program) slicedArgs(f *File, c *effects.Call, fns []Abs, s *set) bool {
	if m := memberOf(fns); m == nil || !m.Is("Array#slice") || len(c.Args) == 0 {
		return false
	}
	found := false
	for _, a := range p.Eval(f, c.Args[0]) {
		if a.Kind == AbsArgs {
			found = true
			if len(c.Args) > 1 {
				a.Site += p.start(f, c.Args[1])
			}
			s.add(a)
		}
	}
	return found
}

// start is the number that a slice begins at, 0 when it is not known.
func (p *Program) start(f *File, v effects.ValueID) int32 {
	if n := f.Facts.Val(v); n.Kind == effects.Number {
		return int32(min(max(0, atoi(f.Facts.Strings[n.A])), 16))
	}
	return 0
}
