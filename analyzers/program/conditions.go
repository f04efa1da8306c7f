package program

import "nodebeyond/analyzers/effects"

// belief is what is known of a value as a condition.
type belief int8

const (
	heldFalse belief = -1
	undecided belief = 0
	heldTrue  belief = 1
	// tested: a comparison whose operator the facts do not keep was decided before, so that what it decides now is not known, but not free.
	tested belief = 2
)

func truthOf(b bool) belief {
	if b {
		return heldTrue
	}
	return heldFalse
}

// assumption is one thing that a path knows: what a value is as a condition, or which literal it equals. Lists are sorted by key and made by
// conditions.with alone, so that equal lists are one pointer.
type assumption struct {
	key  int32
	is   belief
	eq   effects.ValueID // the literal it equals, 0 for none
	next *assumption
}

// conditions gives values of one file keys under which tests of the same thing are recognized wherever they stand: `req.url` twice, a call
// with the same arguments twice, a constant and what it was made of.
type conditions struct {
	facts *effects.Facts
	keys  map[effects.ValueID]int32
	made  map[canonical]int32
	nodes map[assumption]*assumption
	// tests are the values of recorded && and || of which it is not known which side decided.
	tests map[int32]effects.ValueID
}

type canonical struct {
	kind effects.ValueKind
	op   effects.Operator
	a, b int32
}

func newConditions(f *effects.Facts) *conditions {
	return &conditions{facts: f, keys: map[effects.ValueID]int32{}, made: map[canonical]int32{}, nodes: map[assumption]*assumption{}, tests: map[int32]effects.ValueID{}}
}

func (c *conditions) id(k canonical) int32 {
	id, ok := c.made[k]
	if !ok {
		id = int32(len(c.made)) + 1
		c.made[k] = id
	}
	return id
}

func (c *conditions) key(v effects.ValueID) int32 {
	if v < 0 {
		return 0
	}
	if k, ok := c.keys[v]; ok {
		return k
	}
	own := c.id(canonical{kind: effects.Unknown, a: v})
	c.keys[v] = own // for values that are made of themselves
	x := c.facts.Values[v]
	k := own
	switch x.Kind {
	case effects.Prop:
		k = c.id(canonical{effects.Prop, 0, c.key(x.A), x.B})
	case effects.Elem:
		k = c.id(canonical{effects.Elem, 0, c.key(x.A), c.key(x.B)})
	case effects.Binary, effects.Unary:
		k = c.id(canonical{x.Kind, x.Op, c.key(x.A), c.key(x.B)})
		if x.Kind == effects.Unary {
			k = c.id(canonical{x.Kind, x.Op, c.key(x.A), 0})
		}
	case effects.Await:
		k = c.id(canonical{effects.Await, 0, c.key(x.A), 0})
	case effects.Result:
		call := &c.facts.Calls[x.A]
		if call.Flags&effects.CallNew == 0 {
			k = c.id(canonical{effects.Result, 0, c.key(call.Callee), 0})
			for _, a := range call.Args {
				k = c.id(canonical{effects.Result, 1, k, c.key(a)})
			}
		}
	case effects.Var:
		if vals := c.facts.Vars[x.A].Values; len(vals) == 1 {
			switch c.facts.Val(vals[0]).Kind {
			case effects.Param, effects.Prop, effects.Binary, effects.Unary, effects.Var, effects.Global:
				k = c.key(vals[0])
			}
		}
	}
	c.keys[v] = k
	return k
}

// with is the list with an assumption added or replaced; one that says nothing takes away.
func (c *conditions) with(list *assumption, a assumption) *assumption {
	if list != nil && list.key < a.key {
		return c.node(assumption{list.key, list.is, list.eq, c.with(list.next, a)})
	}
	rest := list
	if list != nil && list.key == a.key {
		rest = list.next
	}
	if a.is == undecided && a.eq == 0 {
		return rest
	}
	a.next = rest
	return c.node(a)
}

func (c *conditions) node(a assumption) *assumption {
	if n := c.nodes[a]; n != nil {
		return n
	}
	n := &a
	c.nodes[a] = n
	return n
}

// keep is the list without what no test asks after operation i.
func (c *conditions) keep(list *assumption, last map[int32]int32, i int32) *assumption {
	if list == nil {
		return nil
	}
	rest := c.keep(list.next, last, i)
	switch {
	case last[list.key] < i:
		return rest
	case rest == list.next:
		return list
	}
	return c.node(assumption{list.key, list.is, list.eq, rest})
}

