package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rules"
)

// TestSameInputSameFindings: neither the number of workers nor the order in which files are named shows in the result.
func TestSameInputSameFindings(t *testing.T) {
	root, err := filepath.Abs("../../docs/example")
	if err != nil {
		t.Fatal(err)
	}
	var files []engine.File
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".js" {
			return err
		}
		text, err := os.ReadFile(path)
		source := string(text)
		files = append(files, engine.File{Path: filepath.ToSlash(path), Size: int64(len(source)), Text: &source})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	o := engine.Options{Root: filepath.ToSlash(root), Files: files, Rules: rules.All(), CacheDir: "off", Jobs: 1}
	first, err := engine.Lint(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Findings) < 10 {
		t.Fatalf("%d findings in docs/example", len(first.Findings))
	}
	for range 10 {
		o.Jobs = o.Jobs%4 + 1
		o.Files = slices.Concat(o.Files[3:], o.Files[:3])
		again, err := engine.Lint(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(first.Findings, again.Findings); d != "" {
			t.Fatalf("with %d workers (-first +now)\n%s", o.Jobs, d)
		}
	}
}
