// Package spawnshellargs flags lists of arguments that are handed to a shell, which takes them apart again.
package spawnshellargs

import (
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "spawn-shell-args",
	Summary:  "Arguments joined for a shell without quotes",
	Section:  docs.Shells,
	Severity: rule.Error,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Launches("spawn spawnSync execFile execFileSync", func(l program.Launch) {
		f := p.Files[l.At.File]
		shell, known := p.LaunchInShell(&l)
		if f.Test || !shell || !known || l.Options != 2 || p.Member(l.At).Package { // cross-spawn quotes
			return
		}
		variable := false
		list := f.Facts.Val(l.Args[1])
		if list.Kind == effects.Var && len(f.Facts.Vars[list.A].Values) == 1 {
			list = f.Facts.Val(f.Facts.Vars[list.A].Values[0])
		}
		if list.Kind != effects.Array {
			return // what is in it is not seen
		}
		var line []string
		line = append(line, strings.ReplaceAll(p.KnownText(f, l.Args[0]), "\x00", "…"))
		for _, v := range f.Facts.Lists[list.A] {
			text, ok := p.Literal(f, v)
			if _, number := p.Number(f, v); !ok && !number && !quoted(p.KnownText(f, v)) {
				variable = true
			}
			if !ok {
				text = "…"
			}
			line = append(line, text)
		}
		if !variable {
			return
		}
		p.Report(f, p.ArgRange(l.At, 1),
			"With shell, Node joins the arguments by blanks and quotes none of them: a blank, a quote or a ; in one that is not constant is read by the shell, as two words or as a command.",
			rule.Help("Leave shell out: the program then gets each argument as it is."),
			rule.Fact("The shell sees: `"+strings.TrimSpace(strings.Join(line, " "))+"`."),
			rule.Fact("Node 24 and later warn at run time: DEP0190."))
	})
}

// quoted reports whether the author puts quotes around what is not known: '"' + file + '"'.
func quoted(text string) bool {
	if len(text) < 3 {
		return false
	}
	first, last := text[0], text[len(text)-1]
	return first == last && (first == '"' || first == '\'')
}
