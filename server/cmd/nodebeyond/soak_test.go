package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nodebeyond/analyzers/syntax"
)

// TestSoak lets the server live through the days of a person who works on three projects at once: random edits of open files, files that come,
// go and get new names, configurations that change, folders that are taken away and added again, questions in between. At each of many points it
// must say of every file what `nodebeyond lint` says.
//
// NODEBEYOND_SOAK is for how long (30m); without it there are few acts on small projects. NODEBEYOND_SOAK_IN are other projects, as a list of
// folders like PATH; they are copied. NODEBEYOND_SOAK_SEED is another course of events.
func TestSoak(t *testing.T) {
	var seed uint64 = 1
	if s := os.Getenv("NODEBEYOND_SOAK_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	var long time.Duration
	if s := os.Getenv("NODEBEYOND_SOAK"); s != "" {
		var err error
		if long, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
	}
	sources := []string{"../../../docs/example", "../../../docs/example", "../../../docs/example"}
	if s := os.Getenv("NODEBEYOND_SOAK_IN"); s != "" {
		sources = filepath.SplitList(s)
	}
	d := &days{t: t, Rand: rand.New(rand.NewPCG(seed, 11)), buffers: map[string]*buffer{}}
	base := t.TempDir()
	for i, source := range sources {
		dir := filepath.Join(base, fmt.Sprintf("p%d", i))
		copyProject(t, dir, source)
		d.projects = append(d.projects, &folder{dir: dir, open: true})
	}
	for _, p := range d.projects {
		d.list(p)
	}
	d.editor = startEditor(t, []string{d.projects[0].dir, d.projects[1].dir, d.projects[2].dir})

	const points = 50
	if long == 0 {
		for range 4 {
			for range 40 {
				d.act()
			}
			t.Logf("%d acts, %d findings", d.acts, d.compare())
		}
		return
	}
	// What is learnt in the beginning is kept on purpose: the first fifth does not count.
	start := time.Now()
	var sizes []int
	for point := 1; point <= points; point++ {
		// On a slow machine it takes longer: comparing must not be all that is done.
		for n := 0; n < 20 || time.Since(start) < long*time.Duration(point)/points; n++ {
			d.act()
			<-time.After(time.Duration(d.IntN(60)) * time.Millisecond) // as a person types
		}
		found := d.compare()
		sizes = append(sizes, resident(t, d.editor.cmd.Process.Pid))
		t.Logf("point %d: %d acts, %d findings, %d MiB", point, d.acts, found, sizes[len(sizes)-1]>>20)
	}
	third := (points - points/5) / 3
	early, late := median(sizes[points/5:points/5+third]), median(sizes[points-third:])
	t.Logf("resident memory: %d MiB in the first third, %d MiB in the last", early>>20, late>>20)
	// The collector's own swing is larger than a tenth in a few minutes.
	more := early / 10
	if long < 10*time.Minute {
		more = early / 2
	}
	if late > early+more {
		t.Errorf("memory grew from %d to %d MiB", early>>20, late>>20)
	}
}

// days is what a person did so far, and has open.
type days struct {
	*rand.Rand
	t        *testing.T
	editor   *editor
	projects []*folder
	buffers  map[string]*buffer // by path
	acts     int
	made     int
}

type folder struct {
	dir   string
	open  bool
	files []string // paths
}

type buffer struct {
	text    string
	version int
}

// list looks for the files of a project.
func (d *days) list(p *folder) {
	p.files = nil
	err := filepath.WalkDir(p.dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && slices.Contains([]string{".js", ".cjs", ".mjs", ".ts"}, filepath.Ext(path)) {
			p.files = append(p.files, path)
		}
		return err
	})
	if err != nil || len(p.files) == 0 {
		d.t.Fatalf("no files in %s: %v", p.dir, err)
	}
}

func pick[T any](d *days, from []T) T { return from[d.IntN(len(from))] }

