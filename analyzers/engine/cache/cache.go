// Package cache remembers, from one run to the next, what was learnt about the files of a project.
//
// It knows how to store opaque bytes by path and by key, and how to tell whether they may still be believed. It must
// not know what the bytes mean, how files are found, or how they are parsed.
//
// # On disk
//
// A project has one folder, named after a hash of its key. Two files matter in it:
//
//   - index holds everything that a run without changes needs: for each path the stat and content hash it was judged
//     at and the findings, then the keyed blobs. It is read whole (one read, one checksum) and replaced by rename.
//   - facts-<generation> holds the facts, one checked blob after the other. It only ever grows; when more than half
//     of it is garbage the living blobs move to a file of a new generation. The index names its generation, so
//     a reader can not combine an index with the facts of another one.
//
// A third file, lock, is held while a commit is under way. Nothing is flushed to the disk by force: after a power cut
// the checksums tell what survived, and the rest is computed again.
//
// # Belief
//
// A cache is never trusted further than it can be checked. The index counts as absent when its magic, format, engine,
// configuration, structure or checksum is not as expected. A blob of facts has a checksum that covers the path
// and the content hash it belongs to. A file whose time stamps lay within two seconds of the run that read it may
// have changed again without a trace (Git's documentation, "racy-git"), so its stat alone is not enough.
package cache

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/cespare/xxhash/v2"
)

// Hash is a 128-bit hash: of a file's content, of a blob's inputs, of an engine or a configuration.
// It protects against accidents, not against someone who builds collisions.
type Hash [16]byte

// String returns the hash as 32 hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// secondSeed makes the upper half of a Hash independent of the lower one. Any odd constant would do; it is part of the format.
const secondSeed = 0x9e3779b97f4a7c15

// Sum returns the hash of content. It allocates nothing.
func Sum(content []byte) Hash {
	var h Hash
	binary.LittleEndian.PutUint64(h[:8], xxhash.Sum64(content))
	binary.LittleEndian.PutUint64(h[8:], seeded(secondSeed, content))
	return h
}

func seeded(seed uint64, b []byte) uint64 {
	var d xxhash.Digest
	d.ResetWithSeed(seed)
	d.Write(b) // a Digest never returns an error
	return d.Sum64()
}

// Stat is what the file system says about a file without reading it. Take it before reading the content: a change in between
// then shows as a stat that does not match.
type Stat struct {
	Size  int64  // bytes
	MTime int64  // last change of the content, nanoseconds since 1970; programs may set it to anything
	CTime int64  // last change of content or attributes, which no program can set; 0 where the system has none
	Inode uint64 // 0 where the system has none
}

// Options says which cache to open.
type Options struct {
	// Dir is the folder that holds all projects' caches, as Locate returns it. Empty means: no cache.
	Dir string
	// Project names the project; usually the absolute path of its root.
	Project string
	// Engine changes whenever facts or findings could come out differently for equal input.
	Engine Hash
	// Config changes whenever the configuration does.
	Config Hash
}

// Store is what earlier runs left. It does not change while it is open, whatever other processes commit.
//
// All methods may be called on a nil *Store, which holds nothing, and by several goroutines at once, except Close.
type Store struct {
	dir   string // the project's folder
	opts  Options
	idx   *index   // nil: nothing to believe
	facts *os.File // open while idx is not nil
	note  string
	disk  disk
}

// Entry is what the store holds about one file. Path and Findings alias the store's memory: they must not be changed, and stay
// valid as long as they are referenced, even after Close.
type Entry struct {
	Path     string
	Hash     Hash   // of the content that was judged
	Findings []byte // may be empty

	rec   int32 // number of the record, plus one: the zero Entry belongs to nothing
	fresh bool
}

// Open opens the cache of a project. It never fails: a cache that is missing, damaged, truncated, foreign or made by
// another version or configuration is an empty one, and Note says why. It returns nil when o.Dir is empty.
// The returned Store must be closed.
func Open(o Options) *Store {
	if o.Dir == "" {
		return nil
	}
	s := &Store{opts: o, dir: filepath.Join(o.Dir, projectFolder(o.Project)), disk: osDisk{}}
	s.load()
	return s
}

