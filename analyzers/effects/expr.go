package effects

import (
	"strings"

	"nodebeyond/analyzers/syntax"
)

// expr lowers an expression: its operations in the order of evaluation, and the value that it gives.
func (l *lowerer) expr(n syntax.Node) ValueID {
	v := l.expression(n)
	l.note(n, v)
	return v
}

func (l *lowerer) expression(n syntax.Node) ValueID {
	switch n.Kind() {
	case syntax.KindIdent:
		return l.identifier(n)
	case syntax.KindString:
		return l.val(Value{Kind: String, A: l.str(l.text(n))})
	case syntax.KindNumber:
		return l.val(Value{Kind: Number, A: l.str(l.number(n))})
	case syntax.KindBigInt:
		return l.val(Value{Kind: Number, A: l.str("bigint")})
	case syntax.KindBoolean:
		a := int32(0)
		if b, _ := n.Bool(); b {
			a = 1
		}
		return l.val(Value{Kind: Bool, A: a})
	case syntax.KindNull:
		return l.val(Value{Kind: Null})
	case syntax.KindUndefined:
		return l.val(Value{Kind: Undefined})
	case syntax.KindRegExp:
		return l.val(Value{Kind: RegExp, A: l.str(n.RegExpText())})
	case syntax.KindThis:
		if l.static != None {
			return l.static
		}
		l.fn.Flags |= FuncUsesThis
		return l.val(Value{Kind: This, A: l.thisFunc()})
	case syntax.KindSuper:
		return l.val(Value{Kind: Super, A: l.thisFunc()})
	case syntax.KindImportMeta:
		return l.val(Value{Kind: ImportMeta})
	case syntax.KindDot, syntax.KindIndex, syntax.KindCall, syntax.KindNew:
		return l.chain(n)
	case syntax.KindImportCall:
		return l.importCall(n)
	case syntax.KindFunction, syntax.KindArrow:
		return l.closure(n, "", 0)
	case syntax.KindClass:
		return l.class(n, "")
	case syntax.KindObject:
		return l.object(n)
	case syntax.KindArray:
		base := len(l.ids)
		for c := n.First(); c.Valid(); c = c.Next() {
			v := l.expr(c)
			l.ids = append(l.ids, v)
		}
		return l.fresh(Value{Kind: Array, A: l.list(base)})
	case syntax.KindSpread:
		return l.val(Value{Kind: Spread, A: l.expr(n.First())})
	case syntax.KindTemplate:
		return l.template(n)
	case syntax.KindAssign:
		return l.assignment(n)
	case syntax.KindBinary, syntax.KindLogical:
		return l.binaries(n)
	case syntax.KindCond:
		test := n.First()
		yes := test.Next()
		t := l.expr(test)
		i := l.openIf(t, IfTrue, n.Start())
		block := l.openBlock()
		a := l.expr(yes)
		l.shut(block)
		block = l.openBlock()
		b := l.expr(yes.Next())
		l.shut(block)
		l.shutIf(i)
		return l.join(t, a, b)
	case syntax.KindUnary:
		return l.unary(n)
	case syntax.KindUpdate:
		return l.update(n)
	case syntax.KindAwait:
		v := l.expr(n.First())
		l.emit(Op{Kind: OpAwait, A: v, Start: int32(n.Start()), End: int32(n.Start() + len("await"))})
		return l.val(Value{Kind: Await, A: v})
	case syntax.KindYield:
		v := ValueID(0)
		if c := n.First(); !c.Missing() {
			v = l.expr(c)
		}
		l.emit(Op{Kind: OpYield, A: v, Start: int32(n.Start()), End: int32(n.Start() + len("yield"))})
		return l.val(Value{Kind: Yielded})
	case syntax.KindJSX:
		l.jsx(n)
	}
	return 0
}

// identifier is the use of a name.
func (l *lowerer) identifier(n syntax.Node) ValueID {
	s := n.Sym()
	if l.esm && s >= 0 && l.f.Sym(s).Kind == syntax.SymFree && l.f.Sym(s).Name == "module" && !strings.HasPrefix(l.f.Text[n.Start():], "module") {
		// `export = x` is the parser's module.exports = x: TypeScript's way to write CommonJS.
		return l.val(Value{Kind: Module})
	}
	v := l.symbol(s)
	switch l.values[v].Kind {
	case ImportName:
		l.emit(Op{Kind: OpRead, A: v, Start: int32(n.Start()), End: int32(n.Start() + len(n.Name()))})
	case Arguments:
		l.fn.Flags |= FuncUsesArgs
	}
	return v
}