// act does one random thing.
func (d *days) act() {
	d.acts++
	p := pick(d, d.projects)
	switch n := d.IntN(100); {
	case n < 55:
		d.edit()
	case n < 65:
		d.open(pick(d, p.files))
	case n < 70:
		d.closeOne()
	case n < 85:
		d.question()
	case n < 88:
		d.rename(p)
	case n < 91:
		d.create(p)
	case n < 93:
		d.remove(p)
	case n < 95:
		d.configure(p)
	case n < 97:
		d.save()
	case n < 98:
		d.editor.tell("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"nodebeyond": map[string]any{"scope": "workspace"}}})
	default:
		d.toggle(p)
	}
}

// words are what is typed: whole statements, halves of some, and what makes neighbours part of something else.
var words = []string{
	"exports = {};\n", "module.exports = function () {};\n", "require('fs').readFileSync('./x');\n", "const x = require('./a');\n", "(", ")", "{", "}", "`", "'", "/*", "*/",
	"\n", "\r\n", "😀", "é", "if (x) ", "await y();\n", "process.exit(1);\n", "new (require('events'))().emit('error');\n", "// nodebeyond-disable-next-line\n",
	"require('http').createServer((req, res) => { res.end(require('fs').readFileSync(req.url)); });\n", "export default 1;\n", "a.b(", "=> ", "async ",
}

func (d *days) opened() []string {
	var all []string
	for path := range d.buffers {
		all = append(all, path)
	}
	slices.Sort(all) // the course of events depends on the seed alone
	return all
}

func (d *days) edit() {
	open := d.opened()
	if len(open) == 0 {
		d.open(pick(d, pick(d, d.projects).files))
		return
	}
	path := pick(d, open)
	b := d.buffers[path]
	m := syntax.NewMapper(b.text)
	start := d.IntN(len(b.text) + 1)
	end := start
	if d.IntN(3) == 0 {
		end = min(start+d.IntN(40), len(b.text))
	}
	word := pick(d, words)
	if d.IntN(4) == 0 {
		word = ""
	}
	from, to := d.position(m, start), d.position(m, end)
	// A position may lie inside a character; the text is what the protocol's rounding makes of it, which the server's own tests hold.
	start, end = d.offset(m, from), d.offset(m, to)
	b.text = b.text[:start] + word + b.text[end:]
	b.version++
	d.editor.tell("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": address(path), "version": b.version},
		"contentChanges": []any{map[string]any{"range": map[string]any{"start": from, "end": to}, "text": word}},
	})
}

func (d *days) position(m *syntax.Mapper, offset int) map[string]int {
	line, col := m.Position(offset, syntax.UTF16)
	return map[string]int{"line": line, "character": col}
}

func (d *days) offset(m *syntax.Mapper, p map[string]int) int {
	return m.Offset(p["line"], p["character"], syntax.UTF16)
}

func (d *days) open(path string) {
	if d.buffers[path] != nil {
		return
	}
	text, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	d.buffers[path] = &buffer{string(text), 1}
	d.editor.tell("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": address(path), "languageId": "javascript", "version": 1, "text": string(text)}})
}

func (d *days) closeOne() {
	if open := d.opened(); len(open) > 3 {
		path := pick(d, open)
		delete(d.buffers, path)
		d.editor.tell("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": address(path)}})
	}
}

// question asks something about a random place; every other one is taken back at once. Any answer will do.
func (d *days) question() {
	open := d.opened()
	if len(open) == 0 {
		return
	}
	path := pick(d, open)
	at := d.position(syntax.NewMapper(d.buffers[path].text), d.IntN(len(d.buffers[path].text)+1))
	params := map[string]any{"textDocument": map[string]any{"uri": address(path)}, "position": at, "range": map[string]any{"start": at, "end": at}, "context": map[string]any{"diagnostics": []any{}}}
	id, answer := d.editor.ask(pick(d, []string{"textDocument/hover", "textDocument/codeAction", "textDocument/codeLens", "textDocument/documentLink", "textDocument/prepareCallHierarchy"}), params)
	if d.IntN(2) == 0 {
		d.editor.tell("$/cancelRequest", map[string]any{"id": id})
	}
	select {
	case _, ok := <-answer:
		if !ok {
			d.t.Fatal(d.editor.died)
		}
	case <-time.After(unanswered):
		d.t.Fatalf("no answer in %s", unanswered)
	}
}

