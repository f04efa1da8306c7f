package lsp

import (
	"context"
	"strings"
	"testing"

	"nodebeyond/analyzers/engine"
)

// pulling are the capabilities of a client that asks for diagnostics.
func pulling(related bool) map[string]any {
	caps := capabilities("utf-16")
	merge(caps, map[string]any{
		"workspace":    map[string]any{"diagnostics": map[string]any{"refreshSupport": true}},
		"textDocument": map[string]any{"diagnostic": map[string]any{"relatedDocumentSupport": related}},
	})
	return caps
}

const (
	handler = "require('http').createServer(require('./b'));\n"
	blocker = "module.exports = () => require('fs').readFileSync('x');\n"
)

// drafted is for tests whose texts are JavaScript.
func drafted(o *Options) { o.undrafted = false }

// settled is an answer after the program was analysed.
func (c *client) settled(file, previous string) lspReport {
	c.t.Helper()
	c.settle()
	return c.pull(file, previous)
}

// TestPull: a client that asks is not told; equal answers have equal names; an answer is about what was typed before the question.
func TestPull(t *testing.T) {
	c := connect(t, write(t, map[string]string{"a.js": handler, "b.js": blocker}), drafted)
	can := c.initialize(pulling(false), nil)
	p, ok := can["diagnosticProvider"].(map[string]any)
	if !ok || p["interFileDependencies"] != true {
		t.Errorf("diagnosticProvider: %v", can["diagnosticProvider"])
	}
	c.open("b.js", blocker)
	first := c.settled("b.js", "")
	if first.Kind != "full" || len(first.Items) != 1 || len(first.Items[0].RelatedInformation) != 1 {
		t.Errorf("first: %v", first)
	}
	if again := c.settled("b.js", first.ResultID); again.Kind != "unchanged" || again.ResultID != first.ResultID {
		t.Errorf("again: %v", again)
	}
	c.change("b.js", 2, map[string]any{"text": "exports = 1;\n" + blocker})
	if next := c.pull("b.js", first.ResultID); next.Kind != "full" || len(next.Items) == 0 || next.Items[len(next.Items)-1].Range.Start.Line != 1 {
		t.Errorf("right after typing: %v", next)
	}
	if next := c.settled("b.js", first.ResultID); next.Kind != "full" || len(next.Items) != 2 {
		t.Errorf("after typing: %v", next)
	}
	if d := c.diagnostics("b.js"); d != nil {
		t.Errorf("published as well: %v", d)
	}
	if r := c.pull("gone.js", ""); r.Kind != "full" || len(r.Items) != 0 {
		t.Errorf("of a file that is not there: %v", r)
	}
}

// TestPullAgain: a change in one file that means something for another makes the client ask again, or comes with the answer.
func TestPullAgain(t *testing.T) {
	for _, related := range []bool{false, true} {
		c := connect(t, write(t, map[string]string{"a.js": handler, "b.js": blocker}), drafted)
		c.initialize(pulling(related), nil)
		c.open("a.js", handler)
		c.open("b.js", blocker)
		c.settled("a.js", "")
		before := c.settled("b.js", "")
		asked := c.asked("workspace/diagnostic/refresh")
		// Without a handler the finding has no evidence.
		c.change("a.js", 2, map[string]any{"text": "require('./b');\n"})
		answer := c.settled("a.js", "")
		if related {
			other, ok := answer.RelatedDocuments[c.uri("b.js")]
			if !ok || len(other.Items) != 1 || len(other.Items[0].RelatedInformation) != 0 {
				t.Errorf("the answer speaks of %v", answer.RelatedDocuments)
			}
			// Clients read the related documents of a full report only, and drop the answers to questions that they cancelled.
			if again := c.pull("a.js", answer.ResultID); again.Kind != "full" || len(again.RelatedDocuments) != 1 {
				t.Errorf("before the client asked about the other file: %v", again)
			}
		}
		for c.asked("workspace/diagnostic/refresh") == asked {
			c.roundTrip()
		}
		if after := c.pull("b.js", before.ResultID); after.Kind != "full" || len(after.Items) != 1 || len(after.Items[0].RelatedInformation) != 0 {
			t.Errorf("asked again: %v", after)
		}
		if again := c.pull("a.js", answer.ResultID); again.Kind != "unchanged" || len(again.RelatedDocuments) != 0 {
			t.Errorf("when there is nothing new: %v", again)
		}
	}
}

