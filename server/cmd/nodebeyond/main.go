// Command nodebeyond finds and explains the run-time pitfalls of Node programs, on the command line and in editors.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rules"
	"nodebeyond/server/cli"
	"nodebeyond/server/lsp"
	"nodebeyond/server/site/serve"
)

// version is set by the build (-ldflags "-X main.version=1.2.0").
var version = "0.0.0-dev"

func main() {
	collectRarely()
	streams, err := cli.System()
	if err != nil {
		fmt.Fprintf(os.Stderr, "nodebeyond: the working folder is gone: %v\nhelp: change to a folder that exists\n", err)
		os.Exit(cli.ExitFailed)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, tool(), streams, os.Args[1:])
	stop()
	os.Exit(code)
}

// page is the page of a rule or of one of the engine's own findings.
func page(id string) string {
	if p := engine.Page(id); p != "" {
		return p
	}
	return rules.Page(id)
}

// tool puts the program together. It is here because the command line and the language server must not know each other.
func tool() *cli.Tool {
	t := &cli.Tool{
		Version: version,
		Rules:   rules.All(),
		Page:    page,
		Own:     engine.Own(),
		Lint: func(ctx context.Context, o engine.Options) (*engine.Result, cli.Texts, error) {
			r, err := engine.Lint(ctx, o)
			if err != nil {
				return nil, nil, err
			}
			return r, r.Text, nil
		},
	}
	book := shelf(t, os.Stderr)
	t.Serve = func(ctx context.Context, s cli.Serving) error {
		// A client may close standard error, or the whole connection while an answer is written: that is told by the write, and the Go runtime would
		// end the process for it on these streams (os/signal, "SIGPIPE").
		signal.Ignore(syscall.SIGPIPE)
		collectOften()
		return lsp.Run(ctx, s.In, s.Out, lsp.Options{Version: t.Version, Rules: t.Rules, Page: t.Page, Book: book, Log: s.Log, Trace: s.Trace})
	}
	return t
}

// shelf gives the address where the book is served to this machine. It is served from the first time that somebody asks on, until the process
// ends; "" when no port can be had, which is logged once.
func shelf(t *cli.Tool, log io.Writer) func() string {
	return sync.OnceValue(func() string {
		pages, err := serve.Start(0, t.Pages)
		if err != nil {
			fmt.Fprintf(log, "nodebeyond: the book cannot be served: %v\n", err)
			return ""
		}
		return pages.Base
	})
}
