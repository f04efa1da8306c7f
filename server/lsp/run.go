// Package lsp speaks the Language Server Protocol, version 3.17 with what 3.18 adds to the messages used here, over a pair of streams.
//
// It is the only package that knows the protocol's types, and it holds no knowledge of its own: a handler turns a message into a call of
// package workspace or features, and the answer into a message. Positions are bytes everywhere else; here they become lines and columns
// in the encoding that was agreed on with the client.
package lsp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
)

// Options are what the server is made of. The zero value of each field is usable.
type Options struct {
	Version string       // of nodebeyond, told to the client
	Rules   []*rule.Rule // all there are
	// Page is the Markdown page of a rule, "" when it has none. It must be safe for concurrent use.
	Page func(id string) string
	// Book is the address of the companion book where no setting names one, "" when there is none; it is asked when a link is needed. nil means
	// that there is none. It must be safe for concurrent use.
	Book func() string
	// CacheDir is where the engine's cache lives, as in engine.Options.
	CacheDir string
	// Log gets a line for whatever goes wrong that the client is not told; nil means nowhere. It must be safe for concurrent use.
	Log io.Writer
	// Trace gets every message of both ends, a JSON object a line; nil means nowhere.
	Trace io.Writer

	lint      func(context.Context, engine.Options) (*engine.Result, error) // nil means the engine's; for tests
	undrafted bool                                                          // as in workspace.Config
}

// ErrNoShutdown says that the client left without a shutdown request. A process should then end with code 1 (LSP 3.17, "exit").
var ErrNoShutdown = errors.New("the client left without a shutdown request")

// Run serves one client until it says exit, or the input ends. nil means that it went as it should, and exit code 0; any error means
// code 1. The input is closed on return when it is an io.Closer. Work under way is cancelled, not waited for.
func Run(ctx context.Context, in io.Reader, out io.Writer, o Options) error {
	if o.Log == nil {
		o.Log = io.Discard
	}
	s := newServer(o)
	defer s.session.Stop()
	return s.serve(ctx, in, out)
}

func (s *server) serve(ctx context.Context, in io.Reader, out io.Writer) error {
	wire := pipe{in, out}
	if s.options.Trace != nil {
		wire = traced(wire, s.options.Trace)
	}
	var end context.CancelFunc
	s.life, end = context.WithCancel(ctx)
	defer end()                         // what waits for an answer waits no longer
	defer func() { _ = wire.Close() }() // the session is over, there is nobody left to tell
	conn := jsonrpc2.NewConn(newStream(wire, sync.OnceFunc(func() { close(s.gone) })), jsonrpc2.WithCodec(codec{}))
	s.client = protocol.ClientDispatcher(conn)
	s.notify = conn.Notify
	d := &dispatcher{server: s, handle: protocol.ServerHandler(s, jsonrpc2.MethodNotFoundHandler), running: map[jsonrpc2.ID]context.CancelFunc{}}
	conn.Go(ctx, d.dispatch)
	var err error
	select {
	case <-s.exit:
	case <-ctx.Done():
		err = ctx.Err()
	case <-conn.Done():
		if err = conn.Err(); err != nil {
			err = fmt.Errorf("connection: %w", err)
		}
	}
	// After shutdown every end is a good one (LSP 3.17, "exit"): editors that close do not wait, and close the pipe or end the process.
	if s.isDown() {
		return nil
	}
	if err != nil {
		return err
	}
	return ErrNoShutdown
}

// pipe joins the two streams for the library.
type pipe struct {
	io.Reader
	io.Writer
}

// Close closes the input, which ends the goroutine that reads it where the system allows.
func (p pipe) Close() error {
	if c, ok := p.Reader.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
