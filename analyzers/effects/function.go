package effects

import "nodebeyond/analyzers/syntax"

// enter begins a function: what follows goes to its frame, until leave.
func (l *lowerer) enter(fn Func, id FuncID) (outer FuncID) {
	if l.frame != nil {
		l.depth++
	}
	if l.depth == len(l.frames) {
		l.frames = append(l.frames, new(frame))
	}
	fr := l.frames[l.depth]
	fr.fn = fn
	fr.ops, fr.returns, fr.params, fr.targets, fr.chains = fr.ops[:0], fr.returns[:0], fr.params[:0], fr.targets[:0], fr.chains[:0]
	fr.nested, fr.tries = 0, 0
	outer = l.fnID
	l.frame, l.fnID = fr, id
	return outer
}

// leave stores the current function and goes back to the one around it.
func (l *lowerer) leave(outer FuncID) {
	fr := l.frame
	s := &l.funcSpans[l.fnID]
	s.ops.start = int32(len(l.opSlab))
	l.opSlab = append(l.opSlab, fr.ops...)
	s.ops.end = int32(len(l.opSlab))
	s.params.start = int32(len(l.paramSlab))
	l.paramSlab = append(l.paramSlab, fr.params...)
	s.params.end = int32(len(l.paramSlab))
	s.returns = l.keep(fr.returns)
	l.funcs[l.fnID] = fr.fn
	l.fnID = outer
	if l.depth == 0 {
		l.frame = nil
		return
	}
	l.depth--
	l.frame = l.frames[l.depth]
	if fr.fn.Flags&FuncArrow != 0 {
		l.fn.Flags |= fr.fn.Flags & (FuncUsesThis | FuncUsesArgs)
	}
}

// thisFunc is the function whose `this`, `super` and `arguments` the current one sees: arrow functions have none of their own
// (ECMAScript, section 15.3).
func (l *lowerer) thisFunc() FuncID {
	if l.fn.Flags&FuncArrow != 0 {
		return l.fn.ThisFunc
	}
	return l.fnID
}

// function lowers the function at n and gives its id. name is what the place calls it, "" when nothing does.
func (l *lowerer) function(n syntax.Node, name string, extra FuncFlags, class ClassID) FuncID {
	id := l.idOf[n.ID()]
	fn := Func{Start: int32(n.Start()), End: int32(n.End()), Parent: l.fnID, Class: class, Flags: extra, ThisFunc: id, FirstCallStart: None}
	fn.NameStart, fn.NameEnd = fn.Start, fn.Start+1
	if own := n.Name(); own != "" {
		name = own
		s, e := n.NameRange()
		fn.NameStart, fn.NameEnd = int32(s), int32(e)
	}
	fn.Name = l.str(name)
	if n.Async() {
		fn.Flags |= FuncAsync
	}
	if n.Generator() {
		fn.Flags |= FuncGenerator
	}
	static := l.static
	switch n.Kind() {
	case syntax.KindArrow:
		fn.Flags |= FuncArrow
		fn.ThisFunc = l.thisFunc()
	case syntax.KindFunctionDecl:
		fn.Flags |= FuncDecl
		l.static = None
	default:
		l.static = None
	}

	outer := l.enter(fn, id)
	c := n.First()
	for i := int32(0); c.Kind() == syntax.KindParam; i++ {
		next := c.Next()
		l.param(c, id, i, next.Kind() != syntax.KindParam && n.RestParam())
		c = next
	}
	if ret := c.First(); n.ExprBody() && ret.Kind() == syntax.KindReturn {
		l.returns(ret, 0)
	} else {
		l.stmts(ret)
	}
	l.leave(outer)
	l.static = static
	return id
}

// returns lowers a return statement; width is the length of its keyword, which an arrow's bare expression has not.
func (l *lowerer) returns(n syntax.Node, width int) {
	v := ValueID(None)
	at := n.Start()
	if c := n.First(); !c.Missing() {
		v = l.expr(c)
		l.frame.returns = append(l.frame.returns, v)
		if width == 0 {
			at = c.Start()
		}
	}
	l.emit(Op{Kind: OpReturn, A: v, Start: int32(at), End: int32(at + width)})
}

func (l *lowerer) param(p syntax.Node, fn FuncID, i int32, rest bool) {
	pat, def := p.Child(0), p.Child(1)
	info := ParamInfo{Start: int32(pat.Start()), End: int32(pat.Start())}
	v := Value{Kind: Param, A: fn, B: i}
	if rest {
		v.Kind = Rest
		info.Flags |= ParamRest
	}
	val := l.val(v)
	if !def.Missing() {
		info.Flags |= ParamDefault
		val = l.defaulted(val, def, pat.Name())
	}
	if pat.Kind() == syntax.KindBinding {
		info.Name = l.str(pat.Name())
		info.End = info.Start + int32(len(pat.Name()))
		if s := pat.Sym(); s >= 0 {
			sym := l.f.Sym(s)
			if len(l.f.Uses(s)) > 0 {
				info.Flags |= ParamUsed
			}
			if sym.Writes > 0 {
				info.Flags |= ParamWritten
			}
			if sym.Writes > 0 || info.Flags&ParamDefault != 0 || l.symVal[s] != None {
				va := l.variable(s)
				l.vars[va].Flags |= VarParam
				l.set(va, val, pat.Start(), len(pat.Name()), 1)
			} else {
				l.symVal[s] = -2 - val // a plain parameter: the name is the value itself
			}
		}
	} else {
		info.Flags |= ParamPattern | ParamUsed
		l.pattern(pat, val, 1)
	}
	l.frame.params = append(l.frame.params, info)
}

