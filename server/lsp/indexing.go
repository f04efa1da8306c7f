package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"sync"

	"go.lsp.dev/protocol"
)

// indexing shows how far the first analysis of each folder is (LSP 3.17, "Work Done Progress").
type indexing struct {
	server *server
	mu     sync.Mutex
	runs   map[string]*indexRun // by folder
	count  int                  // of tokens
}

// indexRun is what is told about one folder. The client has to make a token first, which takes a round trip, so a goroutine of its own
// tells, and what comes meanwhile replaces what was to be told.
type indexRun struct {
	token       string
	done, total int
	ended       bool
	news        chan struct{} // holds one when there is something to tell
}

// told is workspace.Config.Indexing.
func (x *indexing) told(folder string, done, total int, ended bool) {
	if !x.server.abilities.progress {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.runs == nil {
		x.runs = map[string]*indexRun{}
	}
	run := x.runs[folder]
	if run == nil {
		if ended {
			return
		}
		x.count++
		run = &indexRun{token: fmt.Sprintf("nodebeyond/index/%d", x.count), news: make(chan struct{}, 1)}
		x.runs[folder] = run
		go x.tell(folder, run)
	}
	if ended {
		run.ended = true
		delete(x.runs, folder)
	} else {
		run.done, run.total = done, total
	}
	select {
	case run.news <- struct{}{}:
	default:
	}
}

func (x *indexing) tell(folder string, run *indexRun) {
	s := x.server
	token := protocol.String(run.token)
	if err := s.client.WorkDoneProgressCreate(s.life, &protocol.WorkDoneProgressCreateParams{Token: token}); err != nil {
		return // a client that says no is not bothered
	}
	say := func(value any) {
		_ = s.client.Progress(s.life, &protocol.ProgressParams{Token: token, Value: anyOf(value)}) // it fails only when the connection is over
	}
	say(&protocol.WorkDoneProgressBegin{Kind: "begin", Title: "nodebeyond: reading " + path.Base(folder), Cancellable: ptr(true), Percentage: ptr(uint32(0))})
	for {
		select {
		case <-run.news:
		case <-s.life.Done():
			return
		}
		x.mu.Lock()
		done, total, ended := run.done, run.total, run.ended
		x.mu.Unlock()
		if ended {
			say(&protocol.WorkDoneProgressEnd{Kind: "end"})
			return
		}
		if total > 0 {
			say(&protocol.WorkDoneProgressReport{
				Kind: "report", Message: ptr(fmt.Sprintf("%d of %d files", done, total)), Percentage: ptr(uint32(100 * done / total)), Cancellable: ptr(true),
			})
		}
	}
}

// WorkDoneProgressCancel ends the first analysis of a folder; the next change begins it anew.
func (s *server) WorkDoneProgressCancel(_ context.Context, p *protocol.WorkDoneProgressCancelParams) error {
	token, _ := p.Token.(protocol.String)
	s.indexing.mu.Lock()
	defer s.indexing.mu.Unlock()
	for folder, run := range s.indexing.runs {
		if run.token == string(token) {
			s.session.Interrupt(folder)
		}
	}
	return nil
}

// anyOf is a value as the protocol's "any".
func anyOf(v any) protocol.LSPAny {
	body, err := protocol.Marshal(v)
	if err != nil {
		body, _ = json.Marshal(v) // plain Go values are not the protocol's
	}
	return protocol.LSPAny(body)
}
