package lsp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.lsp.dev/uri"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rules"
)

// TestRecorded says again, word for word, what real editors said to this server (editors/test records it), and the server must say what it said
// then: an answer of the same kind to each request, under its id, and in the end the same diagnostics. -update writes new diagnostics.
func TestRecorded(t *testing.T) {
	files, err := filepath.Glob("testdata/recordings/*.jsonl")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d recordings, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl"), func(t *testing.T) {
			recorded := readRecording(t, file)
			if len(recorded.shown) == 0 || recorded.requests < 3 {
				t.Fatalf("diagnostics of %d documents, %d requests: is this a session?", len(recorded.shown), recorded.requests)
			}
			p := newPlayer(t, recorded)
			p.play()
			if *update {
				recorded.write(t, file, p.heard.shown)
				return
			}
			for id, kind := range recorded.answers {
				if got := p.heard.answers[id]; got != kind && kind != "" {
					t.Errorf("request %s, %s, got %s, and then %s", id, recorded.asked[id], got, kind)
				}
			}
			for u, want := range recorded.shown {
				if got := p.heard.shown[u]; !reflect.DeepEqual(got, want) {
					t.Errorf("%s ends with\n%s\nnot with\n%s", u, indented(got), indented(want))
				}
			}
		})
	}
}

func indented(v any) string {
	b, _ := json.MarshalIndent(v, "", "  ")
	return string(b)
}

// recordedFolder stands for the folder in recordings.
const recordedFolder = "file:///WS"

type recordedLine struct {
	From    string          `json:"from"`
	Message json.RawMessage `json:"message"`
}

// transcript is what can be read from the messages of both ends.
type transcript struct {
	lines    []recordedLine
	requests int
	asked    map[string]string // methods of the client's requests, by id
	uris     map[string]string // that diagnostics were asked of, by id
	answers  map[string]string // "result", "null" or "error", by id
	shown    map[string]any    // the diagnostics that the client knows, by URI
	lastAt   map[string]int    // the line that they came with
}

func newTranscript() *transcript {
	return &transcript{asked: map[string]string{}, uris: map[string]string{}, answers: map[string]string{}, shown: map[string]any{}, lastAt: map[string]int{}}
}

