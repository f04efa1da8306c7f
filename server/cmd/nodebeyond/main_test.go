package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/rules"
	"nodebeyond/docs"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"nodebeyond": main})
}

// TestScripts runs the program itself, with the real engine and all rules.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			// Each script has a cache of its own.
			e.Setenv("NODEBEYOND_CACHE", "")
			e.Setenv("XDG_CACHE_HOME", e.WorkDir+"/.cache")
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// exitcode CODE PROGRAM ARGS... runs a program and holds its exit code, which `! exec` does not.
			"exitcode": func(ts *testscript.TestScript, neg bool, args []string) {
				err := ts.Exec(args[1], args[2:]...)
				code := 0
				if exit, ok := err.(*exec.ExitError); ok {
					code = exit.ExitCode()
				} else if err != nil {
					ts.Fatalf("%v", err)
				}
				if neg || fmt.Sprint(code) != args[0] {
					ts.Fatalf("exit code %d, want %s", code, args[0])
				}
			},
			// bytes FILE HEX writes bytes that an archive cannot hold.
			"bytes": func(ts *testscript.TestScript, neg bool, args []string) {
				var data []byte
				_, err := fmt.Sscanf(args[1], "%x", &data)
				ts.Check(err)
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
			},
			// repeat FILE N TEXT writes a text many times.
			"repeat": func(ts *testscript.TestScript, neg bool, args []string) {
				var n int
				_, err := fmt.Sscan(args[1], &n)
				ts.Check(err)
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(args[2], n)), 0o644))
			},
		},
	})
}

// run runs this test binary as the program.
func run(t *testing.T, args ...string) string {
	t.Helper()
	c := exec.Command("nodebeyond", args...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		t.Fatalf("nodebeyond %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String()
}

// TestEveryRuleIsExplained: each rule and section that can be found can be read about.
func TestEveryRuleIsExplained(t *testing.T) {
	var listed []struct{ ID, Section string }
	if err := json.Unmarshal([]byte(run(t, "rules", "--format", "json")), &listed); err != nil {
		t.Fatal(err)
	}
	if want := len(rules.All()) + len(engine.Own()); len(listed) != want || want == 0 {
		t.Fatalf("%d rules listed, there are %d", len(listed), want)
	}
	for _, r := range rules.All() {
		if rules.Page(r.ID) == "" {
			t.Errorf("%s has no page", r.ID)
		}
	}
	for _, r := range listed {
		if _, ok := docs.Lookup(r.Section); r.Section != "" && !ok {
			t.Errorf("%s: no section %s", r.ID, r.Section)
		}
	}
	// One process is enough: the rest is a look-up.
	if got := run(t, "explain", listed[0].ID); !strings.Contains(got, "`"+listed[0].ID+"`") {
		t.Errorf("explain %s: %q", listed[0].ID, got)
	}
}
