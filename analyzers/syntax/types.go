package syntax

import "strings"

// The parser skips TypeScript's types and leaves no trace of them, so their extent is found by reading the text: a scanner for the
// shape of types (TypeScript handbook, "Everyday Types" to "Template Literal Types"), not a parser. On text that is no type it stops
// early; it never goes back.

// skipType is after the type that follows i.
func skipType(t string, i int) int {
	end := i
	pending := 0    // conditional types whose ? has not come
	branches := 0   // and whose : has not come
	operand := true // a type is expected
	for {
		i = skipTrivia(t, end)
		if i >= len(t) {
			return end
		}
		c := t[i]
		if operand {
			switch {
			case c == '(':
				j := balanced(t, i)
				end, operand = j, false
				if k := skipTrivia(t, j); strings.HasPrefix(t[k:], "=>") {
					end, operand = k+2, true
				}
			case c == '[' || c == '{':
				end, operand = balanced(t, i), false
			case c == '<':
				j := skipAngles(t, i)
				if j < 0 {
					return end
				}
				end = j
			case c == '|' || c == '&' || c == '-':
				end = i + 1
			case c == '"' || c == '\'' || c == '`' || c >= '0' && c <= '9':
				end, operand = literalTypeEnd(t, i), false
			default:
				e := identEnd(t, i)
				if e == i {
					return end
				}
				switch t[i:e] {
				case "keyof", "typeof", "unique", "readonly", "infer", "asserts", "new", "abstract":
					if k := skipTrivia(t, e); k < len(t) && (identByte(t[k]) || strings.IndexByte("([{<\"'`", t[k]) >= 0) {
						end = e
						continue
					}
				}
				end, operand = e, false
			}
			continue
		}
		newline := strings.IndexByte(t[end:i], '\n') >= 0
		switch {
		case c == '.':
			end, operand = i+1, true
		case c == '[' && !newline:
			end = balanced(t, i)
		case c == '(' && !newline && strings.HasSuffix(t[:end], "import"):
			end = balanced(t, i)
		case c == '<' && !newline:
			j := skipAngles(t, i)
			if j < 0 {
				return end
			}
			end = j
		case (c == '|' || c == '&') && !strings.HasPrefix(t[i+1:], t[i:i+1]) && !strings.HasPrefix(t[i+1:], "="):
			end, operand = i+1, true
		case c == '?' && pending > 0:
			pending--
			branches++
			end, operand = i+1, true
		case c == ':' && branches > 0:
			branches--
			end, operand = i+1, true
		default:
			w := t[i:identEnd(t, i)]
			switch {
			case w == "is" && !newline:
				end, operand = i+len(w), true
			case w == "extends" && !newline:
				pending++
				end, operand = i+len(w), true
			default:
				return end
			}
		}
	}
}

func literalTypeEnd(t string, i int) int {
	if t[i] == '`' {
		return balanced(t, i)
	}
	return tokenEnd(t, i)
}

// typeSuffix steps over what TypeScript writes after an operand: `!`, `as T`, `satisfies T`. end is the operand's end and i the next
// token; the answer is end when there is no suffix.
func typeSuffix(t string, end, i int) int {
	if strings.IndexByte(t[end:i], '\n') >= 0 {
		return end
	}
	if t[i] == '!' {
		if i+1 < len(t) && t[i+1] == '=' && !strings.HasPrefix(t[i+1:], "=>") {
			return end
		}
		return i + 1
	}
	switch w := t[i:identEnd(t, i)]; w {
	case "as", "satisfies":
		return skipType(t, i+len(w))
	}
	return end
}

// skipAngles is after the > that closes the < at i, -1 when the two do not stand around types.
func skipAngles(t string, i int) int {
	depth := 0
	for i < len(t) {
		i = skipTrivia(t, i)
		if i >= len(t) {
			return -1
		}
		switch c := t[i]; c {
		case '<':
			depth++
			i++
		case '>':
			depth--
			i++
			if depth == 0 {
				return i
			}
		case '=':
			i++
			if i < len(t) && t[i] == '>' {
				i++
			}
		case '(', '[', '{', '`':
			i = balanced(t, i)
		case '"', '\'':
			i = stringEnd(t, i)
		case ')', ']', '}', ';':
			return -1
		default:
			if e := identEnd(t, i); e > i {
				i = e
			} else {
				i++
			}
		}
	}
	return -1
}

// balanced is after the bracket, or backquote, that closes the one at i; the text's end when there is none. Regular expressions do not stand
// where it is used.
func balanced(t string, i int) int {
	var templates []int
	depth := 0
	for i < len(t) {
		i = skipTrivia(t, i)
		if i >= len(t) {
			break
		}
		switch c := t[i]; c {
		case '(', '[', '{':
			depth++
			i++
		case ')', ']', '}':
			i++
			depth--
			if n := len(templates); c == '}' && n > 0 && templates[n-1] == depth {
				var open bool
				if i, open = templateEnd(t, i); open {
					depth++
				} else {
					templates = templates[:n-1]
				}
			}
		case '"', '\'':
			i = stringEnd(t, i)
		case '`':
			var open bool
			if i, open = templateEnd(t, i+1); open {
				templates = append(templates, depth)
				depth++
			}
		default:
			if e := identEnd(t, i); e > i {
				i = e
			} else {
				i++
			}
		}
		if depth <= 0 && len(templates) == 0 {
			return min(i, len(t))
		}
	}
	return len(t)
}
