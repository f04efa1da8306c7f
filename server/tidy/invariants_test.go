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
		if invariant.MatchString(line) {
			found++
			namesTests(t, line)
		}
	}
	if !ok || found < 10 {
		t.Errorf("%d invariants in architecture.md", found)
	}
}

// Every part of the protocol that protocol.md lists names a test that is there.
func TestProtocolNamesItsTests(t *testing.T) {
	_, section, ok := strings.Cut(read(t, "docs/contributing/protocol.md"), "\n## What is spoken\n")
	section, _, _ = strings.Cut(section, "\n## ")
	_, rows, _ := strings.Cut(section, "|---|\n")
	found := 0
	for line := range strings.Lines(rows) {
		if strings.HasPrefix(line, "|") {
			found++
			namesTests(t, line)
		}
	}
	if !ok || found < 20 {
		t.Errorf("%d parts in protocol.md", found)
	}
}

// namesTests holds that a line names a test, and that all it names are there.
func namesTests(t *testing.T, line string) {
	t.Helper()
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
