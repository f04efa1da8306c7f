package lsp

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"strconv"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"nodebeyond/server/workspace"
)

// This file answers clients that ask for diagnostics (LSP 3.17, "Pull Diagnostics"). They ask when a buffer changed; what the change means
// for other files they learn from the answer, where it may speak of these, or else because they are told to ask again.

// pulled is what the client knows of the findings of the files that it asked about.
type pulled struct {
	mu    sync.Mutex
	files map[string]known
	// next is closed when the findings change.
	next chan struct{}
}

type known struct {
	id      string // of the report
	version int32  // of the buffer that it was asked for
	asking  int    // requests under way
}

// cancelled tells the client that its question is about a text that has changed since, and that it may ask again.
var cancelled = &jsonrpc2.Error{Code: -32802, Message: "the document changed meanwhile", Data: jsonrpc2.RawMessage(`{"retriggerRequest":true}`)}

// Diagnostic answers a question about one document with what is known now: what its own text proves, and for the rest what the last analysis found. When
// the next one finds otherwise the client is told to ask again. Of a file that is not open there is nothing to say before it is analysed.
func (s *server) Diagnostic(ctx context.Context, p *protocol.DocumentDiagnosticParams) (protocol.DocumentDiagnosticReport, error) {
	empty := &protocol.RelatedFullDocumentDiagnosticReport{FullDocumentDiagnosticReport: protocol.FullDocumentDiagnosticReport{Kind: "full", Items: []protocol.Diagnostic{}}}
	path, ok := s.pathOf(p.TextDocument.URI)
	if !ok {
		return empty, nil
	}
	version := int32(-1)
	if d := snapshotOf(ctx).Document(path); d != nil {
		version = d.Version
	}
	s.pulled.begin(path, version)
	snap := snapshotOf(ctx)
	defer func() {
		s.pulled.end(path)
		if s.session.Snapshot() != snap {
			s.callBack(s.session.Snapshot()) // what came meanwhile was held back for this answer
		}
	}()
	if d := snap.Document(path); d == nil || !d.Drafted {
		var err error
		if version < 0 {
			snap, err = s.session.Ready(ctx, path)
		} else {
			snap, err = s.session.Known(ctx, path)
		}
		if err != nil {
			return nil, cancelled
		}
	}
	if d := snap.Document(path); version >= 0 && (d == nil || d.Version != version) {
		return nil, cancelled
	}
	m, err := snap.Lines(path)
	if err != nil {
		return empty, nil
	}
	items := s.diagnostics(snap, path, m)
	id := s.resultOf(items)
	s.pulled.know(path, id)
	related := s.relatedTo(snap, path)
	// Neovim 0.12 reads the related documents of a full report only.
	if p.PreviousResultID != nil && *p.PreviousResultID == id && len(related) == 0 {
		return &protocol.RelatedUnchangedDocumentDiagnosticReport{
			UnchangedDocumentDiagnosticReport: protocol.UnchangedDocumentDiagnosticReport{Kind: "unchanged", ResultID: id},
		}, nil
	}
	return &protocol.RelatedFullDocumentDiagnosticReport{
		FullDocumentDiagnosticReport: protocol.FullDocumentDiagnosticReport{Kind: "full", ResultID: &id, Items: items}, RelatedDocuments: related,
	}, nil
}

// relatedTo are the reports of the other open files that say something new. Whether they arrive is not known, since a client that cancels a question
// drops the answer; so they are said until the client asks about these files, which it is told to.
func (s *server) relatedTo(snap *workspace.Snapshot, path string) map[uri.URI]protocol.FullDocumentDiagnosticReportOrUnchangedDocumentDiagnosticReport {
	if !s.abilities.relatedDocuments {
		return nil
	}
	var out map[uri.URI]protocol.FullDocumentDiagnosticReportOrUnchangedDocumentDiagnosticReport
	for _, d := range snap.Documents() {
		k, asked := s.pulled.of(d.Path)
		if d.Path == path || !asked || k.version != d.Version {
			continue // it will ask itself
		}
		items := s.diagnostics(snap, d.Path, d.Lines())
		id := s.resultOf(items)
		if id == k.id {
			continue
		}
		if out == nil {
			out = map[uri.URI]protocol.FullDocumentDiagnosticReportOrUnchangedDocumentDiagnosticReport{}
		}
		out[s.uriOf(d.Path)] = &protocol.FullDocumentDiagnosticReport{Kind: "full", ResultID: &id, Items: items}
	}
	return out
}

