package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// What a client can do wrong to a server, and what then comes of it: docs/contributing/protocol.md, "When things go wrong". Everything here is done to
// the program itself, and every process has to end.

const (
	faultyServer = "const http = require('node:http');\nhttp.createServer(require('./page'));\n"
	faultyPage   = "const fs = require('node:fs');\nmodule.exports = (req, res) => {\n  res.end(fs.readFileSync('page.html'));\n};\n"
)

// thorough has everything done in full size, which takes half a minute: 50 MB instead of 5, and looks that the server takes every ten seconds.
var thorough = os.Getenv("NODEBEYOND_FAULTS") != ""

// faulty is a folder with one finding, in page.js.
func faulty(t *testing.T) (dir, page string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	page = filepath.Join(dir, "page.js")
	for file, text := range map[string]string{page: faultyPage, filepath.Join(dir, "server.js"): faultyServer} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, page
}

func (e *editor) open(file, text string) {
	e.tell("textDocument/didOpen", map[string]any{
		"textDocument": map[string]any{"uri": address(file), "languageId": "javascript", "version": 1, "text": text},
	})
}

// hover asks about a place, and gives the text of the answer; "" when there is none.
func (e *editor) hover(file string, line, character int) string {
	e.t.Helper()
	r := e.call("textDocument/hover", hoverAt(file, line, character))
	var h struct{ Contents struct{ Value string } }
	if r.Error != nil || json.Unmarshal(r.Result, &h) != nil {
		e.t.Fatalf("hover: %s %v", r.Result, r.Error)
	}
	return h.Contents.Value
}

func hoverAt(file string, line, character int) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": address(file)}, "position": map[string]any{"line": line, "character": character}}
}

// found waits until the diagnostics of a file are these rules.
func (e *editor) found(file string, want ...string) {
	e.t.Helper()
	if want == nil {
		want = []string{}
	}
	var got []string
	if !soon(func() bool {
		var p struct{ Diagnostics []struct{ Code string } }
		body := e.heard()[address(file)]
		if body == nil || json.Unmarshal(body, &p) != nil {
			return false
		}
		got = []string{}
		for _, d := range p.Diagnostics {
			got = append(got, d.Code)
		}
		return reflect.DeepEqual(got, want)
	}) {
		e.t.Fatalf("the diagnostics of %s are %v, and should become %v", file, got, want)
	}
}

// leave says goodbye, and the process must end well.
func (e *editor) leave() {
	e.t.Helper()
	if r := e.call("shutdown", nil); r.Error != nil {
		e.t.Errorf("shutdown: %v", r.Error)
	}
	e.tell("exit", nil)
	if err := e.cmd.Wait(); err != nil {
		e.t.Errorf("after shutdown and exit: %v", err)
	}
}

// exitCode is that of an ended process.
func exitCode(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit == nil {
		return 0
	}
	return exit.ExitCode()
}

// A server that is killed leaves nothing behind that the next one stumbles over. That clients start one again is theirs: editors/test has Neovim do it.
func TestKilled(t *testing.T) {
	dir, page := faulty(t)
	for range 3 {
		e := startEditor(t, []string{dir})
		e.open(page, faultyPage)
		e.found(page, "sync-in-handler")
		if err := e.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := e.cmd.Wait(); err == nil {
			t.Error("a process that was killed ended well")
		}
	}
	e := startEditor(t, []string{dir})
	e.found(page, "sync-in-handler")
	e.leave()
}

