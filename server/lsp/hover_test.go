package lsp

import (
	"fmt"
	"strings"
	"testing"

	"nodebeyond/analyzers/syntax"
)

// TestHoverTopics: hovers without a finding, by the program of the whole folder and its unsaved texts, in the format and the encoding of the client.
func TestHoverTopics(t *testing.T) {
	store := strings.Replace(shop["lib/store.js"], "function load(name) { return name; }", "/* 😀 */ function load(name) { return require('fs').existsSync(name); }", 1)
	for _, markdown := range []bool{true, false} {
		c := connect(t, write(t, shop), real)
		caps := capabilities("utf-16")
		if !markdown {
			caps["textDocument"].(map[string]any)["hover"] = map[string]any{"contentFormat": []string{"plaintext"}}
		}
		c.initialize(caps, map[string]any{"bookUrl": "https://book.example"})
		c.open("lib/store.js", store)
		c.open("nodebeyond.jsonc", `{ "failOn": "error" }`)
		c.settle()
		for _, test := range []struct{ file, text, at, span, want, plain string }{
			{"lib/store.js", store, "load(name) {", "4:9-22",
				"**load**\n\n- Runs per request: `Express route handler GET /users → list → load`; and 1 other handler.",
				"load\n\n- Runs per request: Express route handler GET /users → list → load; and 1 other handler."},
			{"lib/store.js", store, "existsSync", "4:38-62",
				"**fs.existsSync**\n\nWaits for the file system on the thread that runs all JavaScript. Fine while a program starts; per request it stops every other client.\n\n- Runs per request: `Express route handler GET /users → list → load`; and 1 other handler.\n\nRead: [When Sync methods are fine](https://book.example/event-loop#sync-methods) `event-loop#sync-methods`",
				"fs.existsSync\n\nWaits for the file system on the thread that runs all JavaScript. Fine while a program starts; per request it stops every other client.\n\n- Runs per request: Express route handler GET /users → list → load; and 1 other handler.\n\nRead: When Sync methods are fine (event-loop#sync-methods)\nhttps://book.example/event-loop#sync-methods"},
			{"nodebeyond.jsonc", `{ "failOn": "error" }`, "failOn", "0:3-9",
				"**failOn**\n\n`failOn` is the lowest severity that makes `nodebeyond lint` end with exit code 1; \"warning\" when left out. --fail-on overrides it.\n\n- One of `error`, `warning`, `info`, `hint`.",
				"failOn\n\nfailOn is the lowest severity that makes nodebeyond lint end with exit code 1; \"warning\" when left out. --fail-on overrides it.\n\n- One of error, warning, info, hint."},
		} {
			m := syntax.NewMapper(test.text)
			line, column := m.Position(strings.Index(test.text, test.at), syntax.UTF16)
			var got struct {
				Contents struct{ Kind, Value string }
				Range    lspRange
			}
			c.call("textDocument/hover", map[string]any{"textDocument": c.doc(test.file), "position": map[string]any{"line": line, "character": column}}, &got)
			want, kind := test.want, "markdown"
			if !markdown {
				want, kind = test.plain, "plaintext"
			}
			// What a finding says of the same place comes first.
			value := got.Contents.Value
			if i := strings.LastIndex(value, "\n\n---\n\n"); markdown && i >= 0 {
				value = value[i+len("\n\n---\n\n"):]
			}
			if got.Contents.Kind != kind || !strings.HasSuffix(value, want) {
				t.Errorf("%s, %s: %s\n%s\nnot\n%s", test.file, test.at, got.Contents.Kind, got.Contents.Value, want)
			}
			if r := got.Range; fmt.Sprintf("%d:%d-%d", r.Start.Line, r.Start.Character, r.End.Character) != test.span {
				t.Errorf("%s, %s: at %v, not %s", test.file, test.at, r, test.span)
			}
		}
	}
}
