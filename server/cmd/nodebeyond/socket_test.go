package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// TestSocket: the server listens on a port of this machine, serves two clients at once, says nothing to a page that a browser has open, and ends well
// when it is stopped.
func TestSocket(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be told to stop there: it is killed")
	}
	cmd := exec.CommandContext(t.Context(), "nodebeyond", "lsp", "--socket", "localhost:0")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	log := bufio.NewReader(stderr)
	line, err := log.ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "nodebeyond: listening on ")
	if err != nil || !ok || !strings.HasPrefix(address, "127.0.0.1:") {
		t.Fatalf("%q, %v", line, err)
	}
	var clients [2]*socketClient
	for i := range clients {
		clients[i] = dial(t, address)
	}
	for _, c := range clients {
		c.say(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`)
		if got := c.hear(); !strings.Contains(got, `"positionEncoding":"utf-16"`) {
			t.Errorf("initialize: %s", got)
		}
	}
	hello := `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`
	if r, err := http.Post("http://"+address+"/", "text/plain", strings.NewReader(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(hello), hello))); err == nil {
		t.Errorf("a browser got an answer: %s", r.Status)
		r.Body.Close()
	}
	// One that ends does not end the other.
	clients[0].say(`{"jsonrpc":"2.0","id":2,"method":"shutdown"}`)
	clients[0].hear()
	clients[0].say(`{"jsonrpc":"2.0","method":"exit"}`)
	if _, err := clients[0].in.ReadByte(); err != io.EOF {
		t.Errorf("after exit: %v", err)
	}
	clients[1].say(`{"jsonrpc":"2.0","id":2,"method":"no/such"}`)
	if got := clients[1].hear(); !strings.Contains(got, "-32601") {
		t.Errorf("the other client: %s", got)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(log)
	if err := cmd.Wait(); err != nil {
		t.Errorf("stopped: %v\n%s", err, rest)
	}
}

type socketClient struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

func dial(t *testing.T, address string) *socketClient {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &socketClient{t, conn, bufio.NewReader(conn)}
}

func (c *socketClient) say(body string) {
	c.t.Helper()
	if _, err := fmt.Fprintf(c.conn, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		c.t.Fatal(err)
	}
}

// hear is the body of the next message.
func (c *socketClient) hear() string {
	c.t.Helper()
	length := 0
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			c.t.Fatal(err)
		}
		if line = strings.TrimSpace(line); line == "" {
			break
		}
		_, _ = fmt.Sscanf(line, "Content-Length: %d", &length)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(c.in, body); err != nil {
		c.t.Fatal(err)
	}
	return string(body)
}
