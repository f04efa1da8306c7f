// Package exportscopiedvariable flags variables whose value is exported once and changed later.
package exportscopiedvariable

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "exports-copied-variable",
	Summary:  "Variable exported by value and changed later",
	Section:  docs.ExportsAndModuleExports,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Preset:   rule.Preview,
	Fix:      rule.NoFix,
	Program:  check,
}

// export is a variable that is exported under a name.
type export struct {
	name string
	at   syntax.Range
	v    effects.VarID
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.ESM || f.Test {
			continue
		}
		for _, x := range exported(f) {
			if w, ok := changed(f, x); ok {
				report(p, f, x, w)
			}
		}
	}
}

// exported are the variables whose values the top level exports.
func exported(f *program.File) []export {
	var out []export
	add := func(name string, v effects.ValueID, start, end int32) {
		x := f.Facts.Val(v)
		if x.Kind != effects.Var {
			return
		}
		if va := &f.Facts.Vars[x.A]; va.Func == 0 && va.Flags&(effects.VarConst|effects.VarParam) == 0 {
			out = append(out, export{name, syntax.Range{Start: start, End: end}, x.A})
		}
	}
	for _, op := range f.Facts.Funcs[0].Ops {
		if op.Kind != effects.OpWrite {
			continue
		}
		t := f.Facts.Val(op.A)
		switch {
		case program.ModuleExports(f.Facts, op.A):
			if v := f.Facts.Val(op.B); v.Kind == effects.Object {
				for _, m := range f.Facts.Objects[v.A].Members {
					if m.Flags&(effects.MemberGetter|effects.MemberSetter|effects.MemberSpread|effects.MemberComputed) == 0 {
						add(f.Facts.Str(m.Name), m.Value, m.Start, m.End)
					}
				}
			}
		case t.Kind == effects.Prop && (f.Facts.Val(t.A).Kind == effects.Exports || program.ModuleExports(f.Facts, t.A)):
			add(f.Facts.Str(t.B), op.B, op.Start, op.End)
		}
	}
	return out
}

// changed finds the first assignment to the variable in a function; ok is false when there is none, or when the file exports the name anew.
func changed(f *program.File, x export) (at effects.Op, ok bool) {
	for fi := 1; fi < len(f.Facts.Funcs); fi++ {
		for _, op := range f.Facts.Funcs[fi].Ops {
			if op.Kind != effects.OpWrite {
				continue
			}
			switch t := f.Facts.Val(op.A); t.Kind {
			case effects.Var:
				if t.A == x.v && !ok {
					at, ok = op, true
				}
			case effects.Prop, effects.Elem:
				if b := f.Facts.Val(t.A); (b.Kind == effects.Exports || program.ModuleExports(f.Facts, t.A)) && (t.Kind == effects.Elem || f.Facts.Str(t.B) == x.name) {
					return at, false
				}
			}
		}
	}
	return at, ok
}

func report(p *rule.ProgramPass, f *program.File, x export, w effects.Op) {
	name := f.Facts.Str(f.Facts.Vars[x.v].Name)
	p.Report(f, x.at,
		fmt.Sprintf("`%s` is copied here, once: the variable `%s` gets other values later, and those who require this file keep seeing the one it has now.", x.name, name),
		rule.Help(fmt.Sprintf("Export a function or a getter that reads `%s`.", name)),
		rule.Because(rule.Step{File: f.Path, Range: syntax.Range{Start: w.Start, End: w.End}, Message: name + " gets another value here"}))
}
