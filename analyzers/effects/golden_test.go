package effects

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/syntax"
)

var update = flag.Bool("update", false, "write the text forms in testdata")

// testFiles are the programs in testdata.
func testFiles(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, ext := range []string{"js", "mjs", "ts"} {
		names, err := filepath.Glob("testdata/*." + ext)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, names...)
	}
	if len(out) == 0 {
		t.Fatal("no programs in testdata")
	}
	return out
}

// TestGolden compares the effect programs of the files in testdata with the text beside them, and holds the invariants on each.
func TestGolden(t *testing.T) {
	for _, p := range testFiles(t) {
		t.Run(filepath.Base(p), func(t *testing.T) {
			f := load(t, p)
			if len(f.Problems) > 0 {
				t.Fatal(f.Problems)
			}
			facts := Lower(f, f.HasESM)
			if err := check(f, facts); err != nil {
				t.Error(err)
			}
			golden := p + ".txt"
			got := facts.Text()
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// TestCheck holds that the invariants can fail: each change of sound facts must be noticed.
func TestCheck(t *testing.T) {
	const text = "const a = require('a'); class B { x = 1; m(y) { for (;;) { if (y) break; a.f(y, 1) } } } export { B }"
	damage := map[string]func(*Facts){
		"call made twice": func(f *Facts) {
			f.Funcs[0].Ops = append(f.Funcs[0].Ops, Op{Kind: OpCall, Skip: int32(len(f.Funcs[0].Ops)) + 1})
		},
		"call lost":             func(f *Facts) { f.Funcs[1].Ops[7].Kind = OpNop },
		"call of another":       func(f *Facts) { f.Calls[0].Func = 0 },
		"skip beyond the end":   func(f *Facts) { f.Funcs[1].Ops[0].Skip += 3 },
		"skip of a leaf":        func(f *Facts) { f.Funcs[0].Ops[0].Skip = 2 },
		"skip backwards":        func(f *Facts) { f.Funcs[0].Ops[1].Skip = 0 },
		"range outside":         func(f *Facts) { f.Calls[0].End = 1000 },
		"range backwards":       func(f *Facts) { f.Calls[0].End = 0 },
		"arguments":             func(f *Facts) { f.Calls[0].ArgEnd = nil },
		"import not run":        func(f *Facts) { f.Imports = append(f.Imports, ImportRef{Kind: StaticImport}) },
		"class not made":        func(f *Facts) { f.Funcs[0].Ops[2].Kind = OpNop },
		"jump to a place aside": func(f *Facts) { f.Funcs[1].Ops[4].A = 2 },
		"block without owner":   func(f *Facts) { f.Funcs[0].Ops[0] = Op{Kind: OpBlock, Skip: 1} },
		"function never made":   func(f *Facts) { f.Classes[0].Members[1].Value = 0 },
		"value unknown":         func(f *Facts) { f.Exports[0].Value = 1 << 20 },
		"value on itself":       func(f *Facts) { f.Values = append(f.Values, Value{Kind: Await, A: int32(len(f.Values))}) },
	}
	f := syntax.Parse("a.js", text)
	if err := check(f, Lower(f, true)); err != nil {
		t.Fatal(err)
	}
	for name, do := range damage {
		facts := Lower(f, true)
		do(facts)
		if check(f, facts) == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
}
