package program

import (
	"slices"
	"sort"
	"strconv"

	"nodebeyond/analyzers/effects"
)

// Keys are what Object.keys(require(file)) gives as the load of the file ends.
type Keys struct {
	// Names are sorted.
	Names []string
	// Known says that there are no others. Why and At say what is not known otherwise.
	Known bool
	Why   string
	At    Step
}

// keys lists the enumerable names that module.exports had itself when the file was loaded: what was set later does not count.
func (m *machine) keys(f *File) Keys {
	s := &m.mods[f.ID]
	k := Keys{Known: true, At: Step{File: None}}
	unknown := func(why string, at site) {
		if k.Known {
			k.Known, k.Why = false, why
			if at.file >= 0 {
				k.At = m.step(at, why)
			}
		}
	}
	if m.hooked() {
		unknown("the program replaces parts of Node's module loader", site{file: None})
	}
	if f.Facts.Uncertain {
		unknown("the file uses eval or with", site{file: None})
	}
	if s.handed <= s.ended {
		unknown("the variable module is handed on", site{file: None})
	}
	var names []string
	if m.hasExportSyntax(f) {
		exports := map[string]Export{}
		m.namespaceNames(f, exports, unknown, map[FileID]bool{})
		for name, x := range exports {
			if !x.Hidden {
				names = append(names, name)
			}
		}
	} else {
		names = m.ownKeys(s.exports, &moment{m: m, file: f.ID, when: s.ended}, unknown)
	}
	sort.Strings(names)
	k.Names = names
	return k
}

// moment is the one at which a module was loaded, if it were the first one.
type moment struct {
	m    *machine
	file FileID
	when int32
	// loads are the files that the load of the file runs; made when asked for.
	loads map[FileID]bool
}

// has reports whether what happened at a time and place has happened.
func (t *moment) has(when int32, at FileID) bool {
	if when > t.when {
		return false
	}
	if at < 0 || at == t.file {
		return true
	}
	if t.loads == nil {
		t.loads = map[FileID]bool{t.file: true}
		for queue := []FileID{t.file}; len(queue) > 0; queue = queue[1:] {
			for _, x := range t.m.eagers[queue[0]] {
				if !t.loads[x.to] {
					t.loads[x.to] = true
					queue = append(queue, x.to)
				}
			}
		}
	}
	return t.loads[at]
}

// ownKeys are the enumerable names that a value has itself at a moment.
func (m *machine) ownKeys(v heapVal, t *moment, unknown func(string, site)) []string {
	var names []string
	switch v.kind {
	case heapUndefined, heapPrimitive, heapString, heapBool:
		return nil
	case heapChoice:
		return m.commonKeys(v, t, unknown)
	case heapObject:
	default:
		unknown("what module.exports is made of is not known", m.origin(v))
		return nil
	}
	o := &m.objs[v.id]
	if o.open && t.has(o.openedWhen, o.opened.file) {
		unknown("names may be added by code that is not known", o.opened)
	}
	if o.kind == objNamespace {
		exports := map[string]Export{}
		m.namespaceNames(m.p.Files[o.file], exports, unknown, map[FileID]bool{})
		for name, x := range exports {
			if !x.Hidden {
				names = append(names, name)
			}
		}
		return names
	}
	if o.kind == objInstance && !o.whole {
		unknown("it is an instance of a class", m.origin(v))
	}
	for i := range o.elems {
		names = append(names, strconv.Itoa(i))
	}
	for i := range o.props {
		p := &o.props[i]
		text := m.nameText(p.name)
		if p.hidden || !t.has(p.when, p.by) || text == "prototype" && (o.kind == objFunc || o.kind == objClass) || text != "" && text[0] == '#' {
			continue
		}
		if p.maybe {
			unknown("names are set on some paths only", p.at)
		}
		names = append(names, text)
	}
	return names
}

// commonKeys are the names of a value that is one of several: known when they all have the same.
func (m *machine) commonKeys(v heapVal, t *moment, unknown func(string, site)) []string {
	var names []string
	for i, x := range m.choices[v.id] {
		list := m.ownKeys(x, t, unknown)
		sort.Strings(list)
		if i > 0 && !slices.Equal(list, names) {
			unknown("module.exports is one of several things", m.origin(x))
		}
		names = list
	}
	return names
}

// origin is where a value comes from, as far as that is known.
func (m *machine) origin(v heapVal) site {
	switch v.kind {
	case heapObject:
		if o := &m.objs[v.id]; o.kind == objInstance {
			c := &m.p.Files[o.file].Facts.Calls[o.id]
			return site{o.file, c.Start, c.End}
		}
	case heapUnknown:
		if v.id > 0 {
			return m.p.Files[v.file].originOf(v.id)
		}
		if v.file >= 0 {
			return site{v.file, 0, 0}
		}
	}
	return site{file: None}
}

// originOf is where a symbolic value is written.
func (f *File) originOf(v effects.ValueID) site {
	for range 8 {
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Result:
			c := &f.Facts.Calls[x.A]
			return site{f.ID, c.Start, c.End}
		case effects.Import, effects.ImportName:
			im := &f.Facts.Imports[x.A]
			return site{f.ID, im.CallStart, im.CallEnd}
		case effects.Var:
			va := &f.Facts.Vars[x.A]
			return site{f.ID, va.Start, va.End}
		case effects.Prop, effects.Elem, effects.Await:
			v = x.A
		default:
			return site{f.ID, 0, 0}
		}
	}
	return site{f.ID, 0, 0}
}
