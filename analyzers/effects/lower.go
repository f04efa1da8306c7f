package effects

import (
	"math"
	"strconv"

	"nodebeyond/analyzers/syntax"
)

// Lower turns a parsed file into its facts. esm says which module kind the file has, because `exports`, `module` and `require` are
// wrapper parameters in CommonJS only. It is safe for concurrent use.
func Lower(f *syntax.File, esm bool) *Facts {
	l := &lowerer{
		f:       f,
		esm:     esm,
		facts:   &Facts{HasESM: f.HasESM, Strict: f.Strict, Hashbang: f.Hashbang != "", Size: int32(len(f.Text))},
		strings: make(map[string]StrID, 64),
		values:  make(map[Value]ValueID, 128),
		symVar:  make([]VarID, len(f.Syms())),
		funcOf:  make(map[int32]FuncID, 32),
		classOf: map[int32]ClassID{},
	}
	for i := range l.symVar {
		l.symVar[i] = None
	}
	l.str("")
	l.val(Value{})
	l.assignIDs()
	l.module()
	l.finish()
	return l.facts
}

type lowerer struct {
	f       *syntax.File
	esm     bool
	facts   *Facts
	strings map[string]StrID
	values  map[Value]ValueID
	symVar  []VarID
	funcOf  map[int32]FuncID // node id -> function
	classOf map[int32]ClassID

	fn      *Func
	fnID    FuncID
	targets []target // enclosing loops, switches and labels of the current function
	nested  int      // depth of branches, loops and tries in the current function
	tries   int      // depth of tries with a catch
	label   string   // label waiting for its loop
}

type target struct {
	op     int32
	label  string
	isLoop bool
}

func (l *lowerer) str(s string) StrID {
	if id, ok := l.strings[s]; ok {
		return id
	}
	id := StrID(len(l.facts.Strings))
	l.facts.Strings = append(l.facts.Strings, s)
	l.strings[s] = id
	return id
}

func (l *lowerer) val(v Value) ValueID {
	if id, ok := l.values[v]; ok {
		return id
	}
	id := ValueID(len(l.facts.Values))
	l.facts.Values = append(l.facts.Values, v)
	l.values[v] = id
	return id
}

func (l *lowerer) list(items []ValueID) ListID {
	l.facts.Lists = append(l.facts.Lists, items)
	return ListID(len(l.facts.Lists) - 1)
}

// assignIDs gives every function and class its index before any is lowered, because declarations are used before they stand.
func (l *lowerer) assignIDs() {
	l.facts.Funcs = append(l.facts.Funcs, Func{Name: 0, End: int32(len(l.f.Text)), Parent: None, Class: None})
	l.funcOf[0] = 0
	for i := int32(1); i < int32(l.f.Len()); i++ {
		n := l.f.NodeAt(i)
		switch n.Kind() {
		case syntax.KindFunction, syntax.KindArrow, syntax.KindFunctionDecl:
			l.funcOf[i] = FuncID(len(l.facts.Funcs))
			l.facts.Funcs = append(l.facts.Funcs, Func{Class: None})
		case syntax.KindClass, syntax.KindClassDecl:
			l.classOf[i] = ClassID(len(l.facts.Classes))
			l.facts.Classes = append(l.facts.Classes, ClassDef{Extends: None, Ctor: None, Fields: None})
		}
	}
}

func (l *lowerer) module() {
	fn := &Func{End: int32(len(l.f.Text)), Parent: None, Class: None}
	l.fn, l.fnID = fn, 0
	for c := l.f.Root().First(); c.Valid(); c = c.Next() {
		l.stmt(c)
	}
	l.facts.Funcs[0] = *fn
}

func (l *lowerer) finish() {
	lines := int32(1)
	for i := 0; i < len(l.f.Text); i++ {
		if l.f.Text[i] == '\n' {
			lines++
		}
	}
	l.facts.Lines = lines
}

// --- operations

func (l *lowerer) emit(op Op) int32 {
	i := int32(len(l.fn.Ops))
	op.Skip = i + 1
	l.fn.Ops = append(l.fn.Ops, op)
	return i
}

func (l *lowerer) open(op Op) int32 { return l.emit(op) }
func (l *lowerer) shut(i int32)     { l.fn.Ops[i].Skip = int32(len(l.fn.Ops)) }

func (l *lowerer) blockOf(body func()) {
	b := l.open(Op{Kind: OpBlock, A: None})
	body()
	l.shut(b)
}

// --- functions

func (l *lowerer) thisFunc() FuncID {
	if l.fn.Flags&FuncArrow != 0 {
		return l.fn.ThisFunc
	}
	return l.fnID
}

// function lowers the function at n and gives its id. name is what the place calls it, "" when nothing does.
func (l *lowerer) function(n syntax.Node, name string, extra FuncFlags, class ClassID) FuncID {
	id := l.funcOf[n.ID()]
	if own := n.Name(); own != "" {
		name = own
	}
	fn := &Func{Name: l.str(name), Start: int32(n.Start()), End: int32(n.End()), Parent: l.fnID, Class: class, Flags: extra}
	if n.Async() {
		fn.Flags |= FuncAsync
	}
	if n.Generator() {
		fn.Flags |= FuncGenerator
	}
	fn.ThisFunc = id
	if n.Kind() == syntax.KindArrow {
		fn.Flags |= FuncArrow
		fn.ThisFunc = l.thisFunc()
		if extra&FuncFields != 0 {
			fn.ThisFunc = id
		}
	}
	if n.Kind() == syntax.KindFunctionDecl {
		fn.Flags |= FuncDecl
	}
	fn.NameStart, fn.NameEnd = fn.Start, fn.Start+1
	if n.Name() != "" {
		s, e := n.NameRange()
		fn.NameStart, fn.NameEnd = int32(s), int32(e)
	}

	saveFn, saveID, saveTargets, saveNested, saveTries := l.fn, l.fnID, l.targets, l.nested, l.tries
	l.fn, l.fnID, l.targets, l.nested, l.tries = fn, id, nil, 0, 0
	params := n.Params()
	for i, p := range params {
		l.param(p, id, int32(i), n.RestParam() && i == len(params)-1)
	}
	body := n.Body()
	if n.ExprBody() && body.First().Kind() == syntax.KindReturn {
		v := l.expr(body.First().First())
		l.fn.Returns = append(l.fn.Returns, v)
		l.emit(Op{Kind: OpReturn, A: v, Start: int32(body.First().First().Start()), End: int32(body.First().First().Start())})
	} else {
		for c := body.First(); c.Valid(); c = c.Next() {
			l.stmt(c)
		}
	}
	l.facts.Funcs[id] = *fn
	l.fn, l.fnID, l.targets, l.nested, l.tries = saveFn, saveID, saveTargets, saveNested, saveTries
	if fn.Flags&FuncArrow != 0 {
		l.fn.Flags |= fn.Flags & (FuncUsesThis | FuncUsesArgs)
	}
	return id
}

