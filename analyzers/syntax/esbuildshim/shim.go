// Package shim opens the door to esbuild's own parser.
//
// esbuild keeps its parser under internal/, and Go decides who may import an internal package by import path alone.
// This nested module's path starts with github.com/evanw/esbuild/, so it may. It holds aliases and nothing else: no logic
// of ours, no copy of theirs. The version of esbuild is pinned in this module's go.mod, because the tree's shape is not a
// public interface and may change with any release.
package shim

import (
	"github.com/evanw/esbuild/internal/ast"
	"github.com/evanw/esbuild/internal/compat"
	"github.com/evanw/esbuild/internal/config"
	"github.com/evanw/esbuild/internal/js_ast"
	"github.com/evanw/esbuild/internal/js_lexer"
	"github.com/evanw/esbuild/internal/js_parser"
	"github.com/evanw/esbuild/internal/logger"
)

// Version is the pinned version of esbuild. It is part of the cache key: another parser may see another tree.
const Version = "0.28.2"

type (
	AST              = js_ast.AST
	Expr             = js_ast.Expr
	E                = js_ast.E
	Stmt             = js_ast.Stmt
	S                = js_ast.S
	Binding          = js_ast.Binding
	Property         = js_ast.Property
	PropertyKind     = js_ast.PropertyKind
	Class            = js_ast.Class
	Fn               = js_ast.Fn
	FnBody           = js_ast.FnBody
	Arg              = js_ast.Arg
	Decorator        = js_ast.Decorator
	ClassStaticBlock = js_ast.ClassStaticBlock
	Catch            = js_ast.Catch
	OpCode           = js_ast.OpCode
	Scope            = js_ast.Scope
	Ref              = ast.Ref
	LocRef           = ast.LocRef
	Symbol           = ast.Symbol
	SymbolKind       = ast.SymbolKind
	ImportRecord     = ast.ImportRecord
	NamedImport      = js_ast.NamedImport
	Loc              = logger.Loc
	Range            = logger.Range
	Source           = logger.Source
	Log              = logger.Log
	Msg              = logger.Msg

	EArray                = js_ast.EArray
	EUnary                = js_ast.EUnary
	EBinary               = js_ast.EBinary
	EBoolean              = js_ast.EBoolean
	ESuper                = js_ast.ESuper
	ENull                 = js_ast.ENull
	EUndefined            = js_ast.EUndefined
	EThis                 = js_ast.EThis
	ENew                  = js_ast.ENew
	ENewTarget            = js_ast.ENewTarget
	EImportMeta           = js_ast.EImportMeta
	ECall                 = js_ast.ECall
	EDot                  = js_ast.EDot
	EIndex                = js_ast.EIndex
	EArrow                = js_ast.EArrow
	EFunction             = js_ast.EFunction
	EClass                = js_ast.EClass
	EIdentifier           = js_ast.EIdentifier
	EImportIdentifier     = js_ast.EImportIdentifier
	EPrivateIdentifier    = js_ast.EPrivateIdentifier
	ENameOfSymbol         = js_ast.ENameOfSymbol
	EJSXElement           = js_ast.EJSXElement
	EJSXText              = js_ast.EJSXText
	EMissing              = js_ast.EMissing
	ENumber               = js_ast.ENumber
	EBigInt               = js_ast.EBigInt
	EObject               = js_ast.EObject
	ESpread               = js_ast.ESpread
	EString               = js_ast.EString
	ETemplate             = js_ast.ETemplate
	ERegExp               = js_ast.ERegExp
	EInlinedEnum          = js_ast.EInlinedEnum
	EAnnotation           = js_ast.EAnnotation
	EAwait                = js_ast.EAwait
	EYield                = js_ast.EYield
	EIf                   = js_ast.EIf
	ERequireString        = js_ast.ERequireString
	ERequireResolveString = js_ast.ERequireResolveString
	EImportString         = js_ast.EImportString
	EImportCall           = js_ast.EImportCall

	SBlock         = js_ast.SBlock
	SComment       = js_ast.SComment
	SDebugger      = js_ast.SDebugger
	SDirective     = js_ast.SDirective
	SEmpty         = js_ast.SEmpty
	STypeScript    = js_ast.STypeScript
	SExportClause  = js_ast.SExportClause
	SExportFrom    = js_ast.SExportFrom
	SExportDefault = js_ast.SExportDefault
	SExportStar    = js_ast.SExportStar
	SExportEquals  = js_ast.SExportEquals
	SLazyExport    = js_ast.SLazyExport
	SExpr          = js_ast.SExpr
	SEnum          = js_ast.SEnum
	SNamespace     = js_ast.SNamespace
	SFunction      = js_ast.SFunction
	SClass         = js_ast.SClass
	SLabel         = js_ast.SLabel
	SIf            = js_ast.SIf
	SFor           = js_ast.SFor
	SForIn         = js_ast.SForIn
	SForOf         = js_ast.SForOf
	SDoWhile       = js_ast.SDoWhile
	SWhile         = js_ast.SWhile
	SWith          = js_ast.SWith
	STry           = js_ast.STry
	SSwitch        = js_ast.SSwitch
	SImport        = js_ast.SImport
	SReturn        = js_ast.SReturn
	SThrow         = js_ast.SThrow
	SLocal         = js_ast.SLocal
	SBreak         = js_ast.SBreak
	SContinue      = js_ast.SContinue

	BMissing    = js_ast.BMissing
	BIdentifier = js_ast.BIdentifier
	BArray      = js_ast.BArray
	BObject     = js_ast.BObject
)

