package syntax

import (
	"strings"

	shim "github.com/evanw/esbuild/shim"
)

// Most questions are about nodes that the parser has given a closing token, or that are one token. These are answered from the node
// itself, so that few files are ever laid out. What is said here must be what the layout says; TestExtentsNest and TestCorpus hold them
// together.

// quickEnd is a node's end when it can be told without a layout.
func (f *File) quickEnd(id int32) (end int, ok bool) {
	n := &f.nodes[id]
	raw := int(n.start)
	closing := func(at shim.Loc) (int, bool) { return int(at.Start) + 1, at.Start > 0 }
	switch n.kind {
	case KindIdent, KindPrivateName, KindThis, KindSuper, KindNull, KindBinding:
		return identEnd(f.Text, raw), true
	case KindString, KindNumber:
		return f.quickLiteral(id)
	case KindRegExp:
		return raw + len(n.data.(*shim.ERegExp).Value), true
	case KindDot:
		return identEnd(f.Text, int(n.data.(*shim.EDot).NameLoc.Start)), f.nodes[n.parent].kind != KindJSX
	case KindIndex:
		return closing(n.data.(*shim.EIndex).CloseBracketLoc)
	case KindCall:
		return closing(n.data.(*shim.ECall).CloseParenLoc)
	case KindNew:
		return closing(n.data.(*shim.ENew).CloseParenLoc)
	case KindArray:
		return closing(n.data.(*shim.EArray).CloseBracketLoc)
	case KindObject:
		return closing(n.data.(*shim.EObject).CloseBraceLoc)
	case KindArrayPattern:
		return closing(n.data.(*shim.BArray).CloseBracketLoc)
	case KindObjectPattern:
		return closing(n.data.(*shim.BObject).CloseBraceLoc)
	case KindFunction:
		return closing(n.data.(*shim.EFunction).Fn.Body.Block.CloseBraceLoc)
	case KindFunctionDecl:
		return closing(n.data.(*shim.SFunction).Fn.Body.Block.CloseBraceLoc)
	case KindArrow:
		return closing(n.data.(*shim.EArrow).Body.Block.CloseBraceLoc)
	case KindClass:
		return closing(n.data.(*shim.EClass).Class.CloseBraceLoc)
	case KindClassDecl:
		return closing(n.data.(*shim.SClass).Class.CloseBraceLoc)
	case KindBlock:
		switch d := n.data.(type) {
		case *shim.FnBody:
			return closing(d.Block.CloseBraceLoc)
		case *shim.SBlock:
			return closing(d.CloseBraceLoc)
		}
	case KindStaticBlock:
		return closing(n.data.(*shim.ClassStaticBlock).Block.CloseBraceLoc)
	case KindSwitch:
		return closing(n.data.(*shim.SSwitch).CloseBraceLoc)
	case KindTry:
		d := n.data.(*shim.STry)
		if d.Finally != nil {
			return closing(d.Finally.Block.CloseBraceLoc)
		}
		return closing(d.Catch.Block.CloseBraceLoc)
	case KindCatch:
		return closing(n.data.(*shim.Catch).Block.CloseBraceLoc)
	case KindAssign, KindAwait:
		value := id + 1
		if n.kind == KindAssign {
			value = f.nodes[value].next
		}
		if end, ok = f.quickEnd(value); ok {
			_, ok = f.quickStop(end)
		}
		return end, ok
	case KindExprStmt, KindReturn, KindThrow:
		switch p := &f.nodes[n.parent]; p.kind {
		case KindFor, KindForIn, KindForOf:
			return 0, false // no statement of its own
		case KindBlock:
			if n.kind == KindReturn && f.at(shim.Loc{Start: p.start}) == '=' {
				return 0, false // nor is a bare expression
			}
		}
		if end, ok = f.quickEnd(id + 1); ok {
			return f.quickStatement(end)
		}
	}
	return 0, false
}

