package cli

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
	"nodebeyond/server/features"
)

// rulePage puts the rule's data under the title of its page, and where to read on at the end.
func (t *Tool) rulePage(r *rule.Rule) string {
	page := strings.TrimSpace(t.page(r.ID))
	title, body, _ := strings.Cut(page, "\n")
	if page == "" {
		title, body = "# "+r.Summary, "This rule has no page yet."
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n\n%s\n", title, r.Brief(), strings.TrimSpace(body))
	if a := r.Section.Anchor(); a != "" {
		fmt.Fprintf(&b, "\n## Read on\n\n%s: `nodebeyond explain %s`\n", r.Section.Title(), a)
	}
	return b.String()
}

// sectionPage is a section with the rules that it teaches.
func (t *Tool) sectionPage(section docs.Section) string {
	var b strings.Builder
	text := section.Markdown()
	if !section.Written() {
		text = "This section is not written yet."
	}
	fmt.Fprintf(&b, "# %s\n\n%s\n", section.Title(), text)
	head := "\n## Rules\n\n"
	for _, r := range t.Rules {
		if r.Section == section {
			fmt.Fprintf(&b, "%s- `%s`: %s\n", head, r.ID, r.Summary)
			head = ""
		}
	}
	return b.String()
}

// topicPage is what there is to say of something of Node, under the name that was asked for, with the rules about it.
func (t *Tool) topicPage(name string, topic *docs.Topic) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", name, topic.Text)
	if topic.Varies != "" {
		fmt.Fprintf(&b, "\n%s\n", features.Versions(topic.Varies, topic.By))
	}
	if rules := t.rulesNaming(strings.Replace(strings.TrimPrefix(name, "node:"), "#", ".", 1)); rules != "" {
		fmt.Fprintf(&b, "\n## Rules that look at it\n\n%s", rules)
	}
	fmt.Fprintf(&b, "\n## Read on\n\n%s: `nodebeyond explain %s`\n", topic.Section.Title(), topic.Section.Anchor())
	for _, also := range topic.Also {
		fmt.Fprintf(&b, "\n%s: `nodebeyond explain %s`\n", also.Title(), also.Anchor())
	}
	return b.String()
}

// errorPage is what the code of an error means.
func errorPage(e docs.ErrorCode) string {
	return fmt.Sprintf("# %s\n\n%s\n\n## Read on\n\n%s: `nodebeyond explain %s`\n", e.Code, e.Text, e.Section.Title(), e.Section.Anchor())
}

// chapterPage is a chapter's opening and its sections.
func chapterPage(c docs.Chapter) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", c.Title)
	if c.Intro != "" {
		fmt.Fprintf(&b, "%s\n\n", c.Intro)
	}
	for _, s := range c.Sections {
		fmt.Fprintf(&b, "- %s: `nodebeyond explain %s`\n", s.Title(), s.Anchor())
	}
	return b.String()
}
