package lsp

import (
	"strings"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rules"
)

// rulesOf is what a client was told last about a file, by rule.
func (c *client) rulesOf(file string) string {
	c.settle()
	var list []string
	if d := c.diagnostics(file); d != nil {
		for _, x := range d.Diagnostics {
			list = append(list, x.Code)
		}
	}
	return strings.Join(list, " ")
}

// TestHalfTyped: a statement that does not parse is pointed out when the person is done with it, and not before; what is around it, and what other
// files say, stays.
func TestHalfTyped(t *testing.T) {
	const other = "const handler = require('./b');\nrequire('http').createServer(handler);\n"
	const text = "const fs = require('fs');\nmodule.exports = (req, res) => {\n  res.end(fs.readFileSync(__filename));\n};\nlost = 1;\n"
	for _, setting := range []string{"show", "hide"} {
		c := connect(t, write(t, map[string]string{"a.js": other, "b.js": text}), func(o *Options) {
			o.lint, o.Rules, o.undrafted = engine.Lint, rules.All(), false
		})
		c.initialize(capabilities("utf-8"), map[string]any{"syntax": setting})
		c.open("a.js", other)
		c.open("b.js", text)
		version := 1
		edit := func(line, from, to int, text string) {
			version++
			c.change("b.js", version, map[string]any{"text": text, "range": map[string]any{
				"start": map[string]any{"line": line, "character": from}, "end": map[string]any{"line": line, "character": to}}})
		}
		check := func(when, want string) {
			t.Helper()
			if setting == "hide" {
				want = strings.TrimSuffix(want, " syntax-error")
			}
			if got := c.rulesOf("b.js"); got != want {
				t.Errorf("%s, %s: %q, not %q", setting, when, got, want)
			}
		}
		check("at first", "sync-in-handler implicit-global")
		edit(5, 0, 0, "function f( {\n")
		check("half typed", "sync-in-handler implicit-global")
		c.tell("textDocument/didSave", map[string]any{"textDocument": c.doc("b.js")})
		check("saved", "sync-in-handler implicit-global syntax-error")
		edit(5, 10, 11, " x")
		check("typed on", "sync-in-handler implicit-global")
		edit(0, 0, 0, "lost2 = 1;\n")
		check("typed elsewhere", "implicit-global sync-in-handler implicit-global syntax-error")
		edit(6, 10, 13, "() {}")
		check("mended", "implicit-global sync-in-handler implicit-global")
	}
}
