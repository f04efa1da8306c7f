package ruletest

import (
	"strings"
	"testing"
)

// Node is asked what it does with programs whose outcome is known.
func TestNodeRun(t *testing.T) {
	node := Nodes(t, "../..")[0]
	for _, c := range []struct{ text, exit, says string }{
		{"console.log(1); console.error(2); console.log(3);", "0", "1\n2\n3\n"}, // both streams, in the order of time
		{"process.exitCode = 3;", "3", ""},
		{"throw new Error('no');", "1", "Error: no"},
		{"process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);", "signal: killed", ""},
	} {
		got := node.run(t, &Program{Files: map[string]string{"main.js": c.text}, Entry: "main.js"}, limit)
		if got.exit != c.exit || !strings.Contains(got.text, c.says) {
			t.Errorf("%s: %+v, want %s and %q", c.text, got, c.exit, c.says)
		}
	}
	hang := &Program{Files: map[string]string{"main.js": "setInterval(() => {}, 1000);"}, Entry: "main.js"}
	if got := node.run(t, hang, Patience/3); got.exit != "timeout" {
		t.Errorf("a program that hangs: %+v", got)
	}
}
