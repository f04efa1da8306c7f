package program_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/modules"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// TestLoadsAsNode writes random projects, lets Node load them, and holds what Trace says against what they logged: which modules started and
// ended, in which order, what every read gave, which errors were caught and which one ended the load. No project may differ. What Trace calls
// unknown is counted, and must stay rare.
//
// By default 60 projects on the newest line. NODEBEYOND_LOADS=2000 takes that many on every line; NODEBEYOND_SEED takes others.
func TestLoadsAsNode(t *testing.T) {
	n, lines := 60, []int{26}
	if v, err := strconv.Atoi(os.Getenv("NODEBEYOND_LOADS")); err == nil {
		n, lines = v, []int{20, 22, 24, 26}
	}
	seed, _ := strconv.ParseUint(os.Getenv("NODEBEYOND_SEED"), 10, 64)
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	modes := []string{"cjs", "esm", "mixed"}
	projects := make([]*project, n)
	for i := range projects {
		projects[i] = newProject(seed<<32+uint64(i), modes[i%len(modes)])
		projects[i].lay(t, filepath.Join(root, strconv.Itoa(i)))
	}
	for _, line := range lines {
		t.Run(strconv.Itoa(line), func(t *testing.T) {
			logs := loadInNode(t, line, root, projects)
			var sum tally
			for i, p := range projects {
				if logs[i] == nil {
					sum.crashed++
					continue
				}
				if len(logs[i]) > 2000 || slices.ContainsFunc(logs[i], func(e entry) bool { return e[len(e)-1] == "RangeError" }) {
					sum.endless++ // how often, depends on the size of the stack
					continue
				}
				if p.entryESM && p.imports && slices.ContainsFunc(logs[i], func(e entry) bool { return e[0] == "X" }) {
					sum.endless++ // whether a module still starts after the error is a matter of time
					continue
				}
				sum.compare(t, i, p, line, logs[i])
			}
			sum.report(t)
			t.Logf("node %d: %d projects, %d modules ran, %d errors ended a load, %d caught, %d reads, %d of them unknown, %d projects not followed to the end, %d crashed Node, %d without end, %d projects differ",
				line, n, sum.starts, sum.failed, sum.caught, sum.reads, sum.unknown, sum.lost, sum.crashed, sum.endless, sum.different)
			if sum.unknown*20 > sum.reads {
				t.Errorf("%d of %d reads are unknown: more than one in twenty", sum.unknown, sum.reads)
			}
		})
	}
}

// entry is one event of Node's log: ["S", module], ["R", id, what], ["C", id, code], ["X", code], ["E", module].
type entry []any

func (e entry) String() string {
	parts := make([]string, len(e))
	for i, x := range e {
		parts[i] = fmt.Sprint(x)
	}
	return strings.Join(parts, " ")
}

// lay writes the logged form of a project to a folder.
func (p *project) lay(t *testing.T, dir string) {
	t.Helper()
	write := func(name, text string) {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, s := range p.files {
		write(name, s.logged.String())
	}
	for name, text := range p.others {
		write(name, text)
	}
}

// loadInNode lets one process load all projects, each from files of its own, and gives the logs.
func loadInNode(t *testing.T, line int, root string, projects []*project) [][]entry {
	t.Helper()
	binary, err := filepath.Abs(fmt.Sprintf("../../.cache/node/%d/node_modules/node/bin/node", line))
	if err == nil {
		_, err = os.Stat(binary)
	}
	if err != nil {
		t.Fatalf("no Node %d below .cache/node: run .ci/setup, which installs it", line)
	}
	type item struct {
		Entry string `json:"entry"`
		ESM   bool   `json:"esm"`
	}
	var list []item
	for i, p := range projects {
		list = append(list, item{filepath.Join(root, strconv.Itoa(i), filepath.FromSlash(p.entry)), p.entryESM})
	}
	data, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, "projects.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("testdata/loadproof.cjs")
	if err != nil {
		t.Fatal(err)
	}
	logs := make([][]entry, 0, len(projects))
	for crashes := 0; len(logs) < len(projects); crashes++ {
		cmd := exec.Command(binary, "--no-warnings", script, file, strconv.Itoa(len(logs)))
		cmd.Dir = root
		cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "NODE_") })
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		for line := range bytes.Lines(out) {
			var log []entry
			if err := json.Unmarshal(line, &log); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			logs = append(logs, log)
		}
		switch {
		case err == nil && len(logs) == len(projects):
		case bytes.Contains(stderr.Bytes(), []byte("Fatal error in")) && crashes < 1+len(projects)/10:
			logs = append(logs, nil) // Node itself is wrong
		default:
			t.Fatalf("%v: %d logs of %d projects\n%s", err, len(logs), len(projects), stderr.String())
		}
	}
	return logs
}

