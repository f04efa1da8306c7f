package rule

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// Starves finds the way from a function that a call puts into a queue to the function that makes the call, by calls and callbacks of that queue
// that no condition which can change on the way guards: the queue then refills itself for ever.
func (p *ProgramPass) Starves(tick program.CallRef, target, from program.FuncRef, queue nodeapi.Phase) ([]program.Edge, bool) {
	within := func(e program.Edge) bool {
		return e.Kind == program.EdgeCall || e.Kind == program.EdgeCallback && e.Phase == queue
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
			if mayEnd(p, tick, fn, cycle) {
				return nil, false
			}
		}
		return reached.Path, true
	}
	return nil, false
}

// mayEnd reports whether something in a function of the cycle may end it: a branch, loop or throw around or before the next step whose
// test can change without the event loop. A test over variables that only other callbacks write cannot.
func mayEnd(p *ProgramPass, tick program.CallRef, fn program.FuncRef, cycle map[program.FuncRef]bool) bool {
	f := p.Files[fn.File]
	d := p.Func(fn)
	for i := int32(0); i < int32(len(d.Ops)); i++ {
		switch op := &d.Ops[i]; op.Kind {
		case effects.OpIf:
			if (mayLeave(d, i) || stepsIn(p, tick, fn, i, cycle)) && mayTurn(p, f, op.A, cycle, 0) {
				return true
			}
		case effects.OpTry, effects.OpSwitch, effects.OpThrow:
			return true
		}
	}
	return false
}

// mayLeave reports whether a branch may leave the function.
func mayLeave(d *effects.Func, i int32) bool {
	for k := i + 1; k < d.Ops[i].Skip; k++ {
		switch d.Ops[k].Kind {
		case effects.OpReturn, effects.OpThrow:
			return true
		}
	}
	return false
}

// stepsIn reports whether the next step of the cycle stands inside a branch. The tick itself is no edge where a function hands on itself.
func stepsIn(p *ProgramPass, tick program.CallRef, fn program.FuncRef, i int32, cycle map[program.FuncRef]bool) bool {
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

// mayTurn reports whether a test may come out otherwise the next time round: it rests on something that the cycle writes, or on anything but
// plain variables and properties.
func mayTurn(p *ProgramPass, f *program.File, v effects.ValueID, cycle map[program.FuncRef]bool, depth int) bool {
	if depth > 6 {
		return true
	}
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined:
		return false
	case effects.Binary:
		return mayTurn(p, f, x.A, cycle, depth+1) || mayTurn(p, f, x.B, cycle, depth+1)
	case effects.Unary:
		return mayTurn(p, f, x.A, cycle, depth+1)
	case effects.Var:
		if _, isCycle := cycle[program.FuncRef{File: f.ID, Func: f.Facts.Vars[x.A].Func}]; isCycle {
			return true
		}
		return cycleWrites(p, f, v, cycle)
	case effects.Prop:
		base := f.Facts.Val(x.A)
		if base.Kind != effects.Var && base.Kind != effects.This {
			return true
		}
		if cycleCalls(p, f, x.A, cycle) {
			return true
		}
		return cycleWrites(p, f, v, cycle)
	}
	return true
}

// cycleWrites reports whether a function of the cycle writes a slot.
func cycleWrites(p *ProgramPass, f *program.File, v effects.ValueID, cycle map[program.FuncRef]bool) bool {
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

// cycleCalls reports whether the cycle calls a method of a value, or hands it on: then what hangs on it may change.
func cycleCalls(p *ProgramPass, f *program.File, base effects.ValueID, cycle map[program.FuncRef]bool) bool {
	for _, u := range p.Uses(f, base) {
		if (u.Kind == program.UseMethod || u.Kind == program.UseArg) && cycle[program.FuncRef{File: f.ID, Func: u.Func}] {
			return true
		}
	}
	return false
}
