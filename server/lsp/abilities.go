package lsp

import (
	"slices"

	"go.lsp.dev/protocol"

	"nodebeyond/analyzers/syntax"
)

// abilities are what the client said that it can do, as far as it matters here.
type abilities struct {
	encoding     syntax.Encoding
	encodingName protocol.PositionEncodingKind

	markdown bool // in hovers
	// Of diagnostics:
	related, codeLink, data bool
	tags                    []protocol.DiagnosticTag
	// Of code actions and edits:
	actions, preferred, versionedEdits bool
}

func abilitiesOf(c *protocol.ClientCapabilities) abilities {
	// Without a word about it a client means UTF-16 (LSP 3.17, PositionEncodingKind).
	a := abilities{encoding: syntax.UTF16, encodingName: protocol.PositionEncodingKindUTF16}
	if g := c.General; g != nil && len(g.PositionEncodings) > 0 {
		// Bytes cost nothing to convert; UTF-16 every client must know.
		switch {
		case slices.Contains(g.PositionEncodings, protocol.PositionEncodingKindUTF8):
			a.encoding, a.encodingName = syntax.UTF8, protocol.PositionEncodingKindUTF8
		case slices.Contains(g.PositionEncodings, protocol.PositionEncodingKindUTF16):
		case slices.Contains(g.PositionEncodings, protocol.PositionEncodingKindUTF32):
			a.encoding, a.encodingName = syntax.UTF32, protocol.PositionEncodingKindUTF32
		}
	}
	if w := c.Workspace; w != nil && w.WorkspaceEdit != nil {
		a.versionedEdits = is(w.WorkspaceEdit.DocumentChanges)
	}
	t := c.TextDocument
	if t == nil {
		return a
	}
	if h := t.Hover; h != nil {
		// The formats stand in the order of preference.
		for _, f := range h.ContentFormat {
			if f == protocol.MarkupKindMarkdown || f == protocol.MarkupKindPlainText {
				a.markdown = f == protocol.MarkupKindMarkdown
				break
			}
		}
	}
	if d := t.PublishDiagnostics; d != nil {
		a.related, a.codeLink, a.data = is(d.RelatedInformation), is(d.CodeDescriptionSupport), is(d.DataSupport)
		a.tags = d.TagSupport.ValueSet
	}
	if x := t.CodeAction; x != nil {
		// Without literals only commands may be answered, and a fix is none.
		a.actions = len(x.CodeActionLiteralSupport.CodeActionKind.ValueSet) > 0
		a.preferred = is(x.IsPreferredSupport)
	}
	return a
}

func is(b *bool) bool { return b != nil && *b }
