package rules_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
	"nodebeyond/analyzers/ruletest"
)

// allowed are findings of other rules in the programs of a page: page, other rule, and why it is right there.
var allowed = map[string]map[string]string{}

// TestRules holds each rule to its page and its fixtures: go test ./analyzers/rules -run 'TestRules/<id>$' [-update].
func TestRules(t *testing.T) {
	for _, r := range rules.All() {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			ruletest.Test(t, ruletest.Subject{
				Rule: r, Page: rules.Page(r.ID), Dir: filepath.FromSlash(r.ID), All: rules.All(), Allowed: allowed[r.ID],
			})
		})
	}
}

func TestAllIsSortedAndUnique(t *testing.T) {
	all := rules.All()
	if len(all) == 0 {
		t.Fatal("there are no rules")
	}
	if !slices.IsSortedFunc(all, func(a, b *rule.Rule) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the rules are not sorted by id")
	}
	for i, r := range all {
		if i > 0 && all[i-1].ID == r.ID {
			t.Errorf("two rules %s", r.ID)
		}
		// The id is the folder's name: the page is embedded from there.
		if rules.Page(r.ID) == "" {
			t.Errorf("%s: no folder of that name with a rule.md", r.ID)
		}
	}
	for id := range allowed {
		if !slices.ContainsFunc(all, func(r *rule.Rule) bool { return r.ID == id }) {
			t.Errorf("an exception for %s, which is no rule", id)
		}
	}
}

// TestYields: rules yield to rules that there are, and never to each other in a circle, which would silence both.
func TestYields(t *testing.T) {
	byID := map[string]*rule.Rule{}
	for _, r := range rules.All() {
		byID[r.ID] = r
	}
	var visit func(r *rule.Rule, on map[string]bool)
	visit = func(r *rule.Rule, on map[string]bool) {
		if on[r.ID] {
			t.Errorf("%s yields to itself, through others", r.ID)
			return
		}
		on[r.ID] = true
		for _, id := range r.Yields {
			to := byID[id]
			if to == nil {
				t.Errorf("%s yields to %s, which is no rule", r.ID, id)
				continue
			}
			visit(to, on)
		}
		delete(on, r.ID)
	}
	for _, r := range rules.All() {
		visit(r, map[string]bool{})
	}
}

// TestSectionsNameTheirRules: whoever reads a section learns which rules watch for what goes wrong there.
func TestSectionsNameTheirRules(t *testing.T) {
	for _, r := range rules.All() {
		if !strings.Contains(r.Section.Markdown(), "`"+r.ID+"`") {
			t.Errorf("section %s does not name %s", r.Section.Anchor(), r.ID)
		}
	}
}
