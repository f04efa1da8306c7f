package effects

import (
	"slices"
	"strings"
	"sync"

	"nodebeyond/analyzers/syntax"
)

// Lower turns a parsed file into its facts. esm says which module kind the file has, because `exports`, `module` and `require` are
// wrapper parameters in CommonJS only. The strings of the facts may be parts of the file's text. It is safe for concurrent use.
func Lower(f *syntax.File, esm bool) *Facts {
	l := lowerers.Get().(*lowerer)
	l.start(f, esm)
	l.module()
	facts := l.finish()
	l.release()
	return facts
}

// LowerFor is Lower for facts that are only looked at, and encoded, but not kept: they are valid until use returns, and cost next to no memory,
// because they stand in room that the next file takes over.
func LowerFor(f *syntax.File, esm bool, use func(*Facts)) {
	l := lowerers.Get().(*lowerer)
	l.brief = true
	l.start(f, esm)
	l.module()
	use(l.finish())
	l.release()
}

var lowerers = sync.Pool{New: func() any { return new(lowerer) }}

// lowerer holds the work on one file. Its slices are scratch that the next file reuses: what the facts keep is copied out of them,
// in pieces of exact size, by finish.
type lowerer struct {
	f     *syntax.File
	esm   bool
	facts *Facts

	strings  []string
	values   []Value
	strTable table
	valTable table

	// symVal says what a name stands for: None when that is not known yet, the variable, or -2 minus the value for names that are
	// one value wherever they stand.
	symVal []int32
	// idOf is the FuncID or ClassID of a node that is a function or class.
	idOf []int32
	// imports gives the index in Facts.Imports of the file's import records, or None.
	imports []int32

	// noted are the values of nodes, for Trace; empty otherwise.
	noted []ValueID

	// brief says that the facts are not kept, and may stand in the scratch.
	brief bool
	spare spare

	// The functions and classes are the facts' own: how many there will be is known from the start.
	funcs   []Func
	classes []ClassDef
	calls   []callSite
	vars    []Variable
	objects []ObjectLit

	// Everything that the facts hold as []int32, as operations, parameters and members. The spans say whose is what.
	idSlab      []int32
	opSlab      []Op
	paramSlab   []ParamInfo
	memberSlab  []Member
	funcSpans   []funcSpan
	listSpans   []span
	objectSpans []span
	classSpans  []span
	decorators  []decorated
	assigned    []assigned // every assignment to a variable, in source order
	varCount    []int32    // number of assignments, per variable
	varFirst    []ValueID  // the first assigned value, per variable
	varRooted   []bool     // whether a value assigned so far was rooted, per variable
	varSym      []syntax.SymID
	varValue    []ValueID // the Var value, per variable

	ids         []int32  // stack of the lists under construction
	memberStack []Member // and of the members

	frames []*frame
	*frame        // of the current function
	depth  int    // its index in frames
	fnID   FuncID // its function
	label  string // label waiting for its loop
	// optional says that there is an optional chain somewhere in the text: most files have none.
	optional bool
	// static is the value of `this` in the static fields and blocks of a class, which run in the function around it; else None.
	static ValueID
}

// spare is what only brief facts stand in.
type spare struct {
	funcs   []Func
	classes []ClassDef
	calls   []Call
	lists   [][]ValueID
}

type span struct{ start, end int32 }

// callSite is a Call without its slices, which finish gives it.
type callSite struct {
	fn                   FuncID
	callee               ValueID
	flags                CallFlags
	start, end           int32
	calleeEnd, nameStart int32
	args                 span // in idSlab; the starts and the ends of the arguments follow
}

type funcSpan struct{ ops, returns, params span }

type assigned struct {
	to  VarID
	val ValueID
}

// decorated is a list of decorators of a class, or of one of its members.
type decorated struct {
	class  ClassID
	member int32 // index in memberSlab, None for the class itself
	values span
}

// frame is what the lowering of one function keeps apart from the functions around it.
type frame struct {
	fn      Func
	ops     []Op
	returns []ValueID
	params  []ParamInfo
	targets []target // enclosing loops, switches and labels
	chains  []int32  // the OpIf of each open optional chain
	nested  int      // depth of branches, loops and tries
	tries   int      // depth of tries with a catch
}

type target struct {
	op     int32
	label  string
	isLoop bool
}

