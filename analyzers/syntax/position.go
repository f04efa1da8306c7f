package syntax

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Encoding is the unit in which a column is counted (LSP 3.17, PositionEncodingKind).
type Encoding uint8

// The encodings of LSP.
const (
	UTF16 Encoding = iota // what LSP means when nothing was negotiated
	UTF8                  // bytes
	UTF32                 // code points
)

// chunk is the distance in bytes between two checkpoints of a Mapper: the most that is ever scanned for one position.
const chunk = 1024

// Mapper translates between byte offsets and lines with columns, both counted from 0. It is immutable and safe for concurrent use.
//
// Lines end at \n, \r\n and \r, as LSP 3.17 has it ("Text Documents"). ECMAScript ends a line at U+2028 and U+2029 as well
// (section 12.3); LSP and the editors do not, and a Mapper speaks to them, so these two are ordinary characters here.
//
// A byte order mark is a character of the first line: an offset of 0 stands before it. A byte that is not part of valid UTF-8
// counts as one character in every encoding.
type Mapper struct {
	text  string
	lines []int32 // start of every line; at least one
	// ascii is set when the whole text is; then a column is a difference of offsets.
	ascii bool
	// wide has a bit for every line that is not all ASCII. nil when ascii.
	wide []uint64
	// marks holds, for every multiple of chunk, the units before it. A sequence that crosses the border counts for the chunk it
	// starts in. nil when ascii.
	marks []mark
}

type mark struct{ utf16, utf32 int32 }

// NewMapper indexes a text in one pass.
func NewMapper(text string) *Mapper {
	m := &Mapper{text: text, ascii: isASCII(text)}
	m.lines = make([]int32, 1, len(text)/32+2)
	if strings.IndexByte(text, '\r') < 0 {
		for i := 0; ; {
			j := strings.IndexByte(text[i:], '\n')
			if j < 0 {
				break
			}
			i += j + 1
			m.lines = append(m.lines, int32(i))
		}
	} else {
		for i := 0; i < len(text); i++ {
			switch text[i] {
			case '\r':
				if i+1 < len(text) && text[i+1] == '\n' {
					i++
				}
				m.lines = append(m.lines, int32(i+1))
			case '\n':
				m.lines = append(m.lines, int32(i+1))
			}
		}
	}
	if !m.ascii {
		m.index()
	}
	return m
}

// index fills wide and marks.
func (m *Mapper) index() {
	m.wide = make([]uint64, len(m.lines)/64+1)
	for i := range m.lines {
		if !isASCII(m.text[m.lines[i]:m.lineLimit(i)]) {
			m.wide[i/64] |= 1 << (i % 64)
		}
	}
	m.marks = make([]mark, 0, len(m.text)/chunk+1)
	var at mark
	for i := 0; i < len(m.text); {
		for i >= len(m.marks)*chunk {
			m.marks = append(m.marks, at)
		}
		size, units := step(m.text, i)
		i += size
		at.utf16 += int32(units)
		at.utf32++
	}
	for len(m.text) >= len(m.marks)*chunk {
		m.marks = append(m.marks, at)
	}
}

