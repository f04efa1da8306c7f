package lsp

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"

	"nodebeyond/analyzers/rules"
)

// shop is a program whose handlers, jobs and cycles are in different files.
var shop = map[string]string{
	"package.json":   `{"name": "shop", "main": "server.js", "bin": "bin/admin.js"}`,
	"server.js":      "const express = require('express');\nconst store = require('./lib/store');\nconst { audit } = require('./lib/audit');\nconst app = express();\napp.use(audit);\napp.get('/users', (req, res) => res.json(store.list()));\napp.post('/users', (req, res) => res.json(store.list()));\nsetInterval(store.sweep, 1000);\nstore.warm();\napp.listen(8080);\n",
	"lib/store.js":   "exports.list = function list() { return load('users'); };\nexports.sweep = () => {};\nexports.warm = function () { load('warm'); };\nexports.unused = function () {};\nfunction load(name) { return name; }\n",
	"lib/audit.js":   "module.exports.audit = function audit(req, res, next) {\n  next();\n};\n",
	"lib/a.js":       "const b = require('./b');\nexports.a = 1;\n",
	"lib/b.js":       "const { a } = require('./a');\nexports.b = a.toFixed();\n",
	"bin/admin.js":   "#!/usr/bin/env node\nrequire('../lib/a');\n",
	"lib/calm1.js":   "const calm = require('./calm2');\nexports.f = () => calm;\n",
	"lib/calm2.js":   "const calm = require('./calm1');\nexports.g = () => calm;\n",
	"test/x.test.js": "require('../lib/store').unused();\n",
}

type lspLens struct {
	Range   lspRange        `json:"range"`
	Command *lspCommand     `json:"command,omitempty"`
	Data    json.RawMessage `json:"data"`
}

type lspCommand struct {
	Title     string            `json:"title"`
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
}

// real makes the server one with all rules and the engine itself.
func real(o *Options) { o.lint, o.Rules, o.Page = nil, rules.All(), rules.Page }

// lenses are those of a file, as line: title.
func (c *client) lenses(file string) (list []lspLens, said string) {
	c.t.Helper()
	c.call("textDocument/codeLens", map[string]any{"textDocument": c.doc(file)}, &list)
	for i := range list {
		if list[i].Command != nil {
			c.t.Errorf("%s: a lens has its command before it was asked for", file)
		}
		c.call("codeLens/resolve", list[i], &list[i])
		said += fmt.Sprintf("%d: %s\n", list[i].Range.Start.Line, list[i].Command.Title)
	}
	return list, said
}

