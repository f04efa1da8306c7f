package ruletest

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Headings are the headings of a page below its title, exact and in order.
var Headings = []string{"What it does", "Why it matters in Node", "Example", "Use instead", "Limits"}

// NodeLines are the release lines of Node that a page speaks of.
var NodeLines = []string{"20", "22", "24", "26"}

// Role says what a fence of a page is for.
type Role string

// The roles. A bad program is flagged once and fails as its output says; a good one is not flagged and does not; a file that is both
// belongs to both programs. A miss is a defect that is known not to be flagged, an alarm is fine code that is known to be flagged.
const (
	Bad   Role = "bad"
	Good  Role = "good"
	Both  Role = "both"
	Miss  Role = "miss"
	Alarm Role = "alarm"
)

// width is the longest line that a hover shows without wrapping, in characters.
const width = 90

// fence is one fenced block of a page.
type fence struct {
	lang    string
	role    Role
	file    string // may be "" in a miss or an alarm
	run     bool
	lines   []string // Node lines of an output; empty = all
	text    string
	line    int // of the opening fence, from 1
	heading string
}

// Page is a rule.md that was read. It is immutable.
type Page struct {
	Title  string
	fences []fence
}

// Program is a program of a page.
type Program struct {
	Files map[string]string // by name, forward slashes
	Entry string            // the file given to node
	own   map[string]bool   // the files that are not shared with the other program
}

// Output is what a program of a page does when Node runs it.
type Output struct {
	Exit  string   // a number, "any", or "timeout": it still runs after Patience and is then killed
	Lines []string // substrings of lines of its output, in order
}

// ParsePage reads a page. The error is the list of all mistakes, with line numbers.
func ParsePage(text string) (*Page, error) {
	p := &Page{}
	var errs []error
	fail := func(line int, format string, args ...any) {
		errs = append(errs, fmt.Errorf("line %d: %s", line, fmt.Sprintf(format, args...)))
	}
	var headings []string
	var open *fence
	n := 0
	for raw := range strings.Lines(text) {
		n++
		line := strings.TrimRight(raw, "\r\n")
		switch {
		case open != nil && line == "```":
			p.fences = append(p.fences, *open)
			open = nil
		case open != nil:
			if len([]rune(line)) >= width {
				fail(n, "%d columns inside a fence; the limit is %d", len([]rune(line)), width-1)
			}
			open.text += line + "\n"
		case strings.HasPrefix(line, "```"):
			f, err := parseFence(line[3:])
			if err != nil {
				fail(n, "%v", err)
			}
			f.line = n
			if len(headings) > 0 {
				f.heading = headings[len(headings)-1]
			}
			open = &f
		case strings.HasPrefix(line, "# ") && n == 1:
			p.Title = line[2:]
		case strings.HasPrefix(line, "## "):
			headings = append(headings, line[3:])
		case strings.HasPrefix(line, "#"):
			fail(n, "unexpected heading %q", line)
		}
	}
	if open != nil {
		fail(open.line, "the fence is not closed")
	}
	if p.Title == "" {
		fail(1, "a page begins with its title, # Title")
	}
	if !slices.Equal(headings, Headings) {
		fail(1, "the headings are %q, want %q", headings, Headings)
	}
	errs = append(errs, p.check()...)
	return p, errors.Join(errs...)
}

// parseFence reads "js bad file=a.js run". An unknown word is a spelling mistake.
func parseFence(info string) (fence, error) {
	words := strings.Fields(info)
	if len(words) < 2 {
		return fence{}, fmt.Errorf("fence %q has no role: every example of a page is executed", info)
	}
	f := fence{lang: words[0], role: Role(words[1])}
	switch f.lang {
	case "js", "ts", "json":
		if !slices.Contains([]Role{Bad, Good, Both, Miss, Alarm}, f.role) {
			return f, fmt.Errorf("fence %q: no such role %q", info, f.role)
		}
	case "output":
		if f.role != Bad && f.role != Good {
			return f, fmt.Errorf("fence %q: an output is bad or good", info)
		}
	default:
		return f, fmt.Errorf("fence %q: no such language %q", info, f.lang)
	}
	for _, w := range words[2:] {
		key, value, _ := strings.Cut(w, "=")
		switch {
		case key == "file" && f.lang != "output" && filepath.IsLocal(value):
			f.file = value
		case w == "run" && f.lang != "output":
			f.run = true
		case key == "node" && f.lang == "output":
			f.lines = strings.Split(value, ",")
			for _, l := range f.lines {
				if !slices.Contains(NodeLines, l) {
					return f, fmt.Errorf("fence %q: Node line %q is none of %q", info, l, NodeLines)
				}
			}
		default:
			return f, fmt.Errorf("fence %q: unknown word %q", info, w)
		}
	}
	if f.file == "" && f.lang != "output" && f.role != Miss && f.role != Alarm {
		return f, fmt.Errorf("fence %q names no file", info)
	}
	return f, nil
}

