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

	// pull: the client asks for diagnostics, and can be told to ask again; relatedDocuments: an answer may speak of other files, too.
	pull, relatedDocuments bool
	// watch: it can be asked to watch files; configuration: it can be asked for settings; progress: it shows how far long work is;
	// showDocument: it opens addresses.
	watch, configuration, progress, showDocument bool
	// snippets: completions may have places to fill in.
	snippets bool
	// lensRefresh: it can be told to ask for code lenses again.
	lensRefresh bool
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
	refresh := false
	if w := c.Workspace; w != nil {
		a.configuration = is(w.Configuration)
		a.watch = w.DidChangeWatchedFiles != nil && is(w.DidChangeWatchedFiles.DynamicRegistration)
		a.lensRefresh = w.CodeLens != nil && is(w.CodeLens.RefreshSupport)
		refresh = w.Diagnostics != nil && is(w.Diagnostics.RefreshSupport)
	}
	if w := c.Window; w != nil {
		a.progress = is(w.WorkDoneProgress)
		a.showDocument = w.ShowDocument != nil && w.ShowDocument.Support
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
	if x := t.Completion; x != nil && x.CompletionItem != nil {
		a.snippets = is(x.CompletionItem.SnippetSupport)
	}
	if d := t.PublishDiagnostics; d != nil {
		a.related, a.codeLink, a.data = is(d.RelatedInformation), is(d.CodeDescriptionSupport), is(d.DataSupport)
		a.tags = d.TagSupport.ValueSet
	}
	// Without being told to ask again, a client would not learn what a change in one file means for another.
	if d := t.Diagnostic; d != nil && refresh {
		a.pull, a.relatedDocuments = true, is(d.RelatedDocumentSupport)
		a.related, a.codeLink, a.data = a.related || is(d.RelatedInformation), a.codeLink || is(d.CodeDescriptionSupport), a.data || is(d.DataSupport)
	}
	if x := t.CodeAction; x != nil {
		// Without literals only commands may be answered, and a fix is none.
		// The list of kinds may be empty, as ALE's is: kinds that a client does not know it still has to take (LSP 3.17, CodeActionKind).
		a.actions = x.CodeActionLiteralSupport.CodeActionKind.ValueSet != nil
		a.preferred = is(x.IsPreferredSupport)
	}
	return a
}

func is(b *bool) bool { return b != nil && *b }
