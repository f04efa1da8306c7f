package docs

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// TestTopicsHoldInPrograms runs testdata/topics, which holds the topics against Node: what each of them says, and of what differs between versions
// what it is in the version at hand. Topics that it leaves out are shown by the programs of their sections.
func TestTopicsHoldInPrograms(t *testing.T) {
	t.Parallel()
	node := findNode(t)
	version, err := exec.Command(node, "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "main.cjs")
	cmd.Dir = "testdata/topics"
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s: %v\n%s%s", strings.TrimSpace(string(version)), err, out, &stderr)
	}
	known := map[string]Topic{}
	for _, topic := range Topics() {
		known[topic.Name] = topic
	}
	held, varies := 0, 0
	for line := range strings.Lines(string(out)) {
		name, state, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		topic, ok := known[name]
		if !ok {
			if !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "FAILED") {
				t.Errorf("there is no topic %s", name)
			}
			continue
		}
		held++
		if state == "" {
			continue
		}
		varies++
		if want := stateIn(topic, string(version)); state != want {
			t.Errorf("%s, %s on %s: %s, not %s", name, topic.Varies, version, state, want)
		}
	}
	for _, topic := range Topics() {
		if topic.Varies != "" {
			varies--
		}
	}
	if held < 70 || varies != 0 {
		t.Errorf("%d topics were checked; of what differs between versions %+d", held, varies)
	}
}

// stateIn is what the variants of a topic say of a version.
func stateIn(topic Topic, version string) string {
	number := func(version string) (major, minor int) {
		if _, err := fmt.Sscanf(strings.TrimPrefix(version, "v"), "%d.%d", &major, &minor); err != nil {
			panic(version)
		}
		return major, minor
	}
	major, minor := number(version)
	says := ""
	for _, v := range topic.By {
		since := v.From == ""
		if !since {
			m, n := number(v.From)
			since = major > m || major == m && minor >= n
		}
		if v.Also != "" {
			m, n := number(v.Also)
			since = since || major == m && minor >= n
		}
		if since {
			says = v.Says
		}
	}
	return says
}
