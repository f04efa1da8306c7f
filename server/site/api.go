package site

import (
	"fmt"
	"html"
	"strings"

	"nodebeyond/docs"
)

// api lists what hovers say of the parts of Node, by chapter: the same text from the same place.
func (m *maker) api() error {
	const at = "api.html"
	p := m.prose(at, "docs/chapters")
	out := page{path: at, title: "API index", description: "What functions, classes and events of Node are to the runtime, in a sentence each.", kind: "index", area: at,
		prev: &link{Path: "rules/index.html", Text: "The rules"}, next: &link{Path: "errors.html", Text: "Error codes"}}
	ids := topicIDs()
	var b strings.Builder
	b.WriteString("<h1>API index</h1>\n<p class=\"lead\">What a function, a class or an event of Node is to the runtime, in a sentence or two. An editor shows the same text over your code, with what is known of it.</p>\n")
	for _, c := range docs.Chapters() {
		var list strings.Builder
		for _, t := range docs.Topics() {
			if t.Section.Chapter() != c.ID {
				continue
			}
			id := ids[t.Name]
			fmt.Fprintf(&list, "<div id=\"%s\"><dt><code>%s</code>%s</dt><dd>%s", id, html.EscapeString(t.Name), anchor(id, t.Name), p.inline(t.Text))
			if t.Varies != "" {
				var states []string
				for _, v := range t.By {
					from := "before"
					if v.From != "" {
						from = "from " + v.From
						if v.Also != "" {
							from += " and " + v.Also
						}
					}
					states = append(states, fmt.Sprintf("<li>%s: %s</li>", html.EscapeString(from), p.inline(v.Says)))
				}
				fmt.Fprintf(&list, "<p class=\"varies\">By version of Node, %s:</p><ul class=\"varies\">%s</ul>", p.inline(t.Varies), strings.Join(states, ""))
			}
			more := sectionLink(at, t.Section)
			for _, also := range t.Also {
				more += " · " + sectionLink(at, also)
			}
			fmt.Fprintf(&list, "<p class=\"more\">%s</p></dd></div>\n", more)
			m.entry(kindAPI, at+"#"+id, t.Name, t.Section.Title(), strings.Join(t.Is, " "), t.Text)
		}
		if list.Len() == 0 {
			continue
		}
		out.contents = append(out.contents, part{c.ID, c.Title})
		fmt.Fprintf(&b, "<h2 id=\"%s\">%s%s</h2>\n<dl class=\"lexicon\">\n%s</dl>\n", c.ID, html.EscapeString(c.Title), anchor(c.ID, c.Title), list.String())
	}
	out.body = b.String()
	m.add(out)
	return p.err
}

// topicIDs are the ids of the entries by the names of the topics.
func topicIDs() map[string]string {
	ids, taken := map[string]string{}, map[string]bool{}
	for _, t := range docs.Topics() {
		name := slug(t.Name)
		id := "api-" + name
		for i := 2; taken[id]; i++ { // require and require(), say
			id = fmt.Sprintf("api-%s-%d", name, i)
		}
		taken[id] = true
		ids[t.Name] = id
	}
	return ids
}

// errors lists the codes of errors.
func (m *maker) errors() error {
	const at = "errors.html"
	p := m.prose(at, "docs")
	var b strings.Builder
	b.WriteString("<h1>Error codes</h1>\n<p class=\"lead\">What the <code>code</code> of an error says, where it usually comes from, and which rule finds it before it happens.</p>\n<dl class=\"lexicon\">\n")
	for _, e := range docs.ErrorCodes() {
		fmt.Fprintf(&b, "<div id=\"%s\"><dt><code>%s</code>%s</dt><dd>%s<p class=\"more\">%s</p></dd></div>\n", e.Code, e.Code, anchor(e.Code, e.Code), p.html(e.Text), sectionLink(at, e.Section))
		m.entry(kindError, at+"#"+e.Code, e.Code, e.Section.Title(), e.Code, e.Text)
	}
	b.WriteString("</dl>\n")
	m.add(page{path: at, title: "Error codes", description: "What the codes of Node's errors mean, and where they come from.", kind: "index", area: at, body: b.String(),
		prev: &link{Path: "api.html", Text: "API index"}})
	return p.err
}
