package syntax

import (
	"os"
	"path/filepath"
	"testing"
)

// checkExtents fails when a child reaches out of its parent, siblings overlap, or Start, End and Range disagree.
func checkExtents(t *testing.T, f *File) {
	t.Helper()
	last := make(map[int32]int32) // parent -> end of its last child
	for i := int32(0); int(i) < f.Len(); i++ {
		n := f.NodeAt(i)
		var r Range
		r.Start, r.End = f.extent(i)
		if n.Range() != r {
			t.Fatalf("%s: %v laid out at %v %q, but answers %v", f.Path, n.Kind(), r, cut(f.Text[r.Start:r.End]), n.Range())
		}
		if r.Start < 0 || r.End < r.Start || int(r.End) > len(f.Text) {
			t.Fatalf("%s: %v has the extent %v in %d bytes", f.Path, n.Kind(), r, len(f.Text))
		}
		p := n.Parent()
		if !p.Valid() {
			continue
		}
		var pr Range
		pr.Start, pr.End = f.extent(p.ID())
		if r.Start < pr.Start || r.End > pr.End {
			t.Fatalf("%s: %v %v %q is not inside its %v %v", f.Path, n.Kind(), r, cut(n.Text()), p.Kind(), pr)
		}
		if f.lowered || decorates(n) || shares(n) {
			continue
		}
		if r.Start < last[p.ID()] {
			t.Fatalf("%s: %v %v %q overlaps the sibling before it, which ends at %d", f.Path, n.Kind(), r, cut(n.Text()), last[p.ID()])
		}
		last[p.ID()] = r.End
	}
}

// decorates reports whether the node is a decorator, which stands after what it precedes.
func decorates(n Node) bool {
	switch p := n.Parent(); p.Kind() {
	case KindProperty:
		return p.Child(3).Valid() && n.ID() >= p.Child(3).ID()
	case KindClass, KindClassDecl:
		return n != p.First() && !n.Is(KindProperty, KindStaticBlock)
	}
	return false
}

// shares reports whether the node is the value of {a}, which stands where its key does.
func shares(n Node) bool {
	p := n.Parent()
	if p.Kind() == KindCond && !n.f.leadsWithOperand(p.ID()) {
		return true // import(a ? b : c)
	}
	return p.Is(KindProperty, KindElement) && n == p.Child(1) && n.Start() == p.First().Start()
}

func cut(s string) string {
	if len(s) > 60 {
		return s[:60]
	}
	return s
}

func TestExtentsNest(t *testing.T) {
	for _, file := range testPrograms(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		checkExtents(t, Parse(file, string(src)))
	}
}

// testPrograms lists the committed programs.
func testPrograms(tb testing.TB) []string {
	tb.Helper()
	var out []string
	for _, pattern := range []string{"testdata/tricky/*", "testdata/golden/*s", "testdata/golden/*x"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, files...)
	}
	if len(out) < 10 {
		tb.Fatalf("only %d programs", len(out))
	}
	return out
}

// TestCorpus parses every file below NODEBEYOND_CORPUS and checks the extents.
func TestCorpus(t *testing.T) {
	files, nodes, failed := 0, 0, 0
	for _, file := range corpusFiles(t, 0, ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx") {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f := Parse(file, string(src))
		if len(f.Problems) > 0 {
			failed++
			if failed <= 20 {
				t.Logf("%s: %s", file, f.Problems[0].Message)
			}
			continue
		}
		files++
		nodes += f.Len()
		checkExtents(t, f)
		f.Comments()
		f.Suppressions()
	}
	t.Logf("%d files, %d nodes, %d did not parse", files, nodes, failed)
}

func FuzzParse(f *testing.F) {
	for i, file := range testPrograms(f) {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i%4), src)
	}
	for _, s := range hostileShapes {
		f.Add(uint8(LanguageOf(s.file)), []byte(s.text(3)))
	}
	names := [...]string{JavaScript: "a.js", JSX: "a.jsx", TypeScript: "a.ts", TSX: "a.tsx"}
	f.Fuzz(func(t *testing.T, lang uint8, src []byte) {
		file := Parse(names[lang%4], string(src))
		if file.Len() == 0 {
			t.Fatal("no module")
		}
		for i := range file.nodes {
			n := file.NodeAt(int32(i))
			if n.Start() > n.End() || n.End() > len(src) || n.Start() < 0 {
				t.Fatalf("%v [%d,%d)", n.Kind(), n.Start(), n.End())
			}
			n.Name()
			n.NameRange()
			n.Str()
			n.ExportItems()
			n.TemplateParts()
			n.KeyName()
		}
		for _, c := range file.Comments() {
			if c.Range.Start < 0 || c.Range.End > int32(len(src)) || c.Body.Start < c.Range.Start || c.Body.End > c.Range.End || c.Body.End < c.Body.Start {
				t.Fatalf("comment %v", c)
			}
		}
		file.Suppressions()
	})
}

func FuzzRanges(f *testing.F) {
	for _, file := range testPrograms(f) {
		if filepath.Ext(file) == ".ts" || filepath.Ext(file) == ".tsx" {
			continue // best effort
		}
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src))
	}
	f.Fuzz(func(t *testing.T, src string) {
		checkExtents(t, Parse("a.js", src))
	})
}

func readFile(tb testing.TB, file string) string {
	tb.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	return string(src)
}
