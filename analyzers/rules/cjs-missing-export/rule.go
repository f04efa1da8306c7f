// Package cjsmissingexport flags names that are taken from a CommonJS module which does not export them.
package cjsmissingexport

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
	ID:       "cjs-missing-export",
	Summary:  "Name is not exported by the required file",
	Section:  docs.ExportsAndModuleExports,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		if requires(f) && !forBrowser(f.Path) {
			(&file{p: p, f: f}).check()
		}
	}
}

// forBrowser reports whether a file is the variant of a package that bundlers take for browsers, where they exchange what it requires (the member
// browser of package.json).
func forBrowser(file string) bool {
	base := path.Base(file)
	return strings.HasPrefix(base, "browser") || strings.Contains(base, ".browser.")
}

// requires reports whether a file takes anything from another CommonJS file.
func requires(f *program.File) bool {
	for i := range f.Targets {
		if f.Targets[i].File >= 0 {
			return true
		}
	}
	return false
}

// file is one file that is checked.
type file struct {
	p *rule.ProgramPass
	f *program.File
	// tested are the values that some code asks about before it uses them; filled on first use.
	tested map[effects.ValueID]bool
}

func (c *file) check() {
	facts := c.f.Facts
	for fi := range facts.Funcs {
		ops := facts.Funcs[fi].Ops
		for i := range ops {
			op := &ops[i]
			switch op.Kind {
			case effects.OpRead:
				if op.Flag == 1 {
					c.taken(effects.FuncID(fi), ops, i)
				}
			case effects.OpCall:
				c.called(effects.CallID(op.A))
			}
		}
	}
}

// missing finds the file that a member is read from, when it is sure to lack it.
func (c *file) missing(v effects.ValueID) (target program.FileID, name string, ok bool) {
	x := c.f.Facts.Val(v)
	if x.Kind != effects.Prop {
		return 0, "", false
	}
	name = c.f.Facts.Str(x.B)
	if t, ok := c.plainModule(x.A, 0); ok && (t < 0 || c.p.PlainlyExports(t, name)) {
		return 0, "", false
	}
	target, ok = c.module(x.A, 0)
	if !ok || target == c.f.ID {
		return 0, "", false
	}
	e := c.p.ExportsOf(target)
	// A file that exports nothing at all may be one that could not be read to its end.
	if len(e.Names) == 0 || !e.Lacks(name) || name == "default" || name == "__esModule" {
		return 0, "", false
	}
	return target, name, true
}

// module is the file whose exports a value is.
func (c *file) module(v effects.ValueID, depth int) (program.FileID, bool) {
	facts := c.f.Facts
	if depth > 4 {
		return 0, false
	}
	x := facts.Val(v)
	switch x.Kind {
	case effects.Import:
		im := &facts.Imports[x.A]
		t := c.f.Targets[x.A].File
		return t, t >= 0 && im.Kind == effects.Require && !c.p.Files[t].ESM
	case effects.ImportName:
		t := c.f.Targets[x.A].File
		if t < 0 || facts.Str(x.B) != "default" || c.p.Files[t].ESM || len(c.p.Files[t].Facts.Exports) > 0 {
			return 0, false
		}
		return t, c.f.ESM
	case effects.Var:
		if vals := facts.Vars[x.A].Values; len(vals) == 1 {
			return c.module(vals[0], depth+1)
		}
	case effects.Prop:
		// a member that holds the exports of another file
		t, ok := c.module(x.A, depth+1)
		if !ok {
			return 0, false
		}
		e := c.p.ExportsOf(t).Named(facts.Str(x.B))
		if e == nil || e.Module < 0 || e.Late || e.Maybe {
			return 0, false
		}
		return e.Module, !c.p.Files[e.Module].ESM
	}
	return 0, false
}

// plainModule is module as far as the files by themselves tell; ok is false when they do not. No file is negative.
func (c *file) plainModule(v effects.ValueID, depth int) (t program.FileID, ok bool) {
	facts := c.f.Facts
	if depth > 4 {
		return program.None, true
	}
	x := facts.Val(v)
	switch x.Kind {
	case effects.Var:
		if vals := facts.Vars[x.A].Values; len(vals) == 1 {
			return c.plainModule(vals[0], depth+1)
		}
	case effects.Prop:
		t, ok := c.plainModule(x.A, depth+1)
		if !ok || t < 0 {
			return t, ok
		}
		return c.p.PlainModule(t, facts.Str(x.B))
	default:
		if t, ok := c.module(v, depth); ok {
			return t, true
		}
	}
	return program.None, true
}

// taken judges a destructured name.
func (c *file) taken(fn effects.FuncID, ops []effects.Op, i int) {
	op := &ops[i]
	target, name, ok := c.missing(op.A)
	if !ok || c.asked(op.A) {
		return
	}
	at := syntax.Range{Start: op.Start, End: op.End}
	// the variable that gets it
	va := int32(program.None)
	for k := i + 1; k < len(ops) && k < i+3; k++ {
		if w := &ops[k]; w.Kind == effects.OpWrite && w.B == op.A && c.f.Facts.Val(w.A).Kind == effects.Var {
			va = c.f.Facts.Val(w.A).A
		}
	}
	if va < 0 || len(c.f.Facts.Vars[va].Values) != 1 {
		return
	}
	v := &c.f.Facts.Vars[va]
	if whole := c.f.ValueID(effects.Value{Kind: effects.Var, A: va}); whole >= 0 && c.asked(whole) {
		return
	}
	edit := rule.Edit{Range: at}
	if v.Start == op.Start {
		edit.New = ": " + name
	}
	var opts []rule.Option
	if v.Uses == 0 {
		opts = append(opts, rule.As(rule.Info))
	}
	c.report(target, name, at, edit, opts)
}

