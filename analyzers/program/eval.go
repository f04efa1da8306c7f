package program

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// AbsKind is the kind of an abstract value.
type AbsKind uint8

// The kinds of abstract value.
const (
	AbsNone    AbsKind = iota
	AbsMember          // of Node's or a package's API; ID = nodeapi member
	AbsInst            // an instance of an API class; ID = nodeapi class, File and Site = where it was made
	AbsFunc            // a function of the project
	AbsClass           // a class of the project
	AbsNew             // an instance of a class of the project; ID = class
	AbsNewFunc         // an instance made by a constructor function; ID = function
	AbsProto           // the prototype of a class; ID = class
	AbsProtoFn         // the prototype of a constructor function
	AbsObject          // an object literal
	AbsArray           // an array literal; ID = list
	AbsModule          // the exports object or namespace of a file
	AbsPackage         // what an unknown package gives; ID = import
	AbsEntries         // the [key, value] pairs of a table; ID = index into views
	AbsEntry           // one of them
	AbsValues          // the values of a table
	AbsGlobal          // the global object
	AbsArgs            // the arguments of a call as an array; ID = function, Site = index of the first
	AbsSymbol          // a symbol; ID = the call that made it, or the name's number with File None for Symbol.for
)

// Abs is what a value may be. Two are equal when they are the same thing. Site is a call (>= 0) or -2-param for AbsInst, else 0.
type Abs struct {
	Kind AbsKind
	// Promised: by util.promisify, so it returns a promise and takes no callback.
	Promised bool
	// Bound is how many arguments of a function are bound already.
	Bound uint8
	File  FileID
	ID    int32
	Site  int32
}

// Member is the API member it is, nil otherwise.
func (a Abs) Member() *nodeapi.Member {
	if a.Kind == AbsMember {
		return nodeapi.MemberByID(a.ID)
	}
	return nil
}

// Class is the API class of an instance, nil otherwise.
func (a Abs) Class() *nodeapi.Class {
	if a.Kind == AbsInst {
		return nodeapi.ClassByID(a.ID)
	}
	return nil
}

// Func is the project's function it is.
func (a Abs) Func() (FuncRef, bool) { return FuncRef{a.File, a.ID}, a.Kind == AbsFunc }

// maxBound is the greatest Abs.Bound.
const maxBound = 15

// maxSet bounds how many things a value may be; beyond it nothing useful can be said.
const maxSet = 24

type set []Abs

func (s set) has(a Abs) bool {
	for _, x := range s {
		if x == a {
			return true
		}
	}
	return false
}

func (s *set) add(a Abs) {
	if a.Kind != AbsNone && len(*s) < maxSet && !s.has(a) {
		*s = append(*s, a)
	}
}

func (s *set) addAll(list []Abs) {
	for _, a := range list {
		s.add(a)
	}
}

func memberAbs(m *nodeapi.Member) Abs {
	if m == nil {
		return Abs{}
	}
	return Abs{Kind: AbsMember, ID: m.ID}
}

func instance(c *nodeapi.Class, f FileID, site int32) Abs {
	if c == nil {
		return Abs{}
	}
	return Abs{Kind: AbsInst, ID: c.ID, File: f, Site: site}
}

// EvalRef is Eval of a reference.
func (p *Program) EvalRef(r Ref) []Abs { return p.Eval(p.Files[r.File], r.Value) }

