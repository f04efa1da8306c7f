package syntax

//go:generate go run golang.org/x/tools/cmd/stringer@v0.52.0 -type=Kind -trimprefix=Kind

// Kind is what a node is. Children stand in the order given here, which is the order of the source; a child that the
// source leaves out is a KindMissing node, so that positions are fixed.
type Kind uint8

// Expressions.
const (
	KindInvalid     Kind = iota
	KindMissing          // an absent optional child, or a hole in an array
	KindIdent            // a use of a name
	KindPrivateName      // #name
	KindString           // also a template without substitutions
	KindNumber
	KindBigInt
	KindBoolean
	KindNull
	KindUndefined // the global undefined, or void 0
	KindRegExp
	KindTemplate // tag|missing, substitutions...
	KindThis
	KindSuper
	KindNewTarget
	KindImportMeta
	KindArray      // items...
	KindObject     // properties...
	KindProperty   // key, value|missing, default|missing (the default in patterns; a field's initializer)
	KindSpread     // value
	KindUnary      // operand
	KindUpdate     // operand
	KindBinary     // left, right
	KindLogical    // left, right:  && || ??
	KindAssign     // target, value
	KindCond       // test, yes, no
	KindCall       // callee, arguments...
	KindNew        // callee, arguments...
	KindDot        // object
	KindIndex      // object, index
	KindAwait      // value
	KindYield      // value|missing
	KindImportCall // specifier, options|missing
	KindFunction   // expression: parameters..., body
	KindArrow      // parameters..., body
	KindClass      // expression: heritage|missing, members (KindProperty, KindStaticBlock)...
	KindJSX        // tag|missing, properties..., children...
	KindJSXText
)

// Statements, bindings and parts.
const (
	KindModule Kind = iota + 64 // statements...
	KindBlock                   // statements...
	KindEmpty
	KindExprStmt      // expression
	KindVar           // declarators...
	KindDeclarator    // pattern, value|missing
	KindFunctionDecl  // parameters..., body
	KindClassDecl     // as KindClass
	KindParam         // pattern, default|missing
	KindBinding       // a declared name
	KindArrayPattern  // elements...
	KindObjectPattern // elements...
	KindElement       // of a pattern: key|missing, pattern, default|missing
	KindIf            // test, then, else|missing
	KindFor           // init|missing, test|missing, update|missing, body
	KindForIn         // init, value, body
	KindForOf         // init, value, body
	KindWhile         // test, body
	KindDoWhile       // body, test
	KindReturn        // value|missing
	KindThrow         // value
	KindTry           // block, catch|missing, finally|missing
	KindCatch         // pattern|missing, block
	KindSwitch        // test, cases...
	KindCase          // test|missing, statements...
	KindLabel         // statement
	KindBreak
	KindContinue
	KindWith // object, body
	KindDebugger
	KindImport        // import statement: bindings...
	KindExportNames   // export {a as b}
	KindExportFrom    // export {a as b} from "x"
	KindExportStar    // export * from "x"
	KindExportDefault // function, class or expression statement
	KindExportAssign  // TypeScript: export = value
	KindStaticBlock   // statements...
	KindNamespace     // TypeScript: statements...
	KindEnum          // TypeScript: values...
	KindDirective

	// KindCount is one more than the largest kind, for tables indexed by kind.
	KindCount
)

// IsFunction reports whether a node of this kind opens a function of its own.
func (k Kind) IsFunction() bool {
	return k == KindFunction || k == KindArrow || k == KindFunctionDecl || k == KindModule
}

// IsLoop reports whether the kind is one of the five loop statements.
func (k Kind) IsLoop() bool {
	return k == KindFor || k == KindForIn || k == KindForOf || k == KindWhile || k == KindDoWhile
}