// binaries lowers a binary expression. Long chains lean to the left, a thousand deep for text that a tool wrote, so the left side is
// a loop and not a recursion.
func (l *lowerer) binaries(n syntax.Node) ValueID {
	var few [16]syntax.Node
	spine := append(few[:0], n)
	for {
		left := spine[len(spine)-1].First()
		if k := left.Kind(); k != syntax.KindBinary && k != syntax.KindLogical {
			break
		}
		spine = append(spine, left)
	}
	v := l.expr(spine[len(spine)-1].First())
	for i := len(spine) - 1; i >= 0; i-- {
		if spine[i].Kind() == syntax.KindLogical {
			v = l.logical(spine[i], v)
		} else {
			v = l.binary(spine[i], v)
		}
	}
	return v
}

func (l *lowerer) binary(n syntax.Node, left ValueID) ValueID {
	right := l.expr(n.Child(1))
	op := OpOther
	switch n.Op() {
	case ",":
		return right
	case "+":
		op = Add
	case "*":
		op = Mul
	case "<<":
		op = ShiftLeft
	case "===", "==":
		op = EqStrict
	case "!==", "!=":
		op = NeStrict
	case "<", "<=", ">", ">=":
		op = Less
	case "in":
		op = In
	case "instanceof":
		op = InstanceOf
	}
	v := l.val(Value{Kind: Binary, Op: op, A: left, B: right})
	if (op == EqStrict || op == NeStrict) && l.telling(left) && l.telling(right) {
		o := Op{Kind: OpCompare, A: v, Start: int32(n.Start()), End: int32(n.End())}
		if len(n.Op()) == len("==") {
			o.Flag = 1
		}
		l.emit(o)
	}
	return v
}

// telling reports whether a side of a comparison says something of the other one.
func (l *lowerer) telling(v ValueID) bool {
	x := l.values[v]
	return x.Kind != Null && x.Kind != Undefined && !(x.Kind == Unary && (x.Op == TypeOf || x.Op == VoidOp))
}

func (l *lowerer) logical(n syntax.Node, left ValueID) ValueID {
	op := And
	switch n.Op() {
	case "||":
		op = Or
	case "??":
		op = Nullish
	}
	kind := IfTrue
	if op == Nullish {
		kind = IfPresent
	}
	i := l.openIf(left, kind, n.Start())
	if op != And {
		l.emptyBlock()
	}
	b := l.openBlock()
	right := l.expr(n.Child(1))
	l.shut(b)
	if op == And {
		l.emptyBlock()
	}
	l.shutIf(i)
	return l.val(Value{Kind: Binary, Op: op, A: left, B: right})
}

func (l *lowerer) unary(n syntax.Node) ValueID {
	operand := n.First()
	op := OpOther
	switch n.Op() {
	case "!":
		op = Not
	case "typeof":
		op = TypeOf
	case "void":
		op = VoidOp
	case "delete":
		if k := operand.Kind(); k == syntax.KindDot || k == syntax.KindIndex {
			mark := len(l.chains)
			ref := l.link(operand, true)
			start, end := targetRange(operand)
			l.emit(Op{Kind: OpWrite, Flag: WriteDelete, A: ref, B: l.val(Value{Kind: Undefined}), Start: int32(start), End: int32(end)})
			l.shutChains(mark)
			return l.val(Value{Kind: Unary, Op: Delete, A: ref})
		}
		op = Delete
	}
	return l.val(Value{Kind: Unary, Op: op, A: l.expr(operand)})
}

// closure lowers a function expression where it stands.
func (l *lowerer) closure(n syntax.Node, name string, extra FuncFlags) ValueID {
	id := l.function(n, name, extra, None)
	l.emit(Op{Kind: OpFunc, A: id, Start: int32(n.Start()), End: int32(n.Start())})
	return l.val(Value{Kind: Closure, A: id})
}

// named lowers a value that stands where it gets a name: `const name = function () {}`.
func (l *lowerer) named(n syntax.Node, name string) ValueID {
	switch n.Kind() {
	case syntax.KindFunction, syntax.KindArrow:
		return l.closure(n, name, 0)
	case syntax.KindClass:
		return l.class(n, name)
	}
	return l.expr(n)
}

func (l *lowerer) template(n syntax.Node) ValueID {
	tag := n.First()
	if !tag.Missing() {
		return l.tagged(n, tag)
	}
	base := len(l.ids)
	texts := n.TemplateParts()
	part := tag.Next()
	for i, s := range texts {
		if s != "" {
			v := l.val(Value{Kind: String, A: l.str(s)})
			l.ids = append(l.ids, v)
		}
		if i < len(texts)-1 && part.Valid() {
			v := l.expr(part)
			l.ids = append(l.ids, v)
			part = part.Next()
		}
	}
	return l.fresh(Value{Kind: Template, A: l.list(base)})
}

// jsx lowers what stands in braces in an element. What a build step makes of the element itself is not said by the language.
func (l *lowerer) jsx(n syntax.Node) {
	for c := n.First(); c.Valid(); c = c.Next() {
		if c.Kind() != syntax.KindProperty {
			l.expr(c)
			continue
		}
		for part := c.First().Next(); part.Valid(); part = part.Next() {
			l.expr(part)
		}
	}
}
