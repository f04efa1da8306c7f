// Package pathconcatnoseparator flags paths that are put together from a folder and a name without a separator.
package pathconcatnoseparator

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "path-concat-no-separator",
	Summary:  "Folder and name joined without a separator",
	Section:  docs.PathsAndCwd,
	Severity: rule.Error,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Visit:    []rule.Visitor{rule.On(visitSum, syntax.KindBinary), rule.On(visitTemplate, syntax.KindTemplate)},
}

func visitSum(p *rule.FilePass, n syntax.Node) {
	if n.Op() != "+" {
		return
	}
	folder, right := name(n.First()), n.Child(1)
	if text, ok := right.Str(); ok && folder != "" && lacks(text) {
		report(p, right.Range(), right.Start()+1, folder, text)
	}
}

func visitTemplate(p *rule.FilePass, n syntax.Node) {
	parts := n.TemplateParts()
	if tag := n.First(); !tag.Missing() || len(parts) < 2 || parts[0] != "" {
		return
	}
	value := n.First().Next()
	folder := name(value)
	if folder == "" || !lacks(parts[1]) {
		return
	}
	at := value.End() + len("}")
	if at > len(p.File.Text) || p.File.Text[value.End():at] != "}" {
		return
	}
	report(p, syntax.Range{Start: int32(at), End: int32(at + len(parts[1]))}, at, folder, parts[1])
}

// name is what a value is called that is a folder without a separator at its end, "" for any other.
func name(n syntax.Node) string {
	switch n.Kind() {
	case syntax.KindIdent:
		if n.IsFree("__dirname") {
			return "__dirname"
		}
	case syntax.KindDot:
		if n.Name() == "dirname" && n.First().Kind() == syntax.KindImportMeta {
			return "import.meta.dirname"
		}
	case syntax.KindCall:
		if c := n.Callee(); c.Kind() == syntax.KindDot && c.Name() == "cwd" && c.First().IsFree("process") && len(n.Args()) == 0 {
			return "process.cwd()"
		}
	}
	return ""
}

// lacks reports whether a text that follows a folder begins with a name: what begins with a separator is right, and an extension, a colon and the like
// make something else than a path below the folder.
func lacks(text string) bool {
	if text == "" {
		return false
	}
	if strings.HasPrefix(text, "./") || strings.HasPrefix(text, "../") {
		return true
	}
	c := text[0]
	letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
	return letter && strings.ContainsAny(text, "./")
}

func report(p *rule.FilePass, at syntax.Range, start int, folder, text string) {
	p.Report(at,
		fmt.Sprintf("%s does not end with a separator: this names %s%s, beside the folder and not in it.", folder, last(folder), text),
		rule.Help(fmt.Sprintf("Join them: path.join(%s, '%s').", folder, strings.ReplaceAll(text, "'", `\'`))),
		rule.Fact(fmt.Sprintf("In `/srv/app` it gives `/srv/app%s`.", text)),
		rule.FixWith(rule.Fix{Title: "Put a separator between them", Safe: true, Edits: []rule.Edit{{Range: syntax.Range{Start: int32(start), End: int32(start)}, New: "/"}}}))
}

// last stands for the last name of the folder in messages.
func last(folder string) string {
	if folder == "process.cwd()" {
		return "…/current-folder"
	}
	return "…/folder"
}
