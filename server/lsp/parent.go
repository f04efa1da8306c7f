package lsp

import (
	"context"
	"time"
)

// every is how often the client's process is looked for.
const every = 10 * time.Second

// watchParent ends the server when the client's process is gone (LSP 3.17, InitializeParams.processId). A client that dies closes the input as
// well, unless a child of its own holds it open.
func (s *server) watchParent(pid int, alive func(pid int) bool) {
	if !alive(pid) { // in another process namespace, say: the number means nothing here
		return
	}
	go func(life context.Context) {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-life.Done():
				return
			case <-tick.C:
				if !alive(pid) {
					s.logf("the editor's process %d is gone", pid)
					_ = s.Exit(life)
					return
				}
			}
		}
	}(s.life)
}
