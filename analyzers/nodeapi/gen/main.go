// Gen writes gen_node.go: the names that real Node binaries of every supported line have. Run it by `go generate ./analyzers/nodeapi`.
//
// The binaries come from .cache/node/<line>/node_modules/node/bin/node at the top of the checkout, or from the environment:
// NODEBEYOND_NODES="20=/path/to/node,22=...". All lines are needed, because the table says which line has what.
package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
)

//go:embed probe.cjs
var probe []byte

// lines are the supported lines, oldest first; the bit of a line in the table is its place here.
var lines = [...]int{20, 22, 24, 26}

func main() {
	out, err := generate("../..")
	if err == nil {
		err = os.WriteFile("gen_node.go", out, 0o666)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "nodeapi/gen:", err)
		os.Exit(1)
	}
}

// answer is what probe.cjs prints; its head says what each field is.
type answer struct {
	Version    string
	Builtins   map[string]bool
	Modules    map[string]map[string]string
	Classes    map[string]classAnswer
	SameAs     map[string]string
	Deprecated map[string]string
	Globals    map[string]string
}

type classAnswer struct {
	Super     string
	Methods   map[string]int
	Accessors []string
}

// generate asks every line and gives the text of gen_node.go. root is the top of the checkout.
func generate(root string) ([]byte, error) {
	nodes, err := binaries(root)
	if err != nil {
		return nil, err
	}
	var answers [len(lines)]answer
	// The newest line goes first: what it alone has behind "node:" is asked of the others too.
	var extra []string
	for i := len(lines) - 1; i >= 0; i-- {
		if answers[i], err = ask(nodes[lines[i]], extra); err != nil {
			return nil, fmt.Errorf("line %d: %w", lines[i], err)
		}
		if got, _, _ := strings.Cut(strings.TrimPrefix(answers[i].Version, "v"), "."); got != strconv.Itoa(lines[i]) {
			return nil, fmt.Errorf("line %d: the binary is Node %s", lines[i], answers[i].Version)
		}
		for name, prefixOnly := range answers[i].Builtins {
			if prefixOnly {
				extra = append(extra, name)
			}
		}
	}
	return format.Source(write(answers[:]))
}

// binaries finds one Node for each line.
func binaries(root string) (map[int]string, error) {
	found := map[int]string{}
	for _, pair := range strings.Split(os.Getenv("NODEBEYOND_NODES"), ",") {
		if line, path, ok := strings.Cut(pair, "="); ok {
			n, err := strconv.Atoi(line)
			if err != nil {
				return nil, fmt.Errorf("NODEBEYOND_NODES: %q is not a line of Node", line)
			}
			found[n] = path
		}
	}
	for _, line := range lines {
		if found[line] != "" {
			continue
		}
		dir := filepath.Join(root, ".cache", "node", strconv.Itoa(line))
		path := filepath.Join(dir, "node_modules", "node", "bin", "node")
		if runtime.GOOS == "windows" {
			path += ".exe"
		}
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("no Node %d: run `npm install --prefix .cache/node/%d node@%d` at the top of the checkout, or name one in NODEBEYOND_NODES=%d=<path>", line, line, line, line)
		}
		found[line] = path
	}
	return found, nil
}

func ask(node string, extra []string) (a answer, err error) {
	dir, err := os.MkdirTemp("", "nodeapi")
	if err != nil {
		return a, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "probe.cjs")
	if err := os.WriteFile(file, probe, 0o666); err != nil {
		return a, err
	}
	cmd := exec.Command(node, append([]string{"--no-warnings", file}, extra...)...)
	cmd.Env = append(os.Environ(), "NODE_OPTIONS=")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return a, fmt.Errorf("%w\n%s", err, stderr.Bytes())
	}
	if stderr.Len() > 0 {
		return a, fmt.Errorf("the probe complains: %s", stderr.Bytes())
	}
	return a, json.Unmarshal(out, &a)
}

// entry is a name in the union of all lines.
type entry struct {
	kind       string // of the newest line that has it
	lines      int
	code       string // deprecation code, of the newest line that has one
	deprecated int    // lines that deprecate it at run time
}

type table map[string]*entry

