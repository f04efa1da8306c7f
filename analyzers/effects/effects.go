// Package effects lowers a file to effect programs: per function, and for the module's top level, a small structured program of the
// operations that matter to the runtime, over symbolic values. Every whole-program analysis interprets these programs; none goes
// back to a tree.
//
// It knows the tree and the bindings of one file. It must not know other files, Node's tables, or what a rule is: what `fs.readFile`
// does is said by nodeapi when the program is linked.
//
// Facts are plain data: indexes into flat slices, no pointers to a tree, equal text gives equal facts.
package effects

// ID types. All are indexes into the slices of one Facts; a negative one means none.
type (
	StrID   = int32
	ValueID = int32
	FuncID  = int32
	VarID   = int32
	CallID  = int32
	ClassID = int32
	ListID  = int32
)

// None is the absent index.
const None = -1

// ValueKind is the kind of a symbolic value.
type ValueKind uint8

// The kinds of value. A, B and Op are said for each.
const (
	Unknown ValueKind = iota // nothing known
	String                   // literal; A = string
	Number                   // literal; A = string: its text
	Bool                     // literal; A = 1 for true
	Null
	Undefined
	RegExp     // A = string: as written
	Param      // A = function, B = index
	Rest       // A = function, B = index of the rest parameter: an array
	This       // A = the function whose this it is (never an arrow), 0 for the module; static fields and blocks have the Class instead
	Arguments  // A = function
	Var        // A = variable
	Prop       // A = base value, B = string: name
	Elem       // A = base value, B = index value
	Result     // A = call
	Closure    // A = function
	Class      // A = class
	Object     // A = object
	Array      // A = list of element values
	Import     // A = import: what require() returns, or the namespace
	ImportName // A = import, B = string: the imported name, "default" among them
	Global     // A = string: name
	Await      // A = value
	Yielded    // what a yield expression gives
	Join       // A = list of values; B = the value that decides: the test of ?: for two, the value itself where it has a default; 0 when not known
	Binary     // Op, A, B; also the value of x op= y
	Unary      // Op, A
	Template   // A = list of parts, literal parts as String
	Spread     // A = value
	Exports    // the wrapper's parameter `exports`
	Module     // the wrapper's parameter `module`
	ImportMeta
	Super // A = function
)

// Value is one symbolic value. Values are interned: in one file equal values have equal ids.
type Value struct {
	Kind ValueKind
	Op   Operator
	A, B int32
}

// Operator is the operator of a Binary or Unary value.
type Operator uint8

// The operators that analyses ask about; the others are OpOther.
const (
	OpOther Operator = iota
	Add
	EqStrict // === and ==
	NeStrict // !== and !=
	Less     // < <= > >=
	In
	InstanceOf
	And
	Or
	Nullish
	Not
	TypeOf
	VoidOp
	Delete
	Comma
	Mul       // *
	ShiftLeft // <<
)

// OpKind is the kind of an operation.
type OpKind uint8

// The operations. Structured ones hold their parts as OpBlock children, in order.
const (
	OpNop      OpKind = iota
	OpCall            // A = call
	OpRead            // A = value: a read of a name of an imported module, or of exports; Flag 1: by destructuring
	OpWrite           // A = target value (Var, Prop, Elem, Exports, Module, Global), B = value; Flag 1: a declaration's initializer, or WriteDelete
	OpRequire         // A = import: the require() or import() runs here
	OpAwait           // A = value
	OpYield           // A = value
	OpReturn          // A = value, or None
	OpThrow           // A = value
	OpIf              // A = test; children: then, else. B = IfKind; Flag 1: an expression (&&, ||, ??, ?:, optional chain, default)
	OpLoop            // A = LoopKind, B = test or iterated value; children: body (with the test's and update's own operations, in the order of one round)
	OpTry             // children: block, catch, finally (empty when absent); A = 1 when there is a catch, B = 1 when finally
	OpSwitch          // A = tested value; children: one block a case, which runs on into the next; Flag 1: has a default. The operations of the case tests stand before it
	OpBlock           // A = case test value or None in a switch, Flag 1: default; else None
	OpLabel           // children: body
	OpBreak           // A = index of the operation (loop, switch, label) that it leaves
	OpContinue        // A = index of the loop
	OpClass           // A = class: evaluated here; heritage and keys before, static fields and blocks after it, in the same function
	OpFunc            // A = function: the closure is made here (expressions and arrows; declarations are hoisted and have none)
	OpExport          // A = export: export default of an expression takes its value here
	OpSpread          // A = object, B = member: the names of the member's value are copied here, before what stands after it is evaluated
	OpCompare         // A = Binary value: === or !==, with Flag 1 == or !=, evaluated here. Not where a side is null, undefined or a typeof, which tell nothing of the other side
)

