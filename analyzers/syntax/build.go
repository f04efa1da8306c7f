package syntax

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	shim "github.com/evanw/esbuild/shim"
)

// builder writes esbuild's tree into the node table. The order of children here is the contract that kind.go states.
type builder struct {
	f      *File
	parent int32
	fn     int32
	tree   *shim.AST
	nodes  []node
	idents []int32 // all KindIdent, in order
}

// scratch is room for tables: how many nodes a text has is not known before, and growing a table costs more than filling it.
type scratch struct {
	nodes        []node
	idents       []int32
	syms         []Sym
	uses         []int32
	starts, ends []int32 // of the layout
}

// maxScratch is the largest table that is kept for the next text, in nodes of 40 bytes.
const maxScratch = 1 << 20

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func (b *builder) acquire() *scratch {
	s := scratches.Get().(*scratch)
	b.nodes, b.idents = s.nodes[:0], s.idents[:0]
	return s
}

// Release says that nobody looks at the file or its nodes any more, and lets the next text have its room. Who does not call it leaves that to
// the garbage collector.
func (f *File) Release() {
	s, nodes, syms, uses := f.room, f.nodes, f.syms, f.uses
	f.room, f.nodes, f.syms, f.uses, f.extents, f.tree, f.src = nil, nil, nil, nil, nil, nil, nil
	if s == nil || cap(nodes) > maxScratch {
		return
	}
	clear(nodes) // or the tree stays
	clear(syms)
	s.nodes, s.syms, s.uses = nodes, syms, uses
	scratches.Put(s)
}

// extents gives the tables of a layout of n nodes, all zero. A file that did not parse has no scratch.
func (s *scratch) extents(n int) (starts, ends []int32) {
	if s == nil {
		return make([]int32, n), make([]int32, n)
	}
	s.starts, s.ends = zeros(s.starts, n), zeros(s.ends, n)
	return s.starts, s.ends
}

// zeros is a slice of n zeros, in the room of another where it has enough.
func zeros(s []int32, n int) []int32 {
	if cap(s) < n {
		return make([]int32, n)
	}
	s = s[:n]
	clear(s)
	return s
}

func (b *builder) open(kind Kind, data any, loc shim.Loc) int32 {
	id := int32(len(b.nodes))
	b.nodes = append(b.nodes, node{data: data, start: loc.Start, parent: b.parent, fn: b.fn, sym: NoSym, kind: kind})
	b.parent = id
	return id
}

func (b *builder) close(id int32) {
	n := &b.nodes[id]
	n.next = int32(len(b.nodes))
	b.parent = n.parent
}

func (b *builder) leaf(kind Kind, data any, loc shim.Loc) int32 {
	id := int32(len(b.nodes))
	b.nodes = append(b.nodes, node{data: data, start: loc.Start, parent: b.parent, fn: b.fn, sym: NoSym, kind: kind, next: id + 1})
	return id
}

// openESM and leafESM are open and leaf for what only a module has.
func (b *builder) openESM(kind Kind, data any, loc shim.Loc) int32 {
	b.f.HasESM = true
	return b.open(kind, data, loc)
}

func (b *builder) leafESM(kind Kind, data any, loc shim.Loc) int32 {
	b.f.HasESM = true
	return b.leaf(kind, data, loc)
}

func (b *builder) missing(loc shim.Loc) { b.leaf(KindMissing, nil, loc) }

// follow resolves merged symbols (a `var` that repeats a parameter, say) to the one that stands for them.
func (f *File) follow(ref shim.Ref) SymID {
	i := ref.InnerIndex
	for {
		next, ok := f.link(i)
		if !ok {
			break
		}
		i = next
	}
	if int(i) >= len(f.tree.Symbols) {
		return NoSym
	}
	return SymID(i)
}

// link is the symbol that another one is merged into.
func (f *File) link(i uint32) (uint32, bool) {
	if int(i) >= len(f.tree.Symbols) {
		return 0, false
	}
	l := f.tree.Symbols[i].Link
	if int(l.InnerIndex) >= len(f.tree.Symbols) || l.SourceIndex == ^uint32(0) {
		return 0, false
	}
	return l.InnerIndex, true
}

