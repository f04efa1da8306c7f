package engine

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine/cache"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// recordVersion is of the records in this file; it is part of the engine's hash.
const recordVersion = 8

// encoder writes records for the cache. Paths below the root are written relative to it, so that a cache survives a move.
type encoder struct {
	data []byte
	root string
	// packages gives a package a key, under which it is written once for all files. nil writes it where it is named.
	packages func(*program.Package) cache.Hash
}

func (e *encoder) int(v int)    { e.data = binary.AppendVarint(e.data, int64(v)) }
func (e *encoder) bool(v bool)  { e.data = appendBool(e.data, v) }
func (e *encoder) u64(v uint64) { e.data = binary.LittleEndian.AppendUint64(e.data, v) }
func (e *encoder) string(s string) {
	e.int(len(s))
	e.data = append(e.data, s...)
}

// path writes a path: below the root as "." and the rest.
func (e *encoder) path(p string) {
	if rest, ok := strings.CutPrefix(p, e.root); ok && (rest == "" || rest[0] == '/') {
		e.string("." + rest)
		return
	}
	e.string(p)
}

func (e *encoder) rng(r syntax.Range) {
	e.int(int(r.Start))
	e.int(int(r.End - r.Start))
}

// decoder reads records. It never panics: bad is set when the data is not what was written.
type decoder struct {
	data []byte
	root string
	// packages finds a package by the key that its encoder gave it, nil when it is gone.
	packages func(cache.Hash) *program.Package
	bad      bool
	made     int // list elements and strings so far, for tests
}

func (d *decoder) int() int {
	v, n := binary.Varint(d.data)
	if n <= 0 {
		d.bad, d.data = true, nil
		return 0
	}
	d.data = d.data[n:]
	return int(v)
}

// count reads a length that cannot be more than what is left.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > len(d.data) {
		d.bad, d.data = true, nil
		return 0
	}
	d.made += n
	return n
}

func (d *decoder) bool() bool {
	if len(d.data) == 0 {
		d.bad = true
		return false
	}
	v := d.data[0] == 1
	d.data = d.data[1:]
	return v
}

func (d *decoder) u64() uint64 {
	if len(d.data) < 8 {
		d.bad, d.data = true, nil
		return 0
	}
	v := binary.LittleEndian.Uint64(d.data)
	d.data = d.data[8:]
	return v
}

func (d *decoder) string() string {
	n := d.count()
	s := string(d.data[:n])
	d.data = d.data[n:]
	return s
}

func (d *decoder) path() string {
	s := d.string()
	if s == "." || strings.HasPrefix(s, "./") {
		return d.root + s[1:]
	}
	return s
}

func (d *decoder) rng() syntax.Range {
	start := int32(d.int())
	return syntax.Range{Start: start, End: start + int32(d.int())}
}

// --- findings

func (e *encoder) diagnostics(list []rule.Diagnostic) {
	e.int(len(list))
	for i := range list {
		x := &list[i]
		e.string(x.Rule)
		e.int(int(x.Severity))
		e.path(x.File)
		e.rng(x.Range)
		e.string(x.Message)
		e.string(x.Help)
		e.strings(x.Facts)
		e.string(string(x.Section))
		e.int(len(x.Evidence))
		for _, s := range x.Evidence {
			e.path(s.File)
			e.rng(s.Range)
			e.string(s.Message)
		}
		e.int(len(x.Fixes))
		for _, f := range x.Fixes {
			e.string(f.Title)
			e.bool(f.Safe)
			e.int(len(f.Edits))
			for _, ed := range f.Edits {
				e.rng(ed.Range)
				e.string(ed.New)
			}
		}
		e.bool(x.Local)
	}
}

