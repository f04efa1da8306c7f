package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
)

// RepairKind is what a repair does.
type RepairKind uint8

// The repairs, the cheapest first.
const (
	RepairKeep  RepairKind = iota // keep the object that the require() gives, and read the names from it where they are used
	RepairBelow                   // call the require() below what the file exports
	RepairDelay                   // call the require() in the function that uses it
	RepairHoist                   // export a function declaration, which is there before the module runs
	RepairAbove                   // assign the exports above the first require()
	RepairCut                     // do without the import: what both need goes into a third module
)

// change is one change of the program, as a machine makes it while it loads modules: how a repair is tried. A nil change changes nothing.
type change struct {
	kind RepairKind
	file FileID
	imp  int32  // the import that is moved, None for none
	name string // the exported name that is hoisted
	// writes are the assignments to exports that come first.
	writes []int32
}

// skips reports whether an import does not run where it stands.
func (c *change) skips(file FileID, imp int32) bool {
	if c == nil || c.file != file || c.imp != imp {
		return false
	}
	return c.kind == RepairBelow || c.kind == RepairDelay || c.kind == RepairCut
}

// hoists reports whether an exported name is there before its module runs.
func (c *change) hoists(file FileID, name string) bool {
	return c != nil && c.kind == RepairHoist && c.file == file && c.name == name
}

// keeps reports whether the names that a file takes out of an import are read later.
func (c *change) keeps(file FileID, imp int32) bool {
	return c != nil && c.kind == RepairKeep && c.file == file && c.imp == imp
}

// begin does what comes before the first statement of a module.
func (c *change) begin(m *machine, f *File) {
	if c != nil && c.kind == RepairAbove && c.file == f.ID {
		for _, i := range c.writes {
			m.write(f, 0, i)
		}
	}
}

// end does what comes after the last.
func (c *change) end(m *machine, f *File) {
	if c == nil || c.kind != RepairBelow || c.file != f.ID {
		return
	}
	moved := *c
	c.imp = None
	ops := f.Facts.Funcs[0].Ops
	for i := range ops {
		if ops[i].Kind == effects.OpRequire && ops[i].A == moved.imp {
			m.require(f, &ops[i])
		}
	}
	c.imp = moved.imp
}

// usesAtLoad reports whether code of a file that runs while modules load does more with an import than to keep it in variables. ran are the
// functions that ran.
func (f *File) usesAtLoad(imp int32, ran []bool) bool {
	for fi := range f.Facts.Funcs {
		if ran[fi] && f.usesImport(effects.FuncID(fi), imp) {
			return true
		}
	}
	return false
}

// usesImport reports whether a function does more with an import than to keep it, or names of it, in variables.
func (f *File) usesImport(fn effects.FuncID, imp int32) bool {
	facts := f.Facts
	ops := facts.Funcs[fn].Ops
	from := func(v effects.ValueID) bool { return f.comesFrom(v, imp, 0) }
	for i := range ops {
		op := &ops[i]
		switch op.Kind {
		case effects.OpCall:
			c := &facts.Calls[op.A]
			if from(c.Callee) || slices.ContainsFunc(c.Args, from) {
				return true
			}
		case effects.OpRead:
			// const { a } = require() and const a = b.a keep a name
			if from(op.A) && !(i+1 < len(ops) && ops[i+1].Kind == effects.OpWrite && ops[i+1].B == op.A && facts.Val(ops[i+1].A).Kind == effects.Var) {
				return true
			}
		case effects.OpWrite:
			t := facts.Val(op.A)
			if t.Kind == effects.Var {
				if len(facts.Vars[t.A].Values) > 1 && from(op.B) {
					return true
				}
				if x := facts.Val(op.B); from(op.B) || x.Kind != effects.Object && x.Kind != effects.Array {
					continue // the variable then comes from the import, too
				}
			}
			if from(op.B) || from(op.A) || f.holds(op.B, from, 0) {
				return true
			}
		case effects.OpAwait, effects.OpYield, effects.OpReturn, effects.OpThrow, effects.OpIf, effects.OpSwitch:
			if from(op.A) || f.holds(op.A, from, 0) {
				return true
			}
		case effects.OpLoop:
			if from(op.B) {
				return true
			}
		case effects.OpClass:
			if from(facts.Classes[op.A].Extends) {
				return true
			}
		}
	}
	return false
}

// holds reports whether a literal has a part that from admits.
func (f *File) holds(v effects.ValueID, from func(effects.ValueID) bool, depth int) bool {
	x := f.Facts.Val(v)
	if depth > 4 {
		return true
	}
	switch x.Kind {
	case effects.Object:
		for i := range f.Facts.Objects[x.A].Members {
			if w := f.Facts.Objects[x.A].Members[i].Value; from(w) || f.holds(w, from, depth+1) {
				return true
			}
		}
	case effects.Array:
		for _, w := range f.Facts.Lists[x.A] {
			if from(w) || f.holds(w, from, depth+1) {
				return true
			}
		}
	}
	return false
}

// comesFrom reports whether a value is an import, or made of it.
func (f *File) comesFrom(v effects.ValueID, imp int32, depth int) bool {
	x := f.Facts.Val(v)
	if depth > 12 {
		return true
	}
	switch x.Kind {
	case effects.Import, effects.ImportName:
		return x.A == imp
	case effects.Prop, effects.Elem, effects.Spread, effects.Await, effects.Unary:
		return f.comesFrom(x.A, imp, depth+1)
	case effects.Binary:
		return f.comesFrom(x.A, imp, depth+1) || f.comesFrom(x.B, imp, depth+1)
	case effects.Result:
		return f.comesFrom(f.Facts.Calls[x.A].Callee, imp, depth+1)
	case effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return len(vals) == 1 && f.comesFrom(vals[0], imp, depth+1)
	case effects.Join, effects.Template:
		for _, y := range f.Facts.Lists[x.A] {
			if f.comesFrom(y, imp, depth+1) {
				return true
			}
		}
	}
	return false
}
