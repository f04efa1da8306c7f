package workspace

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// finder finds each "bug" in each file; "(((" is a syntax error.
func finder(_ context.Context, o engine.Options) (*engine.Result, error) {
	r := &engine.Result{}
	for _, f := range o.Files {
		var text string
		if f.Text != nil {
			text = *f.Text
		} else {
			b, err := os.ReadFile(f.Path)
			if err != nil {
				return nil, err
			}
			text = string(b)
		}
		word, id := "bug", "bug"
		if strings.Contains(text, "(((") {
			word, id = "(((", "syntax-error"
		}
		for at := 0; ; {
			i := strings.Index(text[at:], word)
			if i < 0 {
				break
			}
			at += i + len(word)
			r.Findings = append(r.Findings, rule.Diagnostic{Rule: id, Severity: rule.Error, File: f.Path, Range: syntax.Range{Start: int32(at - len(word)), End: int32(at)}})
		}
	}
	return r, nil
}

// gate makes analyses wait for the test.
type gate struct {
	began chan run
}

type run struct {
	ctx    context.Context
	texts  []string
	finish chan error
}

func (g *gate) lint(ctx context.Context, o engine.Options) (*engine.Result, error) {
	r := run{ctx: ctx, finish: make(chan error)}
	for _, f := range o.Files {
		if f.Text != nil {
			r.texts = append(r.texts, *f.Text)
		}
	}
	g.began <- r
	if err := <-r.finish; err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return finder(ctx, o)
}

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.ToSlash(dir)
}

// change edits a buffer by replacing its whole text.
func change(t *testing.T, s *Session, file string, version int32, text string) {
	t.Helper()
	old := s.Snapshot().Document(file)
	if err := s.Change(file, version, text, []Edit{Diff(old.Text, text)}); err != nil {
		t.Fatal(err)
	}
}

