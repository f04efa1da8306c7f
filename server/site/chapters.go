package site

import (
	"fmt"
	"html"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// chapters makes a page of each chapter. A chapter is one page, not a page for each section: it is read in one go and printed in one piece,
// and the addresses that findings carry ("event-loop#timers") are places in it.
func (m *maker) chapters() error {
	all := docs.Chapters()
	asked := map[docs.Section][]docs.Question{}
	for _, q := range docs.Questions() {
		asked[q.Section] = append(asked[q.Section], q)
	}
	for i, c := range all {
		at := c.ID + ".html"
		p := m.prose(at, "docs/chapters")
		var b strings.Builder
		fmt.Fprintf(&b, "<p class=\"number\">Chapter %d</p>\n<h1>%s</h1>\n<p class=\"lead\">%s</p>\n", i+1, html.EscapeString(c.Title), p.inline(blurbs[c.ID]))
		if c.Intro != "" {
			b.WriteString(p.html(c.Intro))
		}
		out := page{path: at, title: c.Title, description: blurbs[c.ID], kind: "chapter", area: "index.html", asideTitle: "Chapters",
			crumbs: []link{{Path: "index.html", Text: "Book"}, {Text: c.Title}}}
		for n, s := range c.Sections {
			out.contents = append(out.contents, part{string(s), s.Title()})
			fmt.Fprintf(&b, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\"><span class=\"count\">%d.%d</span> %s%s</h2>\n", s, s, i+1, n+1, html.EscapeString(s.Title()), anchor(string(s), s.Title()))
			b.WriteString(p.html(s.Markdown()))
			b.WriteString(m.watched(at, s, asked[s]))
			b.WriteString("</section>\n")
			m.entry(kindSection, at+"#"+string(s), s.Title(), c.Title, string(s), s.Markdown())
			m.called(s.Words())
		}
		for j, other := range all {
			out.aside = append(out.aside, link{Path: other.ID + ".html", Text: other.Title, Current: i == j})
		}
		if i > 0 {
			out.prev = &link{Path: all[i-1].ID + ".html", Text: all[i-1].Title}
		} else {
			out.prev = &link{Path: "index.html", Text: "The book"}
		}
		if i+1 < len(all) {
			out.next = &link{Path: all[i+1].ID + ".html", Text: all[i+1].Title}
		} else {
			out.next = &link{Path: "challenge.html", Text: "The challenge"}
		}
		out.body = b.String()
		if p.err != nil {
			return p.err
		}
		m.add(out)
		m.entry(kindChapter, at, c.Title, "", c.ID, "")
	}
	return nil
}

// watched closes a section: which rules see what goes wrong here, which question of the challenge it answers, and which parts of Node it is about.
func (m *maker) watched(at string, s docs.Section, asked []docs.Question) string {
	rules, parts := m.sections[s], m.topics[s]
	if len(rules) == 0 && len(asked) == 0 && len(parts) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("<aside class=\"watched\" aria-label=\"Rules and questions: " + html.EscapeString(s.Title()) + "\">\n")
	if len(rules) > 0 {
		b.WriteString("<p><b>Rules that see it</b></p>\n<ul>\n")
		for _, r := range rules {
			fmt.Fprintf(&b, "<li>%s</li>\n", ruleLine(at, r))
		}
		b.WriteString("</ul>\n")
	}
	for _, q := range asked {
		fmt.Fprintf(&b, "<p><b>Asked in the challenge:</b> <a href=\"%schallenge.html#question-%d\">%s</a></p>\n", root(at), q.Number, m.prose(at, "docs").inline(q.Text))
	}
	if len(parts) > 0 {
		fmt.Fprintf(&b, "<p class=\"parts\"><b>In the API index:</b> %s</p>\n", strings.Join(parts, ", "))
	}
	b.WriteString("</aside>\n")
	return b.String()
}

// topicLinks are links to the entries of the API index by the sections that they lead to, for pages beside the index.
func topicLinks() map[docs.Section][]string {
	links, ids := map[docs.Section][]string{}, topicIDs()
	for _, t := range docs.Topics() {
		link := fmt.Sprintf(`<a href="api.html#%s"><code>%s</code></a>`, ids[t.Name], html.EscapeString(t.Name))
		for _, s := range append([]docs.Section{t.Section}, t.Also...) {
			links[s] = append(links[s], link)
		}
	}
	return links
}

// ruleLine names a rule with what it says.
func ruleLine(at string, r *rule.Rule) string {
	return fmt.Sprintf(`<a class="rule" href="%srules/%s.html"><code>%s</code></a> %s`, root(at), r.ID, r.ID, ticks(r.Summary))
}

// ticks is one line of plain text with code in backticks.
func ticks(s string) string {
	parts := strings.Split(html.EscapeString(s), "`")
	if len(parts)%2 == 0 {
		return strings.Join(parts, "`")
	}
	for i := 1; i < len(parts); i += 2 {
		parts[i] = "<code>" + parts[i] + "</code>"
	}
	return strings.Join(parts, "")
}

// challenge asks all questions on one page. The answers are folded: who reads them first has no use for the questions.
func (m *maker) challenge() error {
	const at = "challenge.html"
	p := m.prose(at, "docs/chapters")
	var b strings.Builder
	b.WriteString("<h1>The challenge</h1>\n<p class=\"lead\">Thirty-two questions about what Node does with your program. Answer aloud before you open one: what you cannot say in two sentences is worth a section.</p>\n<ol class=\"questions\">\n")
	for _, q := range docs.Questions() {
		fmt.Fprintf(&b, "<li id=\"question-%d\"><h2>%s%s</h2>\n<details><summary>Answer<span class=\"hidden\"> to question %d</span></summary>\n%s<p class=\"more\">More: %s</p></details></li>\n",
			q.Number, p.inline(q.Text), anchor(fmt.Sprintf("question-%d", q.Number), fmt.Sprintf("Question %d", q.Number)), q.Number, p.html(q.Answer), sectionLink(at, q.Section))
		m.entry(kindQuestion, fmt.Sprintf("%s#question-%d", at, q.Number), strings.ReplaceAll(q.Text, "`", ""), "", fmt.Sprintf("question %d", q.Number), q.Answer)
	}
	b.WriteString("</ol>\n")
	all := docs.Chapters()
	last := all[len(all)-1]
	m.add(page{path: at, title: "The challenge", description: "32 questions on how Node runs a program, with answers.", kind: "challenge", area: at, body: b.String(),
		crumbs: []link{{Path: "index.html", Text: "Book"}, {Text: "Challenge"}},
		prev:   &link{Path: last.ID + ".html", Text: last.Title}, next: &link{Path: "rules/index.html", Text: "The rules"}})
	return p.err
}