func (p *Program) eval(f *File, id effects.ValueID, s *set) {
	v := f.Facts.Values[id]
	switch v.Kind {
	case effects.Closure:
		s.add(Abs{Kind: AbsFunc, File: f.ID, ID: v.A})
	case effects.Class:
		s.add(Abs{Kind: AbsClass, File: f.ID, ID: v.A})
	case effects.Object:
		s.add(Abs{Kind: AbsObject, File: f.ID, ID: v.A})
	case effects.Array:
		s.add(Abs{Kind: AbsArray, File: f.ID, ID: v.A})
	case effects.Var:
		for _, x := range f.Facts.Vars[v.A].Values {
			s.addAll(p.Eval(f, x))
		}
	case effects.Join:
		for _, x := range f.Facts.Lists[v.A] {
			s.addAll(p.Eval(f, x))
		}
	case effects.Await, effects.Spread:
		s.addAll(p.Eval(f, v.A))
	case effects.Binary:
		switch v.Op {
		case effects.And: // gives its left side when that is falsy, which nothing that is known here can be
			s.addAll(p.Eval(f, v.B))
		case effects.Or, effects.Nullish:
			s.addAll(p.Eval(f, v.A))
			s.addAll(p.Eval(f, v.B))
		}
	case effects.Global:
		p.evalGlobal(f, v.A, s)
	case effects.Import:
		p.evalImport(f, v.A, s)
	case effects.ImportName:
		p.evalImportName(f, v.A, f.Facts.Strings[v.B], s)
	case effects.Exports:
		s.add(Abs{Kind: AbsModule, File: f.ID})
	case effects.This:
		p.evalThis(f, v.A, s)
	case effects.Super:
		p.evalSuper(f, v.A, s)
	case effects.Param:
		p.evalParam(f, v.A, v.B, s)
	case effects.Rest:
		s.add(Abs{Kind: AbsArgs, File: f.ID, ID: v.A, Site: v.B})
	case effects.Arguments:
		s.add(Abs{Kind: AbsArgs, File: f.ID, ID: v.A})
	case effects.Prop:
		if f.Facts.Values[v.A].Kind == effects.Module && f.Facts.Strings[v.B] == "exports" {
			p.exportsOf(f, s)
			return
		}
		if a, ok := p.wellKnown(f, v); ok {
			s.add(a)
			return
		}
		p.evalProp(f, v.A, v.B, s)
	case effects.Elem:
		p.evalElem(f, v, s)
	case effects.Result:
		p.evalResult(f, v.A, s)
	}
}

func (p *Program) evalImport(f *File, imp int32, s *set) {
	t := &f.Targets[imp]
	for _, id := range t.Scan {
		if g := p.Files[id]; g.ESM {
			s.add(Abs{Kind: AbsModule, File: g.ID})
		} else {
			p.exportsOf(g, s)
		}
	}
	switch {
	case len(t.Scan) > 0:
	case t.File >= 0:
		g := p.Files[t.File]
		if g.ESM {
			s.add(Abs{Kind: AbsModule, File: g.ID})
			return
		}
		if f.Facts.Imports[imp].Kind == effects.Require {
			p.exportsOf(g, s)
			return
		}
		// import * as ns, import(): the namespace of a CommonJS module has its names and the whole as default
		p.exportsOf(g, s)
	case t.Builtin != "":
		s.add(memberAbs(nodeapi.Module("node:" + t.Builtin)))
	case t.Package != "" || !t.Found():
		spec := f.Facts.Str(f.Facts.Imports[imp].Spec)
		if m := nodeapi.Module(spec); m != nil && !strings.HasPrefix(spec, ".") {
			s.add(memberAbs(m))
			return
		}
		s.add(Abs{Kind: AbsPackage, File: f.ID, ID: imp})
	}
}

func (p *Program) evalImportName(f *File, imp int32, name string, s *set) {
	t := &f.Targets[imp]
	if t.File >= 0 {
		g := p.Files[t.File]
		if !g.ESM && name == "default" {
			p.exportsOf(g, s)
			return
		}
		p.moduleMember(g, name, s)
		return
	}
	mod := p.sets.borrow()
	p.evalImport(f, imp, mod)
	for _, m := range *mod {
		if m.Kind == AbsMember {
			if name == "default" {
				s.add(m)
				continue
			}
			p.memberProp(m, name, s)
		}
	}
	p.sets.giveBack(mod)
}

// exportsOf is what require() of a CommonJS file gives.
func (p *Program) exportsOf(g *File, s *set) {
	for _, v := range g.replaced {
		s.addAll(p.Eval(g, v))
	}
	if g.written || len(g.replaced) == 0 {
		s.add(Abs{Kind: AbsModule, File: g.ID})
	}
}

