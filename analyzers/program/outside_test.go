package program

import "testing"

func TestTitle(t *testing.T) {
	in := &Inside{Name: "notes"}
	for name, want := range map[string]string{
		"notes":                "notes",
		"notes.read":           "notes.read",
		"lib.read":             "lib.read of notes",
		"this.store.get":       "this.store.get of notes",
		"default":              "notes",
		"default.read":         "notes.read",
		"require(notes).read":  "notes.read",
		"_notes.default":       "notes",
		"notes_1.read":         "notes.read",
		"notes_1.default.File": "notes.File",
		"notes_1.default":      "notes",
	} {
		if got := in.Title(name); got != want {
			t.Errorf("Title(%q) = %q, want %q", name, got, want)
		}
	}
}
