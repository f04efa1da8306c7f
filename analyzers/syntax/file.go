// Package syntax is our view of one source text: a table of typed nodes with their parents, exact ranges, scopes, comments and
// suppressions.
//
// It knows ECMAScript and esbuild's tree; it is the only package that sees the parser (the nested module esbuildshim). It must
// not know Node's API, other files, or what a rule is. Parsing never fails: it gives a File and its problems.
//
// esbuild's tree has no parents, no ends and no walker. One walk writes it into a flat table in source order: a node is an index,
// its first child is the next index, its next sibling is its subtree's end. Everything after that walk is a loop over an array.
package syntax

import (
	"strings"
	"sync"

	shim "github.com/evanw/esbuild/shim"
)

// ParserVersion is the pinned version of esbuild.
const ParserVersion = shim.Version

// SymID is a declared or free name in one file; NoSym means none.
type SymID = int32

// NoSym is the absence of a symbol.
const NoSym SymID = -1

// File is one parsed text. It is immutable after Parse and may be read from any goroutine, until Release.
type File struct {
	Path string
	Text string
	// Strict is set when the module's top level is strict (a directive or an ES module).
	Strict bool
	// HasESM is set when the text has import or export statements, import.meta or top-level await: what Node's syntax
	// detection goes by (Node docs, "Determining module system").
	HasESM bool
	// Hashbang is the first line when it starts with #!.
	Hashbang   string
	Directives []string
	Problems   []Problem

	nodes   []node
	syms    []Sym
	uses    []int32 // all uses, grouped by symbol
	tree    *shim.AST
	src     *shim.Source
	records []ImportRecord
	room    *scratch // what nodes stand in, nil once released

	typescript bool
	jsx        bool // read with JSX on
	lowered    bool // some nodes stand for TypeScript that the parser rewrote, and may stand outside their parents
	mu         sync.Mutex
	extents    *layout // guarded by mu; nil until the first question that needs it
}

// Problem is what the parser objects to. Start and End are bytes.
type Problem struct {
	Start, End int
	Message    string
	// TooDeep marks nesting beyond the guard rather than an error of the language.
	TooDeep bool
}

// ImportRecord is the specifier of an import statement, a re-export or an import() with a literal. Start and End are the bytes of
// the string literal.
type ImportRecord struct {
	Specifier  string
	Start, End int
	JSON       bool // with {type: "json"}
	// Elided is set when only types use it: TypeScript's compiler leaves the import out, and it has no node. Node's type stripping leaves out
	// only what is written `import type` (Node docs, "Modules: TypeScript", "Importing types without type keyword").
	Elided bool
}

type node struct {
	data   any
	start  int32
	parent int32
	next   int32 // end of the subtree
	fn     int32 // the enclosing function's node (KindModule for the top level)
	sym    int32
	kind   Kind
	op     uint8
}

// SymKind says how a name came to be.
type SymKind uint8

// The kinds of symbol.
const (
	SymFree     SymKind = iota // not declared in this file
	SymVar                     // var
	SymLet                     // let
	SymConst                   // const, using
	SymFunction                // function declaration or a function expression's own name
	SymClass
	SymParam
	SymCatch
	SymImport
	SymArguments
	SymOther // labels, enums, namespaces
)

// Sym is a name of a file.
type Sym struct {
	Name string
	Kind SymKind
	// Decl is the declaring node (KindBinding, KindFunctionDecl, KindClassDecl, ...), or an invalid node for free names.
	Decl int32
	// Writes counts assignments other than the declaration's own initializer.
	Writes   int32
	useStart int32
	useEnd   int32
	// Import is the index into Imports for SymImport, with the imported name ("*" for the namespace, "default").
	Import     int32
	ImportName string
	Exported   bool
}

// Node is one node of a File. It is a small value: pass it, compare it with ==. The zero Node is invalid.
type Node struct {
	f  *File
	id int32
}

// NoNode is the invalid node.
var NoNode Node

// Root is the module node.
func (f *File) Root() Node { return Node{f, 0} }

// Len is the number of nodes.
func (f *File) Len() int { return len(f.nodes) }

// NodeAt is the node with index id, in source order; 0 is the module.
func (f *File) NodeAt(id int32) Node { return Node{f, id} }

// Imports are the literal specifiers of import statements, re-exports and import(), in source order.
func (f *File) Imports() []ImportRecord { return f.records }

