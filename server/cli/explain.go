package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
	"nodebeyond/server/config"
	"nodebeyond/server/features"
)

func newExplain(t *Tool, s *Streams) *cobra.Command {
	var answer bool
	c := &cobra.Command{
		Use:   "explain RULE|API|EVENT|CODE|SECTION|QUESTION",
		Short: "Read about a rule, a part of Node, an error code, a section of the book, or a question of its challenge",
		Long: `Prints the page of a rule, what something of Node or the code of an error is about, or a section of the companion book, for reading on a terminal; as plain
Markdown when the output goes into a file or a pipe. ` + "`nodebeyond rules`" + ` lists the rules.

A number from 1 to 32 asks a question on how Node works; --answer answers it.`,
		Example: `  nodebeyond explain sync-in-handler
  nodebeyond explain process.nextTick
  nodebeyond explain ERR_HTTP_HEADERS_SENT
  nodebeyond explain event-loop#blocking-the-loop
  nodebeyond explain 17`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fail("`nodebeyond rules` lists the rules", "explain takes one rule, section, part of Node or question")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if n, err := strconv.Atoi(args[0]); err == nil {
				page, err := questionPage(n, answer)
				if err != nil {
					return err
				}
				return s.writeMarkdown(page)
			}
			page, err := t.explanation(args[0])
			if err != nil {
				return err
			}
			return s.writeMarkdown(page)
		},
	}
	c.Flags().BoolVar(&answer, "answer", false, "answer the question as well")
	return c
}

// questionPage asks a question of the challenge, and answers it when asked to: who reads the answer first has no use for the question.
func questionPage(n int, answer bool) (string, error) {
	all := docs.Questions()
	if n < 1 || n > len(all) {
		return "", fail(fmt.Sprintf("the questions have the numbers 1 to %d", len(all)), "there is no question %d", n)
	}
	q := all[n-1]
	page := fmt.Sprintf("# Question %d\n\n%s\n\n", n, q.Text)
	if !answer {
		return page + fmt.Sprintf("The answer: `nodebeyond explain %d --answer`\n", n), nil
	}
	return page + fmt.Sprintf("%s\n\n%s: `nodebeyond explain %s`\n", q.Answer, q.Section.Title(), q.Section.Anchor()), nil
}

// explanation is the page of a rule, section or chapter, as Markdown.
func (t *Tool) explanation(name string) (string, error) {
	if r := t.rule(name); r != nil {
		return t.rulePage(r), nil
	}
	if section, ok := docs.Lookup(name); ok {
		return t.sectionPage(section), nil
	}
	names := t.ruleIDs()
	for _, c := range docs.Chapters() {
		if c.ID == name {
			return chapterPage(c), nil
		}
		names = append(names, c.ID)
	}
	for _, section := range docs.Sections() {
		names = append(names, string(section))
	}
	if topic := features.TopicNamed(name); topic != nil {
		return t.topicPage(name, topic), nil
	}
	for _, e := range docs.ErrorCodes() {
		if strings.EqualFold(e.Code, name) {
			return errorPage(e), nil
		}
		names = append(names, e.Code)
	}
	for _, topic := range docs.Topics() {
		for _, is := range topic.Is {
			// An event by its name alone, in quotes or not.
			if _, event, ok := strings.Cut(is, "@"); ok && event == strings.Trim(name, "'") {
				return t.eventPage(event), nil
			}
		}
		names = append(names, topic.Is...)
	}
	if _, bare, ok := strings.Cut(name, "#"); ok {
		name = bare
	}
	return "", fail("`nodebeyond rules` lists the rules", "nothing is called %q%s", name, config.DidYouMean(name, names))
}

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
	fmt.Fprintf(&b, "\n## Read on\n\n%s: `nodebeyond explain %s`\n", topic.Section.Title(), topic.Section.Anchor())
	return b.String()
}

// errorPage is what the code of an error means.
func errorPage(e docs.ErrorCode) string {
	return fmt.Sprintf("# %s\n\n%s\n\n## Read on\n\n%s: `nodebeyond explain %s`\n", e.Code, e.Text, e.Section.Title(), e.Section.Anchor())
}

// eventPage is what there is to say of the events of a name, whoever emits them.
func (t *Tool) eventPage(event string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# '%s'\n", event)
	for _, topic := range docs.Topics() {
		var of []string
		for _, is := range topic.Is {
			if emitter, name, ok := strings.Cut(is, "@"); ok && name == event {
				of = append(of, "`"+emitter+"`")
			}
		}
		if len(of) > 0 {
			fmt.Fprintf(&b, "\n%s: %s\n\n%s: `nodebeyond explain %s`\n", strings.Join(of, ", "), topic.Text, topic.Section.Title(), topic.Section.Anchor())
		}
	}
	return b.String()
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

// writeMarkdown renders a page on a terminal and leaves it as it is elsewhere.
func (s *Streams) writeMarkdown(page string) error {
	if !s.OutTerminal {
		_, err := io.WriteString(s.Out, page)
		return err
	}
	width := 100
	if s.Width > 0 {
		width = min(width, s.Width)
	}
	_, err := io.WriteString(s.Out, renderMarkdown(page, width, s.color))
	return err
}
