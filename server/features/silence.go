package features

import (
	"slices"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// placeholder stands where a person says why a finding is silenced. A directive without a reason is one that nobody dares to remove.
const placeholder = "TODO: say why"

// Silences are the comments that silence the findings which touch a range of an open file: for each rule, one for the line and one for the
// file. A comment that would not be read as one where it would have to stand, inside a template literal say, is not offered.
func Silences(s *workspace.Snapshot, file string, r syntax.Range) []Action {
	doc := s.Document(file)
	if doc == nil {
		return nil
	}
	var out []Action
	said := map[string]bool{}
	for _, d := range In(s, file, r) {
		if said[d.Rule] || own(d.Rule) {
			continue
		}
		said[d.Rule] = true
		if e, ok := silenceLine(doc, d); ok {
			out = append(out, Action{Title: "Silence " + d.Rule + " on this line", Finding: d, Edits: []rule.Edit{e}})
		}
		if e, ok := silenceFile(doc, d); ok {
			out = append(out, Action{Title: "Silence " + d.Rule + " in this file", Finding: d, Edits: []rule.Edit{e}})
		}
	}
	return out
}

// silenceLine is a comment above the line of a finding, or else at its end.
func silenceLine(doc *workspace.Document, d rule.Diagnostic) (rule.Edit, bool) {
	m := doc.Lines()
	line := m.Line(int(d.Range.Start))
	start, end := m.Offset(line, 0, syntax.UTF8), int(d.Range.Start)
	rest := doc.Text[end:]
	if i := strings.IndexAny(rest, "\r\n"); i >= 0 {
		end += i
	} else {
		end = len(doc.Text)
	}
	text := doc.Text[start:end]
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	above := rule.Edit{
		Range: syntax.Range{Start: int32(start), End: int32(start)},
		New:   indent + "// nodebeyond-disable-next-line " + d.Rule + " -- " + placeholder + newline(doc.Text),
	}
	if silenced(doc, above, d) {
		return above, true
	}
	behind := rule.Edit{
		Range: syntax.Range{Start: int32(end), End: int32(end)},
		New:   " // nodebeyond-disable-line " + d.Rule + " -- " + placeholder,
	}
	return behind, silenced(doc, behind, d)
}

// silenceFile is a comment at the top of the file, below a hashbang.
func silenceFile(doc *workspace.Document, d rule.Diagnostic) (rule.Edit, bool) {
	at := 0
	if strings.HasPrefix(doc.Text, "#!") {
		i := strings.IndexByte(doc.Text, '\n')
		if i < 0 {
			return rule.Edit{}, false
		}
		at = i + 1
	}
	e := rule.Edit{
		Range: syntax.Range{Start: int32(at), End: int32(at)},
		New:   "// nodebeyond-disable-file " + d.Rule + " -- " + placeholder + newline(doc.Text),
	}
	return e, silenced(doc, e, d)
}

// silenced reports whether a finding is silent in the text that an insertion leaves.
func silenced(doc *workspace.Document, e rule.Edit, d rule.Diagnostic) bool {
	at := int(d.Range.Start)
	if int(e.Range.Start) <= at {
		at += len(e.New)
	}
	f := syntax.Parse(doc.Path, doc.Text[:e.Range.Start]+e.New+doc.Text[e.Range.End:])
	return slices.ContainsFunc(f.Suppressions(), func(s syntax.Suppression) bool { return s.Silences(d.Rule, at) })
}

// newline is how the lines of a text end.
func newline(text string) string {
	if i := strings.IndexByte(text, '\n'); i > 0 && text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
