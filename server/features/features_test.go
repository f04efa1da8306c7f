package features

import (
	"strings"
	"testing"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

func TestPart(t *testing.T) {
	page := "# Title\n\n## What it does\n\nA.\n\n## Why it matters in Node\n\nFirst sentence.\nSecond.\n\n~~~js run file=a.js\n## What it does\n```\nx\n~~~\n\n- one\n- two\n\n1. three\nIt ends.\n\n## Example\n\nB.\n"
	b := &Book{Page: func(string) string { return page }}
	want := "First sentence. Second.\n\n~~~javascript\n## What it does\n```\nx\n~~~\n\n- one\n- two\n\n1. three\nIt ends."
	if got := b.Why("any"); got != want {
		t.Errorf("got\n%s\nnot\n%s", got, want)
	}
	if got := part(page, "Limits"); got != "" {
		t.Errorf("a part that is not there: %q", got)
	}
	if got := part(page, "Example"); got != "B." {
		t.Errorf("the last part: %q", got)
	}
	if got := (&Book{}).Why("any"); got != "" {
		t.Errorf("without pages: %q", got)
	}
}

func TestLink(t *testing.T) {
	for _, test := range []struct {
		base    string
		section docs.Section
		want    string
	}{
		{"https://book.example", docs.Cycles, "https://book.example/modules#cycles"},
		{"https://book.example/en/", docs.Cycles, "https://book.example/en/modules#cycles"},
		{"", docs.Cycles, ""},
		{"https://book.example", "", ""},
		{"https://book.example", "no-such-section", ""},
	} {
		if got := (&Book{Base: test.base}).Link(test.section); got != test.want {
			t.Errorf("%s and %s: %q, not %q", test.base, test.section, got, test.want)
		}
	}
}

// TestExplainedText: two findings at one place, one of a rule that nothing is known about.
func TestExplainedText(t *testing.T) {
	b := &Book{Rules: map[string]*rule.Rule{"known": {ID: "known", Summary: "`known` thing"}}}
	h := Hover{Findings: []Explained{explain(b, rule.Diagnostic{Rule: "known", Message: "What.", Section: docs.Cycles}), explain(b, rule.Diagnostic{Rule: "unknown", Message: "That."})}}
	title := docs.Cycles.Title()
	if got, want := h.Markdown(), "**`known` thing** `known`\n\nWhat.\n\nRead: "+title+" `modules#cycles`\n\n---\n\n**unknown** `unknown`\n\nThat."; got != want {
		t.Errorf("Markdown:\n%s\nnot\n%s", got, want)
	}
	if got, want := h.Plain(), "`known` thing (known)\n\nWhat.\n\nRead: "+title+" (modules#cycles)\n\nunknown (unknown)\n\nThat."; got != want {
		t.Errorf("plain:\n%s\nnot\n%s", got, want)
	}
}

func TestPlain(t *testing.T) {
	got := plain("Some `code` and **more**.\n\n```javascript\nlet `a` = 1;\n```\n\nDone.")
	want := "Some code and more.\n\n    let `a` = 1;\n\nDone."
	if got != want {
		t.Errorf("got\n%s\nnot\n%s", got, want)
	}
	if strings.Contains(got, "```") {
		t.Error("a fence is left")
	}
}
