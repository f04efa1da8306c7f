package features

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// TestNameHovers: rules in directives and settings, chapters, and the keys of the configuration.
func TestNameHovers(t *testing.T) {
	r := &rule.Rule{ID: "waits", Summary: "Waits", Section: docs.BlockingTheLoop, Severity: rule.Warning}
	b := &Book{Rules: map[string]*rule.Rule{"waits": r}, Page: func(string) string {
		return "# Waits\n\n## What it does\n\nFlags a call\nthat waits. And more.\n\n## Limits\n"
	}}
	snap, dir := project(t, txtar.Parse([]byte(`
-- a.js --
// nodebeyond-disable-file waits, others -- a reason with waits in it
const waits = 1
-- nodebeyond.jsonc --
{
  // waits
  "preset": "strict",
  "rules": {},
  "severities": { "event-loop": "error" },
  "overrides": [{ "files": ["a.js"], "rules": {} }]
}
`)))
	for _, test := range []struct{ file, at, want string }{
		{"a.js", "waits,", "**Waits**\n\nFlags a call that waits.\n\n- `waits`: warning, preset recommended; off in this file.\n\nRead: Blocking the loop `event-loop#blocking-the-loop`"},
		{"a.js", "others", ""},
		{"a.js", "waits in it", ""},
		{"a.js", "waits = 1", ""},
		{"nodebeyond.jsonc", "waits", ""},
		{"nodebeyond.jsonc", "preset", "**preset**\n\n`preset` is the set of rules that run: \"recommended\" is precise and the default; \"strict\" adds rules that warn of what only may go wrong; \"teaching\" adds those that explain code that works. --preset overrides it.\n\n- One of `recommended`, `strict`, `teaching`."},
		{"nodebeyond.jsonc", "event-loop", "**The event loop**\n\nStands for the rules that the chapter teaches: `waits`."},
		{"nodebeyond.jsonc", "files", "**files**\n\n`files` lists globs; the settings hold for a file that one of them matches."},
		{"nodebeyond.jsonc", "strict", ""},
	} {
		doc := snap.Document(dir + "/" + test.file)
		got := ""
		if h, ok := HoverAt(snap, b, doc.Path, strings.Index(doc.Text, test.at)+1); ok {
			got = Hover{Topics: h.Topics}.Markdown() // the engine knows no such rule, and says so
		}
		if got != test.want {
			t.Errorf("%s, %s:\n%s\nnot\n%s", test.file, test.at, got, test.want)
		}
	}
}