// link makes a program of the plain form of a project, as the engine does.
func (p *project) link(t *testing.T, line int) *program.Program {
	t.Helper()
	texts := map[string]string{}
	for name, s := range p.files {
		texts["/p/"+name] = s.plain.String()
	}
	for name, text := range p.others {
		texts["/p/"+name] = text
	}
	r := modules.New(modules.NewMemory(texts), modules.Options{Line: line, NoFallbacks: true})
	names := slices.Sorted(maps.Keys(p.files))
	ids := map[string]program.FileID{}
	for i, name := range names {
		ids["/p/"+name] = program.FileID(i)
	}
	var in []program.Input
	for _, name := range names {
		at := "/p/" + name
		f := syntax.Parse(at, texts[at])
		if len(f.Problems) > 0 {
			t.Fatalf("%s: %v\n%s", name, f.Problems, texts[at])
		}
		kind, _ := r.KindOf(at, modules.Import)
		esm := kind == modules.KindESM || kind == modules.KindAmbiguous && f.HasESM
		facts := effects.Lower(f, esm)
		targets := make([]program.Target, len(facts.Imports))
		for i := range targets {
			im := &facts.Imports[i]
			targets[i].File = program.None
			if im.Flags&effects.ImportComputed != 0 {
				continue
			}
			how := modules.Require
			if im.Kind == effects.DynamicImport || im.Kind == effects.StaticImport && esm {
				how = modules.Import
			}
			switch res, err := r.Resolve(at, facts.Str(im.Spec), how); {
			case err != nil:
				targets[i].Code = string(err.Code)
			case res.Builtin != "":
				targets[i].Builtin = res.Builtin
			default:
				targets[i].Path = res.Path
				if id, ok := ids[res.Path]; ok {
					targets[i].File = id
				}
			}
		}
		in = append(in, program.Input{Path: at, Facts: facts, ESM: esm, Targets: targets})
	}
	return program.Link(in, program.Env{})
}

// expected is what Trace says should stand in the log.
type expected struct {
	entry
	maybe   bool
	unknown bool // a read whose outcome is not told
}

func (p *project) expect(t *testing.T, line int) []expected {
	t.Helper()
	prog := p.link(t, line)
	type place struct {
		file       program.FileID
		start, end int
	}
	ids := map[place]int{}
	tries := map[place]int{}
	numbers := map[program.FileID]int{}
	for name, s := range p.files {
		f := prog.FileNamed("/p/" + name).ID
		for id, r := range s.reads {
			ids[place{f, r[0], r[1]}] = id
		}
		for id, at := range s.tries {
			tries[place{f, at, 0}] = id
		}
		base := strings.TrimPrefix(filepath.Base(name), "m")
		numbers[f], _ = strconv.Atoi(strings.TrimSuffix(base, filepath.Ext(base)))
	}
	trace := prog.Trace(prog.FileNamed("/p/"+p.entry).ID, line)
	var out []expected
	for _, e := range trace.Events {
		x := expected{maybe: e.Maybe}
		switch e.Kind {
		case program.EventStart:
			x.entry = entry{"S", numbers[e.File]}
		case program.EventEnd:
			if !e.Complete {
				continue
			}
			x.entry = entry{"E", numbers[e.File]}
		case program.EventRead:
			id, ok := ids[place{e.By, int(e.Range.Start), int(e.Range.End)}]
			if !ok {
				t.Errorf("a read at %s %v is not in the source", prog.Files[e.By].Path, e.Range)
				continue
			}
			what := map[program.Got]string{program.GotValue: "v", program.GotUndefined: "u", program.GotDeadZone: "d", program.GotUnknown: "?"}[e.Got]
			x.entry, x.unknown = entry{"R", id, what}, e.Got == program.GotUnknown
		case program.EventCatch:
			id, ok := tries[place{e.By, int(e.Range.Start), 0}]
			if !ok {
				t.Errorf("a catch at %s %v is not in the source", prog.Files[e.By].Path, e.Range)
				continue
			}
			x.entry = entry{"C", id, e.Error.Code}
		case program.EventUnknown:
			// what may run here is not followed
			x.entry, x.maybe = entry{"W"}, true
		default:
			continue
		}
		out = append(out, x)
	}
	if trace.Error != nil {
		// an import() that waits does not run
		out = append(out, expected{entry: entry{"X", trace.Error.Code}})
	} else if trace.Unsure {
		out = append(out, expected{entry: entry{"X", ""}, maybe: true})
	}
	return out
}

