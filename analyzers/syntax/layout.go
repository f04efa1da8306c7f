package syntax

import (
	"strings"

	shim "github.com/evanw/esbuild/shim"
)

// layout finds the extents of the nodes of a statement in one walk of its part of the table.
//
// The parser gives each node a place and some of them the place of their closing token; parentheses and semicolons leave no trace. So the
// walk carries a cursor: between the end of one operand and the place of the next stand only tokens that are not in the table, and the
// run of opening parentheses directly before an operand is what may be around it. An operand takes as many as it finds closed after it;
// what is left goes to the node that it is the first operand of.
type layout struct {
	f            *File
	t            string
	nodes        []node
	starts, ends []int32
	// open holds the places of parentheses directly before the operand at hand that nothing has closed yet.
	open []int32
	ts   bool
	// deep lays out the statements in blocks too. Without it a block's extent is all that is asked: its statements are laid out when they are
	// asked themselves.
	deep bool
}

// run lays out the whole file.
func (l *layout) run() {
	l.deep = true
	for c := int32(1); c < l.nodes[0].next; c = l.nodes[c].next {
		l.stmt(c)
	}
	l.clamp()
	l.open = nil
}

func (l *layout) set(id int32, start, end int) {
	l.starts[id], l.ends[id] = int32(start), int32(end)
}

func (l *layout) raw(id int32) int { return int(l.nodes[id].start) }

// clamp cuts what reaches beyond its parent. Only lowered TypeScript does.
func (l *layout) clamp() {
	size := int32(len(l.t))
	for i := range l.nodes {
		lo, hi := int32(0), size
		if i > 0 {
			p := l.nodes[i].parent
			lo, hi = l.starts[p], l.ends[p]
		}
		s, e := l.starts[i], l.ends[i]
		if s < lo || s > hi || e > hi || e < s {
			s = min(max(s, lo), hi)
			e = min(max(e, s), hi)
			l.starts[i], l.ends[i] = s, e
		}
	}
}

// skip is the first byte of the next token.
func (l *layout) skip(i int) int { return skipTrivia(l.t, i) }

// byteAt is the byte at i, 0 outside.
func (l *layout) byteAt(i int) byte {
	if i < 0 || i >= len(l.t) {
		return 0
	}
	return l.t[i]
}

// gap notes the parentheses that are open between two places: what is closed again was around something that the parser left out.
func (l *layout) gap(from, to int) {
	t, base := l.t, len(l.open)
	to = min(to, len(t))
	for i := from; i < to; {
		switch c := t[i]; c {
		case '(':
			l.open = append(l.open, int32(i))
			i++
		case ')':
			if len(l.open) > base {
				l.open = l.open[:len(l.open)-1]
			}
			i++
		case '/':
			if j := skipTrivia(t, i); j > i {
				i = j
			} else if regexpHere(t, i) {
				i = regexpEnd(t, i)
			} else {
				i++
			}
		case '"', '\'':
			i = stringEnd(t, i)
		case '`':
			i, _ = templateEnd(t, i+1)
		default:
			i++
		}
	}
}

// expr lays out an expression that follows the cursor from, and answers with the end of the parentheses around it.
func (l *layout) expr(id int32, from int) int {
	base := len(l.open)
	if from >= 0 {
		l.gap(from, l.raw(id))
	}
	_, end := l.operand(id, base)
	l.open = l.open[:base]
	return end
}

// operand lays out an expression and takes the parentheses around it, from those that are open above base. It answers with their extent.
func (l *layout) operand(id int32, base int) (start, end int) {
	l.bare(id, base)
	return l.around(id, base)
}

