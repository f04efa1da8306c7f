package program

import "nodebeyond/analyzers/effects"

// Mentions reports whether a function, or one written inside it, does something with a value for which want holds, or with a value that is made
// of one. Assigning to a variable does nothing with it.
func (p *Program) Mentions(fn FuncRef, want func(v effects.ValueID, x effects.Value) bool) bool {
	f := p.Files[fn.File]
	m := mentioning{f.Facts, want, map[effects.ValueID]bool{}}
	for id := range f.Facts.Funcs {
		if f.inside(effects.FuncID(id), fn.Func) && m.inOps(f.Facts.Funcs[id].Ops) {
			return true
		}
	}
	return false
}

// MadeOf reports whether a value of a file is one for which want holds, or is made of one.
func MadeOf(f *effects.Facts, v effects.ValueID, want func(v effects.ValueID, x effects.Value) bool) bool {
	m := mentioning{f, want, map[effects.ValueID]bool{}}
	return m.in(v)
}

// inside reports whether a function is another one or is written inside it.
func (f *File) inside(fn, outer effects.FuncID) bool {
	for fn != outer {
		if fn <= 0 {
			return false
		}
		fn = f.Facts.Funcs[fn].Parent
	}
	return true
}

type mentioning struct {
	facts *effects.Facts
	want  func(v effects.ValueID, x effects.Value) bool
	seen  map[effects.ValueID]bool
}

func (m *mentioning) inOps(ops []effects.Op) bool {
	for i := range ops {
		op := &ops[i]
		switch op.Kind {
		case effects.OpCall:
			c := &m.facts.Calls[op.A]
			if m.in(c.Callee) || m.any(c.Args) {
				return true
			}
		case effects.OpWrite:
			if t := m.facts.Val(op.A); t.Kind != effects.Var && m.in(op.A) || m.in(op.B) {
				return true
			}
		case effects.OpRead, effects.OpAwait, effects.OpYield, effects.OpReturn, effects.OpThrow, effects.OpIf, effects.OpSwitch, effects.OpBlock:
			if m.in(op.A) {
				return true
			}
		case effects.OpLoop:
			if m.in(op.B) {
				return true
			}
		}
	}
	return false
}

func (m *mentioning) any(list []effects.ValueID) bool {
	for _, v := range list {
		if m.in(v) {
			return true
		}
	}
	return false
}

func (m *mentioning) in(v effects.ValueID) bool {
	if v <= 0 || m.seen[v] {
		return false
	}
	m.seen[v] = true
	x := m.facts.Values[v]
	if m.want(v, x) {
		return true
	}
	switch x.Kind {
	case effects.Prop, effects.Unary, effects.Await, effects.Spread:
		return m.in(x.A)
	case effects.Elem, effects.Binary:
		return m.in(x.A) || m.in(x.B)
	case effects.Join:
		return m.in(x.B) || m.any(m.facts.Lists[x.A])
	case effects.Template, effects.Array:
		return m.any(m.facts.Lists[x.A])
	case effects.Result:
		c := &m.facts.Calls[x.A]
		return m.in(c.Callee) || m.any(c.Args)
	case effects.Object:
		for _, member := range m.facts.Objects[x.A].Members {
			if m.in(member.Value) || m.in(member.Key) {
				return true
			}
		}
	}
	return false
}

// Guarded reports whether a branch decides, by something of one of the names, whether a call is made: a test around it in its own function or in
// one that is written around that, or an earlier test there that may leave the function.
func (p *Program) Guarded(r CallRef, names ...string) bool {
	return p.GuardedAt(p.Files[r.File], p.Call(r).Func, p.Call(r).Start, names...)
}

// GuardedAt is Guarded for any place of a function.
func (p *Program) GuardedAt(f *File, fn effects.FuncID, at int32, names ...string) bool {
	for ; fn >= 0; fn = f.Facts.Funcs[fn].Parent {
		ops := f.Facts.Funcs[fn].Ops
		for i := range ops {
			if op := &ops[i]; (op.Kind == effects.OpIf || op.Kind == effects.OpSwitch || op.Kind == effects.OpLoop) && op.Start <= at {
				test := op.A
				if op.Kind == effects.OpLoop {
					test = op.B
				}
				if MadeOf(f.Facts, test, f.Named(names...)) {
					return true
				}
			}
		}
		if fn == 0 {
			break
		}
	}
	return false
}

// Named is a question for the values that are something of one of the names, constants seen through.
func (f *File) Named(names ...string) func(effects.ValueID, effects.Value) bool {
	var want func(v effects.ValueID, x effects.Value) bool
	depth := 0
	want = func(_ effects.ValueID, x effects.Value) bool {
		name := ""
		switch x.Kind {
		case effects.Prop, effects.ImportName:
			name = f.Facts.Str(x.B)
		case effects.Global:
			name = f.Facts.Str(x.A)
		case effects.Var:
			v := &f.Facts.Vars[x.A]
			name = f.Facts.Str(v.Name)
			if len(v.Values) == 1 && depth < 4 {
				depth++
				found := MadeOf(f.Facts, v.Values[0], want)
				depth--
				if found {
					return true
				}
			}
		}
		if name == "" {
			return false
		}
		for _, n := range names {
			if n == name {
				return true
			}
		}
		return false
	}
	return want
}

// Says reports whether a file of the program that is no test has one of the words as a name or text of its own.
func (p *Program) Says(words ...string) bool {
	for _, f := range p.Files {
		if !f.Test && f.Says(words...) {
			return true
		}
	}
	return false
}

// Says reports whether a file has one of the words as a name or text of its own.
func (f *File) Says(words ...string) bool {
	for _, s := range f.Facts.Strings {
		for _, w := range words {
			if s == w {
				return true
			}
		}
	}
	return false
}

// WritesOutside reports whether a function sets something that is not its own: a variable of a function around it, or a property.
func (p *Program) WritesOutside(fn FuncRef) bool {
	f := p.Files[fn.File]
	ops := f.Facts.Funcs[fn.Func].Ops
	for i := range ops {
		if op := &ops[i]; op.Kind == effects.OpWrite {
			if t := f.Facts.Val(op.A); t.Kind != effects.Var || f.Facts.Vars[t.A].Func != fn.Func {
				return true
			}
		}
	}
	return false
}
