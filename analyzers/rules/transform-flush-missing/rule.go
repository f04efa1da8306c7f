// Package transformflushmissing flags transforms that keep a remainder between chunks and lose the last one.
package transformflushmissing

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
	ID:       "transform-flush-missing",
	Summary:  "Remainder of a transform that nothing flushes",
	Section:  docs.ImplementingWritableTransform,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, k := range p.StreamKinds() {
		f := p.Files[k.File]
		if f.Test || k.Open || k.Method("flush") != nil || k.Method("final") != nil {
			continue
		}
		m, work := k.Method("transform"), "transform"
		if m == nil {
			if m, work = k.Method("write"), "write"; m == nil || k.Class.IsReadable() {
				continue
			}
		}
		g := p.Files[m.Func.File]
		fn := p.Func(m.Func)
		for i := range fn.Ops {
			op := &fn.Ops[i]
			if op.Kind != effects.OpWrite || !isRemainder(g.Facts, op.B, op.A) || !kept(g, m.Func.Func, op.A) || !joined(g, m.Func.Func, op.A) || usedElsewhere(g, m.Func.Func, op.A) {
				continue
			}
			name := g.Facts.CalleeName(op.A)
			hook := "flush"
			if work == "write" {
				hook = "final"
			}
			p.Report(g, syntax.Range{Start: op.Start, End: op.End},
				fmt.Sprintf("`%s` keeps what is not complete yet for the next chunk, and after the last chunk there is none: without %s, what it holds then is lost.", name, hook),
				rule.Help(fmt.Sprintf("Implement %s, which Node calls when the input has ended, and handle there what `%s` still holds.", hook, name)),
				rule.Because(rule.Step{File: g.Path, Range: m.At, Message: work + " is called for each chunk, and nothing for the end"}),
				rule.Fact("Kept between chunks: `"+name+"`."))
			break
		}
	}
}

// isRemainder reports whether a value is the incomplete end of a text: the last part of what was split, or what is left behind a place in it.
func isRemainder(f *effects.Facts, v, keeper effects.ValueID) bool {
	x := f.Val(v)
	switch x.Kind {
	case effects.Binary: // lines.pop() || ''
		return (x.Op == effects.Or || x.Op == effects.Nullish) && isRemainder(f, x.A, keeper)
	case effects.Result:
		c := &f.Calls[x.A]
		callee := f.Val(c.Callee)
		if callee.Kind != effects.Prop {
			return false
		}
		switch f.Str(callee.B) {
		case "pop":
			return len(c.Args) == 0 && isSplit(f, callee.A)
		case "slice", "substring", "substr", "subarray":
			return len(c.Args) == 1 && mentions(f, callee.A, keeper, 0)
		}
	}
	return false
}

// isSplit reports whether a list is made by cutting a text.
func isSplit(f *effects.Facts, v effects.ValueID) bool {
	x := f.Val(v)
	if x.Kind == effects.Var && len(f.Vars[x.A].Values) == 1 {
		x = f.Val(f.Vars[x.A].Values[0])
	}
	if x.Kind != effects.Result {
		return false
	}
	callee := f.Val(f.Calls[x.A].Callee)
	return callee.Kind == effects.Prop && f.Str(callee.B) == "split"
}

// mentions reports whether a value is made of another one.
func mentions(f *effects.Facts, v, of effects.ValueID, depth int) bool {
	if v == of || depth > 4 {
		return v == of
	}
	x := f.Val(v)
	switch x.Kind {
	case effects.Var:
		if len(f.Vars[x.A].Values) == 1 {
			return mentions(f, f.Vars[x.A].Values[0], of, depth+1)
		}
	case effects.Binary:
		return mentions(f, x.A, of, depth+1) || mentions(f, x.B, of, depth+1)
	case effects.Template, effects.Array:
		for _, y := range f.Lists[x.A] {
			if mentions(f, y, of, depth+1) {
				return true
			}
		}
	case effects.Result:
		for _, y := range f.Calls[x.A].Args {
			if mentions(f, y, of, depth+1) {
				return true
			}
		}
	}
	return false
}

