package engine_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/engine"
)

// programs writes n servers of so many modules each below a folder, about as dense in calls, requires and handlers as published packages are.
// Equal arguments give equal texts.
func programs(tb testing.TB, dir string, n, modules int, seed uint64) []engine.File {
	tb.Helper()
	r := rand.New(rand.NewPCG(seed, 0))
	var files []engine.File
	write := func(path, text string) {
		path = filepath.Join(dir, path)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			tb.Fatal(err)
		}
		if strings.HasSuffix(path, ".js") {
			files = append(files, engine.File{Path: filepath.ToSlash(path), Size: info.Size(), Mtime: info.ModTime().UnixNano()})
		}
	}
	for p := range n {
		folder := fmt.Sprintf("p%d", p)
		if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
			tb.Fatal(err)
		}
		write(folder+"/package.json", fmt.Sprintf(`{"name":"p%d","main":"m0.js"}`, p))
		for i := range modules {
			write(fmt.Sprintf("%s/m%d.js", folder, i), moduleText(r, i, modules))
		}
	}
	return files
}

// moduleText is module i of a program. It asks for some of those that come after it, and now and then for one before it, inside a function.
func moduleText(r *rand.Rand, i, modules int) string {
	var b strings.Builder
	b.WriteString("'use strict';\nconst fs = require('fs');\nconst path = require('node:path');\nconst { EventEmitter } = require('events');\n")
	var from []int
	for range 4 {
		if left := modules - i - 1; left > 0 {
			k := i + 1 + r.IntN(min(left, 12))
			if !slices.Contains(from, k) {
				from = append(from, k)
				fmt.Fprintf(&b, "const m%d = require('./m%d');\n", k, k)
			}
		}
	}
	call := func(arg string) string {
		if len(from) == 0 {
			return "path.join(" + arg + ", 'x')"
		}
		k := from[r.IntN(len(from))]
		return fmt.Sprintf("m%d.task%d(%s)", k, r.IntN(4), arg)
	}
	fmt.Fprintf(&b, "\nclass Store%d extends EventEmitter {\n  constructor(options) {\n    super();\n    this.options = Object.assign({ size: %d }, options);\n    this.items = new Map();\n  }\n", i, i)
	for k := range 3 {
		fmt.Fprintf(&b, "  step%d(item, done) {\n    const key = String(item && item.id || '').trim();\n    if (!this.items.has(key)) {\n      this.items.set(key, { key, at: Date.now(), value: %s });\n    }\n    fs.readFile(path.join(this.options.dir, key), (err, data) => {\n      if (err) return done(err);\n      this.emit('step', data.length);\n      done(null, this.items.get(key).value);\n    });\n  }\n", k, call("item"))
	}
	b.WriteString("}\n\n")
	for k := range 4 {
		fmt.Fprintf(&b, "function task%d(input) {\n  const out = [];\n  for (const part of [].concat(input)) {\n    if (typeof part === 'string' && part.length > %d) out.push(part.slice(1));\n    else if (part && part.list) out.push(...part.list.map((x) => %s));\n    else out.push(%s);\n  }\n  return out.length > 1 ? out : out[0];\n}\n\n", k, r.IntN(9), call("x"), call("part"))
	}
	if i > 0 && r.IntN(20) == 0 {
		fmt.Fprintf(&b, "exports.parent = () => require('./m%d').task0([]);\n", r.IntN(i))
	}
	if i == 0 {
		fmt.Fprintf(&b, "const store = new Store0({ dir: __dirname });\nrequire('http').createServer(async (req, res) => {\n  const chunks = [];\n  for await (const c of req) chunks.push(c);\n  store.step0({ id: req.url }, (err, value) => {\n    if (err) { res.statusCode = 500; return res.end(); }\n    res.end(JSON.stringify(task%d(value)));\n  });\n}).listen(0);\n", r.IntN(4))
	}
	fmt.Fprintf(&b, "exports.Store = Store%d;\n", i)
	for k := range 4 {
		fmt.Fprintf(&b, "exports.task%d = task%d;\n", k, k)
	}
	return b.String()
}