func settle(t *testing.T, s *Session) {
	t.Helper()
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// places are what is found in a file: "bug@4-7".
func places(s *Snapshot, file string) string {
	var all []string
	for _, d := range s.Findings(file) {
		all = append(all, fmt.Sprintf("%s@%d-%d", d.Rule, d.Range.Start, d.Range.End))
	}
	return strings.Join(all, " ")
}

func expect(t *testing.T, s *Snapshot, file, want string) {
	t.Helper()
	if got := places(s, file); got != want {
		t.Errorf("%s: %q, not %q", filepath.Base(file), got, want)
	}
}

// TestBurst: while an analysis runs, the newest change waits and the ones between are never looked at; a change cancels the analysis
// that it makes stale, but not two in a row.
func TestBurst(t *testing.T) {
	g := &gate{began: make(chan run)}
	s := New(Config{Undrafted: true, Lint: g.lint})
	t.Cleanup(s.Stop)
	dir := write(t, nil)
	file := dir + "/a.js"
	s.SetFolders([]string{dir})
	first := <-g.began
	s.Open(file, 1, "one")
	<-first.ctx.Done() // the test hangs here when it is not cancelled
	change(t, s, file, 2, "two")
	change(t, s, file, 3, "three bug")
	first.finish <- nil
	second := <-g.began
	if !slices.Equal(second.texts, []string{"three bug"}) {
		t.Errorf("the second analysis is about %q", second.texts)
	}
	change(t, s, file, 4, "4 three bug")
	if second.ctx.Err() != nil {
		t.Error("two analyses in a row were cancelled")
	}
	second.finish <- nil
	third := <-g.began
	// The second one's result is here before the third one ends, moved by the edit that it did not see.
	expect(t, s.Snapshot(), file, "bug@8-11")
	change(t, s, file, 5, "45 three bug")
	<-third.ctx.Done() // after one that ended, this may be cancelled again
	third.finish <- nil
	fourth := <-g.began
	if !slices.Equal(fourth.texts, []string{"45 three bug"}) {
		t.Errorf("the last analysis is about %q", fourth.texts)
	}
	fourth.finish <- nil
	settle(t, s)
	expect(t, s.Snapshot(), file, "bug@9-12")
	if v := s.Snapshot().Document(file).Version; v != 5 {
		t.Errorf("version %d", v)
	}
}

// TestReopened: a result about a buffer that was closed and opened again meanwhile does not count for the new one.
func TestReopened(t *testing.T) {
	g := &gate{began: make(chan run)}
	s := New(Config{Undrafted: true, Lint: g.lint})
	t.Cleanup(s.Stop)
	dir := write(t, nil)
	file := dir + "/a.js"
	s.SetFolders([]string{dir})
	(<-g.began).finish <- errors.New("let the next one end")
	settle(t, s)
	s.Open(file, 1, "bug")
	r := <-g.began
	s.Close(file)
	s.Open(file, 1, "one bug here")
	r.finish <- nil // cancelled
	r = <-g.began
	s.Close(file)
	s.Open(file, 1, "bug bug bug")
	r.finish <- nil // not cancelled, and about "one bug here"
	r = <-g.began
	expect(t, s.Snapshot(), file, "")
	r.finish <- nil
	settle(t, s)
	expect(t, s.Snapshot(), file, "bug@0-3 bug@4-7 bug@8-11")
}

func TestOpenUnchanged(t *testing.T) {
	runs := 0
	s := New(Config{Undrafted: true, Lint: func(ctx context.Context, o engine.Options) (*engine.Result, error) {
		runs++
		return finder(ctx, o)
	}})
	t.Cleanup(s.Stop)
	dir := write(t, map[string]string{"a.js": "bug\n", "b.js": "bug\n"})
	s.SetFolders([]string{dir})
	settle(t, s)
	s.Open(dir+"/a.js", 1, "bug\n")
	expect(t, s.Snapshot(), dir+"/a.js", "bug@0-3")
	settle(t, s)
	if runs != 1 {
		t.Errorf("%d analyses: opening a file as it is on the disk needs none", runs)
	}
	s.Open(dir+"/b.js", 1, "a bug\n")
	settle(t, s)
	if runs != 2 {
		t.Errorf("%d analyses after opening one that differs", runs)
	}
	expect(t, s.Snapshot(), dir+"/b.js", "bug@2-5")
}

// TestBroken: while a text does not parse, its last findings move with the edits.
func TestBroken(t *testing.T) {
	s := New(Config{Undrafted: true, Lint: finder})
	t.Cleanup(s.Stop)
	dir := write(t, nil)
	file := dir + "/a.js"
	s.SetFolders([]string{dir})
	s.Open(file, 1, "a bug, b bug")
	settle(t, s)
	good := s.Snapshot()
	for _, step := range []struct{ text, want string }{
		{"((( a bug, b bug", "syntax-error@0-3 bug@6-9 bug@13-16"},
		{"((( a bug, x b bug", "syntax-error@0-3 bug@6-9 bug@15-18"},
		{"((( a , x b bug", "syntax-error@0-3 bug@12-15"},
		{"a , x b bug", "bug@8-11"},
		{"a bug x b bug", "bug@2-5 bug@10-13"},
	} {
		change(t, s, file, 2, step.text)
		settle(t, s)
		if got := places(s.Snapshot(), file); got != step.want {
			t.Errorf("%q: %q, not %q", step.text, got, step.want)
		}
	}
	expect(t, good, file, "bug@2-5 bug@9-12") // a snapshot does not change
	if good.Document(file).Text != "a bug, b bug" {
		t.Error("a snapshot's text changed")
	}
}

// TestFailure: an analysis that cannot run, or panics, leaves what was known, with the reason.
func TestFailure(t *testing.T) {
	var fault func()
	var mu sync.Mutex
	s := New(Config{Undrafted: true, Lint: func(ctx context.Context, o engine.Options) (*engine.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		if fault != nil {
			fault()
			return nil, errors.New("no disk")
		}
		return finder(ctx, o)
	}})
	t.Cleanup(s.Stop)
	set := func(f func()) {
		mu.Lock()
		defer mu.Unlock()
		fault = f
	}
	dir := write(t, map[string]string{"b.js": "bug"})
	file := dir + "/a.js"
	s.SetFolders([]string{dir})
	s.Open(file, 1, "bug")
	settle(t, s)
	for name, f := range map[string]func(){"no disk": func() {}, "boom": func() { panic("boom") }} {
		set(f)
		change(t, s, file, 2, "a "+s.Snapshot().Document(file).Text)
		settle(t, s)
		problems := s.Snapshot().Problems()
		if len(problems) != 1 || !strings.Contains(problems[0].Message, name) {
			t.Errorf("problems: %v", problems)
		}
		expect(t, s.Snapshot(), dir+"/b.js", "bug@0-3")
	}
	expect(t, s.Snapshot(), file, "bug@4-7")
	set(nil)
	s.Refresh()
	settle(t, s)
	if problems := s.Snapshot().Problems(); len(problems) != 0 {
		t.Errorf("problems that are over: %v", problems)
	}
}

func TestConfiguration(t *testing.T) {
	rules := []*rule.Rule{{ID: "bug", Severity: rule.Error}, {ID: "smell", Severity: rule.Error}}
	var ran []string
	s := New(Config{Rules: rules, Lint: func(ctx context.Context, o engine.Options) (*engine.Result, error) {
		ran = nil
		for _, r := range o.Rules {
			ran = append(ran, fmt.Sprint(r.ID, " ", o.Severity(o.Root+"/a.js", r)))
		}
		for _, f := range o.Files {
			ran = append(ran, strings.TrimPrefix(f.Path, o.Root))
		}
		return finder(ctx, o)
	}})
	t.Cleanup(s.Stop)
	dir := write(t, map[string]string{"a.js": "", "gen/b.js": ""})
	set := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "nodebeyond.jsonc"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		s.Refresh()
		settle(t, s)
	}
	s.SetFolders([]string{dir})
	set(`{"rules": {"bug": "off", "smell": "warning"}, "ignores": ["gen/**"]}`)
	if !slices.Contains(ran, "smell warning") || slices.Contains(ran, "bug error") || slices.Contains(ran, "/gen/b.js") || !slices.Contains(ran, "/a.js") {
		t.Errorf("ran: %v", ran)
	}
	before := ran
	set(`{"rulez": {}}`)
	if !slices.Equal(ran, before) {
		t.Errorf("with a broken configuration ran %v", ran)
	}
	problems := s.Snapshot().Problems()
	if len(problems) != 1 || !strings.Contains(problems[0].Message, "rulez") || !strings.Contains(problems[0].Message, "nodebeyond.jsonc:1:2") {
		t.Errorf("problems: %v", problems)
	}
	set(`{}`)
	if !slices.Contains(ran, "bug error") || !slices.Contains(ran, "/gen/b.js") || len(s.Snapshot().Problems()) != 0 {
		t.Errorf("mended: %v, %v", ran, s.Snapshot().Problems())
	}
}

