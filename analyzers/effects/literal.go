package effects

import (
	"math"
	"strconv"

	"nodebeyond/analyzers/syntax"
)

// text is the value of a KindString. Where the literal stands in the source as it is, the value is a part of the source, which
// saves a copy of every string; the parser's own value is asked for wherever the two might differ: escapes, entities in JSX, strings
// that the parser has folded together, and strings that it has put in the place of something else.
func (l *lowerer) text(n syntax.Node) string {
	src := l.f.Text
	start := n.Start()
	if start < len(src) && (src[start] == '"' || src[start] == '\'') {
		quote := src[start]
		for i := start + 1; i < len(src); i++ {
			switch c := src[i]; {
			case c == quote:
				if i+1 != n.End() { // the first piece of a folded string
					s, _ := n.Str()
					return s
				}
				return src[start+1 : i]
			case c == '\\' || c == '&' || c == '\n' || c >= 0x80:
				s, _ := n.Str()
				return s
			}
		}
	}
	s, _ := n.Str()
	return s
}

// keyName is the plain key of a property; ok is false for computed keys that are no literal.
func (l *lowerer) keyName(c syntax.Node) (name string, ok bool) {
	key := c.First()
	if key.Kind() != syntax.KindString {
		return c.KeyName()
	}
	src := l.f.Text
	start := key.Start()
	if start < len(src) && isNameByte(src[start]) && !c.Computed() {
		end := start + 1
		for end < len(src) && (isNameByte(src[end]) || src[end] >= '0' && src[end] <= '9') {
			end++
		}
		if end == len(src) || src[end] < 0x80 && src[end] != '\\' {
			return src[start:end], true
		}
	}
	return l.text(key), true
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$'
}

// number is the text of a number: digits are taken from the source when they stand there.
func (l *lowerer) number(n syntax.Node) string {
	x, _ := n.Number()
	src := l.f.Text
	start := n.Start()
	v, end := int64(0), start
	for end < len(src) && end-start < 15 && src[end] >= '0' && src[end] <= '9' {
		v = v*10 + int64(src[end]-'0')
		end++
	}
	if end > start && float64(v) == x && (src[start] != '0' || end == start+1) {
		return src[start:end]
	}
	return formatNumber(x)
}

func formatNumber(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatInt(int64(x), 10)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
