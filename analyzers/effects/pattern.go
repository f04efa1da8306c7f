package effects

import (
	"strconv"

	"nodebeyond/analyzers/syntax"
)

// pattern binds v to a declared pattern. flag 1 marks an initializer.
func (l *lowerer) pattern(p syntax.Node, v ValueID, flag uint8) {
	switch p.Kind() {
	case syntax.KindBinding:
		if s := p.Sym(); s >= 0 {
			l.set(l.variable(s), v, p.Start(), len(p.Name()), flag)
		}
	case syntax.KindObjectPattern:
		for c := p.First(); c.Valid(); c = c.Next() {
			key := c.First()
			pv := v // what a rest element takes still has the members that were not taken
			if !c.Rest() {
				pv = l.taken(c, v)
			}
			l.element(key.Next(), pv, flag)
		}
	case syntax.KindArrayPattern:
		i := 0
		for c := p.First(); c.Valid(); c = c.Next() {
			pv := v
			if !c.Rest() {
				pv = l.elem(v, i)
			}
			l.element(c.First().Next(), pv, flag)
			i++
		}
	}
}

// element binds v to one target of a pattern; its default is the target's next sibling.
func (l *lowerer) element(target syntax.Node, v ValueID, flag uint8) {
	if def := target.Next(); !def.Missing() {
		v = l.defaulted(v, def, target.Name())
	}
	l.pattern(target, v, flag)
}

// taken is the member of v that a property of an object pattern, declared or assigned, takes.
func (l *lowerer) taken(c syntax.Node, v ValueID) ValueID {
	key := c.First()
	if name, ok := l.keyName(c); ok {
		pv := l.prop(v, name)
		l.note(key, pv)
		l.read(pv, key.Start(), key.Start()+len(name), 1)
		return pv
	}
	if !c.Computed() {
		return 0
	}
	pv := l.index(v, key)
	if l.values[pv].Kind == Prop {
		l.read(pv, key.Start(), key.End(), 1)
	}
	return pv
}

func (l *lowerer) elem(v ValueID, i int) ValueID {
	return l.val(Value{Kind: Elem, A: v, B: l.val(Value{Kind: Number, A: l.str(strconv.Itoa(i))})})
}

func (l *lowerer) prop(base ValueID, name string) ValueID {
	return l.val(Value{Kind: Prop, A: base, B: l.str(name)})
}

// index is the member of base that an index expression names.
func (l *lowerer) index(base ValueID, idx syntax.Node) ValueID {
	if idx.Kind() == syntax.KindPrivateName {
		return l.prop(base, idx.Name())
	}
	iv := l.expr(idx)
	if s, ok := l.constString(iv, 0); ok {
		return l.prop(base, s)
	}
	return l.val(Value{Kind: Elem, A: base, B: iv})
}

// reference evaluates an assignment target as far as the language does before the right side (ECMAScript, section 13.15.2): the
// base and the index of a member. It gives the value that stands for the target, or None for a pattern.
func (l *lowerer) reference(t syntax.Node) ValueID {
	switch t.Kind() {
	case syntax.KindIdent:
		s := t.Sym()
		if s < 0 {
			return 0
		}
		switch l.f.Sym(s).Kind {
		case syntax.SymFree, syntax.SymImport, syntax.SymArguments:
			return l.symbol(s)
		}
		if l.symVal[s] <= -2 {
			return l.symbol(s)
		}
		return l.varValue[l.variable(s)]
	case syntax.KindDot:
		v := l.prop(l.expr(t.First()), t.Name())
		l.note(t, v)
		return v
	case syntax.KindIndex:
		base := l.expr(t.First())
		return l.index(base, t.Child(1))
	case syntax.KindArray, syntax.KindObject, syntax.KindSpread, syntax.KindAssign:
		return None
	}
	return l.expr(t)
}

// current reads the present value of a reference: what op= and ++ do before they write.
func (l *lowerer) current(t syntax.Node, ref ValueID) ValueID {
	start, end := targetRange(t)
	l.readName(ref, start, end)
	return ref
}

// store writes v to a reference.
func (l *lowerer) store(t syntax.Node, ref, v ValueID) {
	if ref <= 0 {
		return
	}
	if x := l.values[ref]; x.Kind == Var {
		l.assigns(x.A, v)
	}
	start, end := targetRange(t)
	l.emit(Op{Kind: OpWrite, A: ref, B: v, Start: int32(start), End: int32(end)})
}

// targetRange is the extent of an assignment target.
func targetRange(t syntax.Node) (start, end int) {
	switch t.Kind() {
	case syntax.KindIdent:
		return t.Start(), t.Start() + len(t.Name())
	}
	return t.Start(), t.End()
}

// nameRange is the extent of the name in a KindDot.
func (l *lowerer) nameRange(dot syntax.Node) (start, end int) {
	name := dot.Name()
	start, end = dot.Start(), dot.End()
	if at := end - len(name); at >= start && l.f.Text[at:end] == name {
		return at, end
	}
	if s, e := dot.NameRange(); s >= start && e <= end { // written with escapes
		return s, e
	}
	return start, end // made by the parser
}

