package lsp

import (
	"context"
	"fmt"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"nodebeyond/server/workspace"
)

// DidOpen lays a buffer over a file. The strings of a message share its memory, so what is kept is cloned.
func (s *server) DidOpen(_ context.Context, p *protocol.DidOpenTextDocumentParams) error {
	path, ok := pathOf(p.TextDocument.URI)
	if !ok {
		path, ok = s.name(p.TextDocument.URI, p.TextDocument.LanguageID)
	}
	if !ok {
		return nil
	}
	path = strings.Clone(path)
	if isSettings(path) {
		defer s.checkSettings()
	}
	if s.session.Snapshot().Document(path) != nil {
		// A client must close it first (LSP 3.17, "DidOpenTextDocument Notification"). What it says last is what it shows.
		s.logf("%s was open when it was opened", path)
	}
	s.mu.Lock()
	s.uris[path] = uri.URI(strings.Clone(string(p.TextDocument.URI)))
	s.mu.Unlock()
	s.session.Open(path, p.TextDocument.Version, strings.Clone(p.TextDocument.Text))
	return nil
}

// name gives a buffer that was never saved a path in the first folder, with the extension of its language.
func (s *server) name(u uri.URI, language protocol.LanguageKind) (path string, ok bool) {
	name, ok := strings.CutPrefix(strings.Clone(string(u)), "untitled:")
	if !ok {
		return "", false
	}
	var ext string
	switch language {
	case "javascript":
		ext = ".js"
	case "javascriptreact":
		ext = ".jsx"
	case "typescript":
		ext = ".ts"
	case "typescriptreact":
		ext = ".tsx"
	default:
		return "", false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	dir := "/"
	if len(s.roots) > 0 {
		dir = s.roots[0]
	}
	path = strings.TrimSuffix(dir, "/") + "/" + strings.NewReplacer("/", "-", "\\", "-", ":", "-").Replace(name) + ext
	s.untitled[name] = path
	return path, true
}

// DidChange applies the changes to a buffer, each to what the one before it left.
func (s *server) DidChange(_ context.Context, p *protocol.DidChangeTextDocumentParams) error {
	path, ok := s.pathOf(p.TextDocument.URI)
	if !ok {
		return nil
	}
	if isSettings(path) {
		defer s.checkSettings()
	}
	doc := s.session.Snapshot().Document(path)
	if doc == nil {
		return fmt.Errorf("%s is not open", path)
	}
	// One change of a range is what nearly every key is: its text is made without the table of lines that several would need.
	if len(p.ContentChanges) == 1 {
		if c, ok := p.ContentChanges[0].(*protocol.TextDocumentContentChangePartial); ok && forward(c.Range) {
			start, end := offsetOf(doc.Lines(), c.Range.Start, s.abilities.encoding), offsetOf(doc.Lines(), c.Range.End, s.abilities.encoding)
			text := splice(doc.Text, start, end, c.Text)
			return s.session.Change(path, p.TextDocument.Version, text, []workspace.Edit{{Start: start, End: end, Len: len(c.Text)}})
		}
	}
	d := newDraft(doc.Lines(), s.abilities.encoding)
	edits := make([]workspace.Edit, 0, len(p.ContentChanges))
	for i, c := range p.ContentChanges {
		var (
			e   workspace.Edit
			err error
		)
		switch c := c.(type) {
		case *protocol.TextDocumentContentChangeWholeDocument:
			e = d.replaceAll(c.Text)
		case *protocol.TextDocumentContentChangePartial:
			e, err = d.replace(c.Range, c.Text)
		default:
			err = fmt.Errorf("neither a range nor a whole text")
		}
		if err != nil {
			// What the editor shows is no longer known. Findings at wrong places would be worse than none.
			s.forget(path)
			err = fmt.Errorf("%s, version %d, change %d: %w; open the file again", path, p.TextDocument.Version, i, err)
			s.show(err.Error())
			return err
		}
		edits = append(edits, e)
	}
	return s.session.Change(path, p.TextDocument.Version, d.String(), edits)
}

// splice is a text of its own with a range of another replaced. Go gives a string back as it is when all else of a sum is empty, and new is part of
// the message.
func splice(text string, start, end int, new string) string {
	if start == 0 && end == len(text) {
		return strings.Clone(new)
	}
	return text[:start] + new + text[end:]
}

// DidClose takes a buffer away.
func (s *server) DidClose(_ context.Context, p *protocol.DidCloseTextDocumentParams) error {
	if path, ok := s.pathOf(p.TextDocument.URI); ok {
		s.forget(path)
	}
	return nil
}

func (s *server) forget(path string) {
	if isSettings(path) {
		defer s.checkSettings()
	}
	s.session.Close(path)
	s.mu.Lock()
	if name, ok := strings.CutPrefix(string(s.uris[path]), "untitled:"); ok {
		delete(s.untitled, name)
	}
	delete(s.uris, path)
	s.mu.Unlock()
}

// DidSave looks at the disk again: a save often comes with others, of files that no editor has open.
func (s *server) DidSave(_ context.Context, p *protocol.DidSaveTextDocumentParams) error {
	if path, ok := s.pathOf(p.TextDocument.URI); ok {
		s.session.Saved(path)
		if isSettings(path) {
			s.checkSettings()
		}
	} else {
		s.session.Refresh()
	}
	return nil
}

// show tells the user about something that only they can mend.
func (s *server) show(message string) {
	_ = s.client.ShowMessage(context.Background(), &protocol.ShowMessageParams{Type: protocol.MessageTypeError, Message: "nodebeyond: " + message})
}
