// Package stdindataisbuffer flags chunks that are buffers and used as text.
package stdindataisbuffer

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
	ID:       "stdin-data-is-buffer",
	Summary:  "Chunk that is a Buffer used as text",
	Section:  docs.Stdio,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

// textOnly are methods that strings have and buffers have not.
var textOnly = map[string]bool{
	"trim": true, "trimEnd": true, "trimStart": true, "startsWith": true, "endsWith": true, "split": true, "replace": true, "replaceAll": true, "match": true,
	"matchAll": true, "toLowerCase": true, "toUpperCase": true, "charAt": true, "charCodeAt": true, "codePointAt": true, "padStart": true, "padEnd": true,
	"substr": true, "substring": true, "search": true, "normalize": true, "repeat": true,
}

func check(p *rule.ProgramPass) {
	p.Chunks(func(c rule.Chunk) {
		if !p.GivesBuffers(c.From, c.Source) || asks(c.File.Facts, c.Value) {
			return
		}
		facts := c.File.Facts
		fn := &facts.Funcs[c.Func]
		for i := range fn.Ops {
			op := &fn.Ops[i]
			switch op.Kind {
			case effects.OpCall:
				r := program.CallRef{File: c.File.ID, Call: op.A}
				if name := p.MethodName(r); textOnly[name] && isChunk(facts, p.Receiver(r), c.Value) && !p.InTry(r) {
					report(p, c, p.NameRange(r), fmt.Sprintf("%s() is a method of strings, and this chunk is a Buffer: the call throws a TypeError.", name))
				}
			case effects.OpSwitch:
				if isChunk(facts, op.A, c.Value) && textCase(facts, fn, int32(i)) {
					report(p, c, syntax.Range{Start: op.Start, End: op.End}, "This chunk is a Buffer, and no `case` with a text equals a Buffer: none of them ever fits.")
				}
			}
		}
	})
}

// asks reports whether code asks what a chunk is.
func asks(f *effects.Facts, chunk effects.ValueID) bool {
	for _, v := range f.Values {
		if v.Kind == effects.Unary && v.Op == effects.TypeOf && isChunk(f, v.A, chunk) || v.Kind == effects.Binary && v.Op == effects.InstanceOf && isChunk(f, v.A, chunk) {
			return true
		}
	}
	for i := range f.Calls {
		c := &f.Calls[i]
		if callee := f.Val(c.Callee); callee.Kind == effects.Prop && f.Str(callee.B) == "isBuffer" && len(c.Args) == 1 && isChunk(f, c.Args[0], chunk) {
			return true
		}
	}
	return false
}

func isChunk(f *effects.Facts, v, chunk effects.ValueID) bool {
	if x := f.Val(v); x.Kind == effects.Var && v != chunk {
		return len(f.Vars[x.A].Values) == 1 && f.Vars[x.A].Values[0] == chunk
	}
	return v == chunk
}

// textCase reports whether a case of a switch is a text.
func textCase(f *effects.Facts, fn *effects.Func, at int32) bool {
	for _, b := range fn.Blocks(at) {
		if f.Val(fn.Ops[b].A).Kind == effects.String {
			return true
		}
	}
	return false
}

func report(p *rule.ProgramPass, c rule.Chunk, at syntax.Range, message string) {
	p.Report(c.File, at, message,
		rule.Help("Call setEncoding('utf8') on the stream, or make text of the chunk by toString()."),
		rule.Because(rule.Step{File: c.From.Path, Range: c.At, Message: "the chunks come from here, as buffers: the stream has no encoding"}),
		rule.Fact("The chunk is a `Buffer` here."))
}
