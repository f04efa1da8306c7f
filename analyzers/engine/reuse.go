package engine

import (
	"context"
	"encoding/binary"
	"os"
	"strings"
	"sync"

	"github.com/cespare/xxhash/v2"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine/cache"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// Memory holds what one process learnt about a project, so that its next run looks only at what changed. It is for the language server; the
// zero Memory is empty and ready. It may be given to one run at a time.
type Memory struct {
	mu    sync.Mutex
	files map[string]remembered
	parts map[cache.Hash]part
}

type remembered struct {
	stat  cache.Stat // zero for an editor's buffer
	file  *analysed
	world uint64 // of the disk when its imports were resolved
}

type part struct {
	findings []rule.Diagnostic
	asked    map[string]bool
}

// reuse is what a run has from earlier runs, and what it leaves to later ones: the cache on disk, the memory of the process, or neither.
type reuse struct {
	store  *cache.Store
	writer *cache.Writer
	memory *Memory
	next   map[string]remembered // for memory
	small  bool                  // facts stay decoded
	arena  arena
	// world says that the disk is as it was when the stored targets were resolved.
	worldOnce sync.Once
	world     bool
	mu        sync.Mutex
	parts     map[cache.Hash]part
	seen      map[cache.Hash]bool
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

func openReuse(o *Options) *reuse {
	u := &reuse{memory: o.Memory, parts: map[cache.Hash]part{}, seen: map[cache.Hash]bool{}, next: map[string]remembered{}}
	size := int64(0)
	for i := range o.Files {
		size += o.Files[i].Size
	}
	u.small = size <= keepDecoded
	if o.Memory == nil {
		dir, _ := cache.Locate(o.CacheDir, os.Getenv)
		u.store = cache.Open(cache.Options{Dir: dir, Project: o.Root, Engine: engineHash(o)})
		u.writer = u.store.NewWriter()
	}
	return u
}

func (u *reuse) close() {
	u.arena.release()
	u.writer.Discard()
	u.store.Close()
}

func statOf(in *File) cache.Stat {
	return cache.Stat{Size: in.Size, MTime: in.Mtime, CTime: in.Ctime, Inode: in.Inode}
}

// byStat is what is known of a file whose stat proves that it is the one that was judged; nil when nothing is.
func (u *reuse) byStat(r *run, in *File) *analysed {
	if in.Text != nil || in.Mtime == 0 {
		return nil
	}
	if u.memory != nil {
		if m, ok := u.memory.files[in.Path]; ok && m.stat == statOf(in) {
			return u.remember(in, m.file)
		}
		return nil
	}
	e, fresh, ok := u.store.Lookup(relative(r.o.Root, in.Path), statOf(in))
	if !ok || !fresh {
		return nil
	}
	f := r.fromEntry(in, e)
	if f != nil {
		u.writer.Keep(e)
	}
	return f
}

// byContent is what is known of a file with that content.
func (u *reuse) byContent(r *run, in *File, hash cache.Hash) *analysed {
	if u.memory != nil {
		if m, ok := u.memory.files[in.Path]; ok && m.file.hash == hash {
			return u.remember(in, m.file)
		}
		return nil
	}
	if in.Text != nil {
		return nil
	}
	e, _, ok := u.store.Lookup(relative(r.o.Root, in.Path), statOf(in))
	if !ok || e.Hash != hash {
		return nil
	}
	f := r.fromEntry(in, e)
	if f != nil {
		u.writer.Refresh(e, statOf(in), hash)
	}
	return f
}

func (u *reuse) remember(in *File, f *analysed) *analysed {
	stat := statOf(in)
	if in.Text != nil {
		stat = cache.Stat{}
	}
	u.mu.Lock()
	u.next[in.Path] = remembered{stat: stat, file: f}
	u.mu.Unlock()
	return f
}

// put keeps a file that was analysed now.
func (u *reuse) put(r *run, in *File, f *analysed, facts *effects.Facts) {
	if u.memory != nil {
		f.facts = facts
		u.remember(in, f)
		return
	}
	if u.small {
		f.facts = facts
	}
	if u.writer == nil && u.small || in.Text != nil {
		f.facts = facts
		return
	}
	f.encoded = u.arena.keep(effects.Encode(facts))
}

func (u *reuse) facts(e cache.Entry) ([]byte, bool) { return u.store.Facts(e, nil) }

// part is the judgement of a part that is the same as one judged before, if what its rules asked of the disk still holds.
func (u *reuse) part(r *run, key cache.Hash) ([]rule.Diagnostic, bool) {
	var known part
	if u.memory != nil {
		p, ok := u.memory.parts[key]
		if !ok {
			return nil, false
		}
		known = p
	} else {
		data, ok := u.store.Blob(key)
		if !ok {
			return nil, false
		}
		d := decoder{data: data, root: r.o.Root}
		known.findings = d.diagnostics()
		known.asked = d.asked()
		if d.bad {
			return nil, false
		}
	}
	for p, there := range known.asked {
		if _, ok := r.resolver.FS().Stat(p); ok != there {
			return nil, false
		}
	}
	u.mu.Lock()
	u.seen[key] = true
	if u.memory != nil {
		u.parts[key] = known
	}
	u.mu.Unlock()
	u.writer.KeepBlob(key)
	return known.findings, true
}

func (u *reuse) putPart(key cache.Hash, findings []rule.Diagnostic, asked map[string]bool) {
	u.mu.Lock()
	u.parts[key] = part{findings, asked}
	u.mu.Unlock()
}

// partKey is the same for parts of which every file, every target and every package.json is the same.
func (r *run) partKey(ids []int32) cache.Hash {
	var h [2]*xxhash.Digest
	h[0], h[1] = xxhash.New(), xxhash.NewWithSeed(0x5851f42d4c957f2d)
	var b []byte
	for _, id := range ids {
		f := r.files[id]
		b = b[:0]
		b = append(b, f.path...)
		b = append(b, 0)
		b = append(b, f.hash[:]...)
		b = appendBool(b, f.esm)
		for i := range f.targets {
			t := &f.targets[i]
			b = append(b, t.Path...)
			b = append(b, 1)
			b = append(b, t.Builtin...)
			b = append(b, t.Code...)
			b = append(b, t.Package...)
			b = append(b, t.Via...)
			b = append(b, 2)
		}
		if f.pkg != nil {
			b = appendPackage(b, f.pkg)
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
	d := decoder{data: e.Findings, root: r.o.Root}
	f := d.file()
	if d.bad {
		return nil
	}
	f.path, f.hash, f.entry, f.cached = in.Path, e.Hash, e, true
	if !r.sameWorld() {
		f.targets = nil
	}
	return f
}

// sameWorld reports whether the folders and manifests that the stored run looked at are as they were, and the files the same: then every
// import leads where it led.
func (r *run) sameWorld() bool {
	u := r.reuse
	u.worldOnce.Do(func() {
		data, ok := u.store.Run()
		if !ok {
			return
		}
		d := decoder{data: data, root: r.o.Root}
		rec := d.run()
		u.world = !d.bad && rec.paths == r.pathsHash() && rec.holds(r)
	})
	return u.world
}

// pathsHash is of the paths of the run's files, in order.
func (r *run) pathsHash() uint64 {
	h := xxhash.New()
	for i := range r.o.Files {
		h.WriteString(r.o.Files[i].Path)
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// unchanged is the whole result of the last run when nothing at all has changed; nil otherwise.
func (r *run) unchanged(ctx context.Context, overlaid bool) *Result {
	u := r.reuse
	if u.store == nil || overlaid || u.store.Len() == 0 {
		return nil
	}
	data, ok := u.store.Run()
	if !ok {
		return nil
	}
	d := decoder{data: data, root: r.o.Root}
	rec := d.run()
	if d.bad || rec.paths != r.pathsHash() || len(rec.contents) == 0 {
		return nil
	}
	// every file by its stat, or by its content when the stat proves nothing (a fresh checkout)
	hashes := make([]cache.Hash, len(r.o.Files))
	entries := make([]cache.Entry, len(r.o.Files))
	stale := make([]bool, len(r.o.Files))
	var bad sync.Once
	broken := false
	r.parallel(ctx, (len(r.o.Files)+255)/256, func(k int) {
		for i := k * 256; i < min((k+1)*256, len(r.o.Files)) && !broken; i++ {
			in := &r.o.Files[i]
			e, fresh, ok := u.store.Lookup(relative(r.o.Root, in.Path), statOf(in))
			if !ok {
				bad.Do(func() { broken = true })
				return
			}
			entries[i] = e
			hashes[i] = e.Hash
			if !fresh {
				text, err := os.ReadFile(in.Path)
				if err != nil {
					bad.Do(func() { broken = true })
					return
				}
				hashes[i] = cache.Sum(text)
				stale[i] = true
			}
		}
	})
	if broken || ctx.Err() != nil || contentsHash(hashes) != rec.contentsHash() || !rec.holds(r) {
		return nil
	}
	u.world = true
	u.worldOnce.Do(func() {})
	findings := d.diagnostics()
	errs := d.problems()
	lines := d.int()
	asked := d.asked()
	if d.bad {
		return nil
	}
	for p, there := range asked {
		if _, ok := r.resolver.FS().Stat(p); ok != there {
			return nil
		}
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
		u.writer.PutRun(data)
		rec.keepBlobs(u.writer)
		_ = u.writer.Commit()
	}
	r.errs = errs
	res := r.finish(findings)
	res.Stats = Stats{Files: len(r.o.Files), Cached: len(r.o.Files), Lines: lines}
	return res
}

func contentsHash(hashes []cache.Hash) [8]byte {
	h := xxhash.New()
	for i := range hashes {
		h.Write(hashes[i][:])
	}
	var out [8]byte
	binary.LittleEndian.PutUint64(out[:], h.Sum64())
	return out
}

// save leaves what this run learnt to the next one. It is best effort: a cache that cannot be written costs the next run its time.
func (u *reuse) save(r *run, all []rule.Diagnostic) {
	if u.memory != nil {
		u.memory.mu.Lock()
		u.memory.files, u.memory.parts = u.next, u.parts
		u.memory.mu.Unlock()
		return
	}
	if u.writer == nil {
		return
	}
	overlaid := false
	hashes := make([]cache.Hash, len(r.files))
	complete := true
	for i, f := range r.files {
		in := &r.o.Files[i]
		if in.Text != nil {
			overlaid = true
			continue
		}
		if f.failed {
			complete = false
			continue
		}
		hashes[i] = f.hash
		if f.entry.Path != "" && r.sameWorld() {
			continue // kept as it stands
		}
		facts := f.encoded
		if facts == nil {
			if d, ok := r.factsOf(f); ok {
				facts = effects.Encode(d)
			}
		}
		var e encoder
		e.root = r.o.Root
		e.file(f)
		u.writer.Put(relative(r.o.Root, f.path), statOf(in), f.hash, facts, e.data)
	}
	var blobs []cache.Hash
	for key, p := range u.parts {
		var e encoder
		e.root = r.o.Root
		e.diagnostics(p.findings)
		e.asked(p.asked)
		u.writer.PutBlob(key, e.data)
		blobs = append(blobs, key)
	}
	for key := range u.seen {
		blobs = append(blobs, key)
	}
	if !overlaid {
		var e encoder
		e.root = r.o.Root
		asked := map[string]bool{}
		for _, p := range u.parts {
			for k, v := range p.asked {
				asked[k] = v
			}
		}
		if !complete {
			hashes = nil
		}
		e.run(r, hashes, blobs)
		e.diagnostics(all)
		e.problems(r.errs)
		lines := 0
		for _, f := range r.files {
			lines += int(f.lines)
		}
		e.int(lines)
		e.asked(asked)
		u.writer.PutRun(e.data)
	}
	if len(r.files) < u.store.Len() {
		u.writer.KeepUnseen()
	}
	_ = u.writer.Commit()
}
