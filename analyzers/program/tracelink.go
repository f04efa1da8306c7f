package program

import (
	"slices"
	"sort"

	"nodebeyond/analyzers/effects"
)

// This file links graphs of ES modules: finds what they import, and which module provides which name (ECMAScript, sections 16.2.1.6.1.1 and
// 16.2.1.7).

// link gives the modules of a graph their bindings, and reports whether all that they import exists. required is the place of the require()
// that asks for it, nil for an import: a graph that is required must not import a module that is running.
func (t *tracer) link(m *machine, root FileID, required *site) bool {
	l := linking{t: t, m: m, required: required, seen: map[FileID]bool{}}
	if !l.walk(root) {
		return false
	}
	for _, file := range l.lost {
		if !l.seen[file] {
			if required == nil {
				t.add(m, Event{Kind: EventUnknown, File: file, By: root, Why: "it could not be linked before"})
				m.doubt = true
				return false
			}
			m.throw("", m.p.Rel(file)+" could not be linked before", *required)
			return false
		}
	}
	for _, file := range l.graph {
		f := m.p.Files[file]
		s := &m.mods[file]
		*s = moduleState{status: linked, handed: never, vars: make([]heapVal, len(f.Facts.Vars)), imports: make([]heapVal, len(f.Facts.Imports)), objs: map[int64]int32{}, pos: -1}
		s.initial = m.newObj(heapObj{kind: objExports, file: file, module: file})
		s.exportsVar = objVal(s.initial)
		s.exports = objVal(m.newObj(heapObj{kind: objNamespace, file: file, module: file}))
	}
	for _, file := range l.graph {
		if !t.linkNames(m, file) {
			for _, g := range l.graph {
				m.mods[g] = moduleState{}
			}
			return false
		}
	}
	return true
}

type linking struct {
	t        *tracer
	m        *machine
	required *site
	seen     map[FileID]bool
	graph    []FileID
	lost     []FileID // what modules import that Node knows, but could not link
}

// walk collects a module and what it imports.
func (l *linking) walk(file FileID) bool {
	m, t := l.m, l.t
	f := m.p.Files[file]
	if l.seen[file] || !f.ESM || m.mods[file].status != notLoaded {
		return true
	}
	l.seen[file] = true
	l.graph = append(l.graph, file)
	known := t.cached[file] // Node has looked at its imports before, in a graph that could not be linked
	for i := range f.Facts.Imports {
		im := &f.Facts.Imports[i]
		if im.Kind != effects.StaticImport || !m.isUsed(f, int32(i)) {
			continue
		}
		to := &f.Targets[i]
		if to.File < 0 {
			if to.Code != "" {
				m.throw(to.Code, "nothing is found for '"+f.Facts.Str(im.Spec)+"'", site{file, im.CallStart, im.CallEnd})
				return false
			}
			continue
		}
		if !known && l.required != nil && !t.pending[to.File] && t.stopped(m, to.File) {
			m.throw("ERR_REQUIRE_CYCLE_MODULE", m.p.Rel(file)+" imports "+m.p.Rel(to.File)+", which is still running", *l.required)
			return false
		}
		if !m.p.Files[to.File].ESM {
			t.wrapperOf(m, to.File)
		}
		if known && m.p.Files[to.File].ESM && m.mods[to.File].status == notLoaded && !t.cached[to.File] {
			l.lost = append(l.lost, to.File)
			continue
		}
		if !l.walk(to.File) {
			return false
		}
	}
	t.cached[file] = true
	return true
}

// stopped reports whether a module may not be imported by a graph that is required, because it is running.
func (t *tracer) stopped(m *machine, file FileID) bool {
	s := &m.mods[file]
	if w := t.wrappers[file]; w != nil && !m.p.Files[file].ESM {
		return w.running // whether a CommonJS module runs, Node looks once, when it makes the wrapper
	}
	return s.status == loading || s.open
}