// kept reports whether a target outlives a call of the method: a member of this, or a variable around it.
func kept(f *program.File, fn effects.FuncID, target effects.ValueID) bool {
	t := f.Facts.Val(target)
	switch t.Kind {
	case effects.Prop:
		return f.Facts.Val(t.A).Kind == effects.This
	case effects.Var:
		return !rule.Inside(f.Facts, f.Facts.Vars[t.A].Func, fn)
	}
	return false
}

// joined reports whether the method puts the next chunk behind what is kept.
func joined(f *program.File, fn effects.FuncID, target effects.ValueID) bool {
	facts := f.Facts
	for i := range facts.Funcs[fn].Ops {
		op := &facts.Funcs[fn].Ops[i]
		values := []effects.ValueID{}
		switch op.Kind {
		case effects.OpWrite:
			values = append(values, op.B)
		case effects.OpCall:
			c := &facts.Calls[op.A]
			values = append(values, c.Args...)
			if callee := facts.Val(c.Callee); callee.Kind == effects.Prop {
				values = append(values, callee.A)
			}
		}
		for _, v := range values {
			if addsTo(facts, v, target) {
				return true
			}
		}
	}
	return false
}

// addsTo reports whether a value is what is kept with more behind it.
func addsTo(f *effects.Facts, v, target effects.ValueID) bool {
	x := f.Val(v)
	switch x.Kind {
	case effects.Binary:
		return x.Op == effects.Add && (x.A == target || addsTo(f, x.A, target))
	case effects.Template:
		parts := f.Lists[x.A]
		return len(parts) > 1 && parts[0] == target
	case effects.Array: // Buffer.concat([rest, chunk])
		parts := f.Lists[x.A]
		return len(parts) == 2 && parts[0] == target
	}
	return false
}

// usedElsewhere reports whether other code sees what is kept, which may handle the last of it. What is written before the first chunk is none.
func usedElsewhere(f *program.File, fn effects.FuncID, target effects.ValueID) bool {
	facts := f.Facts
	t := facts.Val(target)
	same := func(v effects.ValueID) bool {
		x := facts.Val(v)
		return v == target || t.Kind == effects.Prop && x.Kind == effects.Prop && x.B == t.B
	}
	for ci := range facts.Calls {
		c := &facts.Calls[ci]
		if rule.Inside(facts, c.Func, fn) {
			continue
		}
		callee := facts.Val(c.Callee)
		if callee.Kind == effects.Prop && holds(facts, callee.A, same, 0) {
			return true
		}
		for _, a := range c.Args {
			if holds(facts, a, same, 0) {
				return true
			}
		}
	}
	for fi := range facts.Funcs {
		if rule.Inside(facts, effects.FuncID(fi), fn) {
			continue
		}
		for i := range facts.Funcs[fi].Ops {
			op := &facts.Funcs[fi].Ops[i]
			switch op.Kind {
			case effects.OpReturn, effects.OpIf:
				if holds(facts, op.A, same, 0) {
					return true
				}
			case effects.OpWrite:
				if holds(facts, op.B, same, 0) {
					return true
				}
			}
		}
	}
	return false
}

func holds(f *effects.Facts, v effects.ValueID, same func(effects.ValueID) bool, depth int) bool {
	if v < 0 || depth > 4 {
		return false
	}
	if same(v) {
		return true
	}
	x := f.Val(v)
	switch x.Kind {
	case effects.Prop, effects.Unary, effects.Await, effects.Spread:
		return holds(f, x.A, same, depth+1)
	case effects.Binary, effects.Elem:
		return holds(f, x.A, same, depth+1) || holds(f, x.B, same, depth+1)
	case effects.Template, effects.Array, effects.Join:
		for _, y := range f.Lists[x.A] {
			if holds(f, y, same, depth+1) {
				return true
			}
		}
	}
	return false
}
