package syntax

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// describe writes the suppressions with their ranges replaced by the text in them.
func describe(f *File) []string {
	var out []string
	for _, s := range f.Suppressions() {
		text := f.Text + "$" // the byte after the end
		line := fmt.Sprintf("%d %s -- %s | %q", s.Kind, strings.Join(s.Rules, ","), s.Reason, text[s.Covers.Start:s.Covers.End])
		for i, r := range s.RuleRanges {
			if f.Text[r.Start:r.End] != s.Rules[i] {
				line += fmt.Sprintf(" BAD RANGE %q", f.Text[r.Start:r.End])
			}
		}
		if s.Problem != "" {
			line += " ! " + s.Problem + " (" + s.Nearest + ")"
		}
		out = append(out, line)
	}
	return out
}

func TestSuppressions(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"none", "// nodebeyond is fine\nx", nil},
		{"next line", "// nodebeyond-disable-next-line a-b, c -- why  not\nfoo();\nbar()", []string{`0 a-b,c -- why not | "foo();\n"`}},
		{"next line, crlf", "// nodebeyond-disable-next-line a -- r\r\nfoo();\r\nbar()", []string{`0 a -- r | "foo();\r\n"`}},
		{"next line is the last", "// nodebeyond-disable-next-line a -- r\nfoo()", []string{`0 a -- r | "foo()$"`}},
		{"no next line", "x // nodebeyond-disable-next-line a -- r", []string{`0 a -- r | "$"`}},
		{"stacked", "// nodebeyond-disable-next-line a -- r\n\n// nodebeyond-disable-next-line b -- s\nfoo()\nbar()", []string{
			`0 a -- r | "\n// nodebeyond-disable-next-line b -- s\nfoo()\n"`, `0 b -- s | "foo()\n"`}},
		{"block comment before code", "/* nodebeyond-disable-next-line a -- r */ x\nfoo()\n", []string{`0 a -- r | "foo()\n"`}},
		{"line", "x\nfoo() // nodebeyond-disable-line a -- r\ny", []string{`1 a -- r | "foo() // nodebeyond-disable-line a -- r\n"`}},
		{"line, U+2028 is inside it", "é('\u2028') // nodebeyond-disable-line a -- r\ny", []string{"1 a -- r | \"é('\\u2028') // nodebeyond-disable-line a -- r\\n\""}},
		{"comment ended by U+2028", "// nodebeyond-disable-line a -- r\u2028y\nz", []string{"1 a -- r | \"// nodebeyond-disable-line a -- r\\u2028y\\n\""}},
		{"file", "\ufeffx\n// nodebeyond-disable-file\n", []string{"2  --  | \"\\ufeffx\\n// nodebeyond-disable-file\\n$\""}},
		{"block", "/* nodebeyond-disable a -- r */ x; /* nodebeyond-enable a */ y", []string{
			`3 a -- r | "/* nodebeyond-disable a -- r */ x; "`, `4 a --  | ""`}},
		{"block to the end", "x; /* nodebeyond-disable */ y", []string{`3  --  | "/* nodebeyond-disable */ y$"`}},
		{"block split", "/* nodebeyond-disable a, b */ x; /* nodebeyond-enable b */ y; /* nodebeyond-enable */ z", []string{
			`3 a --  | "/* nodebeyond-disable a, b */ x; /* nodebeyond-enable b */ y; "`,
			`3 b --  | "/* nodebeyond-disable a, b */ x; "`,
			`4 b --  | ""`, `4  --  | ""`}},
		{"enable without disable", "x /* nodebeyond-enable a */", []string{`5 a --  | "" ! no nodebeyond-disable before this names a ()`}},
		{"multi-line", "/*\n * nodebeyond-disable-next-line a,\n *   b -- one\n *   two\n */\nx", []string{`0 a,b -- one two | "x$"`}},
		{"unknown", "// nodebeyond-disabel-line a", []string{`5  --  | "" ! unknown directive nodebeyond-disabel-line (nodebeyond-disable-line)`}},
		{"unknown, far", "// nodebeyond-disable-next-statement a", []string{`5  --  | "" ! unknown directive nodebeyond-disable-next-statement (nodebeyond-disable-next-line)`}},
		{"prose", "// nodebeyond-documentation says", nil},
		{"colon", "// nodebeyond-disable-line: a", []string{`5  --  | "" ! nodebeyond-disable-line must be followed by a blank (nodebeyond-disable-line)`}},
		{"reason without dashes", "// nodebeyond-disable-line a because", []string{
			`5  --  | "" ! "a because" is no rule: rules are separated by commas, and a reason follows " -- " (nodebeyond-disable-line)`}},
		{"no rules but a reason", "x // nodebeyond-disable-line -- r", []string{`1  -- r | "x // nodebeyond-disable-line -- r$"`}},
		{"empty reason", "x // nodebeyond-disable-line a --", []string{`1 a --  | "x // nodebeyond-disable-line a --$"`}},
		{"hyphens in the reason", "x // nodebeyond-disable-line a -- b--c -- d", []string{`1 a -- b--c -- d | "x // nodebeyond-disable-line a -- b--c -- d$"`}},
		{"multi-byte before the rules", "é /* nodebeyond-disable-line  über , a -- ü */", []string{`1 über,a -- ü | "é /* nodebeyond-disable-line  über , a -- ü */$"`}},
		{"in a string", "x = '// nodebeyond-disable-file'", nil},
		{"in a file that does not parse", "// nodebeyond-disable-file\n)", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, describe(Parse("a.js", tt.text))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestSilences(t *testing.T) {
	f := Parse("a.js", "// nodebeyond-disable-next-line a -- r\nfoo()\nbar()")
	s := f.Suppressions()[0]
	foo, bar := strings.Index(f.Text, "foo"), strings.Index(f.Text, "bar")
	if !s.Silences("a", foo) || s.Silences("b", foo) || s.Silences("a", bar) {
		t.Errorf("Silences: a at foo %v, b at foo %v, a at bar %v", s.Silences("a", foo), s.Silences("b", foo), s.Silences("a", bar))
	}
}
