package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"nodebeyond/analyzers/engine"
)

var update = flag.Bool("update", false, "write the golden parts of testdata/script anew")

// TestMain lets the scripts run the program: this test binary under its name, with the stand-in for the engine.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"nodebeyond": func() {
			s, err := System()
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(ExitFailed)
			}
			// A script can have the program believe that a person is looking.
			if os.Getenv("TEST_TERMINAL") != "" {
				s.OutTerminal, s.Width = true, 80
			}
			s.InTerminal = os.Getenv("TEST_ANSWERS") != ""
			os.Exit(Run(context.Background(), standInTool(), s, os.Args[1:]))
		},
		// A pager that says what it was started with, and fails where it is told to.
		"testpager": func() {
			fmt.Fprintf(os.Stdout, "pager %q\n", os.Args[1:])
			if _, err := io.Copy(os.Stdout, os.Stdin); err != nil || len(os.Args) > 1 && os.Args[1] == "-fail" {
				os.Exit(1)
			}
		},
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// exitcode CODE PROGRAM ARGS... runs a program and holds its exit code, which `! exec` does not.
			"exitcode": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) < 2 {
					ts.Fatalf("usage: exitcode CODE PROGRAM ARGS...")
				}
				err := ts.Exec(args[1], args[2:]...)
				code := 0
				if exit, ok := err.(*exec.ExitError); ok {
					code = exit.ExitCode()
				} else if err != nil {
					ts.Fatalf("%v", err)
				}
				if fmt.Sprint(code) != args[0] {
					ts.Fatalf("exit code %d, want %s", code, args[0])
				}
			},
			// bytes FILE HEX writes bytes that an archive cannot hold.
			"bytes": func(ts *testscript.TestScript, neg bool, args []string) {
				var data []byte
				if _, err := fmt.Sscanf(args[1], "%x", &data); err != nil {
					ts.Fatalf("%v", err)
				}
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
			},
			// append FILE OTHER adds what another file holds.
			"append": func(ts *testscript.TestScript, neg bool, args []string) {
				text := ts.ReadFile(args[0]) + ts.ReadFile(args[1])
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
			},
			// grow FILE N appends N bytes of comment.
			"grow": func(ts *testscript.TestScript, neg bool, args []string) {
				var n int
				if _, err := fmt.Sscan(args[1], &n); err != nil {
					ts.Fatalf("%v", err)
				}
				f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_WRONLY, 0)
				ts.Check(err)
				_, err = f.WriteString("//" + strings.Repeat("x", n))
				ts.Check(err)
				ts.Check(f.Close())
			},
		},
	})
}

// TestFlagsHaveScripts fails when an option of a command is in no script.
func TestFlagsHaveScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	var all strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	for _, name := range flagNames(newRoot(standInTool(), &Streams{})) {
		if name != "help" && !strings.Contains(all.String(), "--"+name) {
			t.Errorf("no script uses --%s", name)
		}
	}
}

// TestSameBytes runs the whole command twice in every format: the reports are equal to the byte.
func TestSameBytes(t *testing.T) {
	dir := t.TempDir()
	for i := range 20 {
		text := strings.Repeat("fs.readFileSync(a);\nvar b = 1;\nif (c == null) {}\n", i+1)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%d.js", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, format := range []string{"text", "json", "sarif", "github", "stylish"} {
		var outs [2]string
		for i := range outs {
			var out, errs strings.Builder
			s := &Streams{Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Dir: dir}
			if code := Run(context.Background(), standInTool(), s, []string{"lint", "--format", format}); code != ExitFindings {
				t.Fatalf("%s: exit code %d, stderr:\n%s", format, code, errs.String())
			}
			outs[i] = out.String()
		}
		if outs[0] != outs[1] || len(outs[0]) < 1000 {
			t.Errorf("%s: two runs differ, or say nothing", format)
		}
	}
}

// TestEngineFailure shows what the user reads when the engine cannot run.
func TestEngineFailure(t *testing.T) {
	tool := standInTool()
	tool.Lint = func(context.Context, engine.Options) (*engine.Result, Texts, error) {
		return nil, nil, fmt.Errorf("the sky fell")
	}
	var out, errs strings.Builder
	s := &Streams{Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Dir: t.TempDir()}
	if code := Run(context.Background(), tool, s, []string{"lint"}); code != ExitFailed {
		t.Errorf("exit code %d", code)
	}
	if got, want := errs.String(), "nodebeyond: the analysis could not run: the sky fell\n"; got != want || out.String() != "" {
		t.Errorf("stderr %q, stdout %q", got, out.String())
	}
}
