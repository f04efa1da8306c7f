package engine

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/cespare/xxhash/v2"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine/cache"
	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// Memory holds what one process learnt about a project, so that its next run looks only at what changed. It is for the language server; the
// zero Memory is empty and ready. It may be given to one run at a time, each time with the same Root and Rules.
//
// The first run reads the cache on disk, too, and writes it when no text is another than the disk's. Later runs leave it alone.
//
// A run with a Memory believes that the disk is as the run before it saw it, but for the files whose stat in Options.Files is another. Refresh
// says that it may not be.
type Memory struct {
	mu    sync.Mutex
	stale bool // Refresh was called
	// age counts the looks at the disk: where an import leads is right only for the one it was asked at.
	age      uint64
	paths    uint64 // of the files at the last look, buffers told apart
	disk     *modules.OS
	resolver *modules.Resolver
	// store is the cache on disk as the first run found it. It stays open for the facts of files that did not change since.
	store *cache.Store
	begun bool // a run came to its end
	// decoded are the facts of the parts with an open buffer, which are linked again at each key, by path.
	decoded  map[string]decoded
	files    map[string]remembered
	parts    map[cache.Hash]part
	deps     map[entryPoint]*dependency
	programs programs
}

// Refresh makes the next run look at the disk anew: something may have been added, removed or changed beside the files that the run is told
// of. What texts gave is kept. It is safe for concurrent use.
func (m *Memory) Refresh() {
	m.mu.Lock()
	m.stale = true
	m.mu.Unlock()
}

// decoded are the facts of a file with a content.
type decoded struct {
	hash  cache.Hash
	facts *effects.Facts
}

type remembered struct {
	stat cache.Stat // zero for an editor's buffer
	file *analysed
	age  uint64 // of the look at the disk when its imports were resolved
}

type part struct {
	findings []rule.Diagnostic
	asked    *asked
	age      uint64 // of the look at the disk when it was judged
}

// asked is what the rules wanted to know of the disk while they judged a part.
type asked struct {
	exists    map[string]bool
	explained []explained
	inside    map[string]uint64 // entries of dependencies, with a hash of all that is known of each
}

func newAsked() *asked { return &asked{exists: map[string]bool{}, inside: map[string]uint64{}} }

// explained is an import that leads nowhere, with a hash of what there was to say of it.
type explained struct {
	from, spec string
	kind       effects.ImportKind
	sum        uint64
}

func sumOf(m program.Missing) uint64 {
	h := xxhash.New()
	for _, s := range m.Tried {
		h.WriteString(s)
		h.Write([]byte{0})
	}
	h.Write([]byte{1})
	h.WriteString(m.Nearest)
	h.Write([]byte{0})
	h.WriteString(m.Excuse)
	h.Write([]byte{0})
	h.WriteString(m.OtherCase)
	return h.Sum64()
}

// holds reports whether the disk would give the same answers.
func (a *asked) holds(r *run) bool {
	for p, there := range a.exists {
		if _, ok := r.resolver.FS().Stat(p); ok != there {
			return false
		}
	}
	for _, x := range a.explained {
		if sumOf(r.explain(x.from, x.spec, x.kind)) != x.sum {
			return false
		}
	}
	for entry, sum := range a.inside {
		if r.dependency(entryPoint{entry, true}).sum != sum {
			return false
		}
	}
	return true
}

// reuse is what a run has from earlier runs, and what it leaves to later ones: the cache on disk, the memory of the process, or neither.
type reuse struct {
	store  *cache.Store
	writer *cache.Writer
	memory *Memory
	first  bool                  // no run with this memory came to its end yet
	age    uint64                // of memory, for this run
	next   map[string]remembered // for memory
	small  bool                  // facts stay decoded
	arena  arena
	// buffers are where facts are encoded before the arena has them.
	buffers sync.Pool
	// last is the outcome of the run before this one; held says that the disk is as it was then.
	last     *outcome
	lastRest decoder // reads the rest of last
	heldOnce sync.Once
	held     bool
	mu       sync.Mutex
	parts    map[cache.Hash]part
	deps     map[entryPoint]*dependency
	seen     map[cache.Hash]bool
	decoded  map[string]decoded              // for memory
	packages map[cache.Hash]*program.Package // that entries of the store name
}