// WriteDelete is the flag of an OpWrite that stands for the delete operator: the member is gone, its value Undefined.
const WriteDelete = 2

// IfKind is what an OpIf asks of its value for the first of its blocks to run.
type IfKind = int32

// The tests.
const (
	IfTrue      IfKind = iota // it counts as true
	IfPresent                 // it is neither undefined nor null
	IfUndefined               // it is undefined: a default is taken
)

// LoopKind is how a loop runs.
type LoopKind = int32

// The kinds of loop.
const (
	LoopWhile LoopKind = iota // zero or more
	LoopDo                    // one or more
	LoopForIn                 // over keys
	LoopForOf                 // over values
	LoopForAwait
	LoopForever // while (true), for (;;)
)

// Op is one operation. Start and End are bytes; Skip is the index after the operation and its children, relative to the function.
type Op struct {
	Kind       OpKind
	Flag       uint8
	A, B       int32
	Start, End int32
	Skip       int32
}

// FuncFlags say what a function is.
type FuncFlags uint16

// The flags of a function.
const (
	FuncAsync FuncFlags = 1 << iota
	FuncGenerator
	FuncArrow
	FuncMethod // of a class or an object literal
	FuncCtor
	FuncGetter
	FuncSetter
	FuncStatic
	FuncFields   // synthetic: the instance field initializers of a class
	FuncDecl     // a declaration, hoisted
	FuncUsesThis // reads this itself (an arrow in it counts)
	FuncUsesArgs // mentions arguments
	FuncDirectEval
)

// ParamInfo is one parameter.
type ParamInfo struct {
	Name  StrID // "" for a pattern
	Start int32
	End   int32
	Flags uint8
}

// Flags of a parameter.
const (
	ParamUsed    uint8 = 1 << iota // some code reads it
	ParamDefault                   // has a default
	ParamPattern                   // is destructured
	ParamWritten                   // is assigned to
	ParamRest
)

// Func is a function; index 0 is the module's top level.
type Func struct {
	Name           StrID // its own name, or the name it is given by the place where it stands
	Start, End     int32
	NameStart      int32
	NameEnd        int32
	Parent         FuncID
	Class          ClassID // for methods, constructors and fields
	Flags          FuncFlags
	Params         []ParamInfo
	Ops            []Op
	Returns        []ValueID
	ThisFunc       FuncID // whose `this` it sees
	FirstCallStart int32  // of the first call that it makes, None when there is none
}

// CallFlags say how a call is written.
type CallFlags uint16

// The flags of a call.
const (
	CallNew CallFlags = 1 << iota
	CallOptional
	CallTagged
	CallAwaited   // await f()
	CallDiscarded // an expression statement by itself
	CallSpread    // an argument is spread
	CallReturned  // return f()
	CallVoided    // void f()
	CallSuper     // super(...)
)

// Call is one call site.
type Call struct {
	Func       FuncID // the function that makes it
	Callee     ValueID
	Args       []ValueID
	Flags      CallFlags
	Start, End int32
	CalleeEnd  int32
	NameStart  int32 // of the last name of the callee
	// ArgsStart are the starts of the arguments, for evidence and edits.
	ArgStart []int32
	ArgEnd   []int32
}

// VarFlags say what a variable is.
type VarFlags uint8

// The flags of a variable.
const (
	VarConst    VarFlags = 1 << iota
	VarCaptured          // used by a function other than the one that declares it
	VarCatch
	VarParam // a parameter that is written or has a default
	VarTop   // declared at the top level
	// VarLexical: not to be touched before its declaration has run (let, const, class, using).
	VarLexical
)

// Variable is a local or module binding that is not a plain parameter, function or class.
type Variable struct {
	Name       StrID
	Func       FuncID
	Flags      VarFlags
	Values     []ValueID // everything that is ever assigned, in source order
	Start, End int32
	Uses       int32
}

