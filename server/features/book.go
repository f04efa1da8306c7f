// Package features answers what an editor asks about a place in the code. Every answer is a pure function of a workspace.Snapshot and
// the Book, in plain structs: positions are bytes, files are absolute paths with forward slashes, and no editor protocol is known here.
package features

import (
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Book is what there is to read about a finding. It is immutable.
type Book struct {
	// Rules are all rules by id, those that the engine reports itself among them.
	Rules map[string]*rule.Rule
	// Page is the Markdown page of a rule, "" when it has none. It must be safe for concurrent use.
	Page func(id string) string
	// Base is the address of the companion text, such as "https://example.org/book"; "" when there is none to link to.
	Base string
}

// Title is the one-line title of a rule: its summary, or else its id.
func (b *Book) Title(id string) string {
	if r := b.Rules[id]; r != nil && r.Summary != "" {
		return r.Summary
	}
	return id
}

// Link is the address of a section, "" when there is none.
func (b *Book) Link(s docs.Section) string {
	anchor := s.Anchor()
	if b.Base == "" || anchor == "" {
		return ""
	}
	return strings.TrimSuffix(b.Base, "/") + "/" + anchor
}

// Why is what the rule's page says about why the finding matters in Node: Markdown, "" when the rule has no page.
func (b *Book) Why(id string) string {
	if b.Page == nil {
		return ""
	}
	return reflow(part(b.Page(id), "Why it matters in Node"))
}

// part is the text below a second-level heading of a page, without the heading. A line that looks like a heading inside a code fence is
// code.
func part(page, heading string) string {
	var (
		out    strings.Builder
		inside bool
		fence  string
	)
	for line := range strings.Lines(page) {
		bare := strings.TrimRight(line, " \t\r\n")
		switch mark := fenceOf(bare); {
		case fence == "" && mark != "":
			fence = mark
		case fence != "" && strings.HasPrefix(mark, fence) && strings.Trim(bare, " `~") == "":
			fence = ""
		case fence == "" && strings.HasPrefix(bare, "## "):
			if inside {
				return strings.TrimSpace(out.String())
			}
			inside = strings.TrimSpace(bare[3:]) == heading
			continue
		}
		if inside {
			out.WriteString(line)
		}
	}
	return strings.TrimSpace(out.String())
}

// reflow joins the lines of each paragraph: pages have a sentence a line, and some editors show a line break as one.
func reflow(markdown string) string {
	var out strings.Builder
	fence, prose := "", false
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, " \t\r\n")
		mark, inside := fenceOf(line), fence != ""
		switch {
		case !inside && mark != "":
			fence = mark
			line = mark + language(line[strings.Index(line, mark)+len(mark):])
		case inside && strings.HasPrefix(mark, fence) && strings.Trim(line, " `~") == "":
			fence = ""
		}
		// A line that starts with a letter, or a word in backticks, asterisks or brackets, goes on with the sentence before.
		plain := !inside && mark == "" && line != "" && !strings.ContainsAny(line[:1], "-+>|#0123456789 ") && !strings.HasPrefix(line, "* ")
		switch {
		case out.Len() == 0:
		case plain && prose:
			out.WriteByte(' ')
		default:
			out.WriteByte('\n')
		}
		out.WriteString(line)
		prose = plain
	}
	return out.String()
}

// language is the first word behind a fence, in the long form: some editors load what shows a language by that name alone.
func language(info string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(info), " ")
	switch word {
	case "js":
		return "javascript"
	case "ts":
		return "typescript"
	}
	return word
}

// fenceOf is the run of backticks or tildes that opens or closes a code block on this line (CommonMark 0.31, section 4.5), or "".
func fenceOf(line string) string {
	line = strings.TrimLeft(line, " ")
	for _, c := range []string{"`", "~"} {
		if run := line[:len(line)-len(strings.TrimLeft(line, c))]; len(run) >= 3 {
			return run
		}
	}
	return ""
}
