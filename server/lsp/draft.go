package lsp

import (
	"fmt"
	"slices"
	"sort"
	"unicode/utf8"

	"go.lsp.dev/protocol"

	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// draft is a buffer between two versions, while a message's changes are applied. Each change speaks of the text that the one before it
// left, and there may be thousands (replace all), so the starts of the lines are kept up to date instead of found again.
type draft struct {
	encoding syntax.Encoding
	base     *syntax.Mapper // of the text before the first change; nil after it
	text     []byte
	lines    []int // where each line of text starts, from the first change on
}

func newDraft(base *syntax.Mapper, e syntax.Encoding) *draft {
	return &draft{encoding: e, base: base}
}

// String is the text now.
func (d *draft) String() string {
	if d.base != nil {
		return d.base.Text()
	}
	return string(d.text)
}

// replaceAll makes text the whole text.
func (d *draft) replaceAll(text string) workspace.Edit {
	e := workspace.Diff(d.String(), text)
	d.base, d.text = nil, []byte(text)
	d.lines = appendLines([]int{0}, d.text, 0, len(d.text))
	return e
}

// replace puts text into a range. Positions outside the text are clamped to it; a range that ends before it starts is an error.
func (d *draft) replace(r protocol.Range, text string) (workspace.Edit, error) {
	if !forward(r) {
		return workspace.Edit{}, fmt.Errorf("the range starts at %d:%d and ends before it, at %d:%d",
			r.Start.Line, r.Start.Character, r.End.Line, r.End.Character)
	}
	start, end := d.offset(r.Start), d.offset(r.End)
	if d.base != nil {
		before := d.base.Text()
		d.text = make([]byte, 0, len(before)-(end-start)+len(text))
		d.text = append(append(append(d.text, before[:start]...), text...), before[end:]...)
		d.lines = make([]int, d.base.LineCount())
		for i := range d.lines {
			d.lines[i], _ = d.base.LineRange(i)
		}
		d.base = nil
	} else {
		d.text = slices.Replace(d.text, start, end, []byte(text)...)
	}
	d.splice(start, end, len(text))
	return workspace.Edit{Start: start, End: end, Len: len(text)}, nil
}

// forward says that a range does not end before it starts.
func forward(r protocol.Range) bool {
	return r.Start.Line < r.End.Line || r.Start.Line == r.End.Line && r.Start.Character <= r.End.Character
}

// offset is the place of a position in bytes.
func (d *draft) offset(p protocol.Position) int {
	if d.base != nil {
		return offsetOf(d.base, p, d.encoding)
	}
	if int64(p.Line) >= int64(len(d.lines)) {
		return len(d.text)
	}
	start, end := d.lines[p.Line], len(d.text)
	if int(p.Line)+1 < len(d.lines) {
		end = d.lines[p.Line+1]
	}
	line := d.text[start:end]
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	left := int64(p.Character)
	i := 0
	for i < len(line) {
		_, size := utf8.DecodeRune(line[i:])
		units := int64(1)
		switch {
		case d.encoding == syntax.UTF8:
			units = int64(size)
		case d.encoding == syntax.UTF16 && size == 4:
			units = 2
		}
		if left < units {
			break
		}
		left -= units
		i += size
	}
	return start + i
}

// splice puts lines right after the bytes from start to end were replaced by others. Lines that start behind the change keep their
// text; the ones from the line before the change on are found again, since an edit can join a \r and a \n, or part them.
func (d *draft) splice(start, end, length int) {
	first := sort.SearchInts(d.lines, max(start, 1)) - 1 // the line of the byte before the change
	last := sort.SearchInts(d.lines, end+1)
	found := appendLines(nil, d.text, d.lines[first], start+length)
	shift := length - (end - start)
	tail := d.lines[last:]
	for i := range tail {
		tail[i] += shift
	}
	d.lines = slices.Replace(d.lines, first+1, last, found...)
}

// appendLines appends the starts of the lines that follow a terminator in the bytes from one offset to another.
func appendLines(lines []int, text []byte, from, to int) []int {
	for i := from; i < to; i++ {
		if c := text[i]; c == '\n' || c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			lines = append(lines, i+1)
		}
	}
	return lines
}