// around takes the parentheses around an expression that is laid out already.
func (l *layout) around(id int32, base int) (start, end int) {
	start, end = int(l.starts[id]), int(l.ends[id])
	for {
		i := l.skip(end)
		switch c := l.byteAt(i); {
		case c == ')' && len(l.open) > base:
			start, end = int(l.open[len(l.open)-1]), i+1
			l.open = l.open[:len(l.open)-1]
			if e := l.folded(id, end); e > end {
				// ("a") + "b" is one string; its own place stays the one that the parser gave
				l.set(id, int(l.starts[id]), e)
				end = e
			}
		case c == '+':
			e := l.pieces(id, end, len(l.open) > base)
			if e == end {
				return start, end
			}
			end = e
		case c == '&' || c == '|' || c == '?':
			e := l.dropped(id, i, len(l.open) > base)
			if e == 0 {
				return start, end
			}
			end = e
		case l.ts && (c == '!' || c == 'a' || c == 's'):
			e := typeSuffix(l.t, end, i)
			if e == end {
				return start, end
			}
			end = e
		default:
			return start, end
		}
	}
}

// dropped is the end of the right operand of the && || ?? at i, when the parser left it out because the left one decides, as in
// `0 && a`; 0 when it did not. inParens says that parentheses are open around the operand, so that what surrounds it does not bind it tighter.
func (l *layout) dropped(id int32, i int, inParens bool) int {
	var op string
	for _, o := range [...]string{"&&", "||", "??"} {
		if strings.HasPrefix(l.t[i:], o) && l.byteAt(i+2) != '=' {
			op = o
		}
	}
	if op == "" {
		return 0
	}
	p := l.nodes[id].parent
	switch parent := &l.nodes[p]; parent.kind {
	case KindLogical:
		if id == p+1 && shim.OpText(shim.OpCode(parent.op)) == op {
			return 0
		}
	case KindUnary, KindAwait, KindUpdate:
		if !inParens {
			return 0
		}
	case KindBinary:
		if shim.OpCode(parent.op) != shim.BinOpComma && !inParens {
			return 0
		}
	}
	limit, statement := l.following(id)
	t, end := l.t, i+2
	for {
		i = l.skip(end)
		if i >= limit {
			// The operand has nodes, so nothing was left out; or a new statement starts, without a semicolon before it.
			if statement {
				return end
			}
			return 0
		}
		switch c := t[i]; {
		case c == '(' || c == '[' || c == '{' || c == '`':
			if end = balanced(t, i); end > limit {
				return 0
			}
		case c == ')' || c == ']' || c == '}' || c == ',' || c == ';' || c == ':':
			return end
		case c == '?' && l.byteAt(i+1) != '.' && l.byteAt(i+1) != '?':
			return end
		case op == "&&" && (strings.HasPrefix(t[i:], "||") || strings.HasPrefix(t[i:], "??")):
			return end
		case c == '?':
			end = i + 2
		case c == '/' && regexpHere(t, i):
			end = regexpEnd(t, i)
		default:
			end = max(tokenEnd(t, i), i+1)
		}
	}
}

// lead lays out the first operand of a node that starts with one.
func (l *layout) lead(id int32, base int) (start, end int) {
	l.decided(id)
	start, end = l.operand(id+1, base)
	return min(start, l.raw(id)), end
}

// decided notes the parentheses between the place of a node and that of its first operand: the parser left out an operand that a constant
// decided, as in `1 && (a).b && c`.
func (l *layout) decided(id int32) {
	if from, to := l.raw(id), l.raw(id+1); from < to {
		l.gap(from, to)
	}
}

// missing lays out an absent child.
func (l *layout) missing(id int32, at int) { l.set(id, at, at) }

// opt lays out an optional expression; it answers with the cursor after it.
func (l *layout) opt(id int32, from int) int {
	if l.nodes[id].kind == KindMissing {
		l.missing(id, from)
		return from
	}
	return l.expr(id, from)
}