// shortenLinks lets every merged symbol point at the one that stands for it, so that thousands of `var a` in one scope do not make a chain
// that every use walks.
func (f *File) shortenLinks() {
	var path []uint32
	for i := range f.tree.Symbols {
		at := uint32(i)
		path = path[:0]
		for {
			next, ok := f.link(at)
			if !ok {
				break
			}
			path = append(path, at)
			at = next
		}
		for _, p := range path[:max(len(path)-1, 0)] {
			f.tree.Symbols[p].Link.InnerIndex = at
		}
	}
}

func (b *builder) module(stmts []shim.Stmt) {
	id := b.open(KindModule, nil, shim.Loc{})
	b.fn = id
	b.stmts(stmts)
	b.close(id)
}

func (b *builder) declare(id int32, ref shim.Ref, kind SymKind) {
	s := b.f.follow(ref)
	b.nodes[id].sym = s
	if s < 0 {
		return
	}
	sym := &b.f.syms[s]
	if sym.Decl < 0 || (kind == SymFunction && sym.Kind == SymVar) {
		sym.Decl = id
		sym.Kind = kind
	} else if sym.Decl != id {
		// A second declaration of a var, a parameter or a function: the name holds more than one value.
		sym.Writes++
	}
}

func (b *builder) optExpr(e shim.Expr, at shim.Loc) {
	if e.Data == nil {
		b.missing(at)
		return
	}
	b.expr(e)
}

func (b *builder) exprs(list []shim.Expr) {
	for _, e := range list {
		b.expr(e)
	}
}

func (b *builder) fnParts(id int32, args []shim.Arg, rest bool, body *shim.FnBody) {
	outer := b.fn
	b.fn = id
	for i := range args {
		a := &args[i]
		for _, d := range a.Decorators {
			_ = d // parameter decorators run at class definition; TypeScript only
		}
		at := a.Binding.Loc
		if rest && i == len(args)-1 {
			at = b.f.spread(at)
		}
		p := b.open(KindParam, a, at)
		b.binding(a.Binding, SymParam)
		b.optExpr(a.DefaultOrNil, a.Binding.Loc)
		b.close(p)
	}
	blk := b.open(KindBlock, body, body.Loc)
	b.stmts(body.Block.Stmts)
	b.close(blk)
	b.fn = outer
}

func (b *builder) class(kind Kind, data any, loc shim.Loc, c *shim.Class) {
	id := b.open(kind, data, loc)
	if c.Name != nil {
		b.declare(id, c.Name.Ref, SymClass)
	}
	b.optExpr(c.ExtendsOrNil, c.BodyLoc)
	for i := range c.Properties {
		p := &c.Properties[i]
		if p.Kind == shim.PropertyDeclareOrAbstract {
			continue
		}
		if p.ClassStaticBlock != nil {
			s := b.open(KindStaticBlock, p.ClassStaticBlock, p.Loc)
			b.stmts(p.ClassStaticBlock.Block.Stmts)
			b.close(s)
			continue
		}
		b.property(p)
	}
	for _, d := range c.Decorators {
		b.expr(d.Value)
	}
	b.close(id)
}

func (b *builder) property(p *shim.Property) {
	id := b.open(KindProperty, p, p.Loc)
	var op uint8
	switch p.Kind {
	case shim.PropertyMethod:
		op = uint8(PropMethod)
	case shim.PropertyGetter:
		op = uint8(PropGetter)
	case shim.PropertySetter:
		op = uint8(PropSetter)
	case shim.PropertySpread:
		op = uint8(PropSpread)
	}
	if p.Flags.Has(shim.PropertyIsComputed) {
		op |= 8
	}
	if p.Flags.Has(shim.PropertyIsStatic) {
		op |= 16
	}
	if p.Flags.Has(shim.PropertyWasShorthand) {
		op |= 32
	}
	b.nodes[id].op = op
	b.optExpr(p.Key, p.Loc)
	b.optExpr(p.ValueOrNil, p.Loc)
	b.optExpr(p.InitializerOrNil, p.Loc)
	for _, d := range p.Decorators {
		b.expr(d.Value)
	}
	b.close(id)
}

