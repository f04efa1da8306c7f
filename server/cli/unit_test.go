package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/schollz/progressbar/v3"

	"nodebeyond/analyzers/engine"
)

// TestReplace: the file is replaced only when it still is what was analysed, and keeps its mode.
func TestReplace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.js")
	if err := os.WriteFile(file, []byte("one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, 0o764); err != nil {
		t.Fatal(err)
	}
	if err := replace(file, "other", "two"); err == nil || !strings.Contains(err.Error(), "changed") {
		t.Errorf("changed text: %v", err)
	}
	if err := replace(file, "one", "two"); err != nil {
		t.Error(err)
	}
	st, err := os.Stat(file)
	if text, _ := os.ReadFile(file); err != nil || string(text) != "two" || st.Mode().Perm() != 0o764 {
		t.Errorf("%q, mode %v, %v", text, st.Mode(), err)
	}
	if err := os.Chmod(file, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := replace(file, "two", "three"); err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("read-only: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Dir(file)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// TestUnwritten: when a file cannot be written, the report is that of what is on disk.
func TestUnwritten(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.js")
	if err := os.WriteFile(file, []byte("var a;"), 0o444); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	s := &Streams{Out: &out, Err: &out, Getenv: func(string) string { return "" }, Dir: dir}
	if code := Run(t.Context(), standInTool(), s, []string{"lint", "--fix", "--format", "stylish"}); code != ExitFailed {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{"var-keyword", "a.js: the fixes could not be written: it is read-only", "1 warning in 1 of 1 file"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestParseSize(t *testing.T) {
	for word, want := range map[string]int64{"1": 1, "2MiB": 2 << 20, "2mib": 2 << 20, "2M": 2 << 20, "512k": 512 << 10, "512KB": 512 << 10, "100b": 100, "1024MiB": 1 << 30} {
		if got, err := parseSize(word); err != nil || got != want {
			t.Errorf("%s: %d, %v", word, got, err)
		}
	}
	for _, word := range []string{"", "0", "-1", "M", "1.5M", "2GiB", "2 M", "1x", "2Mx", "1025MiB"} {
		if got, err := parseSize(word); err == nil {
			t.Errorf("%q: %d", word, got)
		}
	}
}

func TestDecideColor(t *testing.T) {
	for _, test := range []struct {
		mode     string
		terminal bool
		env      map[string]string
		want     bool
	}{
		{"auto", true, nil, true},
		{"auto", false, nil, false},
		{"auto", true, map[string]string{"NO_COLOR": "1"}, false},
		{"auto", true, map[string]string{"TERM": "dumb"}, false},
		{"auto", false, map[string]string{"FORCE_COLOR": "1"}, true},
		{"auto", true, map[string]string{"FORCE_COLOR": "0"}, false},
		{"auto", false, map[string]string{"FORCE_COLOR": "1", "NO_COLOR": "1"}, false},
		{"always", false, map[string]string{"NO_COLOR": "1"}, true},
		{"never", true, map[string]string{"FORCE_COLOR": "1"}, false},
	} {
		s := &Streams{OutTerminal: test.terminal, Getenv: func(k string) string { return test.env[k] }, colorMode: test.mode}
		if err := s.decideColor(); err != nil || s.color != test.want {
			t.Errorf("%+v: %v, %v", test, s.color, err)
		}
	}
}

// TestProgress: a bar shows on a terminal, after a second, and is wiped away.
func TestProgress(t *testing.T) {
	for _, test := range []struct {
		name            string
		terminal, quiet bool
		ago             time.Duration
		want            bool
	}{
		{"on a terminal, after a second", true, false, 2 * time.Second, true},
		{"too early", true, false, 0, false},
		{"into a pipe", false, false, time.Hour, false},
		{"quiet", true, true, time.Hour, false},
	} {
		var out strings.Builder
		l := &linting{Streams: &Streams{Err: &out, ErrTerminal: test.terminal}, flags: &lintFlags{quiet: test.quiet}, started: time.Now().Add(-test.ago)}
		if test.ago == 0 {
			l.started = l.started.Add(time.Hour)
		}
		p := l.progress()
		var bar *progressbar.ProgressBar
		p.step(1, 10)
		p.step(5, 10)
		bar = p.bar
		p.close()
		p.step(6, 10)
		if (bar != nil) != test.want || (out.Len() > 0) != test.want || p.bar != nil {
			t.Errorf("%s: bar %v, output %q", test.name, bar != nil, out.String())
		}
	}
}

func TestTiming(t *testing.T) {
	var b strings.Builder
	writeTiming(&b, &engine.Result{
		Timing: []engine.TimingRow{{Name: "parse", Nanoseconds: 1e6, Count: 2}, {Name: "rule x", Nanoseconds: 3e6, Count: 1}},
		Stats:  engine.Stats{Files: 5, Cached: 4},
	}, 5*time.Millisecond)
	want := `phase or rule        time      count
rule x             3.0 ms          1
parse              1.0 ms          2
whole run          5.0 ms
files: 5, from the cache: 4
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestRenderMarkdown(t *testing.T) {
	page := `# Title of *the* page

A paragraph with ` + "`code that stays`" + `, a [link](https://nodejs.org/api/), **bold** words and
a second line that goes on for a while.

- one
- two that is longer than the line and has to be broken
  - inner

3. third
4. fourth

> quoted

| a | ` + "`bb`" + ` |
|---|---|
| 1 | wide cell |

` + "```js good file=a.js\nif (x) {\n\n  y();\n}\n```\n\n```output bad\nexit: 1\n```\n"
	want := `Title of the page

A paragraph with ` + "`code that stays`" + `, a
link (https://nodejs.org/api/), bold
words and a second line that goes on for
a while.

- one
- two that is longer than the line and
  has to be broken
  - inner

3. third
4. fourth

| quoted

a  ` + "`bb`" + `
-  ---------
1  wide cell

a.js (good)
    if (x) {

      y();
    }

output (bad)
    exit: 1
`
	got := renderMarkdown(page, 40, false)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if colored := renderMarkdown(page, 40, true); !strings.Contains(colored, "\x1b[1;4m") {
		t.Errorf("no bold title in %q", colored)
	}
}
