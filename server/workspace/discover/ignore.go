package discover

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// The matching is our own, tested against Git: go-git's gitignore package does not know [!a] and [[:alpha:]], and gives up too early on a
// double star that stands before more than one name.

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
	how     how
	text    string
}

// how a rule's text is compared. Nearly all lines of real ignore files need no glob.
type how uint8

const (
	equal how = iota
	suffix
	prefix
	glob
)

func (r *rule) matches(s string) bool {
	switch r.how {
	case equal:
		return r.text == s
	case suffix:
		return strings.HasSuffix(s, r.text)
	case prefix:
		return strings.HasPrefix(s, r.text)
	}
	return wildMatch(r.text, s)
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
		if r.matches(text) {
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
		if r.path || r.how != equal {
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
	const wild = `*?[\`
	if !strings.ContainsAny(s, wild) {
		r.text = s
		return r, true
	}
	// "**/name" is the long form of "name".
	if rest, found := strings.CutPrefix(s, "**/"); found && !strings.ContainsAny(rest, wild+"/") && rest != "" {
		return rule{negate: r.negate, dirOnly: r.dirOnly, text: rest}, true
	}
	if rest := s[1:]; s[0] == '*' && !r.path && !strings.ContainsAny(rest, wild) {
		r.how, r.text = suffix, rest
		return r, true
	}
	if rest := s[:len(s)-1]; s[len(s)-1] == '*' && !r.path && !strings.ContainsAny(rest, wild) {
		r.how, r.text = prefix, rest
		return r, true
	}
	r.how, r.text = glob, s
	return r, true
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
