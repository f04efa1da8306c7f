package order

import (
	"nodebeyond/analyzers/syntax"
)

type completionKind uint8

const (
	normal completionKind = iota
	breaks
	continues
	returns
)

// completion is how a statement ended (ECMAScript, section 6.2.4), exceptions apart, which are panics.
type completion struct {
	kind  completionKind
	label string
	val   value
}

func (m *machine) statements(fr *frame, s *scope, first syntax.Node) completion {
	for c := first; c.Valid(); c = c.Next() {
		if r := m.stmt(fr, s, c, ""); r.kind != normal {
			return r
		}
	}
	return completion{}
}

// block runs statements in a scope of their own.
func (m *machine) block(fr *frame, s *scope, n syntax.Node) completion {
	d := fr.u.blockNames(n.First(), n.ID())
	if len(d.lexical)+len(d.funcs) > 0 {
		s = &scope{parent: s}
		m.enter(fr, s, d)
	}
	return m.statements(fr, s, n.First())
}

func (m *machine) stmt(fr *frame, s *scope, n syntax.Node, label string) completion {
	m.step()
	switch n.Kind() {
	case syntax.KindExprStmt:
		m.eval(fr, s, n.First())
	case syntax.KindVar:
		m.declarators(fr, s, n)
	case syntax.KindFunctionDecl, syntax.KindEmpty, syntax.KindDirective, syntax.KindImport, syntax.KindExportNames, syntax.KindExportFrom, syntax.KindExportStar, syntax.KindDebugger, syntax.KindInvalid, syntax.KindMissing:
	case syntax.KindClassDecl:
		m.initialize(s, n.Sym(), m.class(fr, s, n))
	case syntax.KindReturn:
		v := undefined
		if x := n.First(); !x.Missing() {
			v = m.eval(fr, s, x)
			if fr.co != nil && fr.co.asyncGen {
				v = m.await(fr, v, n)
			}
		}
		return completion{kind: returns, val: v}
	case syntax.KindThrow:
		m.throw(m.eval(fr, s, n.First()))
	case syntax.KindIf:
		test := n.First()
		yes := test.Next()
		v := m.eval(fr, s, test)
		if isUnknown(v) && fr.u.inert(yes) && fr.u.inert(yes.Next()) {
			m.smear(fr, s, yes)
			m.smear(fr, s, yes.Next())
			return completion{}
		}
		if m.test(v) {
			return m.stmt(fr, s, yes, "")
		}
		if no := yes.Next(); !no.Missing() {
			return m.stmt(fr, s, no, "")
		}
	case syntax.KindBlock:
		r := m.block(fr, s, n)
		if r.kind == breaks && label != "" && r.label == label {
			return completion{}
		}
		return r
	case syntax.KindFor, syntax.KindForIn, syntax.KindForOf, syntax.KindWhile, syntax.KindDoWhile:
		return m.loop(fr, s, n, label)
	case syntax.KindTry:
		return m.try(fr, s, n)
	case syntax.KindSwitch:
		return m.switches(fr, s, n, label)
	case syntax.KindLabel:
		r := m.stmt(fr, s, n.First(), n.LabelName())
		if r.kind == breaks && r.label == n.LabelName() {
			return completion{}
		}
		return r
	case syntax.KindBreak:
		return completion{kind: breaks, label: n.LabelName()}
	case syntax.KindContinue:
		return completion{kind: continues, label: n.LabelName()}
	case syntax.KindExportDefault:
		m.exportDefault(fr, s, n)
	default:
		m.cut("a statement that is not followed")
	}
	return completion{}
}

func (m *machine) declarators(fr *frame, s *scope, n syntax.Node) {
	for d := n.First(); d.Valid(); d = d.Next() {
		pat := d.First()
		init := pat.Next()
		if n.VarKind() == syntax.Using || n.VarKind() == syntax.AwaitUsing {
			m.cut("using is not followed")
		}
		if init.Missing() {
			if n.VarKind() != syntax.Var {
				m.initialize(s, pat.Sym(), undefined)
			}
			continue
		}
		v := m.named(fr, s, init, pat.Name())
		if n.VarKind() == syntax.Var {
			m.bind(fr, s, pat, v, m.assignSym)
		} else {
			m.bind(fr, s, pat, v, m.initialize)
		}
	}
}

// initialize ends the temporal dead zone of a name.
func (m *machine) initialize(s *scope, sym syntax.SymID, v value) {
	if c := s.lookup(sym); c != nil {
		c.val, c.dead = v, false
	}
}