// engineHash changes with anything that makes other facts or findings of the same text: the formats, the parser, the rules, this program.
func engineHash(o *Options) cache.Hash {
	var b strings.Builder
	b.WriteString(syntax.ParserVersion)
	b.WriteByte(byte(effects.FormatVersion))
	b.WriteByte(recordVersion)
	for _, r := range o.Rules {
		b.WriteString(r.ID)
		b.WriteByte('\n')
	}
	for _, id := range o.Names {
		b.WriteString(id)
		b.WriteByte(' ')
	}
	b.WriteString("\n" + o.Engines + "\n")
	if exe, err := os.Executable(); err == nil {
		if info, err := os.Stat(exe); err == nil {
			var n [16]byte
			binary.LittleEndian.PutUint64(n[:], uint64(info.Size()))
			binary.LittleEndian.PutUint64(n[8:], uint64(info.ModTime().UnixNano()))
			b.Write(n[:])
		}
	}
	return cache.Sum([]byte(b.String()))
}

// projectKey names the cache of a project. A choice of rules has a cache of its own, so that a run with --rule does not cost the next run
// without it everything.
func projectKey(o *Options) string {
	h := xxhash.New()
	for _, r := range o.Rules {
		h.WriteString(r.ID)
		h.Write([]byte{0})
	}
	return fmt.Sprintf("%s\x00%x", o.Root, h.Sum64())
}

// openReuse opens what earlier runs left, and gives the run its view of the disk.
func openReuse(r *run, overlay map[string][]byte) *reuse {
	o := &r.o
	u := &reuse{memory: o.Memory, parts: map[cache.Hash]part{}, deps: map[entryPoint]*dependency{}, seen: map[cache.Hash]bool{}, next: map[string]remembered{}}
	size := int64(0)
	for i := range o.Files {
		size += o.Files[i].Size
	}
	u.small = size <= keepDecoded
	u.buffers.New = func() any { return new([]byte) }
	if m := o.Memory; m != nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		if paths := r.pathsHash(); m.disk == nil || m.stale || m.paths != paths {
			r.look(overlay)
			m.disk, m.resolver, m.paths, m.stale = r.disk, r.resolver, paths, false
			m.age++
		}
		r.disk, r.resolver, u.age = m.disk, m.resolver, m.age
		if u.first = !m.begun; u.first && m.store == nil {
			m.store = openStore(o)
		}
		if u.store = m.store; !u.first {
			return u
		}
	} else {
		r.look(overlay)
		u.store = openStore(o)
	}
	u.writer = u.store.NewWriter()
	if data, ok := u.store.Run(); ok {
		d := decoder{data: data, root: o.Root}
		if last := d.outcomeHead(); !d.bad {
			u.last, u.lastRest = last, d
		}
	}
	return u
}

func openStore(o *Options) *cache.Store {
	dir, _ := cache.Locate(o.CacheDir, os.Getenv)
	return cache.Open(cache.Options{Dir: dir, Project: projectKey(o), Engine: engineHash(o)})
}

func (u *reuse) close() {
	u.arena.release()
	u.writer.Discard()
	if u.memory == nil {
		_ = u.store.Close() // only read from: nothing can be lost
	}
}

func statOf(in *File) cache.Stat {
	return cache.Stat{Size: in.Size, MTime: in.Mtime, CTime: in.Ctime, Inode: in.Inode}
}

