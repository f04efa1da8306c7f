package modules

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// JSONKind is the type of a JSON value.
type JSONKind uint8

// The kinds of JSON values.
const (
	JSONNull JSONKind = iota
	JSONBool
	JSONNumber
	JSONString
	JSONArray
	JSONObject
)

// JSON is a JSON value that keeps what encoding/json drops and the resolver
// needs: the order of the members, on which conditions are matched, and where
// each value stands.
type JSON struct {
	Kind JSONKind
	// Text is the value of a string, and the source of a number or a boolean.
	Text    string
	Items   []JSON
	Members []JSONMember
	// Start and End are byte offsets in the source, End exclusive.
	Start, End int
}

// JSONMember is one "name": value of an object. Of a name given twice the last
// value stands at the place of the first, as in JSON.parse.
type JSONMember struct {
	Name string
	// NameStart and NameEnd are byte offsets of the name with its quotes.
	NameStart, NameEnd int
	Value              JSON
}

// Get finds a member of an object, nil if there is none.
func (v *JSON) Get(name string) *JSON {
	if v == nil || v.Kind != JSONObject {
		return nil
	}
	for i := range v.Members {
		if v.Members[i].Name == name {
			return &v.Members[i].Value
		}
	}
	return nil
}

// String gives the text of a string value, "" for other kinds and nil.
func (v *JSON) String() string {
	if v == nil || v.Kind != JSONString {
		return ""
	}
	return v.Text
}

// maxJSONDepth bounds nesting, so that no input exhausts the stack.
const maxJSONDepth = 1000

// JSONError is a place where a text stops being JSON.
type JSONError struct {
	Offset int // bytes
	Reason string
}

func (e *JSONError) Error() string { return fmt.Sprintf("%s at byte %d", e.Reason, e.Offset) }

// ParseJSON reads one JSON text as JSON.parse does (RFC 8259, nothing more); a
// byte order mark in front is skipped. The error is a [*JSONError].
func ParseJSON(src []byte) (*JSON, error) {
	p := jsonParser{src: src, at: bomLength(src)}
	v, ok := p.value(0)
	if ok {
		if p.space(); p.at < len(src) {
			ok = p.fail("unexpected text after the value")
		}
	}
	if !ok {
		return nil, p.err
	}
	return &v, nil
}

func bomLength(src []byte) int {
	if len(src) >= 3 && src[0] == 0xEF && src[1] == 0xBB && src[2] == 0xBF {
		return 3
	}
	return 0
}

type jsonParser struct {
	src []byte
	at  int
	err *JSONError
}

func (p *jsonParser) fail(reason string) bool {
	if p.err == nil {
		p.err = &JSONError{Offset: p.at, Reason: reason}
	}
	return false
}

