package program

import (
	"nodebeyond/analyzers/effects"
)

type truth uint8

const (
	isUnknown truth = iota
	isTrue
	isFalse
)

func (t truth) not() truth {
	switch t {
	case isTrue:
		return isFalse
	case isFalse:
		return isTrue
	}
	return isUnknown
}

// decides answers the question of an OpIf.
func (m *machine) decides(f *File, v effects.ValueID, kind effects.IfKind) truth {
	if m.trace != nil && kind != effects.IfTrue {
		return m.trace.present(m, m.eval(f, v, 0), kind)
	}
	return m.truth(f, v, 0)
}

// truth decides the tests that ask what kind of program this is, and little more.
func (m *machine) truth(f *File, v effects.ValueID, depth int) truth {
	if v < 0 || depth > 8 {
		return isUnknown
	}
	x := f.Facts.Values[v]
	switch x.Kind {
	case effects.Bool:
		if x.A == 1 {
			return isTrue
		}
		return isFalse
	case effects.Null, effects.Undefined:
		return isFalse
	case effects.Exports, effects.Module:
		return isTrue
	case effects.Unary:
		if x.Op == effects.Not {
			return m.truth(f, x.A, depth+1).not()
		}
	case effects.Binary:
		switch x.Op {
		case effects.And:
			a, b := m.truth(f, x.A, depth+1), m.truth(f, x.B, depth+1)
			switch {
			case a == isFalse || b == isFalse:
				return isFalse
			case a == isTrue:
				return b
			}
		case effects.Or:
			a, b := m.truth(f, x.A, depth+1), m.truth(f, x.B, depth+1)
			switch {
			case a == isTrue || b == isTrue:
				return isTrue
			case a == isFalse:
				return b
			}
		case effects.EqStrict:
			return m.equal(f, x.A, x.B)
		case effects.NeStrict:
			return m.equal(f, x.A, x.B).not()
		}
	case effects.Prop, effects.Var, effects.Param, effects.This, effects.Result, effects.Closure, effects.Class, effects.Object, effects.Array, effects.String, effects.Join, effects.Elem, effects.Import:
		if x.Kind == effects.Prop {
			if g := f.Facts.Val(x.A); g.Kind == effects.Global && f.Facts.Strings[g.A] == "Object" && objectFunctions[f.Facts.Strings[x.B]] {
				return isTrue
			}
		}
		h := m.eval(f, v, depth+1)
		if m.trace != nil {
			return m.trace.truthy(m, h)
		}
		return m.truthOf(h)
	case effects.Global:
		switch f.Facts.Strings[x.A] {
		case "Object", "Function", "Array", "String", "Symbol", "Promise", "Reflect", "Map", "Set", "Error", "JSON", "Math", "process", "global", "globalThis", "Buffer":
			return isTrue
		}
	case effects.ImportName:
		if m.trace != nil {
			return m.trace.truthy(m, m.eval(f, v, depth+1))
		}
	}
	return isUnknown
}

// foreign are names that other hosts and bundlers set on process; Node has none of them.
var foreign = map[string]bool{"browser": true, "type": true, "__nwjs": true, "pkg": true}

// objectFunctions are functions of Object that old code asks for before it calls them; every Node has them.
var objectFunctions = map[string]bool{"assign": true, "create": true, "defineProperties": true, "defineProperty": true, "entries": true, "freeze": true,
	"fromEntries": true, "getOwnPropertyDescriptor": true, "getOwnPropertyDescriptors": true, "getOwnPropertyNames": true, "getOwnPropertySymbols": true,
	"getPrototypeOf": true, "hasOwn": true, "is": true, "keys": true, "setPrototypeOf": true, "values": true}

