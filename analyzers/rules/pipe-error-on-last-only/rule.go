// Package pipeerroronlastonly flags chains of pipe calls whose only 'error' listener is on the last stream.
package pipeerroronlastonly

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "pipe-error-on-last-only",
	Summary:  "'error' listener on the last stream of a pipe chain only",
	Section:  docs.ErrorsAndCleanup,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.ListenCalls(func(r program.CallRef) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) < 2 {
			return
		}
		if event, ok := p.Literal(f, args[0]); !ok || event != "error" {
			return
		}
		pipes := p.PipeChain(r)
		if len(pipes) < 2 {
			return
		}
		var deaf []rule.Step
		first := ""
		for i, pipe := range pipes {
			// the stream that is piped from
			from := p.Receiver(pipe)
			if i > 0 {
				from = p.Call(pipes[i-1]).Args[0]
			}
			if p.Hears(f, from, "error") == program.HeardNo && fatal(p, f, from) {
				if len(deaf) == 0 {
					first = nameOf(f, from)
				}
				deaf = append(deaf, rule.Step{File: f.Path, Range: p.ValueRange(f, from, pipe), Message: "this stream's errors are heard by nobody"})
			}
		}
		if len(deaf) == 0 {
			return
		}
		p.Report(f, p.NameRange(r),
			fmt.Sprintf("This listener hears the last stream only: pipe does not forward errors, so an error of %s is thrown as an uncaught exception.", named(first, len(deaf))),
			rule.Help("Use stream.pipeline with one callback: it hears every stream and destroys all of them."), rule.Because(deaf...))
	})
}

// nameOf is what the code calls a stream: its variable, or what makes it.
func nameOf(f *program.File, v effects.ValueID) string {
	switch x := f.Facts.Val(v); x.Kind {
	case effects.Var:
		return f.Facts.Str(f.Facts.Vars[x.A].Name)
	case effects.Result:
		if name := f.Facts.CalleeName(f.Facts.Calls[x.A].Callee); name != "" {
			return "the stream that " + name + " makes"
		}
	}
	return ""
}

func named(first string, n int) string {
	switch {
	case n > 1:
		return fmt.Sprintf("the %d streams before it", n)
	case first != "":
		return first
	}
	return "the stream before it"
}

func fatal(p *rule.ProgramPass, f *program.File, v int32) bool {
	for _, c := range p.ClassesOf(f, v) {
		if _, ok := c.ErrorsFatal(); ok {
			return true
		}
	}
	return false
}