// Syms are the names of the file, indexed by SymID.
func (f *File) Syms() []Sym { return f.syms }

// Sym is the name with that id.
func (f *File) Sym(id SymID) *Sym { return &f.syms[id] }

// Uses calls yield with every identifier that refers to the symbol, declaration apart, in source order.
func (f *File) Uses(id SymID) []int32 {
	s := &f.syms[id]
	return f.uses[s.useStart:s.useEnd]
}

// Declaration is the declaring node of a symbol, invalid for free names.
func (f *File) Declaration(id SymID) Node {
	if d := f.syms[id].Decl; d >= 0 {
		return Node{f, d}
	}
	return NoNode
}

// Valid reports whether there is a node.
func (n Node) Valid() bool { return n.f != nil }

// File is the file that holds the node.
func (n Node) File() *File { return n.f }

// ID is the node's index, stable within its File.
func (n Node) ID() int32 { return n.id }

// Kind is what the node is; KindInvalid for the invalid node.
func (n Node) Kind() Kind {
	if n.f == nil {
		return KindInvalid
	}
	return n.f.nodes[n.id].kind
}

// Is reports whether the node has one of the kinds.
func (n Node) Is(kinds ...Kind) bool {
	k := n.Kind()
	for _, want := range kinds {
		if k == want {
			return true
		}
	}
	return false
}

// Missing reports whether the node is invalid or stands for something left out.
func (n Node) Missing() bool { k := n.Kind(); return k == KindInvalid || k == KindMissing }

// Parent is the enclosing node; invalid for the module.
func (n Node) Parent() Node {
	if n.f == nil || n.id == 0 {
		return NoNode
	}
	return Node{n.f, n.f.nodes[n.id].parent}
}

// Func is the function that the node runs in: KindFunction, KindArrow, KindFunctionDecl or the module. A function's own node
// answers with the function around it; its parameters and body with itself.
func (n Node) Func() Node {
	if n.f == nil || n.id == 0 {
		return NoNode
	}
	return Node{n.f, n.f.nodes[n.id].fn}
}

// First is the first child, invalid when there is none.
func (n Node) First() Node {
	if n.f == nil || n.f.nodes[n.id].next == n.id+1 {
		return NoNode
	}
	return Node{n.f, n.id + 1}
}

// Next is the next sibling, invalid after the last.
func (n Node) Next() Node {
	if n.f == nil || n.id == 0 {
		return NoNode
	}
	e := n.f.nodes[n.id].next
	if e >= n.f.nodes[n.f.nodes[n.id].parent].next {
		return NoNode
	}
	return Node{n.f, e}
}

// Child is the i-th child, invalid when there are fewer.
func (n Node) Child(i int) Node {
	c := n.First()
	for ; i > 0 && c.Valid(); i-- {
		c = c.Next()
	}
	return c
}

// Last is the last child.
func (n Node) Last() Node {
	var last Node
	for c := n.First(); c.Valid(); c = c.Next() {
		last = c
	}
	return last
}

// Children lists the children.
func (n Node) Children() []Node {
	var out []Node
	for c := n.First(); c.Valid(); c = c.Next() {
		out = append(out, c)
	}
	return out
}

// SubtreeEnd is the index after the node's last descendant: descendants are the ids in (ID, SubtreeEnd).
func (n Node) SubtreeEnd() int32 { return n.f.nodes[n.id].next }

// Contains reports whether m is n or a descendant of n.
func (n Node) Contains(m Node) bool {
	return n.f != nil && n.f == m.f && m.id >= n.id && m.id < n.f.nodes[n.id].next
}

// Sym is the symbol that an identifier uses or a declaration declares; NoSym otherwise.
func (n Node) Sym() SymID {
	if n.f == nil {
		return NoSym
	}
	return n.f.nodes[n.id].sym
}

// Name is the identifier's, property's or declared name: of KindIdent, KindBinding, KindDot (the property), KindFunctionDecl,
// KindFunction, KindClass, KindLabel; "" when there is none.
func (n Node) Name() string {
	if n.f == nil {
		return ""
	}
	d := &n.f.nodes[n.id]
	if e, ok := d.data.(*shim.EDot); ok {
		return e.Name
	}
	if d.sym >= 0 {
		return n.f.syms[d.sym].Name
	}
	return ""
}

