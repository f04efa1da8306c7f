// Package transformcallbacktwice flags methods of streams that call back twice for one chunk.
package transformcallbacktwice

import (
	"fmt"

	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "transform-callback-twice",
	Summary:  "Method of a stream that calls back twice",
	Section:  docs.ImplementingWritableTransform,
	Severity: rule.Error,
	Since:    "0.1.0",
	Fix:      rule.SafeFix,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	said := map[program.CallRef]bool{}
	p.StreamCallbacks(func(m *program.StreamMethod, callback int) {
		f := p.Files[m.Func.File]
		v := f.ParamValue(m.Func.Func, callback)
		if f.Test || v < 0 {
			return
		}
		for _, fn := range p.MayCallTwice(m.Func, v) {
			e := p.CallingOf(fn, v)
			if e == nil {
				continue
			}
			for i, t := range e.Twice {
				if said[t.Second] {
					continue
				}
				said[t.Second] = true
				all := rule.SameSecond(e.Twice[i:], t.Second)
				steps := []rule.Step{{File: f.Path, Range: m.At, Message: "Node calls " + m.Hook + " once for each piece of work"}}
				for _, x := range all {
					steps = append(steps, rule.Step{File: f.Path, Range: p.CalleeRange(x.First), Message: "it is called here, and the function goes on"})
				}
				steps = append(steps, rule.Step{File: f.Path, Range: p.CalleeRange(t.Second), Message: "on the same path it is called again"})
				p.Report(f, p.CalleeRange(t.Second),
					fmt.Sprintf("`%s` has been called on this path already: a second call for the same piece of work fails the stream with ERR_MULTIPLE_CALLBACK.", f.ParamName(v)),
					rule.Help("Return where the callback is called first."),
					rule.Because(steps...),
					p.ReturnAfterFirst(fn, all, "Return where the callback is called first"))
			}
		}
	})
}
