package engine

import (
	"slices"

	"nodebeyond/analyzers/rule"
)

// yield calls silence with each finding at whose place a rule to which its own yields has one for which speaks holds; see rule.Rule.Yields. The list is
// sorted.
func (r *run) yield(list []rule.Diagnostic, speaks func(int) bool, silence func(int)) {
	yields := map[string][]string{}
	for _, ru := range r.o.Rules {
		if len(ru.Yields) > 0 {
			yields[ru.ID] = ru.Yields
		}
	}
	if len(yields) == 0 {
		return
	}
	// Ranges are short: the ones that touch a finding stand close to it. reach is the longest range so far in the file, which says how far back
	// one has to look.
	reach, file := int32(0), ""
	for i := range list {
		d := &list[i]
		if d.File != file {
			reach, file = 0, d.File
		}
		reach = max(reach, d.Range.End-d.Range.Start)
		to := yields[d.Rule]
		if to == nil {
			continue
		}
		says := func(k int) bool {
			o := &list[k]
			return slices.Contains(to, o.Rule) && o.Range.Start <= d.Range.End && d.Range.Start <= o.Range.End && speaks(k)
		}
		found := false
		for k := i - 1; k >= 0 && !found && list[k].File == file && d.Range.Start-list[k].Range.Start <= reach; k-- {
			found = says(k)
		}
		for k := i + 1; k < len(list) && !found && list[k].File == file && list[k].Range.Start <= d.Range.End; k++ {
			found = says(k)
		}
		if found {
			silence(i)
		}
	}
}
