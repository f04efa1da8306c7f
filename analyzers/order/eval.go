package order

import (
	"math"

	"nodebeyond/analyzers/syntax"
)

func (m *machine) eval(fr *frame, s *scope, n syntax.Node) value {
	m.step()
	switch n.Kind() {
	case syntax.KindIdent:
		return m.ident(fr, s, n)
	case syntax.KindString:
		t, _ := n.Str()
		return t
	case syntax.KindNumber:
		x, _ := n.Number()
		return x
	case syntax.KindBoolean:
		b, _ := n.Bool()
		return b
	case syntax.KindNull:
		return null{}
	case syntax.KindUndefined, syntax.KindMissing:
		return undefined
	case syntax.KindThis:
		return m.this(fr)
	case syntax.KindTemplate:
		return m.template(fr, s, n)
	case syntax.KindArray:
		var out []value
		for c := n.First(); c.Valid(); c = c.Next() {
			if c.Kind() == syntax.KindSpread {
				out = append(out, m.list(m.eval(fr, s, c.First()))...)
				continue
			}
			out = append(out, m.eval(fr, s, c))
		}
		return m.array(out)
	case syntax.KindObject:
		return m.object(fr, s, n)
	case syntax.KindFunction, syntax.KindArrow:
		return m.closure(fr, s, n)
	case syntax.KindClass:
		return m.class(fr, s, n)
	case syntax.KindUnary:
		return m.unary(fr, s, n)
	case syntax.KindUpdate:
		return m.update(fr, s, n)
	case syntax.KindBinary:
		return m.binaries(fr, s, n)
	case syntax.KindLogical:
		left := m.eval(fr, s, n.First())
		if m.decides(n.Op(), left) {
			return m.eval(fr, s, n.Child(1))
		}
		return left
	case syntax.KindCond:
		test := n.First()
		yes := test.Next()
		if m.test(m.eval(fr, s, test)) {
			return m.eval(fr, s, yes)
		}
		return m.eval(fr, s, yes.Next())
	case syntax.KindAssign:
		return m.assignment(fr, s, n)
	case syntax.KindDot, syntax.KindIndex, syntax.KindCall:
		v, _, _ := m.chain(fr, s, n)
		return v
	case syntax.KindNew:
		return m.construction(fr, s, n)
	case syntax.KindAwait:
		return m.await(fr, m.eval(fr, s, n.First()), n)
	case syntax.KindYield:
		return m.yield(fr, s, n)
	case syntax.KindImportCall:
		return m.importCall(fr, s, n)
	case syntax.KindNewTarget:
		if fr.isNew != nil {
			return fr.isNew
		}
		return undefined
	case syntax.KindRegExp, syntax.KindBigInt, syntax.KindImportMeta, syntax.KindPrivateName, syntax.KindJSX, syntax.KindJSXText:
		return m.once(n.Text())
	case syntax.KindFunctionDecl, syntax.KindClassDecl:
		return m.eval(fr, s, n)
	}
	m.cut("an expression that is not followed")
	return nil
}

// decides reports whether a logical operator goes on to its right side.
func (m *machine) decides(op string, left value) bool {
	switch op {
	case "&&", "&&=":
		return m.test(left)
	case "||", "||=":
		return !m.test(left)
	}
	if yes, known := nullish(left); known {
		return yes
	}
	return m.question(left.(*unknown).key+" is null or undefined", 2) == 1
}

func (m *machine) ident(fr *frame, s *scope, n syntax.Node) value {
	sym := n.Sym()
	if sym < 0 {
		return m.once(n.Text())
	}
	if c := s.lookup(sym); c != nil {
		if c.dead {
			m.raise("ReferenceError", "Cannot access '"+n.Name()+"' before initialization")
		}
		return c.val
	}
	if get := fr.u.imports[sym]; get != nil {
		return get(m)
	}
	switch fr.u.file.Sym(sym).Kind {
	case syntax.SymFree:
		return m.global(fr.u, n.Name())
	case syntax.SymArguments:
		for x := fr; x != nil; x = x.fn.outer {
			if x.fn == nil || x.node().Kind() != syntax.KindArrow {
				return m.array(x.args)
			}
		}
	}
	return m.dunno(n.Name())
}

