// Package exportsafterreplace flags names that are set on the first exports object and lost because module.exports is another one.
package exportsafterreplace

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "exports-after-replace",
	Summary:  "Property of `exports` lost when `module.exports` is replaced",
	Section:  docs.ExportsAndModuleExports,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Tag:      rule.Unnecessary,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if !f.MayDropExports() {
			continue
		}
		e := p.ExportsOf(f.ID)
		var before []*program.Dropped
		for i := range e.Dropped {
			if d := &e.Dropped[i]; d.Before {
				before = append(before, d)
			} else {
				report(p, f, e, d)
			}
		}
		if len(before) > 0 {
			reportBefore(p, f, e, before)
		}
	}
}

func report(p *rule.ProgramPass, f *program.File, e *program.ExportList, d *program.Dropped) {
	msg := fmt.Sprintf("`%s.%s` is not exported: module.exports is another object since it was replaced, and `%s` is still the first one, which no require() returns.", d.Base, d.Name, d.Base)
	opts := []rule.Option{
		rule.Help(fmt.Sprintf("Set it on module.exports: module.exports.%s.", d.Name)),
		rule.Because(p.Steps([]program.Step{d.Replaced})...),
		rule.Fact(finalList(e)),
	}
	if d.ReadBack { // at least this file has it
		opts = append(opts, rule.As(rule.Warning))
	}
	if d.Object && (d.Base == "exports" || d.Base == "this") {
		at := syntax.Range{Start: d.Range.Start, End: d.Range.Start + int32(len(d.Base))}
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Set it on module.exports", Safe: true, Edits: []rule.Edit{{Range: at, New: "module.exports"}}}))
	}
	p.Report(f, d.Range, msg, opts...)
}

// reportBefore reports the names that one replacement drops, once, where the first is set.
func reportBefore(p *rule.ProgramPass, f *program.File, e *program.ExportList, lost []*program.Dropped) {
	d := lost[0]
	what := fmt.Sprintf("`%s` is", d.Name)
	if len(lost) > 1 {
		var names []string
		for _, x := range lost {
			names = append(names, x.Name)
		}
		if len(names) > 8 {
			names = append(names[:8], "…")
		}
		what = "`" + strings.Join(names, "`, `") + "` are"
	}
	msg := fmt.Sprintf("%s not exported: module.exports becomes another object later, and `%s.%s` is set on the first one, which no require() returns.", what, d.Base, d.Name)
	steps := []program.Step{d.Replaced}
	for _, x := range lost[1:min(len(lost), 6)] {
		steps = append(steps, program.Step{File: f.ID, Range: x.Range, Message: x.Name + " is lost as well"})
	}
	opts := []rule.Option{
		rule.Help("Put the names into the new object, or set them after it is made, on module.exports."),
		rule.Because(p.Steps(steps)...),
		rule.Fact(finalList(e)),
	}
	for _, x := range lost {
		if x.ReadBack { // the file at least has them
			opts = append(opts, rule.As(rule.Info))
			break
		}
	}
	if d.Literal >= 0 {
		o := &f.Facts.Objects[d.Literal]
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Keep both: copy the new names onto the first object", Edits: []rule.Edit{
			{Range: syntax.Range{Start: o.Start, End: o.Start}, New: "Object.assign(exports, "},
			{Range: syntax.Range{Start: o.End, End: o.End}, New: ")"},
		}}))
	}
	p.Report(f, d.Range, msg, opts...)
}

func finalList(e *program.ExportList) string {
	var names []string
	for _, x := range e.Names {
		names = append(names, x.Name)
	}
	switch {
	case len(names) == 0:
		return "require() of this file returns the new object."
	case len(names) > 12:
		names = append(names[:12], "…")
	}
	return "require() of this file returns an object with `" + strings.Join(names, "`, `") + "`."
}
