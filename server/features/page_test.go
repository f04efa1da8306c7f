package features

import (
	"regexp"
	"testing"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
	"nodebeyond/docs"
)

var pageLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestRead follows all links from the first section: forwards and backwards through the book and the rules, and from page to page.
func TestRead(t *testing.T) {
	b := &Book{Rules: map[string]*rule.Rule{}, Page: rules.Page, Base: "https://book.example"}
	for _, r := range rules.All() {
		b.Rules[r.ID] = r
	}
	seen := map[string]Page{}
	var visit func(from, name string)
	visit = func(from, name string) {
		p, ok := b.Read(name)
		if !ok {
			t.Errorf("%s leads to %q, which is no page", from, name)
			return
		}
		if _, known := seen[p.Anchor]; known {
			return
		}
		seen[p.Anchor] = p
		if p.Title == "" || p.Markdown == "" || p.Link != "https://book.example/"+p.Anchor {
			t.Errorf("%s: %q at %s", name, p.Title, p.Link)
		}
		for _, m := range pageLink.FindAllStringSubmatch(p.Markdown, -1) {
			if !regexp.MustCompile(`^(https?:|__)`).MatchString(m[1]) {
				visit(p.Anchor, m[1])
			}
		}
		for _, next := range []string{p.Previous, p.Next} {
			if next != "" {
				visit(p.Anchor, next)
			}
		}
	}
	visit("", docs.Sections()[0].Anchor())
	for _, c := range docs.Chapters() {
		visit("", c.ID)
	}
	if want := len(docs.Sections()) + len(docs.Chapters()) + len(b.Rules); len(seen) != want {
		t.Errorf("%d pages, not %d", len(seen), want)
	}
	for _, p := range seen {
		if p.Next != "" && seen[p.Next].Previous != p.Anchor {
			t.Errorf("%s comes before %s, which comes after %s", p.Anchor, p.Next, seen[p.Next].Previous)
		}
	}
}