// DiagnosticWorkspace answers a question about all files: at once when there is something new, else when there is. Clients ask whether or not the
// setting wants these, since it may change.
func (s *server) DiagnosticWorkspace(ctx context.Context, p *protocol.WorkspaceDiagnosticParams) (*protocol.WorkspaceDiagnosticReport, error) {
	before := map[string]string{}
	for _, r := range p.PreviousResultIds {
		if path, ok := s.pathOf(r.URI); ok {
			before[path] = r.Value
		}
	}
	for {
		next := s.pulled.wait()
		out, fresh := s.workspaceReport(s.session.Snapshot(), before)
		if fresh {
			return out, nil
		}
		select {
		case <-next:
		case <-s.gone: // nobody will change anything any more, and the end of the session waits for this answer
			return nil, protocol.ErrRequestCancelled
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// workspaceReport is the findings of all files in scope; fresh is false when the client knows them all.
func (s *server) workspaceReport(snap *workspace.Snapshot, before map[string]string) (out *protocol.WorkspaceDiagnosticReport, fresh bool) {
	out = &protocol.WorkspaceDiagnosticReport{Items: []protocol.WorkspaceDocumentDiagnosticReport{}}
	seen := map[string]bool{}
	// The open files are among them, with the setting or without: a client that shows what it is told here must not lose what it knows of them.
	for _, path := range s.inScope(snap) {
		d := snap.Document(path)
		m, err := snap.Lines(path)
		if err != nil || !snap.Analysed(path) && (d == nil || !d.Drafted) {
			seen[path] = d != nil // nothing is known of it yet, which is no reason to take anything back
			continue
		}
		seen[path] = true
		var version *int32
		if d != nil {
			version = ptr(d.Version)
		}
		items := s.diagnostics(snap, path, m)
		id := s.resultOf(items)
		if before[path] == id {
			out.Items = append(out.Items, &protocol.WorkspaceUnchangedDocumentDiagnosticReport{
				UnchangedDocumentDiagnosticReport: protocol.UnchangedDocumentDiagnosticReport{Kind: "unchanged", ResultID: id}, URI: s.uriOf(path), Version: version,
			})
			continue
		}
		fresh = true
		out.Items = append(out.Items, &protocol.WorkspaceFullDocumentDiagnosticReport{
			FullDocumentDiagnosticReport: protocol.FullDocumentDiagnosticReport{Kind: "full", ResultID: &id, Items: items}, URI: s.uriOf(path), Version: version,
		})
	}
	none := s.resultOf([]protocol.Diagnostic{})
	for path, id := range before {
		if !seen[path] && id != none {
			fresh = true
			out.Items = append(out.Items, &protocol.WorkspaceFullDocumentDiagnosticReport{
				FullDocumentDiagnosticReport: protocol.FullDocumentDiagnosticReport{Kind: "full", ResultID: &none, Items: []protocol.Diagnostic{}}, URI: s.uriOf(path),
			})
		}
	}
	return out, fresh
}

// callBack tells the client to ask again when it knows something of an open file that no longer holds, and is not about to ask itself.
func (s *server) callBack(snap *workspace.Snapshot) {
	s.pulled.stir()
	for _, d := range snap.Documents() {
		k, asked := s.pulled.of(d.Path)
		if !asked || k.asking > 0 || k.version != d.Version || k.id == s.resultOf(s.diagnostics(snap, d.Path, d.Lines())) {
			continue
		}
		// Its answer says nothing, and waiting for it would hold up the next findings.
		go func() { _ = s.client.DiagnosticRefresh(s.life) }()
		return
	}
}

// resultOf names what a report says: equal reports have equal names, as long as the server lives.
func (s *server) resultOf(items []protocol.Diagnostic) string {
	var h maphash.Hash
	h.SetSeed(resultSeed)
	var b []byte
	place := func(r protocol.Range) {
		b = binary.LittleEndian.AppendUint32(b, r.Start.Line)
		b = binary.LittleEndian.AppendUint32(b, r.Start.Character)
		b = binary.LittleEndian.AppendUint32(b, r.End.Line)
		b = binary.LittleEndian.AppendUint32(b, r.End.Character)
	}
	text := func(s string) {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	for i := range items {
		x := &items[i]
		b = append(b[:0], byte(x.Severity))
		place(x.Range)
		text(fmt.Sprint(x.Code))
		text(fmt.Sprint(x.Message))
		text(string(x.CodeDescription.Href))
		text(fmt.Sprint(x.Tags))
		text(string(x.Data))
		b = binary.AppendUvarint(b, uint64(len(x.RelatedInformation)))
		for k := range x.RelatedInformation {
			r := &x.RelatedInformation[k]
			text(string(r.Location.URI))
			place(r.Location.Range)
			text(r.Message)
		}
		h.Write(b)
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

var resultSeed = maphash.MakeSeed()

func (p *pulled) begin(path string, version int32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.files == nil {
		p.files = map[string]known{}
	}
	k := p.files[path]
	k.version = version
	k.asking++
	p.files[path] = k
}

func (p *pulled) end(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := p.files[path]
	k.asking--
	p.files[path] = k
}

func (p *pulled) know(path, id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := p.files[path]
	k.id = id
	p.files[path] = k
}

func (p *pulled) of(path string) (known, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k, ok := p.files[path]
	return k, ok
}

// wait gives what is closed at the next change of the findings.
func (p *pulled) wait() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next == nil {
		p.next = make(chan struct{})
	}
	return p.next
}

func (p *pulled) stir() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next != nil {
		close(p.next)
		p.next = nil
	}
}
