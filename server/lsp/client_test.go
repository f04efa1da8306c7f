package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/uri"
)

// client is the other end of a server in the same process. It sees the messages as JSON, so that a test does not read through the
// library that it tests.
type client struct {
	t      *testing.T
	conn   jsonrpc2.Conn
	server *server
	dir    string
	done   chan error // what Run returned
	log    *lockedBuffer

	// answer gives the results of the server's requests; nil means null for each. It is set before the server is spoken to.
	answer func(method string) (any, error)

	mu    sync.Mutex
	notes []note // what the server told and asked, in the order in which it came
}

type note struct {
	Method string
	Params json.RawMessage
}

// lspDiagnostics and the types below are the protocol's, written down again as far as tests look at them.
type lspDiagnostics struct {
	URI         string          `json:"uri"`
	Version     *int32          `json:"version"`
	Diagnostics []lspDiagnostic `json:"diagnostics"`
}

type lspDiagnostic struct {
	Range              lspRange
	Severity           int
	Code               string
	CodeDescription    *struct{ Href string }
	Source, Message    string
	Tags               []int
	RelatedInformation []struct {
		Location lspLocation
		Message  string
	}
	Data json.RawMessage
}

type lspLocation struct {
	URI   string `json:"uri"`
	Range lspRange
}

type lspRange struct {
	Start lspPosition `json:"start"`
	End   lspPosition `json:"end"`
}

type lspPosition struct {
	Line      uint32 `json:"line"`
	Character uint32 `json:"character"`
}

type lspHover struct {
	Contents struct{ Kind, Value string }
	Range    *lspRange
}

type lspEdit struct {
	Range   lspRange
	NewText string
}

