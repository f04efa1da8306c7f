// Package childstdinnotended flags input of a child that is written and never ended.
package childstdinnotended

import (
	"regexp"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "child-stdin-not-ended",
	Summary:  "Input of a child that is written and never ended",
	Section:  docs.ChildStdio,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Launches("spawn exec execFile", func(l program.Launch) {
		f := p.Files[l.At.File]
		child := f.ResultValue(l.At.Call)
		if child < 0 || f.Test || !p.Confined(f, child) || stopped(p, f, child) {
			return
		}
		var last program.CallRef
		writes := 0
		for _, stdin := range p.Props(f, child, "stdin") {
			if !p.Confined(f, stdin) {
				return
			}
			for _, u := range p.Uses(f, stdin) {
				switch {
				case u.Kind == program.UseMethod && u.Name == "write":
					if u.Func != p.Call(l.At).Func {
						return // a conversation, which somebody goes on with
					}
					if farewell.MatchString(p.KnownText(f, argument(p, u.Call, f))) {
						return // told to end
					}
					last = program.CallRef{File: f.ID, Call: u.Call}
					writes++
				case u.Kind == program.UseMethod && (u.Name == "on" || u.Name == "once" || u.Name == "setEncoding" || u.Name == "setDefaultEncoding" || u.Name == "cork" || u.Name == "uncork"):
				default:
					return // ended, destroyed, piped into, or handed on
				}
			}
		}
		if writes == 0 {
			return
		}
		report(p, f, &l, last)
	})
}

// farewell are the commands by which shells and the like are told to end.
var farewell = regexp.MustCompile(`(?im)^\s*(exit|quit|bye|logout|\.exit|\.quit|q)\b`)

// argument is the first argument of a call.
func argument(p *rule.ProgramPass, call effects.CallID, f *program.File) effects.ValueID {
	if args := p.Args(program.CallRef{File: f.ID, Call: call}); len(args) > 0 {
		return args[0]
	}
	return -1
}

// stopped reports whether the program ends the child in another way.
func stopped(p *rule.ProgramPass, f *program.File, child effects.ValueID) bool {
	for _, u := range p.Uses(f, child) {
		if (u.Kind == program.UseMethod || u.Kind == program.UseProp) && (u.Name == "kill" || u.Name == "pid" || u.Name == "stdio") {
			return true
		}
	}
	return false
}

func report(p *rule.ProgramPass, f *program.File, l *program.Launch, write program.CallRef) {
	opts := []rule.Option{
		rule.Help("Call end() on the child's stdin after the last write."),
		rule.Because(rule.Step{File: f.Path, Range: p.CalleeRange(l.At), Message: "the child is started here, with a pipe for its input"}),
	}
	if c := p.Call(write); c.Flags&effects.CallDiscarded != 0 {
		at := syntax.Range{Start: c.NameStart, End: c.CalleeEnd}
		opts = append(opts, rule.FixWith(rule.Fix{Title: "End the input with this text", Edits: []rule.Edit{{Range: at, New: "end"}}}))
	}
	p.Report(f, p.CalleeRange(write), "This input is written and never ended: a child that reads to the end of its input, as most do, waits for more and does not end.", opts...)
}
