package features

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// Completion is a way to go on with a comment that silences findings.
type Completion struct {
	Label, Detail string
	// Range is what has been written of it so far, on one line; New takes its place.
	Range syntax.Range
	New   string
	// Snippet is the same with places to fill in, in the syntax of the protocol's snippets; "" when there is nothing to fill in.
	Snippet string
	// Likely ones come first: the rules of the findings that the comment would silence.
	Likely bool
	// Rule says that it names a rule, and not a directive.
	Rule bool
}

var (
	// The start of a comment, or the asterisk of a line inside of one, then the word.
	directiveWord = regexp.MustCompile(`(?://|/\*|^\s*\*)[\s*]*(nodebeyond-[a-z-]*)$`)
	directiveList = regexp.MustCompile(`(?://|/\*|^\s*\*)[\s*]*(nodebeyond-(?:disable-next-line|disable-line|disable-file|disable|enable))\s+(.*)$`)
)

// directives are the words, in the order in which they are wanted.
var directives = []struct{ word, detail string }{
	{"nodebeyond-disable-next-line", "Silences findings of the line below"},
	{"nodebeyond-disable-line", "Silences findings of this line"},
	{"nodebeyond-disable-file", "Silences findings of the whole file"},
	{"nodebeyond-disable", "Silences findings from here on"},
	{"nodebeyond-enable", "Ends nodebeyond-disable"},
}

// Complete gives the ways, in the order in which they are wanted but for the likely ones, to go on with the directive that is being written before an offset of an open source file: with the word, or with the id of a rule. Nothing
// else is completed. It looks at the line only, because a text in which somebody writes may not parse.
func (b *Book) Complete(s *workspace.Snapshot, file string, offset int) []Completion {
	doc := s.Document(file)
	if doc == nil || !IsSource(file) {
		return nil
	}
	m := doc.Lines()
	line := m.Line(offset)
	start, end := m.LineRange(line)
	before, after := doc.Text[start:offset], doc.Text[offset:end]
	if !strings.Contains(before, directive) {
		return nil
	}
	if at := directiveWord.FindStringSubmatchIndex(before); at != nil {
		return b.completeWord(s, doc, line, syntax.Range{Start: int32(start + at[2]), End: int32(offset)})
	}
	at := directiveList.FindStringSubmatchIndex(before)
	if at == nil {
		return nil
	}
	word, list := before[at[2]:at[3]], before[at[4]:at[5]]
	if strings.Contains(list, "--") {
		return nil // in the reason
	}
	begun := list[strings.LastIndexByte(list, ',')+1:]
	begun = strings.TrimLeft(begun, " \t")
	if strings.ContainsAny(begun, " \t") {
		return nil
	}
	named := strings.FieldsFunc(list[:len(list)-len(begun)], func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	return b.completeRule(s, doc, line, word, named, strings.Contains(after, "--"), syntax.Range{Start: int32(offset - len(begun)), End: int32(offset)})
}

func (b *Book) completeWord(s *workspace.Snapshot, doc *workspace.Document, line int, at syntax.Range) (out []Completion) {
	for _, d := range directives {
		c := Completion{Label: d.word, Detail: d.detail, Range: at, New: d.word + " "}
		if d.word != "nodebeyond-enable" {
			// With the rules to choose from, if any is found there.
			what := "${1:rule}"
			if ids := found(s, doc, line, d.word); len(ids) > 0 {
				what = "${1|" + strings.Join(ids, ",") + "|}"
				c.Likely = true
			}
			c.Snippet = d.word + " " + what + " -- ${2:why}"
		}
		out = append(out, c)
	}
	return out
}

func (b *Book) completeRule(s *workspace.Snapshot, doc *workspace.Document, line int, word string, named []string, reason bool, at syntax.Range) (out []Completion) {
	likely := found(s, doc, line, word)
	for _, id := range slices.Sorted(maps.Keys(b.Rules)) {
		if slices.Contains(named, id) || own(id) {
			continue
		}
		c := Completion{Label: id, Detail: strings.ReplaceAll(b.Title(id), "`", ""), Range: at, New: id, Likely: slices.Contains(likely, id), Rule: true}
		if !reason && word != "nodebeyond-enable" {
			c.Snippet = id + " -- ${1:why}"
		}
		out = append(out, c)
	}
	return out
}

// found are the rules of the findings that a directive on a line would silence, each once.
func found(s *workspace.Snapshot, doc *workspace.Document, line int, word string) (ids []string) {
	m := doc.Lines()
	for _, d := range s.Findings(doc.Path) {
		at := m.Line(int(d.Range.Start))
		hit := false
		switch word {
		case "nodebeyond-disable-next-line":
			hit = at == line+1
		case "nodebeyond-disable-line":
			hit = at == line
		case "nodebeyond-disable":
			hit = at > line
		case "nodebeyond-disable-file":
			hit = true
		}
		if hit && !own(d.Rule) && !slices.Contains(ids, d.Rule) {
			ids = append(ids, d.Rule)
		}
	}
	return ids
}

// own reports whether a rule is the engine's own, which no comment silences.
func own(id string) bool {
	return slices.ContainsFunc(engine.Own(), func(r *rule.Rule) bool { return r.ID == id })
}
