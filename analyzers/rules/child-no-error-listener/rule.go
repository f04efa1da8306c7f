// Package childnoerrorlistener flags spawned commands whose failure to start nobody listens for.
package childnoerrorlistener

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "child-no-error-listener",
	Summary:  "Child process without an 'error' listener",
	Section:  docs.ChildExit,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.UnheardCalls(func(c *nodeapi.Class) bool { return c.IsA("child_process.ChildProcess") }, func(r program.CallRef, m *nodeapi.Member, c *nodeapi.Class) {
		// exec and execFile hand a failed start to their callback; fork starts the node that runs already
		if m.Name != "child_process.spawn" && m.Name != "cross-spawn" && m.Name != "cross-spawn.spawn" {
			return
		}
		f := p.Files[r.File]
		args := p.Args(r)
		if len(args) == 0 || runsNode(f, args[0]) || inShell(p, r) || p.ExitsAfter(r) || endsWith(p, r) {
			return
		}
		what := "the command"
		if s, ok := p.Literal(f, args[0]); ok {
			what = "'" + s + "'"
		}
		p.Report(f, p.CalleeRange(r),
			"Nobody listens for 'error' on this child: when "+what+" cannot be started (ENOENT, EACCES) the event is thrown as an uncaught exception and ends this process.",
			p.AddListener(r),
			rule.Help("Add .on('error', …) to the child."))
	})
}

// endsWith reports whether the program ends when the child does: a listener for its 'exit' or 'close' ends the process, so that nothing but the
// wait for the child is lost.
func endsWith(p *rule.ProgramPass, r program.CallRef) bool {
	f := p.Files[r.File]
	child := f.ResultValue(r.Call)
	if child < 0 {
		return false
	}
	ends := false
	for _, event := range []string{"exit", "close"} {
		for _, l := range p.Listening(f, child, event) {
			for _, fn := range p.Funcs(f, p.Args(l)[1]) {
				p.CallsIn(fn, func(c program.CallRef) {
					m := p.Member(c)
					ends = ends || m != nil && m.Func != nil && m.Func.Effect == nodeapi.EffectExits && p.Certain(c)
				})
			}
		}
	}
	return ends
}

// inShell reports whether a shell runs the command, or may: the shell starts, and says by its exit code that it did not find the command.
func inShell(p *rule.ProgramPass, r program.CallRef) bool {
	f := p.Files[r.File]
	args := p.Args(r)
	i := len(args) - 1
	if i < 1 || i == 1 && !p.IsObject(f, args[1]) { // spawn(command, list)
		return false
	}
	shell, open := p.OptionAt(r, i, "shell")
	if shell.File < 0 {
		return open
	}
	v := p.Files[shell.File].Facts.Val(shell.Value)
	return v.Kind != effects.Bool || v.A == 1
}

// runsNode reports whether the command is the node that runs this program: it starts.
func runsNode(f *program.File, v effects.ValueID) bool {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Prop:
		return f.Facts.Str(x.B) == "execPath"
	case effects.Elem:
		base := f.Facts.Val(x.A)
		return base.Kind == effects.Prop && f.Facts.Str(base.B) == "argv"
	case effects.Var:
		if vals := f.Facts.Vars[x.A].Values; len(vals) == 1 {
			return runsNode(f, vals[0])
		}
	}
	return false
}
