package config

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// ProjectRoot finds the project that a folder, absolute, belongs to: upwards, the nearest folder that holds nodebeyond.jsonc or .git; failing that the
// topmost one whose package.json has workspaces, then the nearest one with a package.json, then the folder itself.
func ProjectRoot(dir string) string {
	nearest, workspaces := "", ""
	for d := dir; ; {
		if exists(filepath.Join(d, FileName)) || exists(filepath.Join(d, ".git")) {
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
