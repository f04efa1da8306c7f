package docs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A program of the book is a run of fences:
//
//	```js file=b.js         a file
//	```js run file=a.js     the file given to node; the name defaults to main.js
//	```output               what it prints, with exit code 0
//	```output exit=1        same, ending with that code
//	```output node=20,22    same, on these Node lines only
//
// What it prints is standard output, followed by the message line of the error
// that ended it (stack traces and version-dependent source excerpts aside). A
// run that ends with 0 must leave standard error empty, warnings included,
// unless the fence says stderr=any.
type program struct {
	where   string            // anchor of the section and number in it, for messages
	main    string            // the entry; "" until its fence was read
	files   map[string]string // name, slash-separated, to text
	outputs []output
}

type output struct {
	text   string
	exit   int
	lines  []string // Node lines; empty = every line
	stderr bool     // standard error may hold anything
}

// programs collects the programs of all written sections.
func programs(t *testing.T) []*program {
	t.Helper()
	var all []*program
	for _, s := range Sections() {
		var open *program // takes further fences
		n := 0
		for _, f := range fences(s.Markdown()) {
			lang, attrs, flags := fenceInfo(t, s, f.info)
			switch {
			case lang == "output":
				if open == nil || open.main == "" {
					t.Fatalf("%s: an output fence without a program before it", s.Anchor())
				}
				o := output{text: strings.TrimSpace(f.text), stderr: attrs["stderr"] == "any"}
				if attrs["node"] != "" {
					o.lines = strings.Split(attrs["node"], ",")
				}
				if code := attrs["exit"]; code != "" {
					exit, err := strconv.Atoi(code)
					if err != nil {
						t.Fatalf("%s: exit=%s", s.Anchor(), code)
					}
					o.exit = exit
				}
				open.outputs = append(open.outputs, o)
			case flags["run"] || attrs["file"] != "":
				if open == nil || len(open.outputs) > 0 {
					n++
					open = &program{where: fmt.Sprintf("%s/%d", s.Anchor(), n), files: map[string]string{}}
					all = append(all, open)
				}
				name := attrs["file"]
				if name == "" {
					name = "main.js"
				}
				if _, twice := open.files[name]; twice {
					t.Fatalf("%s: file %s twice", open.where, name)
				}
				open.files[name] = f.text
				if flags["run"] {
					if open.main != "" {
						t.Fatalf("%s: two fences marked run", open.where)
					}
					open.main = name
				}
			}
		}
	}
	for _, p := range all {
		if p.main == "" || len(p.outputs) == 0 {
			t.Fatalf("%s: no fence marked run, or no output fence", p.where)
		}
	}
	return all
}

func TestProgramsPrintWhatTheBookSays(t *testing.T) {
	node := findNode(t)
	out, err := exec.Command(node, "--version").Output()
	if err != nil {
		t.Fatalf("%s --version: %v", node, err)
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(string(out)), "v"), ".")
	for _, p := range programs(t) {
		t.Run(p.where, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(p.outputs, func(o output) bool {
				return len(o.lines) == 0 || slices.Contains(o.lines, line)
			})
			if i < 0 {
				t.Fatalf("no output fence for Node %s", line)
			}
			want := p.outputs[i]
			got, stderr, exit := run(t, node, p)
			if got != want.text || exit != want.exit {
				t.Errorf("Node %s\ngot, exit %d:\n%s\n\nwant, exit %d:\n%s\n\nstderr:\n%s",
					line, exit, got, want.exit, want.text, stderr)
			}
			if exit == 0 && stderr != "" && !want.stderr {
				t.Errorf("Node %s wrote to standard error:\n%s", line, stderr)
			}
		})
	}
}

// Readers see the lines of a program in a narrow window.
func TestProgramsAreNarrow(t *testing.T) {
	for _, p := range programs(t) {
		for _, name := range slices.Sorted(maps.Keys(p.files)) {
			for line := range strings.Lines(p.files[name]) {
				if n := len([]rune(strings.TrimRight(line, "\n"))); n > 80 {
					t.Errorf("%s: %s: %d columns: %s", p.where, name, n, line)
				}
			}
		}
	}
}