// called judges a call of a member.
func (c *file) called(call effects.CallID) {
	k := &c.f.Facts.Calls[call]
	if k.Flags&effects.CallOptional != 0 {
		return
	}
	target, name, ok := c.missing(k.Callee)
	if !ok || c.asked(k.Callee) {
		return
	}
	end := k.CalleeEnd
	at := syntax.Range{Start: k.NameStart, End: end}
	c.report(target, name, at, rule.Edit{Range: at}, nil)
}

// asked reports whether the file asks what a value is: a test, a comparison, a default.
func (c *file) asked(v effects.ValueID) bool {
	if c.tested == nil {
		facts := c.f.Facts
		c.tested = map[effects.ValueID]bool{}
		for fi := range facts.Funcs {
			ops := facts.Funcs[fi].Ops
			for i := range ops {
				switch ops[i].Kind {
				case effects.OpIf:
					c.tested[ops[i].A] = true
				case effects.OpSwitch:
					c.tested[ops[i].A] = true
				case effects.OpWrite: // some code sets it
					c.tested[ops[i].A] = true
				}
			}
		}
		for _, x := range facts.Values {
			switch x.Kind {
			case effects.Binary:
				c.tested[x.A], c.tested[x.B] = true, true
			case effects.Unary:
				c.tested[x.A] = true
			case effects.Join:
				for _, y := range facts.Lists[x.A] {
					if facts.Val(y).Kind != effects.Result {
						c.tested[y] = true
					}
				}
			}
		}
	}
	return c.tested[v] && !c.onlyDeclared(v)
}

// onlyDeclared reports whether a value is a variable whose only write is its declaration, and nothing else asks about it.
func (c *file) onlyDeclared(v effects.ValueID) bool {
	x := c.f.Facts.Val(v)
	if x.Kind != effects.Var {
		return false
	}
	for fi := range c.f.Facts.Funcs {
		ops := c.f.Facts.Funcs[fi].Ops
		for i := range ops {
			switch op := &ops[i]; op.Kind {
			case effects.OpIf, effects.OpSwitch:
				if op.A == v {
					return false
				}
			}
		}
	}
	for _, y := range c.f.Facts.Values {
		switch y.Kind {
		case effects.Binary:
			if y.A == v || y.B == v {
				return false
			}
		case effects.Unary:
			if y.A == v {
				return false
			}
		}
	}
	return true
}

func (c *file) report(target program.FileID, name string, at syntax.Range, edit rule.Edit, opts []rule.Option) {
	e := c.p.ExportsOf(target)
	rel := c.p.Rel(target)
	msg := fmt.Sprintf("`%s` is undefined: %s exports no such name, and require() returns a plain object, so nothing complains before the value is used.", name, rel)
	var names []string
	for _, x := range e.Names {
		if x.Name != "__esModule" {
			names = append(names, x.Name)
		}
	}
	for _, r := range e.Rebound {
		opts = append(opts, rule.Because(rule.Step{File: c.p.Files[target].Path, Range: r.Range, Message: "exports is given another object here, which no require() returns"}))
		break
	}
	for _, d := range e.Dropped {
		if d.Name == name && d.Before {
			msg = fmt.Sprintf("`%s` is undefined: %s sets it on an object that module.exports no longer is.", name, rel)
			opts = append(opts, rule.Because(rule.Step{File: c.p.Files[target].Path, Range: d.Range, Message: name + " is set here"}), rule.Because(c.p.Steps([]program.Step{d.Replaced})...))
			break
		}
		if d.Name == name {
			msg = fmt.Sprintf("`%s` is undefined: %s sets it on the old exports object, after module.exports was replaced.", name, rel)
			opts = append(opts, rule.Because(rule.Step{File: c.p.Files[target].Path, Range: d.Range, Message: name + " is set here, on an object that no require() returns"}))
		}
	}
	if best := nearest(name, names); best != "" {
		opts = append(opts, rule.Help(fmt.Sprintf("Use %s, which %s does export, or export %s there.", best, rel, name)))
		edit.New = best + edit.New
		opts = append(opts, rule.FixWith(rule.Fix{Title: "Use " + best, Edits: []rule.Edit{edit}}))
	} else {
		opts = append(opts, rule.Help(fmt.Sprintf("Export %s from %s, or take a name that it exports.", name, rel)))
	}
	shown := names
	if len(shown) > 20 {
		shown = append(append([]string(nil), shown[:20]...), "…")
	}
	opts = append(opts, rule.Fact(fmt.Sprintf("`%s` exports `%s`.", rel, strings.Join(shown, "`, `"))))
	c.p.Report(c.f, at, msg, opts...)
}

// nearest is the name that was probably meant, "" when none is close.
func nearest(name string, names []string) string {
	best, least := "", len(name)/3+1
	for _, n := range names {
		d := levenshtein.Distance(strings.ToLower(name), strings.ToLower(n), nil)
		if len(name) >= 4 && len(n) >= 4 && (strings.HasPrefix(n, name) || strings.HasPrefix(name, n)) {
			d = min(d, 2)
		}
		if d < least || d == least && best == "" {
			best, least = n, d
		}
	}
	return best
}
