package cli

import (
	"context"
	"fmt"
	"io"
	"net/netip"
	"os"

	"github.com/spf13/cobra"

	"nodebeyond/server/loopback"
)

// Serving says how the language server runs.
type Serving struct {
	In  io.Reader
	Out io.Writer
	// Log gets a line for whatever goes wrong, Trace every message; Trace may be nil. Both are safe for concurrent use.
	Log, Trace io.Writer
}

func newServer(t *Tool, s *Streams) *cobra.Command {
	var log, trace, socket string
	c := &cobra.Command{
		Use:   "lsp",
		Short: "Run the language server on standard input and output",
		Long: `Speaks the Language Server Protocol on standard input and output; an editor starts it. What goes wrong is told on standard error, or in the
file that --log names.

With --socket it listens for clients on this machine instead, any number of them, each with a session of its own, until it is stopped. Where it
listens is told on standard error. Whoever can run programs on this machine can connect, and read what you can read.

Exit code 0 after shutdown and exit, 1 when the client left in another way; with --socket 0 when it is stopped.`,
		Example: `  nodebeyond lsp
  nodebeyond lsp --socket 7000
  nodebeyond lsp --socket [::1]:0 --log server.log`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			how := Serving{In: s.In, Out: s.Out, Log: s.Err}
			var at netip.AddrPort
			if socket != "" {
				var err error
				if at, err = loopback.Address(socket); err != nil {
					return fail("give a port, or 127.0.0.1:PORT, [::1]:PORT or localhost:PORT: only clients on this machine are served", "--socket: %v", err)
				}
			}
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
			if socket != "" {
				return t.listen(cmd.Context(), at, s.Err, how)
			}
			if err := t.Serve(cmd.Context(), how); err != nil {
				fmt.Fprintf(how.Log, "nodebeyond: %v\n", err)
				return exit(1)
			}
			return nil
		},
	}
	// Editors' client libraries add this to every server's command line.
	c.Flags().Bool("stdio", true, "use standard input and output, as without --socket")
	c.Flags().StringVar(&socket, "socket", "", "listen on this `ADDRESS` of this machine: a port, or host:port")
	c.MarkFlagsMutuallyExclusive("stdio", "socket")
	c.Flags().StringVar(&log, "log", "", "write what goes wrong to the end of `FILE`, not to standard error")
	c.Flags().StringVar(&trace, "trace", "", "write every message to the end of `FILE`, a JSON object a line; your source texts are among them")
	return c
}

// listen serves clients that connect to a port of this machine until it is stopped.
func (t *Tool) listen(ctx context.Context, at netip.AddrPort, told io.Writer, how Serving) error {
	ready := func(at netip.AddrPort) { fmt.Fprintf(told, "nodebeyond: listening on %s\n", at) }
	err := loopback.Serve(ctx, at, ready, func(ctx context.Context, client io.ReadWriteCloser) {
		each := how
		each.In, each.Out = client, client
		// Its stopping is no news: the whole server does.
		if err := t.Serve(ctx, each); err != nil && ctx.Err() == nil {
			fmt.Fprintf(how.Log, "nodebeyond: %v\n", err)
		}
	})
	if err != nil {
		return fail("give another port, or 0 for a free one", "cannot listen on %s: %v", at, err)
	}
	return nil
}

// appendTo opens a file to write at its end; lines of a running server are then seen at once, and two servers do not overwrite each other.
func appendTo(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fail("name a file in a folder that exists and that you may write to", "%s cannot be written: %v", name, err)
	}
	return f, nil
}
