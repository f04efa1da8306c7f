package cli

import (
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// patience is how long a run may take before a person wants to see that it goes on.
const patience = time.Second

// progress is the bar on standard error. It shows on a terminal only, and when a run takes longer than patience.
type progress struct {
	mu      sync.Mutex
	on      bool
	started time.Time
	bar     *progressbar.ProgressBar
	make    func(total int) *progressbar.ProgressBar
}

func (l *linting) progress() *progress {
	return &progress{
		on:      l.ErrTerminal && !l.flags.quiet,
		started: l.started,
		make: func(total int) *progressbar.ProgressBar {
			return progressbar.NewOptions(total,
				progressbar.OptionSetWriter(l.Err),
				progressbar.OptionSetDescription("analysing"),
				progressbar.OptionShowCount(),
				progressbar.OptionSetPredictTime(false),
				progressbar.OptionSetElapsedTime(false),
				progressbar.OptionSetWidth(30),
				progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionClearOnFinish(),
			)
		},
	}
}

// step is engine.Options.Progress.
func (p *progress) step(done, total int) {
	if !p.on || total <= 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar == nil {
		if time.Since(p.started) < patience {
			return
		}
		p.bar = p.make(total)
	}
	p.bar.ChangeMax(total)
	p.bar.Set(done)
}

// close wipes the bar away.
func (p *progress) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Clear()
		p.bar = nil
	}
	p.on = false
}
