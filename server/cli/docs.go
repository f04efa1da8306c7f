package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/pkg/browser"
	"github.com/spf13/cobra"

	"nodebeyond/server/site"
	"nodebeyond/server/site/serve"
)

func newDocs(t *Tool, s *Streams) *cobra.Command {
	var port int
	var noOpen bool
	c := &cobra.Command{
		Use:   "docs",
		Short: "Read the companion book in a browser",
		Long: `Shows the companion book, the rules and the challenge in a browser, from this program itself: nothing is fetched, and only this
machine can read it. Ends with Ctrl+C.`,
		Example: `  nodebeyond docs
  nodebeyond docs --port 4000 --no-open
  nodebeyond docs build public`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fail("`nodebeyond docs` serves the pages, `nodebeyond docs build DIR` writes them", "docs does not know %q", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if port < 0 || port > 65535 {
				return fail("give a number from 1 to 65535, or 0 for a free port", "--port does not take %d", port)
			}
			return t.serveDocs(cmd.Context(), s, port, !noOpen)
		},
	}
	c.Flags().IntVar(&port, "port", 0, "`port` to serve on; 0 takes a free one")
	c.Flags().BoolVar(&noOpen, "no-open", false, "do not open the browser, only say where the pages are")
	c.AddCommand(&cobra.Command{
		Use:   "build DIR",
		Short: "Write the pages into a folder, for any web server",
		Long: `Writes the pages into a folder that is new, empty, or holds the pages of an earlier run. Pages of an earlier run that there are no more are
removed; nothing is touched that this command has not written, which the file ` + manifestName + ` tells.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fail("nodebeyond docs build public", "docs build takes one folder")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return t.buildDocs(s, args[0]) },
	})
	return c
}

// Pages makes all files of the site: the book and the rules for a browser. It is safe for concurrent use.
func (t *Tool) Pages() (map[string][]byte, error) {
	return site.Build(site.Book{Rules: slices.Concat(t.Rules, t.Own), Page: t.page})
}

// serveDocs serves the pages until the context ends.
func (t *Tool) serveDocs(ctx context.Context, s *Streams, port int, open bool) error {
	pages, err := serve.Start(port, t.Pages)
	if err != nil {
		return fail("leave --port out to take a free one", "port %d cannot be had: %v", port, err)
	}
	fmt.Fprintf(s.Out, "%s/\n", pages.Base)
	fmt.Fprintln(s.Err, "The book is served to this machine only. Ctrl+C ends it.")
	if open {
		// What the browser says at its start is not ours to show.
		browser.Stdout, browser.Stderr = io.Discard, io.Discard
		if err := browser.OpenURL(pages.Base + "/"); err != nil {
			fmt.Fprintf(s.Err, "no browser could be opened (%v): open the address yourself\n", err)
		}
	}
	return pages.Wait(ctx)
}
