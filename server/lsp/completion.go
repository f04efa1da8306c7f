package lsp

import (
	"context"
	"fmt"

	"go.lsp.dev/protocol"
)

// Completion goes on with a comment that silences findings. Everything else is for the editor's own JavaScript support.
func (s *server) Completion(ctx context.Context, p *protocol.CompletionParams) (protocol.CompletionResult, error) {
	out := protocol.CompletionItemSlice{}
	snap := snapshotOf(ctx)
	path, ok := s.pathOf(p.TextDocument.URI)
	if !ok {
		return out, nil
	}
	doc := snap.Document(path)
	if doc == nil {
		return out, nil
	}
	m := doc.Lines()
	for i, c := range s.book().Complete(snap, path, offsetOf(m, p.Position, s.abilities.encoding)) {
		item := protocol.CompletionItem{
			Label: c.Label, Kind: protocol.CompletionItemKindKeyword, Detail: protocol.NewOptional(c.Detail), SortText: protocol.NewOptional(fmt.Sprintf("2%03d", i)),
		}
		if c.Rule {
			item.Kind = protocol.CompletionItemKindValue
		}
		if c.Likely {
			item.SortText = protocol.NewOptional(fmt.Sprintf("1%03d", i))
		}
		edit := &protocol.TextEdit{Range: rangeOf(m, c.Range, s.abilities.encoding), NewText: c.New}
		if c.Snippet != "" && s.abilities.snippets {
			edit.NewText, item.InsertTextFormat = c.Snippet, protocol.InsertTextFormatSnippet
		}
		item.TextEdit = edit
		out = append(out, item)
	}
	return out, nil
}
