// Package requestbodyunbounded flags bodies of requests that are collected in memory without a limit.
package requestbodyunbounded

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
	ID:       "request-body-unbounded",
	Summary:  "Request body collected without a limit",
	Section:  docs.RequestBodies,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	if !p.Serves() {
		return
	}
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Func != nil && m.Func.Effect == nodeapi.EffectListens }, func(r program.CallRef, m *nodeapi.Member) {
		f, args := p.Files[r.File], p.Args(r)
		if f.Test || len(args) < 2 || p.MethodName(r) == "once" {
			return
		}
		if event, ok := p.Literal(f, args[0]); !ok || event != "data" || !received(p, f, p.Receiver(r)) {
			return
		}
		for _, fn := range p.Funcs(f, args[1]) {
			if len(p.Func(fn).Params) == 0 || bounded(p, fn, p.Call(r).Func, f) {
				continue
			}
			g := p.Files[fn.File]
			if at, into := grows(p, g, fn.Func, g.ParamValue(fn.Func, 0)); into != "" {
				report(p, g, at, into, rule.Step{File: f.Path, Range: p.CalleeRange(r), Message: "the chunks of the body come here, as many as the client sends"})
				return
			}
		}
	})
	for _, f := range p.Files {
		for fi := range f.Facts.Funcs {
			if fn := &f.Facts.Funcs[fi]; !f.Test && fn.Flags&effects.FuncAsync != 0 {
				loops(p, f, effects.FuncID(fi))
			}
		}
	}
}

// loops judges the loops of a function over a request.
func loops(p *rule.ProgramPass, f *program.File, id effects.FuncID) {
	fn := &f.Facts.Funcs[id]
	for i := range fn.Ops {
		op := &fn.Ops[i]
		if op.Kind != effects.OpLoop || op.A != effects.LoopForAwait || !received(p, f, op.B) || bounded(p, program.FuncRef{File: f.ID, Func: id}, id, f) {
			continue
		}
		chunk := f.ValueID(effects.Value{Kind: effects.Elem, A: op.B, B: 0})
		chunk = f.ValueID(effects.Value{Kind: effects.Await, A: chunk})
		if at, into := grows(p, f, id, chunk); into != "" {
			report(p, f, at, into, rule.Step{Range: syntax.Range{Start: op.Start, End: op.End}, Message: "the chunks of the body come here, as many as the client sends"})
		}
	}
}

// received reports whether a value is a request that a server got: the client decides how long its body is.
func received(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	if v < 0 {
		return false
	}
	for _, c := range p.ClassesOf(f, v) {
		if c.IsA("http.IncomingMessage") && c.Name != "http.IncomingMessage" {
			return true
		}
	}
	return p.ServerRequest(f, v)
}

// bounded reports whether a function, or the one that it stands in, compares something or gives the request up: it may count.
func bounded(p *rule.ProgramPass, fn program.FuncRef, outer effects.FuncID, in *program.File) bool {
	for _, r := range []program.FuncRef{fn, {File: in.ID, Func: outer}} {
		f := p.Files[r.File]
		for i := range p.Func(r).Ops {
			if op := &p.Func(r).Ops[i]; op.Kind == effects.OpIf && compares(f, op.A, 0) {
				return true
			}
			if r != fn {
				continue
			}
			if op := &p.Func(r).Ops[i]; op.Kind == effects.OpCall {
				switch p.MethodName(program.CallRef{File: r.File, Call: op.A}) {
				case "destroy", "pause", "abort":
					return true
				}
			}
		}
	}
	return false
}

// compares reports whether a test holds a comparison of sizes, or asks a function.
func compares(f *program.File, v effects.ValueID, depth int) bool {
	x := f.Facts.Val(v)
	switch {
	case depth > 5:
	case x.Kind == effects.Binary:
		return x.Op == effects.Less || compares(f, x.A, depth+1) || compares(f, x.B, depth+1)
	case x.Kind == effects.Unary:
		return compares(f, x.A, depth+1)
	case x.Kind == effects.Var && len(f.Facts.Vars[x.A].Values) == 1:
		return compares(f, f.Facts.Vars[x.A].Values[0], depth+1)
	}
	return false
}

// grows is where a function adds a chunk to a text or a list that it does not make itself, and the name of that.
func grows(p *rule.ProgramPass, f *program.File, id effects.FuncID, chunk effects.ValueID) (syntax.Range, string) {
	if chunk < 0 {
		return syntax.Range{}, ""
	}
	for i := range f.Facts.Funcs[id].Ops {
		op := &f.Facts.Funcs[id].Ops[i]
		switch op.Kind {
		case effects.OpWrite:
			x := f.Facts.Val(op.B)
			switch {
			case x.Kind == effects.Binary && x.Op == effects.Add && x.A == op.A && made(p, f, x.B, chunk, 0):
			case x.Kind == effects.Result && p.Member(program.CallRef{File: f.ID, Call: x.A}).Is("Buffer.concat") && concats(p, f, x.A, op.A, chunk):
			default:
				continue
			}
			return syntax.Range{Start: op.Start, End: op.End}, f.Facts.CalleeName(op.A)
		case effects.OpCall:
			r := program.CallRef{File: f.ID, Call: op.A}
			if args := p.Args(r); p.MethodName(r) == "push" && len(args) == 1 && made(p, f, args[0], chunk, 0) {
				return p.CalleeRange(r), f.Facts.CalleeName(p.Receiver(r))
			}
		}
	}
	return syntax.Range{}, ""
}

func concats(p *rule.ProgramPass, f *program.File, call effects.CallID, target, chunk effects.ValueID) bool {
	args := f.Facts.Calls[call].Args
	if len(args) == 0 || f.Facts.Val(args[0]).Kind != effects.Array {
		return false
	}
	list := f.Facts.Lists[f.Facts.Val(args[0]).A]
	return len(list) == 2 && list[0] == target && made(p, f, list[1], chunk, 0)
}

// made reports whether a value is the chunk, as it is or as text.
func made(p *rule.ProgramPass, f *program.File, v, chunk effects.ValueID, depth int) bool {
	x := f.Facts.Val(v)
	switch {
	case v == chunk:
		return true
	case depth > 3:
	case x.Kind == effects.Result:
		c := &f.Facts.Calls[x.A]
		if cv := f.Facts.Val(c.Callee); cv.Kind == effects.Prop && f.Facts.Str(cv.B) == "toString" {
			return made(p, f, cv.A, chunk, depth+1)
		}
		return len(c.Args) > 0 && made(p, f, c.Args[0], chunk, depth+1) // String(chunk), Buffer.from(chunk)
	case x.Kind == effects.Var && len(f.Facts.Vars[x.A].Values) == 1:
		return made(p, f, f.Facts.Vars[x.A].Values[0], chunk, depth+1)
	}
	return false
}

func report(p *rule.ProgramPass, f *program.File, at syntax.Range, into string, source rule.Step) {
	p.Report(f, at,
		fmt.Sprintf("%s grows with each chunk of the request's body, and the client decides how many there are: one request can fill the memory of the process.", into),
		rule.Help("Count the bytes, and answer 413 and destroy the request when they are too many; or use a body parser with a limit."),
		rule.Because(source),
		rule.Fact(fmt.Sprintf("It is `%s` that grows.", into)))
}