func find(list *assumption, key int32) *assumption {
	for ; list != nil && list.key <= key; list = list.next {
		if list.key == key {
			return list
		}
	}
	return nil
}

// literal is what a value that stands in the text is as a condition.
func (c *conditions) literal(v effects.ValueID) belief {
	x := c.facts.Val(v)
	switch x.Kind {
	case effects.Bool:
		return truthOf(x.A == 1)
	case effects.Null, effects.Undefined:
		return heldFalse
	case effects.Number:
		s := c.facts.Strings[x.A]
		return truthOf(s != "0" && s != "NaN" && s != "bigint")
	case effects.String:
		return truthOf(c.facts.Strings[x.A] != "")
	case effects.Closure, effects.Class, effects.Object, effects.Array, effects.RegExp:
		return heldTrue
	}
	return undecided
}

func isLiteral(k effects.ValueKind) bool {
	switch k {
	case effects.String, effects.Number, effects.Bool, effects.Null, effects.Undefined:
		return true
	}
	return false
}

// sides splits a comparison into what is compared and the literal it is compared with; ok is false when neither side is a literal.
func (c *conditions) sides(x effects.Value) (of, lit effects.ValueID, ok bool) {
	if isLiteral(c.facts.Val(x.B).Kind) {
		return x.A, x.B, true
	}
	if isLiteral(c.facts.Val(x.A).Kind) {
		return x.B, x.A, true
	}
	return 0, 0, false
}

// through is the test that a constant stands for: const known = a === b.
func (c *conditions) through(v effects.ValueID) effects.Value {
	x := c.facts.Val(v)
	for range 4 {
		if x.Kind != effects.Var {
			break
		}
		vals := c.facts.Vars[x.A].Values
		if len(vals) != 1 {
			break
		}
		y := c.facts.Val(vals[0])
		if y.Kind != effects.Var && y.Kind != effects.Binary && y.Kind != effects.Unary {
			break
		}
		x = y
	}
	return x
}

const maxTest = 12

// truth is what a test gives on a path that knows list.
func (c *conditions) truth(v effects.ValueID, list *assumption, depth int) belief {
	if t := c.literal(v); t != undecided || depth > maxTest || v < 0 {
		return t
	}
	if a := find(list, c.key(v)); a != nil && a.is != undecided {
		return a.is
	}
	return c.compute(v, list, depth)
}

// possible reports whether what a path knows fits together: a && b that was false is not when both sides have become true.
func (c *conditions) possible(list *assumption) bool {
	for a := list; a != nil; a = a.next {
		if v, ok := c.tests[a.key]; ok && a.is != undecided && a.is != tested {
			if t := c.compute(v, list, 0); t != undecided && t != tested && t != a.is {
				return false
			}
		}
	}
	return true
}

// compute is truth by the parts of a test.
func (c *conditions) compute(v effects.ValueID, list *assumption, depth int) belief {
	x := c.through(v)
	switch x.Kind {
	case effects.Unary:
		if x.Op == effects.Not {
			t := c.truth(x.A, list, depth+1)
			if t != tested {
				t = -t
			}
			return t
		}
	case effects.Binary:
		switch x.Op {
		case effects.And, effects.Or, effects.Nullish:
			a, b := c.truth(x.A, list, depth+1), c.truth(x.B, list, depth+1)
			decides := heldFalse
			if x.Op != effects.And {
				decides = heldTrue
			}
			switch {
			case a == decides || b == decides && a != tested:
				return decides
			case a == -decides:
				return b
			case a == tested || b == tested:
				return tested
			}
		case effects.EqStrict:
			return c.equal(x, list)
		case effects.NeStrict:
			if t := c.equal(x, list); t != tested {
				return -t
			}
			return tested
		}
	}
	return undecided
}

// equal is what a comparison gives, its operator taken for ===.
func (c *conditions) equal(x effects.Value, list *assumption) belief {
	if a := find(list, c.equalKey(x)); a != nil {
		return a.is
	}
	of, lit, ok := c.sides(x)
	if !ok {
		return undecided
	}
	a := find(list, c.key(of))
	if a == nil {
		return undecided
	}
	l := c.facts.Val(lit)
	loose := l.Kind == effects.Null || l.Kind == effects.Undefined
	if a.eq != 0 {
		if a.eq == lit {
			return heldTrue
		}
		if k := c.facts.Val(a.eq).Kind; !loose || k != effects.Null && k != effects.Undefined {
			return heldFalse
		}
		return undecided
	}
	if t := c.literal(lit); a.is != undecided && a.is != tested && t != a.is {
		return heldFalse
	}
	return undecided
}

