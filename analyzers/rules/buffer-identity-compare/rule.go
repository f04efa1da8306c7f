// Package bufferidentitycompare flags buffers that are compared by ===, which asks whether they are the same object.
package bufferidentitycompare

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "buffer-identity-compare",
	Summary:  "Buffer compared by ===",
	Section:  docs.Buffers,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Comparisons(func(c program.Comparison) {
		f := c.File
		if !mayBeBytes(f, c.A) && !mayBeBytes(f, c.B) {
			return
		}
		a, b := p.KindsOf(f, c.A), p.KindsOf(f, c.B)
		bytes, other := c.A, b
		if !a.Only(program.KindBytes) {
			bytes, other = c.B, a
			if !b.Only(program.KindBytes) {
				return
			}
		}
		name := f.Facts.CalleeName(bytes)
		if name == "" {
			name = "this Buffer"
		}
		switch {
		case other.Only(program.KindString) && !c.Loose: // == decodes the buffer
			report(p, c, fmt.Sprintf("%s is a Buffer and the other side a string", name), fmt.Sprintf("Decode it, %s.toString() === …, or compare the bytes by equals(Buffer.from(…)).", name), "`Buffer` and `string`")
		case other.Only(program.KindBytes) && made(p, f, c.A) && made(p, f, c.B) && source(f, c.A) != source(f, c.B):
			report(p, c, "both sides are buffers that were made apart", fmt.Sprintf("Compare the bytes: %s.equals(…), or crypto.timingSafeEqual for secrets.", name), "`Buffer` and `Buffer`")
		}
	})
}

func report(p *rule.ProgramPass, c program.Comparison, why, help, sides string) {
	outcome := "false"
	if c.Not {
		outcome = "true"
	}
	if c.Case {
		p.Report(c.File, c.Range, fmt.Sprintf("This case is never taken, because %s: a switch compares as === does, and that asks whether the objects are the same.", why), rule.Help(help), rule.Fact("Sides: "+sides+"."))
		return
	}
	p.Report(c.File, c.Range, fmt.Sprintf("This comparison is always %s, because %s: === asks whether two objects are the same one, not whether they hold the same bytes.", outcome, why), rule.Help(help), rule.Fact("Sides: "+sides+"."))
}

// mayBeBytes leaves out what cannot be a buffer by its form, which is most of what is compared.
func mayBeBytes(f *program.File, v effects.ValueID) bool {
	switch f.Facts.Val(v).Kind {
	case effects.Var, effects.Result, effects.Await, effects.Param, effects.ImportName, effects.Prop:
		return true
	}
	return false
}

// source is the value that a constant holds, the value itself otherwise.
func source(f *program.File, v effects.ValueID) effects.ValueID {
	for range 6 {
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Await:
			v = x.A
		case effects.Var:
			vals := f.Facts.Vars[x.A].Values
			if len(vals) != 1 {
				return v
			}
			v = vals[0]
		default:
			return v
		}
	}
	return v
}

// made reports whether a value is what one call of an API made: nobody else then has the same object.
func made(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	x := f.Facts.Val(source(f, v))
	return x.Kind == effects.Result && p.Member(program.CallRef{File: f.ID, Call: x.A}) != nil
}
