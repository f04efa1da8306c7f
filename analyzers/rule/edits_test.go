package rule

import (
	"testing"

	"nodebeyond/analyzers/syntax"
)

func edit(start, end int32, text string) Edit {
	return Edit{Range: syntax.Range{Start: start, End: end}, New: text}
}

// TestEditsAdd: fixes that touch each other do not both go into one pass.
func TestEditsAdd(t *testing.T) {
	var edits Edits
	for i, test := range []struct {
		fix  []Edit
		want bool
	}{
		{[]Edit{edit(4, 6, "a")}, true},
		{[]Edit{edit(5, 8, "b")}, false},
		{[]Edit{edit(6, 8, "b")}, false}, // meets the first
		{[]Edit{edit(0, 1, "c"), edit(6, 6, "c")}, false},
		{[]Edit{edit(10, 12, "d"), edit(0, 1, "d")}, true},
		{[]Edit{edit(0, 20, "e")}, false},
		{[]Edit{edit(2, 2, "f"), edit(2, 3, "f2")}, true}, // one fix's own edits may meet
		{[]Edit{edit(2, 2, "g")}, false},
		{[]Edit{edit(13, 13, "h")}, true},
	} {
		if got := edits.Add(test.fix); got != test.want {
			t.Errorf("%d: %v", i, got)
		}
	}
	got, ok := edits.Apply("0123456789abcdef")
	if want := "d1f" + "f23" + "a6789" + "dc" + "hdef"; !ok || got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestEditsApplyRefuses(t *testing.T) {
	for _, edits := range []Edits{{edit(0, 3, ""), edit(2, 4, "")}, {edit(0, 9, "")}, {edit(3, 2, "")}, {edit(-1, 2, "")}} {
		if got, ok := edits.Apply("12345"); ok {
			t.Errorf("%v gave %q", edits, got)
		}
	}
}

// TestFirstSafe: suggestions and fixes without an edit are none.
func TestFirstSafe(t *testing.T) {
	d := Diagnostic{Fixes: []Fix{{Title: "a guess", Edits: []Edit{edit(0, 1, "")}}, {Title: "nothing", Safe: true}}}
	if got := d.FirstSafe(); got != nil {
		t.Errorf("%v", got)
	}
	d.Fixes = append(d.Fixes, Fix{Title: "first", Safe: true, Edits: []Edit{edit(0, 1, "")}}, Fix{Title: "second", Safe: true, Edits: []Edit{edit(1, 2, "")}})
	if got := d.FirstSafe(); got == nil || got.Title != "first" {
		t.Errorf("%v", got)
	}
}
