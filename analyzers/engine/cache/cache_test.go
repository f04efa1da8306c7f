package cache

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The tests work at fixed times: files were modified an hour before the run.
var (
	runTime = time.Unix(1_700_000_000, 0)
	oldTime = runTime.Add(-time.Hour).UnixNano()
)

func options(t *testing.T) Options {
	return Options{Dir: filepath.Join(t.TempDir(), "cache"), Project: "/p", Engine: Sum([]byte("engine")), Config: Sum([]byte("config"))}
}

func open(t *testing.T, o Options) *Store {
	t.Helper()
	s := Open(o)
	t.Cleanup(func() { s.Close() })
	return s
}

// want is what a store should hold.
type want struct {
	files map[string]string // path to content; facts and findings are derived from it
	blobs map[string]string
	run   string
}

func (w want) clone() want {
	return want{files: maps.Clone(w.files), blobs: maps.Clone(w.blobs), run: w.run}
}

func statOf(content string) Stat {
	return Stat{Size: int64(len(content)), MTime: oldTime, CTime: oldTime + 1, Inode: 7}
}

func factsOf(path, content string) []byte {
	if content == "" {
		return nil
	}
	return []byte("facts of " + path + ": " + content)
}

func findingsOf(path, content string) []byte {
	if len(content)%2 == 0 {
		return nil
	}
	return []byte("findings of " + path + ": " + content)
}

func putAll(w *Writer, v want) {
	for _, p := range slices.Sorted(maps.Keys(v.files)) {
		c := v.files[p]
		w.Put(p, statOf(c), Sum([]byte(c)), factsOf(p, c), findingsOf(p, c))
	}
	for k, b := range v.blobs {
		w.PutBlob(Sum([]byte(k)), []byte(b))
	}
	if v.run != "" {
		w.PutRun([]byte(v.run))
	}
}

// fill commits v to a cache.
func fill(t *testing.T, o Options, v want) {
	t.Helper()
	s := open(t, o)
	w := s.newWriter(runTime)
	putAll(w, v)
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
}

// differs tells how a store differs from v, or nothing.
func differs(s *Store, v want) string {
	var buf []byte
	if s.Len() != len(v.files) {
		return fmt.Sprintf("%d files, want %d (note %q)", s.Len(), len(v.files), s.Note())
	}
	i := 0
	for _, p := range slices.Sorted(maps.Keys(v.files)) {
		c := v.files[p]
		e, fresh, ok := s.Lookup(p, statOf(c))
		if !ok || !fresh || e.Path != p || e.Hash != Sum([]byte(c)) || !bytes.Equal(e.Findings, findingsOf(p, c)) {
			return fmt.Sprintf("%s: entry %+v, fresh %v, found %v", p, e, fresh, ok)
		}
		if at := s.At(i); at.Path != p || at.fresh {
			return fmt.Sprintf("entry %d is %+v, want %s", i, at, p)
		}
		i++
		facts, ok := s.Facts(e, buf)
		if !ok || !bytes.Equal(facts, factsOf(p, c)) {
			return fmt.Sprintf("%s: facts %q, %v", p, facts, ok)
		}
		buf = facts
	}
	if d := sweepDiffers(s, v); d != "" {
		return d
	}
	for k, b := range v.blobs {
		if got, ok := s.Blob(Sum([]byte(k))); !ok || string(got) != b {
			return fmt.Sprintf("blob %s: %q, %v", k, got, ok)
		}
	}
	if run, ok := s.Run(); string(run) != v.run || ok != (v.run != "") {
		return fmt.Sprintf("run %q, %v", run, ok)
	}
	return ""
}

