package ruletest

import (
	"regexp"
	"testing"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

var ruleID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// checkPage compares the page with what the rule finds when all rules run.
func checkPage(t *testing.T, s Subject, offered *offers) {
	t.Helper()
	r := s.Rule
	page, err := ParsePage(s.Page)
	if err != nil {
		t.Errorf("rule.md:\n%v", err)
		return
	}
	seen := map[string]bool{}
	for _, role := range []Role{Bad, Good} {
		offered.due++
		t.Run(string(role), func(t *testing.T) {
			offered.programs++
			g, err := page.Program(role)
			if err != nil {
				t.Fatal(err)
			}
			p := newProject(t, g.Files)
			findings := p.lint(t, s.All, nil)
			for _, d := range findings {
				if d.Rule == r.ID {
					continue
				}
				seen[d.Rule] = true
				if s.Allowed[d.Rule] == "" {
					t.Errorf("another rule finds something in the %s program:\n%s", role, p.render([]rule.Diagnostic{d}))
				}
			}
			own := only(r.ID, findings)
			want := 0
			if role == Bad {
				want = 1
			}
			if len(own) != want {
				t.Fatalf("%d findings in the %s program, want %d\n%s", len(own), role, want, p.render(own))
			}
			for _, d := range own {
				if !g.own[p.name(d.File)] {
					t.Errorf("the finding is in a file that both programs share:\n%s", p.render(own))
				}
			}
			checkFixes(t, p, r, own, offered)
		})
	}
	for id := range s.Allowed {
		if offered.complete() && !seen[id] {
			t.Errorf("the exception for %s is not needed any more", id)
		}
	}
	for role, want := range map[Role]int{Miss: 0, Alarm: 1} {
		for _, g := range page.Examples(role) {
			t.Run(string(role), func(t *testing.T) {
				p := newProject(t, g.Files)
				findings := p.lint(t, s.All, nil)
				mustParse(t, p, findings)
				if own := only(r.ID, findings); len(own) != want {
					t.Errorf("%d findings in an example that is a known %s, want %d\n%s\n%s", len(own), role, want, g.Files[g.Entry], p.render(own))
				}
			})
		}
	}
}

func checkFields(t *testing.T, r *rule.Rule) {
	t.Helper()
	if !ruleID.MatchString(r.ID) {
		t.Errorf("the id %q is not made of small letters, digits and single hyphens", r.ID)
	}
	if r.Summary == "" || r.Summary[len(r.Summary)-1] == '.' {
		t.Errorf("Summary %q: one line without a full stop", r.Summary)
	}
	if r.Since == "" {
		t.Error("Since is empty")
	}
	if r.Severity == rule.Off {
		t.Error("Severity is Off")
	}
	if len(r.Visit) == 0 && r.Names == nil && r.Program == nil {
		t.Error("neither Visit nor Program: the rule checks nothing")
	}
	if _, ok := docs.Lookup(string(r.Section)); !ok {
		t.Errorf("Section %q is not in the book", r.Section)
	} else if !r.Section.Written() {
		t.Errorf("Section %q has no text", r.Section)
	}
}

// mustParse fails on syntax errors: an example that does not parse shows nothing about the rule.
func mustParse(t *testing.T, p *project, findings []rule.Diagnostic) {
	t.Helper()
	if broken := only("syntax-error", findings); len(broken) > 0 {
		t.Errorf("does not parse:\n%s", p.render(broken))
	}
}
