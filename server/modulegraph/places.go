package modulegraph

import (
	"strings"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// places turns the byte offsets of a project's files into lines and columns.
type places struct {
	root  string // below which modules are named, with a slash at its end
	text  func(string) (string, error)
	texts map[string]*syntax.Mapper
}

func newPlaces(root string) places {
	return places{root: strings.TrimSuffix(root, "/") + "/", texts: map[string]*syntax.Mapper{}}
}

// rel is a path below root; one that is not stays absolute.
func (b *places) rel(path string) string { return strings.TrimPrefix(path, b.root) }

// lines maps the text of a file; nil when it is gone.
func (b *places) lines(path string) *syntax.Mapper {
	m, known := b.texts[path]
	if !known {
		if text, err := b.text(path); err == nil {
			m = syntax.NewMapper(text)
		}
		b.texts[path] = m
	}
	return m
}

// count is the number of lines of a file; what follows the last line's end is none.
func (b *places) count(path string) int {
	m := b.lines(path)
	if m == nil {
		return 0
	}
	n := m.LineCount()
	if start, end := m.LineRange(n - 1); start == end {
		n--
	}
	return n
}

func (b *places) place(p *program.Program, f program.FileID, r syntax.Range) Place {
	path := p.Files[f].Path
	at := Place{File: b.rel(path), Line: 1, Column: 1}
	if m := b.lines(path); m != nil {
		line, col := m.Position(int(r.Start), syntax.UTF16)
		start, end := m.LineRange(line)
		at.Line, at.Column, at.Text = line+1, col+1, shorten(strings.TrimSpace(m.Text()[start:end]), 160)
	}
	return at
}

// shorten cuts a text to so many characters.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
