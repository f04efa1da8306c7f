// Package emitbeforelisten flags events that a constructor emits before anybody can have added a listener.
package emitbeforelisten

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
	ID:       "emit-before-listen",
	Summary:  "Event emitted in the constructor",
	Section:  docs.EmitIsSynchronous,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("events.EventEmitter#emit") }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		c := p.Call(r)
		fn := &f.Facts.Funcs[c.Func]
		if f.Test || fn.Flags&effects.FuncCtor == 0 || len(c.Args) == 0 || f.Facts.Val(p.Receiver(r)).Kind != effects.This {
			return
		}
		event, ok := p.Literal(f, c.Args[0])
		if !ok || event == "error" || heardInside(p, f, r, event) || awaited(fn, r.Call) {
			return
		}
		class := f.Facts.Str(f.Facts.Classes[fn.Class].Name)
		if class == "" {
			class = "this class"
		}
		opts := []rule.Option{
			rule.Help(fmt.Sprintf("Emit it later: process.nextTick(() => this.emit('%s')), or from a method such as start().", event)),
		}
		for _, l := range outside(p, f, r, event) {
			opts = append(opts, rule.Because(rule.Step{File: p.Files[l.File].Path, Range: p.CalleeRange(l), Message: "this listener is added when the constructor has returned"}))
		}
		opts = append(opts, rule.Fact(fmt.Sprintf("Order: `new %s` emits '%s', then returns, then its caller can call on().", class, event)))
		p.Report(f, p.CalleeRange(r),
			fmt.Sprintf("The constructor of %s emits '%s' before it returns, and emit calls listeners at once: whoever makes the object gets it too late to listen.", class, event), opts...)
	})
}

// heardInside reports whether a listener for the event may be there while the constructor runs: it is added on this by the class or one of its
// kin, or in a way that is not seen.
func heardInside(p *rule.ProgramPass, f *program.File, r program.CallRef, event string) bool {
	for _, a := range p.Eval(f, p.Receiver(r)) {
		for _, l := range p.ListenersOf(a) {
			g := p.Files[l.At.File]
			if l.Event == "" || l.Event == event && g.Facts.Val(p.Receiver(l.At)).Kind == effects.This {
				return true
			}
		}
		if a.Kind != program.AbsNew && a.Kind != program.AbsInst {
			return true
		}
	}
	own := false
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Func != nil && m.Func.Effect == nodeapi.EffectListens }, func(l program.CallRef, _ *nodeapi.Member) {
		g := p.Files[l.File]
		if args := p.Args(l); !own && len(args) > 0 && g.Facts.Val(p.Receiver(l)).Kind == effects.This {
			e, ok := p.Literal(g, args[0])
			own = !ok || e == event // by a class above or below it
		}
	})
	if own {
		return true
	}
	// listeners on the prototype, or by captured functions that the constructor calls with this
	for _, u := range p.Uses(f, p.Receiver(r)) {
		if u.Kind == program.UseArg {
			return true
		}
	}
	return false
}

// awaited reports whether a call stands behind an await: then the constructor's caller may have gone on.
func awaited(fn *effects.Func, call effects.CallID) bool {
	for i := range fn.Ops {
		switch op := &fn.Ops[i]; {
		case op.Kind == effects.OpCall && op.A == call:
			return false
		case op.Kind == effects.OpAwait:
			return true
		}
	}
	return true
}

// outside are listeners for the event that are added to an object of the class, at most two.
func outside(p *rule.ProgramPass, f *program.File, r program.CallRef, event string) []program.CallRef {
	var out []program.CallRef
	for _, a := range p.Eval(f, p.Receiver(r)) {
		for _, l := range p.ListenersOf(a) {
			if l.Event == event && len(out) < 2 {
				out = append(out, l.At)
			}
		}
	}
	return out
}
