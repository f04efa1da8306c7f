package rule

import (
	"slices"
	"sort"
	"strings"
)

// FirstSafe is the first safe fix of a finding that changes something, nil when it has none: a finding is mended once.
func (d *Diagnostic) FirstSafe() *Fix {
	for i := range d.Fixes {
		if d.Fixes[i].Safe && len(d.Fixes[i].Edits) > 0 {
			return &d.Fixes[i]
		}
	}
	return nil
}

// Edits are changes of one text that are made together, sorted by start. Those of different fixes do not touch: edits that merely meet count as
// touching, because their order would be a matter of luck. The zero value is empty.
type Edits []Edit

// Add takes all edits of a fix, or none when one of them touches what is there. What is left out can be made when the text was analysed anew.
func (t *Edits) Add(fix []Edit) bool {
	for _, e := range fix {
		at := t.place(e)
		if at > 0 && (*t)[at-1].Range.End >= e.Range.Start || at < len(*t) && (*t)[at].Range.Start <= e.Range.End {
			return false
		}
	}
	for _, e := range fix {
		*t = slices.Insert(*t, t.place(e), e)
	}
	return true
}

// place is where an edit belongs, after those with the same start.
func (t *Edits) place(e Edit) int {
	return sort.Search(len(*t), func(i int) bool { return (*t)[i].Range.Start > e.Range.Start })
}

// Apply makes the edits. ok is false, and nothing is made, when they overlap or leave the text.
func (t Edits) Apply(text string) (_ string, ok bool) {
	var b strings.Builder
	at := 0
	for _, e := range t {
		start, end := int(e.Range.Start), int(e.Range.End)
		if start < at || end < start || end > len(text) {
			return "", false
		}
		b.WriteString(text[at:start])
		b.WriteString(e.New)
		at = end
	}
	b.WriteString(text[at:])
	return b.String(), true
}
