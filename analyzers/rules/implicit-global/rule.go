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
	Visit:    []rule.Visitor{rule.OnFile(check)},
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

func check(p *rule.FilePass) {
	f := p.File
	if !forNode(f) {
		return
	}
	declared := declaredGlobals(f)
	for id := range f.Syms() {
		s := f.Sym(syntax.SymID(id))
		if s.Kind != syntax.SymFree || s.Writes == 0 || wrapper[s.Name] || declared[s.Name] || nodeGlobals[s.Name] || strings.HasPrefix(s.Name, "_$") {
			continue
		}
		if asked(f, s.Name) {
			continue
		}
		for _, u := range f.Uses(syntax.SymID(id)) {
			if n := f.NodeAt(u); n.IsWrite() {
				report(p, n, s.Name)
				break
			}
		}
	}
}

// forNode reports whether a file is for Node at all: a script for browsers shares its globals on purpose.
func forNode(f *syntax.File) bool {
	node := f.HasESM
	for i := range f.Syms() {
		s := f.Sym(syntax.SymID(i))
		if s.Kind != syntax.SymFree || len(f.Uses(syntax.SymID(i))) == 0 {
			continue
		}
		switch s.Name {
		case "window", "document", "navigator", "jQuery", "$", "importScripts", "angular", "define":
			return false
		case "require", "module", "exports", "__dirname", "__filename", "process", "setImmediate", "Buffer", "global":
			node = true
		}
	}
	return node
}

// declaredGlobals are the names of `/* global a, b:writable */` comments, which ESLint reads as well.
func declaredGlobals(f *syntax.File) map[string]bool {
	if !f.Mentions("global") {
		return nil
	}
	out := map[string]bool{}
	for _, c := range f.Comments() {
		text := strings.TrimSpace(f.Text[c.Body.Start:c.Body.End])
		rest, ok := strings.CutPrefix(text, "global")
		if !ok {
			continue
		}
		rest = strings.TrimPrefix(rest, "s")
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
func asked(f *syntax.File, name string) bool {
	for _, s := range []string{"global." + name, "globalThis." + name, "typeof " + name} {
		if f.Mentions(s) {
			return true
		}
	}
	return false
}

// strict reports whether a place is in a class or in a function with a directive of its own (ECMAScript, "Strict Mode Code").
func strict(n syntax.Node) bool {
	for a := n.Parent(); a.Valid() && a.Kind() != syntax.KindModule; a = a.Parent() {
		if a.Is(syntax.KindClass, syntax.KindClassDecl) {
			return true
		}
		if !a.Kind().IsFunction() {
			continue
		}
		for s := a.Body().First(); s.Valid() && s.Kind() == syntax.KindDirective; s = s.Next() {
			if strings.Trim(s.Text(), "'\"; \n") == "use strict" {
				return true
			}
		}
	}
	return false
}

func report(p *rule.FilePass, n syntax.Node, name string) {
	msg := fmt.Sprintf("Nothing declares %s: this assignment creates a property of globalThis that every module of the process shares.", name)
	if p.File.Strict || p.ESM || strict(n) {
		msg = fmt.Sprintf("Nothing declares %s, and this code is strict: the assignment throws a ReferenceError.", name)
	}
	opts := []rule.Option{rule.Help("Declare it with const or let where it belongs.")}
	if a := n.Parent(); a.Kind() == syntax.KindAssign && a.Op() == "=" && a.Parent().Kind() == syntax.KindExprStmt && a.First() == n {
		at := syntax.Range{Start: int32(n.Start()), End: int32(n.Start())}
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Declare " + name + " here", Edits: []rule.Edit{{Range: at, New: "let "}}}))
	}
	p.Report(syntax.Range{Start: int32(n.Start()), End: int32(n.Start() + len(name))}, msg, opts...)
}
