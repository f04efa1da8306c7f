package effects

// CalleeName names a called value as its author wrote it, as far as the facts keep that: `load`, `app.get`, `this.store.read`.
func (f *Facts) CalleeName(id ValueID) string {
	const unnamed = "a function"
	for depth := 0; depth < 8; depth++ {
		v := f.Val(id)
		switch v.Kind {
		case Prop:
			base := f.CalleeName(v.A)
			if base == "" || base == unnamed {
				return f.Str(v.B)
			}
			return base + "." + f.Str(v.B)
		case Var:
			return f.Str(f.Vars[v.A].Name)
		case ImportName:
			return f.Str(v.B)
		case Global:
			return f.Str(v.A)
		case Closure:
			if n := f.Str(f.Funcs[v.A].Name); n != "" {
				return n
			}
			return unnamed
		case Class:
			return f.Str(f.Classes[v.A].Name)
		case This:
			return "this"
		case Super:
			return "super"
		case Exports:
			return "exports"
		case Module:
			return "module"
		case Param:
			if fn := &f.Funcs[v.A]; int(v.B) < len(fn.Params) {
				return f.Str(fn.Params[v.B].Name)
			}
			return unnamed
		case Result:
			return f.CalleeName(f.Calls[v.A].Callee) + "()"
		case Import:
			return "require(" + f.Str(f.Imports[v.A].Spec) + ")"
		case Await:
			id = v.A
		default:
			return unnamed
		}
	}
	return unnamed
}
