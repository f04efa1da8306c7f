// Package loopback serves clients on this machine over TCP. It opens no port that another machine can
// reach: what a client may ask of a server, such as the texts of files, is nobody else's business. It does not know what is spoken.
package loopback

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"sync"
)

// ErrAddress says that an address is none that may be listened on.
var ErrAddress = errors.New("no address of this machine's own")

// Address reads "PORT", "127.0.0.1:PORT", "[::1]:PORT" or "localhost:PORT"; port 0 takes a free one. The error wraps ErrAddress.
func Address(word string) (netip.AddrPort, error) {
	host, port, err := net.SplitHostPort(word)
	if err != nil {
		host, port = "localhost", word
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("%q: %w: the port is a number up to 65535", word, ErrAddress)
	}
	if host == "localhost" {
		host = "127.0.0.1" // a name server is not asked: it could say anything
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsLoopback() {
		return netip.AddrPort{}, fmt.Errorf("%q: %w: the host is 127.0.0.1, ::1 or localhost", word, ErrAddress)
	}
	return netip.AddrPortFrom(ip, uint16(n)), nil
}

// Serve listens until the context ends, and calls serve beside all others for each client that connects; the connection is closed when serve returns,
// or when the context ends. ready is told where it listens. Serve returns when all calls have; nil means that the context ended.
func Serve(ctx context.Context, at netip.AddrPort, ready func(netip.AddrPort), serve func(context.Context, io.ReadWriteCloser)) error {
	if !at.Addr().IsLoopback() {
		return fmt.Errorf("%s: %w", at, ErrAddress)
	}
	l, err := net.ListenTCP("tcp", net.TCPAddrFromAddrPort(at))
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	defer func() { _ = l.Close() }()
	ready(l.Addr().(*net.TCPAddr).AddrPort())
	var clients sync.WaitGroup
	defer clients.Wait()
	for {
		conn, err := l.AcceptTCP()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		clients.Go(func() {
			stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
			defer stop()
			defer func() { _ = conn.Close() }()
			serve(ctx, conn)
		})
	}
}