func (l *lowerer) param(p syntax.Node, fn FuncID, i int32, rest bool) {
	pat, def := p.Child(0), p.Child(1)
	info := ParamInfo{Start: int32(pat.Start()), End: int32(pat.Start())}
	v := l.val(Value{Kind: Param, A: fn, B: i})
	if rest {
		v = l.val(Value{Kind: Rest, A: fn, B: i})
		info.Flags |= ParamRest
	}
	if !def.Missing() {
		info.Flags |= ParamDefault
		d := l.expr(def)
		v = l.val(Value{Kind: Join, A: l.list([]ValueID{v, d})})
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
			if sym.Writes > 0 || info.Flags&ParamDefault != 0 {
				va := l.variable(s)
				l.facts.Vars[va].Flags |= VarParam
				l.facts.Vars[va].Values = append(l.facts.Vars[va].Values, v)
			} else {
				l.symVar[s] = -2 - v // a plain parameter: the symbol is the value itself
			}
		}
	} else {
		info.Flags |= ParamPattern | ParamUsed
		l.pattern(pat, v, true, 1)
	}
	l.fn.Params = append(l.fn.Params, info)
}

// variable is the variable of a symbol.
func (l *lowerer) variable(s syntax.SymID) VarID {
	if v := l.symVar[s]; v >= 0 {
		return v
	}
	sym := l.f.Sym(s)
	id := VarID(len(l.facts.Vars))
	l.symVar[s] = id
	va := Variable{Name: l.str(sym.Name), Func: l.fnID, Uses: int32(len(l.f.Uses(s)))}
	if d := l.f.Declaration(s); d.Valid() {
		va.Start = int32(d.Start())
		va.End = va.Start + int32(len(sym.Name))
		owner := d.Func()
		if sym.Kind == syntax.SymFunction && d.Kind() == syntax.KindFunction {
			owner = d
		}
		va.Func = l.funcOf[owner.ID()]
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
		va.Flags |= VarConst
	case syntax.SymCatch:
		va.Flags |= VarCatch
	}
	l.facts.Vars = append(l.facts.Vars, va)
	// A function or class declaration is a first value; other values come as they are assigned.
	if d := l.f.Declaration(s); d.Valid() {
		if fid, ok := l.funcOf[d.ID()]; ok && d.ID() != 0 {
			l.facts.Vars[id].Values = append(l.facts.Vars[id].Values, l.val(Value{Kind: Closure, A: fid}))
		} else if cid, ok := l.classOf[d.ID()]; ok {
			l.facts.Vars[id].Values = append(l.facts.Vars[id].Values, l.val(Value{Kind: Class, A: cid}))
		}
	}
	return id
}

