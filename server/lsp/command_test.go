package lsp

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/uri"

	"nodebeyond/server/features"
)

// run executes a command that must succeed.
func (c *client) run(command string, result any, arguments ...any) {
	c.t.Helper()
	c.call("workspace/executeCommand", map[string]any{"command": command, "arguments": arguments}, result)
}

func TestSectionCommand(t *testing.T) {
	c := connect(t, write(t, nil), nil)
	c.initialize(capabilities("utf-8"), map[string]any{"bookUrl": "https://book.example/"})
	for name, want := range map[string]features.Page{
		"blocking-the-loop":               {Anchor: "event-loop#blocking-the-loop", Title: "Blocking the loop", Link: "https://book.example/event-loop#blocking-the-loop"},
		"event-loop#blocking-the-loop":    {Anchor: "event-loop#blocking-the-loop", Title: "Blocking the loop", Link: "https://book.example/event-loop#blocking-the-loop"},
		"event-loop.md#blocking-the-loop": {Anchor: "event-loop#blocking-the-loop", Title: "Blocking the loop", Link: "https://book.example/event-loop#blocking-the-loop"},
		"sync-in-handler":                 {Anchor: "rules/sync-in-handler", Title: "Title", Link: "https://book.example/rules/sync-in-handler"},
		"rules/no-effect.md":              {Anchor: "rules/no-effect", Title: "Code without effect", Link: "https://book.example/rules/no-effect"},
	} {
		for _, command := range []string{"nodebeyond.section", "nodebeyond.openSection"} {
			var p features.Page
			c.run(command, &p, name)
			if p.Anchor != want.Anchor || p.Title != want.Title || p.Link != want.Link {
				t.Errorf("%s %s: %q %q %q", command, name, p.Anchor, p.Title, p.Link)
			}
			if !strings.HasPrefix(p.Markdown, "# "+want.Title+"\n\n") || p.Previous == "" || p.Next == "" {
				t.Errorf("%s %s: between %q and %q\n%s", command, name, p.Previous, p.Next, p.Markdown)
			}
		}
	}
	var p features.Page
	if c.run("nodebeyond.section", &p, "contents"); p.Next == "" || !strings.Contains(p.Markdown, "](event-loop.md#blocking-the-loop)\n") {
		t.Errorf("the contents lead to %q:\n%s", p.Next, p.Markdown)
	}
	for _, arguments := range [][]any{nil, {1}, {"no-such-thing"}, {"modules#blocking-the-loop"}, {"cycles", "cycles"}} {
		err := c.try("workspace/executeCommand", map[string]any{"command": "nodebeyond.section", "arguments": arguments}, nil)
		if code(err) != jsonrpc2.InvalidParams {
			t.Errorf("%v: %v", arguments, err)
		}
	}
}

// TestModuleCommands: the graph and the trace are those of the unsaved buffers.
func TestModuleCommands(t *testing.T) {
	dir := write(t, map[string]string{
		"package.json": `{"name": "shop", "main": "main.js"}`, "main.js": "require('./a');\n", "a.js": "exports.a = 1;\n", "b.js": "exports.b = 1;\n",
	})
	c := connect(t, dir, nil)
	c.initialize(capabilities("utf-8"), nil)
	c.open("a.js", "exports.a = require('./b').b;\n")
	c.open("b.js", "exports.b = require('./a').a;\n")
	c.settle()
	type drawn struct{ Format, Text, Folder string }
	for format, want := range map[string]string{"": "<!doctype html>", "html": "<!doctype html>", "svg": "<svg", "text": "a.js", "json": `"a.js"`, "dot": "digraph", "mermaid": "flowchart"} {
		var d drawn
		c.run("nodebeyond.graph", &d, map[string]any{"uri": c.uri("a.js"), "format": format})
		if d.Format != format && (format != "" || d.Format != "html") || !strings.Contains(d.Text, want) {
			t.Errorf("%q: %s\n%.200s", format, d.Format, d.Text)
		}
	}
	var graph drawn
	c.run("nodebeyond.graph", &graph, map[string]any{"format": "json"})
	var g struct {
		Cycles []struct{ Members []any }
	}
	if err := json.Unmarshal([]byte(graph.Text), &g); err != nil || len(g.Cycles) != 1 {
		t.Errorf("%v: the cycle of the buffers is not in\n%s", err, graph.Text)
	}
	c.run("nodebeyond.graph", &graph)
	var trace drawn
	c.run("nodebeyond.trace", &trace, map[string]any{"uri": c.uri("main.js")})
	if trace.Format != "text" || strings.Index(trace.Text, "a.js") > strings.Index(trace.Text, "b.js") || !strings.Contains(trace.Text, "↺") {
		t.Errorf("%s:\n%s", trace.Format, trace.Text)
	}
	c.run("nodebeyond.trace", &trace, map[string]any{"uri": c.uri("main.js"), "format": "json"})
	if !json.Valid([]byte(trace.Text)) {
		t.Errorf("the trace: %s", trace.Text)
	}
	for _, d := range []drawn{graph, trace} {
		if want := string(uri.File(c.dir)); d.Folder != want {
			t.Errorf("%s: its paths are relative to %q, want %q", d.Format, d.Folder, want)
		}
	}
	for _, wrong := range []map[string]any{
		{"command": "nodebeyond.graph", "arguments": []any{map[string]any{"format": "pdf"}}},
		{"command": "nodebeyond.graph", "arguments": []any{map[string]any{"uri": "https://example.org"}}},
		{"command": "nodebeyond.graph", "arguments": []any{1}},
		{"command": "nodebeyond.trace"},
		{"command": "nodebeyond.trace", "arguments": []any{map[string]any{}}},
		{"command": "nodebeyond.trace", "arguments": []any{map[string]any{"uri": c.uri("main.js"), "format": "svg"}}},
		{"command": "nodebeyond.dance"},
	} {
		if err := c.try("workspace/executeCommand", wrong, nil); code(err) != jsonrpc2.InvalidParams {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	if err := c.try("workspace/executeCommand", map[string]any{"command": "nodebeyond.trace", "arguments": []any{map[string]any{"uri": c.uri("package.json")}}}, nil); code(err) != requestFailed {
		t.Errorf("the trace of what is no module: %v", err)
	}
	ctx, cancel := context.WithCancel(withSnapshot(t.Context(), c.server.session.Snapshot()))
	cancel()
	if d, err := c.server.graph(ctx, nil); err == nil {
		t.Errorf("a cancelled request gave %v", d)
	}
	if err := c.goodbye(); err != nil {
		t.Error(err)
	}
}

// TestGraphOfNothing: without a folder the graph is that of the file's project; without anything there is none.
func TestGraphOfNothing(t *testing.T) {
	dir := write(t, map[string]string{"package.json": `{}`, "src/a.js": "require('./b')", "src/b.js": ""})
	c := connect(t, dir, nil)
	c.call("initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": map[string]any{}}, nil)
	c.tell("initialized", map[string]any{})
	if err := c.try("workspace/executeCommand", map[string]any{"command": "nodebeyond.graph"}, nil); code(err) != jsonrpc2.InvalidParams {
		t.Errorf("the graph of nothing: %v", err)
	}
	for _, file := range []string{"src/a.js", "src", ""} {
		var d struct{ Text string }
		c.run("nodebeyond.graph", &d, map[string]any{"uri": c.uri(file), "format": "text"})
		if !strings.Contains(d.Text, "2 modules") {
			t.Errorf("%q:\n%s", file, d.Text)
		}
	}
}
