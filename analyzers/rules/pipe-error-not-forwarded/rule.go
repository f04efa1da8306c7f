// Package pipeerrornotforwarded flags pipes that leave one stream open when the other one fails or closes.
package pipeerrornotforwarded

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "pipe-error-not-forwarded",
	Summary:  "pipe that leaves a stream open when the other one fails",
	Section:  docs.ErrorsAndCleanup,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Func != nil && m.Func.Effect == nodeapi.EffectPipes }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		c := p.Call(r)
		if f.Test || len(c.Args) == 0 || c.Flags&effects.CallSpread != 0 || c.Func == 0 {
			return
		}
		if end, open := p.Option(r, "end"); end.File >= 0 || open && len(c.Args) > 1 {
			return
		}
		source, target := p.Receiver(r), c.Args[0]
		if source < 0 || p.Hears(f, source, "error") != program.HeardYes {
			return // stream-no-error-listener
		}
		if why, steps := targetLeft(p, f, r, source, target); why != "" {
			report(p, f, r, why, source, target, steps)
		} else if why, steps := sourceLeft(p, f, source, target); why != "" {
			report(p, f, r, why, source, target, steps)
		}
	})
}

func report(p *rule.ProgramPass, f *program.File, r program.CallRef, why string, source, target effects.ValueID, steps []rule.Step) {
	opts := []rule.Option{
		rule.Help("Use stream.pipeline(source, target, callback): it destroys both when one fails, and says so once."),
		rule.Because(steps...),
		rule.Fact(fmt.Sprintf("Source: %s. Target: %s.", handlers(p, f, source), handlers(p, f, target))),
	}
	c := p.Call(r)
	if !f.ESM && c.Flags&effects.CallDiscarded != 0 && len(c.Args) == 1 {
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Use stream.pipeline", Edits: []rule.Edit{
			{Range: syntax.Range{Start: c.Start, End: c.Start}, New: "require('node:stream').pipeline("},
			{Range: syntax.Range{Start: c.NameStart - 1, End: c.ArgStart[0]}, New: ", "},
			{Range: syntax.Range{Start: c.ArgEnd[0], End: c.End}, New: ", (err) => { if (err) console.error(err); })"},
		}}))
	}
	p.Report(f, p.NameRange(r), why, opts...)
}

// handlers lists the listeners of a stream that matter when something fails.
func handlers(p *rule.ProgramPass, f *program.File, v effects.ValueID) string {
	out := rule.ObjectName(f, v, "stream")
	sep := " hears "
	for _, event := range []string{"error", "close", "aborted", "end", "finish"} {
		if p.ListensFor(f, v, event) {
			out += sep + "'" + event + "'"
			sep = ", "
		}
	}
	if sep == " hears " {
		out += " has no listener of these in sight"
	}
	return out
}

// targetLeft says that an error of the source leaves the target open: all that listens to the source's errors does nothing but to tell of
// them.
func targetLeft(p *rule.ProgramPass, f *program.File, r program.CallRef, source, target effects.ValueID) (string, []rule.Step) {
	fatal := false
	for _, c := range p.ClassesOf(f, source) {
		_, ok := c.ErrorsFatal()
		fatal = fatal || ok
	}
	if !fatal || !p.IsWritableStream(f, target, "http.ServerResponse", "fs.WriteStream", "net.Socket", "http.ClientRequest") || p.ListensFor(f, source, "close") || p.UsesMethod(f, target, "destroy", "close", "end", "destroySoon", "abort") {
		return "", nil
	}
	response := p.IsWritableStream(f, target, "http.ServerResponse")
	if f.Facts.Val(target).Kind == effects.Param && !response {
		return "", nil // whoever gave it may close it
	}
	var steps []rule.Step
	for _, a := range p.Eval(f, source) {
		if a.Kind != program.AbsInst || a.Site < 0 {
			return "", nil
		}
		for _, l := range p.ListenersOf(a) {
			if l.Event != "error" {
				continue
			}
			if !onlyTells(p, l.At, response) {
				return "", nil
			}
			steps = append(steps, rule.Step{File: p.Files[l.At.File].Path, Range: p.NameRange(l.At), Message: "all that hears the source's errors: it does not close the target"})
		}
	}
	if len(steps) == 0 {
		return "", nil
	}
	what := "stays open"
	if response {
		what = "is never ended, and the client waits"
	}
	return fmt.Sprintf("When %s fails, %s %s: pipe ends its target when the source has ended, and does not forward an error.", rule.ObjectName(f, source, "stream"), rule.ObjectName(f, target, "stream"), what), steps
}

