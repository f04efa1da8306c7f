package syntax

import (
	"unicode"
	"unicode/utf8"
)

// blankAt is the size in bytes of the blank character at i: white space and line terminators of ECMAScript (sections 12.2 and 12.3). 0
// when another character, or nothing, stands there.
func blankAt(t string, i int) int {
	if i >= len(t) {
		return 0
	}
	switch c := t[i]; {
	case c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\f':
		return 1
	case c < utf8.RuneSelf:
		return 0
	}
	r, size := utf8.DecodeRuneInString(t[i:])
	if r == '\ufeff' || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Zs, r) {
		return size
	}
	return 0
}

// skipTrivia is the offset of the first byte at or after i that is neither blank nor in a comment.
func skipTrivia(t string, i int) int {
	for i < len(t) {
		switch c := t[i]; {
		case c == ' ' || c == '\n' || c == '\r' || c == '\t':
			i++
		case c == '/' && i+1 < len(t) && t[i+1] == '/':
			i = lineEnd(t, i)
		case c == '/' && i+1 < len(t) && t[i+1] == '*':
			i = blockEnd(t, i)
		default:
			n := blankAt(t, i)
			if n == 0 {
				return i
			}
			i += n
		}
	}
	return i
}
