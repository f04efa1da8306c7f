package features

import (
	"path"
	"strings"

	"nodebeyond/analyzers/syntax"
	"nodebeyond/server/config"
	"nodebeyond/server/workspace"
)

// Named is a place where a text names a rule, or a chapter of the book.
type Named struct {
	Range syntax.Range
	Name  string // what Book.Read takes
}

// Names are the rules that the directives of an open source file name, or the rules and chapters that an open configuration does, in order of
// place. Names of nothing are not among them.
func (b *Book) Names(s *workspace.Snapshot, file string) (list []Named) {
	doc := s.Document(file)
	if doc == nil {
		return nil
	}
	add := func(name string, r syntax.Range) {
		if _, known := b.Read(name); known {
			list = append(list, Named{r, name})
		}
	}
	switch {
	case path.Base(file) == config.FileName:
		for _, w := range config.WrittenKeys(doc.Text) {
			if w.Named {
				add(w.Name, syntax.Range{Start: int32(w.Start), End: int32(w.End)})
			}
		}
	case IsSource(file) && strings.Contains(doc.Text, directive):
		for _, s := range syntax.Parse(file, doc.Text).Suppressions() {
			for i, name := range s.Rules {
				if b.Rules[name] != nil {
					add(name, s.RuleRanges[i])
				}
			}
		}
	}
	return list
}

// directive begins the first word of every comment that silences findings.
const directive = "nodebeyond-"

// IsSource reports whether a file is one of those that are analysed, by its name.
func IsSource(file string) bool {
	switch path.Ext(file) {
	case ".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx":
		return true
	}
	return false
}