type lspAction struct {
	Title       string
	Kind        string
	IsPreferred bool
	Diagnostics []lspDiagnostic
	Edit        struct {
		Changes         map[string][]lspEdit
		DocumentChanges []struct {
			TextDocument struct{ Version *int32 }
			Edits        []lspEdit
		}
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// connect starts a server over a folder and does not say anything yet.
func connect(t *testing.T, dir string, change func(*Options)) *client {
	t.Helper()
	c := &client{t: t, dir: dir, done: make(chan error, 1), log: &lockedBuffer{}}
	o := Options{Version: "1.2.3", Rules: standInRules, Page: standInPage, Log: c.log, CacheDir: "off", lint: standIn, undrafted: true}
	if change != nil {
		change(&o)
	}
	w := watch(t)
	if o.Trace == nil {
		o.Trace = w
	} else {
		o.Trace = io.MultiWriter(o.Trace, w)
	}
	near, far := net.Pipe()
	c.server = newServer(o)
	go func() {
		err := c.server.serve(context.Background(), far, far)
		c.server.session.Stop()
		c.done <- err
	}()
	c.conn = jsonrpc2.NewConn(jsonrpc2.NewStream(near), jsonrpc2.WithCodec(codec{}))
	c.conn.Go(context.Background(), func(ctx context.Context, r *jsonrpc2.Request) (any, error) {
		method := strings.Clone(r.Method())
		c.mu.Lock()
		c.notes = append(c.notes, note{method, append(json.RawMessage(nil), r.Params()...)})
		c.mu.Unlock()
		if !r.IsCall() {
			return nil, nil
		}
		// A pipe of package net holds nothing: an answer written here could wait for the server, which waits to be read.
		jsonrpc2.Async(ctx)
		if c.answer != nil {
			return c.answer(method)
		}
		return nil, nil
	})
	t.Cleanup(func() {
		near.Close()
		w.report(t)
		if t.Failed() {
			t.Logf("log of the server:\n%s", c.log)
		}
	})
	return c
}

// capabilities are those of a client that can do everything, with these encodings.
func capabilities(encodings ...string) map[string]any {
	return map[string]any{
		"general":   map[string]any{"positionEncodings": encodings},
		"workspace": map[string]any{"workspaceEdit": map[string]any{"documentChanges": true}, "workspaceFolders": true},
		"textDocument": map[string]any{
			"hover": map[string]any{"contentFormat": []string{"markdown", "plaintext"}},
			"publishDiagnostics": map[string]any{
				"relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true, "tagSupport": map[string]any{"valueSet": []int{1, 2}},
			},
			"codeAction": map[string]any{
				"isPreferredSupport":       true,
				"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{"quickfix"}}},
			},
		},
	}
}

// initialize says hello and gives what the server can do.
func (c *client) initialize(capabilities, options any) map[string]any {
	c.t.Helper()
	var result struct{ Capabilities map[string]any }
	c.call("initialize", map[string]any{
		"processId": nil, "rootUri": uri.File(c.dir), "capabilities": capabilities, "initializationOptions": options,
		"workspaceFolders": []any{map[string]any{"uri": uri.File(c.dir), "name": "app"}},
	}, &result)
	c.tell("initialized", map[string]any{})
	return result.Capabilities
}

func raw(t *testing.T, v any) jsonrpc2.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// try makes a request and gives its error.
func (c *client) try(method string, params, result any) error {
	c.t.Helper()
	var answer jsonrpc2.RawMessage
	_, err := c.conn.Call(c.t.Context(), method, raw(c.t, params), &answer)
	if err == nil && result != nil {
		if err := json.Unmarshal(answer, result); err != nil {
			c.t.Fatalf("%s answered %s: %v", method, answer, err)
		}
	}
	return err
}

// call makes a request that must succeed.
func (c *client) call(method string, params, result any) {
	c.t.Helper()
	if err := c.try(method, params, result); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

// tell sends a notification.
func (c *client) tell(method string, params any) {
	c.t.Helper()
	if err := c.conn.Notify(c.t.Context(), method, raw(c.t, params)); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

// settle waits until everything said so far is handled and analysed, and what came of it is here.
func (c *client) settle() {
	c.t.Helper()
	c.roundTrip()
	if err := c.server.session.Settle(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	c.roundTrip()
}

// roundTrip waits until the messages said so far were read, and those that the server sent so far are here: both ends read in order.
func (c *client) roundTrip() {
	c.t.Helper()
	if err := c.try("test/roundTrip", nil, nil); err == nil {
		c.t.Fatal("an unknown method was answered")
	}
}

func (c *client) uri(file string) string { return string(uri.File(filepath.Join(c.dir, file))) }

func (c *client) doc(file string) map[string]any { return map[string]any{"uri": c.uri(file)} }

func (c *client) open(file, text string) {
	c.t.Helper()
	c.tell("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": c.uri(file), "languageId": "javascript", "version": 1, "text": text}})
}

// diagnostics are the last ones told about a file; nil when there were none yet.
func (c *client) diagnostics(file string) *lspDiagnostics {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := len(c.notes) - 1; i >= 0; i-- {
		if c.notes[i].Method != "textDocument/publishDiagnostics" {
			continue
		}
		var d lspDiagnostics
		if err := json.Unmarshal(c.notes[i].Params, &d); err != nil {
			c.t.Fatal(err)
		}
		if d.URI == c.uri(file) {
			return &d
		}
	}
	return nil
}

// known are the diagnostics of a file that this client knows: those that were published, or that it asks for.
func (c *client) known(file string, pulls bool) []lspDiagnostic {
	c.t.Helper()
	if pulls {
		return c.pull(file, "").Items
	}
	if d := c.diagnostics(file); d != nil {
		return d.Diagnostics
	}
	return nil
}

// asked counts the messages of a method that came from the server.
func (c *client) asked(method string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, m := range c.notes {
		if m.Method == method {
			n++
		}
	}
	return n
}

// lspReport is an answer to textDocument/diagnostic, or an item of one to workspace/diagnostic.
type lspReport struct {
	Kind, ResultID   string
	URI              string
	Items            []lspDiagnostic
	RelatedDocuments map[string]lspReport
}

func (c *client) pull(file, previous string) lspReport {
	c.t.Helper()
	params := map[string]any{"textDocument": c.doc(file)}
	if previous != "" {
		params["previousResultId"] = previous
	}
	var r lspReport
	c.call("textDocument/diagnostic", params, &r)
	return r
}

// goodbye ends the connection as the protocol asks for, and gives what Run returned.
func (c *client) goodbye() error {
	c.t.Helper()
	c.call("shutdown", nil, nil)
	c.tell("exit", nil)
	return <-c.done
}

// write puts files into a new folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// code is the error code of a failed request.
func code(err error) jsonrpc2.Code {
	var e *jsonrpc2.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code
}

func (d lspDiagnostic) String() string {
	return fmt.Sprintf("%d:%d-%d:%d %d %s %s", d.Range.Start.Line, d.Range.Start.Character, d.Range.End.Line, d.Range.End.Character, d.Severity, d.Code, d.Message)
}
