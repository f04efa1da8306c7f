package syntax

import (
	"sort"
	"strings"

	shim "github.com/evanw/esbuild/shim"
)

// CommentKind is how a comment is written.
type CommentKind uint8

// The kinds of comment.
const (
	CommentLine     CommentKind = iota // to the end of the line; the terminator is not part of it
	CommentBlock                       // /* */
	CommentHashbang                    // #! at the very start
	CommentHTML                        // <!-- and --> in scripts (ECMAScript, Annex B.1.1): to the end of the line
)

// Comment is one comment. Range covers its delimiters, Body does not.
type Comment struct {
	Kind        CommentKind
	Range, Body Range
}

// Comments finds all comments, in source order. The parser drops them, so this is a scan of the text; the node table says where regular
// expressions and JSX text are, which nothing but a parser can tell apart from divisions and code. A File that did not parse has
// none. The scan takes linear time and its result is not kept: gate the call with Mentions.
func (f *File) Comments() []Comment {
	if len(f.Problems) > 0 {
		return nil
	}
	s := commentScanner{text: f.Text, opaque: f.opaque(), html: !f.HasESM}
	s.run()
	return s.out
}

// opaque lists what a scanner must step over as a whole: regular expressions, JSX text and JSX attribute strings (which know no escapes).
func (f *File) opaque() []Range {
	var out []Range
	sorted := true
	for i := range f.nodes {
		n := &f.nodes[i]
		size := 0
		switch n.kind {
		case KindRegExp:
			if e, ok := n.data.(*shim.ERegExp); ok {
				size = len(e.Value)
			}
		case KindJSXText:
			if e, ok := n.data.(*shim.EJSXText); ok {
				size = len(e.Raw)
			}
		}
		if size > 0 {
			sorted = sorted && (len(out) == 0 || out[len(out)-1].Start <= n.start)
			out = append(out, Range{n.start, n.start + int32(size)})
		}
	}
	if !sorted { // decorators stand after the members that follow them
		sort.Slice(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	}
	return out
}

type commentScanner struct {
	text   string
	opaque []Range
	html   bool
	out    []Comment
}

func (s *commentScanner) run() {
	t := s.text
	i := 0
	if strings.HasPrefix(t, "#!") {
		i = lineEnd(t, 0)
		s.add(CommentHashbang, 0, i, 2, 0)
	}
	var templates []int // brace depth at every ${ that is open
	braces := 0
	lineStart := true // only blanks and block comments since the last line terminator
	for i < len(t) {
		for len(s.opaque) > 0 && int(s.opaque[0].Start) < i {
			s.opaque = s.opaque[1:]
		}
		if len(s.opaque) > 0 && int(s.opaque[0].Start) == i {
			i = int(s.opaque[0].End)
			lineStart = false
			continue
		}
		c := t[i]
		switch c {
		case ' ', '\t', '\v', '\f':
			i++
			continue
		case '\n', '\r':
			i++
			lineStart = true
			continue
		case '/':
			if i+1 < len(t) && t[i+1] == '/' {
				e := lineEnd(t, i)
				s.add(CommentLine, i, e, 2, 0)
				i = e
				continue
			}
			if i+1 < len(t) && t[i+1] == '*' {
				e := blockEnd(t, i)
				s.add(CommentBlock, i, e, 2, 2)
				// Annex B.1.1: a block comment with a line terminator counts as one for -->.
				lineStart = lineStart || lineEnd(t, i) < e
				i = e
				continue
			}
			if regexpHere(t, i) {
				i = regexpEnd(t, i)
			} else {
				i++
			}
		case '<':
			if s.html && strings.HasPrefix(t[i:], "<!--") {
				e := lineEnd(t, i)
				s.add(CommentHTML, i, e, 4, 0)
				i = e
				continue
			}
			i++
		case '-':
			if s.html && lineStart && strings.HasPrefix(t[i:], "-->") {
				e := lineEnd(t, i)
				s.add(CommentHTML, i, e, 3, 0)
				i = e
				continue
			}
			i++
		case '"', '\'':
			i = stringEnd(t, i)
		case '`':
			var open bool
			if i, open = templateEnd(t, i+1); open {
				templates = append(templates, braces)
			}
		case '{':
			braces++
			i++
		case '}':
			i++
			if n := len(templates); n > 0 && templates[n-1] == braces {
				var open bool
				if i, open = templateEnd(t, i); !open {
					templates = templates[:n-1]
				}
			} else {
				braces--
			}
		case 0xE2:
			if isLineSeparator(t, i) {
				i += 3
				lineStart = true
				continue
			}
			i++
		default:
			i++
		}
		lineStart = false
	}
}

func (s *commentScanner) add(kind CommentKind, start, end, open, close int) {
	s.out = append(s.out, Comment{kind, Range{int32(start), int32(end)}, Range{int32(start + open), int32(max(end-close, start+open))}})
}

// regexpHere decides for a slash that the node table does not know: the parser leaves out a few expressions without effect. After these
// characters no division can stand.
func regexpHere(t string, i int) bool {
	for i--; i >= 0; i-- {
		switch t[i] {
		case ' ', '\t', '\n', '\r':
		case '(', ',', '=', ':', '[', '!', '&', '|', '?', ';', '~', '^':
			return true
		default:
			return false
		}
	}
	return false
}

// regexpEnd is after the closing slash of a regular expression that starts at i; i+1 when it is not closed on its line.
func regexpEnd(t string, i int) int {
	class := false
	for j := i + 1; j < len(t); j++ {
		switch t[j] {
		case '\\':
			j++
		case '[':
			class = true
		case ']':
			class = false
		case '\n', '\r':
			return i + 1
		case '/':
			if !class {
				return j + 1
			}
		}
	}
	return i + 1
}

// lineEnd is the offset of the line terminator at or after i, as ECMAScript ends lines (section 12.3).
func lineEnd(t string, i int) int {
	for ; i < len(t); i++ {
		if c := t[i]; c == '\n' || c == '\r' || c == 0xE2 && isLineSeparator(t, i) {
			return i
		}
	}
	return i
}

// isLineSeparator reports whether U+2028 or U+2029 stands at i.
func isLineSeparator(t string, i int) bool {
	return i+2 < len(t) && t[i] == 0xE2 && t[i+1] == 0x80 && (t[i+2] == 0xA8 || t[i+2] == 0xA9)
}

// blockEnd is after the */ of a block comment that starts at i.
func blockEnd(t string, i int) int {
	if i+2 < len(t) {
		if j := strings.Index(t[i+2:], "*/"); j >= 0 {
			return i + 2 + j + 2
		}
	}
	return len(t)
}

// stringEnd is after the closing quote of a string that starts at i.
func stringEnd(t string, i int) int {
	quote := t[i]
	for i++; i < len(t); i++ {
		switch t[i] {
		case '\\':
			i++
			if i+1 < len(t) && t[i] == '\r' && t[i+1] == '\n' {
				i++
			}
		case quote:
			return i + 1
		case '\n', '\r':
			return i
		}
	}
	return len(t)
}

// templateEnd goes on from inside a template: to after its closing backquote, or to after the next ${, and then open is true.
func templateEnd(t string, i int) (end int, open bool) {
	for ; i < len(t); i++ {
		switch t[i] {
		case '\\':
			i++
		case '`':
			return i + 1, false
		case '$':
			if i+1 < len(t) && t[i+1] == '{' {
				return i + 2, true
			}
		}
	}
	return len(t), false
}
