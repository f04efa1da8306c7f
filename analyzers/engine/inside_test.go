package engine_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/rule"
)

// notesApp is a server whose handler calls a package, which calls another one.
func notesApp() map[string]string {
	return map[string]string{
		"package.json": `{"name": "app", "dependencies": {"notes": "1"}}`,
		"server.js": `const http = require('http')
const notes = require('notes')
http.createServer((req, res) => { notes.all(); res.end() }).listen(1)
`,
		"alone.js":                          alone,
		"node_modules/notes/package.json":   `{"name": "notes", "version": "1.0.0", "main": "quick.js"}`,
		"node_modules/notes/quick.js":       "const lib = require('./lib')\nexports.all = () => lib.all()\n",
		"node_modules/notes/slow.js":        "const fs = require('fs')\nexports.all = () => fs.readdirSync('.')\n",
		"node_modules/notes/lib/index.js":   "const disk = require('disk')\nexports.all = () => disk.read()\n",
		"node_modules/disk/package.json":    `{"name": "disk", "version": "1.0.0"}`,
		"node_modules/disk/index.js":        diskWaits,
		"node_modules/unused/package.json":  `{"name": "unused", "version": "1.0.0"}`,
		"node_modules/unused/index.js":      "1\n",
		"node_modules/notes/test/unused.js": "1\n",
	}
}

const (
	diskWaits = "const fs = require('fs')\nexports.read = () => fs.readFileSync('a')\n"
	diskAsks  = "const fs = require('fs')\nexports.read = () => fs.promises.readFile('a')\n"
)

// What a dependency does is asked anew when one of its files, or what leads to them, has changed; in every way of running.
func TestDependenciesChange(t *testing.T) {
	steps := []struct {
		name   string
		change func(p *project)
		want   int
	}{
		{"the package behind it does not wait", func(p *project) { p.write("node_modules/disk/index.js", diskAsks) }, 0},
		{"and waits again", func(p *project) { p.write("node_modules/disk/index.js", diskWaits) }, 1},
		{"a file changed that has nothing to do with it", func(p *project) { p.write("alone.js", "1\n") }, 1},
		{"the package calls something else", func(p *project) { p.write("node_modules/notes/lib/index.js", "exports.all = () => 1\n") }, 0},
		{"main leads elsewhere", func(p *project) {
			p.write("node_modules/notes/package.json", `{"name": "notes", "version": "1.0.1", "main": "slow.js"}`)
		}, 1},
		{"the handler calls something else", func(p *project) {
			p.write("server.js", strings.ReplaceAll(notesApp()["server.js"], "all", "some"))
		}, 0},
		{"and calls it again", func(p *project) { p.write("server.js", notesApp()["server.js"]) }, 1},
		{"the package is gone", func(p *project) { p.remove("node_modules/notes") }, 0},
	}
	p := newProject(t, notesApp())
	if n := has(p.same("at first"), "sync-in-dependency"); n != 1 {
		t.Fatalf("at first: %d findings", n)
	}
	for _, s := range steps {
		s.change(p)
		p.backdate()
		p.memory.Refresh()
		if n := has(p.same(s.name), "sync-in-dependency"); n != s.want {
			t.Errorf("%s: %d findings, want %d", s.name, n, s.want)
		}
	}
}

// What was learnt of dependencies is kept over runs that do not ask for it, and lost with a damaged cache.
func TestDependenciesAreKept(t *testing.T) {
	p := newProject(t, notesApp())
	want := said(p.lint(p.options()))
	for i, text := range []string{"1\n", "2\n", "3\n"} {
		p.write("alone.js", text)
		p.backdate()
		p.lint(p.options())
		if i == 1 {
			for _, f := range p.cacheFiles() {
				data, err := os.ReadFile(f)
				p.must(err)
				for k := len(data) / 2; k < len(data); k += 97 {
					data[k] ^= 4
				}
				p.must(os.WriteFile(f, data, 0o644))
			}
		}
	}
	p.write("alone.js", alone)
	p.backdate()
	if d := cmp.Diff(want, said(p.lint(p.options()))); d != "" {
		t.Errorf("(-first +last):\n%s", d)
	}
}

// Without a rule that asks, no dependency is read.
func TestDependenciesAreLeftAlone(t *testing.T) {
	p := newProject(t, notesApp())
	p.write("node_modules/notes/quick.js", "#!/\x00\n")
	o := p.options()
	o.Rules = []*rule.Rule{ruleNamed(t, "sync-in-handler")}
	res := p.lint(o)
	if len(res.Findings) != 0 || len(res.Errors) != 0 {
		t.Errorf("%q", said(res))
	}
	o = p.options()
	o.Rules = []*rule.Rule{ruleNamed(t, "sync-in-dependency")}
	if res := p.lint(o); len(res.Errors) != 0 { // what is no text is nobody's problem there
		t.Errorf("%q", said(res))
	}
}
