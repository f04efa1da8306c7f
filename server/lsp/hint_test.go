package lsp

import (
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
)

const orderText = "setTimeout(() => {\n  console.log('timer');\n}, 20);\nPromise.resolve().then(() => {\n  console.log('promise');\n});\nasync function f() {\n  await null;\n  await null;\n}\n"

// TestCallbackOrder: the order is that of the text as it is typed, as a command and as hints, which the setting turns on.
func TestCallbackOrder(t *testing.T) {
	dir := write(t, map[string]string{"package.json": `{"name": "shop"}`, "main.js": "// on the disk\n"})
	c := connect(t, dir, nil)
	c.initialize(capabilities("utf-16"), map[string]any{"order": true})
	c.open("main.js", orderText)
	var shown struct{ Format, Text string }
	c.run("nodebeyond.order", &shown, map[string]any{"uri": c.uri("main.js")})
	for _, want := range []string{"main.js: in which order its top level runs", "microtask queue  main.js:4", "prints timer"} {
		if !strings.Contains(shown.Text, want) {
			t.Errorf("no %q in\n%s", want, shown.Text)
		}
	}
	c.run("nodebeyond.order", &shown, map[string]any{"uri": c.uri("main.js"), "line": 7, "format": "html"})
	if shown.Format != "html" || !strings.Contains(shown.Text, "In which order f runs") {
		t.Errorf("%s:\n%s", shown.Format, shown.Text)
	}
	for _, ask := range []map[string]any{{"uri": c.uri("main.js"), "format": "pdf"}, {"uri": "https://x"}, {"uri": c.uri("none.js")}} {
		if err := c.try("workspace/executeCommand", map[string]any{"command": "nodebeyond.order", "arguments": []any{ask}}, nil); code(err) != jsonrpc2.InvalidParams && code(err) != requestFailed {
			t.Errorf("%v: %v", ask, err)
		}
	}
	hints := func() string {
		var list []struct {
			Position struct{ Line, Character int }
			Label    string
		}
		c.call("textDocument/inlayHint", map[string]any{"textDocument": c.doc("main.js"), "range": map[string]any{"start": map[string]int{"line": 0, "character": 0}, "end": map[string]int{"line": 99, "character": 0}}}, &list)
		said := ""
		for _, h := range list {
			said += h.Label + string(rune('0'+h.Position.Line)) + " "
		}
		return said
	}
	if got := hints(); got != "②0 ①3 ①7 ②8 " {
		t.Errorf("hints %q", got)
	}
	c.tell("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"nodebeyond": map[string]any{"order": false}}})
	if got := hints(); got != "" {
		t.Errorf("hints without the setting: %q", got)
	}
}
