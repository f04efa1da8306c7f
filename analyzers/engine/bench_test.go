package engine_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rules"
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

// BenchmarkLintCold runs everything without a cache.
func BenchmarkLintCold(b *testing.B) {
	root, files := corpus(b)
	for b.Loop() {
		if _, err := engine.Lint(context.Background(), engine.Options{Root: root, Files: files, Rules: rules.All(), CacheDir: "off"}); err != nil {
			b.Fatal(err)
		}
	}
}
