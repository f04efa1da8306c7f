package cache

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// ErrBusy says that another process was writing the same cache. Its results stay; this run's are computed again next time.
var ErrBusy = errors.New("the cache is being written by another process")

const (
	lockName    = "lock"
	indexPrefix = "index-"
)

// Commit makes the collected state the one that the next Open finds, in one step. It writes nothing when nothing changed.
// The Store stays as it was; open it again to see the new state.
//
// An error is a note for --verbose, never a reason to fail a run: the old cache, or none, is left in place.
func (w *Writer) Commit() error {
	if w == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return errEnded
	}
	w.ended = true
	defer w.spool.drop()
	if w.err != nil {
		return fmt.Errorf("the cache was not written: %w", w.err)
	}
	now := time.Now()
	if w.unchanged() {
		w.s.touch(now)
		return nil
	}
	err := w.write(now)
	if err != nil && !errors.Is(err, ErrBusy) {
		err = fmt.Errorf("the cache was not written: %w", err)
	}
	return err
}

func (w *Writer) unchanged() bool {
	if len(w.puts) > 0 || len(w.refreshed) > 0 || len(w.blobs) > 0 {
		return false
	}
	x := w.s.idx
	if x == nil {
		return !w.hasRun
	}
	if w.hasRun != x.hasRun || !bytes.Equal(w.run, x.run) {
		return false
	}
	all := w.keepUnseen.Load()
	for i := range w.kept {
		if m := w.kept[i].Load(); m == forgotten || m == unseen && !all {
			return false
		}
	}
	for i := range w.keptBlobs {
		if !all && !w.keptBlobs[i].Load() {
			return false
		}
	}
	return true
}

// write does the work of Commit while it holds the lock of the project's folder.
func (w *Writer) write(now time.Time) error {
	s := w.s
	if err := s.disk.MkdirAll(s.dir); err != nil {
		return err
	}
	unlock, err := acquire(filepath.Join(s.dir, lockName))
	if err != nil {
		return err
	}
	defer unlock()

	rows, living := w.rows()
	st := state{engine: s.opts.Engine, config: s.opts.Config, blobs: w.nextBlobs(), run: w.run, hasRun: w.hasRun}
	if end, ok := w.appendable(living); ok {
		st.generation = s.idx.generation
		st.rows, st.factsEnd, err = w.grow(rows, end)
	} else {
		st.generation = w.spool.generation
		st.rows, st.factsEnd, err = w.renew(rows)
	}
	if err != nil {
		return err
	}
	b, err := st.encode()
	if err != nil {
		return err
	}
	if err := w.replaceIndex(b); err != nil {
		return err
	}
	s.sweep(st.generation, now)
	pruneDaily(s.opts.Dir, filepath.Base(s.dir), now)
	return nil
}

// rows merges what was kept with what was put. A row that was put has its facts in the spool; living is the sum of bytes that the kept ones have in the
// store's facts file.
func (w *Writer) rows() (rows []pending, living int64) {
	slices.SortFunc(w.puts, func(a, b put) int {
		return cmp.Or(strings.Compare(a.path, b.path), cmp.Compare(a.order, b.order))
	})
	slices.SortFunc(w.refreshed, func(a, b refresh) int { return cmp.Compare(a.rec, b.rec) })
	rows = make([]pending, 0, len(w.puts)+len(w.kept))
	for i := range w.puts {
		if i+1 < len(w.puts) && w.puts[i+1].path == w.puts[i].path {
			continue // a later one replaces it
		}
		rows = append(rows, pending{row: w.puts[i].row, spooled: true})
	}
	nput, nref := len(rows), 0
	all := w.keepUnseen.Load()
	for i, p := 0, 0; i < len(w.kept); i++ {
		mark := w.kept[i].Load()
		for nref < len(w.refreshed) && int(w.refreshed[nref].rec) < i {
			nref++
		}
		if mark == forgotten || mark == unseen && !all {
			continue
		}
		e := w.s.idx.entry(i)
		for p < nput && rows[p].path < e.Path {
			p++
		}
		if p < nput && rows[p].path == e.Path {
			continue
		}
		r := row{path: e.Path, stat: w.s.idx.stat(i), hash: e.Hash, findings: e.Findings, racy: w.s.idx.racy(i)}
		if mark == keptAnew && nref < len(w.refreshed) && int(w.refreshed[nref].rec) == i {
			r.stat = w.refreshed[nref].stat
			r.racy = w.racy(r.stat)
		}
		r.factsOff, r.factsLen = w.s.idx.factsAt(i)
		if r.factsLen > 0 {
			living += int64(blobHeaderSize + r.factsLen)
		}
		rows = append(rows, pending{row: r})
	}
	return rows, living
}

// pending is a row whose facts have not reached their place.
type pending struct {
	row
	spooled bool // factsOff counts in the spool, not in the store's facts file
}

