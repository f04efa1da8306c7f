package lsp

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/server/features"
	"nodebeyond/server/workspace"
)

// server handles the messages, a method each. The files of this package beside this one are the groups of methods.
type server struct {
	protocol.UnimplementedServer
	options  Options
	rules    map[string]*rule.Rule
	session  *workspace.Session
	client   protocol.Client
	life     context.Context // of the connection
	notify   func(ctx context.Context, method string, params any) error
	settings atomic.Pointer[settings]
	exit     chan struct{} // closed by exit
	gone     chan struct{} // closed when the client says no more

	// abilities are what initialize said. They are written by it, before the session has any work, and only read later.
	abilities abilities

	mu    sync.Mutex
	phase phase
	roots []string           // the open folders, in the client's order. Only notifications and initialize write them, which come one by one
	uris  map[string]uri.URI // of the open buffers, as the client spells them, by path
	// untitled are the paths of the open buffers that were never saved, by what stands behind the scheme of their address.
	untitled map[string]string

	published published
	pulled    pulled
	indexing  indexing
	lenses    lenses
	// wrongSettings are the configurations that the client was told something of. Only notifications look at it.
	wrongSettings map[string]bool
}

// phase is where the connection stands (LSP 3.17, "Server lifecycle").
type phase uint8

const (
	fresh phase = iota // nothing but initialize is answered
	up
	down // after shutdown nothing but exit counts
	gone // after exit
)

func newServer(o Options) *server {
	s := &server{options: o, rules: map[string]*rule.Rule{}, uris: map[string]uri.URI{}, untitled: map[string]string{}, wrongSettings: map[string]bool{}, exit: make(chan struct{}), gone: make(chan struct{})}
	for _, r := range slices.Concat(engine.Own(), o.Rules) {
		s.rules[r.ID] = r
	}
	s.settings.Store(&settings{})
	s.session = workspace.New(workspace.Config{Rules: o.Rules, CacheDir: o.CacheDir, Lint: o.lint, Changed: s.tellChanged, Typed: s.typed, Undrafted: o.undrafted, Indexing: s.indexing.told})
	s.indexing.server = s
	return s
}

// tellChanged is told of each new state of the findings.
func (s *server) tellChanged(snap *workspace.Snapshot) {
	s.changed(snap)
	s.refreshLenses(snap)
}

func (s *server) logf(format string, args ...any) {
	fmt.Fprintf(s.options.Log, "nodebeyond: "+format+"\n", args...)
}

// admit says whether a message may be handled now.
func (s *server) admit(method string, call bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case method == protocol.MethodExit:
	case s.phase == fresh && method != protocol.MethodInitialize:
		return jsonrpc2.Errorf(jsonrpc2.ServerNotInitialized, "%s came before initialize", method)
	case s.phase == up && method == protocol.MethodInitialize:
		return jsonrpc2.Errorf(jsonrpc2.InvalidRequest, "initialize came twice")
	case s.phase >= down:
		return jsonrpc2.Errorf(jsonrpc2.InvalidRequest, "%s came after shutdown", method)
	}
	return nil
}

func (s *server) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.phase >= down
}

func ptr[T any](v T) *T { return &v }

// Initialize agrees with the client on what both can do.
func (s *server) Initialize(_ context.Context, p *protocol.InitializeParams) (*protocol.InitializeResult, error) {
	s.abilities = abilitiesOf(&p.Capabilities)
	// Neovim 0.12 asks for diagnostics, but when it is told to ask again it asks about the workspace, and of that answer it drops what is said of files
	// that it has open: what a change means for other buffers would never be seen. What it is sent it shows.
	if p.ClientInfo.Name == "Neovim" {
		s.abilities.pull = false
	}
	s.configure(p.InitializationOptions)
	if p.ProcessID != nil && *p.ProcessID > 0 {
		s.watchParent(int(*p.ProcessID), alive)
	}
	s.mu.Lock()
	s.roots = rootsOf(p)
	s.phase = up
	s.mu.Unlock()
	can := protocol.ServerCapabilities{
		PositionEncoding: s.abilities.encodingName,
		TextDocumentSync: &protocol.TextDocumentSyncOptions{
			OpenClose: ptr(true),
			Change:    ptr(protocol.TextDocumentSyncKindIncremental),
			Save:      &protocol.SaveOptions{},
		},
		HoverProvider:         protocol.Boolean(true),
		CodeActionProvider:    &protocol.CodeActionOptions{CodeActionKinds: []protocol.CodeActionKind{protocol.CodeActionKindQuickFix, fixAll}},
		CallHierarchyProvider: protocol.Boolean(true),
		CodeLensProvider:      &protocol.CodeLensOptions{ResolveProvider: ptr(true)},
		// A directive's words are joined by "-"; behind one stand rules, separated by commas.
		CompletionProvider:     &protocol.CompletionOptions{TriggerCharacters: []string{"-", " ", ","}},
		InlayHintProvider:      protocol.Boolean(true),
		DocumentLinkProvider:   &protocol.DocumentLinkOptions{ResolveProvider: ptr(true)},
		ExecuteCommandProvider: protocol.ExecuteCommandOptions{Commands: commands},
		Workspace: &protocol.WorkspaceOptions{
			WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{Supported: ptr(true), ChangeNotifications: protocol.Boolean(true)},
			FileOperations:   fileOperations(),
		},
	}
	if s.abilities.pull {
		can.DiagnosticProvider = &protocol.DiagnosticOptions{
			Identifier: ptr("nodebeyond"), InterFileDependencies: true, WorkspaceDiagnostics: true,
		}
	}
	return &protocol.InitializeResult{
		Capabilities: can,
		ServerInfo:   protocol.ServerInfo{Name: "nodebeyond", Version: protocol.NewOptional(s.options.Version)},
	}, nil
}

