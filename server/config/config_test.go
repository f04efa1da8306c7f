package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/tailscale/hujson"

	"nodebeyond/analyzers/rule"
	"nodebeyond/docs"
)

var (
	syncRule = &rule.Rule{ID: "sync-in-handler", Section: docs.Section("blocking-the-loop"), Severity: rule.Error}
	timer    = &rule.Rule{ID: "timer-drift", Section: docs.Section("timers"), Severity: rule.Warning}
	strict   = &rule.Rule{ID: "strict-one", Section: docs.Section("cycles"), Severity: rule.Warning, Preset: rule.Strict}
	teach    = &rule.Rule{ID: "teach-one", Section: docs.Section("cycles"), Severity: rule.Hint, Preset: rule.Teaching}
	preview  = &rule.Rule{ID: "preview-one", Section: docs.Section("cycles"), Severity: rule.Info, Preset: rule.Preview}
	own      = &rule.Rule{ID: "syntax-error", Severity: rule.Error}
	unused   = &rule.Rule{ID: "unused-suppression", Severity: rule.Warning}
	allRules = []*rule.Rule{syncRule, timer, strict, teach, preview}
)

func testNames() Names {
	n := Names{Chapters: []string{"event-loop", "modules"}}
	for _, r := range append(allRules, own, unused) {
		n.Rules = append(n.Rules, r.ID)
	}
	return n
}