// moduleMember is the value of a name that a file exports.
func (p *Program) moduleMember(g *File, name string, s *set) {
	id := p.nameOf(name)
	if g.ESM {
		p.absProp(Abs{Kind: AbsModule, File: g.ID}, id, s)
		return
	}
	whole := p.sets.borrow()
	p.exportsOf(g, whole)
	for _, a := range *whole {
		p.absProp(a, id, s)
	}
	if name == "default" && len(*s) == 0 {
		s.addAll(*whole)
	}
	p.sets.giveBack(whole)
}

// exported is the value of a name that an ES module exports.
func (p *Program) exported(g *File, id int32, name string, s *set) {
	facts := g.Facts
	for i := range facts.Exports {
		e := &facts.Exports[i]
		if e.Name < 0 || p.name(g, e.Name) != id || name == "*" {
			continue
		}
		switch as := facts.Str(e.ImportName); {
		case e.Import < 0:
			s.addAll(p.Eval(g, e.Value))
		case as == "*":
			p.evalImport(g, e.Import, s)
		case g.Targets[e.Import].File < 0:
			p.evalImportName(g, e.Import, as, s)
		default:
			if from := p.Files[g.Targets[e.Import].File]; from.ESM || as != "default" {
				p.moduleMember(from, as, s)
			} else {
				p.exportsOf(from, s)
			}
		}
		return
	}
	for i := range facts.Exports {
		e := &facts.Exports[i]
		if facts.Str(e.Name) != "*" || e.Import < 0 {
			continue
		}
		if t := g.Targets[e.Import].File; t >= 0 {
			p.moduleMember(p.Files[t], name, s)
		} else {
			p.evalImportName(g, e.Import, name, s)
		}
	}
}

func (p *Program) memberProp(a Abs, name string, s *set) {
	m := a.Member()
	if c := m.Members[name]; c != nil {
		s.add(memberAbs(c))
		return
	}
	if m.Class != nil && name == "prototype" {
		s.add(instance(m.Class, 0, None))
		return
	}
	if name == "default" {
		s.add(a)
		return
	}
	// a member that is itself an instance: process.on, process.stdin.on
	if c := nodeapi.ClassNamed(m.Instance); c != nil {
		if mm := c.MethodNamed(name); mm != nil {
			s.add(memberAbs(mm))
		} else if pc := c.PropNamed(name); pc != nil {
			s.add(instance(pc, 0, None))
		}
	}
}

func (p *Program) evalProp(f *File, base effects.ValueID, nameStr effects.StrID, s *set) {
	name := f.Facts.Strings[nameStr]
	id := p.name(f, nameStr)
	bases := p.Eval(f, base)
	for _, a := range bases {
		p.absProp(a, id, s)
	}
	if f.Facts.Val(base).Kind == effects.This {
		for _, a := range bases {
			p.overrides(a, id, s)
		}
	}
	if len(*s) == 0 {
		switch name {
		case "default":
			if p.interop(f, base) {
				s.addAll(bases)
			}
		case "then", "catch", "finally":
			// a promise by the only sign that is left
			if m := nodeapi.ClassNamed("Promise").MethodNamed(name); m != nil {
				s.add(memberAbs(m))
			}
		case "call", "apply", "bind":
		}
	}
}

// absProp is the property of one abstract value. What is found is kept: objects that spread each other and classes that extend each other
// would otherwise be walked once for every way through them.
func (p *Program) absProp(a Abs, id int32, s *set) {
	switch a.Kind {
	case AbsNone, AbsPackage:
	case AbsMember:
		p.memberProp(a, p.texts[id], s)
	default:
		s.addAll(p.askKey(propKey{a, id}))
	}
}