// onlyTells reports whether an 'error' listener does nothing but to log, or to reject a promise, which cannot reach the target.
func onlyTells(p *rule.ProgramPass, r program.CallRef, response bool) bool {
	f := p.Files[r.File]
	args := p.Args(r)
	if len(args) < 2 || !p.HasEffect(r, nodeapi.EffectListens) {
		return false
	}
	if x := f.Facts.Val(args[1]); x.Kind == effects.Param {
		return !response && rejects(p, f, args[1])
	}
	if strings.HasPrefix(f.Facts.CalleeName(args[1]), "console.") {
		return true
	}
	fns := p.Funcs(f, args[1])
	if len(fns) != 1 || fns[0].File != f.ID {
		return false
	}
	fn := p.Func(fns[0])
	for i := range fn.Ops {
		op := &fn.Ops[i]
		switch op.Kind {
		case effects.OpThrow, effects.OpFunc, effects.OpAwait:
			return false
		case effects.OpWrite:
			if f.Facts.Val(op.A).Kind != effects.Var {
				return false
			}
		case effects.OpCall:
			call := program.CallRef{File: f.ID, Call: op.A}
			if logs(p.MethodName(call)) || !response && rejects(p, f, f.Facts.Calls[op.A].Callee) {
				continue
			}
			return false
		}
	}
	return true
}

func logs(name string) bool {
	switch name {
	case "log", "error", "warn", "info", "debug", "trace", "verbose", "fatal":
		return true
	}
	return false
}

// rejects reports whether a value is the second parameter of a promise's executor.
func rejects(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	x := f.Facts.Val(v)
	if x.Kind != effects.Param || x.B != 1 {
		return false
	}
	for _, u := range p.Uses(f, f.ValueID(effects.Value{Kind: effects.Closure, A: x.A})) {
		if u.Kind == program.UseArg && p.Member(program.CallRef{File: f.ID, Call: u.Call}).Is("Promise") {
			return true
		}
	}
	return false
}

// sourceLeft says that a client that goes away leaves a file open: the file is used for nothing but to be piped and listened to.
func sourceLeft(p *rule.ProgramPass, f *program.File, source, target effects.ValueID) (string, []rule.Step) {
	if !p.IsWritableStream(f, target, "http.ServerResponse", "net.Socket", "http2.Http2Stream", "http2.Http2ServerResponse") {
		return "", nil
	}
	objects := p.Eval(f, source)
	for _, a := range objects {
		if a.Kind != program.AbsInst || a.Site < 0 || a.File != f.ID || !p.Member(program.CallRef{File: a.File, Call: a.Site}).Is("fs.createReadStream", "fs.ReadStream") {
			return "", nil
		}
	}
	if len(objects) == 0 {
		return "", nil
	}
	for _, u := range p.Uses(f, source) {
		switch u.Kind {
		case program.UseMethod:
			switch u.Name {
			case "on", "once", "addListener", "pipe", "setEncoding", "pause", "resume":
				continue
			}
		case program.UseArg: // the target of pipe is an alias of what pipe gives
			if p.HasEffect(program.CallRef{File: f.ID, Call: u.Call}, nodeapi.EffectPipes) {
				continue
			}
		case program.UseProp:
			if u.Name == "path" || u.Name == "bytesRead" {
				continue
			}
		}
		if !sameObjects(p.Eval(f, u.Value), objects) {
			continue // a use of the target, which pipe gives back
		}
		return "", nil
	}
	made := p.Call(program.CallRef{File: objects[0].File, Call: objects[0].Site})
	step := rule.Step{File: f.Path, Range: syntax.Range{Start: made.Start, End: made.CalleeEnd}, Message: "the file is opened here, and nothing destroys the stream"}
	return fmt.Sprintf("When the client of %s goes away, %s stays open, with its file descriptor: pipe stops reading, and destroys nothing.", rule.ObjectName(f, target, "stream"), rule.ObjectName(f, source, "stream")), []rule.Step{step}
}

func sameObjects(a, b []program.Abs) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return len(a) == 0
}
