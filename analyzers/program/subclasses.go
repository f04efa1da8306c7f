package program

import "nodebeyond/analyzers/effects"

// extends notes that a class, or a constructor function, is below those that a value may be.
func (p *Program) extends(f *File, super effects.ValueID, sub Abs) {
	for _, x := range p.Eval(f, super) {
		switch x.Kind {
		case AbsProto:
			x.Kind = AbsClass
		case AbsProtoFn:
			x.Kind = AbsFunc
		case AbsClass, AbsFunc:
		default:
			continue
		}
		if x != sub {
			p.subs.say(p, x, sub)
		}
	}
}

// maxOverrides bounds the subclasses that a call on this is taken to mean: with more of them, most ways through the base class are not taken.
const maxOverrides = 4

// overrides adds the methods of that name of the classes below one: this.step() in a base class calls the subclass's step.
func (p *Program) overrides(a Abs, id int32, s *set) { p.overridesUpTo(maxOverrides, a, id, s) }

// overridesUpTo is overrides for at most so many subclasses; with more it adds nothing.
func (p *Program) overridesUpTo(most int, a Abs, id int32, s *set) {
	var below []Abs
	switch a.Kind {
	case AbsNew:
		below = p.subs.read(p, Abs{Kind: AbsClass, File: a.File, ID: a.ID})
	case AbsNewFunc:
		below = p.subs.read(p, Abs{Kind: AbsFunc, File: a.File, ID: a.ID})
	}
	for i := 0; i < len(below) && len(below) <= most; i++ {
		below = append(below[:len(below):len(below)], p.subs.read(p, below[i])...)
	}
	if len(below) > most {
		return
	}
	for _, b := range below {
		g := p.Files[b.File]
		switch b.Kind {
		case AbsClass:
			for _, m := range g.Facts.Classes[b.ID].Members {
				if m.Flags&(effects.MemberStatic|effects.MemberGetter|effects.MemberSetter) == 0 && p.name(g, m.Name) == id {
					s.addAll(p.Eval(g, m.Value))
				}
			}
		case AbsFunc:
			p.written(Abs{Kind: AbsProtoFn, File: b.File, ID: b.ID}, id, s)
		}
	}
}