func (b *builder) binding(x shim.Binding, kind SymKind) {
	switch d := x.Data.(type) {
	case *shim.BIdentifier:
		id := b.leaf(KindBinding, d, x.Loc)
		b.declare(id, d.Ref, kind)
	case *shim.BArray:
		id := b.open(KindArrayPattern, d, x.Loc)
		for i := range d.Items {
			it := &d.Items[i]
			at, rest := it.Binding.Loc, d.HasSpread && i == len(d.Items)-1
			if rest {
				at = b.f.spread(at)
			}
			el := b.open(KindElement, it, at)
			if rest {
				b.nodes[el].op = 32
			}
			b.missing(it.Loc)
			b.binding(it.Binding, kind)
			b.optExpr(it.DefaultValueOrNil, it.Loc)
			b.close(el)
		}
		b.close(id)
	case *shim.BObject:
		id := b.open(KindObjectPattern, d, x.Loc)
		for i := range d.Properties {
			it := &d.Properties[i]
			el := b.open(KindElement, it, it.Loc)
			if it.IsComputed {
				b.nodes[el].op |= 8
			}
			if it.IsSpread {
				b.nodes[el].op |= 32
			}
			b.optExpr(it.Key, it.Loc)
			b.binding(it.Value, kind)
			b.optExpr(it.DefaultValueOrNil, it.Loc)
			b.close(el)
		}
		b.close(id)
	default:
		b.missing(x.Loc)
	}
}

func (b *builder) ident(ref shim.Ref, data any, loc shim.Loc) {
	id := b.leaf(KindIdent, data, loc)
	b.nodes[id].sym = b.f.follow(ref)
	b.idents = append(b.idents, id)
}

