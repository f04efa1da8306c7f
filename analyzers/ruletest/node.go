package ruletest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Patience is how long a program that is said to hang must go on before it is believed and killed.
const Patience = 3 * time.Second

// limit is far from what any program of a page needs: it only keeps one that hangs by mistake from holding the test.
const limit = time.Minute

// Node is a binary of Node.
type Node struct {
	Line string // one of NodeLines
	Path string // absolute
}

// Nodes are the binaries to prove pages with: the one that NODEBEYOND_NODE names, or of those installed in the checkout at top the newest
// line, or every line when NODEBEYOND_PROVE is "all". Without Node the test fails: a page that was not run proves nothing.
func Nodes(t *testing.T, top string) []Node {
	t.Helper()
	if path := os.Getenv("NODEBEYOND_NODE"); path != "" {
		return []Node{{lineOf(t, path), path}}
	}
	var out []Node
	for _, line := range NodeLines {
		path, err := filepath.Abs(filepath.Join(top, ".cache", "node", line, "node_modules", "node", "bin", "node"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); err == nil {
			out = append(out, Node{line, path})
		}
	}
	all := os.Getenv("NODEBEYOND_PROVE") == "all"
	if len(out) == 0 || all && len(out) < len(NodeLines) {
		t.Fatalf("found %d of Node %s below .cache/node: run .ci/setup, which installs them, or set NODEBEYOND_NODE to a binary", len(out), strings.Join(NodeLines, ", "))
	}
	if all {
		return out
	}
	return out[len(out)-1:]
}

func lineOf(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command(path, "--version").Output()
	if err != nil {
		t.Fatalf("NODEBEYOND_NODE=%s: %v", path, err)
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(string(out)), "v"), ".")
	if !slices.Contains(NodeLines, line) {
		t.Fatalf("NODEBEYOND_NODE=%s is Node %s; the pages speak of %s", path, line, strings.Join(NodeLines, ", "))
	}
	return line
}

// outcome is what a program did.
type outcome struct {
	exit string // a number, "timeout", or how it was killed
	text string // standard output and error in the order of time: Node writes both to pipes synchronously (docs of process, "A note on process I/O")
}

// run runs a program in a folder of its own. patient is how long it may take.
func (n Node) run(t *testing.T, g *Program, patient time.Duration) outcome {
	t.Helper()
	p := newProject(t, g.Files)
	ctx, cancel := context.WithTimeout(t.Context(), patient)
	defer cancel()
	cmd := exec.CommandContext(ctx, n.Path, g.Entry)
	cmd.Dir = filepath.FromSlash(p.dir)
	// A child of the program may hold the pipe when the program is gone.
	cmd.WaitDelay = 5 * time.Second
	// Settings of the person who runs the tests must not change what is printed.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "NODE_") || strings.HasPrefix(v, "FORCE_COLOR=") || strings.HasPrefix(v, "NO_COLOR=")
	})
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && ctx.Err() == nil && !errors.As(err, &ended) && !errors.Is(err, exec.ErrWaitDelay) {
		t.Fatal(err)
	}
	o := outcome{text: text.String()}
	switch code := cmd.ProcessState.ExitCode(); {
	case ctx.Err() != nil:
		o.exit = "timeout"
	case code < 0:
		o.exit = cmd.ProcessState.String()
	default:
		o.exit = strconv.Itoa(code)
	}
	return o
}

// meets says in what the outcome differs from an output fence; "" when it does not.
func (o outcome) meets(want Output) string {
	if want.Exit != o.exit && (want.Exit != "any" || o.exit == "timeout") {
		return "exit " + o.exit + ", want " + want.Exit
	}
	lines := strings.Split(o.text, "\n")
	for _, w := range want.Lines {
		i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, w) })
		if i < 0 {
			return "there is no line with " + strconv.Quote(w) + " (after the lines wanted before it)"
		}
		lines = lines[i+1:]
	}
	return ""
}
