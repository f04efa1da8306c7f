package order

import (
	"nodebeyond/analyzers/syntax"
)

// inert reports whether a statement does nothing but to assign: whether it runs is then of no matter for the order, only the values are not known
// any more. A statement that is missing is inert.
func (u *unit) inert(n syntax.Node) bool {
	if n.Missing() {
		return true
	}
	if q, ok := u.quiet[n.ID()]; ok {
		return q
	}
	q := true
	for i := n.ID(); i < n.SubtreeEnd() && q; i++ {
		switch u.file.NodeAt(i).Kind() {
		case syntax.KindCall, syntax.KindNew, syntax.KindImportCall, syntax.KindAwait, syntax.KindYield, syntax.KindFunction, syntax.KindArrow, syntax.KindFunctionDecl, syntax.KindClass, syntax.KindClassDecl,
			syntax.KindReturn, syntax.KindThrow, syntax.KindBreak, syntax.KindContinue, syntax.KindTry, syntax.KindFor, syntax.KindForIn, syntax.KindForOf, syntax.KindWhile, syntax.KindDoWhile,
			syntax.KindSwitch, syntax.KindLabel, syntax.KindVar, syntax.KindTemplate, syntax.KindSpread, syntax.KindArrayPattern, syntax.KindObjectPattern, syntax.KindSuper:
			q = false
		case syntax.KindAssign:
			q = !u.file.NodeAt(i).First().Is(syntax.KindArray, syntax.KindObject)
		}
	}
	u.quiet[n.ID()] = q
	return q
}

// smear forgets what an inert statement may have assigned.
func (m *machine) smear(fr *frame, s *scope, n syntax.Node) {
	if n.Missing() {
		return
	}
	for i := n.ID(); i < n.SubtreeEnd(); i++ {
		x := fr.u.file.NodeAt(i)
		if !x.Is(syntax.KindAssign, syntax.KindUpdate) {
			continue
		}
		if err, threw := m.protect(func() {
			_, write := m.place(fr, s, x.First())
			write(m.once(x.First().Text()))
		}); threw {
			m.throw(err)
		}
	}
}
