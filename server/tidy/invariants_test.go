package tidy

import (
	"regexp"
	"strings"
	"testing"
)

var (
	invariant = regexp.MustCompile(`^(\d+)\. `)
	testName  = regexp.MustCompile("`([\\w/.]+_test\\.go)` ((?:Test|Fuzz)\\w+)")
)

// Every invariant of architecture.md names a test that is there.
func TestInvariantsNameTheirTests(t *testing.T) {
	_, section, ok := strings.Cut(read(t, "docs/contributing/architecture.md"), "\n## Invariants\n")
	section, _, _ = strings.Cut(section, "\n## ")
	found := 0
	for line := range strings.Lines(section) {
		if !invariant.MatchString(line) {
			continue
		}
		found++
		tests := testName.FindAllStringSubmatch(line, -1)
		if len(tests) == 0 {
			t.Errorf("no test is named: %s", line)
		}
		for _, m := range tests {
			if !strings.Contains(read(t, m[1]), "func "+m[2]+"(") {
				t.Errorf("there is no %s in %s", m[2], m[1])
			}
		}
	}
	if !ok || found < 10 {
		t.Errorf("%d invariants in architecture.md", found)
	}
}