// sweepDiffers does for EachFacts what differs does for the rest.
func sweepDiffers(s *Store, v want) string {
	entries := make([]Entry, s.Len(), s.Len()+1)
	for i := range entries {
		entries[i] = s.At(i)
	}
	entries = append(entries, Entry{Path: "a.js"}) // of no store
	seen := make([]atomic.Int32, len(entries))
	var diff atomic.Value
	s.EachFacts(entries, 3, func(i int, facts []byte, ok bool) {
		seen[i].Add(1)
		p := entries[i].Path
		if ok != (i < s.Len()) || !bytes.Equal(facts, factsOf(p, v.files[p])) && ok {
			diff.Store(fmt.Sprintf("sweep, %s: facts %q, %v", p, facts, ok))
		}
	})
	for i := range seen {
		if n := seen[i].Load(); n != 1 {
			return fmt.Sprintf("sweep, %s: seen %d times", entries[i].Path, n)
		}
	}
	if d := diff.Load(); d != nil {
		return d.(string)
	}
	return ""
}

func mustHold(t *testing.T, o Options, v want) *Store {
	t.Helper()
	s := open(t, o)
	if d := differs(s, v); d != "" {
		t.Fatal(d)
	}
	return s
}

func sample() want {
	v := want{files: map[string]string{}, blobs: map[string]string{"one": "first", "two": "", "three": "third"}, run: "all is well"}
	for _, p := range strings.Fields("a.js b.js lib/c.js lib/d.js lib/deep/e.mjs z.ts") {
		v.files[p] = "content of " + p
	}
	v.files["empty.js"] = ""
	v.files["ünï.js"] = "x"
	return v
}

func TestRoundTrip(t *testing.T) {
	o := options(t)
	s := open(t, o)
	if d := differs(s, want{}); d != "" || s.Note() != "no cache yet" {
		t.Fatal(d, s.Note())
	}
	fill(t, o, sample())
	s = mustHold(t, o, sample())
	if s.Note() != "" {
		t.Errorf("note %q", s.Note())
	}
	if _, _, ok := s.Lookup("b.jsx", Stat{}); ok {
		t.Error("found a file that was never put")
	}
	if _, ok := s.Blob(Sum([]byte("four"))); ok {
		t.Error("found a blob that was never put")
	}
	other := o
	other.Project = "/q"
	if s := open(t, other); s.Len() != 0 {
		t.Error("two projects share a cache")
	}
}

func TestEmptyState(t *testing.T) {
	o := options(t)
	fill(t, o, sample())
	s := open(t, o)
	if err := s.newWriter(runTime).Commit(); err != nil { // everything was deleted
		t.Fatal(err)
	}
	mustHold(t, o, want{})
}

