package rules_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
)

// TestDraft: after any edit a draft has the findings that an analysis of the same text proves by names alone, suppressed and weighed in the same
// way, as long as the text parses.
func TestDraft(t *testing.T) {
	words := []string{"name = 5;\n", "const module = 1;\n", "exports = {};\n", "// nodebeyond-disable-next-line implicit-global -- why\n", "// nodebeyond-disable implicit-global -- why\n",
		"// nodebeyond-enable\n", "/* nodebeyond-disable-file implicit-global -- why */", "x", "\n", " ", "/", "other = name;\n", "let name;\n", "'use strict';\n", "import a from 'b';\n", "typeof exports;\n", "{", "}"}
	o := engine.Options{Root: "/p", Rules: rules.All(), CacheDir: "off", Severity: func(file string, r *rule.Rule) rule.Severity {
		if strings.Contains(file, "mild") {
			return rule.Hint
		}
		return r.Severity
	}}
	compared := 0
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 11))
		file := "/p/" + []string{"a.js", "mild.js", "c.mjs", "d.cjs", "e.ts"}[seed%5]
		text := "require('fs');\nfunction f() { global2 = 1; }\n"
		d := engine.NewDraft(o, file, text)
		var history []string
		for range 30 {
			start := r.IntN(len(text) + 1)
			if r.IntN(4) > 0 {
				start = strings.LastIndexByte(text[:start], '\n') + 1
			}
			end := min(start+r.IntN(30)*(r.IntN(4)/3), len(text))
			word := words[r.IntN(len(words))]
			before := text
			text = text[:start] + word + text[end:]
			history = append(history, fmt.Sprintf("%d-%d %q", start, end, word))
			d.Edit(text, start, end, len(word))
			run := o
			run.Files = []engine.File{{Path: file, Size: int64(len(text)), Text: &text}}
			res, err := engine.Lint(t.Context(), run)
			if err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(res.Findings, func(d rule.Diagnostic) bool { return d.Rule == "syntax-error" }) {
				if _, broken := d.Broken(); !broken {
					t.Fatalf("%s\nafter %s: the draft takes it for whole", text, history)
				}
				if r.IntN(2) == 0 {
					text, history = before, append(history, "undone")
					d.Edit(text, start, start+len(word), end-start)
				}
				continue
			}
			if _, broken := d.Broken(); broken {
				d = engine.NewDraft(o, file, text)
			}
			var want []rule.Diagnostic
			for _, x := range res.Findings {
				if x.Local {
					want = append(want, x)
				}
			}
			compared += len(want)
			if got := d.Findings(); len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
				t.Fatalf("%s\nafter %s: %s\n\nnot %s", text, history, list(got), list(want))
			}
		}
	}
	if compared < 300 {
		t.Errorf("%d findings compared", compared)
	}
}

func list(all []rule.Diagnostic) (lines []string) {
	for _, d := range all {
		lines = append(lines, fmt.Sprintf("%s %v %s %d", d.Rule, d.Range, d.Message, d.Severity))
	}
	return lines
}