// bare lays out an expression without the parentheses around it. base is the floor of the open parentheses that its first operand may take.
func (l *layout) bare(id int32, base int) {
	n := &l.nodes[id]
	raw := int(n.start)
	first := id + 1
	switch n.kind {
	case KindIdent, KindPrivateName, KindThis, KindSuper, KindNull, KindBinding:
		l.set(id, raw, identEnd(l.t, raw))
	case KindString, KindNumber, KindBigInt, KindBoolean, KindUndefined:
		l.set(id, raw, l.folded(id, primitiveEnd(l.t, raw)))
	case KindRegExp:
		end := raw
		if e, ok := n.data.(*shim.ERegExp); ok {
			end = raw + len(e.Value)
		}
		l.set(id, raw, end)
	case KindImportMeta:
		end := raw
		if e, ok := n.data.(*shim.EImportMeta); ok {
			end = raw + int(e.RangeLen)
		}
		l.set(id, raw, end)
	case KindNewTarget:
		end := raw
		if e, ok := n.data.(*shim.ENewTarget); ok {
			end = int(e.Range.End())
		}
		l.set(id, raw, end)
	case KindDot:
		start, end := l.lead(id, base)
		if e, ok := n.data.(*shim.EDot); ok {
			end = max(end, identEnd(l.t, int(e.NameLoc.Start)))
		}
		l.set(id, start, end)
	case KindIndex:
		start, end := l.lead(id, base)
		end = l.expr(l.nodes[first].next, end)
		if e, ok := n.data.(*shim.EIndex); ok && e.CloseBracketLoc.Start > 0 {
			end = int(e.CloseBracketLoc.Start) + 1
		}
		l.set(id, start, end)
	case KindCall:
		start, end := l.lead(id, base)
		cur := l.arguments(l.nodes[first].next, n.next, l.openParen(end))
		if e, ok := n.data.(*shim.ECall); ok && e.CloseParenLoc.Start > 0 {
			cur = int(e.CloseParenLoc.Start) + 1
		} else {
			cur = l.closing(cur, ')')
		}
		l.set(id, start, cur)
	case KindNew:
		end := l.expr(first, raw+len("new"))
		if e, ok := n.data.(*shim.ENew); ok && e.CloseParenLoc.Start > 0 {
			l.arguments(l.nodes[first].next, n.next, l.openParen(end))
			end = int(e.CloseParenLoc.Start) + 1
		}
		l.set(id, raw, end)
	case KindBinary, KindLogical, KindAssign:
		l.binary(id, base)
	case KindCond:
		if e, ok := n.data.(*shim.EIf); ok {
			if _, ok := transposed(e); ok {
				l.transposed(id)
				return
			}
		}
		start, end := l.lead(id, base)
		for c := l.nodes[first].next; c < n.next; c = l.nodes[c].next {
			end = l.expr(c, end)
		}
		l.set(id, start, end)
	case KindUnary, KindAwait, KindSpread:
		l.set(id, raw, l.expr(first, raw))
	case KindYield:
		if l.nodes[first].kind == KindMissing {
			end := raw + len("yield")
			l.missing(first, end)
			l.set(id, raw, end)
			return
		}
		l.set(id, raw, l.expr(first, raw))
	case KindUpdate:
		if shim.OpCode(n.op) < shim.UnOpPostDec {
			l.set(id, raw, l.expr(first, raw))
			return
		}
		start, end := l.lead(id, base)
		l.set(id, start, l.skip(end)+2)
	case KindTemplate:
		l.template(id, base)
	case KindArray:
		cur := raw + 1
		for c := first; c < n.next; c = l.nodes[c].next {
			if l.nodes[c].kind == KindMissing {
				l.missing(c, max(cur, l.raw(c)))
				continue
			}
			cur = l.expr(c, cur)
		}
		end := cur
		if e, ok := n.data.(*shim.EArray); ok && e.CloseBracketLoc.Start > 0 {
			end = int(e.CloseBracketLoc.Start) + 1
		}
		l.set(id, raw, end)
	case KindObject:
		cur := raw + 1
		for c := first; c < n.next; c = l.nodes[c].next {
			cur = l.property(c, false)
		}
		end := cur
		if e, ok := n.data.(*shim.EObject); ok && e.CloseBraceLoc.Start > 0 {
			end = int(e.CloseBraceLoc.Start) + 1
		}
		l.set(id, raw, end)
	case KindFunction:
		l.function(id)
	case KindArrow:
		l.arrow(id)
	case KindClass:
		l.class(id)
	case KindImportCall:
		end := raw
		switch e := n.data.(type) {
		case *shim.EImportString:
			// The specifier is an ImportRecord, not a node.
			at := l.openParen(raw) + 1
			l.missing(first, at)
			l.missing(first+1, at)
			end = int(e.CloseParenLoc.Start) + 1
		case *shim.EImportCall:
			cur := l.expr(first, l.openParen(raw)+1)
			l.opt(l.nodes[first].next, cur)
			end = int(e.CloseParenLoc.Start) + 1
		}
		l.set(id, raw, end)
	case KindJSX:
		l.jsx(id)
	case KindJSXText:
		end := raw
		if e, ok := n.data.(*shim.EJSXText); ok {
			end = raw + len(e.Raw)
		}
		l.set(id, raw, end)
	case KindMissing:
		l.missing(id, raw)
	default:
		// A statement where an expression is expected does not happen; lay it out all the same.
		l.stmt(id)
	}
}

