package modules

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzMaps resolves through any package.json, from inside and outside: it ends,
// does not panic, and gives either a file that exists or an error with a code.
func FuzzMaps(f *testing.F) {
	g := generator{rand.New(rand.NewPCG(3, 3))}
	for range 60 {
		f.Add(g.packageJSON(), g.pick(genSpecs))
	}
	for _, text := range genBroken {
		f.Add(text, "p")
	}
	f.Fuzz(func(t *testing.T, packageJSON, spec string) {
		for _, node := range []int{20, 22, 24, 26} {
			m := NewMemory(map[string]string{
				"/app/package.json": packageJSON, "/app/x.js": "", "/app/lib/x.js": "", "/app/index.js": "",
				"/app/node_modules/p/package.json": packageJSON, "/app/node_modules/p/x.js": "", "/app/node_modules/p/lib/index.js": "",
			})
			r := New(m, Options{Line: node})
			for _, from := range []string{"/app/main.js", "/app/node_modules/p/main.js"} {
				for _, how := range []How{Require, Import} {
					x, err := r.Resolve(from, spec, how)
					if err != nil {
						if err.Code == "" {
							t.Errorf("%q: error without a code", spec)
						}
						_, _, _ = err.Tried(), err.OtherCase(), err.Suggest()
						continue
					}
					if info, ok := m.Stat(x.Path); x.Path != "" && (!ok || info.Dir) {
						t.Errorf("%q: %q is no file", spec, x.Path)
					}
				}
			}
		}
	})
}

// FuzzPackageJSON reads any text: no panic, and what ParseJSON takes it reads
// without complaint about the syntax.
func FuzzPackageJSON(f *testing.F) {
	for _, text := range append(genBroken, jsonTexts...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		strict := readPackageJSON("/p/package.json", []byte(text), 20)
		lax := readPackageJSON("/p/package.json", []byte(text), 24)
		_, _ = strict.Details(), lax.Details()
		v, err := ParseJSON([]byte(text))
		if err != nil || v.Kind != JSONObject || !utf8.ValidString(text) {
			return
		}
		if strict.Err != nil {
			t.Errorf("Node 20 reads %q, we say %v", text, strict.Err)
		}
		for _, key := range []string{"name", "type"} {
			if m := v.Get(key); m != nil {
				return // must be strings, each time they are given
			}
		}
		if lax.Err != nil && !strings.Contains(text, `\`) {
			t.Errorf("Node 24 reads %q, we say %v", text, lax.Err)
		}
	})
}

// TestFuzzSeedsFromTrees keeps the hand-written trees among what is tried for
// panics on every line of Node, not only the one that is installed.
func TestFuzzSeedsFromTrees(t *testing.T) {
	for _, tr := range handTrees(t) {
		for _, node := range []int{20, 22, 24, 26} {
			r := New(memoryOf("/root", []tree{tr}), Options{Line: node})
			for _, dir := range tr.from {
				for _, spec := range tr.specs {
					spec = strings.ReplaceAll(spec, "$ROOT", "/root/0")
					for _, how := range []How{Require, Import} {
						if _, err := r.Resolve(probeOf("/root/0", dir), spec, how); err != nil {
							_, _, _ = err.Tried(), err.OtherCase(), err.Suggest()
						}
					}
				}
			}
		}
	}
}
