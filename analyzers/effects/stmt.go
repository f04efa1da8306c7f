package effects

import "nodebeyond/analyzers/syntax"

// stmts lowers the statements from first on.
func (l *lowerer) stmts(first syntax.Node) {
	for c := first; c.Valid(); c = c.Next() {
		l.stmt(c)
	}
}

func (l *lowerer) stmt(n syntax.Node) {
	switch n.Kind() {
	case syntax.KindExprStmt:
		l.expr(n.First())
	case syntax.KindVar:
		l.declarators(n)
	case syntax.KindFunctionDecl:
		v := l.declaration(n, "")
		if n.Exported() {
			fn := &l.funcs[l.idOf[n.ID()]]
			l.export(l.strings[fn.Name], v, int(fn.NameStart), int(fn.NameEnd))
		}
	case syntax.KindClassDecl:
		l.class(n, "")
		if n.Exported() {
			s, e := n.NameRange()
			l.export(n.Name(), l.symbol(n.Sym()), s, e)
		}
	case syntax.KindReturn:
		l.returns(n, len("return"))
	case syntax.KindThrow:
		v := l.expr(n.First())
		l.emit(Op{Kind: OpThrow, A: v, Start: int32(n.Start()), End: int32(n.Start() + len("throw"))})
	case syntax.KindIf:
		test := n.First()
		then := test.Next()
		i := l.emit(Op{Kind: OpIf, A: l.expr(test), Start: int32(n.Start()), End: int32(n.Start() + len("if"))})
		l.nested++
		l.body(then)
		l.body(then.Next())
		l.nested--
		l.shut(i)
	case syntax.KindBlock, syntax.KindNamespace:
		l.stmts(n.First())
	case syntax.KindFor, syntax.KindForIn, syntax.KindForOf, syntax.KindWhile, syntax.KindDoWhile:
		l.loop(n)
	case syntax.KindTry:
		l.try(n)
	case syntax.KindSwitch:
		l.switchStmt(n)
	case syntax.KindLabel:
		l.labelled(n)
	case syntax.KindBreak, syntax.KindContinue:
		l.jump(n)
	case syntax.KindWith:
		l.facts.Uncertain = true
		object := n.First()
		l.expr(object)
		l.stmt(object.Next())
	case syntax.KindExportNames:
		l.exportNames(n)
	case syntax.KindExportFrom, syntax.KindExportStar:
		l.reexport(n)
	case syntax.KindExportDefault:
		l.exportDefault(n)
	case syntax.KindExportAssign:
		v := l.expr(n.First())
		l.emit(Op{Kind: OpWrite, A: l.prop(l.val(Value{Kind: Module}), "exports"), B: v, Start: int32(n.Start()), End: int32(n.Start() + len("export"))})
	case syntax.KindEnum:
		for c := n.First(); c.Valid(); c = c.Next() {
			l.expr(c)
		}
	}
}

// body lowers a statement as a block of its own; a missing one is an empty block.
func (l *lowerer) body(n syntax.Node) {
	b := l.openBlock()
	l.stmt(n)
	l.shut(b)
}

// declarators lowers var, let, const and using.
func (l *lowerer) declarators(n syntax.Node) {
	exported := n.Exported()
	for d := n.First(); d.Valid(); d = d.Next() {
		pat := d.First()
		init := pat.Next()
		switch {
		case !init.Missing():
			l.pattern(pat, l.named(init, pat.Name()), 1)
		case n.VarKind() == syntax.Let && pat.Kind() == syntax.KindBinding && pat.Sym() >= 0:
			// `let x;` sets x to undefined each time it runs (ECMAScript, section 14.3.1.2). `var x;` does nothing. As a value
			// of x it says nothing, so it is not noted as one.
			at := pat.Start()
			l.emit(Op{Kind: OpWrite, Flag: 1, A: l.varValue[l.variable(pat.Sym())], B: l.val(Value{Kind: Undefined}), Start: int32(at), End: int32(at + len(pat.Name()))})
		}
		if exported {
			l.exportPattern(pat)
		}
	}
}

// declaration lowers a function declaration and gives the value of its name. There is no operation: the function exists before the
// first statement of its block.
func (l *lowerer) declaration(n syntax.Node, name string) ValueID {
	id := l.function(n, name, 0, None)
	if s := n.Sym(); s >= 0 {
		l.redeclared(s, id)
		return l.symbol(s)
	}
	return l.val(Value{Kind: Closure, A: id})
}

func (l *lowerer) loop(n syntax.Node) {
	op := Op{Kind: OpLoop, A: LoopWhile, Start: int32(n.Start())}
	label := l.label
	l.label = ""
	keyword := "for"
	first := n.First() // init, test or body
	second := first.Next()
	switch n.Kind() {
	case syntax.KindFor:
		l.stmt(first)
		if second.Missing() || alwaysTrue(second) {
			op.A = LoopForever
		}
	case syntax.KindForIn, syntax.KindForOf:
		op.A = LoopForIn
		if n.Kind() == syntax.KindForOf {
			op.A = LoopForOf
			if n.AwaitLoop() {
				op.A = LoopForAwait
			}
		}
		op.B = l.expr(second)
	case syntax.KindWhile:
		keyword = "while"
		if alwaysTrue(first) {
			op.A = LoopForever
		}
	case syntax.KindDoWhile:
		op.A, keyword = LoopDo, "do"
	}
	op.End = op.Start + int32(len(keyword))
	i := l.emit(op)
	l.targets = append(l.targets, target{op: i, label: label, isLoop: true})
	l.nested++
	b := l.openBlock()
	switch n.Kind() {
	case syntax.KindFor:
		if !second.Missing() {
			l.test(i, second)
		}
		update := second.Next()
		l.stmt(update.Next())
		l.expr(update)
	case syntax.KindForIn, syntax.KindForOf:
		v := ValueID(0)
		if n.Kind() == syntax.KindForOf {
			v = l.val(Value{Kind: Elem, A: op.B, B: 0})
		}
		if op.A == LoopForAwait {
			l.emit(Op{Kind: OpAwait, A: op.B, Start: op.Start, End: op.End})
			v = l.val(Value{Kind: Await, A: v})
		}
		switch first.Kind() {
		case syntax.KindVar:
			l.pattern(first.First().First(), v, 1)
		case syntax.KindExprStmt:
			l.assignElement(first.First(), v)
		}
		l.stmt(second.Next())
	case syntax.KindWhile:
		l.test(i, first)
		l.stmt(second)
	case syntax.KindDoWhile:
		l.stmt(first)
		l.test(i, second)
	}
	l.shut(b)
	l.nested--
	l.targets = l.targets[:len(l.targets)-1]
	l.shut(i)
}

