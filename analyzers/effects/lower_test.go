package effects

import (
	"testing"

	"nodebeyond/analyzers/syntax"
)

func lowerText(t *testing.T, text string) *Facts {
	t.Helper()
	f := syntax.Parse("a.js", text)
	if len(f.Problems) > 0 {
		t.Fatal(f.Problems)
	}
	return Lower(f, f.HasESM)
}