func (m *machine) assignSym(s *scope, sym syntax.SymID, v value) {
	c := s.lookup(sym)
	switch {
	case c == nil:
	case c.dead:
		m.raise("ReferenceError", "Cannot access a variable before initialization")
	case c.fixed:
		m.raise("TypeError", "Assignment to constant variable.")
	default:
		c.val = v
	}
}

// bind gives the names of a pattern their values.
func (m *machine) bind(fr *frame, s *scope, pat syntax.Node, v value, to func(*scope, syntax.SymID, value)) {
	switch pat.Kind() {
	case syntax.KindBinding:
		if pat.Sym() >= 0 {
			to(s, pat.Sym(), v)
		}
	case syntax.KindArrayPattern:
		items := m.list(v)
		i := 0
		for e := pat.First(); e.Valid(); e = e.Next() {
			target := e.Child(1)
			x := undefined
			switch {
			case e.Rest():
				var rest []value
				if i < len(items) {
					rest = append(rest, items[i:]...)
				}
				x = m.array(rest)
			case i < len(items):
				x = items[i]
			}
			i++
			m.bind(fr, s, target, m.orDefault(fr, s, x, e.Child(2), target.Name()), to)
		}
	case syntax.KindObjectPattern:
		m.needsObject(v)
		var taken []string
		for e := pat.First(); e.Valid(); e = e.Next() {
			target := e.Child(1)
			if e.Rest() {
				m.bind(fr, s, target, m.restOf(v, taken), to)
				continue
			}
			key, ok := e.KeyName()
			if !ok {
				key = m.key(m.eval(fr, s, e.First()))
			}
			taken = append(taken, key)
			m.bind(fr, s, target, m.orDefault(fr, s, m.get(v, key), e.Child(2), target.Name()), to)
		}
	}
}

func (m *machine) needsObject(v value) {
	if yes, known := nullish(v); known && yes {
		t, _ := text(v)
		m.raise("TypeError", "Cannot destructure "+t)
	}
}

func (m *machine) orDefault(fr *frame, s *scope, v value, def syntax.Node, name string) value {
	if def.Missing() {
		return v
	}
	switch x := v.(type) {
	case undef:
	case *unknown:
		if m.question(x.key+" === undefined", 2) == 0 {
			return v
		}
	default:
		return v
	}
	return m.named(fr, s, def, name)
}

func (m *machine) restOf(v value, taken []string) value {
	out := m.plain()
	o, ok := v.(*object)
	if !ok {
		out.open, out.key = true, "the rest"
		return out
	}
next:
	for _, k := range o.keys {
		for _, t := range taken {
			if t == k {
				continue next
			}
		}
		if !o.props[k].hidden {
			out.set(k, m.get(v, k))
		}
	}
	if o.open {
		out.open, out.key = true, o.key
	}
	return out
}

func (m *machine) loop(fr *frame, s *scope, n syntax.Node, label string) completion {
	switch n.Kind() {
	case syntax.KindFor:
		return m.forLoop(fr, s, n, label)
	case syntax.KindForIn, syntax.KindForOf:
		return m.each(fr, s, n, label)
	}
	doing := n.Kind() == syntax.KindDoWhile
	test, body := n.First(), n.First().Next()
	if doing {
		test, body = body, test
	}
	for round := 0; ; round++ {
		if !doing || round > 0 {
			if v := m.eval(fr, s, test); !m.rounds(v, round) {
				return completion{}
			}
		}
		if r, out := leaves(m.stmt(fr, s, body, ""), label); out {
			return r
		}
	}
}

// rounds decides whether a loop goes on. A loop whose test is not known is followed for two rounds at most.
func (m *machine) rounds(v value, round int) bool {
	if u, ok := v.(*unknown); ok {
		if round >= 2 {
			m.note(m.now.at, "a loop whose end is not known: two rounds are followed")
			return false
		}
		return m.choose(2, u.key) == 0
	}
	return m.test(v)
}

// leaves says whether a loop ends with what its body did.
func leaves(r completion, label string) (completion, bool) {
	switch {
	case r.kind == normal:
		return r, false
	case r.kind == breaks && (r.label == "" || r.label == label):
		return completion{}, true
	case r.kind == continues && (r.label == "" || r.label == label):
		return r, false
	}
	return r, true
}

func (m *machine) forLoop(fr *frame, s *scope, n syntax.Node, label string) completion {
	init := n.First()
	test := init.Next()
	update := test.Next()
	body := update.Next()
	fresh := init.Kind() == syntax.KindVar && init.VarKind() != syntax.Var
	if fresh {
		s = &scope{parent: s}
		m.enter(fr, s, fr.u.headNames(init))
	}
	if !init.Missing() {
		m.stmt(fr, s, init, "")
	}
	for round := 0; ; round++ {
		if fresh {
			s = s.fresh()
		}
		if !test.Missing() && !m.rounds(m.eval(fr, s, test), round) {
			return completion{}
		}
		if r, out := leaves(m.stmt(fr, s, body, ""), label); out {
			return r
		}
		if fresh {
			s = s.fresh()
		}
		if !update.Missing() {
			m.eval(fr, s, update)
		}
	}
}

