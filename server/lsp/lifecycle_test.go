package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

func TestLifecycle(t *testing.T) {
	c := connect(t, t.TempDir(), nil)
	if got := code(c.try("textDocument/hover", map[string]any{}, nil)); got != jsonrpc2.ServerNotInitialized {
		t.Errorf("a request before initialize: code %d", got)
	}
	c.tell("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": c.uri("a.js"), "languageId": "javascript", "version": 1, "text": "exports = {}"}})
	var result struct {
		Capabilities map[string]any
		ServerInfo   struct{ Name, Version string }
	}
	c.call("initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": map[string]any{}}, &result)
	if result.ServerInfo.Name != "nodebeyond" || result.ServerInfo.Version != "1.2.3" {
		t.Errorf("the server says it is %v", result.ServerInfo)
	}
	if result.Capabilities["positionEncoding"] != "utf-16" {
		t.Errorf("without a word about encodings the server speaks %v", result.Capabilities["positionEncoding"])
	}
	c.tell("initialized", map[string]any{})
	if got := code(c.try("initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": map[string]any{}}, nil)); got != jsonrpc2.InvalidRequest {
		t.Errorf("a second initialize: code %d", got)
	}
	c.settle()
	if d := c.diagnostics("a.js"); d != nil {
		t.Errorf("a notification before initialize counted: %v", d)
	}
	for _, method := range []string{"no/such", "$/no/such", "textDocument/rename"} {
		if got := code(c.try(method, map[string]any{}, nil)); got != jsonrpc2.MethodNotFound {
			t.Errorf("%s: code %d", method, got)
		}
	}
	if got := code(c.try("textDocument/hover", []any{1}, nil)); got != jsonrpc2.InvalidParams {
		t.Errorf("parameters of a wrong shape: code %d", got)
	}
	// None of these ends the connection.
	c.tell("no/such", nil)
	c.tell("$/no/such", nil)
	c.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": c.uri("none.js"), "version": 2}, "contentChanges": []any{}})
	c.tell("textDocument/didOpen", []any{"wrong"})
	c.tell("textDocument/didClose", map[string]any{"textDocument": c.doc("none.js")})
	c.tell("$/cancelRequest", map[string]any{"id": 999})
	c.tell("$/cancelRequest", map[string]any{"id": "none"})
	c.tell("$/setTrace", map[string]any{"value": "off"})
	c.tell("textDocument/didSave", map[string]any{"textDocument": c.doc("none.js")})
	c.tell("workspace/didChangeConfiguration", map[string]any{"settings": nil})
	c.roundTrip()
	if log := c.log.String(); !strings.Contains(log, "none.js is not open") {
		t.Errorf("the log does not tell about a change of a file that is not open:\n%s", log)
	}
	c.call("shutdown", nil, nil)
	if got := code(c.try("textDocument/hover", map[string]any{}, nil)); got != jsonrpc2.InvalidRequest {
		t.Errorf("a request after shutdown: code %d", got)
	}
	c.tell("exit", nil)
	if err := <-c.done; err != nil {
		t.Errorf("after shutdown and exit: %v", err)
	}
}

