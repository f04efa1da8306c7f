// Package awaitcallbackapi flags calls of callback functions of Node without the callback, which throw.
package awaitcallbackapi

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
	ID:       "await-callback-api",
	Summary:  "Callback function called without its callback",
	Section:  docs.PromisesOverCallbacks,
	Severity: rule.Error,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.ErrFirst && m.Func.Callback != nodeapi.NoCallback && !m.Func.SyncWithoutCallback && m.Method == nil && !m.Package && (m.Module == "fs" || m.Module == "dns" || m.Module == "zlib")
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		c := p.Call(r)
		targets := p.Targets(r)
		if len(targets) != 1 || targets[0].Promised || f.Test || m.Is("fs.close") || !plainModule(f, c) || len(c.Args) == 0 || c.Flags&effects.CallSpread != 0 || p.CallbackArg(r) >= 0 || p.MethodName(r) == "bind" || p.MethodName(r) == "call" || p.MethodName(r) == "apply" {
			return
		}
		for i, a := range c.Args {
			if mayBeCallback(f, a, i) {
				return
			}
		}
		report(p, r, m, f)
	})
}

// mayBeCallback reports whether an argument may be a function: all that is not seen to be something else, but for the first, which is a path or
// a buffer.
func mayBeCallback(f *program.File, v effects.ValueID, arg int) bool {
	switch x := f.Facts.Val(v); x.Kind {
	case effects.String, effects.Number, effects.Bool, effects.Template, effects.Object, effects.Array, effects.RegExp:
		return false
	case effects.Binary:
		return x.Op == effects.And || x.Op == effects.Or || x.Op == effects.Nullish
	case effects.Closure, effects.Spread, effects.Rest, effects.Arguments:
		return true
	case effects.Param:
		return arg > 0 || strings.HasSuffix(strings.ToLower(f.ParamName(v)), "cb") || strings.HasSuffix(strings.ToLower(f.ParamName(v)), "callback")
	}
	return arg > 0
}

func report(p *rule.ProgramPass, r program.CallRef, m *nodeapi.Member, f *program.File) {
	c := p.Call(r)
	name := program.Display(m)
	short := name[strings.LastIndexByte(name, '.')+1:]
	opts := []rule.Option{}
	what := fmt.Sprintf("%s takes a callback and returns no promise: without one it throws ERR_INVALID_ARG_TYPE.", name)
	if c.Flags&effects.CallAwaited != 0 {
		what = fmt.Sprintf("%s returns no promise to await: it takes a callback, and throws ERR_INVALID_ARG_TYPE without one.", name)
	}
	help := "Pass a callback that looks at the error."
	if m.Module == "fs" && nodeapi.Has("fs", "promises."+short) != 0 {
		help = fmt.Sprintf("Use fs.promises.%s and await it, or pass a callback.", short)
		if at, ok := member(f, c); ok && c.Flags&effects.CallAwaited != 0 {
			opts = append(opts, rule.FixWith(rule.Fix{Title: "Use the promise form", Safe: true, Edits: []rule.Edit{{Range: syntax.Range{Start: at, End: at}, New: "promises."}}}))
		}
	}
	opts = append(opts, rule.Help(help), rule.Fact(fmt.Sprintf("`%s` comes from `%s`, whose functions take callbacks.", short, m.Module)))
	p.Report(f, p.CalleeRange(r), what, opts...)
}

// imported is the import that a callee is a name of, None when that is not plain to see: fs-extra has the same names and returns promises.
func imported(f *program.File, c *effects.Call) int32 {
	v := f.Facts.Val(c.Callee)
	for range 6 {
		switch v.Kind {
		case effects.Prop:
			v = f.Facts.Val(v.A)
		case effects.Var:
			values := f.Facts.Vars[v.A].Values
			if len(values) != 1 {
				return program.None
			}
			v = f.Facts.Val(values[0])
		case effects.Import, effects.ImportName:
			return v.A
		default:
			return program.None
		}
	}
	return program.None
}

// plainModule reports whether a callee comes from a module of Node, by the specifier in its own file. (fs.close has a callback of its own.)
func plainModule(f *program.File, c *effects.Call) bool {
	imp := imported(f, c)
	return imp >= 0 && nodeapi.IsBuiltin(f.Facts.Str(f.Facts.Imports[imp].Spec))
}

// member is where the name of a method of the whole module stands: fs.readFile, and not a name that was taken out of it.
func member(f *program.File, c *effects.Call) (at int32, ok bool) {
	return c.NameStart, f.Facts.Val(c.Callee).Kind == effects.Prop && c.NameStart > c.Start
}
