package discover

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"
)

// walk is one call of Walk.
type walk struct {
	ctx     context.Context
	o       Options
	found   func(File)
	maxSize int64
	globs   globs

	// Set by start, not changed while workers run.
	named map[string]bool // paths that were named as roots: other roots pass them by
	roots []string        // folders among them
	real  []string        // the same with links resolved

	mu    sync.Mutex
	wake  sync.Cond
	queue []job // a stack: the walk stays deep and the queue short
	busy  int   // workers that may still add to the queue
	res   Result
	links []string // links to files that were met
}

// job is a folder to read.
type job struct {
	path  string
	rules rules
}

func newWalk(ctx context.Context, o Options, found func(File)) *walk {
	w := &walk{ctx: ctx, o: o, found: found, maxSize: o.MaxSize, named: map[string]bool{}}
	w.wake.L = &w.mu
	if w.maxSize == 0 {
		w.maxSize = DefaultMaxSize
	}
	if w.o.newFolder == nil {
		w.o.newFolder = newFolder
	}
	if w.o.Workers <= 0 {
		w.o.Workers = runtime.GOMAXPROCS(0)
	}
	return w
}

// run reads the folders of the queue and all folders below them.
func (w *walk) run() {
	var wg sync.WaitGroup
	for range w.o.Workers {
		wg.Go(func() {
			r := &reader{w: w, f: w.o.newFolder()}
			for {
				j, ok := w.next()
				if !ok {
					break
				}
				r.read(j)
				w.done(r.sub)
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			w.res.Problems = append(w.res.Problems, r.problems...)
			w.res.Skipped = append(w.res.Skipped, r.skipped...)
			w.res.Folders += r.folders
			w.res.Ignored += r.ignored
			w.links = append(w.links, r.links...)
		})
	}
	wg.Wait()
}

// next waits for a folder to read. It returns false when there will be none.
func (w *walk) next() (job, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) == 0 && w.busy > 0 {
		w.wake.Wait()
	}
	if len(w.queue) == 0 || w.ctx.Err() != nil {
		w.queue = nil
		w.wake.Broadcast()
		return job{}, false
	}
	last := len(w.queue) - 1
	j := w.queue[last]
	w.queue[last] = job{}
	w.queue = w.queue[:last]
	w.busy++
	return j, true
}

// done ends the work on one folder, which has the folders sub in it.
func (w *walk) done(sub []job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = append(w.queue, sub...)
	w.busy--
	if len(sub) > 1 || w.busy == 0 { // a single one is taken by the worker that found it
		w.wake.Broadcast()
	}
}

func (w *walk) result() Result {
	sortProblems(w.res.Problems)
	sortProblems(w.res.Skipped)
	return w.res
}

// reader is one worker.
type reader struct {
	w   *walk
	f   folder
	sub []job // folders found in the one being read

	problems, skipped []Problem
	folders, ignored  int
	links             []string
}

func (r *reader) problem(path string, err error) {
	r.problems = append(r.problems, unreadable(path, err))
}

// read finds the files in one folder.
func (r *reader) read(j job) {
	r.sub = r.sub[:0]
	items, err := r.f.open(j.path)
	if err != nil {
		r.problem(j.path, err)
	}
	if items == nil {
		return
	}
	defer r.f.close()
	r.folders++
	prefix := join(j.path, "")

	if !r.w.o.NoIgnoreFiles {
		own, git := false, false
		for i := range items {
			if items[i].name[0] == '.' {
				own = own || items[i].name == ownIgnore && r.typeOf(prefix, i, &items[i]) == regular
				git = git || items[i].name == gitIgnore && r.typeOf(prefix, i, &items[i]) == regular
			}
		}
		if own || git {
			j.rules = j.rules.read(j.path, own, git, r.problem)
		}
	}

	for i := range items {
		it := &items[i]
		switch r.typeOf(prefix, i, it) {
		case gone:
		case directory:
			r.enter(prefix, it.name, j.rules)
		default:
			r.look(prefix, i, it, j.rules)
		}
	}
}

