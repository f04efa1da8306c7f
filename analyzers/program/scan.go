package program

import (
	"path"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// IsTestPath reports whether a path within a project is a test, benchmark or fixture by the names that Node projects use.
func IsTestPath(file string) bool {
	base := path.Base(file)
	for _, s := range []string{".test.", ".spec.", "-test.", "_test.", ".bench.", ".e2e."} {
		if strings.Contains(base, s) {
			return true
		}
	}
	for _, dir := range strings.Split(path.Dir(file), "/") {
		switch dir {
		case "test", "tests", "__tests__", "spec", "specs", "bench", "benchmark", "benchmarks", "fixtures", "__fixtures__", "__mocks__", "e2e":
			return true
		}
	}
	return false
}

// scan reads what one file says by itself: what replaces its exports, who owns which `this`, which prototypes inherit.
func (p *Program) scan(f *File) {
	facts := f.Facts
	if !f.ESM {
		for fi := range facts.Funcs {
			for i := range facts.Funcs[fi].Ops {
				op := &facts.Funcs[fi].Ops[i]
				if op.Kind != effects.OpWrite {
					continue
				}
				t := facts.Val(op.A)
				if t.Kind == effects.Exports {
					f.rebinds = true
				}
				if t.Kind != effects.Prop {
					continue
				}
				base := facts.Val(t.A)
				switch {
				case base.Kind == effects.Module && facts.Strings[t.B] == "exports":
					if facts.Val(op.B).Kind != effects.Exports {
						f.replaced = append(f.replaced, op.B)
					}
				case base.Kind == effects.Exports, base.Kind == effects.This && base.A == 0, isModuleExports(facts, t.A):
					f.written = true
				}
			}
		}
		for i := range facts.Calls {
			// Object.defineProperty(exports, ...), Object.assign(exports, ...), __exportStar(require(), exports)
			for _, a := range facts.Calls[i].Args {
				if v := facts.Val(a); v.Kind == effects.Exports || isModuleExports(facts, a) {
					f.written = true
				}
			}
		}
	}
	for i := range facts.Classes {
		for _, m := range facts.Classes[i].Members {
			p.noteAccessor(facts, m)
		}
	}
	for i := range facts.Objects {
		for _, m := range facts.Objects[i].Members {
			p.noteAccessor(facts, m)
			if v := facts.Val(m.Value); v.Kind == effects.Closure && facts.Funcs[v.A].Flags&effects.FuncArrow == 0 {
				p.owned(FuncRef{f.ID, v.A}, Abs{Kind: AbsObject, File: f.ID, ID: int32(i)}, ownedByType)
			}
		}
	}
}

func isModuleExports(f *effects.Facts, v effects.ValueID) bool {
	x := f.Val(v)
	return x.Kind == effects.Prop && f.Val(x.A).Kind == effects.Module && f.Strings[x.B] == "exports"
}

// ModuleExports reports whether a value is `module.exports`.
func ModuleExports(f *effects.Facts, v effects.ValueID) bool { return isModuleExports(f, v) }

// holdsProps reports whether names written on a thing are kept apart from those of all others.
func holdsProps(a Abs) bool {
	switch a.Kind {
	case AbsFunc, AbsClass, AbsNew, AbsNewFunc, AbsProto, AbsProtoFn, AbsObject, AbsModule, AbsInst, AbsGlobal:
		return true
	}
	return false
}

func (p *Program) indexWrite(f *File, base effects.ValueID, name int32, text string, value effects.ValueID) {
	if bv := f.Facts.Val(base); bv.Kind == effects.This && bv.A != 0 {
		// `this.x =` in a plain function makes it a constructor, unless something else owns it.
		if fn := (FuncRef{f.ID, bv.A}); p.Func(fn).Class < 0 {
			p.owned(fn, Abs{Kind: AbsNewFunc, File: f.ID, ID: bv.A}, ownedByThis)
		}
	}
	for _, a := range p.Eval(f, base) {
		if !holdsProps(a) {
			continue
		}
		p.setProp(a, name, Ref{f.ID, value})
		p.own(f, value, a)
		// F.prototype = { ... }: the members are the prototype's
		if text == "prototype" && a.Kind == AbsFunc {
			p.mixin(f, value, Abs{Kind: AbsProtoFn, File: a.File, ID: a.ID})
		}
	}
}

// own notes that a function written as a value is called as a method of a thing.
func (p *Program) own(f *File, value effects.ValueID, a Abs) {
	val := f.Facts.Val(value)
	if val.Kind != effects.Closure || f.Facts.Funcs[val.A].Flags&effects.FuncArrow != 0 {
		return
	}
	fn := FuncRef{f.ID, val.A}
	switch owner := asOwner(a); {
	case owner.Kind == AbsNone:
	case a.Kind == AbsProtoFn, a.Kind == AbsProto:
		p.owned(fn, owner, ownedByType)
	default:
		p.owned(fn, owner, ownedBySlot)
	}
}

// asOwner is what this is in the methods of a thing; the zero thing when that cannot be told.
func asOwner(a Abs) Abs {
	switch a.Kind {
	case AbsProtoFn:
		return Abs{Kind: AbsNewFunc, File: a.File, ID: a.ID}
	case AbsProto:
		return Abs{Kind: AbsNew, File: a.File, ID: a.ID}
	case AbsInst:
		if a.Site == None { // something of that class, and no one knows which
			return Abs{}
		}
		return a
	case AbsObject, AbsModule, AbsNew, AbsNewFunc, AbsFunc, AbsClass:
		return a
	}
	return Abs{}
}

func hasRef(list []Ref, r Ref) bool {
	for _, x := range list {
		if x == r {
			return true
		}
	}
	return false
}

// mixin gives every member of the object literals that v may be to the target.
func (p *Program) mixin(f *File, v effects.ValueID, target Abs) {
	for _, a := range p.Eval(f, v) {
		switch a.Kind {
		case AbsObject:
			g := p.Files[a.File]
			for _, m := range g.Facts.Objects[a.ID].Members {
				if m.Flags&(effects.MemberSpread|effects.MemberComputed) != 0 {
					continue
				}
				p.setProp(target, p.name(g, m.Name), Ref{a.File, m.Value})
				if val := g.Facts.Val(m.Value); val.Kind == effects.Closure && g.Facts.Funcs[val.A].Flags&effects.FuncArrow == 0 {
					if target.Kind == AbsProtoFn || target.Kind == AbsProto {
						p.owned(FuncRef{g.ID, val.A}, asOwner(target), ownedByType)
					}
				}
			}
		case AbsMember, AbsInst, AbsFunc, AbsClass, AbsProtoFn, AbsProto:
			// Foo.prototype = Object.create(Bar.prototype), = new EventEmitter
			if target.Kind == AbsProtoFn {
				key := Abs{Kind: AbsFunc, File: target.File, ID: target.ID}
				r := Ref{f.ID, v}
				p.supers.say(p, key, r)
				p.extends(f, v, key)
			}
		}
	}
}

// copyInto notes what a call copies into a thing. Object literals are copied member by member, and their functions then see the thing as
// this as well.
func (p *Program) copyInto(f *File, v effects.ValueID, target Abs) {
	r := Ref{f.ID, v}
	sources := p.Eval(f, v)
	if len(sources) > maxSources {
		return
	}
	p.mixin(f, v, target)
	for _, a := range sources {
		switch a.Kind {
		case AbsObject:
			if len(sources) > 1 { // one place that copies many things does not make them one
				continue
			}
			into := target
			switch target.Kind {
			case AbsProto:
				into.Kind = AbsNew
			case AbsProtoFn:
				into.Kind = AbsNewFunc
			}
			if into != a {
				p.mixedInto.say(p, a, into)
			}
		case AbsModule, AbsFunc, AbsClass, AbsNew, AbsNewFunc, AbsProto, AbsProtoFn, AbsMember, AbsInst:
			if a != target {
				p.mixed.say(p, target, r)
			}
		}
	}
}

// maxSources bounds what one place is taken to copy into a thing. What may be so many things is what a function that merges anything into
// anything is given: all of them together are not what the thing has.
const maxSources = 8

// indexCallWrites knows the calls that write properties: util.inherits, Object.assign, Object.defineProperty, Object.setPrototypeOf.
func (p *Program) indexCallWrites(f *File, call effects.CallID) {
	c := &f.Facts.Calls[call]
	if len(p.definers) > 0 {
		p.definedBy(f, call)
	}
	cv := f.Facts.Val(c.Callee)
	name := ""
	switch cv.Kind {
	case effects.Prop, effects.ImportName:
		name = f.Facts.Strings[cv.B]
	case effects.Var, effects.Global, effects.Result:
	default:
		return
	}
	switch name {
	case "", "inherits", "assign", "defineProperty", "defineProperties", "__defineGetter__", "__defineSetter__", "create", "setPrototypeOf", "extend", "mixin":
	default:
		return
	}
	if len(c.Args) < 2 || len(c.Args) > 6 {
		return
	}
	isInherits := false
	for _, a := range p.Eval(f, c.Callee) {
		if m := a.Member(); m != nil && m.Is("util.inherits", "inherits") {
			isInherits = true
		}
	}
	if !isInherits && name == "" {
		if name = p.copies(f, c.Callee); name != "" {
			p.copyCall(f, call, name)
			return
		}
		if cv.Kind == effects.Var && f.Facts.Str(f.Facts.Vars[cv.A].Name) == "inherits" {
			isInherits = true
		} else {
			return
		}
	}
	if isInherits || name == "inherits" {
		for _, a := range p.Eval(f, c.Args[0]) {
			r := Ref{f.ID, c.Args[1]}
			key := Abs{Kind: a.Kind, File: a.File, ID: a.ID}
			p.supers.say(p, key, r)
			p.extends(f, c.Args[1], key)
		}
		return
	}
	p.copyCall(f, call, name)
}

// copyCall notes what a call with the name of one that writes properties writes.
func (p *Program) copyCall(f *File, call effects.CallID, name string) {
	c := &f.Facts.Calls[call]
	switch name {
	case "setPrototypeOf":
		for _, target := range p.Eval(f, c.Args[0]) {
			switch target.Kind {
			case AbsProtoFn:
				p.mixin(f, c.Args[1], target)
			case AbsObject, AbsFunc, AbsClass, AbsModule, AbsNew, AbsNewFunc, AbsProto:
				p.copyInto(f, c.Args[1], target)
			}
		}
	case "assign", "extend", "mixin":
		for _, target := range p.Eval(f, c.Args[0]) {
			switch target.Kind {
			case AbsFunc, AbsClass, AbsProto, AbsProtoFn, AbsObject, AbsModule, AbsNew, AbsNewFunc:
				for _, src := range c.Args[1:] {
					p.copyInto(f, src, target)
				}
			}
		}
	case "defineProperty":
		p.define(f, c)
	case "__defineGetter__", "__defineSetter__":
		if prop, ok := p.Literal(f, c.Args[0]); ok {
			if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop {
				p.setAccessor(f, c.Args[1], p.Eval(f, cv.A), prop, name == "__defineSetter__")
			}
		}
	case "create":
		if v := f.ResultValue(call); v >= 0 && f.Facts.Val(c.Args[1]).Kind == effects.Object {
			p.describeAll(f, c.Args[1], p.Eval(f, v))
		}
	case "defineProperties":
		p.describeAll(f, c.Args[1], p.Eval(f, c.Args[0]))
	}
}

// memberOf is the API member among what a value may be, nil for none.
func memberOf(list []Abs) *nodeapi.Member {
	for _, a := range list {
		if m := a.Member(); m != nil {
			return m
		}
	}
	return nil
}
