package lsp

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"strings"

	"go.lsp.dev/protocol"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/config"
)

// A mistake in nodebeyond.jsonc leaves the settings before it in force, so its place is shown as soon as it is made: the file is told of by
// itself, beside the findings, and in the same way to clients that ask for these.

// isSettings reports whether a file is a configuration.
func isSettings(file string) bool { return path.Base(file) == config.FileName }

// checkSettings tells what is wrong with the configurations of the open folders, as they are in the editor, or else on the disk. Only notifications
// call it, which come one by one.
func (s *server) checkSettings() {
	now := map[string]bool{}
	for _, root := range s.roots {
		file := filepath.ToSlash(config.Find(filepath.FromSlash(root)))
		if file == "" || now[file] {
			continue
		}
		now[file] = true
		s.tellSettings(file)
	}
	for _, d := range s.session.Snapshot().Documents() {
		if isSettings(d.Path) && !now[d.Path] {
			now[d.Path] = true
			s.tellSettings(d.Path)
		}
	}
	for file := range s.wrongSettings {
		if !now[file] { // it is gone
			s.sendSettings(file, []protocol.Diagnostic{})
		}
	}
}

func (s *server) tellSettings(file string) {
	m, err := s.session.Snapshot().Lines(file)
	if doc := s.session.Snapshot().Document(file); doc == nil {
		// What a snapshot knows of a file that is not open may be what it was.
		var text []byte
		text, err = os.ReadFile(filepath.FromSlash(file))
		m = syntax.NewMapper(string(text))
	}
	list := []protocol.Diagnostic{}
	if err == nil {
		_, err = config.Parse(filepath.FromSlash(file), m.Text(), config.NamesOf(s.options.Rules, engine.Own()))
	}
	for _, e := range config.AsErrors(err) {
		start := m.Offset(e.Line-1, e.Column-1, syntax.UTF16)
		r := syntax.Range{Start: int32(start), End: int32(start + wordLength(m.Text()[start:]))}
		list = append(list, protocol.Diagnostic{
			Range: rangeOf(m, r, s.abilities.encoding), Severity: protocol.DiagnosticSeverityError,
			Source: protocol.NewOptional("nodebeyond"), Message: protocol.String(e.Message),
		})
	}
	s.sendSettings(file, list)
}

// wordLength is the number of bytes of a string with its quotes, or of what else stands there.
func wordLength(text string) int {
	if rest, quoted := strings.CutPrefix(text, `"`); quoted {
		if i := strings.IndexAny(rest, "\"\r\n"); i >= 0 && rest[i] == '"' {
			return i + 2
		}
	}
	if i := strings.IndexAny(text, " \t\r\n,:{}[]"); i >= 0 {
		return max(i, min(1, len(text)))
	}
	return len(text)
}

// sendSettings sends what is wrong with a configuration, unless nothing is and nothing was.
func (s *server) sendSettings(file string, list []protocol.Diagnostic) {
	if len(list) == 0 && !s.wrongSettings[file] {
		return
	}
	if len(list) > 0 {
		s.wrongSettings[file] = true
	} else {
		delete(s.wrongSettings, file)
	}
	params := &protocol.PublishDiagnosticsParams{URI: s.uriOf(file), Diagnostics: list}
	if d := s.session.Snapshot().Document(file); d != nil {
		params.Version = protocol.NewOptional(d.Version)
	}
	// It fails only when the connection is over.
	_ = s.notify(context.Background(), protocol.MethodTextDocumentPublishDiagnostics, params)
}
