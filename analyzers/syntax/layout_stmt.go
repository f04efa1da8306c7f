package syntax

import (
	"strings"

	shim "github.com/evanw/esbuild/shim"
)

// stmt lays out a statement and answers with its end. Statements know their first byte, so they need no cursor.
func (l *layout) stmt(id int32) int {
	if end := l.ends[id]; end > 0 {
		return int(end)
	}
	n := &l.nodes[id]
	raw := int(n.start)
	first := id + 1
	end := raw
	switch n.kind {
	case KindBlock, KindStaticBlock:
		l.block(id, raw)
		return int(l.ends[id])
	case KindEmpty:
		switch l.byteAt(raw) {
		case ';':
			end++
		case '"', '\'': // the parser does not keep "use asm"
			end = l.semicolon(stringEnd(l.t, raw))
		}
	case KindExprStmt:
		end = l.semicolon(l.expr(first, raw))
	case KindVar:
		end = l.semicolon(l.declarators(id))
	case KindFunctionDecl:
		l.function(id)
		return int(l.ends[id])
	case KindClassDecl:
		l.class(id)
		return int(l.ends[id])
	case KindIf:
		end = l.conditional(id)
	case KindFor, KindForIn, KindForOf:
		end = l.loop(id)
	case KindWhile, KindWith:
		l.expr(first, l.head(raw))
		end = l.stmt(l.nodes[first].next)
	case KindDoWhile:
		end = l.stmt(first)
		i := l.skip(end)
		if strings.HasPrefix(l.t[min(i, len(l.t)):], "while") {
			end = l.expr(l.nodes[first].next, l.head(i))
			end = l.semicolon(l.closing(end, ')'))
		}
	case KindReturn, KindThrow:
		end = identEnd(l.t, raw)
		if l.nodes[first].kind == KindMissing {
			l.missing(first, end)
		} else {
			end = l.expr(first, end)
		}
		end = l.semicolon(end)
	case KindTry:
		l.block(first, raw)
		end = int(l.ends[first])
		c := l.nodes[first].next
		if l.nodes[c].kind == KindMissing {
			l.missing(c, end)
		} else {
			binding := c + 1
			at := l.raw(c) + len("catch")
			if l.nodes[binding].kind == KindMissing {
				l.missing(binding, at)
			} else {
				l.pattern(binding)
			}
			body := l.nodes[binding].next
			l.block(body, at)
			end = int(l.ends[body])
			l.set(c, l.raw(c), end)
		}
		c = l.nodes[c].next
		if l.nodes[c].kind == KindMissing {
			l.missing(c, end)
		} else {
			end = l.stmt(c)
		}
	case KindSwitch:
		l.expr(first, l.head(raw))
		for c := l.nodes[first].next; c < n.next; c = l.nodes[c].next {
			l.switchCase(c)
		}
		if d, ok := n.data.(*shim.SSwitch); ok {
			end = int(d.CloseBraceLoc.Start) + 1
		}
	case KindLabel:
		end = l.stmt(first)
	case KindBreak:
		var label *shim.LocRef
		if d, ok := n.data.(*shim.SBreak); ok {
			label = d.Label
		}
		end = l.jump(raw, label)
	case KindContinue:
		var label *shim.LocRef
		if d, ok := n.data.(*shim.SContinue); ok {
			label = d.Label
		}
		end = l.jump(raw, label)
	case KindDebugger:
		end = l.semicolon(identEnd(l.t, raw))
	case KindDirective:
		end = l.semicolon(stringEnd(l.t, raw))
	case KindImport:
		for c := first; c < n.next; c = l.nodes[c].next {
			l.pattern(c)
		}
		if d, ok := n.data.(*shim.SImport); ok {
			end = l.afterPath(d.ImportRecordIndex)
		}
	case KindExportFrom:
		if d, ok := n.data.(*shim.SExportFrom); ok {
			end = l.afterPath(d.ImportRecordIndex)
		}
	case KindExportStar:
		if d, ok := n.data.(*shim.SExportStar); ok {
			end = l.afterPath(d.ImportRecordIndex)
		}
	case KindExportNames:
		i := l.skip(raw + len("export"))
		if strings.HasPrefix(l.t[min(i, len(l.t)):], "type") { // TypeScript
			i = l.skip(i + len("type"))
		}
		end = l.semicolon(balanced(l.t, i))
	case KindExportDefault:
		end = l.stmt(first)
	case KindExportAssign:
		end = l.semicolon(l.expr(first, raw))
	case KindNamespace, KindEnum, KindCase, KindCatch, KindParam, KindDeclarator, KindElement, KindModule:
		// Not met as statements; see switchCase, params, declarators, elements. The parser lowers namespaces and enums.
		for c := first; c < n.next; c = l.nodes[c].next {
			end = max(end, l.stmt(c))
		}
	default:
		return l.expr(id, -1)
	}
	l.set(id, raw, end)
	return end
}

