package syntax

import (
	"fmt"
	"path"
	"slices"
	"strings"

	shim "github.com/evanw/esbuild/shim"
)

// Language is how a text is read, decided by its extension.
type Language uint8

// The languages.
const (
	JavaScript Language = iota // .js .cjs .mjs: JSX is tried when plain JavaScript does not parse
	JSX                        // .jsx
	TypeScript                 // .ts .cts .mts: JSX must be off
	TSX                        // .tsx
)

// LanguageOf is the language of a path.
func LanguageOf(file string) Language {
	switch path.Ext(file) {
	case ".jsx":
		return JSX
	case ".ts", ".cts", ".mts":
		return TypeScript
	case ".tsx":
		return TSX
	}
	return JavaScript
}

// Parse reads a text. It never fails: a text with a syntax error gives a File with an empty module and its Problems. It is safe for
// concurrent use.
func Parse(file, text string) *File {
	return parse(file, text, LanguageOf(file))
}

func parse(file, text string, lang Language) *File {
	return parseWith(file, text, lang, lang == JSX || lang == TSX)
}

// parseAs is Parse for a piece of a text of which it is known whether it needs JSX.
func parseAs(file, text string, jsx bool) *File {
	lang := LanguageOf(file)
	return parseWith(file, text, lang, jsx || lang == JSX || lang == TSX)
}

func parseWith(file, text string, lang Language, jsx bool) *File {
	f := &File{Path: file, Text: text, src: shim.NewSource(file, text)}
	if depth, at := nestingAt(text, lang); depth > maxDepth {
		f.tooDeep(at)
		return f
	}
	opts := shim.Options{TypeScript: lang == TypeScript || lang == TSX, JSX: jsx}
	tree, problems, ok := guarded(f.src, opts)
	if !ok && lang == JavaScript && !jsx && (strings.Contains(text, "</") || strings.Contains(text, "/>")) {
		// Build steps allow JSX in .js; Node would not run it, but the rest of the file is worth reading.
		if depth, at := nestingAt(text, JSX); depth > maxDepth {
			f.tooDeep(at)
			return f
		}
		opts.JSX = true
		if t2, p2, ok2 := guarded(f.src, opts); ok2 {
			tree, problems, ok, jsx = t2, p2, ok2, true
		}
	}
	if !ok {
		f.Problems = problems
		f.fail()
		return f
	}
	f.typescript, f.jsx = opts.TypeScript, jsx
	f.build(&tree)
	return f
}

// tooDeep refuses a text that could take the process down.
func (f *File) tooDeep(at int) {
	f.fail(Problem{Start: at, End: at + 1, TooDeep: true, Message: "nested too deep; not analysed"})
}

// fail leaves the file with an empty module.
func (f *File) fail(p ...Problem) {
	f.Problems = append(f.Problems, p...)
	f.nodes = append(f.nodes[:0], node{kind: KindModule, next: 1, sym: NoSym})
	f.tree = &shim.AST{}
}

// guarded runs the parser; a panic of the parser on odd input is a problem of that file, not of the process.
func guarded(src *shim.Source, opts shim.Options) (tree shim.AST, problems []Problem, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			ok = false
			problems = []Problem{{Message: fmt.Sprintf("the parser gave up: %v", r)}}
		}
	}()
	tree, msgs, ok := shim.Parse(src, opts)
	if !ok {
		tolerated := false
		for _, m := range msgs {
			if !m.Error {
				continue
			}
			if strings.HasPrefix(m.Text, "Parameter decorators only work") {
				tolerated = true // a matter of tsconfig.json, and the tree is whole: NestJS lives on them
				continue
			}
			start := max(m.Offset, 0)
			problems = append(problems, Problem{Start: start, End: min(start+max(m.Length, 1), len(src.Contents)), Message: m.Text})
		}
		if len(problems) == 0 && tolerated {
			return tree, nil, true
		}
		if len(problems) == 0 {
			problems = []Problem{{Message: "not JavaScript"}}
		}
	}
	return tree, problems, ok
}

// build writes the table.
func (f *File) build(tree *shim.AST) {
	f.tree = tree
	f.shortenLinks()
	f.Hashbang = tree.Hashbang
	f.Directives = tree.Directives
	f.HasESM = tree.ExportKeyword.Len > 0 || tree.TopLevelAwaitKeyword.Len > 0
	b := &builder{f: f, tree: tree}
	f.room = b.acquire()
	f.syms = slices.Grow(f.room.syms[:0], len(tree.Symbols))[:len(tree.Symbols)]
	for i := range tree.Symbols {
		s := &tree.Symbols[i]
		f.syms[i] = Sym{Name: s.OriginalName, Decl: -1, Import: -1}
		if s.Kind != shim.SymbolUnbound {
			f.syms[i].Kind = SymOther
			if s.Kind == shim.SymbolArguments {
				f.syms[i].Kind = SymArguments
			}
		}
	}
	var stmts []shim.Stmt
	for i := range tree.Parts {
		// Nearly always one part holds them all.
		if stmts == nil {
			stmts = tree.Parts[i].Stmts
		} else {
			stmts = append(stmts[:len(stmts):len(stmts)], tree.Parts[i].Stmts...)
		}
	}
	b.module(stmts)
	f.nodes = b.nodes
	if f.typescript {
		f.lowered = f.hasLowered()
	}
	// exports and module are parameters of Node's wrapper; esbuild declares them, no one in the text does.
	for _, ref := range []shim.Ref{tree.ExportsRef, tree.ModuleRef} {
		if int(ref.InnerIndex) < len(f.syms) && f.syms[ref.InnerIndex].Decl < 0 {
			f.syms[ref.InnerIndex].Kind = SymFree
		}
	}
	for i := range tree.ImportRecords {
		r := &tree.ImportRecords[i]
		f.records = append(f.records, ImportRecord{Specifier: r.Path.Text, Start: int(r.Range.Loc.Start), End: int(r.Range.End()), JSON: r.AssertOrWith != nil, Elided: r.Flags.Has(shim.ImportIsUnused)})
	}
	f.index(b.idents)
	f.room.idents = b.idents
	for _, d := range f.Directives {
		if d == "use strict" {
			f.Strict = true
		}
	}
	if f.HasESM {
		f.Strict = true
	}
}

// hasLowered reports whether the parser may have rewritten TypeScript that runs: enums and parameter properties leave nodes that stand before
// their parents, namespaces are told by their keyword.
func (f *File) hasLowered() bool {
	for i := 1; i < len(f.nodes); i++ {
		n := &f.nodes[i]
		if p := &f.nodes[n.parent]; n.start < p.start && n.kind != KindMissing {
			switch p.kind {
			case KindClass, KindClassDecl, KindProperty: // a decorator
			default:
				return true
			}
		}
	}
	return strings.Contains(f.Text, "namespace ") || strings.Contains(f.Text, "module ")
}
