package config

import (
	"fmt"
	"slices"
	"testing"
)

func TestWrittenKeys(t *testing.T) {
	text := "\ufeff// settings\n" + `{
  "$schema": "x",
  "rules": { "sync-in-handler": "off", /* "not-this": 1, */ "no-such-rule": "on" },
  "overrides": [{ "files": ["*.js"], "severities": { "event-loop": "error" } }, 1],
  "engines": { "node": ">=20" },
  "unknown": { "rules": { "x": 1 } },
  "severities": "wrong",
} // end`
	var got []string
	for _, w := range WrittenKeys(text) {
		if text[w.Start-1] != '"' || text[w.End] != '"' || text[w.Start:w.End] != w.Name {
			t.Errorf("%s is said to stand where %q does", w.Name, text[w.Start:w.End])
		}
		what := w.Key.Owner + "." + w.Key.Field
		if w.Named {
			what = "named in " + what
		}
		got = append(got, fmt.Sprintf("%s: %s", w.Name, what))
	}
	want := []string{
		"$schema: Config.Schema", "rules: Config.Rules", "sync-in-handler: named in Config.Rules", "no-such-rule: named in Config.Rules",
		"overrides: Config.Overrides", "files: Override.Files", "severities: Override.Severities", "event-loop: named in Override.Severities",
		"engines: Config.Engines", "node: Engines.Node", "severities: Config.Severities",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nnot\n%q", got, want)
	}
	for _, broken := range []string{"", "{", "[1]", `{"rules"}`, "null"} {
		if got := WrittenKeys(broken); got != nil {
			t.Errorf("%q: %v", broken, got)
		}
	}
}
