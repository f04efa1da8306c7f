package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
)

// heapKind is the kind of a value while modules load.
type heapKind uint8

const (
	heapNone      heapKind = iota // not initialized
	heapUnknown                   // file and id name the symbolic value: two with equal ones are the same thing
	heapUndefined                 // undefined
	heapPrimitive                 // a number, null or the like; file and id name the symbolic value
	heapObject                    // id = index in machine.objs
	heapString                    // id = its text, as a name
	heapBool                      // id = 1 for true
	heapModule                    // file = whose wrapper's parameter module it is
	heapChoice                    // id = index in machine.choices: one of several
)

// heapVal is a value while modules load.
type heapVal struct {
	kind heapKind
	file FileID
	id   int32
}

// objKind is what an object of the heap is.
type objKind uint8

const (
	objExports   objKind = iota // the exports object that a module starts with
	objNamespace                // a module that is written with export statements
	objLiteral                  // id = object literal
	objFunc                     // id = function
	objClass                    // id = class
	objInstance                 // id = the call of new
	objArray                    // elems
	objOther                    // made by a function of the language
)

// site is a place in a file.
type site struct {
	file       FileID
	start, end int32
}

// heapProp is a named part of an object. maybe says that it is set on some paths only, hidden that it is not enumerable.
type heapProp struct {
	name   int32
	val    heapVal
	maybe  bool
	hidden bool
	at     site
	// What only traces know: the getter that gives the value, that it cannot be defined anew, that assignments do not change it.
	get           heapVal
	fixed, frozen bool
	// when is the moment at which the name was set first, by the file whose code did that.
	when int32
	by   FileID
}

type heapObj struct {
	kind objKind
	file FileID
	id   int32
	// module is the file whose module.exports it is or was first, None for none.
	module FileID
	// open says that it may have names that are not known; opened is where that happened.
	// openedWhen is the moment.
	open       bool
	opened     site
	openedWhen int32
	// escaped says that something other than a variable refers to it.
	escaped bool
	// callable says that it is a function though its kind does not.
	callable bool
	elems    []heapVal // of an array
	props    []heapProp
	index    map[int32]int32 // name -> props, once there are many
	// whole says that an instance was made by constructors that are all known.
	whole bool
	// env is the run that a function was made in.
	env *env
	// proto is what names are inherited from: a class's superclass, an instance's class.
	proto heapVal
}

func (o *heapObj) find(name int32) int32 {
	if len(o.props) > 24 {
		if o.index == nil {
			o.index = make(map[int32]int32, 2*len(o.props))
			for i := range o.props {
				o.index[o.props[i].name] = int32(i)
			}
		}
		if i, ok := o.index[name]; ok {
			return i
		}
		return None
	}
	for i := range o.props {
		if o.props[i].name == name {
			return int32(i)
		}
	}
	return None
}

// set assigns: a name that is there stays enumerable, or not.
func (m *machine) set(obj int32, p heapProp) {
	o := &m.objs[obj]
	if i := o.find(p.name); i >= 0 {
		p.hidden, p.fixed = o.props[i].hidden, o.props[i].fixed
	}
	m.define(obj, p)
}

// define makes a property as Object.defineProperty and literals do.
func (m *machine) define(obj int32, p heapProp) {
	o := &m.objs[obj]
	p.when, p.by = m.now(), p.at.file
	if len(m.frames) > 0 {
		p.by = m.top().f.ID
	}
	if i := o.find(p.name); i >= 0 {
		old := &o.props[i]
		p.when, p.by = old.when, old.by
		if p.maybe && !old.maybe {
			if old.val != p.val {
				old.val = heapVal{kind: heapUnknown, file: p.at.file, id: None}
			}
			return
		}
		*old = p
		return
	}
	o.props = append(o.props, p)
	if o.index != nil {
		o.index[p.name] = int32(len(o.props) - 1)
	}
}

func unknown(f FileID, id int32) heapVal { return heapVal{kind: heapUnknown, file: f, id: id} }

