package busywait

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// waitsForFlag reports a loop whose tests rest on slots that only callbacks write.
func waitsForFlag(p *rule.ProgramPass, f *program.File, in program.FuncRef, where syntax.Range, l *loop) bool {
	var slots []effects.ValueID
	for _, t := range l.tests {
		if !slotsOf(f.Facts, t, &slots, 0) {
			return false
		}
	}
	for _, s := range slots {
		for _, w := range l.writes {
			if same(f.Facts, s, w) {
				return false
			}
		}
	}
	for _, s := range slots {
		set, ok := setters(p, f, in.Func, s)
		if !ok {
			return false // something else may have set it before
		}
		if len(set) == 0 {
			continue
		}
		reportFlag(p, f, where, s, set)
		return true
	}
	return false
}

// slotsOf collects the variables and properties that a test rests on; false when it rests on anything else that may change.
func slotsOf(f *effects.Facts, v effects.ValueID, out *[]effects.ValueID, depth int) bool {
	if depth > 6 {
		return false
	}
	x := f.Val(v)
	switch x.Kind {
	case effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined, effects.Param:
		return true
	case effects.Unary:
		return slotsOf(f, x.A, out, depth+1)
	case effects.Binary:
		return slotsOf(f, x.A, out, depth+1) && slotsOf(f, x.B, out, depth+1)
	case effects.Var:
		*out = append(*out, v)
		return true
	case effects.Prop:
		switch f.Val(x.A).Kind {
		case effects.Var, effects.This:
			*out = append(*out, v)
			return true
		}
	}
	return false
}

// same reports whether two values are the same slot: fields of this by their names within one class.
func same(f *effects.Facts, a, b effects.ValueID) bool {
	if a == b {
		return true
	}
	x, y := f.Val(a), f.Val(b)
	if x.Kind != effects.Prop || y.Kind != effects.Prop || x.B != y.B {
		return false
	}
	s, t := f.Val(x.A), f.Val(y.A)
	if s.Kind != effects.This || t.Kind != effects.This {
		return false
	}
	c := f.Funcs[s.A].Class
	return c >= 0 && c == f.Funcs[t.A].Class
}

// setter is a write of a slot in a function that runs later.
type setter struct {
	fn effects.FuncID
	at syntax.Range
}

// setters are the writes of a slot in callbacks; ok is false when some other write may come first, or the slot may be written from elsewhere.
func setters(p *rule.ProgramPass, f *program.File, in effects.FuncID, slot effects.ValueID) (out []setter, ok bool) {
	facts := f.Facts
	if x := facts.Val(slot); x.Kind == effects.Prop && (accessor(facts, x.B) || escapes(facts, x.A)) {
		return nil, false
	}
	for i := range facts.Funcs {
		waited := false
		ops := facts.Funcs[i].Ops
		nested := int32(0) // the end of the branch that the operation stands in
		for k := range ops {
			op := &ops[k]
			switch op.Kind {
			case effects.OpAwait:
				waited = waited || int32(k) >= nested
			case effects.OpIf, effects.OpLoop, effects.OpTry, effects.OpSwitch:
				nested = max(nested, op.Skip)
			}
			if op.Kind != effects.OpWrite || !same(facts, op.A, slot) {
				continue
			}
			fn := effects.FuncID(i)
			if fn == in || encloses(facts, fn, in) || facts.Funcs[i].Flags&(effects.FuncCtor|effects.FuncFields) != 0 {
				if !constant(facts, op.B) {
					return nil, false
				}
				continue
			}
			if !waited && !later(p, program.FuncRef{File: f.ID, Func: fn}) {
				return nil, false
			}
			out = append(out, setter{fn, syntax.Range{Start: op.Start, End: op.End}})
		}
	}
	return out, true
}

func constant(f *effects.Facts, v effects.ValueID) bool {
	switch f.Val(v).Kind {
	case effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined:
		return true
	}
	return false
}

// encloses reports whether a function stands in another one.
func encloses(f *effects.Facts, outer, inner effects.FuncID) bool {
	for inner > 0 {
		inner = f.Funcs[inner].Parent
		if inner == outer {
			return true
		}
	}
	return false
}

