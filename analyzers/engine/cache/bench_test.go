//go:build unix

package cache

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// corpusFile is a file of the project that is measured on, as a walk would report it.
type corpusFile struct {
	path string
	stat Stat
}

// corpus lists the JavaScript files of a large project, which only the benchmarks need.
func corpus(b *testing.B) []corpusFile {
	b.Helper()
	dir := os.Getenv("NODEBEYOND_CORPUS")
	if dir == "" {
		b.Skip("set NODEBEYOND_CORPUS to a folder with a large project to measure on")
	}
	var out []corpusFile
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		switch filepath.Ext(path) {
		case ".js", ".cjs", ".mjs":
			fi, err := d.Info()
			if err != nil {
				return err
			}
			out = append(out, corpusFile{path, Stat{Size: fi.Size(), MTime: fi.ModTime().UnixNano()}})
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// stored makes a cache of the corpus as a cold run would: 2 KiB of facts a file, findings of 200 bytes in every third.
func stored(b *testing.B, files []corpusFile) Options {
	b.Helper()
	o := Options{Dir: b.TempDir(), Project: "bench"}
	if err := coldRun(o, files); err != nil {
		b.Fatal(err)
	}
	return o
}

func coldRun(o Options, files []corpusFile) error {
	s := Open(o)
	defer s.Close()
	w := s.newWriter(time.Now().Add(time.Hour)) // nothing of the corpus is racy then
	facts, findings := make([]byte, 2048), make([]byte, 200)
	for i, f := range files {
		var fd []byte
		if i%3 == 0 {
			fd = findings
		}
		w.Put(f.path, f.stat, Sum([]byte(f.path)), facts, fd)
	}
	return w.Commit()
}

// BenchmarkWarm is what the cache adds to a run without changes: open, look everything up, read all findings, commit.
func BenchmarkWarm(b *testing.B) {
	files := corpus(b)
	o := stored(b, files)
	b.ReportAllocs()
	var findings int
	for b.Loop() {
		s := Open(o)
		w := s.NewWriter()
		findings = 0
		for i := range files {
			e, fresh, _ := s.Lookup(files[i].path, files[i].stat)
			if !fresh {
				b.Fatalf("%s is not fresh", files[i].path)
			}
			w.Keep(e)
			findings += len(e.Findings)
		}
		if err := w.Commit(); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
	b.ReportMetric(float64(len(files)), "files")
	b.ReportMetric(float64(findings)/1e6, "MB-findings")
}

func BenchmarkOpen(b *testing.B) {
	o := stored(b, corpus(b))
	for b.Loop() {
		s := Open(o)
		if s.Len() == 0 {
			b.Fatal(s.Note())
		}
		s.Close()
	}
}

// BenchmarkFacts reads the facts of all files on one goroutine, as after an edit.
func BenchmarkFacts(b *testing.B) {
	files := corpus(b)
	s := Open(stored(b, files))
	defer s.Close()
	var buf []byte
	for b.Loop() {
		for i := range s.Len() {
			var ok bool
			if buf, ok = s.Facts(s.At(i), buf); !ok {
				b.Fatal("no facts")
			}
		}
	}
}

// BenchmarkEachFacts does the same in one sweep with as many goroutines as there are processors.
func BenchmarkEachFacts(b *testing.B) {
	files := corpus(b)
	s := Open(stored(b, files))
	defer s.Close()
	entries := make([]Entry, len(files))
	for i, f := range files {
		entries[i], _, _ = s.Lookup(f.path, f.stat)
	}
	b.ReportAllocs()
	for b.Loop() {
		s.EachFacts(entries, runtime.GOMAXPROCS(0), func(_ int, _ []byte, ok bool) {
			if !ok {
				b.Error("no facts")
			}
		})
	}
}

// BenchmarkCold writes everything; BenchmarkOneChanged writes the facts of one file and the index of all.
func BenchmarkCold(b *testing.B) {
	files := corpus(b)
	dir := b.TempDir()
	n := 0
	for b.Loop() {
		n++
		if err := coldRun(Options{Dir: dir, Project: fmt.Sprint(n % 2), Engine: Hash{byte(n)}}, files); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOneChanged(b *testing.B) {
	files := corpus(b)
	o := stored(b, files)
	for b.Loop() {
		s := Open(o)
		w := s.newWriter(time.Now().Add(time.Hour))
		for i := range files {
			e, _, _ := s.Lookup(files[i].path, files[i].stat)
			if i == len(files)/2 {
				w.Put(e.Path, files[i].stat, e.Hash, make([]byte, 2048), nil)
				continue
			}
			w.Keep(e)
		}
		if err := w.Commit(); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

// BenchmarkReadAndHash is the other way to know that nothing changed, for machines where time stamps say nothing.
func BenchmarkReadAndHash(b *testing.B) {
	files := corpus(b)
	for b.Loop() {
		var wg sync.WaitGroup
		workers := runtime.GOMAXPROCS(0)
		for g := range workers {
			wg.Go(func() {
				var buf []byte
				for i := g; i < len(files); i += workers {
					var err error
					if buf, err = readInto(buf, files[i].path, files[i].stat.Size); err != nil {
						b.Error(err)
						return
					}
					Sum(buf)
				}
			})
		}
		wg.Wait()
	}
}

// readInto reads a file of known size into buf, grown when needed.
func readInto(buf []byte, path string, size int64) ([]byte, error) {
	if int64(cap(buf)) < size {
		buf = make([]byte, size, 2*size)
	}
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return buf, err
	}
	defer unix.Close(fd)
	n, err := unix.Read(fd, buf[:size])
	if err == nil && int64(n) != size {
		err = io.ErrUnexpectedEOF
	}
	return buf[:size], err
}

func BenchmarkSum(b *testing.B) {
	buf := make([]byte, 5200) // the corpus' mean
	b.SetBytes(int64(len(buf)))
	for b.Loop() {
		Sum(buf)
	}
}
