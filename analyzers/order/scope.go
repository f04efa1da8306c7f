package order

import (
	"nodebeyond/analyzers/syntax"
)

// scope holds the bindings of a block, a function or a module (ECMAScript, section 9.1). A symbol is a binding of one place in the text, so
// its number tells it from those of other scopes.
type scope struct {
	parent *scope
	cells  []*cell
	fn     *frame // of a function's outermost scope
}

type cell struct {
	sym   syntax.SymID
	val   value
	fixed bool // const
	dead  bool // in its temporal dead zone
}

func (s *scope) lookup(sym syntax.SymID) *cell {
	for x := s; x != nil; x = x.parent {
		for _, c := range x.cells {
			if c.sym == sym {
				return c
			}
		}
	}
	return nil
}

func (s *scope) declare(sym syntax.SymID, v value) *cell {
	c := &cell{sym: sym, val: v}
	s.cells = append(s.cells, c)
	return c
}

// fresh is a copy of the scope with cells of its own: each round of `for (let …)` has its own binding (ECMAScript, section 14.7.4.4).
func (s *scope) fresh() *scope {
	out := &scope{parent: s.parent, fn: s.fn, cells: make([]*cell, len(s.cells))}
	for i, c := range s.cells {
		d := *c
		out.cells[i] = &d
	}
	return out
}

// declared are the names that a block or a function declares, found once.
type declared struct {
	vars     []syntax.SymID // var, for functions only
	lexical  []syntax.SymID // let, const, class
	fixed    []bool         // which of them are const
	funcs    []syntax.Node  // function declarations of the block
	usesArgs syntax.SymID   // the symbol of `arguments`, NoSym when it is not used
}

// blockNames are the names that the statements from first on declare in their own block.
func (u *unit) blockNames(first syntax.Node, id int32) *declared {
	if d := u.names[id]; d != nil {
		return d
	}
	d := &declared{usesArgs: syntax.NoSym}
	for c := first; c.Valid(); c = c.Next() {
		d.lexicals(c)
	}
	u.names[id] = d
	return d
}

func (d *declared) lexicals(c syntax.Node) {
	switch c.Kind() {
	case syntax.KindVar:
		if c.VarKind() == syntax.Var {
			return
		}
		fixed := c.VarKind() != syntax.Let
		for x := c.First(); x.Valid(); x = x.Next() {
			d.bindings(x.First(), func(s syntax.SymID) {
				d.lexical, d.fixed = append(d.lexical, s), append(d.fixed, fixed)
			})
		}
	case syntax.KindClassDecl:
		d.lexical, d.fixed = append(d.lexical, c.Sym()), append(d.fixed, false)
	case syntax.KindFunctionDecl:
		d.funcs = append(d.funcs, c)
	case syntax.KindExportDefault:
		if x := c.First(); x.Is(syntax.KindClassDecl, syntax.KindFunctionDecl) {
			d.lexicals(x)
		}
	case syntax.KindLabel:
		d.lexicals(c.First())
	case syntax.KindCase:
		for x := c.First().Next(); x.Valid(); x = x.Next() {
			d.lexicals(x)
		}
	}
}

func (d *declared) bindings(pat syntax.Node, yield func(syntax.SymID)) {
	switch pat.Kind() {
	case syntax.KindBinding:
		if pat.Sym() >= 0 {
			yield(pat.Sym())
		}
	case syntax.KindArrayPattern, syntax.KindObjectPattern:
		for e := pat.First(); e.Valid(); e = e.Next() {
			d.bindings(e.Child(1), yield)
		}
	}
}

// functionNames are the variables that a function's body declares with var, at any depth of blocks.
func (u *unit) functionNames(fn syntax.Node) *declared {
	id := fn.ID()
	if d := u.fnNames[id]; d != nil {
		return d
	}
	d := &declared{usesArgs: syntax.NoSym}
	end := fn.SubtreeEnd()
	for i := id + 1; i < end; {
		n := u.file.NodeAt(i)
		switch n.Kind() {
		case syntax.KindFunction, syntax.KindFunctionDecl:
			i = n.SubtreeEnd()
			continue
		case syntax.KindVar:
			if n.VarKind() == syntax.Var && sameFunc(n, fn) {
				for x := n.First(); x.Valid(); x = x.Next() {
					d.bindings(x.First(), func(s syntax.SymID) { d.vars = append(d.vars, s) })
				}
			}
		case syntax.KindIdent:
			if s := n.Sym(); s >= 0 && u.file.Sym(s).Kind == syntax.SymArguments {
				d.usesArgs = s
			}
		}
		i++
	}
	u.fnNames[id] = d
	return d
}

func sameFunc(n, fn syntax.Node) bool { return n.Func() == fn }

// enter declares what a block declares: functions with their values, the rest dead until its declaration runs.
func (m *machine) enter(fr *frame, s *scope, d *declared) {
	for i, sym := range d.lexical {
		c := s.declare(sym, undefined)
		c.dead, c.fixed = true, d.fixed[i]
	}
	for _, fn := range d.funcs {
		f := m.closure(fr, s, fn)
		if fn.Sym() < 0 {
			continue
		}
		if c := s.lookup(fn.Sym()); c != nil && !c.dead {
			c.val = f // redeclared, or the name outside of the block
			continue
		}
		s.declare(fn.Sym(), f)
	}
}
