package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/uri"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/report"
)

// TestWitnesses opens the failing program on the page of each rule, and what the editor is told of the finding is what the command line says of it:
// the place, the steps of the evidence as related places, and in the hover the message, the help, the facts, the steps and where to read on.
func TestWitnesses(t *testing.T) {
	proven := 0
	for _, r := range rules.All() {
		t.Run(r.ID, func(t *testing.T) {
			w := newWitness(t, r, badProgram(t, rules.Page(r.ID)))
			want := w.finding()
			got := w.told(want)
			w.related(want, got)
			w.hover(want)
			if len(want.Evidence) > 0 {
				proven++
			}
			if err := w.c.goodbye(); err != nil {
				t.Error(err)
			}
		})
	}
	// What has no evidence has nothing to get wrong: most rules must have some, or this test tests nothing.
	if n := len(rules.All()); proven < n/3 {
		t.Errorf("only %d of %d rules show evidence", proven, n)
	}
}

// badProgram are the files of a page's failing program: the fences marked bad or both that name a file.
func badProgram(t *testing.T, page string) map[string]string {
	t.Helper()
	files := map[string]string{}
	name := ""
	for line := range strings.Lines(page) {
		switch words := strings.Fields(line); {
		case name != "" && strings.TrimSpace(line) == "```":
			name = ""
		case name != "":
			files[name] += line
		case strings.HasPrefix(line, "```") && (slices.Contains(words, "bad") || slices.Contains(words, "both")):
			for _, word := range words {
				if file, ok := strings.CutPrefix(word, "file="); ok {
					name = file
				}
			}
		}
	}
	if len(files) == 0 {
		t.Fatal("the page has no failing program")
	}
	return files
}

// witness is the failing program of one rule, in an editor and on the disk.
type witness struct {
	t     *testing.T
	rule  *rule.Rule
	dir   string // with forward slashes
	texts map[string]string
	c     *client
}

func newWitness(t *testing.T, r *rule.Rule, files map[string]string) *witness {
	w := &witness{t: t, rule: r, texts: map[string]string{}}
	all := map[string]string{"nodebeyond.jsonc": fmt.Sprintf(`{"rules": {%q: "on"}}`, r.ID)} // rules of the preview run only when named
	for name, text := range files {
		all[name] = text
	}
	dir, err := filepath.EvalSymlinks(write(t, all))
	if err != nil {
		t.Fatal(err)
	}
	w.dir = filepath.ToSlash(dir)
	w.c = connect(t, dir, func(o *Options) { o.lint, o.Rules, o.Page = engine.Lint, rules.All(), rules.Page })
	w.c.initialize(capabilities("utf-16"), nil)
	for name, text := range files {
		source := slices.Contains([]string{".js", ".cjs", ".mjs", ".ts", ".cts", ".mts"}, filepath.Ext(name))
		if source && !strings.Contains(name, "node_modules/") {
			w.texts[name] = text
			w.c.open(name, text)
		}
	}
	w.c.settle()
	return w
}

// finding is the one that the engine makes of the same files on the disk, as the command line calls it.
func (w *witness) finding() *rule.Diagnostic {
	w.t.Helper()
	o := engine.Options{Root: w.dir, Rules: rules.All(), CacheDir: "off"}
	for name, text := range w.texts {
		o.Files = append(o.Files, engine.File{Path: w.dir + "/" + name, Size: int64(len(text))})
	}
	slices.SortFunc(o.Files, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	res, err := engine.Lint(w.t.Context(), o)
	if err != nil {
		w.t.Fatal(err)
	}
	found := slices.DeleteFunc(slices.Clone(res.Findings), func(d rule.Diagnostic) bool { return d.Rule != w.rule.ID })
	if len(found) != 1 {
		w.t.Fatalf("the engine finds %d", len(found))
	}
	return &found[0]
}

func (w *witness) name(file string) string { return strings.TrimPrefix(file, w.dir+"/") }

// span is a range as the client sees it, counted by hand.
func (w *witness) span(file string, r syntax.Range) lspRange {
	w.t.Helper()
	text, ok := w.texts[w.name(file)]
	if !ok {
		data, err := os.ReadFile(filepath.FromSlash(file))
		if err != nil {
			w.t.Fatal(err)
		}
		text = string(data)
	}
	f := &fixture{t: w.t, encoding: "utf-16"}
	return lspRange{f.position(text, int(r.Start)), f.position(text, int(r.End))}
}

// told is the diagnostic that the server published for a finding, the only one of its rule.
func (w *witness) told(want *rule.Diagnostic) *lspDiagnostic {
	w.t.Helper()
	var got []lspDiagnostic
	for name := range w.texts {
		d := w.c.diagnostics(name)
		if d == nil {
			w.t.Fatalf("nothing was said about %s", name)
		}
		for _, x := range d.Diagnostics {
			if x.Code == w.rule.ID {
				if name != w.name(want.File) {
					w.t.Fatalf("told of %s, found in %s", name, want.File)
				}
				got = append(got, x)
			}
		}
	}
	if len(got) != 1 {
		w.t.Fatalf("the server tells of %d", len(got))
	}
	d := &got[0]
	if d.Range != w.span(want.File, want.Range) || d.Severity != severityNumbers[want.Severity.String()] {
		w.t.Errorf("told %v, found %v %s", d, want.Range, want.Severity)
	}
	if message, _, _ := strings.Cut(d.Message, "\n"); message != want.Message {
		w.t.Errorf("told\n%s\nfound\n%s", message, want.Message)
	}
	return d
}

// related compares the steps of the evidence.
func (w *witness) related(want *rule.Diagnostic, got *lspDiagnostic) {
	w.t.Helper()
	if len(got.RelatedInformation) != len(want.Evidence) {
		w.t.Fatalf("%d related places, %d steps", len(got.RelatedInformation), len(want.Evidence))
	}
	for i, s := range want.Evidence {
		r := got.RelatedInformation[i]
		if r.Location.URI != string(uri.File(filepath.FromSlash(s.File))) || r.Location.Range != w.span(s.File, s.Range) || r.Message != s.Message {
			w.t.Errorf("step %d is %v %s, not %s %v %s", i+1, r.Location, r.Message, s.File, s.Range, s.Message)
		}
	}
}

// hover asks in the middle of the finding.
func (w *witness) hover(want *rule.Diagnostic) {
	w.t.Helper()
	at := w.span(want.File, want.Range).Start
	var h *lspHover
	w.c.call("textDocument/hover", map[string]any{"textDocument": w.c.doc(w.name(want.File)), "position": at}, &h)
	if h == nil {
		w.t.Fatal("no hover")
	}
	// Of two findings at one place the smaller comes first; this one is there all the same.
	text := h.Contents.Value
	parts := []string{"`" + want.Rule + "`", want.Message, want.Help}
	parts = append(parts, want.Facts...)
	for i, s := range want.Evidence {
		parts = append(parts, fmt.Sprintf("\n%d. `", i+1), fmt.Sprintf("%s:%d` %s", filepath.Base(report.Relative(w.dir, s.File)), w.span(s.File, s.Range).Start.Line+1, s.Message))
	}
	if anchor := want.Section.Anchor(); anchor != "" {
		parts = append(parts, want.Section.Title(), "`"+anchor+"`")
	} else {
		w.t.Error("the finding names no section")
	}
	for _, part := range parts {
		if !strings.Contains(text, part) {
			w.t.Errorf("the hover lacks %q:\n%s", part, text)
		}
	}
}