func (b *builder) expr(e shim.Expr) {
	switch d := e.Data.(type) {
	case *shim.EIdentifier:
		b.ident(d.Ref, d, e.Loc)
	case *shim.EImportIdentifier:
		b.ident(d.Ref, d, e.Loc)
	case *shim.EDot:
		id := b.open(KindDot, d, e.Loc)
		b.expr(d.Target)
		b.close(id)
	case *shim.EString:
		b.leaf(KindString, d, e.Loc)
	case *shim.ECall:
		id := b.open(KindCall, d, e.Loc)
		b.expr(d.Target)
		b.exprs(d.Args)
		b.close(id)
	case *shim.EObject:
		id := b.open(KindObject, d, e.Loc)
		for i := range d.Properties {
			b.property(&d.Properties[i])
		}
		b.close(id)
	case *shim.EFunction:
		id := b.open(KindFunction, d, e.Loc)
		if d.Fn.Name != nil {
			b.declare(id, d.Fn.Name.Ref, SymFunction)
		}
		b.fnParts(id, d.Fn.Args, d.Fn.HasRestArg, &d.Fn.Body)
		b.close(id)
	case *shim.EArrow:
		id := b.open(KindArrow, d, e.Loc)
		b.fnParts(id, d.Args, d.HasRestArg, &d.Body)
		b.close(id)
	case *shim.EBinary:
		kind := KindBinary
		switch {
		case d.Op >= shim.BinOpAssign:
			kind = KindAssign
		case d.Op == shim.BinOpLogicalAnd || d.Op == shim.BinOpLogicalOr || d.Op == shim.BinOpNullishCoalescing:
			kind = KindLogical
		}
		id := b.open(kind, d, e.Loc)
		b.nodes[id].op = uint8(d.Op)
		// A chain of a thousand + is as deep on its left; keep the stack flat by descending in a loop.
		b.binaryLeft(d)
		b.expr(d.Right)
		b.close(id)
	case *shim.EUnary:
		kind := KindUnary
		if d.Op >= shim.UnOpPreDec && d.Op <= shim.UnOpPostInc {
			kind = KindUpdate
		}
		id := b.open(kind, d, e.Loc)
		b.nodes[id].op = uint8(d.Op)
		b.expr(d.Value)
		b.close(id)
	case *shim.EIndex:
		id := b.open(KindIndex, d, e.Loc)
		b.expr(d.Target)
		b.expr(d.Index)
		b.close(id)
	case *shim.EArray:
		id := b.open(KindArray, d, e.Loc)
		b.exprs(d.Items)
		b.close(id)
	case *shim.ENumber:
		b.leaf(KindNumber, d, e.Loc)
	case *shim.EThis:
		b.leaf(KindThis, d, e.Loc)
	case *shim.EBoolean:
		b.leaf(KindBoolean, d, e.Loc)
	case *shim.ENull:
		b.leaf(KindNull, d, e.Loc)
	case *shim.EUndefined:
		b.leaf(KindUndefined, d, e.Loc)
	case *shim.ENew:
		id := b.open(KindNew, d, e.Loc)
		b.expr(d.Target)
		b.exprs(d.Args)
		b.close(id)
	case *shim.EIf:
		if at, ok := transposed(d); ok {
			e.Loc = at
		}
		id := b.open(KindCond, d, e.Loc)
		b.expr(d.Test)
		b.expr(d.Yes)
		b.expr(d.No)
		b.close(id)
	case *shim.ETemplate:
		id := b.open(KindTemplate, d, e.Loc)
		b.optExpr(d.TagOrNil, e.Loc)
		for i := range d.Parts {
			b.expr(d.Parts[i].Value)
		}
		b.close(id)
	case *shim.ERegExp:
		b.leaf(KindRegExp, d, e.Loc)
	case *shim.EAwait:
		id := b.open(KindAwait, d, e.Loc)
		b.expr(d.Value)
		b.close(id)
	case *shim.ESpread:
		id := b.open(KindSpread, d, e.Loc)
		b.expr(d.Value)
		b.close(id)
	case *shim.EClass:
		b.class(KindClass, d, e.Loc, &d.Class)
	case *shim.EYield:
		id := b.open(KindYield, d, e.Loc)
		b.optExpr(d.ValueOrNil, e.Loc)
		b.close(id)
	case *shim.EImportString:
		id := b.open(KindImportCall, d, e.Loc)
		b.missing(e.Loc)
		b.missing(e.Loc)
		b.close(id)
	case *shim.EImportCall:
		id := b.open(KindImportCall, d, e.Loc)
		b.expr(d.Expr)
		b.optExpr(d.OptionsOrNil, e.Loc)
		b.close(id)
	case *shim.EImportMeta:
		b.leafESM(KindImportMeta, d, e.Loc)
	case *shim.ENewTarget:
		b.leaf(KindNewTarget, d, e.Loc)
	case *shim.ESuper:
		b.leaf(KindSuper, d, e.Loc)
	case *shim.EBigInt:
		b.leaf(KindBigInt, d, e.Loc)
	case *shim.EPrivateIdentifier:
		id := b.leaf(KindPrivateName, d, e.Loc)
		b.nodes[id].sym = b.f.follow(d.Ref)
	case *shim.ENameOfSymbol:
		id := b.leaf(KindString, d, e.Loc)
		b.nodes[id].sym = b.f.follow(d.Ref)
	case *shim.EJSXElement:
		id := b.open(KindJSX, d, e.Loc)
		b.optExpr(d.TagOrNil, e.Loc)
		for i := range d.Properties {
			b.property(&d.Properties[i])
		}
		for _, c := range d.NullableChildren {
			if c.Data != nil {
				b.expr(c)
			}
		}
		b.close(id)
	case *shim.EJSXText:
		b.leaf(KindJSXText, d, e.Loc)
	case *shim.EInlinedEnum:
		b.expr(d.Value)
	case *shim.EAnnotation:
		b.expr(d.Value)
	default:
		b.missing(e.Loc)
	}
}