// TestPullFollows: an answer that the analysis proves wrong later is followed by a request to ask again, whichever comes first.
func TestPullFollows(t *testing.T) {
	begun, release := make(chan bool, 10), make(chan bool)
	c := connect(t, write(t, nil), func(o *Options) {
		drafted(o)
		o.lint = func(ctx context.Context, o engine.Options) (*engine.Result, error) {
			if len(o.Files) > 0 {
				begun <- true
				<-release
			}
			return standIn(ctx, o)
		}
	})
	c.initialize(pulling(false), nil)
	c.open("a.js", "exports = 1;\n")
	<-begun
	if r := c.pull("a.js", ""); r.Kind != "full" || len(r.Items) != 0 {
		t.Errorf("while the analysis runs: %v", r)
	}
	close(release)
	for c.asked("workspace/diagnostic/refresh") == 0 {
		c.roundTrip()
	}
	if r := c.pull("a.js", ""); len(r.Items) != 1 {
		t.Errorf("afterwards: %v", r)
	}
}

// TestPullStale: an answer about a text that changed while it was made is none.
func TestPullStale(t *testing.T) {
	begun, release := make(chan bool, 10), make(chan bool)
	c := connect(t, write(t, nil), func(o *Options) {
		o.lint = func(ctx context.Context, o engine.Options) (*engine.Result, error) {
			if len(o.Files) > 0 {
				begun <- true
				<-release
			}
			return standIn(ctx, o)
		}
	})
	c.initialize(pulling(false), nil)
	c.open("a.js", "exports = 1;\n")
	<-begun
	failed := make(chan error, 1)
	go func() { failed <- c.try("textDocument/diagnostic", map[string]any{"textDocument": c.doc("a.js")}, nil) }()
	c.roundTrip()
	c.change("a.js", 2, map[string]any{"text": "1;\n"})
	c.roundTrip()
	close(release)
	if err := <-failed; code(err) != cancelled.Code {
		// The question may have come in behind the change, if it was sent that late: then it was answered.
		if err != nil {
			t.Errorf("the answer is %v", err)
		}
	}
}

// TestWorkspacePull: all files in scope, only what is new, and nothing until there is something.
func TestWorkspacePull(t *testing.T) {
	c := connect(t, write(t, map[string]string{"a.js": handler, "b.js": blocker}), nil)
	can := c.initialize(pulling(false), map[string]any{"scope": "workspace"})
	if p, ok := can["diagnosticProvider"].(map[string]any); !ok || p["workspaceDiagnostics"] != true {
		t.Errorf("diagnosticProvider: %v", can["diagnosticProvider"])
	}
	c.settle()
	var r struct{ Items []lspReport }
	c.call("workspace/diagnostic", map[string]any{"previousResultIds": []any{}}, &r)
	if len(r.Items) != 1 || r.Items[0].URI != c.uri("b.js") || len(r.Items[0].Items) != 1 {
		t.Fatalf("first: %v", r.Items)
	}
	known := []any{map[string]any{"uri": c.uri("b.js"), "value": r.Items[0].ResultID}}
	answered := make(chan error, 1)
	go func() {
		answered <- c.try("workspace/diagnostic", map[string]any{"previousResultIds": known}, &r)
	}()
	c.roundTrip()
	c.open("b.js", "module.exports = 1;\n")
	if err := <-answered; err != nil {
		t.Fatal(err)
	}
	if len(r.Items) != 1 || len(r.Items[0].Items) != 0 || r.Items[0].Kind != "full" {
		t.Errorf("after the file was mended: %v", r.Items)
	}
}

