package lsp

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
)

// TestEveryRequestEarly: before initialize each request is refused as the protocol has it, and after shutdown as well.
func TestEveryRequestEarly(t *testing.T) {
	c := connect(t, t.TempDir(), nil)
	for _, method := range slices.Sorted(maps.Keys(served)) {
		if got := code(c.try(method, map[string]any{}, nil)); got != jsonrpc2.ServerNotInitialized {
			t.Errorf("%s before initialize: code %d", method, got)
		}
	}
	if got := code(c.try("shutdown", nil, nil)); got != jsonrpc2.ServerNotInitialized {
		t.Errorf("shutdown before initialize: code %d", got)
	}
	c.initialize(capabilities("utf-8"), nil)
	c.call("shutdown", nil, nil)
	for _, method := range slices.Sorted(maps.Keys(served)) {
		if got := code(c.try(method, map[string]any{}, nil)); got != jsonrpc2.InvalidRequest {
			t.Errorf("%s after shutdown: code %d", method, got)
		}
	}
}

// TestWrongParameters: whatever the parameters of a message are, a request is answered, never by an internal error, and the server lives on.
func TestWrongParameters(t *testing.T) {
	c := connect(t, write(t, shop), real)
	c.initialize(capabilities("utf-16"), map[string]any{"lens": true, "scope": "open", "bookUrl": "https://book.example"})
	c.open("server.js", shop["server.js"])
	c.settle()
	document := map[string]any{"uri": c.uri("server.js")}
	at := func(line, character any) map[string]any { return map[string]any{"line": line, "character": character} }
	span := map[string]any{"start": at(0, 0), "end": at(3, 0)}
	shapes := []any{
		nil, []any{}, []any{1}, map[string]any{}, map[string]any{"textDocument": nil}, map[string]any{"textDocument": 1}, map[string]any{"textDocument": map[string]any{"uri": 1}},
		map[string]any{"textDocument": document}, map[string]any{"textDocument": document, "position": at("0", 0)}, map[string]any{"textDocument": document, "position": at(-1, -1)},
		map[string]any{"textDocument": document, "position": at(1.5, 0)}, map[string]any{"textDocument": document, "position": at(1e300, 0)},
		map[string]any{"textDocument": map[string]any{"uri": ""}, "position": at(0, 0)}, map[string]any{"textDocument": map[string]any{"uri": "file://"}, "position": at(0, 0)},
		map[string]any{"textDocument": map[string]any{"uri": "file:///%zz"}, "position": at(0, 0)}, map[string]any{"textDocument": map[string]any{"uri": "file://host/share/a.js"}, "position": at(0, 0)},
		map[string]any{"textDocument": map[string]any{"uri": "vscode-vfs://github/a.js"}, "position": at(0, 0)},
		map[string]any{"textDocument": document, "range": map[string]any{"start": at(9, 9), "end": at(0, 0)}, "context": map[string]any{"diagnostics": []any{}}},
		map[string]any{"textDocument": document, "range": span, "context": map[string]any{"diagnostics": "none"}},
		map[string]any{"command": 1}, map[string]any{"command": "nodebeyond.graph", "arguments": []any{[]any{}}}, map[string]any{"command": "nodebeyond.way", "arguments": []any{map[string]any{"uri": c.uri("none.js")}}},
		map[string]any{"item": map[string]any{}}, map[string]any{"item": map[string]any{"name": "", "kind": 12, "uri": c.uri("none.js"), "range": span, "selectionRange": span, "data": "function"}},
		map[string]any{"range": span}, map[string]any{"range": span, "data": map[string]any{"uri": "x:", "version": 1, "at": 1 << 30}}, map[string]any{"range": span, "data": []any{}},
		map[string]any{"event": map[string]any{"added": nil, "removed": nil}}, map[string]any{"event": map[string]any{"added": []any{map[string]any{"uri": "git:x", "name": ""}}, "removed": []any{}}},
		map[string]any{"settings": 1}, map[string]any{"settings": map[string]any{"scope": []any{}}}, map[string]any{"files": 1}, map[string]any{"changes": 1}, map[string]any{"id": map[string]any{}},
	}
	for _, method := range slices.Sorted(maps.Keys(served)) {
		if method == "workspace/diagnostic" {
			continue // it waits for news
		}
		for _, params := range shapes {
			if got := code(c.try(method, params, nil)); got == jsonrpc2.InternalError || got == jsonrpc2.MethodNotFound {
				t.Errorf("%s %s: code %d", method, raw(t, params), got)
			}
		}
	}
	for _, method := range []string{
		"textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave", "textDocument/willSave", "workspace/didChangeConfiguration",
		"workspace/didChangeWatchedFiles", "workspace/didChangeWorkspaceFolders", "workspace/didCreateFiles", "workspace/didRenameFiles", "workspace/didDeleteFiles",
		"window/workDoneProgress/cancel", "$/cancelRequest", "$/setTrace", "$/progress", "initialized", "notebookDocument/didOpen",
	} {
		for _, params := range shapes {
			c.tell(method, params)
		}
	}
	c.settle()
	if log := c.log.String(); strings.Contains(log, "panic") {
		t.Error("something panicked")
	}
	var h json.RawMessage
	c.call("textDocument/hover", map[string]any{"textDocument": document, "position": at(1, 8)}, &h)
	if err := c.goodbye(); err != nil {
		t.Error(err)
	}
}

