package loopback

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"testing"
)

func TestAddress(t *testing.T) {
	for word, want := range map[string]string{
		"8123": "127.0.0.1:8123", "0": "127.0.0.1:0", ":8123": "", "127.0.0.1:8123": "127.0.0.1:8123", "127.1.2.3:1": "127.1.2.3:1",
		"localhost:8123": "127.0.0.1:8123", "[::1]:8123": "[::1]:8123", "::1": "",
		"0.0.0.0:8123": "", "[::]:8123": "", "192.168.0.1:8123": "", "example.org:8123": "", "localhost.example.org:8123": "", "127.0.0.1": "",
		"localhost:http": "", "localhost:65536": "", "-1": "", "": "",
	} {
		got, err := Address(word)
		switch {
		case want == "" && !errors.Is(err, ErrAddress):
			t.Errorf("%q: %v, %v", word, got, err)
		case want != "" && got.String() != want:
			t.Errorf("%q: %v, %v", word, got, err)
		}
	}
}

// TestServe: several clients at once, each with a stream of its own; the end of the context ends all.
func TestServe(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	at, done, ended := make(chan netip.AddrPort, 1), make(chan error, 1), make(chan bool, 2)
	echo := func(_ context.Context, c io.ReadWriteCloser) {
		_, _ = io.Copy(c, c)
		ended <- true
	}
	go func() {
		done <- Serve(ctx, netip.MustParseAddrPort("127.0.0.1:0"), func(a netip.AddrPort) { at <- a }, echo)
	}()
	address := (<-at).String()
	var clients [2]net.Conn
	for i := range clients {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		clients[i] = c
	}
	for i, c := range clients {
		word := string(rune('a'+i)) + "\n"
		if _, err := io.WriteString(c, word); err != nil {
			t.Fatal(err)
		}
		if got, err := bufio.NewReader(c).ReadString('\n'); got != word {
			t.Errorf("%q, %v", got, err)
		}
	}
	clients[0].Close()
	<-ended
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := io.ReadAll(clients[1]); err != nil {
		t.Logf("the other client: %v", err)
	}
	if c, err := net.Dial("tcp", address); err == nil {
		c.Close()
		t.Error("it still listens")
	}
}

func TestRefuses(t *testing.T) {
	err := Serve(t.Context(), netip.MustParseAddrPort("0.0.0.0:0"), func(netip.AddrPort) { t.Error("it listens") }, nil)
	if !errors.Is(err, ErrAddress) {
		t.Error(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := Serve(t.Context(), l.Addr().(*net.TCPAddr).AddrPort(), func(netip.AddrPort) { t.Error("it listens") }, nil); err == nil {
		t.Error("two listen on one port")
	}
}
