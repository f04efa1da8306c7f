package lsp

import (
	"context"
	"encoding/json"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/features"
	"nodebeyond/server/workspace"
)

var symbolKinds = map[features.CallKind]protocol.SymbolKind{
	features.CallModule:      protocol.SymbolKindModule,
	features.CallFunction:    protocol.SymbolKindFunction,
	features.CallMethod:      protocol.SymbolKindMethod,
	features.CallConstructor: protocol.SymbolKindConstructor,
	features.CallAPI:         protocol.SymbolKindFunction,
	features.CallRoot:        protocol.SymbolKindEvent,
}

// PrepareCallHierarchy gives what the call hierarchy begins with.
func (s *server) PrepareCallHierarchy(ctx context.Context, p *protocol.CallHierarchyPrepareParams) ([]protocol.CallHierarchyItem, error) {
	path, snap, doc, err := s.caughtUp(ctx, p.TextDocument.URI)
	if err != nil || doc == nil {
		return nil, err
	}
	items, ok := features.CallsAt(snap, path, offsetOf(doc.Lines(), p.Position, s.abilities.encoding))
	if !ok {
		return nil, contentModified
	}
	var out []protocol.CallHierarchyItem
	for _, i := range items {
		if item, ok := s.callItem(snap, i); ok {
			out = append(out, item)
		}
	}
	return out, nil
}

// IncomingCalls gives who calls an item, up to the registrations that nothing of the project calls.
func (s *server) IncomingCalls(ctx context.Context, p *protocol.CallHierarchyIncomingCallsParams) ([]protocol.CallHierarchyIncomingCall, error) {
	out := []protocol.CallHierarchyIncomingCall{}
	err := s.calls(ctx, &p.Item, features.Incoming, func(snap *workspace.Snapshot, l features.CallLink) {
		if item, ok := s.callItem(snap, l.Item); ok {
			out = append(out, protocol.CallHierarchyIncomingCall{From: item, FromRanges: s.sites(snap, l.Item.File, l.Sites)})
		}
	})
	return out, err
}

// OutgoingCalls gives what an item calls.
func (s *server) OutgoingCalls(ctx context.Context, p *protocol.CallHierarchyOutgoingCallsParams) ([]protocol.CallHierarchyOutgoingCall, error) {
	out := []protocol.CallHierarchyOutgoingCall{}
	path, _ := s.pathOf(p.Item.URI)
	err := s.calls(ctx, &p.Item, features.Outgoing, func(snap *workspace.Snapshot, l features.CallLink) {
		if item, ok := s.callItem(snap, l.Item); ok {
			out = append(out, protocol.CallHierarchyOutgoingCall{To: item, FromRanges: s.sites(snap, path, l.Sites)})
		}
	})
	return out, err
}

// calls asks for the links of an item of the client.
func (s *server) calls(
	ctx context.Context, item *protocol.CallHierarchyItem,
	ask func(*workspace.Snapshot, string, features.CallKind, int) ([]features.CallLink, bool), yield func(*workspace.Snapshot, features.CallLink),
) error {
	var kind features.CallKind
	if err := json.Unmarshal(item.Data, &kind); err != nil || symbolKinds[kind] == 0 {
		return jsonrpc2.Errorf(jsonrpc2.InvalidParams, "the data of the item is not what it was")
	}
	path, ok := s.pathOf(item.URI)
	if !ok {
		return nil
	}
	snap, err := s.session.Ready(ctx, path)
	if err != nil {
		return contentModified
	}
	m, err := snap.Lines(path)
	if err != nil {
		return nil // it is gone
	}
	links, ok := ask(snap, path, kind, offsetOf(m, item.SelectionRange.Start, s.abilities.encoding))
	if !ok {
		return contentModified
	}
	for _, l := range links {
		yield(snap, l)
	}
	return nil
}

// callItem is an item as the client knows it; ok is false when its file is gone.
func (s *server) callItem(snap *workspace.Snapshot, i features.CallItem) (protocol.CallHierarchyItem, bool) {
	m, err := snap.Lines(i.File)
	if err != nil {
		return protocol.CallHierarchyItem{}, false
	}
	return protocol.CallHierarchyItem{
		Name: i.Name, Kind: symbolKinds[i.Kind], Detail: ptr(i.Detail), URI: s.uriOf(i.File),
		Range: rangeOf(m, i.Range, s.abilities.encoding), SelectionRange: rangeOf(m, i.Selection, s.abilities.encoding), Data: anyOf(i.Kind),
	}, true
}

// sites are places of a file, never nil.
func (s *server) sites(snap *workspace.Snapshot, file string, list []syntax.Range) []protocol.Range {
	out := []protocol.Range{}
	m, err := snap.Lines(file)
	if err != nil {
		return out
	}
	for _, r := range list {
		out = append(out, rangeOf(m, r, s.abilities.encoding))
	}
	return out
}
