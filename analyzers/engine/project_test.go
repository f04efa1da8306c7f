package engine_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
)

func TestMain(m *testing.M) {
	engine.PanicsAreFatal(true)
	os.Exit(m.Run())
}

// project is a folder of sources with a cache and a memory of its own. Its clock is an hour behind and goes on by a minute with each change, so
// that time stamps can be believed without waiting.
type project struct {
	t      *testing.T
	dir    string // native
	cache  string
	memory engine.Memory
	now    time.Time
}

func newProject(t *testing.T, files map[string]string) *project {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := &project{t: t, dir: dir, cache: t.TempDir(), now: time.Now().Add(-time.Hour)}
	for name, text := range files {
		p.write(name, text)
	}
	p.backdate()
	return p
}

func (p *project) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

func (p *project) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *project) write(name, text string) {
	p.t.Helper()
	p.must(os.MkdirAll(filepath.Dir(p.path(name)), 0o755))
	p.must(os.WriteFile(p.path(name), []byte(text), 0o644))
}

func (p *project) remove(name string) {
	p.t.Helper()
	p.must(os.RemoveAll(p.path(name)))
}

// backdate moves the time stamps of what was changed just now to the project's clock, and the clock on.
func (p *project) backdate() {
	p.t.Helper()
	p.now = p.now.Add(time.Minute)
	young := time.Now().Add(-20 * time.Minute)
	p.must(filepath.WalkDir(p.dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Type()&fs.ModeSymlink != 0 {
			return nil
		}
		info, err := d.Info()
		if err == nil && info.ModTime().After(young) {
			err = os.Chtimes(file, p.now, p.now)
		}
		return err
	}))
}

// files are the sources, as a walk finds them. Ctime is left out: no program can set it back.
func (p *project) files() []engine.File {
	p.t.Helper()
	var out []engine.File
	p.must(filepath.WalkDir(p.dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == "node_modules" || d.Name() == ".git" {
				return filepath.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".js", ".cjs", ".mjs", ".ts"}, filepath.Ext(file)) || !d.Type().IsRegular() {
			return nil
		}
		info, err := d.Info()
		if err == nil {
			out = append(out, engine.File{Path: filepath.ToSlash(file), Size: info.Size(), Mtime: info.ModTime().UnixNano()})
		}
		return err
	}))
	slices.SortFunc(out, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// options are those of a run with the project's cache.
func (p *project) options() engine.Options {
	return engine.Options{Root: filepath.ToSlash(p.dir), Files: p.files(), Rules: rules.All(), CacheDir: p.cache}
}

func (p *project) lint(o engine.Options) *engine.Result {
	p.t.Helper()
	res, err := engine.Lint(p.t.Context(), o)
	if err != nil {
		p.t.Fatal(err)
	}
	return res
}

// cold runs without a cache.
func (p *project) cold() *engine.Result {
	p.t.Helper()
	o := p.options()
	o.CacheDir = "off"
	return p.lint(o)
}

// same runs in every way there is and fails when one finds something else than a run that knows nothing. It gives what that one finds.
func (p *project) same(when string) *engine.Result {
	p.t.Helper()
	want := p.cold()
	check := func(how string, o engine.Options) *engine.Result {
		p.t.Helper()
		got := p.lint(o)
		if d := cmp.Diff(said(want), said(got)); d != "" {
			p.t.Errorf("%s: %s differs from a cold run (-cold +got):\n%s", when, how, d)
		}
		if d := cmp.Diff(want.Findings, got.Findings); d != "" && !p.t.Failed() {
			p.t.Errorf("%s: %s differs from a cold run in detail (-cold +got):\n%s", when, how, d)
		}
		return got
	}
	// The first run of a memory reads the cache and leaves it as the next run wants it; every other step a buffer says what the disk says.
	first := p.options()
	first.Memory = &engine.Memory{}
	if len(first.Files) > 0 && len(when)%2 == 0 {
		text, err := os.ReadFile(first.Files[0].Path)
		p.must(err)
		buffer := string(text)
		first.Files[0].Text = &buffer
	}
	check("a new memory over an old cache", first)
	if got := check("the first run with the cache", p.options()); len(want.Errors) == 0 && got.Stats.Cached != len(p.files()) {
		p.t.Errorf("%s: a run after one with a memory took %d of %d files from the cache", when, got.Stats.Cached, len(p.files()))
	}
	first = p.options()
	first.Memory = &engine.Memory{}
	if got := check("a new memory over a new cache", first); len(want.Errors) == 0 && got.Stats.Cached != len(p.files()) {
		p.t.Errorf("%s: a new memory took %d of %d files from the cache", when, got.Stats.Cached, len(p.files()))
	}
	first.Files = p.files()
	check("that memory again", first)
	if got := check("the second run with the cache", p.options()); len(want.Errors) == 0 && got.Stats.Cached != len(p.files()) {
		p.t.Errorf("%s: the second run took %d of %d files from the cache", when, got.Stats.Cached, len(p.files()))
	}
	o := p.options()
	o.Memory = &p.memory
	check("the memory", o)
	check("the memory, again", o)
	for jobs := 1; jobs <= 4; jobs += 3 {
		o := p.options()
		o.Jobs, o.CacheDir = jobs, "off"
		check("a run with other jobs", o)
	}
	return want
}

// said is what a run says, in lines that are easy to compare.
func said(r *engine.Result) []string {
	var out []string
	for _, d := range r.Findings {
		line := d.Rule + " " + filepath.Base(d.File) + " " + d.Severity.String() + ": " + d.Message
		for _, s := range d.Evidence {
			line += " | " + filepath.Base(s.File) + " " + s.Message
		}
		out = append(out, line)
	}
	for _, e := range r.Errors {
		out = append(out, "error: "+filepath.Base(e.File)+": "+e.Message)
	}
	return out
}

// has counts the findings of a rule.
func has(r *engine.Result, id string) int {
	n := 0
	for _, d := range r.Findings {
		if d.Rule == id {
			n++
		}
	}
	return n
}

func ruleNamed(t *testing.T, id string) *rule.Rule {
	t.Helper()
	for _, r := range rules.All() {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no rule %s", id)
	return nil
}
