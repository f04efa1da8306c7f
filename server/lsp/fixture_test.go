package lsp

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what the server answers into the fixtures")

// TestFixtures opens every file of an archive in testdata/fixtures in an editor and checks what its markers say, in each encoding:
//
//	//@diag "text" rule severity "part of the message"   a diagnostic on the first such text of this line, and no others
//	//@hover "text" name                                  what hovering over it shows is the section @name of the archive
//	//@action "text" "title" name                         the file is the section @name once this fix is applied
//
// A section client.json may hold "capabilities" and "options", merged into what a full client says. -update writes the sections.
func TestFixtures(t *testing.T) {
	files, err := filepath.Glob("testdata/fixtures/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, file := range files {
		for _, encoding := range []string{"utf-8", "utf-16", "utf-32"} {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+encoding, func(t *testing.T) {
				archive, err := txtar.ParseFile(file)
				if err != nil {
					t.Fatal(err)
				}
				f := &fixture{t: t, archive: archive, encoding: encoding}
				f.run()
				if *update && f.changed {
					if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			})
		}
	}
}

type fixture struct {
	t        *testing.T
	archive  *txtar.Archive
	encoding string
	c        *client
	changed  bool
}

// marker is one of a file. at is the range of its text in the file, in bytes.
type marker struct {
	kind, file string
	start, end int
	args       []string
}

func (f *fixture) run() {
	sources, texts := map[string]string{}, []string{}
	var client struct{ Capabilities, Options map[string]any }
	for _, s := range f.archive.Files {
		switch {
		case s.Name == "client.json":
			if err := json.Unmarshal(s.Data, &client); err != nil {
				f.t.Fatal(err)
			}
		case !strings.HasPrefix(s.Name, "@"):
			sources[s.Name] = string(s.Data)
			texts = append(texts, s.Name)
		}
	}
	f.c = connect(f.t, write(f.t, sources), nil)
	caps := capabilities(f.encoding)
	merge(caps, client.Capabilities)
	if got := f.c.initialize(caps, client.Options)["positionEncoding"]; got != f.encoding {
		f.t.Fatalf("the server speaks %v", got)
	}
	for _, name := range texts {
		f.c.open(name, sources[name])
	}
	f.c.settle()
	markers := 0
	for _, name := range texts {
		all := f.markers(name, sources[name])
		markers += len(all)
		f.diagnostics(name, sources[name], all)
		for _, m := range all {
			switch m.kind {
			case "diag":
			case "hover":
				f.hover(m, sources[name])
			case "action":
				f.action(m, sources[name])
			default:
				f.t.Errorf("%s: unknown marker %s", name, m.kind)
			}
		}
	}
	if markers == 0 {
		f.t.Error("no markers")
	}
	if err := f.c.goodbye(); err != nil {
		f.t.Error(err)
	}
}

// merge lays what a fixture says about its client over the rest; null takes a key away.
func merge(into, from map[string]any) {
	for k, v := range from {
		a, isMap := into[k].(map[string]any)
		b, both := v.(map[string]any)
		switch {
		case v == nil:
			delete(into, k)
		case isMap && both:
			merge(a, b)
		default:
			into[k] = v
		}
	}
}

func (f *fixture) markers(name, text string) []marker {
	var all []marker
	at := 0
	for line := range strings.Lines(text) {
		code, marks, _ := strings.Cut(line, "//@")
		for _, mark := range strings.Split(marks, "//@") {
			words := fields(f.t, strings.TrimSpace(mark))
			if len(words) == 0 {
				continue
			}
			if len(words) < 2 {
				f.t.Fatalf("%s: marker %q is too short", name, mark)
			}
			i := strings.Index(code, words[1])
			if i < 0 {
				f.t.Fatalf("%s: no %q in %q", name, words[1], code)
			}
			all = append(all, marker{words[0], name, at + i, at + i + len(words[1]), words[2:]})
		}
		at += len(line)
	}
	return all
}

// fields splits words at spaces; a word may be in double quotes.
func fields(t *testing.T, s string) []string {
	var out []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		if s[0] == '"' {
			i := strings.IndexByte(s[1:], '"')
			if i < 0 {
				t.Fatalf("no closing quote: %s", s)
			}
			out, s = append(out, s[1:1+i]), s[i+2:]
			continue
		}
		word, rest, _ := strings.Cut(s, " ")
		out, s = append(out, word), rest
	}
	return out
}

// position counts by hand, to hold against the server's way.
func (f *fixture) position(text string, offset int) lspPosition {
	before := text[:offset]
	line := strings.Count(before, "\n")
	before = before[strings.LastIndexByte(before, '\n')+1:]
	switch f.encoding {
	case "utf-8":
		return lspPosition{uint32(line), uint32(len(before))}
	case "utf-32":
		return lspPosition{uint32(line), uint32(utf8.RuneCountInString(before))}
	}
	return lspPosition{uint32(line), uint32(len(utf16.Encode([]rune(before))))}
}

func (f *fixture) span(text string, m marker) lspRange {
	return lspRange{f.position(text, m.start), f.position(text, m.end)}
}

var severityNumbers = map[string]int{"error": 1, "warning": 2, "info": 3, "hint": 4}

