package syntax

import "strings"

// Names is what a text says of the names of its top level: those that it declares there, and those that it uses and does not declare. It is all
// that a check of names needs, and it can be kept up to date while a text is typed, where a File has to be made anew: see Outline.
type Names interface {
	// Source is the text.
	Source() string
	// IsStrict says that the top level is strict, and IsModule that the text has syntax that only an ES module may have; see File.
	IsStrict() bool
	IsModule() bool
	// Free gives each name that is used and not declared, in no order.
	Free(yield func(name string) bool)
	// Written gives each free name that is assigned to, with the uses that assign to it or stand behind a unary operator such as typeof, in
	// source order. The slice may be kept.
	Written(yield func(name string, uses []NameUse))
	// Declared gives each name of the top level's own scope with the place of its first declaration, in no order.
	Declared(yield func(name string, kind SymKind, at Range))
	// Notes are the bodies of the comments that begin with a word, in source order, without blanks at their ends. Only NoteWord may be asked for.
	Notes() []string
}

// NoteWord is the word that the comments of Names.Notes begin with.
const NoteWord = "global"

// NameUse is one use of a free name.
type NameUse struct {
	At    Range
	Flags UseFlags
}

// UseFlags say how a name is used.
type UseFlags uint8

// The flags of a use.
const (
	// UseWrites: the use is the target of an assignment.
	UseWrites UseFlags = 1 << iota
	// UseUnary: it is the operand of a unary operator.
	UseUnary
	// UseTried: it stands in a try statement.
	UseTried
	// UseStrict: it stands in a class, or in a function with a directive of its own (ECMAScript, "Strict Mode Code").
	UseStrict
	// UseStatement: it is the target of a plain `name = value` that is a statement of its own.
	UseStatement
)

// Names are the names of the file. They are good as long as the file is.
func (f *File) Names() Names { return fileNames{f} }

type fileNames struct{ f *File }

func (n fileNames) Source() string { return n.f.Text }
func (n fileNames) IsStrict() bool { return n.f.Strict }
func (n fileNames) IsModule() bool { return n.f.HasESM }

func (n fileNames) Free(yield func(string) bool) {
	for i := range n.f.syms {
		if s := &n.f.syms[i]; s.Kind == SymFree && s.useEnd > s.useStart && !yield(s.Name) {
			return
		}
	}
}

func (n fileNames) Written(yield func(string, []NameUse)) {
	for i := range n.f.syms {
		s := &n.f.syms[i]
		if s.Kind != SymFree || s.Writes == 0 {
			continue
		}
		var uses []NameUse
		for _, id := range n.f.Uses(SymID(i)) {
			if use, ok := n.f.nameUse(id); ok {
				uses = append(uses, use)
			}
		}
		yield(s.Name, uses)
	}
}

func (n fileNames) Declared(yield func(string, SymKind, Range)) {
	if n.f.tree.ModuleScope == nil {
		return
	}
	for name, m := range n.f.tree.ModuleScope.Members {
		if sym := n.f.follow(m.Ref); sym != NoSym && n.f.syms[sym].Decl >= 0 {
			yield(name, n.f.syms[sym].Kind, n.f.declaredAt(n.f.syms[sym].Decl))
		}
	}
}

func (n fileNames) Notes() []string {
	if !n.f.Mentions(NoteWord) {
		return nil
	}
	return notes(n.f, 0)
}

// notes are the bodies of the comments of a file from an offset on that begin with the word.
func notes(f *File, from int) (out []string) {
	for _, c := range f.Comments() {
		if body := strings.TrimSpace(f.Text[c.Body.Start:c.Body.End]); int(c.Range.Start) >= from && strings.HasPrefix(body, NoteWord) {
			out = append(out, body)
		}
	}
	return out
}

// declaredAt is the place of the name that a node declares.
func (f *File) declaredAt(id int32) Range {
	n := Node{f, id}
	start, end := n.NameRange()
	return Range{int32(start), int32(end)}
}

// nameUse is what there is to say of the use of a free name; ok is false for a plain read.
func (f *File) nameUse(id int32) (use NameUse, ok bool) {
	n := Node{f, id}
	p := n.Parent()
	if isWriteTarget(f, id) {
		use.Flags |= UseWrites
	}
	if p.Kind() == KindUnary {
		use.Flags |= UseUnary
	}
	if use.Flags == 0 {
		return use, false
	}
	start := int32(n.Start())
	use.At = Range{start, start + int32(len(f.syms[n.Sym()].Name))}
	if p.Kind() == KindAssign && p.Op() == "=" && p.Parent().Kind() == KindExprStmt && p.First() == n {
		use.Flags |= UseStatement
	}
	for a := p; a.Valid() && a.Kind() != KindModule; a = a.Parent() {
		switch k := a.Kind(); {
		case k == KindTry:
			use.Flags |= UseTried
		case k == KindClass, k == KindClassDecl, k.IsFunction() && hasUseStrict(a):
			use.Flags |= UseStrict
		}
	}
	return use, true
}

// hasUseStrict reports whether a function's own directives make it strict.
func hasUseStrict(fn Node) bool {
	for s := fn.Body().First(); s.Valid() && s.Kind() == KindDirective; s = s.Next() {
		if strings.Trim(s.Text(), "'\"; \n") == "use strict" {
			return true
		}
	}
	return false
}