const (
	PropertyField             = js_ast.PropertyField
	PropertyMethod            = js_ast.PropertyMethod
	PropertyGetter            = js_ast.PropertyGetter
	PropertySetter            = js_ast.PropertySetter
	PropertyAutoAccessor      = js_ast.PropertyAutoAccessor
	PropertySpread            = js_ast.PropertySpread
	PropertyDeclareOrAbstract = js_ast.PropertyDeclareOrAbstract
	PropertyClassStaticBlock  = js_ast.PropertyClassStaticBlock

	PropertyIsComputed   = js_ast.PropertyIsComputed
	PropertyIsStatic     = js_ast.PropertyIsStatic
	PropertyWasShorthand = js_ast.PropertyWasShorthand

	LocalVar        = js_ast.LocalVar
	LocalLet        = js_ast.LocalLet
	LocalConst      = js_ast.LocalConst
	LocalUsing      = js_ast.LocalUsing
	LocalAwaitUsing = js_ast.LocalAwaitUsing

	SymbolUnbound         = ast.SymbolUnbound
	SymbolHoisted         = ast.SymbolHoisted
	SymbolHoistedFunction = ast.SymbolHoistedFunction
	SymbolImport          = ast.SymbolImport
	SymbolConst           = ast.SymbolConst
	SymbolArguments       = ast.SymbolArguments

	ImportIsUnused = ast.IsUnused

	SloppyMode = js_ast.SloppyMode

	OptionalChainNone     = js_ast.OptionalChainNone
	OptionalChainStart    = js_ast.OptionalChainStart
	OptionalChainContinue = js_ast.OptionalChainContinue

	UnOpPos                      = js_ast.UnOpPos
	UnOpNeg                      = js_ast.UnOpNeg
	UnOpCpl                      = js_ast.UnOpCpl
	UnOpNot                      = js_ast.UnOpNot
	UnOpVoid                     = js_ast.UnOpVoid
	UnOpTypeof                   = js_ast.UnOpTypeof
	UnOpDelete                   = js_ast.UnOpDelete
	UnOpPreDec                   = js_ast.UnOpPreDec
	UnOpPreInc                   = js_ast.UnOpPreInc
	UnOpPostDec                  = js_ast.UnOpPostDec
	UnOpPostInc                  = js_ast.UnOpPostInc
	BinOpAdd                     = js_ast.BinOpAdd
	BinOpSub                     = js_ast.BinOpSub
	BinOpLt                      = js_ast.BinOpLt
	BinOpLe                      = js_ast.BinOpLe
	BinOpGt                      = js_ast.BinOpGt
	BinOpGe                      = js_ast.BinOpGe
	BinOpIn                      = js_ast.BinOpIn
	BinOpInstanceof              = js_ast.BinOpInstanceof
	BinOpLooseEq                 = js_ast.BinOpLooseEq
	BinOpLooseNe                 = js_ast.BinOpLooseNe
	BinOpStrictEq                = js_ast.BinOpStrictEq
	BinOpStrictNe                = js_ast.BinOpStrictNe
	BinOpNullishCoalescing       = js_ast.BinOpNullishCoalescing
	BinOpLogicalOr               = js_ast.BinOpLogicalOr
	BinOpLogicalAnd              = js_ast.BinOpLogicalAnd
	BinOpComma                   = js_ast.BinOpComma
	BinOpAssign                  = js_ast.BinOpAssign
	BinOpAddAssign               = js_ast.BinOpAddAssign
	BinOpNullishCoalescingAssign = js_ast.BinOpNullishCoalescingAssign
	BinOpLogicalOrAssign         = js_ast.BinOpLogicalOrAssign
	BinOpLogicalAndAssign        = js_ast.BinOpLogicalAndAssign
)

