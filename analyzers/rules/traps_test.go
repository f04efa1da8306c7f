package rules_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
)

// TestTraps: for each way in which code that is right looks like a defect (testdata/traps.tsv: rule, trap), a fixture of the rule has a comment
// "trap: " with those words, and what the comment stands at is silent. A trap with a third column is none of the fixtures' business, for the reason given there.
func TestTraps(t *testing.T) {
	text, err := os.ReadFile("testdata/traps.tsv")
	if err != nil {
		t.Fatal(err)
	}
	held, other := 0, 0
	for line := range strings.Lines(string(text)) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) < 2 || len(c) > 3 || c[1] == "" {
			t.Fatalf("malformed line %q", line)
		}
		if !slices.ContainsFunc(rules.All(), func(r *rule.Rule) bool { return r.ID == c[0] }) {
			t.Errorf("%s is no rule", c[0])
			continue
		}
		if len(c) == 3 {
			other++
			continue
		}
		switch found, loud := trapIn(t, c[0], c[1]); {
		case !found:
			t.Errorf("%s: no fixture says %q", c[0], "trap: "+c[1])
		case loud != "":
			t.Errorf("%s: the fixture of the trap %q has a finding: %s", c[0], c[1], loud)
		default:
			held++
		}
	}
	t.Logf("%d traps have a silent fixture, %d are told apart otherwise", held, other)
}

// trapIn looks for a trap in the fixtures of a rule. loud is a line with a finding among those that the comment is about: its own, or where it has
// no code, those up to the next empty line, comment, end of a function or file of an archive.
func trapIn(t *testing.T, id, trap string) (found bool, loud string) {
	err := filepath.WalkDir(filepath.Join(id, "testdata"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".snap" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lines := strings.Split(string(text), "\n")
		for i, line := range lines {
			_, words, marked := strings.Cut(line, "trap: ")
			if !marked || !strings.Contains(strings.ToLower(words), strings.ToLower(trap)) {
				continue
			}
			found = true
			for k := i; k < len(lines); k++ {
				code := strings.TrimSpace(lines[k])
				comment := strings.HasPrefix(code, "//")
				if k > i && (code == "" || comment || strings.HasPrefix(code, "-- ") || strings.HasPrefix(lines[k-1], "}")) {
					break
				}
				if strings.Contains(code, `// want "`) {
					loud = lines[k]
				}
				if !comment && k == i {
					break // the comment ends a line of code
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, loud
}