// The end of the input, in the middle of a message or not, ends the server with code 1 when there was no shutdown.
func TestInputEnds(t *testing.T) {
	dir, page := faulty(t)
	for name, last := range map[string]string{"between messages": "", "in a header": "Content-Le", "in a message": "Content-Length: 100\r\n\r\n{\"jsonrpc\""} {
		t.Run(name, func(t *testing.T) {
			e := startEditor(t, []string{dir})
			e.open(page, faultyPage)
			if _, err := io.WriteString(e.in, last); err != nil {
				t.Fatal(err)
			}
			e.in.(io.Closer).Close()
			if code := exitCode(t, e.cmd.Wait()); code != 1 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

// A document of 50 MB is taken, and everything else is answered as before.
func TestHugeMessage(t *testing.T) {
	dir, page := faulty(t)
	e := startEditor(t, []string{dir})
	huge := filepath.Join(dir, "huge.js")
	lines := 100_000
	if thorough {
		lines = 1_000_000
	}
	e.open(huge, strings.Repeat("// A line of a comment, which says nothing at all.\n", lines))
	e.open(page, faultyPage)
	e.found(page, "sync-in-handler")
	if !soon(func() bool { return strings.Contains(e.hover(page, 2, 15), "sync-in-handler") }) {
		t.Errorf("the hover says %q", e.hover(page, 2, 15))
	}
	e.tell("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": address(huge), "version": 2}, "contentChanges": []any{map[string]any{"text": "exports = {};\n"}},
	})
	e.found(huge, "exports-reassigned")
	e.leave()
}

// A flood of changes is applied in its order, the last one counts, and the client is not told of each.
func TestFlood(t *testing.T) {
	const changes = 20_000
	dir, page := faulty(t)
	e := startEditor(t, []string{dir})
	e.open(page, faultyPage)
	e.found(page, "sync-in-handler")
	// The file's first line becomes 20,000 others, a character each time; at the end the second half of the call is gone.
	for i := range changes {
		at := map[string]any{"line": 0, "character": i % 50}
		if i%50 == 0 {
			e.tell("textDocument/didChange", map[string]any{
				"textDocument":   map[string]any{"uri": address(page), "version": i + 2},
				"contentChanges": []any{map[string]any{"text": "\n" + faultyPage}},
			})
			continue
		}
		at["character"] = i%50 - 1
		e.tell("textDocument/didChange", map[string]any{
			"textDocument":   map[string]any{"uri": address(page), "version": i + 2},
			"contentChanges": []any{map[string]any{"range": map[string]any{"start": at, "end": at}, "text": "/"}},
		})
	}
	e.found(page, "sync-in-handler")
	if text := e.hover(page, 3, 15); !strings.Contains(text, "sync-in-handler") {
		t.Errorf("the hover at the place of the finding says %q", text)
	}
	if text := e.hover(page, 2, 5); strings.Contains(text, "sync-in-handler") {
		t.Errorf("the hover a line above says %q", text)
	}
	e.tell("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": address(page), "version": changes + 2}, "contentChanges": []any{map[string]any{"text": "\n"}},
	})
	e.found(page)
	e.leave()
}

// Of thousands of questions that are cancelled at once each gets its answer, once.
func TestCancelStorm(t *testing.T) {
	dir, page := faulty(t)
	e := startEditor(t, []string{dir})
	e.open(page, faultyPage)
	var answers []<-chan reply
	for i := range 3000 {
		id, answer := e.ask("textDocument/hover", hoverAt(page, 2, 15))
		answers = append(answers, answer)
		e.tell("$/cancelRequest", map[string]any{"id": id})
		e.tell("$/cancelRequest", map[string]any{"id": id - i%7}) // answered long ago, or never asked
		e.tell("$/cancelRequest", map[string]any{"id": fmt.Sprintf("none %d", id)})
	}
	done, cancelled := 0, 0
	for _, c := range answers {
		switch r, ok := <-c; {
		case !ok:
			t.Fatal(e.died)
		case r.Error == nil:
			done++
		case r.Error.Code == -32800:
			cancelled++
		default:
			t.Errorf("an answer is %v", r.Error)
		}
	}
	t.Logf("%d answered, %d cancelled", done, cancelled)
	e.found(page, "sync-in-handler")
	e.leave()
}

// deaf is a client that hears nothing but what the test reads, and answers nothing by itself.
type deaf struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	end io.Closer // of out
}

func startDeaf(t *testing.T, change func(*exec.Cmd)) *deaf {
	t.Helper()
	d := &deaf{t: t, cmd: exec.Command("nodebeyond", "lsp")}
	d.cmd.Env = append(os.Environ(), "NODEBEYOND_CACHE="+t.TempDir())
	var err error
	if d.in, err = d.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	d.out, d.end = bufio.NewReader(out), out
	if change != nil {
		change(d.cmd)
	}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = d.cmd.Process.Kill()
		_ = d.cmd.Wait()
	})
	return d
}