func (m *machine) equal(f *File, a, b effects.ValueID) truth {
	x, y := f.Facts.Val(a), f.Facts.Val(b)
	if x.Kind == effects.String || x.Kind == effects.Module {
		x, y = y, x
	}
	if y.Kind == effects.Module && x.Kind == effects.Prop && f.Facts.Strings[x.B] == "main" {
		// require.main === module: what the program does when this file is started is not loading
		if g := f.Facts.Val(x.A); g.Kind == effects.Global && f.Facts.Strings[g.A] == "require" {
			return truthIf(m.trace != nil && m.trace.entry == f.ID)
		}
	}
	if x.Kind != effects.Unary || x.Op != effects.TypeOf || y.Kind != effects.String {
		if m.trace != nil {
			return m.trace.same(m, m.eval(f, a, 1), m.eval(f, b, 1))
		}
		if f.Facts.Val(b).Kind == effects.Null || f.Facts.Val(a).Kind == effects.Null {
			return isUnknown
		}
		return m.equals(m.eval(f, a, 1), m.eval(f, b, 1))
	}
	want := f.Facts.Strings[y.A]
	o := f.Facts.Val(x.A)
	is := ""
	switch o.Kind {
	case effects.Exports, effects.Module:
		is = "object"
	case effects.Global:
		switch name := f.Facts.Strings[o.A]; name {
		case "require":
			if f.ESM {
				return isUnknown
			}
			is = "function"
		case "window", "document", "define", "importScripts", "Deno", "Bun", "self", "exports", "module":
			is = "undefined"
		case "process", "global", "globalThis":
			is = "object"
		case "setImmediate", "setTimeout", "Symbol", "Buffer":
			is = "function"
		}
	case effects.Prop:
		if ModuleExports(f.Facts, x.A) && m.mods[f.ID].exports == objVal(m.mods[f.ID].initial) {
			is = "object"
		}
	}
	if is == "" {
		h := m.eval(f, x.A, 1)
		if is = m.typeOf(h); m.trace != nil && h.kind == heapPrimitive && want == "undefined" {
			return isFalse
		}
	}
	if is == "" {
		return isUnknown
	}
	if is == want {
		return isTrue
	}
	return isFalse
}

