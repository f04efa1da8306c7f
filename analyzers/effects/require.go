package effects

import "nodebeyond/analyzers/syntax"

// isRequire reports whether a callee is Node's require: the wrapper's parameter, module.require, a name that only ever holds one of
// them, or what createRequire gives, which created says (Node docs, "Modules: CommonJS modules" and module.createRequire).
func (l *lowerer) isRequire(n syntax.Node, depth int) (ok, created bool) {
	switch n.Kind() {
	case syntax.KindIdent:
		s := n.Sym()
		if s < 0 || depth > 3 {
			return false, false
		}
		sym := l.f.Sym(s)
		if sym.Kind == syntax.SymFree {
			return sym.Name == "require", false
		}
		if sym.Writes > 0 || sym.Kind != syntax.SymConst && sym.Kind != syntax.SymLet && sym.Kind != syntax.SymVar {
			return false, false
		}
		d := l.f.Declaration(s)
		if d.Kind() != syntax.KindBinding || d.Parent().Kind() != syntax.KindDeclarator {
			return false, false
		}
		return l.isRequire(d.Next(), depth+1)
	case syntax.KindCall:
		// createRequire(...) itself: what it gives is a require.
		created := l.isCreateRequire(n.First())
		return created, created
	case syntax.KindDot:
		return n.Name() == "require" && n.First().IsFree("module"), false
	}
	return false, false
}

func (l *lowerer) isCreateRequire(callee syntax.Node) bool {
	switch callee.Kind() {
	case syntax.KindIdent:
		if s := callee.Sym(); s >= 0 {
			sym := l.f.Sym(s)
			return sym.Kind == syntax.SymImport && sym.ImportName == "createRequire" || sym.Kind == syntax.SymConst && sym.Name == "createRequire"
		}
	case syntax.KindDot:
		return callee.Name() == "createRequire"
	}
	return false
}

// importFlags say where in its function an import stands.
func (l *lowerer) importFlags() ImportFlags {
	var f ImportFlags
	if l.fnID != 0 {
		f |= ImportLazy
	}
	if l.nested > 0 {
		f |= ImportConditional
	}
	if l.tries > 0 {
		f |= ImportInTry
	}
	return f
}

// requireCall lowers require("x") and require.resolve("x"); ok is false when n is neither.
func (l *lowerer) requireCall(n, callee syntax.Node) (v ValueID, ok bool) {
	kind := Require
	target := callee
	if callee.Kind() == syntax.KindDot && callee.Name() == "resolve" {
		kind, target = RequireResolve, callee.First()
	}
	spec := callee.Next()
	if !spec.Valid() || spec.Kind() == syntax.KindSpread {
		return 0, false
	}
	isReq, created := l.isRequire(target, 0)
	if !isReq {
		return 0, false
	}
	if target.Kind() == syntax.KindCall {
		l.expr(target) // createRequire(...)("x") makes that call too
	}
	im := ImportRef{Kind: kind, Flags: l.importFlags(), Start: int32(spec.Start()), End: int32(spec.End()), CallStart: int32(n.Start()), CallEnd: int32(n.End()), Func: l.fnID}
	if created {
		im.Flags |= ImportViaCreateRequire
	}
	if l.usedAs(n) == CallDiscarded {
		im.Flags |= ImportBare
	}
	im.StmtStart, im.StmtEnd = l.aloneAt(n)
	id := l.specifier(im, l.expr(spec))
	for a := spec.Next(); a.Valid(); a = a.Next() {
		l.expr(a)
	}
	if kind == RequireResolve {
		return 0, true
	}
	l.emit(Op{Kind: OpRequire, A: id, Start: im.CallStart, End: im.CallEnd})
	return l.val(Value{Kind: Import, A: id}), true
}

// aloneAt is the extent of the statement that a require() is all of, 0 and 0 when there is none. It goes to the end of the line, or where a comment
// follows only to the end of the call.
func (l *lowerer) aloneAt(call syntax.Node) (start, end int32) {
	stmt := call.Parent()
	if stmt.Kind() == syntax.KindDeclarator {
		pat := stmt.First()
		if stmt = stmt.Parent(); stmt.Exported() || stmt.First().Next().Valid() || stmt.Kind() != syntax.KindVar {
			return 0, 0
		}
		if pat.Kind() == syntax.KindObjectPattern {
			for c := pat.First(); c.Valid(); c = c.Next() {
				if target := c.First().Next(); c.Rest() || c.Computed() || target.Kind() != syntax.KindBinding || !target.Next().Missing() {
					return 0, 0
				}
			}
		} else if pat.Kind() != syntax.KindBinding {
			return 0, 0
		}
	} else if stmt.Kind() != syntax.KindExprStmt {
		return 0, 0
	}
	if stmt.Parent().Kind() != syntax.KindModule {
		return 0, 0
	}
	text := l.f.Text
	at := stmt.End()
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == ';') {
		at++
	}
	from := stmt.Start()
	switch {
	case from > 0 && text[from-1] != '\n':
		return 0, 0
	case at < len(text)-1 && text[at] == '/' && text[at+1] == '/':
		return int32(from), int32(call.End())
	case at < len(text) && text[at] != '\n':
		return 0, 0 // another statement
	}
	return int32(from), int32(min(at+1, len(text)))
}

// specifier adds an import whose specifier is the value v.
func (l *lowerer) specifier(im ImportRef, v ValueID) int32 {
	im.Arg = None
	if s, ok := l.constString(v, 0); ok {
		im.Spec = l.str(s)
	} else {
		im.Flags |= ImportComputed
		im.Arg = v
	}
	l.facts.Imports = append(l.facts.Imports, im)
	return int32(len(l.facts.Imports) - 1)
}

// importCall lowers import().
func (l *lowerer) importCall(n syntax.Node) ValueID {
	im := ImportRef{Kind: DynamicImport, Flags: l.importFlags(), CallStart: int32(n.Start()), CallEnd: int32(n.End()), Func: l.fnID}
	var id int32
	if r := n.ImportIndex(); r >= 0 {
		id = l.record(int32(r), im)
	} else {
		spec := n.First()
		im.Start, im.End = int32(spec.Start()), int32(spec.End())
		id = l.specifier(im, l.expr(spec))
		l.expr(spec.Next())
	}
	l.emit(Op{Kind: OpRequire, A: id, Start: im.CallStart, End: im.CallEnd})
	return l.val(Value{Kind: Import, A: id})
}

// importRecord is the index in the facts of the file's n-th import record, which an import statement makes.
func (l *lowerer) importRecord(record int32) int32 {
	if id := l.imports[record]; id != None {
		return id
	}
	r := &l.f.Imports()[record]
	return l.record(record, ImportRef{Kind: StaticImport, CallStart: int32(r.Start), CallEnd: int32(r.End)})
}

// record adds the import of a record of the file.
func (l *lowerer) record(record int32, im ImportRef) int32 {
	r := &l.f.Imports()[record]
	im.Arg = None
	im.Spec, im.Start, im.End = l.str(r.Specifier), int32(r.Start), int32(r.End)
	if r.JSON {
		im.Flags |= ImportJSON
	}
	id := int32(len(l.facts.Imports))
	l.facts.Imports = append(l.facts.Imports, im)
	l.imports[record] = id
	return id
}
