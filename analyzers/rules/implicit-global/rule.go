// Package implicitglobal flags assignments to names that nothing declares.
package implicitglobal

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "implicit-global",
	Summary:  "Assignment to an undeclared name",
	Section:  docs.GlobalsAndModuleScope,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Names:    check,
}

// wrapper are names that the module wrapper and the language provide.
var wrapper = map[string]bool{"require": true, "module": true, "exports": true, "__filename": true, "__dirname": true, "arguments": true, "undefined": true, "eval": true}

var nodeGlobals = func() map[string]bool {
	m := map[string]bool{}
	for _, g := range nodeapi.Globals() {
		m[g] = true
	}
	return m
}()

func check(p *rule.NamesPass) {
	if !forNode(p) {
		return
	}
	declared := declaredGlobals(p)
	p.Written(func(name string, uses []syntax.NameUse) {
		if wrapper[name] || declared[name] || nodeGlobals[name] || strings.HasPrefix(name, "_$") || asked(p, name) {
			return
		}
		for _, u := range uses {
			if u.Flags&syntax.UseWrites != 0 {
				report(p, u, name)
				return
			}
		}
	})
}

// forNode reports whether a file is for Node at all: a script for browsers shares its globals on purpose.
func forNode(p *rule.NamesPass) bool {
	node, browser := p.IsModule(), false
	p.Free(func(name string) bool {
		switch name {
		case "window", "document", "navigator", "jQuery", "$", "importScripts", "angular", "define":
			browser = true
		case "require", "module", "exports", "__dirname", "__filename", "process", "setImmediate", "Buffer", "global":
			node = true
		}
		return !browser
	})
	return node && !browser
}

// declaredGlobals are the names of `/* global a, b:writable */` comments, which ESLint reads as well.
func declaredGlobals(p *rule.NamesPass) map[string]bool {
	out := map[string]bool{}
	for _, text := range p.Notes() {
		rest := strings.TrimPrefix(strings.TrimPrefix(text, "global"), "s")
		if rest == "" || !strings.ContainsAny(rest[:1], " \t\r\n") {
			continue
		}
		for _, part := range strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' || r == '\r' }) {
			name, _, _ := strings.Cut(part, ":")
			out[name] = true
		}
	}
	return out
}

// asked reports whether the file sets the name on the global object by its own name, or tests whether it exists: then it means the global.
func asked(p *rule.NamesPass, name string) bool {
	for _, s := range []string{"global." + name, "globalThis." + name, "typeof " + name} {
		if p.Mentions(s) {
			return true
		}
	}
	return false
}

func report(p *rule.NamesPass, u syntax.NameUse, name string) {
	msg := fmt.Sprintf("Nothing declares %s: this assignment creates a property of globalThis that every module of the process shares.", name)
	if p.IsStrict() || p.ESM || u.Flags&syntax.UseStrict != 0 {
		msg = fmt.Sprintf("Nothing declares %s, and this code is strict: the assignment throws a ReferenceError.", name)
	}
	opts := []rule.Option{rule.Help("Declare it with const or let where it belongs.")}
	if u.Flags&syntax.UseStatement != 0 {
		at := syntax.Range{Start: u.At.Start, End: u.At.Start}
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Declare " + name + " here", Edits: []rule.Edit{{Range: at, New: "let "}}}))
	}
	p.Report(u.At, msg, opts...)
}
