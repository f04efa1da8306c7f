package lsp

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// serverVariable makes the test program a server on its standard streams, so that tests can talk to a real process.
const serverVariable = "NODEBEYOND_TEST_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(serverVariable) == "" {
		os.Exit(m.Run())
	}
	o := Options{Version: "0.0.0-test", Rules: standInRules, Page: standInPage, CacheDir: "off", Log: os.Stderr, lint: standIn}
	if err := Run(context.Background(), os.Stdin, os.Stdout, o); err != nil {
		os.Stderr.WriteString("nodebeyond: " + err.Error() + "\n")
		os.Exit(1)
	}
	os.Exit(0)
}

// TestProcess talks to a process over real pipes, and looks at its exit code.
func TestProcess(t *testing.T) {
	hello := frame(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`)
	bye := frame(`{"jsonrpc":"2.0","id":2,"method":"shutdown"}`)
	exit := frame(`{"jsonrpc":"2.0","method":"exit"}`)
	for _, test := range []struct {
		name, input string
		open        bool // the input stays open
		want        int
	}{
		{"shutdown and exit", hello + bye + exit, true, 0},
		{"shutdown and the end of the input", hello + bye, false, 0},
		{"exit", hello + exit, true, 1},
		{"the end of the input", hello, false, 1},
		{"half a message", hello[:len(hello)-3], false, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), serverVariable+"=1")
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			var out, log strings.Builder
			cmd.Stdout, cmd.Stderr = &out, &log
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(in, test.input); err != nil {
				t.Fatal(err)
			}
			if !test.open {
				in.Close()
			}
			err = cmd.Wait()
			var failed *exec.ExitError
			if err != nil && !errors.As(err, &failed) {
				t.Fatal(err)
			}
			if got := cmd.ProcessState.ExitCode(); got != test.want {
				t.Errorf("exit code %d, not %d; log:\n%s", got, test.want, &log)
			}
			if answered := strings.Contains(out.String(), `"positionEncoding"`); answered != strings.HasPrefix(test.input, hello) {
				t.Errorf("it said %q", &out)
			}
		})
	}
}
