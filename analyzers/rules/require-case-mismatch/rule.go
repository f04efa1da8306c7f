// Package requirecasemismatch flags imports whose letters differ from the file's name in upper and lower case alone.
package requirecasemismatch

import (
	"fmt"
	"path"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "require-case-mismatch",
	Summary:  "Path whose case differs from the file's name",
	Section:  docs.Resolving,
	Severity: rule.Error,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		for i := range f.Facts.Imports {
			im := &f.Facts.Imports[i]
			spec := f.Facts.Str(im.Spec)
			if f.Targets[i].Code == "" || im.Flags&(effects.ImportComputed|effects.ImportInTry) != 0 || !strings.HasPrefix(spec, ".") {
				continue
			}
			if there := p.Explain(f, int32(i)).OtherCase; there != "" {
				report(p, f, im, spec, there)
			}
		}
	}
}

func report(p *rule.ProgramPass, f *program.File, im *effects.ImportRef, spec, there string) {
	at := syntax.Range{Start: im.Start, End: im.End}
	rel, _ := p.Below(there)
	opts := []rule.Option{rule.Help(fmt.Sprintf("Write the path as the disk does: %s.", rel)), rule.Fact("On the disk: `" + rel + "`.")}
	if right := spelled(path.Dir(f.Path), spec, there); right != "" {
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Use '" + right + "'", Safe: true, Edits: []rule.Edit{{Range: at, New: "'" + right + "'"}}}))
	}
	p.Report(f, at, fmt.Sprintf("'%s' differs from %s in upper and lower case: it loads where the disk ignores case, as on most macOS and Windows machines, and is not found on Linux.", spec, rel), opts...)
}

// spelled is the specifier with the letters of the path that is there, "" where the two do not match part by part.
func spelled(dir, spec, there string) string {
	abs := path.Join(dir, spec)
	if len(there) < len(abs) || !strings.EqualFold(there[:len(abs)], abs) {
		return ""
	}
	tail := strings.TrimLeft(spec, "./") // what names files and folders, without the dots in front
	if path.Clean(tail) != tail || !strings.HasSuffix(abs, tail) {
		return ""
	}
	return strings.TrimSuffix(spec, tail) + there[len(abs)-len(tail):len(abs)]
}