func (p *jsonParser) space() {
	for p.at < len(p.src) {
		switch p.src[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

// peek is the next byte after white space, 0 at the end.
func (p *jsonParser) peek() byte {
	p.space()
	if p.at == len(p.src) {
		return 0
	}
	return p.src[p.at]
}

func (p *jsonParser) value(depth int) (JSON, bool) {
	if depth > maxJSONDepth {
		return JSON{}, p.fail("nested too deep")
	}
	c := p.peek()
	v := JSON{Start: p.at}
	ok := false
	switch {
	case c == '{':
		v.Kind = JSONObject
		v.Members, ok = p.object(depth)
	case c == '[':
		v.Kind = JSONArray
		v.Items, ok = p.array(depth)
	case c == '"':
		v.Kind = JSONString
		v.Text, ok = p.string()
	case c == 't':
		v.Kind, v.Text = JSONBool, "true"
		ok = p.word("true")
	case c == 'f':
		v.Kind, v.Text = JSONBool, "false"
		ok = p.word("false")
	case c == 'n':
		ok = p.word("null")
	case c == '-' || '0' <= c && c <= '9':
		v.Kind = JSONNumber
		ok = p.number()
		v.Text = string(p.src[v.Start:p.at])
	default:
		return v, p.fail("value expected")
	}
	v.End = p.at
	return v, ok
}

func (p *jsonParser) word(w string) bool {
	if !strings.HasPrefix(string(p.src[p.at:min(p.at+len(w), len(p.src))]), w) {
		return p.fail("value expected")
	}
	p.at += len(w)
	return true
}

func (p *jsonParser) object(depth int) ([]JSONMember, bool) {
	var members []JSONMember
	var seen map[string]int // only for objects too long to scan
	p.at++
	if p.peek() == '}' {
		p.at++
		return nil, true
	}
	for {
		if p.peek() != '"' {
			return nil, p.fail("member name expected")
		}
		m := JSONMember{NameStart: p.at}
		var ok bool
		if m.Name, ok = p.string(); !ok {
			return nil, false
		}
		m.NameEnd = p.at
		if p.peek() != ':' {
			return nil, p.fail("colon expected")
		}
		p.at++
		if m.Value, ok = p.value(depth + 1); !ok {
			return nil, false
		}
		members, seen = addMember(members, seen, m)
		switch p.peek() {
		case ',':
			p.at++
		case '}':
			p.at++
			return members, true
		default:
			return nil, p.fail("comma or closing brace expected")
		}
	}
}

// addMember appends a member, or replaces the value of one with the same name.
func addMember(members []JSONMember, seen map[string]int, m JSONMember) ([]JSONMember, map[string]int) {
	const scanLimit = 16
	at := -1
	if seen != nil {
		if i, ok := seen[m.Name]; ok {
			at = i
		}
	} else {
		for i := range members {
			if members[i].Name == m.Name {
				at = i
				break
			}
		}
	}
	if at >= 0 {
		members[at].Value = m.Value
		return members, seen
	}
	members = append(members, m)
	if seen != nil {
		seen[m.Name] = len(members) - 1
	} else if len(members) > scanLimit {
		seen = make(map[string]int, 4*scanLimit)
		for i := range members {
			seen[members[i].Name] = i
		}
	}
	return members, seen
}

func (p *jsonParser) array(depth int) ([]JSON, bool) {
	var items []JSON
	p.at++
	if p.peek() == ']' {
		p.at++
		return nil, true
	}
	for {
		v, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		items = append(items, v)
		switch p.peek() {
		case ',':
			p.at++
		case ']':
			p.at++
			return items, true
		default:
			return nil, p.fail("comma or closing bracket expected")
		}
	}
}

func (p *jsonParser) digits() bool {
	start := p.at
	for p.at < len(p.src) && '0' <= p.src[p.at] && p.src[p.at] <= '9' {
		p.at++
	}
	return p.at > start
}

func (p *jsonParser) next(c byte) bool {
	if p.at < len(p.src) && p.src[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *jsonParser) number() bool {
	p.next('-')
	if !p.next('0') && !p.digits() {
		return p.fail("digit expected")
	}
	if p.next('.') && !p.digits() {
		return p.fail("digit expected")
	}
	if p.next('e') || p.next('E') {
		_ = p.next('+') || p.next('-')
		if !p.digits() {
			return p.fail("digit expected")
		}
	}
	return true
}

// skipString moves past a string and reports whether it has escapes.
func (p *jsonParser) skipString() (escaped, ok bool) {
	for p.at++; p.at < len(p.src); p.at++ {
		switch c := p.src[p.at]; {
		case c == '"':
			p.at++
			return escaped, true
		case c == '\\':
			escaped = true
			p.at++
		case c < ' ':
			return escaped, p.fail("control character in a string")
		}
	}
	return escaped, p.fail("string without an end")
}

func (p *jsonParser) string() (string, bool) {
	start := p.at
	escaped, ok := p.skipString()
	if !ok {
		return "", false
	}
	body := p.src[start+1 : p.at-1]
	if !escaped {
		return string(body), true
	}
	text, bad := unescapeJSON(body)
	if bad >= 0 {
		p.at = start + 1 + bad
		return "", p.fail("bad escape")
	}
	return text, true
}

// unescapeJSON resolves backslash escapes; bad is the offset of the first wrong
// one, or -1.
func unescapeJSON(body []byte) (text string, bad int) {
	out := make([]byte, 0, len(body))
	for i := 0; i < len(body); i++ {
		c := body[i]
		if c != '\\' {
			out = append(out, c)
			continue
		}
		i++
		switch c = body[i]; c {
		case '"', '\\', '/':
			out = append(out, c)
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, ok := hex4(body, i+1)
			if !ok {
				return "", i - 1
			}
			i += 4
			if utf16.IsSurrogate(r) {
				low, ok := rune(0), false
				if i+2 < len(body) && body[i+1] == '\\' && body[i+2] == 'u' {
					low, ok = hex4(body, i+3)
				}
				if pair := utf16.DecodeRune(r, low); ok && pair != utf8.RuneError {
					r = pair
					i += 6
				}
			}
			out = utf8.AppendRune(out, r)
		default:
			return "", i - 1
		}
	}
	return string(out), -1
}

func hex4(b []byte, at int) (rune, bool) {
	if at+4 > len(b) {
		return 0, false
	}
	var r rune
	for _, c := range b[at : at+4] {
		d, ok := hexDigit(c)
		if !ok {
			return 0, false
		}
		r = r<<4 | rune(d)
	}
	return r, true
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// skipValue moves past a value and looks only at brackets and strings, as
// simdjson's on-demand reader does with members nobody asked for.
func (p *jsonParser) skipValue() bool {
	depth := 0
	for {
		switch c := p.peek(); c {
		case 0:
			return p.fail("value expected")
		case '{', '[':
			depth++
			p.at++
		case '}', ']':
			if depth == 0 {
				return p.fail("value expected")
			}
			depth--
			p.at++
		case '"':
			if _, ok := p.skipString(); !ok {
				return false
			}
		case ',', ':':
			if depth == 0 {
				return p.fail("value expected")
			}
			p.at++
			continue
		default:
			p.skipScalar()
		}
		if depth == 0 {
			return true
		}
	}
}

// skipScalar moves past a run of bytes that are neither structure nor space.
func (p *jsonParser) skipScalar() {
	for p.at < len(p.src) {
		switch p.src[p.at] {
		case ' ', '\t', '\n', '\r', '{', '}', '[', ']', ',', ':', '"':
			return
		}
		p.at++
	}
}