func TestLens(t *testing.T) {
	c := connect(t, write(t, shop), real)
	caps := capabilities("utf-16")
	merge(caps, map[string]any{
		"workspace": map[string]any{"codeLens": map[string]any{"refreshSupport": true}}, "window": map[string]any{"showDocument": map[string]any{"support": true}},
	})
	c.initialize(caps, map[string]any{"lens": true})
	for file, text := range shop {
		if strings.HasSuffix(file, ".js") {
			c.open(file, text)
		}
	}
	for file, want := range map[string]string{
		"server.js":      "",
		"lib/store.js":   "0: runs per request: GET /users (+1)\n1: runs by a timer: setInterval callback\n2: runs while modules load: server.js\n",
		"lib/audit.js":   "0: runs per request: Express middleware\n",
		"lib/a.js":       "0: in a cycle of 2 that breaks from bin/admin.js\n",
		"lib/b.js":       "0: in a cycle of 2 that breaks from bin/admin.js\n",
		"lib/calm1.js":   "0: in a cycle of 2\n",
		"bin/admin.js":   "",
		"test/x.test.js": "",
	} {
		if _, got := c.lenses(file); got != want {
			t.Errorf("%s:\n%snot\n%s", file, got, want)
		}
	}
	list, _ := c.lenses("lib/store.js")
	var steps []struct {
		Location lspLocation
		Message  string
	}
	c.run(list[0].Command.Command, &steps, list[0].Command.Arguments[0])
	if len(steps) != 2 || steps[0].Location.URI != c.uri("server.js") || steps[0].Location.Range.Start.Line != 5 || !strings.Contains(steps[0].Message, "registered here as an Express route handler") {
		t.Errorf("the way: %v", steps)
	}
	if said := c.said("window/showDocument"); !strings.Contains(said, c.uri("server.js")) || !strings.Contains(said, `"line":5`) {
		t.Errorf("shown: %s", said)
	}
	list, _ = c.lenses("lib/a.js")
	var d struct{ Format, Text string }
	c.run(list[0].Command.Command, &d, list[0].Command.Arguments[0])
	if d.Format != "html" || !strings.Contains(d.Text, "admin.js") {
		t.Errorf("the graph of a cycle: %q", d.Format)
	}
	// Another file changes what a lens says: the client is told to ask again.
	before := c.asked("workspace/codeLens/refresh")
	text := strings.Replace(shop["server.js"], "'/users'", "'/people'", 1)
	c.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": c.uri("server.js"), "version": 2}, "contentChanges": []any{map[string]any{"text": text}}})
	for c.asked("workspace/codeLens/refresh") == before {
		c.settle()
	}
	if _, got := c.lenses("lib/store.js"); !strings.HasPrefix(got, "0: runs per request: GET /people (+1)\n") {
		t.Errorf("after the change:\n%s", got)
	}
	// A lens of an older version is not resolved to something else.
	list, _ = c.lenses("lib/store.js")
	c.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": c.uri("lib/store.js"), "version": 2}, "contentChanges": []any{map[string]any{"text": "// new\n" + shop["lib/store.js"]}}})
	if err := c.try("codeLens/resolve", list[0], nil); code(err) != -32801 {
		t.Errorf("a lens of an older version: %v", err)
	}
	if err := c.try("codeLens/resolve", map[string]any{"range": lspRange{}, "data": "x"}, nil); code(err) != jsonrpc2.InvalidParams {
		t.Errorf("a lens that is none: %v", err)
	}
	// While a text does not parse the lenses stay where their functions are; those of other files do, too.
	_, want := c.lenses("lib/store.js")
	before = c.asked("workspace/codeLens/refresh")
	c.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": c.uri("lib/store.js"), "version": 3}, "contentChanges": []any{map[string]any{"text": "// new\nif (\n" + shop["lib/store.js"]}}})
	c.settle()
	_, got := c.lenses("lib/store.js")
	if moved := strings.NewReplacer("1: runs", "2: runs", "2: runs", "3: runs", "3: runs", "4: runs").Replace(want); got != moved || want == "" {
		t.Errorf("broken:\n%snot\n%s", got, moved)
	}
	if c.asked("workspace/codeLens/refresh") != before {
		t.Error("the client was told to ask again about a text that does not parse")
	}
	c.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": c.uri("lib/store.js"), "version": 4}, "contentChanges": []any{map[string]any{"text": "// new\n" + shop["lib/store.js"]}}})
	if _, got := c.lenses("lib/store.js"); got != want {
		t.Errorf("mended:\n%snot\n%s", got, want)
	}
	// Off means none, and the client hears of it.
	before = c.asked("workspace/codeLens/refresh")
	c.tell("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"lens": false}})
	for c.asked("workspace/codeLens/refresh") == before {
		c.settle()
	}
	if _, got := c.lenses("lib/a.js"); got != "" {
		t.Errorf("without the setting: %s", got)
	}
	if err := c.goodbye(); err != nil {
		t.Error(err)
	}
}

// TestNoLens: without the setting there are none.
func TestNoLens(t *testing.T) {
	c := connect(t, write(t, shop), real)
	c.initialize(capabilities("utf-16"), nil)
	c.open("lib/a.js", shop["lib/a.js"])
	if _, got := c.lenses("lib/a.js"); got != "" {
		t.Errorf("lenses: %s", got)
	}
	if _, got := c.lenses("lib/none.js"); got != "" {
		t.Errorf("lenses of a file that is not open: %s", got)
	}
}
