package effects

import "nodebeyond/analyzers/syntax"

// chain lowers a member access or a call, with the optional chain that it may be the end of.
func (l *lowerer) chain(n syntax.Node) ValueID {
	mark := len(l.chains)
	v := l.link(n, false)
	l.shutChains(mark)
	return v
}

// shutChains ends the optional chains that were opened since mark.
func (l *lowerer) shutChains(mark int) {
	for len(l.chains) > mark {
		i := l.chains[len(l.chains)-1]
		l.chains = l.chains[:len(l.chains)-1]
		l.shut(i + 1)
		l.emptyBlock()
		l.shutIf(i)
	}
}

// short opens the branch that `?.` makes: what follows it in the chain, arguments among it, runs only when the value is neither
// undefined nor null (ECMAScript, section 13.3.9).
func (l *lowerer) short(v ValueID, n syntax.Node) {
	l.chains = append(l.chains, l.openIf(v, IfPresent, n.Start()))
	l.openBlock()
}

func (l *lowerer) isOptional(n syntax.Node) bool { return l.optional && n.Optional() }

// link lowers one link of a chain; quiet leaves out the read of its last member.
func (l *lowerer) link(n syntax.Node, quiet bool) ValueID {
	v := l.linked(n, quiet)
	l.note(n, v)
	return v
}

func (l *lowerer) linked(n syntax.Node, quiet bool) ValueID {
	switch n.Kind() {
	case syntax.KindDot:
		base := l.member(n.First())
		if l.isOptional(n) {
			l.short(base, n)
		}
		v := l.prop(base, n.Name())
		if !quiet && l.rooted(v) {
			l.emit(Op{Kind: OpRead, A: v, Start: int32(n.Start()), End: int32(n.End())})
		}
		return v
	case syntax.KindIndex:
		object := n.First()
		base := l.member(object)
		if l.isOptional(n) {
			l.short(base, n)
		}
		v := l.index(base, object.Next())
		if !quiet && l.values[v].Kind == Prop && l.rooted(v) {
			l.emit(Op{Kind: OpRead, A: v, Start: int32(n.Start()), End: int32(n.End())})
		}
		return v
	}
	return l.call(n)
}

// member lowers what a link stands on: the chain goes on through it unless parentheses end it there.
func (l *lowerer) member(n syntax.Node) ValueID {
	switch n.Kind() {
	case syntax.KindDot, syntax.KindIndex, syntax.KindCall:
		mark := len(l.chains)
		v := l.link(n, false)
		if len(l.chains) > mark && l.closed(n) {
			l.shutChains(mark)
		}
		return v
	}
	return l.expr(n)
}

// closed reports whether a closing parenthesis follows: (a?.b).c reads c in any case.
func (l *lowerer) closed(n syntax.Node) bool {
	for end := n.End(); end < len(l.f.Text); end++ {
		switch l.f.Text[end] {
		case ' ', '\t', '\r', '\n':
		case ')':
			return true
		default:
			return false
		}
	}
	return false
}

// call lowers a call or new.
func (l *lowerer) call(n syntax.Node) ValueID {
	callee := n.First()
	isNew := n.Kind() == syntax.KindNew
	if !isNew {
		if v, ok := l.requireCall(n, callee); ok {
			return v
		}
	}
	c := callSite{fn: l.fnID, start: int32(n.Start()), end: int32(n.End())}
	c.nameStart, c.calleeEnd = l.calleeName(callee)
	switch callee.Kind() {
	case syntax.KindSuper:
		c.flags |= CallSuper
	case syntax.KindIdent:
		if callee.IsFree("eval") {
			l.facts.Uncertain = true
			l.fn.Flags |= FuncDirectEval
		}
	}
	if isNew {
		c.flags |= CallNew
		c.callee = l.expr(callee)
	} else {
		c.callee = l.member(callee)
		if l.isOptional(n) {
			l.short(c.callee, n)
			c.flags |= CallOptional
		} else if l.isOptional(callee) {
			c.flags |= CallOptional
		}
	}
	c.flags |= l.usedAs(n)
	base := len(l.ids)
	for a := callee.Next(); a.Valid(); a = a.Next() {
		if a.Kind() == syntax.KindSpread {
			c.flags |= CallSpread
		}
		l.arg(l.expr(a), int32(a.Start()), int32(a.End()))
	}
	return l.emitCall(c, base)
}

// calleeName is where the last name of a callee starts, and where the callee ends.
func (l *lowerer) calleeName(callee syntax.Node) (nameStart, end int32) {
	if callee.Kind() == syntax.KindDot {
		s, e := l.nameRange(callee)
		return int32(s), int32(e)
	}
	return int32(callee.Start()), int32(callee.End())
}

// usedAs says what becomes of a call's result.
func (l *lowerer) usedAs(n syntax.Node) CallFlags {
	switch p := n.Parent(); p.Kind() {
	case syntax.KindAwait:
		return CallAwaited
	case syntax.KindExprStmt:
		if p.Parent().Kind() != syntax.KindExportDefault {
			return CallDiscarded
		}
	case syntax.KindReturn:
		return CallReturned
	case syntax.KindUnary:
		if p.Op() == "void" {
			return CallVoided
		}
	}
	return 0
}

// arg pushes one argument: its value and its range.
func (l *lowerer) arg(v ValueID, start, end int32) { l.ids = append(l.ids, v, start, end) }

// emitCall makes the call with the arguments that were pushed since base.
func (l *lowerer) emitCall(c callSite, base int) ValueID {
	id := CallID(len(l.calls))
	args := l.ids[base:]
	start := int32(len(l.idSlab))
	for part := range 3 {
		for i := part; i < len(args); i += 3 {
			l.idSlab = append(l.idSlab, args[i])
		}
	}
	c.args = span{start, start + int32(len(args)/3)}
	l.ids = l.ids[:base]
	l.calls = append(l.calls, c)
	if l.fn.FirstCallStart == None {
		l.fn.FirstCallStart = c.start
	}
	l.emit(Op{Kind: OpCall, A: id, Start: c.start, End: c.end})
	return l.fresh(Value{Kind: Result, A: id})
}

// tagged lowers tag`...`: a call with the array of strings, then the substitutions (ECMAScript, section 13.3.11).
func (l *lowerer) tagged(n, tag syntax.Node) ValueID {
	c := callSite{fn: l.fnID, flags: CallTagged | l.usedAs(n), start: int32(n.Start()), end: int32(n.End())}
	c.nameStart, c.calleeEnd = l.calleeName(tag)
	c.callee = l.expr(tag)
	base := len(l.ids)
	l.arg(0, c.calleeEnd, c.end)
	for p := tag.Next(); p.Valid(); p = p.Next() {
		l.arg(l.expr(p), int32(p.Start()), int32(p.End()))
	}
	return l.emitCall(c, base)
}
