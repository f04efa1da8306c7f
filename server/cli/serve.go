package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// Serving says how the language server runs.
type Serving struct {
	In  io.Reader
	Out io.Writer
	// Log gets a line for whatever goes wrong, Trace every message; Trace may be nil. Both are safe for concurrent use.
	Log, Trace io.Writer
}

func newServer(t *Tool, s *Streams) *cobra.Command {
	var log, trace string
	c := &cobra.Command{
		Use:   "lsp",
		Short: "Run the language server on standard input and output",
		Long: `Speaks the Language Server Protocol on standard input and output; an editor starts it. What goes wrong is told on standard error, or in the
file that --log names.

Exit code 0 after shutdown and exit, 1 when the client left in another way.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			how := Serving{In: s.In, Out: s.Out, Log: s.Err}
			if log != "" {
				f, err := appendTo(log)
				if err != nil {
					return err
				}
				defer func() { _ = f.Close() }()
				how.Log = f
			}
			if trace != "" {
				f, err := appendTo(trace)
				if err != nil {
					return err
				}
				defer func() { _ = f.Close() }()
				how.Trace = f
			}
			if err := t.Serve(cmd.Context(), how); err != nil {
				fmt.Fprintf(how.Log, "nodebeyond: %v\n", err)
				return exit(1)
			}
			return nil
		},
	}
	// Editors' client libraries add this to every server's command line.
	c.Flags().Bool("stdio", true, "use standard input and output, which is the only way")
	c.Flags().StringVar(&log, "log", "", "write what goes wrong to the end of `FILE`, not to standard error")
	c.Flags().StringVar(&trace, "trace", "", "write every message to the end of `FILE`, a JSON object a line; your source texts are among them")
	return c
}

// appendTo opens a file to write at its end; lines of a running server are then seen at once, and two servers do not overwrite each other.
func appendTo(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fail("name a file in a folder that exists and that you may write to", "%s cannot be written: %v", name, err)
	}
	return f, nil
}
