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
	var known *early
	for _, f := range p.Files {
		var found []site
		said := map[string]bool{} // once for each file and module: only the first of all loads anything
		for i := range f.Facts.Imports {
			im := &f.Facts.Imports[i]
			if !lazy(f, im) {
				continue
			}
			s := site{im: im, file: loads(p, f, i), in: program.FuncRef{File: f.ID, Func: im.Func}}
			if s.file == "" || said[s.file] {
				continue
			}
			var ok bool
			if s.when, s.root, ok = p.Serving(s.in); !ok || p.Runs(s.in, nodeapi.Load) {
				continue
			}
			if known == nil {
				known = loadedEarly(p)
			}
			if known.has(s.file, f.Targets[i].Package) {
				continue
			}
			said[s.file] = true
			found = append(found, s)
		}
		for i := 0; i < len(found); {
			n := 1 // of many in one function the first is reported
			for i+n < len(found) && outermost(f.Facts, found[i+n].im.Func) == outermost(f.Facts, found[i].im.Func) {
				n++
			}
			report(p, f, found[i:i+n])
			i += n
		}
	}
}

// site is a require() that loads something while a client waits.
type site struct {
	im   *effects.ImportRef
	file string // what it loads
	in   program.FuncRef
	when nodeapi.When
	root program.Root
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

// outermost is the function around a function that stands at the top level.
func outermost(f *effects.Facts, fn effects.FuncID) effects.FuncID {
	for fn > 0 && f.Funcs[fn].Parent > 0 {
		fn = f.Funcs[fn].Parent
	}
	return fn
}

// early is what may be loaded before the first client comes.
type early struct {
	files    map[string]bool // and packages
	anything bool            // computed names are loaded, so that any file of the project may be
}

func (e *early) has(file, pkg string) bool {
	return e.files[file] || e.files[pkg] || e.anything && pkg == ""
}

// loadedEarly is what something else loads than functions which clients reach: files that are loaded themselves, and functions that may run as
// the program starts.
func loadedEarly(p *rule.ProgramPass) *early {
	out := &early{files: map[string]bool{}}
	early := out.files
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
			if im.Kind == effects.RequireResolve {
				continue
			}
			in := program.FuncRef{File: f.ID, Func: im.Func}
			if _, hot := p.Hot(in); im.Flags&effects.ImportLazy != 0 && hot && !p.Runs(in, nodeapi.Load) {
				continue
			}
			if im.Flags&effects.ImportComputed != 0 && len(f.Targets[i].Scan) == 0 && f.Targets[i].File < 0 {
				out.anything = true
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
	return out
}

func report(p *rule.ProgramPass, f *program.File, sites []site) {
	s := &sites[0]
	does := "finds, reads, compiles and runs it"
	if path.Ext(s.file) == ".json" {
		does = "finds, reads and parses it"
	}
	spec := f.Facts.Str(s.im.Spec)
	evidence := p.Steps(p.Witness(s.in, s.when))
	for _, other := range sites[1:] {
		evidence = append(evidence, rule.Step{File: f.Path, Range: syntax.Range{Start: other.im.CallStart, End: other.im.CallEnd}, Message: "and so does require(\"" + f.Facts.Str(other.im.Spec) + "\")"})
	}
	opts := []rule.Option{
		rule.Help(fmt.Sprintf("Require %s at the top of the file, so that it is loaded before the first client comes.", spec)),
		rule.Because(evidence...),
	}
	if more := behind(p, s.file); more > 1 {
		opts = append(opts, rule.Fact(fmt.Sprintf("Loads %d files of this project that nothing loads before.", more)))
	}
	if strings.HasSuffix(s.file, ".json") {
		opts = append(opts, rule.Fact("Later calls get the object of the first: changes of the file are not seen."))
	}
	p.Report(f, syntax.Range{Start: s.im.CallStart, End: s.im.CallEnd},
		fmt.Sprintf("require(%q) %s on the event loop's thread the first time a %s (%s) comes here: until then no other client is served. Later calls take it from the module cache.", spec, does, s.when, s.root.What), opts...)
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
