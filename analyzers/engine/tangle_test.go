package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
)

// tangle is a project of n modules that each import so many others at random and two cores, which import some of them again: nearly all are
// one strongly connected component, the shape on which tools that list paths drown. One read in it is harmful whichever entry loads it, a core's of
// a name of the module that asked for it; everything else is read in functions that run later. Equal arguments give equal texts.
func tangle(n, imports int, esm bool, seed uint64) []engine.File {
	r := rand.New(rand.NewPCG(seed, 0))
	ext := ".js"
	if esm {
		ext = ".mjs"
	}
	var files []engine.File
	add := func(name string, from []string, body string) {
		var b strings.Builder
		for _, f := range from {
			if esm {
				fmt.Fprintf(&b, "import * as %s from './%s%s';\n", f, f, ext)
			} else {
				fmt.Fprintf(&b, "const %s = require('./%s%s');\n", f, f, ext)
			}
		}
		b.WriteString(body)
		text := b.String()
		files = append(files, engine.File{Path: "/tangle/" + name + ext, Size: int64(len(text)), Text: &text})
	}
	export := func(name, value string) string {
		if esm {
			return fmt.Sprintf("export const %s = %s;\n", name, value)
		}
		return fmt.Sprintf("exports.%s = %s;\n", name, value)
	}
	module := func(i int) string { return fmt.Sprintf("m%d", i) }
	add("index", []string{module(0)}, "const http = "+map[bool]string{true: "await import('node:http')", false: "require('node:http')"}[esm]+
		";\nhttp.createServer((req, res) => res.end(String(m0.run0(1)))).listen(0);\n")
	for c := range 2 {
		core := fmt.Sprintf("core%d", c)
		var from []string
		for range imports {
			from = append(from, module(r.IntN(n)))
		}
		from = unique(append([]string{module(c)}, from...))
		body := ""
		if c == 0 {
			body = "const early = m0.limit0 + 1;\n" + export("early", "() => early")
		}
		add(core, from, body+export("work", fmt.Sprintf("(x) => x > 0 ? %s.run%s(x - 1) : 0", from[1], from[1][1:])))
	}
	for i := range n {
		from := []string{"core0", "core1"}
		for range imports {
			from = append(from, module(r.IntN(n)))
		}
		from = unique(from)
		if k := slices.Index(from, module(i)); k >= 0 { // nothing imports itself
			from = append(from[:k], from[k+1:]...)
		}
		var calls []string
		for _, f := range from[2:] {
			calls = append(calls, fmt.Sprintf("%s.run%s(x - 1)", f, f[1:]))
		}
		calls = append(calls, "core1.work(x)", "0")
		body := export(fmt.Sprintf("limit%d", i), fmt.Sprint(i)) +
			export(fmt.Sprintf("run%d", i), fmt.Sprintf("(x) => x > 9 ? 0 : %s", strings.Join(calls, " + ")))
		add(module(i), from, body)
	}
	return files
}

// unique are the strings of a list, each once, in the order of the first.
func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// lintTangle gives the findings and the nanoseconds that came after parsing and lowering.
func lintTangle(tb testing.TB, files []engine.File, jobs int) ([]rule.Diagnostic, int64) {
	tb.Helper()
	res, err := engine.Lint(context.Background(), engine.Options{Root: "/tangle", Files: files, Rules: rules.All(), CacheDir: "off", Jobs: jobs, Timing: true})
	if err != nil {
		tb.Fatal(err)
	}
	var after int64
	for _, row := range res.Timing {
		if !perFile(row.Name) {
			after += row.Nanoseconds
		}
	}
	return res.Findings, after
}

// perFile reports whether a row of Result.Timing is work on one file by itself: the rest is linking and judging.
func perFile(row string) bool {
	switch row {
	case "parse", "walk", "lower", "encode":
		return true
	}
	return false
}

// TestTangle: however many paths lead round, a tangle is one report, and the workers do not show.
func TestTangle(t *testing.T) {
	files := tangle(60, 6, false, 1)
	first, _ := lintTangle(t, files, 1)
	if len(first) != 1 || first[0].File != "/tangle/core0.js" || !strings.Contains(first[0].Message, "limit0") {
		t.Errorf("%d findings, want one, of limit0 in core0.js", len(first))
		for _, d := range first {
			t.Logf("%s: %s: %s", d.File, d.Rule, d.Message)
		}
	}
	again, _ := lintTangle(t, files, 4)
	if fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("with 4 workers: %v\nwith 1: %v", again, first)
	}
}