func (l *lowerer) start(f *syntax.File, esm bool) {
	l.f, l.esm = f, esm
	l.facts = &Facts{HasESM: f.HasESM, Strict: f.Strict, Hashbang: f.Hashbang != "", Size: int32(len(f.Text)), Lines: int32(strings.Count(f.Text, "\n")) + 1}
	l.strTable.reset(len(f.Text) / 64)
	l.valTable.reset(len(f.Text) / 32)
	l.symVal = fill(l.symVal, len(f.Syms()))
	l.idOf = fill(l.idOf, f.Len())
	l.imports = fill(l.imports, len(f.Imports()))
	l.static = None
	l.optional = strings.Contains(f.Text, "?.")
	l.str("")
	l.val(Value{})
	l.assignIDs()
}

// release hands the scratch back for the next file, without anything that keeps this file alive.
func (l *lowerer) release() {
	clear(l.strings)
	l.strings, l.values = l.strings[:0], l.values[:0]
	l.funcs, l.classes = nil, nil
	l.calls, l.vars, l.objects = l.calls[:0], l.vars[:0], l.objects[:0]
	l.idSlab, l.opSlab, l.paramSlab, l.memberSlab = l.idSlab[:0], l.opSlab[:0], l.paramSlab[:0], l.memberSlab[:0]
	l.funcSpans, l.listSpans = l.funcSpans[:0], l.listSpans[:0]
	l.objectSpans, l.classSpans, l.decorators = l.objectSpans[:0], l.classSpans[:0], l.decorators[:0]
	l.assigned, l.varCount, l.varFirst = l.assigned[:0], l.varCount[:0], l.varFirst[:0]
	l.varRooted = l.varRooted[:0]
	l.varSym, l.varValue = l.varSym[:0], l.varValue[:0]
	l.ids, l.memberStack = l.ids[:0], l.memberStack[:0]
	for _, fr := range l.frames {
		clear(fr.targets[:cap(fr.targets)])
	}
	l.f, l.facts, l.label, l.brief, l.noted = nil, nil, "", false, nil
	lowerers.Put(l)
}

// fill gives a slice of n absent indexes.
func fill(s []int32, n int) []int32 {
	if cap(s) < n {
		s = make([]int32, n)
	}
	s = s[:n]
	for i := range s {
		s[i] = None
	}
	return s
}

// assignIDs gives every function and class its index before any is lowered, because declarations are used before they stand.
func (l *lowerer) assignIDs() {
	l.idOf[0] = 0
	funcs, classes := int32(1), int32(0)
	for i := int32(1); i < int32(l.f.Len()); i++ {
		switch l.f.NodeAt(i).Kind() {
		case syntax.KindFunction, syntax.KindArrow, syntax.KindFunctionDecl:
			l.idOf[i] = funcs
			funcs++
		case syntax.KindClass, syntax.KindClassDecl:
			l.idOf[i] = classes
			classes++
		}
	}
	// Each class may have one function more, for its fields.
	l.funcs = tableOf(l, &l.spare.funcs, int(funcs+classes))[:funcs]
	for range funcs {
		l.funcSpans = append(l.funcSpans, funcSpan{})
	}
	l.classes = tableOf(l, &l.spare.classes, int(classes))
	for range classes {
		l.classSpans = append(l.classSpans, span{})
	}
}

// tableOf is a table of n zero entries for the facts; nil when it is empty. Brief facts have it in the room of the last ones.
func tableOf[T any](l *lowerer, room *[]T, n int) []T {
	switch {
	case n == 0:
		return nil
	case !l.brief:
		return make([]T, n)
	}
	*room = slices.Grow((*room)[:0], n)[:n]
	clear(*room)
	return *room
}

// kept is what the facts have of a slice of the scratch: a copy of exact size, or the slice when they are brief. An empty one is nil, so that
// equal texts give equal facts however their scratch grew.
func kept[T any](l *lowerer, s []T) []T {
	switch {
	case len(s) == 0:
		return nil
	case l.brief:
		return s
	}
	return append(make([]T, 0, len(s)), s...)
}

