// Package nexttickstarvation flags functions that schedule themselves again with process.nextTick without a bound.
package nexttickstarvation

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
	ID:       "nexttick-starvation",
	Summary:  "process.nextTick that schedules itself for ever",
	Section:  docs.Starvation,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Name == "process.nextTick" }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if len(args) == 0 || f.Facts.Val(args[0]).Kind == effects.Param {
			return // a helper that ticks whatever it is given: its callers differ
		}
		from := program.FuncRef{File: r.File, Func: p.Call(r).Func}
		for _, target := range p.Funcs(f, args[0]) {
			if way, ok := back(p, r, target, from); ok {
				report(p, r, target, way)
				return
			}
		}
	})
}

// back finds the way from a scheduled function to the one that schedules it, by calls and ticks that no condition which can change on the
// way guards.
func back(p *rule.ProgramPass, tick program.CallRef, target, from program.FuncRef) ([]program.Edge, bool) {
	within := func(e program.Edge) bool {
		return e.Kind == program.EdgeCall || e.Kind == program.EdgeCallback && e.Phase == nodeapi.PhaseTick
	}
	for _, reached := range p.Reach(target, 30, within) {
		if reached.Func != from {
			continue
		}
		cycle := map[program.FuncRef]bool{target: true, from: true}
		for _, e := range reached.Path {
			cycle[e.To] = true
		}
		for fn := range cycle {
			if bounded(p, tick, fn, cycle) {
				return nil, false
			}
		}
		return reached.Path, true
	}
	return nil, false
}

// bounded reports whether something in a function of the cycle may end it: a branch, loop or throw around or before the next step whose
// test can change without the event loop. A test over variables that only other callbacks write cannot.
func bounded(p *rule.ProgramPass, tick program.CallRef, fn program.FuncRef, cycle map[program.FuncRef]bool) bool {
	f := p.Files[fn.File]
	d := p.Func(fn)
	for i := int32(0); i < int32(len(d.Ops)); i++ {
		switch op := &d.Ops[i]; op.Kind {
		case effects.OpIf:
			if (leaves(d, i) || schedules(p, tick, fn, i, cycle)) && changeable(p, f, op.A, cycle, 0) {
				return true
			}
		case effects.OpTry, effects.OpSwitch, effects.OpThrow:
			return true
		}
	}
	return false
}

// leaves reports whether a branch may leave the function.
func leaves(d *effects.Func, i int32) bool {
	for k := i + 1; k < d.Ops[i].Skip; k++ {
		switch d.Ops[k].Kind {
		case effects.OpReturn, effects.OpThrow:
			return true
		}
	}
	return false
}

// schedules reports whether the next step of the cycle stands inside a branch. The tick itself is no edge where a function hands on itself.
func schedules(p *rule.ProgramPass, tick program.CallRef, fn program.FuncRef, i int32, cycle map[program.FuncRef]bool) bool {
	d := p.Func(fn)
	if tick.File == fn.File && p.Call(tick).Func == fn.Func {
		for k := i + 1; k < d.Ops[i].Skip; k++ {
			if d.Ops[k].Kind == effects.OpCall && d.Ops[k].A == tick.Call {
				return true
			}
		}
	}
	for _, e := range p.Edges(fn) {
		if !cycle[e.To] {
			continue
		}
		for k := i + 1; k < d.Ops[i].Skip; k++ {
			if d.Ops[k].Kind == effects.OpCall && d.Ops[k].A == e.At.Call {
				return true
			}
		}
	}
	return false
}

// changeable reports whether a test may come out otherwise the next time round: it rests on something that the cycle writes, or on anything but
// plain variables and properties.
func changeable(p *rule.ProgramPass, f *program.File, v effects.ValueID, cycle map[program.FuncRef]bool, depth int) bool {
	if depth > 6 {
		return true
	}
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined:
		return false
	case effects.Binary:
		return changeable(p, f, x.A, cycle, depth+1) || changeable(p, f, x.B, cycle, depth+1)
	case effects.Unary:
		return changeable(p, f, x.A, cycle, depth+1)
	case effects.Var:
		if _, isCycle := cycle[program.FuncRef{File: f.ID, Func: f.Facts.Vars[x.A].Func}]; isCycle {
			return true
		}
		return writes(p, f, v, cycle)
	case effects.Prop:
		base := f.Facts.Val(x.A)
		if base.Kind != effects.Var && base.Kind != effects.This {
			return true
		}
		if calls(p, f, x.A, cycle) {
			return true
		}
		return writes(p, f, v, cycle)
	}
	return true
}

// writes reports whether a function of the cycle writes a slot.
func writes(p *rule.ProgramPass, f *program.File, v effects.ValueID, cycle map[program.FuncRef]bool) bool {
	for fn := range cycle {
		if fn.File != f.ID {
			return true
		}
		for _, op := range p.Func(fn).Ops {
			if op.Kind == effects.OpWrite && op.A == v {
				return true
			}
		}
	}
	return false
}

// calls reports whether the cycle calls a method of a value, or hands it on: then what hangs on it may change.
func calls(p *rule.ProgramPass, f *program.File, base effects.ValueID, cycle map[program.FuncRef]bool) bool {
	for _, u := range p.Uses(f, base) {
		if (u.Kind == program.UseMethod || u.Kind == program.UseArg) && cycle[program.FuncRef{File: f.ID, Func: u.Func}] {
			return true
		}
	}
	return false
}

func report(p *rule.ProgramPass, r program.CallRef, target program.FuncRef, way []program.Edge) {
	f := p.Files[r.File]
	name := p.FuncName(target)
	if name == program.Anonymous {
		name = p.FuncName(program.FuncRef{File: r.File, Func: p.Call(r).Func})
	}
	opts := []rule.Option{
		rule.Help("Use setImmediate: it lets the loop go round between two steps."),
		rule.FixWith(rule.Fix{Title: "Use setImmediate", Edits: []rule.Edit{{Range: p.CalleeRange(r), New: "setImmediate"}}}),
	}
	if len(way) > 0 {
		opts = append(opts, rule.Because(p.Steps(p.EdgeSteps(way))...))
	}
	p.Report(f, p.CalleeRange(r), fmt.Sprintf("%s schedules itself again with process.nextTick and nothing in it ends that: the tick queue is emptied before the event loop goes on, so no timer and no I/O callback ever runs.", name), opts...)
}
