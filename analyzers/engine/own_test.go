package engine_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
)

func TestSuppressions(t *testing.T) {
	off := func(ids ...string) func(string, *rule.Rule) rule.Severity {
		return func(_ string, r *rule.Rule) rule.Severity {
			for _, id := range ids {
				if r.ID == id {
					return rule.Off
				}
			}
			return r.Severity
		}
	}
	tests := []struct {
		name, comment string
		rules         []string // that run
		severity      func(string, *rule.Rule) rule.Severity
		want          []string
	}{
		{"silenced", "implicit-global -- it is meant", []string{"implicit-global"}, nil, nil},
		{"all silenced", "-- it is meant", []string{"implicit-global"}, nil, nil},
		{"no reason", "implicit-global", []string{"implicit-global"}, nil, []string{"suppression-without-reason"}},
		{"useless", "exports-reassigned -- why", []string{"implicit-global", "exports-reassigned"}, nil, []string{"unused-suppression", "implicit-global"}},
		{"of a rule that did not run", "exports-reassigned -- why", []string{"implicit-global"}, nil, []string{"implicit-global"}},
		{"of a rule that is off", "exports-reassigned -- why", []string{"implicit-global", "exports-reassigned"}, off("exports-reassigned"), []string{"implicit-global"}},
		{"of two rules, one off", "exports-reassigned, sync-in-handler -- why", []string{"sync-in-handler", "exports-reassigned"}, off("exports-reassigned"), []string{"unused-suppression"}},
		{"useless and off itself", "exports-reassigned -- why", []string{"exports-reassigned"}, off("unused-suppression"), nil},
		{"of no rule", "implicit-globul -- why", []string{"implicit-global"}, nil, []string{"malformed-suppression", "implicit-global"}},
		{"all, and no rule ran", "-- why", nil, nil, nil},
		{"all, and nothing there", "-- why", []string{"exports-reassigned"}, nil, []string{"unused-suppression"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newProject(t, map[string]string{"a.js": "// nodebeyond-disable-file " + tt.comment + "\n" + alone})
			o := p.options()
			o.Names, o.Rules, o.Severity = nil, nil, tt.severity
			for _, r := range p.options().Rules {
				o.Names = append(o.Names, r.ID)
			}
			for _, id := range tt.rules {
				o.Rules = append(o.Rules, ruleNamed(t, id))
			}
			for _, run := range []string{"cold", "warm"} {
				var got []string
				for _, d := range p.lint(o).Findings {
					got = append(got, d.Rule)
				}
				if d := cmp.Diff(tt.want, got); d != "" {
					t.Errorf("%s (-want +got):\n%s", run, d)
				}
			}
		})
	}
}

// Settings change what findings weigh and nothing else: the cache of one run serves the next.
func TestSettingsOverACache(t *testing.T) {
	p := newProject(t, map[string]string{"a.js": "// nodebeyond-disable-file exports-reassigned -- why\n" + alone})
	o := p.options()
	if got := said(p.lint(o)); len(got) != 2 {
		t.Fatalf("%q", got)
	}
	o.Severity = func(_ string, r *rule.Rule) rule.Severity {
		if r.ID == "exports-reassigned" {
			return rule.Off
		}
		return rule.Hint
	}
	res := p.lint(o)
	if got := said(res); len(got) != 1 || !strings.HasPrefix(got[0], "implicit-global a.js hint") || res.Stats.Cached != 1 {
		t.Errorf("%q, %d from the cache", got, res.Stats.Cached)
	}
}

// What an editor holds is never taken for what the disk holds.
func TestBuffersStayOutOfTheCache(t *testing.T) {
	p := newProject(t, map[string]string{"a.js": "exports.a = 1\n", "b.js": "exports.b = 1\n"})
	text := alone
	over := p.options()
	over.Files[0].Text = &text
	for range 2 {
		if n := has(p.lint(over), "implicit-global"); n != 1 {
			t.Errorf("%d findings in the buffer", n)
		}
		if n := has(p.lint(p.options()), "implicit-global"); n != 0 {
			t.Errorf("%d findings on the disk", n)
		}
	}
	// A buffer that is as the disk is may be taken from the cache.
	same := "exports.a = 1\n"
	over.Files[0].Text = &same
	if res := p.lint(over); res.Stats.Cached != 2 {
		t.Errorf("%d files from the cache", res.Stats.Cached)
	}
}

// A rule that fails is told of each time, and what it left out is not remembered.
func TestFailingRule(t *testing.T) {
	engine.PanicsAreFatal(false)
	defer engine.PanicsAreFatal(true)
	p := newProject(t, shop())
	fails := true
	o := p.options()
	o.Rules = []*rule.Rule{{ID: "fails", Severity: rule.Error, Program: func(pass *rule.ProgramPass) {
		if fails {
			panic("no")
		}
	}}, ruleNamed(t, "implicit-global")}
	for _, memory := range []*engine.Memory{nil, {}} {
		o.Memory = memory
		for range 2 {
			if res := p.lint(o); len(res.Errors) == 0 {
				t.Error("a rule failed and nobody said so")
			}
		}
		fails = false
		if res := p.lint(o); len(res.Errors) != 0 {
			t.Errorf("%v", res.Errors)
		}
		fails = true
		if memory == nil {
			p.cache = t.TempDir()
			o.CacheDir = p.cache
		}
	}
}

func TestFileThatCannotBeRead(t *testing.T) {
	p := newProject(t, map[string]string{"a.js": alone, "b.js": "exports.b = 1\n"})
	o := p.options()
	p.remove("b.js") // after the walk
	for range 2 {
		res := p.lint(o)
		if len(res.Errors) != 1 || has(res, "implicit-global") != 1 {
			t.Errorf("%q", said(res))
		}
	}
	p.write("b.js", alone)
	p.backdate()
	if n := has(p.same("it is back"), "implicit-global"); n != 2 {
		t.Errorf("%d findings", n)
	}
}
