// Package bufferconstructor flags new Buffer(…), which means one thing for numbers and another for text.
package bufferconstructor

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
	ID:       "buffer-constructor",
	Summary:  "`new Buffer`",
	Section:  docs.Buffers,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Tag:      rule.Deprecated,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	for _, f := range p.Files {
		for i := range f.Facts.Calls {
			if isBuffer(f, f.Facts.Calls[i].Callee) {
				report(p, f, program.CallRef{File: f.ID, Call: effects.CallID(i)})
			}
		}
	}
}

// isBuffer reports whether a callee is Node's own Buffer: the global, or the name that the module gives. A package of the same kind, safe-buffer for
// one, is not it.
func isBuffer(f *program.File, v effects.ValueID) bool {
	x := f.Facts.Val(v)
	switch x.Kind {
	case effects.Global:
		return f.Facts.Strings[x.A] == "Buffer"
	case effects.ImportName:
		return f.Facts.Strings[x.B] == "Buffer" && f.Targets[x.A].Builtin == "buffer"
	case effects.Prop:
		if f.Facts.Strings[x.B] != "Buffer" {
			return false
		}
		base := f.Facts.Val(x.A)
		return base.Kind == effects.Import && f.Targets[base.A].Builtin == "buffer" || base.Kind == effects.Global && (f.Facts.Strings[base.A] == "globalThis" || f.Facts.Strings[base.A] == "global")
	case effects.Var:
		vals := f.Facts.Vars[x.A].Values
		return len(vals) == 1 && f.Facts.Val(vals[0]).Kind == effects.Prop && isBuffer(f, vals[0])
	}
	return false
}

func report(p *rule.ProgramPass, f *program.File, r program.CallRef) {
	c := p.Call(r)
	at := p.CalleeRange(r)
	kinds := program.KindUnknown
	if len(c.Args) > 0 {
		kinds = p.KindsOf(f, c.Args[0])
	}
	var opts []rule.Option
	how, method := "new Buffer", ""
	if c.Flags&effects.CallNew == 0 {
		how = "Buffer"
	}
	message := fmt.Sprintf("%s(x) is x bytes for a number and the bytes of the text for a string: whoever chooses the type of x chooses the meaning, and Node prints DEP0005.", how)
	help := "Say which is meant: Buffer.from(data), or Buffer.alloc(length)."
	switch {
	case kinds.Only(program.KindNumber):
		method, message = "alloc", fmt.Sprintf("%s of a number is deprecated (DEP0005), because the same call with a string makes something else.", how)
		help = "Call Buffer.alloc(length), which says that bytes are wanted, all of them zero."
	case kinds.Only(program.KindString | program.KindBytes), kinds.Only(program.KindObject) && f.Facts.Val(c.Args[0]).Kind == effects.Array:
		method, message = "from", fmt.Sprintf("%s of data is deprecated (DEP0005), because the same call with a number makes something else.", how)
		help = "Call Buffer.from(data)."
	case len(c.Args) > 1:
		// beside an encoding a number throws ERR_INVALID_ARG_TYPE: its type chooses nothing
		message = fmt.Sprintf("%s is deprecated (DEP0005): Node prints a warning when it is called outside of node_modules.", how)
		help = "Call Buffer.from with the same arguments."
	}
	if len(c.Args) > 0 {
		opts = append(opts, rule.Fact(fmt.Sprintf("The argument is %s.", kinds)))
	}
	if fix, ok := replacement(f, c, at, method); ok {
		opts = append(opts, rule.FixWith(fix))
	}
	p.Report(f, at, message, append(opts, rule.Help(help))...)
}

// replacement writes Buffer.alloc or Buffer.from where the callee is the plain name, with one blank after new.
func replacement(f *program.File, c *effects.Call, at syntax.Range, method string) (rule.Fix, bool) {
	width := len("Buffer")
	if c.Flags&effects.CallNew != 0 {
		width += len("new ")
	}
	k := f.Facts.Val(c.Callee).Kind
	if method == "" || k == effects.Prop || k == effects.Var || int(at.End-at.Start) != width || f.Facts.CalleeName(c.Callee) != "Buffer" && k == effects.ImportName {
		return rule.Fix{}, false
	}
	return rule.Fix{Title: "Use Buffer." + method, Safe: true, Edits: []rule.Edit{{Range: at, New: "Buffer." + method}}}, true
}
