package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// Comparison is an equality that the program asks for, at Range.
type Comparison struct {
	File  *File
	Func  effects.FuncID
	A, B  effects.ValueID
	Range syntax.Range
	// Loose is for == and !=, Not for !== and !=. Case says that it is a case of a switch, which compares as === does; Range is then the keyword.
	Loose, Not, Case bool
}

// Comparisons calls yield with every comparison by ===, !==, == or != and every case of a switch, in order of file and place. Those with null,
// undefined or a typeof are left out.
func (p *Program) Comparisons(yield func(Comparison)) {
	for _, f := range p.Files {
		for fi := range f.Facts.Funcs {
			ops := f.Facts.Funcs[fi].Ops
			for i := range ops {
				op := &ops[i]
				c := Comparison{File: f, Func: effects.FuncID(fi), Range: syntax.Range{Start: op.Start, End: op.End}}
				switch op.Kind {
				case effects.OpCompare:
					x := f.Facts.Values[op.A]
					c.A, c.B, c.Loose, c.Not = x.A, x.B, op.Flag == 1, x.Op == effects.NeStrict
					yield(c)
				case effects.OpSwitch:
					f.Facts.Funcs[fi].Children(int32(i), func(k int32) {
						if ops[k].A > 0 {
							c.A, c.B, c.Case, c.Range = op.A, ops[k].A, true, syntax.Range{Start: ops[k].Start, End: ops[k].End}
							yield(c)
						}
					})
				}
			}
		}
	}
}