// NameRange is the byte range of the name in KindDot, KindIdent, KindBinding, and of a function's or class's name.
func (n Node) NameRange() (start, end int) {
	d := &n.f.nodes[n.id]
	loc := shim.Loc{Start: d.start}
	switch e := d.data.(type) {
	case *shim.EDot:
		loc = e.NameLoc
	case *shim.EFunction:
		if e.Fn.Name != nil {
			loc = e.Fn.Name.Loc
		}
	case *shim.SFunction:
		if e.Fn.Name != nil {
			loc = e.Fn.Name.Loc
		}
	case *shim.EClass:
		if e.Class.Name != nil {
			loc = e.Class.Name.Loc
		}
	case *shim.SClass:
		if e.Class.Name != nil {
			loc = e.Class.Name.Loc
		}
	}
	r := shim.RangeOfIdentifier(n.f.src, loc)
	return int(r.Loc.Start), int(r.End())
}

// Str is the value of a KindString, or of a template's head; the key's text for a KindProperty or KindElement with a plain key.
func (n Node) Str() (string, bool) {
	if n.f == nil {
		return "", false
	}
	switch e := n.f.nodes[n.id].data.(type) {
	case *shim.EString:
		return utf16String(e.Value), true
	}
	return "", false
}

// Number is the value of a KindNumber.
func (n Node) Number() (float64, bool) {
	if n.f == nil {
		return 0, false
	}
	if e, ok := n.f.nodes[n.id].data.(*shim.ENumber); ok {
		return e.Value, true
	}
	return 0, false
}

// Bool is the value of a KindBoolean.
func (n Node) Bool() (value, ok bool) {
	if n.f == nil {
		return false, false
	}
	if e, ok := n.f.nodes[n.id].data.(*shim.EBoolean); ok {
		return e.Value, true
	}
	return false, false
}

// Op is the operator of KindUnary, KindUpdate, KindBinary, KindLogical, KindAssign, as written ("+=", "typeof", "&&").
func (n Node) Op() string {
	switch n.Kind() {
	case KindUnary, KindUpdate, KindBinary, KindLogical, KindAssign:
		return shim.OpText(shim.OpCode(n.f.nodes[n.id].op))
	}
	return ""
}

// Optional reports whether a KindCall, KindDot or KindIndex is written with ?. itself.
func (n Node) Optional() bool {
	if n.f == nil {
		return false
	}
	switch e := n.f.nodes[n.id].data.(type) {
	case *shim.ECall:
		return e.OptionalChain == shim.OptionalChainStart
	case *shim.EDot:
		return e.OptionalChain == shim.OptionalChainStart
	case *shim.EIndex:
		return e.OptionalChain == shim.OptionalChainStart
	}
	return false
}

// Async reports whether a function is async.
func (n Node) Async() bool {
	if n.f == nil {
		return false
	}
	switch e := n.f.nodes[n.id].data.(type) {
	case *shim.EArrow:
		return e.IsAsync
	case *shim.EFunction:
		return e.Fn.IsAsync
	case *shim.SFunction:
		return e.Fn.IsAsync
	}
	return false
}

// Generator reports whether a function is a generator.
func (n Node) Generator() bool {
	if n.f == nil {
		return false
	}
	switch e := n.f.nodes[n.id].data.(type) {
	case *shim.EFunction:
		return e.Fn.IsGenerator
	case *shim.SFunction:
		return e.Fn.IsGenerator
	}
	return false
}

// RestParam reports whether a function's last parameter is a rest parameter.
func (n Node) RestParam() bool {
	if n.f == nil {
		return false
	}
	switch e := n.f.nodes[n.id].data.(type) {
	case *shim.EArrow:
		return e.HasRestArg
	case *shim.EFunction:
		return e.Fn.HasRestArg
	case *shim.SFunction:
		return e.Fn.HasRestArg
	}
	return false
}

// ExprBody reports whether an arrow function's body is a bare expression; its body block then holds one KindReturn.
func (n Node) ExprBody() bool {
	if n.f == nil {
		return false
	}
	e, ok := n.f.nodes[n.id].data.(*shim.EArrow)
	return ok && e.PreferExpr
}

