package discover

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// level is what one ignore file says. It does not change once it is read.
type level struct {
	up   *level // what the folders further out say; nil at the outermost
	base int    // length of the folder's path, with the separator after it
	last []rule // rules that have to be tried, in the file's order
	// plain finds the lines that are a mere name, which most are. The values are positions in the file.
	plain map[string]plainRule
}

// rule is one line.
type rule struct {
	line    int
	negate  bool
	dirOnly bool
	path    bool // matched against the path below the folder, not against the name alone
	literal bool // text has no wildcards
	text    string
}

// plainRule holds, for one name, the last line that matches any file and the last one that matches folders only. -1 is none.
type plainRule struct {
	any, dir             int
	anyNegate, dirNegate bool
}

// verdict is what ignore files say about a path.
type verdict uint8

const (
	silent verdict = iota
	ignored
	included
)

// ask finds the innermost verdict. path is the whole path with forward slashes, name its last element.
func (l *level) ask(path, name string, isDir bool) verdict {
	for ; l != nil; l = l.up {
		if v := l.askOne(path, name, isDir); v != silent {
			return v
		}
	}
	return silent
}

func (l *level) askOne(path, name string, isDir bool) verdict {
	best, negate := -1, false
	if p, ok := l.plain[name]; ok {
		best, negate = p.any, p.anyNegate
		if isDir && p.dir > best {
			best, negate = p.dir, p.dirNegate
		}
	}
	for i := len(l.last) - 1; i >= 0 && l.last[i].line > best; i-- {
		r := &l.last[i]
		if r.dirOnly && !isDir {
			continue
		}
		text := name
		if r.path {
			text = path[l.base:]
		}
		if r.literal && r.text == text || !r.literal && doublestar.MatchUnvalidated(r.text, text) {
			best, negate = r.line, r.negate
			break
		}
	}
	switch {
	case best < 0:
		return silent
	case negate:
		return included
	}
	return ignored
}

// parseIgnore reads the content of an ignore file that lies in the folder whose path has length base-1. It returns up when there is no
// line in it that means anything.
func parseIgnore(content string, base int, up *level) *level {
	l := &level{up: up, base: base}
	content = strings.TrimPrefix(content, "\ufeff")
	for n := 0; content != ""; n++ {
		var line string
		line, content, _ = strings.Cut(content, "\n")
		r, ok := parseLine(strings.TrimSuffix(line, "\r"))
		if !ok {
			continue
		}
		r.line = n
		if r.path || !r.literal {
			l.last = append(l.last, r)
			continue
		}
		if l.plain == nil {
			l.plain = map[string]plainRule{}
		}
		p, ok := l.plain[r.text]
		if !ok {
			p = plainRule{any: -1, dir: -1}
		}
		if r.dirOnly {
			p.dir, p.dirNegate = n, r.negate
		} else {
			p.any, p.anyNegate = n, r.negate
		}
		l.plain[r.text] = p
	}
	if l.plain == nil && l.last == nil {
		return up
	}
	return l
}

