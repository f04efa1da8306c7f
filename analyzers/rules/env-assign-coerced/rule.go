// Package envassigncoerced flags values that are assigned to environment variables and become text that means something else.
package envassigncoerced

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
	ID:       "env-assign-coerced",
	Summary:  "Environment variable set to what is no text",
	Section:  docs.EnvAndArgv,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		for fi := range f.Facts.Funcs {
			for i := range f.Facts.Funcs[fi].Ops {
				op := &f.Facts.Funcs[fi].Ops[i]
				if op.Kind != effects.OpWrite || op.Flag == effects.WriteDelete {
					continue
				}
				if t := f.Facts.Val(op.A); (t.Kind == effects.Prop || t.Kind == effects.Elem) && p.IsEnv(f, t.A) {
					checkWrite(p, f, op, guarded(f.Facts.Funcs[fi].Ops, int32(i)))
				}
			}
		}
	}
}

func checkWrite(p *rule.ProgramPass, f *program.File, op *effects.Op, guarded bool) {
	name := "a variable of process.env"
	if t := f.Facts.Val(op.A); t.Kind == effects.Prop {
		name = "process.env." + f.Facts.Str(t.B)
	}
	text, truth := coerced(p, f, op.B, guarded)
	if text == "" {
		return
	}
	opts := []rule.Option{rule.Help("Delete the variable instead: delete process.env.NAME; otherwise assign the text that is meant.")}
	if t := f.Facts.Val(op.A); t.Kind == effects.Prop {
		readers := 0
		for _, other := range p.EnvReaders(f.Facts.Str(t.B)) {
			if other != f.ID && readers < 5 {
				readers++
				opts = append(opts, rule.Fact(fmt.Sprintf("`%s` reads `%s`.", p.Rel(other), name)))
			}
		}
	}
	p.Report(f, syntax.Range{Start: op.Start, End: op.End}, fmt.Sprintf("%s becomes the text '%s', which is %s: process.env turns whatever is assigned into a string.", name, text, truth), opts...)
}

// guarded reports whether an operation stands in a branch, which may know that a value is there.
func guarded(ops []effects.Op, at int32) bool {
	for i := int32(0); i < at; i++ {
		if ops[i].Kind == effects.OpIf && ops[i].Skip > at {
			return true
		}
	}
	return false
}

// coerced is the text that a value becomes, with what is wrong about it; "" where it is right or not known.
func coerced(p *rule.ProgramPass, f *program.File, v effects.ValueID, guarded bool) (text, truth string) {
	x := f.Facts.Val(v)
	switch kinds := p.KindsOf(f, v); {
	case x.Kind == effects.Bool && x.A == 0:
		return "false", "true where it is tested"
	case x.Kind == effects.Bool:
		return "", ""
	case kinds.Only(program.KindUndefined):
		return "undefined", "true where it is tested, and not the same as unset"
	case kinds.Only(program.KindNull):
		return "null", "true where it is tested, and not the same as unset"
	case kinds.Only(program.KindNaN):
		return "NaN", "no number"
	case kinds.Only(program.KindPromise):
		return "[object Promise]", "not what the promise gives"
	case kinds.Only(program.KindObject) && p.IsObject(f, v):
		return "[object Object]", "nothing of what is in it"
	case kinds == program.KindString|program.KindUndefined && !guarded:
		if _, ok := p.EnvRead(f, v); ok && x.Kind == effects.Var {
			return "undefined", "what happens when it was not set before, and not the same as unset"
		}
	}
	return "", ""
}
