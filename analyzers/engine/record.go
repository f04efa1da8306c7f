package engine

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine/cache"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// recordVersion is of the records in this file; it is part of the engine's hash.
const recordVersion = 2

// encoder writes records for the cache. Paths below the root are written relative to it, so that a cache survives a move.
type encoder struct {
	data []byte
	root string
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
	bad  bool
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
		e.bool(x.Unnecessary)
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
			x.Evidence = append(x.Evidence, rule.Step{File: d.path(), Range: d.rng(), Message: d.string()})
		}
		for range d.count() {
			f := rule.Fix{Title: d.string(), Safe: d.bool()}
			for range d.count() {
				f.Edits = append(f.Edits, rule.Edit{Range: d.rng(), New: d.string()})
			}
			x.Fixes = append(x.Fixes, f)
		}
		x.Unnecessary = d.bool()
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
		out = append(out, Problem{File: d.path(), Message: d.string(), Remedy: d.string()})
	}
	return out
}

// asked is what rules wanted to know of the disk, with the answers.
func (e *encoder) asked(m map[string]bool) {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	e.int(len(keys))
	for _, k := range keys {
		e.path(k)
		e.bool(m[k])
	}
}

func (d *decoder) asked() map[string]bool {
	out := map[string]bool{}
	for range d.count() {
		p := d.path()
		out[p] = d.bool()
	}
	return out
}

// --- a file

func (e *encoder) file(f *analysed) {
	e.bool(f.esm)
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
			t = f.targets[i]
		}
		e.path(t.Path)
		e.string(t.Builtin)
		e.string(t.Package)
		e.string(t.Code)
		e.string(t.Message)
		e.string(t.Via)
	}
	e.bool(f.pkg != nil)
	if f.pkg != nil {
		e.pkg(f.pkg)
	}
}

func (d *decoder) file() *analysed {
	f := &analysed{esm: d.bool(), lines: int32(d.int()), findings: d.diagnostics()}
	for range d.count() {
		s := syntax.Suppression{Kind: syntax.SuppressionKind(d.int()), Rules: d.strings()}
		for range d.count() {
			s.RuleRanges = append(s.RuleRanges, d.rng())
		}
		s.Reason, s.Range, s.Covers, s.Problem, s.Nearest = d.string(), d.rng(), d.rng(), d.string(), d.string()
		f.supp = append(f.supp, s)
	}
	n := d.count()
	f.imports = make([]wanted, n)
	f.targets = make([]program.Target, n)
	for i := range n {
		f.imports[i] = wanted{d.string(), effects.ImportKind(d.int()), effects.ImportFlags(d.int()), d.string(), d.bool()}
		f.targets[i] = program.Target{File: program.None, Path: d.path(), Builtin: d.string(), Package: d.string(), Code: d.string(), Message: d.string(), Via: d.string()}
	}
	if d.bool() {
		f.pkg = d.pkg()
	}
	return f
}

func appendPackage(b []byte, p *program.Package) []byte {
	e := encoder{data: b}
	e.pkg(p)
	return e.data
}

// --- a run

// runRecord says what a run saw, so that a later one can tell whether it would see the same.
type runRecord struct {
	paths    uint64
	contents []byte // 8 bytes, empty when a file could not be read
	dirs     []dirRecord
	files    []dirRecord
	asked    map[string]bool
	blobs    []cache.Hash
}

// dirRecord is a folder that was listed, or a file that was read beside the sources.
type dirRecord struct {
	path  string
	mtime int64 // 0 when the time stamp proves nothing
	sum   uint64
}

// mtimeOf is the modification time of a path in nanoseconds, 0 when there is none.
func mtimeOf(p string) int64 {
	info, err := os.Stat(filepath.FromSlash(p))
	if err != nil {
		return 0
	}
	return info.ModTime().UnixNano()
}

// racyWindow is how young a time stamp must not be to be believed: Git's documentation, "racy-git".
const racyWindow = 2 * time.Second

func (e *encoder) run(r *run, hashes []cache.Hash, blobs []cache.Hash) {
	e.u64(r.pathsHash())
	if hashes == nil {
		e.string("")
	} else {
		h := contentsHash(hashes)
		e.string(string(h[:]))
	}
	limit := time.Now().Add(-racyWindow).UnixNano()
	write := func(list []dirRecord) {
		sort.Slice(list, func(i, j int) bool { return list[i].path < list[j].path })
		e.int(len(list))
		for _, d := range list {
			if d.mtime = mtimeOf(d.path); d.mtime > limit {
				d.mtime = 0
			}
			e.path(d.path)
			e.int(int(d.mtime))
			e.u64(d.sum)
		}
	}
	var dirs, files []dirRecord
	r.disk.Listed(func(p string, names uint64) { dirs = append(dirs, dirRecord{path: p, sum: names}) })
	r.disk.Read(func(p string, content uint64) { files = append(files, dirRecord{path: p, sum: content}) })
	write(dirs)
	write(files)
	asked := map[string]bool{}
	r.disk.Asked(func(p string, exists bool) { asked[p] = exists })
	e.asked(asked)
	sort.Slice(blobs, func(i, j int) bool { return string(blobs[i][:]) < string(blobs[j][:]) })
	e.int(len(blobs))
	for _, b := range blobs {
		e.data = append(e.data, b[:]...)
	}
}

func (d *decoder) run() *runRecord {
	rec := &runRecord{paths: d.u64(), contents: []byte(d.string())}
	read := func() []dirRecord {
		list := make([]dirRecord, d.count())
		for i := range list {
			list[i] = dirRecord{path: d.path(), mtime: int64(d.int()), sum: d.u64()}
		}
		return list
	}
	rec.dirs, rec.files, rec.asked = read(), read(), d.asked()
	n := d.count()
	for range n {
		if len(d.data) < 16 {
			d.bad = true
			break
		}
		rec.blobs = append(rec.blobs, cache.Hash(d.data[:16]))
		d.data = d.data[16:]
	}
	return rec
}

func (rec *runRecord) contentsHash() (out [8]byte) {
	copy(out[:], rec.contents)
	return out
}

// holds reports whether the folders and manifests are as the record says.
func (rec *runRecord) holds(r *run) bool {
	for _, d := range rec.dirs {
		if m := mtimeOf(d.path); (m == 0 || m != d.mtime) && r.disk.Names(d.path) != d.sum {
			return false
		}
	}
	for _, f := range rec.files {
		if m := mtimeOf(f.path); m != 0 && m == f.mtime {
			continue
		}
		same := false
		if _, err := r.disk.ReadFile(f.path); err == nil {
			same = r.disk.ContentHash(f.path) == f.sum
		}
		if !same {
			return false
		}
	}
	for p, exists := range rec.asked {
		if _, ok := r.disk.Stat(p); ok != exists {
			return false
		}
	}
	return true
}

// keepBlobs keeps the judgements that the record goes with.
func (rec *runRecord) keepBlobs(w *cache.Writer) {
	for _, b := range rec.blobs {
		w.KeepBlob(b)
	}
}

func (e *encoder) pkg(p *program.Package) {
	e.path(p.Dir)
	e.string(p.Name)
	e.path(p.Main)
	e.int(len(p.Bins))
	for _, b := range p.Bins {
		e.path(b)
	}
	e.string(p.Engines)
}

func (d *decoder) pkg() *program.Package {
	p := &program.Package{Dir: d.path(), Name: d.string(), Main: d.path()}
	for range d.count() {
		p.Bins = append(p.Bins, d.path())
	}
	p.Engines = d.string()
	return p
}
