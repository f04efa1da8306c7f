package ruletest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

func TestReadFixture(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // the wants, or a part of the error
	}{
		{"a.js", "// Shows.\nbad(); // want \"one\" `two \"x\"`\nfine();\n", "[a.js:2: one a.js:2: two \"x\"]"},
		{"a.ts", "#!/usr/bin/env node\n// Shows.\nfine();\n", "[]"},
		{"a.txtar", "Shows.\n-- lib/b.mjs --\nbad(); // want \"one\"\n-- package.json --\n{}\n-- want --\npackage.json:1: two: three\n", "[lib/b.mjs:1: one package.json:1: two: three]"},
		{"a.js", "bad();\n", "begins with a comment"},
		{"a.txtar", "-- b.js --\nbad();\n", "begins with a paragraph"},
		{"a.txtar", "Shows.\n-- b.js --\n-- b.js --\n", "b.js twice"},
		{"a.txtar", "Shows.\n-- b.js --\n-- want --\nc.js:1: one\n", "there is no such file"},
		{"a.txtar", "Shows.\n-- b.js --\n-- want --\none\n", "is not path:line: text"},
		{"a.js", "// Shows.\nbad(); // want one\n", "write // want"},
		{"a.js", "// Shows.\nbad(); // want \"one\" two\n", "is no quoted string"},
		{"a.js", "// Shows.\nbad(); // want \"\"\n", "says nothing"},
		{"a.md", "// Shows.\n", "a fixture is a source file"},
	} {
		file := filepath.Join(t.TempDir(), c.name)
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := readFixture(file)
		got := fmt.Sprint(err)
		if err == nil {
			got = fmt.Sprint(f.wants)
		}
		if err == nil && got != c.want || !strings.Contains(got, c.want) {
			t.Errorf("%s %q: %s, want %s", c.name, c.text, got, c.want)
		}
	}
}

func TestApply(t *testing.T) {
	edit := func(start, end int32, text string) rule.Edit {
		return rule.Edit{Range: syntax.Range{Start: start, End: end}, New: text}
	}
	for _, c := range []struct {
		edits          []rule.Edit
		after, problem string
	}{
		{[]rule.Edit{edit(4, 6, "x"), edit(0, 1, "")}, "123x6789", ""},
		{[]rule.Edit{edit(0, 5, "x"), edit(4, 6, "y")}, "", "overlap"},
		{[]rule.Edit{edit(9, 11, "x")}, "", "leave the file"},
		{[]rule.Edit{edit(0, 1, "0")}, "", "changes nothing"},
		{nil, "", "changes nothing"},
	} {
		after, problem := apply("0123456789", c.edits)
		if after != c.after || (problem == "") != (c.problem == "") || !strings.Contains(problem, c.problem) {
			t.Errorf("%v: %q, %q", c.edits, after, problem)
		}
	}
}