func (p *Program) lookUp(a Abs, id int32, name string, s *set) {
	switch a.Kind {
	case AbsInst:
		c := a.Class()
		if m := c.MethodNamed(name); m != nil {
			s.add(memberAbs(m))
			return
		}
		if pc := c.PropNamed(name); pc != nil {
			s.add(instance(pc, a.File, a.Site))
			return
		}
		p.written(a, id, s)
	case AbsArray, AbsEntries, AbsValues, AbsArgs:
		if m := nodeapi.ClassNamed("Array").MethodNamed(name); m != nil {
			s.add(memberAbs(m))
		}
	case AbsObject:
		g := p.Files[a.File]
		for i := range g.Facts.Objects[a.ID].Members {
			m := &g.Facts.Objects[a.ID].Members[i]
			if m.Flags&effects.MemberSpread != 0 {
				for _, x := range p.Eval(g, m.Value) {
					p.absProp(x, id, s)
				}
				continue
			}
			p.member(g, m, id, s)
		}
		p.written(a, id, s)
		p.copied(a, id, s)
	case AbsClass:
		if name == "prototype" {
			s.add(Abs{Kind: AbsProto, File: a.File, ID: a.ID})
			return
		}
		g := p.Files[a.File]
		c := &g.Facts.Classes[a.ID]
		for i := range c.Members {
			m := &c.Members[i]
			if m.Flags&effects.MemberStatic != 0 {
				p.member(g, m, id, s)
			}
		}
		p.written(a, id, s)
		p.copied(a, id, s)
		if len(*s) == 0 && c.Extends >= 0 {
			for _, x := range p.Eval(g, c.Extends) {
				p.absProp(x, id, s)
			}
		}
	case AbsNew, AbsProto:
		g := p.Files[a.File]
		c := &g.Facts.Classes[a.ID]
		for i := range c.Members {
			m := &c.Members[i]
			if m.Flags&effects.MemberStatic == 0 {
				p.member(g, m, id, s)
			}
		}
		p.written(Abs{Kind: AbsNew, File: a.File, ID: a.ID}, id, s)
		p.written(Abs{Kind: AbsProto, File: a.File, ID: a.ID}, id, s)
		p.copied(Abs{Kind: AbsNew, File: a.File, ID: a.ID}, id, s)
		p.copied(Abs{Kind: AbsProto, File: a.File, ID: a.ID}, id, s)
		if len(*s) == 0 && c.Extends >= 0 {
			p.inherited(p.Eval(g, c.Extends), id, s)
		}
	case AbsFunc:
		if name == "prototype" {
			s.add(Abs{Kind: AbsProtoFn, File: a.File, ID: a.ID})
			return
		}
		p.written(a, id, s)
		p.copied(a, id, s)
	case AbsNewFunc, AbsProtoFn:
		p.written(Abs{Kind: AbsNewFunc, File: a.File, ID: a.ID}, id, s)
		p.written(Abs{Kind: AbsProtoFn, File: a.File, ID: a.ID}, id, s)
		p.copied(Abs{Kind: AbsNewFunc, File: a.File, ID: a.ID}, id, s)
		p.copied(Abs{Kind: AbsProtoFn, File: a.File, ID: a.ID}, id, s)
		if len(*s) == 0 {
			for _, r := range p.supers.read(p, Abs{Kind: AbsFunc, File: a.File, ID: a.ID}) {
				p.inherited(p.EvalRef(r), id, s)
			}
		}
	case AbsGlobal:
		if m := nodeapi.Global(name); m != nil {
			s.add(memberAbs(m))
			return
		}
		p.onGlobal(id, s)
	case AbsModule:
		g := p.Files[a.File]
		if g.ESM {
			p.exported(g, id, name, s)
			return
		}
		p.written(a, id, s)
		p.copied(a, id, s)
	}
}

// copied looks a name up on what is copied into a thing, or set as its prototype, unless it has been found already.
func (p *Program) copied(on Abs, id int32, s *set) {
	if len(*s) > 0 {
		return
	}
	for _, r := range p.mixed.read(p, on) {
		for _, x := range p.EvalRef(r) {
			if x != on {
				p.absProp(x, id, s)
			}
		}
	}
}

