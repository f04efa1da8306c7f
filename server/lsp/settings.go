package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"go.lsp.dev/protocol"

	"nodebeyond/server/config"
)

// settings are what a client may set, in initializationOptions or by workspace/didChangeConfiguration, there below "nodebeyond" or not.
//
// The settings of the editors' extensions are made from this (go generate ./server/config): the comments are what users read, "default" is
// what holds when nothing is set, "choices" lists the words that a setting takes.
type settings struct {
	// BookURL is the address where the companion book is served; findings then link to its sections. Without one they are read in the
	// editor, or, where that cannot show them, are served by nodebeyond to this machine alone; "none" leaves links out.
	BookURL string `json:"bookUrl"`
	// Scope says of which files findings are shown: "open" for those that are open in an editor, "workspace" for all.
	Scope string `json:"scope" default:"open" choices:"open workspace"`
	// Syntax says whether code that does not parse is pointed out: "show", or "hide" for an editor that does so itself.
	Syntax string `json:"syntax" default:"show" choices:"show hide"`
	// Lens shows lines above functions and modules that say when they run, because of whom, and in which cycle they are.
	Lens bool `json:"lens"`
	// Order shows numbers in the text where callbacks begin and functions go on after an await: the order in which they run. Long functions have none.
	Order bool `json:"order"`
}

const (
	scopeWorkspace = "workspace"
	syntaxHide     = "hide"
	bookNone       = "none"
)

// settingNames are the keys of settings.
var settingNames = func() (names []string) {
	for f := range reflect.TypeFor[settings]().Fields() {
		names = append(names, f.Tag.Get("json"))
	}
	return names
}()

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
	// What is none of the server's settings may be one of the client's own: only a word that looks like a mistake is worth a line.
	var keys map[string]json.RawMessage
	if json.Unmarshal(raw, &keys) == nil {
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			if near := config.DidYouMean(key, settingNames); near != "" && !slices.Contains(settingNames, key) {
				s.logf("settings: there is no setting %q%s", key, near)
			}
		}
	}
	next := *s.settings.Load()
	switch err := json.Unmarshal(raw, &next); {
	case err != nil:
		s.logf("settings: %v", err)
	case next.Scope != "" && next.Scope != "open" && next.Scope != scopeWorkspace:
		s.logf("settings: scope is %q; it can be open or workspace", next.Scope)
	case next.Syntax != "" && next.Syntax != "show" && next.Syntax != syntaxHide:
		s.logf("settings: syntax is %q; it can be show or hide", next.Syntax)
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