// load reads the index and opens the facts it names. When another process replaces both between the two steps,
// the facts are gone, and a second look finds the new pair.
func (s *Store) load() {
	for range 3 {
		data, err := os.ReadFile(filepath.Join(s.dir, indexName))
		if errors.Is(err, fs.ErrNotExist) {
			s.note = "no cache yet"
			return
		}
		if err != nil {
			s.note = "the cache cannot be read: " + err.Error()
			return
		}
		idx, err := decodeIndex(data, s.opts.Engine, s.opts.Config)
		if err != nil {
			s.note = "the cache is rebuilt: " + err.Error()
			return
		}
		f, err := openFacts(filepath.Join(s.dir, factsName(idx.generation)), idx)
		if err == nil {
			s.idx, s.facts, s.note = idx, f, ""
			return
		}
		s.note = "the cache is rebuilt: " + err.Error()
	}
}

// Note says in a few words why the store is empty, or nothing when it is not. It is meant for --verbose.
func (s *Store) Note() string {
	if s == nil {
		return "the cache is off"
	}
	return s.note
}

// Close gives back the open file. Facts finds nothing afterwards; entries and blobs that were handed out stay valid.
func (s *Store) Close() error {
	if s == nil || s.facts == nil {
		return nil
	}
	f := s.facts
	s.facts = nil
	return f.Close()
}

// Len returns the number of files in the store.
func (s *Store) Len() int {
	if s == nil || s.idx == nil {
		return 0
	}
	return s.idx.files
}

// At returns entry number i, 0 <= i < Len(), in the order of the paths. It is never fresh: nobody has compared its stat.
func (s *Store) At(i int) Entry { return s.idx.entry(i) }

// Lookup finds a file by the path it was put under. The entry is fresh when its stat proves that the content is the one that was judged.
// An entry that is not fresh may still be of use: hash the content, and when Entry.Hash is equal, it holds (see Writer.Refresh).
// Without an entry for the path, Lookup returns the zero Entry and false; ok tells the two apart.
func (s *Store) Lookup(path string, st Stat) (e Entry, fresh, ok bool) {
	if s == nil || s.idx == nil {
		return Entry{}, false, false
	}
	i := s.idx.find(path)
	if i < 0 {
		return Entry{}, false, false
	}
	e = s.idx.entry(i)
	e.fresh = s.idx.trusted(i, st)
	return e, e.fresh, true
}

// Facts reads the facts of an entry of this store, into buf when its capacity is enough. It returns false when they are damaged or gone; the
// file must then be parsed again.
func (s *Store) Facts(e Entry, buf []byte) ([]byte, bool) {
	if s == nil || s.idx == nil || s.facts == nil || e.rec == 0 {
		return nil, false
	}
	off, n := s.idx.factsAt(int(e.rec - 1))
	if n == 0 {
		return buf[:0], true
	}
	return readBlob(s.facts, off, n, blobSeed(e.Path, e.Hash), buf)
}

// Blob returns the bytes that were put under key. They must not be changed.
func (s *Store) Blob(key Hash) ([]byte, bool) {
	if s == nil || s.idx == nil {
		return nil, false
	}
	i := s.idx.findBlob(key)
	if i < 0 {
		return nil, false
	}
	return s.idx.blob(i), true
}

// Run returns the record of the last whole run. It must not be changed.
func (s *Store) Run() ([]byte, bool) {
	if s == nil || s.idx == nil || !s.idx.hasRun {
		return nil, false
	}
	return s.idx.run, true
}

// touch renews the age of a cache that is used but never changes, so that Prune does not take it. Once a day is enough.
func (s *Store) touch(now time.Time) {
	p := filepath.Join(s.dir, indexName)
	if fi, err := os.Stat(p); err == nil && now.Sub(fi.ModTime()) > 24*time.Hour {
		_ = os.Chtimes(p, now, now) // only the age for pruning is at stake
	}
}

// projectFolder is the name of a project's folder: 32 hexadecimal digits.
func projectFolder(project string) string { return Sum([]byte(project)).String() }

// Locate says where the caches live: option when it is set, else the environment variable NODEBEYOND_CACHE, else the
// user's cache folder. The word "off" turns the cache off. When dir is empty, note says why.
func Locate(option string, getenv func(string) string) (dir, note string) {
	from := "--cache"
	if option == "" {
		option, from = getenv("NODEBEYOND_CACHE"), "NODEBEYOND_CACHE"
	}
	switch option {
	case "off":
		return "", "the cache is off (" + from + ")"
	case "":
		base, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Sprintf("no cache: %v; set NODEBEYOND_CACHE to a folder", err)
		}
		return filepath.Join(base, "nodebeyond"), ""
	}
	dir, err := filepath.Abs(option)
	if err != nil {
		return "", fmt.Sprintf("no cache: %s: %v", from, err)
	}
	return dir, ""
}
