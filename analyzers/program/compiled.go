package program

import "nodebeyond/analyzers/effects"

// What compilers write in place of export statements: helpers that copy names or getters onto an exports object. They are known by name (TypeScript's
// emitter and tslib, esbuild, SWC); what Babel writes out in full is known by its form.

// helperName is the name under which a call calls a helper: a variable, a property of tslib, an import.
func helperName(f *effects.Facts, callee effects.ValueID) string {
	switch v := f.Val(callee); v.Kind {
	case effects.Var:
		return f.Str(f.Vars[v.A].Name)
	case effects.Global:
		return f.Strings[v.A]
	case effects.Prop, effects.ImportName:
		return f.Strings[v.B]
	case effects.Closure:
		return f.Str(f.Funcs[v.A].Name)
	}
	return ""
}

// indexCompiledExports notes what a compiler's helper puts onto an exports object.
func (p *Program) indexCompiledExports(f *File, c *effects.Call) {
	if len(c.Args) < 2 {
		return
	}
	switch helperName(f.Facts, c.Callee) {
	case "__exportStar", "_export_star": // (from, exports)
		p.copyAll(f, c.Args[0], c.Args[1])
	case "__reExport": // (exports, from)
		p.copyAll(f, c.Args[1], c.Args[0])
	case "__export", "_export": // (exports, {name: () => value})
		for _, a := range p.Eval(f, c.Args[1]) {
			if a.Kind != AbsObject || a.File != f.ID {
				continue
			}
			for _, m := range f.Facts.Objects[a.ID].Members {
				if v := f.Facts.Val(m.Value); v.Kind == effects.Closure && m.Flags&(effects.MemberSpread|effects.MemberComputed) == 0 {
					for _, r := range f.Facts.Funcs[v.A].Returns {
						p.indexWrite(f, c.Args[0], p.name(f, m.Name), f.Facts.Str(m.Name), r)
					}
				}
			}
		}
	}
}

// copyAll notes that everything of one thing is copied onto another.
func (p *Program) copyAll(f *File, from, onto effects.ValueID) {
	for _, a := range p.Eval(f, onto) {
		if holdsProps(a) {
			p.copyInto(f, from, a)
		}
	}
}

// indexGetters knows Object.defineProperty(exports, key, {get: () => from[key]}), in a loop over the keys of from.
func (p *Program) indexGetters(f *File, c *effects.Call, descriptor Abs) {
	if descriptor.File != f.ID {
		return
	}
	for _, m := range f.Facts.Objects[descriptor.ID].Members {
		v := f.Facts.Val(m.Value)
		if v.Kind != effects.Closure || f.Facts.Str(m.Name) != "get" {
			continue
		}
		for _, r := range f.Facts.Funcs[v.A].Returns {
			if e := f.Facts.Val(r); e.Kind == effects.Elem && e.B == c.Args[1] {
				p.copyAll(f, e.A, c.Args[0])
			}
		}
	}
}