// watched tells what happened on the disk: 1 made, 2 changed, 3 gone (LSP 3.17, FileChangeType).
func (d *days) watched(kind int, paths ...string) {
	var changes []any
	for _, path := range paths {
		changes = append(changes, map[string]any{"uri": address(path), "type": kind})
	}
	d.editor.tell("workspace/didChangeWatchedFiles", map[string]any{"changes": changes})
}

// rename gives a file that is not open another name, or its old one again.
func (d *days) rename(p *folder) {
	path := pick(d, p.files)
	if d.buffers[path] != nil {
		return
	}
	next := strings.TrimSuffix(path, filepath.Ext(path)) + "-x" + filepath.Ext(path)
	if old := strings.Replace(path, "-x.", ".", 1); old != path {
		next = old
	}
	if _, err := os.Stat(next); err == nil {
		return
	}
	if err := os.Rename(path, next); err != nil {
		d.t.Fatal(err)
	}
	d.list(p)
	d.watched(3, path)
	d.watched(1, next)
}

func (d *days) create(p *folder) {
	d.made++
	path := filepath.Join(filepath.Dir(pick(d, p.files)), fmt.Sprintf("made%d.js", d.made))
	text := fmt.Sprintf("const other = require('./%s');\nexports = other;\nrequire('http').createServer(() => other.run());\n", filepath.Base(pick(d, p.files)))
	d.store(path, text)
	d.list(p)
	d.watched(1, path)
}

