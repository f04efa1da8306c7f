package program

import "nodebeyond/analyzers/effects"

// This file answers questions about exports from the text of one file, where that is enough. To load all modules of a program costs as much as
// all the rest of its judgement, and nearly every name that somebody asks for is plainly there.

// plainExport is a name that a file sets on what it exports, for sure, whatever else happens.
type plainExport struct {
	value effects.ValueID
	// again says that it is set several times, so that value is not all that it may be.
	again bool
}

// PlainlyExports reports whether a CommonJS file sets a name, without any condition, on an object that it is known to export, or what it exports
// inherits the name. When it does not,
// ExportsOf knows more. It is for the questions whose answer is then that nothing is wrong.
func (p *Program) PlainlyExports(file FileID, name string) bool {
	if objectNames[name] {
		return true
	}
	f := p.Files[file]
	plain := f.plainExports()
	if _, ok := plain[name]; ok || !functionNames[name] || len(f.replaced) != 1 {
		return ok
	}
	switch v := f.Facts.Val(only(f.Facts, f.replaced[0])); v.Kind {
	case effects.Closure, effects.Class:
		return true
	}
	return false
}

// only is the value of a variable that gets one, else the value itself.
func only(f *effects.Facts, v effects.ValueID) effects.ValueID {
	if x := f.Val(v); x.Kind == effects.Var && len(f.Vars[x.A].Values) == 1 {
		return f.Vars[x.A].Values[0]
	}
	return v
}

// PlainModule is the file whose exports a name of a CommonJS file holds, None when it holds something that is made in the file; ok is false when
// the file by itself does not tell.
func (p *Program) PlainModule(file FileID, name string) (holds FileID, ok bool) {
	f := p.Files[file]
	x, ok := f.plainExports()[name]
	switch {
	case !ok || x.again:
		return None, false
	case madeHere(f.Facts, x.value, 0):
		return None, true
	}
	v := f.Facts.Val(only(f.Facts, x.value))
	if v.Kind != effects.Import || f.Facts.Imports[v.A].Kind != effects.Require {
		return None, false
	}
	t := f.Targets[v.A].File
	if t < 0 {
		return None, true
	}
	return t, !p.Files[t].ESM
}

// madeHere reports whether a value is made in its file, and no call makes it.
func madeHere(f *effects.Facts, v effects.ValueID, depth int) bool {
	x := f.Val(v)
	switch x.Kind {
	case effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined, effects.RegExp, effects.Template, effects.Unary,
		effects.Closure, effects.Class, effects.Object, effects.Array:
		return true
	case effects.Var:
		for _, y := range f.Vars[x.A].Values {
			if depth > 4 || !madeHere(f, y, depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

// plainExports are the names that the top level sets without any condition: on module.exports, when it gets another object once at most and that is
// an object literal, a function or a class; else on the object that a module starts with. A file that leaves its top level early, has
// export statements or assigns to the variable exports has none.
func (f *File) plainExports() map[string]plainExport {
	if f.plain != nil {
		return f.plain
	}
	f.plain = map[string]plainExport{}
	facts := f.Facts
	if f.ESM || len(facts.Exports) > 0 || f.rebinds || len(f.replaced) > 1 || facts.Uncertain {
		return f.plain
	}
	found := map[string]plainExport{}
	set := func(name effects.StrID, v effects.ValueID) {
		_, again := found[facts.Strings[name]]
		found[facts.Strings[name]] = plainExport{v, again}
	}
	current := len(f.replaced) == 0 // whether module.exports is what it is in the end
	ops := facts.Funcs[0].Ops
	for i := range ops {
		switch op := &ops[i]; op.Kind {
		case effects.OpReturn, effects.OpThrow, effects.OpAwait:
			return f.plain
		case effects.OpWrite:
			if op.Flag == effects.WriteDelete {
				return f.plain
			}
		}
	}
	for i := int32(0); i < int32(len(ops)); i = ops[i].Skip { // what stands in branches, loops and tries is skipped
		op := &ops[i]
		if op.Kind != effects.OpWrite {
			continue
		}
		t := facts.Val(op.A)
		if t.Kind != effects.Prop {
			continue
		}
		switch base := facts.Val(t.A); {
		case base.Kind == effects.Module && facts.Strings[t.B] == "exports":
			v := facts.Val(only(facts, op.B))
			switch v.Kind {
			case effects.Object:
				for _, m := range facts.Objects[v.A].Members {
					if m.Flags&(effects.MemberSpread|effects.MemberComputed|effects.MemberGetter|effects.MemberSetter) == 0 {
						set(m.Name, m.Value)
					}
				}
			case effects.Closure, effects.Class:
			default:
				return f.plain
			}
			current = true
		case current && isModuleExports(facts, t.A), current && len(f.replaced) == 0 && base.Kind == effects.Exports:
			set(t.B, op.B)
		}
	}
	f.plain = found
	return found
}

// MayDropExports reports whether a file that replaces module.exports may set names on the object that it was before: it mentions that as exports,
// as this, or keeps it. ExportsOf knows which.
func (f *File) MayDropExports() bool {
	if len(f.replaced) == 0 {
		return false
	}
	facts := f.Facts
	for i := range facts.Values {
		switch v := &facts.Values[i]; v.Kind {
		case effects.Exports:
			return true
		case effects.This:
			if v.A == 0 {
				return true
			}
		}
	}
	for i := range facts.Vars {
		for _, v := range facts.Vars[i].Values {
			if holdsModuleExports(facts, v, 0) {
				return true
			}
		}
	}
	for i := range facts.Calls {
		for _, v := range facts.Calls[i].Args {
			if holdsModuleExports(facts, v, 0) {
				return true
			}
		}
	}
	return false
}

// holdsModuleExports reports whether a value may be what module.exports was when it was asked for.
func holdsModuleExports(f *effects.Facts, v effects.ValueID, depth int) bool {
	if isModuleExports(f, v) || depth > 4 {
		return true
	}
	switch x := f.Val(v); x.Kind {
	case effects.Join, effects.Array:
		for _, y := range f.Lists[x.A] {
			if holdsModuleExports(f, y, depth+1) {
				return true
			}
		}
	case effects.Binary:
		return holdsModuleExports(f, x.A, depth+1) || holdsModuleExports(f, x.B, depth+1)
	case effects.Spread, effects.Await:
		return holdsModuleExports(f, x.A, depth+1)
	}
	return false
}
