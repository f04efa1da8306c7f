package tidy

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// foreign are traces of the machine that a file was made on.
var foreign = map[string]*regexp.Regexp{
	"a path of one machine":         regexp.MustCompile(`(^|[^\w./$}-])/(work|root)/[a-z.]`),
	"the host of a registry":        regexp.MustCompile(`\b(registry\.[a-z]|(proxy|sum)\.golang\.org)`),
	"a field of a registry's reply": regexp.MustCompile(`"resolved": *"http`),
}

// Lock files name where things come from, and are made by tools.
var tools = []string{"go.sum", "package-lock.json"}

func TestNoTracesOfAMachine(t *testing.T) {
	here, err := filepath.Abs(top)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range tree(t) {
		if slices.Contains(tools, filepath.Base(f)) || f == "server/tidy/clean_test.go" {
			continue
		}
		text := read(t, f)
		if strings.Contains(text, "\x00") {
			continue
		}
		for n, line := range strings.Split(text, "\n") {
			for what, pattern := range foreign {
				if pattern.MatchString(line) {
					t.Errorf("%s:%d: %s: %s", f, n+1, what, cut(line))
				}
			}
			if strings.Contains(line, here+"/") {
				t.Errorf("%s:%d: the path of this checkout: %s", f, n+1, cut(line))
			}
		}
	}
}

func cut(line string) string {
	line = strings.TrimSpace(line)
	return line[:min(len(line), 120)]
}

func TestForeignPatterns(t *testing.T) {
	for _, line := range []string{"see /work/x", "cd /root/.cache", "\"/work/main\"", "https://registry.example.org", "\"resolved\": \"https://x\""} {
		if !slices.ContainsFunc([]string{"a path of one machine", "the host of a registry", "a field of a registry's reply"}, func(k string) bool { return foreign[k].MatchString(line) }) {
			t.Errorf("%q passes", line)
		}
	}
	for _, line := range []string{"src/work/x", "./root/a", "/network/x", "the registry. A"} {
		for what, pattern := range foreign {
			if pattern.MatchString(line) {
				t.Errorf("%q is taken for %s", line, what)
			}
		}
	}
}
