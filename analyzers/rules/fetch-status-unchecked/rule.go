// Package fetchstatusunchecked flags bodies of fetch that are used though nobody looks at the status.
package fetchstatusunchecked

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "fetch-status-unchecked",
	Summary:  "Status of fetch not looked at",
	Section:  docs.HttpClients,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("global.fetch", "fetch", "undici.fetch", "node-fetch") }, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		if f.Test || inBrowser(f) || local(p, f, r) {
			return
		}
		v := f.ResultValue(r.Call)
		if v < 0 {
			return
		}
		if read, ok := body(p, f, v, 0); ok {
			p.Report(f, p.CalleeRange(r),
				"fetch resolves for any status, 404 and 500 among them, and nobody looks at `ok` or `status`: the page of an error is taken for the data.",
				rule.Help("Test `response.ok` before the body is read, and throw otherwise."),
				rule.Because(rule.Step{Range: p.NameRange(read), Message: "the body is used here, whatever the status"}),
				rule.Fact(fmt.Sprintf("`%s` rejects only when the body is cut or no JSON.", p.MethodName(read))))
		}
	})
}

// inBrowser reports whether a file is for a page: it uses what only pages have.
func inBrowser(f *program.File) bool {
	for _, v := range f.Facts.Values {
		if v.Kind == effects.Global {
			switch f.Facts.Str(v.A) {
			case "document", "window", "localStorage", "location", "$":
				return true
			}
		}
	}
	return strings.HasSuffix(f.Path, ".jsx") || strings.HasSuffix(f.Path, ".tsx")
}

// local reports whether the address is no URL of the web: data:, file: or the path that a page would ask for.
func local(p *rule.ProgramPass, f *program.File, r program.CallRef) bool {
	args := p.Args(r)
	if len(args) == 0 {
		return true
	}
	v := args[0]
	if x := f.Facts.Val(v); x.Kind == effects.Template && len(f.Facts.Lists[x.A]) > 0 {
		v = f.Facts.Lists[x.A][0]
	}
	s, ok := f.Facts.Literal(v)
	return ok && !strings.HasPrefix(s, "http")
}

// body is the call that reads the body of a response, when the response is seen everywhere and its status nowhere asked for.
func body(p *rule.ProgramPass, f *program.File, v effects.ValueID, depth int) (read program.CallRef, ok bool) {
	for _, u := range p.Uses(f, v) {
		call := program.CallRef{File: f.ID, Call: u.Call}
		switch u.Kind {
		case program.UseAwait:
		case program.UseMethod:
			switch u.Name {
			case "json", "text", "arrayBuffer", "blob", "formData", "bytes":
				if unused(p, f, call) {
					return read, false // read so that the connection is free again
				}
				if !ok {
					read, ok = call, true
				}
			case "then":
				args := p.Args(call)
				if depth > 0 || len(args) == 0 {
					return read, false
				}
				fns := p.Funcs(f, args[0])
				if len(fns) != 1 || len(p.Func(fns[0]).Params) == 0 || p.Func(fns[0]).Params[0].Flags&effects.ParamPattern != 0 {
					return read, false
				}
				g := p.Files[fns[0].File]
				inner, yes := body(p, g, g.ParamValue(fns[0].Func, 0), depth+1)
				if !yes || dropped(p, f, call) {
					return read, false
				}
				read, ok = inner, true
			case "catch", "finally":
			default:
				return read, false
			}
		case program.UseProp:
			switch u.Name {
			case "headers", "url", "body":
			default: // ok, status, or a name that is not known
				return read, false
			}
		default:
			return read, false
		}
	}
	return read, ok
}

// dropped reports whether what a then gives is handed to a function that does not take it.
func dropped(p *rule.ProgramPass, f *program.File, then program.CallRef) bool {
	v := f.ResultValue(then.Call)
	if v < 0 {
		return false
	}
	for _, u := range p.Uses(f, v) {
		if u.Kind != program.UseMethod || u.Name != "then" {
			continue
		}
		for _, a := range p.Args(program.CallRef{File: f.ID, Call: u.Call}) {
			for _, fn := range p.Funcs(f, a) {
				if len(p.Func(fn).Params) == 0 {
					return true
				}
			}
		}
	}
	return false
}

// unused reports whether nobody looks at what a call gives, or its promise.
func unused(p *rule.ProgramPass, f *program.File, call program.CallRef) bool {
	if p.Call(call).Flags&effects.CallDiscarded != 0 {
		return true
	}
	v := f.ResultValue(call.Call)
	if p.Call(call).Flags&effects.CallAwaited == 0 || v < 0 {
		return false
	}
	awaited := f.ValueID(effects.Value{Kind: effects.Await, A: v})
	if awaited < 0 {
		return true
	}
	for _, a := range p.Aliases(f, awaited) {
		if a != awaited {
			return false
		}
	}
	return len(p.Uses(f, awaited)) == 0
}
