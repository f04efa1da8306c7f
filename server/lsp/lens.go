package lsp

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"nodebeyond/analyzers/rule"
	"nodebeyond/server/features"
	"nodebeyond/server/workspace"
)

// contentModified tells a client that its question is about a text that has changed since (LSP 3.17, LSPErrorCodes).
var contentModified = jsonrpc2.Errorf(jsonrpc2.Code(protocol.LSPErrorCodesContentModified), "the document changed meanwhile")

// showWay opens where the way begins that leads to a function, and gives its steps.
const showWay = "nodebeyond.way"

// lensData is what a lens keeps until it is resolved.
type lensData struct {
	URI     uri.URI `json:"uri"`
	Version int32   `json:"version"`
	At      int32   `json:"at"` // features.Lens.At
}

// lenses is what the client was told of them.
type lenses struct {
	mu      sync.Mutex
	told    map[string]toldLenses // by path
	working bool
	again   *workspace.Snapshot // came in while that was at work
}

// toldLenses are those of one version of a text.
type toldLenses struct {
	version int32
	text    string
	list    []features.Lens
}

// CodeLens gives the places of the lenses of an open file, when everything that was typed before is analysed. Titles come when they are asked for.
//
// While a text does not parse it has none, and lines that go and come above the one in which somebody types would be worse than none at all: then the
// last ones stay, where their functions are now.
func (s *server) CodeLens(ctx context.Context, p *protocol.CodeLensParams) ([]protocol.CodeLens, error) {
	out := []protocol.CodeLens{}
	path, snap, doc, err := s.caughtUp(ctx, p.TextDocument.URI)
	if err != nil || doc == nil {
		return out, err
	}
	list, ok := s.lensesOf(snap, path)
	last, known := s.lenses.of(path)
	switch {
	case known && s.settings.Load().Lens && (!ok || broken(snap, path)):
		list = last.movedTo(doc.Text)
	case !ok:
		return nil, contentModified
	}
	s.lenses.tell(doc.Path, toldLenses{doc.Version, doc.Text, list})
	m := doc.Lines()
	for _, l := range list {
		data := lensData{p.TextDocument.URI, doc.Version, l.At}
		out = append(out, protocol.CodeLens{Range: rangeOf(m, l.Range, s.abilities.encoding), Data: anyOf(data)})
	}
	return out, nil
}

// broken reports whether an open text does not parse.
func broken(snap *workspace.Snapshot, path string) bool {
	return slices.ContainsFunc(snap.Findings(path), func(d rule.Diagnostic) bool { return d.Rule == "syntax-error" })
}

// movedTo are the lenses where they are in a later text.
func (t toldLenses) movedTo(text string) (list []features.Lens) {
	edit := workspace.Diff(t.text, text)
	for _, l := range t.list {
		if l.At == features.ModuleLens {
			list = append(list, l)
		} else if r, ok := edit.Moved(l.Range); ok {
			l.At += r.Start - l.Range.Start
			l.Range = r
			list = append(list, l)
		}
	}
	return list
}

// CodeLensResolve gives a lens its title and command.
func (s *server) CodeLensResolve(ctx context.Context, p *protocol.CodeLens) (*protocol.CodeLens, error) {
	var data lensData
	if err := json.Unmarshal(p.Data, &data); err != nil {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "the data of the lens is not what it was: %v", err)
	}
	path, _ := s.pathOf(data.URI)
	doc := snapshotOf(ctx).Document(path)
	told, known := s.lenses.of(path)
	i := slices.IndexFunc(told.list, func(l features.Lens) bool { return l.At == data.At })
	if !known || i < 0 || doc == nil || doc.Version != data.Version || told.version != data.Version {
		return nil, contentModified
	}
	out := &protocol.CodeLens{Range: p.Range, Data: p.Data}
	out.Command = protocol.Command{Title: told.list[i].Title, Command: showWay, Arguments: []protocol.LSPAny{anyOf(data)}}
	if data.At == features.ModuleLens {
		ask := struct {
			URI uri.URI `json:"uri"`
		}{data.URI}
		out.Command.Command, out.Command.Arguments = showGraph, []protocol.LSPAny{anyOf(ask)}
	}
	return out, nil
}

