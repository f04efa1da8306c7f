package lsp

import (
	"context"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/features"
	"nodebeyond/server/workspace"
)

// fixAll is the kind of the action that applies all safe fixes, as clients name it in "on save" settings.
const fixAll = protocol.CodeActionKindSourceFixAll + ".nodebeyond"

// CodeAction offers the fixes of the findings in a range, to silence these, to read about them, and all safe fixes of the file.
func (s *server) CodeAction(ctx context.Context, p *protocol.CodeActionParams) ([]protocol.CommandOrCodeAction, error) {
	out := []protocol.CommandOrCodeAction{}
	snap := snapshotOf(ctx)
	path, ok := s.pathOf(p.TextDocument.URI)
	if !ok || !s.abilities.actions {
		return out, nil
	}
	doc := snap.Document(path)
	if doc == nil {
		return out, nil
	}
	m, book := doc.Lines(), s.book()
	at := bytesOf(m, p.Range, s.abilities.encoding)
	if wanted(p.Context.Only, protocol.CodeActionKindQuickFix) {
		for _, a := range slices.Concat(features.Actions(snap, path, at), features.Silences(snap, path, at)) {
			action := &protocol.CodeAction{
				Title:       a.Title,
				Kind:        ptr(protocol.CodeActionKindQuickFix),
				Diagnostics: []protocol.Diagnostic{s.diagnostic(snap, book, m, a.Finding)},
				Edit:        s.workspaceEdit(doc, p.TextDocument.URI, a.Edits),
			}
			if a.Preferred && s.abilities.preferred {
				action.IsPreferred = ptr(true)
			}
			out = append(out, action)
		}
		out = append(out, s.readings(snap, path, at)...)
	}
	if wanted(p.Context.Only, fixAll) {
		if edits := features.FixAll(snap, path); len(edits) > 0 {
			out = append(out, &protocol.CodeAction{
				Title: "Apply all safe fixes of nodebeyond",
				Kind:  ptr(protocol.CodeActionKind(fixAll)),
				Edit:  s.workspaceEdit(doc, p.TextDocument.URI, edits),
			})
		}
	}
	return out, nil
}

// readings are commands that open the sections about the findings in a range, and the pages of their rules, where there is something to open and a
// client that can.
func (s *server) readings(snap *workspace.Snapshot, path string, at syntax.Range) (out []protocol.CommandOrCodeAction) {
	book := s.book()
	if !s.abilities.showDocument || book.Base == "" {
		return nil
	}
	said := map[string]bool{}
	offer := func(title, command, anchor string) {
		if anchor == "" || said[anchor] {
			return
		}
		said[anchor] = true
		out = append(out, &protocol.CodeAction{
			Title:   title,
			Kind:    ptr(protocol.CodeActionKindQuickFix),
			Command: protocol.Command{Title: command, Command: openSection, Arguments: []protocol.LSPAny{anyOf(anchor)}},
		})
	}
	for _, d := range features.In(snap, path, at) {
		offer("Read about it: "+d.Section.Title(), "Read about it", d.Section.Anchor())
		if page, ok := book.Read(d.Rule); ok {
			offer("Explain "+d.Rule, "Explain", page.Anchor)
		}
	}
	return out
}

// wanted says whether the client asks for actions of a kind. Kinds are paths: "quickfix" is wanted by "" and "quickfix", not by
// "quickfix.import" (LSP 3.17, CodeActionKind).
func wanted(only []protocol.CodeActionKind, kind protocol.CodeActionKind) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o protocol.CodeActionKind) bool {
		return o == "" || o == kind || strings.HasPrefix(string(kind), string(o)+".")
	})
}

// workspaceEdit changes one document, of this version where the client can tell versions.
func (s *server) workspaceEdit(doc *workspace.Document, u uri.URI, list []rule.Edit) *protocol.WorkspaceEdit {
	m := doc.Lines()
	edits := make([]protocol.TextEdit, len(list))
	for i, e := range list {
		edits[i] = protocol.TextEdit{Range: rangeOf(m, e.Range, s.abilities.encoding), NewText: e.New}
	}
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