func (fr *frame) node() syntax.Node { return fr.fn.node }

// this is that of the function around, arrows apart.
func (m *machine) this(fr *frame) value {
	for fr.fn != nil && fr.fn.outer != nil {
		fr = fr.fn.outer
	}
	if !fr.ready {
		m.raise("ReferenceError", "Must call super constructor in derived class before accessing 'this' or returning from derived constructor")
	}
	return fr.this
}

func (m *machine) template(fr *frame, s *scope, n syntax.Node) value {
	tag := n.First()
	if !tag.Missing() {
		args := []value{m.array(nil)}
		for p := tag.Next(); p.Valid(); p = p.Next() {
			args = append(args, m.eval(fr, s, p))
		}
		return m.call(m.eval(fr, s, tag), undefined, args, n)
	}
	parts := n.TemplateParts()
	out, known := "", true
	p := tag.Next()
	for i, t := range parts {
		out += t
		if i < len(parts)-1 && p.Valid() {
			v := m.primitive(m.eval(fr, s, p), "string")
			x, ok := text(v)
			known = known && ok
			if !ok {
				x = "${" + describe(v) + "}"
			}
			out += x
			p = p.Next()
		}
	}
	if len(out) > maxText {
		m.cut("a long text is not followed")
	}
	if !known {
		return m.dunno(out)
	}
	return out
}

func (m *machine) unary(fr *frame, s *scope, n syntax.Node) value {
	x := n.First()
	switch n.Op() {
	case "typeof":
		if x.Kind() == syntax.KindIdent && x.Sym() >= 0 && fr.u.file.Sym(x.Sym()).Kind == syntax.SymFree && !m.hasGlobal(fr.u, x.Name()) {
			return "undefined"
		}
		v := m.eval(fr, s, x)
		if t := typeOf(v); t != "" {
			return t
		}
		return m.dunno("typeof " + describe(v))
	case "delete":
		if x.Is(syntax.KindDot, syntax.KindIndex) {
			base, key := m.reference(fr, s, x)
			if o, ok := base.(*object); ok {
				o.remove(key)
			}
			return true
		}
		m.eval(fr, s, x)
		return true
	}
	v := m.eval(fr, s, x)
	switch n.Op() {
	case "void":
		return undefined
	case "!":
		if yes, known := truthy(v); known {
			return !yes
		}
		return !m.test(v)
	}
	v = m.primitive(v, "number")
	f, ok := numeric(v)
	if !ok {
		return m.dunno(n.Op() + describe(v))
	}
	switch n.Op() {
	case "-":
		return -f
	case "+":
		return f
	case "~":
		return float64(^toInt32(f))
	}
	return m.once(n.Text())
}

func (m *machine) update(fr *frame, s *scope, n syntax.Node) value {
	target := n.First()
	read, write := m.place(fr, s, target)
	old := m.primitive(read(), "number")
	prefix := n.Start() < target.Start()
	f, ok := numeric(old)
	if !ok {
		m.fresh++
		v := m.once(describe(old) + n.Op())
		write(v)
		return v
	}
	next := f + 1
	if n.Op() == "--" {
		next = f - 1
	}
	write(next)
	if prefix {
		return next
	}
	return f
}

// place gives the reading and the writing of an assignment's target, its parts evaluated once.
func (m *machine) place(fr *frame, s *scope, n syntax.Node) (read func() value, write func(value)) {
	switch n.Kind() {
	case syntax.KindIdent:
		return func() value { return m.ident(fr, s, n) }, func(v value) { m.assignIdent(fr, s, n, v) }
	case syntax.KindDot, syntax.KindIndex:
		base, key := m.reference(fr, s, n)
		return func() value { return m.get(base, key) }, func(v value) { m.put(base, key, v) }
	}
	m.cut("an assignment that is not followed")
	return nil, nil
}

func (m *machine) assignIdent(fr *frame, s *scope, n syntax.Node, v value) {
	if s.lookup(n.Sym()) == nil {
		if fr.u.imports[n.Sym()] != nil {
			m.raise("TypeError", "Assignment to constant variable.")
		}
		if fr.u.file.Sym(n.Sym()).Kind == syntax.SymFree {
			m.proc.globals.set(n.Name(), v)
		} else {
			fr.u.scope.declare(n.Sym(), v) // of a module whose top level is not followed
		}
		return
	}
	m.assignSym(s, n.Sym(), v)
}