// TestNested: of two folders, one in the other, the inner one speaks for its files.
func TestNested(t *testing.T) {
	s := New(Config{Undrafted: true, Lint: finder})
	t.Cleanup(s.Stop)
	dir := write(t, map[string]string{"a.js": "bug", "inner/b.js": "bug", "inner-too/c.js": "bug"})
	s.SetFolders([]string{dir, dir + "/inner/", dir})
	settle(t, s)
	if got := s.Folders(); !slices.Equal(got, []string{dir + "/inner", dir}) {
		t.Errorf("folders: %v", got)
	}
	want := []string{dir + "/a.js", dir + "/inner-too/c.js", dir + "/inner/b.js"}
	if got := s.Snapshot().Files(); !slices.Equal(got, want) {
		t.Errorf("files: %v", got)
	}
	s.Open(dir+"/inner/b.js", 1, "a bug")
	settle(t, s)
	expect(t, s.Snapshot(), dir+"/inner/b.js", "bug@2-5")
	s.SetFolders([]string{dir})
	settle(t, s)
	expect(t, s.Snapshot(), dir+"/inner/b.js", "bug@2-5")
	s.SetFolders(nil)
	settle(t, s)
	if got := s.Snapshot().Files(); !slices.Equal(got, []string{dir + "/inner/b.js"}) {
		t.Errorf("files without folders: %v", got)
	}
	expect(t, s.Snapshot(), dir+"/inner/b.js", "bug@2-5")
}

// TestTold: Changed never sees an older snapshot than before, and sees the last one.
func TestTold(t *testing.T) {
	var (
		mu       sync.Mutex
		versions []int32
	)
	var s *Session
	dir := write(t, nil)
	file := dir + "/a.js"
	s = New(Config{Undrafted: true, Lint: finder, Changed: func(snap *Snapshot) {
		if d := snap.Document(file); d != nil {
			mu.Lock()
			defer mu.Unlock()
			versions = append(versions, d.Version)
		}
	}})
	t.Cleanup(s.Stop)
	s.SetFolders([]string{dir})
	s.Open(file, 1, "")
	for v := range int32(200) {
		change(t, s, file, v+2, strings.Repeat("bug ", int(v)))
	}
	settle(t, s)
	mu.Lock()
	defer mu.Unlock()
	if !slices.IsSorted(versions) || len(versions) == 0 || versions[len(versions)-1] != 201 {
		t.Errorf("told: %v", versions)
	}
}

func TestStop(t *testing.T) {
	g := &gate{began: make(chan run)}
	s := New(Config{Undrafted: true, Lint: g.lint})
	s.SetFolders([]string{write(t, nil)})
	r := <-g.began
	s.Stop()
	<-r.ctx.Done()
	if err := s.Settle(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for a stopped session: %v", err)
	}
	r.finish <- nil
}