// step is the size in bytes of the character at i and its size in UTF-16 units.
func step(text string, i int) (size, units int) {
	if text[i] < utf8.RuneSelf {
		return 1, 1
	}
	_, size = utf8.DecodeRuneInString(text[i:])
	if size == 4 {
		return 4, 2
	}
	return size, 1
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Text is the text that the Mapper was made for.
func (m *Mapper) Text() string { return m.text }

// LineCount is the number of lines, at least 1; a text that ends in a line terminator has an empty last line.
func (m *Mapper) LineCount() int { return len(m.lines) }

// Line is the line of an offset in bytes; offsets outside the text are clamped.
func (m *Mapper) Line(offset int) int {
	offset = min(max(offset, 0), len(m.text))
	return sort.Search(len(m.lines), func(i int) bool { return int(m.lines[i]) > offset }) - 1
}

// LineRange is the extent of a line in bytes, its terminator left out. Lines outside the text are clamped.
func (m *Mapper) LineRange(line int) (start, end int) {
	line = min(max(line, 0), len(m.lines)-1)
	start, end = int(m.lines[line]), m.lineLimit(line)
	if end > start && m.text[end-1] == '\n' {
		end--
		if end > start && m.text[end-1] == '\r' {
			end--
		}
	} else if end > start && m.text[end-1] == '\r' {
		end--
	}
	return start, end
}

// lineLimit is where the next line starts.
func (m *Mapper) lineLimit(line int) int {
	if line+1 < len(m.lines) {
		return int(m.lines[line+1])
	}
	return len(m.text)
}

// Position is the line and column of an offset in bytes. An offset inside a UTF-8 sequence stands for the sequence's start, one
// between \r and \n for the \r, one outside the text for the nearest end.
func (m *Mapper) Position(offset int, enc Encoding) (line, col int) {
	line = m.Line(offset)
	start, end := m.LineRange(line)
	offset = m.boundary(min(max(offset, start), end))
	return line, m.units(line, offset, enc) - m.units(line, start, enc)
}

// boundary moves an offset back to the start of the character that it is in.
func (m *Mapper) boundary(offset int) int {
	if offset >= len(m.text) || utf8.RuneStart(m.text[offset]) {
		return offset
	}
	for i := offset - 1; i >= 0 && i >= offset-3; i-- {
		if utf8.RuneStart(m.text[i]) {
			if _, size := utf8.DecodeRuneInString(m.text[i:]); i+size > offset {
				return i
			}
			break
		}
	}
	return offset
}

// units counts from the start of the text, or from anywhere as long as it is the same for the whole line, to a boundary.
func (m *Mapper) units(line, offset int, enc Encoding) int {
	if enc == UTF8 || m.ascii || m.wide[line/64]&(1<<(line%64)) == 0 {
		return offset
	}
	c := offset / chunk
	n := m.marks[c].of(enc)
	// The character that crosses into this chunk was counted with the last one.
	i := c * chunk
	for i < offset && !utf8.RuneStart(m.text[i]) && m.boundary(i) != i {
		i++
	}
	for i < offset {
		size, u := step(m.text, i)
		if enc == UTF32 {
			u = 1
		}
		i += size
		n += u
	}
	return n
}

func (k mark) of(enc Encoding) int {
	if enc == UTF32 {
		return int(k.utf32)
	}
	return int(k.utf16)
}

// Offset is the byte offset of a line and column. A column past the line's end stands for the end, before the terminator (LSP 3.17,
// Position); one inside a surrogate pair or a UTF-8 sequence for its start; lines outside the text for the text's ends.
func (m *Mapper) Offset(line, col int, enc Encoding) int {
	if line < 0 {
		return 0
	}
	if line >= len(m.lines) {
		return len(m.text)
	}
	start, end := m.LineRange(line)
	if col <= 0 {
		return start
	}
	if enc == UTF8 || m.ascii || m.wide[line/64]&(1<<(line%64)) == 0 {
		return m.boundary(start + min(col, end-start))
	}
	if col >= end-start { // a character has no more units than bytes
		return end
	}
	want := m.units(line, start, enc) + col
	// The last checkpoint inside the line that is not past the wanted one; from there at most one chunk is left.
	lo, hi := start/chunk+1, end/chunk
	c := lo + sort.Search(max(hi-lo+1, 0), func(i int) bool { return m.marks[lo+i].of(enc) > want }) - 1
	i, n := start, want-col
	if c >= lo {
		i, n = c*chunk, m.marks[c].of(enc)
		for i < end && !utf8.RuneStart(m.text[i]) && m.boundary(i) != i {
			i++
		}
		if n == want && i > c*chunk {
			return i // the character before the border ends in this chunk
		}
	}
	for i < end && n < want {
		size, u := step(m.text, i)
		if enc == UTF32 {
			u = 1
		}
		if n+u > want {
			break
		}
		i += size
		n += u
	}
	return i
}

// Sweep converts many offsets in ascending order: each costs the distance to the one before. Offsets that step back are right too, and
// cost a search. A Sweep belongs to one goroutine.
type Sweep struct {
	m        *Mapper
	enc      Encoding
	line     int
	off, col int // the last answer
}

// Sweep starts a sweep at the beginning of the text.
func (m *Mapper) Sweep(enc Encoding) *Sweep { return &Sweep{m: m, enc: enc} }

// Position is Mapper.Position.
func (s *Sweep) Position(offset int) (line, col int) {
	m := s.m
	if offset < s.off || offset-s.off > 16*chunk {
		s.line, s.col = m.Position(offset, s.enc)
		start, end := m.LineRange(s.line)
		s.off = m.boundary(min(max(offset, start), end))
		return s.line, s.col
	}
	for s.line+1 < len(m.lines) && int(m.lines[s.line+1]) <= offset {
		s.line++
		s.off, s.col = int(m.lines[s.line]), 0
	}
	_, end := m.LineRange(s.line)
	offset = m.boundary(min(offset, end))
	if s.enc == UTF8 || m.ascii || m.wide[s.line/64]&(1<<(s.line%64)) == 0 {
		s.col += offset - s.off
		s.off = offset
		return s.line, s.col
	}
	for s.off < offset {
		size, u := step(m.text, s.off)
		if s.enc == UTF32 {
			u = 1
		}
		s.off += size
		s.col += u
	}
	return s.line, s.col
}
