package features

import (
	"slices"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// Diagnostics are the findings of a file, in the order of their places.
func Diagnostics(s *workspace.Snapshot, file string) []rule.Diagnostic { return s.Findings(file) }

// At are the findings that hold an offset in bytes, or end right before it: the smallest first.
func At(s *workspace.Snapshot, file string, offset int) []rule.Diagnostic {
	here := In(s, file, syntax.Range{Start: int32(offset), End: int32(offset)})
	slices.SortStableFunc(here, func(a, b rule.Diagnostic) int {
		return int(a.Range.End-a.Range.Start) - int(b.Range.End-b.Range.Start)
	})
	return here
}

// In are the findings that touch a range, in the order of their places. The slice is the caller's.
func In(s *workspace.Snapshot, file string, r syntax.Range) []rule.Diagnostic {
	var in []rule.Diagnostic
	for _, d := range s.Findings(file) {
		if d.Range.Start > r.End {
			break // sorted by start
		}
		if d.Range.End >= r.Start {
			in = append(in, d)
		}
	}
	return in
}
