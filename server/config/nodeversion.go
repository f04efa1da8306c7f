package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"nodebeyond/analyzers/nodeapi"
)

// NodeRange says which versions of Node a project runs on, as the range of engines.node would: what the settings say, else what the file of a version
// manager in the project's root, absolute, does; "" when nothing is said, or not with a number ("lts/*").
func (c *Config) NodeRange(root string) string {
	if c.Engines.Node != "" {
		return string(c.Engines.Node)
	}
	for _, name := range VersionFiles {
		if text, err := os.ReadFile(filepath.Join(root, name)); err == nil {
			if v := pinned(string(text)); v != "" {
				return v
			}
		}
	}
	return ""
}

// VersionFiles are the files in which version managers are told a version of Node; the first that says one counts.
var VersionFiles = []string{".nvmrc", ".node-version"}

var versionNumber = regexp.MustCompile(`^v?(\d+)(\.\d+\.\d+|\.\d+)?$`)

// pinned is the version that a version manager's file asks for: the first line that is neither empty nor a comment. They take the newest release for
// what is left out.
func pinned(text string) string {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		m := versionNumber.FindStringSubmatch(line)
		switch {
		case m == nil:
			return ""
		case strings.Count(m[2], ".") == 2:
			return m[1] + m[2]
		}
		for _, v := range nodeapi.AskedVersions() {
			if v = strings.TrimPrefix(v, "v"); strings.HasPrefix(v, m[1]+".") && m[2] == "" {
				return v
			}
		}
		return m[1] + m[2] + ".x"
	}
	return ""
}