func (d *decoder) diagnostics() []rule.Diagnostic {
	n := d.count()
	var out []rule.Diagnostic
	for range n {
		if d.bad {
			return nil
		}
		x := rule.Diagnostic{Rule: d.string(), Severity: rule.Severity(d.int()), File: d.path(), Range: d.rng(), Message: d.string(), Help: d.string(), Facts: d.strings(), Section: docs.Section(d.string())}
		for range d.count() {
			if d.bad {
				break
			}
			x.Evidence = append(x.Evidence, rule.Step{File: d.path(), Range: d.rng(), Message: d.string()})
		}
		for range d.count() {
			if d.bad {
				break
			}
			f := rule.Fix{Title: d.string(), Safe: d.bool()}
			for range d.count() {
				if d.bad {
					break
				}
				f.Edits = append(f.Edits, rule.Edit{Range: d.rng(), New: d.string()})
			}
			x.Fixes = append(x.Fixes, f)
		}
		x.Local = d.bool()
		if x.Severity > rule.Error {
			d.bad = true
		}
		out = append(out, x)
	}
	return out
}

func (e *encoder) strings(list []string) {
	e.int(len(list))
	for _, s := range list {
		e.string(s)
	}
}

func (d *decoder) strings() []string {
	var out []string
	for range d.count() {
		if d.bad {
			break
		}
		out = append(out, d.string())
	}
	return out
}

func (e *encoder) problems(list []Problem) {
	e.int(len(list))
	for _, p := range list {
		e.path(p.File)
		e.string(p.Message)
		e.string(p.Remedy)
	}
}

func (d *decoder) problems() []Problem {
	var out []Problem
	for range d.count() {
		if d.bad {
			break
		}
		out = append(out, Problem{File: d.path(), Message: d.string(), Remedy: d.string()})
	}
	return out
}

// asked is what rules wanted to know of the disk, with the answers.
func (e *encoder) asked(a *asked) {
	keys := slices.Sorted(maps.Keys(a.exists))
	e.int(len(keys))
	for _, k := range keys {
		e.path(k)
		e.bool(a.exists[k])
	}
	e.int(len(a.explained))
	for _, x := range a.explained {
		e.path(x.from)
		e.string(x.spec)
		e.int(int(x.kind))
		e.u64(x.sum)
	}
	entries := slices.Sorted(maps.Keys(a.inside))
	e.int(len(entries))
	for _, entry := range entries {
		e.path(entry)
		e.u64(a.inside[entry])
	}
}

func (d *decoder) asked() *asked {
	a := &asked{}
	if n := d.count(); n > 0 {
		a.exists = make(map[string]bool, n)
		for range n {
			if d.bad {
				break
			}
			p := d.path()
			a.exists[p] = d.bool()
		}
	}
	for range d.count() {
		if d.bad {
			break
		}
		a.explained = append(a.explained, explained{d.path(), d.string(), effects.ImportKind(d.int()), d.u64()})
	}
	if n := d.count(); n > 0 {
		a.inside = make(map[string]uint64, n)
		for range n {
			if d.bad {
				break
			}
			entry := d.path()
			a.inside[entry] = d.u64()
		}
	}
	return a
}

// --- a file

func (e *encoder) file(f *analysed) {
	e.bool(f.refused != nil)
	if f.refused != nil {
		e.problems([]Problem{*f.refused})
		return
	}
	e.bool(f.esm)
	e.bool(f.hasESM)
	e.int(int(f.lines))
	e.diagnostics(f.findings)
	e.int(len(f.supp))
	for i := range f.supp {
		s := &f.supp[i]
		e.int(int(s.Kind))
		e.strings(s.Rules)
		e.int(len(s.RuleRanges))
		for _, r := range s.RuleRanges {
			e.rng(r)
		}
		e.string(s.Reason)
		e.rng(s.Range)
		e.rng(s.Covers)
		e.string(s.Problem)
		e.string(s.Nearest)
	}
	e.int(len(f.imports))
	for i, im := range f.imports {
		e.string(im.spec)
		e.int(int(im.kind))
		e.int(int(im.flag))
		e.string(im.prefix)
		e.bool(im.whole)
		t := program.Target{}
		if i < len(f.targets) {
			t = *f.targets[i]
		}
		e.path(t.Path)
		e.string(t.Builtin)
		e.string(t.Package)
		e.string(t.Code)
		e.string(t.Via)
	}
	switch {
	case f.pkg == nil:
		e.int(noPackage)
	case e.packages == nil:
		e.int(packageHere)
		e.pkg(f.pkg)
	default:
		key := e.packages(f.pkg)
		e.int(packageElsewhere)
		e.data = append(e.data, key[:]...)
	}
}