// parseLine reads one line (Git's documentation, "gitignore", section "Pattern format").
func parseLine(s string) (r rule, ok bool) {
	if s == "" || s[0] == '#' {
		return r, false
	}
	if s[0] == '!' {
		r.negate, s = true, s[1:]
	}
	s = trimSpaces(s)
	if strings.HasSuffix(s, "/") {
		r.dirOnly, s = true, s[:len(s)-1]
	}
	r.path = strings.Contains(s, "/")
	s = strings.TrimPrefix(s, "/")
	if s == "" {
		return r, false
	}
	if !strings.ContainsAny(s, `*?[\`) {
		r.literal, r.text = true, s
		return r, true
	}
	// "**/name" is the long form of "name".
	if rest, found := strings.CutPrefix(s, "**/"); found && !strings.ContainsAny(rest, `*?[\/`) && rest != "" {
		return rule{negate: r.negate, dirOnly: r.dirOnly, literal: true, text: rest}, true
	}
	r.text, ok = translate(s)
	return r, ok
}

// trimSpaces removes trailing spaces that no backslash protects.
func trimSpaces(s string) string {
	end := len(s)
	for end > 0 && s[end-1] == ' ' {
		slashes := 0
		for i := end - 2; i >= 0 && s[i] == '\\'; i-- {
			slashes++
		}
		if slashes%2 == 1 {
			break
		}
		end--
	}
	return s[:end]
}

// translate turns a pattern of Git's into one of doublestar's, which differ in braces, in what a double star at the end matches, and in
// the details of brackets. It returns false for a pattern that can match nothing.
func translate(s string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(s); {
		switch c := s[i]; c {
		case '\\':
			if i+1 == len(s) {
				return "", false
			}
			quote(&b, s[i+1])
			i += 2
		case '*':
			n := 1
			for i+n < len(s) && s[i+n] == '*' {
				n++
			}
			alone := (i == 0 || s[i-1] == '/') && (i+n == len(s) || s[i+n] == '/')
			switch {
			case n == 1 || !alone:
				b.WriteByte('*')
			case i+n == len(s) && i > 0:
				b.WriteString("**/*") // everything inside, but not the folder itself
			default:
				b.WriteString("**")
			}
			i += n
		case '[':
			n, ok := bracket(&b, s[i:])
			if !ok {
				return "", false
			}
			i += n
		case '{', '}':
			quote(&b, c)
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String(), true
}

func quote(b *strings.Builder, c byte) {
	if c < 0x80 && c != '/' {
		b.WriteByte('\\')
	}
	b.WriteByte(c)
}

// classes are the named sets that may stand in brackets, for ASCII.
var classes = map[string]string{
	"alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": " \t", "cntrl": "\x00-\x1f\x7f", "digit": "0-9", "graph": "!-~",
	"lower": "a-z", "print": " -~", "punct": "!-/:-@\\[-`\\{-~", "space": " \t-\r", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}

// bracket translates the set at the start of s, which begins with '[', and returns its length.
func bracket(b *strings.Builder, s string) (n int, ok bool) {
	b.WriteByte('[')
	i := 1
	if i < len(s) && (s[i] == '!' || s[i] == '^') {
		b.WriteByte('^')
		i++
	}
	for first := true; i < len(s) && (first || s[i] != ']'); first = false {
		if name, _, found := strings.Cut(s[i:], ":]"); found && strings.HasPrefix(name, "[:") {
			set, known := classes[name[2:]]
			if !known {
				return 0, false
			}
			b.WriteString(set)
			i += len(name) + 2
			continue
		}
		if s[i] == '\\' {
			if i++; i == len(s) {
				return 0, false
			}
			quoteInSet(b, s[i])
			i++
			continue
		}
		if s[i] == '-' && !first && i+1 < len(s) && s[i+1] != ']' {
			b.WriteByte('-') // a range: its two ends are written like any other member
		} else {
			quoteInSet(b, s[i])
		}
		i++
	}
	if i >= len(s) {
		return 0, false
	}
	b.WriteByte(']')
	return i + 1, true
}

func quoteInSet(b *strings.Builder, c byte) {
	if c < 0x80 {
		b.WriteByte('\\')
	}
	b.WriteByte(c)
}

// rules is everything that may leave a path out, for one folder.
type rules struct {
	own, git *level
}

func (r rules) ask(path, name string, isDir bool) verdict {
	if v := r.own.ask(path, name, isDir); v != silent {
		return v
	}
	return r.git.ask(path, name, isDir)
}

// read adds what the ignore files of folder dir say. The folder is known to hold them.
func (r rules) read(dir string, own, git bool, problem func(path string, err error)) rules {
	add := func(name string, up *level) *level {
		p := join(dir, name)
		b, err := os.ReadFile(p)
		if err != nil {
			problem(p, err)
			return up
		}
		return parseIgnore(string(b), len(join(dir, "")), up)
	}
	if own {
		r.own = add(ownIgnore, r.own)
	}
	if git {
		r.git = add(gitIgnore, r.git)
	}
	return r
}

// join puts a name behind a clean folder path. With an empty name the result ends in a separator.
func join(dir, name string) string {
	if dir != "" && os.IsPathSeparator(dir[len(dir)-1]) {
		return dir + name
	}
	return dir + string(filepath.Separator) + name
}

// slashed is the path as patterns see it.
func slashed(path string) string {
	if filepath.Separator == '/' {
		return path
	}
	return filepath.ToSlash(path)
}

// globs are the patterns of the configuration.
type globs struct {
	dir      string // with forward slashes and one at the end
	patterns []string
}

// newGlobs checks the patterns. It returns those that it does not understand apart.
func newGlobs(dir string, patterns []string) (g globs, bad []string) {
	g.dir = slashed(join(dir, ""))
	for _, p := range patterns {
		clean := strings.TrimPrefix(strings.TrimSuffix(p, "/"), "./")
		if clean == "" || !doublestar.ValidatePattern(clean) {
			bad = append(bad, p)
			continue
		}
		g.patterns = append(g.patterns, clean)
	}
	return g, bad
}

// match takes a whole path with forward slashes.
func (g *globs) match(path string) bool {
	if len(g.patterns) == 0 {
		return false
	}
	rel, ok := strings.CutPrefix(path, g.dir)
	if !ok {
		return false
	}
	for _, p := range g.patterns {
		if doublestar.MatchUnvalidated(p, rel) {
			return true
		}
	}
	return false
}