// byStat is what is known of a file whose stat proves that it is the one that was judged; nil when nothing is.
func (u *reuse) byStat(r *run, in *File) *analysed {
	if in.Text != nil || in.Mtime == 0 || in.Size > r.o.MaxSize {
		return nil
	}
	if u.memory != nil {
		if m, ok := u.memory.files[in.Path]; ok && m.stat == statOf(in) {
			return u.recall(r, in, m)
		}
		if !u.first {
			return nil
		}
	}
	e, fresh, ok := u.store.Lookup(relative(r.o.Root, in.Path), statOf(in))
	if !ok || !fresh {
		return nil
	}
	f := r.fromEntry(in, e)
	if f != nil {
		u.writer.Keep(e)
		if u.memory != nil {
			u.remember(in, f)
		}
	}
	return f
}

// byContent is what is known of a file with that content.
func (u *reuse) byContent(r *run, in *File, hash cache.Hash) *analysed {
	if u.memory != nil {
		if m, ok := u.memory.files[in.Path]; ok && m.file.hash == hash {
			return u.recall(r, in, m)
		}
		if !u.first {
			return nil
		}
	}
	e, _, ok := u.store.Lookup(relative(r.o.Root, in.Path), statOf(in))
	if !ok || e.Hash != hash {
		return nil
	}
	f := r.fromEntry(in, e)
	if f != nil && in.Text == nil {
		u.writer.Refresh(e, statOf(in), hash)
	}
	if f != nil && u.memory != nil {
		u.remember(in, f)
	}
	return f
}

// recall takes a file from memory. Where its imports lead is asked again when the disk was looked at anew.
func (u *reuse) recall(r *run, in *File, m remembered) *analysed {
	if u.first && m.file.entry.Path != "" {
		u.writer.Keep(m.file.entry)
	}
	if m.age == u.age {
		return u.remember(in, m.file)
	}
	if m.file.refused == nil && r.isESM(in.Path, m.file.hasESM) != m.file.esm {
		return nil // package.json says otherwise now
	}
	f := *m.file
	f.targets, f.pkg = nil, nil
	return u.remember(in, &f)
}

func (u *reuse) remember(in *File, f *analysed) *analysed {
	stat := statOf(in)
	if in.Text != nil {
		stat = cache.Stat{}
	}
	u.mu.Lock()
	u.next[in.Path] = remembered{stat: stat, file: f, age: u.age}
	u.mu.Unlock()
	return f
}

// keepsFacts reports whether the facts of a text stay decoded; else put encodes them. A process that goes on to live keeps those of open buffers
// so, and those of what is linked with them; see run.factsOf.
func (u *reuse) keepsFacts(in *File) bool { return u.memory == nil && u.small || in.Text != nil }

// put keeps a file that was analysed now.
func (u *reuse) put(r *run, in *File, f *analysed, facts *effects.Facts) {
	if u.keepsFacts(in) {
		f.facts = facts
	}
	if u.memory != nil {
		if !u.keepsFacts(in) {
			f.encoded = effects.Encode(facts)
		}
		if !f.broken {
			u.remember(in, f)
		}
		return
	}
	if u.writer == nil && u.small || in.Text != nil {
		return
	}
	buf := u.buffers.Get().(*[]byte)
	*buf = effects.Append((*buf)[:0], facts)
	f.encoded = u.arena.keep(*buf)
	u.buffers.Put(buf)
}

func (u *reuse) facts(e cache.Entry) ([]byte, bool) { return u.store.Facts(e, nil) }

// factsFor are the facts of a file that the memory has decoded.
func (u *reuse) factsFor(f *analysed) (*effects.Facts, bool) {
	if u.memory == nil {
		return nil, false
	}
	u.memory.mu.Lock()
	defer u.memory.mu.Unlock()
	d, ok := u.memory.decoded[f.path]
	return d.facts, ok && d.hash == f.hash
}

