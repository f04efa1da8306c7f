package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"nodebeyond/server/config"
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

// projectRoot finds the project that a folder belongs to: upwards, the nearest folder that holds nodebeyond.jsonc or .git; failing that the
// topmost one whose package.json has workspaces, then the nearest one with a package.json, then the folder itself.
func projectRoot(dir string) string {
	nearest, workspaces := "", ""
	for d := dir; ; {
		if exists(filepath.Join(d, config.FileName)) || exists(filepath.Join(d, ".git")) {
			// A package in the middle of a larger tree does not end the project: its configuration or repository does.
			return d
		}
		if text, err := os.ReadFile(filepath.Join(d, "package.json")); err == nil {
			if nearest == "" {
				nearest = d
			}
			if hasWorkspaces(text) {
				workspaces = d
			}
		}
		up := filepath.Dir(d)
		if up == d {
			break
		}
		d = up
	}
	switch {
	case workspaces != "":
		return workspaces
	case nearest != "":
		return nearest
	}
	return dir
}

// hasWorkspaces reports whether a package.json lists workspaces (npm docs, "package.json", section "workspaces").
func hasWorkspaces(text []byte) bool {
	var p struct {
		Workspaces json.RawMessage `json:"workspaces"`
	}
	return json.Unmarshal(text, &p) == nil && len(p.Workspaces) > 0 && string(p.Workspaces) != "null"
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
