// Package headernamecase flags reads of a request's headers by a name with capital letters.
package headernamecase

import (
	"fmt"
	"slices"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "header-name-case",
	Summary:  "Request header read by a name with capitals",
	Section:  docs.Headers,
	Severity: rule.Error,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Visit:    []rule.Visitor{rule.On(visit, syntax.KindIndex)},
}

func visit(p *rule.FilePass, n syntax.Node) {
	key := n.Child(1)
	name, ok := key.Str()
	lower := strings.ToLower(name)
	if !ok || lower == name || !key.Is(syntax.KindString) || isTarget(n) {
		return
	}
	headers := n.First()
	if !headers.Is(syntax.KindDot) || headers.Name() != "headers" || !isRequest(p.File, headers.First()) {
		return
	}
	quote := key.Text()[:1]
	at := key.Range()
	p.Report(at, fmt.Sprintf("Node gives the names of a request's headers in small letters: `%s[%s]` is always undefined.", headers.Text(), key.Text()),
		rule.Help(fmt.Sprintf("Read `%s`.", lower)),
		rule.Fact(fmt.Sprintf("The key is `'%s'`, however the client spells it; `rawHeaders` has its spelling.", lower)),
		rule.FixWith(rule.Fix{Title: "Read '" + lower + "'", Safe: true, Edits: []rule.Edit{{Range: at, New: quote + lower + quote}}}))
}

// isTarget reports whether an expression is assigned to or deleted.
func isTarget(n syntax.Node) bool {
	up := n.Parent()
	return up.Is(syntax.KindAssign) && up.First().ID() == n.ID() || up.Is(syntax.KindUnary) && up.Op() == "delete"
}

// isRequest reports whether an expression is the request of a handler: its first parameter beside the response or a toolkit, a member of Koa's
// context, or the request of a response.
func isRequest(f *syntax.File, n syntax.Node) bool {
	if n.Is(syntax.KindDot) {
		return (n.Name() == "req" || n.Name() == "request") && parameter(f, n.First(), []string{"ctx", "context", "res", "response", "reply"}, nil)
	}
	return parameter(f, n, []string{"req", "request", "_req"}, []string{"res", "response", "_res", "rep", "reply", "h", "toolkit", "socket", "next"}) || parameter(f, n, []string{"ctx"}, []string{"next"})
}

// parameter reports whether an expression is a parameter of one of the names that nobody assigns to, before one of the others when there are any.
func parameter(f *syntax.File, n syntax.Node, names, before []string) bool {
	if !n.Is(syntax.KindIdent) || n.Sym() < 0 || f.Sym(n.Sym()).Writes > 0 {
		return false
	}
	decl := f.Declaration(n.Sym())
	if !decl.Valid() || !slices.Contains(names, decl.Name()) {
		return false
	}
	params := decl.Func().Params()
	for i, param := range params {
		if param.Contains(decl) || param.ID() == decl.ID() {
			return len(before) == 0 || i+1 < len(params) && slices.Contains(before, paramName(params[i+1]))
		}
	}
	return false
}

func paramName(n syntax.Node) string {
	for !n.Is(syntax.KindBinding) && n.First().Valid() {
		n = n.First()
	}
	return n.Name()
}
