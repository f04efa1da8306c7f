package program

import (
	"math"
	"strconv"

	"nodebeyond/analyzers/effects"
)

// Number is the number that a value is known to be, through constants of this file and products, sums and shifts of them.
func (p *Program) Number(f *File, v effects.ValueID) (float64, bool) { return number(f.Facts, v, 0) }

func number(f *effects.Facts, v effects.ValueID, depth int) (float64, bool) {
	if depth > 6 {
		return 0, false
	}
	x := f.Val(v)
	switch x.Kind {
	case effects.Number:
		n, err := strconv.ParseFloat(f.Strings[x.A], 64)
		return n, err == nil
	case effects.Var:
		if vals := f.Vars[x.A].Values; len(vals) == 1 {
			return number(f, vals[0], depth+1)
		}
	case effects.Binary:
		a, ok := number(f, x.A, depth+1)
		if !ok {
			return 0, false
		}
		b, ok := number(f, x.B, depth+1)
		if !ok {
			return 0, false
		}
		switch x.Op {
		case effects.Add:
			return a + b, true
		case effects.Mul:
			return a * b, true
		case effects.ShiftLeft: // ECMAScript, section 6.1.6.1.9: of 32 bits, by the lowest five
			if a < 0 || a > math.MaxInt32 || b < 0 || b > 31 {
				return 0, false
			}
			return float64(int32(a) << uint(b)), true
		}
	}
	return 0, false
}