func objVal(i int32) heapVal { return heapVal{kind: heapObject, id: i} }

func (m *machine) newObj(o heapObj) int32 {
	if len(m.objs) == cap(m.objs) { // append would grow it by a quarter, and copy it again and again
		m.objs = slices.Grow(m.objs, max(64, len(m.objs)))
	}
	m.objs = append(m.objs, o)
	return int32(len(m.objs) - 1)
}

// objFor is the object that a literal, function or class of a file is.
func (m *machine) objFor(kind objKind, f *File, id int32) int32 {
	objs, in := m.slot(kind, f, id)
	key := int64(kind)<<32 | int64(id)
	if i, ok := (*objs)[key]; ok {
		return i
	}
	i := m.newObj(heapObj{kind: kind, file: f.ID, id: id, module: None, env: in})
	if *objs == nil {
		*objs = map[int64]int32{}
	}
	(*objs)[key] = i
	switch kind {
	case objLiteral:
		for k := range f.Facts.Objects[id].Members {
			m.steps++
			m.literalMember(f, i, &f.Facts.Objects[id].Members[k])
		}
	case objClass:
		c := &f.Facts.Classes[id]
		for k := range c.Members {
			mm := &c.Members[k]
			if mm.Flags&effects.MemberStatic == 0 {
				continue
			}
			if mm.Flags&effects.MemberComputed != 0 && f.Facts.Str(mm.Name) == "" {
				m.openObj(i, site{f.ID, mm.Start, mm.End})
				continue
			}
			if m.trace != nil {
				m.trace.static(m, f, i, mm)
				continue
			}
			// methods and accessors of classes are not enumerable (ECMAScript, section 15.7.11), fields are
			m.define(i, heapProp{name: m.p.name(f, mm.Name), val: unknown(f.ID, mm.Value), hidden: mm.Flags&effects.MemberField == 0, at: site{f.ID, mm.Start, mm.End}})
		}
		if c.Extends >= 0 {
			h := m.eval(f, c.Extends, 0)
			if h.kind != heapObject {
				h = unknown(f.ID, c.Extends)
			}
			m.objs[i].proto = h
		}
	}
	return i
}

func (m *machine) literalMember(f *File, i int32, mm *effects.Member) {
	at := site{f.ID, mm.Start, mm.End}
	switch {
	case mm.Flags&effects.MemberSpread != 0:
		m.copyNames(i, m.eval(f, mm.Value, 1), at)
	case mm.Flags&effects.MemberComputed != 0 && f.Facts.Str(mm.Name) == "":
		m.openObj(i, at)
	default:
		v, get := unknown(f.ID, mm.Value), heapVal{}
		if m.trace != nil && mm.Flags&effects.MemberGetter != 0 {
			get = m.eval(f, mm.Value, 1)
		}
		if mm.Flags&(effects.MemberGetter|effects.MemberSetter) == 0 {
			v = m.eval(f, mm.Value, 1)
			m.escape(v)
		}
		if f.Facts.Str(mm.Name) == "__proto__" {
			m.openObj(i, at)
			return
		}
		m.define(i, heapProp{name: m.p.name(f, mm.Name), val: v, get: get, at: at})
	}
}

// copyNames gives an object the names of another, as a spread or Object.assign does.
func (m *machine) copyNames(to int32, from heapVal, at site) {
	if m.trace != nil && m.trace.copies(m, to, from, at, false) {
		return
	}
	switch from.kind {
	case heapObject:
		src := &m.objs[from.id]
		if from.id == to {
			return
		}
		if m.isOpen(src) || src.kind == objInstance && !src.whole || src.kind == objArray {
			m.openObj(to, at)
		}
		if src.kind == objNamespace {
			props, ok := m.listed(from, false)
			if !ok {
				m.openObj(to, at)
			}
			for _, p := range props {
				m.set(to, heapProp{name: p.name, val: p.val, maybe: m.maybe > 0, at: at})
			}
			return
		}
		for k := range m.objs[from.id].props {
			p := m.objs[from.id].props[k]
			if p.hidden {
				continue
			}
			p.maybe = p.maybe || m.maybe > 0
			if p.at.file < 0 {
				p.at = at
			}
			m.set(to, p)
		}
	case heapUndefined, heapPrimitive, heapBool:
	case heapString:
		if m.nameText(from.id) != "" {
			m.openObj(to, at)
		}
	case heapChoice:
		m.maybe++
		for _, v := range m.choices[from.id] {
			m.copyNames(to, v, at)
		}
		m.maybe--
	default:
		m.openObj(to, at)
	}
}

