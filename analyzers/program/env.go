package program

import "nodebeyond/analyzers/effects"

// IsEnv reports whether a value is process.env, through constants and imports.
func (p *Program) IsEnv(f *File, v effects.ValueID) bool { return p.isEnv(f, v, 0) }

func (p *Program) isEnv(f *File, v effects.ValueID, depth int) bool {
	if v <= 0 || depth > 4 {
		return false
	}
	switch x := f.Facts.Values[v]; x.Kind {
	case effects.Prop:
		if f.Facts.Strings[x.B] != "env" {
			return false
		}
		for _, a := range p.Eval(f, x.A) {
			if m := a.Member(); m != nil && (m.Instance == "process" || m.Name == "process") {
				return true
			}
		}
	case effects.ImportName:
		return f.Facts.Strings[x.B] == "env" && f.Targets[x.A].Builtin == "process"
	case effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return len(vals) == 1 && p.isEnv(f, vals[0], depth+1)
	}
	return false
}

// EnvRead is the environment variable whose value a value is, unchanged: process.env.NAME, a constant that holds it, a member of an object or a name of a
// module that holds nothing else.
func (p *Program) EnvRead(f *File, v effects.ValueID) (name string, ok bool) {
	return p.envRead(f, v, 0)
}

func (p *Program) envRead(f *File, v effects.ValueID, depth int) (string, bool) {
	if v <= 0 || depth > 6 {
		return "", false
	}
	switch x := f.Facts.Values[v]; x.Kind {
	case effects.Prop, effects.ImportName:
		if x.Kind == effects.Prop && p.isEnv(f, x.A, 0) {
			return f.Facts.Strings[x.B], true
		}
		if refs, whole := p.sourcesOf(f, v); whole && len(refs) == 1 {
			return p.envRead(p.Files[refs[0].File], refs[0].Value, depth+1)
		}
	case effects.Elem:
		if p.isEnv(f, x.A, 0) {
			name, known := p.Literal(f, x.B)
			return name, known
		}
	case effects.Var:
		va := &f.Facts.Vars[x.A]
		if len(va.Values) == 1 && va.Flags&(effects.VarCatch|effects.VarParam) == 0 {
			return p.envRead(f, va.Values[0], depth+1)
		}
	case effects.Param:
		if passes := p.flowOf(FuncRef{f.ID, x.A}).passes(x.B); len(passes) == 1 {
			return p.envRead(p.Files[passes[0].File], passes[0].Value, depth+1)
		}
	}
	return "", false
}

// EnvReaders are the files of the program that read an environment variable, in order.
func (p *Program) EnvReaders(name string) []FileID {
	var out []FileID
	for _, f := range p.Files {
		for _, x := range f.Facts.Values {
			if x.Kind == effects.Prop && f.Facts.Strings[x.B] == name && p.isEnv(f, x.A, 0) {
				out = append(out, f.ID)
				break
			}
		}
	}
	return out
}
