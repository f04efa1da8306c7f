package modulegraph_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/server/modulegraph"
)

// project writes files below a new folder and gives the run over them. Names in order.
func project(t *testing.T, files map[string]string) engine.Options {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	o := engine.Options{Root: filepath.ToSlash(dir)}
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, ".json") && !strings.Contains(name, "node_modules") {
			o.Files = append(o.Files, engine.File{Path: filepath.ToSlash(file), Size: int64(len(text))})
		}
	}
	slices.SortFunc(o.Files, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	return o
}

func read(t *testing.T, files map[string]string) *modulegraph.Graph {
	t.Helper()
	g, problems, err := modulegraph.Read(context.Background(), project(t, files), modulegraph.Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return g
}

// TestKinds tells imports apart by when they run.
func TestKinds(t *testing.T) {
	g := read(t, map[string]string{
		"package.json": `{"name":"p","type":"commonjs"}`,
		"main.js":      "require('./a');\nif (process.env.B) require('./b');\nexports.c = () => require('./c');\nimport('./d.mjs');\nrequire('./a').x;\nrequire('express'); require('fs'); require('./nowhere')",
		"a.js":         "", "b.js": "", "c.js": "", "d.mjs": "import './e.mjs'", "e.mjs": "",
		"f.ts":                              "import { T } from './h';\nimport { v } from './g';\nconst x: T = v",
		"g.ts":                              "export const v = 1",
		"h.ts":                              "export type T = string",
		"node_modules/express/package.json": `{"name":"express"}`, "node_modules/express/index.js": "",
	})
	var got []string
	for _, e := range g.Edges {
		got = append(got, fmt.Sprintf("%s %s %s:%d x%d", g.Modules[e.From].Path, e.Kind, g.Modules[e.To].Path, e.Line, e.Count))
	}
	want := []string{
		"d.mjs import e.mjs:1 x1", "f.ts type-only h.ts:1 x1", "f.ts import g.ts:2 x1",
		"main.js require a.js:1 x2", "main.js conditional b.js:2 x1", "main.js lazy c.js:3 x1", "main.js dynamic d.mjs:4 x1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var packages []string
	for _, p := range g.Packages {
		packages = append(packages, p.Name)
	}
	if strings.Join(packages, " ") != "express node:fs" {
		t.Errorf("packages %v", packages)
	}
	if m := g.Modules[g.Find("main.js")]; m.Missing != 1 || !m.Starts || m.Lines != 6 || m.Order != 1 {
		t.Errorf("main.js is %+v", m)
	}
}

// ring is a cycle of n modules, harmless, below a folder.
func ring(files map[string]string, dir string, n int) {
	for i := range n {
		files[fmt.Sprintf("%s/m%03d.js", dir, i)] = fmt.Sprintf("exports.f = () => require('./m%03d')", (i+1)%n)
	}
}

// TestFold folds a project of 250 modules in 10 folders, with one harmful cycle deep in one of them.
func TestFold(t *testing.T) {
	files := map[string]string{"deep/down/a.js": "const b = require('./b'); exports.x = 1; b.y()", "deep/down/b.js": "const { x } = require('./a'); exports.y = () => x"}
	ring(files, "lib/ring", 5)
	for i := range 10 {
		for k := range 25 {
			files[fmt.Sprintf("src/d%02d/m%d.js", i, k)] = fmt.Sprintf("require('../d%02d/m0')", (i+1)%10)
		}
	}
	g := read(t, files)
	v := g.Fold(30, false)
	if len(v.Nodes) > 30 || len(v.Nodes) < 10 {
		t.Errorf("%d nodes", len(v.Nodes))
	}
	seen := make([]int, len(g.Modules))
	for _, n := range v.Nodes {
		for _, m := range n.Modules {
			seen[m]++
		}
	}
	for m, n := range seen {
		if n != 1 {
			t.Errorf("%s is in %d nodes", g.Modules[m].Path, n)
		}
	}
	harmful := v.Nodes[0]
	if harmful.Kind != modulegraph.CycleNode || harmful.Verdict == modulegraph.Safe || len(harmful.Modules) != 2 {
		t.Errorf("the first node is %+v", harmful)
	}
	if !slices.ContainsFunc(v.Nodes, func(n modulegraph.Node) bool {
		return n.Kind == modulegraph.CycleNode && len(n.Modules) == 5 && n.Verdict == modulegraph.Safe
	}) {
		t.Error("the small harmless cycle is not a node")
	}
	// A folder that is folded can be looked into, and what is around it is there.
	i := slices.IndexFunc(v.Nodes, func(n modulegraph.Node) bool { return n.Label == "src/d03/" })
	if i < 0 {
		t.Fatalf("no folded src/d03/ in %+v", v.Nodes)
	}
	below := g.FoldBelow(40, v.Nodes[i].Dir, v.Nodes[i].Modules, v)
	inside, outside := 0, 0
	for _, n := range below.Nodes {
		switch n.Kind {
		case modulegraph.ModuleNode:
			inside++
		case modulegraph.OutsideNode:
			outside++
		}
	}
	if inside != 25 || outside != 2 {
		t.Errorf("%d inside, %d outside", inside, outside)
	}
	if all := g.Fold(0, false); all.Hidden != 0 {
		t.Errorf("%d hidden of all", all.Hidden)
	}
}

// TestTextIsShort holds that a thousand modules do not print a thousand lines.
func TestTextIsShort(t *testing.T) {
	files := map[string]string{}
	for i := range 24 {
		ring(files, fmt.Sprintf("lib/p%02d", i), 50)
	}
	g := read(t, files)
	if len(g.Modules) != 1200 || len(g.Cycles) != 24 {
		t.Fatalf("%d modules, %d cycles", len(g.Modules), len(g.Cycles))
	}
	var b strings.Builder
	if err := modulegraph.WriteText(&b, g, modulegraph.Style{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\n"); n > 60 {
		t.Errorf("%d lines", n)
	}
}

// TestTraceIsShort traces one cycle of 300 modules, in which one reads too early: the way there is shown, and little else.
func TestTraceIsShort(t *testing.T) {
	files := map[string]string{"main.js": "require('./r/m000')", "r/bad.js": "const { late } = require('./m150'); exports.x = late"}
	for i := range 300 {
		files[fmt.Sprintf("r/m%03d.js", i)] = fmt.Sprintf("require('./m%03d'); require('./m%03d'); exports.late = 1", (i*7+1)%300, (i+1)%300)
	}
	files["r/m150.js"] = "require('./bad'); exports.late = 1"
	o := project(t, files)
	trace, problems, err := modulegraph.ReadTrace(context.Background(), o, modulegraph.Options{Entry: o.Root + "/main.js"})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	var b strings.Builder
	if err := modulegraph.WriteTraceText(&b, trace, modulegraph.Style{}); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	for _, want := range []string{"main.js loads 301 modules", "✗ line 1 reads `late` of r/m150.js and gets undefined", "not yet late", "1 name read too early"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if trace.Early != 1 || trace.Unfinished < 100 {
		t.Errorf("%d early, %d unfinished", trace.Early, trace.Unfinished)
	}
}

// TestSelect takes parts.
func TestSelect(t *testing.T) {
	files := map[string]string{"main.js": "require('./a/m000')", "far.js": "require('./main')", "alone.js": ""}
	ring(files, "a", 4)
	g := read(t, files)
	paths := func(s modulegraph.Selection) string {
		var out []string
		for _, m := range g.Select(s).Modules {
			out = append(out, m.Path)
		}
		return strings.Join(out, " ")
	}
	at := g.Find
	for _, c := range []struct {
		s    modulegraph.Selection
		want string
	}{
		{modulegraph.Selection{From: -1, Focus: -1}, "a/m000.js a/m001.js a/m002.js a/m003.js alone.js far.js main.js"},
		{modulegraph.Selection{From: at("main.js"), Focus: -1}, "a/m000.js a/m001.js a/m002.js a/m003.js main.js"},
		{modulegraph.Selection{From: at("main.js"), Focus: -1, Depth: 1}, "a/m000.js main.js"},
		{modulegraph.Selection{From: -1, Focus: at("main.js"), Depth: 1}, "a/m000.js far.js main.js"},
		{modulegraph.Selection{From: -1, Focus: at("main.js")}, "a/m000.js a/m001.js far.js main.js"},
		{modulegraph.Selection{From: -1, Focus: -1, Cycles: true}, "a/m000.js a/m001.js a/m002.js a/m003.js"},
	} {
		if got := paths(c.s); got != c.want {
			t.Errorf("%+v: %s, want %s", c.s, got, c.want)
		}
	}
}

// TestMermaidLimit folds a dense graph until Mermaid draws it by itself.
func TestMermaidLimit(t *testing.T) {
	files := map[string]string{}
	for i := range 40 {
		text := ""
		for k := range 40 {
			if k != i {
				text += fmt.Sprintf("require('../d%02d/m');", k)
			}
		}
		files[fmt.Sprintf("d%02d/m.js", i)], files[fmt.Sprintf("d%02d/n.js", i)] = text, "require('./m')"
	}
	g := read(t, files)
	count := func(v *modulegraph.View) int {
		var b strings.Builder
		if err := modulegraph.WriteMermaid(&b, g, v); err != nil {
			t.Fatal(err)
		}
		return strings.Count(b.String(), "->") + strings.Count(b.String(), "==>")
	}
	if n := count(g.Fold(0, false)); n < 1500 {
		t.Fatalf("only %d lines: the test tests nothing", n)
	}
	if n := count(g.FoldForMermaid(60, false)); n >= 500 || n < 10 {
		t.Errorf("%d lines", n)
	}
}

// TestHostileNames draws paths that mean something to the languages of the drawings.
func TestHostileNames(t *testing.T) {
	g := read(t, map[string]string{`a "b".js`: "require('./1. <c>&`d`#.js')", "1. <c>&`d`#.js": ""})
	v := g.Fold(0, false)
	var dot, mermaid strings.Builder
	if err := modulegraph.WriteDOT(&dot, g, v); err != nil {
		t.Fatal(err)
	}
	if err := modulegraph.WriteMermaid(&mermaid, g, v); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`label="2. 1. <c>&` + "`d`" + `#.js"`, `label="1. a \"b\".js"`} {
		if !strings.Contains(dot.String(), want) {
			t.Errorf("no %s in\n%s", want, dot.String())
		}
	}
	for _, want := range []string{`["2#46; 1. #lt;c#gt;&'d'#35;.js"]`, `["1#46; a #quot;b#quot;.js"]`} {
		if !strings.Contains(mermaid.String(), want) {
			t.Errorf("no %s in\n%s", want, mermaid.String())
		}
	}
}
