package ruletest

import (
	"maps"
	"testing"

	"nodebeyond/analyzers/rule"
)

// Prove runs the programs of a page by Node: the bad one must do what its output says and not what the good one's says, the good one what
// its output says, and where the rule mends the bad one, the mended program too. r may be nil: a page whose rule is not written.
func Prove(t *testing.T, node Node, r *rule.Rule, pageText string) {
	page, err := ParsePage(pageText)
	if err != nil {
		t.Fatalf("rule.md:\n%v", err)
	}
	bad, good := page.mustProgram(t, Bad), page.mustProgram(t, Good)
	fails, works := page.mustOutput(t, Bad, node.Line), page.mustOutput(t, Good, node.Line)
	t.Run("bad", func(t *testing.T) {
		t.Parallel()
		got := node.check(t, bad, fails)
		if got.meets(works) == "" {
			t.Errorf("Node %s: the bad program also does what the good one should:\n%s", node.Line, got.text)
		}
	})
	t.Run("good", func(t *testing.T) {
		t.Parallel()
		node.check(t, good, works)
	})
	if r != nil && r.Fix == rule.SafeFix {
		t.Run("fixed", func(t *testing.T) {
			t.Parallel()
			p := newProject(t, bad.Files)
			texts := fixAll(t, p, r)
			if len(texts) == 0 {
				t.Fatal("no safe fix applies to the bad program")
			}
			fixed := *bad
			fixed.Files = maps.Clone(bad.Files)
			maps.Copy(fixed.Files, texts)
			node.check(t, &fixed, works)
		})
	}
}

// check runs a program and fails when it does not do what the page says.
func (n Node) check(t *testing.T, g *Program, want Output) outcome {
	t.Helper()
	patient := limit
	if want.Exit == "timeout" {
		patient = Patience
	}
	got := n.run(t, g, patient)
	if diff := got.meets(want); diff != "" {
		t.Errorf("Node %s: %s\nit ended with %s and wrote:\n%s", n.Line, diff, got.exit, got.text)
	}
	return got
}

func (p *Page) mustProgram(t *testing.T, role Role) *Program {
	t.Helper()
	g, err := p.Program(role)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func (p *Page) mustOutput(t *testing.T, role Role, line string) Output {
	t.Helper()
	o, err := p.Output(role, line)
	if err != nil {
		t.Fatal(err)
	}
	return o
}
