package features

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"nodebeyond/server/workspace"
)

// BenchmarkHover hovers over the places of a file of 2,000 lines, one after the other: warm, where the goal is 3 ms, and for the first time after an
// analysis, when the text is parsed and the program makes its tables.
func BenchmarkHover(b *testing.B) {
	var text strings.Builder
	text.WriteString("const express = require('express'), fs = require('node:fs'), { EventEmitter } = require('events')\nconst app = express(), bus = new EventEmitter()\n")
	for i := range 200 {
		fmt.Fprintf(&text, `app.get('/things/%d', async (req, res) => {
  const name = req.query.name
  bus.emit('asked', name)
  const text = await fs.promises.readFile(name, 'utf8')
  fs.stat(name, (err, stat) => {
    if (err) return res.status(404).end()
    setImmediate(() => res.end(text + load%d(stat)))
  })
})
function load%d(stat) { return fs.readFileSync(stat.name, 'utf8') }
`, i, i, i)
	}
	archive := &txtar.Archive{Files: []txtar.File{{Name: "package.json", Data: []byte("{}")}, {Name: "server.js", Data: []byte(text.String())}}}
	hover := func(b *testing.B, snap *workspace.Snapshot, file string, k int) {
		if _, ok := HoverAt(snap, &Book{}, file, k); !ok {
			b.Fatal("no hover")
		}
	}
	var places []int
	for _, word := range []string{"emit", "readFile(", "stat(", "setImmediate", "res.end(", "function load", "readFileSync", "req.query"} {
		for at := 0; ; {
			i := strings.Index(text.String()[at:], word)
			if i < 0 {
				break
			}
			places = append(places, at+i)
			at += i + 1
		}
	}
	b.Run("warm", func(b *testing.B) {
		snap, dir := project(b, archive)
		k := 0
		hover(b, snap, dir+"/server.js", places[0])
		for b.Loop() {
			hover(b, snap, dir+"/server.js", places[k%len(places)])
			k++
		}
	})
	b.Run("first", func(b *testing.B) {
		_, dir := project(b, archive)
		for b.Loop() {
			// A session of its own: nothing is kept of the last one but the file.
			b.StopTimer()
			s := workspace.New(workspace.Config{CacheDir: "off"})
			s.Open(dir+"/server.js", 1, text.String())
			if err := s.Settle(b.Context()); err != nil {
				b.Fatal(err)
			}
			snap := s.Snapshot()
			b.StartTimer()
			hover(b, snap, dir+"/server.js", places[len(places)/2])
			b.StopTimer()
			s.Stop()
			b.StartTimer()
		}
	})
}
