package rule

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// PathEnd is what to mark when a path runs off the end: the decision that leads there, else the closing brace.
func PathEnd(fn *effects.Func, turns []program.Turn) syntax.Range {
	for i := len(turns) - 1; i >= 0; i-- {
		if t := turns[i]; t.At.End > t.At.Start && t.Kind != program.TurnThrow {
			return t.At
		}
	}
	if len(turns) > 0 && turns[len(turns)-1].At.End > 0 {
		return turns[len(turns)-1].At
	}
	return syntax.Range{Start: fn.End - 1, End: fn.End}
}

// TurnWhen says in the message which condition leads to a path, "" when it cannot be written.
func TurnWhen(f *effects.Facts, t program.Turn) string {
	switch t.Kind {
	case program.TurnIf:
		text, ok := writeTest(f, t.Test, 0)
		switch {
		case !ok && t.Taken:
			return " (when the last condition holds)"
		case !ok:
			return " (when the last condition does not hold)"
		case t.Taken:
			return fmt.Sprintf(" (`%s` holds)", text)
		}
		return fmt.Sprintf(" (`%s` does not hold)", text)
	case program.TurnSkip:
		return " (the loop has nothing to go through)"
	case program.TurnNoCase:
		return " (no `case` fits)"
	case program.TurnThrow:
		return " (something in the `try` block throws)"
	case program.TurnCase:
		if text, ok := writeTest(f, t.Test, 0); ok {
			return fmt.Sprintf(" (`case %s`)", text)
		}
	case program.TurnDefault:
		return " (the `default` case)"
	}
	return ""
}

// TurnText is a decision as a step of evidence.
func TurnText(f *effects.Facts, t program.Turn) string {
	if s := TurnWhen(f, t); s != "" && t.Kind != program.TurnIf {
		return strings.Trim(s, " ()")
	}
	text, ok := writeTest(f, t.Test, 0)
	if !ok {
		text = "this condition"
	} else {
		text = "`" + text + "`"
	}
	if t.Taken {
		return text + " holds"
	}
	return text + " does not hold"
}

// writeTest gives a condition as its author wrote it, as far as the facts keep that.
func writeTest(f *effects.Facts, v effects.ValueID, depth int) (string, bool) {
	if depth > 3 || v < 0 {
		return "", false
	}
	x := f.Val(v)
	switch x.Kind {
	case effects.String:
		if s := f.Str(x.A); len(s) < 30 {
			return "'" + s + "'", true
		}
	case effects.Number:
		return f.Str(x.A), f.Str(x.A) != "bigint"
	case effects.Bool:
		return fmt.Sprint(x.A == 1), true
	case effects.Null:
		return "null", true
	case effects.Undefined:
		return "undefined", true
	case effects.Var, effects.Global, effects.ImportName, effects.This:
		return f.CalleeName(v), true
	case effects.Param:
		name := f.CalleeName(v)
		return name, name != ""
	case effects.Prop:
		base, ok := writeTest(f, x.A, depth+1)
		if name := f.Str(x.B); strings.ContainsAny(name, "-./ ") {
			return base + "['" + name + "']", ok
		}
		return base + "." + f.Str(x.B), ok
	case effects.Unary:
		if x.Op == effects.Not {
			s, ok := writeTest(f, x.A, depth+1)
			if y := f.Val(x.A); y.Kind == effects.Binary {
				s = "(" + s + ")"
			}
			return "!" + s, ok
		}
		if x.Op == effects.TypeOf {
			s, ok := writeTest(f, x.A, depth+1)
			return "typeof " + s, ok
		}
	case effects.Binary:
		sign := map[effects.Operator]string{effects.EqStrict: "===", effects.NeStrict: "!==", effects.And: "&&", effects.Or: "||", effects.Nullish: "??", effects.In: "in", effects.InstanceOf: "instanceof"}[x.Op]
		a, ok1 := writeTest(f, x.A, depth+1)
		b, ok2 := writeTest(f, x.B, depth+1)
		return a + " " + sign + " " + b, ok1 && ok2 && sign != ""
	case effects.Result:
		c := &f.Calls[x.A]
		name := f.CalleeName(c.Callee)
		var args []string
		for _, a := range c.Args {
			s, ok := writeTest(f, a, depth+1)
			if !ok {
				s = "…"
			}
			args = append(args, s)
		}
		return name + "(" + strings.Join(args, ", ") + ")", name != ""
	}
	return "", false
}

// PathSteps are the decisions of a path as evidence, and the words for the last of them.
func (p *ProgramPass) PathSteps(f *program.File, turns []program.Turn) (condition string, steps []Step) {
	for i, t := range turns {
		if t.At.End > t.At.Start {
			steps = append(steps, Step{File: f.Path, Range: t.At, Message: TurnText(f.Facts, t)})
		}
		if i == len(turns)-1 {
			condition = TurnWhen(f.Facts, t)
		}
	}
	return condition, steps
}
