package ruletest

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
)

// offers counts the fixes that findings of a rule came with, and the programs that were looked at: with -run it may not be all that there
// are, and then what is missing says nothing.
type offers struct{ safe, suggestions, programs, due int }

func (o *offers) complete() bool { return o.programs == o.due }

// checkFixes applies what the findings of a rule offer. Every result must parse. A safe fix must remove its finding, and when all safe
// fixes were applied there must be nothing left to apply.
func checkFixes(t *testing.T, p *project, r *rule.Rule, findings []rule.Diagnostic, offered *offers) {
	t.Helper()
	one := []*rule.Rule{r}
	any := false
	for _, d := range findings {
		for _, fix := range d.Fixes {
			where := p.place(d.File, d.Range, nil) + ": fix " + fix.Title
			switch {
			case fix.Title == "":
				t.Errorf("%s: no title", where)
			case fix.Safe && r.Fix != rule.SafeFix:
				t.Errorf("%s: safe, but the rule's Fix is %q", where, r.Fix)
			case !fix.Safe && r.Fix == rule.NoFix:
				t.Errorf("%s: offered, but the rule's Fix is %q", where, r.Fix)
			}
			before := p.files[p.name(d.File)]
			after, problem := apply(before, fix.Edits)
			if problem != "" {
				t.Errorf("%s: %s", where, problem)
				continue
			}
			if broken := syntax.Parse(d.File, after).Problems; len(broken) > 0 && len(syntax.Parse(d.File, before).Problems) == 0 {
				t.Errorf("%s: the result does not parse: %s\n%s", where, broken[0].Message, after)
				continue
			}
			if !fix.Safe {
				offered.suggestions++
				continue
			}
			offered.safe++
			any = true
			if left := only(r.ID, p.lint(t, one, map[string]string{p.name(d.File): after})); len(left) >= len(findings) {
				t.Errorf("%s: the finding is still there\n%s", where, after)
			}
		}
	}
	if !any {
		return
	}
	texts := fixAll(t, p, r)
	if again := firstSafe(p.lint(t, one, texts)); len(again) > 0 {
		t.Errorf("after all safe fixes were applied there is one more to apply: %s", p.place(again[0].file, again[0].fix.Edits[0].Range, texts))
	}
}

// fixAll applies the safe fixes of a rule as --fix does: all that do not touch each other, and the rest in the next round. It returns the
// texts that changed.
func fixAll(t *testing.T, p *project, r *rule.Rule) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for range 10 {
		offers := firstSafe(p.lint(t, []*rule.Rule{r}, texts))
		edits := map[string][]rule.Edit{}
		skipped := false
		for _, o := range offers {
			if touches(edits[o.file], o.fix.Edits) {
				skipped = true
				continue
			}
			edits[o.file] = append(edits[o.file], o.fix.Edits...)
		}
		for file, list := range edits {
			before, _ := p.text(p.name(file), texts)
			after, problem := apply(before, list)
			if problem != "" {
				t.Fatalf("%s: all fixes together: %s", p.name(file), problem)
			}
			if broken := syntax.Parse(file, after).Problems; len(broken) > 0 {
				t.Fatalf("%s: with all fixes applied it does not parse: %s\n%s", p.name(file), broken[0].Message, after)
			}
			texts[p.name(file)] = after
		}
		if !skipped {
			break
		}
	}
	return texts
}

type offer struct {
	file string
	fix  rule.Fix
}

// firstSafe is the first safe fix of each finding: a finding is mended once.
func firstSafe(findings []rule.Diagnostic) []offer {
	var out []offer
	for _, d := range findings {
		if i := slices.IndexFunc(d.Fixes, func(f rule.Fix) bool { return f.Safe }); i >= 0 {
			out = append(out, offer{d.File, d.Fixes[i]})
		}
	}
	return out
}

func touches(have, more []rule.Edit) bool {
	for _, a := range have {
		for _, b := range more {
			if a.Range.Start <= b.Range.End && b.Range.Start <= a.Range.End {
				return true
			}
		}
	}
	return false
}

// apply makes the edits, or says what is wrong with them.
func apply(text string, edits []rule.Edit) (after, problem string) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b rule.Edit) int { return cmp.Compare(a.Range.Start, b.Range.Start) })
	var b strings.Builder
	done := int32(0)
	for _, e := range edits {
		if e.Range.Start < done || e.Range.End < e.Range.Start || int(e.Range.End) > len(text) {
			return "", "its edits overlap or leave the file"
		}
		b.WriteString(text[done:e.Range.Start])
		b.WriteString(e.New)
		done = e.Range.End
	}
	b.WriteString(text[done:])
	if b.String() == text {
		return "", "it changes nothing"
	}
	return b.String(), ""
}
