package cache

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cespare/xxhash/v2"
)

// believed fails unless a store holds exactly v or nothing; the facts of one file may be missing. It returns whether it holds anything.
func believed(t *testing.T, what string, o Options, v want) bool {
	t.Helper()
	s := Open(o)
	defer s.Close()
	if s.Len() == 0 {
		if s.Note() == "" {
			t.Fatalf("%s: empty without a note", what)
		}
		return false
	}
	missing := 0
	entries := make([]Entry, s.Len())
	for i := range entries {
		entries[i] = s.At(i)
	}
	s.EachFacts(entries, 1, func(i int, facts []byte, ok bool) {
		if p := entries[i].Path; ok && !bytes.Equal(facts, factsOf(p, v.files[p])) {
			t.Errorf("%s: wrong facts of %s in a sweep: %q", what, p, facts)
		}
	})
	for p, c := range v.files {
		e, fresh, ok := s.Lookup(p, statOf(c))
		if !ok || !fresh {
			t.Fatalf("%s: %s is gone from a cache that is believed", what, p)
		}
		if facts, ok := s.Facts(e, nil); ok && string(facts) != string(factsOf(p, c)) {
			t.Fatalf("%s: wrong facts of %s: %q", what, p, facts)
		} else if !ok {
			missing++
		}
	}
	if missing > 1 {
		t.Fatalf("%s: the facts of %d files are missing", what, missing)
	}
	if missing == 0 {
		if d := differs(s, v); d != "" {
			t.Fatalf("%s: %s", what, d)
		}
	}
	return true
}

func projectFiles(t *testing.T, o Options) (index, facts string) {
	t.Helper()
	s := open(t, o)
	return filepath.Join(s.dir, indexName), filepath.Join(s.dir, factsName(s.idx.generation))
}

func TestDamage(t *testing.T) {
	o := options(t)
	v := sample()
	fill(t, o, v)
	index, facts := projectFiles(t, o)
	for _, path := range []string{index, facts} {
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		write := func(b []byte) {
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		name := filepath.Base(path)
		for i := range good {
			bad := append([]byte(nil), good...)
			bad[i] ^= 1 << (i % 8)
			write(bad)
			if held := believed(t, fmt.Sprintf("%s, byte %d", name, i), o, v); held && path == index {
				t.Fatalf("index believed with byte %d damaged", i)
			}
		}
		for n := range good {
			write(good[:n])
			if believed(t, fmt.Sprintf("%s, cut to %d bytes", name, n), o, v) {
				t.Fatalf("%s believed after it was cut to %d of %d bytes", name, n, len(good))
			}
		}
		write(append(append([]byte(nil), good...), "rubbish"...))
		if held := believed(t, name+" with a tail", o, v); held != (path == facts) {
			t.Errorf("%s with rubbish behind it: believed %v", name, held)
		}
		write(good)
		mustHold(t, o, v)
	}
	if err := os.Remove(facts); err != nil {
		t.Fatal(err)
	}
	if s := open(t, o); s.Len() != 0 || s.Note() != "the cache is rebuilt: its facts are gone" {
		t.Error(s.Len(), s.Note())
	}
	fill(t, o, v) // and it recovers
	mustHold(t, o, v)
}

// TestMovedFacts puts whole blobs where others are expected.
func TestMovedFacts(t *testing.T) {
	o := options(t)
	v := want{files: map[string]string{"a.js": "1", "b.js": "2"}} // facts of equal length
	fill(t, o, v)
	_, facts := projectFiles(t, o)
	b, err := os.ReadFile(facts)
	if err != nil {
		t.Fatal(err)
	}
	n := (len(b) - factsHeaderSize) / 2
	swapped := append(append(append([]byte(nil), b[:factsHeaderSize]...), b[factsHeaderSize+n:]...), b[factsHeaderSize:factsHeaderSize+n]...)
	if err := os.WriteFile(facts, swapped, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, o)
	for i := range s.Len() {
		if got, ok := s.Facts(s.At(i), nil); ok {
			t.Errorf("%s got %q", s.At(i).Path, got)
		}
	}
}

// FuzzIndex reads indexes that are damaged but have a right checksum: nothing may panic.
func FuzzIndex(f *testing.F) {
	st := state{factsEnd: 1000, run: []byte("run"), hasRun: true, blobs: []keyed{{key: Hash{1}, data: []byte("blob")}}}
	for _, p := range []string{"a.js", "b.js", "c.js"} {
		st.rows = append(st.rows, row{path: p, findings: []byte("f"), factsOff: 24, factsLen: 10})
	}
	good, err := st.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	for i := 0; i < len(good)-trailerSize; i += 3 {
		bad := append([]byte(nil), good...)
		bad[i] += 0x7f
		f.Add(bad)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < headerSize+trailerSize {
			return
		}
		body := b[:len(b)-trailerSize]
		binary.LittleEndian.PutUint64(b[len(body):], xxhash.Sum64(body))
		x, err := decodeIndex(b, Hash{}, Hash{})
		if err != nil {
			return
		}
		for i := range x.files {
			e := x.entry(i)
			x.find(e.Path)
			x.stat(i)
			x.factsAt(i)
		}
		for i := range x.blobs {
			x.blob(i)
			x.findBlob(Hash(x.blobKey(i)))
		}
		x.find("nowhere")
	})
}

// brokenDisk lets the operations after the first n fail.
type brokenDisk struct {
	osDisk
	left *int
}

var errFull = errors.New("no space left on device")

