package program

import "nodebeyond/analyzers/effects"

// Unprotected calls yield with every operation of a function that no try with a catch stands around, in the function itself, in order, until
// yield returns false.
func Unprotected(fn *effects.Func, yield func(i int32, op *effects.Op) bool) {
	end := int32(len(fn.Ops))
	for i := int32(0); i < end; {
		op := &fn.Ops[i]
		if op.Kind == effects.OpTry && op.A == 1 {
			// the block is protected, the catch and the finally are not
			i = fn.Ops[i+1].Skip
			continue
		}
		if !yield(i, op) {
			return
		}
		i++
	}
}
