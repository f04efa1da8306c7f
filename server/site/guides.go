package site

import (
	"fmt"
	"html"

	"nodebeyond/docs"
)

// guides makes the pages about using the program.
func (m *maker) guides() error {
	all := docs.Guides()
	for _, g := range all {
		at := "guides/" + g.ID + ".html"
		p := m.prose(at, "docs")
		p.beside = true
		out := page{path: at, title: g.Title, description: g.Title + ", of nodebeyond.", kind: "guide", asideTitle: "Using nodebeyond",
			crumbs: []link{{Path: "index.html", Text: "Book"}, {Text: g.Title}}}
		out.body = fmt.Sprintf("<h1>%s</h1>\n%s", html.EscapeString(g.Title), p.html(g.Text))
		out.contents = p.contents
		for _, other := range all {
			out.aside = append(out.aside, link{Path: "guides/" + other.ID + ".html", Text: other.Title, Current: other.ID == g.ID})
		}
		if p.err != nil {
			return p.err
		}
		m.add(out)
		m.entry(kindGuide, at, g.Title, "", g.ID, g.Text)
	}
	return nil
}

// guideList are links to all of them.
func guideList() string {
	list := ""
	for _, g := range docs.Guides() {
		list += fmt.Sprintf("<li><a href=\"guides/%s.html\">%s</a></li>\n", g.ID, html.EscapeString(g.Title))
	}
	return list
}
