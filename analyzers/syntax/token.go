package syntax

import (
	"strings"
	"unicode/utf8"
)

// identEnd is after the identifier, keyword or private name at i; i itself when there is none.
func identEnd(t string, i int) int {
	if i < 0 || i >= len(t) {
		return max(min(i, len(t)), 0)
	}
	j := i
	if t[j] == '#' {
		j++
	}
	for j < len(t) {
		switch c := t[j]; {
		case identByte(c):
			j++
		case c == '\\' && strings.HasPrefix(t[j:], "\\u{"):
			k := strings.IndexByte(t[j:], '}')
			if k < 0 {
				return j
			}
			j += k + 1
		case c == '\\' && strings.HasPrefix(t[j:], "\\u"):
			j = min(j+6, len(t))
		case c >= utf8.RuneSelf && blankAt(t, j) == 0:
			_, n := utf8.DecodeRuneInString(t[j:])
			j += n
		default:
			return j
		}
	}
	return j
}

// identBytes are the ASCII bytes of names.
var identBytes = func() (table [256]bool) {
	for c := range table {
		table[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$'
	}
	return table
}()

func identByte(c byte) bool { return identBytes[c] }

// jsxNameEnd is after a name in JSX, which may have hyphens; colons and dots are joined by the caller, but for the a:b of tags.
func jsxNameEnd(t string, i int) int {
	for i < len(t) {
		if e := identEnd(t, i); e > i {
			i = e
			continue
		}
		if t[i] != '-' && t[i] != ':' {
			break
		}
		i++
	}
	return i
}

// numberEnd is after the number at i (ECMAScript, section 12.9.3).
func numberEnd(t string, i int) int {
	if i+1 < len(t) && t[i] == '0' && strings.IndexByte("xXoObB", t[i+1]) >= 0 {
		return identEnd(t, i)
	}
	j := i
	dot := false
	for j < len(t) {
		switch c := t[j]; {
		case c >= '0' && c <= '9' || c == '_':
			j++
		case c == '.' && !dot:
			dot = true
			j++
		case c == 'e' || c == 'E':
			j++
			if j < len(t) && (t[j] == '+' || t[j] == '-') {
				j++
			}
			dot = true
		case c == 'n':
			return j + 1
		default:
			return j
		}
	}
	return j
}

// tokenEnd is after the string, number, identifier or template without substitutions at i.
func tokenEnd(t string, i int) int {
	if i < 0 || i >= len(t) {
		return max(min(i, len(t)), 0)
	}
	switch c := t[i]; {
	case c == '"' || c == '\'':
		return stringEnd(t, i)
	case c == '`':
		end, _ := templateEnd(t, i+1)
		return end
	case c >= '0' && c <= '9' || c == '.':
		return numberEnd(t, i)
	}
	return identEnd(t, i)
}

// primitiveEnd is after a literal with the operators before it that the parser computes: -1, !0, typeof "a", void 0, !function() {}.
func primitiveEnd(t string, i int) int {
	for i < len(t) {
		switch c := t[i]; c {
		case '-', '+', '!', '~':
			i = skipTrivia(t, i+1)
		case '(', '[', '{':
			return balanced(t, i)
		case '/':
			return identEnd(t, regexpEnd(t, i))
		default:
			e := tokenEnd(t, i)
			switch t[i:e] {
			case "typeof", "void":
				i = skipTrivia(t, e)
			case "function", "class", "async":
				for i = skipTrivia(t, e); i < len(t) && t[i] != '{'; i = skipTrivia(t, i) {
					if t[i] == '(' {
						i = balanced(t, i)
					} else {
						i = max(tokenEnd(t, i), i+1)
					}
				}
				return balanced(t, i)
			default:
				return e
			}
		}
	}
	return i
}

// folded is the end of a literal that the parser may have made of a sum: "a" + "b" is one KindString at "a". What follows belongs to it when it
// is an operator and a literal that is no node of its own. end is after the literal itself.
func (l *layout) folded(id int32, end int) int {
	switch l.nodes[id].kind {
	case KindString, KindNumber, KindBoolean, KindTemplate:
		return l.pieces(id, end, false)
	}
	return end
}

// pieces goes on from the end of an operand over the literals that the parser has joined with it, or dropped as empty. inParens is as for dropped.
func (l *layout) pieces(id int32, end int, inParens bool) int {
	switch l.nodes[l.nodes[id].parent].kind {
	case KindUnary, KindAwait:
		if !inParens {
			return end // they bind tighter
		}
	}
	limit := -1
	depth := 0 // parentheses that pieces have opened
	for {
		i := l.skip(end)
		if depth > 0 && l.byteAt(i) == ')' {
			depth--
			end = i + 1
			continue
		}
		n := foldable(l.t, i, l.ts)
		if n == 0 {
			return end
		}
		if limit < 0 {
			limit, _ = l.following(id)
		}
		p, opened := l.skip(i+n), 0
		for ; l.byteAt(p) == '('; p = l.skip(p + 1) {
			opened++
		}
		// The operand has a node of its own, or it is nothing that the parser computes.
		if p >= limit || !literalAt(l.t, p) {
			return end
		}
		if l.byteAt(p) == '`' {
			if _, open := templateEnd(l.t, p+1); open {
				return end // its substitutions are nodes
			}
		}
		depth += opened
		end = primitiveEnd(l.t, p)
	}
}

// foldable is the size of the operator at i when the parser may compute it with literals on both sides, 0 otherwise.
func foldable(t string, i int, ts bool) int {
	if i >= len(t) {
		return 0
	}
	if t[i] == '+' {
		if i+1 < len(t) && (t[i+1] == '+' || t[i+1] == '=') {
			return 0
		}
		return 1
	}
	ops := [...]string{"===", "!==", "==", "!="}
	for _, op := range ops {
		if strings.HasPrefix(t[i:], op) {
			return len(op)
		}
	}
	if ts { // the values of enums
		for _, op := range [...]string{">>>", "<<", ">>", "**", "-", "*", "/", "%", "&", "|", "^"} {
			if strings.HasPrefix(t[i:], op) && !strings.HasPrefix(t[i+len(op):], "=") {
				if op == "&" && strings.HasPrefix(t[i:], "&&") || op == "|" && strings.HasPrefix(t[i:], "||") {
					return 0
				}
				return len(op)
			}
		}
	}
	return 0
}

// literalAt reports whether a literal, or an operator before one, stands at i.
func literalAt(t string, i int) bool {
	if i >= len(t) {
		return false
	}
	switch c := t[i]; {
	case c == '"' || c == '\'' || c == '`' || c >= '0' && c <= '9' || c == '-' || c == '+' || c == '!' || c == '~' || c == '/':
		return true
	case c == '.':
		return i+1 < len(t) && t[i+1] >= '0' && t[i+1] <= '9'
	}
	switch t[i:identEnd(t, i)] {
	case "true", "false", "null", "undefined", "void", "typeof", "NaN", "Infinity":
		return true
	}
	return false
}

// following is the place of the first node in the table that stands after a node's own subtree in the text, and whether that is a statement;
// the text's end when there is none.
func (l *layout) following(id int32) (at int, statement bool) {
	here := l.nodes[id].start
	for k, tries := l.nodes[id].next, 0; int(k) < len(l.nodes); k++ {
		n := &l.nodes[k]
		if n.kind != KindMissing && n.start > here {
			return int(n.start), n.kind >= KindModule
		}
		// Decorators stand in the table after what they precede. More than a few nodes that lie behind mean lowered code.
		if tries++; tries > 16 {
			return int(here), false
		}
	}
	return len(l.t), true
}