type tally struct {
	starts, reads, unknown, failed, caught, lost, crashed, endless, different int
	reports                                                                   []string
}

// report fails with the smallest projects that differ.
func (s *tally) report(t *testing.T) {
	t.Helper()
	slices.SortFunc(s.reports, func(a, b string) int { return len(a) - len(b) })
	for _, r := range s.reports[:min(len(s.reports), 3)] {
		t.Error(r)
	}
}

// compare walks along what is expected and what was logged. What is expected on some paths only may be missing; a read that Trace does not
// know of counts as unknown.
func (s *tally) compare(t *testing.T, number int, p *project, line int, log []entry) {
	t.Helper()
	want := p.expect(t, line)
	i := 0
	// key is what has to be equal for two to be the same event, as text: numbers come from JSON on one side.
	key := func(e entry) string {
		if e[0] == "X" || e[0] == "W" {
			return e[0].(string)
		}
		return fmt.Sprint(e[0], e[1])
	}
	fail := func(j int, what string) {
		s.different++
		var b strings.Builder
		fmt.Fprintf(&b, "project %d, from %s: %s\n", number, p.entry, what)
		for k := max(0, j-6); k < min(len(log), j+4); k++ {
			fmt.Fprintf(&b, "  node %v\n", log[k])
		}
		for k := max(0, i-6); k < min(len(want), i+4); k++ {
			fmt.Fprintf(&b, "  trace %v maybe=%v\n", want[k].entry, want[k].maybe)
		}
		for _, name := range slices.Sorted(maps.Keys(p.files)) {
			fmt.Fprintf(&b, "---- %s\n%s", name, p.files[name].logged.String())
		}
		s.reports = append(s.reports, b.String())
	}
	lost := false // a module may have run that Trace did not follow: from where one does, nothing more is told
	ahead := func(e entry) bool {
		for k := i; k < len(want); k++ {
			if want[k].entry[0] == "W" && e[0] == "S" {
				lost = true
			}
			if key(want[k].entry) == key(e) {
				return true
			}
			if !want[k].maybe {
				return false
			}
		}
		return false
	}
	for j, e := range log {
		switch e[0] {
		case "S":
			s.starts++
		case "R":
			s.reads++
		case "X":
			s.failed++
		case "C":
			s.caught++
		}
		if !ahead(e) {
			lost = lost && e[0] == "S"
			if lost {
				for _, rest := range log[j:] {
					if rest[0] == "R" {
						s.reads++
						s.unknown++
					}
				}
				s.lost++
				return
			}
			if e[0] == "R" {
				s.unknown++
				continue
			}
			fail(j, "Trace does not expect "+e.String())
			return
		}
		for key(want[i].entry) != key(e) {
			i++
		}
		w := want[i]
		i++
		switch {
		case w.unknown || w.maybe && e[0] == "R":
			s.unknown++
		case e[0] == "X" && w.entry[1] == "", e[0] == "C" && w.entry[2] == "":
		case fmt.Sprint(w.entry...) != fmt.Sprint(e...):
			fail(j, fmt.Sprintf("Node says %v, Trace %v", e, w.entry))
			return
		}
	}
	for ; i < len(want); i++ {
		if !want[i].maybe {
			fail(len(log), fmt.Sprintf("Trace expects %v", want[i].entry))
			return
		}
	}
}