// test lowers the condition of the loop at i.
func (l *lowerer) test(i int32, n syntax.Node) {
	v := l.expr(n)
	l.frame.ops[i].B = v
}

func alwaysTrue(n syntax.Node) bool {
	if b, ok := n.Bool(); ok {
		return b
	}
	x, ok := n.Number()
	return ok && x != 0 && x == x
}

func (l *lowerer) try(n syntax.Node) {
	block := n.First()
	catch := block.Next()
	finally := catch.Next()
	op := Op{Kind: OpTry, Start: int32(n.Start()), End: int32(n.Start() + len("try"))}
	if !catch.Missing() {
		op.A = 1
	}
	if !finally.Missing() {
		op.B = 1
	}
	i := l.emit(op)
	l.nested++
	l.tries += int(op.A)
	l.body(block)
	l.tries -= int(op.A)
	b := l.openBlock()
	if op.A == 1 {
		param := catch.First()
		l.pattern(param, 0, 1)
		l.stmt(param.Next())
	}
	l.shut(b)
	l.nested--
	l.body(finally)
	l.shut(i)
}

// switchStmt lowers a switch. Cases are tested in order until one matches, before any body runs (ECMAScript, section 14.12.2), so the
// operations of the tests stand before the switch, each branching off from the one before it.
func (l *lowerer) switchStmt(n syntax.Node) {
	subject := n.First()
	v := l.expr(subject)
	l.nested++
	base := len(l.ids)
	var open []int32
	for c := subject.Next(); c.Valid(); c = c.Next() {
		test := ValueID(None)
		if t := c.First(); !t.Missing() {
			before := len(l.frame.ops)
			test = l.expr(t)
			if len(l.frame.ops) > before && c.Next().Valid() {
				// what follows runs only when this one has not matched
				open = append(open, l.openIf(l.val(Value{Kind: Binary, Op: NeStrict, A: v, B: test}), IfTrue, c.Start()), l.openBlock())
			}
		}
		l.ids = append(l.ids, test)
	}
	for k := len(open) - 2; k >= 0; k -= 2 {
		l.shut(open[k+1])
		l.emptyBlock()
		l.shutIf(open[k])
	}
	i := l.emit(Op{Kind: OpSwitch, A: v, Start: int32(n.Start()), End: int32(n.Start() + len("switch"))})
	l.targets = append(l.targets, target{op: i})
	at := base
	for c := subject.Next(); c.Valid(); c = c.Next() {
		keyword := len("case")
		test := l.ids[at]
		at++
		if test == None {
			keyword = len("default")
		}
		b := l.emit(Op{Kind: OpBlock, A: test, Start: int32(c.Start()), End: int32(c.Start() + keyword)})
		if test == None {
			l.frame.ops[b].Flag = 1
			l.frame.ops[i].Flag = 1
		}
		l.stmts(c.First().Next())
		l.shut(b)
	}
	l.ids = l.ids[:base]
	l.nested--
	l.targets = l.targets[:len(l.targets)-1]
	l.shut(i)
}

func (l *lowerer) labelled(n syntax.Node) {
	inner := n.First()
	if inner.Kind().IsLoop() {
		l.label = n.LabelName()
		l.stmt(inner)
		return
	}
	i := l.emit(Op{Kind: OpLabel, Start: int32(n.Start()), End: int32(n.Start())})
	l.targets = append(l.targets, target{op: i, label: n.LabelName()})
	l.body(inner)
	l.targets = l.targets[:len(l.targets)-1]
	l.shut(i)
}

// jump lowers break and continue.
func (l *lowerer) jump(n syntax.Node) {
	label := n.LabelName()
	op := Op{Kind: OpBreak, Start: int32(n.Start()), End: int32(n.Start() + len("break"))}
	if n.Kind() == syntax.KindContinue {
		op.Kind, op.End = OpContinue, op.Start+int32(len("continue"))
	}
	for k := len(l.targets) - 1; k >= 0; k-- {
		t := l.targets[k]
		isLabel := !t.isLoop && l.frame.ops[t.op].Kind == OpLabel
		switch {
		case label != "" && t.label != label:
			continue
		case label == "" && op.Kind == OpContinue && !t.isLoop:
			continue
		case label == "" && isLabel:
			continue
		}
		// In `a: b: for` the label a is not the loop's own; continue a means the loop under both.
		for op.Kind == OpContinue && !l.targets[k].isLoop && k+1 < len(l.targets) {
			k++
		}
		op.A = l.targets[k].op
		l.emit(op)
		return
	}
}