// reference evaluates the object and the key of a member access.
func (m *machine) reference(fr *frame, s *scope, n syntax.Node) (value, string) {
	base := n.First()
	if base.Kind() == syntax.KindSuper {
		if n.Kind() == syntax.KindDot {
			return m.this(fr), n.Name()
		}
		return m.this(fr), m.key(m.eval(fr, s, n.Child(1)))
	}
	v := m.eval(fr, s, base)
	if n.Kind() == syntax.KindDot {
		return v, n.Name()
	}
	return v, m.indexKey(fr, s, n.Child(1))
}

func (m *machine) indexKey(fr *frame, s *scope, n syntax.Node) string {
	if n.Kind() == syntax.KindPrivateName {
		return n.Name()
	}
	return m.key(m.eval(fr, s, n))
}

// key is ToPropertyKey. A key that is not known gives one that no object has.
func (m *machine) key(v value) string {
	if o, ok := v.(*object); ok && o.class == "Symbol" {
		return "@@" + o.key
	}
	v = m.primitive(v, "string")
	if t, ok := text(v); ok {
		return t
	}
	return unknownKey + describe(v)
}

// unknownKey begins the keys that are not known.
const unknownKey = "\x00"

func (m *machine) assignment(fr *frame, s *scope, n syntax.Node) value {
	target, right := n.First(), n.Child(1)
	op := n.Op()
	if op == "=" {
		if target.Is(syntax.KindArray, syntax.KindObject) {
			v := m.eval(fr, s, right)
			m.assignTo(fr, s, target, v)
			return v
		}
		if target.Kind() == syntax.KindIdent {
			v := m.named(fr, s, right, target.Name())
			m.assignIdent(fr, s, target, v)
			return v
		}
		_, write := m.place(fr, s, target)
		v := m.eval(fr, s, right)
		write(v)
		return v
	}
	read, write := m.place(fr, s, target)
	old := read()
	switch op {
	case "&&=", "||=", "??=":
		if !m.decides(op, old) {
			return old
		}
		v := m.named(fr, s, right, target.Name())
		write(v)
		return v
	}
	v := m.binary(op[:len(op)-1], old, m.eval(fr, s, right))
	write(v)
	return v
}

// assignTo assigns to a name, a member or a pattern that is written as an array or an object.
func (m *machine) assignTo(fr *frame, s *scope, target syntax.Node, v value) {
	switch target.Kind() {
	case syntax.KindArray:
		items := m.list(v)
		i := 0
		for c := target.First(); c.Valid(); c = c.Next() {
			switch {
			case c.Kind() == syntax.KindSpread:
				var rest []value
				if i < len(items) {
					rest = append(rest, items[i:]...)
				}
				m.assignTo(fr, s, c.First(), m.array(rest))
			case c.Kind() != syntax.KindMissing:
				x := undefined
				if i < len(items) {
					x = items[i]
				}
				m.assignDefault(fr, s, c, x)
			}
			i++
		}
	case syntax.KindObject:
		m.needsObject(v)
		for p := target.First(); p.Valid(); p = p.Next() {
			if p.PropFlavor() == syntax.PropSpread {
				m.cut("a rest pattern in an assignment is not followed")
			}
			key, ok := p.KeyName()
			if !ok {
				key = m.key(m.eval(fr, s, p.First()))
			}
			x := m.get(v, key)
			to := p.Child(1)
			x = m.orDefault(fr, s, x, p.Child(2), to.Name())
			m.assignDefault(fr, s, to, x)
		}
	default:
		_, write := m.place(fr, s, target)
		write(v)
	}
}

// assignDefault is an element of a pattern: `target` or `target = default`.
func (m *machine) assignDefault(fr *frame, s *scope, n syntax.Node, v value) {
	if n.Kind() == syntax.KindAssign && n.Op() == "=" {
		v = m.orDefault(fr, s, v, n.Child(1), n.First().Name())
		n = n.First()
	}
	m.assignTo(fr, s, n, v)
}

