package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
)

// lexed are the names that import statements see of a CommonJS file. Node finds them in the text, without running it (Node docs, "Modules:
// ECMAScript modules", "CommonJS namespaces"; the grammar is that of the package cjs-module-lexer). line is a line of Node; more says that
// there may be others, because the facts keep too little of the text.
func (p *Program) lexed(file FileID, line int) (names []string, more bool) {
	x := lexing{p: p, line: line, names: map[string]bool{}}
	x.file(p.Files[file])
	for n := range x.names {
		names = append(names, n)
	}
	slices.Sort(names)
	return names, x.more
}

type lexing struct {
	p     *Program
	line  int
	names map[string]bool
	// unsafe are the names of the file that the lexer of lines before 24 takes away again: their properties are defined in a way that it does
	// not know.
	unsafe map[string]bool
	more   bool
	seen   []FileID
}

func (x *lexing) file(f *File) {
	if slices.Contains(x.seen, f.ID) {
		return
	}
	x.seen = append(x.seen, f.ID)
	others := x.names
	x.names, x.unsafe = map[string]bool{}, map[string]bool{}
	var helped []effects.ValueID // what is exported again by the helpers of compilers
	var again []effects.ValueID  // and by the last assignment of module.exports
	last := int32(-1)
	isExports := func(v effects.ValueID) bool {
		return f.Facts.Val(v).Kind == effects.Exports || isModuleExports(f.Facts, v)
	}
	for fi := range f.Facts.Funcs {
		ops := f.Facts.Funcs[fi].Ops
		for i := range ops {
			op := &ops[i]
			switch op.Kind {
			case effects.OpWrite:
				t := f.Facts.Val(op.A)
				switch {
				case isModuleExports(f.Facts, op.A):
					if x.handedOn(f, ops, op) {
						continue
					}
					list := x.whole(f, op.B)
					if op.Start > last {
						last, again = op.Start, list
					}
				case t.Kind == effects.Prop && isExports(t.A) && op.Flag != effects.WriteDelete && !compound(f.Facts, op):
					x.names[f.Facts.Str(t.B)] = true
				}
			case effects.OpCall:
				c := &f.Facts.Calls[op.A]
				switch name := f.Facts.CalleeName(c.Callee); name {
				case "Object.defineProperty":
					if len(c.Args) == 3 && isExports(c.Args[0]) {
						x.defined(f, c)
					}
				case "__export", "__exportStar", "tslib.__exportStar":
					if len(c.Args) > 0 {
						helped = append(helped, c.Args[0])
					}
				}
			}
		}
	}
	for name := range x.names {
		if x.line >= 24 || !x.unsafe[name] {
			others[name] = true
		}
	}
	x.names = others
	for _, v := range append(helped, again...) {
		x.again(f, v)
	}
}

// compound reports whether a write is that of an operator like += or ++.
func compound(f *effects.Facts, op *effects.Op) bool {
	v := f.Val(op.B)
	return v.Kind == effects.Binary && v.A == op.A
}

// handedOn reports whether module.exports is assigned through the variable exports: module.exports = exports = ...
func (x *lexing) handedOn(f *File, ops []effects.Op, op *effects.Op) bool {
	for i := range ops {
		if o := &ops[i]; o.Kind == effects.OpWrite && o.B == op.B && o.Start > op.Start && f.Facts.Val(o.A).Kind == effects.Exports {
			return true
		}
	}
	return false
}

// whole takes the names of what module.exports is assigned as a whole, and gives the modules that it exports again.
func (x *lexing) whole(f *File, v effects.ValueID) (again []effects.ValueID) {
	switch val := f.Facts.Val(v); val.Kind {
	case effects.Import:
		return []effects.ValueID{v}
	case effects.Object:
		members := f.Facts.Objects[val.A].Members
		for k := range members {
			mm := &members[k]
			name := f.Facts.Str(mm.Name)
			switch {
			case mm.Flags&effects.MemberSpread != 0:
				switch spread := f.Facts.Val(mm.Value); spread.Kind {
				case effects.Import:
					again = append(again, mm.Value)
				case effects.Var, effects.Global, effects.Param, effects.ImportName:
				default:
					return again
				}
				continue
			case mm.Flags&effects.MemberComputed != 0:
				return again
			case mm.Flags&(effects.MemberGetter|effects.MemberSetter) != 0:
				if x.line < 26 { // the word is taken for a name
					if mm.Flags&effects.MemberGetter != 0 {
						x.names["get"] = true
					} else {
						x.names["set"] = true
					}
				}
				return again
			case mm.Flags&effects.MemberMethod != 0:
				if fn := f.Facts.Val(mm.Value); fn.Kind == effects.Closure && f.Facts.Funcs[fn.A].Flags&(effects.FuncAsync|effects.FuncGenerator) != 0 {
					x.more = true
					return again
				}
				x.names[name] = true
				return again
			}
			begins, alone := x.word(f, mm.Value, &f.Facts.Objects[val.A])
			switch begins {
			case isTrue:
				x.names[name] = true
			case isUnknown:
				x.more = true
			}
			if begins != isTrue || !alone {
				return again
			}
		}
	}
	return again
}

