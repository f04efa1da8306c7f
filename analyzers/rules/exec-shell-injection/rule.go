// Package execshellinjection flags commands for a shell that are made of what a client sent.
package execshellinjection

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "exec-shell-injection",
	Summary:  "Client's text in a shell command",
	Section:  docs.Shells,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Module == "child_process" && m.Func != nil && m.Method == nil }, func(r program.CallRef, m *nodeapi.Member) {
		exec := m.Is("child_process.exec", "child_process.execSync")
		if !exec && !(m.Is("child_process.spawn", "child_process.spawnSync", "child_process.execFile", "child_process.execFileSync") && shell(p, r)) {
			return
		}
		for i := range min(2, len(p.Args(r))) {
			if exec && i > 0 {
				return
			}
			o, ok := p.ClientArg(r, i, program.AsText)
			if !ok {
				continue
			}
			f := p.Files[r.File]
			how := fmt.Sprintf("%s gives its command to a shell", program.Display(m))
			if !exec {
				how = fmt.Sprintf("with `shell: true`, %s gives command and arguments to a shell as one text", program.Display(m))
			}
			p.Report(f, p.ArgRange(r, i),
				fmt.Sprintf("%s, and a client decides %s: `; rm -rf ~` in it runs on this machine.", upper(how), o.Text),
				rule.Help("Use execFile or spawn without a shell, with each argument as an element of the array."),
				rule.Because(append(p.Steps(o.Steps), rule.Step{File: f.Path, Range: p.CalleeRange(r), Message: "the shell gets " + o.Text + " here"})...),
				rule.Fact("No shell reads the arguments of `execFile(command, [text])`: the program gets `text` as it is."))
			return
		}
	})
}

// shell reports whether a call asks for a shell by its options.
func shell(p *rule.ProgramPass, r program.CallRef) bool {
	opt, _ := p.Option(r, "shell")
	if opt.File < 0 || opt.Value <= 0 {
		return false
	}
	x := p.Files[opt.File].Facts.Val(opt.Value)
	return x.Kind == effects.Bool && x.A == 1 || x.Kind == effects.String
}

func upper(s string) string {
	if len(s) == 0 || s[0] < 'a' || s[0] > 'z' || s[:4] != "with" {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