// named evaluates a value that stands where it gets a name.
func (m *machine) named(fr *frame, s *scope, n syntax.Node, name string) value {
	v := m.eval(fr, s, n)
	if n.Is(syntax.KindFunction, syntax.KindArrow, syntax.KindClass) && n.Name() == "" {
		if f, ok := v.(*object); ok {
			if fn, ok := f.data.(*function); ok && fn.name == "" {
				fn.name = name
			}
		}
	}
	return v
}

// binaries evaluates a chain of operators that leans to the left without recursion.
func (m *machine) binaries(fr *frame, s *scope, n syntax.Node) value {
	spine := []syntax.Node{n}
	for {
		left := spine[len(spine)-1].First()
		if left.Kind() != syntax.KindBinary {
			break
		}
		spine = append(spine, left)
	}
	v := m.eval(fr, s, spine[len(spine)-1].First())
	for i := len(spine) - 1; i >= 0; i-- {
		right := spine[i].Child(1)
		if spine[i].Op() == "in" && spine[i].First().Kind() == syntax.KindPrivateName {
			m.cut("a test for a private name is not followed")
		}
		v = m.binary(spine[i].Op(), v, m.eval(fr, s, right))
	}
	return v
}

func (m *machine) binary(op string, a, b value) value {
	switch op {
	case ",":
		return b
	case "===", "!==":
		if yes, known := same(a, b); known {
			return yes == (op == "===")
		}
		return m.asks(describe(a)+" === "+describe(b), op == "===")
	case "==", "!=":
		if yes, known := loose(a, b); known {
			return yes == (op == "==")
		}
		return m.asks(describe(a)+" == "+describe(b), op == "==")
	case "instanceof":
		return m.instanceOf(a, b)
	case "in":
		o, ok := b.(*object)
		if !ok {
			return m.asks("key in "+describe(b), true)
		}
		key := m.key(a)
		if o.class == "Array" {
			if i, ok := arrayIndex(key); ok {
				return i < len(o.elems)
			}
		}
		_, has, unsure := o.find(key)
		if unsure {
			return m.asks(key+" in an object", true)
		}
		return has
	}
	a, b = m.primitive(a, "default"), m.primitive(b, "default")
	if op == "+" {
		_, sa := a.(string)
		_, sb := b.(string)
		x, okA := text(a)
		y, okB := text(b)
		if sa || sb {
			if okA && okB {
				if len(x)+len(y) > maxText {
					m.cut("a long text is not followed")
				}
				return x + y
			}
			return m.dunno(describe(a) + " + " + describe(b))
		}
	}
	switch op {
	case "<", "<=", ">", ">=":
		x, sa := a.(string)
		y, sb := b.(string)
		if sa && sb {
			return less(op, x < y, x == y)
		}
	}
	x, okA := numeric(a)
	y, okB := numeric(b)
	if !okA || !okB {
		switch op {
		case "<", "<=", ">", ">=":
			return m.asks(describe(a)+" "+op+" "+describe(b), true)
		}
		return m.dunno(describe(a) + " " + op + " " + describe(b))
	}
	switch op {
	case "<", "<=", ">", ">=":
		if x != x || y != y {
			return false
		}
		return less(op, x < y, x == y)
	case "+":
		return x + y
	case "-":
		return x - y
	case "*":
		return x * y
	case "/":
		return x / y
	case "%":
		return math.Mod(x, y)
	case "**":
		return math.Pow(x, y)
	case "|":
		return float64(toInt32(x) | toInt32(y))
	case "&":
		return float64(toInt32(x) & toInt32(y))
	case "^":
		return float64(toInt32(x) ^ toInt32(y))
	case "<<":
		return float64(toInt32(x) << (uint32(toInt32(y)) & 31))
	case ">>":
		return float64(toInt32(x) >> (uint32(toInt32(y)) & 31))
	case ">>>":
		return float64(uint32(toInt32(x)) >> (uint32(toInt32(y)) & 31))
	}
	m.cut("an operator that is not followed")
	return nil
}

// asks is a test whose answer is not known.
func (m *machine) asks(key string, yes bool) value {
	return (m.question(key, 2) == 0) == yes
}

func less(op string, lt, eq bool) bool {
	switch op {
	case "<":
		return lt
	case "<=":
		return lt || eq
	case ">":
		return !lt && !eq
	}
	return !lt
}