// inherited looks a name up on instances of superclasses.
func (p *Program) inherited(supers []Abs, id int32, s *set) {
	for _, x := range supers {
		switch x.Kind {
		case AbsClass:
			p.absProp(Abs{Kind: AbsNew, File: x.File, ID: x.ID}, id, s)
		case AbsFunc:
			p.absProp(Abs{Kind: AbsNewFunc, File: x.File, ID: x.ID}, id, s)
		case AbsMember:
			if c := x.Member().Class; c != nil {
				if m := c.MethodNamed(p.texts[id]); m != nil {
					s.add(memberAbs(m))
				} else if pc := c.PropNamed(p.texts[id]); pc != nil {
					s.add(instance(pc, 0, None))
				}
			}
		case AbsInst: // Object.create(EventEmitter.prototype) and the like
			if m := x.Class().MethodNamed(p.texts[id]); m != nil {
				s.add(memberAbs(m))
			}
		case AbsNew, AbsNewFunc, AbsProto, AbsProtoFn, AbsObject:
			p.absProp(x, id, s)
		}
	}
}

// written adds what is assigned to a property somewhere.
func (p *Program) written(on Abs, name int32, s *set) {
	refs := p.propsOf(on, name)
	if len(refs) > 0 {
		for _, r := range refs {
			s.addAll(p.EvalRef(r))
		}
		return
	}
	if _, accessor := p.accessorOf[name]; accessor {
		return
	}
	// table[key] = value: any name may be the key, and with few values each is a fair guess. On a thing that has members of known names,
	// it is one for the verbs of HTTP only: for (const method of http.METHODS) app[method] = ...
	if name != anyName && p.hasNames(on) && !verb(p.texts[name]) {
		return
	}
	var guess set
	for _, r := range p.propsOf(on, anyName) {
		guess.addAll(p.EvalRef(r))
		if len(guess) > maxOverrides && name != anyName {
			return
		}
	}
	s.addAll(guess)
}

// hasNames reports whether a thing is known to have members of certain names.
func (p *Program) hasNames(on Abs) bool {
	switch on.Kind {
	case AbsObject:
		if len(p.Files[on.File].Facts.Objects[on.ID].Members) > 0 {
			return true
		}
	case AbsClass, AbsNew, AbsProto:
		if len(p.Files[on.File].Facts.Classes[on.ID].Members) > 0 {
			return true
		}
	}
	for _, name := range p.slots.read(p, on) {
		if name != anyName && p.symbolOf[name].Kind != AbsSymbol {
			return true
		}
	}
	return false
}

// verb reports whether a name is that of a method of HTTP that routers have.
func verb(name string) bool {
	switch name {
	case "get", "post", "put", "patch", "delete", "head", "options", "all", "del":
		return true
	}
	return false
}

// returned adds what the functions of a value return.
func (p *Program) returned(f *File, v effects.ValueID, s *set) {
	for _, a := range p.Eval(f, v) {
		if a.Kind == AbsFunc {
			g := p.Files[a.File]
			for _, r := range g.Facts.Funcs[a.ID].Returns {
				s.addAll(p.Eval(g, r))
			}
		}
	}
}

func (p *Program) evalElem(f *File, v effects.Value, s *set) {
	idx := -1
	switch iv := f.Facts.Val(v.B); iv.Kind {
	case effects.Number:
		idx = atoi(f.Facts.Strings[iv.A])
	case effects.Var, effects.Prop, effects.ImportName, effects.Param:
		if p.symbolMember(f, v, s) {
			return
		}
	}
	if idx < 0 {
		if name, ok := p.Literal(f, v.B); ok { // fs[`${verb}Sync`], of which all parts are known
			id := p.nameOf(name)
			for _, a := range p.Eval(f, v.A) {
				p.absProp(a, id, s)
			}
			return
		}
		if prefix := p.prefix(f, v.B); prefix != "" {
			for _, a := range p.Eval(f, v.A) {
				p.prefixed(a, prefix, s, 0)
			}
			return
		}
	}
	for _, a := range p.Eval(f, v.A) {
		p.element(a, idx, s, 0)
	}
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' || n > 1e6 {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	if s == "" {
		return -1
	}
	return n
}

