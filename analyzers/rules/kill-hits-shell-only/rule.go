// Package killhitsshellonly flags signals to a shell that are meant for what the shell has started.
package killhitsshellonly

import (
	"fmt"
	"regexp"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "kill-hits-shell-only",
	Summary:  "kill() that ends the shell and not what it started",
	Section:  docs.Shells,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

// several matches command lines for which a shell has to stay: it starts more than one program, or waits for one to do something after it. For a
// plain command, shells replace themselves by the program, as a matter of thrift (the -c option in the source of dash and bash).
var several = regexp.MustCompile(`\|\||&&|[;|\n]|&\s*($|[^&\s>1-9])`)

// quoted matches what the shell takes as it is.
var quoted = regexp.MustCompile(`"[^"]*"|'[^']*'`)

// replaced matches lines whose last program takes the place of the shell by itself.
var replaced = regexp.MustCompile(`^\s*exec\s|(&&|;)\s*exec\s[^;|&]*$`)

func check(p *rule.ProgramPass) {
	p.Launches("exec spawn", func(l program.Launch) {
		f := p.Files[l.At.File]
		shell, known := p.LaunchInShell(&l)
		if f.Test || !shell || !known {
			return
		}
		line := p.KnownText(f, l.Args[0])
		if !several.MatchString(quoted.ReplaceAllString(line, "q")) || replaced.MatchString(line) || strings.HasPrefix(line, "\x00") {
			return
		}
		because := rule.Because(rule.Step{File: f.Path, Range: p.CalleeRange(l.At), Message: "a shell is started here, for a line of more than one command"})
		fact := rule.Fact("Processes: this one, `/bin/sh -c …`, and below that the programs of `" + strings.ReplaceAll(line, "\x00", "…") + "`.")
		child := f.ResultValue(l.At.Call)
		for _, u := range p.Uses(f, child) {
			if u.Kind != program.UseMethod || u.Name != "kill" {
				continue
			}
			r := program.CallRef{File: f.ID, Call: u.Call}
			p.Report(f, p.CalleeRange(r),
				fmt.Sprintf("This signal reaches the shell that %s has started, and not the programs that the shell has started: they run on, with nobody to end them.", l.Name),
				rule.Help("Start the program itself, by spawn without a shell; or start the shell with detached: true and signal its group: process.kill(-child.pid)."),
				because, fact)
			return
		}
		limit, _ := p.LaunchOption(&l, "timeout")
		if limit.File < 0 || p.Files[limit.File].Facts.Val(limit.Value).Kind == effects.Undefined {
			return
		}
		p.Report(f, p.CalleeRange(l.At),
			"When the timeout is over, Node kills the shell that runs this line, and not the programs that the shell has started: they run on.",
			rule.Help("Start the program itself, by execFile or spawn without a shell."), fact)
	})
}
