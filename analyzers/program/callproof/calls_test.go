package callproof

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/contributing/call-graph.md anew")

const page = "../../../docs/contributing/call-graph.md"

// What the graph has to reach over all packages, in percent. Of the observed calls: with strong edges, and with weak ones too. Of the strong
// edges out of functions that ran: those that were seen to be taken, and the same of weak ones.
const (
	wantStrong   = 86
	wantWeak     = 93
	wantSeen     = 90
	wantSeenWeak = 55
)

// TestCalls compares the graph of each package in the folder NODEBEYOND_CALLS, which .ci/calls fills, with the recording of its tests.
func TestCalls(t *testing.T) {
	dir := os.Getenv("NODEBEYOND_CALLS")
	if dir == "" {
		t.Skip("set NODEBEYOND_CALLS to the folder that .ci/calls fills")
	}
	recordings, err := filepath.Glob("testdata/recordings/*.txt")
	if err != nil || len(recordings) == 0 {
		t.Fatalf("no recordings: %v", err)
	}
	var rows []verdict
	all := verdict{name: "all"}
	for _, r := range recordings {
		about := header(t, r)
		name := strings.TrimSuffix(filepath.Base(r), ".txt")
		g := build(t, filepath.Join(dir, name))
		v := compare(t, about, g, readRecording(t, r))
		rows = append(rows, v)
		all.observed += v.observed
		all.strong += v.strong
		all.weak += v.weak
		all.static += v.static
		all.confirmed += v.confirmed
		all.staticWeak += v.staticWeak
		all.confirmedW += v.confirmedW
		if testing.Verbose() {
			for _, c := range v.missing {
				t.Logf("%s: missing %s", name, g.show(c))
			}
		}
	}
	rows = append(rows, all)
	table := "| package | calls that ran | in the graph, % | with weak edges, % | strong edges | seen, % | weak edges | seen, % |\n|---|---|---|---|---|---|---|---|\n"
	for _, v := range rows {
		table += fmt.Sprintf("| %s | %d | %.1f | %.1f | %d | %.1f | %d | %.1f |\n", v.name, v.observed, percent(v.strong, v.observed), percent(v.strong+v.weak, v.observed), v.static, percent(v.confirmed, v.static), v.staticWeak, percent(v.confirmedW, v.staticWeak))
	}
	if percent(all.strong, all.observed) < wantStrong || percent(all.strong+all.weak, all.observed) < wantWeak || percent(all.confirmed, all.static) < wantSeen || percent(all.confirmedW, all.staticWeak) < wantSeenWeak {
		t.Errorf("the graph is worse than it was:\n%s", table)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(text), "<!-- table -->\n")
	_, after, ok2 := strings.Cut(rest, "<!-- end -->")
	if !ok1 || !ok2 {
		t.Fatalf("%s has no place for the table", page)
	}
	now := before + "<!-- table -->\n" + table + "<!-- end -->" + after
	if *update {
		if err := os.WriteFile(page, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if now != string(text) {
		t.Errorf("%s is stale; -update writes it:\n%s", page, table)
	}
}

// header is the first line of a recording: the package and its version.
func header(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "#"))
}

// TestRecord writes the recording NODEBEYOND_RECORDING of what record.cjs left in the folder NODEBEYOND_RECORDED.
func TestRecord(t *testing.T) {
	dir, about := os.Getenv("NODEBEYOND_RECORDED"), os.Getenv("NODEBEYOND_RECORDING")
	if dir == "" {
		t.Skip("set NODEBEYOND_RECORDED to the folder that record.cjs wrote to, NODEBEYOND_RECORDING to package@version")
	}
	calls := slices.DeleteFunc(collect(t, dir), func(c call) bool { return notOwn.MatchString(c.from.file) || notOwn.MatchString(c.to.file) })
	name := about[:strings.LastIndexByte(about, '@')]
	writeRecording(t, filepath.Join("testdata/recordings", name[strings.LastIndexByte(name, '/')+1:]+".txt"), about, calls)
}

// TestRecorder records a small program with everything that makes recording hard: awaits, yields, callbacks, accessors, events.
func TestRecorder(t *testing.T) {
	acorn, err := filepath.Abs("../../../.cache/acorn/node_modules/acorn")
	if err != nil {
		t.Fatal(err)
	}
	node, err := filepath.Abs("../../../.cache/node/24/node_modules/node/bin/node")
	if err != nil {
		t.Fatal(err)
	}
	hook, _ := filepath.Abs("testdata/record.cjs")
	root, _ := filepath.Abs("testdata/program")
	out := t.TempDir()
	cmd := exec.Command(node, "main.js")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "NODE_OPTIONS=--require "+hook, "NODEBEYOND_RECORD_ROOT="+root, "NODEBEYOND_RECORD_OUT="+out, "NODEBEYOND_RECORD_ACORN="+acorn, "NODEBEYOND_RECORD_SKIP="+notOwn.String())
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("node (run .ci/setup if it is missing): %v\n%s", err, output)
	}
	text, err := os.ReadFile(filepath.Join(root, "main.js"))
	if err != nil {
		t.Fatal(err)
	}
	word := func(p place) string {
		if p.end == 0 {
			return "module"
		}
		head, _, _ := strings.Cut(string(text[p.start:p.end]), " {")
		return head
	}
	var got []string
	for _, c := range collect(t, out) {
		got = append(got, word(c.from)+" > "+word(c.to))
	}
	slices.Sort(got)
	want, err := os.ReadFile("testdata/program/want.txt")
	if err != nil {
		t.Fatal(err)
	}
	if now := strings.Join(got, "\n") + "\n"; now != string(want) {
		t.Errorf("recorded:\n%s\nwanted:\n%s", now, want)
	}
}
