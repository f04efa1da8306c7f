package engine

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nodebeyond/analyzers/engine/cache"
	"nodebeyond/analyzers/modules"
)

// world is what runs saw of the disk beside the texts of their files: the folders that were listed, the manifests that were read, and where
// links and single paths outside of the root lead. While it holds, every specifier leads where it led and every question of a rule has the answer
// that it had.
type world struct {
	folders, manifests []sight
	links              []link
}

// sight is a folder that was listed, or a file that was read beside the sources.
type sight struct {
	path  string
	mtime int64  // nanoseconds since 1970, 0 when the time stamp proves nothing
	sum   uint64 // of the names, or of the content; 0 for a file that could not be read
}

// link is where a path leads that no listing tells.
type link struct {
	path   string
	target modules.Target
}

// racyWindow is how much older than the look at it a time stamp must be to be believed: Git's documentation, "racy-git".
const racyWindow = 2 * time.Second

// mtimeOf is the modification time of a path in nanoseconds since 1970, 0 when there is none.
func mtimeOf(p string) int64 {
	info, err := os.Stat(filepath.FromSlash(p))
	if err != nil {
		return 0
	}
	return info.ModTime().UnixNano()
}

// worldSince is what disk has seen since a time, and what an earlier world that still holds saw; before may be nil.
func worldSince(disk *modules.OS, since time.Time, before *world) *world {
	w := &world{}
	limit := since.Add(-racyWindow).UnixNano()
	look := func(p string, sum uint64) sight {
		s := sight{path: p, sum: sum, mtime: mtimeOf(p)}
		if s.mtime > limit || sum == 0 {
			s.mtime = 0
		}
		return s
	}
	disk.Listed(func(p string, names uint64) { w.folders = append(w.folders, look(p, names)) })
	disk.Read(func(p string, content uint64) { w.manifests = append(w.manifests, look(p, content)) })
	disk.Asked(func(p string, t modules.Target) { w.links = append(w.links, link{p, t}) })
	if before != nil {
		w.folders = append(w.folders, before.folders...)
		w.manifests = append(w.manifests, before.manifests...)
		w.links = append(w.links, before.links...)
	}
	// of two looks at one path the first, which is the later, stays
	byPath := func(a, b sight) int { return strings.Compare(a.path, b.path) }
	same := func(a, b sight) bool { return a.path == b.path }
	slices.SortStableFunc(w.folders, byPath)
	slices.SortStableFunc(w.manifests, byPath)
	slices.SortStableFunc(w.links, func(a, b link) int { return strings.Compare(a.path, b.path) })
	w.folders = slices.CompactFunc(w.folders, same)
	w.manifests = slices.CompactFunc(w.manifests, same)
	w.links = slices.CompactFunc(w.links, func(a, b link) bool { return a.path == b.path })
	return w
}

// holds reports whether the disk is as it was.
func (w *world) holds(disk *modules.OS) bool {
	for _, s := range w.folders {
		if m := mtimeOf(s.path); (m == 0 || m != s.mtime) && disk.Names(s.path) != s.sum {
			return false
		}
	}
	for _, s := range w.manifests {
		if m := mtimeOf(s.path); m != 0 && m == s.mtime {
			continue
		}
		sum := uint64(0)
		if _, err := disk.ReadFile(s.path); err == nil {
			sum = disk.ContentHash(s.path)
		}
		if sum != s.sum {
			return false
		}
	}
	for _, l := range w.links {
		if disk.Target(l.path) != l.target {
			return false
		}
	}
	return true
}

func (e *encoder) world(w *world) {
	for _, list := range [2][]sight{w.folders, w.manifests} {
		e.int(len(list))
		for _, s := range list {
			e.path(s.path)
			e.int(int(s.mtime))
			e.u64(s.sum)
		}
	}
	e.int(len(w.links))
	for _, l := range w.links {
		e.path(l.path)
		e.bool(l.target.Exists)
		e.bool(l.target.Dir)
		e.path(l.target.Real)
	}
}

func (d *decoder) world() *world {
	w := &world{}
	for _, list := range [2]*[]sight{&w.folders, &w.manifests} {
		n := d.count()
		*list = make([]sight, 0, min(n, len(d.data)/10)) // a sight takes ten bytes and more
		for range n {
			if d.bad {
				break
			}
			*list = append(*list, sight{path: d.path(), mtime: int64(d.int()), sum: d.u64()})
		}
	}
	for range d.count() {
		if d.bad {
			break
		}
		w.links = append(w.links, link{d.path(), modules.Target{Exists: d.bool(), Dir: d.bool(), Real: d.path()}})
	}
	return w
}

// outcome is what a whole run leaves to the next: what it was about, what it saw, and what it found.
type outcome struct {
	paths    uint64       // of the files, in order
	contents uint64       // of the texts
	complete bool         // every file was analysed, no rule failed
	blobs    []cache.Hash // the judgements of its parts
	world    *world
	verdict  verdict
	problems []Problem
	lines    int
}

func (e *encoder) outcome(o *outcome) {
	e.u64(o.paths)
	e.u64(o.contents)
	e.bool(o.complete)
	e.int(len(o.blobs))
	for _, b := range o.blobs {
		e.data = append(e.data, b[:]...)
	}
	e.world(o.world)
	e.diagnostics(o.verdict.findings)
	e.int(len(o.verdict.about))
	for _, a := range o.verdict.about {
		e.int(a.finding)
		e.strings(a.rules)
	}
	e.problems(o.problems)
	e.int(o.lines)
}

// outcomeHead reads what says whether the rest is worth reading.
func (d *decoder) outcomeHead() *outcome {
	o := &outcome{paths: d.u64(), contents: d.u64(), complete: d.bool()}
	n := d.count()
	if n > len(d.data)/len(cache.Hash{}) {
		d.bad, d.data = true, nil
		return o
	}
	o.blobs = make([]cache.Hash, n)
	for i := range o.blobs {
		d.data = d.data[copy(o.blobs[i][:], d.data):]
	}
	o.world = d.world()
	return o
}

// outcomeRest reads the rest.
func (d *decoder) outcomeRest(o *outcome) {
	o.verdict.findings = d.diagnostics()
	for range d.count() {
		if d.bad {
			break
		}
		a := about{finding: d.int(), rules: d.strings()}
		if a.finding < 0 || a.finding >= len(o.verdict.findings) {
			d.bad = true
			return
		}
		o.verdict.about = append(o.verdict.about, a)
	}
	o.problems = d.problems()
	o.lines = d.int()
}