// transposed reports whether a conditional is what the parser makes of `import(a ? b : c)`: a ? import(b) : import(c), with both calls where
// the one was. The conditional then stands there too.
func transposed(d *shim.EIf) (shim.Loc, bool) {
	switch y := d.Yes.Data.(type) {
	case *shim.EImportCall, *shim.EImportString:
		return d.Yes.Loc, d.Yes.Loc.Start < d.Test.Loc.Start
	case *shim.EIf:
		return transposed(y)
	}
	return shim.Loc{}, false
}

// binaryLeft writes the left operand of a binary expression without recursing along a left-leaning chain.
func (b *builder) binaryLeft(d *shim.EBinary) {
	var stack []int32
	for {
		left, ok := d.Left.Data.(*shim.EBinary)
		if !ok || left.Op >= shim.BinOpAssign {
			b.expr(d.Left)
			break
		}
		kind := KindBinary
		if left.Op == shim.BinOpLogicalAnd || left.Op == shim.BinOpLogicalOr || left.Op == shim.BinOpNullishCoalescing {
			kind = KindLogical
		}
		id := b.open(kind, left, d.Left.Loc)
		b.nodes[id].op = uint8(left.Op)
		stack = append(stack, id)
		d = left
	}
	for i := len(stack) - 1; i >= 0; i-- {
		id := stack[i]
		b.expr(b.nodes[id].data.(*shim.EBinary).Right)
		b.close(id)
	}
}

func (b *builder) stmts(list []shim.Stmt) {
	for _, s := range b.sourceOrder(list) {
		b.stmt(s)
	}
}

// sourceOrder undoes what the parser's second pass does to the order of statements, so that the table tells what is written.
//
// In a block (not in a function's body) a function declaration becomes `let f = function() {}` at the block's start, and in sloppy
// mode `var f = f` after it, which stands for the name outside (Annex B.3.2 of ECMAScript; js_parser.go, visitStmts). Here it is
// a declaration again, in its place, with one symbol for both names. TypeScript's `export =` is moved to the end of the file.
func (b *builder) sourceOrder(list []shim.Stmt) []shim.Stmt {
	if len(list) == 0 {
		return list
	}
	var fns []shim.Stmt
	rest := list
	if l, ok := list[0].Data.(*shim.SLocal); ok && isHoisted(list[0], l) {
		rest = rest[1:]
		for i := range l.Decls {
			d := &l.Decls[i]
			fn, ok := d.ValueOrNil.Data.(*shim.EFunction)
			id, isID := d.Binding.Data.(*shim.BIdentifier)
			if !ok || !isID {
				return list
			}
			decl := &shim.SFunction{Fn: fn.Fn}
			decl.Fn.Name = &shim.LocRef{Loc: d.Binding.Loc, Ref: id.Ref}
			fns = append(fns, shim.Stmt{Loc: d.ValueOrNil.Loc, Data: decl})
		}
		if len(rest) > 0 {
			if v, ok := rest[0].Data.(*shim.SLocal); ok && v.Kind == shim.LocalVar && b.f.at(rest[0].Loc) != 'v' && rest[0].Loc == v.Decls[0].ValueOrNil.Loc {
				rest = rest[1:]
				for i := range v.Decls {
					outer, ok := v.Decls[i].Binding.Data.(*shim.BIdentifier)
					inner, ok2 := v.Decls[i].ValueOrNil.Data.(*shim.EIdentifier)
					if ok && ok2 && b.f.follow(outer.Ref) != b.f.follow(inner.Ref) {
						b.tree.Symbols[b.f.follow(inner.Ref)].Link = outer.Ref
					}
				}
			}
		}
	} else if _, last := list[len(list)-1].Data.(*shim.SExportEquals); !last && (len(list) < 2 || list[0].Loc.Start <= list[1].Loc.Start) {
		return list
	}
	out := append(fns, rest...)
	slices.SortStableFunc(out, func(x, y shim.Stmt) int { return int(x.Loc.Start - y.Loc.Start) })
	return out
}

