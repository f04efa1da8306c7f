package features

import (
	"context"
	"slices"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// snapshotOf is a state with these findings in one open buffer.
func snapshotOf(t *testing.T, text string, findings ...rule.Diagnostic) (*workspace.Snapshot, string) {
	t.Helper()
	file := t.TempDir() + "/a.js"
	for i := range findings {
		findings[i].File = file
	}
	s := workspace.New(workspace.Config{Lint: func(context.Context, engine.Options) (*engine.Result, error) {
		return &engine.Result{Findings: findings}, nil
	}})
	t.Cleanup(s.Stop)
	s.Open(file, 1, text)
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.Snapshot(), file
}

func at(id string, start, end int32, fixes ...rule.Fix) rule.Diagnostic {
	return rule.Diagnostic{Rule: id, Severity: rule.Warning, Range: syntax.Range{Start: start, End: end}, Fixes: fixes}
}

func TestAt(t *testing.T) {
	s, file := snapshotOf(t, "0123456789", at("outer", 0, 8), at("inner", 2, 4), at("point", 6, 6), at("late", 9, 10))
	for offset, want := range map[int][]string{
		0: {"outer"}, 1: {"outer"}, 2: {"inner", "outer"}, 4: {"inner", "outer"}, 5: {"outer"}, 6: {"point", "outer"}, 8: {"outer"}, 9: {"late"}, 10: {"late"},
	} {
		var got []string
		for _, d := range At(s, file, offset) {
			got = append(got, d.Rule)
		}
		if !slices.Equal(got, want) {
			t.Errorf("at %d: %v, not %v", offset, got, want)
		}
	}
	h, ok := HoverAt(s, &Book{}, file, 3)
	if !ok || h.Range != (syntax.Range{Start: 2, End: 4}) || len(h.Findings) != 2 {
		t.Errorf("the hover: %v", h)
	}
	if h, ok := HoverAt(s, &Book{}, file+"x", 3); ok {
		t.Errorf("the hover of another file: %v", h)
	}
}

// TestWhyOnce: two findings of one rule at one place give its page once.
func TestWhyOnce(t *testing.T) {
	s, file := snapshotOf(t, "0123456789", at("same", 0, 8), at("same", 2, 4))
	h, _ := HoverAt(s, &Book{Page: func(string) string { return "## Why it matters in Node\n\nSo it is.\n" }}, file, 3)
	if len(h.Findings) != 2 || h.Findings[0].Why != "So it is." || h.Findings[1].Why != "" {
		t.Errorf("the hover: %v", h)
	}
}

func TestActions(t *testing.T) {
	fix := func(title string, safe bool) rule.Fix { return rule.Fix{Title: title, Safe: safe} }
	s, file := snapshotOf(t, "0123456789",
		at("mixed", 0, 2, fix("a guess", false), fix("the fix", true)), at("two", 4, 5, fix("one", true), fix("other", true)), at("none", 7, 8))
	for _, test := range []struct {
		start, end int32
		want       []string
	}{
		{0, 0, []string{"the fix, preferred", "a guess"}},
		{0, 10, []string{"the fix, preferred", "a guess", "one", "other"}},
		{3, 3, nil},
		{7, 7, nil},
	} {
		var got []string
		for _, a := range Actions(s, file, syntax.Range{Start: test.start, End: test.end}) {
			title := a.Title
			if a.Preferred {
				title += ", preferred"
			}
			got = append(got, title)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("in %d-%d: %v, not %v", test.start, test.end, got, test.want)
		}
	}
}

// TestFixAll: one safe fix of each finding, as far as they fit together; none when the text would not parse with them.
func TestFixAll(t *testing.T) {
	edit := func(start, end int32, text string) rule.Fix {
		return rule.Fix{Title: "x", Safe: true, Edits: []rule.Edit{{Range: syntax.Range{Start: start, End: end}, New: text}}}
	}
	s, file := snapshotOf(t, "a(b);c(d);", at("one", 0, 1, edit(0, 1, "x"), edit(0, 1, "never")), at("touches", 1, 2, edit(1, 2, "[")), at("two", 5, 6, edit(5, 6, "y")))
	text, ok := rule.Edits(FixAll(s, file)).Apply("a(b);c(d);")
	if want := "x(b);y(d);"; !ok || text != want {
		t.Errorf("%q, not %q", text, want)
	}
	s, file = snapshotOf(t, "a(b);", at("breaks", 1, 2, edit(1, 2, "")))
	if edits := FixAll(s, file); edits != nil {
		t.Errorf("a text that does not parse: %v", edits)
	}
}
