package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
)

// After calls yield with every operation of a call's function that the call has come before, whenever it runs, until yield returns false:
// what follows it in its block, branches and loops there included, and what follows the blocks around it on every way. A branch further out
// may ask the same as the one that holds the call, so that nothing in it counts; and nothing counts behind a return, throw, break,
// continue or the end of the process.
func (p *Program) After(r CallRef, yield func(i int32, op *effects.Op) bool) {
	fn, path := p.opPath(r)
	p.afterPath(r.File, fn, path, yield)
}

// AfterOp is After for an operation of a function.
func (p *Program) AfterOp(r FuncRef, i int32, yield func(i int32, op *effects.Op) bool) {
	fn := p.Func(r)
	var path []int32
	for at := int32(0); at <= i; {
		if op := &fn.Ops[at]; at != i && op.Skip <= i {
			at = op.Skip
			continue
		}
		path = append(path, at)
		at++
	}
	p.afterPath(r.File, fn, path, yield)
}

func (p *Program) afterPath(file FileID, fn *effects.Func, path []int32, yield func(i int32, op *effects.Op) bool) {
	inner := true
	for k := len(path) - 1; k >= 0; k-- {
		to := int32(len(fn.Ops))
		if k > 0 {
			holder := &fn.Ops[path[k-1]]
			if holder.Kind != effects.OpBlock && holder.Kind != effects.OpLabel {
				continue // the next child of a branch is another way
			}
			to = holder.Skip
		}
		for i := fn.Ops[path[k]].Skip; i < to; i = fn.Ops[i].Skip {
			op := &fn.Ops[i]
			end := i + 1
			if inner {
				end = op.Skip
			}
			for j := i; j < end; j++ {
				if !yield(j, &fn.Ops[j]) {
					return
				}
			}
			if p.leaves(file, op) {
				return
			}
		}
		inner = false
	}
}

// leaves reports whether nothing behind an operation runs.
func (p *Program) leaves(file FileID, op *effects.Op) bool {
	switch op.Kind {
	case effects.OpReturn, effects.OpThrow, effects.OpBreak, effects.OpContinue:
		return true
	case effects.OpCall:
		m := p.Member(CallRef{file, op.A})
		return m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectExits
	}
	return false
}

// SameObject reports whether two values of a function are one object for as long as the function runs: a parameter, a constant, this, or a
// variable that is assigned once.
func (f *File) SameObject(a, b effects.ValueID) bool {
	x, y := f.constant(a), f.constant(b)
	return x == y && f.steady(x)
}

// constant is the value that variables which are assigned once hold.
func (f *File) constant(v effects.ValueID) effects.ValueID {
	for range 6 {
		x := f.Facts.Val(v)
		if x.Kind != effects.Var || len(f.Facts.Vars[x.A].Values) != 1 {
			break
		}
		y := f.Facts.Vars[x.A].Values[0]
		if k := f.Facts.Val(y).Kind; k != effects.Var && k != effects.This && k != effects.Param {
			break
		}
		v = y
	}
	return v
}

func (f *File) steady(v effects.ValueID) bool {
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Param:
		return f.Facts.Funcs[x.A].Params[x.B].Flags&effects.ParamWritten == 0
	case effects.This, effects.Global, effects.ImportName:
		return true
	case effects.Var:
		return len(f.Facts.Vars[x.A].Values) == 1
	case effects.Prop:
		return f.Facts.Val(x.A).Kind == effects.Global || f.Facts.Val(x.A).Kind == effects.Import
	}
	return false
}
