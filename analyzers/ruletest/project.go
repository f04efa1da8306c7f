package ruletest

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// project is a program in a folder of its own.
type project struct {
	dir   string // absolute, forward slashes, no links in it
	files map[string]string
}

// newProject writes files, named relative to the project with forward slashes, to a folder that goes with the test.
func newProject(t *testing.T, files map[string]string) *project {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			t.Fatalf("file %q leaves the project", name)
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return &project{dir: filepath.ToSlash(dir), files: files}
}

// linted reports whether a file is one that a project's own code is made of.
func linted(name string) bool {
	switch path.Ext(name) {
	case ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx":
		return !slices.Contains(strings.Split(name, "/"), "node_modules")
	}
	return false
}

// lint runs rules over the project. texts replace files of it, by name; nil replaces none. A file that the engine cannot analyse and a
// rule that does not finish fail the test.
func (p *project) lint(t *testing.T, rules []*rule.Rule, texts map[string]string) []rule.Diagnostic {
	t.Helper()
	o := engine.Options{Root: p.dir, Rules: rules, Jobs: 1, CacheDir: "off"}
	for name, text := range p.files {
		if !linted(name) {
			continue
		}
		if changed, ok := texts[name]; ok {
			text = changed
		}
		o.Files = append(o.Files, engine.File{Path: p.dir + "/" + name, Size: int64(len(text)), Text: &text})
	}
	slices.SortFunc(o.Files, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	res, err := engine.Lint(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range res.Errors {
		t.Errorf("%s: %s", p.name(e.File), e.Message)
	}
	for i := range res.Findings {
		p.wellFormed(t, &res.Findings[i], texts)
	}
	return res.Findings
}

// wellFormed holds of every finding of every rule.
func (p *project) wellFormed(t *testing.T, d *rule.Diagnostic, texts map[string]string) {
	t.Helper()
	inside := func(what, file string, r syntax.Range) {
		t.Helper()
		if text, ok := p.text(p.name(file), texts); !ok || r.Start < 0 || r.Start > r.End || int(r.End) > len(text) {
			t.Errorf("%s: %s: %s: range %d-%d is not inside a file of the project", p.name(file), d.Rule, what, r.Start, r.End)
		}
	}
	inside("finding", d.File, d.Range)
	if d.Message == "" || d.Help == "" {
		t.Errorf("%s: %s: a finding has a message and a help: %q, %q", p.name(d.File), d.Rule, d.Message, d.Help)
	}
	for _, s := range d.Evidence {
		inside("evidence", s.File, s.Range)
		if s.Message == "" {
			t.Errorf("%s: %s: a step without a message", p.name(s.File), d.Rule)
		}
	}
}

// name is the project's own name of a path.
func (p *project) name(file string) string { return strings.TrimPrefix(file, p.dir+"/") }

func (p *project) text(name string, texts map[string]string) (string, bool) {
	if text, ok := texts[name]; ok {
		return text, true
	}
	text, ok := p.files[name]
	return text, ok
}

// only keeps the findings of one rule.
func only(id string, findings []rule.Diagnostic) []rule.Diagnostic {
	var out []rule.Diagnostic
	for _, d := range findings {
		if d.Rule == id {
			out = append(out, d)
		}
	}
	return out
}

// place is "file:line:column", both from 1, columns in UTF-16 units as editors and the command line show them.
func (p *project) place(file string, at syntax.Range, texts map[string]string) string {
	name := p.name(file)
	text, _ := p.text(name, texts)
	line, col := syntax.NewMapper(text).Position(int(at.Start), syntax.UTF16)
	return name + ":" + strconv.Itoa(line+1) + ":" + strconv.Itoa(col+1)
}
