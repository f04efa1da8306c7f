// Package returnwithoutawait flags promises that are returned out of a try, whose catch or finally runs too early.
package returnwithoutawait

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "return-without-await",
	Summary:  "Promise returned out of try without await",
	Section:  docs.AsyncAwaitTraps,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for fi := range f.Facts.Funcs {
			if fn := &f.Facts.Funcs[fi]; fn.Flags&(effects.FuncAsync|effects.FuncGenerator) == effects.FuncAsync {
				function(p, f, fn)
			}
		}
	}
}

// function looks at the returns in the try blocks of an async function.
func function(p *rule.ProgramPass, f *program.File, fn *effects.Func) {
	for i := range fn.Ops {
		op := &fn.Ops[i]
		if op.Kind != effects.OpTry {
			continue
		}
		blocks := fn.Blocks(int32(i))
		for k := blocks[0] + 1; k < fn.Ops[blocks[0]].Skip; k++ {
			if fn.Ops[k].Kind == effects.OpTry {
				k = fn.Ops[k].Skip - 1 // the inner try is looked at by itself
				continue
			}
			if fn.Ops[k].Kind == effects.OpReturn {
				returned(p, f, fn, op, blocks, fn.Ops[k].A)
			}
		}
	}
}

func returned(p *rule.ProgramPass, f *program.File, fn *effects.Func, try *effects.Op, blocks []int32, v effects.ValueID) {
	x := f.Facts.Val(v)
	if x.Kind != effects.Result || rule.Settled(f, v) {
		return
	}
	r := program.CallRef{File: f.ID, Call: x.A}
	if p.Call(r).Flags&effects.CallReturned == 0 || !promises(p, r) {
		return
	}
	caught := try.A == 1 && fn.Ops[blocks[1]].Skip > blocks[1]+1
	closed, closes := closer(p, f, fn, blocks[2])
	if !caught && !closes {
		return // a finally that only notes something
	}
	what := "the catch never sees its rejection"
	if !caught {
		what = fmt.Sprintf("the finally calls %s while the work still goes on", closed)
	}
	at := p.Call(r).Start
	keyword := syntax.Range{Start: try.Start, End: try.Start + int32(len("try"))}
	opts := []rule.Option{
		rule.Help("Write return await."),
		rule.Because(rule.Step{Range: keyword, Message: "this try is left when the promise is returned, before it is settled"}),
		rule.FixWith(rule.Fix{Title: "return await", Safe: true, Edits: []rule.Edit{{Range: syntax.Range{Start: at, End: at}, New: "await "}}}),
	}
	if closes {
		opts = append(opts, rule.Fact(fmt.Sprintf("The finally block calls `%s`.", closed)))
	}
	p.Report(f, p.CalleeRange(r), fmt.Sprintf("%s gives a promise, and return hands it out of the try before it is settled: %s.", f.Facts.CalleeName(p.Call(r).Callee), what), opts...)
}

// promises reports whether a call is known to give a promise: an async function of the project, or a function of Node's that returns one.
func promises(p *rule.ProgramPass, r program.CallRef) bool {
	targets := p.Targets(r)
	for _, t := range targets {
		if fn, ok := t.Func(); ok {
			if p.Func(fn).Flags&(effects.FuncAsync|effects.FuncGenerator) != effects.FuncAsync || p.MayReject(fn) == nil {
				return false
			}
			continue
		}
		if m := t.Member(); m == nil || m.Func == nil || !m.Func.ReturnsPromise || m.Package || m.Is("Promise.resolve", "Promise.allSettled") {
			return false
		}
	}
	return len(targets) > 0 && p.Call(r).Flags&effects.CallNew == 0
}

// closer is the first method that a finally block calls on something, such as the close of a file handle.
func closer(p *rule.ProgramPass, f *program.File, fn *effects.Func, block int32) (name string, ok bool) {
	for k := block + 1; k < fn.Ops[block].Skip; k++ {
		if op := &fn.Ops[k]; op.Kind == effects.OpCall {
			switch p.MethodName(program.CallRef{File: f.ID, Call: op.A}) {
			case "close", "end", "destroy", "release", "disconnect", "quit", "unlock", "dispose", "terminate", "rollback", "stop", "kill":
				return f.Facts.CalleeName(f.Facts.Calls[op.A].Callee) + "()", true
			}
		}
	}
	return "", false
}
