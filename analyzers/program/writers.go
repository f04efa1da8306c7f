package program

import (
	"nodebeyond/analyzers/effects"
)

// writerKind is what a place of the program writes by.
type writerKind uint8

const (
	byAssignment writerKind = iota // an assignment: fn, at = operation
	byCall                         // a call that may write: at = call
	byClass                        // a class that extends something: at = class
)

// writer is a place of a file that may write properties, or make things inherit.
type writer struct {
	kind writerKind
	fn   effects.FuncID
	at   int32
}

// findWriters lists the writers of a file, as far as their looks tell.
func (p *Program) findWriters(f *File) {
	facts := f.Facts
	for fi := range facts.Funcs {
		ops := facts.Funcs[fi].Ops
		for i := range ops {
			op := &ops[i]
			if op.Kind != effects.OpWrite || !mayHold(facts.Val(op.B)) {
				continue
			}
			switch facts.Val(op.A).Kind {
			case effects.Prop:
				if isModuleExports(facts, op.A) {
					continue
				}
			case effects.Global, effects.Elem:
			default:
				continue
			}
			f.writers = append(f.writers, writer{byAssignment, effects.FuncID(fi), int32(i)})
		}
	}
	for ci := range facts.Calls {
		if len(p.definers) > 0 || mayWrite(facts, &facts.Calls[ci]) {
			f.writers = append(f.writers, writer{kind: byCall, at: int32(ci)})
		}
	}
	for ci := range facts.Classes {
		if facts.Classes[ci].Extends >= 0 {
			f.writers = append(f.writers, writer{kind: byClass, at: int32(ci)})
		}
	}
}

// mayWrite reports whether a call may be one that writes properties, by its looks.
func mayWrite(f *effects.Facts, c *effects.Call) bool {
	if len(c.Args) == 0 {
		return false
	}
	cv := f.Val(c.Callee)
	switch cv.Kind {
	case effects.Prop:
		switch f.Strings[cv.B] {
		case "push", "unshift", "add", "set":
			return true
		}
	case effects.ImportName, effects.Closure:
	case effects.Var, effects.Global, effects.Result:
		return len(c.Args) > 1 // a helper by any name
	}
	if len(c.Args) < 2 {
		return false
	}
	switch helperName(f, c.Callee) {
	case "inherits", "assign", "defineProperty", "defineProperties", "__defineGetter__", "__defineSetter__", "create", "setPrototypeOf", "extend", "mixin",
		"__exportStar", "_export_star", "__reExport", "__export", "_export":
		return true
	}
	return false
}

// visit has a site say what it writes. What it said before is taken back.
func (p *Program) visit(f *File, n nodeID, i int) {
	p.site = n
	for _, s := range f.said[i] {
		p.spoken[s.relation].unsay(s.row, n)
	}
	p.says = p.says[:0]
	switch s := &f.writers[i]; s.kind {
	case byAssignment:
		p.visitWrite(f, s.fn, &f.Facts.Funcs[s.fn].Ops[s.at])
	case byCall:
		c := &f.Facts.Calls[s.at]
		p.indexCallWrites(f, s.at)
		p.indexTableWrites(f, c)
		p.indexCompiledExports(f, c)
	case byClass:
		p.extends(f, f.Facts.Classes[s.at].Extends, Abs{Kind: AbsClass, File: f.ID, ID: s.at})
	}
	f.said[i] = append(f.said[i][:0], p.says...)
}

func (p *Program) visitWrite(f *File, fn effects.FuncID, op *effects.Op) {
	facts := f.Facts
	switch t := facts.Val(op.A); t.Kind {
	case effects.Global: // a variable that nothing declares is a property of the global object
		p.setProp(globalObject, p.name(f, t.A), Ref{f.ID, op.B})
	case effects.Prop:
		p.indexWrite(f, t.A, p.name(f, t.B), facts.Strings[t.B], op.B)
	case effects.Elem:
		if v := facts.Val(op.B); v.Kind == effects.Elem && v.B == t.B {
			// exports[key] = source[key], in a loop over the keys
			for _, a := range p.Eval(f, t.A) {
				if holdsProps(a) {
					p.copyInto(f, v.A, a)
				}
			}
			return
		}
		if p.indexSymbol(f, t, op.B) {
			return
		}
		for _, a := range p.Eval(f, t.A) {
			if holdsProps(a) || a.Kind == AbsArray {
				p.setProp(a, anyName, Ref{f.ID, op.B})
				p.own(f, op.B, a)
			}
		}
	}
}

// newRelations makes the relations that sites write to.
func (p *Program) newRelations() {
	p.props.none = func(k propKey) nodeID { return p.absent(&k.on, uint64(uint32(k.name))+8) }
	for i, r := range [...]*func(Abs) nodeID{&p.slots.none, &p.mixed.none, &p.mixedInto.none, &p.subs.none, &p.supers.none} {
		*r = func(a Abs) nodeID { return p.absent(&a, uint64(i)) }
	}
	unread := p.newSource() // whose method a function is, its flow says
	p.owners.none = func(FuncRef) nodeID { return unread }
	p.props.most, p.mixedInto.most, p.owners.most = maxSet, maxOverrides, everything
	p.spoken = []spoken{&p.props, &p.slots, &p.mixed, &p.mixedInto, &p.subs, &p.supers, &p.owners}
	p.props.id, p.slots.id, p.mixed.id, p.mixedInto.id, p.subs.id, p.supers.id, p.owners.id = 0, 1, 2, 3, 4, 5, 6
}

// absent changes when a relation has something of a thing for the first time. Some things share such a node.
func (p *Program) absent(on *Abs, what uint64) nodeID {
	h := (uint64(uint32(on.File))<<32 | uint64(uint32(on.ID))) * 0x9E3779B97F4A7C15
	h ^= (what<<8 | uint64(on.Kind)) * 0xC2B2AE3D27D4EB4F
	h ^= uint64(uint32(on.Site)) * 0xD6E8FEB86659FD93
	return p.absentNodes + nodeID((h^h>>29)*0x9E3779B97F4A7C15>>40)&p.absentMask
}

// endWrites lets what sites said be read.
func (p *Program) endWrites() {
	stale := append([]int32(nil), p.owners.stale...)
	for _, r := range p.spoken {
		r.end(p)
	}
	for _, i := range stale {
		p.settleOwner(p.owners.rows[i].list)
	}
}

// ownership is what a site says of the thing whose method a function is.
type ownership struct {
	fn    FuncRef
	owner Abs // the zero thing: of none
	how   ownedBy
}

type ownedBy uint8

const (
	ownedByThis ownedBy = iota // it writes to this, and is a constructor unless something owns it
	ownedBySlot                // it is written to a property, the first of which counts
	ownedByType                // it is written to a prototype, the last of which counts, or stands in a literal or descriptor
)

// settleOwner finds the owner of a function by all that sites say.
func (p *Program) settleOwner(list []ownership) {
	if len(list) == 0 {
		return
	}
	fn := list[0].fn
	self := Abs{Kind: AbsNewFunc, File: fn.File, ID: fn.Func}
	owner := Abs{}
	for _, o := range list {
		switch {
		case o.how == ownedByType, o.how == ownedBySlot && (owner.Kind == AbsNone || owner == self), o.how == ownedByThis && owner.Kind == AbsNone:
			owner = o.owner
		}
	}
	if w := p.flowTo(fn); w.owner != owner {
		w.owner = owner
		p.flowed(fn)
	}
}

// owned says whose method a function is.
func (p *Program) owned(fn FuncRef, owner Abs, how ownedBy) {
	p.owners.say(p, fn, ownership{fn, owner, how})
}
