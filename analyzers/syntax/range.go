package syntax

import shim "github.com/evanw/esbuild/shim"

// Range is a stretch of a file in bytes, End exclusive.
type Range struct{ Start, End int32 }

// Range is the node's extent in bytes.
func (n Node) Range() Range { return Range{int32(n.Start()), int32(n.End())} }

// Start is the byte offset of the node's first byte. See End for what belongs to a node.
func (n Node) Start() int {
	if !n.f.lowered && !n.f.startsElsewhere(n.id) {
		return int(n.f.nodes[n.id].start)
	}
	start, _ := n.f.extent(n.id)
	return int(start)
}

// End is the byte offset after the node's last byte.
//
// A node covers what ESTree's nodes cover: its own tokens and its operands with their parentheses, not parentheses around itself; a
// statement with its semicolon when one is written; no comments or blanks at its ends. Where the tables differ:
//
//   - An exported declaration (KindVar, KindFunctionDecl, KindClassDecl) is the declaration, without the export keyword.
//   - A string concatenation that the parser folded is one KindString that covers all pieces, without the parentheses before the first. Of
//     one with an empty string ("" + typeof a, typeof a + "") only the other operand is left; what surrounds it covers both.
//   - A tagged template is one node, and so is `a, b, c` at its outermost; KindElement stands for the property, the default and the pattern.
//   - KindProperty of a class covers its decorators and, as a field, its semicolon. KindElement and KindParam cover default and dots.
//   - The block and the return that stand for an arrow function's bare expression cover it with its parentheses.
//   - The `use strict` directives of a module's top level are no nodes.
//   - The expression of a KindExprStmt that is the head of a for loop keeps its parentheses inside the statement.
//   - The parser makes `import(a ? b : c)` of two calls in a conditional; all three cover the call that is written.
//   - What the parser leaves out has no node: statements that are a constant (0;), what a constant decides (0 && a; `this` is undefined in a
//     module), all but the last of the functions of one name in a block.
//   - KindMissing is empty and stands after what precedes it.
//
// TypeScript: `as`, `satisfies` and `!` belong to the operand, and so to what surrounds it, but not to the operand's own node; a
// declarator or parameter covers its type. What the parser lowers (enums, namespaces, parameter properties) has nodes that nobody wrote;
// they lie within the construct they come from, and nothing more is promised. A parameter's decorator
// is a decorator of the method, or of the class for a constructor, inside a call of __decorateParam with the parameter's index.
//
// The parser keeps closing tokens but no ends. A question that cannot be answered from the node itself lays out the statement around it,
// without the bodies of functions in there, and the answer is kept: 8 bytes for every node of the file from the first such question on.
func (n Node) End() int {
	if !n.f.lowered {
		if end, ok := n.f.quickEnd(n.id); ok {
			return end
		}
	}
	_, end := n.f.extent(n.id)
	return int(end)
}

// extent is a node's extent by layout.
func (f *File) extent(id int32) (start, end int32) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.extents
	if l == nil {
		l = &layout{f: f, t: f.Text, nodes: f.nodes, ts: f.typescript}
		l.starts, l.ends = f.room.extents(len(f.nodes))
		l.set(0, 0, len(f.Text))
		f.extents = l
		if f.lowered {
			l.run()
		}
	}
	if l.ends[id] == 0 {
		l.stmt(f.statement(id))
		l.open = l.open[:0]
	}
	return l.starts[id], l.ends[id]
}

// statement is the nearest statement around a node that can be laid out by itself, or the node.
func (f *File) statement(id int32) int32 {
	for ; id > 0; id = f.nodes[id].parent {
		n := &f.nodes[id]
		parent := f.nodes[n.parent].kind
		switch n.kind {
		case KindExprStmt, KindVar:
			if parent != KindFor && parent != KindForIn && parent != KindForOf {
				return id
			}
		case KindReturn:
			if f.at(shim.Loc{Start: f.nodes[n.parent].start}) != '=' {
				return id
			}
		case KindEmpty, KindFunctionDecl, KindClassDecl, KindIf, KindFor, KindForIn, KindForOf, KindWhile, KindDoWhile, KindThrow, KindTry,
			KindSwitch, KindLabel, KindBreak, KindContinue, KindWith, KindDebugger, KindImport, KindExportNames, KindExportFrom,
			KindExportStar, KindExportDefault, KindExportAssign, KindDirective:
			return id
		case KindBlock:
			if parent == KindModule || parent == KindBlock || parent == KindStaticBlock {
				return id
			}
		}
	}
	return id
}

// startsElsewhere reports whether a node may start before the place that the parser gave it: one that starts with an operand, when that
// operand is in parentheses as in `(a).b`; a decorated class or member; the body of `a => b`; the head of a for loop.
func (f *File) startsElsewhere(id int32) bool {
	n := &f.nodes[id]
	switch n.kind {
	case KindBinary, KindLogical, KindAssign, KindCond, KindCall, KindDot, KindIndex, KindUpdate, KindTemplate:
		return f.leadsWithOperand(id) && f.firstWrapped(id)
	case KindBlock:
		return f.at(shim.Loc{Start: n.start}) == '='
	case KindReturn:
		return f.at(shim.Loc{Start: f.nodes[n.parent].start}) == '='
	case KindExprStmt:
		switch f.nodes[n.parent].kind {
		case KindFor, KindForIn, KindForOf:
			return true
		}
		return false
	case KindClass:
		return len(n.data.(*shim.EClass).Class.Decorators) > 0
	case KindClassDecl:
		return len(n.data.(*shim.SClass).Class.Decorators) > 0
	case KindProperty:
		return len(n.data.(*shim.Property).Decorators) > 0
	case KindMissing:
		return true
	}
	return false
}
