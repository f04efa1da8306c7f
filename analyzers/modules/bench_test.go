package modules

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// benchProject is a project of 500 files in 50 folders with 100 packages, on the
// disk, and 10,000 requests as real code makes them.
func benchProject(b *testing.B) (r *Resolver, from, specs []string, how []How) {
	b.Helper()
	files := map[string]string{"/w/app/package.json": `{"name": "app", "imports": {"#lib/*": "./src/lib/*.js"}}`}
	for i := range 50 {
		for j := range 10 {
			files[fmt.Sprintf("/w/app/src/area%d/part/f%d.js", i, j)] = ""
		}
		files[fmt.Sprintf("/w/app/src/lib/l%d.js", i)] = ""
	}
	for i := range 100 {
		dir := fmt.Sprintf("/w/app/node_modules/pkg%d/", i)
		switch i % 3 {
		case 0:
			files[dir+"package.json"] = `{"name": "x", "main": "lib/main"}`
		case 1:
			files[dir+"package.json"] = `{"name": "x", "exports": {".": {"import": "./lib/main.js", "require": "./lib/main.js"}, "./*": "./lib/*.js"}}`
		}
		files[dir+"lib/main.js"] = ""
		files[dir+"index.js"] = ""
	}
	m := NewMemory(files)
	r = New(m, Options{})
	for i := range 10_000 {
		from = append(from, fmt.Sprintf("/w/app/src/area%d/part/f%d.js", i%50, i%10))
		h := How(i % 2)
		switch i % 8 {
		case 0, 1:
			specs = append(specs, fmt.Sprintf("./f%d.js", i%10))
		case 2:
			h = Require
			specs = append(specs, fmt.Sprintf("../../area%d/part/f%d", (i/7)%50, i%10))
		case 3, 4, 5:
			specs = append(specs, fmt.Sprintf("pkg%d", i%100))
		case 6:
			specs = append(specs, "fs")
		case 7:
			specs = append(specs, fmt.Sprintf("#lib/l%d", i%50))
		}
		how = append(how, h)
	}
	return r, from, specs, how
}

// BenchmarkResolve does 10,000 resolutions an iteration over a warm cache of the
// disk.
func BenchmarkResolve(b *testing.B) {
	memory, from, specs, how := benchProject(b)
	root := writeMemory(b, memory.FS().(*Memory))
	disk := New(NewOS(root), Options{})
	for i := range from {
		from[i] = root + from[i]
	}
	failed := 0
	b.ReportAllocs()
	for b.Loop() {
		failed = 0
		for i := range from {
			if _, err := disk.Resolve(from[i], specs[i], how[i]); err != nil {
				failed++
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(from)), "ns/resolution")
	if failed != 0 {
		b.Fatalf("%d of %d requests failed", failed, len(from))
	}
}

// BenchmarkMiss does 10,000 resolutions that fail.
func BenchmarkMiss(b *testing.B) {
	memory, from, _, how := benchProject(b)
	root := writeMemory(b, memory.FS().(*Memory))
	disk := New(NewOS(root), Options{})
	for i := range from {
		from[i] = root + from[i]
	}
	specs := []string{"./missing", "missing", "@scope/missing/x", "#missing", "pkg1/missing"}
	b.ReportAllocs()
	for b.Loop() {
		for i := range from {
			if _, err := disk.Resolve(from[i], specs[i%len(specs)], how[i]); err == nil {
				b.Fatal("found", specs[i%len(specs)])
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(from)), "ns/resolution")
}

// writeMemory puts the files of m under a folder on the disk.
func writeMemory(b *testing.B, m *Memory) string {
	b.Helper()
	root, err := filepath.EvalSymlinks(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	for p, n := range m.nodes {
		at := filepath.Join(root, p)
		if n.dir {
			err = os.MkdirAll(at, 0o755)
		} else if err = os.MkdirAll(filepath.Dir(at), 0o755); err == nil {
			err = os.WriteFile(at, n.data, 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	return filepath.ToSlash(root)
}

func BenchmarkPackageJSON(b *testing.B) {
	src := []byte(`{"name": "some-package", "version": "1.2.3", "description": "Reads things and writes other things", "main": "lib/index.js",
"exports": {".": {"types": "./lib/index.d.ts", "import": "./lib/index.mjs", "require": "./lib/index.js"}, "./package.json": "./package.json"},
"scripts": {"test": "node --test", "build": "tsc -p ."}, "keywords": ["read", "write"], "dependencies": {"a": "^1.0.0", "b": "~2.0.0"}}`)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		readPackageJSON("/p/package.json", src, NewestLine)
	}
}
