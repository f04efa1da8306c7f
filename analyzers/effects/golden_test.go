package effects

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the text forms in testdata")

// testFiles are the programs in testdata.
func testFiles(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, ext := range []string{"js", "mjs", "ts"} {
		names, err := filepath.Glob("testdata/*." + ext)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, names...)
	}
	if len(out) == 0 {
		t.Fatal("no programs in testdata")
	}
	return out
}

// TestGolden compares the effect programs of the files in testdata with the text beside them, and holds the invariants on each.
func TestGolden(t *testing.T) {
	for _, p := range testFiles(t) {
		t.Run(filepath.Base(p), func(t *testing.T) {
			f := load(t, p)
			if len(f.Problems) > 0 {
				t.Fatal(f.Problems)
			}
			facts := Lower(f, f.HasESM)
			if err := check(f, facts); err != nil {
				t.Error(err)
			}
			golden := p + ".txt"
			got := facts.Text()
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
