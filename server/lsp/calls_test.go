package lsp

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
)

type lspCallItem struct {
	Name           string          `json:"name"`
	Kind           int             `json:"kind"`
	Detail         string          `json:"detail"`
	URI            string          `json:"uri"`
	Range          lspRange        `json:"range"`
	SelectionRange lspRange        `json:"selectionRange"`
	Data           json.RawMessage `json:"data"`
}

// prepareCalls gives the items where a text stands in a file, a few characters into it.
func (c *client) prepareCalls(file, text, at string) []lspCallItem {
	c.t.Helper()
	i := strings.Index(text, at)
	if i < 0 {
		c.t.Fatalf("no %q in %s", at, file)
	}
	f := fixture{t: c.t, encoding: "utf-16"}
	var items []lspCallItem
	c.call("textDocument/prepareCallHierarchy", map[string]any{"textDocument": c.doc(file), "position": f.position(text, i+1)}, &items)
	return items
}

// tree writes what leads to an item, or where it leads, two spaces deeper at each step.
func (c *client) tree(method string, item lspCallItem, depth int) string {
	c.t.Helper()
	var links []struct {
		From, To   lspCallItem
		FromRanges []lspRange
	}
	c.call("callHierarchy/"+method, map[string]any{"item": item}, &links)
	var b strings.Builder
	for _, l := range links {
		other := l.From
		if method == "outgoingCalls" {
			other = l.To
		}
		fmt.Fprintf(&b, "%s%s (%s) at", strings.Repeat("  ", depth), other.Name, other.Detail)
		for _, r := range l.FromRanges {
			fmt.Fprintf(&b, " %d:%d-%d", r.Start.Line, r.Start.Character, r.End.Character)
		}
		b.WriteString("\n")
		if depth < 5 {
			b.WriteString(c.tree(method, other, depth+1))
		}
	}
	return b.String()
}

func TestCallHierarchy(t *testing.T) {
	files := map[string]string{
		"server.js":    "const express = require('express');\nconst { show, Store } = require('./lib/store');\nconst app = express();\napp.get('/users', show);\napp.get('/all', (req, res) => {\n  res.json(new Store().all());\n});\napp.listen(8080);\n",
		"lib/store.js": "const fs = require('fs');\nfunction load(name) {\n  return fs.readFileSync(name);\n}\nexports.show = function (req, res) {\n  res.json([load('a'), load('b')]);\n};\nexports.Store = class {\n  all() { return [1].map((n) => load('c')); }\n};\n",
		"test/t.js":    "const { show } = require('../lib/store');\nfunction nested(x) { return x.frobnicate(); }\n",
		"lib/guess.js": "class Thing { frobnicate() {} }\nmodule.exports = Thing;\nrequire('../test/t');\n",
	}
	c := connect(t, write(t, files), real)
	c.initialize(capabilities("utf-16"), nil)
	c.open("lib/store.js", files["lib/store.js"])
	c.open("server.js", files["server.js"])
	c.open("lib/guess.js", files["lib/guess.js"])
	store, server := files["lib/store.js"], files["server.js"]
	one := func(file, text, at, name string) lspCallItem {
		t.Helper()
		items := c.prepareCalls(file, text, at)
		if len(items) != 1 || items[0].Name != name {
			t.Fatalf("%s, %q: %v", file, at, items)
		}
		return items[0]
	}
	const up = `
load (lib/store.js) at 2:12-24
  show (lib/store.js) at 5:12-16 5:23-27
    GET /users (Express route handler in server.js) at 3:18-22
      server.js (server.js) at 3:4-7
  callback of map() (lib/store.js) at 8:32-36
    Store.all (lib/store.js) at 8:21-24
      callback of app.get() (server.js) at 5:23-26
        GET /all (Express route handler in server.js) at 4:16-1
          server.js (server.js) at 4:4-7
`
	// From the call that blocks to the routes: the steps of the finding's evidence, and on to where the routes are registered.
	for _, test := range []struct{ method, file, text, at, name, want string }{
		{"incomingCalls", "lib/store.js", store, "readFileSync", "fs.readFileSync", up},
		{"incomingCalls", "lib/store.js", store, "fs.readFileSync(name)", "fs.readFileSync", up},
		{"incomingCalls", "lib/store.js", store, "load('a')", "load", `
show (lib/store.js) at 5:12-16 5:23-27
  GET /users (Express route handler in server.js) at 3:18-22
    server.js (server.js) at 3:4-7
callback of map() (lib/store.js) at 8:32-36
  Store.all (lib/store.js) at 8:21-24
    callback of app.get() (server.js) at 5:23-26
      GET /all (Express route handler in server.js) at 4:16-1
        server.js (server.js) at 4:4-7
`},
		{"incomingCalls", "server.js", server, "show);", "show", `
GET /users (Express route handler in server.js) at 3:18-22
  server.js (server.js) at 3:4-7
`},
		{"outgoingCalls", "server.js", server, "(req, res)", "callback of app.get()", `
Store.all (lib/store.js) at 5:23-26
  callback of map() (lib/store.js) at 8:21-24
    load (lib/store.js) at 8:32-36
`},
		{"outgoingCalls", "server.js", server, "get('/all'", "express.Application.get", `
callback of app.get() (server.js) at 4:16-1
  Store.all (lib/store.js) at 5:23-26
    callback of map() (lib/store.js) at 8:21-24
      load (lib/store.js) at 8:32-36
`},
		{"incomingCalls", "lib/guess.js", files["lib/guess.js"], "frobnicate", "Thing.frobnicate", `
nested (test/t.js, not for sure) at 1:30-40
`},
	} {
		if got := "\n" + c.tree(test.method, one(test.file, test.text, test.at, test.name), 0); got != test.want {
			t.Errorf("%s of %s:%s", test.method, test.name, got)
		}
	}
	if items := c.prepareCalls("server.js", server, "8080"); len(items) > 0 {
		t.Errorf("a number: %v", items)
	}
	// Its own places lie in the item, as the protocol wants it.
	if i := one("lib/store.js", store, "show = ", "show"); i.Kind != 12 || i.Range != (lspRange{lspPosition{4, 8}, lspPosition{6, 1}}) || i.SelectionRange != (lspRange{lspPosition{4, 8}, lspPosition{4, 12}}) {
		t.Errorf("the item: %v", i)
	}
	if err := c.try("callHierarchy/incomingCalls", map[string]any{"item": map[string]any{"name": "x", "kind": 1, "uri": c.uri("server.js"), "range": lspRange{}, "selectionRange": lspRange{}}}, nil); code(err) != jsonrpc2.InvalidParams {
		t.Errorf("an item that is none: %v", err)
	}
	if err := c.goodbye(); err != nil {
		t.Error(err)
	}
}
