// Package wrappernameredeclared flags declarations that clash with the parameters of the module wrapper.
package wrappernameredeclared

import (
	"fmt"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "wrapper-name-redeclared",
	Summary:  "`const module` and the like at the top level of CommonJS",
	Section:  docs.Wrapping,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.NoFix,
	Visit:    []rule.Visitor{rule.OnFile(check)},
}

// parameters are those of the function that Node wraps around a file.
var parameters = map[string]string{"exports": "the object that it exports", "require": "the function that loads other files", "module": "Node's record of it",
	"__filename": "its own path", "__dirname": "its own folder"}

func check(p *rule.FilePass) {
	if p.ESM || p.File.HasESM {
		return
	}
	for id := range p.File.Syms() {
		s := p.File.Sym(syntax.SymID(id))
		what, ok := parameters[s.Name]
		if !ok || s.Kind != syntax.SymConst && s.Kind != syntax.SymLet && s.Kind != syntax.SymClass {
			continue
		}
		d := p.File.Declaration(syntax.SymID(id))
		if !d.Valid() || !topLevel(d) {
			continue
		}
		at := syntax.Range{Start: int32(d.Start()), End: int32(d.Start() + len(s.Name))}
		if d.Kind() == syntax.KindClassDecl {
			a, b := d.NameRange()
			at = syntax.Range{Start: int32(a), End: int32(b)}
		}
		p.Report(at, fmt.Sprintf("`%s` is declared already: it is a parameter of the function that Node wraps around a CommonJS file, so this declaration is a SyntaxError and nothing in the file runs.", s.Name),
			rule.Help("Give it another name."),
			rule.Fact(fmt.Sprintf("In this file `%s` is %s.", s.Name, what)))
	}
}

// topLevel reports whether a declaration stands in the body of the file itself: blocks and functions have scopes of their own.
func topLevel(d syntax.Node) bool {
	for n := d.Parent(); n.Valid(); n = n.Parent() {
		switch k := n.Kind(); {
		case k == syntax.KindModule:
			return true
		case k == syntax.KindVar, k == syntax.KindDeclarator, k == syntax.KindObjectPattern, k == syntax.KindArrayPattern, k == syntax.KindElement:
		default:
			return false
		}
	}
	return false
}
