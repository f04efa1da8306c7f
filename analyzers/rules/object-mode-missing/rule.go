// Package objectmodemissing flags values that are pushed or written to a stream of bytes.
package objectmodemissing

import (
	"fmt"
	"slices"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "object-mode-missing",
	Summary:  "Value pushed or written to a stream of bytes",
	Section:  docs.ObjectModeAndEncodings,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	owner := map[program.FuncRef]*program.StreamKind{}
	for _, k := range p.StreamKinds() {
		f := p.Files[k.File]
		if f.Test || slices.Contains(f.Facts.Strings, "_readableState") {
			continue
		}
		for _, m := range k.Methods {
			owner[m.Func] = k
			if m.Hook == "transform" || m.Hook == "flush" {
				results(p, k, m)
			}
		}
	}
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("stream.Readable#push") }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) == 0 {
			return
		}
		k := kindOf(p, f, p.Receiver(r), owner)
		if k == nil || !k.Class.IsReadable() || !bytes(p, k, "readableObjectMode") {
			return
		}
		if what := valueKind(f, args[0]); what != "" {
			report(p, f, p.ArgRange(r, 0), k, what, "push", "readableObjectMode: true")
		}
	})
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Func != nil && m.Func.Effect == nodeapi.EffectWrites }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		args := p.Args(r)
		if f.Test || len(args) == 0 || p.InTry(r) || !p.IsWritableStream(f, p.Receiver(r), "fs.WriteStream", "net.Socket", "zlib.Zlib") {
			return
		}
		if what := valueKind(f, args[0]); what != "" {
			p.Report(f, p.ArgRange(r, 0), fmt.Sprintf("%s takes bytes and text, and this is %s: write() throws ERR_INVALID_ARG_TYPE.", rule.ObjectName(f, p.Receiver(r), "stream"), what),
				rule.Help("Make text of it, by JSON.stringify for example."))
		}
	})
}

// results judges what the callback of a method gives out.
func results(p *rule.ProgramPass, k *program.StreamKind, m *program.StreamMethod) {
	f := p.Files[m.Func.File]
	at := 2
	if m.Hook == "flush" {
		at = 0
	}
	callback := f.ParamValue(m.Func.Func, at)
	if callback < 0 || !bytes(p, k, "readableObjectMode") {
		return
	}
	for _, u := range p.Uses(f, callback) {
		if u.Kind != program.UseCallee {
			continue
		}
		r := program.CallRef{File: f.ID, Call: u.Call}
		if args := p.Args(r); len(args) == 2 {
			if what := valueKind(f, args[1]); what != "" {
				report(p, f, p.ArgRange(r, 1), k, what, "give out", "readableObjectMode: true")
			}
		}
	}
}

// kindOf is the stream of the project that a value is, nil when it is not known.
func kindOf(p *rule.ProgramPass, f *program.File, v effects.ValueID, owner map[program.FuncRef]*program.StreamKind) *program.StreamKind {
	if x := f.Facts.Val(v); x.Kind == effects.This {
		return owner[program.FuncRef{File: f.ID, Func: x.A}]
	}
	objects := p.Eval(f, v)
	if len(objects) != 1 {
		return nil
	}
	a := objects[0]
	for _, k := range p.StreamKinds() {
		if a.Kind == program.AbsInst && k.ID < 0 && k.Made == (program.CallRef{File: a.File, Call: a.Site}) || a.Kind == program.AbsNew && k.ID == a.ID && k.File == a.File {
			return k
		}
	}
	return nil
}

// bytes reports whether a side of a stream is one of bytes for sure.
func bytes(p *rule.ProgramPass, k *program.StreamKind, side string) bool {
	for _, name := range []string{"objectMode", side} {
		ref, known := p.StreamOption(k, name)
		if !known {
			return false
		}
		if ref.File >= 0 {
			if x := p.Files[ref.File].Facts.Val(ref.Value); x.Kind != effects.Bool || x.A == 1 {
				return false
			}
		}
	}
	return true
}

// valueKind is what a value is that streams of bytes do not take, "" for what they take and for what is not known.
func valueKind(f *program.File, v effects.ValueID) string {
	x := f.Facts.Val(v)
	if x.Kind == effects.Var && len(f.Facts.Vars[x.A].Values) == 1 {
		x = f.Facts.Val(f.Facts.Vars[x.A].Values[0])
	}
	switch x.Kind {
	case effects.Object:
		return "an object"
	case effects.Array:
		return "an array"
	case effects.Number:
		return "a number"
	case effects.Bool:
		return "a boolean"
	}
	return ""
}

func report(p *rule.ProgramPass, f *program.File, at syntax.Range, k *program.StreamKind, what, how, option string) {
	made := p.Call(k.Made)
	p.Report(f, at, fmt.Sprintf("This stream is made for bytes, and %s is not: to %s it fails the stream with ERR_INVALID_ARG_TYPE.", what, how),
		rule.Help("Make the stream with "+option+", or give out text, by JSON.stringify for example."),
		rule.Because(rule.Step{File: p.Files[k.File].Path, Range: syntax.Range{Start: made.Start, End: made.CalleeEnd}, Message: "the stream is made here, without object mode"}),
		rule.Fact("Readable side: bytes. Given here: "+what+"."))
}