func (p *Program) evalThis(f *File, fn effects.FuncID, s *set) {
	if fn == 0 {
		if !f.ESM {
			s.add(Abs{Kind: AbsModule, File: f.ID})
		}
		return
	}
	d := &f.Facts.Funcs[fn]
	if d.Class >= 0 {
		if d.Flags&effects.FuncStatic != 0 {
			s.add(Abs{Kind: AbsClass, File: f.ID, ID: d.Class})
		} else {
			s.add(Abs{Kind: AbsNew, File: f.ID, ID: d.Class})
		}
		return
	}
	w := p.flowOf(FuncRef{f.ID, fn})
	if w.owner.Kind != AbsNone {
		s.add(w.owner)
		s.addAll(p.mixedInto.read(p, w.owner))
	}
	for _, r := range w.this {
		for _, a := range p.EvalRef(r) {
			if holdsProps(a) {
				s.add(a)
			}
		}
	}
}

func (p *Program) evalSuper(f *File, fn effects.FuncID, s *set) {
	d := &f.Facts.Funcs[fn]
	if d.Class < 0 {
		return
	}
	c := &f.Facts.Classes[d.Class]
	if c.Extends < 0 {
		return
	}
	for _, x := range p.Eval(f, c.Extends) {
		if d.Flags&effects.FuncStatic != 0 || d.Flags&effects.FuncCtor != 0 {
			s.add(x)
			if x.Kind == AbsClass {
				s.add(Abs{Kind: AbsNew, File: x.File, ID: x.ID})
			}
			continue
		}
		switch x.Kind {
		case AbsClass:
			s.add(Abs{Kind: AbsNew, File: x.File, ID: x.ID})
		case AbsFunc:
			s.add(Abs{Kind: AbsNewFunc, File: x.File, ID: x.ID})
		case AbsMember:
			if cl := x.Member().Class; cl != nil {
				s.add(instance(cl, f.ID, None))
			}
		}
	}
}

// evalResult is what a call gives.
func (p *Program) evalResult(f *File, call effects.CallID, s *set) {
	c := &f.Facts.Calls[call]
	cv := f.Facts.Val(c.Callee)
	isNew := c.Flags&effects.CallNew != 0
	if a, ok := p.symbolMade(f, call, c); ok {
		s.add(a)
		return
	}
	if cv.Kind == effects.Prop && !isNew {
		switch f.Facts.Strings[cv.B] {
		case "bind":
			// the bound function is the function, as far as calls go
			for _, a := range p.Eval(f, cv.A) {
				if a.Kind == AbsFunc {
					a.Bound += uint8(min(max(0, len(c.Args)-1), maxBound-int(a.Bound)))
				}
				if a.Kind == AbsFunc || a.Kind == AbsMember {
					s.add(a)
				}
			}
			if len(*s) > 0 {
				return
			}
		case "call", "apply":
			if _, fns := p.applied(f, c); len(fns) > 0 {
				if p.slicedArgs(f, c, fns, s) {
					return
				}
				for _, a := range fns {
					p.resultOf(f, call, c, a, s)
				}
				return
			}
		default:
			if p.tableResult(f, cv, s) {
				return
			}
		}
	}
	if interopHelper(f.Facts, c) {
		s.addAll(p.Eval(f, c.Args[0]))
		return
	}
	for _, a := range p.Eval(f, c.Callee) {
		p.resultOf(f, call, c, a, s)
	}
}

