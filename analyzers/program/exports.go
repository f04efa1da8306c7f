package program

import (
	"sort"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// Export is a name that a module exports.
type Export struct {
	Name string
	// File and Range are where it is set; a name may be set by another file.
	File  FileID
	Range syntax.Range
	// Late says that it is set after the module was loaded, Maybe that it is set on some paths only.
	Late, Maybe bool
	// Hidden says that it is not enumerable, so that Object.keys and spreads pass over it, Inherited that an object which it inherits from
	// has it.
	Hidden, Inherited bool
	// Module is the file whose exports it holds, None otherwise.
	Module FileID
}

// ExportList is what require() of a file gives once the file has run to its end. It is shared: do not change it.
type ExportList struct {
	// Certain says that Names are all there are: every other name is undefined. Why and At say what makes the list uncertain.
	Certain bool
	Why     string
	At      Step
	// Names are in order of name.
	Names []Export
	// Callable says that it is a function or class, so that it has the names of functions too.
	Callable bool
	// Replaced are the assignments to module.exports that gave it another object, in the order in which they run.
	Replaced []Step
	// Dropped are names that are set on an object that module.exports no longer is, so that no require() gives them.
	Dropped []Dropped
	// Rebound are assignments to the variable exports that module.exports never gets.
	Rebound []Rebound
	// Keys are the names as Object.keys gives them when the file was just loaded.
	Keys Keys
}

// Dropped is a name set on an object that was replaced.
type Dropped struct {
	Name  string
	Range syntax.Range // of the assigned member: exports.name
	// Base is the object as written, for messages: "exports", "this", a variable's name. BaseLen is its length in bytes.
	Base string
	// Replaced is where module.exports got another object.
	Replaced Step
	// Object says that the new value is known to be able to hold names. ReadBack says that the file itself reads the name from the old
	// object.
	Object, ReadBack bool
	// Before says that the name was set before the replacement. Literal is then the object literal that replaced the first object, None when
	// it is something else.
	Before  bool
	Literal int32
}

// Rebound is an assignment to the variable exports that has no effect on what require() gives.
type Rebound struct {
	Range syntax.Range
	Func  effects.FuncID
	Op    int32
	// Before are the names that module.exports has at that point; More says that it may have others.
	Before []string
	More   bool
}

// Named is the export of that name, nil for none.
func (e *ExportList) Named(name string) *Export {
	i := sort.Search(len(e.Names), func(i int) bool { return e.Names[i].Name >= name })
	if i < len(e.Names) && e.Names[i].Name == name {
		return &e.Names[i]
	}
	return nil
}

// Lacks reports whether reading a name is sure to give undefined, inherited names counted.
func (e *ExportList) Lacks(name string) bool {
	return e.Certain && e.Named(name) == nil && !objectNames[name] && !(e.Callable && functionNames[name])
}

// objectNames are what every object inherits (ECMAScript, section 20.1.3), functionNames what functions have (20.2.3, 20.2.4).
var (
	objectNames = map[string]bool{"constructor": true, "hasOwnProperty": true, "isPrototypeOf": true, "propertyIsEnumerable": true, "toLocaleString": true,
		"toString": true, "valueOf": true, "__proto__": true, "__defineGetter__": true, "__defineSetter__": true, "__lookupGetter__": true, "__lookupSetter__": true}
	functionNames = map[string]bool{"apply": true, "bind": true, "call": true, "length": true, "name": true, "prototype": true, "arguments": true, "caller": true}
)

// byPath are the files in order of path: what is found must not depend on the order in which files were read.
func (p *Program) byPath() []FileID {
	if p.order == nil {
		p.order = make([]FileID, len(p.Files))
		for i := range p.order {
			p.order[i] = FileID(i)
		}
		sort.Slice(p.order, func(i, j int) bool { return p.Files[p.order[i]].Path < p.Files[p.order[j]].Path })
	}
	return p.order
}

// loads evaluates all modules once, in the order in which entries load them.
func (p *Program) loads() *machine {
	if p.machine != nil {
		return p.machine
	}
	m := newMachine(p)
	p.machine = m
	for _, e := range p.entries() {
		m.load(e.file, site{file: None})
	}
	for _, f := range p.byPath() {
		m.load(f, site{file: None})
	}
	m.settled = true
	m.rank = make([]int32, len(p.Files))
	for i, f := range m.order {
		m.rank[f] = int32(i)
	}
	m.lateWrites()
	return m
}

// ExportsOf is what a file exports.
func (p *Program) ExportsOf(file FileID) *ExportList {
	f := p.Files[file]
	if f.exports == nil {
		f.exports = p.loads().exportList(f)
	}
	return f.exports
}

// ReplacesExports reports whether a CommonJS file assigns to module.exports.
func (f *File) ReplacesExports() bool { return len(f.replaced) > 0 }

// RebindsExports reports whether a file assigns to the variable exports.
func (f *File) RebindsExports() bool { return f.rebinds }

func (m *machine) exportList(f *File) *ExportList {
	s := &m.mods[f.ID]
	e := &ExportList{Certain: true, Keys: m.keys(f)}
	uncertain := func(why string, at site) {
		if e.Certain {
			e.Certain, e.Why = false, why
			if at.file >= 0 {
				e.At = m.step(at, why)
			}
		}
	}
	for _, r := range s.replaced {
		e.Replaced = append(e.Replaced, m.step(r.at, "module.exports gets another object here"))
	}
	if s.unsure {
		uncertain("module.exports is assigned on some paths only", site{file: None})
	}
	if m.hooked() {
		uncertain("the program replaces parts of Node's module loader", site{file: None})
	}
	if f.Facts.Uncertain {
		uncertain("the file uses eval or with", site{file: None})
	}
	if m.p.handsOnModule(f) {
		uncertain("the variable module is handed on", site{file: None})
	}
	names := map[string]Export{}
	if m.hasExportSyntax(f) {
		m.namespaceNames(f, names, uncertain, map[FileID]bool{})
	}
	if v := s.exports; v.kind == heapObject {
		m.objectNames(v.id, e, names, uncertain, 0)
	} else if !m.hasExportSyntax(f) {
		uncertain("what module.exports is made of is not known", site{file: None})
	}
	for _, x := range names {
		e.Names = append(e.Names, x)
	}
	sort.Slice(e.Names, func(i, j int) bool { return e.Names[i].Name < e.Names[j].Name })
	m.listDropped(f, e)
	for _, r := range s.rebound {
		if !r.linked {
			e.Rebound = append(e.Rebound, Rebound{Range: syntax.Range{Start: r.at.start, End: r.at.end}, Func: r.fn, Op: r.op, Before: r.before, More: r.more})
		}
	}
	return e
}

func (m *machine) step(at site, msg string) Step {
	return Step{File: at.file, Range: syntax.Range{Start: at.start, End: at.end}, Message: msg}
}

// objectNames adds the names of an object and of what it inherits from.
func (m *machine) objectNames(i int32, e *ExportList, names map[string]Export, uncertain func(string, site), depth int) {
	o := &m.objs[i]
	if o.open {
		uncertain("names may be added by code that is not known", o.opened)
	}
	switch o.kind {
	case objInstance, objArray:
		uncertain("it is an instance of a class", site{file: None})
	case objFunc, objClass:
		e.Callable = true
	}
	a := m.absOf(o)
	if at, ok := m.computed[a]; ok && a.Kind != AbsNone {
		uncertain("names are computed", at)
	}
	for _, p := range o.props {
		text := m.nameText(p.name)
		if _, ok := names[text]; ok {
			continue
		}
		x := Export{Name: text, File: p.at.file, Range: syntax.Range{Start: p.at.start, End: p.at.end}, Maybe: p.maybe, Hidden: p.hidden || text == "prototype" && e.Callable, Inherited: depth > 0, Module: None}
		if p.val.kind == heapObject && !p.maybe {
			if q := &m.objs[p.val.id]; q.module >= 0 && m.mods[q.module].exports == p.val {
				x.Module = q.module
			}
		}
		names[text] = x
	}
	if a.Kind != AbsNone {
		for _, l := range m.lateNames(a) {
			if _, ok := names[l.name]; !ok {
				names[l.name] = Export{Name: l.name, File: l.at.file, Range: syntax.Range{Start: l.at.start, End: l.at.end}, Late: true, Module: None}
			}
		}
	}
	if o.proto.kind != heapNone && o.proto.kind != heapObject {
		uncertain("it inherits from something that is not known", site{file: None})
	}
	if o.proto.kind == heapObject && depth < 8 {
		m.objectNames(o.proto.id, e, names, uncertain, depth+1)
	}
}

// namespaceNames adds the names of export statements.
func (m *machine) namespaceNames(f *File, names map[string]Export, uncertain func(string, site), seen map[FileID]bool) {
	if seen[f.ID] {
		return
	}
	seen[f.ID] = true
	for i := range f.Facts.Exports {
		e := &f.Facts.Exports[i]
		name := f.Facts.Str(e.Name)
		if name != "*" {
			if _, ok := names[name]; !ok {
				names[name] = Export{Name: name, File: f.ID, Range: syntax.Range{Start: e.Start, End: e.End}, Module: None}
			}
			continue
		}
		t := None
		if e.Import >= 0 {
			t = int(f.Targets[e.Import].File)
		}
		if t < 0 || !m.hasExportSyntax(m.p.Files[t]) {
			uncertain("it exports all names of a module that is not known", site{f.ID, e.Start, e.End})
			continue
		}
		m.namespaceNames(m.p.Files[t], names, uncertain, seen)
	}
	if !f.ESM {
		names["__esModule"] = Export{Name: "__esModule", File: f.ID, Hidden: true, Module: None}
	} else if _, ok := names["default"]; ok {
		// require() of an ES module with a default export adds it (Node docs, "Loading ECMAScript modules using require()").
		names["__esModule"] = Export{Name: "__esModule", File: f.ID, Module: None}
	}
}

// strID is the id of a string of a file, None when it has none.
func (f *File) strID(text string) effects.StrID {
	for i, s := range f.Facts.Strings {
		if s == text {
			return effects.StrID(i)
		}
	}
	return None
}