// Member is a named part of an object or class.
type Member struct {
	Name  StrID
	Value ValueID
	Key   ValueID // of a computed key that is not a constant, else 0
	Flags uint8
	Start int32 // of the key
	End   int32
	// Decorators are the values of the decorators of a class member, in source order.
	Decorators []ValueID
}

// Flags of a member.
const (
	MemberGetter uint8 = 1 << iota
	MemberSetter
	MemberStatic
	MemberField
	MemberMethod
	MemberSpread // Value is spread into the object; Name is empty
	MemberComputed
)

// ObjectLit is an object literal.
type ObjectLit struct {
	Members    []Member
	Start, End int32
	Func       FuncID // where it is made
}

// ClassDef is a class.
type ClassDef struct {
	Name       StrID
	Extends    ValueID
	Members    []Member
	Ctor       FuncID
	Fields     FuncID
	Start, End int32
	NameStart  int32
	// Decorators are the values of the class's own decorators, in source order.
	Decorators []ValueID
}

// ImportKind is how a module is asked for.
type ImportKind uint8

// The kinds of import.
const (
	Require       ImportKind = iota // require("x")
	StaticImport                    // import ... from "x", export ... from "x"
	DynamicImport                   // import("x")
	RequireResolve
)

// ImportFlags say where and how.
type ImportFlags uint8

// The flags of an import.
const (
	ImportLazy        ImportFlags = 1 << iota // inside a function
	ImportConditional                         // under a branch, loop or try at its own level
	ImportInTry                               // inside try with a catch
	ImportComputed                            // the specifier is not a literal
	ImportReexport                            // export ... from
	ImportBare                                // import "x", or require("x") as a statement
	ImportJSON
	ImportViaCreateRequire
)

// ImportRef is one require() or import.
type ImportRef struct {
	Spec       StrID // literal text; "" when computed
	Kind       ImportKind
	Flags      ImportFlags
	Start, End int32 // of the specifier
	CallStart  int32
	CallEnd    int32
	Func       FuncID
	Arg        ValueID // the specifier's value where it is computed, else None
	// StmtStart and StmtEnd are the lines of a top-level statement that does nothing but to call require("x") and bind what it gives to a
	// name, or to names by a plain object pattern; both 0 for any other. Where a comment follows in the line, StmtEnd is CallEnd.
	StmtStart, StmtEnd int32
}

// ExportRef is one name that an ES module exports.
type ExportRef struct {
	Name       StrID // "*" for export * from
	Value      ValueID
	Import     int32 // for re-exports, else None
	ImportName StrID // for re-exports; "*" for a namespace
	Start, End int32
}

// Facts are everything that the whole-program analyses know of a file.
type Facts struct {
	Strings []string
	Values  []Value
	Lists   [][]ValueID
	Funcs   []Func
	Calls   []Call
	Vars    []Variable
	Objects []ObjectLit
	Classes []ClassDef
	Imports []ImportRef
	Exports []ExportRef
	// HasESM says that the text has syntax that only an ES module may have.
	HasESM bool
	Strict bool
	// Hashbang says that the file starts with #!, as programs do.
	Hashbang bool
	// DirectEval or with make bindings uncertain.
	Uncertain bool
	Lines     int32
	Size      int32
}

// Str is the string with that id; "" for None.
func (f *Facts) Str(id StrID) string {
	if id < 0 {
		return ""
	}
	return f.Strings[id]
}

// Val is the value with that id; Unknown for None.
func (f *Facts) Val(id ValueID) Value {
	if id < 0 {
		return Value{}
	}
	return f.Values[id]
}

// Literal is the text of a String value.
func (f *Facts) Literal(id ValueID) (string, bool) {
	v := f.Val(id)
	if v.Kind == String {
		return f.Strings[v.A], true
	}
	return "", false
}

// Children calls yield with the index of each direct child of the operation at i.
func (fn *Func) Children(i int32, yield func(child int32)) {
	end := fn.Ops[i].Skip
	for c := i + 1; c < end; c = fn.Ops[c].Skip {
		yield(c)
	}
}

// Blocks are the indexes of the direct children of the operation at i.
func (fn *Func) Blocks(i int32) []int32 {
	var out []int32
	fn.Children(i, func(c int32) { out = append(out, c) })
	return out
}
