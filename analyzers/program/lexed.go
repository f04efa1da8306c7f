package program

import (
	"slices"

	"nodebeyond/analyzers/effects"
)

// lexed are the names that import statements see of a CommonJS file. Node finds them in the text, without running it (Node docs, "Modules:
// ECMAScript modules", "CommonJS namespaces"); more says that there may be others, because the facts keep too little of the text to say.
func (p *Program) lexed(file FileID, seen []FileID) (names []string, more bool) {
	f := p.Files[file]
	if slices.Contains(seen, file) {
		return nil, false
	}
	seen = append(seen, file)
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	again := func(v effects.ValueID) {
		if x := f.Facts.Val(v); x.Kind == effects.Import {
			if to := f.Targets[x.A].File; to >= 0 && !p.Files[to].ESM {
				list, open := p.lexed(to, seen)
				for _, n := range list {
					add(n)
				}
				more = more || open
			} else {
				more = true
			}
		}
	}
	isExports := func(v effects.ValueID) bool {
		return f.Facts.Val(v).Kind == effects.Exports || isModuleExports(f.Facts, v)
	}
	for fi := range f.Facts.Funcs {
		for i := range f.Facts.Funcs[fi].Ops {
			op := &f.Facts.Funcs[fi].Ops[i]
			switch op.Kind {
			case effects.OpWrite:
				t := f.Facts.Val(op.A)
				switch {
				case isModuleExports(f.Facts, op.A):
					switch v := f.Facts.Val(op.B); v.Kind {
					case effects.Import:
						names, more = nil, false // the last whole assignment counts
						again(op.B)
					case effects.Object:
						names, more = nil, false
						p.lexedLiteral(f, &f.Facts.Objects[v.A], add, again, &more)
					}
				case t.Kind == effects.Prop && isExports(t.A) && op.Flag != effects.WriteDelete:
					add(f.Facts.Str(t.B))
				}
			case effects.OpCall:
				c := &f.Facts.Calls[op.A]
				cv := f.Facts.Val(c.Callee)
				if cv.Kind == effects.Prop && f.Facts.Str(cv.B) == "defineProperty" && len(c.Args) == 3 && isExports(c.Args[0]) {
					if text, ok := p.Literal(f, c.Args[1]); ok {
						more = more || !slices.Contains(names, text)
					}
				}
			}
		}
	}
	return names, more
}

// lexedLiteral are the names of module.exports = {...}, up to the first value that is more than a name.
func (p *Program) lexedLiteral(f *File, o *effects.ObjectLit, add func(string), again func(effects.ValueID), more *bool) {
	for k := range o.Members {
		mm := &o.Members[k]
		switch {
		case mm.Flags&effects.MemberSpread != 0:
			again(mm.Value)
		case mm.Flags&(effects.MemberGetter|effects.MemberSetter|effects.MemberMethod|effects.MemberComputed) != 0:
			*more = true
			return
		default:
			add(f.Facts.Str(mm.Name))
			switch f.Facts.Val(mm.Value).Kind {
			case effects.Var, effects.Global, effects.Closure, effects.Class, effects.ImportName:
			default:
				*more = true
				return
			}
		}
	}
}
