package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nodebeyond/analyzers/nodeapi"
)

func TestNodeRange(t *testing.T) {
	newest22 := ""
	for _, v := range nodeapi.AskedVersions() {
		if v = strings.TrimPrefix(v, "v"); strings.HasPrefix(v, "22.") {
			newest22 = v
		}
	}
	for _, c := range []struct{ nvmrc, version, engines, want string }{
		{"", "", "", ""},
		{"v20.11.1\n", "", "", "20.11.1"},
		{"# ours\n\n 22 # the line\n", "", "", newest22},
		{"20.11", "", "", "20.11.x"},
		{"18", "", "", "18.x"}, // a line that is not supported has no newest known release
		{"lts/*\n", "24.1.0", "", "24.1.0"},
		{"lts/jod", "", "", ""},
		{"20.11.1", "22.1.0", "", "20.11.1"},
		{"20.11.1", "", ">=24", ">=24"},
	} {
		root := t.TempDir()
		for name, text := range map[string]string{".nvmrc": c.nvmrc, ".node-version": c.version} {
			if text != "" {
				if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := (&Config{Engines: Engines{Node: VersionRange(c.engines)}}).NodeRange(root); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
