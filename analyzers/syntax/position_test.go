package syntax

import (
	"math/rand"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestMapperPosition(t *testing.T) {
	tests := []struct {
		name, text string
		offset     int
		enc        Encoding
		line, col  int
	}{
		{"empty", "", 0, UTF16, 0, 0},
		{"ascii", "ab\ncd", 4, UTF16, 1, 1},
		{"terminator belongs to its line", "ab\ncd", 2, UTF16, 0, 2},
		{"crlf", "ab\r\ncd", 5, UTF16, 1, 1},
		{"between cr and lf", "ab\r\ncd", 3, UTF16, 0, 2},
		{"lone cr", "ab\rcd", 4, UTF16, 1, 1},
		{"lf cr are two", "a\n\rb", 3, UTF16, 2, 0},
		{"U+2028 is no line end", "a\u2028b", 4, UTF16, 0, 2},
		{"U+2029 is no line end", "a\u2029b\nc", 6, UTF16, 1, 0},
		{"bom counts", "\ufeffa", 3, UTF16, 0, 1},
		{"bom counts in bytes", "\ufeffa", 3, UTF8, 0, 3},
		{"before the bom", "\ufeffa", 0, UTF16, 0, 0},
		{"pair", "a😀b", 5, UTF16, 0, 3},
		{"pair as code point", "a😀b", 5, UTF32, 0, 2},
		{"pair as bytes", "a😀b", 5, UTF8, 0, 5},
		{"inside a sequence", "a😀b", 3, UTF16, 0, 1},
		{"inside a sequence, bytes", "a😀b", 3, UTF8, 0, 1},
		{"ascii line after a wide one", "é\nabc", 5, UTF16, 1, 2},
		{"past the end", "ab", 9, UTF16, 0, 2},
		{"before the start", "ab", -1, UTF16, 0, 0},
		{"last empty line", "ab\n", 3, UTF16, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := NewMapper(tt.text)
			if line, col := m.Position(tt.offset, tt.enc); line != tt.line || col != tt.col {
				t.Errorf("Position(%d) = %d:%d, want %d:%d", tt.offset, line, col, tt.line, tt.col)
			}
			s := m.Sweep(tt.enc)
			if line, col := s.Position(tt.offset); line != tt.line || col != tt.col {
				t.Errorf("Sweep(%d) = %d:%d, want %d:%d", tt.offset, line, col, tt.line, tt.col)
			}
		})
	}
}

func TestMapperOffset(t *testing.T) {
	tests := []struct {
		name, text string
		line, col  int
		enc        Encoding
		want       int
	}{
		{"ascii", "ab\ncd", 1, 1, UTF16, 4},
		{"column clamped before the terminator", "ab\r\ncd", 0, 9, UTF16, 2},
		{"line past the end", "ab\ncd", 7, 0, UTF16, 5},
		{"negative line", "ab\ncd", -1, 4, UTF16, 0},
		{"negative column", "ab\ncd", 1, -4, UTF16, 3},
		{"inside a pair", "a😀b", 0, 2, UTF16, 1},
		{"after a pair", "a😀b", 0, 3, UTF16, 5},
		{"inside a sequence", "a😀b", 0, 3, UTF8, 1},
		{"code points", "a😀b", 0, 2, UTF32, 5},
		{"wide column clamped", "é😀\nx", 0, 4, UTF16, 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := NewMapper(tt.text).Offset(tt.line, tt.col, tt.enc); got != tt.want {
				t.Errorf("Offset(%d:%d) = %d, want %d", tt.line, tt.col, got, tt.want)
			}
		})
	}
}

// slowPosition counts characters one by one from the line's start.
func slowPosition(text string, offset int, enc Encoding) (line, col int) {
	offset = min(max(offset, 0), len(text))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == '\r' && i+1 < len(text) && text[i+1] == '\n' {
			size = 2
		}
		if i+size > offset {
			return line, col
		}
		i += size
		switch {
		case r == '\n' || r == '\r':
			line, col = line+1, 0
		case enc == UTF8:
			col += size
		case enc == UTF32:
			col++
		default:
			col += utf16.RuneLen(r)
		}
	}
	return line, col
}

func checkMapper(t *testing.T, text string, offsets []int) {
	t.Helper()
	m := NewMapper(text)
	for _, enc := range []Encoding{UTF8, UTF16, UTF32} {
		sweep := m.Sweep(enc)
		for _, off := range offsets {
			line, col := m.Position(off, enc)
			if wl, wc := slowPosition(text, off, enc); line != wl || col != wc {
				t.Fatalf("encoding %d: Position(%d) = %d:%d, want %d:%d in %q", enc, off, line, col, wl, wc, text)
			}
			if sl, sc := sweep.Position(off); sl != line || sc != col {
				t.Fatalf("encoding %d: Sweep(%d) = %d:%d, want %d:%d in %q", enc, off, sl, sc, line, col, text)
			}
			back := m.Offset(line, col, enc)
			if back > max(off, 0) || back < off-3 {
				t.Fatalf("encoding %d: %d -> %d:%d -> %d in %q", enc, off, line, col, back, text)
			}
			if l2, c2 := m.Position(back, enc); l2 != line || c2 != col {
				t.Fatalf("encoding %d: %d:%d -> %d -> %d:%d in %q", enc, line, col, back, l2, c2, text)
			}
			// A column further is never in the middle of a character.
			if o := m.Offset(line, col+1, enc); o < len(text) && m.boundary(o) != o {
				t.Fatalf("encoding %d: Offset(%d:%d) = %d splits a character of %q", enc, line, col+1, o, text)
			}
		}
	}
}

func TestMapperLongLines(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	pieces := []string{"a", "bc", "é", "😀", "\u2028", "\xff", "\xe2\x80", strings.Repeat("x", 1023)}
	for range 20 {
		var b strings.Builder
		for b.Len() < 6*chunk {
			b.WriteString(pieces[r.Intn(len(pieces))])
			if r.Intn(200) == 0 {
				b.WriteString("\r\n")
			}
		}
		text := b.String()
		var offsets []int
		for off := 0; off <= len(text); off += 1 + r.Intn(60) {
			offsets = append(offsets, off)
		}
		for c := chunk; c < len(text); c += chunk {
			offsets = append(offsets, c-1, c, c+1, c+2, c+3)
		}
		checkMapper(t, text, offsets)
	}
}

func FuzzMapper(f *testing.F) {
	for _, s := range []string{"", "a\r\nb", "\ufeffé\n😀\r", "\u2028\xff\xe2\x80x", "\xf0\x9f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			t.Skip()
		}
		offsets := []int{-1}
		step := 1 + len(text)/256
		for i := 0; i <= len(text)+1; i += step {
			offsets = append(offsets, i)
		}
		checkMapper(t, text, offsets)
	})
}
