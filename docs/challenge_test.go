package docs

import (
	"strings"
	"testing"
)

// TestQuestions: each question has an answer of a readable length and a written section that says more.
func TestQuestions(t *testing.T) {
	all := Questions()
	if len(all) != 32 {
		t.Errorf("%d questions", len(all))
	}
	for _, q := range all {
		if !strings.HasSuffix(q.Text, "?") && !strings.Contains(q.Text, "? ") {
			t.Errorf("%d is no question: %s", q.Number, q.Text)
		}
		if n := len(strings.Fields(q.Answer)); n < 15 || n > 120 {
			t.Errorf("the answer to %d has %d words", q.Number, n)
		}
		if !q.Section.Written() {
			t.Errorf("%d: section %s is not written", q.Number, q.Section)
		}
	}
}
