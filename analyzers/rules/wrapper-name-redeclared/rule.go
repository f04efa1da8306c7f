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
	Names:    check,
}

// parameters are those of the function that Node wraps around a file.
var parameters = map[string]string{"exports": "the object that it exports", "require": "the function that loads other files", "module": "Node's record of it",
	"__filename": "its own path", "__dirname": "its own folder"}

func check(p *rule.NamesPass) {
	if p.ESM || p.IsModule() {
		return
	}
	p.Declared(func(name string, kind syntax.SymKind, at syntax.Range) {
		what, ok := parameters[name]
		if !ok || kind != syntax.SymConst && kind != syntax.SymLet && kind != syntax.SymClass {
			return
		}
		p.Report(at, fmt.Sprintf("`%s` is declared already: it is a parameter of the function that Node wraps around a CommonJS file, so this declaration is a SyntaxError and nothing in the file runs.", name),
			rule.Help("Give it another name."),
			rule.Fact(fmt.Sprintf("In this file `%s` is %s.", name, what)))
	})
}
