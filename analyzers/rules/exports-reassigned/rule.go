// Package exportsreassigned flags assignments to the wrapper parameter `exports`.
package exportsreassigned

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "exports-reassigned",
	Summary:  "`exports` reassigned",
	Section:  docs.ExportsAndModuleExports,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Tag:      rule.Unnecessary,
	Program:  check,
	Names:    inModule,
}

// inModule judges assignments in ES modules, which have no such variable.
func inModule(p *rule.NamesPass) {
	if !p.ESM {
		return
	}
	p.Written(func(name string, uses []syntax.NameUse) {
		if name != "exports" {
			return
		}
		for _, u := range uses {
			if u.Flags&syntax.UseUnary != 0 { // typeof exports: the code is for both kinds of module
				return
			}
		}
		for _, u := range uses {
			if u.Flags&syntax.UseTried == 0 {
				p.Report(u.At, "`exports` is not defined in an ES module, and ES modules are strict: assigning to it throws a ReferenceError while the file loads.",
					rule.Help("Export with the export statement, or give the file the extension .cjs."))
			}
		}
	})
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if !f.RebindsExports() {
			continue
		}
		e := p.ExportsOf(f.ID)
		for i := range e.Rebound {
			report(p, f, e, &e.Rebound[i])
		}
	}
}

func report(p *rule.ProgramPass, f *program.File, e *program.ExportList, r *program.Rebound) {
	msg := "`exports` is only a parameter of the function Node wraps around this file: assigning to it does not change what require() returns, which is `module.exports`."
	opts := []rule.Option{rule.Help("Assign to module.exports."), rule.Fact(returned(e))}
	if n := requirers(p, f); n > 0 {
		opts = append(opts, rule.Fact(fmt.Sprintf("Files that require this one: %d.", n)))
	}
	if fix, ok := mend(f, r); ok {
		opts = append(opts, rule.FixWith(fix))
	}
	p.Report(f, r.Range, msg, opts...)
}

// returned says what require() of the file really gives.
func returned(e *program.ExportList) string {
	var names []string
	for _, x := range e.Names {
		names = append(names, x.Name)
	}
	if len(names) > 12 {
		names = append(names[:12], "…")
	}
	if len(names) == 0 {
		return "require() of this file returns an object without any of this."
	}
	return "require() of this file returns an object with `" + strings.Join(names, "`, `") + "`."
}

func requirers(p *rule.ProgramPass, f *program.File) int {
	n := 0
	for _, g := range p.Files {
		for i := range g.Targets {
			if g.Targets[i].File == f.ID && g != f {
				n++
				break
			}
		}
	}
	return n
}

// mend makes the fix that loses nothing: names that module.exports has already stay, and names that are set on exports later arrive.
func mend(f *program.File, r *program.Rebound) (rule.Fix, bool) {
	facts := f.Facts
	op := &facts.Funcs[r.Func].Ops[r.Op]
	for k := range facts.Funcs[r.Func].Ops[:r.Op] {
		if test := &facts.Funcs[r.Func].Ops[k]; test.Kind == effects.OpIf && test.Skip > r.Op && facts.Val(test.A).Kind == effects.Exports {
			return rule.Fix{}, false // exports ||= value never assigns anything, whatever it is changed to
		}
	}
	v := facts.Val(op.B)
	plain := rule.Fix{Title: "Assign to module.exports", Edits: []rule.Edit{{Range: r.Range, New: "module.exports"}}}
	start, end, known := extent(f, v)
	direct := known && start > r.Range.End && start-r.Range.End <= 3 // exports = value
	switch v.Kind {
	case effects.Prop, effects.Elem, effects.Join, effects.Unknown:
		// May be a target in a pattern, where nothing but the name can be put; {exports} not even that.
		return plain, !usedAfter(f, r) && !(v.Kind == effects.Prop && facts.Str(v.B) == "exports")
	case effects.Binary:
		return plain, false // += and the like: no way to tell what is meant
	}
	switch {
	case len(r.Before) > 0 || r.More:
		// the object that holds them must stay, so the new names are copied onto it
		if v.Kind == effects.Object && direct && start-r.Range.End == 3 {
			return rule.Fix{Title: "Add the names to module.exports", Safe: len(r.Before) > 0 && !r.More, Edits: []rule.Edit{
				{Range: syntax.Range{Start: r.Range.Start, End: start}, New: "Object.assign(module.exports, "},
				{Range: syntax.Range{Start: end, End: end}, New: ")"},
			}}, !usedAfter(f, r)
		}
		plain.Title += " (drops what it holds now)"
		return plain, true
	case usedAfter(f, r):
		// exports must go on to be the same object as module.exports
		return rule.Fix{Title: "Assign to both", Safe: direct, Edits: []rule.Edit{{Range: r.Range, New: "module.exports = exports"}}}, direct
	}
	plain.Safe = direct || v.Kind == effects.Var
	return plain, true
}

// extent is where a value stands in the text, for the kinds that say so.
func extent(f *program.File, v effects.Value) (start, end int32, ok bool) {
	facts := f.Facts
	switch v.Kind {
	case effects.Object:
		return facts.Objects[v.A].Start, facts.Objects[v.A].End, true
	case effects.Closure:
		return facts.Funcs[v.A].Start, facts.Funcs[v.A].End, true
	case effects.Class:
		return facts.Classes[v.A].Start, facts.Classes[v.A].End, true
	case effects.Result:
		return facts.Calls[v.A].Start, facts.Calls[v.A].End, true
	case effects.Import:
		return facts.Imports[v.A].CallStart, facts.Imports[v.A].CallEnd, true
	}
	return 0, 0, false
}

// usedAfter reports whether the file uses the variable exports after the assignment, or in a function that may run then.
func usedAfter(f *program.File, r *program.Rebound) bool {
	facts := f.Facts
	onExports := func(v effects.ValueID) bool {
		for range 6 {
			x := facts.Val(v)
			switch x.Kind {
			case effects.Exports:
				return true
			case effects.Prop, effects.Elem:
				v = x.A
			default:
				return false
			}
		}
		return false
	}
	for fi := range facts.Funcs {
		ops := facts.Funcs[fi].Ops
		for i := range ops {
			op := &ops[i]
			if op.Start <= r.Range.Start && effects.FuncID(fi) == r.Func {
				continue
			}
			switch op.Kind {
			case effects.OpRead:
				if onExports(op.A) {
					return true
				}
			case effects.OpWrite:
				if onExports(op.A) || onExports(op.B) {
					return true
				}
			case effects.OpCall:
				c := &facts.Calls[op.A]
				if onExports(c.Callee) {
					return true
				}
				for _, a := range c.Args {
					if onExports(a) {
						return true
					}
				}
			}
		}
	}
	return false
}
