// Package requireunresolved flags require() of files that do not exist.
package requireunresolved

import (
	"fmt"
	"path"
	"strings"

	"github.com/agext/levenshtein"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "require-unresolved",
	Summary:  "Required file does not exist",
	Section:  docs.Resolving,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Yields:   []string{"removed-api", "require-case-mismatch"},
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for i := range f.Facts.Imports {
			if !missing(p, f, i) {
				continue
			}
			if more := p.Explain(f, int32(i)); more.Excuse == "" {
				report(p, f, i, more)
			}
		}
	}
}

// missing reports whether an import is sure to fail when it runs.
func missing(p *rule.ProgramPass, f *program.File, i int) bool {
	im := &f.Facts.Imports[i]
	t := &f.Targets[i]
	if t.Code != "MODULE_NOT_FOUND" || im.Kind != effects.Require {
		return false
	}
	if im.Flags&(effects.ImportInTry|effects.ImportComputed) != 0 {
		return false
	}
	spec := f.Facts.Str(im.Spec)
	if spec == "" || provided(spec) {
		return false
	}
	if fallback(f, i) || typescript(f.Path) {
		return false
	}
	relative := strings.HasPrefix(spec, ".")
	if im.Flags&effects.ImportConditional != 0 && (!relative || looksFirst(f, im.Func)) {
		return false
	}
	if !relative {
		// A package that nothing names may be installed on demand, or belong to another host program, unless the program stands or falls
		// with it.
		return im.Flags&effects.ImportLazy == 0 && !developing(f.Rel) && p.Started()[f.ID]
	}
	// Tests are left out of what is published, and browsers' files of what Node loads.
	target := "/" + strings.TrimLeft(spec, "./") + ".js"
	return !program.IsTestPath(target) && !inBrowser(f.Rel)
}

// inBrowser reports whether a file lies where programs keep what they send to browsers.
func inBrowser(file string) bool {
	for _, dir := range strings.Split(path.Dir(file), "/") {
		switch dir {
		case "public", "static", "assets", "www", "browser":
			return true
		}
	}
	return false
}

// fallback reports whether an import stands in a catch block, for when something else was not found, or on a branch for another host.
func fallback(f *program.File, i int) bool {
	ops := f.Facts.Funcs[f.Facts.Imports[i].Func].Ops
	for k := range ops {
		op := &ops[k]
		if op.Kind == effects.OpIf && asksHost(f, op.A, 0) && within(ops, k, i) {
			return true
		}
		if op.Kind != effects.OpTry || op.A == 0 {
			continue
		}
		block := int32(k) + 1
		catch := ops[block].Skip
		for c := catch + 1; c < ops[catch].Skip; c++ {
			if ops[c].Kind == effects.OpRequire && ops[c].A == int32(i) {
				return true
			}
		}
	}
	return false
}

// within reports whether an import runs inside the operation at k.
func within(ops []effects.Op, k, i int) bool {
	for c := k + 1; c < int(ops[k].Skip); c++ {
		if ops[c].Kind == effects.OpRequire && ops[c].A == int32(i) {
			return true
		}
	}
	return false
}

// asksHost reports whether a test asks what kind of program this is: typeof window, process.browser.
func asksHost(f *program.File, v effects.ValueID, depth int) bool {
	if v < 0 || depth > 6 {
		return false
	}
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Binary:
		return asksHost(f, x.A, depth+1) || asksHost(f, x.B, depth+1)
	case effects.Unary:
		return x.Op == effects.TypeOf || asksHost(f, x.A, depth+1)
	case effects.Prop:
		switch f.Facts.Str(x.B) {
		case "browser", "platform", "versions", "pkg", "type":
			return true
		}
	}
	return false
}

// typescript reports whether a compiler reads the file before Node does, and decides what its paths mean.
func typescript(file string) bool {
	switch path.Ext(file) {
	case ".ts", ".tsx", ".mts", ".cts":
		return true
	}
	return false
}

// provided reports whether a specifier is one that a bundler, a host program or a loader answers.
func provided(spec string) bool {
	if strings.ContainsAny(spec, "!?*:~$ ") || strings.HasPrefix(spec, "@/") || strings.HasPrefix(spec, "#/") {
		return true
	}
	if path.Ext(spec) == ".node" {
		return true // a compiled addon
	}
	first, _, _ := strings.Cut(spec, "/")
	switch first {
	case "electron", "vscode", "atom", "meteor", "k6", "bun", "deno", "cordova", "nw.gui", "original-fs", "aws-sdk", "react-native":
		return true
	}
	return false
}

