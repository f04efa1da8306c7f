package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"go.lsp.dev/uri"
)

// wire talks to a server in frames. The library's own client keeps channels from one test for the next, which a bubble of synctest
// does not allow.
type wire struct {
	t   *testing.T
	in  chan string // frames on their way
	out *lockedBuffer
	ids int
}

// dial starts a server in the bubble.
func dial(t *testing.T, change func(*Options)) *wire {
	o := Options{Rules: standInRules, Page: standInPage, CacheDir: "off", lint: standIn}
	change(&o)
	near, far := net.Pipe()
	w := &wire{t: t, in: make(chan string, 10), out: &lockedBuffer{}}
	go Run(context.Background(), far, far, o)
	go io.Copy(w.out, near)
	go func() {
		for f := range w.in {
			io.WriteString(near, f)
		}
		near.Close()
	}()
	w.ask("initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": capabilities("utf-8")})
	w.tell("initialized", map[string]any{})
	synctest.Wait()
	t.Cleanup(func() { close(w.in) })
	return w
}

// send sends a message without waiting until it is read.
func (w *wire) send(m map[string]any) {
	m["jsonrpc"] = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		w.t.Fatal(err)
	}
	w.in <- frame(string(body))
	synctest.Wait() // all that can happen has happened
}

func (w *wire) tell(method string, params any) {
	w.send(map[string]any{"method": method, "params": params})
}

func (w *wire) ask(method string, params any) int {
	w.ids++
	w.send(map[string]any{"id": w.ids, "method": method, "params": params})
	return w.ids
}

// answer is what came for a request, "" when nothing did yet.
func (w *wire) answer(id int) string {
	for _, body := range unframe(w.t, w.out.String()) {
		var m struct {
			ID            *int
			Result, Error json.RawMessage
		}
		if err := json.Unmarshal([]byte(body), &m); err != nil {
			w.t.Fatal(err)
		}
		if m.ID != nil && *m.ID == id {
			return string(m.Result) + string(m.Error)
		}
	}
	return ""
}

// stuckLog holds whoever writes to it until it is released.
type stuckLog struct {
	mu      sync.Mutex
	begun   []string
	release chan bool
}

func (l *stuckLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	l.begun = append(l.begun, strings.TrimSpace(string(p)))
	l.mu.Unlock()
	<-l.release
	return len(p), nil
}

// TestNotificationsWait: a notification is handled only when the one before it is, and so is a request that comes behind.
func TestNotificationsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &stuckLog{release: make(chan bool)}
		w := dial(t, func(o *Options) { o.Log = log })
		for i := range 2 {
			// Each is logged, since the file is not open.
			w.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": fmt.Sprintf("file:///%d.js", i), "version": 1}, "contentChanges": []any{}})
			if len(log.begun) != 1 {
				t.Fatalf("begun are %v", log.begun)
			}
		}
		id := w.ask("no/such", map[string]any{})
		for i := range 2 {
			if len(log.begun) != i+1 || !strings.Contains(log.begun[i], fmt.Sprintf("/%d.js", i)) || w.answer(id) != "" {
				t.Fatalf("with %d handled, begun are %v; the request behind them: %q", i, log.begun, w.answer(id))
			}
			log.release <- true
			synctest.Wait()
		}
		if w.answer(id) == "" {
			t.Error("the request was not answered")
		}
	})
}

// TestRequestsOverlap: requests are worked on beside each other, and each sees the state of the moment that it came in.
func TestRequestsOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []string
		release := make(chan bool)
		w := dial(t, func(o *Options) {
			o.Page = func(id string) string {
				asked = append(asked, id)
				<-release
				return ""
			}
		})
		dir := t.TempDir()
		doc := func(file string) string { return string(uri.File(dir + "/" + file)) }
		for file, text := range map[string]string{"a.js": "exports = 1;\n", "b.js": "readFileSync(1);\n"} {
			w.tell("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": doc(file), "languageId": "javascript", "version": 1, "text": text}})
		}
		var ids []int
		for _, file := range []string{"a.js", "b.js"} {
			ids = append(ids, w.ask("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": doc(file)}, "position": lspPosition{}}))
		}
		if !slices.Equal(asked, []string{"exports-reassigned", "sync-in-handler"}) {
			t.Fatalf("worked on: %v", asked)
		}
		w.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": doc("a.js"), "version": 2}, "contentChanges": []any{map[string]any{"text": ""}}})
		w.tell("$/cancelRequest", map[string]any{"id": ids[1]})
		close(release)
		synctest.Wait()
		if got := w.answer(ids[0]); !strings.Contains(got, `"character":7`) {
			t.Errorf("the first hover: %s", got)
		}
		if got := w.answer(ids[1]); !strings.Contains(got, "-32800") {
			t.Errorf("the second, which was cancelled: %s", got)
		}
	})
}
