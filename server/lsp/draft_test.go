package lsp

import (
	"math/rand/v2"
	"slices"
	"testing"

	"go.lsp.dev/protocol"

	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// pieces are what random texts are made of: all line ends, the separator that only ECMAScript takes for one, and characters of each size.
var pieces = []string{"a", "bc", "\n", "\r\n", "\r", "\u2028", "é", "日", "😀", "\t", "x = 1;\n", "\xff"}

func randomText(r *rand.Rand, n int) string {
	s := ""
	for range r.IntN(n + 1) {
		s += pieces[r.IntN(len(pieces))]
	}
	return s
}

// TestDraft applies random changes, several to a message, and holds every text and every position against the slow way: a new Mapper
// after each change.
func TestDraft(t *testing.T) {
	for _, e := range []syntax.Encoding{syntax.UTF8, syntax.UTF16, syntax.UTF32} {
		for seed := range uint64(300) {
			r := rand.New(rand.NewPCG(seed, 1))
			text := randomText(r, 20)
			d := newDraft(syntax.NewMapper(text), e)
			for range 12 {
				m := syntax.NewMapper(text)
				change := protocol.Range{Start: randomPosition(r, m), End: randomPosition(r, m)}
				if before(change.End, change.Start) {
					change.Start, change.End = change.End, change.Start
				}
				start, end := offsetOf(m, change.Start, e), offsetOf(m, change.End, e)
				added := randomText(r, 4)
				got, err := d.replace(change, added)
				if err != nil {
					t.Fatal(err)
				}
				if want := (workspace.Edit{Start: start, End: end, Len: len(added)}); got != want {
					t.Fatalf("encoding %d, seed %d: %v in %q is %v, not %v", e, seed, change, text, got, want)
				}
				text = text[:start] + added + text[end:]
				if d.String() != text {
					t.Fatalf("encoding %d, seed %d: %q, not %q", e, seed, d.String(), text)
				}
				m = syntax.NewMapper(text)
				var lines []int
				for i := range m.LineCount() {
					at, _ := m.LineRange(i)
					lines = append(lines, at)
				}
				if !slices.Equal(d.lines, lines) {
					t.Fatalf("encoding %d, seed %d: lines of %q start at %v, not %v", e, seed, text, d.lines, lines)
				}
			}
		}
	}
}

func before(a, b protocol.Position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}

// randomPosition is one in the text or outside of it.
func randomPosition(r *rand.Rand, m *syntax.Mapper) protocol.Position {
	return protocol.Position{Line: uint32(r.IntN(m.LineCount() + 1)), Character: uint32(r.IntN(8))}
}

func TestDraftRefuses(t *testing.T) {
	d := newDraft(syntax.NewMapper("one\ntwo\n"), syntax.UTF16)
	_, err := d.replace(protocol.Range{Start: protocol.Position{Line: 1}, End: protocol.Position{Line: 0, Character: 2}}, "x")
	if err == nil || err.Error() != "the range starts at 1:0 and ends before it, at 0:2" {
		t.Errorf("a range that ends before it starts: %v", err)
	}
	if d.String() != "one\ntwo\n" {
		t.Errorf("it changed the text: %q", d)
	}
}

func TestDraftClamps(t *testing.T) {
	d := newDraft(syntax.NewMapper("one\n日\n"), syntax.UTF16)
	for _, step := range []struct {
		at   protocol.Position
		want string
	}{
		{protocol.Position{Line: 1, Character: 99}, "one\n日.\n"},
		{protocol.Position{Line: 99, Character: 7}, "one\n日.\n."},
		{protocol.Position{Line: 4294967295, Character: 4294967295}, "one\n日.\n.."},
	} {
		if _, err := d.replace(protocol.Range{Start: step.at, End: step.at}, "."); err != nil || d.String() != step.want {
			t.Errorf("at %v: %q, %v", step.at, d.String(), err)
		}
	}
}

// BenchmarkReplaceAll is one message with 5,000 changes to a text of 1 MB, as an editor sends when all places of a word are replaced.
func BenchmarkReplaceAll(b *testing.B) {
	line := "const value = compute(value, other); // a line of some length, so that there are many bytes to move about here\n"
	text := ""
	for len(text) < 1<<20 {
		text += line
	}
	m := syntax.NewMapper(text)
	for b.Loop() {
		d := newDraft(m, syntax.UTF16)
		for i := range uint32(5000) {
			at := protocol.Position{Line: i, Character: 6}
			if _, err := d.replace(protocol.Range{Start: at, End: protocol.Position{Line: i, Character: 11}}, "result"); err != nil {
				b.Fatal(err)
			}
		}
		_ = d.String()
	}
}
