package ruletest

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/rule"
	"nodebeyond/analyzers/syntax"
	"nodebeyond/docs"
)

// A test that never fails is worth nothing, so each case takes a subject without a defect, makes one, runs Test on it in another process,
// and reads the report of its failure.
var defects = map[string]struct {
	make func(s *Subject)
	says string // "" = Test passes
}{
	"none":         {func(*Subject) {}, ""},
	"no since":     {func(s *Subject) { s.Rule.Since = "" }, "Since is empty"},
	"bad id":       {func(s *Subject) { s.Rule.ID = "A_Rule" }, "small letters"},
	"dead section": {func(s *Subject) { s.Rule.Section = "nowhere" }, "is not in the book"},
	"no check":     {func(s *Subject) { s.Rule.Visit = nil }, "checks nothing"},
	"panic":        {func(s *Subject) { s.Rule.Visit = []rule.Visitor{rule.OnFile(func(*rule.FilePass) { panic("oops") })} }, "internal error in rule a-rule: oops"},
	"no help":      {func(s *Subject) { s.Rule.Visit = calls("bad", rule.Help("")) }, "has a message and a help"},
	"no finding":   {page("bad();", "fine();"), "0 findings in the bad program, want 1"},
	"two findings": {page("bad();", "bad(); bad();"), "2 findings in the bad program, want 1"},
	"shared file":  {page("bad();", "fine();", "require('./a');", "bad();"), "both programs share"},
	"good flagged": {page("console.log('good');", "bad();"), "1 findings in the good program, want 0"},
	"page broken":  {page("console.log('good');", "console.log(;"), "syntax-error"},
	"miss flagged": {page("one();", "bad();"), "known miss, want 0"},
	"heading":      {page("## Limits", "## Limit"), "the headings are"},
	"other rule":   {func(s *Subject) { s.All = append(s.All, callRule("other-rule", "bad", "fine")) }, "another rule finds something in the bad program"},
	"other allowed": {func(s *Subject) {
		s.All = append(s.All, callRule("other-rule", "bad", "fine"))
		s.Allowed = map[string]string{"other-rule": "why"}
	}, ""},
	"exception unused": {func(s *Subject) { s.Allowed = map[string]string{"other-rule": "why"} }, "not needed any more"},
	"fix not promised": {func(s *Subject) { s.Rule.Fix = rule.NoFix }, `safe, but the rule's Fix is "none"`},
	"fix missing":      {func(s *Subject) { s.Rule.Visit = calls("bad") }, "the finding of the page has no safe fix"},
	"no suggestion":    {func(s *Subject) { s.Rule.Visit, s.Rule.Fix = calls("bad"), rule.Suggestion }, "no finding of the page or the fixtures has one"},
	"fix in vain":      {func(s *Subject) { s.Rule.Visit = callRule("", "bad", "/**/bad").Visit }, "the finding is still there"},
	"fix without end":  {func(s *Subject) { s.Rule.Visit = callRule("", "bad", "/**/bad").Visit }, "there is one more to apply"},
	"fix breaks":       {func(s *Subject) { s.Rule.Visit = callRule("", "bad", ")").Visit }, "the result does not parse"},
	"not wanted":       {file("fixture.js", fixtureText+"bad();\n"), "not wanted: fixture.js:5: bad"},
	"not found":        {file("fixture.js", fixtureText+"fine(); // want \"bad\"\n"), "not found: fixture.js:5: bad"},
	"fixture broken":   {file("more.js", "// Broken.\nfine(;\n"), "does not parse"},
	"snap differs":     {file("fixture.snap", "other\n"), "the report changed"},
	"snap missing":     {file("more.js", "// More.\nbad(); // want \"bad\"\n"), "no snapshot"},
	"snap orphan":      {file("gone.snap", "old\n"), "belongs to no fixture"},
	"snap twice":       {file("fixture.mjs", fixtureText), "another fixture has the snapshot"},
	"no fixtures":      {func(s *Subject) { s.Dir = filepath.Join(s.Dir, "nowhere") }, "the rule has no fixtures"},
}

const fixtureText = "// Calls, one and two in a line.\nbad(); // want \"bad is called\"\nfine();\nbad(); bad(); // want \"bad\" \"bad\"\n"

const defectEnv = "RULETEST_DEFECT"

func TestTestFindsDefects(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(defects)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0], "-test.run=^TestDefect$", "-test.v")
			cmd.Env = append(os.Environ(), defectEnv+"="+name)
			out, err := cmd.CombinedOutput()
			says := defects[name].says
			if (err == nil) != (says == "") || !strings.Contains(string(out), says) {
				t.Errorf("%v; want the report to say %q:\n%s", err, says, out)
			}
		})
	}
}

// TestDefect is the other process. Alone it tests the subject without a defect.
func TestDefect(t *testing.T) {
	name := os.Getenv(defectEnv)
	if name == "" {
		name = "none"
	}
	s := Subject{Rule: callRule("a-rule", "bad", "fine"), Page: goodPage, Dir: t.TempDir()}
	s.All = []*rule.Rule{s.Rule}
	file("fixture.js", fixtureText)(&s)
	*update = true
	t.Run("first", func(t *testing.T) { Test(t, s) })
	*update = false
	if snap, err := os.ReadFile(filepath.Join(s.Dir, "testdata", "fixture.snap")); err != nil || !strings.HasPrefix(string(snap), snapStart) {
		t.Fatalf("%v, snapshot\n%s\nwant it to start with\n%s", err, snap, snapStart)
	}
	defects[name].make(&s)
	t.Run("second", func(t *testing.T) { Test(t, s) })
}

const snapStart = `fixture.js:2:1 warning a-rule
  | bad(); // want "bad is called"
  | ^^^
  bad is called here.
  help: Call something else.
  safe fix: Call fine
  | --- fixture.js
  | +++ fixture.js
`

// page replaces parts of the page: old, new, old, new.
func page(pairs ...string) func(*Subject) {
	return func(s *Subject) {
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(s.Page, pairs[i]) {
				panic("the page has no " + pairs[i])
			}
			s.Page = strings.Replace(s.Page, pairs[i], pairs[i+1], 1)
		}
	}
}

// file writes a file of testdata.
func file(name, text string) func(*Subject) {
	return func(s *Subject) {
		dir := filepath.Join(s.Dir, "testdata")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			panic(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			panic(err)
		}
	}
}

// callRule flags every call of a name and mends it by another name.
func callRule(id, name, better string) *rule.Rule {
	fix := func(d *rule.Diagnostic) {
		d.Fixes = []rule.Fix{{Title: "Call " + better, Safe: true, Edits: []rule.Edit{{Range: d.Range, New: better}}}}
	}
	return &rule.Rule{
		ID: id, Summary: "A call of " + name, Section: docs.ExportsAndModuleExports, Severity: rule.Warning, Since: "0.1.0", Fix: rule.SafeFix,
		Visit: calls(name, fix),
	}
}

func calls(name string, opts ...rule.Option) []rule.Visitor {
	opts = append([]rule.Option{rule.Help("Call something else.")}, opts...)
	return []rule.Visitor{rule.OnFile(func(p *rule.FilePass) {
		for at := 0; ; at += len(name) {
			i := strings.Index(p.File.Text[at:], name+"()")
			if i < 0 {
				return
			}
			at += i
			p.Report(syntax.Range{Start: int32(at), End: int32(at + len(name))}, name+" is called here.", opts...)
		}
	})}
}