func parse(t *testing.T, text string) *Config {
	t.Helper()
	c, err := Parse("/p/nodebeyond.jsonc", text, testNames())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestMistakes: each mistake is told with its place and the nearest right name.
func TestMistakes(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`{"sevrities": {}}`, `1:2: unknown key "sevrities"; did you mean "severities"?`},
		{`{"zzz": 1}`, `1:2: unknown key "zzz"; the keys are $schema, preset, rules, severities, failOn, ignores, overrides, engines`},
		{"{\n  // 𝒳\n  /* 𝒳 */ \"prest\": \"strict\"\n}", `3:12: unknown key "prest"; did you mean "preset"?`},
		{`{"preset": "strikt"}`, `1:12: "preset" takes "recommended", "strict" or "teaching", not "strikt"; did you mean "strict"?`},
		{`{"preset": null}`, `1:12: "preset" takes "recommended", "strict" or "teaching"`},
		{`{"preset": "strict", "preset": "strict"}`, `1:22: the key "preset" stands here twice`},
		{`{"rules": {"timer-drift": "on", "timer-drift": "off"}}`, `1:33: the key "timer-drift" stands here twice`},
		{`{"rules": {"timer": "on"}}`, `1:12: unknown rule "timer"; did you mean "timer-drift"?`},
		{`{"rules": {"qqqqqqqqq": "on"}}`, "1:12: unknown rule \"qqqqqqqqq\"; `nodebeyond rules` lists them"},
		{`{"rules": ["timer-drift"]}`, `1:11: "rules" is an object: {...}`},
		{`{"severities": {"event-lop": "info"}}`, `1:17: unknown rule or chapter "event-lop"; did you mean "event-loop"?`},
		{`{"severities": {"event-loop": "off"}}`, `1:31: "event-loop" takes "error", "warning", "info" or "hint", not "off"`},
		{`{"ignores": "dist"}`, `1:13: "ignores" is a list: [...]`},
		{`{"ignores": ["a", "[b"]}`, `1:19: this is not a glob: "[b"`},
		{`{"ignores": [""]}`, `1:14: an empty glob matches nothing: ""`},
		{`{"ignores": ["!a"]}`, `1:14: a glob cannot be negated here; name exceptions in "except", or in a .nodebeyondignore file: "!a"`},
		{`{"ignores": ["a\\b"]}`, `1:14: a glob has forward slashes on every system: "a\\b"`},
		{`{"ignores": ["../a"]}`, `1:14: a glob is relative to the folder of this file and stays inside of it: "../a"`},
		{`{"ignores": ["/a"]}`, `1:14: a glob is relative to the folder of this file and stays inside of it: "/a"`},
		{`{"overrides": [{"rules": {}}]}`, `1:16: the key "files" is missing`},
		{`{"overrides": [{"files": ["*"], "ignores": []}]}`, `1:33: unknown key "ignores"; the keys are files, except, preset, rules, severities`},
		{`{"engines": {"node": ">=new"}}`, `1:22: this is not a range of versions such as ">=20": ">=new"`},
		{`[]`, `1:1: a configuration is one object: {...}`},
		{``, `1:1: this is not JSON with comments: parsing value: unexpected EOF`},
		{"{\n\"preset\" \"strict\"}", `2:10: this is not JSON with comments: `},
		{"\ufeff{\"zz\": 1, \"presets\": []}", `1:3: unknown key "zz"`},
	} {
		_, err := Parse("/p/nodebeyond.jsonc", test.text, testNames())
		errs := AsErrors(err)
		if len(errs) == 0 {
			t.Errorf("%s: error %v", test.text, err)
			continue
		}
		got := strings.TrimPrefix(errs[0].Error(), "/p/nodebeyond.jsonc:")
		if !strings.HasPrefix(got, test.want) {
			t.Errorf("%s:\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

// TestSelect: which rules run, and what they weigh where.
// TestLastLine: a comment may end with the file.
func TestLastLine(t *testing.T) {
	if c := parse(t, `{"preset": "strict"} // why`); c.Preset != "strict" {
		t.Errorf("the preset is %q", c.Preset)
	}
}

func TestSelect(t *testing.T) {
	// weights of allRules and the two own rules in a file, Off as "-".
	weights := func(s *Selection, file string) string {
		var out []string
		for _, r := range append(allRules[:len(allRules):len(allRules)], own, unused) {
			w := s.Severity(file, r).String()
			if w == "off" {
				w = "-"
			}
			out = append(out, w)
		}
		return strings.Join(out, " ")
	}
	for _, test := range []struct {
		name, text string
		choice     Choice
		file       string
		want       string
		runs       string
	}{
		{"default", `{}`, Choice{}, "a.js", "error warning - - - error warning", "sync-in-handler timer-drift"},
		{"strict", `{"preset": "strict"}`, Choice{}, "a.js", "error warning warning - - error warning", "sync-in-handler timer-drift strict-one"},
		{"teaching holds strict", `{"preset": "teaching"}`, Choice{}, "a.js", "error warning warning hint - error warning", "sync-in-handler timer-drift strict-one teach-one"},
		{"a choice goes before the file", `{"preset": "teaching"}`, Choice{Preset: "recommended"}, "a.js", "error warning - - - error warning", "sync-in-handler timer-drift"},
		{"rules", `{"rules": {"sync-in-handler": "off", "timer-drift": "info", "preview-one": "on", "unused-suppression": "off"}}`, Choice{}, "a.js",
			"- info - - info error -", "timer-drift preview-one"},
		{"severities do not turn on", `{"severities": {"event-loop": "hint", "timer-drift": "error", "strict-one": "error"}}`, Choice{}, "a.js",
			"hint error - - - error warning", "sync-in-handler timer-drift"},
		{"rules go before severities", `{"rules": {"timer-drift": "info"}, "severities": {"timer-drift": "error"}}`, Choice{}, "a.js", "error info - - - error warning", "sync-in-handler timer-drift"},
		{"an override turns on", `{"overrides": [{"files": ["lib/**"], "rules": {"strict-one": "on"}}]}`, Choice{}, "lib/x/a.js",
			"error warning warning - - error warning", "sync-in-handler timer-drift strict-one"},
		{"and not elsewhere", `{"overrides": [{"files": ["lib/**"], "rules": {"strict-one": "on"}}]}`, Choice{}, "a.js",
			"error warning - - - error warning", "sync-in-handler timer-drift strict-one"},
		{"except", `{"overrides": [{"files": ["lib"], "except": ["*.test.js"], "rules": {"timer-drift": "off"}}]}`, Choice{}, "lib/a.test.js",
			"error warning - - - error warning", "sync-in-handler timer-drift"},
		{"a folder's name holds for what is below", `{"overrides": [{"files": ["lib"], "rules": {"timer-drift": "off"}}]}`, Choice{}, "src/lib/y/a.js",
			"error - - - - error warning", "sync-in-handler timer-drift"},
		{"later overrides win", `{"overrides": [{"files": ["*.js"], "rules": {"timer-drift": "off"}}, {"files": ["a.*"], "rules": {"timer-drift": "hint"}}]}`, Choice{}, "a.js",
			"error hint - - - error warning", "sync-in-handler timer-drift"},
		{"an override's preset", `{"overrides": [{"files": ["a.js"], "preset": "strict"}]}`, Choice{}, "a.js", "error warning warning - - error warning", "sync-in-handler timer-drift strict-one"},
		{"outside of the configuration's folder", `{"overrides": [{"files": ["**"], "rules": {"timer-drift": "off"}}]}`, Choice{}, "../q/a.js",
			"error warning - - - error warning", "sync-in-handler timer-drift"},
		{"only", `{"rules": {"timer-drift": "off"}}`, Choice{Only: map[string]rule.Severity{"timer-drift": rule.Off, "preview-one": rule.Error}}, "a.js",
			"- warning - - error error -", "timer-drift preview-one"},
		{"only an own rule", `{}`, Choice{Only: map[string]rule.Severity{"unused-suppression": rule.Off}}, "a.js", "- - - - - error warning", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.choice.Always = []*rule.Rule{own, unused}
			s := parse(t, test.text).Select(allRules, test.choice)
			if got := weights(s, filepath.ToSlash(filepath.Join("/p", test.file))); got != test.want {
				t.Errorf("weights\n got %s\nwant %s", got, test.want)
			}
			var runs []string
			for _, r := range s.Rules() {
				runs = append(runs, r.ID)
			}
			if got := strings.Join(runs, " "); got != test.runs {
				t.Errorf("runs %q, want %q", got, test.runs)
			}
		})
	}
}

func TestFail(t *testing.T) {
	if got := parse(t, `{}`).Fail(); got != rule.Warning {
		t.Errorf("default: %v", got)
	}
	if got := parse(t, `{"failOn": "hint"}`).Fail(); got != rule.Hint {
		t.Errorf("hint: %v", got)
	}
}

func TestIgnoreGlobs(t *testing.T) {
	got := parse(t, `{"ignores": ["dist", "src/gen/", "./a/*.js", "**/x"]}`).IgnoreGlobs()
	if diff := cmp.Diff([]string{"**/dist", "src/gen", "a/*.js", "**/x"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestFind: upwards to the repository's root and no further.
func TestFind(t *testing.T) {
	top := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(top, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(FileName, "{}")
	write("repo/.git/HEAD", "")
	write("repo/a/b/c.js", "")
	write("other/d/e.js", "")
	write("repo2/.git", "gitdir: elsewhere")
	write("repo2/"+FileName, "{}")
	write("repo2/x/y.js", "")
	for dir, want := range map[string]string{"repo/a/b": "", "other/d": FileName, "repo2/x": "repo2/" + FileName, "repo2": "repo2/" + FileName} {
		got := Find(filepath.Join(top, dir))
		if want != "" {
			want = filepath.Join(top, want)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", dir, got, want)
		}
	}
}

func TestProjectRoot(t *testing.T) {
	top := t.TempDir()
	for name, text := range map[string]string{
		"mono/package.json":            `{"workspaces": ["packages/*"]}`,
		"mono/packages/a/package.json": `{}`,
		"mono/packages/a/src/x.js":     "",
		"single/package.json":          `{}`,
		"single/sub/package.json":      `{"workspaces": null}`,
		"single/sub/x.js":              "",
		"conf/package.json":            `{"workspaces": []}`,
		"conf/in/nodebeyond.jsonc":     `{}`,
		"conf/in/deep/x.js":            "",
		"conf/in/deep/package.json":    `{}`,
		"bare/x.js":                    "",
		"broken/package.json":          `{`,
		"broken/x/y.js":                "",
	} {
		file := filepath.Join(top, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for dir, want := range map[string]string{
		"mono/packages/a/src": "mono", "single/sub": "single/sub", "conf/in/deep": "conf/in", "bare": "bare", "broken/x": "broken",
	} {
		if got := ProjectRoot(filepath.Join(top, dir)); got != filepath.Join(top, want) {
			t.Errorf("%s: %s, want %s", dir, got, want)
		}
	}
}

// TestSchemaAgrees: what the schema takes, the reader takes, and what one refuses the other does as well.
func TestSchemaAgrees(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		`{}`, `{"$schema": "x", "preset": "strict", "failOn": "info"}`,
		`{"rules": {"sync-in-handler": "on"}, "severities": {"event-loop": "hint", "sync-in-handler": "info"}}`,
		`{"ignores": ["a"], "engines": {"node": ">=20"}, "overrides": [{"files": ["a"], "except": [], "rules": {"sync-in-handler": "off"}}]}`,
		`{"rules": {"unused-suppression": "off"}}`, `{"rules": {"event-loop": "off"}}`, `{"rules": {"sync-in-handlr": "off"}}`,
		`{"severities": {"sync-in-handlr": "info"}}`, `{"overrides": [{"files": ["a"], "rules": {"sync-in-handlr": "off"}}]}`,
		`{"sevrities": {}}`, `{"preset": "strikt"}`, `{"preset": 1}`, `{"rules": {"sync-in-handler": "eror"}}`, `{"rules": []}`,
		`{"severities": {"event-loop": "off"}}`, `{"ignores": "a"}`, `{"ignores": [1]}`, `{"overrides": [{}]}`, `{"overrides": {}}`,
		`{"engines": {"npm": "1"}}`, `[]`, `{"failOn": "off"}`,
	} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		_, parseErr := Parse("/p/nodebeyond.jsonc", text, testNames())
		if schemaErr := schema.Validate(doc); (schemaErr == nil) != (parseErr == nil) {
			t.Errorf("%s: the schema says %v, the reader %v", text, schemaErr, parseErr)
		}
	}
}

// TestDocumentedExample: the example in docs/settings.md is read without complaint, given its rules.
func TestDocumentedExample(t *testing.T) {
	page, err := os.ReadFile("../../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(page), "```jsonc\n")
	text, _, ok2 := strings.Cut(rest, "```")
	if !ok || !ok2 {
		t.Fatal("no example")
	}
	names := testNames()
	names.Rules = append(names.Rules, "cwd-relative-path")
	c, err := Parse("/p/nodebeyond.jsonc", text, names)
	if err != nil {
		t.Fatal(err)
	}
	if c.Preset != "strict" || len(c.Overrides) != 1 {
		t.Errorf("%+v", c)
	}
}

// FuzzParse: no text brings the reader down, and what it takes is JSON with comments.
func FuzzParse(f *testing.F) {
	f.Add(`{"rules": {"timer-drift": "on"}, /* a */ "overrides": [{"files": ["a"]}],}`)
	f.Add("\ufeff{}")
	f.Add(`{"ignores": ["\ud800"]}`)
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := Parse("/p/nodebeyond.jsonc", text, testNames()); err != nil {
			if len(AsErrors(err)) == 0 {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		std, err := hujson.Standardize([]byte(strings.Replace(text, "\ufeff", "", 1)))
		if err != nil || !json.Valid(std) {
			t.Fatalf("took %q", text)
		}
	})
}
