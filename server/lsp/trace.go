package lsp

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
)

// tracer writes the messages of both ends down, a JSON object a line: {"ms": 12, "from": "client", "message": {…}}. ms are milliseconds since
// the start. It is safe for concurrent use.
type tracer struct {
	mu    sync.Mutex
	out   io.Writer
	start time.Time
}

// end is a writer for what one end sends.
func (t *tracer) end(from string) io.Writer { return &tracedEnd{tracer: t, from: from} }

// tracedEnd cuts a stream into messages (LSP 3.17, "Base Protocol").
type tracedEnd struct {
	tracer *tracer
	from   string
	buffer []byte
}

// Write never fails: a trace that cannot be written must not end the connection.
func (e *tracedEnd) Write(p []byte) (int, error) {
	e.buffer = append(e.buffer, p...)
	for {
		head, body, ok := bytes.Cut(e.buffer, []byte("\r\n\r\n"))
		if !ok {
			return len(p), nil
		}
		length := -1
		for line := range strings.Lines(string(head)) {
			name, value, _ := strings.Cut(line, ":")
			if strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
				if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
					length = n
				}
			}
		}
		switch {
		case length < 0: // no header that anybody could read on behind
			length = len(body)
		case len(body) < length:
			return len(p), nil
		}
		e.tracer.line(e.from, body[:length])
		e.buffer = append(e.buffer[:0], body[length:]...)
	}
}

func (t *tracer) line(from string, body []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	message := json.RawMessage(body)
	if !json.Valid(body) {
		message, _ = json.Marshal(string(body))
	}
	line, err := json.Marshal(struct {
		MS      int64           `json:"ms"`
		From    string          `json:"from"`
		Message json.RawMessage `json:"message"`
	}{time.Since(t.start).Milliseconds(), from, message})
	if err == nil {
		_, _ = t.out.Write(append(line, '\n'))
	}
}

// traced is the pair of streams, with what passes written down.
func traced(p pipe, to io.Writer) pipe {
	t := &tracer{out: to, start: time.Now()}
	return pipe{readCloser{io.TeeReader(p.Reader, t.end("client")), p.Reader}, io.MultiWriter(p.Writer, t.end("server"))}
}

// readCloser reads from one and closes the other.
type readCloser struct {
	io.Reader
	from io.Reader
}

func (r readCloser) Close() error {
	if c, ok := r.from.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
