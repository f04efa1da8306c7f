package cache

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestTwoWriters lets two runs start from the same state and end one after the other: what is left is what the last one saw.
func TestTwoWriters(t *testing.T) {
	for _, heavy := range []int{0, 1, 2} { // which of the two moves the facts to a new generation; 0 is neither
		t.Run(fmt.Sprint(heavy), func(t *testing.T) {
			o := options(t)
			v := sample()
			fill(t, o, v)
			var seen [2]want
			var writers [2]*Writer
			for i := range writers {
				s := mustHold(t, o, v)
				seen[i], writers[i] = v.clone(), s.newWriter(runTime)
				for p, c := range v.files {
					if p == "a.js" || heavy == i+1 && c != "" {
						c = fmt.Sprintf("%s, changed by %d", c, i)
						seen[i].files[p] = c
						writers[i].Put(p, statOf(c), Sum([]byte(c)), factsOf(p, c), findingsOf(p, c))
						continue
					}
					e, _, _ := s.Lookup(p, statOf(c))
					writers[i].Keep(e)
				}
				for k, b := range v.blobs {
					writers[i].PutBlob(Sum([]byte(k)), []byte(b))
				}
				writers[i].PutRun([]byte(v.run))
			}
			for i, w := range writers {
				if err := w.Commit(); err != nil {
					t.Fatal(err)
				}
				mustHold(t, o, seen[i])
				if d := differs(w.s, v); d != "" {
					t.Errorf("open store %d changed: %s", i, d)
				}
			}
		})
	}
}

// TestManyAtOnce runs readers and writers side by side. Every file's content says which run wrote it, and all files of a state
// come from one run: a reader must never see a mix.
func TestManyAtOnce(t *testing.T) {
	o := options(t)
	state := func(run int) want {
		v := want{files: map[string]string{}, run: fmt.Sprintf("run %d", run)}
		for i := range 20 {
			v.files[fmt.Sprintf("%02d.js", i)] = fmt.Sprintf("of run %d %s", run, strings.Repeat("x", run*13%200))
		}
		return v
	}
	fill(t, o, state(0))
	var wg sync.WaitGroup
	for g := 1; g <= 4; g++ {
		wg.Go(func() {
			for i := range 25 {
				s := Open(o)
				w := s.newWriter(runTime)
				putAll(w, state(g*100+i))
				if err := w.Commit(); err != nil && !errors.Is(err, ErrBusy) {
					t.Error(err)
				}
				s.Close()
			}
		})
		wg.Go(func() {
			for range 50 {
				s := Open(o)
				run, _ := s.Run()
				var n int
				if _, err := fmt.Sscanf(string(run), "run %d", &n); err != nil {
					t.Errorf("no state at all: %q, %v", s.Note(), err)
				} else if d := differs(s, state(n)); d != "" {
					t.Error(d)
				}
				s.Close()
			}
		})
	}
	wg.Wait()
	s := open(t, o)
	onlyThese(t, s, indexName, lockName, factsName(s.idx.generation))
}

// TestOneWriterManyGoroutines is for the race detector as well.
func TestOneWriterManyGoroutines(t *testing.T) {
	o := options(t)
	v := want{files: map[string]string{}}
	for i := range 400 {
		v.files[fmt.Sprintf("%03d.js", i)] = strings.Repeat("y", 1000+i)
	}
	fill(t, o, v)
	s := mustHold(t, o, v)
	w := s.newWriter(runTime)
	nv := v.clone()
	var wg sync.WaitGroup
	for g := range 4 {
		for i := g * 100; i < g*100+100; i++ {
			p := fmt.Sprintf("%03d.js", i)
			if i%3 == 0 {
				nv.files[p] = strings.Repeat("z", 3000)
			}
		}
	}
	for g := range 4 {
		wg.Go(func() {
			for i := g * 100; i < g*100+100; i++ {
				p := fmt.Sprintf("%03d.js", i)
				c := nv.files[p]
				e, fresh, _ := s.Lookup(p, statOf(c))
				switch {
				case i%3 == 0:
					w.Put(p, statOf(c), Sum([]byte(c)), factsOf(p, c), findingsOf(p, c))
				case i%3 == 1 && fresh:
					w.Keep(e)
				default:
					w.Refresh(e, statOf(c), Sum([]byte(c)))
				}
			}
		})
	}
	wg.Wait()
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	mustHold(t, o, nv)
}

