package discover

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// corpus returns a folder with a large project, which only the benchmarks need.
func corpus(b *testing.B) string {
	dir := os.Getenv("NODEBEYOND_CORPUS")
	if dir == "" {
		b.Skip("set NODEBEYOND_CORPUS to a folder with a large project to measure on")
	}
	return dir
}

func benchmarkWalk(b *testing.B, o Options) {
	dir := corpus(b)
	b.ReportAllocs()
	var n, bytes atomic.Int64
	for b.Loop() {
		n.Store(0)
		bytes.Store(0)
		if _, err := Walk(context.Background(), []string{dir}, o, func(f File) {
			n.Add(1)
			bytes.Add(f.Size)
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n.Load()), "files")
	b.ReportMetric(float64(bytes.Load())/1e6, "MB")
}

func BenchmarkWalk(b *testing.B) { benchmarkWalk(b, Options{}) }
func BenchmarkWalkPortable(b *testing.B) {
	benchmarkWalk(b, Options{newFolder: func() folder { return &portableFolder{} }})
}
func BenchmarkWalkGlobs(b *testing.B) {
	benchmarkWalk(b, Options{Ignore: []string{"**/fixtures/**", "**/*.generated.js", "coverage/**"}})
}

// BenchmarkWalkStd is the plain way, for comparison: filepath.WalkDir with the same names.
func BenchmarkWalkStd(b *testing.B) {
	dir := corpus(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n = 0
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && path != dir && isPassedBy(d.Name()) {
				return filepath.SkipDir
			}
			if kind, ok := kindOf(d.Name()); ok && !d.IsDir() && (kind != Source || !isMinified(d.Name())) {
				if _, err := d.Info(); err != nil {
					return err
				}
				n++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n), "files")
}

// manyRules is an ignore file as large projects have it.
var manyRules = strings.Repeat("node_modules\ndist/\n*.log\n/build\ncoverage\n.env\n!keep.js\n**/tmp\ndocs/_build/\n*.min.map\n", 10)

func BenchmarkIgnoreFile(b *testing.B) {
	l := parseIgnore(manyRules, len("/p/"), nil)
	for b.Loop() {
		if l.ask("/p/src/features/hover/index.js", "index.js", false) != silent {
			b.Fatal("matched")
		}
	}
}
