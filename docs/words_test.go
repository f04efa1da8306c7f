package docs

import (
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for s := range words {
		if !s.Written() {
			t.Errorf("%s is no section", s)
		}
		for i, w := range s.Words() {
			if w != strings.ToLower(strings.TrimSpace(w)) || strings.Contains(w, "|") {
				t.Errorf("%s: %q is not in lower case, or has a bar", s, w)
			}
			for _, other := range s.Words()[:i] {
				if other == w {
					t.Errorf("%s: %q is there twice", s, w)
				}
			}
		}
	}
}
