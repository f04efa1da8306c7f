package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// editor is a client of the program over real pipes, with as little of our own code as can be: it knows the protocol's frames and JSON.
type editor struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.Writer

	mu      sync.Mutex
	last    int
	waiting map[int]chan reply
	told    map[string][]byte // the last diagnostics of each file, by address
	died    error             // why nothing is read any more

	news chan struct{} // holds something when diagnostics came since it was looked at

	write sync.Mutex
	log   *os.File
}

type reply struct {
	Result json.RawMessage
	Error  *struct {
		Code    int
		Message string
	}
}

// startEditor starts the program as a server for some folders, which a client that takes what it is sent has open.
func startEditor(t *testing.T, folders []string) *editor {
	t.Helper()
	e := &editor{t: t, cmd: exec.Command("nodebeyond", "lsp"), waiting: map[int]chan reply{}, told: map[string][]byte{}, news: make(chan struct{}, 1)}
	var err error
	if e.log, err = os.Create(filepath.Join(t.TempDir(), "log")); err != nil {
		t.Fatal(err)
	}
	e.cmd.Stderr = e.log
	e.cmd.Env = append(os.Environ(), "NODEBEYOND_CACHE="+t.TempDir())
	out, err := e.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if e.in, err = e.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := e.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = e.cmd.Process.Kill()
		_ = e.cmd.Wait()
		if t.Failed() {
			log, _ := os.ReadFile(e.log.Name())
			t.Logf("log of the server:\n%s", log[max(0, len(log)-4000):])
		}
		e.log.Close()
	})
	go e.read(bufio.NewReader(out))
	var open []any
	for _, dir := range folders {
		open = append(open, folderOf(dir))
	}
	e.call("initialize", map[string]any{
		"processId": os.Getpid(), "rootUri": nil, "workspaceFolders": open, "initializationOptions": map[string]any{"scope": "workspace"},
		"capabilities": map[string]any{
			"workspace":    map[string]any{"workspaceFolders": true, "didChangeWatchedFiles": map[string]any{"dynamicRegistration": true}},
			"textDocument": map[string]any{"publishDiagnostics": map[string]any{"relatedInformation": true, "versionSupport": true}},
		},
	})
	e.tell("initialized", map[string]any{})
	return e
}

func folderOf(dir string) map[string]any {
	return map[string]any{"uri": address(dir), "name": filepath.Base(dir)}
}

// address is the URI of a file.
func address(file string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
}

// read takes messages until there are none.
func (e *editor) read(r *bufio.Reader) {
	for {
		m, err := readMessage(r)
		if err != nil {
			e.mu.Lock()
			e.died = fmt.Errorf("the server's output ended: %w", err)
			for _, c := range e.waiting {
				close(c)
			}
			e.waiting = nil
			e.mu.Unlock()
			return
		}
		switch {
		case m.Method == "textDocument/publishDiagnostics":
			var p struct{ URI string }
			if err := json.Unmarshal(m.Params, &p); err != nil {
				e.t.Errorf("%s: %v", m.Params, err)
			}
			e.mu.Lock()
			e.told[p.URI] = m.Params
			e.mu.Unlock()
			select {
			case e.news <- struct{}{}:
			default:
			}
		case m.Method != "" && m.ID != nil:
			go e.send(map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": nil})
		case m.ID != nil:
			id, _ := strconv.Atoi(string(*m.ID))
			e.mu.Lock()
			c := e.waiting[id]
			delete(e.waiting, id)
			e.mu.Unlock()
			if c == nil {
				e.t.Errorf("an answer to a question that nobody has asked: %s", *m.ID)
				continue
			}
			c <- m.reply
		}
	}
}

type message struct {
	ID     *json.RawMessage
	Method string
	Params json.RawMessage
	reply
}

func readMessage(r *bufio.Reader) (m message, err error) {
	length := 0
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return m, err
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(n); err != nil {
				return m, err
			}
		}
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		return m, err
	}
	return m, json.Unmarshal(body, &m)
}

func (e *editor) send(v any) {
	body, err := json.Marshal(v)
	if err != nil {
		e.t.Error(err)
		return
	}
	e.write.Lock()
	defer e.write.Unlock()
	// An error here is one of the reader as well, which says more.
	_, _ = fmt.Fprintf(e.in, "Content-Length: %d\r\n\r\n%s", len(body), body)
}

func (e *editor) tell(method string, params any) {
	e.send(map[string]any{"jsonrpc": "2.0", "method": method, "params": params})
}

// ask sends a request and gives its number, and where the answer comes.
func (e *editor) ask(method string, params any) (int, <-chan reply) {
	e.t.Helper()
	c := make(chan reply, 1)
	e.mu.Lock()
	if e.died != nil {
		e.mu.Unlock()
		e.t.Fatalf("%s: %v", method, e.died)
	}
	e.last++
	id := e.last
	e.waiting[id] = c
	e.mu.Unlock()
	e.send(map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params})
	return id, c
}

// unanswered is how long a test waits for what must come; it is no measure of speed.
const unanswered = 2 * time.Minute

// call is a request that must be answered, with a result or with an error.
func (e *editor) call(method string, params any) reply {
	e.t.Helper()
	_, c := e.ask(method, params)
	select {
	case r, ok := <-c:
		if !ok {
			e.t.Fatalf("%s: %v", method, e.died)
		}
		return r
	case <-time.After(unanswered):
		e.t.Fatalf("%s was not answered in %s", method, unanswered)
	}
	return reply{}
}

// heard are the last diagnostics of all files, by address.
func (e *editor) heard() map[string][]byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := make(map[string][]byte, len(e.told))
	for k, v := range e.told {
		out[k] = v
	}
	return out
}