func (t table) add(name, kind string, bit int, code string) {
	e := t[name]
	if e == nil {
		e = &entry{}
		t[name] = e
	}
	e.kind = kind
	e.lines |= bit
	if code != "" {
		e.code = code
		e.deprecated |= bit
	}
}

// write gives the Go file. The table is text, read when it is first asked for (names.go has the grammar).
func write(answers []answer) []byte {
	builtins, globals := table{}, table{}
	modules := map[string]table{}
	classes := map[string]table{}
	supers := map[string]string{}
	classLines := map[string]int{}
	versions := []string{}
	for i, a := range answers { // oldest first: the newest line has the last word
		bit := 1 << i
		versions = append(versions, a.Version)
		for name, prefixOnly := range a.Builtins {
			kind := ""
			if prefixOnly {
				kind = ":"
			}
			if same := a.SameAs[name]; same != "" {
				kind += "~" + same
			}
			builtins.add(name, kind, bit, "")
		}
		for name, names := range a.Modules {
			if modules[name] == nil {
				modules[name] = table{}
			}
			for path, kind := range names {
				if same := a.SameAs[name+"."+path]; same != "" {
					kind = "~" + same
				}
				modules[name].add(path, sign(kind), bit, a.Deprecated[name+"."+path])
			}
		}
		for name, kind := range a.Globals {
			globals.add(name, sign(kind), bit, a.Deprecated["global."+name])
		}
		for name, c := range a.Classes {
			if classes[name] == nil {
				classes[name] = table{}
			}
			supers[name] = c.Super
			classLines[name] |= bit
			for m, arity := range c.Methods {
				classes[name].add(m, "/"+strconv.Itoa(arity), bit, a.Deprecated[name+"#"+m])
			}
			for _, m := range c.Accessors {
				classes[name].add(m, "", bit, a.Deprecated[name+"#"+m])
			}
		}
	}
	var w bytes.Buffer
	fmt.Fprintf(&w, "// Code generated by analyzers/nodeapi/gen; DO NOT EDIT.\n\npackage nodeapi\n\n")
	fmt.Fprintf(&w, "// nodeVersions are the binaries that were asked, one a line of Node.\nconst nodeVersions = %q\n\n", strings.Join(versions, " "))
	w.WriteString("// nodeTable is what they have; names.go has the grammar and the reader.\nconst nodeTable = `")
	section(&w, "builtins", 0, builtins, 1<<len(answers)-1)
	section(&w, "globals", 0, globals, 1<<len(answers)-1)
	for _, name := range sorted(modules) {
		if len(modules[name]) > 0 {
			section(&w, "module "+name, 0, modules[name], builtins[name].lines)
		}
	}
	for _, name := range sorted(classes) {
		head := "class " + name
		if s := supers[name]; s != "" {
			head += " " + s
		}
		section(&w, head, classLines[name], classes[name], classLines[name])
	}
	w.WriteString("`\n")
	return w.Bytes()
}

// sign turns the probe's kind into the table's.
func sign(kind string) string {
	switch kind[0] {
	case 'f':
		return "/" + kind[1:]
	case 'c':
		return "=" + kind[1:]
	case 'o':
		return "{"
	case '~':
		return kind
	}
	return ""
}

// section writes one table. all are the lines of its owner: entries in all of them do not repeat it; own, when not 0 nor every line, stands
// in the head.
func section(w *bytes.Buffer, head string, own int, t table, all int) {
	fmt.Fprintf(w, "\n# %s", head)
	if own != 0 && own != 1<<len(lines)-1 {
		fmt.Fprintf(w, " @%x", own)
	}
	width := 0
	for i, name := range sorted(t) {
		e := t[name]
		token := name + e.kind
		if e.lines != all {
			token += fmt.Sprintf("@%x", e.lines)
		}
		if e.code != "" {
			token += "!" + e.code
			if e.deprecated != e.lines {
				token += fmt.Sprintf("@%x", e.deprecated)
			}
		}
		if i == 0 || width+len(token) > 130 {
			w.WriteByte('\n')
			width = 0
		} else {
			w.WriteByte(' ')
		}
		w.WriteString(token)
		width += len(token) + 1
	}
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