// OpText is the operator as it is written.
func OpText(op OpCode) string { return js_ast.OpTable[op].Text }

// RangeOfIdentifier, RangeOfString and RangeOfNumber read a token's extent from the text, as the tree keeps only starts.
func RangeOfIdentifier(s *Source, loc Loc) Range { return js_lexer.RangeOfIdentifier(*s, loc) }
func RangeOfString(s *Source, loc Loc) Range     { return s.RangeOfString(loc) }
func RangeOfNumber(s *Source, loc Loc) Range     { return s.RangeOfNumber(loc) }

// NewSource wraps a text for the functions above.
func NewSource(path, text string) *Source {
	return &Source{Contents: text, KeyPath: logger.Path{Text: path}, IdentifierName: "f"}
}

// Options says how a text is to be read.
type Options struct {
	TypeScript bool
	JSX        bool
	// VerbatimModuleSyntax keeps imports that TypeScript would drop because only types use them.
	VerbatimModuleSyntax bool
}

// Message is what the parser had to say; Offset and Length are bytes of the text.
type Message struct {
	Text           string
	Offset, Length int
	Error          bool
}

// defines is esbuild's table of known globals; building it costs a millisecond, so it is shared. The parser only reads it.
var defines = config.ProcessDefines(nil)

// quiet silences all warnings: most of the parser's are about bundling, none is ours, and placing one takes a walk over the lines.
var quiet = func() map[logger.MsgID]logger.LogLevel {
	m := map[logger.MsgID]logger.LogLevel{}
	for id := logger.MsgID_None + 1; id < logger.MsgID_END; id++ {
		m[id] = logger.LevelSilent
	}
	return m
}()

// maxMessages is how many messages are placed; placing one takes a walk over the lines.
const maxMessages = 20

// Parse runs esbuild's parser and binder in pass-through mode. ok is false when the text has a syntax error, and then the
// tree is empty. It may panic on hostile depth; the caller guards.
func Parse(source *Source, o Options) (tree AST, messages []Message, ok bool) {
	log := logger.NewDeferLog(logger.DeferLogNoVerboseOrDebug, quiet)
	opts := &config.Options{
		Mode:                config.ModePassThrough,
		MinifyWhitespace:    true, // no comment map is built: perf.md, section 4
		TS:                  config.TSOptions{Parse: o.TypeScript, NoAmbiguousLessThan: false},
		JSX:                 config.JSXOptions{Parse: o.JSX, Preserve: true},
		OmitRuntimeForTests: true,
		// Without this the parser rewrites tagged templates that hold </script (js_parser.go, ETemplate).
		UnsupportedJSFeatures: compat.InlineScript,
	}
	if o.VerbatimModuleSyntax {
		opts.TS.Config.VerbatimModuleSyntax = config.True
	}
	tree, ok = js_parser.Parse(log, *source, js_parser.OptionsFromConfig(opts))
	for _, m := range log.Done() {
		if len(messages) == maxMessages {
			ok = ok && m.Kind != logger.Error
			continue
		}
		msg := Message{Text: m.Data.Text, Error: m.Kind == logger.Error}
		if l := m.Data.Location; l != nil {
			msg.Offset, msg.Length = offsetOf(source.Contents, l.Line, l.Column), l.Length
		} else {
			msg.Offset = -1
		}
		if msg.Error {
			ok = false
		}
		messages = append(messages, msg)
	}
	return tree, messages, ok
}

// offsetOf turns the logger's line (from 1) and byte column into a byte offset. The logger ends lines at \n, \r, \r\n, U+2028 and
// U+2029 (logger.go, computeLineAndColumn), as ECMAScript does (section 12.3, Line Terminators).
func offsetOf(text string, line, column int) int {
	i := 0
	for line > 1 && i < len(text) {
		switch c := text[i]; {
		case c == '\r' && i+1 < len(text) && text[i+1] == '\n':
			i += 2
			line--
		case c == '\n' || c == '\r':
			i++
			line--
		case c == 0xE2 && i+2 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0xA8 || text[i+2] == 0xA9):
			i += 3
			line--
		default:
			i++
		}
	}
	return min(i+column, len(text))
}
