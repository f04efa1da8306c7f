package effects

import (
	"fmt"

	"nodebeyond/analyzers/syntax"
)

// check says what in the facts of a file breaks a promise of the package; nil when nothing does.
func check(f *syntax.File, facts *Facts) error {
	c := &checker{f: facts, size: int32(len(f.Text)), calls: make([]int, len(facts.Calls)), imports: make([]int, len(facts.Imports)), funcs: make([]int, len(facts.Funcs)), classes: make([]int, len(facts.Classes))}
	for i := range facts.Funcs {
		c.function(FuncID(i))
	}
	c.tables()
	// Every call and every new of the text is one call site, a require, or nothing at all.
	calls := 0
	for i := range f.Len() {
		if f.NodeAt(int32(i)).Is(syntax.KindCall, syntax.KindNew) {
			calls++
		}
		if n := f.NodeAt(int32(i)); n.Kind() == syntax.KindTemplate && !n.First().Missing() {
			calls++
		}
	}
	for _, im := range facts.Imports {
		if im.Kind == Require || im.Kind == RequireResolve {
			calls--
		}
	}
	if calls != len(facts.Calls) {
		c.fail("the text has %d calls apart from require, the facts have %d", calls, len(facts.Calls))
	}
	return c.err
}

type checker struct {
	f       *Facts
	size    int32
	calls   []int
	imports []int
	funcs   []int
	classes []int
	err     error
}

func (c *checker) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

func (c *checker) within(what string, i int, start, end int32) {
	if start < 0 || end < start || end > c.size {
		c.fail("%s %d: range %d..%d of %d bytes", what, i, start, end, c.size)
	}
}

func (c *checker) value(what string, i int, v ValueID) {
	if v < None || int(v) >= len(c.f.Values) {
		c.fail("%s %d: value %d of %d", what, i, v, len(c.f.Values))
	}
}

func (c *checker) function(id FuncID) {
	fn := &c.f.Funcs[id]
	i := int(id)
	c.within("func", i, fn.Start, fn.End)
	c.within("func name", i, fn.NameStart, fn.NameEnd)
	if id > 0 && (fn.Parent < 0 || int(fn.Parent) >= len(c.f.Funcs) || fn.Parent == id) {
		c.fail("func %d: parent %d", id, fn.Parent)
	}
	if id > 0 && fn.End == 0 {
		c.fail("func %d was not lowered", id)
	}
	for _, p := range fn.Params {
		c.within("param", i, p.Start, p.End)
	}
	for _, v := range fn.Returns {
		c.value("return of func", i, v)
	}
	c.ops(fn, i, 0, int32(len(fn.Ops)), -1)
}

// ops walks operations that must fill from..to exactly.
func (c *checker) ops(fn *Func, id int, from, to, parent int32) {
	blocks := 0
	i := from
	for i < to {
		op := &fn.Ops[i]
		if op.Skip <= i || op.Skip > to {
			c.fail("func %d op %d: skip %d in %d..%d", id, i, op.Skip, from, to)
			return
		}
		c.within("op of func", id, op.Start, op.End)
		leaf := true
		switch op.Kind {
		case OpIf, OpLoop, OpTry, OpSwitch, OpLabel, OpBlock:
			leaf = false
		}
		if leaf && op.Skip != i+1 {
			c.fail("func %d op %d: a leaf with children", id, i)
		}
		if op.Kind == OpBlock {
			if parent < 0 {
				c.fail("func %d op %d: a block without an owner", id, i)
			}
			blocks++
		} else if parent >= 0 && fn.Ops[parent].Kind != OpBlock {
			c.fail("func %d op %d: %v directly in %v", id, i, op.Kind, fn.Ops[parent].Kind)
		}
		c.op(fn, id, i, op)
		c.ops(fn, id, i+1, op.Skip, i)
		i = op.Skip
	}
	if parent < 0 {
		return
	}
	want := map[OpKind]int{OpIf: 2, OpLoop: 1, OpTry: 3, OpLabel: 1}
	if n, ok := want[fn.Ops[parent].Kind]; ok && blocks != n {
		c.fail("func %d op %d: kind %d with %d blocks", id, parent, fn.Ops[parent].Kind, blocks)
	}
}