// isHoisted reports whether the declaration is the one that the parser makes of a block's functions: no keyword of its own stands
// at its place, but the first function's.
func isHoisted(s shim.Stmt, l *shim.SLocal) bool {
	if l.Kind != shim.LocalLet || len(l.Decls) == 0 || s.Loc != l.Decls[0].ValueOrNil.Loc {
		return false
	}
	_, ok := l.Decls[0].ValueOrNil.Data.(*shim.EFunction)
	return ok
}

// after is where the token after a word stands, when that word is at an offset; the offset itself otherwise.
func (f *File) after(word string, offset int) int {
	if offset < 0 || !strings.HasPrefix(f.Text[min(offset, len(f.Text)):], word) {
		return offset
	}
	return skipTrivia(f.Text, offset+len(word))
}

// spread is where the three dots before a place stand; the place itself when there are none.
func (f *File) spread(loc shim.Loc) shim.Loc {
	if i := strings.LastIndex(f.Text[:loc.Start], "..."); i >= 0 && skipTrivia(f.Text, i+3) == int(loc.Start) {
		loc.Start = int32(i)
	}
	return loc
}

// at is the byte at a place, 0 outside the text.
func (f *File) at(loc shim.Loc) byte {
	if loc.Start < 0 || int(loc.Start) >= len(f.Text) {
		return 0
	}
	return f.Text[loc.Start]
}

func (b *builder) block(list []shim.Stmt, data any, loc shim.Loc) {
	id := b.open(KindBlock, data, loc)
	b.stmts(list)
	b.close(id)
}

func (b *builder) optStmt(s shim.Stmt, at shim.Loc) {
	if s.Data == nil {
		b.missing(at)
		return
	}
	b.stmt(s)
}

