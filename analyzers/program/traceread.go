package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// read runs a read of a name, notes it when the name is another module's, and remembers what it gave for the operations that use it.
func (t *tracer) read(m *machine, f *File, op *effects.Op) {
	at := site{f.ID, op.Start, op.End}
	x := f.Facts.Val(op.A)
	s := &m.mods[f.ID]
	e := Event{Kind: EventRead, File: None, By: f.ID, Range: syntax.Range{Start: op.Start, End: op.End}, Name: f.Facts.Str(x.B)}
	h := unknown(f.ID, op.A)
	dead := false
	switch x.Kind {
	case effects.Prop:
		if t.dead(m, f, x.A, op) || f.Facts.Val(x.A).Kind == effects.Module {
			return
		}
		base := m.eval(f, x.A, 0)
		if nullish(m, base) {
			m.throw("TypeError", "Cannot read properties of undefined (reading '"+e.Name+"')", at)
			return
		}
		if base == doubtful {
			m.doubt = true
		}
		if base.kind == heapObject {
			o := &m.objs[base.id]
			e.File = o.module
			e.Stale = o.module >= 0 && o.kind != objNamespace && m.mods[o.module].exports != base
			h, dead = t.member(m, base, e.Name, 0)
		} else if base.kind == heapPrimitive {
			h = unknown(f.ID, op.A)
		} else if base == doubtful {
			h = doubtful
		}
	case effects.ImportName:
		to := &f.Targets[x.A]
		if to.File < 0 {
			break
		}
		e.File = to.File
		h, dead = t.imported(m, f, x.A, e.Name)
	}
	if m.thrown != nil {
		return // a getter threw
	}
	if e.File >= 0 && t.mayHaveRun(e.File) && m.mods[e.File].status == loading {
		h, dead = doubtful, false
		m.doubt = m.doubt || m.p.Files[e.File].ESM // it may be in its dead zone
	}
	if s.reads == nil {
		s.reads = map[effects.ValueID]heapVal{}
	}
	s = &m.mods[f.ID]
	s.reads[op.A] = h
	e.Got, e.Maybe = m.got(h), m.doubt
	if dead {
		e.Got = GotDeadZone
	}
	if e.File >= 0 && (e.File != f.ID || viaImport(f, op.A)) {
		t.add(m, e)
	}
	if dead {
		m.throw("ReferenceError", "Cannot access '"+e.Name+"' before initialization", at)
	}
}

// viaImport reports whether a value was asked for as a module, so that a module that reads its own name by it asked for itself.
func viaImport(f *File, v effects.ValueID) bool {
	for range 8 {
		switch x := f.Facts.Val(v); x.Kind {
		case effects.Import, effects.ImportName:
			return true
		case effects.Prop:
			v = x.A
		case effects.Var:
			vals := f.Facts.Vars[x.A].Values
			if len(vals) == 0 {
				return false
			}
			v = vals[0]
		case effects.Binary:
			v = x.A
		default:
			return false
		}
	}
	return false
}

// got is what a value is to a reader.
func (m *machine) got(h heapVal) Got {
	switch h.kind {
	case heapUndefined:
		return GotUndefined
	case heapPrimitive, heapObject, heapString, heapBool, heapModule:
		return GotValue
	case heapChoice:
		for _, x := range m.choices[h.id] {
			if m.got(x) != GotValue {
				return GotUnknown
			}
		}
		return GotValue
	}
	return GotUnknown
}

// nullish reports whether a value is known to be undefined or null.
func nullish(m *machine, h heapVal) bool {
	return h.kind == heapUndefined || h.kind == heapPrimitive && m.p.Files[h.file].Facts.Val(h.id).Kind == effects.Null
}

// imported is the value of a name that an import statement takes from a module, at this moment; dead says that the binding is in its dead
// zone.
func (t *tracer) imported(m *machine, f *File, imp int32, name string) (h heapVal, dead bool) {
	file := f.Targets[imp].File
	if !f.ESM { // compiled to a require()
		base := m.mods[f.ID].imports[imp]
		if name == "default" && !m.hasExportSyntax(m.p.Files[file]) {
			return base, false
		}
		return t.member(m, base, name, 0)
	}
	return t.binding(m, file, name, 0)
}

// doubtful is a value that is undefined on some paths and not on others: to use it may be an error. Other values that are not known are taken
// for what the program means them to be.
var doubtful = heapVal{kind: heapUnknown, file: None, id: -7}

// member is a property of a value at this moment: unknown when that cannot be told.
func (t *tracer) member(m *machine, base heapVal, name string, depth int) (h heapVal, dead bool) {
	this := base
	id := m.p.nameOf(name)
	for range 12 {
		if base.kind != heapObject {
			if base == doubtful {
				return base, false
			}
			return unknown(None, None), false
		}
		o := &m.objs[base.id]
		if o.kind == objArray {
			return unknown(None, None), false
		}
		if o.kind == objNamespace {
			return t.binding(m, o.file, name, depth)
		}
		if i := o.find(id); i >= 0 {
			p := &o.props[i]
			switch {
			case p.maybe || p.val.kind == heapNone:
				return doubtful, false
			case p.get.kind == heapObject:
				return t.get(m, p.get, this), false
			}
			return p.val, false
		}
		if o.kind == objInstance {
			if o.open {
				return doubtful, false
			}
			return t.inherited(m, o.proto, this, id), false
		}
		if objectNames[name] || (o.kind == objFunc || o.kind == objClass) && functionNames[name] {
			return unknown(None, None), false
		}
		if o.open {
			return doubtful, false
		}
		if o.proto.kind == heapNone {
			return heapVal{kind: heapUndefined}, false
		}
		base = o.proto
	}
	return doubtful, false
}

// inherited is what an instance gets from its class.
func (t *tracer) inherited(m *machine, class, this heapVal, name int32) heapVal {
	for range 8 {
		if class.kind != heapObject || m.objs[class.id].kind != objClass {
			break
		}
		o := &m.objs[class.id]
		g := m.p.Files[o.file]
		c := &g.Facts.Classes[o.id]
		for k := range c.Members {
			mm := &c.Members[k]
			if mm.Flags&(effects.MemberStatic|effects.MemberField|effects.MemberSetter) != 0 || m.p.name(g, mm.Name) != name {
				continue
			}
			v := m.eval(g, mm.Value, 0)
			if mm.Flags&effects.MemberGetter != 0 {
				return t.get(m, v, this)
			}
			return v
		}
		class = o.proto
	}
	return unknown(None, None)
}

// get runs a getter.
func (t *tracer) get(m *machine, fn, this heapVal) heapVal {
	if fn.kind != heapObject || m.objs[fn.id].kind != objFunc {
		t.risk++
		return unknown(None, None)
	}
	o := &m.objs[fn.id]
	at := site{file: None}
	if len(m.frames) > 0 {
		at = m.top().site
	}
	h, ok := m.invoke(FuncRef{o.file, o.id}, o.env, nil, true, this, at)
	if !ok { // it may call itself without end
		t.risk++
		m.doubt = true
		return doubtful
	}
	return h
}