// transposed lays out what the parser made of `import(a ? b : c)`. Its two calls overlap.
func (l *layout) transposed(id int32) {
	raw := l.raw(id)
	test := id + 1
	l.expr(test, l.openParen(raw)+1)
	end := raw
	for c := l.nodes[test].next; c < l.nodes[id].next; c = l.nodes[c].next {
		l.bare(c, len(l.open))
		end = max(end, int(l.ends[c]))
	}
	l.set(id, raw, end)
}

// binary lays out a binary expression. Chains lean to the left and can be very long, so the descent is a loop.
func (l *layout) binary(id int32, base int) {
	var chain []int32
	left := id
	for {
		switch l.nodes[left].kind {
		case KindBinary, KindLogical, KindAssign:
			chain = append(chain, left)
			l.decided(left)
			left++
			continue
		}
		break
	}
	start, end := l.operand(left, base)
	for i := len(chain) - 1; i >= 0; i-- {
		c := chain[i]
		l.set(c, min(start, l.raw(c)), l.expr(l.nodes[c+1].next, end))
		if i == 0 {
			return
		}
		start, end = l.around(c, base)
	}
}

// openParen is the place of the parenthesis that opens a call's arguments, after the end of its callee.
func (l *layout) openParen(end int) int {
	i := l.skip(end)
	if strings.HasPrefix(l.t[min(i, len(l.t)):], "import") {
		// import(, import.defer(
		for i = identEnd(l.t, i); i < len(l.t) && l.t[i] != '('; i = max(l.skip(i), i+1) {
			if l.t[i] == '/' {
				i = l.skip(i) - 1
			}
		}
		return i
	}
	if l.byteAt(i) == '?' && l.byteAt(i+1) == '.' {
		i = l.skip(i + 2)
	}
	if l.ts && l.byteAt(i) == '<' {
		if j := skipAngles(l.t, i); j > 0 {
			i = l.skip(j)
		}
	}
	return i
}

// arguments lays out the nodes from c up to limit, after the parenthesis at open; it answers with the cursor after the last.
func (l *layout) arguments(c, limit int32, open int) int {
	cur := open + 1
	for ; c < limit; c = l.nodes[c].next {
		cur = l.expr(c, cur)
	}
	return cur
}

// closing is after the next token when it is the wanted one, with a comma before it allowed; the cursor itself otherwise.
func (l *layout) closing(cur int, want byte) int {
	i := l.skip(cur)
	if l.byteAt(i) == ',' {
		i = l.skip(i + 1)
	}
	if l.byteAt(i) == want {
		return i + 1
	}
	return cur
}

