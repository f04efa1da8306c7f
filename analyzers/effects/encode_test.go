package effects

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nodebeyond/analyzers/syntax"
)

func roundTrip(t *testing.T, name string, facts *Facts) []byte {
	t.Helper()
	data := Encode(facts)
	back, err := Decode(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if d := cmp.Diff(facts, back); d != "" {
		t.Fatalf("%s: (-lowered +decoded)\n%s", name, d)
	}
	return data
}

func TestRoundTrip(t *testing.T) {
	for _, p := range testFiles(t) {
		f := load(t, p)
		a := roundTrip(t, p, Lower(f, f.HasESM))
		if b := Encode(Lower(load(t, p), f.HasESM)); !bytes.Equal(a, b) {
			t.Errorf("%s: equal text gives other bytes", p)
		}
		LowerFor(load(t, p), f.HasESM, func(brief *Facts) {
			if b := Append([]byte{1}, brief); !bytes.Equal(a, b[1:]) {
				t.Errorf("%s: facts that are not kept give other bytes", p)
			}
		})
	}
}

func TestRoundTripCorpus(t *testing.T) {
	files, source, encoded := 0, 0, 0
	for _, p := range corpus(t) {
		f := load(t, p)
		data := Encode(Lower(f, f.HasESM))
		back, err := Decode(data)
		if err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		if !bytes.Equal(data, Encode(back)) {
			roundTrip(t, p, Lower(f, f.HasESM))
			t.Fatalf("%s: decoded facts give other bytes", p)
		}
		files, source, encoded = files+1, source+len(f.Text), encoded+len(data)
	}
	t.Logf("%d files, %d bytes of source, %d of facts: %d a file, %.0f a KiB of source", files, source, encoded, encoded/files, float64(encoded)*1024/float64(source))
}

func TestDecodeDamaged(t *testing.T) {
	data := Encode(lowerText(t, "const a = require('a'); module.exports = class B { m(x) { for (;;) { if (x) break; a.f(x, 1) } } }"))
	for n := range data {
		if _, err := Decode(data[:n]); err == nil {
			t.Errorf("the first %d of %d bytes decode", n, len(data))
		}
	}
	if _, err := Decode(append(bytes.Clone(data), 0)); err == nil {
		t.Error("a byte too many decodes")
	}
	other := bytes.Clone(data)
	other[0]++
	if _, err := Decode(other); err == nil {
		t.Error("another version decodes")
	}
}

// TestDecodeFlipped decodes facts with one byte changed, each byte in four ways: what is accepted must be fit for use.
func TestDecodeFlipped(t *testing.T) {
	for _, p := range testFiles(t) {
		f := load(t, p)
		data := Encode(Lower(f, f.HasESM))
		accepted := 0
		for i, was := range data {
			for _, c := range []byte{was ^ 1, was ^ 0x80, was + 2, 0xff} {
				data[i] = c
				if facts, err := Decode(data); err == nil {
					accepted++
					if i%7 == 0 {
						_ = facts.Text()
					}
				}
			}
			data[i] = was
		}
		if accepted == 0 {
			t.Errorf("%s: no change of a letter in a string is accepted, which can not be", p)
		}
	}
}

// FuzzDecode holds that no bytes make Decode panic or take much memory, and that what it accepts can be used and written again.
func FuzzDecode(f *testing.F) {
	names, err := filepath.Glob("testdata/*.*s")
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range names {
		text, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		file := syntax.Parse(p, string(text))
		f.Add(Encode(Lower(file, file.HasESM)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		facts, err := Decode(data)
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > uint64(len(data))*120+64<<10 {
			t.Fatalf("%d bytes of input took %d bytes of memory", len(data), grown)
		}
		if err != nil {
			return
		}
		_ = facts.Text()
		again, err := Decode(Encode(facts))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(facts, again); d != "" {
			t.Fatal(d)
		}
	})
}

// encodedCorpus gives the encoded facts of the corpus, and their size in bytes.
func encodedCorpus(b *testing.B) (all [][]byte, size int64) {
	for _, p := range corpus(b) {
		f := load(b, p)
		data := Encode(Lower(f, f.HasESM))
		all = append(all, data)
		size += int64(len(data))
	}
	return all, size
}

func BenchmarkDecode(b *testing.B) {
	all, size := encodedCorpus(b)
	b.SetBytes(size)
	b.ReportAllocs()
	defer cpu(b)()
	for b.Loop() {
		for _, data := range all {
			if _, err := Decode(data); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	all, size := encodedCorpus(b)
	var facts []*Facts
	for _, data := range all {
		f, err := Decode(data)
		if err != nil {
			b.Fatal(err)
		}
		facts = append(facts, f)
	}
	b.SetBytes(size)
	b.ReportAllocs()
	defer cpu(b)()
	for b.Loop() {
		for _, f := range facts {
			Encode(f)
		}
	}
}