// TestWorkspacePullOfOpenFiles: a client that asks about all files is told of those that it has open, whatever the setting is.
func TestWorkspacePullOfOpenFiles(t *testing.T) {
	c := connect(t, write(t, map[string]string{"a.js": handler, "b.js": blocker}), nil)
	c.initialize(pulling(false), nil)
	c.open("b.js", blocker)
	c.settle()
	var r struct{ Items []lspReport }
	c.call("workspace/diagnostic", map[string]any{"previousResultIds": []any{}}, &r)
	if len(r.Items) != 1 || r.Items[0].URI != c.uri("b.js") || len(r.Items[0].Items) != 1 {
		t.Fatalf("the open file: %v", r.Items)
	}
	// What it knows is not taken back, and nothing of what it has not open is said.
	known := []any{map[string]any{"uri": c.uri("b.js"), "value": r.Items[0].ResultID}}
	c.open("a.js", "require('./b');\n")
	c.settle()
	c.call("workspace/diagnostic", map[string]any{"previousResultIds": known}, &r)
	for _, item := range r.Items {
		if item.URI == c.uri("b.js") && (item.Kind != "full" || len(item.Items) != 1 || len(item.Items[0].RelatedInformation) != 0) {
			t.Errorf("after a change: %v", r.Items)
		}
	}
}

// TestNeovimIsTold: Neovim says that it asks, and is told all the same.
func TestNeovimIsTold(t *testing.T) {
	c := connect(t, write(t, map[string]string{"a.js": handler, "b.js": blocker}), nil)
	var result struct{ Capabilities map[string]any }
	c.call("initialize", map[string]any{
		"processId": nil, "rootUri": c.uri(""), "capabilities": pulling(true), "clientInfo": map[string]any{"name": "Neovim", "version": "0.12.4"},
	}, &result)
	if p := result.Capabilities["diagnosticProvider"]; p != nil {
		t.Errorf("it is offered %v", p)
	}
	c.tell("initialized", map[string]any{})
	c.open("b.js", blocker)
	c.settle()
	if d := c.diagnostics("b.js"); d == nil || len(d.Diagnostics) != 1 {
		t.Errorf("it was told %v", d)
	}
}

