package lsp

import (
	"context"
	"encoding/json"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// The commands of the server (LSP 3.17, "workspace/executeCommand"). docs/contributing/protocol.md has what they take and give.
const (
	// openSection opens a page of the companion text in the client's browser; where there is none to open it with, it does what readSection does.
	openSection = "nodebeyond.openSection"
	// readSection gives a page of the companion text.
	readSection = "nodebeyond.section"
	// showGraph gives the module graph of a project.
	showGraph = "nodebeyond.graph"
	// showTrace gives the order in which a file loads what it needs.
	showTrace = "nodebeyond.trace"
	// showOrder gives the order in which the callbacks of a file or a function run.
	showOrder = "nodebeyond.order"
)

var commands = []string{openSection, readSection, showGraph, showTrace, showOrder, showWay}

// requestFailed is the code of a request that was right and could not be done (LSP 3.17, LSPErrorCodes).
const requestFailed jsonrpc2.Code = -32803

// ExecuteCommand runs one of the server's commands.
func (s *server) ExecuteCommand(ctx context.Context, p *protocol.ExecuteCommandParams) (protocol.LSPAny, error) {
	var (
		result any
		err    error
	)
	switch p.Command {
	case openSection:
		result, err = s.openSection(ctx, p.Arguments)
	case readSection:
		result, err = s.readSection(p.Arguments)
	case showGraph:
		result, err = s.graph(ctx, p.Arguments)
	case showTrace:
		result, err = s.trace(ctx, p.Arguments)
	case showOrder:
		result, err = s.order(ctx, p.Arguments)
	case showWay:
		result, err = s.way(ctx, p.Arguments)
	default:
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%q is no command of this server", p.Command)
	}
	if err != nil || result == nil {
		return nil, err
	}
	return json.Marshal(result)
}

// argument reads the one argument of a command. None at all leaves into as it is when it may be left out.
func argument(command string, args []protocol.LSPAny, into any, optional bool, what string) error {
	if len(args) == 0 && optional {
		return nil
	}
	if len(args) != 1 || json.Unmarshal(args[0], into) != nil {
		return jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%s takes one argument: %s", command, what)
	}
	return nil
}

// readSection gives a page: features.Page.
func (s *server) readSection(args []protocol.LSPAny) (any, error) {
	var name string
	if err := argument(readSection, args, &name, false, "the anchor of a section, or the id of a rule"); err != nil {
		return nil, err
	}
	page, ok := s.book().Read(name)
	if !ok {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "there is no section, chapter or rule %q", name)
	}
	return page, nil
}

// openSection opens a page, or gives it when there is no address to open, or nobody to open it.
func (s *server) openSection(ctx context.Context, args []protocol.LSPAny) (any, error) {
	var name string
	if err := argument(openSection, args, &name, false, "the anchor of a section, or the id of a rule"); err != nil {
		return nil, err
	}
	page, ok := s.book().Read(name)
	switch {
	case !ok:
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "there is no section, chapter or rule %q", name)
	case page.Link == "" || !s.abilities.showDocument:
		return page, nil
	}
	_, err := s.client.ShowDocument(ctx, &protocol.ShowDocumentParams{URI: uri.URI(page.Link), External: ptr(true), TakeFocus: ptr(true)})
	return nil, err
}
