package main

import (
	"bytes"
	"os"
	"testing"

	"nodebeyond/docs"
)

func TestGeneratedFileIsFresh(t *testing.T) {
	want, err := render(docs.Chapters())
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../sections_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/sections_gen.go is stale: run go generate ./docs")
	}
}

func TestConstName(t *testing.T) {
	for id, want := range map[string]string{
		"blocking-the-loop": "BlockingTheLoop",
		"v8-templates":      "V8Templates",
		"ipc":               "Ipc",
	} {
		if got := constName(id); got != want {
			t.Errorf("constName(%q) = %q, want %q", id, got, want)
		}
	}
}
