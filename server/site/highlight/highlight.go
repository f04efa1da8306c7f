// Package highlight colours JavaScript, TypeScript and JSON for pages: it finds the comments, words, strings, numbers and calls of a text.
//
// It knows tokens and no grammar, and must not know pages or rules. A text with errors in it is coloured as far as it can be told; that is
// what an editor needs, too. It is ours because the ready-made highlighters register hundreds of languages at every start of the program
// (docs/contributing/decisions/0007), and because the playground colours what is typed with the same few kilobytes.
package highlight

import (
	"html"
	"strings"
	"unicode/utf8"
)

// Class is what a piece of text is.
type Class uint8

// The classes. Plain is everything else.
const (
	Plain Class = iota
	Comment
	Keyword
	String
	Number
	Function // a name that is called or declared as a function
	Constant // true, false, null, undefined, this
)

// names are the CSS classes.
var names = [...]string{"", "hc", "hk", "hs", "hn", "hf", "ho"}

// Span is a piece of a text, in bytes, [Start, End).
type Span struct {
	Start, End int
	Class      Class
}

// HTML is a text as HTML, safe to stand in an element. Of the languages it knows js, mjs, cjs, ts, json, jsonc and their long names; other
// texts are escaped and nothing else.
func HTML(language, text string) string {
	var spans []Span
	switch language {
	case "js", "javascript", "mjs", "cjs", "ts", "typescript", "json", "jsonc":
		spans = Spans(text)
	}
	var b strings.Builder
	b.Grow(len(text) * 2)
	at := 0
	for _, s := range spans {
		b.WriteString(html.EscapeString(text[at:s.Start]))
		b.WriteString(`<span class="` + names[s.Class] + `">`)
		b.WriteString(html.EscapeString(text[s.Start:s.End]))
		b.WriteString("</span>")
		at = s.End
	}
	b.WriteString(html.EscapeString(text[at:]))
	return b.String()
}

// keywords are the reserved words of ECMAScript 2025 (section 12.7.2), and the words that are special in some places.
var keywords = words(`await break case catch class const continue debugger default delete do else enum export extends finally for function
	if import in instanceof let new return static super switch throw try typeof using var void while with yield async of from as get set
	interface type declare namespace implements`)

// soft are the words among them that are names in other places; they are taken for words only where a word can follow that is no operator.
var soft = words(`async of from as get set static using let type interface declare namespace implements enum`)

var constants = words("true false null undefined this NaN Infinity")

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// scanner walks over a text once.
type scanner struct {
	text  string
	i     int
	spans []Span
	// operand says that the last token ends an operand, so that a slash divides.
	operand bool
	// dot says that the last token was a dot, so that a word is a property.
	dot bool
	// templates holds, for each template whose substitution we are in, the depth of braces at which it goes on.
	templates []int
	braces    int
}

// Spans are the coloured pieces of a text, in order, without overlap.
func Spans(text string) []Span {
	s := &scanner{text: text}
	if strings.HasPrefix(text, "#!") {
		s.add(Comment, lineEnd(text, 0))
	}
	for s.i < len(text) {
		s.token()
	}
	return s.spans
}

// add colours the text up to end.
func (s *scanner) add(c Class, end int) {
	if c != Plain && end > s.i {
		s.spans = append(s.spans, Span{s.i, end, c})
	}
	s.i = end
}

