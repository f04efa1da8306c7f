// Package removedapi flags uses of what Node has taken away, or warns of, on a line that the package allows.
package removedapi

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
	ID:       "removed-api",
	Summary:  "API that Node warns of or has removed",
	Section:  docs.DeprecationsAndVersions,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Tag:      rule.Deprecated,
	Yields:   []string{"esm-missing-export"},
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		for i := range f.Targets {
			im := &f.Facts.Imports[i]
			name := f.Targets[i].Builtin
			if !f.Targets[i].Found() {
				name = f.Facts.Str(im.Spec) // the newest line may not have it any more
			}
			if f.Test || name == "" || im.Flags&effects.ImportInTry != 0 || im.Kind == effects.RequireResolve {
				continue
			}
			if r := nodeapi.RetiredModule(name); r != nil && r.From()&f.Lines() != 0 {
				at := syntax.Range{Start: im.Start, End: im.End}
				var opts []rule.Option
				if r.Name == "sys" { // the same object under another name
					opts = append(opts, rule.FixWith(rule.Fix{Title: "Load node:util", Safe: true, Edits: []rule.Edit{{Range: at, New: "'node:util'"}}}))
				}
				report(p, f, at, r, "the module "+r.Name, "loading it throws", opts...)
			}
		}
	}
	p.BuiltinReads(func(module, name string) bool {
		return nodeapi.RetiredName(module, name) != nil && nodeapi.RetiredModule(module) == nil
	}, func(b program.BuiltinRead) {
		read(p, b)
	})
	p.CallsTo(func(m *nodeapi.Member) bool { _, ok := nodeapi.RetiredOptions(m.Name); return ok }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		o, _ := nodeapi.RetiredOptions(m.Name)
		ref, _ := p.Option(r, o.Option)
		if ref.Value < 0 || f.Test || p.Guarded(r, "rm", "rmSync", "version", "versions") || p.InTry(r) || o.From()&f.Lines() == 0 {
			return
		}
		if v := p.Files[ref.File].Facts.Val(ref.Value); v.Kind == effects.Bool && v.A == 1 {
			report(p, f, p.NameRange(r), &o.Retired, o.Name, "the call throws ERR_INVALID_ARG_VALUE")
		}
	})
}

func read(p *rule.ProgramPass, b program.BuiltinRead) {
	f := b.File
	r := nodeapi.RetiredName(b.Module, b.Name)
	if f.Test || b.Guarded || r.From()&f.Lines() == 0 || p.GuardedAt(f, b.Func, b.Range.Start, "version", "versions", "constants", "release") {
		return
	}
	called := calls(b)
	if !called && !r.WarnsWhenRead() {
		return
	}
	then := "reading it gives undefined"
	switch {
	case f.Facts.Val(b.Value).Kind == effects.ImportName && f.Facts.Imports[f.Facts.Val(b.Value).A].Kind == effects.StaticImport:
		then = "the import is a SyntaxError, and nothing runs"
	case called:
		then = "calling it is a TypeError"
	}
	var opts []rule.Option
	if fix, ok := replacement(b); ok && !b.Taken {
		opts = append(opts, rule.FixWith(fix))
	}
	report(p, f, b.Range, r, r.Name, then, opts...)
}

// calls reports whether a name is called, where it is read or, when it is taken, anywhere in the file.
func calls(b program.BuiltinRead) bool {
	for i := range b.File.Facts.Calls {
		if c := &b.File.Facts.Calls[i]; c.Callee == b.Value && (b.Taken || c.CalleeEnd == b.Range.End) {
			return true
		}
	}
	return false
}

// replacement is the edit for what another name replaces one to one.
func replacement(b program.BuiltinRead) (rule.Fix, bool) {
	name := syntax.Range{Start: b.Range.End - int32(len(b.Name)), End: b.Range.End}
	inner := func(of string) (rule.Fix, bool) {
		return rule.Fix{Title: "Use " + of + "." + b.Name, Safe: true, Edits: []rule.Edit{{Range: syntax.Range{Start: name.Start, End: name.Start}, New: of[strings.IndexByte(of, '.')+1:] + "."}}}, true
	}
	switch b.Module + "." + b.Name {
	case "fs.F_OK", "fs.R_OK", "fs.W_OK", "fs.X_OK":
		return inner("fs.constants")
	case "util.isDate", "util.isRegExp":
		return inner("util.types")
	case "util.isArray":
		return rule.Fix{Title: "Use Array.isArray", Safe: true, Edits: []rule.Edit{{Range: b.Range, New: "Array.isArray"}}}, true
	case "util._extend":
		return rule.Fix{Title: "Use Object.assign", Safe: true, Edits: []rule.Edit{{Range: b.Range, New: "Object.assign"}}}, true
	case "util.isBuffer":
		return rule.Fix{Title: "Use Buffer.isBuffer", Safe: true, Edits: []rule.Edit{{Range: b.Range, New: "Buffer.isBuffer"}}}, true
	}
	return rule.Fix{}, false
}

func report(p *rule.ProgramPass, f *program.File, at syntax.Range, r *nodeapi.Retired, name, then string, opts ...rule.Option) {
	lines := f.Lines()
	code := ""
	if r.Code != "" {
		code = " (" + r.Code + ")"
	}
	subject := "`" + name + "`"
	if strings.HasPrefix(name, "the ") {
		subject = "T" + name[1:]
	}
	severity := rule.Info
	msg := fmt.Sprintf("%s prints a deprecation warning%s on Node %s: it is on its way out.", subject, code, and(r.Warns&lines))
	if gone := r.Gone & lines; gone != 0 {
		severity = rule.Warning
		msg = fmt.Sprintf("%s is gone on Node %s%s: %s there.", subject, and(gone), code, then)
	}
	help := "Do without it."
	if r.Instead != "" {
		help = "Use " + r.Instead + "."
	}
	says := "`package.json` says nothing of Node's versions, so all supported lines count."
	if e := f.Engines(); e != "" {
		says = "This package is for Node `" + e + "`."
	}
	opts = append(opts, rule.As(severity), rule.Help(help), rule.Fact(states(r)), rule.Fact(says))
	p.Report(f, at, msg, opts...)
}

// states says what became of it on each supported line.
func states(r *nodeapi.Retired) string {
	var out []string
	for _, major := range []int{20, 22, 24, 26} {
		state := "there"
		switch {
		case r.Gone.Has(major):
			state = "gone"
		case r.Warns.Has(major):
			state = "warns"
		}
		out = append(out, "Node "+strconv.Itoa(major)+": "+state)
	}
	return strings.Join(out, ", ") + "."
}

// and names lines: "20, 22 and 24".
func and(lines nodeapi.Lines) string {
	s := lines.String()
	if i := strings.LastIndex(s, ", "); i >= 0 {
		s = s[:i] + " and " + s[i+2:]
	}
	return s
}
