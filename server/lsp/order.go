package lsp

import (
	"bytes"
	"cmp"
	"context"
	"path"
	"slices"
	"strconv"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"nodebeyond/analyzers/order"
	"nodebeyond/server/features"
	"nodebeyond/server/timeline"
)

// order tells in which order the callbacks of an open file run, or those of the function at a line of it, from the text as it is typed now.
func (s *server) order(ctx context.Context, args []protocol.LSPAny) (any, error) {
	var ask struct {
		URI    uri.URI `json:"uri"`
		Line   *int    `json:"line"`   // from 0; without it the module's top level
		Format string  `json:"format"` // of timeline.Formats; text without it
	}
	if err := argument(showOrder, args, &ask, false, "an object with uri, and perhaps line and format"); err != nil {
		return nil, err
	}
	format := cmp.Or(ask.Format, "text")
	if !slices.Contains(timeline.Formats, format) {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%s: there is no format %q", showOrder, format)
	}
	snap := snapshotOf(ctx)
	file, ok := s.pathOf(ask.URI)
	if !ok {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%s: %q is no file on this machine", showOrder, ask.URI)
	}
	f, esm, ok := features.Parsed(snap, file)
	if !ok {
		return nil, jsonrpc2.Errorf(requestFailed, "%s is not open, or its text does not parse", path.Base(file))
	}
	opt := order.Options{ESM: esm}
	subject := "its top level"
	if ask.Line != nil {
		if fn := features.FunctionAt(f, *ask.Line); fn.Valid() {
			opt.Func = fn
			subject = cmp.Or(fn.Name(), "the function of line "+strconv.Itoa(*ask.Line+1))
		}
	}
	var out bytes.Buffer
	if err := timeline.Of(order.Predict(f, opt), f, path.Dir(file), subject).Write(&out, format); err != nil {
		return nil, jsonrpc2.Errorf(requestFailed, "%v", err)
	}
	return drawn{format, out.String(), s.uriOf(path.Dir(file))}, nil
}

// InlayHint gives the numbers of the order, with the setting for them.
func (s *server) InlayHint(ctx context.Context, p *protocol.InlayHintParams) ([]protocol.InlayHint, error) {
	out := []protocol.InlayHint{}
	if !s.settings.Load().Order {
		return out, nil
	}
	snap := snapshotOf(ctx)
	file, ok := s.pathOf(p.TextDocument.URI)
	if !ok {
		return out, nil
	}
	doc := snap.Document(file)
	if doc == nil {
		return out, nil
	}
	m := doc.Lines()
	from, to := offsetOf(m, p.Range.Start, s.abilities.encoding), offsetOf(m, p.Range.End, s.abilities.encoding)
	for _, h := range features.OrderHints(snap, file) {
		if h.At < from || h.At > to {
			continue
		}
		out = append(out, protocol.InlayHint{
			Position: positionOf(m, h.At, s.abilities.encoding), Label: protocol.String(h.Label), PaddingRight: ptr(true), Tooltip: protocol.String(h.About),
		})
	}
	return out, nil
}
