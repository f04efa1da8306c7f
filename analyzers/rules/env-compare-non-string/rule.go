// Package envcomparenonstring flags environment variables that are compared with a number or a boolean, which no variable is.
package envcomparenonstring

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
	ID:       "env-compare-non-string",
	Summary:  "Environment variable compared with a number or boolean",
	Section:  docs.EnvAndArgv,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Comparisons(func(c program.Comparison) {
		read, other := c.A, c.B
		literal := c.File.Facts.Val(other)
		if literal.Kind != effects.Number && literal.Kind != effects.Bool {
			if read, other = c.B, c.A; c.File.Facts.Val(other).Kind != effects.Number && c.File.Facts.Val(other).Kind != effects.Bool {
				return
			}
			literal = c.File.Facts.Val(other)
		}
		if c.Loose && literal.Kind == effects.Number {
			return // == turns the text into a number
		}
		name, ok := p.EnvRead(c.File, read)
		if !ok || !p.KindsOf(c.File, read).Only(program.KindString|program.KindUndefined) {
			return
		}
		report(p, c, name, other)
	})
}

func report(p *rule.ProgramPass, c program.Comparison, name string, other effects.ValueID) {
	f := c.File
	v := f.Facts.Val(other)
	text := "a number"
	help := fmt.Sprintf("Compare Number(process.env.%s), or compare with a string.", name)
	var opts []rule.Option
	if v.Kind == effects.Bool {
		text = "false"
		if v.A == 1 {
			text = "true"
		}
		help = fmt.Sprintf("Compare with the text that turns it on: process.env.%s === 'true'.", name)
		if n := int32(len(text)); other == f.Facts.Val(comparison(f, c)).B && !c.Case && c.Range.End-c.Range.Start > n {
			at := syntax.Range{Start: c.Range.End - n, End: c.Range.End}
			opts = append(opts, rule.FixWith(rule.Fix{Title: fmt.Sprintf("Compare with '%s'", text), Edits: []rule.Edit{{Range: at, New: "'" + text + "'"}}}))
		}
	} else if n, ok := p.Number(f, other); ok {
		text = fmt.Sprintf("the number %g", n)
	}
	outcome := "always false"
	switch {
	case c.Case:
		outcome = "never taken"
	case c.Loose:
		outcome = "one of numbers, to which neither 'true' nor 'false' is equal"
	case c.Not:
		outcome = "always true"
	}
	what := "this comparison"
	if c.Case {
		what = "this case"
	}
	for _, other := range p.EnvReaders(name) {
		if other != f.ID {
			opts = append(opts, rule.Fact(fmt.Sprintf("`%s` reads `process.env.%s`, too.", p.Rel(other), name)))
		}
	}
	p.Report(f, c.Range,
		fmt.Sprintf("process.env.%s is a string or undefined, and %s with %s is %s: whatever is in the environment reaches the program as text.", name, what, text, outcome),
		append(opts, rule.Help(help))...)
}

// comparison is the value of a comparison.
func comparison(f *program.File, c program.Comparison) effects.ValueID {
	op := effects.EqStrict
	if c.Not {
		op = effects.NeStrict
	}
	return f.ValueID(effects.Value{Kind: effects.Binary, Op: op, A: c.A, B: c.B})
}
