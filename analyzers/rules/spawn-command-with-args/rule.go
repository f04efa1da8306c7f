// Package spawncommandwithargs flags commands that hold their arguments, where no shell takes them apart.
package spawncommandwithargs

import (
	"fmt"
	"regexp"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "spawn-command-with-args",
	Summary:  "Command line given to spawn as the name of a program",
	Section:  docs.SpawnExecFork,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

// line is a command line: a plain name of a program, then words. What begins with a path may be a path with blanks in it.
var line = regexp.MustCompile(`^[A-Za-z0-9][\w.+-]*( +[^ ]+)+ *$`)

// plain is a word that a shell would hand on as it is.
var plain = regexp.MustCompile(`^[\w@%+=:,./-]+$`)

func check(p *rule.ProgramPass) {
	p.Launches("spawn spawnSync execFile execFileSync", func(l program.Launch) {
		f := p.Files[l.At.File]
		command, ok := p.Literal(f, l.Args[0])
		shell, known := p.LaunchInShell(&l)
		if !ok || shell || !known || !line.MatchString(command) {
			return
		}
		words := strings.Fields(command)
		end := "the child emits 'error' with ENOENT"
		switch l.Name {
		case "spawnSync":
			end = "the result's error is ENOENT"
		case "execFile":
			end = "the callback gets ENOENT"
		case "execFileSync":
			end = "it throws ENOENT"
		}
		opts := []rule.Option{
			rule.Help(fmt.Sprintf("Pass the program and its arguments apart: %s('%s', ['%s', …]).", l.Name, words[0], words[1])),
			rule.Fact(fmt.Sprintf("Looked for on the `PATH`: a file named `%s`.", command)),
		}
		if fix, ok := split(p, &l, words); ok {
			opts = append(opts, rule.FixWith(fix))
		}
		p.Report(f, p.ArgRange(l.At, 0), fmt.Sprintf("%s looks for a program whose name is all of '%s' and starts no shell that would split it: %s.", l.Name, command, end), opts...)
	})
}

// split is the call with the words apart; ok is false where the words are not plain, stand elsewhere, or there is a list that is not written out.
func split(p *rule.ProgramPass, l *program.Launch, words []string) (rule.Fix, bool) {
	f := p.Files[l.At.File]
	c := p.Call(l.At)
	if f.Facts.Val(c.Args[0]).Kind != effects.String || c.Args[0] != l.Args[0] {
		return rule.Fix{}, false
	}
	for _, w := range words {
		if !plain.MatchString(w) {
			return rule.Fix{}, false
		}
	}
	list := "'" + strings.Join(words[1:], "', '") + "'"
	edits := []rule.Edit{{Range: p.ArgRange(l.At, 0), New: "'" + words[0] + "'"}}
	switch {
	case len(c.Args) > 1 && f.Facts.Val(c.Args[1]).Kind == effects.Array:
		at := c.ArgStart[1] + 1
		if len(f.Facts.Lists[f.Facts.Val(c.Args[1]).A]) > 0 {
			list += ", "
		}
		edits = append(edits, rule.Edit{Range: syntax.Range{Start: at, End: at}, New: list})
	case len(c.Args) == 1 || l.Options == 1 || f.Facts.Val(c.Args[1]).Kind == effects.Closure:
		edits[0].New += ", [" + list + "]"
	default:
		return rule.Fix{}, false
	}
	return rule.Fix{Title: "Pass the arguments as a list", Safe: true, Edits: edits}, true
}