func (b *builder) stmt(s shim.Stmt) {
	switch d := s.Data.(type) {
	case *shim.SExpr:
		id := b.open(KindExprStmt, d, s.Loc)
		b.expr(d.Value)
		b.close(id)
	case *shim.SLocal:
		b.local(d, s.Loc)
	case *shim.SReturn:
		id := b.open(KindReturn, d, s.Loc)
		b.optExpr(d.ValueOrNil, s.Loc)
		b.close(id)
	case *shim.SIf:
		id := b.open(KindIf, d, s.Loc)
		b.expr(d.Test)
		b.stmt(d.Yes)
		b.optStmt(d.NoOrNil, s.Loc)
		b.close(id)
	case *shim.SBlock:
		if b.f.at(s.Loc) != '{' {
			// `if (a) function f() {}` gets a block of the parser's making.
			if list := b.sourceOrder(d.Stmts); len(list) == 1 {
				b.stmt(list[0])
				return
			}
		}
		b.block(d.Stmts, d, s.Loc)
	case *shim.SFunction:
		// Of `export async function` the parser has the place of export; of all other declarations that of the declaration.
		s.Loc.Start = int32(b.f.after("export", int(s.Loc.Start)))
		id := b.open(KindFunctionDecl, d, s.Loc)
		if d.Fn.Name != nil {
			b.declare(id, d.Fn.Name.Ref, SymFunction)
		}
		b.fnParts(id, d.Fn.Args, d.Fn.HasRestArg, &d.Fn.Body)
		b.close(id)
	case *shim.SClass:
		b.class(KindClassDecl, d, s.Loc, &d.Class)
	case *shim.SFor:
		id := b.open(KindFor, d, s.Loc)
		b.optStmt(d.InitOrNil, s.Loc)
		b.optExpr(d.TestOrNil, s.Loc)
		b.optExpr(d.UpdateOrNil, s.Loc)
		b.stmt(d.Body)
		b.close(id)
	case *shim.SForIn:
		id := b.open(KindForIn, d, s.Loc)
		b.stmt(d.Init)
		b.expr(d.Value)
		b.stmt(d.Body)
		b.close(id)
	case *shim.SForOf:
		id := b.open(KindForOf, d, s.Loc)
		b.stmt(d.Init)
		b.expr(d.Value)
		b.stmt(d.Body)
		b.close(id)
	case *shim.SWhile:
		id := b.open(KindWhile, d, s.Loc)
		b.expr(d.Test)
		b.stmt(d.Body)
		b.close(id)
	case *shim.SDoWhile:
		id := b.open(KindDoWhile, d, s.Loc)
		b.stmt(d.Body)
		b.expr(d.Test)
		b.close(id)
	case *shim.SThrow:
		id := b.open(KindThrow, d, s.Loc)
		b.expr(d.Value)
		b.close(id)
	case *shim.STry:
		id := b.open(KindTry, d, s.Loc)
		b.block(d.Block.Stmts, &d.Block, d.BlockLoc)
		if c := d.Catch; c != nil {
			cid := b.open(KindCatch, c, c.Loc)
			if c.BindingOrNil.Data != nil {
				b.binding(c.BindingOrNil, SymCatch)
			} else {
				b.missing(c.Loc)
			}
			b.block(c.Block.Stmts, &c.Block, c.BlockLoc)
			b.close(cid)
		} else {
			b.missing(s.Loc)
		}
		if d.Finally != nil {
			b.block(d.Finally.Block.Stmts, &d.Finally.Block, shim.Loc{Start: int32(b.f.after("finally", int(d.Finally.Loc.Start)))})
		} else {
			b.missing(s.Loc)
		}
		b.close(id)
	case *shim.SSwitch:
		id := b.open(KindSwitch, d, s.Loc)
		b.expr(d.Test)
		for i := range d.Cases {
			c := &d.Cases[i]
			cid := b.open(KindCase, c, c.Loc)
			b.optExpr(c.ValueOrNil, c.Loc)
			b.stmts(c.Body)
			b.close(cid)
		}
		b.close(id)
	case *shim.SLabel:
		id := b.open(KindLabel, d, s.Loc)
		b.nodes[id].sym = b.f.follow(d.Name.Ref)
		b.stmt(d.Stmt)
		b.close(id)
	case *shim.SBreak:
		id := b.leaf(KindBreak, d, s.Loc)
		if d.Label != nil {
			b.nodes[id].sym = b.f.follow(d.Label.Ref)
		}
	case *shim.SContinue:
		id := b.leaf(KindContinue, d, s.Loc)
		if d.Label != nil {
			b.nodes[id].sym = b.f.follow(d.Label.Ref)
		}
	case *shim.SImport:
		id := b.openESM(KindImport, d, s.Loc)
		b.imported(d.DefaultName, d.ImportRecordIndex, "default")
		if d.StarNameLoc != nil {
			b.imported(&shim.LocRef{Loc: *d.StarNameLoc, Ref: d.NamespaceRef}, d.ImportRecordIndex, "*")
		}
		if d.Items != nil {
			for i := range *d.Items {
				it := &(*d.Items)[i]
				b.imported(&it.Name, d.ImportRecordIndex, it.Alias)
			}
		}
		b.close(id)
	case *shim.SExportClause:
		b.leafESM(KindExportNames, d, s.Loc)
		for _, it := range d.Items {
			if sym := b.f.follow(it.Name.Ref); sym >= 0 {
				b.f.syms[sym].Exported = true
			}
		}
	case *shim.SExportFrom:
		b.leafESM(KindExportFrom, d, s.Loc)
	case *shim.SExportStar:
		b.leafESM(KindExportStar, d, s.Loc)
	case *shim.SExportDefault:
		id := b.openESM(KindExportDefault, d, s.Loc)
		// The parser gives some values the place of the export keyword.
		value := d.Value
		if value.Loc == s.Loc {
			value.Loc.Start = int32(b.f.after("default", b.f.after("export", int(s.Loc.Start))))
		}
		b.stmt(value)
		b.close(id)
	case *shim.SExportEquals:
		id := b.open(KindExportAssign, d, s.Loc)
		b.expr(d.Value)
		b.close(id)
	case *shim.SLazyExport:
		id := b.open(KindExportAssign, d, s.Loc)
		b.expr(d.Value)
		b.close(id)
	case *shim.SWith:
		id := b.open(KindWith, d, s.Loc)
		b.expr(d.Value)
		b.stmt(d.Body)
		b.close(id)
	case *shim.SEnum:
		id := b.open(KindEnum, d, s.Loc)
		b.declare(id, d.Name.Ref, SymOther)
		for i := range d.Values {
			b.optExpr(d.Values[i].ValueOrNil, d.Values[i].Loc)
		}
		b.close(id)
	case *shim.SNamespace:
		id := b.open(KindNamespace, d, s.Loc)
		b.declare(id, d.Name.Ref, SymOther)
		b.stmts(d.Stmts)
		b.close(id)
	case *shim.SDebugger:
		b.leaf(KindDebugger, d, s.Loc)
	case *shim.SDirective:
		b.leaf(KindDirective, d, s.Loc)
	case *shim.SEmpty:
		b.leaf(KindEmpty, d, s.Loc)
	case *shim.SComment, *shim.STypeScript:
		// no run-time meaning
	default:
		b.missing(s.Loc)
	}
}

