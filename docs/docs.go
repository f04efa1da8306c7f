// Package docs holds the companion book: chapters of Markdown, cut into
// sections that rules, hovers and the command line refer to by id.
//
// It knows the text and nothing else: no rule, no analysis, no rendering, and
// it imports no other package of this module. A section id is unique across
// all chapters and never changes; titles and text may.
//
// Everything here is safe for concurrent use.
package docs

//go:generate go run ./internal/gensections

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
)

// Section is the id of one section, such as "blocking-the-loop". The generated
// constants of this package name every section there is, so a reference to a
// removed section does not compile. A Section that is no section (a converted
// foreign string) answers "" or false to every question.
type Section string

// Chapter is one chapter file.
type Chapter struct {
	ID       string    // file name without ".md", such as "event-loop"
	Title    string    // plain text of the "#" heading
	Intro    string    // Markdown between the title and the first section; may be ""
	Sections []Section // in the order of the file
}

// chapterOrder is the reading order of the book. File names carry no numbers,
// so that a chapter can move without breaking links.
var chapterOrder = []string{
	"runtime", "modules", "esm", "event-loop", "async", "events",
	"process", "streams", "files", "network", "processes",
}

//go:embed chapters/*.md
var chapterFiles embed.FS

// Chapter returns the id of the chapter that holds s, such as "event-loop".
func (s Section) Chapter() string { return book().sections[s].chapter }

// Title returns the heading of s as plain text.
func (s Section) Title() string { return book().sections[s].title }

// Markdown returns the text below the heading of s, without the heading and
// without surrounding blank lines; "" when the text is not written yet.
func (s Section) Markdown() string { return book().sections[s].text }

// Written reports whether s has text.
func (s Section) Written() bool { return book().sections[s].text != "" }

// Anchor returns the link target of s inside the book: chapter, "#", id. It
// is "" when s is no section.
func (s Section) Anchor() string {
	e, ok := book().sections[s]
	if !ok {
		return ""
	}
	return e.chapter + "#" + string(s)
}

// Lookup finds a section by its id ("cycles") or anchor ("modules#cycles").
func Lookup(id string) (Section, bool) {
	chapter, bare, anchored := strings.Cut(id, "#")
	if !anchored {
		bare = id
	}
	e, ok := book().sections[Section(bare)]
	if !ok || anchored && e.chapter != chapter {
		return "", false
	}
	return Section(bare), true
}

// Sections returns every section in book order. The caller owns the slice.
func Sections() []Section {
	var all []Section
	for _, c := range book().chapters {
		all = append(all, c.Sections...)
	}
	return all
}

// Chapters returns every chapter in book order. The caller owns the slices.
func Chapters() []Chapter {
	all := slices.Clone(book().chapters)
	for i := range all {
		all[i].Sections = slices.Clone(all[i].Sections)
	}
	return all
}

// volume is the parsed book.
type volume struct {
	chapters []Chapter
	sections map[Section]entry
}

type entry struct{ chapter, title, text string }

// book parses the embedded chapters, once. The text is part of the binary, so
// a malformed chapter is a defect of the build: it panics, and any test of
// this package shows it.
var book = sync.OnceValue(func() *volume {
	v := &volume{sections: map[Section]entry{}}
	for _, id := range chapterOrder {
		text, err := chapterFiles.ReadFile(path.Join("chapters", id+".md"))
		if err == nil {
			err = v.add(id, string(text))
		}
		if err != nil {
			panic("docs: " + err.Error())
		}
	}
	return v
})

// add parses one chapter file into v. Errors name the chapter and the line
// (from 1).
func (v *volume) add(id, text string) error {
	c := Chapter{ID: id}
	var (
		current string // id of the open section; "" before the first
		body    strings.Builder
		fence   string // opening run of the fence we are in; "" outside
	)
	flush := func() {
		got := strings.TrimSpace(body.String())
		body.Reset()
		if current == "" {
			c.Intro = got
			return
		}
		e := v.sections[Section(current)]
		e.text = got
		v.sections[Section(current)] = e
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		trimmed := strings.TrimRight(line, " \t\r\n")
		// A line that starts with "#" inside a fence is code, not a heading.
		if mark := fenceMark(trimmed); mark != "" {
			switch {
			case fence == "":
				fence = mark
			case strings.HasPrefix(mark, fence) && mark == trimmed:
				fence = ""
			}
		}
		switch {
		case fence != "" || !strings.HasPrefix(trimmed, "#") || strings.HasPrefix(trimmed, "###"):
			body.WriteString(line)
		case strings.HasPrefix(trimmed, "## "):
			title, sid, ok := cutHeading(trimmed[len("## "):])
			if !ok {
				return fmt.Errorf("%s:%d: a section heading is \"## Title {#id}\"", id, n)
			}
			if was, taken := v.sections[Section(sid)]; taken {
				return fmt.Errorf("%s:%d: section id %q is taken by chapter %s", id, n, sid, was.chapter)
			}
			flush()
			current = sid
			v.sections[Section(sid)] = entry{chapter: id, title: title}
			c.Sections = append(c.Sections, Section(sid))
		case strings.HasPrefix(trimmed, "# ") && c.Title == "" && current == "":
			c.Title = trimmed[len("# "):]
		default:
			return fmt.Errorf("%s:%d: unexpected heading %q", id, n, trimmed)
		}
	}
	if fence != "" {
		return fmt.Errorf("%s: a fence is not closed", id)
	}
	if c.Title == "" {
		return fmt.Errorf("%s: no \"# Title\" line", id)
	}
	flush()
	v.chapters = append(v.chapters, c)
	return nil
}

// fenceMark returns the run of three or more backticks that line starts with.
func fenceMark(line string) string {
	rest := strings.TrimLeft(line, "`")
	if mark := line[:len(line)-len(rest)]; len(mark) >= 3 {
		return mark
	}
	return ""
}

// cutHeading splits "Title {#id}".
func cutHeading(s string) (title, id string, ok bool) {
	title, id, ok = strings.Cut(s, " {#")
	id, closed := strings.CutSuffix(id, "}")
	return title, id, ok && closed && title != "" && id != ""
}