func TestSum(t *testing.T) {
	// Worked out by hand from the specification of XXH64. A changed hash would silently make every cache useless, so it must come with a new indexFormat.
	for text, want := range map[string]string{"": "99e9d85137db46ef0000013cc99f34c4", "var x = 1": "68528eeeefcd0a71d01cc334e195258f"} {
		if got := Sum([]byte(text)).String(); got != want {
			t.Errorf("Sum(%q) = %s", text, got)
		}
	}
	if n := testing.AllocsPerRun(10, func() { Sum([]byte("some text that is long enough for a block of the hash function")) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestFresh(t *testing.T) {
	o := options(t)
	fill(t, o, want{files: map[string]string{"a.js": "text"}})
	s := open(t, o)
	good := statOf("text")
	for name, st := range map[string]Stat{
		"size":  {Size: good.Size + 1, MTime: good.MTime, CTime: good.CTime, Inode: good.Inode},
		"mtime": {Size: good.Size, MTime: good.MTime + 1, CTime: good.CTime, Inode: good.Inode},
		"older": {Size: good.Size, MTime: good.MTime - 1, CTime: good.CTime, Inode: good.Inode},
		"ctime": {Size: good.Size, MTime: good.MTime, CTime: good.CTime + 1, Inode: good.Inode},
		"inode": {Size: good.Size, MTime: good.MTime, CTime: good.CTime, Inode: good.Inode + 1},
	} {
		if _, fresh, ok := s.Lookup("a.js", st); fresh || !ok {
			t.Errorf("%s differs: fresh %v, found %v", name, fresh, ok)
		}
	}
}

func TestRacy(t *testing.T) {
	const second = int64(time.Second)
	for _, c := range []struct {
		name  string
		mtime int64
		ctime int64
		fresh bool
	}{
		{"long before the run", runTime.UnixNano() - 3600*second, 0, true},
		{"just outside of the window", runTime.UnixNano() - 2*second - 1, 0, true},
		{"at its edge", runTime.UnixNano() - 2*second, 0, false},
		{"a second before", runTime.UnixNano() - second, 0, false},
		{"during the run", runTime.UnixNano() + second, 0, false},
		{"in the future", runTime.UnixNano() + 3600*second, 0, false},
		{"set back by a program", 0, runTime.UnixNano() - second, false},
		{"set back by a program, long ago", 0, runTime.UnixNano() - 3*second, true},
	} {
		o := options(t)
		st, h := Stat{Size: 1, MTime: c.mtime, CTime: c.ctime}, Sum([]byte("x"))
		w := open(t, o).newWriter(runTime)
		w.Put("a.js", st, h, nil, nil)
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
		s := open(t, o)
		e, fresh, _ := s.Lookup("a.js", st)
		if fresh != c.fresh {
			t.Errorf("%s: fresh %v", c.name, fresh)
		}

		// A later run that looks at other files must not make it trusted.
		w = s.newWriter(runTime.Add(10 * time.Hour))
		w.KeepUnseen()
		w.Keep(e)
		w.Put("b.js", st, h, nil, nil)
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
		s = open(t, o)
		if e, fresh, _ = s.Lookup("a.js", st); fresh != c.fresh {
			t.Errorf("%s, carried over: fresh %v", c.name, fresh)
		}

		// A later run that hashed the content again may.
		w = s.newWriter(runTime.Add(10 * time.Hour))
		if w.Refresh(e, st, Sum([]byte("y"))) {
			t.Errorf("%s: refreshed with another content", c.name)
		}
		if !w.Refresh(e, st, h) {
			t.Errorf("%s: not refreshed", c.name)
		}
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
		if _, fresh, _ = open(t, o).Lookup("a.js", st); !fresh {
			t.Errorf("%s: not fresh after it was hashed again", c.name)
		}
	}
}

// next starts a run in which the files of v are as they were.
func next(t *testing.T, s *Store, v want) *Writer {
	t.Helper()
	w := s.newWriter(runTime.Add(time.Hour))
	for p, c := range v.files {
		e, fresh, _ := s.Lookup(p, statOf(c))
		if !fresh {
			t.Fatalf("%s is not fresh", p)
		}
		w.Keep(e)
	}
	for k := range v.blobs {
		if !w.KeepBlob(Sum([]byte(k))) {
			t.Fatalf("no blob %s", k)
		}
	}
	if v.run != "" {
		w.PutRun([]byte(v.run))
	}
	return w
}

func indexInfo(t *testing.T, o Options) os.FileInfo {
	t.Helper()
	fi, err := os.Stat(filepath.Join(o.Dir, projectFolder(o.Project), indexName))
	if err != nil {
		t.Fatal(err)
	}
	return fi
}

func TestNothingChangedNothingWritten(t *testing.T) {
	o := options(t)
	v := sample()
	fill(t, o, v)
	before := indexInfo(t, o)
	s := mustHold(t, o, v)
	w := next(t, s, v)
	w.PutBlob(Sum([]byte("one")), []byte("first")) // the same again
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	w = s.newWriter(runTime)
	w.KeepUnseen()
	w.PutRun([]byte(v.run))
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	if after := indexInfo(t, o); !os.SameFile(before, after) || after.ModTime() != before.ModTime() {
		t.Error("the index was written again")
	}
	old := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(filepath.Join(s.dir, indexName), old, old); err != nil {
		t.Fatal(err)
	}
	if err := next(t, s, v).Commit(); err != nil {
		t.Fatal(err)
	}
	if age := time.Since(indexInfo(t, o).ModTime()); age > time.Hour {
		t.Errorf("a cache in use looks %v old", age)
	}
}

func TestChanges(t *testing.T) {
	base := sample()
	for name, change := range map[string]func(w *Writer, s *Store, v *want){
		"changed file": func(w *Writer, s *Store, v *want) {
			v.files["b.js"] = "new text"
			w.Put("b.js", statOf("new text"), Sum([]byte("new text")), factsOf("b.js", "new text"), findingsOf("b.js", "new text"))
		},
		"put twice": func(w *Writer, s *Store, v *want) {
			v.files["b.js"] = "last"
			w.Put("b.js", statOf("first"), Sum([]byte("first")), factsOf("b.js", "first"), nil)
			w.Put("b.js", statOf("last"), Sum([]byte("last")), factsOf("b.js", "last"), findingsOf("b.js", "last"))
		},
		"new file": func(w *Writer, s *Store, v *want) {
			v.files["c.js"] = "new"
			w.Put("c.js", statOf("new"), Sum([]byte("new")), factsOf("c.js", "new"), findingsOf("c.js", "new"))
		},
		"deleted file": func(w *Writer, s *Store, v *want) {
			delete(v.files, "lib/c.js")
			e, _, _ := s.Lookup("lib/c.js", Stat{})
			w.Forget(e)
		},
		"new blob": func(w *Writer, s *Store, v *want) {
			v.blobs["four"] = "fourth"
			w.PutBlob(Sum([]byte("four")), []byte("fourth"))
		},
		"other blob": func(w *Writer, s *Store, v *want) {
			v.blobs["one"] = "other"
			w.PutBlob(Sum([]byte("one")), []byte("other"))
		},
		"other run": func(w *Writer, s *Store, v *want) { v.run = "all is lost"; w.PutRun([]byte(v.run)) },
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t)
			fill(t, o, base)
			s := mustHold(t, o, base)
			w, v := next(t, s, base), base.clone()
			change(w, s, &v)
			if err := w.Commit(); err != nil {
				t.Fatal(err)
			}
			mustHold(t, o, v)
			if d := differs(s, base); d != "" {
				t.Errorf("an open store changed: %s", d)
			}
		})
	}
}