func (c *conditions) equalKey(x effects.Value) int32 {
	a, b := c.key(x.A), c.key(x.B)
	if a > b {
		a, b = b, a
	}
	return c.id(canonical{effects.Binary, effects.EqStrict, a, b})
}

// assume is what a path knows after a test gave t.
func (c *conditions) assume(v effects.ValueID, t belief, list *assumption, depth int) *assumption {
	if v < 0 || depth > maxTest || c.literal(v) != undecided {
		return list
	}
	x := c.through(v)
	switch x.Kind {
	case effects.Unary:
		if x.Op == effects.Not {
			return c.assume(x.A, -t, list, depth+1)
		}
	case effects.Binary:
		switch x.Op {
		case effects.And, effects.Or:
			both := heldTrue
			if x.Op == effects.Or {
				both = heldFalse
			}
			if t == both {
				return c.assume(x.B, t, c.assume(x.A, t, list, depth+1), depth+1)
			}
			// one of them, and which is known when the other is not it
			a, b := c.truth(x.A, list, depth+1), c.truth(x.B, list, depth+1)
			switch {
			case a == both:
				return c.assume(x.B, t, list, depth+1)
			case b == both:
				return c.assume(x.A, t, list, depth+1)
			}
			c.tests[c.key(v)] = v
		case effects.EqStrict:
			return c.assumeEqual(x, t, list)
		case effects.NeStrict:
			return c.assumeEqual(x, -t, list)
		case effects.Less, effects.OpOther, effects.In, effects.InstanceOf:
			if x.Op == effects.Less || x.Op == effects.OpOther {
				// the operator is not kept: the same operands may be compared the other way round
				return c.with(list, assumption{key: c.key(v), is: tested})
			}
		}
	}
	a := assumption{key: c.key(v), is: t}
	if old := find(list, a.key); old != nil {
		a.eq = old.eq
	}
	return c.with(list, a)
}

func (c *conditions) assumeEqual(x effects.Value, t belief, list *assumption) *assumption {
	list = c.with(list, assumption{key: c.equalKey(x), is: t})
	of, lit, ok := c.sides(x)
	if ok && t == heldTrue {
		return c.set(of, lit, list)
	}
	return list
}

// set is what a path knows after a value became another one, as far as that is a literal.
func (c *conditions) set(v, to effects.ValueID, list *assumption) *assumption {
	a := assumption{key: c.key(v), is: c.literal(to)}
	if isLiteral(c.facts.Val(to).Kind) {
		a.eq = to
	}
	return c.with(list, a)
}

// atoms calls yield with the key of everything that a test asks.
func (c *conditions) atoms(v effects.ValueID, depth int, yield func(int32)) {
	if v < 0 || depth > maxTest {
		return
	}
	yield(c.key(v))
	x := c.through(v)
	switch x.Kind {
	case effects.Unary:
		c.atoms(x.A, depth+1, yield)
	case effects.Binary:
		if x.Op == effects.EqStrict || x.Op == effects.NeStrict {
			yield(c.equalKey(x))
		}
		c.atoms(x.A, depth+1, yield)
		c.atoms(x.B, depth+1, yield)
	}
}

// mentions reports whether a test is made of a value for which is holds.
func (c *conditions) mentions(v effects.ValueID, depth int, is func(effects.ValueID, effects.Value) bool) bool {
	if v < 0 || depth > maxTest {
		return false
	}
	x := c.facts.Values[v]
	if is(v, x) {
		return true
	}
	switch x.Kind {
	case effects.Var:
		if vals := c.facts.Vars[x.A].Values; len(vals) == 1 {
			switch c.facts.Val(vals[0]).Kind {
			case effects.Binary, effects.Unary, effects.Prop:
				return c.mentions(vals[0], depth+1, is)
			}
		}
	case effects.Unary, effects.Prop, effects.Await:
		return c.mentions(x.A, depth+1, is)
	case effects.Binary, effects.Elem:
		return c.mentions(x.A, depth+1, is) || c.mentions(x.B, depth+1, is)
	case effects.Result:
		call := &c.facts.Calls[x.A]
		if c.mentions(call.Callee, depth+1, is) {
			return true
		}
		for _, a := range call.Args {
			if c.mentions(a, depth+1, is) {
				return true
			}
		}
	}
	return false
}
