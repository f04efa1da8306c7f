package main

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rules"
)

// TestFresh fails when the generated files are not what the types say.
func TestFresh(t *testing.T) {
	files, err := generate("../..", slices.Concat(rules.All(), engine.Own()))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 3 {
		t.Fatalf("%d files", len(files))
	}
	for name, want := range files {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s is stale: run go generate ./server/config", name)
		}
	}
}
