package engine_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/ruletest"
)

// TestExportsOfWays compares the lists of testdata/exports/ways.txtar, one file for each way of writing exports, with Object.keys in Node. Files
// whose names begin with open- are those of which nothing is claimed.
func TestExportsOfWays(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/exports/ways.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var files []engine.File
	var paths []string
	for _, f := range archive.Files {
		at := filepath.Join(root, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(f.Name, ".json") {
			files = append(files, engine.File{Path: filepath.ToSlash(at), Size: int64(len(f.Data))})
			paths = append(paths, filepath.ToSlash(at))
		}
	}
	predictions := predict(t, root, files)
	for _, node := range ruletest.Nodes(t, filepath.FromSlash("../..")) {
		got := loadAll(t, node.Path, root, paths)
		for _, file := range paths {
			want := right
			if strings.HasPrefix(filepath.Base(file), "open-") {
				want = open
			}
			p, n := predictions[file], got[file]
			if v := judge(p, n); v != want {
				t.Errorf("Node %s: %s is %s, want %s: says %s, Node %s %s%s", node.Line, filepath.Base(file), v, want, p, n.Type, strings.Join(n.Keys, " "), n.Error)
			}
		}
	}
}