// typeOf returns the type of an item, which some file systems do not tell with its name.
func (r *reader) typeOf(prefix string, i int, it *item) fileType {
	if it.typ == unknownType {
		in, err := r.f.stat(i, it.name)
		if err != nil {
			r.problem(prefix+it.name, err)
			in.typ = gone
		}
		it.typ = in.typ
	}
	return it.typ
}

// enter queues a folder, unless it is to be left out.
func (r *reader) enter(prefix string, name string, rules rules) {
	if isPassedBy(name) {
		return
	}
	path := prefix + name
	if r.w.isNamed(path) {
		return // a root of its own
	}
	if r.leftOut(path, path[len(prefix):], true, rules) {
		return
	}
	if !utf8.ValidString(name) {
		r.problems = append(r.problems, notUTF8(path))
		return
	}
	r.sub = append(r.sub, job{path: path, rules: rules})
}

// look reports a file, if it is one of ours.
func (r *reader) look(prefix string, i int, it *item, rules rules) {
	kind, ok := kindOf(it.name)
	if !ok || kind == Source && isMinified(it.name) {
		return
	}
	path := prefix + string(it.name)
	name := path[len(prefix):]
	if r.w.isNamed(path) || r.leftOut(path, name, false, rules) {
		return
	}
	if it.typ == link {
		r.links = append(r.links, path)
		return
	}
	if !utf8.ValidString(it.name) {
		r.problems = append(r.problems, notUTF8(path))
		return
	}
	in, err := r.f.stat(i, name)
	if err != nil {
		r.problem(path, err)
		return
	}
	if s, ok := r.w.deliver(path, kind, in); !ok {
		r.skipped = append(r.skipped, s)
	}
}

func kindOf(name string) (Kind, bool) {
	if name == manifestName {
		return Manifest, true
	}
	return Source, isSource(name)
}

// leftOut asks the configuration, then the ignore files.
func (r *reader) leftOut(path, name string, isDir bool, rules rules) bool {
	if rules == noRules && len(r.w.globs.patterns) == 0 {
		return false
	}
	p := slashed(path)
	if r.w.globs.match(p) || rules.ask(p, name, isDir) == ignored {
		r.ignored++
		return true
	}
	return false
}

var noRules rules

// isNamed tells whether a path below a root is itself a root.
func (w *walk) isNamed(path string) bool { return len(w.named) > 1 && w.named[path] }

// deliver hands a file to the caller, or says why not.
func (w *walk) deliver(path string, kind Kind, in info) (skip Problem, ok bool) {
	switch {
	case in.typ != regular:
		return notRegular(path), false
	case w.maxSize > 0 && in.size > w.maxSize:
		return tooLarge(path, in.size, w.maxSize), false
	}
	w.found(File{Path: path, Kind: kind, Size: in.size, MTime: in.mtime, CTime: in.ctime, Inode: in.inode})
	return Problem{}, true
}

// finishLinks finds the files that links point to, when no root leads to them.
func (w *walk) finishLinks() {
	done := map[string]bool{}
	for _, l := range w.links {
		if w.ctx.Err() != nil {
			return
		}
		real, err := filepath.EvalSymlinks(l)
		if err != nil {
			w.res.Problems = append(w.res.Problems, brokenLink(l, err))
			continue
		}
		fi, err := os.Stat(real)
		if err != nil {
			w.res.Problems = append(w.res.Problems, unreadable(real, err))
			continue
		}
		kind, ok := kindOf(filepath.Base(real))
		if fi.IsDir() || !ok || done[real] || w.named[real] || w.below(real) {
			continue
		}
		done[real] = true
		if !utf8.ValidString(real) {
			w.res.Problems = append(w.res.Problems, notUTF8(real))
			continue
		}
		if s, ok := w.deliver(real, kind, infoOf(fi)); !ok {
			w.res.Skipped = append(w.res.Skipped, s)
		}
	}
}

// below tells whether a real path lies below a root, or in a package that somebody else wrote.
func (w *walk) below(real string) bool {
	for _, r := range w.real {
		if strings.HasPrefix(real, join(r, "")) {
			return true
		}
	}
	sep := string(filepath.Separator)
	return strings.Contains(real, sep+nodeModules+sep)
}