// TestWorkspacePullFollowsScope: the setting may come, and go, after the start.
func TestWorkspacePullFollowsScope(t *testing.T) {
	c := connect(t, write(t, map[string]string{"a.js": handler, "b.js": blocker}), nil)
	c.initialize(pulling(false), nil)
	c.settle()
	ask := func(known []any, scope string) []lspReport {
		t.Helper()
		var r struct{ Items []lspReport }
		answered := make(chan error, 1)
		go func() {
			answered <- c.try("workspace/diagnostic", map[string]any{"previousResultIds": known}, &r)
		}()
		c.roundTrip()
		c.tell("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"scope": scope}})
		if err := <-answered; err != nil {
			t.Fatal(err)
		}
		return r.Items
	}
	items := ask([]any{}, "workspace")
	if len(items) != 1 || items[0].URI != c.uri("b.js") || len(items[0].Items) != 1 {
		t.Fatalf("with the setting: %v", items)
	}
	items = ask([]any{map[string]any{"uri": c.uri("b.js"), "value": items[0].ResultID}}, "open")
	if len(items) != 1 || items[0].URI != c.uri("b.js") || items[0].Kind != "full" || len(items[0].Items) != 0 {
		t.Errorf("without it: %v", items)
	}
	// Nothing is left to say; the question stays open until the connection ends.
	go func() { _ = c.try("workspace/diagnostic", map[string]any{"previousResultIds": []any{}}, nil) }()
	c.roundTrip()
	if err := c.goodbye(); err != nil {
		t.Error(err)
	}
}

// TestIndexing: long work is shown, and ends; a client that cancels it is left in peace until something changes.
func TestIndexing(t *testing.T) {
	waiting := make(chan bool)
	c := connect(t, write(t, map[string]string{"a.js": "exports = 1;\n"}), func(o *Options) {
		o.lint = func(ctx context.Context, o engine.Options) (*engine.Result, error) {
			if o.Progress != nil {
				o.Progress(1, 4)
				waiting <- true
				<-ctx.Done()
				return nil, ctx.Err()
			}
			return standIn(ctx, o)
		}
	})
	caps := capabilities("utf-16")
	merge(caps, map[string]any{"window": map[string]any{"workDoneProgress": true}})
	c.initialize(caps, nil)
	<-waiting
	for !strings.Contains(c.said("$/progress"), "1 of 4 files") { // the beginning comes first, in a message of its own
		c.roundTrip()
	}
	c.tell("window/workDoneProgress/cancel", map[string]any{"token": "nodebeyond/index/1"})
	c.settle()
	for !strings.Contains(c.said("$/progress"), `"end"`) {
		c.roundTrip()
	}
	if said := c.said("$/progress"); !strings.Contains(said, `"begin"`) || !strings.Contains(said, "1 of 4 files") {
		t.Errorf("progress: %s", said)
	}
}

// TestCommands: sections are opened by the client; what is wrong with a command is said.
func TestCommands(t *testing.T) {
	c := connect(t, write(t, nil), nil)
	caps := capabilities("utf-16")
	merge(caps, map[string]any{"window": map[string]any{"showDocument": map[string]any{"support": true}}})
	c.initialize(caps, map[string]any{"bookUrl": "https://book.example"})
	c.open("a.js", "exports = 1;\n")
	c.settle()
	var list []struct {
		Title, Kind string
		Command     *struct {
			Command   string
			Arguments []any
		}
	}
	params := map[string]any{"textDocument": c.doc("a.js"), "range": lspRange{}, "context": map[string]any{"diagnostics": []any{}}}
	c.call("textDocument/codeAction", params, &list)
	var titles []string
	for _, a := range list {
		titles = append(titles, a.Title)
		if a.Command != nil {
			c.call("workspace/executeCommand", map[string]any{"command": a.Command.Command, "arguments": a.Command.Arguments}, nil)
		}
	}
	want := "Assign to module.exports; Delete the name; Silence exports-reassigned on this line; Silence exports-reassigned in this file; " +
		"Read about it: exports and module.exports; Explain exports-reassigned; Apply all safe fixes of nodebeyond"
	if got := strings.Join(titles, "; "); got != want {
		t.Errorf("offered: %s", got)
	}
	if said := c.said("window/showDocument"); !strings.Contains(said, `"https://book.example/modules#exports-and-module-exports"`) || !strings.Contains(said, `"https://book.example/rules/exports-reassigned"`) {
		t.Errorf("opened: %s", said)
	}
	params["context"] = map[string]any{"diagnostics": []any{}, "only": []string{"source.fixAll"}}
	c.call("textDocument/codeAction", params, &list)
	if len(list) != 1 || list[0].Kind != "source.fixAll.nodebeyond" {
		t.Errorf("on save: %v", list)
	}
	for _, wrong := range []map[string]any{
		{"command": "nodebeyond.openSection", "arguments": []any{"nowhere"}},
		{"command": "nodebeyond.openSection"},
		{"command": "other"},
	} {
		if err := c.try("workspace/executeCommand", wrong, nil); err == nil {
			t.Errorf("%v was done", wrong)
		}
	}
}

// TestAsksClient: files are watched by the client, and settings are asked for, where it can.
func TestAsksClient(t *testing.T) {
	c := connect(t, write(t, map[string]string{"a.js": "exports = 1;\n"}), nil)
	c.answer = func(method string) (any, error) {
		if method == "workspace/configuration" {
			return raw(t, []any{map[string]any{"scope": "workspace"}}), nil
		}
		return nil, nil
	}
	caps := capabilities("utf-16")
	merge(caps, map[string]any{"workspace": map[string]any{"configuration": true, "didChangeWatchedFiles": map[string]any{"dynamicRegistration": true}}})
	c.initialize(caps, nil)
	for c.diagnostics("a.js") == nil { // which is not open: the setting has come
		c.settle()
	}
	for c.asked("client/registerCapability") == 0 {
		c.roundTrip()
	}
	if said := c.said("client/registerCapability"); !strings.Contains(said, "package.json") || !strings.Contains(said, "workspace/didChangeWatchedFiles") {
		t.Errorf("registered: %s", said)
	}
}

// said is what the server said by a method, one after the other.
func (c *client) said(method string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var b strings.Builder
	for _, n := range c.notes {
		if n.Method == method {
			b.Write(n.Params)
		}
	}
	return b.String()
}
