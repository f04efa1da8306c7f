// Package writeafterend flags writes to a stream that the same path has ended.
package writeafterend

import (
	"fmt"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "write-after-end",
	Summary:  "write() after end()",
	Section:  docs.ImplementingWritableTransform,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	said := map[program.CallRef]bool{}
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.Effect == nodeapi.EffectEnds && m.Method != nil
	}, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		if f.Test || p.MethodName(r) != "end" || !p.IsWritableStream(f, p.Receiver(r)) || again(p, f, r) {
			return
		}
		p.CallsAfter(r, []string{"write"}, nil, func(next program.CallRef) bool {
			if len(p.Call(next).Args) > 0 && !said[next] && !p.InTry(next) {
				said[next] = true
				report(p, f, r, next)
			}
			return false // one is enough
		})
	})
}

// again reports whether the object may be made anew for each round of something that holds the call: `end` there is of the one before.
func again(p *rule.ProgramPass, f *program.File, r program.CallRef) bool {
	return f.Facts.Val(p.Receiver(r)).Kind == effects.Prop
}

func report(p *rule.ProgramPass, f *program.File, r, next program.CallRef) {
	name := rule.ObjectName(f, p.Receiver(next), "stream")
	opts := []rule.Option{
		rule.Help("Write before end(), or give the last piece to end()."),
		rule.Because(rule.Step{File: f.Path, Range: p.CalleeRange(r), Message: "ended here"}, rule.Step{File: f.Path, Range: p.CalleeRange(next), Message: "on the same path, written to"}),
	}
	p.Report(f, p.NameRange(next), fmt.Sprintf("%s is ended before this write() on the same path: the data is dropped, and the stream fails with ERR_STREAM_WRITE_AFTER_END.", name), opts...)
}
