package lsp

import (
	"bytes"
	"context"
	"encoding/json"

	"go.lsp.dev/protocol"
)

// settings are what a client may set, in initializationOptions or by workspace/didChangeConfiguration, there below "nodebeyond" or not.
type settings struct {
	// BookURL is where the companion text is served; findings then link to its sections.
	BookURL string `json:"bookUrl"`
	// Scope says of which files findings are sent: "open" (the default) or "workspace".
	Scope string `json:"scope"`
}

const scopeWorkspace = "workspace"

// configure takes settings over. A wrong one is logged and the ones before stay.
func (s *server) configure(raw []byte) {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || string(raw) == "null" {
		return
	}
	var wrapped struct {
		Nodebeyond json.RawMessage `json:"nodebeyond"`
	}
	if json.Unmarshal(raw, &wrapped) == nil && wrapped.Nodebeyond != nil {
		raw = wrapped.Nodebeyond
	}
	next := *s.settings.Load()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	switch err := d.Decode(&next); {
	case err != nil:
		s.logf("settings: %v", err)
	case next.Scope != "" && next.Scope != "open" && next.Scope != scopeWorkspace:
		s.logf("settings: scope is %q; it can be open or workspace", next.Scope)
	default:
		s.settings.Store(&next)
	}
}

// DidChangeConfiguration takes new settings over and looks at everything again, since a configuration file may have changed as well. Some
// clients only say that something changed, and want to be asked what.
func (s *server) DidChangeConfiguration(_ context.Context, p *protocol.DidChangeConfigurationParams) error {
	s.configure(p.Settings)
	if s.abilities.configuration {
		go s.askSettings()
		return nil
	}
	s.session.Refresh()
	return nil
}

// askSettings asks the client for the settings. It waits for the answer, so it must not be called where messages are read.
func (s *server) askSettings() {
	list, err := s.client.Configuration(s.life, &protocol.ConfigurationParams{Items: []protocol.ConfigurationItem{{Section: ptr("nodebeyond")}}})
	if err != nil {
		s.logf("settings: %v", err)
		return
	}
	if len(list) > 0 {
		s.configure(list[0])
	}
	s.session.Refresh()
}
