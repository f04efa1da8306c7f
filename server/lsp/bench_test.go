package lsp

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/uri"

	"nodebeyond/analyzers/rules"
)

// handlers is a text of n request handlers of 16 lines, which wait for the disk when found says so.
func handlers(n int, found bool) (head, tail string) {
	var b strings.Builder
	b.WriteString("'use strict';\nconst fs = require('fs');\nconst http = require('http');\n")
	read := "await fs.promises.readFile(req.url, 'utf8')"
	if found {
		read = "fs.readFileSync(req.url, 'utf8')"
	}
	for k := range n {
		if k == n/2 {
			head = b.String()
			b.Reset()
		}
		fmt.Fprintf(&b, "exports.handler%d = handler%d;\nasync function handler%d(req, res) {\n  const out = [];\n  for (const part of req.url.split('/')) {\n    if (part.length > %d && !out.includes(part)) out.push({ part });\n  }\n"+
			"  try {\n    const data = %s;\n    res.end(JSON.stringify({ data, out: out.map((p) => p.part) }));\n  } catch (err) {\n    res.statusCode = 500;\n    res.end(String(err.message));\n  }\n}\nhttp.createServer(handler%d).listen(%d);\n\n", k, k, k, k, read, k, k)
	}
	return head, b.String()
}

// BenchmarkKey is one key in a file, from the message to the diagnostics that what was typed proves; the analysis of the program runs behind it and is
// not waited for, but between keys. In a workspace that NODEBEYOND_CORPUS names, or one that is empty but for the file.
func BenchmarkKey(b *testing.B) {
	for _, bench := range []struct {
		name     string
		handlers int
		found    bool
	}{{"500 lines", 31, false}, {"2000 lines", 125, false}, {"10000 lines", 625, false}, {"10000 lines with 625 findings", 625, true}} {
		for _, pull := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/pull=%t", bench.name, pull), func(b *testing.B) {
				dir := os.Getenv("NODEBEYOND_CORPUS")
				if dir == "" {
					dir = b.TempDir()
				}
				dir, err := filepath.Abs(dir)
				if err != nil {
					b.Fatal(err)
				}
				c := listen(b, dir, pull)
				head, tail := handlers(bench.handlers, bench.found)
				line := strings.Count(head, "\n")
				file := string(uri.File(filepath.Join(dir, "typed-here.js")))
				c.tell("textDocument/didOpen", fmt.Sprintf(`{"textDocument":{"uri":%q,"languageId":"javascript","version":1,"text":%q}}`, file, head+"handler1x = 5;\n"+tail))
				c.settle()
				version := 1
				for b.Loop() {
					version++
					to, text := 9, ""
					if version%2 == 1 {
						to, text = 8, "x"
					}
					c.tell("textDocument/didChange", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":%d},"contentChanges":[{"range":{"start":{"line":%d,"character":8},"end":{"line":%d,"character":%d}},"text":%q}]}`, file, version, line, line, to, text))
					if pull {
						var answer jsonrpc2.RawMessage
						if _, err := c.conn.Call(b.Context(), "textDocument/diagnostic", jsonrpc2.RawMessage(fmt.Sprintf(`{"textDocument":{"uri":%q}}`, file)), &answer); err != nil {
							b.Fatal(err)
						}
						c.size = len(answer)
					} else {
						for want := fmt.Sprintf(`"version":%d,`, version); !strings.Contains(<-c.told, want); {
						}
					}
					if bench.found && c.size < 100_000 {
						b.Fatalf("%d bytes are told of 625 findings", c.size)
					}
					b.StopTimer()
					c.settle()
					b.StartTimer()
				}
			})
		}
	}
}

// listener is a client that only looks at what it is told.
type listener struct {
	b      *testing.B
	server *server
	conn   jsonrpc2.Conn
	told   chan string // the head of each publishDiagnostics
	size   int         // bytes of the last
}

func listen(b *testing.B, dir string, pull bool) *listener {
	c := &listener{b: b, told: make(chan string, 1000)}
	c.server = newServer(Options{Rules: rules.All(), Log: io.Discard, CacheDir: b.TempDir()})
	near, far := net.Pipe()
	go func() { _ = c.server.serve(context.Background(), far, far) }()
	c.conn = jsonrpc2.NewConn(jsonrpc2.NewStream(near), jsonrpc2.WithCodec(codec{}))
	c.conn.Go(context.Background(), func(_ context.Context, r *jsonrpc2.Request) (any, error) {
		if r.Method() == "textDocument/publishDiagnostics" {
			c.size = len(r.Params())
			c.told <- string(r.Params()[:min(300, len(r.Params()))]) + string(r.Params()[max(0, len(r.Params())-100):])
		}
		return nil, nil
	})
	b.Cleanup(func() {
		c.server.session.Stop()
		_ = near.Close()
	})
	caps := `"publishDiagnostics":{"relatedInformation":true}`
	if pull {
		caps += `,"diagnostic":{}},"workspace":{"diagnostics":{"refreshSupport":true}`
	}
	root := string(uri.File(dir))
	var answer jsonrpc2.RawMessage
	if _, err := c.conn.Call(b.Context(), "initialize", jsonrpc2.RawMessage(fmt.Sprintf(`{"processId":null,"rootUri":%q,"capabilities":{"textDocument":{%s}}}`, root, caps)), &answer); err != nil {
		b.Fatal(err)
	}
	c.tell("initialized", "{}")
	return c
}

func (c *listener) tell(method, params string) {
	if err := c.conn.Notify(c.b.Context(), method, jsonrpc2.RawMessage(params)); err != nil {
		c.b.Fatal(err)
	}
}

// settle waits until all is analysed and told, and forgets it.
func (c *listener) settle() {
	if _, err := c.conn.Call(c.b.Context(), "test/roundTrip", nil, nil); err == nil {
		c.b.Fatal("an unknown method was answered")
	}
	if err := c.server.session.Settle(c.b.Context()); err != nil {
		c.b.Fatal(err)
	}
	_, _ = c.conn.Call(c.b.Context(), "test/roundTrip", nil, nil)
	for len(c.told) > 0 {
		<-c.told
	}
}
