package features

import (
	"strings"
	"testing"

	"nodebeyond/analyzers/syntax"
)

// TestSilences: the comment stands where it is read as one, with the indent and the line ends of the file.
func TestSilences(t *testing.T) {
	for _, test := range []struct{ text, at, line, file string }{
		{"a();\n  bad();\n", "bad", "a();\n  // nodebeyond-disable-next-line r -- TODO: say why\n  bad();\n", "// nodebeyond-disable-file r -- TODO: say why\na();\n  bad();\n"},
		{"#!/usr/bin/env node\r\nbad();\r\n", "bad", "#!/usr/bin/env node\r\n// nodebeyond-disable-next-line r -- TODO: say why\r\nbad();\r\n", "#!/usr/bin/env node\r\n// nodebeyond-disable-file r -- TODO: say why\r\nbad();\r\n"},
		{"x(`\n${bad()}`);\n", "bad", "x(`\n${bad()}`); // nodebeyond-disable-line r -- TODO: say why\n", "// nodebeyond-disable-file r -- TODO: say why\nx(`\n${bad()}`);\n"},
		{"x(`\n${bad()}\n`);\n", "bad", "", "// nodebeyond-disable-file r -- TODO: say why\nx(`\n${bad()}\n`);\n"},
		{"bad()", "bad", "// nodebeyond-disable-next-line r -- TODO: say why\nbad()", "// nodebeyond-disable-file r -- TODO: say why\nbad()"},
	} {
		start := int32(strings.Index(test.text, test.at))
		s, file := snapshotOf(t, test.text, at("r", start, start+3), at("r", start, start+4), at("unused-suppression", start, start+1))
		got := map[string]string{}
		for _, a := range Silences(s, file, syntax.Range{Start: start, End: start}) {
			e := a.Edits[0]
			got[a.Title] = test.text[:e.Range.Start] + e.New + test.text[e.Range.End:]
		}
		for title, want := range map[string]string{"Silence r on this line": test.line, "Silence r in this file": test.file} {
			if got[title] != want {
				t.Errorf("%q, %s:\n%q, not\n%q", test.text, title, got[title], want)
			}
			delete(got, title)
		}
		if len(got) > 0 {
			t.Errorf("%q: also %v", test.text, got)
		}
	}
}
