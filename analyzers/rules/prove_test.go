package rules_test

import (
	"path/filepath"
	"testing"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/rules"
	"nodebeyond/analyzers/ruletest"
)

// TestProve runs the programs of every page by real Node, by the newest line unless NODEBEYOND_PROVE=all. A page is proved before its rule
// is written.
func TestProve(t *testing.T) {
	byID := map[string]*rule.Rule{}
	for _, r := range rules.All() {
		byID[r.ID] = r
	}
	pages, err := filepath.Glob("*/rule.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, node := range ruletest.Nodes(t, "../..") {
		for _, page := range pages {
			id := filepath.Dir(page)
			t.Run(id+"/node"+node.Line, func(t *testing.T) {
				t.Parallel()
				ruletest.Prove(t, node, byID[id], rules.Page(id))
			})
		}
	}
}