// linkNames reports whether every name that an ES module imports or exports again is exported.
func (t *tracer) linkNames(m *machine, file FileID) bool {
	f := m.p.Files[file]
	check := func(imp int32, name string) bool {
		to := f.Targets[imp].File
		if to < 0 || name == "*" {
			return true
		}
		if _, has := t.resolve(m, to, name, nil); has != isFalse {
			return true
		}
		im := &f.Facts.Imports[imp]
		m.throw("SyntaxError", m.p.Rel(to)+" does not provide an export named '"+name+"'", site{file, im.CallStart, im.CallEnd})
		return false
	}
	for _, v := range f.Facts.Values {
		if v.Kind == effects.ImportName && f.Facts.Imports[v.A].Kind == effects.StaticImport && !check(v.A, f.Facts.Strings[v.B]) {
			return false
		}
	}
	for i := range f.Facts.Exports {
		if e := &f.Facts.Exports[i]; e.Import >= 0 && !check(e.Import, f.Facts.Str(e.ImportName)) {
			return false
		}
	}
	return true
}

// provided is a name of a module; "*" is its namespace.
type provided struct {
	file FileID
	name string
}

// resolve finds the module that a name which another module exports comes from, and the name that it has there. has is isFalse when nothing
// is exported by that name, or two things are.
func (t *tracer) resolve(m *machine, file FileID, name string, seen []provided) (from provided, has truth) {
	g := m.p.Files[file]
	this := provided{file, name}
	if !g.ESM {
		if name == "default" || name == "module.exports" && t.line >= 24 {
			return this, isTrue
		}
		names, more := m.p.lexed(file, t.line)
		switch {
		case slices.Contains(names, name):
			return this, isTrue
		case more:
			return this, isUnknown
		}
		return this, isFalse
	}
	if slices.Contains(seen, this) {
		return this, isFalse
	}
	seen = append(seen, this)
	if e := exportNamed(g, name); e != nil {
		if e.Import < 0 {
			return this, isTrue
		}
		to := g.Targets[e.Import].File
		if to < 0 {
			return this, isUnknown
		}
		if in := g.Facts.Str(e.ImportName); in != "*" {
			return t.resolve(m, to, in, seen)
		}
		return provided{to, "*"}, isTrue
	}
	if name == "default" {
		return this, isFalse
	}
	has = isFalse
	for i := range g.Facts.Exports {
		e := &g.Facts.Exports[i]
		if g.Facts.Str(e.Name) != "*" {
			continue
		}
		x, there := this, isUnknown
		if to := g.Targets[e.Import].File; to >= 0 {
			x, there = t.resolve(m, to, name, seen)
		}
		switch {
		case there == isTrue && has == isTrue && !t.sameBinding(m, from, x):
			return this, isFalse
		case there == isTrue:
			from, has = x, isTrue
		case there == isUnknown && has == isFalse:
			from, has = x, isUnknown
		}
	}
	return from, has
}

// sameBinding reports whether two names of ES modules are one: a module may export a variable by several.
func (t *tracer) sameBinding(m *machine, a, b provided) bool {
	if a == b {
		return true
	}
	g := m.p.Files[a.file]
	if a.file != b.file || !g.ESM {
		return false
	}
	x, y := exportNamed(g, a.name), exportNamed(g, b.name)
	return x != nil && y != nil && x.Import < 0 && y.Import < 0 && x.Value == y.Value
}

// names are the names of a module's namespace, in order; more says that there may be others.
func (t *tracer) names(m *machine, file FileID) (names []string, more bool) {
	set := map[string]bool{}
	var add func(file FileID, star bool, seen map[FileID]bool)
	add = func(file FileID, star bool, seen map[FileID]bool) {
		g := m.p.Files[file]
		if seen[file] {
			return
		}
		seen[file] = true
		if !g.ESM {
			list, open := m.p.lexed(file, t.line)
			more = more || open
			for _, n := range list {
				set[n] = true
			}
			if !star {
				set["default"] = true
			}
			return
		}
		for i := range g.Facts.Exports {
			e := &g.Facts.Exports[i]
			switch name := g.Facts.Str(e.Name); {
			case name != "*":
				if name != "default" || !star {
					set[name] = true
				}
			case g.Targets[e.Import].File >= 0:
				add(g.Targets[e.Import].File, true, seen)
			default:
				more = true
			}
		}
	}
	add(file, false, map[FileID]bool{})
	for n := range set {
		if _, has := t.resolve(m, file, n, nil); has != isFalse { // two modules may export it, and then nobody does
			names = append(names, n)
		}
	}
	sort.Strings(names)
	return names, more
}
