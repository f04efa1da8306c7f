package lsp

import (
	"context"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"nodebeyond/server/features"
	"nodebeyond/server/workspace"
)

// CodeAction offers the fixes of the findings in a range.
func (s *server) CodeAction(ctx context.Context, p *protocol.CodeActionParams) ([]protocol.CommandOrCodeAction, error) {
	out := []protocol.CommandOrCodeAction{}
	snap := snapshotOf(ctx)
	path, ok := pathOf(p.TextDocument.URI)
	if !ok || !s.abilities.actions || !wanted(p.Context.Only, protocol.CodeActionKindQuickFix) {
		return out, nil
	}
	doc := snap.Document(path)
	if doc == nil {
		return out, nil
	}
	m, book := doc.Lines(), s.book()
	for _, a := range features.Actions(snap, path, bytesOf(m, p.Range, s.abilities.encoding)) {
		var edits []protocol.TextEdit
		for _, e := range a.Edits {
			edits = append(edits, protocol.TextEdit{Range: rangeOf(m, e.Range, s.abilities.encoding), NewText: e.New})
		}
		action := &protocol.CodeAction{
			Title:       a.Title,
			Kind:        ptr(protocol.CodeActionKindQuickFix),
			Diagnostics: []protocol.Diagnostic{s.diagnostic(snap, book, m, a.Finding)},
			Edit:        s.workspaceEdit(doc, p.TextDocument.URI, edits),
		}
		if a.Preferred && s.abilities.preferred {
			action.IsPreferred = ptr(true)
		}
		out = append(out, action)
	}
	return out, nil
}

// wanted says whether the client asks for actions of a kind. Kinds are paths: "quickfix" is wanted by "" and "quickfix", not by
// "quickfix.import" (LSP 3.17, CodeActionKind).
func wanted(only []protocol.CodeActionKind, kind protocol.CodeActionKind) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o protocol.CodeActionKind) bool {
		return o == "" || o == kind || strings.HasPrefix(string(kind), string(o)+".")
	})
}

// workspaceEdit changes one document, of this version where the client can tell versions.
func (s *server) workspaceEdit(doc *workspace.Document, u uri.URI, edits []protocol.TextEdit) *protocol.WorkspaceEdit {
	if !s.abilities.versionedEdits {
		return &protocol.WorkspaceEdit{Changes: map[uri.URI][]protocol.TextEdit{u: edits}}
	}
	change := &protocol.TextDocumentEdit{
		TextDocument: protocol.OptionalVersionedTextDocumentIdentifier{
			TextDocumentIdentifier: protocol.TextDocumentIdentifier{URI: u}, Version: ptr(doc.Version),
		},
	}
	for i := range edits {
		change.Edits = append(change.Edits, &edits[i])
	}
	return &protocol.WorkspaceEdit{DocumentChanges: []protocol.DocumentChange{change}}
}