// TestFarPositions: a character behind the end of its line is the end, and a line behind the last is the end of the text (LSP 3.17, "Position");
// nothing is found there, and nothing fails.
func TestFarPositions(t *testing.T) {
	for _, encoding := range []string{"utf-8", "utf-16", "utf-32"} {
		c := connect(t, write(t, nil), nil)
		c.initialize(capabilities(encoding), nil)
		c.open("a.js", "/* 😀 */ exports = 1;\nx;\n")
		c.settle()
		const far = 1<<31 - 1
		for _, p := range []lspPosition{{0, far}, {far, 0}, {far, far}, {2, 0}, {2, 7}} {
			var h *lspHover
			c.call("textDocument/hover", map[string]any{"textDocument": c.doc("a.js"), "position": p}, &h)
			if h != nil {
				t.Errorf("%s, hover at %v: %v", encoding, p, h)
			}
			var actions []lspAction
			c.call("textDocument/codeAction", map[string]any{
				"textDocument": c.doc("a.js"), "range": lspRange{p, p}, "context": map[string]any{"diagnostics": []any{}, "only": []string{"quickfix"}},
			}, &actions)
			if len(actions) > 0 {
				t.Errorf("%s, actions at %v: %v", encoding, p, actions)
			}
		}
		var actions []lspAction
		all := lspRange{lspPosition{0, 0}, lspPosition{far, far}}
		c.call("textDocument/codeAction", map[string]any{"textDocument": c.doc("a.js"), "range": all, "context": map[string]any{"diagnostics": []any{}, "only": []string{"quickfix"}}}, &actions)
		if len(actions) != 4 {
			t.Errorf("%s, actions of everything: %v", encoding, actions)
		}
	}
}

// TestTwiceOpen: the text that is said last counts, and the log tells of the client's mistake; closing what is not open changes nothing.
func TestTwiceOpen(t *testing.T) {
	c := connect(t, write(t, nil), nil)
	c.initialize(capabilities("utf-16"), nil)
	c.open("a.js", "exports = 1;\n")
	c.open("a.js", "module.exports = 1;\n")
	c.settle()
	if d := c.diagnostics("a.js"); d == nil || len(d.Diagnostics) != 0 {
		t.Errorf("after the second open: %v", d)
	}
	if log := c.log.String(); strings.Count(log, "a.js was open when it was opened") != 1 {
		t.Errorf("the log:\n%s", log)
	}
	c.tell("textDocument/didClose", map[string]any{"textDocument": c.doc("a.js")})
	c.tell("textDocument/didClose", map[string]any{"textDocument": c.doc("a.js")})
	c.tell("textDocument/didSave", map[string]any{"textDocument": c.doc("a.js")})
	c.settle()
	c.open("a.js", "exports = 1;\n")
	c.settle()
	if d := c.diagnostics("a.js"); d == nil || len(d.Diagnostics) != 1 {
		t.Errorf("opened once more: %v", d)
	}
}

// TestTwoRoots: each folder is a project with settings of its own, from the start.
func TestTwoRoots(t *testing.T) {
	text := "exports = function () {};\n"
	dirs := [2]string{
		write(t, map[string]string{"a.js": text, "nodebeyond.jsonc": `{"rules": {"exports-reassigned": "off"}}`}),
		write(t, map[string]string{"a.js": text, "nodebeyond.jsonc": `{"severities": {"exports-reassigned": "hint"}}`}),
	}
	c := connect(t, dirs[0], real)
	second := &client{t: t, dir: dirs[1]}
	c.call("initialize", map[string]any{
		"processId": nil, "rootUri": nil, "capabilities": capabilities("utf-16"), "initializationOptions": map[string]any{"scope": "workspace"},
		"workspaceFolders": []any{map[string]any{"uri": c.uri(""), "name": "one"}, map[string]any{"uri": second.uri(""), "name": "two"}},
	}, nil)
	c.tell("initialized", map[string]any{})
	c.settle()
	second.notes = c.notes
	if d := c.diagnostics("a.js"); d != nil && len(d.Diagnostics) > 0 {
		t.Errorf("the first: %v", d)
	}
	if d := second.diagnostics("a.js"); d == nil || len(d.Diagnostics) != 1 || d.Diagnostics[0].Severity != severityNumbers["hint"] {
		t.Errorf("the second: %v", d)
	}
	for i, dir := range dirs {
		var d struct{ Text string }
		c.run("nodebeyond.graph", &d, map[string]any{"uri": "file://" + dir + "/a.js", "format": "text"})
		if !strings.Contains(d.Text, "1 module") {
			t.Errorf("the graph of folder %d: %s", i, fmt.Sprint(d))
		}
	}
}

// TestPageNamesMethods: docs/contributing/protocol.md names every request that is answered, and every command.
func TestPageNamesMethods(t *testing.T) {
	page, err := os.ReadFile("../../docs/contributing/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(served)), commands) {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("%s is not on the page", name)
		}
	}
}