func (d *deaf) say(method string, id int, params any) error {
	m := map[string]any{"jsonrpc": "2.0", "method": method, "params": params}
	if id != 0 {
		m["id"] = id
	}
	body, err := json.Marshal(m)
	if err != nil {
		d.t.Fatal(err)
	}
	_, err = fmt.Fprintf(d.in, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}

// hear reads until a request is answered, and gives the methods of what came before.
func (d *deaf) hear(id int) (before []string) {
	d.t.Helper()
	for {
		m, err := readMessage(d.out)
		if err != nil {
			d.t.Fatal(err)
		}
		if m.Method != "" {
			before = append(before, m.Method)
		} else if string(*m.ID) == fmt.Sprint(id) {
			return before
		}
	}
}

// hello is what a client says that can do everything which makes the server ask.
func (d *deaf) hello(dir string, pid any) {
	d.t.Helper()
	err := d.say("initialize", 1, map[string]any{
		"processId": pid, "rootUri": address(dir), "workspaceFolders": []any{folderOf(dir)},
		"capabilities": map[string]any{
			"window": map[string]any{"workDoneProgress": true, "showDocument": map[string]any{"support": true}},
			"workspace": map[string]any{
				"configuration": true, "didChangeWatchedFiles": map[string]any{"dynamicRegistration": true},
				"diagnostics": map[string]any{"refreshSupport": true}, "codeLens": map[string]any{"refreshSupport": true},
			},
			"textDocument": map[string]any{"diagnostic": map[string]any{"relatedDocumentSupport": true}},
		},
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// A client that answers none of the server's questions is served all the same.
func TestNeverAnswers(t *testing.T) {
	dir, page := faulty(t)
	d := startDeaf(t, nil)
	d.hello(dir, nil)
	d.hear(1)
	_ = d.say("initialized", 0, map[string]any{})
	_ = d.say("workspace/didChangeConfiguration", 0, map[string]any{"settings": nil})
	_ = d.say("textDocument/didOpen", 0, map[string]any{
		"textDocument": map[string]any{"uri": address(page), "languageId": "javascript", "version": 1, "text": faultyPage},
	})
	var asked []string
	for i := range 50 {
		_ = d.say("textDocument/didChange", 0, map[string]any{
			"textDocument": map[string]any{"uri": address(page), "version": i + 2}, "contentChanges": []any{map[string]any{"text": faultyPage}},
		})
		_ = d.say("textDocument/hover", i+2, hoverAt(page, 2, 15))
		asked = append(asked, d.hear(i+2)...)
	}
	for _, want := range []string{"workspace/configuration", "client/registerCapability"} {
		if !strings.Contains(strings.Join(asked, " "), want) {
			t.Errorf("the server never asked %s, only %v: this client had nothing to leave unanswered", want, asked)
		}
	}
	_ = d.say("shutdown", 1000, nil)
	d.hear(1000)
	_ = d.say("exit", 0, nil)
	if err := d.cmd.Wait(); err != nil {
		t.Errorf("after shutdown and exit: %v", err)
	}
}

// A client that does not read blocks the server, and no more: when it goes, the server ends.
func TestNeverReads(t *testing.T) {
	dir, page := faulty(t)
	d := startDeaf(t, nil)
	d.hello(dir, nil)
	_ = d.say("initialized", 0, map[string]any{})
	_ = d.say("textDocument/didOpen", 0, map[string]any{
		"textDocument": map[string]any{"uri": address(page), "languageId": "javascript", "version": 1, "text": faultyPage},
	})
	// Both pipes fill up, at 64 KiB each; then writing waits, as it does in editors, beside everything else.
	full := make(chan error)
	go func() {
		for i := 2; ; i++ {
			if err := d.say("textDocument/hover", i, hoverAt(page, 2, 15)); err != nil {
				full <- err
				return
			}
		}
	}()
	for i := 1; i < 40; i++ { // it does answer while it is read
		if _, err := readMessage(d.out); err != nil {
			t.Fatal(err)
		}
	}
	// An editor that ends closes everything.
	d.in.Close()
	d.end.Close()
	if code := exitCode(t, d.cmd.Wait()); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if err := <-full; err == nil {
		t.Error("the pipe was never closed")
	}
}

// A client that closes standard error loses the log, and nothing else.
func TestNoStandardError(t *testing.T) {
	dir, page := faulty(t)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	d := startDeaf(t, func(cmd *exec.Cmd) { cmd.Stderr = write })
	write.Close()
	read.Close()
	d.hello(dir, nil)
	d.hear(1)
	_ = d.say("initialized", 0, map[string]any{})
	// This is logged.
	_ = d.say("textDocument/didChange", 0, map[string]any{"textDocument": map[string]any{"uri": address(page), "version": 2}, "contentChanges": []any{}})
	_ = d.say("no/such", 2, nil)
	d.hear(2)
	_ = d.say("shutdown", 3, nil)
	d.hear(3)
	_ = d.say("exit", 0, nil)
	if err := d.cmd.Wait(); err != nil {
		t.Errorf("after shutdown and exit: %v", err)
	}
}

// When the client's process is gone the server ends, also when somebody else holds the pipes open.
func TestParentDies(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the server does not watch processes there")
	}
	if !thorough {
		t.Skip("the step faults of .ci/test runs it: it takes the ten seconds between two looks")
	}
	dir, _ := faulty(t)
	parent := exec.Command("nodebeyond", "lsp") // any process that waits
	held, err := parent.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	d := startDeaf(t, nil)
	d.hello(dir, parent.Process.Pid)
	d.hear(1)
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	if code := exitCode(t, d.cmd.Wait()); code != 1 {
		t.Errorf("exit code %d", code)
	}
}

// soon waits until something has come true, for as long as a test waits for what must come.
func soon(holds func() bool) bool {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(unanswered); ; {
		if holds() {
			return true
		}
		select {
		case <-tick.C:
		case <-end:
			return false
		}
	}
}
