// Package pushaftereof flags data that is pushed by a readable after its end.
package pushaftereof

import (
	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "push-after-eof",
	Summary:  "push() after push(null)",
	Section:  docs.ImplementingReadable,
	Severity: rule.Error,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool { return m.Is("stream.Readable#push") }, func(r program.CallRef, _ *nodeapi.Member) {
		f := p.Files[r.File]
		if f.Test || !isNull(f, r, p) || p.InTry(r) {
			return
		}
		p.CallsAfter(r, []string{"push"}, nil, func(next program.CallRef) bool {
			if isNull(f, next, p) {
				return true
			}
			p.Report(f, p.NameRange(next),
				"push(null) has ended this stream before on the same path: this data is dropped, and the stream fails with ERR_STREAM_PUSH_AFTER_EOF.",
				rule.Help("Push null last, and return after it."),
				rule.Because(rule.Step{File: f.Path, Range: p.CalleeRange(r), Message: "the end is pushed here"}, rule.Step{File: f.Path, Range: p.CalleeRange(next), Message: "on the same path, data"}))
			return false
		})
	})
}

func isNull(f *program.File, r program.CallRef, p *rule.ProgramPass) bool {
	args := p.Args(r)
	return len(args) > 0 && f.Facts.Val(args[0]).Kind == effects.Null
}