func (d *decoder) file() *analysed {
	if d.bool() {
		f := &analysed{}
		if list := d.problems(); len(list) == 1 {
			f.refused = &list[0]
		} else {
			d.bad = true
		}
		return f
	}
	f := &analysed{esm: d.bool(), hasESM: d.bool(), lines: int32(d.int()), findings: d.diagnostics()}
	for range d.count() {
		if d.bad {
			break
		}
		s := syntax.Suppression{Kind: syntax.SuppressionKind(d.int()), Rules: d.strings()}
		for range d.count() {
			if d.bad {
				break
			}
			s.RuleRanges = append(s.RuleRanges, d.rng())
		}
		s.Reason, s.Range, s.Covers, s.Problem, s.Nearest = d.string(), d.rng(), d.rng(), d.string(), d.string()
		f.supp = append(f.supp, s)
	}
	n := d.count()
	if n > len(d.data)/11 { // an import takes eleven bytes and more
		d.bad, n = true, 0
	}
	f.imports = make([]wanted, n)
	f.targets = make([]*program.Target, n)
	for i := range n {
		if d.bad {
			break
		}
		f.imports[i] = wanted{d.string(), effects.ImportKind(d.int()), effects.ImportFlags(d.int()), d.string(), d.bool()}
		f.targets[i] = &program.Target{File: program.None, Path: d.path(), Builtin: d.string(), Package: d.string(), Code: d.string(), Via: d.string()}
	}
	switch d.int() {
	case noPackage:
	case packageHere:
		f.pkg = d.pkg()
	case packageElsewhere:
		var key cache.Hash
		if d.packages == nil || len(d.data) < len(key) {
			d.bad = true
			break
		}
		d.data = d.data[copy(key[:], d.data):]
		if f.pkg = d.packages(key); f.pkg == nil {
			f.targets = nil // to be resolved anew, and the package with them
		}
	default:
		d.bad = true
	}
	return f
}

// Where a file's record has its package.
const (
	noPackage = iota
	packageHere
	packageElsewhere
)

func appendPackage(b []byte, p *program.Package) []byte {
	e := encoder{data: b}
	e.pkg(p)
	return e.data
}

func (e *encoder) pkg(p *program.Package) {
	e.path(p.Dir)
	e.string(p.Name)
	e.path(p.Main)
	e.int(len(p.Bins))
	for _, b := range p.Bins {
		e.path(b)
	}
	e.int(len(p.Starts))
	for _, s := range p.Starts {
		e.path(s)
	}
	e.int(len(p.Exports))
	for _, s := range p.Exports {
		e.path(s)
	}
	e.string(p.Engines)
	e.bool(p.Server)
	e.int(len(p.Ranges))
	for _, r := range p.Ranges {
		e.string(r.Name)
		e.string(r.Range)
	}
}

func (d *decoder) pkg() *program.Package {
	p := &program.Package{Dir: d.path(), Name: d.string(), Main: d.path()}
	for range d.count() {
		if d.bad {
			break
		}
		p.Bins = append(p.Bins, d.path())
	}
	for range d.count() {
		if d.bad {
			break
		}
		p.Starts = append(p.Starts, d.path())
	}
	for range d.count() {
		if d.bad {
			break
		}
		p.Exports = append(p.Exports, d.path())
	}
	p.Engines, p.Server = d.string(), d.bool()
	for range d.count() {
		if d.bad {
			break
		}
		p.Ranges = append(p.Ranges, program.Range{Name: d.string(), Range: d.string()})
	}
	return p
}