func (s *scanner) token() {
	t, c := s.text, s.text[s.i]
	rest := t[s.i:]
	switch {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		s.i++
		return
	case strings.HasPrefix(rest, "//"):
		s.add(Comment, lineEnd(t, s.i))
		return
	case strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest[2:], "*/")
		if end < 0 {
			s.add(Comment, len(t))
			return
		}
		s.add(Comment, s.i+2+end+2)
		return
	case c == '"' || c == '\'':
		s.add(String, quoted(t, s.i))
		s.operand = true
	case c == '`':
		s.template(s.i + 1)
	case c >= '0' && c <= '9' || c == '.' && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9':
		end := s.i + 1
		for end < len(t) && (wordByte(t[end]) || t[end] == '.' || (t[end] == '+' || t[end] == '-') && (t[end-1]|0x20) == 'e' && !strings.HasPrefix(rest, "0x")) {
			end++
		}
		s.add(Number, end)
		s.operand = true
	case wordByte(c) || c == '#' || c >= utf8.RuneSelf:
		s.word()
		return
	case c == '/' && !s.operand:
		if end := regexp(t, s.i); end > 0 {
			s.add(String, end)
			s.operand = true
			break
		}
		s.i++
	case c == '{':
		s.braces++
		s.i++
		s.operand = false
	case c == '}':
		s.braces--
		if n := len(s.templates); n > 0 && s.templates[n-1] == s.braces {
			s.templates = s.templates[:n-1]
			s.template(s.i + 1)
			break
		}
		s.i++
		s.operand = false
	case c == ')' || c == ']':
		s.i++
		s.operand = true
	default:
		s.dot = c == '.' && !strings.HasPrefix(rest, "...")
		s.i++
		if strings.HasPrefix(rest, "...") {
			s.i += 2
		}
		s.operand = false
		return
	}
	s.dot = false
}

// template colours a template from behind its backtick, or behind the brace that ends a substitution.
func (s *scanner) template(from int) {
	t := s.text
	for i := from; i < len(t); i++ {
		switch {
		case t[i] == '\\':
			i++
		case t[i] == '`':
			s.add(String, i+1)
			s.operand = true
			return
		case strings.HasPrefix(t[i:], "${"):
			s.add(String, i+2)
			s.templates = append(s.templates, s.braces)
			s.braces++
			s.operand = false
			return
		}
	}
	s.add(String, len(t))
}

func (s *scanner) word() {
	t, end := s.text, s.i+1
	for end < len(t) && (wordByte(t[end]) || t[end] >= utf8.RuneSelf) {
		end++
	}
	w := t[s.i:end]
	next := end
	for next < len(t) && (t[next] == ' ' || t[next] == '\t') {
		next++
	}
	after := byte(0)
	if next < len(t) {
		after = t[next]
	}
	property := s.dot || after == ':' && !s.ternary()
	called := after == '(' || strings.HasPrefix(t[next:], "?.(")
	class := Plain
	s.operand = true
	switch {
	case property && !called:
	case !property && constants[w]:
		class = Constant
	case !property && soft[w] && (after == '=' || after == ',' || after == ')' || after == ';' || after == '.' || after == '(' && w != "async"):
		if called {
			class = Function
		}
	case !property && keywords[w]:
		class = Keyword
		s.operand = w == "super" || w == "import" && after == '.'
	case called:
		class = Function
	}
	s.add(class, end)
	s.dot = false
}

// ternary reports whether the word is the middle of a ? b : c on its line; a name before a colon is a key otherwise.
func (s *scanner) ternary() bool {
	line := s.text[strings.LastIndexByte(s.text[:s.i], '\n')+1 : s.i]
	return strings.Contains(line, "? ") || strings.HasPrefix(strings.TrimSpace(line), "case ") || strings.TrimSpace(line) == "case"
}

// quoted is after the string at i; a string ends with its line at the latest.
func quoted(t string, i int) int {
	q := t[i]
	for i++; i < len(t) && t[i] != '\n'; i++ {
		switch t[i] {
		case '\\':
			i++
		case q:
			return i + 1
		}
	}
	return min(i, len(t))
}

// regexp is after the regular expression at i, 0 when there is none on the line.
func regexp(t string, i int) int {
	class := false
	for i++; i < len(t) && t[i] != '\n'; i++ {
		switch c := t[i]; {
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			for i++; i < len(t) && wordByte(t[i]); i++ {
			}
			return i
		}
	}
	return 0
}

func lineEnd(t string, i int) int {
	if n := strings.IndexByte(t[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(t)
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$'
}
