package effects

import (
	"path"

	"nodebeyond/analyzers/syntax"
)

// module lowers the top level. Imports come first, wherever they stand: the modules that they name are evaluated before the first
// statement, in the order of the text (ECMAScript, section 16.2.1.6).
func (l *lowerer) module() {
	outer := l.enter(Func{End: int32(len(l.f.Text)), Parent: None, Class: None, FirstCallStart: None}, 0)
	for c := l.f.Root().First(); c.Valid(); c = c.Next() {
		switch c.Kind() {
		case syntax.KindImport, syntax.KindExportFrom, syntax.KindExportStar:
			l.importStmt(c)
		}
	}
	l.importedNames()
	l.stmts(l.f.Root().First())
	l.leave(outer)
}

// importedNames makes values of the names that are imported and not used: each has to be exported all the same (ECMAScript, section
// 16.2.1.7.3.1). TypeScript drops them.
func (l *lowerer) importedNames() {
	if ext := path.Ext(l.f.Path); ext == ".ts" || ext == ".tsx" || ext == ".mts" || ext == ".cts" {
		return
	}
	for i := range l.f.Syms() {
		if s := &l.f.Syms()[i]; s.Kind == syntax.SymImport && s.Import >= 0 {
			l.symbol(syntax.SymID(i))
		}
	}
}

// importStmt lowers an import statement or a re-export.
func (l *lowerer) importStmt(n syntax.Node) {
	r := n.ImportIndex()
	if r < 0 {
		return
	}
	id := l.importRecord(int32(r))
	im := &l.facts.Imports[id]
	im.CallStart, im.CallEnd = int32(n.Start()), im.End
	switch {
	case n.Kind() != syntax.KindImport:
		im.Flags |= ImportReexport
	case !n.First().Valid():
		im.Flags |= ImportBare
	}
	l.emit(Op{Kind: OpRequire, A: id, Start: im.CallStart, End: im.CallEnd})
}

// reexport notes the names of export ... from.
func (l *lowerer) reexport(n syntax.Node) {
	r := n.ImportIndex()
	if r < 0 {
		return
	}
	id := l.importRecord(int32(r))
	items := n.ExportItems()
	for _, it := range items {
		l.facts.Exports = append(l.facts.Exports, ExportRef{Name: l.str(it.Exported), Import: id, ImportName: l.str(it.Local), Start: int32(it.Start), End: int32(it.End)})
	}
	if n.Kind() == syntax.KindExportStar && len(items) == 0 {
		star := l.str("*")
		l.facts.Exports = append(l.facts.Exports, ExportRef{Name: star, Import: id, ImportName: star, Start: int32(n.Start()), End: l.facts.Imports[id].End})
	}
}

// exportNames notes the names of export { a as b }; an imported name is a re-export.
func (l *lowerer) exportNames(n syntax.Node) {
	for _, it := range n.ExportItems() {
		if it.Sym >= 0 {
			if s := l.f.Sym(it.Sym); s.Kind == syntax.SymImport && s.Import >= 0 {
				l.facts.Exports = append(l.facts.Exports, ExportRef{Name: l.str(it.Exported), Import: l.importRecord(s.Import), ImportName: l.str(s.ImportName), Start: int32(it.Start), End: int32(it.End)})
				continue
			}
		}
		l.export(it.Exported, l.symbol(it.Sym), it.Start, it.End)
	}
}

func (l *lowerer) exportDefault(n syntax.Node) {
	inner := n.First()
	taken := false
	var v ValueID
	switch inner.Kind() {
	case syntax.KindFunctionDecl:
		v = l.declaration(inner, "default")
	case syntax.KindClassDecl:
		v = l.class(inner, "default")
		if inner.Name() != "" {
			v = l.symbol(inner.Sym())
		}
	case syntax.KindExprStmt:
		v = l.named(inner.First(), "default")
		taken = true
	default:
		l.stmt(inner)
	}
	if taken {
		l.emit(Op{Kind: OpExport, A: int32(len(l.facts.Exports)), Start: int32(n.Start()), End: int32(n.Start() + len("export"))})
	}
	l.export("default", v, n.Start(), n.Start()+len("export"))
}

func (l *lowerer) export(name string, v ValueID, start, end int) {
	l.facts.Exports = append(l.facts.Exports, ExportRef{Name: l.str(name), Value: v, Import: None, ImportName: 0, Start: int32(start), End: int32(end)})
}

// exportPattern exports every name that a declaration binds.
func (l *lowerer) exportPattern(p syntax.Node) {
	switch p.Kind() {
	case syntax.KindBinding:
		l.export(p.Name(), l.symbol(p.Sym()), p.Start(), p.Start()+len(p.Name()))
	case syntax.KindObjectPattern, syntax.KindArrayPattern:
		for c := p.First(); c.Valid(); c = c.Next() {
			l.exportPattern(c.Child(1))
		}
	}
}