func (l *layout) template(id int32, base int) {
	n := &l.nodes[id]
	start, cur := int(n.start), int(n.start)
	c := id + 1
	if l.nodes[c].kind == KindMissing {
		l.missing(c, start)
	} else {
		start, cur = l.lead(id, base)
		if l.ts {
			if i := l.skip(cur); l.byteAt(i) == '<' {
				if j := skipAngles(l.t, i); j > 0 {
					cur = j
				}
			}
		}
	}
	c = l.nodes[c].next
	if c == n.next { // tagged, without substitutions
		if i := l.skip(cur); l.byteAt(i) == '`' {
			cur, _ = templateEnd(l.t, i+1)
		}
		l.set(id, start, cur)
		return
	}
	for ; c < n.next; c = l.nodes[c].next {
		cur = l.expr(c, cur)
		if i := l.skip(cur); l.byteAt(i) == '}' {
			cur, _ = templateEnd(l.t, i+1)
		}
	}
	l.set(id, start, l.folded(id, cur))
}

func (l *layout) function(id int32) {
	n := &l.nodes[id]
	open := int(n.start)
	switch e := n.data.(type) {
	case *shim.EFunction:
		open = int(e.Fn.OpenParenLoc.Start)
	case *shim.SFunction:
		open = int(e.Fn.OpenParenLoc.Start)
	}
	l.params(id, open+1)
	l.set(id, int(n.start), int(l.ends[l.lastChild(id)]))
}

// params lays out the parameters and the body of a function; the answer is the cursor after the last parameter.
func (l *layout) params(id int32, cur int) int {
	limit := l.nodes[id].next
	for c := id + 1; c < limit; c = l.nodes[c].next {
		n := &l.nodes[c]
		if n.kind != KindParam {
			if n.kind == KindBlock {
				l.block(c, cur)
			}
			continue
		}
		pattern := c + 1
		end := l.annotated(l.pattern(pattern))
		end = l.opt(l.nodes[pattern].next, end)
		l.set(c, int(n.start), end)
		cur = end
	}
	return cur
}

// annotated steps over a type annotation.
func (l *layout) annotated(end int) int {
	if !l.ts {
		return end
	}
	i := l.skip(end)
	if c := l.byteAt(i); c == '?' || c == '!' {
		end = i + 1
		i = l.skip(end)
	}
	if l.byteAt(i) == ':' {
		return skipType(l.t, i+1)
	}
	return end
}

func (l *layout) lastChild(id int32) int32 {
	last := id
	for c := id + 1; c < l.nodes[id].next; c = l.nodes[c].next {
		last = c
	}
	return last
}

func (l *layout) arrow(id int32) {
	n := &l.nodes[id]
	cur := int(n.start)
	if e, ok := n.data.(*shim.EArrow); ok && e.IsAsync {
		cur = l.skip(cur + len("async"))
	}
	if l.ts && l.byteAt(cur) == '<' {
		if j := skipAngles(l.t, cur); j > 0 {
			cur = l.skip(j)
		}
	}
	if l.byteAt(cur) == '(' {
		cur++
	}
	l.params(id, cur)
	l.set(id, int(n.start), int(l.ends[l.lastChild(id)]))
}

// block lays out a block of statements. cur is the cursor before it, for the bare expression of an arrow function.
func (l *layout) block(id int32, cur int) {
	n := &l.nodes[id]
	raw := int(n.start)
	end := 0
	switch d := n.data.(type) {
	case *shim.FnBody:
		end = int(d.Block.CloseBraceLoc.Start) + 1
		if l.byteAt(raw) == '=' { // the parser gives the body of `a => b` the place of the arrow
			l.bareBody(id, cur)
			return
		}
	case *shim.SBlock:
		end = int(d.CloseBraceLoc.Start) + 1
	case *shim.ClassStaticBlock:
		end = int(d.Block.CloseBraceLoc.Start) + 1
	}
	if end <= 1 || l.deep {
		last := raw
		for c := id + 1; c < n.next; c = l.nodes[c].next {
			last = max(last, l.stmt(c))
		}
		if end <= 1 {
			end = last
		}
	}
	l.set(id, raw, end)
}

