package ruletest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tailscale/hujson"
	"golang.org/x/tools/txtar"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// Variant is one way to write a pitfall, or good code that looks like it, and what linters say of it. It is an archive whose comment says:
//
//	title: Helper in another file
//	peers: n yes, oxlint no, Biome FP
//	entry a.js: breaks b.js:2 require-cycle-partial: undefined
//	entry b.js: fine
//
// Without entries, comments // want "rule-id: part of the message" are all findings of all rules that there are: an archive without any is
// good code. With entries, each is made the main module of the package in turn. It either works, and then nothing graver than an info is
// found; or it breaks, and then there is one error, by that rule in that line, and Node prints the text after the colon.
type Variant struct {
	Section string // the folder it is in
	Name    string // the file, without extension
	Title   string
	Peers   []Verdict
	Entries []Entry

	files map[string]string
	wants []want
}

// Verdict is what another linter says of a variant.
type Verdict struct{ Linter, Says string }

// Entry is what happens when a program starts with a file.
type Entry struct {
	File   string
	Breaks bool
	Where  string // file:line of the finding
	Rule   string
	Prints string // part of what Node writes
}

var entryLine = regexp.MustCompile(`^(\S+): (?:(fine)|breaks (\S+:\d+) ([a-z0-9-]+): (.+))$`)

// ReadVariants reads all archives of the folders in dir, sorted by folder and name.
func ReadVariants(t *testing.T, dir string) []*Variant {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no variants in %s: %v", dir, err)
	}
	var out []*Variant
	for _, path := range paths {
		v, err := readVariant(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		out = append(out, v)
	}
	return out
}

func readVariant(path string) (*Variant, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	archive := txtar.Parse(data)
	v := &Variant{Section: filepath.Base(filepath.Dir(path)), Name: strings.TrimSuffix(filepath.Base(path), ".txtar"), files: map[string]string{}}
	for line := range strings.Lines(string(archive.Comment)) {
		line = strings.TrimSpace(line)
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "":
		case "title:":
			v.Title = value
		case "peers:":
			for part := range strings.SplitSeq(value, ", ") {
				i := strings.LastIndex(part, " ")
				if i < 0 {
					return nil, fmt.Errorf("peers: %q is not a linter and what it says", part)
				}
				v.Peers = append(v.Peers, Verdict{part[:i], part[i+1:]})
			}
		case "entry":
			m := entryLine.FindStringSubmatch(value)
			if m == nil {
				return nil, fmt.Errorf("%q: write entry FILE: fine, or entry FILE: breaks FILE:LINE RULE: text", line)
			}
			v.Entries = append(v.Entries, Entry{File: m[1], Breaks: m[2] == "", Where: m[3], Rule: m[4], Prints: m[5]})
		default:
			return nil, fmt.Errorf("%q: a line begins with title:, peers: or entry", line)
		}
	}
	if v.Title == "" {
		return nil, fmt.Errorf("there is no title")
	}
	for _, f := range archive.Files {
		v.files[f.Name] = string(f.Data)
		list, err := commentWants(f.Name, string(f.Data))
		if err != nil {
			return nil, err
		}
		v.wants = append(v.wants, list...)
	}
	if len(v.wants) > 0 && len(v.Entries) > 0 {
		return nil, fmt.Errorf("it has entries and // want comments: what is found depends on the entry")
	}
	for _, e := range v.Entries {
		if _, ok := v.files[e.File]; !ok {
			return nil, fmt.Errorf("entry %s: there is no such file", e.File)
		}
	}
	return v, nil
}

// startedBy is the project with a file as its main module.
func (v *Variant) startedBy(t *testing.T, file string) *project {
	t.Helper()
	files := map[string]string{"package.json": "{}"}
	for name, text := range v.files {
		files[name] = text
	}
	value, err := hujson.Parse([]byte(files["package.json"]))
	if err != nil {
		t.Fatal(err)
	}
	if err := value.Patch([]byte(`[{"op": "add", "path": "/main", "value": ` + strconv.Quote("./"+file) + `}]`)); err != nil {
		t.Fatal(err)
	}
	files["package.json"] = value.String()
	return newProject(t, files)
}

// Check lints the variant with all rules and compares.
func (v *Variant) Check(t *testing.T, all []*rule.Rule) {
	if len(v.Entries) == 0 {
		p := newProject(t, v.files)
		found := p.lint(t, all, nil)
		for i := range found {
			found[i].Message = found[i].Rule + ": " + found[i].Message
		}
		compare(t, p, v.wants, found)
		return
	}
	for _, e := range v.Entries {
		p := v.startedBy(t, e.File)
		seen := false
		for _, d := range p.lint(t, all, nil) {
			if d.Severity < rule.Warning {
				continue
			}
			line := syntax.NewMapper(p.files[p.name(d.File)]).Line(int(d.Range.Start)) + 1
			at := p.name(d.File) + ":" + strconv.Itoa(line)
			if e.Breaks && !seen && d.Severity == rule.Error && d.Rule == e.Rule && at == e.Where {
				seen = true
				continue
			}
			t.Errorf("from %s, not wanted: %s: %s %s: %s", e.File, at, d.Severity, d.Rule, d.Message)
		}
		if e.Breaks && !seen {
			t.Errorf("from %s, not found: %s: error %s", e.File, e.Where, e.Rule)
		}
	}
}

