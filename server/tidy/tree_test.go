package tidy

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const top = "../.."

// tracked are the files of the tree, relative to its top with forward slashes: what is committed, or would be.
var tracked = sync.OnceValues(func() ([]string, error) {
	cmd := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = top
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var files []string
	for _, f := range strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		// A file that was removed and not yet committed is still listed.
		if st, err := os.Lstat(filepath.Join(top, f)); err == nil && st.Mode().IsRegular() {
			files = append(files, f)
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
})

func tree(t *testing.T) []string {
	t.Helper()
	files, err := tracked()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	return files
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(top, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The top level is fixed: whoever opens the checkout sees the four folders and the page that explains them.
func TestTopLevel(t *testing.T) {
	allowed := []string{"server", "analyzers", "docs", "editors", "go.mod", "go.sum", "README.md", "LICENSE", "CHANGELOG.md"}
	seen := map[string]bool{}
	for _, f := range tree(t) {
		first, _, _ := strings.Cut(f, "/")
		if seen[first] {
			continue
		}
		seen[first] = true
		if !strings.HasPrefix(first, ".") && !slices.Contains(allowed, first) {
			t.Errorf("%s: only %s and dot files belong to the top level", first, strings.Join(allowed, ", "))
		}
	}
}

// A package is named for what it knows.
func TestNoDrawers(t *testing.T) {
	for _, f := range tree(t) {
		if !strings.HasSuffix(f, ".go") {
			continue
		}
		switch name := filepath.Base(filepath.Dir(f)); name {
		case "util", "utils", "common", "helper", "helpers", "misc", "shared", "base":
			t.Errorf("%s: a package called %s can hold anything", f, name)
		}
	}
}