// bareBody lays out the block, return and expression that stand for an arrow function's bare expression.
func (l *layout) bareBody(block int32, cur int) {
	ret := block + 1
	if ret >= l.nodes[block].next || l.nodes[ret].next == ret+1 {
		l.set(block, l.raw(block), l.raw(block))
		return
	}
	value := ret + 1
	base := len(l.open)
	l.gap(cur, l.raw(value))
	start, end := l.operand(value, base)
	l.open = l.open[:base]
	l.set(ret, start, end)
	l.set(block, start, end)
}

func (l *layout) class(id int32) {
	n := &l.nodes[id]
	raw := int(n.start)
	var c *shim.Class
	switch d := n.data.(type) {
	case *shim.EClass:
		c = &d.Class
	case *shim.SClass:
		c = &d.Class
	default:
		return
	}
	child := id + 1
	if l.nodes[child].kind == KindMissing {
		l.missing(child, int(c.BodyLoc.Start))
	} else {
		from := int(c.ClassKeyword.End())
		if c.Name != nil {
			from = identEnd(l.t, int(c.Name.Loc.Start))
		}
		l.expr(child, from)
	}
	decorators := 0
	for child = l.nodes[child].next; child < n.next; child = l.nodes[child].next {
		switch l.nodes[child].kind {
		case KindProperty:
			l.property(child, true)
		case KindStaticBlock:
			l.block(child, 0)
		default:
			raw = min(raw, l.decorator(child, c.Decorators, decorators))
			decorators++
		}
	}
	l.set(id, raw, int(c.CloseBraceLoc.Start)+1)
}

// decorator lays out the i-th decorator of a list; it answers with the place of its @.
func (l *layout) decorator(id int32, list []shim.Decorator, i int) int {
	at := l.raw(id)
	if i < len(list) {
		at = int(list[i].AtLoc.Start)
	}
	l.expr(id, at+1)
	return at
}

// property lays out a property or a class member and answers with the cursor after it.
func (l *layout) property(id int32, member bool) int {
	n := &l.nodes[id]
	start, cur := int(n.start), int(n.start)
	p, ok := n.data.(*shim.Property)
	if !ok {
		return cur
	}
	key := id + 1
	value := l.nodes[key].next
	init := l.nodes[value].next
	switch {
	case l.nodes[key].kind == KindMissing:
		l.missing(key, cur)
	case p.Flags.Has(shim.PropertyIsComputed):
		cur = l.expr(key, cur)
		if p.CloseBracketLoc.Start > 0 {
			cur = int(p.CloseBracketLoc.Start) + 1
		} else {
			cur = l.closing(cur, ']')
		}
	default:
		cur = tokenEnd(l.t, l.raw(key))
		l.set(key, l.raw(key), cur)
	}
	switch {
	case l.nodes[value].kind == KindMissing:
		l.missing(value, cur)
	case p.Kind == shim.PropertyMethod || p.Kind == shim.PropertyGetter || p.Kind == shim.PropertySetter:
		l.bare(value, len(l.open))
		cur = int(l.ends[value])
	case p.Flags.Has(shim.PropertyWasShorthand):
		l.bare(value, len(l.open))
		cur = int(l.ends[value])
	default:
		cur = l.expr(value, cur)
	}
	if member && p.Kind != shim.PropertyMethod && p.Kind != shim.PropertyGetter && p.Kind != shim.PropertySetter {
		cur = l.annotated(cur)
	}
	cur = l.opt(init, cur)
	if member && (p.Kind == shim.PropertyField || p.Kind == shim.PropertyAutoAccessor) {
		cur = l.semicolon(cur)
	}
	i := 0
	for d := l.nodes[init].next; d < n.next; d = l.nodes[d].next {
		start = min(start, l.decorator(d, p.Decorators, i))
		i++
	}
	l.set(id, start, cur)
	return cur
}

