package engine_test

import (
	"path/filepath"
	"testing"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/engine"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/program"
)

// serves reports whether the program of a file has a function that runs per request.
func serves(t *testing.T, res *engine.Result, file string) bool {
	t.Helper()
	found, hot := false, false
	if !res.Program(file, func(p *program.Program, f *program.File) {
		found = f.Path == file
		for i := range f.Facts.Funcs {
			hot = hot || p.Runs(program.FuncRef{File: f.ID, Func: effects.FuncID(i)}, nodeapi.Request)
		}
	}) || !found {
		t.Fatalf("no program of %s", file)
	}
	return hot
}

// The programs of a run can be asked after it: of parts with a buffer, of others, after other edits, and after the disk was looked at anew.
func TestProgramAfterwards(t *testing.T) {
	p := newProject(t, map[string]string{
		"package.json": "{}",
		"server.js":    "const http = require('http')\nconst { go } = require('./go')\nhttp.createServer((req, res) => { go(); res.end() }).listen(1)\n",
		"go.js":        "exports.go = () => {}\n",
		"other.js":     "const http = require('http')\nhttp.createServer((req, res) => res.end()).listen(2)\n",
		"plain.js":     "exports.plain = (a) => a\n",
	})
	slash := func(name string) string { return filepath.ToSlash(p.path(name)) }
	buffers := map[string]string{"go.js": "exports.go = () => { return 1 }\n"}
	run := func() *engine.Result {
		o := p.options()
		o.Memory = &p.memory
		for i := range o.Files {
			if text, ok := buffers[filepath.Base(o.Files[i].Path)]; ok {
				o.Files[i].Text = &text
			}
		}
		return p.lint(o)
	}
	first := run()
	for name, want := range map[string]bool{"go.js": true, "server.js": true, "other.js": true, "plain.js": false} {
		if got := serves(t, first, slash(name)); got != want {
			t.Errorf("%s serves: %v", name, got)
		}
	}
	buffers["server.js"] = "require('./go')\n"
	second := run()
	if serves(t, second, slash("go.js")) {
		t.Error("go.js serves though nobody asks for it any more")
	}
	if !serves(t, second, slash("other.js")) {
		t.Error("other.js does not serve any more")
	}
	if !serves(t, first, slash("go.js")) {
		t.Error("the earlier result speaks of the later text")
	}
	p.memory.Refresh()
	if !serves(t, run(), slash("other.js")) {
		t.Error("other.js does not serve after a look at the disk")
	}
	if second.Program(slash("none.js"), func(*program.Program, *program.File) {}) {
		t.Error("a file that is not there has a program")
	}
}