// finish gives the facts what they keep of the scratch: one backing array for each type.
func (l *lowerer) finish() *Facts {
	f := l.facts
	f.Strings = kept(l, l.strings)
	f.Values = kept(l, l.values)
	f.Funcs = l.funcs
	f.Classes = l.classes
	f.Vars = kept(l, l.vars)
	f.Objects = kept(l, l.objects)

	at := int32(len(l.idSlab)) // the values of variables follow what is there
	var ids []int32
	if l.brief {
		l.idSlab = slices.Grow(l.idSlab, len(l.assigned))
		ids = l.idSlab[:len(l.idSlab)+len(l.assigned)]
	} else {
		ids = make([]int32, len(l.idSlab)+len(l.assigned))
		copy(ids, l.idSlab)
	}
	ops, params, members := kept(l, l.opSlab), kept(l, l.paramSlab), kept(l, l.memberSlab)
	for i := range f.Funcs {
		s := l.funcSpans[i]
		f.Funcs[i].Ops = part(ops, s.ops)
		f.Funcs[i].Returns = part(ids, s.returns)
		f.Funcs[i].Params = part(params, s.params)
	}
	f.Calls = tableOf(l, &l.spare.calls, len(l.calls))
	for i := range f.Calls {
		c, to := &l.calls[i], &f.Calls[i]
		to.Func, to.Callee, to.Flags = c.fn, c.callee, c.flags
		to.Start, to.End, to.CalleeEnd, to.NameStart = c.start, c.end, c.calleeEnd, c.nameStart
		if n := c.args.end - c.args.start; n > 0 {
			to.Args = part(ids, c.args)
			to.ArgStart = part(ids, span{c.args.end, c.args.end + n})
			to.ArgEnd = part(ids, span{c.args.end + n, c.args.end + 2*n})
		}
	}
	f.Lists = tableOf(l, &l.spare.lists, len(l.listSpans))
	for i, s := range l.listSpans {
		f.Lists[i] = part(ids, s)
	}
	for i, s := range l.objectSpans {
		f.Objects[i].Members = part(members, s)
	}
	for i, s := range l.classSpans {
		f.Classes[i].Members = part(members, s)
	}
	for _, d := range l.decorators {
		if d.member == None {
			f.Classes[d.class].Decorators = part(ids, d.values)
		} else {
			members[d.member].Decorators = part(ids, d.values)
		}
	}
	for i, n := range l.varCount {
		if n > 0 {
			f.Vars[i].Values = ids[at : at : at+n]
		}
		at += n
	}
	for _, a := range l.assigned {
		v := &f.Vars[a.to]
		v.Values = append(v.Values, a.val)
	}
	return f
}

func part[T any](s []T, at span) []T {
	if at.start == at.end {
		return nil
	}
	return s[at.start:at.end:at.end]
}

// --- lists

// list makes a list of what was pushed on ids since base, and takes it off.
func (l *lowerer) list(base int) ListID {
	l.listSpans = append(l.listSpans, l.keep(l.ids[base:]))
	l.ids = l.ids[:base]
	return ListID(len(l.listSpans) - 1)
}

func (l *lowerer) keep(ids []int32) span {
	start := int32(len(l.idSlab))
	l.idSlab = append(l.idSlab, ids...)
	return span{start, int32(len(l.idSlab))}
}

// join is the value that is one of two, as test decides.
func (l *lowerer) join(test, a, b ValueID) ValueID {
	if a == b {
		return a
	}
	base := len(l.ids)
	l.ids = append(l.ids, a, b)
	return l.fresh(Value{Kind: Join, A: l.list(base), B: test})
}

// --- operations

// emit adds an operation; one that has children stays open until shut.
func (l *lowerer) emit(op Op) int32 {
	i := int32(len(l.frame.ops))
	op.Skip = i + 1
	l.frame.ops = append(l.frame.ops, op)
	return i
}

func (l *lowerer) shut(i int32) { l.frame.ops[i].Skip = int32(len(l.frame.ops)) }

func (l *lowerer) openBlock() int32 { return l.emit(Op{Kind: OpBlock, A: None}) }
func (l *lowerer) emptyBlock()      { l.emit(Op{Kind: OpBlock, A: None}) }

// openIf opens a branch inside an expression. Its test asks kind of the value a.
func (l *lowerer) openIf(a ValueID, kind IfKind, at int) int32 {
	l.nested++
	return l.emit(Op{Kind: OpIf, Flag: 1, A: a, B: kind, Start: int32(at), End: int32(at)})
}

// shutIf ends it, and takes it away when nothing happens on either side.
func (l *lowerer) shutIf(i int32) {
	l.nested--
	if int(i)+3 == len(l.frame.ops) {
		l.frame.ops = l.frame.ops[:i]
		return
	}
	l.shut(i)
}