func TestForgottenUnlessKept(t *testing.T) {
	for _, all := range []bool{false, true} {
		o := options(t)
		v := sample()
		fill(t, o, v)
		s := mustHold(t, o, v)
		w := s.newWriter(runTime)
		if all {
			w.KeepUnseen()
		}
		e, _, _ := s.Lookup("a.js", statOf(v.files["a.js"]))
		w.Keep(e)
		stale, _, _ := s.Lookup("b.js", Stat{})
		w.Keep(stale) // not fresh: must not count as kept
		w.PutRun([]byte("part"))
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
		v.run = "part"
		if !all {
			v.files = map[string]string{"a.js": v.files["a.js"]}
			v.blobs = nil
			if _, ok := open(t, o).Blob(Sum([]byte("one"))); ok {
				t.Error("a blob nobody kept is still there")
			}
		}
		mustHold(t, o, v)
	}
}

func TestDiscard(t *testing.T) {
	o := options(t)
	v := sample()
	fill(t, o, v)
	s := mustHold(t, o, v)
	w := s.newWriter(runTime)
	w.Put("big.js", Stat{}, Hash{}, make([]byte, 2*spoolMemory), nil)
	w.Discard()
	w.Put("a.js", Stat{}, Hash{}, nil, nil)
	if err := w.Commit(); !errors.Is(err, errEnded) {
		t.Errorf("commit after discard: %v", err)
	}
	mustHold(t, o, v)
	onlyThese(t, s, indexName, lockName, factsName(s.idx.generation))
}