// check finds what is wrong with the page as a whole.
func (p *Page) check() []error {
	var errs []error
	homes := map[Role][]string{Bad: {"Example"}, Good: {"Use instead"}, Both: {"Example", "Use instead"}, Miss: {"Limits"}, Alarm: {"Limits"}}
	for i := range p.fences {
		if f := &p.fences[i]; !slices.Contains(homes[f.role], f.heading) {
			errs = append(errs, fmt.Errorf("line %d: a fence that is %s belongs under %q, not %q", f.line, f.role, homes[f.role], f.heading))
		}
	}
	for _, role := range []Role{Bad, Good} {
		if _, err := p.Program(role); err != nil {
			errs = append(errs, err)
		}
		for _, line := range NodeLines {
			if _, err := p.Output(role, line); err != nil {
				errs = append(errs, err)
			}
		}
	}
	return errs
}

// Program is the bad or the good program.
func (p *Page) Program(role Role) (*Program, error) {
	g := &Program{Files: map[string]string{}, own: map[string]bool{}}
	first, entries := "", 0
	for i := range p.fences {
		f := &p.fences[i]
		if f.lang == "output" || f.role != role && f.role != Both {
			continue
		}
		if _, twice := g.Files[f.file]; twice {
			return nil, fmt.Errorf("line %d: the %s program has two files %s", f.line, role, f.file)
		}
		g.Files[f.file] = f.text
		g.own[f.file] = f.role == role
		if first == "" && f.lang != "json" {
			first = f.file
		}
		if f.run {
			g.Entry = f.file
			entries++
		}
	}
	if entries > 1 {
		return nil, fmt.Errorf("the %s program has %d fences marked run", role, entries)
	}
	if g.Entry == "" {
		g.Entry = first
	}
	if g.Entry == "" {
		return nil, fmt.Errorf("there is no %s program", role)
	}
	return g, nil
}

// Examples are the programs of a role under Limits. A fence without a file name is a program of its own; neighbours with different names
// are one program.
func (p *Page) Examples(role Role) []*Program {
	var out []*Program
	open := false // takes another file
	for i := range p.fences {
		f := &p.fences[i]
		if f.role != role {
			open = false
			continue
		}
		name := f.file
		if name == "" {
			name = "main." + f.lang
		}
		if n := len(out); open && f.file != "" && out[n-1].Files[name] == "" {
			out[n-1].Files[name] = f.text
			continue
		}
		out = append(out, &Program{Files: map[string]string{name: f.text}, Entry: name})
		open = f.file != ""
	}
	return out
}

// Output is what the page says of the bad or the good program on a line of Node.
func (p *Page) Output(role Role, line string) (Output, error) {
	var found *fence
	for i := range p.fences {
		f := &p.fences[i]
		if f.lang != "output" || f.role != role || len(f.lines) > 0 && !slices.Contains(f.lines, line) {
			continue
		}
		if found != nil {
			return Output{}, fmt.Errorf("line %d: a second %s output for Node %s", f.line, role, line)
		}
		found = f
	}
	if found == nil {
		return Output{}, fmt.Errorf("there is no %s output for Node %s", role, line)
	}
	lines := strings.Split(strings.TrimSuffix(found.text, "\n"), "\n")
	exit, ok := strings.CutPrefix(lines[0], "exit: ")
	if !ok || exit != "any" && exit != "timeout" && strings.Trim(exit, "0123456789") != "" {
		return Output{}, fmt.Errorf("line %d: an output begins with exit: and a number, any or timeout", found.line)
	}
	return Output{Exit: exit, Lines: lines[1:]}, nil
}
