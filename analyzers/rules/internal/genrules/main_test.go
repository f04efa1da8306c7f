package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGeneratedListIsFresh(t *testing.T) {
	ids, err := list("../..")
	if err != nil {
		t.Fatal(err)
	}
	want, err := render(ids)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../rules_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("analyzers/rules/rules_gen.go is stale: run go generate ./analyzers/rules")
	}
}

func TestList(t *testing.T) {
	for name, c := range map[string]struct{ text, err string }{
		"good":          {"package onetwo\n\nvar Rule = 1\n", ""},
		"in a group":    {"package onetwo\n\nvar (\n\tother, Rule = 1, 2\n)\n", ""},
		"other package": {"package one\n\nvar Rule = 1\n", "the package is one"},
		"no rule":       {"package onetwo\n\nvar rule = 1\n", "no variable Rule"},
		"broken":        {"package onetwo\n\nvar Rule = \n", "rule.go:"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "one-two", "rule.go"), c.text)
			write(t, filepath.Join(dir, "page-only", "rule.md"), "# Later\n")
			ids, err := list(dir)
			switch {
			case c.err != "":
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("error %v, want one with %q", err, c.err)
				}
			case err != nil || len(ids) != 1 || ids[0] != "one-two":
				t.Errorf("list = %q, %v", ids, err)
			}
		})
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