// word reports whether an expression in an object literal begins with a word, and whether it is nothing else.
func (x *lexing) word(f *File, v effects.ValueID, in *effects.ObjectLit) (begins truth, alone bool) {
	val := f.Facts.Val(v)
	switch val.Kind {
	case effects.Var, effects.Global, effects.ImportName, effects.Param, effects.Bool, effects.Null, effects.Undefined, effects.Exports, effects.Module, effects.This, effects.Rest, effects.Arguments:
		return isTrue, true
	case effects.Closure:
		if fn := &f.Facts.Funcs[val.A]; fn.Flags&effects.FuncDecl != 0 {
			return isTrue, true
		} else if fn.Flags&effects.FuncArrow != 0 {
			if len(fn.Params) == 1 || fn.Flags&effects.FuncAsync != 0 {
				return isUnknown, false
			}
			return isFalse, false
		}
		return isTrue, false
	case effects.Class:
		c := &f.Facts.Classes[val.A]
		return isTrue, c.Start < in.Start || c.Start >= in.End // the name of a class, not a class itself
	case effects.Import, effects.ImportMeta, effects.Await, effects.Super, effects.Result:
		if val.Kind == effects.Result && f.Facts.Calls[val.A].Flags&effects.CallNew == 0 {
			if b, _ := x.word(f, f.Facts.Calls[val.A].Callee, in); b != isTrue {
				return isUnknown, false
			}
		}
		return isTrue, false
	case effects.String, effects.Number, effects.Object, effects.Array, effects.Template, effects.RegExp:
		return isFalse, false
	case effects.Prop, effects.Elem:
		b, _ := x.word(f, val.A, in)
		return b, false
	case effects.Unary:
		switch val.Op {
		case effects.TypeOf, effects.VoidOp, effects.Delete:
			return isTrue, false
		}
		return isFalse, false
	}
	return isUnknown, false
}

// again takes the names of a module that is exported again.
func (x *lexing) again(f *File, v effects.ValueID) {
	if val := f.Facts.Val(v); val.Kind == effects.Import {
		to := &f.Targets[val.A]
		switch {
		case to.File >= 0 && !x.p.Files[to.File].ESM:
			x.file(x.p.Files[to.File])
			return
		case to.File >= 0 || to.Builtin != "":
			return // Node looks into CommonJS only
		}
	}
	x.more = true
}

// defined takes the name of Object.defineProperty(exports, name, {...}) where the descriptor is written in one of the ways that count.
func (x *lexing) defined(f *File, c *effects.Call) {
	name, ok := x.p.Literal(f, c.Args[1])
	if !ok {
		return
	}
	if descriptorCounts(f, c.Args[2]) {
		x.names[name] = true
	} else {
		x.unsafe[name] = true
	}
}

// descriptorCounts reports whether the descriptor of a property is a value, or a getter that returns a property of something, after
// enumerable: true if that is there.
func descriptorCounts(f *File, v effects.ValueID) bool {
	o := f.Facts.Val(v)
	if o.Kind != effects.Object {
		return false
	}
	members := f.Facts.Objects[o.A].Members
	key := func(k int) string {
		if k < len(members) {
			return f.Facts.Str(members[k].Name)
		}
		return ""
	}
	first := 0
	if key(0) == "enumerable" {
		if v := f.Facts.Val(members[0].Value); v.Kind != effects.Bool || v.A != 1 {
			return false
		}
		first = 1
	}
	switch key(first) {
	case "value":
		return true
	case "get":
		fn := f.Facts.Val(members[first].Value)
		if first == 0 || fn.Kind != effects.Closure {
			return false
		}
		if rs := f.Facts.Funcs[fn.A].Returns; len(rs) == 1 && f.Facts.Funcs[fn.A].Flags&effects.FuncArrow == 0 {
			if r := f.Facts.Val(rs[0]); r.Kind == effects.Prop {
				switch f.Facts.Val(r.A).Kind {
				case effects.Var, effects.Global, effects.Param:
					return true
				}
			}
		}
	}
	return false
}
