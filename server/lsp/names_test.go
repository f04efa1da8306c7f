package lsp

import (
	"fmt"
	"sort"
	"strings"
	"testing"
)

type lspLink struct {
	Range   lspRange `json:"range"`
	Target  string   `json:"target,omitempty"`
	Tooltip string   `json:"tooltip,omitempty"`
	Data    any      `json:"data"`
}

// TestLinks: rules in directives and in the configuration lead to their pages, where there is an address to lead to.
func TestLinks(t *testing.T) {
	files := map[string]string{
		"a.js":             "// 𝒽 nodebeyond-disable-file not-this\n/* nodebeyond-disable-line sync-in-handler, no-such-rule, no-effect -- why */ readFileSync('x');\nconst s = '// nodebeyond-disable sync-in-handler';\n",
		"nodebeyond.jsonc": "{\n  // \"sync-in-handler\"\n  \"rules\": { \"no-effect\": \"off\", \"other\": \"on\" },\n  \"severities\": { \"event-loop\": \"error\" }\n}\n",
		"package.json":     "{\"rules\": {\"no-effect\": 1}}\n",
	}
	c := connect(t, write(t, files), nil)
	c.initialize(capabilities("utf-16"), map[string]any{"bookUrl": "https://book.example"})
	for file, text := range files {
		c.open(file, text)
	}
	for file, want := range map[string]string{
		"a.js":             "1:27-42 https://book.example/rules/sync-in-handler Title\n1:58-67 https://book.example/rules/no-effect Code without effect\n",
		"nodebeyond.jsonc": "2:14-23 https://book.example/rules/no-effect Code without effect\n3:19-29 https://book.example/event-loop The event loop\n",
		"package.json":     "",
		"none.js":          "",
	} {
		var links []lspLink
		c.call("textDocument/documentLink", map[string]any{"textDocument": c.doc(file)}, &links)
		got := ""
		for _, l := range links {
			c.call("documentLink/resolve", l, &l)
			got += fmt.Sprintf("%d:%d-%d %s %s\n", l.Range.Start.Line, l.Range.Start.Character, l.Range.End.Character, l.Target, l.Tooltip)
		}
		if got != want {
			t.Errorf("%s:\n%s", file, got)
		}
	}
	if err := c.try("documentLink/resolve", lspLink{Data: "nothing"}, nil); code(err) != requestFailed {
		t.Errorf("a link to nothing: %v", err)
	}
	c.tell("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"bookUrl": ""}})
	var links []lspLink
	c.call("textDocument/documentLink", map[string]any{"textDocument": c.doc("a.js")}, &links)
	if links == nil || len(links) > 0 {
		t.Errorf("without an address: %v", links)
	}
}

// Where the book is: at the address of the settings, else where the program serves it, else nowhere.
func TestWhereTheBookIs(t *testing.T) {
	for _, test := range []struct{ setting, served, want string }{
		{"https://book.example", "http://127.0.0.1:1", "https://book.example/rules/sync-in-handler"},
		{"", "http://127.0.0.1:1", "http://127.0.0.1:1/rules/sync-in-handler"},
		{"none", "http://127.0.0.1:1", ""},
		{"", "", ""},
	} {
		c := connect(t, write(t, map[string]string{"a.js": ""}), func(o *Options) { o.Book = func() string { return test.served } })
		c.initialize(capabilities("utf-16"), map[string]any{"bookUrl": test.setting})
		c.open("a.js", "readFileSync('x'); // nodebeyond-disable-line sync-in-handler -- why\n")
		var links []lspLink
		c.call("textDocument/documentLink", map[string]any{"textDocument": c.doc("a.js")}, &links)
		got := ""
		for _, l := range links {
			c.call("documentLink/resolve", l, &l)
			got += l.Target
		}
		if got != test.want {
			t.Errorf("setting %q, served at %q: %q, want %q", test.setting, test.served, got, test.want)
		}
	}
}

// TestCompletion writes directives, the cursor at |, and takes what is offered first.
func TestCompletion(t *testing.T) {
	for _, test := range []struct{ text, first, rest string }{
		{"// nodebeyond-|\nreadFileSync('x');\n", "// nodebeyond-disable-next-line ${1|sync-in-handler|} -- ${2:why}", "nodebeyond-disable-file nodebeyond-disable nodebeyond-disable-line nodebeyond-enable"},
		{"  readFileSync('x'); // nodebeyond-dis|\n", "  readFileSync('x'); // nodebeyond-disable-line ${1|sync-in-handler|} -- ${2:why}", "nodebeyond-disable-file nodebeyond-disable-next-line nodebeyond-disable nodebeyond-enable"},
		{"// nodebeyond-disable-next-line |\nexports = 1;\n", "// nodebeyond-disable-next-line exports-reassigned -- ${1:why}", "no-effect old-api sync-in-handler"},
		{"// nodebeyond-disable-next-line sy|\nexports = 1;\n", "// nodebeyond-disable-next-line exports-reassigned -- ${1:why}", "no-effect old-api sync-in-handler"},
		{"/* nodebeyond-disable no-effect, | -- because */\n", "/* nodebeyond-disable no-effect, exports-reassigned", "old-api sync-in-handler"},
		{"/**\n * nodebeyond-enable |\n */\n", " * nodebeyond-enable exports-reassigned", "no-effect old-api sync-in-handler"},
		{"// nodebeyond-disable-line no-effect -- n|\n", "", ""},
		{"// nodebeyond-disable-line no-effect |\n", "", ""},
		{"// see nodebeyond-|\n", "", ""},
		{"const nodebeyond = require('|');\n", "", ""},
		{"nodebeyond-|\n", "", ""},
		{"/*\n * nodebeyond-|\n */\n", " * nodebeyond-disable-next-line ${1:rule} -- ${2:why}", "nodebeyond-disable-line nodebeyond-disable-file nodebeyond-disable nodebeyond-enable"},
	} {
		for _, snippets := range []bool{true, false} {
			c := connect(t, write(t, nil), nil)
			caps := capabilities("utf-16")
			merge(caps, map[string]any{"textDocument": map[string]any{"completion": map[string]any{"completionItem": map[string]any{"snippetSupport": snippets}}}})
			c.initialize(caps, nil)
			at := strings.Index(test.text, "|")
			text := test.text[:at] + test.text[at+1:]
			c.open("a.js", text)
			c.settle()
			var items []struct {
				Label, SortText  string
				InsertTextFormat int
				TextEdit         struct {
					Range   lspRange
					NewText string
				}
			}
			f := fixture{t: t, encoding: "utf-16"}
			c.call("textDocument/completion", map[string]any{"textDocument": c.doc("a.js"), "position": f.position(text, at)}, &items)
			sort.Slice(items, func(i, j int) bool { return items[i].SortText < items[j].SortText })
			first, rest := "", []string{}
			for i, item := range items {
				if i > 0 {
					rest = append(rest, item.Label)
					continue
				}
				r := item.TextEdit.Range
				first = text[strings.LastIndexByte(text[:at], '\n')+1:f.offset(text, r.Start)] + item.TextEdit.NewText
				if snippet := strings.Contains(first, "${"); snippet != (item.InsertTextFormat == 2) || snippet && !snippets || f.offset(text, r.End) != at {
					t.Errorf("%q: format %d, range %v of %q", test.text, item.InsertTextFormat, r, first)
				}
			}
			want := test.first
			if i := strings.Index(want, "${"); i >= 0 && !snippets {
				want = strings.TrimSuffix(want[:i], "-- ")
			}
			if strings.TrimRight(first, " ") != strings.TrimRight(want, " ") || strings.Join(rest, " ") != test.rest {
				t.Errorf("%q: %q, %q", test.text, first, rest)
			}
		}
	}
}
