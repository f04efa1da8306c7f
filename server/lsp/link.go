package lsp

import (
	"context"
	"encoding/json"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// DocumentLink gives the places where a file names rules: in comments that silence findings, and in the configuration. Where they lead comes when it is
// asked for. Without an address of the book they lead nowhere.
func (s *server) DocumentLink(ctx context.Context, p *protocol.DocumentLinkParams) ([]protocol.DocumentLink, error) {
	out := []protocol.DocumentLink{}
	snap, book := snapshotOf(ctx), s.book()
	path, ok := s.pathOf(p.TextDocument.URI)
	if !ok || book.Base == "" {
		return out, nil
	}
	for _, n := range book.Names(snap, path) {
		r := rangeOf(snap.Document(path).Lines(), n.Range, s.abilities.encoding)
		out = append(out, protocol.DocumentLink{Range: r, Data: anyOf(n.Name)})
	}
	return out, nil
}

// DocumentLinkResolve says where a link leads.
func (s *server) DocumentLinkResolve(_ context.Context, p *protocol.DocumentLink) (*protocol.DocumentLink, error) {
	var name string
	if err := json.Unmarshal(p.Data, &name); err != nil {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "the data of the link is not what it was: %v", err)
	}
	page, ok := s.book().Read(name)
	if !ok || page.Link == "" {
		return nil, jsonrpc2.Errorf(requestFailed, "there is no page of %q to open", name)
	}
	target := uri.URI(page.Link)
	return &protocol.DocumentLink{Range: p.Range, Data: p.Data, Target: &target, Tooltip: ptr(page.Title)}, nil
}
