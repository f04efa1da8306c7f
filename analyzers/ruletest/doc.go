// Package ruletest tests rules: their pages, their fixtures, their fixes, and what real Node says to the programs on their pages.
//
// It knows what a rule promises and how it is shown. It must not know any single rule: a rule's test is its folder (rule.md and testdata),
// and one test in package rules runs all folders. Only tests import it.
//
//   - page.go reads a rule.md, pagecheck.go compares it with what the rule finds;
//   - fixture.go reads testdata, where comments say what is to be found, and snapshot.go pins how it is reported;
//   - fix.go applies what findings offer;
//   - node.go and prove.go run the programs of a page by real Node.
package ruletest

import (
	"flag"
	"path/filepath"
	"sync"
	"testing"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rule"
)

var (
	update = flag.Bool("update", false, "write the snapshots of fixtures instead of comparing them")
	// A panic of a rule fails the test in any case; by default the other rules' tests go on.
	panics = flag.Bool("panics", false, "let a panic of a rule end the run, with its stack")
)

var setup = sync.OnceFunc(func() { engine.PanicsAreFatal(*panics) })

// Subject is a rule under test.
type Subject struct {
	Rule *rule.Rule
	Page string       // the text of its rule.md
	Dir  string       // its folder
	All  []*rule.Rule // all rules there are: the programs of a page must be clean to them
	// Allowed are findings of other rules in the bad and the good program: the other rule's id, and why it is right there.
	Allowed map[string]string
}

// Test holds the rule to its fields, its page and its fixtures. Nothing of the rule's folder is changed unless -update is given.
func Test(t *testing.T, s Subject) {
	setup()
	checkFields(t, s.Rule)
	var offered offers
	checkPage(t, s, &offered)
	if offered.complete() && s.Rule.Fix == rule.SafeFix && offered.safe == 0 {
		t.Error("Fix is SafeFix, and the finding of the page has no safe fix: choose an example that the fix mends")
	}
	checkFixtures(t, s, filepath.Join(s.Dir, "testdata"), &offered)
	if offered.complete() && s.Rule.Fix == rule.Suggestion && offered.suggestions == 0 {
		t.Error("Fix is Suggestion, and no finding of the page or the fixtures has one")
	}
}