func (f *fixture) diagnostics(name, text string, markers []marker) {
	got := f.c.diagnostics(name)
	if got == nil {
		f.t.Errorf("%s: nothing was said", name)
		return
	}
	if got.Version == nil || *got.Version != 1 {
		f.t.Errorf("%s: version %v", name, got.Version)
	}
	left := slices.Clone(got.Diagnostics)
	for _, m := range markers {
		if m.kind != "diag" {
			continue
		}
		at := f.span(text, m)
		i := slices.IndexFunc(left, func(d lspDiagnostic) bool {
			return d.Range == at && d.Code == m.args[0] && d.Severity == severityNumbers[m.args[1]] && strings.Contains(d.Message, m.args[2])
		})
		if i < 0 {
			f.t.Errorf("%s: no diagnostic at %v: %s", name, at, m.args)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, d := range left {
		f.t.Errorf("%s: unexpected diagnostic %v", name, d)
	}
	f.golden("@diagnostics."+name, f.render(got), false)
}

// render is what is told about a file beside places, which the markers check. A fixture need not hold it.
func (f *fixture) render(d *lspDiagnostics) string {
	var b strings.Builder
	for _, x := range d.Diagnostics {
		fmt.Fprintf(&b, "%s from %s", x.Code, x.Source)
		if x.CodeDescription != nil {
			fmt.Fprintf(&b, " see %s", x.CodeDescription.Href)
		}
		if len(x.Tags) > 0 {
			fmt.Fprintf(&b, " tags %v", x.Tags)
		}
		if len(x.Data) > 0 {
			fmt.Fprintf(&b, " data %s", x.Data)
		}
		fmt.Fprintf(&b, "\n\t%s\n", strings.ReplaceAll(x.Message, "\n", "\n\t"))
		for _, r := range x.RelatedInformation {
			file := strings.TrimPrefix(r.Location.URI, f.c.uri("")+"/")
			fmt.Fprintf(&b, "\trelated: %s line %d: %s\n", file, r.Location.Range.Start.Line, r.Message)
		}
	}
	return b.String()
}

func (f *fixture) hover(m marker, text string) {
	for _, at := range []int{m.start, m.end} { // a cursor right behind the text is on it
		var h *lspHover
		f.c.call("textDocument/hover", map[string]any{"textDocument": f.c.doc(m.file), "position": f.position(text, at)}, &h)
		if h == nil {
			f.t.Errorf("%s: no hover at %d", m.file, at)
			return
		}
		if h.Range == nil || *h.Range != f.span(text, m) {
			f.t.Errorf("%s: the hover is about %v", m.file, h.Range)
		}
		f.golden("@"+m.args[0], h.Contents.Kind+"\n"+h.Contents.Value+"\n", true)
	}
}

func (f *fixture) action(m marker, text string) {
	var actions []lspAction
	f.c.call("textDocument/codeAction", map[string]any{
		"textDocument": f.c.doc(m.file), "range": f.span(text, m), "context": map[string]any{"diagnostics": []any{}},
	}, &actions)
	i := slices.IndexFunc(actions, func(a lspAction) bool { return a.Title == m.args[0] })
	if i < 0 {
		f.t.Errorf("%s: no action %q among %v", m.file, m.args[0], actions)
		return
	}
	a := actions[i]
	if a.Kind != "quickfix" || len(a.Diagnostics) != 1 {
		f.t.Errorf("%s: %q is %q for %v", m.file, a.Title, a.Kind, a.Diagnostics)
	}
	var edits []lspEdit
	for _, d := range a.Edit.DocumentChanges {
		if d.TextDocument.Version == nil || *d.TextDocument.Version != 1 {
			f.t.Errorf("%s: an edit of version %v", m.file, d.TextDocument.Version)
		}
		edits = append(edits, d.Edits...)
	}
	edits = append(edits, a.Edit.Changes[f.c.uri(m.file)]...)
	if len(edits) == 0 {
		f.t.Errorf("%s: %q changes nothing", m.file, a.Title)
	}
	slices.SortFunc(edits, func(a, b lspEdit) int { return f.offset(text, b.Range.Start) - f.offset(text, a.Range.Start) })
	for _, e := range edits {
		text = text[:f.offset(text, e.Range.Start)] + e.NewText + text[f.offset(text, e.Range.End):]
	}
	preferred := ""
	if a.IsPreferred {
		preferred = "preferred\n"
	}
	f.golden("@"+m.args[1], preferred+text, true)
}

// offset turns a position back by trying all of them.
func (f *fixture) offset(text string, p lspPosition) int {
	for i := 0; i <= len(text); i++ {
		if (i == len(text) || utf8.RuneStart(text[i])) && f.position(text, i) == p {
			return i
		}
	}
	f.t.Fatalf("no such position: %v", p)
	return 0
}

// golden compares with a section of the archive. It must be there when it is wanted.
func (f *fixture) golden(name, got string, wanted bool) {
	i := slices.IndexFunc(f.archive.Files, func(s txtar.File) bool { return s.Name == name })
	switch {
	case i < 0 && !wanted:
	case *update:
		if i < 0 {
			f.archive.Files = append(f.archive.Files, txtar.File{Name: name})
			i = len(f.archive.Files) - 1
		}
		f.archive.Files[i].Data = []byte(got)
		f.changed = true
	case i < 0:
		f.t.Errorf("no section %s; it would be:\n%s", name, got)
	case string(f.archive.Files[i].Data) != got:
		f.t.Errorf("%s is\n%s\nnot\n%s", name, got, f.archive.Files[i].Data)
	}
}