func (c *checker) op(fn *Func, id int, i int32, op *Op) {
	switch op.Kind {
	case OpCall:
		c.calls[op.A]++
		if int(c.f.Calls[op.A].Func) != id {
			c.fail("call %d of func %d is made in func %d", op.A, c.f.Calls[op.A].Func, id)
		}
	case OpRequire:
		c.imports[op.A]++
	case OpFunc:
		c.funcs[op.A]++
	case OpClass:
		c.classes[op.A]++
	case OpWrite:
		c.value("write in func", id, op.A)
		c.value("write in func", id, op.B)
		switch k := c.f.Val(op.A).Kind; k {
		case Var, Prop, Elem, Exports, Module, Global, ImportName, Import, Arguments, Closure, Class, Param:
		default:
			c.fail("func %d op %d: write to a value of kind %d", id, i, k)
		}
	case OpBreak, OpContinue:
		if op.A < 0 || op.A >= i || fn.Ops[op.A].Skip <= i {
			c.fail("func %d op %d: jump to %d, which is not around it", id, i, op.A)
			return
		}
		k := fn.Ops[op.A].Kind
		if op.Kind == OpContinue && k != OpLoop || k != OpLoop && k != OpSwitch && k != OpLabel {
			c.fail("func %d op %d: jump out of kind %d", id, i, k)
		}
	case OpLoop:
		c.value("loop in func", id, op.B)
	case OpRead, OpAwait, OpYield, OpReturn, OpThrow, OpIf, OpSwitch, OpBlock, OpCompare:
		c.value("op of func", id, op.A)
	}
}

func (c *checker) tables() {
	for i, n := range c.calls {
		if n != 1 {
			c.fail("call %d stands %d times", i, n)
		}
		call := &c.f.Calls[i]
		c.value("call", i, call.Callee)
		c.within("call", i, call.Start, call.End)
		c.within("callee", i, call.Start, call.CalleeEnd)
		c.within("callee name", i, call.NameStart, call.CalleeEnd)
		if len(call.Args) != len(call.ArgStart) || len(call.Args) != len(call.ArgEnd) {
			c.fail("call %d: %d arguments, %d starts, %d ends", i, len(call.Args), len(call.ArgStart), len(call.ArgEnd))
			return
		}
		for k, a := range call.Args {
			c.value("argument of call", i, a)
			c.within("argument of call", i, call.ArgStart[k], call.ArgEnd[k])
		}
	}
	for i, im := range c.f.Imports {
		want := 1
		if im.Kind == RequireResolve {
			want = 0
		}
		if c.imports[i] != want {
			c.fail("import %d %q stands %d times", i, c.f.Str(im.Spec), c.imports[i])
		}
		c.within("import", i, im.Start, im.End)
		c.within("import call", i, im.CallStart, im.CallEnd)
		c.within("import statement", i, im.StmtStart, im.StmtEnd)
	}
	members := make([]int, len(c.f.Funcs))
	member := func(what string, i int, m *Member) {
		c.value(what, i, m.Value)
		c.within(what, i, m.Start, m.End)
		if v := c.f.Val(m.Value); v.Kind == Closure {
			members[v.A]++
		}
		for _, d := range m.Decorators {
			c.value(what, i, d)
		}
	}
	for i := range c.f.Objects {
		for k := range c.f.Objects[i].Members {
			member("member of object", i, &c.f.Objects[i].Members[k])
		}
	}
	for i := range c.f.Classes {
		cl := &c.f.Classes[i]
		if c.classes[i] != 1 {
			c.fail("class %d is made %d times", i, c.classes[i])
		}
		c.within("class", i, cl.Start, cl.End)
		c.value("heritage of class", i, cl.Extends)
		for k := range cl.Members {
			member("member of class", i, &cl.Members[k])
		}
		if cl.Fields >= 0 {
			members[cl.Fields]++
		}
	}
	for i := 1; i < len(c.f.Funcs); i++ {
		decl := c.f.Funcs[i].Flags&FuncDecl != 0
		if !decl && c.funcs[i]+members[i] == 0 {
			c.fail("func %d is made nowhere", i)
		}
		if c.funcs[i] > 1 {
			c.fail("func %d is made %d times", i, c.funcs[i])
		}
	}
	for i, l := range c.f.Lists {
		for _, v := range l {
			c.value("list", i, v)
		}
	}
	for i := range c.f.Vars {
		v := &c.f.Vars[i]
		c.within("variable", i, v.Start, v.End)
		for _, x := range v.Values {
			c.value("value of variable", i, x)
		}
	}
	for i, e := range c.f.Exports {
		c.value("export", i, e.Value)
		c.within("export", i, e.Start, e.End)
	}
	for i, v := range c.f.Values {
		operands := []ValueID{}
		switch v.Kind {
		case Prop, Await, Unary, Spread:
			operands = append(operands, v.A)
		case Elem, Binary:
			operands = append(operands, v.A, v.B)
		}
		for _, o := range operands {
			if o < 0 || int(o) >= i {
				c.fail("value %d rests on value %d", i, o)
			}
		}
	}
}