// symbol is the value of a name.
func (l *lowerer) symbol(s syntax.SymID) ValueID {
	if s < 0 {
		return 0
	}
	if v := l.symVar[s]; v <= -2 {
		return -2 - v
	}
	sym := l.f.Sym(s)
	switch sym.Kind {
	case syntax.SymFree:
		switch sym.Name {
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
		return l.val(Value{Kind: Global, A: l.str(sym.Name)})
	case syntax.SymArguments:
		return l.val(Value{Kind: Arguments, A: l.fnID})
	case syntax.SymImport:
		if sym.Import < 0 {
			return 0
		}
		imp := l.importOf(sym.Import)
		if sym.ImportName == "*" {
			return l.val(Value{Kind: Import, A: imp})
		}
		return l.val(Value{Kind: ImportName, A: imp, B: l.str(sym.ImportName)})
	case syntax.SymFunction, syntax.SymClass:
		if sym.Writes == 0 {
			d := l.f.Declaration(s)
			if fid, ok := l.funcOf[d.ID()]; ok {
				return l.val(Value{Kind: Closure, A: fid})
			}
			if cid, ok := l.classOf[d.ID()]; ok {
				return l.val(Value{Kind: Class, A: cid})
			}
		}
	}
	return l.val(Value{Kind: Var, A: l.variable(s)})
}

// importOf is the index in Facts.Imports of the file's n-th static or dynamic import record.
func (l *lowerer) importOf(record int32) int32 {
	return l.importRecord(record, StaticImport, 0, syntax.NoNode)
}

func (l *lowerer) importRecord(record int32, kind ImportKind, flags ImportFlags, at syntax.Node) int32 {
	r := l.f.Imports()[record]
	spec := l.str(r.Specifier)
	for i := range l.facts.Imports {
		if im := &l.facts.Imports[i]; im.Start == int32(r.Start) && im.Spec == spec {
			im.Flags |= flags
			return int32(i)
		}
	}
	if r.JSON {
		flags |= ImportJSON
	}
	im := ImportRef{Spec: spec, Kind: kind, Flags: flags, Start: int32(r.Start), End: int32(r.End), CallStart: int32(r.Start), CallEnd: int32(r.End)}
	if kind == DynamicImport {
		im.Func = l.fnID
		im.CallStart, im.CallEnd = int32(at.Start()), int32(at.End())
	}
	l.facts.Imports = append(l.facts.Imports, im)
	return int32(len(l.facts.Imports) - 1)
}

// --- patterns

// pattern binds v to a declared pattern. flag 1 marks an initializer.
func (l *lowerer) pattern(p syntax.Node, v ValueID, declare bool, flag uint8) {
	switch p.Kind() {
	case syntax.KindBinding:
		s := p.Sym()
		if s < 0 {
			return
		}
		va := l.variable(s)
		l.facts.Vars[va].Values = append(l.facts.Vars[va].Values, v)
		l.emit(Op{Kind: OpWrite, Flag: flag, A: l.val(Value{Kind: Var, A: va}), B: v, Start: int32(p.Start()), End: int32(p.Start() + len(p.Name()))})
	case syntax.KindObjectPattern:
		for c := p.First(); c.Valid(); c = c.Next() {
			pv := ValueID(0)
			if name, ok := c.KeyName(); ok && !c.Rest() {
				pv = l.prop(v, name)
				k := c.First()
				l.read(pv, k.Start(), k.Start()+len(name), 1)
			} else if c.Computed() {
				pv = l.val(Value{Kind: Elem, A: v, B: l.expr(c.First())})
			} else if c.Rest() {
				pv = v // the rest of an object still has the members that were not taken
			}
			l.element(c, pv, flag)
		}
	case syntax.KindArrayPattern:
		i := 0
		for c := p.First(); c.Valid(); c = c.Next() {
			pv := v
			if !c.Rest() {
				pv = l.elem(v, i)
			}
			l.element(c, pv, flag)
			i++
		}
	}
}

func (l *lowerer) element(c syntax.Node, v ValueID, flag uint8) {
	target, def := c.Child(1), c.Child(2)
	if !def.Missing() {
		d := l.optional(def)
		v = l.val(Value{Kind: Join, A: l.list([]ValueID{v, d})})
	}
	l.pattern(target, v, true, flag)
}

func (l *lowerer) elem(v ValueID, i int) ValueID {
	return l.val(Value{Kind: Elem, A: v, B: l.val(Value{Kind: Number, A: l.str(strconv.Itoa(i))})})
}

func (l *lowerer) prop(base ValueID, name string) ValueID {
	return l.val(Value{Kind: Prop, A: base, B: l.str(name)})
}

// rooted reports whether a value is a name of an imported module or of exports: the reads that matter during load.
func (l *lowerer) rooted(v ValueID) bool {
	for i := 0; i < 8; i++ {
		x := l.facts.Values[v]
		switch x.Kind {
		case Import, ImportName, Exports, Module:
			return true
		case Prop:
			v = x.A
		case Var:
			vals := l.facts.Vars[x.A].Values
			if len(vals) != 1 {
				return false
			}
			v = vals[0]
		default:
			return false
		}
	}
	return false
}

func (l *lowerer) read(v ValueID, start, end int, flag uint8) {
	if l.rooted(v) {
		l.emit(Op{Kind: OpRead, Flag: flag, A: v, Start: int32(start), End: int32(end)})
	}
}

// assign writes v to an assignment target expression.
func (l *lowerer) assign(t syntax.Node, v ValueID) {
	switch t.Kind() {
	case syntax.KindIdent:
		s := t.Sym()
		if s < 0 {
			return
		}
		sym := l.f.Sym(s)
		var target ValueID
		switch {
		case sym.Kind == syntax.SymFree || sym.Kind == syntax.SymImport || sym.Kind == syntax.SymArguments:
			target = l.symbol(s)
		default:
			va := l.variable(s)
			l.facts.Vars[va].Values = append(l.facts.Vars[va].Values, v)
			target = l.val(Value{Kind: Var, A: va})
		}
		l.emit(Op{Kind: OpWrite, A: target, B: v, Start: int32(t.Start()), End: int32(t.Start() + len(t.Name()))})
	case syntax.KindDot:
		base := l.expr(t.First())
		l.emit(Op{Kind: OpWrite, A: l.prop(base, t.Name()), B: v, Start: int32(t.Start()), End: int32(nameEnd(t))})
	case syntax.KindIndex:
		base := l.expr(t.First())
		l.emit(Op{Kind: OpWrite, A: l.index(base, t.Child(1)), B: v, Start: int32(t.Start()), End: int32(t.End())})
	case syntax.KindArray:
		i := 0
		for c := t.First(); c.Valid(); c = c.Next() {
			l.assignElement(c, l.elem(v, i))
			i++
		}
	case syntax.KindObject:
		for c := t.First(); c.Valid(); c = c.Next() {
			pv := ValueID(0)
			if name, ok := c.KeyName(); ok {
				pv = l.prop(v, name)
				l.read(pv, c.Start(), c.Start()+len(name), 1)
			} else if c.Computed() {
				l.expr(c.First())
			}
			if c.PropFlavor() == syntax.PropSpread {
				l.assign(c.Child(1), v)
				continue
			}
			l.assignElement(c.Child(1), pv)
			if def := c.Child(2); !def.Missing() {
				l.optional(def)
			}
		}
	case syntax.KindSpread:
		l.assign(t.First(), v)
	case syntax.KindAssign: // a default inside a pattern
		l.assignElement(t, v)
	}
}

func (l *lowerer) assignElement(t syntax.Node, v ValueID) {
	if t.Kind() == syntax.KindAssign && t.Op() == "=" {
		d := l.optional(t.Child(1))
		l.assign(t.First(), l.val(Value{Kind: Join, A: l.list([]ValueID{v, d})}))
		return
	}
	l.assign(t, v)
}

func nameEnd(dot syntax.Node) int { _, e := dot.NameRange(); return e }

func (l *lowerer) index(base ValueID, idx syntax.Node) ValueID {
	iv := l.expr(idx)
	if s, ok := l.constString(iv, 0); ok {
		return l.prop(base, s)
	}
	return l.val(Value{Kind: Elem, A: base, B: iv})
}

// constString is the string that a value is known to be: a literal, or a constant that holds one.
func (l *lowerer) constString(v ValueID, depth int) (string, bool) {
	x := l.facts.Values[v]
	switch x.Kind {
	case String:
		return l.facts.Strings[x.A], true
	case Var:
		va := &l.facts.Vars[x.A]
		if len(va.Values) == 1 && depth < 4 && (va.Flags&VarConst != 0) {
			return l.constString(va.Values[0], depth+1)
		}
	}
	return "", false
}

// --- expressions

// optional lowers an expression that runs on some paths only.
func (l *lowerer) optional(n syntax.Node) ValueID {
	var v ValueID
	before := len(l.fn.Ops)
	i := l.open(Op{Kind: OpIf, Flag: 1, A: 0, Start: int32(n.Start()), End: int32(n.Start())})
	l.nested++
	l.blockOf(func() { v = l.expr(n) })
	l.blockOf(func() {})
	l.nested--
	l.shut(i)
	if len(l.fn.Ops) == before+3 {
		l.fn.Ops = l.fn.Ops[:before] // nothing happens in it
	}
	return v
}

func (l *lowerer) expr(n syntax.Node) ValueID {
	switch n.Kind() {
	case syntax.KindIdent:
		v := l.symbol(n.Sym())
		switch l.facts.Values[v].Kind {
		case ImportName:
			l.emit(Op{Kind: OpRead, A: v, Start: int32(n.Start()), End: int32(n.Start() + len(n.Name()))})
		case Arguments:
			l.fn.Flags |= FuncUsesArgs
		}
		return v
	case syntax.KindString:
		s, _ := n.Str()
		return l.val(Value{Kind: String, A: l.str(s)})
	case syntax.KindNumber:
		x, _ := n.Number()
		return l.val(Value{Kind: Number, A: l.str(formatNumber(x))})
	case syntax.KindBigInt:
		return l.val(Value{Kind: Number, A: l.str("bigint")})
	case syntax.KindBoolean:
		b, _ := n.Bool()
		a := int32(0)
		if b {
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
		l.fn.Flags |= FuncUsesThis
		return l.val(Value{Kind: This, A: l.thisFunc()})
	case syntax.KindSuper:
		return l.val(Value{Kind: Super, A: l.thisFunc()})
	case syntax.KindImportMeta:
		return l.val(Value{Kind: ImportMeta})
	case syntax.KindDot:
		base := l.expr(n.First())
		v := l.prop(base, n.Name())
		l.read(v, n.Start(), nameEnd(n), 0)
		return v
	case syntax.KindIndex:
		base := l.expr(n.First())
		v := l.index(base, n.Child(1))
		if l.facts.Values[v].Kind == Prop {
			l.read(v, n.Start(), n.End(), 0)
		}
		return v
	case syntax.KindCall:
		return l.call(n)
	case syntax.KindNew:
		return l.call(n)
	case syntax.KindImportCall:
		return l.importCall(n)
	case syntax.KindFunction, syntax.KindArrow:
		return l.closure(n, "", 0, None)
	case syntax.KindClass:
		return l.class(n, "")
	case syntax.KindObject:
		return l.object(n)
	case syntax.KindArray:
		var items []ValueID
		for c := n.First(); c.Valid(); c = c.Next() {
			items = append(items, l.expr(c))
		}
		return l.val(Value{Kind: Array, A: l.list(items)})
	case syntax.KindSpread:
		return l.val(Value{Kind: Spread, A: l.expr(n.First())})
	case syntax.KindTemplate:
		return l.template(n)
	case syntax.KindAssign:
		return l.assignment(n)
	case syntax.KindLogical:
		left := l.expr(n.First())
		i := l.open(Op{Kind: OpIf, Flag: 1, A: left, Start: int32(n.Start()), End: int32(n.Start())})
		op := And
		switch n.Op() {
		case "||":
			op = Or
		case "??":
			op = Nullish
		}
		var right ValueID
		body := func() { right = l.expr(n.Child(1)) }
		l.nested++
		if op == And {
			l.blockOf(body)
			l.blockOf(func() {})
		} else {
			l.blockOf(func() {})
			l.blockOf(body)
		}
		l.nested--
		l.shut(i)
		if int(i)+3 == len(l.fn.Ops) {
			l.fn.Ops = l.fn.Ops[:i]
		}
		return l.val(Value{Kind: Binary, Op: op, A: left, B: right})
	case syntax.KindCond:
		test := l.expr(n.First())
		i := l.open(Op{Kind: OpIf, Flag: 1, A: test, Start: int32(n.Start()), End: int32(n.Start())})
		var a, b ValueID
		l.nested++
		l.blockOf(func() { a = l.expr(n.Child(1)) })
		l.blockOf(func() { b = l.expr(n.Child(2)) })
		l.nested--
		l.shut(i)
		if int(i)+3 == len(l.fn.Ops) {
			l.fn.Ops = l.fn.Ops[:i]
		}
		return l.val(Value{Kind: Join, A: l.list([]ValueID{a, b})})
	case syntax.KindBinary:
		a := l.expr(n.First())
		b := l.expr(n.Child(1))
		op := OpOther
		switch n.Op() {
		case ",":
			return b
		case "+":
			op = Add
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
		return l.val(Value{Kind: Binary, Op: op, A: a, B: b})
	case syntax.KindUnary:
		a := l.expr(n.First())
		op := OpOther
		switch n.Op() {
		case "!":
			op = Not
		case "typeof":
			op = TypeOf
		case "void":
			op = VoidOp
		case "delete":
			op = Delete
		}
		return l.val(Value{Kind: Unary, Op: op, A: a})
	case syntax.KindUpdate:
		t := n.First()
		old := ValueID(0)
		if t.Kind() == syntax.KindIdent {
			old = l.symbol(t.Sym())
		}
		v := l.val(Value{Kind: Binary, Op: OpOther, A: old, B: 0})
		l.assign(t, v)
		return v
	case syntax.KindAwait:
		v := l.expr(n.First())
		l.emit(Op{Kind: OpAwait, A: v, Start: int32(n.Start()), End: int32(n.Start() + 5)})
		return l.val(Value{Kind: Await, A: v})
	case syntax.KindYield:
		v := ValueID(0)
		if !n.First().Missing() {
			v = l.expr(n.First())
		}
		l.emit(Op{Kind: OpYield, A: v, Start: int32(n.Start()), End: int32(n.Start() + 5)})
		return l.val(Value{Kind: Yielded})
	case syntax.KindJSX:
		for c := n.First(); c.Valid(); c = c.Next() {
			if c.Kind() == syntax.KindProperty {
				for g := c.Child(1); g.Valid(); g = g.Next() {
					if !g.Missing() {
						l.expr(g)
					}
				}
			} else if !c.Missing() {
				l.expr(c)
			}
		}
		return 0
	}
	return 0
}

func formatNumber(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatInt(int64(x), 10)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

func (l *lowerer) closure(n syntax.Node, name string, extra FuncFlags, class ClassID) ValueID {
	id := l.function(n, name, extra, class)
	l.emit(Op{Kind: OpFunc, A: id, Start: int32(n.Start()), End: int32(n.Start())})
	return l.val(Value{Kind: Closure, A: id})
}

// named lowers a value that stands where it gets a name: `const name = function () {}`.
func (l *lowerer) named(n syntax.Node, name string) ValueID {
	switch n.Kind() {
	case syntax.KindFunction, syntax.KindArrow:
		return l.closure(n, name, 0, None)
	case syntax.KindClass:
		return l.class(n, name)
	}
	return l.expr(n)
}

func (l *lowerer) template(n syntax.Node) ValueID {
	tag := n.First()
	if !tag.Missing() {
		callee := l.expr(tag)
		c := Call{Func: l.fnID, Callee: callee, Flags: CallTagged, Start: int32(n.Start()), End: int32(n.End()), CalleeEnd: int32(tag.End()), NameStart: int32(tag.Start())}
		c.Args = append(c.Args, 0)
		c.ArgStart, c.ArgEnd = append(c.ArgStart, c.CalleeEnd), append(c.ArgEnd, c.End)
		for p := tag.Next(); p.Valid(); p = p.Next() {
			c.Args = append(c.Args, l.expr(p))
			c.ArgStart, c.ArgEnd = append(c.ArgStart, int32(p.Start())), append(c.ArgEnd, int32(p.End()))
		}
		return l.emitCall(c)
	}
	var parts []ValueID
	texts := n.TemplateParts()
	i := 0
	add := func() {
		if i < len(texts) && texts[i] != "" {
			parts = append(parts, l.val(Value{Kind: String, A: l.str(texts[i])}))
		}
		i++
	}
	add()
	for p := tag.Next(); p.Valid(); p = p.Next() {
		parts = append(parts, l.expr(p))
		add()
	}
	return l.val(Value{Kind: Template, A: l.list(parts)})
}

func (l *lowerer) assignment(n syntax.Node) ValueID {
	t, val := n.First(), n.Child(1)
	switch op := n.Op(); op {
	case "=":
		name := t.Name()
		if t.Kind() == syntax.KindDot {
			// evaluate the target's base first, as the language does
			base := l.expr(t.First())
			v := l.named(val, name)
			l.emit(Op{Kind: OpWrite, A: l.prop(base, name), B: v, Start: int32(t.Start()), End: int32(nameEnd(t))})
			return v
		}
		v := l.named(val, name)
		l.assign(t, v)
		return v
	case "||=", "&&=", "??=":
		old := l.expr(t)
		i := l.open(Op{Kind: OpIf, Flag: 1, A: old, Start: int32(n.Start()), End: int32(n.Start())})
		var v ValueID
		body := func() {
			v = l.named(val, t.Name())
			l.assign(t, v)
		}
		l.nested++
		if op == "&&=" {
			l.blockOf(body)
			l.blockOf(func() {})
		} else {
			l.blockOf(func() {})
			l.blockOf(body)
		}
		l.nested--
		l.shut(i)
		o := Or
		if op == "&&=" {
			o = And
		} else if op == "??=" {
			o = Nullish
		}
		return l.val(Value{Kind: Binary, Op: o, A: old, B: v})
	default:
		old := l.expr(t)
		v := l.expr(val)
		o := OpOther
		if op == "+=" {
			o = Add
		}
		r := l.val(Value{Kind: Binary, Op: o, A: old, B: v})
		l.assign(t, r)
		return r
	}
}

// isRequire reports whether a callee is Node's require: the wrapper's parameter, module.require, a name that only ever holds one of them,
// or what createRequire gives.
func (l *lowerer) isRequire(n syntax.Node, depth int) (ok, created bool) {
	switch n.Kind() {
	case syntax.KindIdent:
		if n.IsFree("require") {
			return true, false
		}
		s := n.Sym()
		if s < 0 || depth > 3 {
			return false, false
		}
		sym := l.f.Sym(s)
		d := l.f.Declaration(s)
		if sym.Writes > 0 || !d.Valid() || d.Kind() != syntax.KindBinding || d.Parent().Kind() != syntax.KindDeclarator {
			return false, false
		}
		init := d.Parent().Child(1)
		if init.Kind() == syntax.KindCall {
			callee := init.Callee()
			if callee.Kind() == syntax.KindIdent && callee.Sym() >= 0 {
				cs := l.f.Sym(callee.Sym())
				if cs.Kind == syntax.SymImport && cs.ImportName == "createRequire" {
					return true, true
				}
				if cs.Name == "createRequire" && cs.Kind == syntax.SymConst {
					return true, true
				}
			}
			if callee.Kind() == syntax.KindDot && callee.Name() == "createRequire" {
				return true, true
			}
			return false, false
		}
		return l.isRequire(init, depth+1)
	case syntax.KindDot:
		if n.Name() == "require" && n.First().IsFree("module") {
			return true, false
		}
	}
	return false, false
}

func (l *lowerer) importFlags() ImportFlags {
	var f ImportFlags
	if l.fnID != 0 {
		f |= ImportLazy
	}
	if l.nested > 0 {
		f |= ImportConditional
	}
	if l.tries > 0 {
		f |= ImportInTry
	}
	return f
}

// requireCall lowers require("x"); ok is false when n is not one.
func (l *lowerer) requireCall(n syntax.Node) (ValueID, bool) {
	callee := n.Callee()
	kind := Require
	target := callee
	if callee.Kind() == syntax.KindDot && callee.Name() == "resolve" {
		kind, target = RequireResolve, callee.First()
	}
	isReq, created := l.isRequire(target, 0)
	if !isReq || n.Kind() == syntax.KindNew {
		return 0, false
	}
	args := n.Args()
	if len(args) == 0 {
		return 0, false
	}
	v := l.expr(args[0])
	for _, a := range args[1:] {
		l.expr(a)
	}
	flags := l.importFlags()
	if created {
		flags |= ImportViaCreateRequire
	}
	if n.Parent().Kind() == syntax.KindExprStmt {
		flags |= ImportBare
	}
	im := ImportRef{Kind: kind, Flags: flags, Start: int32(args[0].Start()), End: int32(args[0].End()), CallStart: int32(n.Start()), CallEnd: int32(n.End()), Func: l.fnID}
	if s, ok := l.constString(v, 0); ok {
		im.Spec = l.str(s)
	} else {
		im.Flags |= ImportComputed
	}
	id := int32(len(l.facts.Imports))
	l.facts.Imports = append(l.facts.Imports, im)
	if kind == RequireResolve {
		return 0, true
	}
	l.emit(Op{Kind: OpRequire, A: id, Start: im.CallStart, End: im.CallEnd})
	return l.val(Value{Kind: Import, A: id}), true
}

func (l *lowerer) importCall(n syntax.Node) ValueID {
	flags := l.importFlags()
	if r := n.ImportIndex(); r >= 0 {
		id := l.importRecord(int32(r), DynamicImport, flags, n)
		l.emit(Op{Kind: OpRequire, A: id, Start: int32(n.Start()), End: int32(n.End())})
		return l.val(Value{Kind: Import, A: id})
	}
	v := l.expr(n.First())
	if o := n.Child(1); !o.Missing() {
		l.expr(o)
	}
	im := ImportRef{Kind: DynamicImport, Flags: flags, Start: int32(n.First().Start()), End: int32(n.First().End()), CallStart: int32(n.Start()), CallEnd: int32(n.End()), Func: l.fnID}
	if s, ok := l.constString(v, 0); ok {
		im.Spec = l.str(s)
	} else {
		im.Flags |= ImportComputed
	}
	id := int32(len(l.facts.Imports))
	l.facts.Imports = append(l.facts.Imports, im)
	l.emit(Op{Kind: OpRequire, A: id, Start: im.CallStart, End: im.CallEnd})
	return l.val(Value{Kind: Import, A: id})
}

func (l *lowerer) call(n syntax.Node) ValueID {
	if v, ok := l.requireCall(n); ok {
		return v
	}
	callee := n.Callee()
	c := Call{Func: l.fnID, Start: int32(n.Start()), End: int32(n.End())}
	c.Callee = l.expr(callee)
	c.CalleeEnd = int32(callee.End())
	c.NameStart = int32(callee.Start())
	if callee.Kind() == syntax.KindDot {
		s, _ := callee.NameRange()
		c.NameStart = int32(s)
	}
	if n.Kind() == syntax.KindNew {
		c.Flags |= CallNew
	}
	if callee.Kind() == syntax.KindSuper {
		c.Flags |= CallSuper
	}
	optional := n.Optional() || callee.Optional()
	if optional {
		c.Flags |= CallOptional
	}
	for a := callee.Next(); a.Valid(); a = a.Next() {
		if a.Kind() == syntax.KindSpread {
			c.Flags |= CallSpread
		}
		c.Args = append(c.Args, l.expr(a))
		c.ArgStart, c.ArgEnd = append(c.ArgStart, int32(a.Start())), append(c.ArgEnd, int32(a.End()))
	}
	switch p := n.Parent(); p.Kind() {
	case syntax.KindAwait:
		c.Flags |= CallAwaited
	case syntax.KindExprStmt:
		c.Flags |= CallDiscarded
	case syntax.KindReturn:
		c.Flags |= CallReturned
	case syntax.KindUnary:
		if p.Op() == "void" {
			c.Flags |= CallVoided
		}
	}
	if callee.IsFree("eval") {
		l.facts.Uncertain = true
		l.fn.Flags |= FuncDirectEval
	}
	if optional {
		i := l.open(Op{Kind: OpIf, Flag: 1, A: c.Callee, Start: c.Start, End: c.Start})
		var v ValueID
		l.blockOf(func() { v = l.emitCall(c) })
		l.blockOf(func() {})
		l.shut(i)
		return v
	}
	return l.emitCall(c)
}

func (l *lowerer) emitCall(c Call) ValueID {
	id := CallID(len(l.facts.Calls))
	l.facts.Calls = append(l.facts.Calls, c)
	l.emit(Op{Kind: OpCall, A: id, Start: c.Start, End: c.End})
	return l.val(Value{Kind: Result, A: id})
}

func (l *lowerer) object(n syntax.Node) ValueID {
	id := int32(len(l.facts.Objects))
	l.facts.Objects = append(l.facts.Objects, ObjectLit{Start: int32(n.Start()), End: int32(n.End()), Func: l.fnID})
	var members []Member
	for c := n.First(); c.Valid(); c = c.Next() {
		m := Member{Start: int32(c.Start()), End: int32(c.Start())}
		val := c.Child(1)
		name, plain := c.KeyName()
		if !plain && c.Computed() {
			if s, ok := l.constString(l.expr(c.First()), 0); ok {
				name, plain = s, true
			}
			m.Flags |= MemberComputed
		}
		switch c.PropFlavor() {
		case syntax.PropSpread:
			m.Flags |= MemberSpread
			m.Value = l.expr(val)
		case syntax.PropMethod:
			m.Flags |= MemberMethod
			m.Value = l.closure(val, name, FuncMethod, None)
		case syntax.PropGetter:
			m.Flags |= MemberGetter
			m.Value = l.closure(val, name, FuncMethod|FuncGetter, None)
		case syntax.PropSetter:
			m.Flags |= MemberSetter
			m.Value = l.closure(val, name, FuncMethod|FuncSetter, None)
		default:
			m.Value = l.named(val, name)
		}
		if plain {
			m.Name = l.str(name)
			m.End = m.Start + int32(len(name))
		} else if m.Flags&MemberSpread == 0 {
			m.Flags |= MemberComputed
		}
		members = append(members, m)
	}
	l.facts.Objects[id].Members = members
	return l.val(Value{Kind: Object, A: id})
}

func (l *lowerer) class(n syntax.Node, name string) ValueID {
	id := l.classOf[n.ID()]
	if own := n.Name(); own != "" {
		name = own
	}
	def := ClassDef{Name: l.str(name), Extends: None, Ctor: None, Fields: None, Start: int32(n.Start()), End: int32(n.End()), NameStart: int32(n.Start())}
	if n.Name() != "" {
		s, _ := n.NameRange()
		def.NameStart = int32(s)
	}
	if h := n.First(); !h.Missing() {
		def.Extends = l.expr(h)
	}
	var fields []syntax.Node
	for c := n.First().Next(); c.Valid(); c = c.Next() {
		switch c.Kind() {
		case syntax.KindStaticBlock:
			for s := c.First(); s.Valid(); s = s.Next() {
				l.stmt(s)
			}
		case syntax.KindProperty:
			m := Member{Start: int32(c.Start()), End: int32(c.Start())}
			mname, plain := c.KeyName()
			if !plain && c.Computed() {
				if s, ok := l.constString(l.expr(c.First()), 0); ok {
					mname, plain = s, true
				}
			}
			var extra FuncFlags = FuncMethod
			if c.PropStatic() {
				m.Flags |= MemberStatic
				extra |= FuncStatic
			}
			switch c.PropFlavor() {
			case syntax.PropMethod:
				m.Flags |= MemberMethod
				if mname == "constructor" && !c.PropStatic() {
					extra |= FuncCtor
				}
				m.Value = l.val(Value{Kind: Closure, A: l.function(c.Child(1), mname, extra, id)})
				if extra&FuncCtor != 0 {
					def.Ctor = l.facts.Values[m.Value].A
				}
			case syntax.PropGetter, syntax.PropSetter:
				f := FuncGetter
				m.Flags |= MemberGetter
				if c.PropFlavor() == syntax.PropSetter {
					f = FuncSetter
					m.Flags = m.Flags&^MemberGetter | MemberSetter
				}
				m.Value = l.val(Value{Kind: Closure, A: l.function(c.Child(1), mname, extra|f, id)})
			default:
				m.Flags |= MemberField
				init := c.Child(2)
				if init.Missing() {
					init = c.Child(1)
				}
				if c.PropStatic() {
					if !init.Missing() {
						m.Value = l.named(init, mname)
					}
				} else {
					if !init.Missing() {
						fields = append(fields, c)
					}
					continue
				}
			}
			if plain {
				m.Name = l.str(mname)
				m.End = m.Start + int32(len(mname))
			}
			def.Members = append(def.Members, m)
		default: // decorators
			if !c.Missing() {
				l.expr(c)
			}
		}
	}
	if len(fields) > 0 {
		def.Fields, def.Members = l.fieldInit(id, fields, def.Members)
	}
	l.facts.Classes[id] = def
	l.emit(Op{Kind: OpClass, A: id, Start: def.Start, End: def.Start + 5})
	return l.val(Value{Kind: Class, A: id})
}

// fieldInit makes the synthetic function that runs the instance field initializers of a class when it is constructed.
func (l *lowerer) fieldInit(class ClassID, fields []syntax.Node, members []Member) (FuncID, []Member) {
	id := FuncID(len(l.facts.Funcs))
	fn := &Func{Name: l.str("fields"), Start: int32(fields[0].Start()), End: int32(fields[len(fields)-1].End()), Parent: l.fnID, Class: class, Flags: FuncFields | FuncMethod, ThisFunc: id}
	fn.NameStart, fn.NameEnd = fn.Start, fn.Start
	l.facts.Funcs = append(l.facts.Funcs, *fn)
	saveFn, saveID, saveTargets, saveNested, saveTries := l.fn, l.fnID, l.targets, l.nested, l.tries
	l.fn, l.fnID, l.targets, l.nested, l.tries = fn, id, nil, 0, 0
	this := l.val(Value{Kind: This, A: id})
	for _, c := range fields {
		name, plain := c.KeyName()
		init := c.Child(2)
		if init.Missing() {
			init = c.Child(1)
		}
		v := l.named(init, name)
		if !plain {
			continue
		}
		members = append(members, Member{Name: l.str(name), Value: v, Flags: MemberField, Start: int32(c.Start()), End: int32(c.Start() + len(name))})
		l.emit(Op{Kind: OpWrite, A: l.prop(this, name), B: v, Start: int32(c.Start()), End: int32(c.Start() + len(name))})
	}
	l.facts.Funcs[id] = *fn
	l.fn, l.fnID, l.targets, l.nested, l.tries = saveFn, saveID, saveTargets, saveNested, saveTries
	return id, members
}

// --- statements

func (l *lowerer) stmt(n syntax.Node) {
	switch n.Kind() {
	case syntax.KindExprStmt:
		l.expr(n.First())
	case syntax.KindVar:
		for d := n.First(); d.Valid(); d = d.Next() {
			init := d.Child(1)
			pat := d.First()
			if init.Missing() {
				continue
			}
			v := l.named(init, pat.Name())
			l.pattern(pat, v, true, 1)
			if n.Exported() {
				l.exportPattern(pat)
			}
		}
		if n.Exported() {
			for d := n.First(); d.Valid(); d = d.Next() {
				if d.Child(1).Missing() {
					l.exportPattern(d.First())
				}
			}
		}
	case syntax.KindFunctionDecl:
		id := l.function(n, "", 0, None)
		if n.Exported() {
			fn := &l.facts.Funcs[id]
			l.export(l.facts.Strings[fn.Name], l.symbol(n.Sym()), int(fn.NameStart), int(fn.NameEnd))
		}
		if s := n.Sym(); s >= 0 && l.f.Sym(s).Writes > 0 {
			// declared more than once or reassigned: each declaration is one of its values
			va := l.variable(s)
			v := l.val(Value{Kind: Closure, A: id})
			if vals := l.facts.Vars[va].Values; len(vals) == 0 || vals[0] != v {
				l.facts.Vars[va].Values = append(vals, v)
			}
		}
	case syntax.KindClassDecl:
		v := l.class(n, "")
		if n.Exported() {
			d := &l.facts.Classes[l.facts.Values[v].A]
			l.export(l.facts.Strings[d.Name], l.symbol(n.Sym()), int(d.NameStart), int(d.NameStart)+len(l.facts.Strings[d.Name]))
		}
	case syntax.KindReturn:
		v := ValueID(None)
		if c := n.First(); !c.Missing() {
			v = l.expr(c)
			l.fn.Returns = append(l.fn.Returns, v)
		}
		l.emit(Op{Kind: OpReturn, A: v, Start: int32(n.Start()), End: int32(n.Start() + 6)})
	case syntax.KindThrow:
		v := l.expr(n.First())
		l.emit(Op{Kind: OpThrow, A: v, Start: int32(n.Start()), End: int32(n.Start() + 5)})
	case syntax.KindIf:
		test := l.expr(n.First())
		i := l.open(Op{Kind: OpIf, A: test, Start: int32(n.Start()), End: int32(n.Start() + 2)})
		l.nested++
		l.blockOf(func() { l.stmt(n.Child(1)) })
		l.blockOf(func() {
			if e := n.Child(2); !e.Missing() {
				l.stmt(e)
			}
		})
		l.nested--
		l.shut(i)
	case syntax.KindBlock, syntax.KindNamespace:
		for c := n.First(); c.Valid(); c = c.Next() {
			l.stmt(c)
		}
	case syntax.KindFor, syntax.KindForIn, syntax.KindForOf, syntax.KindWhile, syntax.KindDoWhile:
		l.loop(n)
	case syntax.KindTry:
		l.try(n)
	case syntax.KindSwitch:
		l.switchStmt(n)
	case syntax.KindLabel:
		inner := n.First()
		if inner.Kind().IsLoop() {
			l.label = n.LabelName()
			l.stmt(inner)
			return
		}
		i := l.open(Op{Kind: OpLabel, Start: int32(n.Start()), End: int32(n.Start())})
		l.targets = append(l.targets, target{op: i, label: n.LabelName()})
		l.blockOf(func() { l.stmt(inner) })
		l.targets = l.targets[:len(l.targets)-1]
		l.shut(i)
	case syntax.KindBreak, syntax.KindContinue:
		l.jump(n)
	case syntax.KindWith:
		l.facts.Uncertain = true
		l.expr(n.First())
		l.stmt(n.Child(1))
	case syntax.KindImport:
		if r := n.ImportIndex(); r >= 0 {
			var flags ImportFlags
			if !n.First().Valid() {
				flags = ImportBare
			}
			id := l.importRecord(int32(r), StaticImport, flags, n)
			im := &l.facts.Imports[id]
			im.CallStart, im.CallEnd = int32(n.Start()), int32(n.End())
			l.emit(Op{Kind: OpRequire, A: id, Start: int32(n.Start()), End: im.End})
		}
	case syntax.KindExportNames:
		for _, it := range n.ExportItems() {
			if it.Sym >= 0 && l.f.Sym(it.Sym).Kind == syntax.SymImport && l.f.Sym(it.Sym).Import >= 0 {
				s := l.f.Sym(it.Sym)
				l.facts.Exports = append(l.facts.Exports, ExportRef{Name: l.str(it.Exported), Value: 0, Import: l.importOf(s.Import), ImportName: l.str(s.ImportName), Start: int32(it.Start), End: int32(it.End)})
				continue
			}
			l.export(it.Exported, l.symbol(it.Sym), it.Start, it.End)
		}
	case syntax.KindExportFrom, syntax.KindExportStar:
		if r := n.ImportIndex(); r >= 0 {
			id := l.importRecord(int32(r), StaticImport, ImportReexport, n)
			l.emit(Op{Kind: OpRequire, A: id, Start: int32(n.Start()), End: l.facts.Imports[id].End})
			items := n.ExportItems()
			for _, it := range items {
				l.facts.Exports = append(l.facts.Exports, ExportRef{Name: l.str(it.Exported), Value: 0, Import: id, ImportName: l.str(it.Local), Start: int32(it.Start), End: int32(it.End)})
			}
			if n.Kind() == syntax.KindExportStar && len(items) == 0 {
				l.facts.Exports = append(l.facts.Exports, ExportRef{Name: l.str("*"), Value: 0, Import: id, ImportName: l.str("*"), Start: int32(n.Start()), End: l.facts.Imports[id].End})
			}
		}
	case syntax.KindExportDefault:
		inner := n.First()
		var v ValueID
		switch inner.Kind() {
		case syntax.KindFunctionDecl:
			v = l.val(Value{Kind: Closure, A: l.function(inner, "default", 0, None)})
		case syntax.KindClassDecl:
			v = l.class(inner, "default")
		case syntax.KindExprStmt:
			v = l.named(inner.First(), "default")
		}
		l.export("default", v, n.Start(), n.Start()+len("export default"))
	case syntax.KindExportAssign:
		v := l.expr(n.First())
		l.emit(Op{Kind: OpWrite, A: l.prop(l.val(Value{Kind: Module}), "exports"), B: v, Start: int32(n.Start()), End: int32(n.Start() + 6)})
	case syntax.KindEnum:
		for c := n.First(); c.Valid(); c = c.Next() {
			l.expr(c)
		}
	}
}

func (l *lowerer) export(name string, v ValueID, start, end int) {
	l.facts.Exports = append(l.facts.Exports, ExportRef{Name: l.str(name), Value: v, Import: None, ImportName: 0, Start: int32(start), End: int32(end)})
}

func (l *lowerer) exportPattern(p syntax.Node) {
	switch p.Kind() {
	case syntax.KindBinding:
		l.export(p.Name(), l.symbol(p.Sym()), p.Start(), p.Start()+len(p.Name()))
	case syntax.KindObjectPattern, syntax.KindArrayPattern:
		for c := p.First(); c.Valid(); c = c.Next() {
			l.exportPattern(c.Child(1))
		}
	}
}

func (l *lowerer) loop(n syntax.Node) {
	op := Op{Kind: OpLoop, A: LoopWhile, Start: int32(n.Start()), End: int32(n.Start() + 3)}
	label := l.label
	l.label = ""
	switch n.Kind() {
	case syntax.KindFor:
		if init := n.First(); !init.Missing() {
			l.stmt(init)
		}
		if n.Child(1).Missing() {
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
		op.B = l.expr(n.Child(1))
	case syntax.KindWhile:
		op.End = op.Start + 5
		if b, ok := n.First().Bool(); ok && b {
			op.A = LoopForever
		}
		if x, ok := n.First().Number(); ok && x != 0 {
			op.A = LoopForever
		}
	case syntax.KindDoWhile:
		op.A, op.End = LoopDo, op.Start+2
	}
	i := l.open(op)
	l.targets = append(l.targets, target{op: i, label: label, isLoop: true})
	l.nested++
	l.blockOf(func() {
		switch n.Kind() {
		case syntax.KindFor:
			if t := n.Child(1); !t.Missing() {
				l.fn.Ops[i].B = l.expr(t)
			}
			l.stmt(n.Child(3))
			if u := n.Child(2); !u.Missing() {
				l.expr(u)
			}
		case syntax.KindForIn, syntax.KindForOf:
			v := l.val(Value{Kind: Elem, A: op.B, B: 0})
			if n.Kind() == syntax.KindForIn {
				v = 0
			}
			if n.AwaitLoop() {
				l.emit(Op{Kind: OpAwait, A: op.B, Start: op.Start, End: op.End})
			}
			switch init := n.First(); init.Kind() {
			case syntax.KindVar:
				for d := init.First(); d.Valid(); d = d.Next() {
					l.pattern(d.First(), v, true, 1)
				}
			case syntax.KindExprStmt:
				l.assign(init.First(), v)
			}
			l.stmt(n.Child(2))
		case syntax.KindWhile:
			l.fn.Ops[i].B = l.expr(n.First())
			l.stmt(n.Child(1))
		case syntax.KindDoWhile:
			l.stmt(n.First())
			l.fn.Ops[i].B = l.expr(n.Child(1))
		}
	})
	l.nested--
	l.targets = l.targets[:len(l.targets)-1]
	l.shut(i)
}

func (l *lowerer) try(n syntax.Node) {
	block, catch, finally := n.Child(0), n.Child(1), n.Child(2)
	op := Op{Kind: OpTry, Start: int32(n.Start()), End: int32(n.Start() + 3)}
	if !catch.Missing() {
		op.A = 1
	}
	if !finally.Missing() {
		op.B = 1
	}
	i := l.open(op)
	l.nested++
	if op.A == 1 {
		l.tries++
	}
	l.blockOf(func() { l.stmt(block) })
	if op.A == 1 {
		l.tries--
	}
	l.blockOf(func() {
		if op.A == 1 {
			if p := catch.First(); !p.Missing() {
				l.pattern(p, 0, true, 1)
			}
			l.stmt(catch.Child(1))
		}
	})
	l.nested--
	l.blockOf(func() {
		if op.B == 1 {
			l.stmt(finally)
		}
	})
	l.shut(i)
}

func (l *lowerer) switchStmt(n syntax.Node) {
	test := l.expr(n.First())
	i := l.open(Op{Kind: OpSwitch, A: test, Start: int32(n.Start()), End: int32(n.Start() + 6)})
	l.targets = append(l.targets, target{op: i})
	l.nested++
	for c := n.First().Next(); c.Valid(); c = c.Next() {
		b := l.open(Op{Kind: OpBlock, A: None, Start: int32(c.Start()), End: int32(c.Start() + 4)})
		if t := c.First(); t.Missing() {
			l.fn.Ops[b].Flag = 1
			l.fn.Ops[i].Flag = 1
		} else {
			v := l.expr(t)
			l.fn.Ops[b].A = v
		}
		for s := c.First().Next(); s.Valid(); s = s.Next() {
			l.stmt(s)
		}
		l.shut(b)
	}
	l.nested--
	l.targets = l.targets[:len(l.targets)-1]
	l.shut(i)
}

func (l *lowerer) jump(n syntax.Node) {
	kind := OpBreak
	if n.Kind() == syntax.KindContinue {
		kind = OpContinue
	}
	label := n.LabelName()
	for k := len(l.targets) - 1; k >= 0; k-- {
		t := l.targets[k]
		if label != "" && t.label != label {
			continue
		}
		if label == "" && kind == OpContinue && !t.isLoop {
			continue
		}
		if label == "" && kind == OpBreak && !t.isLoop && l.fn.Ops[t.op].Kind == OpLabel {
			continue
		}
		l.emit(Op{Kind: kind, A: t.op, Start: int32(n.Start()), End: int32(n.Start() + 5)})
		return
	}
}