// defaulted is a value or, when it is undefined, the default, whose operations run on that path only.
func (l *lowerer) defaulted(v ValueID, def syntax.Node, name string) ValueID {
	i := l.openIf(v, IfUndefined, def.Start())
	b := l.openBlock()
	d := l.named(def, name)
	l.shut(b)
	l.emptyBlock()
	l.shutIf(i)
	return l.join(v, v, d)
}

// set writes a variable.
func (l *lowerer) set(va VarID, v ValueID, start, length int, flag uint8) {
	l.assigns(va, v)
	l.emit(Op{Kind: OpWrite, Flag: flag, A: l.varValue[va], B: v, Start: int32(start), End: int32(start + length)})
}

// assigns notes that a variable may hold a value.
func (l *lowerer) assigns(va VarID, v ValueID) {
	if l.varCount[va] == 0 {
		l.varFirst[va] = v
	}
	l.varCount[va]++
	if !l.varRooted[va] && l.rooted(v) {
		l.varRooted[va] = true
	}
	l.assigned = append(l.assigned, assigned{va, v})
}

// variable is the variable of a symbol.
func (l *lowerer) variable(s syntax.SymID) VarID {
	if v := l.symVal[s]; v >= 0 {
		return v
	}
	sym := l.f.Sym(s)
	id := VarID(len(l.vars))
	l.symVal[s] = id
	va := Variable{Name: l.str(sym.Name), Func: l.fnID, Uses: int32(len(l.f.Uses(s)))}
	d := l.f.Declaration(s)
	if d.Valid() {
		va.Start = int32(d.Start())
		switch d.Kind() {
		case syntax.KindFunctionDecl, syntax.KindFunction, syntax.KindClassDecl, syntax.KindClass:
			at, _ := d.NameRange()
			va.Start = int32(at)
		}
		va.End = va.Start + int32(len(sym.Name))
		owner := d.Func()
		if d.Kind() == syntax.KindFunction {
			owner = d // its own name is known inside it only
		}
		va.Func = l.idOf[owner.ID()]
		if owner.Kind() == syntax.KindModule {
			va.Flags |= VarTop
		}
		for _, u := range l.f.Uses(s) {
			if l.f.NodeAt(u).Func() != owner {
				va.Flags |= VarCaptured
				break
			}
		}
	}
	switch sym.Kind {
	case syntax.SymConst:
		va.Flags |= VarConst | VarLexical
	case syntax.SymLet, syntax.SymClass:
		va.Flags |= VarLexical
	case syntax.SymCatch:
		va.Flags |= VarCatch
	}
	l.vars = append(l.vars, va)
	l.varSym = append(l.varSym, s)
	l.varValue = append(l.varValue, l.fresh(Value{Kind: Var, A: id}))
	l.varCount = append(l.varCount, 0)
	l.varFirst = append(l.varFirst, 0)
	l.varRooted = append(l.varRooted, false)
	// A function declaration is a first value, because it is hoisted; other values come as they are assigned.
	if v := l.declared(d); v != None {
		l.assigns(id, v)
	}
	return id
}

// declared is the function or class that a declaration makes, or None.
func (l *lowerer) declared(d syntax.Node) ValueID {
	switch d.Kind() {
	case syntax.KindFunctionDecl, syntax.KindFunction:
		return l.val(Value{Kind: Closure, A: l.idOf[d.ID()]})
	case syntax.KindClassDecl, syntax.KindClass:
		return l.val(Value{Kind: Class, A: l.idOf[d.ID()]})
	}
	return None
}

// redeclared notes a function declaration whose name holds more than one value.
func (l *lowerer) redeclared(s syntax.SymID, id FuncID) {
	if s < 0 || l.f.Sym(s).Writes == 0 {
		return
	}
	va := l.variable(s)
	if v := l.val(Value{Kind: Closure, A: id}); l.varFirst[va] != v {
		l.assigns(va, v)
	}
}

// symbol is the value of a name.
func (l *lowerer) symbol(s syntax.SymID) ValueID {
	if s < 0 {
		return 0
	}
	if v := l.symVal[s]; v <= -2 {
		return -2 - v
	} else if v >= 0 {
		return l.varValue[v]
	}
	sym := l.f.Sym(s)
	v := ValueID(None)
	switch sym.Kind {
	case syntax.SymFree:
		v = l.free(sym.Name)
	case syntax.SymArguments:
		return l.val(Value{Kind: Arguments, A: l.thisFunc()})
	case syntax.SymImport:
		if sym.Import < 0 {
			return 0
		}
		imp := l.importRecord(sym.Import)
		if sym.ImportName == "*" {
			v = l.val(Value{Kind: Import, A: imp})
		} else {
			v = l.val(Value{Kind: ImportName, A: imp, B: l.str(sym.ImportName)})
		}
	case syntax.SymFunction, syntax.SymClass:
		if sym.Writes == 0 {
			v = l.declared(l.f.Declaration(s))
		}
	}
	if v == None {
		return l.varValue[l.variable(s)]
	}
	l.symVal[s] = -2 - v
	return v
}

// free is the value of a name that the file does not declare.
func (l *lowerer) free(name string) ValueID {
	switch name {
	case "exports":
		if !l.esm {
			return l.val(Value{Kind: Exports})
		}
	case "module":
		if !l.esm {
			return l.val(Value{Kind: Module})
		}
	case "undefined":
		return l.val(Value{Kind: Undefined})
	}
	return l.val(Value{Kind: Global, A: l.str(name)})
}
