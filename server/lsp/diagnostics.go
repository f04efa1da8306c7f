package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/features"
	"nodebeyond/server/workspace"
)

// published is what the client was told last. Only changed and typed look at it, which are never called at the same time.
type published struct {
	files    map[string]sent
	problems map[string]bool // that were logged
}

type sent struct {
	uri  uri.URI
	body []byte // the parameters as they went out
}

// changed is told of each new state of the findings.
func (s *server) changed(snap *workspace.Snapshot) {
	if s.abilities.pull {
		s.logProblems(snap)
		s.callBack(snap)
		return
	}
	s.publish(snap)
}

// typed is told of each new state of a buffer that is being typed. A client that asks for diagnostics asks by itself.
func (s *server) typed(snap *workspace.Snapshot, file string) {
	if !s.abilities.pull && !isSettings(file) {
		s.publishFile(snap, file)
	}
}

// publish sends the diagnostics of the files that changed since the last time.
func (s *server) publish(snap *workspace.Snapshot) {
	s.logProblems(snap)
	files := map[string]bool{}
	for _, file := range s.inScope(snap) {
		if s.publishFile(snap, file) {
			files[file] = true
		}
	}
	for file, last := range s.published.files {
		if !files[file] {
			s.send(file, &protocol.PublishDiagnosticsParams{URI: last.uri, Diagnostics: []protocol.Diagnostic{}})
			delete(s.published.files, file)
		}
	}
}

// publishFile sends the diagnostics of one file, if they say something new. It reports whether there is something to say of the file at all.
func (s *server) publishFile(snap *workspace.Snapshot, file string) bool {
	d := snap.Document(file)
	if !snap.Analysed(file) && (d == nil || !d.Drafted) {
		return false
	}
	m, err := snap.Lines(file)
	if err != nil {
		return false // it is gone since; the next analysis knows
	}
	params := &protocol.PublishDiagnosticsParams{URI: s.uriOf(file), Diagnostics: s.diagnostics(snap, file, m)}
	if d != nil {
		params.Version = protocol.NewOptional(d.Version)
	} else if _, told := s.published.files[file]; len(params.Diagnostics) == 0 && !told {
		return true
	}
	s.send(file, params)
	return true
}

func (s *server) send(file string, params *protocol.PublishDiagnosticsParams) {
	body, err := protocol.Marshal(params)
	if err != nil {
		s.logf("diagnostics of %s: %v", file, err)
		return
	}
	if bytes.Equal(s.published.files[file].body, body) {
		return
	}
	if s.published.files == nil {
		s.published.files = map[string]sent{}
	}
	s.published.files[file] = sent{params.URI, body}
	// It fails only when the connection is over.
	_ = s.notify(context.Background(), protocol.MethodTextDocumentPublishDiagnostics, jsonrpc2.RawMessage(body))
}

// inScope are the files whose diagnostics the client wants, by path. Of configurations checkSettings tells.
func (s *server) inScope(snap *workspace.Snapshot) (files []string) {
	if s.settings.Load().Scope == scopeWorkspace {
		files = snap.Files()
	} else {
		for _, d := range snap.Documents() {
			files = append(files, d.Path)
		}
	}
	return slices.DeleteFunc(files, isSettings)
}

func (s *server) logProblems(snap *workspace.Snapshot) {
	for _, p := range snap.Problems() {
		line := p.Message
		if p.File != "" {
			line = p.File + ": " + line
		}
		if p.Remedy != "" {
			line += "; " + p.Remedy
		}
		if s.published.problems == nil {
			s.published.problems = map[string]bool{}
		}
		if !s.published.problems[line] {
			s.published.problems[line] = true
			s.logf("%s", line)
		}
	}
}

// diagnostics are those of a file, never nil. m maps its text.
func (s *server) diagnostics(snap *workspace.Snapshot, file string, m *syntax.Mapper) []protocol.Diagnostic {
	out := []protocol.Diagnostic{}
	book := s.book()
	hide := s.settings.Load().Syntax == syntaxHide
	for _, d := range features.Diagnostics(snap, file) {
		if hide && d.Rule == "syntax-error" {
			continue
		}
		out = append(out, s.diagnostic(snap, book, m, d))
	}
	return out
}

var severities = [...]protocol.DiagnosticSeverity{
	rule.Hint:    protocol.DiagnosticSeverityHint,
	rule.Info:    protocol.DiagnosticSeverityInformation,
	rule.Warning: protocol.DiagnosticSeverityWarning,
	rule.Error:   protocol.DiagnosticSeverityError,
}

// tags are those of the protocol; none is 0, which no client names.
var tags = [...]protocol.DiagnosticTag{rule.NoTag: 0, rule.Unnecessary: protocol.DiagnosticTagUnnecessary, rule.Deprecated: protocol.DiagnosticTagDeprecated}

// diagnostic is one finding as the client can take it.
func (s *server) diagnostic(snap *workspace.Snapshot, book *features.Book, m *syntax.Mapper, d rule.Diagnostic) protocol.Diagnostic {
	a := &s.abilities
	message := d.Message
	if d.Help != "" {
		message += "\n" + d.Help
	}
	out := protocol.Diagnostic{
		Range:    rangeOf(m, d.Range, a.encoding),
		Severity: severities[d.Severity],
		Code:     protocol.String(d.Rule),
		Source:   protocol.NewOptional("nodebeyond"),
		Message:  protocol.String(message),
	}
	if link := book.Link(d.Section); a.codeLink && link != "" {
		out.CodeDescription = protocol.CodeDescription{Href: uri.URI(link)}
	}
	if r := book.Rules[d.Rule]; r != nil && slices.Contains(a.tags, tags[r.Tag]) {
		out.Tags = protocol.NewDiagnosticTags(tags[r.Tag])
	}
	if a.related {
		for _, step := range d.Evidence {
			if lines, err := snap.Lines(step.File); err == nil {
				out.RelatedInformation = append(out.RelatedInformation, protocol.DiagnosticRelatedInformation{
					Location: protocol.Location{URI: s.uriOf(step.File), Range: rangeOf(lines, step.Range, a.encoding)},
					Message:  step.Message,
				})
			}
		}
	}
	if a.data {
		// For extensions: where the finding is explained, and whether a quick fix is to be expected.
		out.Data, _ = json.Marshal(struct {
			Section string `json:"section,omitempty"`
			Fixes   int    `json:"fixes"`
		}{d.Section.Anchor(), len(d.Fixes)})
	}
	return out
}
