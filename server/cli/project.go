package cli

import (
	"os"
	"path/filepath"
	"strings"
)

// commonFolder is the deepest folder that holds all paths. Paths are absolute; one that is a file counts as its folder.
func commonFolder(paths []string) string {
	common := ""
	for _, p := range paths {
		if st, err := os.Stat(p); err != nil || !st.IsDir() {
			p = filepath.Dir(p)
		}
		if common == "" {
			common = p
		}
		for !within(common, p) {
			common = filepath.Dir(common)
		}
	}
	return common
}

// within reports whether path is dir or below it.
func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func isFolder(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}
