package tidy

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestExample builds the program and runs it on docs/example, as the README says to.
func TestExample(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "nodebeyond")
	build := exec.Command("go", "build", "-o", bin, "./server/cmd/nodebeyond")
	build.Dir = top
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Run("README", func(t *testing.T) { readmeShowsARealFinding(t, lintExample(t, bin, "--color", "never")) })
	t.Run("graph", func(t *testing.T) { pageShowsRealOutput(t, bin) })
	t.Run("table", func(t *testing.T) { exampleHoldsWhatItLists(t, lintExample(t, bin, "--format", "json")) })
}

func lintExample(t *testing.T, bin string, args ...string) string {
	t.Helper()
	run := exec.Command(bin, append([]string{"lint", "docs/example", "--no-cache"}, args...)...)
	run.Dir = top
	out, err := run.Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Fatalf("lint docs/example: %v, want exit code 1\n%s", err, out)
	}
	return string(out)
}

// The report in the README is what a reader gets.
func readmeShowsARealFinding(t *testing.T, out string) {
	t.Helper()
	_, rest, ok := strings.Cut(read(t, "README.md"), "```text\n")
	shown, _, closed := strings.Cut(rest, "```\n")
	if !ok || !closed || len(shown) < 200 {
		t.Fatal("README.md has no text block with a finding")
	}
	if !strings.Contains(out, shown) {
		t.Errorf("README.md shows a finding that is not in the report any more:\n%s\nthe report:\n%s", shown, out)
	}
}

// What docs/graph.md shows below a command is how its output begins.
func pageShowsRealOutput(t *testing.T, bin string) {
	t.Helper()
	shown := 0
	for _, block := range strings.Split(read(t, "docs/graph.md"), "```text\n$ nodebeyond ")[1:] {
		block, _, _ = strings.Cut(block, "```\n")
		command, want, _ := strings.Cut(block, "\n")
		run := exec.Command(bin, strings.Fields(command)...)
		run.Dir = top
		out, err := run.Output()
		if err != nil {
			t.Errorf("%s: %v", command, err)
		}
		if len(want) < 100 || !strings.HasPrefix(string(out), want) {
			t.Errorf("docs/graph.md shows other output of %s than\n%s", command, out)
		}
		shown++
	}
	if shown < 2 {
		t.Errorf("docs/graph.md shows %d commands", shown)
	}
}

var exampleRow = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (\\d+) \\| `([^`]+)` \\|")

// The example holds the findings that its README lists, and no other.
func exampleHoldsWhatItLists(t *testing.T, out string) {
	t.Helper()
	var want []string
	for _, m := range exampleRow.FindAllStringSubmatch(read(t, "docs/example/README.md"), -1) {
		want = append(want, fmt.Sprintf("docs/example/%s:%s %s", m[1], m[2], m[3]))
	}
	if len(want) < 10 {
		t.Fatalf("%d findings in the table of docs/example/README.md", len(want))
	}
	var report struct {
		Findings []struct {
			Rule, File string
			Line       int
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range report.Findings {
		got = append(got, fmt.Sprintf("%s:%d %s", f.File, f.Line, f.Rule))
	}
	for page, sentence := range map[string]string{
		"README.md": "a small server with %d defects", "docs/example/README.md": "it holds %d findings",
	} {
		if sentence = fmt.Sprintf(sentence, len(got)); !strings.Contains(read(t, page), sentence) {
			t.Errorf("%s does not say %q", page, sentence)
		}
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("not found: %s", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("not listed: %s", g)
		}
	}
}