// way runs the command of a lens: it shows where the way begins, and gives the steps.
func (s *server) way(ctx context.Context, args []protocol.LSPAny) (any, error) {
	var data lensData
	if err := argument(showWay, args, &data, false, "an object with uri, version and at, as a lens has it"); err != nil {
		return nil, err
	}
	path, snap, doc, err := s.caughtUp(ctx, data.URI)
	if err != nil {
		return nil, err
	}
	if doc == nil || doc.Version != data.Version {
		return nil, contentModified
	}
	places, ok := features.LensWay(snap, path, data.At)
	if !ok {
		return nil, contentModified
	}
	type step struct {
		Location protocol.Location `json:"location"`
		Message  string            `json:"message"`
	}
	steps := []step{}
	for _, place := range places {
		if at, ok := s.location(snap, place); ok {
			steps = append(steps, step{at, place.Message})
		}
	}
	if len(steps) > 0 && s.abilities.showDocument {
		first := steps[0].Location
		if _, err := s.client.ShowDocument(ctx, &protocol.ShowDocumentParams{URI: first.URI, TakeFocus: ptr(true), Selection: &first.Range}); err != nil {
			return nil, err
		}
	}
	return steps, nil
}

// location is a place as the client knows it; ok is false when its file is gone.
func (s *server) location(snap *workspace.Snapshot, p features.Place) (protocol.Location, bool) {
	m, err := snap.Lines(p.File)
	if err != nil {
		return protocol.Location{}, false
	}
	return protocol.Location{URI: s.uriOf(p.File), Range: rangeOf(m, p.Range, s.abilities.encoding)}, true
}

// caughtUp is the state in which everything is analysed that was typed into a document before the request, nil for doc when it is not open. The
// error says that it has changed since.
func (s *server) caughtUp(ctx context.Context, u uri.URI) (path string, snap *workspace.Snapshot, doc *workspace.Document, err error) {
	path, ok := s.pathOf(u)
	if !ok {
		return "", nil, nil, nil
	}
	asked := snapshotOf(ctx).Document(path)
	if asked == nil {
		return path, snapshotOf(ctx), nil, nil
	}
	if snap, err = s.session.Ready(ctx, path); err != nil {
		return "", nil, nil, contentModified
	}
	if doc = snap.Document(path); doc == nil || doc.Version != asked.Version {
		return "", nil, nil, contentModified
	}
	return path, snap, doc, nil
}

// lensesOf are the lenses of a file, none when the client does not want any.
func (s *server) lensesOf(snap *workspace.Snapshot, path string) (list []features.Lens, ok bool) {
	if !s.settings.Load().Lens {
		return nil, true
	}
	return features.Lenses(snap, path)
}

// titles are what lenses say.
func titles(list []features.Lens) (all []string) {
	for _, l := range list {
		all = append(all, l.Title)
	}
	return all
}

func (l *lenses) of(path string) (t toldLenses, known bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t, known = l.told[path]
	return t, known
}

func (l *lenses) tell(path string, t toldLenses) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.told == nil {
		l.told = map[string]toldLenses{}
	}
	l.told[path] = t
}

// refreshLenses tells the client to ask for lenses again when one of an open file says something else than it did, and the file itself has not
// changed: then the client asks in any case. It returns at once.
func (s *server) refreshLenses(snap *workspace.Snapshot) {
	if !s.abilities.lensRefresh {
		return
	}
	l := &s.lenses
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.told) == 0 {
		return
	}
	l.again = snap
	if !l.working {
		l.working = true
		go s.compareLenses()
	}
}

// compareLenses works until no newer snapshot has come in.
func (s *server) compareLenses() {
	l := &s.lenses
	for {
		l.mu.Lock()
		snap := l.again
		if l.again = nil; snap == nil {
			l.working = false
			l.mu.Unlock()
			return
		}
		told := map[string]toldLenses{}
		for path, t := range l.told {
			if snap.Document(path) == nil {
				delete(l.told, path)
			} else {
				told[path] = t
			}
		}
		l.mu.Unlock()
		if slices.ContainsFunc(snap.Documents(), func(d *workspace.Document) bool { return broken(snap, d.Path) }) {
			continue // what it calls is not known for a moment
		}
		for path, t := range told {
			if snap.Document(path).Version != t.version {
				continue
			}
			list, ok := s.lensesOf(snap, path)
			if ok && !slices.Equal(titles(list), titles(t.list)) {
				_ = s.client.CodeLensRefresh(s.life) // its answer says nothing
				break
			}
		}
	}
}
