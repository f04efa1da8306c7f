package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/spf13/cobra"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace/discover"
)

// measurement is one line of `nodebeyond bench`.
type measurement struct {
	Mode     string  `json:"mode"`
	Files    int     `json:"files"`
	MB       float64 `json:"mb"`       // 10^6 bytes of source
	WallMS   float64 `json:"wallMs"`   // of the work, the start of the process left out
	CPUMS    float64 `json:"cpuMs"`    // user and system, of the process so far
	PeakMB   float64 `json:"peakMb"`   // largest resident set, 10^6 bytes; 0 where the system does not tell
	Findings int     `json:"findings"` // of --mode lint
	Problems int     `json:"problems"` // files that did not parse or could not be read
}

// newBench is hidden: it is for those who make nodebeyond faster. Each mode does what the one before it does and one thing more, so that
// differences are the price of a phase.
func newBench(t *Tool, s *Streams) *cobra.Command {
	var mode, cacheDir string
	var jobs int
	var asJSON bool
	c := &cobra.Command{
		Use:    "bench [paths]",
		Short:  "Measure the phases of a run",
		Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"."}
			}
			b := &bench{Tool: t, Streams: s, jobs: jobs, cacheDir: cacheDir, m: measurement{Mode: mode}}
			start := time.Now()
			if err := b.run(cmd.Context(), args); err != nil {
				return err
			}
			b.m.WallMS = float64(time.Since(start).Microseconds()) / 1e3
			b.m.CPUMS, b.m.PeakMB = usage()
			if asJSON {
				return json.NewEncoder(s.Out).Encode(b.m)
			}
			m := b.m
			_, err := fmt.Fprintf(s.Out, "%s: %d files, %.1f MB, wall %.1f ms, cpu %.1f ms, peak %.1f MB, %d findings, %d problems\n", m.Mode, m.Files, m.MB, m.WallMS, m.CPUMS, m.PeakMB, m.Findings, m.Problems)
			return err
		},
	}
	c.Flags().StringVar(&mode, "mode", "lint", "stat, read-hash, parse-only or lint")
	c.Flags().StringVar(&cacheDir, "cache-dir", "off", "folder of the cache for --mode lint, or off")
	c.Flags().IntVar(&jobs, "jobs", 0, "number of workers")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

type bench struct {
	*Tool
	*Streams
	jobs     int
	cacheDir string
	m        measurement
}

func (b *bench) run(ctx context.Context, args []string) error {
	debug.SetGCPercent(400)
	l := &linting{Tool: b.Tool, Streams: b.Streams, flags: &lintFlags{jobs: b.jobs, noConfig: true}, maxSize: defaultMaxSize}
	paths, err := l.paths(args)
	if err != nil {
		return err
	}
	var each func(path string, text []byte) bool
	switch b.m.Mode {
	case "stat":
	case "read-hash":
		each = func(_ string, text []byte) bool { return xxhash.Sum64(text) != 0 }
	case "parse-only":
		each = func(path string, text []byte) bool { return len(syntax.Parse(path, string(text)).Problems) == 0 }
	case "lint":
		return b.lint(ctx, l, paths)
	default:
		return unknownWord("--mode", b.m.Mode, []string{"stat", "read-hash", "parse-only", "lint"})
	}
	files, err := find(ctx, paths, discover.Options{Workers: b.jobs})
	if err != nil {
		return err
	}
	b.count(files.files)
	b.m.Problems = len(files.errors)
	if each != nil {
		b.m.Problems += b.overAll(files.files, each)
	}
	return nil
}

func (b *bench) count(files []engine.File) {
	b.m.Files = len(files)
	for i := range files {
		b.m.MB += float64(files[i].Size) / 1e6
	}
}

// overAll reads every file and hands it to each, on all workers. It counts the files that failed.
func (b *bench) overAll(files []engine.File, each func(path string, text []byte) bool) int {
	workers := b.jobs
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next, bad atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) {
					return
				}
				text, err := os.ReadFile(filepath.FromSlash(files[i].Path))
				if err != nil || !each(files[i].Path, text) {
					bad.Add(1)
				}
			}
		})
	}
	wg.Wait()
	return int(bad.Load())
}

func (b *bench) lint(ctx context.Context, l *linting, paths []string) error {
	if err := l.configure(paths); err != nil {
		return err
	}
	o, files, err := l.options(ctx, paths)
	if err != nil {
		return err
	}
	o.CacheDir = b.cacheDir
	b.count(files.files)
	res, _, err := l.Lint(ctx, o)
	if err != nil {
		return l.cannotRun(err)
	}
	b.m.Findings = len(res.Findings)
	b.m.Problems = len(res.Errors) + len(files.errors)
	return nil
}
