// Package asyncrequesthandler flags async functions that are registered as request handlers where nobody looks at the promise.
package asyncrequesthandler

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
	ID:       "async-request-handler",
	Summary:  "async function as a request handler",
	Section:  docs.AsyncListeners,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	if helped(p) {
		return
	}
	seen := map[program.FuncRef]bool{}
	for _, root := range p.Roots() {
		if root.When != nodeapi.Request || root.At.Call < 0 || seen[root.Func] || p.Files[root.Func.File].Test || p.Files[root.At.File].Test {
			continue
		}
		fn := p.Func(root.Func)
		if fn.Flags&effects.FuncAsync == 0 || fn.Flags&effects.FuncGenerator != 0 || awaited(p, root) {
			continue
		}
		seen[root.Func] = true
		if op := p.MayReject(root.Func); op != nil {
			report(p, root, op)
		}
	}
}

// helped reports whether the program loads one of the packages that make a framework await its handlers.
func helped(p *rule.ProgramPass) bool {
	for _, f := range p.Files {
		for i := range f.Facts.Imports {
			switch f.Facts.Str(f.Facts.Imports[i].Spec) {
			case "express-async-errors", "express-promise-router", "@awaitjs/express", "express-async-router":
				return true
			}
		}
	}
	return false
}

// awaited reports whether somebody looks at the handler's promise, or whether that cannot be told.
func awaited(p *rule.ProgramPass, root program.Root) bool {
	h := root.Handler
	if h == nil { // an event: emit ignores what listeners return
		return root.Event != "request"
	}
	if h.AwaitsSince == 0 {
		return h.Awaits
	}
	major, known := p.Files[root.At.File].Major(h.Package)
	return !known || h.AwaitedBy(major)
}

func report(p *rule.ProgramPass, root program.Root, op *effects.Op) {
	f := p.Files[root.Func.File]
	fn := p.Func(root.Func)
	at := syntax.Range{Start: fn.NameStart, End: fn.NameEnd}
	if f.Facts.Str(fn.Name) == "" || fn.NameEnd <= fn.NameStart+1 {
		at = syntax.Range{Start: fn.Start, End: fn.Start + int32(len("async"))}
	}
	what := "this await"
	if op.Kind == effects.OpThrow {
		what = "this throw"
	}
	then := "the rejection is unhandled, which ends the process, and the client is not answered"
	if p.HandlesRejections() {
		then = "the rejection goes to the process's own listener, and the client is not answered"
	}
	p.Report(f, at,
		fmt.Sprintf("Nobody looks at the promise of this async %s: when it rejects, %s.", root.What, then),
		rule.Help("Put the work in try, and answer with an error in catch."),
		rule.Because(
			rule.Step{File: p.Files[root.At.File].Path, Range: p.CalleeRange(root.At), Message: "is registered here"},
			rule.Step{File: f.Path, Range: syntax.Range{Start: op.Start, End: op.End}, Message: what + " stands in no try with a catch"},
		))
}
