package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"nodebeyond/docs"
	"nodebeyond/server/cli/pager"
)

func newExplain(t *Tool, s *Streams) *cobra.Command {
	var answer, noPager bool
	c := &cobra.Command{
		Use:   "explain RULE|API|EVENT|CODE|SECTION|QUESTION",
		Short: "Read about a rule, a part of Node, an event, an error code, a section of the book, or a question of its challenge",
		Long: `Prints the page of a rule, what something of Node, an event or the code of an error is about, or a section of the companion book. On a terminal it is laid
out for reading and shown by $PAGER, or by less; into a file or a pipe goes plain Markdown. ` + "`nodebeyond rules`" + ` lists the rules.

A number from 1 to 32 asks a question on how Node works. On a terminal Enter shows the answer; elsewhere it follows the question.`,
		Example: `  nodebeyond explain sync-in-handler
  nodebeyond explain process.nextTick
  nodebeyond explain drain
  nodebeyond explain ERR_HTTP_HEADERS_SENT
  nodebeyond explain event-loop#blocking-the-loop
  nodebeyond explain 17`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fail("`nodebeyond rules` lists the rules", "explain takes one rule, section, part of Node or question")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if n, err := strconv.Atoi(args[0]); err == nil {
				return s.ask(n, answer)
			}
			page, err := t.explanation(args[0])
			if err != nil {
				return err
			}
			return s.read(cmd.Context(), page, !noPager)
		},
	}
	c.Flags().BoolVar(&answer, "answer", false, "answer the question at once")
	c.Flags().BoolVar(&noPager, "no-pager", false, "print the page, as it is printed into a pipe, without a pager")
	return c
}

// ask puts a question of the challenge. A person answers first: who reads the answer before has no use for the question.
func (s *Streams) ask(n int, answer bool) error {
	all := docs.Questions()
	if n < 1 || n > len(all) {
		return fail(fmt.Sprintf("the questions have the numbers 1 to %d", len(all)), "there is no question %d", n)
	}
	q := all[n-1]
	question := fmt.Sprintf("# Question %d\n\n%s\n", n, q.Text)
	rest := fmt.Sprintf("%s\n\n%s: `nodebeyond explain %s`\n", q.Answer, q.Section.Title(), q.Section.Anchor())
	switch {
	case answer || !s.OutTerminal:
		return s.writeMarkdown(question + "\n" + rest)
	case !s.InTerminal:
		return s.writeMarkdown(question + fmt.Sprintf("\nThe answer: `nodebeyond explain %d --answer`\n", n))
	}
	if err := s.writeMarkdown(question); err != nil {
		return err
	}
	fmt.Fprint(s.Out, "\nEnter shows the answer. ")
	if _, err := bufio.NewReader(s.In).ReadString('\n'); err != nil {
		fmt.Fprintln(s.Out)
		return nil // Ctrl+D: no answer is wanted
	}
	fmt.Fprintln(s.Out)
	return s.writeMarkdown(rest)
}

// read shows a page: to a person by a pager, where one is wanted and there is one.
func (s *Streams) read(ctx context.Context, page string, paged bool) error {
	if paged && s.OutTerminal {
		if c, ok := pager.Command(ctx, s.Getenv("PAGER"), s.rendered(page)); ok {
			c.Stdout, c.Stderr = s.Out, s.Err
			if err := c.Run(); err != nil {
				return fail("--no-pager does without", "the pager %q failed: %v", c.Path, err)
			}
			return nil
		}
	}
	return s.writeMarkdown(page)
}

// writeMarkdown renders a page on a terminal and leaves it as it is elsewhere.
func (s *Streams) writeMarkdown(page string) error {
	if s.OutTerminal {
		page = s.rendered(page)
	}
	_, err := io.WriteString(s.Out, page)
	return err
}

// rendered is a page as a terminal shows it.
func (s *Streams) rendered(page string) string {
	width := 100
	if s.Width > 0 {
		width = min(width, s.Width)
	}
	return renderMarkdown(page, width, s.color)
}
