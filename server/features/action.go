package features

import (
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// Action is a change that mends a finding.
type Action struct {
	Title     string
	Finding   rule.Diagnostic
	Preferred bool // the code then does what the line plainly meant, and no other fix of the finding claims so
	Edits     []rule.Edit
}

// Actions are the fixes of the findings that touch a range of a file, in the order of their places; those of one finding in the rule's
// order, the safe ones first.
func Actions(s *workspace.Snapshot, file string, r syntax.Range) []Action {
	var out []Action
	for _, d := range In(s, file, r) {
		safe := 0
		for _, f := range d.Fixes {
			if f.Safe {
				safe++
			}
		}
		for _, wanted := range []bool{true, false} {
			for _, f := range d.Fixes {
				if f.Safe == wanted {
					out = append(out, Action{Title: f.Title, Finding: d, Preferred: f.Safe && safe == 1, Edits: f.Edits})
				}
			}
		}
	}
	return out
}
