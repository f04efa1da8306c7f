package features

import (
	"maps"
	"path"
	"slices"
	"strings"

	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
	"nodebeyond/server/config"
	"nodebeyond/server/workspace"
)

// nameAt is what there is to say about an offset of an open file that names a rule, a chapter or a key of the configuration: in a directive, or in
// nodebeyond.jsonc.
func nameAt(s *workspace.Snapshot, b *Book, file string, offset int) (t Topical, at syntax.Range, ok bool) {
	doc := s.Document(file)
	if doc == nil {
		return t, at, false
	}
	settings := path.Base(file) == config.FileName
	if !settings && !strings.Contains(lineAt(doc.Text, offset), directive) {
		return t, at, false
	}
	for _, n := range b.Names(s, file) {
		if int(n.Range.Start) <= offset && offset <= int(n.Range.End) {
			return b.named(s, file, n.Name), n.Range, true
		}
	}
	if !settings {
		return t, at, false
	}
	for _, w := range config.WrittenKeys(doc.Text) {
		if w.Start <= offset && offset <= w.End && !w.Named {
			t = Topical{Title: w.Name, Text: config.Describe(w.Key)}
			if w.Key.Choices != nil {
				t.Facts = append(t.Facts, "One of "+list(w.Key.Choices, len(w.Key.Choices))+".")
			}
			return t, syntax.Range{Start: int32(w.Start), End: int32(w.End)}, t.Text != ""
		}
	}
	return t, at, false
}

// lineAt is the line of a text that holds an offset.
func lineAt(text string, offset int) string {
	if offset > len(text) {
		return ""
	}
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return line
}

// named tells of a rule, or of a chapter for all rules that it teaches.
func (b *Book) named(s *workspace.Snapshot, file, name string) Topical {
	r := b.Rules[name]
	if r == nil {
		return b.chapter(name)
	}
	t := Topical{Title: b.Title(name), Text: "`" + r.ID + "`", Section: b.section(r.Section)}
	if b.Page != nil {
		if does := firstSentence(reflow(part(b.Page(name), "What it does"))); does != "" {
			t.Text = does
		}
	}
	fact := "`" + r.ID + "`: " + r.Severity.String() + ", preset " + r.Preset.String()
	if path.Base(file) != config.FileName {
		if here, known := s.Severity(file, r); known && here != r.Severity {
			fact += "; " + here.String() + " in this file"
		}
	}
	t.Facts = []string{fact + "."}
	return t
}

func (b *Book) chapter(id string) Topical {
	t := Topical{Title: id}
	for _, c := range docs.Chapters() {
		if c.ID != id {
			continue
		}
		t.Title = c.Title
		var ids []string
		for _, rule := range slices.Sorted(maps.Keys(b.Rules)) {
			if b.Rules[rule].Section.Chapter() == id {
				ids = append(ids, rule)
			}
		}
		t.Text = "Stands for the rules that the chapter teaches: " + list(ids, len(ids)) + "."
		if len(ids) == 0 {
			t.Text = "Stands for the rules that the chapter teaches. There is none."
		}
	}
	return t
}

// firstSentence is the first sentence of a paragraph.
func firstSentence(text string) string {
	text, _, _ = strings.Cut(text, "\n\n")
	if i := strings.Index(text, ". "); i >= 0 {
		return text[:i+1]
	}
	return text
}