// Mend applies what is offered for each finding that an entry breaks by, and reports how many of them there were. The rule must then say
// nothing more, and the program must work.
func (v *Variant) Mend(t *testing.T, all []*rule.Rule, node Node) (mended int) {
	for _, e := range v.Entries {
		if !e.Breaks {
			continue
		}
		p := v.startedBy(t, e.File)
		for _, d := range only(e.Rule, p.lint(t, all, nil)) {
			for _, fix := range d.Fixes {
				name := p.name(d.File)
				after, problem := apply(p.files[name], fix.Edits)
				if problem != "" {
					t.Errorf("%s: %s: %s", name, fix.Title, problem)
					continue
				}
				files := maps.Clone(v.files)
				files[name] = after
				q := (&Variant{files: files}).startedBy(t, e.File)
				if left := only(e.Rule, q.lint(t, all, nil)); len(left) > 0 {
					t.Errorf("%s: %s: it is found again: %s\n%s", name, fix.Title, left[0].Message, after)
				}
				if got := node.run(t, &Program{Files: q.files, Entry: e.File}, limit); !works(got) {
					t.Errorf("%s: %s: Node %s ends with %s and writes:\n%s\n%s", name, fix.Title, node.Line, got.exit, got.text, after)
				}
				mended++
			}
		}
	}
	return mended
}

// troubles are what a program that works does not print.
var troubles = []string{"undefined", "Warning: ", "Error"}

// Prove starts the variant by each entry.
func (v *Variant) Prove(t *testing.T, node Node) {
	for _, e := range v.Entries {
		p := v.startedBy(t, e.File)
		got := node.run(t, &Program{Files: p.files, Entry: e.File}, limit)
		if e.Breaks && !strings.Contains(got.text, e.Prints) {
			t.Errorf("Node %s, %s: it does not print %q:\n%s", node.Line, e.File, e.Prints, got.text)
		}
		if !e.Breaks && !works(got) {
			t.Errorf("Node %s, %s: it is said to work, ended with %s and wrote:\n%s", node.Line, e.File, got.exit, got.text)
		}
	}
}

func works(got outcome) bool {
	return got.exit == "0" && !slices.ContainsFunc(troubles, func(s string) bool { return strings.Contains(got.text, s) })
}

// Table compares the page at path with the variants in tables, a heading for each section. -update writes it.
func Table(t *testing.T, path, head string, sections [][2]string, variants []*Variant) {
	t.Helper()
	var b strings.Builder
	b.WriteString(head)
	for _, s := range sections {
		fmt.Fprintf(&b, "\n## %s\n\n", s[1])
		var list []*Variant
		var linters []string
		for _, v := range variants {
			if v.Section != s[0] {
				continue
			}
			list = append(list, v)
			for _, p := range v.Peers {
				if !slices.Contains(linters, p.Linter) {
					linters = append(linters, p.Linter)
				}
			}
		}
		entries := slices.ContainsFunc(list, func(v *Variant) bool { return len(v.Entries) > 0 })
		head := []string{"variant", "nodebeyond"}
		if entries {
			head = []string{"variant", "Node, and nodebeyond"}
		}
		row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
		head = append(head, linters...)
		row(head)
		b.WriteString(strings.Repeat("|-", len(head)) + "|\n")
		for _, v := range list {
			cells := []string{v.Title, v.says()}
			for _, l := range linters {
				i := slices.IndexFunc(v.Peers, func(p Verdict) bool { return p.Linter == l })
				if i < 0 {
					cells = append(cells, "")
					continue
				}
				cells = append(cells, v.Peers[i].Says)
			}
			row(cells)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != b.String() {
		t.Errorf("%s is stale: run this test with -update", path)
	}
}

// says is what is found, in a few words.
func (v *Variant) says() string {
	var parts []string
	for _, e := range v.Entries {
		if !e.Breaks {
			parts = append(parts, "`"+e.File+"` first: fine")
			continue
		}
		parts = append(parts, fmt.Sprintf("`%s` first: %s, `%s` at %s", e.File, e.Prints, e.Rule, e.Where))
	}
	seen := map[string]bool{}
	for _, w := range v.wants {
		id, _, _ := strings.Cut(w.text, ":")
		if !seen[id] {
			seen[id] = true
			parts = append(parts, "`"+id+"`")
		}
	}
	if len(parts) == 0 {
		return "silent, it is good"
	}
	return strings.Join(parts, "; ")
}