// eval is what a symbolic value is at this moment.
func (m *machine) eval(f *File, v effects.ValueID, depth int) heapVal {
	if v <= 0 || depth > 20 {
		return unknown(f.ID, None)
	}
	x := f.Facts.Values[v]
	s := &m.mods[f.ID]
	if m.trace != nil {
		if h, ok := m.trace.eval(m, f, v, depth); ok {
			return h
		}
	}
	switch x.Kind {
	case effects.String:
		return heapText(m.p.name(f, x.A))
	case effects.Bool:
		return heapTruth(x.A == 1)
	case effects.Template:
		if h, ok := m.joined(f, f.Facts.Lists[x.A], depth); ok {
			return h
		}
		return heapVal{kind: heapPrimitive, file: f.ID, id: v}
	case effects.Number, effects.Null, effects.RegExp:
		return heapVal{kind: heapPrimitive, file: f.ID, id: v}
	case effects.Module:
		if s.status != notLoaded && !f.ESM {
			return heapVal{kind: heapModule, file: f.ID}
		}
	case effects.Rest:
		if e := m.envOf(f, x.A); e != nil && e.exact {
			return m.list(e.args[min(int(x.B), len(e.args)):])
		}
	case effects.Array:
		if s.status != notLoaded {
			return m.arrayFor(f, v, depth)
		}
	case effects.Elem:
		if h, ok := m.elem(f, x.A, x.B, depth); ok {
			return h
		}
	case effects.Undefined:
		return heapVal{kind: heapUndefined}
	case effects.Unary:
		switch x.Op {
		case effects.VoidOp:
			return heapVal{kind: heapUndefined}
		case effects.Not:
			if t := m.truth(f, x.A, depth+1); t != isUnknown {
				return heapTruth(t == isFalse)
			}
		}
		return heapVal{kind: heapPrimitive, file: f.ID, id: v}
	case effects.Exports:
		if s.status != notLoaded {
			return s.exportsVar
		}
	case effects.This:
		if x.A == 0 {
			if s.status != notLoaded && !f.ESM {
				return objVal(s.initial)
			}
			break
		}
		if e := m.envOf(f, x.A); e != nil && e.this.kind != heapNone {
			return e.this
		}
	case effects.Param:
		if e := m.envOf(f, x.A); e != nil {
			if int(x.B) < len(e.args) {
				return e.args[x.B]
			}
			if e.exact {
				return heapVal{kind: heapUndefined}
			}
		}
	case effects.Var:
		if s.status == notLoaded {
			break
		}
		if h := m.variable(f, x.A); h.kind != heapNone {
			return h
		}
		// not written yet: a hoisted function is there already
		if vals := f.Facts.Vars[x.A].Values; len(vals) > 0 {
			if w := f.Facts.Values[vals[0]]; w.Kind == effects.Closure {
				return objVal(m.objFor(objFunc, f, w.A))
			}
		}
	case effects.Prop:
		if f.Facts.Values[x.A].Kind == effects.Module && f.Facts.Strings[x.B] == "exports" {
			if s.status != notLoaded {
				return s.exports
			}
			break
		}
		if g := f.Facts.Values[x.A]; g.Kind == effects.Global && f.Facts.Strings[g.A] == "process" && foreign[f.Facts.Strings[x.B]] {
			return heapVal{kind: heapUndefined}
		}
		if h, ok := m.member(m.eval(f, x.A, depth+1), m.p.name(f, x.B), f.Facts.Strings[x.B], depth+1); ok {
			return h
		}
	case effects.Result:
		if h := m.result(f, x.A); h.kind != heapNone {
			return h
		}
	case effects.Closure:
		if s.status != notLoaded {
			return objVal(m.objFor(objFunc, f, x.A))
		}
	case effects.Class:
		if s.status != notLoaded {
			return objVal(m.objFor(objClass, f, x.A))
		}
	case effects.Object:
		if s.status != notLoaded {
			return objVal(m.objFor(objLiteral, f, x.A))
		}
	case effects.Import:
		if s.status != notLoaded && s.imports[x.A].kind != heapNone {
			return s.imports[x.A]
		}
	case effects.ImportName:
		if t := &f.Targets[x.A]; t.File >= 0 {
			name := f.Facts.Strings[x.B]
			h := m.mods[t.File].exports
			if g := m.p.Files[t.File]; name == "default" && !m.hasExportSyntax(g) {
				if h.kind != heapNone {
					return h
				}
				break
			}
			if h, ok := m.member(h, m.p.name(f, x.B), name, depth+1); ok {
				return h
			}
		}
	case effects.Join:
		list := f.Facts.Lists[x.A]
		if len(list) == 2 && x.B > 0 && x.B != list[0] { // test ? a : b
			switch m.truth(f, x.B, depth+1) {
			case isTrue:
				return m.eval(f, list[0], depth+1)
			case isFalse:
				return m.eval(f, list[1], depth+1)
			}
		}
		if len(list) > 0 {
			h := m.eval(f, list[0], depth+1)
			for _, y := range list[1:] {
				if g := m.eval(f, y, depth+1); g != h {
					if g.kind == heapUnknown || h.kind == heapUnknown {
						return unknown(f.ID, v)
					}
					h = m.either(h, g)
				}
			}
			return h
		}
	case effects.Binary:
		if x.Op == effects.And && m.truth(f, x.A, 0) == isTrue || x.Op == effects.Or && m.truth(f, x.A, 0) == isFalse {
			return m.eval(f, x.B, depth+1)
		}
		switch x.Op {
		case effects.Or, effects.Nullish:
			switch a := m.eval(f, x.A, depth+1); a.kind {
			case heapObject:
				return a
			case heapUndefined:
				return m.eval(f, x.B, depth+1)
			}
		case effects.And:
			switch a := m.eval(f, x.A, depth+1); a.kind {
			case heapUndefined:
				return a
			case heapObject:
				return m.eval(f, x.B, depth+1)
			}
		case effects.Add:
			if h, ok := m.joined(f, []effects.ValueID{x.A, x.B}, depth); ok {
				return h
			}
			return heapVal{kind: heapPrimitive, file: f.ID, id: v}
		case effects.Comma:
			return m.eval(f, x.B, depth+1)
		case effects.EqStrict, effects.NeStrict:
			if t := m.truth(f, v, depth+1); t != isUnknown {
				return heapTruth(t == isTrue)
			}
			return heapVal{kind: heapPrimitive, file: f.ID, id: v}
		default:
			return heapVal{kind: heapPrimitive, file: f.ID, id: v}
		}
	}
	return unknown(f.ID, v)
}