func TestEnds(t *testing.T) {
	hello := frame(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`)
	bye := frame(`{"jsonrpc":"2.0","id":2,"method":"shutdown"}`)
	exit := frame(`{"jsonrpc":"2.0","method":"exit"}`)
	for _, test := range []struct {
		name, input string
		want        error // nil for a good end
	}{
		{"shutdown and exit", hello + bye + exit, nil},
		{"shutdown and the end of the input", hello + bye, nil},
		{"exit alone", exit, ErrNoShutdown},
		{"exit without shutdown", hello + exit, ErrNoShutdown},
		{"the end of the input", hello, ErrNoShutdown},
		{"nothing at all", "", ErrNoShutdown},
		{"half a header", hello + "Content-Le", io.ErrUnexpectedEOF},
		{"half a message", hello + bye[:len(bye)-5], io.ErrUnexpectedEOF},
		{"no header", "hello\r\n\r\n", jsonrpc2.ErrInvalidHeader},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			err := Run(t.Context(), strings.NewReader(test.input), &out, Options{})
			if !errors.Is(err, test.want) {
				t.Errorf("Run returned %v", err)
			}
		})
	}
}

func TestContextEnds(t *testing.T) {
	near, far := net.Pipe()
	defer near.Close()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- Run(ctx, far, far, Options{}) }()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Run returned %v", err)
	}
}

func frame(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

// TestNotJSON sends a message that is none, a batch and an object that is no message: each is answered as JSON-RPC has it, and what
// follows is handled.
func TestNotJSON(t *testing.T) {
	hello := `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`
	input := frame(hello) + frame(`{"jsonrpc":`) + frame(`[{"jsonrpc":"2.0","id":2,"method":"no/such"}]`) + frame(`{"id":3}`) +
		frame(`{"jsonrpc":"2.0","id":4,"method":"shutdown"}`) + frame(`{"jsonrpc":"2.0","method":"exit"}`)
	// The input stays open until the exit, so that the answers go out.
	in, feed := io.Pipe()
	go io.WriteString(feed, input)
	var out bytes.Buffer
	if err := Run(t.Context(), in, &out, Options{}); err != nil {
		t.Fatal(err)
	}
	codes := map[string]int{}
	for _, body := range unframe(t, out.String()) {
		list := []json.RawMessage{json.RawMessage(body)}
		if strings.HasPrefix(body, "[") {
			if err := json.Unmarshal([]byte(body), &list); err != nil {
				t.Fatal(err)
			}
		}
		for _, one := range list {
			var m struct {
				ID    json.RawMessage
				Error struct{ Code int }
			}
			if err := json.Unmarshal(one, &m); err != nil {
				t.Fatal(err)
			}
			codes[fmt.Sprintf("%s %d", m.ID, m.Error.Code)]++
		}
	}
	want := map[string]int{"1 0": 1, "null -32700": 1, "null -32600": 1, "2 -32601": 1, "4 0": 1}
	for k, n := range want {
		if codes[k] != n {
			t.Errorf("%d answers %q, not %d; all: %v", codes[k], k, n, codes)
		}
	}
}

func unframe(t *testing.T, s string) (bodies []string) {
	for s != "" {
		head, rest, ok := strings.Cut(s, "\r\n\r\n")
		n, err := strconv.Atoi(strings.TrimPrefix(head, "Content-Length: "))
		if !ok || err != nil || n > len(rest) {
			t.Fatalf("no frame: %q", s)
		}
		bodies, s = append(bodies, rest[:n]), rest[n:]
	}
	return bodies
}

func TestCancel(t *testing.T) {
	asked, answer := make(chan bool), make(chan string)
	c := connect(t, write(t, nil), func(o *Options) {
		o.Page = func(string) string { asked <- true; return <-answer }
	})
	c.initialize(capabilities("utf-8"), nil)
	c.open("a.js", "exports = 1;")
	c.settle()
	hover := func() chan error {
		done := make(chan error, 1)
		go func() {
			done <- c.try("textDocument/hover", map[string]any{"textDocument": c.doc("a.js"), "position": lspPosition{}}, nil)
		}()
		<-asked
		return done
	}
	// Two hovers are being worked on; the second is cancelled. The connection numbers its requests.
	first := hover()
	id, err := c.conn.Call(t.Context(), "test/roundTrip", nil, nil)
	if err == nil {
		t.Fatal("an unknown method was answered")
	}
	second := hover()
	n, _ := id.Number()
	c.tell("$/cancelRequest", map[string]any{"id": n + 1})
	c.roundTrip() // other requests are answered meanwhile
	answer <- ""
	answer <- ""
	if err := <-second; code(err) != protocol.CodeRequestCancelled {
		t.Errorf("the cancelled request: %v", err)
	}
	if err := <-first; err != nil {
		t.Errorf("the other one: %v", err)
	}
	if err := c.goodbye(); err != nil {
		t.Error(err)
	}
}

func TestPanic(t *testing.T) {
	c := connect(t, write(t, nil), func(o *Options) { o.Page = func(string) string { panic("boom") } })
	c.initialize(capabilities("utf-8"), nil)
	c.open("a.js", "exports = 1;")
	c.settle()
	err := c.try("textDocument/hover", map[string]any{"textDocument": c.doc("a.js"), "position": lspPosition{}}, nil)
	if code(err) != jsonrpc2.InternalError || !strings.Contains(err.Error(), "boom") {
		t.Errorf("a handler that panics: %v", err)
	}
	if log := c.log.String(); !strings.Contains(log, "goroutine") {
		t.Errorf("the log has no stack:\n%s", log)
	}
	if err := c.goodbye(); err != nil {
		t.Error(err)
	}
}
