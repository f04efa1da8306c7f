package syntax

import (
	"slices"
	"testing"
)

func TestComments(t *testing.T) {
	tests := []struct {
		name, file, text string
		want             []string
	}{
		{"line and block", "a.js", "// a\nx /* b */ // c", []string{"// a", "/* b */", "// c"}},
		{"hashbang", "a.js", "#!/usr/bin/env node // x\n//y", []string{"#!/usr/bin/env node // x", "//y"}},
		{"strings", "a.js", `a = "// no"; b = '/* no */'; c = "\"// no"; // yes`, []string{"// yes"}},
		{"line continuation", "a.js", "a = '\\\r\n// no'; // yes", []string{"// yes"}},
		{"regexp", "a.js", `a = /[/]\/* no/; b = x / 2 / y // yes`, []string{"// yes"}},
		{"regexp after a bracket", "a.js", `if (x) /"/.test(y) // yes`, []string{"// yes"}},
		{"division after a bracket", "a.js", `(x) / 2; "//" // yes`, []string{"// yes"}},
		{"template", "a.js", "a = `// no ${ b /* yes */ + `${{c: '}'}}// no` } // no`", []string{"/* yes */"}},
		{"html in a script", "a.js", "a <!-- b\n --> c\nd --> e", []string{"<!-- b", "--> c"}},
		{"html closing after a block comment", "a.js", "/*\n*/ --> c\n x", []string{"/*\n*/", "--> c"}},
		{"no html in a module", "a.mjs", "export {}; let b = 1; a < !--b // x", []string{"// x"}},
		{"jsx text", "a.jsx", `a = <a title="it's // no\" b={c /* yes */}>it's // no {/* yes */}</a> // yes`, []string{"/* yes */", "/* yes */", "// yes"}},
		{"U+2028 ends a line comment", "a.js", "// a\u2028b /* c */", []string{"// a", "/* c */"}},
		{"bom", "a.js", "\ufeff// a", []string{"// a"}},
		{"types", "a.ts", "let a: `x${string}` = b as Map</* yes */ '//', string> // yes", []string{"/* yes */", "// yes"}},
		{"dropped expression", "a.js", "void /'/; x // yes", []string{"// yes"}},
		{"does not parse", "a.js", "// a\n)", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := Parse(tt.file, tt.text)
			if tt.name != "does not parse" && len(f.Problems) > 0 {
				t.Fatal(f.Problems)
			}
			var got []string
			for _, c := range f.Comments() {
				got = append(got, tt.text[c.Range.Start:c.Range.End])
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
		})
	}
}
