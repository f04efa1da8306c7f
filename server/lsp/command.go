package lsp

import (
	"context"
	"encoding/json"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"nodebeyond/docs"
)

// openSection opens a section of the companion text, named by its anchor ("event-loop#blocking-the-loop"), in the client's browser.
const openSection = "nodebeyond.openSection"

// requestFailed is the code of a request that was right and could not be done (LSP 3.17, LSPErrorCodes).
const requestFailed jsonrpc2.Code = -32803

// ExecuteCommand runs one of the server's commands.
func (s *server) ExecuteCommand(ctx context.Context, p *protocol.ExecuteCommandParams) (protocol.LSPAny, error) {
	if p.Command != openSection {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%q is no command of this server", p.Command)
	}
	var anchor string
	if len(p.Arguments) != 1 || json.Unmarshal(p.Arguments[0], &anchor) != nil {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%s takes the anchor of a section", openSection)
	}
	section, ok := docs.Lookup(anchor)
	link := s.book().Link(section)
	switch {
	case !ok:
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "there is no section %q", anchor)
	case link == "":
		return nil, jsonrpc2.Errorf(requestFailed, "there is no address to open: set bookUrl")
	case !s.abilities.showDocument:
		return nil, jsonrpc2.Errorf(requestFailed, "the client opens no addresses; the section is at %s", link)
	}
	_, err := s.client.ShowDocument(ctx, &protocol.ShowDocumentParams{URI: uri.URI(link), External: ptr(true), TakeFocus: ptr(true)})
	return nil, err
}