// Body is the block of a function or arrow; invalid for others.
func (n Node) Body() Node {
	switch n.Kind() {
	case KindFunction, KindArrow, KindFunctionDecl:
		return n.Last()
	case KindModule:
		return n
	}
	return NoNode
}

// Params are a function's parameters (KindParam).
func (n Node) Params() []Node {
	var out []Node
	switch n.Kind() {
	case KindFunction, KindArrow, KindFunctionDecl:
		for c := n.First(); c.Valid() && c.Kind() == KindParam; c = c.Next() {
			out = append(out, c)
		}
	}
	return out
}

// Callee is what a KindCall or KindNew calls.
func (n Node) Callee() Node {
	if n.Is(KindCall, KindNew) {
		return n.First()
	}
	return NoNode
}

// Args are the arguments of a KindCall or KindNew.
func (n Node) Args() []Node {
	if !n.Is(KindCall, KindNew) {
		return nil
	}
	var out []Node
	for c := n.First().Next(); c.Valid(); c = c.Next() {
		out = append(out, c)
	}
	return out
}

// Arg is the i-th argument, invalid when there are fewer.
func (n Node) Arg(i int) Node {
	if !n.Is(KindCall, KindNew) {
		return NoNode
	}
	return n.Child(i + 1)
}

// PropFlavor says what a KindProperty is.
type PropFlavor uint8

// The flavors of property.
const (
	PropField PropFlavor = iota // key: value, shorthand, or a class field
	PropMethod
	PropGetter
	PropSetter
	PropSpread
)

// PropFlavor is the flavor of a KindProperty.
func (n Node) PropFlavor() PropFlavor { return PropFlavor(n.f.nodes[n.id].op & 7) }

// PropStatic reports whether a class member is static.
func (n Node) PropStatic() bool { return n.f.nodes[n.id].op&16 != 0 }

// Computed reports whether a KindProperty's or KindElement's key is in brackets.
func (n Node) Computed() bool { return n.f.nodes[n.id].op&8 != 0 }

// Rest reports whether a KindElement is a rest element.
func (n Node) Rest() bool { return n.Kind() == KindElement && n.f.nodes[n.id].op&32 != 0 }

// Shorthand reports whether a KindProperty is written {a}.
func (n Node) Shorthand() bool { return n.Kind() == KindProperty && n.f.nodes[n.id].op&32 != 0 }

// KeyName is the plain key of a KindProperty or KindElement: an identifier, a string or a number as written; ok is false for
// computed keys that are no literal.
func (n Node) KeyName() (string, bool) {
	if !n.Is(KindProperty, KindElement) {
		return "", false
	}
	k := n.First()
	switch k.Kind() {
	case KindString:
		return k.Str()
	case KindNumber:
		v, _ := k.Number()
		return numberKey(v), true
	case KindPrivateName:
		return k.Name(), true
	}
	return "", false
}

// VarKind is how a KindVar declares.
type VarKind uint8

// The kinds of variable declaration.
const (
	Var VarKind = iota
	Let
	Const
	Using
	AwaitUsing
)

// VarKind is the keyword of a KindVar.
func (n Node) VarKind() VarKind { return VarKind(n.f.nodes[n.id].op & 15) }

// Exported reports whether a KindVar, KindFunctionDecl or KindClassDecl carries the export keyword.
func (n Node) Exported() bool {
	if n.f == nil {
		return false
	}
	switch s := n.f.nodes[n.id].data.(type) {
	case *shim.SLocal:
		return s.IsExport
	case *shim.SFunction:
		return s.IsExport
	case *shim.SClass:
		return s.IsExport
	}
	return false
}

// AwaitLoop reports whether a KindForOf is `for await`.
func (n Node) AwaitLoop() bool {
	if n.f == nil {
		return false
	}
	s, ok := n.f.nodes[n.id].data.(*shim.SForOf)
	return ok && s.Await.Len > 0
}

// YieldStar reports whether a KindYield is `yield*`.
func (n Node) YieldStar() bool {
	if n.f == nil {
		return false
	}
	e, ok := n.f.nodes[n.id].data.(*shim.EYield)
	return ok && e.IsStar
}

// LabelName is the label of a KindLabel, KindBreak or KindContinue; "" when there is none.
func (n Node) LabelName() string {
	if n.f == nil {
		return ""
	}
	if s := n.f.nodes[n.id].sym; s >= 0 && n.Is(KindLabel, KindBreak, KindContinue) {
		return n.f.syms[s].Name
	}
	return ""
}

