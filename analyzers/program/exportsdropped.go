package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// listDropped keeps the names that really are lost: the old object stays unknown to everything else, and the new one has no such name.
func (m *machine) listDropped(f *File, e *ExportList) {
	s := &m.mods[f.ID]
	if s.unsure || s.exports == objVal(s.initial) || len(s.replaced) == 0 || asNamespace(f) || m.p.handsOnModule(f) {
		return
	}
	for _, d := range s.dropped {
		o := &m.objs[d.obj]
		name := m.nameText(d.name)
		if o.open || o.escaped || e.Named(name) != nil {
			continue
		}
		base := baseName(f, d.base)
		if base == "" {
			continue
		}
		x := Dropped{Name: name, Range: syntax.Range{Start: d.at.start, End: d.at.end}, Base: base, Literal: None,
			Replaced: m.step(d.op, "module.exports gets another object here"), Object: m.isObject(s.exports), ReadBack: f.readsMember(d.base, name)}
		e.Dropped = append(e.Dropped, x)
	}
	m.listOverwritten(f, e)
}

func (m *machine) isObject(v heapVal) bool {
	for _, x := range m.each(v) {
		if x.kind != heapObject {
			return false
		}
	}
	return true
}

// baseName is how a file writes the object whose member it sets; "" for anything that is not a name.
func baseName(f *File, v effects.ValueID) string {
	switch b := f.Facts.Val(v); b.Kind {
	case effects.Exports:
		return "exports"
	case effects.This:
		return "this"
	case effects.Var:
		return f.Facts.Str(f.Facts.Vars[b.A].Name)
	case effects.Prop:
		if isModuleExports(f.Facts, v) {
			return "module.exports"
		}
	}
	return ""
}

// readsMember reports whether a file reads a member of a value.
func (f *File) readsMember(base effects.ValueID, name string) bool {
	id := f.strID(name)
	if id < 0 {
		return false
	}
	v := f.valueID(effects.Value{Kind: effects.Prop, A: base, B: id})
	if v < 0 {
		return false
	}
	for fi := range f.Facts.Funcs {
		for k := range f.Facts.Funcs[fi].Ops {
			if op := &f.Facts.Funcs[fi].Ops[k]; op.Kind == effects.OpRead && op.A == v {
				return true
			}
		}
	}
	return false
}

// listOverwritten finds the names that were set on the first object before module.exports became another one.
func (m *machine) listOverwritten(f *File, e *ExportList) {
	s := &m.mods[f.ID]
	old := &m.objs[s.initial]
	if old.open || old.escaped || len(old.props) == 0 || m.p.inCycle(f.ID) {
		return
	}
	if old.find(m.p.nameOf("__esModule")) >= 0 {
		return // a compiler wrote it, and gives the default export alone to those who require it
	}
	var by *effects.Op // the assignment that replaced the first object
	for fi := range f.Facts.Funcs {
		for k := range f.Facts.Funcs[fi].Ops {
			if op := &f.Facts.Funcs[fi].Ops[k]; op.Kind == effects.OpWrite && op.Start == s.replaced[0].at.start && op.End == s.replaced[0].at.end {
				by = op
			}
		}
	}
	if by == nil || f.mentionsExports(by.B, 0) {
		return
	}
	literal := int32(None)
	if v := f.Facts.Val(by.B); v.Kind == effects.Object {
		literal = v.A
	}
	for fi := range f.Facts.Funcs {
		for k := range f.Facts.Funcs[fi].Ops {
			op := &f.Facts.Funcs[fi].Ops[k]
			t := f.Facts.Val(op.A)
			if op.Kind != effects.OpWrite || op.Flag == effects.WriteDelete || t.Kind != effects.Prop || op.Start >= s.replaced[0].at.start {
				continue
			}
			name := f.Facts.Str(t.B)
			i := old.find(m.p.nameOf(name))
			if i < 0 || old.props[i].maybe || old.props[i].at != (site{f.ID, op.Start, op.End}) || e.Named(name) != nil {
				continue
			}
			base := baseName(f, t.A)
			if base == "" {
				continue
			}
			e.Dropped = append(e.Dropped, Dropped{Name: name, Range: syntax.Range{Start: op.Start, End: op.End}, Base: base, Before: true, Literal: literal,
				Replaced: m.step(s.replaced[0].at, "module.exports gets another object here"), Object: m.isObject(s.exports), ReadBack: f.readsMember(t.A, name)})
		}
	}
}

// mentionsExports reports whether a value is made of the exports object.
func (f *File) mentionsExports(v effects.ValueID, depth int) bool {
	if v <= 0 || depth > 6 {
		return false
	}
	x := f.Facts.Values[v]
	switch x.Kind {
	case effects.Exports:
		return true
	case effects.This:
		return x.A == 0
	case effects.Prop, effects.Elem:
		return isModuleExports(f.Facts, v) || f.mentionsExports(x.A, depth+1)
	case effects.Join:
		for _, y := range f.Facts.Lists[x.A] {
			if f.mentionsExports(y, depth+1) {
				return true
			}
		}
	case effects.Binary:
		return f.mentionsExports(x.A, depth+1) || f.mentionsExports(x.B, depth+1)
	case effects.Result:
		for _, a := range f.Facts.Calls[x.A].Args {
			if f.mentionsExports(a, depth+1) {
				return true
			}
		}
	case effects.Object:
		for _, mm := range f.Facts.Objects[x.A].Members {
			if mm.Flags&effects.MemberSpread != 0 && f.mentionsExports(mm.Value, depth+1) {
				return true
			}
		}
	case effects.Var:
		if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 {
			return f.mentionsExports(vals[0], depth+1)
		}
	}
	return false
}

// inCycle reports whether a file requires itself, by way of others: what it exports early is then for them.
func (p *Program) inCycle(file FileID) bool {
	m := p.loads()
	seen := map[FileID]bool{}
	for queue := []FileID{file}; len(queue) > 0; queue = queue[1:] {
		for _, x := range m.eagers[queue[0]] {
			if x.to == file {
				return true
			}
			if !seen[x.to] {
				seen[x.to] = true
				queue = append(queue, x.to)
			}
		}
	}
	return false
}
