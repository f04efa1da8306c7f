package serve

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func start(t *testing.T) *Site {
	t.Helper()
	s, err := Start(0, func() (map[string][]byte, error) {
		return map[string][]byte{
			"index.html": []byte("first"), "a.html": []byte("a"), "rules/index.html": []byte("rules"), "site.css": []byte("css"), "404.html": []byte("nothing"),
		}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestServes(t *testing.T) {
	s := start(t)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, c := range []struct {
		method, path, host string
		status             int
		body, header       string // header: "Name: value" that is there
	}{
		{"GET", "/", "", 200, "first", "Content-Type: text/html; charset=utf-8"},
		{"GET", "/a.html", "", 200, "a", "Content-Security-Policy: " + policy},
		{"GET", "/site.css", "", 200, "css", "Content-Type: text/css; charset=utf-8"},
		{"HEAD", "/a.html", "", 200, "", "Content-Length: 1"},
		{"GET", "/a", "", 301, "", "Location: /a.html"},
		{"GET", "/rules/", "", 301, "", "Location: /rules/index.html"},
		{"GET", "/none", "", 404, "nothing", "X-Content-Type-Options: nosniff"},
		{"GET", "/../../etc/passwd", "", 404, "nothing", ""},
		{"GET", "/%2e%2e/%2e%2e/etc/passwd", "", 404, "nothing", ""},
		{"POST", "/", "", 405, "", "Allow: GET, HEAD"},
		{"OPTIONS", "/", "", 405, "", ""},
		{"GET", "/", "localhost:PORT", 200, "first", ""},
		{"GET", "/", "evil.example:PORT", 421, "", ""},
		{"GET", "/", "127.0.0.1:1", 421, "", ""},
		{"GET", "/", "127.0.0.1", 421, "", ""},
		{"GET", "/", "127.0.0.1.evil.example:PORT", 421, "", ""},
	} {
		r, err := http.NewRequestWithContext(t.Context(), c.method, s.Base+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.host != "" {
			r.Host = strings.Replace(c.host, "PORT", r.URL.Port(), 1)
		}
		res, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		name, value, _ := strings.Cut(c.header, ": ")
		if res.StatusCode != c.status || c.body != "" && string(body) != c.body || name != "" && res.Header.Get(name) != value {
			t.Errorf("%s %s (%s): %d %q, %s = %q", c.method, c.path, c.host, res.StatusCode, body, name, res.Header.Get(name))
		}
	}
}

// Only this machine is answered: the port is not open to others.
func TestOnlyThisMachine(t *testing.T) {
	if s := start(t); !strings.HasPrefix(s.Base, "http://127.0.0.1:") {
		t.Errorf("base is %s", s.Base)
	}
}

func TestPortTaken(t *testing.T) {
	s := start(t)
	var port int
	for _, d := range s.Base[strings.LastIndex(s.Base, ":")+1:] {
		port = port*10 + int(d-'0')
	}
	if _, err := Start(port, nil); err == nil {
		t.Error("two sites on one port")
	}
}

func TestEndsWithTheContext(t *testing.T) {
	s := start(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := s.Wait(ctx); err != nil {
		t.Error(err)
	}
	if res, err := http.Get(s.Base); err == nil {
		_ = res.Body.Close()
		t.Error("it still answers")
	}
}

func TestDefectOfTheBook(t *testing.T) {
	s, err := Start(0, func() (map[string][]byte, error) { return nil, errors.New("a defect") })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	res, err := http.Get(s.Base)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusInternalServerError {
		t.Errorf("status %d", res.StatusCode)
	}
}
