package nodeapi

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Real Node runs callbacks when the tables say; testdata/phases.cjs asks it on every line.
func TestPhases(t *testing.T) {
	queues := map[Phase]string{PhaseSync: "sync", PhaseTick: "tick", PhaseMicro: "micro", PhaseTimers: "later", PhasePoll: "later", PhaseCheck: "later", PhaseClose: "later"}
	byName := map[string]Phase{}
	AllMembers(func(m *Member) {
		if m.Func != nil && m.Func.Callback != NoCallback {
			byName[strings.TrimPrefix(m.Name, "global.")] = m.Func.Phase
		}
	})
	for _, c := range classSeq {
		for n, e := range c.Events {
			byName[c.Name+" "+n] = e.Phase
		}
		for n, e := range c.Hooks {
			byName[c.Name+"#"+n] = e.Phase
		}
	}
	for _, line := range lineNumbers {
		t.Run(fmt.Sprint(line), func(t *testing.T) {
			t.Parallel()
			out, err := exec.Command(nodeOf(t, line), "--no-warnings", "testdata/phases.cjs").Output()
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			if len(lines) < 50 {
				t.Errorf("Node ran %d callbacks only", len(lines))
			}
			for _, l := range lines {
				when, name, _ := strings.Cut(l, " ")
				phase, ok := byName[name]
				if !ok {
					t.Errorf("%s has no callback in the tables", name)
				} else if queues[phase] != when {
					t.Errorf("%s: Node calls back %s, the tables say %q", name, when, phase)
				}
			}
		})
	}
}

// nodeOf is the Node of a line, as gen finds it.
func nodeOf(t *testing.T, line int) string {
	for _, pair := range strings.Split(os.Getenv("NODEBEYOND_NODES"), ",") {
		if n, path, ok := strings.Cut(pair, "="); ok && n == fmt.Sprint(line) {
			return path
		}
	}
	path, err := filepath.Abs(fmt.Sprintf("../../.cache/node/%d/node_modules/node/bin/node", line))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		t.Fatalf("no Node %d: run `npm install --prefix .cache/node/%d node@%d` at the top of the checkout, or name one in NODEBEYOND_NODES=%d=<path>", line, line, line, line)
	}
	return path
}
