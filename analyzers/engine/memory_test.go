package engine_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
)

// chain is a program of n files that hand a request from one to the next, some of which wait for the disk.
func chain(n int) map[string]string {
	files := map[string]string{"package.json": "{}", "server.js": "const http = require('http')\nconst { go } = require('./f0')\nhttp.createServer((req, res) => { go(); res.end() }).listen(1)\n"}
	for i := range n {
		files[fmt.Sprintf("f%d.js", i)] = step(i, n, i%3 == 0)
	}
	return files
}

// step is one file of a chain.
func step(i, n int, waits bool) string {
	var b strings.Builder
	b.WriteString("const fs = require('fs')\n")
	if i+1 < n {
		fmt.Fprintf(&b, "const next = require('./f%d')\n", i+1)
	}
	b.WriteString("exports.go = () => {\n")
	if waits {
		b.WriteString("  fs.readFileSync('/etc/hosts')\n")
	}
	if i+1 < n {
		b.WriteString("  return next.go()\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// An editor's session: buffers change, files come and go, and each time the memory gives what a run without it gives.
func TestRandomEdits(t *testing.T) {
	const n = 12
	p := newProject(t, chain(n))
	rnd := rand.New(rand.NewPCG(3, 4))
	buffers := map[string]string{}
	counts := map[int]bool{}
	for round := range 50 {
		i := rnd.IntN(n)
		name := fmt.Sprintf("f%d.js", i)
		switch rnd.IntN(6) {
		case 0: // typing, unfinished
			buffers[name] = step(i, n, true) + "exports.more = (\n"
		case 1, 2:
			buffers[name] = step(i, n, rnd.IntN(2) == 0)
		case 3:
			delete(buffers, name)
		case 4:
			p.write(name, step(i, n, rnd.IntN(2) == 0))
			p.backdate()
		case 5:
			if rnd.IntN(2) == 0 {
				p.remove(name)
			} else {
				p.write(name, step(i, n, true))
			}
			p.backdate()
			p.memory.Refresh()
		}
		o := p.options()
		o.CacheDir = "off"
		for name, text := range buffers {
			file := filepath.ToSlash(p.path(name))
			k, ok := slices.BinarySearchFunc(o.Files, file, func(f engine.File, s string) int { return strings.Compare(f.Path, s) })
			if !ok {
				o.Files = slices.Insert(o.Files, k, engine.File{Path: file})
			}
			o.Files[k] = engine.File{Path: file, Size: int64(len(text)), Text: &text}
		}
		want := p.lint(o)
		counts[len(want.Findings)] = true
		o.Memory = &p.memory
		if d := cmp.Diff(said(want), said(p.lint(o))); d != "" {
			t.Fatalf("edit %d (-fresh +memory):\n%s", round, d)
		}
	}
	if len(counts) < 4 {
		t.Errorf("the edits changed little: %v", counts)
	}
}

// A memory holds what the last run was about, not what was before.
func TestMemoryDoesNotGrow(t *testing.T) {
	p := newProject(t, chain(5))
	o := p.options()
	o.Memory = &p.memory
	at := slices.IndexFunc(o.Files, func(f engine.File) bool { return strings.HasSuffix(f.Path, "f1.js") })
	edit := func(from, to int) uint64 {
		for i := from; i < to; i++ {
			text := step(1, 5, true) + fmt.Sprintf("exports.n%d = %q\n", i, strings.Repeat("x", 20_000))
			o.Files[at].Text = &text
			p.lint(o)
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := edit(0, 20)
	if after := edit(20, 220); after > before+1_000_000 { // 200 texts are 4 MB
		t.Errorf("%d bytes after 20 edits, %d after 220", before, after)
	}
}

// A run that is cancelled says so, and what it learnt does no harm.
func TestCancel(t *testing.T) {
	p := newProject(t, shop())
	want := said(p.cold())
	ctx, cancel := context.WithCancel(t.Context())
	stop := &rule.Rule{ID: "stop", Severity: rule.Warning, Program: func(*rule.ProgramPass) { cancel() }}
	o := p.options()
	o.Memory = &p.memory
	o.Rules = append([]*rule.Rule{stop}, o.Rules...)
	if _, err := engine.Lint(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if d := cmp.Diff(want, said(p.lint(o))); d != "" {
		t.Errorf("(-cold +after):\n%s", d)
	}
}
