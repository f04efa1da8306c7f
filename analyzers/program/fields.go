package program

import (
	"cmp"
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// This file says what a call may call where nothing is known of the thing whose property is called or read: whatever the project writes to a
// property of that name, on anything (field-based analysis: Feldthaus and others, ICSE 2013). What comes of it is for questions about who may
// call whom. It is no part of Edges, and no rule rests on it.

// maxFieldDepth bounds the steps from a call to where its function is written.
const maxFieldDepth = 5

// guesses are the calls that rest on names of properties, by the function that makes them.
func (p *Program) guesses() map[funcKey][]Edge {
	if p.guessed != nil {
		return p.guessed
	}
	p.guessed = map[funcKey][]Edge{}
	p.collectFields()
	for _, f := range p.Files {
		if p.canceled() {
			return p.guessed
		}
		for ci := range f.Facts.Calls {
			c := &f.Facts.Calls[ci]
			ref := CallRef{f.ID, effects.CallID(ci)}
			if len(p.targetsOf(f, effects.CallID(ci))) == 0 {
				p.guessCall(ref, p.loosely(f, c.Callee, 0))
			}
			if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop || cv.Kind == effects.Elem {
				p.guessCall(ref, p.allOverrides(f, cv))
			}
		}
		p.guessAccess(f)
	}
	return p.guessed
}

// guess adds a call unless it is known, or guessed already.
func (p *Program) guess(from FuncRef, e Edge) {
	e.Weak, e.Guess = true, true
	for _, list := range [...][]Edge{p.edges[from], p.passed[from], p.guessed[from]} {
		for _, x := range list {
			if x.To == e.To && x.Kind == e.Kind {
				return
			}
		}
	}
	p.guessed[from] = append(p.guessed[from], e)
}

func (p *Program) guessCall(at CallRef, list []Abs) {
	c := p.Call(at)
	from := FuncRef{at.File, c.Func}
	for _, a := range list {
		switch {
		case a.Kind == AbsFunc && c.Flags&effects.CallNew != 0:
			p.guess(from, Edge{To: FuncRef{a.File, a.ID}, At: at, Kind: EdgeNew})
		case a.Kind == AbsFunc:
			p.guess(from, Edge{To: FuncRef{a.File, a.ID}, At: at, Kind: EdgeCall})
		case a.Kind == AbsClass && c.Flags&effects.CallNew != 0:
			if ctor := p.Files[a.File].Facts.Classes[a.ID].Ctor; ctor >= 0 {
				p.guess(from, Edge{To: FuncRef{a.File, ctor}, At: at, Kind: EdgeNew})
			}
		}
	}
}

// allOverrides are the methods below the class that this is, however many: strong edges leave them out when there are many.
func (p *Program) allOverrides(f *File, callee effects.Value) []Abs {
	if f.Facts.Val(callee.A).Kind != effects.This {
		return nil
	}
	var s set
	id := int32(0)
	if callee.Kind == effects.Prop {
		id = p.name(f, callee.B)
	} else {
		for _, k := range p.Eval(f, callee.B) {
			if k.Kind == AbsSymbol {
				id = p.symbolID(k)
			}
		}
	}
	if id == 0 {
		return nil
	}
	for _, a := range p.Eval(f, callee.A) {
		p.overridesUpTo(maxSet, a, id, &s)
	}
	return s
}

// loosely is what a value may be, properties of unknown things found by their names.
func (p *Program) loosely(f *File, v effects.ValueID, depth int) []Abs {
	if v < 0 {
		return nil
	}
	if known := p.Eval(f, v); len(known) > 0 || depth > maxFieldDepth {
		return known
	}
	var s set
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Await, effects.Spread:
		return p.loosely(f, x.A, depth+1)
	case effects.Var:
		for _, value := range f.Facts.Vars[x.A].Values {
			s.addAll(p.loosely(f, value, depth+1))
		}
	case effects.Join:
		for _, value := range f.Facts.Lists[x.A] {
			s.addAll(p.loosely(f, value, depth+1))
		}
	case effects.Binary:
		switch x.Op {
		case effects.And:
			return p.loosely(f, x.B, depth+1)
		case effects.Or, effects.Nullish:
			s.addAll(p.loosely(f, x.A, depth+1))
			s.addAll(p.loosely(f, x.B, depth+1))
		}
	case effects.Param:
		for _, r := range p.flowOf(FuncRef{f.ID, x.A}).passes(x.B) {
			s.addAll(p.loosely(p.Files[r.File], r.Value, depth+1))
		}
	case effects.Prop:
		p.looseProp(f, x, p.name(f, x.B), f.Facts.Strings[x.B], &s, depth)
	case effects.Elem:
		symbol := false
		for _, k := range p.Eval(f, x.B) {
			if k.Kind == AbsSymbol {
				symbol = true
				p.looseProp(f, x, p.symbolID(k), "\x00", &s, depth)
			}
		}
		if !symbol {
			for _, a := range p.loosely(f, x.A, depth+1) {
				p.element(a, -1, &s, 0)
			}
		}
	case effects.Result:
		for _, a := range p.loosely(f, f.Facts.Calls[x.A].Callee, depth+1) {
			p.resultOf(f, x.A, &f.Facts.Calls[x.A], a, &s)
		}
	}
	return s
}