func (b *builder) imported(name *shim.LocRef, record uint32, as string) {
	if name == nil {
		return
	}
	id := b.leaf(KindBinding, nil, name.Loc)
	b.declare(id, name.Ref, SymImport)
	if s := b.nodes[id].sym; s >= 0 {
		b.f.syms[s].Import = int32(record)
		b.f.syms[s].ImportName = as
	}
}

func (b *builder) local(d *shim.SLocal, loc shim.Loc) {
	id := b.open(KindVar, d, loc)
	b.nodes[id].op = uint8(d.Kind)
	kind := SymVar
	switch d.Kind {
	case shim.LocalLet:
		kind = SymLet
	case shim.LocalConst, shim.LocalUsing, shim.LocalAwaitUsing:
		kind = SymConst
	}
	for i := range d.Decls {
		decl := &d.Decls[i]
		did := b.open(KindDeclarator, decl, decl.Binding.Loc)
		b.binding(decl.Binding, kind)
		b.optExpr(decl.ValueOrNil, decl.Binding.Loc)
		b.close(did)
	}
	b.close(id)
}

// index groups the uses of every symbol and counts the writes. It runs once, after the walk.
func (f *File) index(idents []int32) {
	total := int32(0)
	for _, id := range idents {
		if sym := f.nodes[id].sym; sym >= 0 {
			s := &f.syms[sym]
			s.useEnd++
			total++
			if isWriteTarget(f, id) {
				s.Writes++
			}
		}
	}
	at := int32(0)
	for i := range f.syms {
		s := &f.syms[i]
		count := s.useEnd
		s.useStart, s.useEnd = at, at
		at += count
	}
	f.uses = zeros(f.room.uses, int(total))
	for _, id := range idents {
		if sym := f.nodes[id].sym; sym >= 0 {
			s := &f.syms[sym]
			f.uses[s.useEnd] = id
			s.useEnd++
		}
	}
}

// IsWrite reports whether the identifier is the target of an assignment, an update, a for-in/of head or a pattern in one of them.
func (n Node) IsWrite() bool { return n.Kind() == KindIdent && isWriteTarget(n.f, n.id) }

func isWriteTarget(f *File, id int32) bool {
	for {
		p := f.nodes[id].parent
		switch f.nodes[p].kind {
		case KindAssign:
			return id == p+1
		case KindUpdate:
			return true
		case KindForIn, KindForOf:
			return id == p+1
		case KindExprStmt:
			// `for (x of y)` keeps its target as an expression statement.
			g := f.nodes[p].parent
			if k := f.nodes[g].kind; k == KindForIn || k == KindForOf {
				return p == g+1
			}
			return false
		case KindArray, KindSpread, KindObject:
			id = p
		case KindProperty:
			if id == p+1 { // a key
				return false
			}
			// the value of a property is a target when the object is one; a default never is
			if f.nodes[p+1].next != id {
				return false
			}
			id = p
		default:
			return false
		}
	}
}

func utf16String(v []uint16) string {
	ascii := true
	for _, c := range v {
		if c >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		buf := make([]byte, len(v))
		for i, c := range v {
			buf[i] = byte(c)
		}
		return string(buf)
	}
	return string(utf16.Decode(v))
}

func numberKey(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
