package lsp

import (
	"context"
	"errors"
	"runtime/debug"
	"strings"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"nodebeyond/server/workspace"
)

// dispatcher hands messages to the server: notifications one after the other as they came, so that edits apply in order; requests at
// once and beside each other, each with the snapshot of the moment that it came in.
//
// The library's own middleware does neither, and its CancelHandler can crash the process: it derives a context from a request that is
// recycled when the request was answered at once. So contexts are derived from the connection's here, and cancelling is a table.
type dispatcher struct {
	server *server
	handle jsonrpc2.Handler

	mu      sync.Mutex
	running map[jsonrpc2.ID]context.CancelFunc
}

// served are the requests that are answered. The library would find out as well, but only after it made sense of the parameters.
var served = map[string]bool{
	protocol.MethodCallHierarchyIncomingCalls:       true,
	protocol.MethodCallHierarchyOutgoingCalls:       true,
	protocol.MethodTextDocumentPrepareCallHierarchy: true,
	protocol.MethodDocumentLinkResolve:              true,
	protocol.MethodTextDocumentCompletion:           true,
	protocol.MethodTextDocumentDocumentLink:         true,
	protocol.MethodCodeLensResolve:                  true,
	protocol.MethodTextDocumentCodeAction:           true,
	protocol.MethodTextDocumentCodeLens:             true,
	protocol.MethodTextDocumentDiagnostic:           true,
	protocol.MethodTextDocumentHover:                true,
	protocol.MethodTextDocumentInlayHint:            true,
	protocol.MethodWorkspaceDiagnostic:              true,
	protocol.MethodWorkspaceExecuteCommand:          true,
}

func (d *dispatcher) dispatch(ctx context.Context, req *jsonrpc2.Request) (any, error) {
	life := jsonrpc2.DetachContext(ctx) // the connection's: the request's own may not be kept
	method := req.Method()
	if err := d.server.admit(method, req.IsCall()); err != nil {
		if !req.IsCall() {
			return nil, nil
		}
		return nil, err
	}
	switch {
	case method == protocol.MethodCancelRequest:
		d.cancel(req)
		return nil, nil
	case !req.IsCall():
		// An error here would end the connection, which nothing that a client says deserves.
		if _, err := d.guarded(life, req); err != nil && !strings.HasPrefix(method, "$/") {
			d.server.logf("%s: %v", method, err)
		}
		return nil, nil
	case method == protocol.MethodInitialize || method == protocol.MethodShutdown:
		return d.guarded(life, req) // nothing may overtake these
	}
	if !served[method] {
		return nil, jsonrpc2.Errorf(jsonrpc2.MethodNotFound, "%q is no method of this server", method)
	}
	id := req.ID()
	running, cancel := context.WithCancel(withSnapshot(life, d.server.session.Snapshot()))
	d.mu.Lock()
	d.running[id] = cancel // before the next message is read, which may be the cancel
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		delete(d.running, id)
		d.mu.Unlock()
		cancel()
	}()
	jsonrpc2.Async(ctx)
	result, err := d.guarded(running, req)
	if running.Err() != nil {
		return nil, protocol.ErrRequestCancelled
	}
	return result, err
}

// guarded handles a message; a panic becomes an error, where the library would end the connection.
func (d *dispatcher) guarded(ctx context.Context, req *jsonrpc2.Request) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			d.server.logf("%s: panic: %v\n%s", req.Method(), r, debug.Stack())
			result, err = nil, jsonrpc2.Errorf(jsonrpc2.InternalError, "internal error in %s: %v", req.Method(), r)
		}
	}()
	result, err = d.handle(ctx, req)
	if err != nil && errors.Is(err, jsonrpc2.ErrParse) {
		// The message was JSON, or it would not have come here: what does not fit are its parameters.
		err = jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%s: %v", req.Method(), err)
	}
	return result, err
}

// cancel handles $/cancelRequest. A request that is answered already, or was never made, is nothing to complain about.
func (d *dispatcher) cancel(req *jsonrpc2.Request) {
	var p protocol.CancelParams
	if err := protocol.Unmarshal(req.Params(), &p); err != nil {
		d.server.logf("%s: %v", req.Method(), err)
		return
	}
	var id jsonrpc2.ID
	switch v := p.ID.(type) {
	case protocol.Integer:
		id = jsonrpc2.NewNumberID(int64(v))
	case protocol.String:
		id = jsonrpc2.NewStringID(string(v))
	}
	d.mu.Lock()
	cancel := d.running[id]
	d.mu.Unlock()
	if cancel != nil {
		cancel()
	}
}

type snapshotKey struct{}

func withSnapshot(ctx context.Context, s *workspace.Snapshot) context.Context {
	return context.WithValue(ctx, snapshotKey{}, s)
}

// snapshotOf is the state of the workspace when the request came in: a change that came behind it does not count.
func snapshotOf(ctx context.Context) *workspace.Snapshot {
	return ctx.Value(snapshotKey{}).(*workspace.Snapshot)
}
