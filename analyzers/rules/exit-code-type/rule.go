// Package exitcodetype flags exit codes that are no numbers.
package exitcodetype

import (
	"fmt"
	"strconv"
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
	ID:       "exit-code-type",
	Summary:  "Exit code that is not a number",
	Section:  docs.LifecycleAndExitCodes,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

const ends = "throws a TypeError (ERR_INVALID_ARG_TYPE) instead of ending the process"

func exit(m *nodeapi.Member) bool { return m.Name == "process.exit" }

func check(p *rule.ProgramPass) {
	p.CallsTo(exit, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) == 0 {
			return
		}
		if what := kind(p, f, args[0]); what != "" {
			p.Report(f, p.ArgRange(r, 0), fmt.Sprintf("process.exit with %s %s.", what, ends), rule.Help("Print the reason, and exit with a number: 0 for success, 1 for failure."))
		}
	})
	p.CallbacksTo(exit, func(r program.CallRef, arg int, _ *nodeapi.Member) {
		f := p.Files[r.File]
		what := passes(p, r)
		if f.Test || what == "" || p.InTry(r) {
			return
		}
		p.Report(f, p.ArgRange(r, arg), fmt.Sprintf("process.exit is called with %s here, and %s.", what, ends), rule.Help("Write () => process.exit(1), or the number that is meant."))
	})
	for _, f := range p.Files {
		if !f.Test && f.Says("exitCode") {
			checkWrites(p, f)
		}
	}
}

// checkWrites judges what process.exitCode is set to.
func checkWrites(p *rule.ProgramPass, f *program.File) {
	for fi := range f.Facts.Funcs {
		for i := range f.Facts.Funcs[fi].Ops {
			op := &f.Facts.Funcs[fi].Ops[i]
			if op.Kind != effects.OpWrite {
				continue
			}
			t := f.Facts.Val(op.A)
			if t.Kind != effects.Prop || f.Facts.Str(t.B) != "exitCode" {
				continue
			}
			base := f.Facts.Val(t.A)
			if base.Kind != effects.Global || f.Facts.Str(base.A) != "process" {
				continue
			}
			if what := kind(p, f, op.B); what != "" {
				p.Report(f, syntax.Range{Start: op.Start, End: op.End}, fmt.Sprintf("Setting process.exitCode to %s throws a TypeError (ERR_INVALID_ARG_TYPE).", what), rule.Help("Set a number: 0 for success, 1 for failure."))
			}
		}
	}
}

// kind names a value that no exit code may be, "" where it may (Node docs, "process.exit": integers, texts of integers, null and undefined).
func kind(p *rule.ProgramPass, f *program.File, v effects.ValueID) string {
	if text, ok := p.Literal(f, v); ok {
		if n, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil && n == float64(int64(n)) && text != "" {
			return ""
		}
		return "the text '" + text + "'"
	}
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Bool:
		return []string{"false", "true"}[x.A]
	case effects.Unary:
		if x.Op == effects.Not {
			return "a boolean"
		}
	case effects.Object, effects.Array:
		return "an object"
	case effects.Template:
		return "a text"
	case effects.Closure:
		return "a function"
	case effects.Var:
		if f.Facts.Vars[x.A].Flags&effects.VarCatch != 0 && len(f.Facts.Vars[x.A].Values) < 2 {
			return "the caught error"
		}
	case effects.Binary:
		switch x.Op {
		case effects.EqStrict, effects.NeStrict, effects.Less, effects.In, effects.InstanceOf:
			return "a boolean"
		}
	}
	if classes := p.ClassesOf(f, v); len(classes) == 1 && classes[0].Name == "Error" {
		return "an Error"
	}
	return ""
}

// passes names what a call passes to its callback where that is no exit code, "" where it may be one.
func passes(p *rule.ProgramPass, r program.CallRef) string {
	m := p.Member(r)
	if m == nil || m.Func == nil {
		return ""
	}
	args := p.Args(r)
	if m.Is("Promise#catch") {
		return "the error"
	}
	if m.Func.Effect != nodeapi.EffectListens || len(args) < 2 {
		return ""
	}
	event, _ := p.Literal(p.Files[r.File], args[0])
	onProcess := m.Module == "process"
	for _, c := range p.ReceiverClasses(r) {
		onProcess = onProcess || c.Name == "process"
	}
	switch {
	case onProcess && strings.HasPrefix(event, "SIG"):
		return "the name of the signal, '" + event + "',"
	case event == "error", onProcess && (event == "uncaughtException" || event == "unhandledRejection"):
		return "the error"
	}
	return ""
}
