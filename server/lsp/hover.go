package lsp

import (
	"context"

	"go.lsp.dev/protocol"

	"nodebeyond/server/features"
)

// Hover explains the findings at a place, and what is used there of Node.
func (s *server) Hover(ctx context.Context, p *protocol.HoverParams) (*protocol.Hover, error) {
	snap := snapshotOf(ctx)
	path, ok := s.pathOf(p.TextDocument.URI)
	if !ok {
		return nil, nil
	}
	doc := snap.Document(path)
	if doc == nil {
		return nil, nil
	}
	m := doc.Lines()
	h, ok := features.HoverAt(snap, s.book(), path, offsetOf(m, p.Position, s.abilities.encoding))
	if !ok {
		return nil, nil
	}
	content := &protocol.MarkupContent{Kind: protocol.MarkupKindPlainText}
	if s.abilities.markdown {
		content.Kind, content.Value = protocol.MarkupKindMarkdown, h.Markdown()
	} else {
		content.Value = h.Plain()
	}
	return &protocol.Hover{Contents: content, Range: ptr(rangeOf(m, h.Range, s.abilities.encoding))}, nil
}
