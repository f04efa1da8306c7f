package discover

import "strings"

// wildMatch tells whether Git's pattern p matches the whole of s, byte by byte, as in Git's documentation ("gitignore" and "gitglossary", pathspec). "*" and "?" do not match a slash;
// "**/", "/**" and "/**/" stand for any folders. A pattern that is not well formed matches nothing.
//
// It takes time in the order of the product of the two lengths: of several stars only the last has to be tried again, because a
// slash fixes what the stars before it match; the same holds for double stars.
func wildMatch(p, s string) bool {
	star, starAt := -1, 0 // pattern after the last star, and how far in s it reaches
	deep, deepAt := -1, 0 // the same for the last double star; it always reaches to the start of a name
	i, j := 0, 0
	for i < len(p) || j < len(s) {
		if i < len(p) && p[i] == '*' {
			n := i + 1
			for n < len(p) && p[n] == '*' {
				n++
			}
			switch whole := n-i > 1 && (i == 0 || p[i-1] == '/'); {
			case whole && n == len(p):
				return true
			case whole && p[n] == '/':
				n++
				deep, deepAt, star = n, j, -1
			default:
				star, starAt = n, j
			}
			i = n
			continue
		}
		if i < len(p) && j < len(s) {
			if n, ok := matchOne(p[i:], s[j]); ok {
				i, j = i+n, j+1
				continue
			}
		}
		if star >= 0 && starAt < len(s) && s[starAt] != '/' {
			starAt++
			i, j = star, starAt
			continue
		}
		if deep < 0 {
			return false
		}
		slash := strings.IndexByte(s[deepAt:], '/')
		if slash < 0 {
			return false
		}
		deepAt += slash + 1
		i, j, star = deep, deepAt, -1
	}
	return true
}

// matchOne matches one byte against the start of p, which is not empty, and returns how much of p that took.
func matchOne(p string, c byte) (n int, ok bool) {
	switch p[0] {
	case '?':
		return 1, c != '/'
	case '[':
		return matchSet(p, c)
	case '\\':
		return 2, len(p) > 1 && p[1] == c
	}
	return 1, p[0] == c
}

// matchSet matches one byte against a set in brackets. No set matches a slash.
func matchSet(p string, c byte) (n int, ok bool) {
	i, negate := 1, false
	if i < len(p) && (p[i] == '!' || p[i] == '^') {
		negate = true
		i++
	}
	found := false
	low := byte(0) // what a range would begin with; 0 for nothing
	for first := true; ; first = false {
		if i == len(p) {
			return 0, false
		}
		if p[i] == ']' && !first {
			break
		}
		if set, size, isClass := class(p[i:]); isClass {
			if set == nil {
				return 0, false
			}
			found = found || set(c)
			i, low = i+size, 0
			continue
		}
		isRange := p[i] == '-' && low != 0 && i+1 < len(p) && p[i+1] != ']'
		if isRange {
			i++
		}
		if p[i] == '\\' {
			if i++; i == len(p) {
				return 0, false
			}
		}
		if isRange {
			found = found || low <= c && c <= p[i]
			low = 0
		} else {
			found = found || c == p[i]
			low = p[i]
		}
		i++
	}
	return i + 1, found != negate && c != '/'
}

// class reads a named set such as [:alpha:] at the start of p. The function is nil when there is no set of that name.
func class(p string) (has func(byte) bool, size int, ok bool) {
	if !strings.HasPrefix(p, "[:") {
		return nil, 0, false
	}
	end := strings.IndexByte(p[2:], ']') + 2
	if end < 3 || p[end-1] != ':' {
		return nil, 0, false
	}
	return classes[p[2:end-1]], end + 1, true
}

// classes are the named sets. As in Git they know ASCII alone.
var classes = map[string]func(byte) bool{
	"alnum":  func(c byte) bool { return isAlpha(c) || isDigit(c) },
	"alpha":  isAlpha,
	"blank":  func(c byte) bool { return c == ' ' || c == '\t' },
	"cntrl":  func(c byte) bool { return c < ' ' || c == 0x7f },
	"digit":  isDigit,
	"graph":  isGraph,
	"lower":  func(c byte) bool { return 'a' <= c && c <= 'z' },
	"print":  func(c byte) bool { return isGraph(c) || c == ' ' },
	"punct":  func(c byte) bool { return isGraph(c) && !isAlpha(c) && !isDigit(c) },
	"space":  func(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' },
	"upper":  func(c byte) bool { return 'A' <= c && c <= 'Z' },
	"xdigit": func(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' },
}

func isAlpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isGraph(c byte) bool { return '!' <= c && c <= '~' }
