package main

import (
	"bytes"
	"os"
	"testing"
)

// The committed table is what the supported binaries say today. A newer patch release of a line may change it: run go generate.
func TestGeneratedIsFresh(t *testing.T) {
	want, err := generate("../../..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../gen_node.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("gen_node.go is stale: run `go generate ./analyzers/nodeapi`")
	}
}