func (d brokenDisk) fails() bool {
	*d.left--
	return *d.left < 0
}

func (d brokenDisk) MkdirAll(dir string) error {
	if d.fails() {
		return errFull
	}
	return d.osDisk.MkdirAll(dir)
}

func (d brokenDisk) CreateTemp(dir, prefix string) (file, error) {
	if d.fails() {
		return nil, errFull
	}
	f, err := d.osDisk.CreateTemp(dir, prefix)
	return brokenFile{f, d}, err
}

func (d brokenDisk) OpenAppend(path string) (file, int64, error) {
	if d.fails() {
		return nil, 0, errFull
	}
	f, end, err := d.osDisk.OpenAppend(path)
	return brokenFile{f, d}, end, err
}

func (d brokenDisk) Rename(from, to string) error {
	if d.fails() {
		return errFull
	}
	return d.osDisk.Rename(from, to)
}

func (d brokenDisk) Remove(path string) error {
	if d.fails() {
		return errFull
	}
	return d.osDisk.Remove(path)
}

type brokenFile struct {
	file
	d brokenDisk
}

// Write fails as a full disk does: some of the bytes arrive.
func (f brokenFile) Write(b []byte) (int, error) {
	if f.d.fails() {
		n, _ := f.file.Write(b[:len(b)/2])
		return n, errFull
	}
	return f.file.Write(b)
}

func (f brokenFile) Close() error {
	if f.d.fails() {
		f.file.Close()
		return io.ErrShortWrite
	}
	return f.file.Close()
}

// TestDiskFails lets every single step of a commit fail in turn, and the steps after it. Afterwards the cache must hold the old state or the
// new one, whole.
func TestDiskFails(t *testing.T) {
	big := strings.Repeat("x", spoolMemory/2)
	for name, change := range map[string]func(v want){
		"small, appended": func(v want) { v.files["a.js"] = "changed" },
		"large, appended": func(v want) { v.files["n1.js"], v.files["n2.js"], v.files["n3.js"] = big+"1", big+"2", big+"3" },
		"moved": func(v want) {
			for p := range v.files {
				v.files[p] = "changed: " + p
			}
			v.files["large.js"] = big + "0"
		},
	} {
		t.Run(name, func(t *testing.T) {
			old := sample()
			old.files["large.js"] = big + "0"
			old.files["large2.js"] = big + "0"
			now := old.clone()
			change(now)
			steps := 0
			for ; ; steps++ {
				if steps > 60 {
					t.Fatal("a commit takes more than 60 steps")
				}
				o := options(t)
				fill(t, o, old)
				s := mustHold(t, o, old)
				left := steps
				s.disk = brokenDisk{left: &left}
				w := s.newWriter(runTime)
				for p, c := range now.files {
					if old.files[p] != c {
						w.Put(p, statOf(c), Sum([]byte(c)), factsOf(p, c), findingsOf(p, c))
					} else {
						e, _, _ := s.Lookup(p, statOf(c))
						w.Keep(e)
					}
				}
				for k, b := range now.blobs {
					w.PutBlob(Sum([]byte(k)), []byte(b))
				}
				w.PutRun([]byte(now.run))
				err := w.Commit()

				after := open(t, o)
				asOld, asNew := differs(after, old), differs(after, now)
				if asOld != "" && asNew != "" {
					t.Fatalf("after failing at step %d (%v): neither old (%s) nor new (%s)", steps, err, asOld, asNew)
				}
				if err == nil && asNew != "" {
					t.Fatalf("step %d failed in silence: %s", steps, asNew)
				}
				if err != nil && !errors.Is(err, errFull) && !errors.Is(err, io.ErrShortWrite) {
					t.Fatalf("step %d: %v", steps, err)
				}
				if d := differs(s, old); d != "" {
					t.Fatalf("step %d harmed the open store: %s", steps, d)
				}
				if left >= 0 {
					break // nothing failed any more
				}
				fill(t, o, now) // the next run gets over it
				mustHold(t, o, now)
			}
			if steps < 5 {
				t.Errorf("only %d steps failed: the test does not reach the disk", steps)
			}
		})
	}
}

func TestNoFolderPossible(t *testing.T) {
	o := options(t)
	if err := os.WriteFile(o.Dir, []byte("a file where the folder should be"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, o)
	w := s.NewWriter()
	putAll(w, sample())
	if err := w.Commit(); err == nil || !strings.HasPrefix(err.Error(), "the cache was not written: ") {
		t.Errorf("commit: %v", err)
	}
	if s.Len() != 0 || s.Note() == "" {
		t.Error(s.Len(), s.Note())
	}
}

// TestReadOnly: a cache that may be read but not written serves, and the run goes on. (To the superuser a folder without write permission
// is no obstacle, hence the disk that refuses.)
func TestReadOnly(t *testing.T) {
	o := options(t)
	v := sample()
	fill(t, o, v)
	s := mustHold(t, o, v)
	var left int
	s.disk = brokenDisk{left: &left}
	w := s.newWriter(runTime)
	w.Put("n.js", Stat{}, Hash{}, make([]byte, 3*spoolMemory), nil)
	w.Put("o.js", Stat{}, Hash{}, make([]byte, 3*spoolMemory), nil)
	if err := w.Commit(); !errors.Is(err, errFull) {
		t.Errorf("commit: %v", err)
	}
	if d := differs(s, v); d != "" {
		t.Error(d)
	}
	mustHold(t, o, v)
}