// ImportIndex is the index into File.Imports of a KindImport, KindExportFrom, KindExportStar or a KindImportCall with a literal; -1
// otherwise.
func (n Node) ImportIndex() int {
	if n.f == nil {
		return -1
	}
	switch s := n.f.nodes[n.id].data.(type) {
	case *shim.SImport:
		return int(s.ImportRecordIndex)
	case *shim.SExportFrom:
		return int(s.ImportRecordIndex)
	case *shim.SExportStar:
		return int(s.ImportRecordIndex)
	case *shim.EImportString:
		return int(s.ImportRecordIndex)
	}
	return -1
}

// ExportItem is one name of an export or re-export list. Start and End are the bytes of the exported name.
type ExportItem struct {
	Exported, Local string
	Sym             SymID // the local binding for `export {a}`; NoSym in re-exports
	Start, End      int
}

// ExportItems are the names of a KindExportNames, KindExportFrom or KindExportStar (with an alias).
func (n Node) ExportItems() []ExportItem {
	if n.f == nil {
		return nil
	}
	var out []ExportItem
	switch s := n.f.nodes[n.id].data.(type) {
	case *shim.SExportClause:
		for _, it := range s.Items {
			start, end := n.f.identRange(it.AliasLoc)
			sym := n.f.follow(it.Name.Ref)
			out = append(out, ExportItem{Exported: it.Alias, Local: n.f.syms[sym].Name, Sym: sym, Start: start, End: end})
		}
	case *shim.SExportFrom:
		for _, it := range s.Items {
			start, end := n.f.identRange(it.AliasLoc)
			out = append(out, ExportItem{Exported: it.Alias, Local: it.OriginalName, Sym: NoSym, Start: start, End: end})
		}
	case *shim.SExportStar:
		if s.Alias != nil {
			start, end := n.f.identRange(s.Alias.Loc)
			out = append(out, ExportItem{Exported: s.Alias.OriginalName, Local: "*", Sym: NoSym, Start: start, End: end})
		}
	}
	return out
}

// TemplateParts are the cooked strings of an untagged KindTemplate: one more than it has substitutions. A part that has an
// invalid escape is "".
func (n Node) TemplateParts() []string {
	if n.f == nil {
		return nil
	}
	e, ok := n.f.nodes[n.id].data.(*shim.ETemplate)
	if !ok {
		return nil
	}
	out := []string{utf16String(e.HeadCooked)}
	for _, p := range e.Parts {
		out = append(out, utf16String(p.TailCooked))
	}
	return out
}

// RegExpText is a regular expression literal as written.
func (n Node) RegExpText() string {
	if n.f == nil {
		return ""
	}
	if e, ok := n.f.nodes[n.id].data.(*shim.ERegExp); ok {
		return e.Value
	}
	return ""
}

// Text is the source of the node.
func (n Node) Text() string {
	if n.f == nil {
		return ""
	}
	return n.f.Text[n.Start():n.End()]
}

func (f *File) identRange(loc shim.Loc) (int, int) {
	if int(loc.Start) >= len(f.src.Contents) || loc.Start < 0 {
		return int(loc.Start), int(loc.Start)
	}
	if c := f.src.Contents[loc.Start]; c == '"' || c == '\'' {
		r := shim.RangeOfString(f.src, loc)
		return int(r.Loc.Start), int(r.End())
	}
	r := shim.RangeOfIdentifier(f.src, loc)
	return int(r.Loc.Start), int(r.End())
}

// Skip returns the expression below parentheses-like wrappers: `a, b` gives b; TypeScript casts are already gone.
func (n Node) Skip() Node {
	for n.Kind() == KindBinary && n.Op() == "," {
		n = n.Child(1)
	}
	return n
}

// IsFree reports whether n uses a name that the file does not declare, with that name: `require`, `process`, ...
func (n Node) IsFree(name string) bool {
	if n.Kind() != KindIdent {
		return false
	}
	s := n.Sym()
	return s >= 0 && n.f.syms[s].Kind == SymFree && n.f.syms[s].Name == name
}

// Mentions reports whether the text holds the word at all: a cheap gate before any look at the tree.
func (f *File) Mentions(word string) bool { return strings.Contains(f.Text, word) }
