package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// anyName is the name under which a thing keeps what is written to it under names that are not known: table[key] = f, list.push(f),
// map.set(key, f). Real names are greater.
const anyName = 0

// view is an abstract value that stands for the entries or values of another.
func (p *Program) view(kind AbsKind, of Abs) Abs {
	switch of.Kind {
	case AbsObject, AbsModule, AbsInst, AbsFunc, AbsClass, AbsNew, AbsNewFunc, AbsArray:
	default:
		return Abs{}
	}
	id, ok := p.viewOf[of]
	if !ok {
		id = int32(len(p.views))
		p.views = append(p.views, of)
		p.viewOf[of] = id
	}
	return Abs{Kind: kind, ID: id}
}

// element is what an element of a thing may be, at an index or, with a negative one, anywhere.
func (p *Program) element(a Abs, idx int, s *set, depth int) {
	if depth > 4 {
		return
	}
	switch a.Kind {
	case AbsArray:
		g := p.Files[a.File]
		items := g.Facts.Lists[a.ID]
		if idx >= 0 && idx < len(items) && !p.spreads(a) {
			s.addAll(p.Eval(g, items[idx]))
			return
		}
		for _, x := range items {
			if v := g.Facts.Val(x); v.Kind == effects.Spread {
				for _, inner := range p.Eval(g, v.A) {
					if inner != a {
						p.element(inner, -1, s, depth+1)
					}
				}
				continue
			}
			s.addAll(p.Eval(g, x))
		}
		p.written(a, anyName, s)
	case AbsObject, AbsModule:
		p.values(a, s, depth)
	case AbsArgs:
		p.argument(a, idx, s)
	case AbsEntries:
		s.add(Abs{Kind: AbsEntry, ID: a.ID})
	case AbsEntry:
		if idx != 0 {
			p.values(p.views[a.ID], s, depth+1)
		}
	case AbsValues:
		p.values(p.views[a.ID], s, depth+1)
	case AbsFunc, AbsClass, AbsNew, AbsNewFunc:
		p.written(a, anyName, s)
	case AbsInst:
		c := a.Class()
		switch c.Name {
		case "Map":
			s.add(p.view(AbsEntry, a))
		case "Set":
			p.values(a, s, depth)
		default:
			// app[method](path, handler): whatever the method, it is one that registers
			if m := c.MethodNamed("get"); m != nil && m.Func.Handler != nil {
				s.add(memberAbs(m))
			}
		}
	}
}

func (p *Program) spreads(a Abs) bool {
	g := p.Files[a.File]
	for _, x := range g.Facts.Lists[a.ID] {
		if g.Facts.Val(x).Kind == effects.Spread {
			return true
		}
	}
	return false
}

// values adds every value that a table holds: a member of an object literal, of a module, of a Map or Set.
func (p *Program) values(a Abs, s *set, depth int) {
	if a.Kind == AbsArray {
		p.element(a, -1, s, depth)
		return
	}
	s.addAll(p.askKey(propKey{a, allValues}))
}

func (p *Program) collectValues(a Abs, s *set) {
	switch a.Kind {
	case AbsObject:
		g := p.Files[a.File]
		for _, m := range g.Facts.Objects[a.ID].Members {
			switch {
			case m.Flags&effects.MemberSpread != 0:
				for _, x := range p.Eval(g, m.Value) {
					p.values(x, s, 0)
				}
			case m.Flags&(effects.MemberGetter|effects.MemberSetter) == 0:
				s.addAll(p.Eval(g, m.Value))
			}
		}
	case AbsModule:
		if g := p.Files[a.File]; g.ESM {
			for _, e := range g.Facts.Exports {
				p.moduleMember(g, g.Facts.Str(e.Name), s)
			}
			return
		}
	case AbsInst:
		p.entriesGiven(a, s, 0)
	}
	for _, name := range p.slots.read(p, a) {
		for _, r := range p.propsOf(a, name) {
			s.addAll(p.EvalRef(r))
		}
	}
	for _, r := range p.mixed.read(p, a) {
		for _, x := range p.EvalRef(r) {
			if x != a {
				p.values(x, s, 0)
			}
		}
	}
}