type anyMessage struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params struct {
		TextDocument struct{ URI string }
		URI          string
		Diagnostics  any
	} `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  json.RawMessage `json:"error"`
}

// add takes a message in.
func (s *transcript) add(t *testing.T, from string, body []byte) anyMessage {
	t.Helper()
	var m anyMessage
	var loose struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
		Result json.RawMessage `json:"result"`
		Error  json.RawMessage `json:"error"`
	}
	if err := json.Unmarshal(body, &loose); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	// Parameters that are no object are none that matter here.
	if json.Unmarshal(body, &m) != nil {
		m = anyMessage{ID: loose.ID, Method: loose.Method, Result: loose.Result, Error: loose.Error}
	}
	s.lines = append(s.lines, recordedLine{from, body})
	id := string(m.ID)
	switch {
	case from == "client" && m.Method != "" && id != "":
		s.requests++
		s.asked[id], s.uris[id] = m.Method, m.Params.TextDocument.URI
	case from == "server" && m.Method == "textDocument/publishDiagnostics":
		s.shown[m.Params.URI], s.lastAt[m.Params.URI] = m.Params.Diagnostics, len(s.lines)-1
	case from == "server" && m.Method == "" && m.Error != nil:
		s.answers[id] = "error"
	case from == "server" && m.Method == "":
		s.answers[id] = "result"
		if string(m.Result) == "null" {
			s.answers[id] = "null"
		}
		if s.asked[id] == "textDocument/diagnostic" {
			s.report(t, s.uris[id], m.Result)
		}
	}
	return m
}

// report takes an answer to textDocument/diagnostic in.
func (s *transcript) report(t *testing.T, u string, body []byte) {
	t.Helper()
	var r struct {
		Kind  string
		Items any
	}
	if err := json.Unmarshal(body, &r); err != nil {
		t.Fatal(err)
	}
	if r.Kind == "full" {
		s.shown[u], s.lastAt[u] = r.Items, len(s.lines)-1
	}
}

func readRecording(t *testing.T, file string) *transcript {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := newTranscript()
	for line := range bytes.Lines(text) {
		var l recordedLine
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatal(err)
		}
		s.add(t, l.From, l.Message)
	}
	return s
}

// write puts the recording back with other diagnostics at its end.
func (s *transcript) write(t *testing.T, file string, shown map[string]any) {
	t.Helper()
	for u, at := range s.lastAt {
		var m map[string]any
		if err := json.Unmarshal(s.lines[at].Message, &m); err != nil {
			t.Fatal(err)
		}
		if params, ok := m["params"].(map[string]any); ok {
			params["diagnostics"] = shown[u]
		} else {
			m["result"].(map[string]any)["items"] = shown[u]
		}
		s.lines[at].Message = json.RawMessage(raw(t, m))
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	for _, l := range s.lines {
		if err := e.Encode(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// player is the editor of a recording. It writes the bytes itself: the ids are the editor's.
type player struct {
	t        *testing.T
	recorded *transcript
	heard    *transcript
	server   *server
	folder   string // the URI
	out      io.WriteCloser
	inbox    chan []byte // messages of the server, read as they come
	done     chan error  // what the server ended with
	// replies are what the editor answered to requests of the server, by method.
	replies map[string]json.RawMessage
}

func newPlayer(t *testing.T, recorded *transcript) *player {
	shop := filepath.FromSlash("../../editors/test/shop")
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(shop)); err != nil {
		t.Fatal(err)
	}
	near, far := net.Pipe()
	p := &player{t: t, recorded: recorded, heard: newTranscript(), folder: string(uri.File(dir)), out: near, inbox: make(chan []byte, 1000), done: make(chan error, 1)}
	p.server = newServer(Options{Version: "0.0.0-test", Rules: rules.All(), Page: rules.Page, CacheDir: "off", Log: io.Discard, lint: engine.Lint})
	go func() {
		err := p.server.serve(context.Background(), far, far)
		p.server.session.Stop()
		p.done <- err
	}()
	go p.read(near)
	p.replies = map[string]json.RawMessage{}
	asked := map[string]string{}
	for _, l := range recorded.lines {
		var m anyMessage
		if json.Unmarshal(l.Message, &m) != nil {
			continue
		}
		switch {
		case l.From == "server" && m.Method != "" && m.ID != nil:
			asked[string(m.ID)] = m.Method
		case l.From == "client" && m.Method == "":
			p.replies[asked[string(m.ID)]] = m.Result
		}
	}
	return p
}

// read hands on what the server says, until the connection ends.
func (p *player) read(from io.Reader) {
	defer close(p.inbox)
	r := bufio.NewReader(from)
	for {
		length := 0
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			if line == "\r\n" {
				break
			}
			_, _ = fmt.Sscanf(line, "Content-Length: %d", &length)
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		p.inbox <- bytes.ReplaceAll(body, []byte(p.folder), []byte(recordedFolder))
	}
}

func (p *player) play() {
	for _, l := range p.recorded.lines {
		if l.From != "client" {
			continue
		}
		var m anyMessage
		_ = json.Unmarshal(l.Message, &m) // what does not fit anyMessage is a notification
		if m.Method == "" {
			continue // answered when it is asked
		}
		if m.ID != nil && m.Method != "initialize" && !p.server.isDown() {
			p.settle()
		}
		p.say(l.Message)
		if m.ID != nil {
			p.wait(string(m.ID))
		}
		if m.Method == "exit" {
			break
		}
	}
	if p.server.isDown() {
		p.out.Close()
		if err := <-p.done; err != nil {
			p.t.Errorf("the server ended with %v", err)
		}
		return
	}
	p.settle()
	p.out.Close()
	<-p.done
}

// say sends a message of the recording, or another one.
func (p *player) say(body []byte) {
	p.heard.add(p.t, "client", body)
	body = bytes.ReplaceAll(body, []byte(recordedFolder), []byte(p.folder))
	body = bytes.ReplaceAll(body, []byte(`"/WS"`), raw(p.t, strings.TrimPrefix(p.folder, "file://")))
	if _, err := fmt.Fprintf(p.out, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil && !p.server.isDown() {
		p.t.Fatal(err)
	}
}

// wait handles what the server says until it has answered a request.
func (p *player) wait(id string) {
	for body := range p.inbox {
		m := p.heard.add(p.t, "server", body)
		if m.Method != "" && m.ID != nil {
			reply := p.replies[m.Method]
			if reply == nil {
				reply = json.RawMessage("null")
			}
			p.say(raw(p.t, map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": reply}))
		}
		if m.Method == "" && string(m.ID) == id {
			return
		}
	}
	p.t.Fatalf("request %s was never answered", id)
}

// settle waits until everything said so far is handled and analysed, and what came of it is here. Both ends read in order.
func (p *player) settle() {
	p.roundTrip()
	if err := p.server.session.Settle(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	p.roundTrip()
}

func (p *player) roundTrip() {
	id := raw(p.t, fmt.Sprintf("replay %d", len(p.heard.lines)))
	p.say(raw(p.t, map[string]any{"jsonrpc": "2.0", "id": json.RawMessage(id), "method": "test/roundTrip"}))
	p.wait(string(id))
}
