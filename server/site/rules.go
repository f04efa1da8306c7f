package site

import (
	"fmt"
	"html"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// rulePages makes a page of each rule.
func (m *maker) rulePages() error {
	for i, r := range m.Rules {
		at := "rules/" + r.ID + ".html"
		text := strings.TrimSpace(m.Page(r.ID))
		title, body, _ := strings.Cut(text, "\n")
		title = strings.TrimSpace(strings.TrimPrefix(title, "# "))
		if text == "" {
			title, body = r.Summary, "This rule has no page yet."
		}
		p := m.prose(at, "docs/rules")
		var b strings.Builder
		fmt.Fprintf(&b, "<p class=\"number\">Rule <code>%s</code></p>\n<h1>%s</h1>\n%s", r.ID, p.inline(title), facts(at, r))
		b.WriteString(p.html(body))
		if r.Section.Anchor() != "" {
			p.contents = append(p.contents, part{"read-on", "Read on"})
			fmt.Fprintf(&b, "<h2 id=\"read-on\">Read on%s</h2>\n<p>%s, in chapter <a href=\"../%s.html\">%s</a>.</p>\n", anchor("read-on", "Read on"), sectionLink(at, r.Section), r.Section.Chapter(), html.EscapeString(chapterTitle(r.Section.Chapter())))
		}
		if p.err != nil {
			return p.err
		}
		out := page{path: at, title: strings.ReplaceAll(title, "`", ""), description: strings.ReplaceAll(r.Summary, "`", ""), kind: "rule", area: "rules/index.html", body: b.String(), contents: p.contents,
			crumbs: []link{{Path: "rules/index.html", Text: "Rules"}, {Text: r.ID}}}
		if mates := m.sections[r.Section]; len(mates) > 1 && r.Section != "" {
			out.asideTitle = "Rules of the same section"
			for _, mate := range mates {
				out.aside = append(out.aside, link{Path: "rules/" + mate.ID + ".html", Text: mate.ID, Current: mate == r})
			}
		}
		if i > 0 {
			out.prev = &link{Path: "rules/" + m.Rules[i-1].ID + ".html", Text: m.Rules[i-1].ID}
		}
		if i+1 < len(m.Rules) {
			out.next = &link{Path: "rules/" + m.Rules[i+1].ID + ".html", Text: m.Rules[i+1].ID}
		}
		m.add(out)
		m.entry(kindRule, at, r.ID, strings.ReplaceAll(r.Summary, "`", ""), r.ID, text)
	}
	return nil
}

// facts are the data of a rule.
func facts(at string, r *rule.Rule) string {
	var b strings.Builder
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "<div><dt>%s</dt><dd>%s</dd></div>\n", name, value)
		}
	}
	b.WriteString("<dl class=\"facts\">\n")
	row("Severity", severity(r))
	row("Preset", r.Preset.String())
	row("Fix", r.Fix.String())
	row("Since", html.EscapeString(r.Since))
	if r.Section.Anchor() != "" {
		row("Section", sectionLink(at, r.Section))
	}
	b.WriteString("</dl>\n")
	return b.String()
}

func severity(r *rule.Rule) string {
	return fmt.Sprintf(`<span class="severity %s">%s</span>`, r.Severity, r.Severity)
}

// ruleIndex lists all rules by the chapter that teaches them.
func (m *maker) ruleIndex() error {
	const at = "rules/index.html"
	var b strings.Builder
	fmt.Fprintf(&b, "<h1>The rules</h1>\n<p class=\"lead\">What <code>nodebeyond lint</code> and your editor look for: %d rules, by the chapter that explains why. An <em>error</em> breaks or hangs at run time; a <em>warning</em> does so under load, elsewhere, or on some path; an <em>info</em> works but hides a trap.</p>\n", len(m.Rules))
	out := page{path: at, title: "The rules", description: "All rules of nodebeyond by chapter.", kind: "index", area: at}
	list := func(id, title string, rules []*rule.Rule) {
		if len(rules) == 0 {
			return
		}
		out.contents = append(out.contents, part{id, title})
		fmt.Fprintf(&b, "<h2 id=\"%s\">%s%s</h2>\n<ul class=\"rules\">\n", id, html.EscapeString(title), anchor(id, title))
		for _, r := range rules {
			tag := ""
			if r.Preset != rule.Recommended {
				tag = fmt.Sprintf(` <span class="note">%s</span>`, r.Preset)
			}
			fmt.Fprintf(&b, "<li>%s %s%s<br>%s</li>\n", severity(r), fmt.Sprintf(`<a class="rule" href="%s.html"><code>%s</code></a>`, r.ID, r.ID), tag, ticks(r.Summary))
		}
		b.WriteString("</ul>\n")
	}
	for _, c := range docs.Chapters() {
		var rules []*rule.Rule
		for _, s := range c.Sections {
			rules = append(rules, m.sections[s]...)
		}
		list(c.ID, c.Title, rules)
	}
	list("of-the-linter", "Of the linter itself", m.sections[""])
	out.body = b.String()
	out.prev, out.next = &link{Path: "challenge.html", Text: "The challenge"}, &link{Path: "api.html", Text: "API index"}
	m.add(out)
	m.entry(kindIndex, at, "The rules", "", "rules index severity preset", "")
	return nil
}

func chapterTitle(id string) string {
	for _, c := range docs.Chapters() {
		if c.ID == id {
			return c.Title
		}
	}
	return id
}
