package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// Options.Engines holds where package.json is silent, and another value is heard over a warm cache.
func TestEngines(t *testing.T) {
	p := newProject(t, map[string]string{
		"package.json":     `{"name": "top"}`,
		"a.js":             "exports.a = 1\n",
		"sub/package.json": `{"name": "sub", "engines": {"node": ">=22"}}`,
		"sub/b.js":         "exports.b = 1\n",
	})
	says := &rule.Rule{ID: "says-engines", Severity: rule.Info, Program: func(p *rule.ProgramPass) {
		for _, f := range p.Files {
			p.Report(f, syntax.Range{}, f.Package.Engines)
		}
	}}
	o := p.options()
	o.Rules = []*rule.Rule{says}
	for _, step := range []struct {
		engines string
		want    []string
	}{
		{"", []string{"", ">=22"}},
		{">=20", []string{">=20", ">=22"}},
		{">=20", []string{">=20", ">=22"}},
		{">=24", []string{">=24", ">=22"}},
	} {
		o.Engines = step.engines
		var got []string
		for _, d := range p.lint(o).Findings {
			got = append(got, d.Message)
		}
		if d := cmp.Diff(step.want, got); d != "" {
			t.Errorf("%q (-want +got):\n%s", step.engines, d)
		}
	}
}
