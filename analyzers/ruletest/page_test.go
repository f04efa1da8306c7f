package ruletest

import (
	"strings"
	"testing"
)

// goodPage is a page without a mistake.
const goodPage = "# A title\n\n## What it does\n\nFlags bad().\n\n## Why it matters in Node\n\nIt is.\n\n## Example\n\n" +
	"```js bad file=a.js\nbad();\n```\n\n```js both file=main.js run\nrequire('./a');\n```\n\n" +
	"```output bad node=20\nexit: 1\nold\n```\n\n```output bad node=22,24,26\nexit: 1\nbad is\n```\n\n" +
	"## Use instead\n\n```js good file=a.js\nconsole.log('good');\n```\n\n```output good\nexit: 0\ngood\n```\n\n" +
	"## Limits\n\n```js miss\nb(); // one\n```\n\n```js miss file=x.js\none();\n```\n\n```js miss file=y.js\ntwo();\n```\n"

func TestParsePage(t *testing.T) {
	p, err := ParsePage(goodPage)
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "A title" {
		t.Errorf("title %q", p.Title)
	}
	g, err := p.Program(Bad)
	if err != nil || g.Entry != "main.js" || g.Files["a.js"] != "bad();\n" || !g.own["a.js"] || g.own["main.js"] || len(g.Files) != 2 {
		t.Errorf("bad program %+v, %v", g, err)
	}
	if o, err := p.Output(Bad, "20"); err != nil || o.Exit != "1" || len(o.Lines) != 1 || o.Lines[0] != "old" {
		t.Errorf("bad output on 20: %+v, %v", o, err)
	}
	if o, err := p.Output(Bad, "24"); err != nil || o.Lines[0] != "bad is" {
		t.Errorf("bad output on 24: %+v, %v", o, err)
	}
	misses := p.Examples(Miss)
	if len(misses) != 2 || misses[0].Entry != "main.js" || len(misses[1].Files) != 2 || misses[1].Entry != "x.js" {
		t.Errorf("misses %+v", misses)
	}
}

func TestParsePageFindsMistakes(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"# A title\n", "A title\n", "begins with its title"},
		{"## Use instead", "## Better", `the headings are ["What it does"`},
		{"## Limits\n", "## Limits\n\n### More\n", `unexpected heading "### More"`},
		{"```js bad file=a.js", "```js file=a.js", "no such role"},
		{"```js bad file=a.js", "```js", "has no role"},
		{"```js bad file=a.js", "```js bad", "names no file"},
		{"```js bad file=a.js", "```js bad file=../a.js", "unknown word"},
		{"```js bad file=a.js", "```js bad file=a.js runs", `unknown word "runs"`},
		{"```js bad file=a.js", "```js bad file=main.js", "two files main.js"},
		{"```js bad file=a.js", "```js bad file=a.js run", "2 fences marked run"},
		{"```js bad file=a.js", "```js good file=a.js", "belongs under [\"Use instead\"]"},
		{"```js bad file=a.js", "```rust bad file=a.rs", "no such language"},
		{"```output good\n", "```output good node=18\n", `Node line "18"`},
		{"```output good\n", "```output good node=20\n", "no good output for Node 22"},
		{"node=22,24,26", "node=20,22,24,26", "a second bad output for Node 20"},
		{"exit: 0", "exit 0", "begins with exit:"},
		{"exit: 0", "exit: soon", "begins with exit:"},
		{"two();\n```\n", "two();\n", "not closed"},
		{"two();", strings.Repeat("x", width), "columns inside a fence"},
	} {
		if strings.Count(goodPage, c.old) == 0 {
			t.Errorf("the page has no %q", c.old)
			continue
		}
		_, err := ParsePage(strings.Replace(goodPage, c.old, c.new, 1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: error %v, want one with %q", c.new, c.old, err, c.want)
		}
	}
}

func TestMeets(t *testing.T) {
	got := outcome{exit: "1", text: "started\nTypeError: x\n"}
	for _, c := range []struct {
		want Output
		ok   bool
	}{
		{Output{Exit: "1", Lines: []string{"start", "Error"}}, true},
		{Output{Exit: "any", Lines: []string{"Error: x"}}, true},
		{Output{Exit: "1"}, true},
		{Output{Exit: "0"}, false},
		{Output{Exit: "timeout"}, false},
		{Output{Exit: "1", Lines: []string{"Error", "start"}}, false},        // the order counts
		{Output{Exit: "1", Lines: []string{"TypeError", "Error: x"}}, false}, // a line is used once
	} {
		if diff := got.meets(c.want); (diff == "") != c.ok {
			t.Errorf("%+v: %q, want ok = %v", c.want, diff, c.ok)
		}
	}
	if (outcome{exit: "timeout"}).meets(Output{Exit: "any"}) == "" {
		t.Error("a program that hangs has no exit code, not any")
	}
}
