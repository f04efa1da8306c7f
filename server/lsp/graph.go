package lsp

import (
	"bytes"
	"cmp"
	"context"
	"path"
	"runtime/debug"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"nodebeyond/analyzers/engine"
	"nodebeyond/server/modulegraph"
	"nodebeyond/server/modulegraph/layout"
	"nodebeyond/server/workspace"
)

// drawn is what the commands about modules give.
type drawn struct {
	Format string `json:"format"`
	Text   string `json:"text"`
	// Folder is what the paths in the text are relative to, for clients that open them.
	Folder uri.URI `json:"folder"`
}

// graph gives the module graph of the project that a file belongs to, from the buffers as they are now. A cancelled request stops it.
func (s *server) graph(ctx context.Context, args []protocol.LSPAny) (any, error) {
	var ask struct {
		URI    uri.URI `json:"uri"`    // of a file or folder; without it the first folder counts
		Format string  `json:"format"` // of layout.Formats; html without it
		All    bool    `json:"all"`    // folds nothing
	}
	if err := argument(showGraph, args, &ask, true, "an object with uri, format and all, each of which may be left out"); err != nil {
		return nil, err
	}
	format := cmp.Or(ask.Format, "html")
	_, folder, options, err := s.about(ctx, showGraph, ask.URI)
	if err != nil {
		return nil, err
	}
	defer giveBack()
	graph, problems, err := modulegraph.Read(ctx, options, modulegraph.Options{Base: folder})
	if err != nil {
		return nil, jsonrpc2.Errorf(requestFailed, "%v", err)
	}
	for _, p := range problems {
		s.logf("graph: %s: %s", p.File, p.Message)
	}
	var out bytes.Buffer
	if err := layout.Write(&out, graph, layout.Options{Format: format, Title: path.Base(folder), All: ask.All}); err != nil {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%v", err) // a buffer takes everything
	}
	return drawn{format, out.String(), s.uriOf(folder)}, nil
}

// trace tells how a file loads, from the buffers as they are now. A cancelled request stops it.
func (s *server) trace(ctx context.Context, args []protocol.LSPAny) (any, error) {
	var ask struct {
		URI    uri.URI `json:"uri"`
		Format string  `json:"format"` // of layout.TraceFormats; text without it
		All    bool    `json:"all"`    // leaves nothing out
	}
	if err := argument(showTrace, args, &ask, false, "an object with uri, and perhaps format and all"); err != nil {
		return nil, err
	}
	format := cmp.Or(ask.Format, "text")
	file, folder, options, err := s.about(ctx, showTrace, ask.URI)
	if err != nil {
		return nil, err
	}
	defer giveBack()
	trace, problems, err := modulegraph.ReadTrace(ctx, options, modulegraph.Options{Base: folder, Entry: file})
	if err != nil {
		return nil, jsonrpc2.Errorf(requestFailed, "%v", err)
	}
	for _, p := range problems {
		s.logf("trace: %s: %s", p.File, p.Message)
	}
	if trace.Entry == nil {
		return nil, jsonrpc2.Errorf(requestFailed, "%s is no source file of its project", file)
	}
	var out bytes.Buffer
	if err := layout.WriteTrace(&out, trace, layout.Options{Format: format, All: ask.All}); err != nil {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%v", err)
	}
	return drawn{format, out.String(), s.uriOf(folder)}, nil
}

// giveBack returns the memory of a program that was linked for one question, which is several times that of a server at rest. Without it the system
// would get it back minutes later. The answer does not wait for it.
func giveBack() { go debug.FreeOSMemory() }

// about is the path that a command is about, of the address that it names, with its project: the folder, and what the engine has to be given.
func (s *server) about(ctx context.Context, command string, u uri.URI) (file, folder string, o engine.Options, err error) {
	snap := snapshotOf(ctx)
	file, ok := s.subject(snap, command, u)
	if !ok {
		return "", "", o, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%s: %q is no file on this machine", command, u)
	}
	o, folder, err = s.session.Project(ctx, snap, file)
	if err != nil {
		return "", "", o, jsonrpc2.Errorf(requestFailed, "%v", err)
	}
	return file, folder, o, nil
}

// subject is the path of an address; of none at all, for the graph, the first folder, or else the first open file.
func (s *server) subject(snap *workspace.Snapshot, command string, u uri.URI) (path string, ok bool) {
	if u != "" || command == showTrace {
		return s.pathOf(u)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.roots) > 0 {
		return s.roots[0], true
	}
	if docs := snap.Documents(); len(docs) > 0 {
		return docs[0].Path, true
	}
	return "", false
}
