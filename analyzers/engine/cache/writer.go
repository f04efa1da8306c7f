package cache

import (
	"bytes"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// Writer collects what the next run shall find. What is neither put nor kept is forgotten, unless KeepUnseen is called.
// End it with Commit or Discard.
//
// All methods may be called on a nil *Writer, which ignores them, and by several goroutines at once, except Commit and Discard.
// An error on the disk makes the Writer ignore everything that follows; Commit then returns it.
type Writer struct {
	s     *Store
	began int64 // nanoseconds since 1970

	kept       []atomic.Uint32 // one mark for each record of the store
	keptBlobs  []atomic.Bool
	keepUnseen atomic.Bool

	mu        sync.Mutex
	err       error
	ended     bool
	puts      []put
	refreshed []refresh
	blobs     map[Hash][]byte
	run       []byte
	hasRun    bool
	spool     spool
}

// Marks of a record.
const (
	unseen    = iota
	keptAsIs  // still true, as it stands
	keptAnew  // content was hashed again; the stat is in Writer.refreshed
	forgotten // file is gone
)

type put struct {
	row   // factsOff counts in the spool
	order int
}

type refresh struct {
	rec  int32 // number of the record
	stat Stat
}

// NewWriter starts the next state of the cache. Call it before the first stat of the run: a file that is modified from then on can not be
// trusted by its time stamp. It returns nil for a nil Store.
func (s *Store) NewWriter() *Writer { return s.newWriter(time.Now()) }

func (s *Store) newWriter(now time.Time) *Writer {
	if s == nil {
		return nil
	}
	w := &Writer{s: s, began: now.UnixNano(), blobs: map[Hash][]byte{}}
	if s.idx != nil {
		w.kept = make([]atomic.Uint32, s.idx.files)
		w.keptBlobs = make([]atomic.Bool, s.idx.blobs)
	}
	w.spool = spool{disk: s.disk, dir: s.dir, generation: newGeneration()}
	return w
}

// newGeneration returns a name that no other process chooses.
func newGeneration() Hash {
	var h Hash
	rand.Read(h[:]) // never fails, says crypto/rand
	return h
}

// Put records a file that was judged. The path may be any string; the same one finds it again. Facts are copied at once,
// findings are kept as they are until Commit and must not be changed. The last Put of a path wins.
func (w *Writer) Put(path string, st Stat, content Hash, facts, findings []byte) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil || w.ended {
		return
	}
	p := put{row: row{path: path, stat: st, hash: content, findings: findings, factsLen: len(facts), racy: w.racy(st)}, order: len(w.puts)}
	if len(facts) > 0 {
		p.factsOff, w.err = w.spool.add(facts, blobSeed(path, content))
		if w.err != nil {
			w.spool.drop()
			return
		}
	}
	w.puts = append(w.puts, p)
}

// Keep records that a fresh entry of the store still holds. An entry that is not fresh is not kept: see Refresh.
func (w *Writer) Keep(e Entry) {
	if w != nil && e.rec > 0 && e.fresh {
		w.kept[e.rec-1].Store(keptAsIs)
	}
}

// Refresh keeps an entry whose stat proved nothing but whose content, hashed again after st was taken, is the one that was judged.
// It returns false, and records nothing, when the content is another.
func (w *Writer) Refresh(e Entry, st Stat, content Hash) bool {
	if e.rec == 0 || e.Hash != content {
		return false
	}
	if w == nil {
		return true
	}
	w.kept[e.rec-1].Store(keptAnew)
	w.mu.Lock()
	w.refreshed = append(w.refreshed, refresh{rec: e.rec - 1, stat: st})
	w.mu.Unlock()
	return true
}

// Forget drops an entry. It matters only together with KeepUnseen.
func (w *Writer) Forget(e Entry) {
	if w != nil && e.rec > 0 {
		w.kept[e.rec-1].Store(forgotten)
	}
}

// KeepUnseen keeps what the run did not ask for: for runs over a part of the project.
func (w *Writer) KeepUnseen() {
	if w != nil {
		w.keepUnseen.Store(true)
	}
}

// PutBlob records bytes under a key. They are not copied and must not be changed.
func (w *Writer) PutBlob(key Hash, data []byte) {
	if w == nil {
		return
	}
	if old, ok := w.s.Blob(key); ok && bytes.Equal(old, data) {
		w.KeepBlob(key)
		w.mu.Lock()
		delete(w.blobs, key)
		w.mu.Unlock()
		return
	}
	w.mu.Lock()
	w.blobs[key] = data
	w.mu.Unlock()
}

// KeepBlob records that a blob of the store still holds. It returns false when the store has none.
func (w *Writer) KeepBlob(key Hash) bool {
	if w == nil || w.s.idx == nil {
		return false
	}
	i := w.s.idx.findBlob(key)
	if i < 0 {
		return false
	}
	w.keptBlobs[i].Store(true)
	return true
}

// PutRun records the outcome of the whole run. Without it the record of the last one is dropped. The bytes are not copied and must not be changed.
func (w *Writer) PutRun(data []byte) {
	if w == nil {
		return
	}
	w.mu.Lock()
	w.run, w.hasRun = data, true
	w.mu.Unlock()
}

// Discard gives the Writer up and leaves the cache as it is. After Commit it does nothing.
func (w *Writer) Discard() {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
	w.spool.drop()
}

// racy tells whether a file read in this run may change again without its time stamps showing it.
func (w *Writer) racy(st Stat) bool { return max(st.MTime, st.CTime) >= w.began-racyWindow }

var errEnded = errors.New("the cache writer was used up")
