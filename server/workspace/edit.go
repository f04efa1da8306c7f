package workspace

import (
	"slices"
	"unicode/utf8"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// Edit says that the bytes from Start to End of a text were replaced by Len other bytes. Several edits are a sequence: each speaks of
// the text that the one before it left.
type Edit struct{ Start, End, Len int }

// Diff is the one edit that turns a text into another: what is left between their common start and their common end. Both ends fall
// between characters.
func Diff(before, after string) Edit {
	n := min(len(before), len(after))
	start := 0
	for start < n && before[start] == after[start] {
		start++
	}
	for start > 0 && start < len(before) && !utf8.RuneStart(before[start]) {
		start--
	}
	tail := 0
	for tail < n-start && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	for tail > 0 && !utf8.RuneStart(before[len(before)-tail]) {
		tail--
	}
	return Edit{Start: start, End: len(before) - tail, Len: len(after) - tail - start}
}

// Moved is where a range lies after an edit; ok is false when the edit took the last byte of what was there.
// Text typed at either edge of a range stays outside it, so that a finding does not grow over what is typed beside it.
func (e Edit) Moved(r syntax.Range) (_ syntax.Range, ok bool) {
	start, end := int(r.Start), int(r.End)
	shift := e.Len - (e.End - e.Start)
	switch {
	case e.End <= start:
		start, end = start+shift, end+shift
	case e.Start >= end:
		// behind it
	case start <= e.Start && e.End <= end:
		end += shift
	case e.Start < start && end < e.End:
		return r, false
	case e.Start < start: // the head went
		start, end = e.Start+e.Len, end+shift
	default: // the tail went
		end = e.Start
	}
	if end < start || end == start && r.End > r.Start {
		return r, false
	}
	return syntax.Range{Start: int32(start), End: int32(end)}, true
}

// touches says whether the edit changed something inside or at the edge of a range.
func (e Edit) touches(r syntax.Range) bool { return e.Start <= int(r.End) && e.End >= int(r.Start) }

// carry is the findings of one file as they lie after edits to a file, which may be the same one. It copies what it changes. A finding
// whose code is gone is left out; a step keeps its place as well as it can; a fix whose text was touched is no longer offered, because
// nobody has checked it against the new text.
func carry(findings []rule.Diagnostic, file string, edits []Edit) []rule.Diagnostic {
	if len(edits) == 0 || len(findings) == 0 {
		return findings
	}
	out := make([]rule.Diagnostic, 0, len(findings))
next:
	for _, d := range findings {
		if d.File == file {
			for _, e := range edits {
				var ok bool
				if d.Range, ok = e.Moved(d.Range); !ok {
					continue next
				}
			}
			d.Fixes = carryFixes(d.Fixes, edits)
		}
		d.Evidence = carrySteps(d.Evidence, file, edits)
		out = append(out, d)
	}
	return out
}

func carrySteps(steps []rule.Step, file string, edits []Edit) []rule.Step {
	if !slices.ContainsFunc(steps, func(s rule.Step) bool { return s.File == file }) {
		return steps
	}
	steps = slices.Clone(steps)
	for i := range steps {
		if steps[i].File != file {
			continue
		}
		for _, e := range edits {
			r, ok := e.Moved(steps[i].Range)
			if !ok {
				at := int32(e.Start)
				r = syntax.Range{Start: at, End: at}
			}
			steps[i].Range = r
		}
	}
	return steps
}

func carryFixes(fixes []rule.Fix, edits []Edit) []rule.Fix {
	var out []rule.Fix
next:
	for _, f := range fixes {
		f.Edits = slices.Clone(f.Edits)
		for i := range f.Edits {
			for _, e := range edits {
				if e.touches(f.Edits[i].Range) {
					continue next
				}
				f.Edits[i].Range, _ = e.Moved(f.Edits[i].Range)
			}
		}
		out = append(out, f)
	}
	return out
}

// sameFindings reports whether two lists of findings say the same.
func sameFindings(a, b []rule.Diagnostic) bool {
	return slices.EqualFunc(a, b, func(x, y rule.Diagnostic) bool {
		return x.Rule == y.Rule && x.Severity == y.Severity && x.File == y.File && x.Range == y.Range && x.Message == y.Message && x.Help == y.Help &&
			x.Section == y.Section && x.Local == y.Local && slices.Equal(x.Facts, y.Facts) && slices.Equal(x.Evidence, y.Evidence) &&
			slices.EqualFunc(x.Fixes, y.Fixes, func(f, g rule.Fix) bool {
				return f.Title == g.Title && f.Safe == g.Safe && slices.Equal(f.Edits, g.Edits)
			})
	})
}