// accessor reports whether some getter in the file has a name: reading it may do anything.
func accessor(f *effects.Facts, name effects.StrID) bool {
	for i := range f.Funcs {
		if f.Funcs[i].Flags&effects.FuncGetter != 0 && f.Funcs[i].Name == name {
			return true
		}
	}
	return false
}

// escapes reports whether an object is not one that the file makes for itself: it was imported or passed in, or is handed on.
func escapes(f *effects.Facts, base effects.ValueID) bool {
	x := f.Val(base)
	if x.Kind == effects.This {
		return false
	}
	for _, v := range f.Vars[x.A].Values {
		if f.Val(v).Kind != effects.Object {
			return true
		}
	}
	for i := range f.Calls {
		for _, a := range f.Calls[i].Args {
			if a == base {
				return true
			}
		}
	}
	return len(f.Vars[x.A].Values) != 1
}

// later reports whether a function runs as a callback alone, never within a call of it.
func later(p *rule.ProgramPass, fn program.FuncRef) bool {
	d := p.Func(fn)
	if d.Flags&(effects.FuncDecl|effects.FuncMethod|effects.FuncGetter|effects.FuncSetter) != 0 && !registered(p, fn) {
		return false
	}
	for i := range p.Files {
		for k := range p.Files[i].Facts.Funcs {
			for _, e := range p.Edges(program.FuncRef{File: int32(i), Func: effects.FuncID(k)}) {
				if e.To == fn && (program.During(e) && e.Kind != program.EdgePass || e.Kind == program.EdgePass && iterates[p.MethodName(e.At)]) {
					return false
				}
			}
		}
	}
	return true
}

// iterates are the methods that are taken for those of arrays, strings and collections where the receiver is not known.
var iterates = map[string]bool{"forEach": true, "map": true, "filter": true, "some": true, "every": true, "find": true, "findIndex": true, "reduce": true, "reduceRight": true, "flatMap": true, "sort": true, "replace": true, "replaceAll": true, "each": true}

// registered reports whether something is known to call a function back.
func registered(p *rule.ProgramPass, fn program.FuncRef) bool {
	_, _, ok := registration(p, fn)
	return ok
}

// registration is the call that hands a function to what calls it back, and the phase in which it does.
func registration(p *rule.ProgramPass, fn program.FuncRef) (at program.CallRef, phase nodeapi.Phase, ok bool) {
	for i := range p.Files {
		for k := range p.Files[i].Facts.Funcs {
			for _, e := range p.Edges(program.FuncRef{File: int32(i), Func: effects.FuncID(k)}) {
				if e.To == fn && e.Kind == program.EdgeCallback {
					return e.At, e.Phase, true
				}
			}
		}
	}
	for _, r := range p.Roots() {
		if r.Func == fn && r.At.Call >= 0 {
			return r.At, nodeapi.PhaseNone, true
		}
	}
	return program.CallRef{}, nodeapi.PhaseNone, false
}

func reportFlag(p *rule.ProgramPass, f *program.File, where syntax.Range, slot effects.ValueID, set []setter) {
	name := f.Facts.CalleeName(slot)
	var steps []rule.Step
	phase := nodeapi.PhaseNone
	for _, s := range set {
		at, ph, ok := registration(p, program.FuncRef{File: f.ID, Func: s.fn})
		if ok {
			phase = ph
			callee := p.CalleeRange(at)
			steps = append(steps, rule.Step{File: p.Files[at.File].Path, Range: callee, Message: "the callback is registered here"})
		}
		steps = append(steps, rule.Step{File: f.Path, Range: s.at, Message: fmt.Sprintf("%s changes here, in code that runs later", name)})
	}
	opts := []rule.Option{
		rule.Help(fmt.Sprintf("Await a promise that is settled where %s changes, or go on in that callback.", name)),
		rule.Because(steps...),
	}
	if phase != nodeapi.PhaseNone {
		opts = append(opts, rule.Fact(fmt.Sprintf("The callback that changes `%s` would run in the %s, which this loop never lets Node reach.", name, phase)))
	}
	p.Report(f, where, fmt.Sprintf("This loop waits until %s changes, and that is done by a callback that cannot run while the loop does: it never ends.", name), opts...)
}
