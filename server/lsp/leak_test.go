package lsp

import (
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestNoGoroutineStays ends sessions in every way there is, and looks whether anything of them still runs.
func TestNoGoroutineStays(t *testing.T) {
	hello := frame(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{"workspace":{"configuration":true}}}}`) +
		frame(`{"jsonrpc":"2.0","method":"initialized","params":{}}`) +
		frame(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.js","languageId":"javascript","version":1,"text":"exports = 1"}}}`)
	hover := frame(`{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a.js"},"position":{"line":0,"character":1}}}`)
	all := frame(`{"jsonrpc":"2.0","id":3,"method":"workspace/diagnostic","params":{"previousResultIds":[]}}`)
	bye := frame(`{"jsonrpc":"2.0","id":4,"method":"shutdown"}`)
	exit := frame(`{"jsonrpc":"2.0","method":"exit"}`)
	for name, input := range map[string]string{
		"goodbye":                  hello + hover + bye + exit,
		"the end of the input":     hello + hover,
		"half a message":           hello + hover[:len(hover)-4],
		"a question that waits":    hello + all,
		"no header":                hello + "nonsense\r\n\r\n",
		"changes, then nothing":    hello + strings.Repeat(frame(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a.js","version":2},"contentChanges":[{"text":"exports = 2"}]}}`), 500),
		"before it is initialized": bye + exit,
	} {
		for _, reads := range []bool{true, false} {
			near, far := net.Pipe()
			done := make(chan error, 1)
			go func() {
				done <- Run(t.Context(), far, far, Options{Version: "0.0.0-test", Rules: standInRules, Page: standInPage, CacheDir: "off", lint: standIn})
			}()
			if reads {
				go func() { _, _ = io.Copy(io.Discard, near) }()
			}
			told := make(chan bool)
			go func() {
				_, _ = io.WriteString(near, input)
				if reads {
					near.Close()
				}
				close(told)
			}()
			if reads {
				<-told
			} else {
				near.Close() // the server waits to be read, and the client goes
			}
			<-done
			<-told
			if left := leftovers(); left != "" {
				t.Errorf("%s, reads %v: after the end there is still\n%s", name, reads, left)
			}
		}
	}
}

// leftovers are the stacks of goroutines of a server that do not end.
func leftovers() string {
	var left []string
	end := time.After(20 * time.Second)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		left = nil
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		for _, g := range strings.Split(string(stacks), "\n\n") {
			if strings.Contains(g, "server/lsp.(*server)") || strings.Contains(g, "server/lsp.(*dispatcher)") || strings.Contains(g, "server/workspace.(*Session)") || strings.Contains(g, "jsonrpc2.") {
				left = append(left, g)
			}
		}
		if len(left) == 0 {
			return ""
		}
		select {
		case <-tick.C:
		case <-end:
			return strings.Join(left, "\n\n")
		}
	}
}

// TestStoppedAfterShutdown: a process that is told to end after shutdown ends well.
func TestStoppedAfterShutdown(t *testing.T) {
	near, far := net.Pipe()
	defer near.Close()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Run(ctx, far, far, Options{}) }()
	answers := make(chan bool)
	go func() {
		defer close(answers)
		b := make([]byte, 1<<16)
		for n := 0; n < 2; {
			k, err := near.Read(b)
			if err != nil {
				return
			}
			n += strings.Count(string(b[:k]), `"jsonrpc"`)
		}
	}()
	_, err := io.WriteString(near, frame(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`)+
		frame(`{"jsonrpc":"2.0","id":2,"method":"shutdown"}`))
	if err != nil {
		t.Fatal(err)
	}
	<-answers
	cancel()
	if err := <-done; err != nil && !errors.Is(err, net.ErrClosed) {
		t.Errorf("Run returned %v", err)
	}
}