func toInt32(f float64) int32 {
	if f != f || math.IsInf(f, 0) {
		return 0
	}
	return int32(uint32(int64(math.Mod(math.Trunc(f), 4294967296))))
}

// primitive is ToPrimitive for objects whose conversion is a function of the program or of the language.
func (m *machine) primitive(v value, hint string) value {
	o, ok := v.(*object)
	if !ok {
		return v
	}
	order := [2]string{"valueOf", "toString"}
	if hint == "string" {
		order = [2]string{"toString", "valueOf"}
	}
	for _, name := range order {
		if p, has, unsure := o.find(name); has {
			if f, ok := p.val.(*object); ok {
				if x := m.call(f, o, nil, syntax.NoNode); typeOf(x) != "object" && typeOf(x) != "function" {
					return x
				}
			}
		} else if unsure {
			return m.dunno("an object as text")
		}
	}
	if t, ok := text(o); ok {
		return t
	}
	return m.dunno("an object as text")
}

func (m *machine) instanceOf(a, b value) value {
	c, ok := b.(*object)
	o, isObj := a.(*object)
	if _, u := a.(*unknown); u || !ok {
		return m.asks(describe(a)+" instanceof "+describe(b), true)
	}
	if !isObj {
		return false
	}
	p, _, _ := c.find("prototype")
	proto, _ := p.val.(*object)
	for x := o; x != nil; x = x.proto {
		if x.proto == proto && proto != nil {
			return true
		}
	}
	return false
}

// chain evaluates a member access or a call. this is what a call through it gets; short says that an optional chain ended in it.
func (m *machine) chain(fr *frame, s *scope, n syntax.Node) (v, this value, short bool) {
	m.step()
	link := func(b syntax.Node) (value, value, bool) {
		if b.Is(syntax.KindDot, syntax.KindIndex, syntax.KindCall) {
			return m.chain(fr, s, b)
		}
		return m.eval(fr, s, b), undefined, false
	}
	switch n.Kind() {
	case syntax.KindDot, syntax.KindIndex:
		b := n.First()
		if b.Kind() == syntax.KindSuper {
			key := n.Name()
			if n.Kind() == syntax.KindIndex {
				key = m.indexKey(fr, s, n.Child(1))
			}
			this := m.this(fr)
			return m.getFrom(m.superOf(fr), key, this), this, false
		}
		base, _, short := link(b)
		if short {
			return undefined, undefined, true
		}
		if n.Optional() && m.absent(base) {
			return undefined, undefined, true
		}
		key := n.Name()
		if n.Kind() == syntax.KindIndex {
			key = m.indexKey(fr, s, n.Child(1))
		}
		if yes, known := nullish(base); known && yes {
			t, _ := text(base)
			m.raise("TypeError", "Cannot read properties of "+t+" (reading '"+key+"')")
		}
		return m.get(base, key), base, false
	}
	callee := n.First()
	if callee.Kind() == syntax.KindSuper {
		return m.superCall(fr, s, n), undefined, false
	}
	f, this, short := link(callee)
	if short {
		return undefined, undefined, true
	}
	if n.Optional() && m.absent(f) {
		return undefined, undefined, true
	}
	if callee.IsFree("require") && fr.u.scope.lookup(callee.Sym()) == nil {
		return m.require(fr.u, m.args(fr, s, n), n), undefined, false
	}
	args := m.args(fr, s, n)
	if o, ok := f.(*object); ok && !o.isCallable() || !ok && !isUnknown(f) {
		m.raise("TypeError", callee.Text()+" is not a function")
	}
	return m.call(f, this, args, n), undefined, false
}

func isUnknown(v value) bool { _, ok := v.(*unknown); return ok }

func (m *machine) absent(v value) bool {
	if yes, known := nullish(v); known {
		return yes
	}
	return m.question(v.(*unknown).key+" is null or undefined", 2) == 1
}

func (m *machine) args(fr *frame, s *scope, n syntax.Node) []value {
	var out []value
	for a := n.First().Next(); a.Valid(); a = a.Next() {
		if a.Kind() == syntax.KindSpread {
			out = append(out, m.list(m.eval(fr, s, a.First()))...)
			continue
		}
		out = append(out, m.eval(fr, s, a))
	}
	return out
}
