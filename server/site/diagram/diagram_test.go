package diagram

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"nodebeyond/docs"
)

func TestSVG(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"box", "┌─┐\n│ │\n└─┘", `<rect class="box" x="4.25" y="9.5" width="17" height="38" rx="4"/><path class="line" d="M4.25 19V13.5Q4.25 9.5 8.25 9.5H8.5M8.5 9.5H17M21.25 19V13.5Q21.25 9.5 17.25 9.5H17M4.25 19V38M21.25 19V38M4.25 38V43.5Q4.25 47.5 8.25 47.5H8.5M8.5 47.5H17M21.25 38V43.5Q21.25 47.5 17.25 47.5H17"/>`},
		{"key", "╔╗\n╚╝", `<rect class="box key" x="4.25" y="9.5" width="8.5" height="19" rx="4"/><path class="line key" d="`},
		{"no box", "┌─\n│", `<path class="line" d="M4.25 19V13.5Q4.25 9.5 8.25 9.5H8.5M8.5 9.5H17M4.25 19V38"/>`},
		{"arrow", "──▶x", `<path class="line" d="M0 9.5H17"/><path class="line" d="M17 9.5H20.75"/><path class="head" d="M28.75 9.5l-9 -4.5v9z"/><text x="25.5" y="14.1" textLength="8.5">x</text>`},
		{"touches", "│─", `<path class="line" d="M4.25 0V19M4.25 9.5H17"/>`},
		{"texts", "a b  <c>", `<text x="0" y="14.1" textLength="25.5">a b</text><text x="42.5" y="14.1" textLength="25.5">&lt;c&gt;</text>`},
		{"full", " ▒▒", `<rect class="fill" x="8.5" y="3" width="17" height="13" rx="2"/>`},
	} {
		got := SVG("d", "label", c.text)
		if !strings.Contains(got, c.want) {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Every diagram of the book becomes a well-formed picture that says in words what it shows, and fits a terminal.
func TestDiagramsOfTheBook(t *testing.T) {
	fence := regexp.MustCompile("(?ms)^```text diagram ([^\n]+)\n(.*?)^```$")
	n := 0
	for _, s := range docs.Sections() {
		for _, m := range fence.FindAllStringSubmatch(s.Markdown(), -1) {
			n++
			if len(strings.Fields(m[1])) < 10 || !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s: %q is no description", s, m[1])
			}
			for line := range strings.Lines(m[2]) {
				if w := utf8.RuneCountInString(strings.TrimRight(line, "\n")); w > 72 {
					t.Errorf("%s: a line of %d columns, at most 72 fit", s, w)
				}
			}
			svg := SVG("d", m[1], m[2])
			if !strings.Contains(svg, `class="box`) || !strings.Contains(svg, `class="head"`) {
				t.Errorf("%s: a diagram without a box or an arrow", s)
			}
			for d := xml.NewDecoder(strings.NewReader(svg)); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Errorf("%s: %v", s, err)
					break
				}
			}
			// A corner that no box has is a slip of the pen, unless a line turns there.
			g := read(m[2])
			for r := range g.rows {
				for c, ch := range g.rows[r] {
					if ch == '╔' {
						if _, _, ok := g.box(r, c, double); !ok {
							t.Errorf("%s: the box at line %d, column %d does not close", s, r+1, c+1)
						}
					}
				}
			}
		}
	}
	if n < 9 {
		t.Errorf("%d diagrams", n)
	}
}