// pattern lays out a binding and answers with its end.
func (l *layout) pattern(id int32) int {
	n := &l.nodes[id]
	raw := int(n.start)
	end := raw
	switch n.kind {
	case KindArrayPattern:
		end = l.elements(id)
		if d, ok := n.data.(*shim.BArray); ok && d.CloseBracketLoc.Start > 0 {
			end = int(d.CloseBracketLoc.Start) + 1
		}
	case KindObjectPattern:
		end = l.elements(id)
		if d, ok := n.data.(*shim.BObject); ok && d.CloseBraceLoc.Start > 0 {
			end = int(d.CloseBraceLoc.Start) + 1
		}
	case KindMissing:
	default:
		end = identEnd(l.t, raw)
	}
	l.set(id, raw, end)
	return end
}

func (l *layout) elements(id int32) int {
	cur := l.raw(id) + 1
	for c := id + 1; c < l.nodes[id].next; c = l.nodes[c].next {
		n := &l.nodes[c]
		start := int(n.start)
		key := c + 1
		pattern := l.nodes[key].next
		init := l.nodes[pattern].next
		switch {
		case l.nodes[key].kind == KindMissing:
			l.missing(key, start)
		case n.op&8 != 0: // computed
			l.expr(key, start)
		default:
			l.set(key, l.raw(key), tokenEnd(l.t, l.raw(key)))
		}
		cur = l.pattern(pattern)
		cur = l.opt(init, cur)
		l.set(c, start, cur)
	}
	return cur
}

func (l *layout) jsx(id int32) {
	n := &l.nodes[id]
	raw := int(n.start)
	e, ok := n.data.(*shim.EJSXElement)
	if !ok {
		return
	}
	tag := id + 1
	cur := raw + 1
	if l.nodes[tag].kind == KindMissing {
		l.missing(tag, cur)
	} else {
		cur = l.jsxTag(tag)
	}
	for c := l.nodes[tag].next; c < n.next; c = l.nodes[c].next {
		if l.nodes[c].kind == KindProperty {
			cur = l.attribute(c)
			continue
		}
		cur = l.expr(c, cur)
		if k := l.nodes[c].kind; k != KindJSXText {
			if i := l.skip(cur); l.byteAt(i) == '}' {
				cur = i + 1
			}
		}
	}
	end := int(e.CloseLoc.Start)
	if i := strings.IndexByte(l.t[min(end, len(l.t)):], '>'); i >= 0 {
		end += i + 1
	}
	l.set(id, raw, end)
}

// jsxTag lays out the name of an element: a, a-b, a:b, a.b.c.
func (l *layout) jsxTag(id int32) int {
	n := &l.nodes[id]
	end := 0
	if n.kind == KindDot {
		end = l.jsxTag(id + 1)
		if d, ok := n.data.(*shim.EDot); ok {
			end = jsxNameEnd(l.t, int(d.NameLoc.Start))
		}
	} else {
		end = jsxNameEnd(l.t, int(n.start))
	}
	l.set(id, int(n.start), end)
	return end
}

func (l *layout) attribute(id int32) int {
	n := &l.nodes[id]
	key := id + 1
	value := l.nodes[key].next
	init := l.nodes[value].next
	cur := int(n.start)
	if l.nodes[key].kind == KindMissing { // {...x}
		l.missing(key, cur)
		cur = l.expr(value, cur)
	} else {
		cur = jsxNameEnd(l.t, cur)
		if i := l.skip(cur); l.byteAt(i) == ':' {
			cur = jsxNameEnd(l.t, l.skip(i+1))
		}
		l.set(key, int(n.start), cur)
		if i := l.skip(cur); l.byteAt(i) != '=' {
			l.missing(value, cur) // the true that is not written
		} else {
			braces := l.byteAt(l.skip(i+1)) == '{'
			cur = l.expr(value, cur)
			if braces {
				cur = l.closing(cur, '}')
			}
		}
	}
	l.missing(init, cur)
	l.set(id, int(n.start), cur)
	return cur
}
