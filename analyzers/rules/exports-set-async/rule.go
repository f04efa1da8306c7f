// Package exportssetasync flags exports that are set when those who require the file have taken them already.
package exportssetasync

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
	ID:       "exports-set-async",
	Summary:  "Export set after the file was loaded",
	Section:  docs.LoadingIsSynchronous,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.NoFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	var r readers
	for _, f := range p.Files {
		set := p.AsyncExports(f.ID)
		if len(set) == 0 {
			continue
		}
		e := p.ExportsOf(f.ID)
		for _, x := range set {
			if y := e.Named(x.Name); x.Name != "" && y != nil && !y.Late {
				continue // it has a value from the start
			}
			r.collect(p)
			report(p, f, x, r.of(f.ID, x.Name))
		}
	}
}

func report(p *rule.ProgramPass, f *program.File, x program.AsyncExport, early []program.Step) {
	if len(early) == 0 {
		return // nobody is known to take it too early
	}
	msg := fmt.Sprintf("`%s` is set when the file has long been loaded: %s has taken it before, and keeps undefined.", x.Name, p.Rel(early[0].File))
	help := "Export a promise of it, or a function that returns one, and await that; or set it before the file ends."
	if x.Name == "" {
		msg = fmt.Sprintf("module.exports is replaced when the file has long been loaded: %s has the first object, and keeps it.", p.Rel(early[0].File))
		help = "Export a promise of the value, or a function that returns one, and await that."
	}
	steps := append([]program.Step{x.Because}, early[:min(len(early), 4)]...)
	p.Report(f, x.Range, msg, rule.Help(help), rule.Because(p.Steps(steps)...))
}

// readers are the places where files take what others export, as they load.
type readers struct {
	done bool
	// names is by file and name, whole by file: require() whose result is kept.
	names map[program.FileID]map[string][]program.Step
	whole map[program.FileID][]program.Step
}

func (r *readers) of(file program.FileID, name string) []program.Step {
	if name == "" {
		return r.whole[file]
	}
	return r.names[file][name]
}

func (r *readers) collect(p *rule.ProgramPass) {
	if r.done {
		return
	}
	r.done = true
	r.names, r.whole = map[program.FileID]map[string][]program.Step{}, map[program.FileID][]program.Step{}
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for _, op := range f.Facts.Funcs[0].Ops {
			switch op.Kind {
			case effects.OpRequire:
				im := &f.Facts.Imports[op.A]
				if t := f.Targets[op.A].File; t >= 0 && t != f.ID && im.Kind == effects.Require && im.Flags&(effects.ImportBare|effects.ImportConditional) == 0 {
					r.whole[t] = append(r.whole[t], program.Step{File: f.ID, Range: syntax.Range{Start: im.CallStart, End: im.CallEnd}, Message: "gets what module.exports is at this moment"})
				}
			case effects.OpRead:
				x := f.Facts.Val(op.A)
				if x.Kind != effects.Prop || op.Flag != 1 {
					continue
				}
				if t := required(f, x.A); t >= 0 && t != f.ID {
					if r.names[t] == nil {
						r.names[t] = map[string][]program.Step{}
					}
					name := f.Facts.Str(x.B)
					r.names[t][name] = append(r.names[t][name], program.Step{File: f.ID, Range: syntax.Range{Start: op.Start, End: op.End}, Message: name + " is taken here, while the program loads"})
				}
			}
		}
	}
}

// required is the file that a value is the exports of.
func required(f *program.File, v effects.ValueID) program.FileID {
	x := f.Facts.Val(v)
	if x.Kind == effects.Var && len(f.Facts.Vars[x.A].Values) == 1 {
		x = f.Facts.Val(f.Facts.Vars[x.A].Values[0])
	}
	if x.Kind != effects.Import || f.Facts.Imports[x.A].Kind != effects.Require {
		return program.None
	}
	return f.Targets[x.A].File
}
