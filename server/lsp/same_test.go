package lsp

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/uri"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
	"nodebeyond/server/workspace/discover"
)

// TestSame: whatever was typed on the way, the server ends with the findings that the command line has for the same texts on the disk;
// once with the stand-in, whose findings depend on few letters, once with the engine, all rules and the example of the book.
func TestSame(t *testing.T) {
	for _, test := range []struct {
		name    string
		lint    func(context.Context, engine.Options) (*engine.Result, error)
		rules   []*rule.Rule
		project map[string]string
		edited  []string
		words   []string
		seeds   uint64
	}{
		{
			"stand-in", standIn, standInRules, map[string]string{
				"server.js":               "const http = require('node:http');\nhttp.createServer(require('./answer'));\n",
				"answer.js":               "const fs = require('node:fs');\nexports = () => fs.readFileSync('日本');\ndead;\n",
				"lib/util.js":             "exports = {};\n",
				"lib/ignored.js":          "exports = {};\n",
				".nodebeyondignore":       "ignored.js\n",
				"node_modules/x/index.js": "exports = {};\n",
			},
			[]string{"server.js", "answer.js", "lib/util.js", "lib/new.js"},
			[]string{"exports = ", "fs.readFileSync(", "http.createServer(", "dead;", "(((", "\n", "\r\n", "😀", "é", " "}, 6,
		},
		{
			"engine", engine.Lint, rules.All(), folder(t, "../../docs/example"),
			[]string{"server.js", "lib/store.js", "routes/orders.js", "routes/catalog.js", "lib/new.js"},
			[]string{"exports = {};\n", "\n/* 日本 */", "require('fs').readFileSync('./x');", "😀", "(", ");", "}", "\n", "\r\n", "x.on('error', () => {});", "if (x) "}, 3,
		},
	} {
		for seed := range test.seeds {
			t.Run(fmt.Sprintf("%s/seed %d", test.name, seed), func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 3))
				dir := write(t, test.project)
				c := connect(t, dir, func(o *Options) {
					o.lint, o.Rules, o.Page, o.undrafted = test.lint, test.rules, nil, test.name != "engine"
				})
				encodings := []string{"utf-8", "utf-16", "utf-32"}
				units := []syntax.Encoding{syntax.UTF8, syntax.UTF16, syntax.UTF32}[seed%3]
				c.initialize(capabilities(encodings[seed%3]), map[string]any{"scope": "workspace"})
				same(t, c, units, test.lint)
				texts := map[string]string{}
				for _, file := range test.edited {
					texts[file] = test.project[file]
					c.open(file, texts[file])
				}
				for version := 2; version < 32; version++ {
					file := test.edited[r.IntN(len(test.edited))]
					m := syntax.NewMapper(texts[file])
					start := r.IntN(len(texts[file]) + 1)
					span := rangeOf(m, syntax.Range{Start: int32(start), End: int32(min(start+r.IntN(6), len(texts[file])))}, units)
					word := test.words[r.IntN(len(test.words))]
					texts[file] = texts[file][:offsetOf(m, span.Start, units)] + word + texts[file][offsetOf(m, span.End, units):]
					c.change(file, version, map[string]any{"range": span, "text": word})
				}
				for _, file := range test.edited {
					// A text that does not parse keeps its older findings on purpose: the end is one that does.
					texts[file] = strings.ReplaceAll(texts[file], "(((", "")
					if test.name == "engine" && len(syntax.Parse(file, texts[file]).Problems) > 0 {
						texts[file] = "exports = 1;\n" + test.project[file]
					}
					c.change(file, 100, map[string]any{"text": texts[file]})
					if err := os.WriteFile(filepath.Join(dir, file), []byte(texts[file]), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				same(t, c, units, test.lint)
			})
		}
	}
}

// folder reads the files of a folder.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(text)
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatal("no example", err)
	}
	return files
}

// same compares what a client was told about all files with an analysis of the disk as the command line makes it.
func same(t *testing.T, c *client, units syntax.Encoding, lint func(context.Context, engine.Options) (*engine.Result, error)) {
	t.Helper()
	c.settle()
	plan, err := workspace.PlanFor(filepath.ToSlash(c.dir), c.server.options.Rules)
	if err != nil {
		t.Fatal(err)
	}
	sources, _, _, err := discover.Files(t.Context(), []string{c.dir}, plan.Discover)
	if err != nil {
		t.Fatal(err)
	}
	o := plan.Options
	o.CacheDir = "off"
	for _, f := range sources {
		o.Files = append(o.Files, engine.File{Path: filepath.ToSlash(f.Path), Size: f.Size, Mtime: f.MTime, Ctime: f.CTime, Inode: f.Inode})
	}
	result, err := lint(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Findings) == 0 {
		t.Fatal("nothing to compare")
	}
	var want, got []string
	for _, d := range result.Findings {
		text, err := os.ReadFile(d.File)
		if err != nil {
			t.Fatal(err)
		}
		m := syntax.NewMapper(string(text))
		line := fmt.Sprintf("%s %v %s %s", uri.File(d.File), rangeOf(m, d.Range, units), d.Rule, strings.TrimSuffix(d.Message+"\n"+d.Help, "\n"))
		for _, step := range d.Evidence {
			text, err := os.ReadFile(step.File)
			if err != nil {
				t.Fatal(err)
			}
			line += fmt.Sprintf("; %s %v %s", uri.File(step.File), rangeOf(syntax.NewMapper(string(text)), step.Range, units), step.Message)
		}
		want = append(want, line)
	}
	seen := map[string]bool{}
	c.mu.Lock()
	var told []string
	for _, n := range c.notes {
		if n.Method == "textDocument/publishDiagnostics" {
			name := strings.Split(string(n.Params), `"`)[3] // {"uri":"…
			if !seen[name] {
				seen[name] = true
				told = append(told, name)
			}
		}
	}
	c.mu.Unlock()
	for _, name := range told {
		d := c.diagnostics(strings.TrimPrefix(name, c.uri("")+"/"))
		for _, x := range d.Diagnostics {
			line := fmt.Sprintf("%s %v %s %s", d.URI, x.Range, x.Code, x.Message)
			for _, step := range x.RelatedInformation {
				line += fmt.Sprintf("; %s %v %s", step.Location.URI, step.Location.Range, step.Message)
			}
			got = append(got, line)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the server told\n%s\nthe command line finds\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
