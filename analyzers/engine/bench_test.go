package engine_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rules"
	"nodebeyond/analyzers/syntax"
)

// corpus lists the sources below NODEBEYOND_CORPUS, for benchmarks.
func corpus(b *testing.B) (root string, files []engine.File) {
	root = os.Getenv("NODEBEYOND_CORPUS")
	if root == "" {
		b.Skip("set NODEBEYOND_CORPUS to a folder of JavaScript files")
	}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch filepath.Ext(p) {
		case ".js", ".cjs", ".mjs":
			info, err := d.Info()
			if err != nil {
				return err
			}
			files = append(files, engine.File{Path: filepath.ToSlash(p), Size: info.Size(), Mtime: info.ModTime().UnixNano()})
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSuffix(filepath.ToSlash(root), "/"), files
}

func lintOnce(b *testing.B, o engine.Options) *engine.Result {
	res, err := engine.Lint(context.Background(), o)
	if err != nil {
		b.Fatal(err)
	}
	return res
}

// BenchmarkParse is the floor under every cold run: read and parse, and nothing else.
func BenchmarkParse(b *testing.B) {
	_, files := corpus(b)
	for b.Loop() {
		for i := range files {
			text, err := os.ReadFile(files[i].Path)
			if err != nil {
				b.Fatal(err)
			}
			syntax.Parse(files[i].Path, string(text))
		}
	}
}

// BenchmarkLintCold runs everything without a cache.
func BenchmarkLintCold(b *testing.B) {
	root, files := corpus(b)
	var phases phases
	for b.Loop() {
		phases.add(lintOnce(b, engine.Options{Root: root, Files: files, Rules: rules.All(), CacheDir: "off", Timing: true}))
	}
	phases.report(b)
}

// BenchmarkTangle is linking and judging of one component of 1,500 modules with six imports each.
func BenchmarkTangle(b *testing.B) {
	for _, kind := range []string{"cjs", "esm"} {
		b.Run(kind, func(b *testing.B) {
			files := tangle(1500, 6, kind == "esm", 1)
			var after int64
			reports := 0
			b.ReportAllocs()
			for b.Loop() {
				found, ns := lintTangle(b, files, 0)
				reports = len(found)
				after += ns
			}
			b.ReportMetric(float64(after)/1e6/float64(b.N), "ms-after-parsing/op")
			b.ReportMetric(float64(reports), "reports")
			reportPeak(b)
		})
	}
}

// BenchmarkProject is a cold run over 20,000 generated files in 200 programs. What linking and judging takes of it is a metric.
func BenchmarkProject(b *testing.B) {
	root := b.TempDir()
	files := programs(b, root, 200, 100, 1)
	var phases phases
	b.ReportAllocs()
	for b.Loop() {
		phases.add(lintOnce(b, engine.Options{Root: filepath.ToSlash(root), Files: files, Rules: rules.All(), CacheDir: "off", Timing: true}))
	}
	phases.report(b)
}

// phases are the nanoseconds of some runs, by what they went into.
type phases struct{ parse, file, whole int64 }

func (p *phases) add(r *engine.Result) {
	for _, row := range r.Timing {
		switch {
		case row.Name == "parse":
			p.parse += row.Nanoseconds
		case perFile(row.Name):
			p.file += row.Nanoseconds
		default:
			p.whole += row.Nanoseconds
		}
	}
}

// report gives the share of linking and judging (resolving and decoding counted) of the run, and the run in times of its parsing.
func (p *phases) report(b *testing.B) {
	all := float64(p.parse + p.file + p.whole)
	b.ReportMetric(100*float64(p.whole)/all, "%link+judge")
	b.ReportMetric(all/float64(p.parse), "run/parse")
	reportPeak(b)
}

// reportPeak gives the most memory that the process had from the system so far: run one benchmark at a time to learn its own.
func reportPeak(b *testing.B) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "peak-MiB")
}

// BenchmarkLintWarm runs over a project in which nothing changed since the last run.
func BenchmarkLintWarm(b *testing.B) {
	root, files := corpus(b)
	o := engine.Options{Root: root, Files: files, Rules: rules.All(), CacheDir: b.TempDir()}
	lintOnce(b, o)
	for b.Loop() {
		if res := lintOnce(b, o); res.Stats.Cached == 0 {
			b.Fatal("nothing came from the cache")
		}
	}
}

// BenchmarkLink makes a program of a corpus whose facts are known, as if it were one part without imports.
func BenchmarkLink(b *testing.B) {
	_, files := corpus(b)
	inputs := make([]program.Input, len(files))
	for i := range files {
		text, err := os.ReadFile(files[i].Path)
		if err != nil {
			b.Fatal(err)
		}
		f := syntax.Parse(files[i].Path, string(text))
		facts := effects.Lower(f, f.HasESM)
		targets := make([]program.Target, len(facts.Imports))
		for k := range targets {
			targets[k].File = program.None
		}
		inputs[i] = program.Input{Path: files[i].Path, Facts: facts, ESM: f.HasESM, Targets: targets}
	}
	for b.Loop() {
		program.Link(append([]program.Input(nil), inputs...), program.Env{})
	}
}

// BenchmarkKeystroke changes one buffer of a project that the memory knows. The buffer is the largest file that imports others.
func BenchmarkKeystroke(b *testing.B) {
	root, files := corpus(b)
	o := engine.Options{Root: root, Files: files, Rules: rules.All(), Memory: &engine.Memory{}}
	at, size := 0, 0
	for i := range files {
		if text, err := os.ReadFile(files[i].Path); err == nil && len(text) > size && strings.Contains(string(text), "require('./") {
			at, size = i, len(text)
		}
	}
	text, err := os.ReadFile(files[at].Path)
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	stroke := func() *engine.Result {
		n++
		next := fmt.Sprintf("%s\nvar typed%d\n", text, n)
		o.Files[at].Text = &next
		return lintOnce(b, o)
	}
	stroke()
	for b.Loop() {
		stroke()
	}
}
