package effects

import (
	"bytes"
	"sync"
	"testing"

	"nodebeyond/analyzers/syntax"
)

func lowerText(t *testing.T, text string) *Facts {
	t.Helper()
	f := syntax.Parse("a.js", text)
	if len(f.Problems) > 0 {
		t.Fatal(f.Problems)
	}
	return Lower(f, f.HasESM)
}

// TestReuse lowers every program on several goroutines, over scratch that other programs have used: the facts must not depend on it.
func TestReuse(t *testing.T) {
	files := testFiles(t)
	want := make([][]byte, len(files))
	for i, p := range files {
		f := load(t, p)
		want[i] = Encode(Lower(f, f.HasESM))
	}
	var group sync.WaitGroup
	for g := range 4 {
		group.Go(func() {
			for round := range 3 {
				for k := range files {
					i := (k*(g+1) + round) % len(files)
					f := load(t, files[i])
					if !bytes.Equal(want[i], Encode(Lower(f, f.HasESM))) {
						t.Errorf("%s: other facts than before", files[i])
					}
				}
			}
		})
	}
	group.Wait()
}

// TestKept holds that facts do not share memory with the scratch that the next file overwrites.
func TestKept(t *testing.T) {
	facts := lowerText(t, "f(1, [2, 3]); const o = { a: 1 }; class C { @d m() {} }")
	before := facts.Text()
	for _, p := range testFiles(t) {
		f := load(t, p)
		Lower(f, f.HasESM)
	}
	if after := facts.Text(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// TestLongChain lowers expressions that are deeper than any stack should be for them.
func TestLongChain(t *testing.T) {
	text := "x = a" + string(bytes.Repeat([]byte("+b"), 200_000)) + " + f()"
	if facts := lowerText(t, text); len(facts.Calls) != 1 {
		t.Errorf("%d calls", len(facts.Calls))
	}
}

// TestNames holds where names, keys and callees are found in the text.
func TestNames(t *testing.T) {
	const text = `const o = { 'a-b': 1, async m() {}, [k]: 2 }; x.y?.z(1); new (a.b)();`
	facts := lowerText(t, text)
	at := func(start, end int32) string { return text[start:end] }
	var got []string
	for _, m := range facts.Objects[0].Members {
		got = append(got, at(m.Start, m.End))
	}
	for _, c := range facts.Calls {
		got = append(got, at(c.NameStart, c.CalleeEnd), at(c.Start, c.End))
	}
	want := []string{"'a-b'", "m", "", "z", "x.y?.z(1)", "b", "new (a.b)()"}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
}
