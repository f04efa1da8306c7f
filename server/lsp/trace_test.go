package lsp

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestTrace: both ends' messages are written down whole, however they are cut on the way.
func TestTrace(t *testing.T) {
	out := &lockedBuffer{}
	w := (&tracer{out: out}).end("client")
	for _, piece := range []string{"Content-Le", "ngth: 7\r\nContent-Type: x\r\n\r\n{\"a\"", ":1}Content-Length: 3\r\n\r\nno", "pcontent-length: 2\r\n\r\n{}"} {
		if n, err := w.Write([]byte(piece)); n != len(piece) || err != nil {
			t.Fatal(n, err)
		}
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		var l struct {
			From    string
			Message json.RawMessage
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil || l.From != "client" {
			t.Errorf("%s: %v", line, err)
		}
		got = append(got, string(l.Message))
	}
	if want := `{"a":1} "nop" {}`; strings.Join(got, " ") != want {
		t.Errorf("%s, not %s", got, want)
	}
	out = &lockedBuffer{}
	c := connect(t, write(t, nil), func(o *Options) { o.Trace = out })
	c.initialize(capabilities("utf-16"), nil)
	if err := c.goodbye(); err != nil {
		t.Error(err)
	}
	for _, want := range []string{`"from":"client","message":{"jsonrpc":"2.0"`, `"method":"initialize"`, `"from":"server"`, `"method":"exit"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in\n%s", want, out.String())
		}
	}
}

// TestParent: a server whose editor is gone does not stay, though something holds its input open.
func TestParent(t *testing.T) {
	gone := exec.Command(os.Args[0], "-test.run=^$")
	if err := gone.Start(); err != nil {
		t.Fatal(err)
	}
	if !alive(gone.Process.Pid) {
		t.Error("a process that runs is not alive")
	}
	if err := gone.Wait(); err != nil {
		t.Fatal(err)
	}
	if alive(gone.Process.Pid) {
		t.Error("a process that ended is alive")
	}
	synctest.Test(t, func(t *testing.T) {
		s := newServer(Options{Log: &lockedBuffer{}, lint: standIn})
		defer s.session.Stop()
		s.life = t.Context()
		var dead atomic.Bool
		s.watchParent(1, func(int) bool { return !dead.Load() })
		s.watchParent(2, func(int) bool { return false }) // never was there
		select {
		case <-s.exit:
			t.Error("the server ended too early")
		case <-time.After(10 * every): // of the bubble's clock
		}
		dead.Store(true)
		<-s.exit
	})
}