// onlyThese fails when there are other files in the project's folder.
func onlyThese(t *testing.T, s *Store, names ...string) {
	t.Helper()
	list, err := os.ReadDir(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range list {
		got = append(got, e.Name())
	}
	slices.Sort(names)
	if d := cmp.Diff(names, got); d != "" {
		t.Errorf("files in the cache (-want +got):\n%s", d)
	}
}

// TestManyRuns edits a project again and again, with facts that fill the spool's file now and then.
func TestManyRuns(t *testing.T) {
	o := options(t)
	v := want{files: map[string]string{}}
	for i := range 40 {
		v.files[fmt.Sprintf("%02d.js", i)] = strings.Repeat("x", 5000+i)
	}
	fill(t, o, v)
	generations := map[Hash]bool{}
	for run := range 30 {
		s := mustHold(t, o, v)
		generations[s.idx.generation] = true
		var living int64
		for p, c := range v.files {
			living += int64(len(factsOf(p, c)) + blobHeaderSize)
		}
		fi, err := s.facts.Stat()
		if err != nil {
			t.Fatal(err)
		}
		if fi.Size() > 2*living+factsHeaderSize {
			t.Fatalf("run %d: %d bytes of facts, %d of them alive", run, fi.Size(), living)
		}
		onlyThese(t, s, indexName, lockName, factsName(s.idx.generation))

		n := 1 + run*7%40 // how many files change
		w, nv := s.newWriter(runTime), v.clone()
		for i := range 40 {
			p := fmt.Sprintf("%02d.js", i)
			if i < n {
				c := fmt.Sprint(run, strings.Repeat("y", 10_000+i))
				nv.files[p] = c
				w.Put(p, statOf(c), Sum([]byte(c)), factsOf(p, c), findingsOf(p, c))
				continue
			}
			e, _, _ := s.Lookup(p, statOf(v.files[p]))
			w.Keep(e)
		}
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
		if d := differs(s, v); d != "" {
			t.Fatalf("run %d: the open store lost its facts: %s", run, d)
		}
		v = nv
	}
	if len(generations) < 3 || len(generations) > 25 {
		t.Errorf("%d generations in 30 runs: facts should be appended often and moved now and then", len(generations))
	}
}

func TestOtherVersion(t *testing.T) {
	o := options(t)
	fill(t, o, sample())
	engine, config := o, o
	engine.Engine[15]++
	config.Config[0]++
	if s := open(t, engine); s.Len() != 0 || s.Note() != "the cache is rebuilt: it was made by another version" {
		t.Error(s.Len(), s.Note())
	}
	if s := open(t, config); s.Len() != 0 || s.Note() != "the cache is rebuilt: it was made with another configuration" {
		t.Error(s.Len(), s.Note())
	}
	fill(t, engine, want{files: map[string]string{"n.js": "new"}})
	s := mustHold(t, engine, want{files: map[string]string{"n.js": "new"}})
	onlyThese(t, s, indexName, lockName, factsName(s.idx.generation))
	if s := open(t, o); s.Len() != 0 {
		t.Error("the old version believes the new one's cache")
	}
}

func TestOff(t *testing.T) {
	s := Open(Options{})
	if s != nil || s.Note() != "the cache is off" {
		t.Fatal(s, s.Note())
	}
	e, fresh, ok := s.Lookup("a", Stat{})
	facts, ok2 := s.Facts(e, nil)
	_, ok3 := s.Blob(Hash{})
	_, ok4 := s.Run()
	if fresh || ok || ok2 || ok3 || ok4 || facts != nil || s.Len() != 0 {
		t.Error("a store that is off holds something")
	}
	w := s.NewWriter()
	w.Put("a", Stat{}, Hash{}, []byte("f"), nil)
	w.Keep(e)
	w.Forget(e)
	w.KeepUnseen()
	w.PutBlob(Hash{}, nil)
	w.PutRun(nil)
	if w.KeepBlob(Hash{}) || w.Refresh(e, Stat{}, Hash{}) {
		t.Error("a writer that is off kept something")
	}
	w.Discard()
	if err := errors.Join(w.Commit(), s.Close()); err != nil {
		t.Error(err)
	}
}

func TestLocate(t *testing.T) {
	base, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	abs, err := filepath.Abs("some/where")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ option, env, dir, note string }{
		{"", "", filepath.Join(base, "nodebeyond"), ""},
		{"", "some/where", abs, ""},
		{"some/where", "off", abs, ""},
		{"off", "some/where", "", "the cache is off (--cache)"},
		{"", "off", "", "the cache is off (NODEBEYOND_CACHE)"},
	} {
		dir, note := Locate(c.option, func(name string) string {
			if name != "NODEBEYOND_CACHE" {
				t.Errorf("asks for %s", name)
			}
			return c.env
		})
		if dir != c.dir || note != c.note {
			t.Errorf("%+v: %q, %q", c, dir, note)
		}
	}
}
