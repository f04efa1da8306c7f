// Package writableneverended flags compressions and files that are written to and never ended.
package writableneverended

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
	ID:       "writable-never-ended",
	Summary:  "Stream that is written to and never ended",
	Section:  docs.PipeOrEvents,
	Severity: rule.Warning,
	Preset:   rule.Strict,
	Since:    "0.1.0",
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.CallsTo(func(m *nodeapi.Member) bool {
		return m.Func != nil && m.Func.Returns != "" && (m.Is("fs.createWriteStream") || m.Module == "zlib" && nodeapi.ClassNamed(m.Func.Returns) != nil && nodeapi.ClassNamed(m.Func.Returns).IsA("zlib.Zlib"))
	}, func(r program.CallRef, m *nodeapi.Member) {
		f := p.Files[r.File]
		v := f.ResultValue(r.Call)
		if f.Test || v < 0 {
			return
		}
		file := m.Is("fs.createWriteStream")
		if file && !p.ListensFor(f, v, "finish") {
			return // it may be open for as long as the program runs
		}
		writes, all := writesOnly(p, f, v)
		if !all || len(writes) == 0 {
			return
		}
		what := "the output lacks its last part, and cannot be unpacked"
		if file {
			what = "'finish' never comes, and the file stays open"
		}
		var steps []rule.Step
		for _, w := range writes {
			steps = append(steps, rule.Step{File: f.Path, Range: p.NameRange(w), Message: "written to here"})
		}
		p.Report(f, p.CalleeRange(r), fmt.Sprintf("Nothing ends the stream that %s makes: %s.", program.Display(m), what),
			rule.Help("Call end() after the last write."),
			rule.Because(steps...),
			rule.Fact(fmt.Sprintf("Writes without an end: %d.", len(writes))))
	})
}

// writesOnly are the writes to a stream; all says that no other use may end it or hand it on.
func writesOnly(p *rule.ProgramPass, f *program.File, v effects.ValueID) (writes []program.CallRef, all bool) {
	for _, u := range p.Uses(f, v) {
		if u.Kind != program.UseMethod {
			return nil, false
		}
		r := program.CallRef{File: f.ID, Call: u.Call}
		switch u.Name {
		case "write":
			writes = append(writes, r)
		case "on", "once", "addListener", "setEncoding", "cork", "uncork":
		case "pipe":
		default:
			return nil, false
		}
	}
	return writes, true
}
