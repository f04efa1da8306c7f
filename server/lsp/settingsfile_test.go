package lsp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSettingsFile: mistakes in nodebeyond.jsonc are shown where they are, open or not, to clients that are told and to those that ask.
func TestSettingsFile(t *testing.T) {
	for name, caps := range map[string]map[string]any{"told": capabilities("utf-8"), "told of all": capabilities("utf-8"), "asks": pulling(false)} {
		t.Run(name, func(t *testing.T) {
			scope := "open"
			if name == "told of all" {
				scope = "workspace"
			}
			c := connect(t, write(t, map[string]string{"nodebeyond.jsonc": "{\n  /* 😀 */ \"rules\": { \"sync-in-hander\": \"off\" }, \"preset\": 1\n}\n", "a.js": "exports = 1;\n"}), nil)
			c.initialize(caps, map[string]any{"scope": scope})
			shown := func() string {
				t.Helper()
				c.settle()
				var b strings.Builder
				if d := c.diagnostics("nodebeyond.jsonc"); d != nil {
					for _, one := range d.Diagnostics {
						b.WriteString(one.String() + "\n")
					}
				}
				return b.String()
			}
			want := "1:24-1:40 1  unknown rule \"sync-in-hander\"; did you mean \"sync-in-handler\"?\n1:61-1:62 1  \"preset\" takes \"recommended\", \"strict\" or \"teaching\"\n"
			if name == "asks" { // in UTF-16
				want = strings.NewReplacer("1:24-1:40", "1:22-1:38", "1:61-1:62", "1:59-1:60").Replace(want)
			}
			if got := shown(); got != want {
				t.Errorf("on the disk:\n%snot\n%s", got, want)
			}
			c.open("nodebeyond.jsonc", "{ \"rules\": {} }\n")
			if got := shown(); got != "" {
				t.Errorf("mended in the editor:\n%s", got)
			}
			c.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": c.uri("nodebeyond.jsonc"), "version": 2}, "contentChanges": []any{map[string]any{"text": "{ oops"}}})
			if got := shown(); !strings.HasPrefix(got, "0:2-0:6 1  this is not JSON with comments") {
				t.Errorf("broken in the editor:\n%s", got)
			}
			c.tell("textDocument/didClose", map[string]any{"textDocument": c.doc("nodebeyond.jsonc")})
			if got := shown(); got != want {
				t.Errorf("the disk counts again:\n%s", got)
			}
			if err := os.Remove(filepath.Join(c.dir, "nodebeyond.jsonc")); err != nil {
				t.Fatal(err)
			}
			c.tell("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": c.uri("nodebeyond.jsonc"), "type": 3}}})
			if got := shown(); got != "" {
				t.Errorf("it is gone:\n%s", got)
			}
		})
	}
}
