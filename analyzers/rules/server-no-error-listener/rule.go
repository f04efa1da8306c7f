// Package servernoerrorlistener flags servers that are told to listen while nobody hears that they cannot.
package servernoerrorlistener

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "server-no-error-listener",
	Summary:  "Server without an 'error' listener",
	Section:  docs.HttpServerLifecycle,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	if catchesAll(p) {
		return
	}
	p.CallsTo(listens, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) == 0 || anyPort(p, f, args[0]) {
			return
		}
		server := p.Receiver(r)
		if m.Method.Name == "express.Application" {
			if major, known := f.Major("express"); !known || major >= 5 {
				return // Express 5 gives the error to the callback
			}
			server = f.ResultValue(r.Call)
		}
		if server < 0 && m.Method.Name != "express.Application" || server >= 0 && heard(p, f, server) {
			return
		}
		opts := []rule.Option{rule.Help("Add .on('error', …) to the server, before or right after listen.")}
		end := p.Call(r).End
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Listen for 'error'", Edits: []rule.Edit{{Range: syntax.Range{Start: end, End: end}, New: ".on('error', (err) => console.error(err))"}}}))
		more := ""
		if name, fn := errorParam(p, f, r); name != "" {
			g := p.Files[fn.File]
			at := p.Func(fn).Params[0]
			more = fmt.Sprintf(" The callback's `%s` is never set: it is the listener of 'listening', which gets nothing.", name)
			opts = append(opts, rule.Because(rule.Step{File: g.Path, Range: syntax.Range{Start: at.Start, End: at.End}, Message: "this parameter is always undefined"}))
		}
		if n, ok := p.Number(f, args[0]); ok {
			opts = append(opts, rule.Fact(fmt.Sprintf("The port is %.0f.", n)))
		}
		p.Report(f, p.NameRange(r), "Nobody listens for 'error' on this server: when the port is taken (EADDRINUSE) or forbidden (EACCES), listen says so by that event alone, and without a listener the process dies."+more, opts...)
	})
}

// listens reports whether a member opens a server's port.
func listens(m *nodeapi.Member) bool {
	return m.Method != nil && (m.Is("net.Server#listen") || m.Is("express.Application#listen") || m.Method.IsA("net.Server") && m.Is(m.Method.Name+"#listen"))
}

// catchesAll reports whether the program hears of all errors that nobody handles.
func catchesAll(p *rule.ProgramPass) bool {
	found := false
	p.ListenCalls(func(r program.CallRef) {
		f := p.Files[r.File]
		if args := p.Args(r); !f.Test && len(args) > 0 {
			if event, ok := p.Literal(f, args[0]); ok && event == "uncaughtException" {
				found = true
			}
		}
	})
	return found
}

// heard reports whether somebody listens for 'error' on a server, or may.
func heard(p *rule.ProgramPass, f *program.File, server effects.ValueID) bool {
	for _, a := range p.Eval(f, server) {
		if a.Kind != program.AbsInst || a.Site < 0 {
			continue
		}
		g := p.Files[a.File]
		if v := g.ResultValue(a.Site); v >= 0 && p.Hears(g, v, "error") != program.HeardNo {
			return true
		}
	}
	return p.Hears(f, server, "error") != program.HeardNo
}

// anyPort reports whether listen takes a port that is free: it is given 0, or only a callback.
func anyPort(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	if n, ok := p.Number(f, v); ok {
		return n == 0
	}
	if len(p.Funcs(f, v)) > 0 {
		return true
	}
	x := f.Facts.Val(v)
	if x.Kind != effects.Object {
		return false
	}
	for _, m := range f.Facts.Objects[x.A].Members {
		switch f.Facts.Str(m.Name) {
		case "port":
			n, ok := p.Number(f, m.Value)
			return ok && n == 0
		case "", "path", "fd", "signal":
			return true
		}
	}
	return true
}

// errorParam is the name of the parameter that a listen callback takes for an error, and the callback.
func errorParam(p *rule.ProgramPass, f *program.File, r program.CallRef) (string, program.FuncRef) {
	i := p.CallbackArg(r)
	if args := p.Args(r); i >= 0 && i < len(args) {
		for _, fn := range p.Funcs(f, args[i]) {
			if params := p.Func(fn).Params; len(params) == 1 && params[0].Flags&effects.ParamUsed != 0 {
				return p.Files[fn.File].Facts.Str(params[0].Name), fn
			}
		}
	}
	return "", program.FuncRef{}
}
