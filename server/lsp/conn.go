package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// codec marshals messages as package protocol does on the connections that it makes itself; those would handle notifications out of
// order, so the connection is made here, and the library keeps its codec private.
type codec struct{}

func (codec) Marshal(v any) ([]byte, error) {
	switch m := v.(type) {
	case jsonrpc2.RawMessage:
		if m == nil {
			return []byte("null"), nil
		}
		return m, nil
	case *jsonrpc2.RawMessage:
		if m == nil || *m == nil {
			return []byte("null"), nil
		}
		return *m, nil
	}
	return protocol.Marshal(v)
}

func (codec) Unmarshal(data []byte, v any) error {
	if p, ok := v.(*jsonrpc2.RawMessage); ok {
		*p = append(jsonrpc2.RawMessage(nil), data...)
		return nil
	}
	return protocol.Unmarshal(data, v)
}

// stream is the library's stream, except that what is no JSON, or no message, gets the answer that JSON-RPC 2.0 (section 5.1) has for it
// instead of ending the connection: the frame around it was whole, so the next message can be read.
type stream struct {
	jsonrpc2.Stream
	frames
	// ended is called when there is nothing more to read; the connection itself waits for the answers under way, so one that waits for news has to
	// be told.
	ended func()
}

// frames is what the library's streams offer beside messages; the connection asks for it by these methods.
type frames interface {
	ReadFrame(context.Context) ([]byte, int64, error)
	WriteFrame(context.Context, []byte) (int64, error)
}

func newStream(p pipe, ended func()) jsonrpc2.Stream {
	s := jsonrpc2.NewStream(p)
	f, ok := s.(frames)
	if !ok {
		return s
	}
	return &stream{s, f, ended}
}

// ReadFrame is the next frame that holds a message, or a batch of what may be some.
func (s *stream) ReadFrame(ctx context.Context) ([]byte, int64, error) {
	for {
		body, n, err := s.frames.ReadFrame(ctx)
		if err != nil {
			s.ended()
			return body, n, err
		}
		fault := faultOf(body)
		if fault == nil {
			return body, n, nil
		}
		answer := fmt.Sprintf(`{"jsonrpc":"2.0","id":null,"error":{"code":%d,"message":%q}}`, fault.Code, fault.Message)
		if _, err := s.WriteFrame(ctx, []byte(answer)); err != nil {
			s.ended()
			return nil, 0, err
		}
	}
}

// faultOf is what keeps a frame from being read, nil when nothing does. The members of a batch are answered one by one by the library.
func faultOf(body []byte) *jsonrpc2.Error {
	if !json.Valid(body) {
		return jsonrpc2.NewError(jsonrpc2.ParseError, "the message is not JSON")
	}
	if start := bytes.TrimLeft(body, " \t\r\n"); len(start) > 0 && start[0] == '[' {
		return nil
	}
	if _, err := jsonrpc2.DecodeMessage(body); err != nil {
		return jsonrpc2.NewError(jsonrpc2.InvalidRequest, "neither a request nor a response")
	}
	return nil
}