// keepDecoded leaves decoded facts to the next run.
func (u *reuse) keepDecoded(f *analysed, facts *effects.Facts) {
	if f.facts != nil {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.decoded == nil {
		u.decoded = map[string]decoded{}
	}
	u.decoded[f.path] = decoded{f.hash, facts}
}

// nextDecoded are the decoded facts for the next run: those of parts that still have an open buffer. The caller holds memory.mu.
func (u *reuse) nextDecoded(r *run) map[string]decoded {
	next := map[string]decoded{}
	for _, part := range r.judged.parts {
		if !r.open(part) {
			continue
		}
		for _, id := range part {
			f := r.files[id]
			if d, ok := u.decoded[f.path]; ok {
				next[f.path] = d
			} else if d, ok := u.memory.decoded[f.path]; ok && d.hash == f.hash {
				next[f.path] = d
			}
		}
	}
	return next
}

// part is the judgement of a part that is the same as one judged before, if what its rules asked of the disk still holds.
func (u *reuse) part(r *run, key cache.Hash) ([]rule.Diagnostic, bool) {
	var known part
	ok := false
	if u.memory != nil {
		if known, ok = u.memory.parts[key]; !ok && !u.first {
			return nil, false
		}
	}
	if !ok {
		data, stored := u.store.Blob(key)
		if !stored {
			return nil, false
		}
		d := decoder{data: data, root: r.o.Root}
		known.findings = d.diagnostics()
		known.asked = d.asked()
		if d.bad {
			return nil, false
		}
	}
	if current := u.memory != nil && ok && known.age == u.age || r.sameWorld(); !current && !known.asked.holds(r) {
		return nil, false
	}
	known.age = u.age
	u.mu.Lock()
	u.seen[key] = true
	if u.memory != nil {
		u.parts[key] = known
	}
	u.mu.Unlock()
	u.writer.KeepBlob(key)
	for entry := range known.asked.inside {
		r.dependency(entryPoint{entry, true}) // so that it is kept as well
	}
	return known.findings, true
}

func (u *reuse) putPart(key cache.Hash, findings []rule.Diagnostic, asked *asked) {
	u.mu.Lock()
	u.parts[key] = part{findings, asked, u.age}
	u.mu.Unlock()
}

// keepsParts reports whether a later run may ask for the judgement of a part.
func (u *reuse) keepsParts() bool { return u.memory != nil || u.store != nil }

// partKey is the same for parts of which every file, every target and every package.json is the same.
func (r *run) partKey(ids []int32) cache.Hash {
	var h [2]*xxhash.Digest
	h[0], h[1] = xxhash.New(), xxhash.NewWithSeed(0x5851f42d4c957f2d)
	var b []byte
	packages := map[string]uint64{} // by folder: most files of a part have one, and it may be long
	for _, id := range ids {
		f := r.files[id]
		b = b[:0]
		b = append(b, f.path...)
		b = append(b, 0)
		b = append(b, f.hash[:]...)
		b = appendBool(b, f.esm)
		for i := range f.targets {
			t := f.targets[i]
			b = append(b, t.Path...)
			b = append(b, 1)
			b = append(b, t.Builtin...)
			b = append(b, t.Code...)
			b = append(b, t.Package...)
			b = append(b, t.Via...)
			b = append(b, 2)
			for _, id := range r.scanned(f.path, &f.imports[i]) {
				b = append(b, r.files[id].path...)
				b = append(b, 3)
			}
		}
		if f.pkg != nil {
			n, known := packages[f.pkg.Dir]
			if !known {
				n = uint64(len(packages))
				packages[f.pkg.Dir] = n
				b = appendPackage(b, f.pkg)
			}
			b = binary.AppendUvarint(b, n)
		}
		h[0].Write(b)
		h[1].Write(b)
	}
	var out cache.Hash
	binary.LittleEndian.PutUint64(out[:8], h[0].Sum64())
	binary.LittleEndian.PutUint64(out[8:], h[1].Sum64())
	return out
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

// fromEntry makes a file of what the cache holds, without its facts. Its targets are taken only while the disk is as it was.
func (r *run) fromEntry(in *File, e cache.Entry) *analysed {
	d := decoder{data: e.Findings, root: r.o.Root, packages: r.storedPackage}
	f := d.file()
	if d.bad {
		return nil
	}
	f.path, f.hash, f.entry, f.cached = in.Path, e.Hash, e, true
	if f.refused != nil {
		f.facts = noFacts
		return f
	}
	if !r.sameWorld() {
		if r.isESM(in.Path, f.hasESM) != f.esm {
			return nil // package.json says otherwise now
		}
		f.targets, f.pkg = nil, nil
	}
	return f
}

// storedPackage is a package that the cache has, one for all files that name it; nil when it has none.
func (r *run) storedPackage(key cache.Hash) *program.Package {
	u := r.reuse
	u.mu.Lock()
	defer u.mu.Unlock()
	p, known := u.packages[key]
	if known {
		return p
	}
	if data, ok := u.store.Blob(key); ok {
		d := decoder{data: data, root: r.o.Root}
		if d.string() == "package" {
			p = d.pkg()
		}
		if d.bad {
			p = nil
		}
	}
	if u.packages == nil {
		u.packages = map[cache.Hash]*program.Package{}
	}
	u.packages[key] = p
	u.writer.KeepBlob(key)
	u.seen[key] = true
	return p
}

// sameWorld reports whether the folders and manifests that the stored run looked at are as they were, and the files the same: then every
// import leads where it led. In memory each thing has an age instead.
func (r *run) sameWorld() bool {
	u := r.reuse
	u.heldOnce.Do(func() {
		u.held = u.last != nil && u.last.paths == r.storedPaths() && u.last.world.holds(r.disk)
	})
	return u.held
}

// pathsHash is of the paths of the run's files, in order, buffers told apart.
func (r *run) pathsHash() uint64 {
	r.pathsOnce.Do(func() { r.paths = hashPaths(r.o.Files, true) })
	return r.paths
}

// storedPaths is pathsHash as the cache on disk has it. An editor's buffers are files like others there: what differs between the two is noticed by
// their contents.
func (r *run) storedPaths() uint64 {
	if r.reuse.memory == nil {
		return r.pathsHash()
	}
	return hashPaths(r.o.Files, false)
}

func hashPaths(files []File, buffers bool) uint64 {
	h := xxhash.New()
	b := make([]byte, 0, 4096)
	for i := range files {
		b = append(b, files[i].Path...)
		b = append(b, 0)
		if buffers && files[i].Text != nil {
			b = append(b, 1)
		}
		if len(b) > 3800 {
			h.Write(b)
			b = b[:0]
		}
	}
	h.Write(b)
	return h.Sum64()
}

// unchanged is the whole result of the last run when nothing at all has changed; nil otherwise.
func (r *run) unchanged(ctx context.Context) *Result {
	u := r.reuse
	if u.memory != nil || u.last == nil || r.overlaid || !u.last.complete || u.last.paths != r.pathsHash() {
		return nil
	}
	// every file by its stat, or by its content when the stat proves nothing (a fresh checkout)
	hashes := make([]cache.Hash, len(r.o.Files))
	entries := make([]cache.Entry, len(r.o.Files))
	stale := make([]bool, len(r.o.Files))
	var broken atomic.Bool
	r.parallel(ctx, (len(r.o.Files)+255)/256, func(k int) {
		var buf []byte
		for i := k * 256; i < min((k+1)*256, len(r.o.Files)) && !broken.Load(); i++ {
			in := &r.o.Files[i]
			e, fresh, ok := u.store.Lookup(relative(r.o.Root, in.Path), statOf(in))
			if !ok || in.Size > r.o.MaxSize {
				broken.Store(true)
				return
			}
			entries[i] = e
			hashes[i] = e.Hash
			if !fresh {
				var err error
				if buf, err = readInto(buf, in); err != nil {
					broken.Store(true)
					return
				}
				hashes[i] = cache.Sum(buf)
				stale[i] = true
			}
		}
	})
	if broken.Load() || ctx.Err() != nil || contentsHash(hashes) != u.last.contents || !r.sameWorld() {
		return nil
	}
	u.lastRest.outcomeRest(u.last)
	if u.lastRest.bad {
		return nil
	}
	refreshed := false
	for i := range entries {
		if stale[i] {
			u.writer.Refresh(entries[i], statOf(&r.o.Files[i]), hashes[i])
			refreshed = true
		}
	}
	if refreshed {
		// later runs can go by the stats again
		for i := range entries {
			if !stale[i] {
				u.writer.Keep(entries[i])
			}
		}
		u.writer.KeepUnseen()
		data, _ := u.store.Run()
		u.writer.PutRun(data)
		for _, b := range u.last.blobs {
			u.writer.KeepBlob(b)
		}
		_ = u.writer.Commit()
	}
	r.errs = u.last.problems
	res := r.finish(u.last.verdict)
	res.Stats = Stats{Files: len(r.o.Files), Cached: len(r.o.Files), Lines: u.last.lines}
	return res
}

// contentsHash is one hash of all texts.
func contentsHash(hashes []cache.Hash) uint64 {
	h := xxhash.New()
	for i := range hashes {
		h.Write(hashes[i][:])
	}
	return h.Sum64()
}

// keepUnfinished leaves what a cancelled run learnt of files and parts to the next one in memory.
func (u *reuse) keepUnfinished() {
	m := u.memory
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files == nil {
		m.files, m.parts = map[string]remembered{}, map[cache.Hash]part{}
	}
	if m.decoded == nil {
		m.decoded = map[string]decoded{}
	}
	maps.Copy(m.files, u.next)
	maps.Copy(m.parts, u.parts)
	maps.Copy(m.decoded, u.decoded)
}

// save leaves what this run learnt to the next one. It is best effort: a cache that cannot be written costs the next run its time.
func (u *reuse) save(r *run, v verdict) {
	if m := u.memory; m != nil {
		m.mu.Lock()
		m.files, m.parts, m.begun, m.decoded = u.next, u.parts, true, u.nextDecoded(r)
		maps.Copy(u.deps, m.deps)
		m.mu.Unlock()
		m.programs.keep(r)
		if !u.first || !r.buffersAreDisk() {
			return
		}
	}
	// A run over buffers speaks of texts that the disk does not have. It reads the cache and leaves it as it is.
	if u.writer == nil || r.overlaid && u.memory == nil {
		return
	}
	out := &outcome{paths: r.storedPaths(), complete: !r.incomplete.Load(), verdict: v, problems: r.errs}
	hashes := make([]cache.Hash, len(r.files))
	packages := map[*program.Package]cache.Hash{}
	e := encoder{root: r.o.Root, packages: func(p *program.Package) cache.Hash {
		key, known := packages[p]
		if !known {
			e := encoder{root: r.o.Root}
			e.string("package")
			e.pkg(p)
			key = cache.Sum(e.data)
			packages[p] = key
			u.writer.PutBlob(key, e.data)
			out.blobs = append(out.blobs, key)
		}
		return key
	}}
	for i, f := range r.files {
		in := &r.o.Files[i]
		out.lines += int(f.lines)
		if f.failed || f.broken {
			out.complete = false
			continue
		}
		hashes[i] = f.hash
		if in.Text != nil && f.entry.Path != "" {
			u.writer.Refresh(f.entry, statOf(in), f.hash)
		}
		if f.entry.Path != "" && r.sameWorld() {
			continue // kept as it stands
		}
		e.data = nil
		e.file(f)
		if f.entry.Path != "" && bytes.Equal(e.data, f.entry.Findings) {
			continue // its imports lead where they led
		}
		facts := f.encoded
		if facts == nil && f.facts == nil && f.entry.Path != "" {
			facts, _ = u.facts(f.entry)
		}
		if facts == nil {
			if d, ok := r.factsOf(f); ok {
				facts = effects.Encode(d)
			}
		}
		u.writer.Put(relative(r.o.Root, f.path), statOf(in), f.hash, facts, e.data)
	}
	for key, p := range u.parts {
		if u.seen[key] && u.writer.KeepBlob(key) {
			continue
		}
		e := encoder{root: r.o.Root}
		e.diagnostics(p.findings)
		e.asked(p.asked)
		u.writer.PutBlob(key, e.data)
		out.blobs = append(out.blobs, key)
	}
	for at, d := range u.deps {
		key := dependencyKey(r.o.Root, at)
		e := encoder{root: r.o.Root}
		e.dependency(d)
		u.writer.PutBlob(key, e.data)
		out.blobs = append(out.blobs, key)
	}
	for key := range u.seen {
		out.blobs = append(out.blobs, key)
	}
	slices.SortFunc(out.blobs, func(a, b cache.Hash) int { return bytes.Compare(a[:], b[:]) })
	out.blobs = slices.Compact(out.blobs)
	out.contents = contentsHash(hashes)
	var before *world
	if r.sameWorld() {
		before = u.last.world
	}
	out.world = worldSince(r.disk, r.started, before)
	last := encoder{root: r.o.Root}
	last.outcome(out)
	u.writer.PutRun(last.data)
	u.keepOthers(r)
	_ = u.writer.Commit()
	if u.memory != nil {
		u.adoptStore(r)
	}
}

// adoptStore lets the memory take facts from the cache that was just written. It is for the end of a first run.
func (u *reuse) adoptStore(r *run) {
	u.writer, u.last, u.lastRest, u.packages = nil, nil, decoder{}, nil // the memory goes on to know this run
	if !slices.ContainsFunc(r.files, func(f *analysed) bool { return f.encoded != nil }) {
		return
	}
	store := openStore(&r.o)
	for i, f := range r.files {
		if f.entry.Path == "" && f.facts == nil && f.encoded == nil {
			continue
		}
		e, _, ok := store.Lookup(relative(r.o.Root, f.path), statOf(&r.o.Files[i]))
		if ok = ok && e.Hash == f.hash; !ok && f.entry.Path != "" {
			f.encoded, _ = u.facts(f.entry) // of the store that is given up
		}
		if f.entry = (cache.Entry{}); ok {
			f.entry = e
			f.encoded = nil
		}
	}
	_ = u.store.Close() // only read from
	u.store = store
	u.memory.mu.Lock()
	u.memory.store = store
	u.memory.mu.Unlock()
}

// buffersAreDisk reports whether all buffers say what the disk says.
func (r *run) buffersAreDisk() bool {
	var buf []byte
	for i := range r.o.Files {
		in := &r.o.Files[i]
		if in.Text == nil {
			continue
		}
		var err error
		if buf, err = readInto(buf, in); in.Mtime == 0 || err != nil || string(buf) != *in.Text {
			return false
		}
	}
	return true
}

// keepOthers keeps the entries of files that this run was not about, for a run over a part of the project, but not those of files that
// are gone.
func (u *reuse) keepOthers(r *run) {
	others := false
	for i := range u.store.Len() {
		e := u.store.At(i)
		file := e.Path
		if strings.HasPrefix(file, "/") {
			file = r.o.Root + file // as relative made it
		}
		if id, ok := r.index[file]; ok {
			if f := r.files[id]; f.failed || f.broken {
				u.writer.Forget(e)
			}
			continue
		}
		if mtimeOf(file) != 0 {
			others = true
		} else {
			u.writer.Forget(e)
		}
	}
	if others {
		u.writer.KeepUnseen()
	}
}
