package features

import (
	"cmp"
	"slices"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// FixAll is the edits of the safe fixes of an open file, sorted by place: of each finding the first, as far as they do not touch each other.
// What is left over is offered again when the file was analysed anew, as `nodebeyond lint --fix` does it.
func FixAll(s *workspace.Snapshot, file string) []rule.Edit {
	var out []rule.Edit
	for _, d := range s.Findings(file) {
		i := slices.IndexFunc(d.Fixes, func(f rule.Fix) bool { return f.Safe })
		if i < 0 || slices.ContainsFunc(d.Fixes[i].Edits, func(e rule.Edit) bool { return touching(out, e.Range) }) {
			continue
		}
		out = append(out, d.Fixes[i].Edits...)
	}
	slices.SortStableFunc(out, func(a, b rule.Edit) int { return cmp.Compare(a.Range.Start, b.Range.Start) })
	return out
}

func touching(edits []rule.Edit, r syntax.Range) bool {
	return slices.ContainsFunc(edits, func(e rule.Edit) bool { return e.Range.Start <= r.End && r.Start <= e.Range.End })
}
