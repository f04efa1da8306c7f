package workspace

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// TestMoved: brackets stand for a range before and after the edit, bars for what is replaced; "-" is a range that is gone.
func TestMoved(t *testing.T) {
	for _, test := range []struct{ before, with, after string }{
		{"|ab|cd[efg]h", "xyz", "xyzcd[efg]h"},
		{"||abc[def]g", "x", "xabc[def]g"},
		{"a[bc]de|f|g", "", "a[bc]deg"},
		{"abc||[def]g", "x", "abcx[def]g"}, // typed right before
		{"abc[def]||g", "x", "abc[def]xg"}, // typed right behind
		{"abc[d|e|f]g", "xyz", "abc[dxyzf]g"},
		{"abc[d||ef]g", "x", "abc[dxef]g"},
		{"abc[|def|]g", "xy", "abc[xy]g"}, // replaced as a whole
		{"abc[|def|]g", "", "-"},
		{"ab|c[de|f]g", "x", "abx[f]g"},
		{"abc[d|ef]g|", "x", "abc[d]x"},
		{"ab|c[def]g|", "x", "-"},
		{"ab|c[def]|g", "", "-"},
		{"|[abc]d|", "xy", "-"},
		{"ab[]c||d", "x", "ab[]cxd"}, // an empty range
		{"a||b[]cd", "x", "axb[]cd"},
	} {
		start := strings.Index(strip(test.before, "|"), "[")
		end := strings.Index(strip(test.before, "|"), "]") - 1
		from := strings.Index(strip(test.before, "[]"), "|")
		to := strings.LastIndex(strip(test.before, "[]"), "|") - 1
		r, ok := Edit{from, to, len(test.with)}.Moved(syntax.Range{Start: int32(start), End: int32(end)})
		got := "-"
		if ok {
			text := strip(test.before, "[]|")
			text = text[:from] + test.with + text[to:]
			got = text[:r.Start] + "[" + text[r.Start:r.End] + "]" + text[r.End:]
		}
		if got != test.after {
			t.Errorf("%s with %q: %s, not %s", test.before, test.with, got, test.after)
		}
	}
}

func strip(s, chars string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(chars, r) {
			return -1
		}
		return r
	}, s)
}

// TestDiff turns random texts into others.
func TestDiff(t *testing.T) {
	letters := []rune("ab\né日😀")
	random := func(r *rand.Rand) string {
		s := ""
		for range r.IntN(8) {
			s += string(letters[r.IntN(len(letters))])
		}
		return s
	}
	for seed := range uint64(5000) {
		r := rand.New(rand.NewPCG(seed, 2))
		before, after := random(r), random(r)
		e := Diff(before, after)
		if e.Start < 0 || e.End < e.Start || e.Len < 0 || e.End > len(before) || e.Start+e.Len > len(after) {
			t.Fatalf("%q to %q: %v", before, after, e)
		}
		if got := before[:e.Start] + after[e.Start:e.Start+e.Len] + before[e.End:]; got != after {
			t.Fatalf("%q to %q: %v gives %q", before, after, e, got)
		}
		if !utf8.ValidString(before[:e.Start]) || !utf8.ValidString(before[e.End:]) {
			t.Fatalf("%q to %q: %v parts a character", before, after, e)
		}
	}
}

func TestCarry(t *testing.T) {
	at := func(start, end int32) syntax.Range { return syntax.Range{Start: start, End: end} }
	findings := []rule.Diagnostic{
		{
			Rule: "own", File: "/a.js", Range: at(10, 15),
			Evidence: []rule.Step{{File: "/a.js", Range: at(2, 4)}, {File: "/b.js", Range: at(12, 14)}, {File: "/a.js", Range: at(20, 22)}},
			Fixes: []rule.Fix{
				{Title: "touched", Edits: []rule.Edit{{Range: at(10, 11)}, {Range: at(7, 8)}}},
				{Title: "apart", Edits: []rule.Edit{{Range: at(12, 15), New: "x"}}},
			},
		},
		{Rule: "gone", File: "/a.js", Range: at(7, 9)},
		{Rule: "other", File: "/b.js", Range: at(10, 15), Evidence: []rule.Step{{File: "/a.js", Range: at(7, 9)}}},
	}
	got := carry(findings, "/a.js", []Edit{{Start: 6, End: 9, Len: 0}, {Start: 0, End: 0, Len: 10}})
	if len(got) != 2 || got[0].Rule != "own" || got[1].Rule != "other" {
		t.Fatalf("left: %v", got)
	}
	own, other := got[0], got[1]
	if own.Range != at(17, 22) {
		t.Errorf("the finding is at %v", own.Range)
	}
	if own.Evidence[0].Range != at(12, 14) || own.Evidence[1].Range != at(12, 14) || own.Evidence[2].Range != at(27, 29) {
		t.Errorf("the steps are at %v", own.Evidence)
	}
	if len(own.Fixes) != 1 || own.Fixes[0].Title != "apart" || own.Fixes[0].Edits[0] != (rule.Edit{Range: at(19, 22), New: "x"}) {
		t.Errorf("the fixes are %v", own.Fixes)
	}
	if other.Range != at(10, 15) {
		t.Errorf("a finding of another file moved to %v", other.Range)
	}
	if other.Evidence[0].Range != at(16, 16) {
		t.Errorf("a step whose code is gone is at %v", other.Evidence[0].Range)
	}
	// The ones that came in are as they were.
	if findings[0].Range != at(10, 15) || findings[0].Evidence[0].Range != at(2, 4) || findings[0].Fixes[1].Edits[0].Range != at(12, 15) || findings[2].Evidence[0].Range != at(7, 9) {
		t.Errorf("carry changed its input: %v", findings)
	}
}
