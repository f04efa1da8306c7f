// Package requireinhandler flags require() in handlers of files that nothing has loaded before.
package requireinhandler

import (
	"fmt"
	"path"
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
	ID:       "require-in-handler",
	Summary:  "A module that is loaded while a client waits",
	Section:  docs.LoadingIsSynchronous,
	Severity: rule.Info,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	if !p.Serves() {
		return
	}
	var early map[string]bool
	for _, f := range p.Files {
		said := map[string]bool{} // once for each file and module: only the first of all loads anything
		for i := range f.Facts.Imports {
			im := &f.Facts.Imports[i]
			if !lazy(f, im) {
				continue
			}
			file := loads(p, f, i)
			if file == "" || said[file] {
				continue
			}
			in := program.FuncRef{File: f.ID, Func: im.Func}
			when, root, ok := p.Serving(in)
			if !ok || p.Runs(in, nodeapi.Load) {
				continue
			}
			if early == nil {
				early = loadedEarly(p)
			}
			if early[file] || early[f.Targets[i].Package] {
				continue
			}
			said[file] = true
			report(p, f, im, in, file, when, root)
		}
	}
}

// lazy reports whether a require() runs when its function does, with a specifier that is known.
func lazy(f *program.File, im *effects.ImportRef) bool {
	return !f.Test && im.Kind == effects.Require && im.Flags&effects.ImportLazy != 0 && im.Flags&effects.ImportComputed == 0 && im.Func > 0
}

// loads is the path of the file that an import loads; "" for built-ins, which Node has in itself, and for what leads nowhere.
func loads(p *rule.ProgramPass, f *program.File, i int) string {
	t := &f.Targets[i]
	if t.File >= 0 {
		return p.Files[t.File].Path
	}
	return t.Path
}

// loadedEarly has the paths and packages that some file loads when it is loaded itself, or that code which runs then loads.
func loadedEarly(p *rule.ProgramPass) map[string]bool {
	early := map[string]bool{}
	started := p.Started()
	for _, f := range p.Files {
		if started[f.ID] {
			early[f.Path] = true
		}
		if f.Test {
			continue
		}
		for i := range f.Facts.Imports {
			im := &f.Facts.Imports[i]
			if im.Kind == effects.RequireResolve || im.Kind == effects.DynamicImport && im.Flags&effects.ImportLazy != 0 {
				continue
			}
			if im.Flags&effects.ImportLazy != 0 && !p.Runs(program.FuncRef{File: f.ID, Func: im.Func}, nodeapi.Load) {
				continue
			}
			if file := loads(p, f, i); file != "" {
				early[file] = true
			}
			if name := f.Targets[i].Package; name != "" {
				early[name] = true
			}
			for _, id := range f.Targets[i].Scan {
				early[p.Files[id].Path] = true
			}
		}
	}
	delete(early, "")
	return early
}

func report(p *rule.ProgramPass, f *program.File, im *effects.ImportRef, in program.FuncRef, file string, when nodeapi.When, root program.Root) {
	does := "finds, reads, compiles and runs it"
	if path.Ext(file) == ".json" {
		does = "finds, reads and parses it"
	}
	spec := f.Facts.Str(im.Spec)
	opts := []rule.Option{
		rule.Help(fmt.Sprintf("Require %s at the top of the file, so that it is loaded before the first client comes.", spec)),
		rule.Because(p.Steps(p.Witness(in, when))...),
	}
	if more := behind(p, file); more > 1 {
		opts = append(opts, rule.Fact(fmt.Sprintf("Loads %d files of this project that nothing loads before.", more)))
	}
	if strings.HasSuffix(file, ".json") {
		opts = append(opts, rule.Fact("Later calls get the object of the first: changes of the file are not seen."))
	}
	p.Report(f, syntax.Range{Start: im.CallStart, End: im.CallEnd},
		fmt.Sprintf("require(%q) %s on the event loop's thread the first time a %s (%s) comes here: until then no other client is served. Later calls take it from the module cache.", spec, does, when, root.What), opts...)
}

// behind counts the project's files that loading one loads, itself included.
func behind(p *rule.ProgramPass, file string) int {
	first := p.FileNamed(file)
	if first == nil {
		return 0
	}
	started := p.Started()
	seen := map[program.FileID]bool{first.ID: true}
	queue := []program.FileID{first.ID}
	for len(queue) > 0 {
		f := p.Files[queue[0]]
		queue = queue[1:]
		for i := range f.Facts.Imports {
			to := f.Targets[i].File
			if to >= 0 && f.Facts.Imports[i].Flags&effects.ImportLazy == 0 && !seen[to] && !started[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	return len(seen)
}
