// Package moduleexporttypo flags assignments to names that are nearly module.exports.
package moduleexporttypo

import (
	"fmt"

	"github.com/agext/levenshtein"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "module-export-typo",
	Summary:  "`module.exports` misspelt",
	Section:  docs.ExportsAndModuleExports,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Tag:      rule.Unnecessary,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.ESM || !mentionsModule(f) {
			continue
		}
		for fi := range f.Facts.Funcs {
			ops := f.Facts.Funcs[fi].Ops
			for i := range ops {
				if op := &ops[i]; op.Kind == effects.OpWrite && op.Flag != effects.WriteDelete {
					written(p, f, op)
				}
			}
		}
	}
}

func mentionsModule(f *program.File) bool {
	for _, v := range f.Facts.Values {
		if v.Kind == effects.Module || v.Kind == effects.Global && f.Facts.Str(v.A) == "modules" {
			return true
		}
	}
	return false
}

// written judges an assignment to module.name or modules.exports, or to a member of one of them.
func written(p *rule.ProgramPass, f *program.File, op *effects.Op) {
	target := f.Facts.Val(op.A)
	member := false
	if target.Kind == effects.Prop && f.Facts.Val(target.A).Kind == effects.Prop {
		target, member = f.Facts.Val(target.A), true
	}
	if target.Kind != effects.Prop {
		return
	}
	name := f.Facts.Str(target.B)
	at := syntax.Range{Start: op.Start, End: op.Start + int32(len("module."+name))}
	var msg string
	switch base := f.Facts.Val(target.A); {
	case base.Kind == effects.Module && near(name):
		msg = fmt.Sprintf("`module.%s` is nothing that Node looks at: require() returns `module.exports`, and this is another property of the record that Node keeps of this file.", name)
		if member {
			msg = fmt.Sprintf("`module.%s` is undefined, because the property is called `exports`: setting a member of it throws a TypeError while the file loads.", name)
		}
	case base.Kind == effects.Global && f.Facts.Str(base.A) == "modules" && name == "exports" && !assigned(f, base):
		at.End++
		msg = "`modules` is not defined: the variable that Node gives this file is called `module`, so this line throws a ReferenceError while the file loads."
	default:
		return
	}
	if !member && at.End != op.End {
		at.End = op.End // written in another way: module['export'], or with spaces
	}
	e := p.ExportsOf(f.ID)
	fix := rule.Fix{Title: "Assign to module.exports", Safe: !f.ReplacesExports() && (member || len(e.Names) == 0),
		Edits: []rule.Edit{{Range: at, New: "module.exports"}}}
	opts := []rule.Option{rule.Help("Write module.exports."), rule.FixWith(fix)}
	if n := requirers(p, f); n > 0 {
		opts = append(opts, rule.Fact(fmt.Sprintf("Files that require this one: %d.", n)))
	}
	p.Report(f, at, msg, opts...)
}

// record are the properties that the record of a module has (Node docs, "The module object"), and what it inherits.
var record = map[string]bool{"children": true, "exports": true, "filename": true, "id": true, "isPreloading": true, "loaded": true, "parent": true, "path": true,
	"paths": true, "require": true, "hot": true}

// near reports whether a name is a slip of the pen for exports.
func near(name string) bool {
	if record[name] {
		return false
	}
	return name == "export" || len(name) >= 5 && levenshtein.Distance(name, "exports", nil) <= 2
}

// assigned reports whether the file gives a global a value.
func assigned(f *program.File, global effects.Value) bool {
	for fi := range f.Facts.Funcs {
		ops := f.Facts.Funcs[fi].Ops
		for i := range ops {
			if ops[i].Kind == effects.OpWrite && f.Facts.Val(ops[i].A) == global {
				return true
			}
		}
	}
	return false
}

func requirers(p *rule.ProgramPass, f *program.File) int {
	n := 0
	for _, g := range p.Files {
		for i := range g.Targets {
			if g.Targets[i].File == f.ID && g != f {
				n++
				break
			}
		}
	}
	return n
}