// openNames notes that an object itself may have names that are not known: one with a computed name was set.
func (m *machine) openNames(i int32, at site) {
	o := &m.objs[i]
	if o.open {
		o.openedWhen = min(o.openedWhen, m.now())
		return
	}
	o.open, o.opened, o.openedWhen, o.escaped = true, at, m.now(), true
}

// openObj notes that code that is not known has an object: it, and what it refers to, may have names that are not known.
func (m *machine) openObj(i int32, at site) {
	o := &m.objs[i]
	o.escaped = true
	if o.open {
		o.openedWhen = min(o.openedWhen, m.now())
		return
	}
	o.open, o.opened, o.openedWhen = true, at, m.now()
	for k := range m.objs[i].props {
		if v := m.objs[i].props[k].val; v.kind == heapObject && m.objs[v.id].kind <= objLiteral {
			m.openObj(v.id, at)
		}
	}
	for k := range m.objs[i].elems {
		m.openAny(m.objs[i].elems[k], at)
	}
}

// openValue opens every object that a symbolic value may be.
func (m *machine) openValue(f *File, v effects.ValueID, at site, depth int) {
	if v <= 0 || depth > 4 {
		return
	}
	if h := m.eval(f, v, 0); h.kind == heapObject || h.kind == heapChoice || h.kind == heapModule {
		m.openAny(h, at)
		return
	}
	x := f.Facts.Values[v]
	switch x.Kind {
	case effects.Join, effects.Array:
		for _, y := range f.Facts.Lists[x.A] {
			m.openValue(f, y, at, depth+1)
		}
	case effects.Binary:
		switch x.Op {
		case effects.Or, effects.Nullish:
			m.openValue(f, x.A, at, depth+1)
			m.openValue(f, x.B, at, depth+1)
		case effects.And: // the left side is the value when it is falsy, which no object is
			m.openValue(f, x.B, at, depth+1)
		}
	case effects.Spread, effects.Await:
		m.openValue(f, x.A, at, depth+1)
	case effects.Arguments, effects.Rest:
		if e := m.envOf(f, x.A); e != nil {
			for i, a := range e.args {
				if x.Kind == effects.Arguments || i >= int(x.B) {
					m.openAny(a, at)
				}
			}
		}
	}
}

// isOpen reports whether an object may have names that are not known at this moment.
func (m *machine) isOpen(o *heapObj) bool { return o.open && o.openedWhen <= m.now() }

// escape notes that something beside a variable refers to an object.
func (m *machine) escape(v heapVal) {
	switch v.kind {
	case heapObject:
		m.objs[v.id].escaped = true
	case heapChoice:
		for _, x := range m.choices[v.id] {
			m.escape(x)
		}
	}
}

func same(a, b heapVal) bool {
	return a == b && (a.kind == heapObject || a.kind == heapUnknown && a.id > 0)
}

// instanceOf is the object that a call of new makes.
func (m *machine) instanceOf(f *File, ci effects.CallID) int32 {
	objs, in := m.slot(objInstance, f, ci)
	key := int64(objInstance)<<32 | int64(ci)
	if i, ok := (*objs)[key]; ok {
		return i
	}
	i := m.newObj(heapObj{kind: objInstance, file: f.ID, id: ci, module: None, env: in})
	if *objs == nil {
		*objs = map[int64]int32{}
	}
	(*objs)[key] = i
	return i
}
