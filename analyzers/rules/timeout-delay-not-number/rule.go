// Package timeoutdelaynotnumber flags timers whose delay is no number, which Node turns into one millisecond.
package timeoutdelaynotnumber

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "timeout-delay-not-number",
	Summary:  "Timer delay that is no number",
	Section:  docs.Timers,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Is("global.setTimeout", "global.setInterval", "timers.setTimeout", "timers.setInterval")
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if len(args) < 2 || len(p.Call(r).ArgStart) != len(args) || p.Call(r).Flags&effects.CallSpread != 0 {
			return // without a delay the next turn of the loop is meant
		}
		why, opts := fault(p, f, args[1])
		if why == "" {
			return
		}
		after := fmt.Sprintf("%s then fires after 1 ms", program.Display(m))
		if m.Is("global.setInterval", "timers.setInterval") {
			after = fmt.Sprintf("%s then fires about a thousand times a second", program.Display(m))
		}
		opts = append(opts, rule.Help("Give a number of milliseconds, with a default for what may be missing: Number(value ?? 5000)."))
		p.Report(f, p.ArgRange(r, 1), fmt.Sprintf("%s: Node turns a delay that is no number into 1 ms, and %s.", why, after), opts...)
	})
}

// fault says why a delay is no number, "" where it is one or is not known.
func fault(p *rule.ProgramPass, f *program.File, v effects.ValueID) (string, []rule.Option) {
	if text, ok := p.Literal(f, v); ok {
		if _, number := program.NumberIn(text); number {
			return "", nil
		}
		return fmt.Sprintf("The delay '%s' is text that is no number", text), nil
	}
	if name, ok := variable(p, f, v); ok {
		return fmt.Sprintf("The delay is not a number while process.env.%s is not set", name), []rule.Option{rule.Fact(fmt.Sprintf("`process.env.%s` is `undefined` when it is not set, which as a number is `NaN`.", name))}
	}
	kinds := p.KindsOf(f, v)
	switch x := f.Facts.Val(v); {
	case x.Kind == effects.Undefined || x.Kind == effects.Null:
		return "", nil // written to mean the next turn
	case kinds.Only(program.KindUndefined):
		return "The delay is undefined", nil
	case kinds.Only(program.KindNaN):
		return "The delay is NaN", nil
	case kinds.Only(program.KindFunction):
		return "The delay is a function", nil
	case kinds.Only(program.KindPromise):
		return "The delay is a promise that nobody waits for", nil
	case kinds.Only(program.KindObject) && p.IsObject(f, v):
		return "The delay is an object", nil
	}
	return "", nil
}

// variable is the environment variable that decides a delay alone, as it is or through Number and parseInt.
func variable(p *rule.ProgramPass, f *program.File, v effects.ValueID) (string, bool) {
	for depth := 0; depth < 6; depth++ {
		if name, ok := p.EnvRead(f, v); ok {
			return name, !tested(p, name)
		}
		x := f.Facts.Val(v)
		switch x.Kind {
		case effects.Var:
			vals := f.Facts.Vars[x.A].Values
			if len(vals) != 1 {
				return "", false
			}
			v = vals[0]
		case effects.Result:
			c := &f.Facts.Calls[x.A]
			callee := f.Facts.Val(c.Callee)
			if len(c.Args) == 0 || callee.Kind != effects.Global || c.Flags&effects.CallNew != 0 {
				return "", false
			}
			switch f.Facts.Str(callee.A) {
			case "Number", "parseInt", "parseFloat":
			default:
				return "", false
			}
			v = c.Args[0]
		case effects.Binary: // the time in seconds
			if x.Op != effects.Mul {
				return "", false
			}
			if _, ok := p.Number(f, x.A); ok {
				v = x.B
			} else if _, ok := p.Number(f, x.B); ok {
				v = x.A
			} else {
				return "", false
			}
		default:
			return "", false
		}
	}
	return "", false
}

// tested reports whether the program looks at a variable elsewhere, in a branch or a comparison, or sets it: it may then know that it is there.
func tested(p *rule.ProgramPass, name string) bool {
	for _, f := range p.Files {
		for fi := range f.Facts.Funcs {
			for i := range f.Facts.Funcs[fi].Ops {
				op := &f.Facts.Funcs[fi].Ops[i]
				switch op.Kind {
				case effects.OpIf:
					if program.MentionsName(f.Facts, op.A, name) || reads(p, f, op.A, name, 0) {
						return true
					}
				case effects.OpWrite:
					if t := f.Facts.Val(op.A); t.Kind == effects.Prop && f.Facts.Str(t.B) == name && p.IsEnv(f, t.A) {
						return true
					}
				}
			}
		}
	}
	return false
}

// reads reports whether a test is made of a read of the variable, or of a number made of it.
func reads(p *rule.ProgramPass, f *program.File, v effects.ValueID, name string, depth int) bool {
	if v <= 0 || depth > 5 {
		return false
	}
	if n, ok := p.EnvRead(f, v); ok && n == name {
		return true
	}
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Unary:
		return reads(p, f, x.A, name, depth+1)
	case effects.Binary:
		return reads(p, f, x.A, name, depth+1) || reads(p, f, x.B, name, depth+1)
	case effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return len(vals) == 1 && reads(p, f, vals[0], name, depth+1)
	case effects.Result:
		for _, a := range f.Facts.Calls[x.A].Args {
			if reads(p, f, a, name, depth+1) {
				return true
			}
		}
	}
	return false
}