// Initialized starts the work: before it the server may not send anything.
func (s *server) Initialized(context.Context, *protocol.InitializedParams) error {
	s.session.SetFolders(s.roots)
	s.checkSettings()
	s.register()
	return nil
}

// Shutdown ends the work; the connection stays for the exit.
func (s *server) Shutdown(context.Context) error {
	s.mu.Lock()
	s.phase = down
	s.mu.Unlock()
	s.session.Stop()
	return nil
}

// Exit ends the connection.
func (s *server) Exit(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase != gone {
		if s.phase == down {
			s.phase = gone
		}
		select {
		case <-s.exit:
		default:
			close(s.exit)
		}
	}
	return nil
}

// SetTrace is accepted and does nothing: there is no trace to set.
func (s *server) SetTrace(context.Context, *protocol.SetTraceParams) error { return nil }

// rootsOf are the folders that the client has open: workspaceFolders, or else what came before it in the protocol.
func rootsOf(p *protocol.InitializeParams) []string {
	var roots []string
	if folders, ok := p.WorkspaceFolders.Get(); ok {
		for _, f := range folders {
			if path, ok := pathOf(f.URI); ok {
				roots = append(roots, path)
			}
		}
		return roots
	}
	if p.RootURI != nil {
		if path, ok := pathOf(*p.RootURI); ok {
			return []string{path}
		}
	}
	if path, ok := p.RootPath.Get(); ok && filepath.IsAbs(path) {
		return []string{filepath.ToSlash(filepath.Clean(path))}
	}
	return nil
}

// DidChangeWorkspaceFolders adds and removes folders.
func (s *server) DidChangeWorkspaceFolders(_ context.Context, p *protocol.DidChangeWorkspaceFoldersParams) error {
	roots := slices.Clone(s.roots)
	for _, f := range p.Event.Removed {
		if path, ok := pathOf(f.URI); ok {
			roots = slices.DeleteFunc(roots, func(r string) bool { return r == path })
		}
	}
	for _, f := range p.Event.Added {
		if path, ok := pathOf(f.URI); ok {
			roots = append(roots, path)
		}
	}
	s.mu.Lock()
	s.roots = roots
	s.mu.Unlock()
	s.session.SetFolders(roots)
	s.checkSettings()
	return nil
}

// DidChangeWatchedFiles looks at the disk again.
func (s *server) DidChangeWatchedFiles(context.Context, *protocol.DidChangeWatchedFilesParams) error {
	s.session.Refresh()
	s.checkSettings()
	return nil
}

// book is what there is to read, with the addresses that the settings give now.
func (s *server) book() *features.Book {
	base := s.settings.Load().BookURL
	switch {
	case base == bookNone:
		base = ""
	case base == "" && s.options.Book != nil:
		base = s.options.Book()
	}
	return &features.Book{Rules: s.rules, Page: s.options.Page, Base: base}
}

// pathOf is the path of a file: absolute, forward slashes. ok is false for what is no file on this machine, such as an untitled buffer.
func pathOf(u uri.URI) (path string, ok bool) {
	if !strings.HasPrefix(string(u), "file:///") {
		return "", false
	}
	return filepath.ToSlash(filepath.Clean(u.FsPath())), true
}

// pathOf is the path under which a document is known here. A buffer that was never saved is taken for a file of the first folder, so that
// its relative imports lead where they will; ok is false for what is neither that nor a file on this machine.
func (s *server) pathOf(u uri.URI) (path string, ok bool) {
	if name, isNew := strings.CutPrefix(string(u), "untitled:"); isNew {
		s.mu.Lock()
		defer s.mu.Unlock()
		path, ok = s.untitled[name]
		return path, ok
	}
	return pathOf(u)
}

// uriOf is the address of a file: as the client spells it when it has the file open.
func (s *server) uriOf(path string) uri.URI {
	s.mu.Lock()
	u, ok := s.uris[path]
	s.mu.Unlock()
	if !ok {
		u = uri.File(filepath.FromSlash(path))
	}
	return u
}