func TestBusy(t *testing.T) {
	o := options(t)
	v := sample()
	fill(t, o, v)
	s := mustHold(t, o, v)
	unlock, err := acquire(filepath.Join(s.dir, lockName))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.newWriter(runTime).Commit(); !errors.Is(err, ErrBusy) {
		t.Errorf("commit while another process commits: %v", err)
	}
	unlock()
	mustHold(t, o, v)
	if err := s.newWriter(runTime).Commit(); err != nil {
		t.Errorf("commit afterwards: %v", err)
	}
}

func TestLeftoversAreSwept(t *testing.T) {
	o := options(t)
	fill(t, o, sample())
	s := open(t, o)
	long := time.Now().Add(-2 * leftoverAge)
	for name, when := range map[string]time.Time{
		"spool-1": long, "spool-2": time.Now(), "index-1": long, "index-2": time.Now(), factsName(Hash{1}): time.Now(), "notes.txt": long,
	} {
		p := filepath.Join(s.dir, name)
		if err := errors.Join(os.WriteFile(p, nil, 0o600), os.Chtimes(p, when, when)); err != nil {
			t.Fatal(err)
		}
	}
	w := s.newWriter(runTime)
	putAll(w, want{files: map[string]string{"n.js": "new"}})
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	s = open(t, o)
	onlyThese(t, s, indexName, lockName, factsName(s.idx.generation), "spool-2", "index-2", "notes.txt")
}

func TestPrune(t *testing.T) {
	now := time.Now()
	root := filepath.Join(t.TempDir(), "cache")
	dir := map[string]string{}
	for name, p := range map[string]struct {
		age  time.Duration
		size int
	}{
		"ancient": {100 * 24 * time.Hour, 10}, "old": {50 * 24 * time.Hour, 4000}, "older": {60 * 24 * time.Hour, 4000}, "recent": {time.Hour, 4000},
		"mine": {200 * 24 * time.Hour, 10}, "busy": {100 * 24 * time.Hour, 10}, "mixed": {100 * 24 * time.Hour, 10},
	} {
		d := filepath.Join(root, projectFolder(name))
		dir[name] = d
		if err := os.MkdirAll(d, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, f := range []string{indexName, factsName(Hash{2}), lockName} {
			if err := os.WriteFile(filepath.Join(d, f), make([]byte, p.size), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(filepath.Join(d, f), now.Add(-p.age), now.Add(-p.age)); err != nil {
				t.Fatal(err)
			}
		}
	}
	foreign := []string{"holiday.jpg", "0123/index", strings.Repeat("g", 32) + "/index", filepath.Base(dir["mixed"]) + "/diary"}
	for _, f := range foreign {
		p := filepath.Join(root, f)
		long := now.Add(-1000 * 24 * time.Hour)
		if err := errors.Join(os.MkdirAll(filepath.Dir(p), 0o700), os.WriteFile(p, nil, 0o600), os.Chtimes(p, long, long)); err != nil {
			t.Fatal(err)
		}
	}
	unlock, err := acquire(filepath.Join(dir["busy"], lockName))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()

	prune(root, filepath.Base(dir["mine"]), now, MaxAge, 25_000) // three times 12,000 and a little

	for name, want := range map[string]bool{"ancient": false, "older": false, "old": true, "recent": true, "mine": true, "busy": true, "mixed": false} {
		_, err := os.Stat(filepath.Join(dir[name], indexName))
		if (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, f := range foreign {
		if _, err := os.Stat(filepath.Join(root, f)); err != nil {
			t.Error(err)
		}
	}
}

func TestPruneOnceADay(t *testing.T) {
	o := options(t)
	other := filepath.Join(o.Dir, projectFolder("/other"))
	makeOld := func() {
		long := time.Now().Add(-2 * MaxAge)
		p := filepath.Join(other, indexName)
		if err := errors.Join(os.MkdirAll(other, 0o700), os.WriteFile(p, nil, 0o600), os.Chtimes(p, long, long)); err != nil {
			t.Fatal(err)
		}
	}
	gone := func() bool {
		_, err := os.Stat(other)
		return err != nil
	}
	makeOld()
	fill(t, o, want{files: map[string]string{"a": "1"}})
	if !gone() {
		t.Error("the first commit did not prune")
	}
	makeOld()
	fill(t, o, want{files: map[string]string{"a": "2"}})
	if gone() {
		t.Error("the second commit pruned on the same day")
	}
	yesterday := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(filepath.Join(o.Dir, prunedName), yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	fill(t, o, want{files: map[string]string{"a": "3"}})
	if !gone() {
		t.Error("the next day's commit did not prune")
	}
}
