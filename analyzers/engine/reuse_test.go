package engine_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// shopPackage is the shop's package.json: where shop/x leads, and what npm start runs.
func shopPackage(x, start string) string {
	return `{"name": "shop", "dependencies": {"known": "1"}, "exports": {"./x": "` + x + `"}, "scripts": {"start": "node ` + start + `"}}`
}

// shop is a program in which what one file does shows in another.
func shop() map[string]string {
	return map[string]string{
		"package.json": shopPackage("./part/quick.js", "asks/index.js"),
		"server.js": `const http = require('http')
const { load } = require('./lib/read')
const helper = require('./lib/helper')
const part = require('./part')
http.createServer((req, res) => {
  load()
  helper.help()
  part.go()
  res.end()
}).listen(1)
`,
		"lib/read.js": `const fs = require('fs')
exports.load = () => fs.readFileSync(__dirname + '/a.txt')
`,
		"lib/helper/index.js": `exports.help = () => 1
`,
		"part/package.json":   `{"main": "quick.js"}`,
		"part/quick.js":       "exports.go = () => 1\n",
		"part/slow.js":        "const fs = require('fs')\nexports.go = () => fs.readFileSync(__dirname + '/b.txt')\n",
		"sloppy/package.json": `{"name": "sloppy"}`,
		"sloppy/count.js":     alone,
		"typed/tsconfig.json": `{"compilerOptions": {"baseUrl": ".", "paths": {"@in/*": ["./in/*"]}}}`,
		"typed/main.ts": `import http from 'http'
import { go } from '@in/go'
http.createServer((req, res) => { go(); res.end() }).listen(2)
`,
		"typed/in/go.ts":                  "import fs from 'fs'\nexport function go() { return fs.readFileSync('/etc/hosts') }\n",
		"typed/out/go.ts":                 "export function go() { return 1 }\n",
		"asks/index.js":                   "const nothing = require('nothing')\nconst made = require('./made/thing')\nnothing(made)\n",
		"node_modules/known/package.json": `{"name": "known", "exports": {".": "./index.js"}}`,
		"node_modules/known/index.js":     "module.exports = 1\n",
		"self/index.js":                   "const http = require('http')\nconst x = require('shop/x')\nhttp.createServer((req, res) => { x.go(); res.end() }).listen(3)\n",
		"where/start.js":                  "const fs = require('fs')\nexports.load = () => JSON.parse(fs.readFileSync('./conf.json', 'utf8'))\n",
		"alone.js":                        alone,
	}
}

const alone = "function greet(name) {\n  user = name\n  setImmediate(() => { console.log(user) })\n}\ngreet('Ana')\ngreet('Ben')\n"