func (d *days) store(path, text string) {
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

// remove takes away a file that create made, and that is not open.
func (d *days) remove(p *folder) {
	for _, path := range p.files {
		if strings.HasPrefix(filepath.Base(path), "made") && d.buffers[path] == nil {
			if err := os.Remove(path); err != nil {
				d.t.Fatal(err)
			}
			d.list(p)
			d.watched(3, path)
			return
		}
	}
}

// configure writes another configuration, or takes it away.
func (d *days) configure(p *folder) {
	path := filepath.Join(p.dir, "nodebeyond.jsonc")
	switch text := pick(d, []string{"", `{"preset": "strict"}`, `{"rules": {"exports-reassigned": "off"}}`, `{"rules": {"exports-reassigned": "error"}} // why`, `{"ignores": ["lib/**"]}`}); text {
	case "":
		if os.Remove(path) == nil {
			d.watched(3, path)
		}
	default:
		d.store(path, text)
		d.watched(2, path)
	}
}

func (d *days) save() {
	open := d.opened()
	if len(open) == 0 {
		return
	}
	path := pick(d, open)
	d.store(path, d.buffers[path].text)
	d.editor.tell("textDocument/didSave", map[string]any{"textDocument": map[string]any{"uri": address(path)}})
}

// toggle takes a folder away or adds it, but leaves one.
func (d *days) toggle(p *folder) {
	open := 0
	for _, p := range d.projects {
		if p.open {
			open++
		}
	}
	if p.open && open == 1 {
		return
	}
	p.open = !p.open
	event := map[string]any{"added": []any{}, "removed": []any{}}
	if p.open {
		event["added"] = []any{folderOf(p.dir)}
	} else {
		event["removed"] = []any{folderOf(p.dir)}
	}
	d.editor.tell("workspace/didChangeWorkspaceFolders", map[string]any{"event": event})
}

// compare writes all buffers to the disk and holds what the server says of all files against the command line. It gives the number of findings.
func (d *days) compare() int {
	d.t.Helper()
	for _, p := range d.projects {
		if !p.open {
			d.toggle(p)
		}
	}
	// What happens on the disk last, nothing else makes good.
	pick(d, []func(*folder){d.rename, d.create, d.remove, d.configure})(pick(d, d.projects))
	// The disk gets the texts for the command line. The server has them, so it need not be told, and must have understood all before without it.
	saves := d.IntN(2) == 0
	for _, path := range d.opened() {
		b := d.buffers[path]
		// While a text does not parse, the server keeps what it knew, on purpose.
		if len(syntax.Parse(path, b.text).Problems) > 0 {
			b.text = pick(d, words[:4])
			b.version++
			d.editor.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": address(path), "version": b.version}, "contentChanges": []any{map[string]any{"text": b.text}}})
		}
		d.store(path, b.text)
		if saves {
			d.editor.tell("textDocument/didSave", map[string]any{"textDocument": map[string]any{"uri": address(path)}})
		}
	}
	var want []string
	for _, p := range d.projects {
		want = append(want, linted(d.t, p.dir)...)
	}
	slices.Sort(want)
	var got []string
	// How long it takes is the benchmarks' matter; a server that says nothing for so long has nothing more to say.
	for silent := false; !silent; {
		got = d.published()
		if slices.Equal(got, want) {
			return len(want)
		}
		select {
		case <-d.editor.news:
		case <-time.After(20 * time.Second):
			silent = true
		}
	}
	missing, extra := lessOf(want, got), lessOf(got, want)
	d.t.Fatalf("after %d acts: the command line finds and the server does not say (%d):\n%s\nthe server says and the command line does not find (%d):\n%s",
		d.acts, len(missing), strings.Join(missing[:min(8, len(missing))], "\n"), len(extra), strings.Join(extra[:min(8, len(extra))], "\n"))
	return 0
}

// lessOf are the lines of one list that the other one does not have.
func lessOf(a, b []string) (out []string) {
	have := map[string]int{}
	for _, s := range b {
		have[s]++
	}
	for _, s := range a {
		if have[s]--; have[s] < 0 {
			out = append(out, s)
		}
	}
	return out
}

// linted are the findings of the command line, a line each: place, rule, message and evidence.
func linted(t *testing.T, dir string) (lines []string) {
	t.Helper()
	c := exec.Command("nodebeyond", "lint", "--format", "json", "--no-cache", "--fail-on", "never")
	c.Dir = dir
	out, err := c.Output()
	if err != nil && c.ProcessState.ExitCode() != 2 { // a file that cannot be looked at
		t.Fatalf("lint %s: %v", dir, err)
	}
	type place struct {
		File                             string
		Line, Column, EndLine, EndColumn int
		Message                          string
	}
	var report struct {
		Findings []struct {
			place
			Rule, Help string
			Evidence   []place
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("lint %s: %v: %.300s", dir, err, out)
	}
	at := func(p place) string {
		return fmt.Sprintf("%s %d:%d-%d:%d", address(filepath.Join(dir, p.File)), p.Line-1, p.Column-1, p.EndLine-1, p.EndColumn-1)
	}
	for _, f := range report.Findings {
		line := at(f.place) + " " + f.Rule + " " + strings.TrimSuffix(f.Message+"\n"+f.Help, "\n")
		for _, e := range f.Evidence {
			line += "; " + at(e) + " " + e.Message
		}
		lines = append(lines, line)
	}
	return lines
}

// published are the findings that the server told last, in the same form.
func (d *days) published() (lines []string) {
	for name, body := range d.editor.heard() {
		var p struct {
			Diagnostics []struct {
				Range              span
				Code, Message      string
				RelatedInformation []struct {
					Location struct {
						URI   string
						Range span
					}
					Message string
				}
			}
		}
		if err := json.Unmarshal(body, &p); err != nil {
			d.t.Fatalf("%v: %s", err, body)
		}
		for _, f := range p.Diagnostics {
			line := name + " " + f.Range.String() + " " + f.Code + " " + f.Message
			for _, r := range f.RelatedInformation {
				line += "; " + r.Location.URI + " " + r.Location.Range.String() + " " + r.Message
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}

type span struct{ Start, End struct{ Line, Character int } }

func (s span) String() string {
	return fmt.Sprintf("%d:%d-%d:%d", s.Start.Line, s.Start.Character, s.End.Line, s.End.Character)
}

// resident is the memory of a process in bytes (proc(5), statm).
func resident(t *testing.T, pid int) int {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		t.Fatal(err)
	}
	var total, pages int
	if _, err := fmt.Sscan(string(data), &total, &pages); err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}

func median[T cmp.Ordered](list []T) T {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// copyProject copies a folder, without what belongs to others.
func copyProject(t *testing.T, to, from string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch {
		case e.IsDir() && (e.Name() == "node_modules" || e.Name() == ".git"):
			return filepath.SkipDir
		case e.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		case !e.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}
