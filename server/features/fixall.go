package features

import (
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/workspace"
)

// FixAll is the edits of the safe fixes of an open file, as far as they do not touch each other, as the first pass of `nodebeyond lint --fix` makes
// them; what is left over is offered again when the file was analysed anew. Fixes that together would leave a text which does not parse are
// not offered.
func FixAll(s *workspace.Snapshot, file string) []rule.Edit {
	doc := s.Document(file)
	if doc == nil {
		return nil
	}
	var out rule.Edits
	for _, d := range s.Findings(file) {
		if fix := d.FirstSafe(); fix != nil {
			out.Add(fix.Edits)
		}
	}
	if len(out) == 0 {
		return nil
	}
	if text, ok := out.Apply(doc.Text); !ok || len(syntax.Parse(file, text).Problems) > 0 {
		return nil
	}
	return out
}
