package workspace_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rules"
	"nodebeyond/server/workspace"
)

// server is a text of about so many lines with a statement in the middle that is edited.
func serverText(lines int) (head, tail string) {
	var b strings.Builder
	b.WriteString("'use strict';\nconst fs = require('fs');\nconst http = require('http');\n")
	for k := range lines / 10 {
		if k == lines/20 {
			head = b.String()
			b.Reset()
		}
		fmt.Fprintf(&b, "exports.handler%d = handler%d;\nasync function handler%d(req, res) {\n  const out = [];\n  for (const part of req.url.split('/')) {\n    if (part.length > %d) out.push({ part });\n  }\n  const data = await fs.promises.readFile('x', 'utf8');\n  res.end(JSON.stringify({ data, out }));\n}\n", k, k, k, k)
	}
	b.WriteString("http.createServer(handler1).listen(0);\n")
	return head, b.String()
}

// BenchmarkKey is one key in a file of a workspace: until its own findings are told, and until the program is analysed. NODEBEYOND_CORPUS names the
// workspace; without it, it is empty but for the file.
func BenchmarkKey(b *testing.B) {
	for _, lines := range []int{500, 2000, 10000} {
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			dir := os.Getenv("NODEBEYOND_CORPUS")
			if dir == "" {
				dir = b.TempDir()
			}
			dir, _ = filepath.Abs(dir)
			file := filepath.ToSlash(filepath.Join(dir, "typed-here.js"))
			typed := make(chan time.Time, 100)
			s := workspace.New(workspace.Config{Rules: rules.All(), CacheDir: b.TempDir(), Lint: engine.Lint, Typed: func(*workspace.Snapshot, string) { typed <- time.Now() }})
			defer s.Stop()
			s.SetFolders([]string{filepath.ToSlash(dir)})
			head, tail := serverText(lines)
			texts := [2]string{head + "handler1x = 5;\n" + tail, head + "handler1 = 5;\n" + tail}
			s.Open(file, 1, texts[0])
			if err := s.Settle(context.Background()); err != nil {
				b.Fatal(err)
			}
			for len(typed) > 0 {
				<-typed
			}
			var first, all []time.Duration
			version := int32(1)
			for b.Loop() {
				version++
				e := workspace.Edit{Start: len(head) + 8, End: len(head) + 9}
				if version%2 == 1 {
					e = workspace.Edit{Start: len(head) + 8, End: len(head) + 8, Len: 1}
				}
				begun := time.Now()
				if err := s.Change(file, version, texts[(version+1)%2], []workspace.Edit{e}); err != nil {
					b.Fatal(err)
				}
				first = append(first, (<-typed).Sub(begun))
				if err := s.Settle(context.Background()); err != nil {
					b.Fatal(err)
				}
				all = append(all, time.Since(begun))
			}
			for name, list := range map[string][]time.Duration{"own": first, "all": all} {
				slices.Sort(list)
				b.ReportMetric(float64(list[len(list)/2].Microseconds())/1000, name+"-p50-ms")
				b.ReportMetric(float64(list[len(list)*95/100].Microseconds())/1000, name+"-p95-ms")
			}
		})
	}
}
