package tidy

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	link     = regexp.MustCompile(`\]\(([^()\s]+)\)`)
	inline   = regexp.MustCompile("`[^`]*`")
	explicit = regexp.MustCompile(` \{#([a-z0-9-]+)\}$`)
)

// Relative links of all pages lead to files of the tree, and their anchors to headings.
func TestLinks(t *testing.T) {
	files := tree(t)
	exists := map[string]bool{}
	for _, f := range files {
		for d := f; d != "."; d = path.Dir(d) {
			exists[d] = true
		}
	}
	for _, f := range files {
		if !strings.HasSuffix(f, ".md") || slices.Contains(strings.Split(f, "/"), "testdata") {
			continue
		}
		prose, _ := markdown(read(t, f))
		for n, line := range prose {
			for _, m := range link.FindAllStringSubmatch(inline.ReplaceAllString(line, ""), -1) {
				u, err := url.Parse(m[1])
				if err != nil {
					t.Errorf("%s:%d: %v", f, n+1, err)
					continue
				}
				if u.Scheme != "" {
					continue
				}
				to := f
				if u.Path != "" {
					to = path.Join(path.Dir(f), u.Path)
				}
				if !exists[to] {
					t.Errorf("%s:%d: %s leads nowhere", f, n+1, m[1])
					continue
				}
				if u.Fragment != "" && strings.HasSuffix(to, ".md") {
					if _, anchors := markdown(read(t, to)); !slices.Contains(anchors, u.Fragment) {
						t.Errorf("%s:%d: %s: no such heading", f, n+1, m[1])
					}
				}
			}
		}
	}
}

// markdown returns the lines of a page, those of fences emptied, and the anchors of its headings: {#id}, or made of the title as hosts do.
func markdown(text string) (prose, anchors []string) {
	fence := ""
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, " \r")
		trimmed := strings.TrimLeft(line, " ")
		mark := trimmed[:len(trimmed)-len(strings.TrimLeft(trimmed, "`"))]
		switch {
		case fence == "" && len(mark) >= 3:
			fence = mark
			line = ""
		case fence != "":
			if trimmed == fence {
				fence = ""
			}
			line = ""
		case strings.HasPrefix(line, "#"):
			title := strings.TrimLeft(line, "#")
			if m := explicit.FindStringSubmatch(title); m != nil {
				anchors = append(anchors, m[1])
			} else {
				anchors = append(anchors, slug(title))
			}
		}
		prose = append(prose, line)
	}
	return prose, anchors
}

var dropped = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

func slug(title string) string {
	return strings.ReplaceAll(dropped.ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), ""), " ", "-")
}

func TestMarkdown(t *testing.T) {
	prose, anchors := markdown("# The `exports` of a file\n\n```js\n# no heading\n[a](b.md)\n```\n## More {#its-own}\nText\n")
	if want := []string{"the-exports-of-a-file", "its-own"}; !slices.Equal(anchors, want) {
		t.Errorf("anchors %q, want %q", anchors, want)
	}
	if len(prose) != 9 || prose[4] != "" || prose[7] != "Text" {
		t.Errorf("%q", prose)
	}
}