func TestSameFindingsAfterChanges(t *testing.T) {
	steps := []struct {
		name   string
		change func(p *project)
		silent bool // the findings stay
	}{
		{"a file changed", func(p *project) { p.write("lib/read.js", "exports.load = () => 1\n") }, false},
		{"a file changed back", func(p *project) { p.write("lib/read.js", shop()["lib/read.js"]) }, false},
		{"touched, text as before", func(p *project) { p.write("lib/read.js", shop()["lib/read.js"]) }, true},
		{"a file added that nobody asks for", func(p *project) {
			p.write("extra.js", alone)
		}, false},
		{"a file removed", func(p *project) { p.remove("extra.js") }, false},
		{"a new file that takes the place of a folder", func(p *project) {
			p.write("lib/helper.js", "const fs = require('fs')\nexports.help = () => fs.readFileSync(__dirname + '/c.txt')\n")
		}, false},
		{"and is renamed", func(p *project) { p.must(os.Rename(p.path("lib/helper.js"), p.path("lib/helped.js"))) }, false},
		{"main changed", func(p *project) { p.write("part/package.json", `{"main": "slow.js"}`) }, false},
		{"an alone file changed, then main", func(p *project) {
			p.write("alone.js", "1\n")
		}, false},
		{"main changed back", func(p *project) { p.write("part/package.json", `{"main": "quick.js"}`) }, false},
		{"type changed", func(p *project) { p.write("sloppy/package.json", `{"type": "module"}`) }, false},
		{"type changed back", func(p *project) { p.write("sloppy/package.json", `{"name": "sloppy"}`) }, false},
		{"exports changed", func(p *project) { p.write("package.json", shopPackage("./part/slow.js", "asks/index.js")) }, false},
		{"scripts changed", func(p *project) { p.write("package.json", shopPackage("./part/slow.js", "server.js")) }, false},
		{"scripts changed back", func(p *project) { p.write("package.json", shopPackage("./part/slow.js", "asks/index.js")) }, false},
		{"a package appears", func(p *project) {
			p.write("node_modules/nothing/index.js", "module.exports = 1\n")
		}, false},
		{"a package goes", func(p *project) { p.remove("node_modules/nothing") }, false},
		{"gitignore appears", func(p *project) { p.write("asks/.gitignore", "made\n") }, false},
		{"gitignore changed", func(p *project) { p.write("asks/.gitignore", "other\n") }, false},
		{"paths of tsconfig changed", func(p *project) {
			p.write("typed/tsconfig.json", `{"compilerOptions": {"baseUrl": ".", "paths": {"@in/*": ["./out/*"]}}}`)
		}, false},
		{"what is asked for appears", func(p *project) { p.write("where/conf.json", "1") }, false},
		{"what is asked for goes", func(p *project) { p.remove("where/conf.json") }, false},
		{"a binary file", func(p *project) { p.write("alone.js", "a\x00b") }, false},
		{"a file that is not UTF-8", func(p *project) { p.write("alone.js", "// \xff\n") }, false},
		{"a syntax error", func(p *project) { p.write("alone.js", "let = = 1\n") }, false},
		{"mended", func(p *project) { p.write("alone.js", alone) }, false},
		{"silenced", func(p *project) {
			p.write("alone.js", "// nodebeyond-disable-file implicit-global -- a test\n"+alone)
		}, false},
		{"silenced without need", func(p *project) {
			p.write("lib/helped.js", "// nodebeyond-disable-file sync-in-handler -- a test\n1\n")
		}, false},
	}
	p := newProject(t, shop())
	before := said(p.same("at first"))
	for _, s := range steps {
		s.change(p)
		p.backdate()
		p.memory.Refresh()
		after := said(p.same(s.name))
		if slices.Equal(before, after) != s.silent {
			t.Errorf("%s: findings stay: %v, want %v\n%q", s.name, !s.silent, s.silent, after)
		}
		before = after
	}
}

func TestLinksThatLeadElsewhere(t *testing.T) {
	p := newProject(t, shop())
	p.must(os.Symlink(p.path("part/quick.js"), p.path("lib/linked.js")))
	p.write("server.js", "const http = require('http')\nconst l = require('./lib/linked')\nhttp.createServer((req, res) => { l.go(); res.end() }).listen(1)\n")
	p.backdate()
	if n := has(p.same("quick"), "sync-in-handler"); n != 1 { // of typed/main.ts
		t.Errorf("%d findings", n)
	}
	p.remove("lib/linked.js")
	p.must(os.Symlink(p.path("part/slow.js"), p.path("lib/linked.js")))
	p.backdate()
	p.memory.Refresh()
	if n := has(p.same("slow"), "sync-in-handler"); n != 2 {
		t.Errorf("%d findings", n)
	}
}

func TestExample(t *testing.T) {
	p := newProject(t, nil)
	p.must(os.CopyFS(p.dir, os.DirFS(filepath.FromSlash("../../docs/example"))))
	p.backdate()
	if res := p.same("the example"); len(res.Findings) == 0 {
		t.Error("the example has no findings")
	}
}
