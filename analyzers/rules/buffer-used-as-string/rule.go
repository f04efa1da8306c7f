// Package bufferusedasstring flags methods of strings that are called on buffers, which do not have them.
package bufferusedasstring

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "buffer-used-as-string",
	Summary:  "String method called on a Buffer",
	Section:  docs.Encodings,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

// ofStrings are methods that strings have and buffers have not (Node docs, "Buffer"; ECMAScript, section 23.2.3, which they inherit).
var ofStrings = map[string]bool{
	"split": true, "trim": true, "trimStart": true, "trimEnd": true, "replace": true, "replaceAll": true, "match": true, "matchAll": true, "search": true,
	"startsWith": true, "endsWith": true, "substring": true, "substr": true, "charAt": true, "charCodeAt": true, "codePointAt": true, "toLowerCase": true,
	"toUpperCase": true, "padStart": true, "padEnd": true, "repeat": true, "normalize": true, "localeCompare": true, "concat": true,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		for i := range f.Facts.Calls {
			c := &f.Facts.Calls[i]
			callee := f.Facts.Val(c.Callee)
			if callee.Kind != effects.Prop || c.Flags&(effects.CallNew|effects.CallOptional) != 0 || !ofStrings[f.Facts.Str(callee.B)] {
				continue
			}
			if p.KindsOf(f, callee.A).Only(program.KindBytes) {
				report(p, f, program.CallRef{File: f.ID, Call: effects.CallID(i)}, callee)
			}
		}
	}
}

func report(p *rule.ProgramPass, f *program.File, r program.CallRef, callee effects.Value) {
	method, name := f.Facts.Str(callee.B), f.Facts.CalleeName(callee.A)
	if name == "" {
		name = "this value"
	}
	help := fmt.Sprintf("Decode it first: %s.toString('utf8').%s(…).", name, method)
	opts := []rule.Option{rule.Fact(fmt.Sprintf("`%s` is a Buffer here.", name))}
	if read, ok := p.ReadFrom(f, callee.A); ok {
		g := p.Files[read.File]
		m := p.Member(read)
		opts = append(opts, rule.Because(rule.Step{File: g.Path, Range: p.CalleeRange(read), Message: program.Display(m) + " without an encoding gives a Buffer"}))
		help = fmt.Sprintf("Name the encoding where the file is read: %s(…, 'utf8').", program.Display(m))
		if fix, ok := encoding(p, f, read, m); ok {
			opts = append(opts, rule.FixWith(fix))
		}
	}
	p.Report(f, p.NameRange(r),
		fmt.Sprintf("%s is a Buffer, and buffers have no method %s: this throws a TypeError. Node gives bytes wherever no encoding is named.", name, method),
		append(opts, rule.Help(help))...)
}

// encoding is the fix that names the encoding in the call that reads, where that stands in the same file, has a path alone, and gives what it reads to
// nobody but for the call of the method.
func encoding(p *rule.ProgramPass, f *program.File, read program.CallRef, m *nodeapi.Member) (rule.Fix, bool) {
	c := p.Call(read)
	if read.File != f.ID || len(c.ArgEnd) == 0 || len(c.Args) != len(c.ArgEnd) || c.Flags&effects.CallSpread != 0 {
		return rule.Fix{}, false
	}
	last := len(c.ArgEnd) - 1
	if m.Is("fs.readFile") {
		last = 0
	}
	if m.Is("fs.readFile") && len(c.Args) != 2 || !m.Is("fs.readFile") && len(c.Args) != 1 {
		return rule.Fix{}, false
	}
	v := f.ResultValue(read.Call)
	for _, u := range p.Uses(f, v) { // other uses may want the bytes
		if u.Kind == program.UseAwait {
			continue
		}
		if u.Kind != program.UseMethod || !ofStrings[u.Name] {
			return rule.Fix{}, false
		}
	}
	at := syntax.Range{Start: c.ArgEnd[last], End: c.ArgEnd[last]}
	return rule.Fix{Title: "Read it as UTF-8", Safe: !m.Is("fs.readFile"), Edits: []rule.Edit{{Range: at, New: ", 'utf8'"}}}, true
}
