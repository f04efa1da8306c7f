// Package serve shows the pages of the book on this machine, and on this machine only.
//
// It knows HTTP and files in memory. It must not know what is on a page, and it is the one package of ours that opens a port: on the
// loopback interface, for reading, and it never looks at the disk.
package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Site is a set of pages that is served. Its methods are safe for concurrent use.
type Site struct {
	// Base is its address, such as "http://127.0.0.1:4000".
	Base   string
	server *http.Server
	done   chan struct{}
	err    error // of the server, once done is closed
}

// Start serves files on a port of the loopback interface; 0 takes a free one. The files are asked for with the first request, once. An error
// means that the port cannot be had.
func Start(port int, files func() (map[string][]byte, error)) (*Site, error) {
	// By its number: what a name leads to is for others to say.
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	port = l.Addr().(*net.TCPAddr).Port
	s := &Site{Base: fmt.Sprintf("http://127.0.0.1:%d", port), done: make(chan struct{})}
	s.server = &http.Server{
		Handler:           handler(port, sync.OnceValues(files)),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	go func() {
		defer close(s.done)
		if err := s.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.err = err
		}
	}()
	return s, nil
}

// Wait returns when the context ends, or when the server cannot go on, and then says why.
func (s *Site) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		s.Close()
		<-s.done
	case <-s.done:
	}
	return s.err
}

// Close ends all connections and gives the port back.
func (s *Site) Close() { _ = s.server.Close() }

// policy is what a page may load: its own files. The pages say it of themselves as well, for other servers.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// handler answers requests that were meant for this machine. A page of another site can make a browser send requests to a loopback port, and
// by a name of its own that leads here even read the answers; the Host header then has that name (DNS rebinding).
func handler(port int, files func() (map[string][]byte, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		host, at, err := net.SplitHostPort(r.Host)
		if err != nil || at != strconv.Itoa(port) || host != "127.0.0.1" && host != "localhost" {
			http.Error(w, "this address is not served here", http.StatusMisdirectedRequest)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "these pages can only be read", http.StatusMethodNotAllowed)
			return
		}
		all, err := files()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		name, data := find(all, r.URL.Path)
		if data == nil {
			h.Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write(all["404.html"])
			return
		}
		if "/"+name != r.URL.Path && name != "index.html" {
			// A place without ".html", as findings name it. The browser keeps the fragment.
			http.Redirect(w, r, "/"+name, http.StatusMovedPermanently)
			return
		}
		if t := types[path.Ext(name)]; t != "" {
			h.Set("Content-Type", t)
		}
		// The next version of the program may serve other pages at the same port.
		h.Set("Cache-Control", "no-cache")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	})
}

// types are the media types of what a site has; the tables of some systems lack them, or have others.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
	".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm", ".gz": "application/gzip",
}

// find is the file for a path of a URL; nil when there is none.
func find(all map[string][]byte, at string) (string, []byte) {
	name := strings.TrimPrefix(path.Clean("/"+at), "/")
	for _, try := range []string{name, name + ".html", path.Join(name, "index.html")} {
		if data, ok := all[try]; ok {
			return try, data
		}
	}
	return "", nil
}
