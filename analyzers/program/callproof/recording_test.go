package callproof

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// place is a function: bytes of its text, methods from their name on. The top level of a file has end 0.
type place struct {
	file       string // below the package's folder
	start, end int
}

func (p place) compare(q place) int {
	if c := strings.Compare(p.file, q.file); c != 0 {
		return c
	}
	if p.start != q.start {
		return p.start - q.start
	}
	return p.end - q.end
}

// call is a pair of functions of which the first was seen to call the second.
type call struct{ from, to place }

func (c call) compare(d call) int {
	if x := c.from.compare(d.from); x != 0 {
		return x
	}
	return c.to.compare(d.to)
}

// parsePlace reads what record.cjs writes: file:start-end, or file:0 for a file's top level.
func parsePlace(s string) (place, error) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return place{}, fmt.Errorf("%q is no place", s)
	}
	p := place{file: s[:i]}
	start, end, _ := strings.Cut(s[i+1:], "-")
	var err error
	if p.start, err = strconv.Atoi(start); err == nil && end != "" {
		p.end, err = strconv.Atoi(end)
	}
	return p, err
}

// collect merges what the processes of a run wrote.
func collect(t *testing.T, dir string) []call {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing was recorded in %s: %v", dir, err)
	}
	seen := map[call]bool{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var pairs [][2]string
		if err := json.Unmarshal(data, &pairs); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for _, p := range pairs {
			from, err1 := parsePlace(p[0])
			to, err2 := parsePlace(p[1])
			if err1 != nil || err2 != nil {
				t.Fatalf("%s: %v %v", f, err1, err2)
			}
			seen[call{from, to}] = true
		}
	}
	out := make([]call, 0, len(seen))
	for c := range seen {
		out = append(out, c)
	}
	slices.SortFunc(out, call.compare)
	return out
}

// writeRecording writes calls as lines of the form "file:start-end file:start-end ...", the caller first. A file is written by its number in the
// list of names that comes before.
func writeRecording(t *testing.T, path, about string, calls []call) {
	t.Helper()
	var names []string
	number := map[string]int{}
	for _, c := range calls {
		for _, f := range []string{c.from.file, c.to.file} {
			if _, ok := number[f]; !ok {
				number[f] = len(names)
				names = append(names, f)
			}
		}
	}
	show := func(p place) string {
		if p.end == 0 {
			return fmt.Sprintf("%d", number[p.file])
		}
		return fmt.Sprintf("%d:%d-%d", number[p.file], p.start, p.end)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", about)
	for _, n := range names {
		fmt.Fprintf(&b, "= %s\n", n)
	}
	for i, c := range calls {
		if i == 0 || calls[i-1].from != c.from {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(show(c.from))
		}
		b.WriteString(" " + show(c.to))
	}
	b.WriteByte('\n')
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// readRecording reads what writeRecording wrote.
func readRecording(t *testing.T, path string) []call {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var names []string
	var out []call
	at := func(s string) place {
		number, span, _ := strings.Cut(s, ":")
		i, err := strconv.Atoi(number)
		if err != nil || i >= len(names) {
			t.Fatalf("%s: %q is no place", path, s)
		}
		p := place{file: names[i]}
		if span != "" {
			if _, err := fmt.Sscanf(span, "%d-%d", &p.start, &p.end); err != nil {
				t.Fatalf("%s: %q is no place: %v", path, s, err)
			}
		}
		return p
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '=':
			names = append(names, line[2:])
		default:
			places := strings.Fields(line)
			for _, to := range places[1:] {
				out = append(out, call{at(places[0]), at(to)})
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
