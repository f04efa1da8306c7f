package program

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/syntax"
)

// BuiltinRead is a place that takes a name out of one of Node's modules: fs.F_OK, or the F_OK of `const { F_OK } = require('fs')`.
type BuiltinRead struct {
	File *File
	Func effects.FuncID
	// Module is the built-in without node:, Name what is read.
	Module, Name string
	Value        effects.ValueID
	// Range is the whole expression; of a name that is taken by destructuring or by import, the name.
	Range syntax.Range
	// Taken says that the name is taken by destructuring or by import.
	Taken bool
	// Guarded says that a test asks for the name, or a try with a catch holds the place.
	Guarded bool
}

// BuiltinReads calls yield with every read of a wanted name of a module of Node, in order of file, function and place. Only a module that is imported
// in the same file, or the global process, is seen through, and constants that hold it. It costs nothing for files that have none of the names.
func (p *Program) BuiltinReads(want func(module, name string) bool, yield func(BuiltinRead)) {
	for _, f := range p.Files {
		var found map[effects.ValueID]BuiltinRead
		for id, v := range f.Facts.Values {
			if v.Kind != effects.Prop && v.Kind != effects.ImportName {
				continue
			}
			module := p.builtinOf(f, v)
			if name := f.Facts.Str(v.B); module != "" && want(module, name) {
				if found == nil {
					found = map[effects.ValueID]BuiltinRead{}
				}
				found[effects.ValueID(id)] = BuiltinRead{File: f, Module: module, Name: name, Value: effects.ValueID(id)}
			}
		}
		if found != nil {
			p.readsOf(f, found, yield)
		}
	}
}

func (p *Program) readsOf(f *File, found map[effects.ValueID]BuiltinRead, yield func(BuiltinRead)) {
	for fn := range f.Facts.Funcs {
		ops := f.Facts.Funcs[fn].Ops
		tried := int32(0) // the end of the outermost block of a try with a catch
		for i := range ops {
			op := &ops[i]
			at, v := syntax.Range{Start: op.Start, End: op.End}, op.A
			switch op.Kind {
			case effects.OpTry:
				if op.A != 0 && int32(i) >= tried {
					tried = ops[i+1].Skip
				}
				continue
			case effects.OpRead:
			case effects.OpCall: // the methods of a global are not among the reads
				c := &f.Facts.Calls[op.A]
				if callee := f.Facts.Val(c.Callee); callee.Kind != effects.Prop || f.Facts.Val(callee.A).Kind != effects.Global {
					continue
				}
				at, v = syntax.Range{Start: c.Start, End: c.CalleeEnd}, c.Callee
			default:
				continue
			}
			r, ok := found[v]
			if !ok {
				continue
			}
			r.Func, r.Range = effects.FuncID(fn), at
			r.Taken = op.Kind == effects.OpRead && op.Flag == 1 || f.Facts.Val(v).Kind == effects.ImportName
			r.Guarded = int32(i) < tried || f.asksFor(effects.FuncID(fn), r.Name)
			yield(r)
		}
	}
}

// asksFor reports whether a branch of a function, or of one around it, asks whether there is something of a name, by itself or in a constant.
func (f *File) asksFor(fn effects.FuncID, name string) bool {
	for ; fn >= 0; fn = f.Facts.Funcs[fn].Parent {
		ops := f.Facts.Funcs[fn].Ops
		for i := range ops {
			if ops[i].Kind == effects.OpIf && f.asks(ops[i].A, name, 0) {
				return true
			}
		}
		if fn == 0 {
			break
		}
	}
	return false
}

// asks does not look into calls: what util.isDate(x) gives says nothing of whether util.isDate is there.
func (f *File) asks(v effects.ValueID, name string, depth int) bool {
	if v < 0 || depth > 6 {
		return false
	}
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Prop, effects.ImportName:
		return f.Facts.Str(x.B) == name
	case effects.String: // 'rm' in fs
		return f.Facts.Str(x.A) == name
	case effects.Unary:
		return f.asks(x.A, name, depth+1)
	case effects.Binary:
		return f.asks(x.A, name, depth+1) || f.asks(x.B, name, depth+1)
	case effects.Var:
		if values := f.Facts.Vars[x.A].Values; len(values) == 1 {
			return f.asks(values[0], name, depth+1)
		}
	}
	return false
}

// builtinOf is the built-in that a property or an imported name is read from, "" for none.
func (p *Program) builtinOf(f *File, v effects.Value) string {
	if v.Kind == effects.ImportName {
		return f.Targets[v.A].Builtin
	}
	base := f.Facts.Val(v.A)
	for range 3 { // const util = require('util'); const u = util
		if base.Kind != effects.Var || len(f.Facts.Vars[base.A].Values) != 1 {
			break
		}
		base = f.Facts.Val(f.Facts.Vars[base.A].Values[0])
	}
	switch base.Kind {
	case effects.Import:
		return f.Targets[base.A].Builtin
	case effects.ImportName:
		if f.Facts.Str(base.B) == "default" {
			return f.Targets[base.A].Builtin
		}
	case effects.Global:
		if f.Facts.Str(base.A) == "process" {
			return "process"
		}
	}
	return ""
}