// assign writes v to an assignment target, which may be a pattern.
func (l *lowerer) assign(t syntax.Node, v ValueID) {
	switch t.Kind() {
	case syntax.KindArray:
		i := 0
		for c := t.First(); c.Valid(); c = c.Next() {
			if c.Kind() == syntax.KindSpread {
				l.assign(c.First(), v)
			} else if !c.Missing() {
				l.assignElement(c, l.elem(v, i))
			}
			i++
		}
	case syntax.KindObject:
		for c := t.First(); c.Valid(); c = c.Next() {
			target := c.Child(1)
			if c.PropFlavor() == syntax.PropSpread {
				l.assign(target, v)
				continue
			}
			pv := l.taken(c, v)
			if def := target.Next(); !def.Missing() { // {a = 1}
				pv = l.defaulted(pv, def, target.Name())
			}
			l.assignElement(target, pv)
		}
	default:
		l.store(t, l.reference(t), v)
	}
}

// assignElement writes v to one target of an assignment pattern, which may have a default.
func (l *lowerer) assignElement(t syntax.Node, v ValueID) {
	if t.Kind() == syntax.KindAssign && t.Op() == "=" {
		target := t.First()
		v = l.defaulted(v, target.Next(), target.Name())
		t = target
	}
	l.assign(t, v)
}

// assignment lowers `t op v`.
func (l *lowerer) assignment(n syntax.Node) ValueID {
	t := n.First()
	val := t.Next()
	op := n.Op()
	ref := l.reference(t)
	if ref == None {
		v := l.expr(val)
		l.assign(t, v)
		return v
	}
	kind := OpOther
	switch op {
	case "=":
		v := l.named(val, t.Name())
		l.store(t, ref, v)
		return v
	case "||=":
		kind = Or
	case "&&=":
		kind = And
	case "??=":
		kind = Nullish
	default:
		old := l.current(t, ref)
		v := l.expr(val)
		if op == "+=" {
			kind = Add
		}
		r := l.val(Value{Kind: Binary, Op: kind, A: old, B: v})
		l.store(t, ref, r)
		return r
	}
	test := IfTrue
	if kind == Nullish {
		test = IfPresent
	}
	old := l.current(t, ref)
	i := l.openIf(old, test, n.Start())
	if kind != And {
		l.emptyBlock()
	}
	b := l.openBlock()
	v := l.named(val, t.Name())
	l.store(t, ref, v)
	l.shut(b)
	if kind == And {
		l.emptyBlock()
	}
	l.shutIf(i)
	return l.val(Value{Kind: Binary, Op: kind, A: old, B: v})
}

// update lowers ++ and --.
func (l *lowerer) update(n syntax.Node) ValueID {
	t := n.First()
	ref := l.reference(t)
	if ref == None {
		return 0
	}
	v := l.val(Value{Kind: Binary, Op: OpOther, A: l.current(t, ref), B: 0})
	l.store(t, ref, v)
	return v
}

// rooted reports whether a value is a name of an imported module or of exports: the reads that matter during load.
func (l *lowerer) rooted(v ValueID) bool {
	for range 8 {
		switch x := l.values[v]; x.Kind {
		case ImportName, Exports, Module:
			return true
		case Import: // import() gives a promise of the module, not the module
			return l.facts.Imports[x.A].Kind != DynamicImport
		case Await:
			return l.values[x.A].Kind == Import
		case Prop:
			v = x.A
		case Var:
			switch l.varCount[x.A] {
			case 1:
				v = l.varFirst[x.A]
			case 0: // a function that stands before the declaration
				return l.isRequired(l.initializer(x.A))
			default:
				return l.varRooted[x.A]
			}
		case Binary: // require("x") || {}
			if x.Op != Or && x.Op != Nullish {
				return false
			}
			v = x.A
		default:
			return false
		}
	}
	return false
}

// initializer is the expression that a variable is declared with, invalid when it may hold another value or is a part of a pattern.
func (l *lowerer) initializer(va VarID) syntax.Node {
	s := l.varSym[va]
	d := l.f.Declaration(s)
	if l.f.Sym(s).Writes > 0 || d.Parent().Kind() != syntax.KindDeclarator {
		return syntax.NoNode
	}
	return d.Next()
}

// isRequired reports whether an expression is require("x") or a property of it.
func (l *lowerer) isRequired(n syntax.Node) bool {
	for n.Kind() == syntax.KindDot {
		n = n.First()
	}
	if n.Kind() != syntax.KindCall {
		return false
	}
	ok, _ := l.isRequire(n.First(), 0)
	return ok
}

func (l *lowerer) read(v ValueID, start, end int, flag uint8) {
	if l.rooted(v) {
		l.emit(Op{Kind: OpRead, Flag: flag, A: v, Start: int32(start), End: int32(end)})
	}
}

// readName is read for an expression: of a bare name only an import's is a read of another module.
func (l *lowerer) readName(v ValueID, start, end int) {
	switch l.values[v].Kind {
	case ImportName, Prop:
		l.read(v, start, end, 0)
	}
}

// constString is the string that a value is known to be: a literal, or a constant that holds one.
func (l *lowerer) constString(v ValueID, depth int) (string, bool) {
	x := l.values[v]
	switch x.Kind {
	case String:
		return l.strings[x.A], true
	case Var:
		if l.vars[x.A].Flags&VarConst == 0 || depth > 3 {
			return "", false
		}
		switch l.varCount[x.A] {
		case 1:
			return l.constString(l.varFirst[x.A], depth+1)
		case 0:
			if init := l.initializer(x.A); init.Kind() == syntax.KindString {
				return l.text(init), true
			}
		}
	}
	return "", false
}
