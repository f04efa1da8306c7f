package features

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Page is a page of the companion text, for a client that shows Markdown. References to other pages in it are relative links, such as
// "event-loop.md#blocking-the-loop" and "rules/sync-in-handler.md"; Read takes these, too.
type Page struct {
	// Anchor names the page: a section's anchor, a chapter, "rules/<id>", or "contents".
	Anchor   string `json:"anchor"`
	Title    string `json:"title"` // plain text
	Markdown string `json:"markdown"`
	// Link is its address, "" when there is none.
	Link string `json:"link,omitempty"`
	// Previous and Next are the anchors of the pages before and after it, "" where there is none.
	Previous string `json:"previous,omitempty"`
	Next     string `json:"next,omitempty"`
}

// contents is the anchor of the page that lists the chapters.
const contents = "contents"

// Read finds a page by the anchor or id of a section, a chapter, the id of a rule, "contents", or a link of another page.
func (b *Book) Read(name string) (p Page, ok bool) {
	bare, fragment, anchored := strings.Cut(name, "#")
	bare = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(bare, "./"), "../"), ".md")
	id, isRule := strings.CutPrefix(bare, "rules/")
	if r := b.Rules[id]; r != nil && (isRule || !anchored) {
		p = b.rulePage(r)
	} else if anchored {
		section, known := docs.Lookup(bare + "#" + fragment)
		if bare == "" { // a link inside of a chapter
			section, known = docs.Lookup(fragment)
		}
		if !known {
			return Page{}, false
		}
		p = b.sectionPage(section)
	} else if section, known := docs.Lookup(bare); known {
		p = b.sectionPage(section)
	} else if i := slices.IndexFunc(docs.Chapters(), func(c docs.Chapter) bool { return c.ID == bare }); i >= 0 {
		p = chapterPage(docs.Chapters(), i)
	} else if bare == contents {
		p = contentsPage(docs.Chapters())
	} else {
		return Page{}, false
	}
	if b.Base != "" {
		p.Link = strings.TrimSuffix(b.Base, "/") + "/" + p.Anchor
	}
	return p, true
}

// rulePage puts what is known of a rule under the title of its page.
func (b *Book) rulePage(r *rule.Rule) Page {
	text := ""
	if b.Page != nil {
		text = strings.TrimSpace(b.Page(r.ID))
	}
	title, body, _ := strings.Cut(text, "\n")
	title = strings.TrimSpace(strings.TrimPrefix(title, "# "))
	if text == "" {
		title, body = b.Title(r.ID), "This rule has no page yet."
	}
	var m strings.Builder
	fmt.Fprintf(&m, "# %s\n\n%s\n\n%s\n", title, r.Brief(), strings.TrimSpace(body))
	if a := r.Section.Anchor(); a != "" {
		fmt.Fprintf(&m, "\n## Read on\n\n%s\n", linkTo(r.Section))
	}
	p := Page{Anchor: "rules/" + r.ID, Title: strings.ReplaceAll(title, "`", ""), Markdown: m.String()}
	ids := slices.Sorted(maps.Keys(b.Rules))
	i := slices.Index(ids, r.ID)
	if i > 0 {
		p.Previous = "rules/" + ids[i-1]
	}
	if i+1 < len(ids) {
		p.Next = "rules/" + ids[i+1]
	}
	return p
}

// sectionPage is a section with the rules that it teaches.
func (b *Book) sectionPage(s docs.Section) Page {
	var m strings.Builder
	text := s.Markdown()
	if !s.Written() {
		text = "This section is not written yet."
	}
	fmt.Fprintf(&m, "# %s\n\n%s\n", s.Title(), text)
	head := "\n## Rules\n\n"
	for _, id := range slices.Sorted(maps.Keys(b.Rules)) {
		if r := b.Rules[id]; r.Section == s {
			fmt.Fprintf(&m, "%s- [`%s`](rules/%s.md): %s\n", head, id, id, r.Summary)
			head = ""
		}
	}
	p := Page{Anchor: s.Anchor(), Title: s.Title(), Markdown: m.String()}
	all := docs.Sections()
	i := slices.Index(all, s)
	if i > 0 {
		p.Previous = all[i-1].Anchor()
	}
	if i+1 < len(all) {
		p.Next = all[i+1].Anchor()
	}
	return p
}

// chapterPage is a chapter's opening and its sections.
func chapterPage(all []docs.Chapter, i int) Page {
	c := all[i]
	var m strings.Builder
	fmt.Fprintf(&m, "# %s\n\n", c.Title)
	if c.Intro != "" {
		fmt.Fprintf(&m, "%s\n\n", c.Intro)
	}
	for _, s := range c.Sections {
		fmt.Fprintf(&m, "- %s\n", linkTo(s))
	}
	p := Page{Anchor: c.ID, Title: c.Title, Markdown: m.String()}
	if i > 0 {
		p.Previous = all[i-1].ID
	}
	if i+1 < len(all) {
		p.Next = all[i+1].ID
	}
	return p
}

// contentsPage lists the chapters and their sections.
func contentsPage(all []docs.Chapter) Page {
	var m strings.Builder
	m.WriteString("# How Node runs your program\n")
	for _, c := range all {
		fmt.Fprintf(&m, "\n## [%s](%s.md)\n\n", c.Title, c.ID)
		for _, s := range c.Sections {
			fmt.Fprintf(&m, "- %s\n", linkTo(s))
		}
	}
	return Page{Anchor: contents, Title: "How Node runs your program", Markdown: m.String(), Next: all[0].ID}
}

// linkTo is a link from one page to a section.
func linkTo(s docs.Section) string {
	return fmt.Sprintf("[%s](%s.md#%s)", s.Title(), s.Chapter(), string(s))
}
