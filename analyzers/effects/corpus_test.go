package effects

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nodebeyond/analyzers/syntax"
)

func corpus(b *testing.B) []string {
	dir := os.Getenv("NODEBEYOND_CORPUS")
	if dir == "" {
		b.Skip("set NODEBEYOND_CORPUS to a folder of JavaScript files")
	}
	var out []string
	filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(p, ".js") {
			out = append(out, p)
		}
		return nil
	})
	return out
}

// BenchmarkLower measures reading, parsing and lowering of a corpus; BenchmarkParse in syntax is its floor.
func BenchmarkLower(b *testing.B) {
	files := corpus(b)
	for b.Loop() {
		for _, p := range files {
			text, err := os.ReadFile(p)
			if err != nil {
				b.Fatal(err)
			}
			f := syntax.Parse(p, string(text))
			Lower(f, f.HasESM)
		}
	}
}

// BenchmarkParseOnly is the floor.
func BenchmarkParseOnly(b *testing.B) {
	files := corpus(b)
	for b.Loop() {
		for _, p := range files {
			text, err := os.ReadFile(p)
			if err != nil {
				b.Fatal(err)
			}
			syntax.Parse(p, string(text))
		}
	}
}
