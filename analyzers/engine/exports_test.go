package engine_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/ruletest"
)

// The lists of exports are compared with what Node says: Object.keys(require(file)).

// verdictOf is how a predicted list stands against Node's.
type verdictOf uint8

const (
	right verdictOf = iota
	open            // the list may have more: nothing is claimed
	wrong
	unloaded // the file throws, ends the process or never ends loading
)

func (v verdictOf) String() string { return [...]string{"right", "open", "wrong", "does not load"}[v] }

// predicted is what is said of a file.
type predicted struct {
	keys  []string
	known bool
	why   string
}

func (p predicted) String() string {
	s := strings.Join(p.keys, " ")
	if !p.known {
		s += " ... (" + p.why + ")"
	}
	return s
}

// predict asks for the exports of the files of a folder.
func predict(t *testing.T, root string, files []engine.File) map[string]predicted {
	t.Helper()
	out := map[string]predicted{}
	linked, err := engine.Programs(t.Context(), engine.Options{Root: filepath.ToSlash(root), Files: files}, func(p *program.Program) error {
		for _, f := range p.Files {
			e := p.ExportsOf(f.ID)
			k := e.Keys
			why := k.Why
			if k.At.File >= 0 {
				why += fmt.Sprintf(" at %s:%d", p.Files[k.At.File].Path, k.At.Range.Start)
			}
			out[f.Path] = predicted{k.Names, k.Known, why}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range linked.Errors {
		t.Errorf("%s: %s", p.File, p.Message)
	}
	return out
}

type loadedFile struct {
	Begin string   `json:"begin"`
	File  string   `json:"file"`
	Keys  []string `json:"keys"`
	Type  string   `json:"type"`
	Error string   `json:"error"`
}

// loadAll loads the files in Node, one after the other in one process; a file that ends or holds the process is left behind.
func loadAll(t *testing.T, node, dir string, files []string) map[string]loadedFile {
	t.Helper()
	script, err := filepath.Abs("testdata/exports/keys.cjs")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]loadedFile{}
	for left := files; len(left) > 0; {
		answers := filepath.Join(t.TempDir(), "answers")
		cmd := exec.CommandContext(t.Context(), node, append([]string{"--no-warnings", script, answers}, left...)...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "NODE_PATH=", "NODE_OPTIONS=")
		cmd.WaitDelay = time.Second
		if err := cmd.Run(); err != nil {
			var ended *exec.ExitError
			if !errors.As(err, &ended) {
				t.Fatal(err)
			}
		}
		last := ""
		text, err := os.Open(answers)
		if err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(text); lines.Scan(); {
			var l loadedFile
			if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
				t.Fatal(err)
			}
			if l.Begin != "" {
				last = l.Begin
				continue
			}
			out[l.File] = l
		}
		text.Close()
		if _, ok := out[last]; !ok {
			out[last] = loadedFile{File: last, Error: "ends the process"}
		}
		left = left[slices.Index(left, last)+1:]
	}
	return out
}

// judge compares the two.
func judge(p predicted, n loadedFile) verdictOf {
	switch {
	case n.Error != "":
		return unloaded
	case !p.known:
		return open
	case slices.Equal(p.keys, n.Keys):
		return right
	}
	return wrong
}

// least is how many of 1000 lists are right now. Of those that are open three in four are files of lodash/fp, whose functions are wrapped, while
// they load, after a table that is read by name.
const least = 848

// TestExportsOfPackages compares the lists of all files of the packages that testdata/exports/package.json names; .ci/exports installs them.
func TestExportsOfPackages(t *testing.T) {
	if os.Getenv("NODEBEYOND_EXPORTS") == "" {
		t.Skip("slow; .ci/test exports runs it")
	}
	root, err := filepath.EvalSymlinks(filepath.FromSlash("../../.cache/exports"))
	if err != nil {
		t.Fatalf("%v: run .ci/exports", err)
	}
	root, err = filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/exports/package.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Dependencies map[string]string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	var files []engine.File
	err = filepath.WalkDir(filepath.Join(root, "node_modules"), func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Type().IsRegular() && slices.Contains([]string{".js", ".cjs", ".mjs"}, filepath.Ext(file)) {
			info, err := d.Info()
			if err != nil {
				return err
			}
			files = append(files, engine.File{Path: filepath.ToSlash(file), Size: info.Size()})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	predictions := predict(t, root, files)
	nodes := ruletest.Nodes(t, filepath.FromSlash("../.."))
	node := nodes[len(nodes)-1]
	names := make([]string, 0, len(manifest.Dependencies))
	for name := range manifest.Dependencies {
		names = append(names, name)
	}
	sort.Strings(names)
	var all [4]int
	var report strings.Builder
	for _, name := range names {
		var mine []string
		prefix := filepath.ToSlash(root) + "/node_modules/" + name + "/"
		for i := range files {
			if p := files[i].Path; strings.HasPrefix(p, prefix) && !strings.Contains(p[len(prefix):], "node_modules/") {
				mine = append(mine, p)
			}
		}
		if len(mine) == 0 {
			t.Errorf("%s is not installed: run .ci/exports", name)
			continue
		}
		got := loadAll(t, node.Path, root, mine)
		var counts [4]int
		for _, file := range mine {
			p, n := predictions[file], got[file]
			v := judge(p, n)
			counts[v]++
			if v == wrong || v == open {
				fmt.Fprintf(&report, "%s %s\n   says %s\n   Node %s %s\n", v, file[len(filepath.ToSlash(root)):], p, n.Type, strings.Join(n.Keys, " "))
			}
			if v == wrong {
				t.Errorf("%s: says %s, Node %s", file, p, strings.Join(n.Keys, " "))
			}
		}
		for v := range counts {
			all[v] += counts[v]
		}
		t.Logf("%-20s %4d right %4d open %4d wrong %4d do not load", name, counts[right], counts[open], counts[wrong], counts[unloaded])
	}
	loaded := all[right] + all[open] + all[wrong]
	t.Logf("Node %s: %d files load, %d do not; %.1f %% right, %d open, %d wrong", node.Line, loaded, all[unloaded], 100*float64(all[right])/float64(loaded), all[open], all[wrong])
	if to := os.Getenv("NODEBEYOND_EXPORTS_REPORT"); to != "" {
		if err := os.WriteFile(to, []byte(report.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if 1000*all[right] < least*loaded {
		t.Errorf("fewer than %d in 1000 are right", least)
	}
}
