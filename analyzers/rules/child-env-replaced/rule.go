// Package childenvreplaced flags the environment of a child that has nothing but what its author wrote down.
package childenvreplaced

import (
	"fmt"
	"strings"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// Rule is the rule.
var Rule = &rule.Rule{
	ID:       "child-env-replaced",
	Summary:  "Child process with an environment that lacks the parent's",
	Section:  docs.ChildStdio,
	Severity: rule.Warning,
	Preset:   rule.Preview,
	Since:    "0.1.0",
	Fix:      rule.Suggestion,
	Program:  check,
}

func check(p *rule.ProgramPass) {
	p.Launches("spawn spawnSync exec execSync execFile execFileSync fork", func(l program.Launch) {
		ref, _ := p.LaunchOption(&l, "env")
		if ref.File < 0 || p.Files[l.At.File].Test {
			return
		}
		f := p.Files[ref.File]
		v := f.Facts.Val(ref.Value)
		if v.Kind != effects.Object {
			return
		}
		object := &f.Facts.Objects[v.A]
		names, ok := own(f, object)
		if !ok {
			return
		}
		at := syntax.Range{Start: object.Start, End: object.End}
		p.Report(f, at,
			fmt.Sprintf("This env is the whole environment of the child, not an addition to it: it has %s, and lacks PATH, HOME and all else that this process was given.", list(names)),
			rule.Help("Take the own environment along: env: { ...process.env, … }."),
			rule.Fact("Lost: every variable of `process.env` but "+list(names)+"."),
			rule.FixWith(rule.Fix{Title: "Add ...process.env", Edits: []rule.Edit{{Range: syntax.Range{Start: at.Start + 1, End: at.Start + 1}, New: " ...process.env,"}}}))
	})
}

// own are the names of an environment that was not made with care: one that has a PATH or a HOME, takes something from the own environment, or
// has nothing at all, is as its author wants it.
func own(f *program.File, object *effects.ObjectLit) (names []string, ok bool) {
	for _, m := range object.Members {
		if m.Flags&(effects.MemberSpread|effects.MemberComputed) != 0 {
			return nil, false
		}
		name := f.Facts.Str(m.Name)
		switch strings.ToUpper(name) {
		case "PATH", "HOME", "SYSTEMROOT":
			return nil, false
		}
		if program.MadeOf(f.Facts, m.Value, f.Named("env")) {
			return nil, false
		}
		names = append(names, name)
	}
	return names, len(names) > 0
}

func list(names []string) string {
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:3], ", "), len(names)-3)
	}
	return strings.Join(names, ", ")
}