// quickLiteral is the end of a string or number that the parser cannot have made of several.
func (f *File) quickLiteral(id int32) (end int, ok bool) {
	n := &f.nodes[id]
	switch c := f.at(shim.Loc{Start: n.start}); {
	case c == '"' || c == '\'' || c == '`' || c >= '0' && c <= '9':
	default:
		return 0, false
	}
	if f.typescript && n.kind == KindNumber { // enums
		return 0, false
	}
	end = tokenEnd(f.Text, int(n.start))
	i := skipTrivia(f.Text, end)
	for i < len(f.Text) && f.Text[i] == ')' {
		i = skipTrivia(f.Text, i+1)
	}
	return end, i >= len(f.Text) || f.Text[i] != '+' && f.Text[i] != '=' && f.Text[i] != '!'
}

// quickStop reports whether an expression surely ends at end: a comma, a semicolon or a brace follows, or a word on another line. next is where
// that stands.
func (f *File) quickStop(end int) (next int, ok bool) {
	i := skipTrivia(f.Text, end)
	if i >= len(f.Text) {
		return i, true
	}
	switch c := f.Text[i]; {
	case c == ';' || c == ',' || c == '}' || c == ']':
		return i, true
	case identByte(c):
		return i, strings.IndexByte(f.Text[end:i], '\n') >= 0
	}
	return i, false
}

// quickStatement is the end of a statement whose expression ends at end.
func (f *File) quickStatement(end int) (int, bool) {
	i, ok := f.quickStop(end)
	if ok && i < len(f.Text) && f.Text[i] == ';' {
		return i + 1, true
	}
	return end, ok && (i >= len(f.Text) || f.Text[i] != ',' && f.Text[i] != ']')
}

// firstWrapped reports whether the first operand of a node may be in parentheses, so that the node starts before the place that the parser
// gave it.
func (f *File) firstWrapped(id int32) bool {
	t := f.Text
	raw := int(f.nodes[id].start)
	i, newline := raw-1, false
	for i >= 0 && (t[i] == ' ' || t[i] == '\t' || t[i] == '\n' || t[i] == '\r') {
		newline = newline || t[i] == '\n' || t[i] == '\r'
		if i--; i < raw-1000 {
			return true
		}
	}
	if i < 0 {
		return false
	}
	switch c := t[i]; {
	case c == '(':
	case c == '/' || c == '+' || c >= 0x80 || c == '\v' || c == '\f' || c == '>' && f.typescript:
		return true // a comment may end here, or a sum whose empty string is gone
	case newline:
		line := t[max(strings.LastIndexByte(t[max(i-1000, 0):i], '\n')+max(i-1000, 0), 0):i]
		return len(line) >= 999 || strings.Contains(line, "//") || strings.Contains(line, "<!--") || strings.Contains(line, "-->") ||
			strings.ContainsRune(line, '\r')
	default:
		return false
	}
	for c := id + 1; ; c++ {
		end, ok := f.quickEnd(c)
		if !ok {
			return true
		}
		i := skipTrivia(t, end)
		if i < len(t) && t[i] == '+' {
			// The empty string of (a + '') may be gone.
			if j := skipTrivia(t, i+1); j < len(t) && (t[j] == '"' || t[j] == '\'' || t[j] == '`') {
				return true
			}
		}
		if i >= len(t) || t[i] == ')' || f.typescript && (t[i] == '!' || t[i] == 'a' || t[i] == 's') {
			return true
		}
		if !f.leadsWithOperand(c) {
			return false
		}
	}
}

// leadsWithOperand reports whether a node's first token is that of its first child.
func (f *File) leadsWithOperand(id int32) bool {
	n := &f.nodes[id]
	switch n.kind {
	case KindBinary, KindLogical, KindAssign, KindCall, KindDot, KindIndex:
		return true
	case KindCond:
		_, moved := transposed(n.data.(*shim.EIf))
		return !moved
	case KindUpdate:
		return shim.OpCode(n.op) >= shim.UnOpPostDec
	case KindTemplate:
		return f.nodes[id+1].kind != KindMissing
	}
	return false
}
