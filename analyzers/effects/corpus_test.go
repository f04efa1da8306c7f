package effects

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"nodebeyond/analyzers/syntax"
)

// corpus gives the JavaScript and TypeScript files below the folder that NODEBEYOND_CORPUS names.
func corpus(tb testing.TB) []string {
	dir := os.Getenv("NODEBEYOND_CORPUS")
	if dir == "" {
		tb.Skip("set NODEBEYOND_CORPUS to a folder of JavaScript files")
	}
	var out []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Type().IsRegular() && slices.Contains([]string{".js", ".cjs", ".mjs", ".ts", ".mts", ".cts"}, filepath.Ext(p)) && !strings.HasSuffix(p, ".d.ts") {
			out = append(out, p)
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

func load(tb testing.TB, path string) *syntax.File {
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return syntax.Parse(path, string(text))
}

func TestCorpus(t *testing.T) {
	files, bad := 0, 0
	for _, p := range corpus(t) {
		f := load(t, p)
		if len(f.Problems) > 0 {
			continue
		}
		files++
		if err := check(f, Lower(f, f.HasESM)); err != nil {
			t.Errorf("%s: %v", p, err)
			if bad++; bad > 20 {
				t.FailNow()
			}
		}
	}
	t.Logf("%d files", files)
}

// cpu reports the processor time that a run of the benchmark takes: on a machine with other work it says more than the clock.
func cpu(b *testing.B) func() {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() { b.ReportMetric(float64((used()-before).Microseconds())/1000/float64(b.N), "cpu-ms/op") }
}

// BenchmarkLower measures reading, parsing and lowering of a corpus; BenchmarkParseOnly is its floor.
func BenchmarkLower(b *testing.B) {
	files := corpus(b)
	defer cpu(b)()
	for b.Loop() {
		for _, p := range files {
			f := load(b, p)
			Lower(f, f.HasESM)
		}
	}
}

// BenchmarkParseOnly is the floor.
func BenchmarkParseOnly(b *testing.B) {
	files := corpus(b)
	defer cpu(b)()
	for b.Loop() {
		for _, p := range files {
			load(b, p)
		}
	}
}

// BenchmarkLowerOnly measures lowering alone: the files are parsed, and their extents known, beforehand.
func BenchmarkLowerOnly(b *testing.B) {
	var files []*syntax.File
	size := int64(0)
	for _, p := range corpus(b) {
		f := load(b, p)
		f.Root().End()
		size += int64(len(f.Text))
		files = append(files, f)
	}
	b.SetBytes(size)
	b.ReportAllocs()
	defer cpu(b)()
	for b.Loop() {
		for _, f := range files {
			Lower(f, f.HasESM)
		}
	}
}
