package config

import (
	"strings"
	"testing"
)

// TestDescribe: every key has its own doc comment.
func TestDescribe(t *testing.T) {
	seen := map[string]string{}
	var each func(keys []Key)
	each = func(keys []Key) {
		for _, k := range keys {
			text := Describe(k)
			if !strings.HasPrefix(text, "`"+k.Name+"` ") {
				t.Errorf("%s.%s: %q", k.Owner, k.Field, text)
			}
			if other := seen[text]; other != "" {
				t.Errorf("%s.%s has the text of %s", k.Owner, k.Field, other)
			}
			seen[text] = k.Owner + "." + k.Field
			each(k.Keys)
		}
	}
	each(Reference())
	if len(seen) < 12 {
		t.Errorf("%d keys", len(seen))
	}
	if text := Describe(Key{Name: "no", Owner: "Config", Field: "No"}); text != "" {
		t.Errorf("a key that is none: %q", text)
	}
}