// looseProp adds what a property may be: of what its thing may be, or of anything.
func (p *Program) looseProp(f *File, x effects.Value, id int32, name string, s *set, depth int) {
	for _, a := range p.loosely(f, x.A, depth+1) {
		p.absProp(a, id, s)
	}
	if len(*s) > 0 || p.madeElsewhere(f, x.A) || ofCollections(name) || ofText(name) {
		return
	}
	for _, r := range p.fields[id] {
		s.addAll(p.EvalRef(r))
	}
}

// ofCollections reports whether a name is that of a method which what is unknown nearly always has from the language.
func ofCollections(name string) bool {
	for _, class := range [...]string{"Array", "Promise"} {
		if nodeapi.ClassNamed(class).MethodNamed(name) != nil {
			return true
		}
	}
	return false
}

// guessAccess adds the getters and setters of what is unknown.
func (p *Program) guessAccess(f *File) {
	w := accessWalk{p: p, f: f, loose: true}
	w.file()
}

// collectFields finds what is written to properties, by their names. A name that has too much has nothing.
func (p *Program) collectFields() {
	p.fields = map[int32][]Ref{}
	add := func(id int32, r Ref) {
		if list := p.fields[id]; len(list) <= maxNamesakes && mayHold(p.Files[r.File].Facts.Val(r.Value)) && !slices.Contains(list, r) {
			p.fields[id] = append(list, r)
		}
	}
	member := func(f *File, m *effects.Member) {
		r := Ref{f.ID, m.Value}
		switch {
		case m.Flags&effects.MemberSpread != 0:
		case m.Flags&effects.MemberComputed != 0:
			for _, k := range p.Eval(f, m.Key) {
				if k.Kind == AbsSymbol {
					add(p.symbolID(k), r)
				}
			}
		case m.Flags&(effects.MemberGetter|effects.MemberSetter) != 0:
			id, _ := p.accessorName(f.Facts.Str(m.Name), m.Flags&effects.MemberSetter != 0)
			add(id, r)
		default:
			add(p.name(f, m.Name), r)
		}
	}
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for i := range f.Facts.Classes {
			for j := range f.Facts.Classes[i].Members {
				member(f, &f.Facts.Classes[i].Members[j])
			}
		}
		for i := range f.Facts.Objects {
			for j := range f.Facts.Objects[i].Members {
				member(f, &f.Facts.Objects[i].Members[j])
			}
		}
		for fi := range f.Facts.Funcs {
			ops := f.Facts.Funcs[fi].Ops
			for i := range ops {
				if ops[i].Kind != effects.OpWrite {
					continue
				}
				switch t := f.Facts.Val(ops[i].A); t.Kind {
				case effects.Prop:
					add(p.name(f, t.B), Ref{f.ID, ops[i].B})
				case effects.Elem:
					for _, k := range p.Eval(f, t.B) {
						if k.Kind == AbsSymbol {
							add(p.symbolID(k), Ref{f.ID, ops[i].B})
						}
					}
				}
			}
		}
	}
	for key, at := range p.props.at { // what descriptors and libraries' helpers define
		if key.name != anyName {
			for _, r := range p.props.rows[at].list {
				if !p.Files[r.File].Test {
					add(key.name, r)
				}
			}
		}
	}
	for id, list := range p.fields {
		if len(list) > maxNamesakes {
			delete(p.fields, id)
			continue
		}
		slices.SortFunc(list, func(a, b Ref) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Value, b.Value)) })
	}
}
