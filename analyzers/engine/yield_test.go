package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// marks makes a rule that reports the ranges of any file.
func marks(id string, yields []string, at ...[2]int32) *rule.Rule {
	return &rule.Rule{ID: id, Severity: rule.Warning, Yields: yields, Program: func(p *rule.ProgramPass) {
		for _, f := range p.Files {
			for _, r := range at {
				p.Report(f, syntax.Range{Start: r[0], End: r[1]}, id+" speaks.")
			}
		}
	}}
}

// TestYields: of two findings at one place the one that says more stays, unless it is off.
func TestYields(t *testing.T) {
	const text = "process.nextTick(function first() {});\nprocess.nextTick(function second() {});\n"
	general := marks("general", []string{"special"}, [2]int32{0, 16}, [2]int32{39, 55})
	special := marks("special", nil, [2]int32{8, 12})
	for _, c := range []struct {
		name, text string
		rules      []*rule.Rule
		off        string
		want       []string
	}{
		{"alone", text, []*rule.Rule{general}, "", []string{"general", "general"}},
		{"both", text, []*rule.Rule{general, special}, "", []string{"special", "general"}},
		{"the one that says more is off", text, []*rule.Rule{general, special}, "special", []string{"general", "general"}},
		{"the one that says more is silenced", text + "// nodebeyond-disable-file special -- it is meant\n", []*rule.Rule{general, special}, "", []string{"general"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProject(t, map[string]string{"a.js": c.text})
			o := p.options()
			o.Rules, o.Names = c.rules, []string{"general", "special"}
			o.Severity = func(_ string, r *rule.Rule) rule.Severity {
				if r.ID == c.off {
					return rule.Off
				}
				return r.Severity
			}
			var got []string
			for _, d := range p.lint(o).Findings {
				got = append(got, d.Rule)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