// semicolon is after the semicolon when one is written next; otherwise automatic insertion ended the statement before.
func (l *layout) semicolon(end int) int {
	if i := l.skip(end); l.byteAt(i) == ';' {
		return i + 1
	}
	return end
}

// head is after the parenthesis that opens the head of the statement at i: if (, while (, for await (.
func (l *layout) head(i int) int {
	i = l.skip(identEnd(l.t, i))
	if l.byteAt(i) == 'a' { // await
		i = l.skip(identEnd(l.t, i))
	}
	if l.byteAt(i) == '(' {
		i++
	}
	return i
}

// conditional lays out an if statement. Chains of else if are long in generated code, so the descent is a loop.
func (l *layout) conditional(id int32) int {
	var chain []int32
	end := 0
	for {
		chain = append(chain, id)
		test := id + 1
		l.expr(test, l.head(l.raw(id)))
		then := l.nodes[test].next
		end = l.stmt(then)
		other := l.nodes[then].next
		switch l.nodes[other].kind {
		case KindMissing:
			l.missing(other, end)
		case KindIf:
			if end = int(l.ends[other]); end == 0 {
				id = other
				continue
			}
		default:
			end = l.stmt(other)
		}
		break
	}
	for _, c := range chain {
		l.set(c, l.raw(c), end)
	}
	return end
}

func (l *layout) loop(id int32) int {
	n := &l.nodes[id]
	cur := l.head(int(n.start))
	init := id + 1
	switch l.nodes[init].kind {
	case KindMissing:
		l.missing(init, cur)
	case KindVar:
		cur = l.declarators(init)
		l.set(init, l.raw(init), cur)
	case KindExprStmt:
		value := init + 1
		base := len(l.open)
		l.gap(cur, l.raw(value))
		start, end := l.operand(value, base)
		l.open = l.open[:base]
		l.set(init, start, end)
		cur = end
	default:
		cur = l.stmt(init)
	}
	c := l.nodes[init].next
	for l.nodes[c].next < n.next {
		cur = l.opt(c, cur)
		c = l.nodes[c].next
	}
	return l.stmt(c)
}

// declarators lays out the declarations of a KindVar and answers with the end of the last.
func (l *layout) declarators(id int32) int {
	n := &l.nodes[id]
	end := int(n.start)
	for c := id + 1; c < n.next; c = l.nodes[c].next {
		pattern := c + 1
		end = l.annotated(l.pattern(pattern))
		end = l.opt(l.nodes[pattern].next, end)
		l.set(c, l.raw(c), end)
	}
	if l.ts && l.lowered(int(n.start)) {
		// An enum or a namespace ends with its braces.
		if i := strings.IndexByte(l.t[n.start:], '{'); i >= 0 {
			end = max(end, balanced(l.t, int(n.start)+i))
		}
	}
	return end
}

// lowered reports whether a variable statement at i was an enum or a namespace.
func (l *layout) lowered(i int) bool {
	for {
		switch e := identEnd(l.t, i); l.t[i:e] {
		case "export", "const":
			i = l.skip(e)
		case "enum", "namespace", "module":
			return true
		default:
			return false
		}
	}
}

func (l *layout) switchCase(id int32) {
	n := &l.nodes[id]
	raw := int(n.start)
	test := id + 1
	end := identEnd(l.t, raw)
	if l.nodes[test].kind == KindMissing {
		l.missing(test, end)
	} else {
		end = l.expr(test, end)
	}
	if i := l.skip(end); l.byteAt(i) == ':' {
		end = i + 1
	}
	for c := l.nodes[test].next; c < n.next; c = l.nodes[c].next {
		end = max(end, l.stmt(c))
	}
	l.set(id, raw, end)
}

// jump is the end of a break or continue.
func (l *layout) jump(raw int, label *shim.LocRef) int {
	end := identEnd(l.t, raw)
	if label != nil {
		end = identEnd(l.t, int(label.Loc.Start))
	}
	return l.semicolon(end)
}

// afterPath is the end of an import or re-export, whose specifier is the last thing but for attributes.
func (l *layout) afterPath(record uint32) int {
	if int(record) >= len(l.f.records) {
		return 0
	}
	end := l.f.records[record].End
	i := l.skip(end)
	if e := identEnd(l.t, i); e > i && (l.t[i:e] == "with" || l.t[i:e] == "assert") {
		if j := l.skip(e); l.byteAt(j) == '{' {
			end = balanced(l.t, j)
		}
	}
	return l.semicolon(end)
}