// errorLine is the line by which Node names the error that ended a program.
var errorLine = regexp.MustCompile(`(?m)^(?:[A-Za-z]*Error|AssertionError)(?: \[[A-Z_0-9]+\])?:.*$`)

// run writes p to a folder of its own and runs it there. The limit is far from
// what any program needs: it only keeps a hanging one from holding the test.
func run(t *testing.T, node string, p *program) (got, stderr string, exit int) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range p.files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, p.main)
	cmd.Dir = dir
	// Settings of the person who runs the tests must not change what is printed.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "NODE_") || strings.HasPrefix(v, "FORCE_COLOR=")
	})
	var stdout, errout bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &errout
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Fatalf("did not end by itself; so far:\n%s%s", &stdout, &errout)
	}
	got = stdout.String()
	exit = cmd.ProcessState.ExitCode()
	if exit != 0 {
		got += errorLine.FindString(errout.String())
	}
	return strings.TrimSpace(got), errout.String(), exit
}

// findNode returns the Node binary to run: NODEBEYOND_NODE, or the newest line
// installed under .cache/node at the top of the checkout. Without one the test
// fails: a book that was not run proves nothing.
func findNode(t *testing.T) string {
	t.Helper()
	if node := os.Getenv("NODEBEYOND_NODE"); node != "" {
		return node
	}
	best, newest := "", -1
	found, err := filepath.Glob(filepath.FromSlash("../.cache/node/*/node_modules/node/bin/node"))
	if err != nil {
		t.Fatal(err)
	}
	for _, node := range found {
		line := filepath.Base(filepath.Join(node, "../../../.."))
		if n, err := strconv.Atoi(line); err == nil && n > newest {
			best, newest = node, n
		}
	}
	if best == "" {
		t.Fatal("no Node found: set NODEBEYOND_NODE to a node binary, or install one by\n" +
			"npm install --prefix .cache/node/24 node@24")
	}
	abs, err := filepath.Abs(best)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

type fence struct{ info, text string }

func fences(text string) []fence {
	var all []fence
	open := ""
	for line := range strings.Lines(text) {
		trimmed := strings.TrimRight(line, " \t\r\n")
		mark := fenceMark(trimmed)
		switch {
		case open == "" && mark != "":
			open = mark
			all = append(all, fence{info: trimmed[len(mark):]})
		case open != "" && mark == trimmed && strings.HasPrefix(mark, open):
			open = ""
		case open != "":
			all[len(all)-1].text += line
		}
	}
	return all
}

// fenceInfo reads "js run file=a.js". An unknown word is a spelling mistake.
func fenceInfo(t *testing.T, s Section, info string) (lang string, attrs map[string]string, flags map[string]bool) {
	t.Helper()
	attrs, flags = map[string]string{}, map[string]bool{}
	words := strings.Fields(info)
	if len(words) == 0 || strings.HasPrefix(info, "text diagram ") { // what follows is its caption
		return "", attrs, flags
	}
	if words[0] == "text" && len(words) > 2 && words[1] == "diagram" {
		return words[0], attrs, flags // what follows is its caption
	}
	if len(words) > 1 && words[1] == "diagram" {
		return words[0], attrs, flags // what follows describes the picture, for who does not see it
	}
	for _, w := range words[1:] {
		key, value, hasValue := strings.Cut(w, "=")
		known := hasValue && slices.Contains([]string{"file", "node", "exit", "stderr"}, key) ||
			!hasValue && key == "run"
		if !known {
			t.Fatalf("%s: unknown word %q in fence %q", s.Anchor(), w, info)
		}
		if hasValue {
			attrs[key] = value
		} else {
			flags[key] = true
		}
	}
	return words[0], attrs, flags
}
