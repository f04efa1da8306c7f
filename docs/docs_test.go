package docs

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryChapterFileIsRead(t *testing.T) {
	files, err := chapterFiles.ReadDir("chapters")
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, f := range files {
		have = append(have, strings.TrimSuffix(f.Name(), ".md"))
	}
	want := slices.Sorted(slices.Values(chapterOrder))
	if !slices.Equal(have, want) {
		t.Errorf("files in chapters: %v\nchapterOrder, sorted: %v", have, want)
	}
}

func TestSectionsAreWellFormed(t *testing.T) {
	id := regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	title := regexp.MustCompile("[`*_<>\\[\\]]")
	seen := map[Section]bool{}
	for _, s := range Sections() {
		// The parser refuses a taken id; this holds it to that.
		if seen[s] {
			t.Errorf("%s: id is not unique", s)
		}
		seen[s] = true
		if !id.MatchString(string(s)) {
			t.Errorf("%s: an id is lower-case words joined by hyphens", s)
		}
		if title.MatchString(s.Title()) {
			t.Errorf("%s: title %q holds markup; it is shown as plain text", s, s.Title())
		}
	}
	if len(seen) != 98 {
		t.Errorf("%d sections, the outline has 98", len(seen))
	}
}

// Hover and terminal show a section whole, so a section has a size.
func TestWrittenSectionsHaveTheRightSize(t *testing.T) {
	const least, most = 150, 600
	for _, s := range Sections() {
		if !s.Written() {
			continue
		}
		if n := len(strings.Fields(prose(s.Markdown()))); n < least || n > most {
			t.Errorf("%s: %d words outside fences, want %d to %d", s.Anchor(), n, least, most)
		}
		for line := range strings.Lines(s.Markdown()) {
			if strings.HasPrefix(line, "###") {
				t.Errorf("%s: heading %q inside a section", s.Anchor(), strings.TrimSpace(line))
			}
		}
	}
}

// Links inside the book are written as seen from the chapters folder:
// [text](event-loop.md#timers).
func TestLinksResolve(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for _, c := range Chapters() {
		texts := []string{c.Intro}
		for _, s := range c.Sections {
			texts = append(texts, s.Markdown())
		}
		for _, m := range link.FindAllStringSubmatch(prose(strings.Join(texts, "\n\n")), -1) {
			target := m[1]
			if strings.HasPrefix(target, "https://") {
				continue
			}
			file, id, ok := strings.Cut(target, "#")
			s, known := Lookup(id)
			if !ok || !known || file != s.Chapter()+".md" {
				t.Errorf("chapter %s: link %q leads nowhere", c.ID, target)
			}
		}
	}
}

func TestLookup(t *testing.T) {
	for id, want := range map[string]Section{
		"cycles": Cycles, "modules#cycles": Cycles,
		"esm#cycles": "", "#cycles": "", "modules#": "", "": "", "nope": "",
	} {
		got, ok := Lookup(id)
		if got != want || ok != (want != "") {
			t.Errorf("Lookup(%q) = %q, %v; want %q", id, got, ok, want)
		}
	}
	if got := BlockingTheLoop.Anchor(); got != "event-loop#blocking-the-loop" {
		t.Errorf("Anchor() = %q", got)
	}
	if s := Section("nope"); s.Anchor()+s.Chapter()+s.Title()+s.Markdown() != "" || s.Written() {
		t.Error("a foreign id has text")
	}
}

func TestParserRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"heading without id":  "# T\n## One\n",
		"id twice":            "# T\n## One {#a}\n## Two {#a}\n",
		"no title":            "## One {#a}\n",
		"two titles":          "# T\n# U\n",
		"title after section": "# T\n## One {#a}\n# U\n",
		"open fence":          "# T\n## One {#a}\n```js\n## Two {#b}\n",
		"empty heading":       "# T\n##  {#a}\n",
	} {
		v := &volume{sections: map[Section]entry{}}
		if err := v.add("x", text); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestParserKeepsCode(t *testing.T) {
	v := &volume{sections: map[Section]entry{}}
	text := "# T\nhello\n\n## One {#a}\n\nfirst\n\n```sh\n# not a heading\n```\n\n## Two {#b}\n"
	if err := v.add("x", text); err != nil {
		t.Fatal(err)
	}
	if got, want := v.sections["a"].text, "first\n\n```sh\n# not a heading\n```"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
	if v.sections["b"].text != "" || v.chapters[0].Intro != "hello" {
		t.Errorf("b = %q, intro = %q", v.sections["b"].text, v.chapters[0].Intro)
	}
}

func TestSlicesBelongToTheCaller(t *testing.T) {
	Chapters()[0].Sections[0] = "changed"
	Sections()[0] = "changed"
	if got := Sections()[0]; got != NodeAndV8 {
		t.Errorf("first section is %q after a caller wrote to its own slice", got)
	}
}

// prose returns text without its fenced blocks.
func prose(text string) string {
	var b strings.Builder
	fence := ""
	for line := range strings.Lines(text) {
		mark := fenceMark(strings.TrimSpace(line))
		switch {
		case fence == "" && mark != "":
			fence = mark
		case fence != "" && strings.HasPrefix(mark, fence):
			fence = ""
		case fence == "":
			b.WriteString(line)
		}
	}
	return b.String()
}

// A program's file name stays inside its folder.
func TestProgramFileNames(t *testing.T) {
	for _, p := range programs(t) {
		for name := range p.files {
			if path.Clean(name) != name || strings.HasPrefix(name, "..") || path.IsAbs(name) {
				t.Errorf("%s: file=%s", p.where, name)
			}
		}
	}
}
