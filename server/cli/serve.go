package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newServer(t *Tool, s *Streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "lsp",
		Short: "Run the language server on standard input and output",
		Long: `Speaks the Language Server Protocol on standard input and output; an editor starts it. What goes wrong is told on standard error.

Exit code 0 after shutdown and exit, 1 when the client left in another way.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := t.Serve(cmd.Context(), s.In, s.Out, s.Err); err != nil {
				fmt.Fprintf(s.Err, "nodebeyond: %v\n", err)
				return exit(1)
			}
			return nil
		},
	}
	// Editors' client libraries add this to every server's command line.
	c.Flags().Bool("stdio", true, "use standard input and output, which is the only way")
	return c
}