// looksFirst reports whether a function asks the disk or the resolver before it requires.
func looksFirst(f *program.File, fn effects.FuncID) bool {
	for i := range f.Facts.Calls {
		c := &f.Facts.Calls[i]
		if c.Func != fn {
			continue
		}
		name := strings.ToLower(f.Facts.CalleeName(c.Callee))
		if strings.Contains(name, "exist") || strings.Contains(name, "access") || strings.Contains(name, "stat") || strings.Contains(name, "resolve") || strings.Contains(name, "isfile") {
			return true
		}
	}
	for i := range f.Facts.Imports {
		if im := &f.Facts.Imports[i]; im.Func == fn && im.Kind == effects.RequireResolve {
			return true
		}
	}
	return false
}

// developing reports whether a file is for those who work on the project, who have installed what it needs.
func developing(file string) bool {
	base := path.Base(file)
	if strings.HasPrefix(base, ".") || strings.Contains(base, ".config.") || strings.Contains(base, ".conf.") {
		return true
	}
	name, _, _ := strings.Cut(base, ".")
	switch strings.ToLower(name) {
	case "build", "make", "gulpfile", "gruntfile", "webpack", "rollup", "jakefile", "karma", "wdio", "protractor":
		return true
	}
	for _, dir := range strings.Split(path.Dir(file), "/") {
		switch dir {
		case "scripts", "script", "tools", "tasks", "examples", "example", "demo", "docs", "dev", "build", "bench", "benchmarks":
			return true
		}
	}
	return false
}

func report(p *rule.ProgramPass, f *program.File, i int, more program.Missing) {
	im := &f.Facts.Imports[i]
	spec := f.Facts.Str(im.Spec)
	when := "when this line runs"
	if im.Flags&effects.ImportLazy == 0 && im.Flags&effects.ImportConditional == 0 {
		when = "as soon as this file is loaded"
	}
	what := "no file"
	if !strings.HasPrefix(spec, ".") {
		what = "no package"
	}
	msg := fmt.Sprintf("require('%s') throws MODULE_NOT_FOUND %s: Node finds %s of that name, with any extension it tries.", spec, when, what)
	if what == "no package" {
		msg = fmt.Sprintf("require('%s') throws MODULE_NOT_FOUND %s: no node_modules folder from here up has it, and package.json does not name it.", spec, when)
	}
	at := syntax.Range{Start: im.Start, End: im.End}
	var opts []rule.Option
	if near := meant(spec, more.Nearest); near != "" {
		opts = append(opts, rule.Help(fmt.Sprintf("Use '%s', which exists.", near)),
			rule.FixWith(rule.Fix{Title: "Use '" + near + "'", Edits: []rule.Edit{{Range: at, New: "'" + near + "'"}}}))
	} else if what == "no package" {
		opts = append(opts, rule.Help(fmt.Sprintf("Add %s to the dependencies of package.json.", spec)))
	} else {
		opts = append(opts, rule.Help("Correct the path, or add the file."))
	}
	if len(more.Tried) > 0 {
		var tried []string
		rest := 0
		for _, x := range more.Tried {
			rel, inside := p.Below(x)
			if !inside || len(tried) == 8 {
				rest++
				continue
			}
			tried = append(tried, "`"+rel+"`")
		}
		if rest > 0 {
			tried = append(tried, fmt.Sprintf("%d more", rest))
		}
		opts = append(opts, rule.Fact("Tried, in order: "+strings.Join(tried, ", ")))
	}
	p.Report(f, at, msg, opts...)
}

// meant is the existing specifier that was probably meant, written as the failed one is; "" when it is too far off.
func meant(spec, nearest string) string {
	if nearest == "" || nearest == spec {
		return ""
	}
	if ext := path.Ext(nearest); (ext == ".js" || ext == ".json") && path.Ext(spec) == "" {
		nearest = strings.TrimSuffix(nearest, ext)
	}
	if levenshtein.Distance(strings.ToLower(spec), strings.ToLower(nearest), nil) > max(2, len(path.Base(spec))/3) {
		return ""
	}
	return nearest
}