func (w *Writer) nextBlobs() []keyed {
	var out []keyed
	all := w.keepUnseen.Load()
	for i := range w.keptBlobs {
		key := Hash(w.s.idx.blobKey(i))
		if _, replaced := w.blobs[key]; !replaced && (all || w.keptBlobs[i].Load()) {
			out = append(out, keyed{key, w.s.idx.blob(i)})
		}
	}
	for key, data := range w.blobs {
		out = append(out, keyed{key, data})
	}
	return out
}

// appendable tells whether the facts of this run may go to the end of the facts file in place, and where that is. Not when another
// process has moved to a new generation, and not when more than half of the file would be garbage.
func (w *Writer) appendable(living int64) (end int64, ok bool) {
	s := w.s
	if s.idx == nil || s.facts == nil {
		return 0, false
	}
	head := make([]byte, headerSize)
	f, err := os.Open(filepath.Join(s.dir, indexName))
	if err != nil {
		return 0, false
	}
	_, err = io.ReadFull(f, head)
	f.Close()
	if err != nil || Hash(head[atGeneration:atGeneration+16]) != s.idx.generation {
		return 0, false
	}
	mine, err := s.facts.Stat()
	if err != nil {
		return 0, false
	}
	there, err := os.Stat(filepath.Join(s.dir, factsName(s.idx.generation)))
	if err != nil || !os.SameFile(mine, there) || there.Size() < s.idx.factsEnd {
		return 0, false
	}
	added := max(w.spool.size-factsHeaderSize, 0)
	if total := there.Size() + added; total-living-added > total/2 {
		return 0, false
	}
	return there.Size(), true
}

// grow puts this run's facts at the end of the facts file.
func (w *Writer) grow(from []pending, end int64) ([]row, int64, error) {
	if w.spool.size > 0 {
		f, at, err := w.s.disk.OpenAppend(filepath.Join(w.s.dir, factsName(w.s.idx.generation)))
		if err != nil {
			return nil, 0, err
		}
		end = at
		err = w.spool.copyTo(f)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return nil, 0, err
		}
	}
	rows := make([]row, len(from))
	for i, p := range from {
		if p.spooled && p.factsLen > 0 {
			p.factsOff += end - factsHeaderSize
		}
		rows[i] = p.row
	}
	if w.spool.size > 0 {
		end += w.spool.size - factsHeaderSize
	}
	return rows, end, nil
}

// renew makes the spool the facts file of a new generation, after it has taken the facts of the kept rows. A row whose facts can not be read is left out:
// its file will be parsed again.
func (w *Writer) renew(from []pending) ([]row, int64, error) {
	// In the order in which they lie in the old file, so that it is read from front to back.
	slices.SortFunc(from, func(a, b pending) int { return cmp.Compare(a.factsOff, b.factsOff) })
	rows := make([]row, 0, len(from))
	var buf []byte
	for _, p := range from {
		if !p.spooled && p.factsLen > 0 {
			n := blobHeaderSize + p.factsLen
			if cap(buf) < n {
				buf = make([]byte, n, 2*n)
			}
			if w.s.facts == nil {
				continue
			}
			if _, err := w.s.facts.ReadAt(buf[:n], p.factsOff); err != nil {
				continue
			}
			off, err := w.spool.addRaw(buf[:n])
			if err != nil {
				return nil, 0, err
			}
			p.factsOff = off
		}
		rows = append(rows, p.row)
	}
	if err := w.spool.become(filepath.Join(w.s.dir, factsName(w.spool.generation))); err != nil {
		return nil, 0, err
	}
	return rows, w.spool.size, nil
}

func (w *Writer) replaceIndex(b []byte) error {
	d := w.s.disk
	f, err := d.CreateTemp(w.s.dir, indexPrefix)
	if err != nil {
		return err
	}
	n, err := f.Write(b)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = d.Rename(f.Name(), filepath.Join(w.s.dir, indexName))
	}
	if err != nil {
		_ = d.Remove(f.Name()) // sweep takes it later
	}
	return err
}

// leftoverAge is when a temporary file counts as left behind by a process that died.
const leftoverAge = 24 * time.Hour

// sweep removes the facts of other generations and what dead processes left. Readers that have such a file open keep it; where the system refuses
// to remove an open file, a later commit does.
func (s *Store) sweep(generation Hash, now time.Time) {
	list, err := os.ReadDir(s.dir)
	if err != nil {
		return
	}
	for _, e := range list {
		name := e.Name()
		old := strings.HasPrefix(name, factsPrefix) && name != factsName(generation)
		if !old && (strings.HasPrefix(name, spoolPrefix) || strings.HasPrefix(name, indexPrefix)) {
			fi, err := e.Info()
			old = err == nil && now.Sub(fi.ModTime()) > leftoverAge
		}
		if old {
			_ = s.disk.Remove(filepath.Join(s.dir, name))
		}
	}
}
