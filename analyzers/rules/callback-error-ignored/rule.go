// Package callbackerrorignored flags error-first callbacks that use the result and never look at the error.
package callbackerrorignored

import (
	"fmt"
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
	ID:       "callback-error-ignored",
	Summary:  "Error parameter of a callback never read",
	Section:  docs.ErrorFirstCallbacks,
	Severity: rule.Warning,
	Since:    "0.1.0",
	Program:  check,
}

// sure are calls that do not fail in practice: the error is for a machine without entropy (Node docs, crypto.randomBytes), or, of a compressor,
// for memory that is used up: it takes any bytes.
var sure = map[string]bool{"crypto.randomBytes": true, "crypto.randomFill": true, "crypto.randomInt": true,
	"zlib.gzip": true, "zlib.deflate": true, "zlib.deflateRaw": true, "zlib.brotliCompress": true, "zlib.zstdCompress": true}

// counts are calls that give 0 and the buffer when they fail, and never undefined (lib/fs.js, the wrapper of each).
var counts = map[string]bool{"fs.read": true, "fs.readv": true, "fs.write": true, "fs.writev": true}

func check(p *rule.ProgramPass) {
	seen := map[program.FuncRef]bool{}
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.ErrFirst && !m.Package && !sure[m.Name] && !counts[m.Name]
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		cb := p.CallbackArg(r)
		if f.Test || cb < 0 {
			return
		}
		for _, fn := range p.Funcs(f, p.Args(r)[cb]) {
			if !seen[fn] && ignores(p, fn) {
				seen[fn] = true
				report(p, r, m, fn)
			}
		}
	})
}

// ignores reports whether a callback reads its result but not its error, and does not ask first whether there is a result.
func ignores(p *rule.ProgramPass, fn program.FuncRef) bool {
	f := p.Files[fn.File]
	d := p.Func(fn)
	if len(d.Params) < 2 || d.Flags&effects.FuncUsesArgs != 0 || f.Test {
		return false
	}
	err := d.Params[0]
	name := strings.ToLower(f.Facts.Str(err.Name))
	if err.Flags&(effects.ParamUsed|effects.ParamPattern|effects.ParamRest) != 0 || name == "" || strings.HasPrefix(name, "_") || strings.Contains(name, "ignore") || strings.Contains(name, "unused") {
		return false
	}
	used := false
	for i := 1; i < len(d.Params); i++ {
		if d.Params[i].Flags&effects.ParamUsed != 0 && !onlyKept(p, f, f.ParamValue(fn.Func, i)) {
			used = true
		}
	}
	return used && !tries(d) && !asks(f, fn.Func)
}

// onlyKept reports whether a result is put into objects and nothing else is done with it here: undefined is as good a value.
func onlyKept(p *rule.ProgramPass, f *program.File, v effects.ValueID) bool {
	uses := p.Uses(f, v)
	for _, u := range uses {
		if u.Kind != program.UseStore {
			return false
		}
	}
	return len(uses) > 0
}

// tries reports whether all of a function's body stands in a try with a catch: then nothing is thrown far away.
func tries(fn *effects.Func) bool {
	return len(fn.Ops) > 0 && fn.Ops[0].Kind == effects.OpTry && fn.Ops[0].A == 1 && int(fn.Ops[0].Skip) == len(fn.Ops)
}

// asks reports whether a function, or one written in it, tests one of its own parameters for being there.
func asks(f *program.File, fn effects.FuncID) bool {
	for fi := range f.Facts.Funcs {
		if !inside(f.Facts, effects.FuncID(fi), fn) {
			continue
		}
		for _, op := range f.Facts.Funcs[fi].Ops {
			if op.Kind == effects.OpIf && tests(f.Facts, op.A, fn, 0) {
				return true
			}
		}
	}
	// a value may stand for a test where nothing runs on one side: `text || ''`
	for _, v := range f.Facts.Values {
		if v.Kind == effects.Binary && (v.Op == effects.Or || v.Op == effects.Nullish || v.Op == effects.And) && tests(f.Facts, v.A, fn, 0) {
			return true
		}
		if v.Kind == effects.Unary && v.Op == effects.Not && tests(f.Facts, v.A, fn, 0) {
			return true
		}
		if v.Kind == effects.Binary && (v.Op == effects.EqStrict || v.Op == effects.NeStrict) && tests(f.Facts, v.A, fn, 0) {
			return true
		}
	}
	return false
}

func inside(f *effects.Facts, fn, outer effects.FuncID) bool {
	for fn >= 0 {
		if fn == outer {
			return true
		}
		fn = f.Funcs[fn].Parent
	}
	return false
}

// tests reports whether a value is one of the function's parameters, or a plain test of one.
func tests(f *effects.Facts, v effects.ValueID, fn effects.FuncID, depth int) bool {
	if depth > 4 {
		return false
	}
	x := f.Val(v)
	switch x.Kind {
	case effects.Param:
		return x.A == fn
	case effects.Unary:
		return tests(f, x.A, fn, depth+1)
	case effects.Binary:
		switch x.Op {
		case effects.And, effects.Or, effects.Nullish, effects.EqStrict, effects.NeStrict, effects.InstanceOf:
			return tests(f, x.A, fn, depth+1) || tests(f, x.B, fn, depth+1)
		}
	case effects.Result:
		// Array.isArray(files), Buffer.isBuffer(data), Boolean(x)
		for _, a := range f.Calls[x.A].Args {
			if tests(f, a, fn, depth+1) {
				return true
			}
		}
	}
	return false
}

func report(p *rule.ProgramPass, r program.CallRef, m *nodeapi.Member, fn program.FuncRef) {
	f := p.Files[fn.File]
	d := p.Func(fn)
	err := d.Params[0]
	result := ""
	for i := 1; i < len(d.Params) && result == ""; i++ {
		if d.Params[i].Flags&effects.ParamUsed != 0 {
			result = f.Facts.Str(d.Params[i].Name)
		}
	}
	if result == "" {
		result = "the result"
	}
	name := f.Facts.Str(err.Name)
	p.Report(f, syntax.Range{Start: err.Start, End: err.End},
		fmt.Sprintf("%s is never read: when %s fails, %s is undefined, and the first use of it throws far from the cause.", name, program.Display(m), result),
		rule.Help(fmt.Sprintf("Handle %s before %s is used.", name, result)),
		rule.Because(rule.Step{File: p.Files[r.File].Path, Range: p.CalleeRange(r), Message: "calls back with an error or null first"}))
}
