package program

import (
	"strconv"
	"strings"

	"nodebeyond/analyzers/effects"
)

// This file knows members whose names are computed: by a symbol, or from a constant beginning.

// symbolMade is the symbol that a call of Symbol() or Symbol.for() gives.
func (p *Program) symbolMade(f *File, call effects.CallID, c *effects.Call) (Abs, bool) {
	cv := f.Facts.Val(c.Callee)
	if cv.Kind == effects.Global && f.Facts.Strings[cv.A] == "Symbol" {
		return Abs{Kind: AbsSymbol, File: f.ID, ID: call}, true
	}
	if cv.Kind != effects.Prop || f.Facts.Strings[cv.B] != "for" || len(c.Args) != 1 {
		return Abs{}, false
	}
	if base := f.Facts.Val(cv.A); base.Kind != effects.Global || f.Facts.Strings[base.A] != "Symbol" {
		return Abs{}, false
	}
	name, ok := p.Literal(f, c.Args[0])
	return Abs{Kind: AbsSymbol, File: None, ID: p.nameOf(name)}, ok
}

// wellKnown is the symbol that a property of Symbol, or util.inspect.custom and util.promisify.custom, is.
func (p *Program) wellKnown(f *File, v effects.Value) (Abs, bool) {
	name := f.Facts.Strings[v.B]
	base := f.Facts.Val(v.A)
	switch {
	case base.Kind == effects.Global && f.Facts.Strings[base.A] == "Symbol":
	case name == "custom" && (base.Kind == effects.Prop || base.Kind == effects.ImportName) && (f.Facts.Strings[base.B] == "inspect" || f.Facts.Strings[base.B] == "promisify"):
		name = f.Facts.Strings[base.B] + ".custom"
	default:
		return Abs{}, false
	}
	return Abs{Kind: AbsSymbol, File: None, ID: p.nameOf("Symbol." + name)}, true
}

// symbolID is the number of the name that stands for a symbol; no property has it.
func (p *Program) symbolID(a Abs) int32 {
	id, ok := p.symbolName[a]
	if !ok {
		id = p.nameOf("\x00symbol " + strconv.Itoa(int(a.File)) + " " + strconv.Itoa(int(a.ID)))
		p.symbolName[a] = id
		p.symbolOf[id] = a
	}
	return id
}

// symbolMember adds what x[symbol] may be; false when the key is no symbol.
func (p *Program) symbolMember(f *File, v effects.Value, s *set) bool {
	found := false
	for _, k := range p.Eval(f, v.B) {
		if k.Kind != AbsSymbol {
			continue
		}
		found = true
		id := p.symbolID(k)
		bases := p.Eval(f, v.A)
		for _, a := range bases {
			p.absProp(a, id, s)
		}
		if f.Facts.Val(v.A).Kind == effects.This {
			for _, a := range bases {
				p.overrides(a, id, s)
			}
		}
	}
	return found
}

// indexSymbol notes x[symbol] = value; false when the key is no symbol.
func (p *Program) indexSymbol(f *File, target effects.Value, value effects.ValueID) bool {
	switch f.Facts.Val(target.B).Kind {
	case effects.Var, effects.Prop, effects.ImportName, effects.Param:
	default:
		return false
	}
	found := false
	for _, k := range p.Eval(f, target.B) {
		if k.Kind == AbsSymbol {
			found = true
			p.indexWrite(f, target.A, p.symbolID(k), "", value)
		}
	}
	return found
}

// prefix is the constant beginning of a string that is put together: 'on' + event, `on${event}`; "" for none.
func (p *Program) prefix(f *File, v effects.ValueID) string {
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Binary:
		if x.Op == effects.Add {
			s, _ := p.Literal(f, x.A)
			return s
		}
	case effects.Template:
		if parts := f.Facts.Lists[x.A]; len(parts) > 0 {
			s, _ := f.Facts.Literal(parts[0])
			return s
		}
	}
	return ""
}

// prefixed adds the members of a thing whose names begin so.
func (p *Program) prefixed(a Abs, prefix string, s *set, depth int) {
	if depth > 4 {
		return
	}
	list := func(g *File, members []effects.Member, static bool) {
		for i := range members {
			m := &members[i]
			switch {
			case m.Flags&effects.MemberSpread != 0:
				for _, x := range p.Eval(g, m.Value) {
					p.prefixed(x, prefix, s, depth+1)
				}
			case m.Flags&(effects.MemberGetter|effects.MemberSetter|effects.MemberComputed) == 0 && (m.Flags&effects.MemberStatic != 0) == static && strings.HasPrefix(g.Facts.Str(m.Name), prefix):
				s.addAll(p.Eval(g, m.Value))
			}
		}
	}
	switch g := p.Files[max(a.File, 0)]; a.Kind {
	case AbsObject:
		list(g, g.Facts.Objects[a.ID].Members, false)
	case AbsClass:
		list(g, g.Facts.Classes[a.ID].Members, true)
	case AbsNew, AbsProto:
		c := &g.Facts.Classes[a.ID]
		list(g, c.Members, false)
		for _, x := range p.Eval(g, c.Extends) {
			if x.Kind == AbsClass {
				p.prefixed(Abs{Kind: AbsNew, File: x.File, ID: x.ID}, prefix, s, depth+1)
			}
		}
		p.prefixedSlots(Abs{Kind: AbsProto, File: a.File, ID: a.ID}, prefix, s)
		a.Kind = AbsNew
	case AbsNewFunc:
		p.prefixedSlots(Abs{Kind: AbsProtoFn, File: a.File, ID: a.ID}, prefix, s)
	case AbsFunc, AbsModule, AbsInst, AbsProtoFn:
	default:
		return
	}
	p.prefixedSlots(a, prefix, s)
}

func (p *Program) prefixedSlots(a Abs, prefix string, s *set) {
	for _, name := range p.slots.read(p, a) {
		if name != anyName && strings.HasPrefix(p.texts[name], prefix) {
			for _, r := range p.propsOf(a, name) {
				s.addAll(p.EvalRef(r))
			}
		}
	}
}
