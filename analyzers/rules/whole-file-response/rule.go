// Package wholefileresponse flags files that are read whole, for each client anew, only to be sent.
package wholefileresponse

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
	ID:       "whole-file-response",
	Summary:  "A file held in memory for each client",
	Section:  docs.WholeFileOrStream,
	Severity: rule.Info,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	said := map[program.CallRef]bool{}
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Method != nil && (m.Is("stream.Writable#end", "http.OutgoingMessage#end") || m.Is("express.Response#send"))
	}, func(r program.CallRef, m *nodeapi.Member) {
		f, args := p.Files[r.File], p.Args(r)
		if f.Test || len(args) == 0 || !isResponse(p, r) {
			return
		}
		read, ok := p.ReadFrom(f, args[0])
		if !ok || said[read] || p.Files[read.File].Test || p.Member(read).Is("fs.readFileSync") {
			return
		}
		g := p.Files[read.File]
		if fixed(p, g, read) {
			return
		}
		fn := program.FuncRef{File: read.File, Func: p.Call(read).Func}
		when, root, ok := p.Serving(fn)
		if !ok || when != nodeapi.Request {
			return
		}
		said[read] = true
		path, _ := p.Path(fn, when)
		p.Report(g, p.CalleeRange(read),
			fmt.Sprintf("%s puts the whole file into memory for each client of %s, and nothing is sent before all of it is read.", program.Display(p.Member(read)), p.HandlerNamed(root, path)),
			rule.Help("Use pipeline(fs.createReadStream(file), res, done): it holds 64 KiB at a time."),
			rule.Because(append(p.Steps(p.Witness(fn, when)), rule.Step{Range: p.CalleeRange(read), Message: "the file is read here"}, rule.Step{File: f.Path, Range: p.CalleeRange(r), Message: "and sent here"})...))
	})
}

// fixed reports whether a call reads one file of the program's own, whose size its author knows.
func fixed(p *rule.ProgramPass, f *program.File, read program.CallRef) bool {
	args := p.Args(read)
	if len(args) == 0 {
		return true
	}
	v := args[0]
	for f.Facts.Val(v).Kind == effects.Var && len(f.Facts.Vars[f.Facts.Val(v).A].Values) == 1 {
		v = f.Facts.Vars[f.Facts.Val(v).A].Values[0]
	}
	if _, ok := p.Literal(f, v); ok {
		return true
	}
	_, whole := program.Prefix(f.Facts, v)
	return whole
}

func isResponse(p *rule.ProgramPass, r program.CallRef) bool {
	for _, c := range p.ReceiverClasses(r) {
		if c.IsA("http.ServerResponse") {
			return true
		}
	}
	return false
}