// headNames are the names that the head of a loop declares.
func (u *unit) headNames(init syntax.Node) *declared {
	if d := u.names[init.ID()]; d != nil {
		return d
	}
	d := &declared{usesArgs: syntax.NoSym}
	d.lexicals(init)
	u.names[init.ID()] = d
	return d
}

// each is for-in, for-of and for await.
func (m *machine) each(fr *frame, s *scope, n syntax.Node, label string) completion {
	init := n.First()
	over := init.Next()
	body := over.Next()
	v := m.eval(fr, s, over)
	round := func(x value) (completion, bool) {
		inner := &scope{parent: s}
		switch init.Kind() {
		case syntax.KindVar:
			pat := init.First().First()
			if init.VarKind() == syntax.Var {
				m.bind(fr, s, pat, x, m.assignSym)
			} else {
				m.enter(fr, inner, fr.u.headNames(init))
				m.bind(fr, inner, pat, x, m.initialize)
			}
		case syntax.KindExprStmt:
			m.assignTo(fr, s, init.First(), x)
		}
		return leaves(m.stmt(fr, inner, body, ""), label)
	}
	if n.Kind() == syntax.KindForIn {
		for _, k := range m.keysOf(v) {
			if r, out := round(k); out {
				return r
			}
		}
		return completion{}
	}
	if n.AwaitLoop() {
		return m.eachAwait(fr, v, n, round)
	}
	return m.eachOf(v, round)
}

// eachOf goes through an iterable; return() is called when the body leaves early.
func (m *machine) eachOf(v value, round func(value) (completion, bool)) completion {
	it := m.iterate(v)
	for {
		x, ok := it.next()
		if !ok {
			return completion{}
		}
		var r completion
		var out bool
		if err, threw := m.protect(func() { r, out = round(x) }); threw {
			it.close()
			m.throw(err)
		}
		if out {
			it.close()
			return r
		}
	}
}

func (m *machine) try(fr *frame, s *scope, n syntax.Node) completion {
	block := n.First()
	catch := block.Next()
	finally := catch.Next()
	var r completion
	has := 0
	if !catch.Missing() {
		has = 1
	}
	var err value
	var threw bool
	left := m.leaving(func() {
		fr.tries += has
		err, threw = m.protect(func() { r = m.block(fr, s, block) })
		fr.tries -= has
		if !threw || has == 0 {
			return
		}
		err, threw = m.protect(func() {
			inner := &scope{parent: s}
			if pat := catch.First(); !pat.Missing() {
				d := &declared{}
				d.bindings(pat, func(sym syntax.SymID) { inner.declare(sym, undefined) })
				m.bind(fr, inner, pat, err, m.initialize)
			}
			r = m.block(fr, inner, catch.Child(1))
		})
	})
	if !finally.Missing() {
		if f := m.block(fr, s, finally); f.kind != normal {
			return f
		}
	}
	if left != nil {
		panic(*left)
	}
	if threw {
		m.throw(err)
	}
	return r
}

func (m *machine) switches(fr *frame, s *scope, n syntax.Node, label string) completion {
	v := m.eval(fr, s, n.First())
	s = &scope{parent: s}
	m.enter(fr, s, fr.u.blockNames(n.First().Next(), n.ID()))
	var from, def syntax.Node
	for c := n.First().Next(); c.Valid() && !from.Valid(); c = c.Next() {
		if t := c.First(); t.Missing() {
			def = c
		} else if m.equal(v, m.eval(fr, s, t)) {
			from = c
		}
	}
	if !from.Valid() {
		from = def
	}
	for c := from; c.Valid(); c = c.Next() {
		r := m.statements(fr, s, c.First().Next())
		switch {
		case r.kind == breaks && (r.label == "" || r.label == label):
			return completion{}
		case r.kind != normal:
			return r
		}
	}
	return completion{}
}

// equal is ===, asked where it is not known.
func (m *machine) equal(a, b value) bool {
	if yes, known := same(a, b); known {
		return yes
	}
	return m.question(describe(a)+" === "+describe(b), 2) == 0
}

func describe(v value) string {
	switch x := v.(type) {
	case *unknown:
		return x.key
	case *object:
		return "an object"
	}
	t, _ := text(v)
	return t
}
