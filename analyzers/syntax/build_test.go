package syntax

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// dump writes the table as an indented tree, every node with its extent and its source.
func dump(f *File) string {
	var b strings.Builder
	for i := range f.nodes {
		n := f.NodeAt(int32(i))
		for p := n.Parent(); p.Valid(); p = p.Parent() {
			b.WriteString("  ")
		}
		fmt.Fprintf(&b, "%v", n.Kind())
		if s := n.Name(); s != "" {
			fmt.Fprintf(&b, " %s", s)
		}
		if s, ok := n.Str(); ok {
			fmt.Fprintf(&b, " %q", s)
		}
		if s := n.Op(); s != "" {
			fmt.Fprintf(&b, " %s", s)
		}
		text := n.Text()
		if len(text) > 70 {
			text = text[:40] + "..." + text[len(text)-27:]
		}
		fmt.Fprintf(&b, " [%d,%d)", n.Start(), n.End())
		if text != "" {
			fmt.Fprintf(&b, " %q", text)
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
	for i := range f.Syms() {
		s := &f.Syms()[i]
		if s.Decl < 0 && len(f.Uses(int32(i))) == 0 {
			continue // the parser's own
		}
		fmt.Fprintf(&b, "%s: kind %d, writes %d", s.Name, s.Kind, s.Writes)
		if s.Decl >= 0 {
			fmt.Fprintf(&b, ", declared %d", f.NodeAt(s.Decl).Start())
		}
		for _, u := range f.Uses(int32(i)) {
			fmt.Fprintf(&b, ", used %d", f.NodeAt(u).Start())
		}
		if s.Import >= 0 {
			fmt.Fprintf(&b, ", imports %s of %s", s.ImportName, f.Imports()[s.Import].Specifier)
		}
		if s.Exported {
			b.WriteString(", exported")
		}
		b.WriteString("\n")
	}
	for _, r := range f.Imports() {
		fmt.Fprintf(&b, "imports %q [%d,%d)\n", r.Specifier, r.Start, r.End)
	}
	for _, p := range f.Problems {
		fmt.Fprintf(&b, "problem [%d,%d) %s\n", p.Start, p.End, p.Message)
	}
	return b.String()
}

// TestTable compares the table of every program in testdata/golden with the dump beside it; -update rewrites the dumps.
func TestTable(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*")
	if err != nil {
		t.Fatal(err)
	}
	programs := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".golden") {
			if _, err := os.Stat(strings.TrimSuffix(file, ".golden")); err != nil {
				t.Errorf("%s belongs to no program", file)
			}
			continue
		}
		programs++
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := dump(Parse(filepath.Base(file), string(src)))
			golden := file + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("-want +got (run with -update and read the difference):\n%s", d)
			}
		})
	}
	if programs == 0 {
		t.Fatal("no programs")
	}
}

// TestRelease: what a released file leaves in its room does not show in the next.
func TestRelease(t *testing.T) {
	const long = "var a = 1, b = (a), c = [a, b]; function f(x) { return (x) + a } class D { m() { return f(c) } } enum"
	const short = "let q = (1); q = 2"
	want := dump(Parse("short.js", short))
	for range 100 {
		Parse("broken.js", long).Release() // no room to give back
		f := Parse("long.js", long[:len(long)-5])
		dump(f)
		f.Release()
		if d := cmp.Diff(want, dump(Parse("short.js", short))); d != "" {
			t.Fatalf("(-fresh +after another)\n%s", d)
		}
	}
}
