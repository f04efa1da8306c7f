package engine_test

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/engine"
)

// cacheFiles are the files of the project's cache.
func (p *project) cacheFiles() (out []string) {
	p.t.Helper()
	p.must(filepath.WalkDir(p.cache, func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out = append(out, file)
		}
		return err
	}))
	return out
}

// A damaged cache is an absent one: the findings are the same.
func TestDamagedCache(t *testing.T) {
	p := newProject(t, shop())
	want := said(p.cold())
	p.lint(p.options())
	files := p.cacheFiles()
	if len(files) < 2 {
		t.Fatalf("the cache is %q", files)
	}
	whole := map[string][]byte{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		p.must(err)
		whole[f] = data
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for round := range 60 {
		for f, data := range whole {
			bad := slices.Clone(data)
			if len(bad) > 0 {
				for range 1 + round%3 {
					bad[rnd.IntN(len(bad))] ^= 1 << rnd.IntN(8)
				}
				if round%7 == 0 {
					bad = bad[:rnd.IntN(len(bad))]
				}
			}
			p.must(os.WriteFile(f, bad, 0o644))
		}
		if round%2 == 0 { // so that facts are asked for
			p.write("lib/read.js", shop()["lib/read.js"]+"// "+string(rune('a'+round%26))+"\n")
			p.backdate()
		}
		if d := cmp.Diff(want, said(p.lint(p.options()))); d != "" {
			t.Fatalf("round %d (-cold +damaged):\n%s", round, d)
		}
	}
}

// Without its facts an index tells that a file is the same, and not what is in it.
func TestFactsGone(t *testing.T) {
	p := newProject(t, shop())
	p.lint(p.options())
	for _, f := range p.cacheFiles() {
		if filepath.Base(f) != "index" {
			info, err := os.Stat(f)
			p.must(err)
			p.must(os.WriteFile(f, make([]byte, info.Size()), 0o644))
		}
	}
	p.write("lib/read.js", "exports.load = () => 2\n")
	p.backdate()
	want := said(p.cold())
	for range 2 {
		if d := cmp.Diff(want, said(p.lint(p.options()))); d != "" {
			t.Errorf("(-cold +got):\n%s", d)
		}
	}
}

func TestTwoRunsAtOnce(t *testing.T) {
	p := newProject(t, shop())
	want := said(p.cold())
	for range 5 {
		var wg sync.WaitGroup
		results := make([]*engine.Result, 4)
		for i := range results {
			o := p.options()
			wg.Go(func() { results[i], _ = engine.Lint(t.Context(), o) })
		}
		wg.Wait()
		for _, r := range results {
			if r == nil {
				t.Fatal("a run failed")
			}
			if d := cmp.Diff(want, said(r)); d != "" {
				t.Fatalf("(-alone +together):\n%s", d)
			}
		}
		p.write("lib/read.js", shop()["lib/read.js"]+"// more\n")
	}
}

func TestCacheThatCannotBeWritten(t *testing.T) {
	p := newProject(t, shop())
	want := said(p.cold())
	p.cache = filepath.Join(t.TempDir(), "file")
	p.must(os.WriteFile(p.cache, nil, 0o644))
	for range 2 {
		if d := cmp.Diff(want, said(p.lint(p.options()))); d != "" {
			t.Errorf("(-cold +got):\n%s", d)
		}
	}
}

// A cache is of one root: the findings of a project that was moved speak of where it is now.
func TestMovedRoot(t *testing.T) {
	p := newProject(t, shop())
	before := p.same("at home")
	moved := filepath.Join(filepath.Dir(p.dir), "moved")
	p.must(os.Rename(p.dir, moved))
	t.Cleanup(func() { os.RemoveAll(moved) })
	p.dir, p.memory = moved, engine.Memory{}
	after := p.same("moved")
	if d := cmp.Diff(said(before), said(after)); d != "" {
		t.Errorf("(-before +after):\n%s", d)
	}
	for _, f := range after.Findings {
		if _, err := os.Stat(filepath.FromSlash(f.File)); err != nil {
			t.Error(err)
		}
	}
}