func (p *Program) resultOf(f *File, call effects.CallID, c *effects.Call, a Abs, s *set) {
	isNew := c.Flags&effects.CallNew != 0
	switch a.Kind {
	case AbsFunc:
		g := p.Files[a.File]
		if isNew {
			s.add(Abs{Kind: AbsNewFunc, File: a.File, ID: a.ID})
			return
		}
		fn := &g.Facts.Funcs[a.ID]
		for _, r := range fn.Returns {
			// a function that gives one of its parameters back gives this call's argument
			if rv := g.Facts.Val(r); rv.Kind == effects.Param && rv.A == a.ID && a.Bound == 0 {
				if args := p.Args(CallRef{f.ID, call}); int(rv.B) < len(args) {
					s.addAll(p.Eval(f, args[rv.B]))
					continue
				}
			}
			s.addAll(p.Eval(g, r))
		}
		if len(fn.Returns) == 0 || fn.Flags&effects.FuncUsesThis != 0 {
			// `if (!(this instanceof Foo)) return new Foo()` and plain factories are covered by Returns
			return
		}
	case AbsClass:
		if isNew {
			s.add(Abs{Kind: AbsNew, File: a.File, ID: a.ID})
		}
	case AbsMember:
		m := a.Member()
		if m.Class != nil && (isNew || m.Func == nil) {
			s.add(instance(m.Class, f.ID, call))
			return
		}
		switch m.Name {
		case "util.promisify", "pify", "thenify":
			if len(c.Args) > 0 {
				for _, x := range p.Eval(f, c.Args[0]) {
					if x.Kind == AbsMember {
						x.Promised = true
					}
					s.add(x)
				}
			}
			return
		case "Object.create":
			if len(c.Args) > 0 {
				for _, x := range p.Eval(f, c.Args[0]) {
					if x.Kind == AbsInst && x.Site == None { // Object.create(http.ServerResponse.prototype) is a thing of its own
						x.File, x.Site = f.ID, call
					}
					s.add(x)
				}
			}
			return
		case "global.Object.assign", "Object.assign", "Object.freeze", "Object.setPrototypeOf":
			for _, x := range c.Args {
				s.addAll(p.Eval(f, x))
			}
			return
		case "Object.values", "Object.entries":
			if len(c.Args) > 0 {
				kind := AbsValues
				if m.Name == "Object.entries" {
					kind = AbsEntries
				}
				for _, x := range p.Eval(f, c.Args[0]) {
					s.add(p.view(kind, x))
				}
			}
			return
		case "Array.from":
			if len(c.Args) > 0 {
				s.addAll(p.Eval(f, c.Args[0]))
			}
			return
		case "process.getBuiltinModule":
			if len(c.Args) > 0 {
				if name, ok := p.Literal(f, c.Args[0]); ok {
					s.add(memberAbs(nodeapi.Module(name)))
				}
			}
			return
		case "Promise.resolve":
			if len(c.Args) > 0 {
				s.addAll(p.Eval(f, c.Args[0]))
			}
			return
		}
		if m.Func == nil || a.Promised {
			return
		}
		switch r := m.Func.Returns; r {
		case "":
			if m.Func.Effect == nodeapi.EffectPipes && len(c.Args) > 0 { // readable.pipe gives its destination
				s.addAll(p.Eval(f, c.Args[0]))
			}
		case "this":
			if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop {
				s.addAll(p.Eval(f, cv.A))
			}
		default:
			s.add(instance(nodeapi.ClassNamed(r), f.ID, call))
		}
		if len(*s) == 0 && m.Class != nil && m.Func.Returns == "" {
			s.add(instance(m.Class, f.ID, call))
		}
	}
}

// Literal is the string a value is known to be, through constants of this file and of others.
func (p *Program) Literal(f *File, v effects.ValueID) (string, bool) { return p.literal(f, v, 0) }

func (p *Program) literal(f *File, v effects.ValueID, depth int) (string, bool) {
	if v < 0 || depth > 6 {
		return "", false
	}
	x := f.Facts.Values[v]
	switch x.Kind {
	case effects.String:
		return f.Facts.Strings[x.A], true
	case effects.Var:
		if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 {
			return p.literal(f, vals[0], depth+1)
		}
	case effects.Await:
		return p.literal(f, x.A, depth+1)
	case effects.Binary:
		if x.Op == effects.Add {
			a, ok1 := p.literal(f, x.A, depth+1)
			b, ok2 := p.literal(f, x.B, depth+1)
			if ok1 && ok2 {
				return a + b, true
			}
		}
	case effects.Template:
		var b strings.Builder
		for _, part := range f.Facts.Lists[x.A] {
			s, ok := p.literal(f, part, depth+1)
			if !ok {
				return "", false
			}
			b.WriteString(s)
		}
		return b.String(), true
	}
	return "", false
}