// entriesGiven adds the values that a Map or Set is made with: new Map([[key, value]]), new Set([value]).
func (p *Program) entriesGiven(a Abs, s *set, depth int) {
	if a.Site < 0 {
		return
	}
	f := p.Files[a.File]
	c := &f.Facts.Calls[a.Site]
	if len(c.Args) != 1 {
		return
	}
	pairs := a.Class().Name == "Map" || a.Class().Name == "WeakMap"
	var items set
	for _, x := range p.Eval(f, c.Args[0]) {
		p.element(x, -1, &items, depth)
	}
	for _, x := range items {
		if pairs {
			p.element(x, 1, s, depth)
		} else {
			s.add(x)
		}
	}
}

// isTable reports whether a class of the language is a table of values.
func isTable(c *nodeapi.Class) bool {
	switch c.Name {
	case "Map", "Set", "WeakMap", "WeakSet":
		return true
	}
	return false
}

// tableResult is what a method of an array, Map or Set gives; false when the call is not one that is known.
func (p *Program) tableResult(f *File, callee effects.Value, s *set) bool {
	name := f.Facts.Strings[callee.B]
	switch name {
	case "concat", "slice", "filter", "reverse", "sort", "toSorted", "toReversed", "splice",
		"get", "getOrInsert", "pop", "shift", "find", "findLast", "at", "values", "entries":
	default:
		return false
	}
	known := false
	for _, a := range p.Eval(f, callee.A) {
		list := a.Kind == AbsArray || a.Kind == AbsEntries || a.Kind == AbsValues || a.Kind == AbsArgs
		table := a.Kind == AbsInst && isTable(a.Class())
		if !list && !table {
			continue
		}
		switch name {
		case "get", "getOrInsert":
			if table {
				known = true
				p.values(a, s, 0)
			}
		case "values":
			known = true
			s.add(p.view(AbsValues, a))
		case "entries":
			known = true
			s.add(p.view(AbsEntries, a))
		case "pop", "shift", "find", "findLast", "at":
			known = true
			p.element(a, -1, s, 0)
		default:
			known = true
			s.add(a)
		}
	}
	return known
}

// indexTableWrites notes what a call puts into an array, Map or Set.
func (p *Program) indexTableWrites(f *File, c *effects.Call) {
	cv := f.Facts.Val(c.Callee)
	if cv.Kind != effects.Prop || len(c.Args) == 0 {
		return
	}
	values := c.Args
	switch f.Facts.Strings[cv.B] {
	case "push", "unshift", "add":
	case "set":
		values = c.Args[1:]
	default:
		return
	}
	for _, a := range p.Eval(f, cv.A) {
		if a.Kind == AbsArray || a.Kind == AbsInst && isTable(a.Class()) {
			for _, v := range values {
				if mayHold(f.Facts.Val(v)) {
					p.setProp(a, anyName, Ref{f.ID, v})
				}
			}
		}
	}
}

// mayHold reports whether a value may be a function or something that holds one.
func mayHold(v effects.Value) bool {
	switch v.Kind {
	case effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined, effects.Template, effects.RegExp, effects.Unknown, effects.Unary:
		return false
	}
	return true
}

// setProp notes that something is written to a name of a thing.
func (p *Program) setProp(on Abs, name int32, r Ref) {
	p.props.say(p, propKey{on, name}, r)
	p.slots.say(p, on, name)
}

// propsOf is what is written to a property of a thing.
func (p *Program) propsOf(on Abs, name int32) []Ref {
	return p.props.read(p, propKey{on, name})
}

// flowElements lets the elements of an array, Map or Set into the callback that a method of it calls for each.
func (p *Program) flowElements(f *File, ref CallRef, args []effects.ValueID, m *nodeapi.Member) {
	if m.Method == nil || len(args) == 0 || m.Func.Callback != 0 || m.Func.Phase != nodeapi.PhaseSync {
		return
	}
	index := int32(0)
	method := m.Name[len(m.Method.Name)+1:]
	if method == "reduce" || method == "reduceRight" {
		index = 1
	}
	var elements set
	for _, a := range p.Eval(f, p.Receiver(ref)) {
		switch {
		case a.Kind == AbsArray || a.Kind == AbsEntries || a.Kind == AbsValues || a.Kind == AbsArgs:
			p.element(a, -1, &elements, 0)
		case a.Kind == AbsInst && isTable(a.Class()):
			p.values(a, &elements, 0)
		}
	}
	if len(elements) == 0 {
		return
	}
	p.eachFunc(f, args[0], func(fn FuncRef) {
		if int(index) >= len(p.Func(fn).Params) {
			return
		}
		have := slices.Clip(p.flowOf(fn).thing(index))
		have.addAll(elements)
		p.setThing(fn, index, have)
	})
}
