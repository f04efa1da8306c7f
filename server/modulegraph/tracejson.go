package modulegraph

import (
	"encoding/json"
	"io"
)

// jsonTrace is the one object of --format json, described in docs/graph.md. Other programs read it: no field is removed or renamed within a
// major version.
type jsonTrace struct {
	Version int          `json:"version"`
	Node    int          `json:"node"`
	Entry   *jsonLoading `json:"entry"`
	Error   *jsonFault   `json:"error,omitempty"`
	Unsure  bool         `json:"unsure,omitempty"`
	Cut     bool         `json:"cut,omitempty"`
}

type jsonLoading struct {
	Order     int         `json:"order"`
	Path      string      `json:"path"`
	Kind      string      `json:"kind"`
	How       string      `json:"how,omitempty"`
	Specifier string      `json:"specifier,omitempty"`
	Outside   []string    `json:"outside,omitempty"`
	Events    []jsonEvent `json:"events"`
	Exports   []string    `json:"exports"`
	More      bool        `json:"more,omitempty"`
	Complete  bool        `json:"complete"`
	Cycle     bool        `json:"cycle,omitempty"`
}

// jsonEvent is a thing that happens: event is load, cached, read, error, caught or unknown.
type jsonEvent struct {
	Event string       `json:"event"`
	At    *jsonPlace   `json:"at,omitempty"`
	Maybe bool         `json:"maybe,omitempty"`
	Load  *jsonLoading `json:"load,omitempty"`

	Path      string   `json:"path,omitempty"`
	How       string   `json:"how,omitempty"`
	Specifier string   `json:"specifier,omitempty"`
	Complete  *bool    `json:"complete,omitempty"`
	Has       []string `json:"has,omitempty"`
	Lacks     []string `json:"lacks,omitempty"`
	More      bool     `json:"more,omitempty"`
	Name      string   `json:"name,omitempty"`
	Gets      string   `json:"gets,omitempty"`
	Stale     bool     `json:"stale,omitempty"`
	Code      string   `json:"code,omitempty"`
	Message   string   `json:"message,omitempty"`
}

type jsonFault struct {
	Code    string     `json:"code"`
	Message string     `json:"message"`
	At      *jsonPlace `json:"at,omitempty"`
}

// WriteTraceJSON writes all of a trace as one JSON object. Errors are those of w.
func WriteTraceJSON(w io.Writer, t *Trace) error {
	out := jsonTrace{Version: 1, Node: t.Node, Unsure: t.Unsure, Cut: t.Cut}
	if t.Entry != nil {
		out.Entry = loadingJSON(t.Entry)
	}
	if t.Error != nil {
		out.Error = &jsonFault{t.Error.Code, t.Error.Message, placeJSON(t.Error.At)}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(&out)
}

func placeJSON(p Place) *jsonPlace {
	if p.File == "" {
		return nil
	}
	at := jsonPlace(p)
	return &at
}

func loadingJSON(l *Loading) *jsonLoading {
	out := &jsonLoading{
		Order: l.Order, Path: l.Path, Kind: "commonjs", How: l.How, Specifier: l.Spec, Outside: l.Outside, Events: make([]jsonEvent, len(l.Events)),
		Exports: l.Exports, More: l.More, Complete: l.Complete, Cycle: l.Cycle,
	}
	if l.ESM {
		out.Kind = "module"
	}
	if l.Asked.File == "" {
		out.How = ""
	}
	if out.Exports == nil {
		out.Exports = []string{}
	}
	for i := range l.Events {
		h := &l.Events[i]
		e := jsonEvent{Event: "unknown", At: placeJSON(h.At), Maybe: h.Maybe, Message: h.Unknown}
		switch {
		case h.Loads != nil:
			e.Event, e.Load = "load", loadingJSON(h.Loads)
		case h.Cached != nil:
			c := h.Cached
			e.Event, e.Path, e.How, e.Specifier, e.Complete, e.Has, e.Lacks, e.More = "cached", c.Path, c.How, c.Spec, &c.Complete, c.Has, c.Lacks, c.More
		case h.Read != nil:
			e.Event, e.Path, e.Name, e.Gets, e.Stale = "read", h.Read.Path, h.Read.Name, h.Read.Gets, h.Read.Stale
		case h.Error != nil:
			e.Event, e.Code, e.Message = "error", h.Error.Code, h.Error.Message
		case h.Caught != nil:
			e.Event, e.Code, e.Message = "caught", h.Caught.Code, h.Caught.Message
		}
		out.Events[i] = e
	}
	return out
}