// member is a property of a value at this moment; ok is false when nothing is known of it.
func (m *machine) member(h heapVal, name int32, text string, depth int) (heapVal, bool) {
	switch {
	case h.kind == heapModule:
		if text == "exports" {
			return m.mods[h.file].exports, true
		}
		return heapVal{}, false
	case h.kind == heapChoice && depth < 16:
		var out heapVal
		for i, x := range m.choices[h.id] {
			v, ok := m.member(x, name, text, depth+4)
			if !ok {
				return heapVal{}, false
			}
			if i == 0 {
				out = v
			} else {
				out = m.either(out, v)
			}
		}
		return out, true
	}
	for range 6 {
		if h.kind != heapObject || depth > 20 {
			return heapVal{}, false
		}
		o := &m.objs[h.id]
		if o.kind == objNamespace {
			return m.exported(m.p.Files[o.file], text, depth+1)
		}
		if i := o.find(name); i >= 0 {
			if p := &o.props[i]; !p.maybe && p.val.kind != heapNone {
				return p.val, true
			}
			return heapVal{}, false
		}
		if o.kind == objInstance {
			return m.methodOf(o.proto, name, 0)
		}
		if !m.settled && o.proto.kind == heapNone && !m.isOpen(o) && o.kind != objArray {
			if objectNames[text] || (o.kind == objFunc || o.kind == objClass || o.callable) && functionNames[text] {
				return heapVal{}, false
			}
			return heapVal{kind: heapUndefined}, true
		}
		h = o.proto
	}
	return heapVal{}, false
}

// methodOf is a method that instances of a class have.
func (m *machine) methodOf(class heapVal, name int32, depth int) (heapVal, bool) {
	if class.kind != heapObject || m.objs[class.id].kind != objClass || depth > 6 {
		return heapVal{}, false
	}
	o := &m.objs[class.id]
	g := m.p.Files[o.file]
	for _, mm := range g.Facts.Classes[o.id].Members {
		if mm.Flags&effects.MemberStatic == 0 && m.p.name(g, mm.Name) == name {
			if v := g.Facts.Val(mm.Value); mm.Flags&effects.MemberMethod != 0 && v.Kind == effects.Closure {
				return objVal(m.objFor(objFunc, g, v.A)), true
			}
			return heapVal{}, false
		}
	}
	return m.methodOf(o.proto, name, depth+1)
}

// exported is the value of a name that export statements export.
func (m *machine) exported(g *File, name string, depth int) (heapVal, bool) {
	if depth > 16 {
		return heapVal{}, false
	}
	e := exportNamed(g, name)
	if e == nil {
		return heapVal{}, false
	}
	if e.Import < 0 {
		return m.eval(g, e.Value, depth+1), true
	}
	t := &g.Targets[e.Import]
	if t.File < 0 {
		return heapVal{}, false
	}
	h := m.mods[t.File].exports
	in := g.Facts.Str(e.ImportName)
	if in == "*" || in == "default" && !m.hasExportSyntax(m.p.Files[t.File]) {
		return h, h.kind == heapObject
	}
	return m.member(h, m.p.nameOf(in), in, depth+1)
}

func exportNamed(g *File, name string) *effects.ExportRef {
	for i := range g.Facts.Exports {
		if e := &g.Facts.Exports[i]; g.Facts.Str(e.Name) == name && name != "*" {
			return e
		}
	}
	return nil
}
