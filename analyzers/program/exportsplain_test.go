package program_test

import (
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/program"
)

// TestPlainExports: what is plainly exported is never called lacking, and what is not plain is not called so.
func TestPlainExports(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"names", `exports.a = 1; module.exports.b = 2;`, "a b"},
		{"literal", `const c = {}; module.exports = { a: 1, c, get g() {}, ['x' + 1]: 1, ...c };`, "a c"},
		{"by a variable", `const api = { a: 1 }; module.exports = api;`, "a"},
		{"then more", `module.exports = { a: 1 }; module.exports.b = 1;`, "a b"},
		{"dropped", `exports.a = 1; module.exports = { b: 1 };`, "b"},
		{"dropped later", `module.exports = { b: 1 }; exports.a = 1;`, "b"},
		{"a function", `module.exports = run; module.exports.a = 1; function run() {}`, "a apply"},
		{"a class", `module.exports = class { static a() {} };`, "apply"},
		{"on a branch", `if (x) exports.a = 1;`, ""},
		{"in a function", `function init() { exports.a = 1; }`, ""},
		{"left early", `if (x) return; exports.a = 1;`, ""},
		{"deleted", `exports.a = 1; delete exports.a;`, ""},
		{"replaced twice", `module.exports = { a: 1 }; module.exports = { b: 1 };`, ""},
		{"replaced later", `exports.a = 1; exports.init = () => { module.exports = {}; };`, ""},
		{"rebound", `exports = { a: 1 }; exports.a = 1;`, ""},
		{"made by a call", `module.exports = make(); module.exports.a = 1;`, ""},
		{"export statements", `export const a = 1;`, ""},
		{"eval", `exports.a = 1; eval('');`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := link(t, map[string]string{"m.js": c.text})
			var got []string
			list := p.ExportsOf(0)
			for _, name := range []string{"a", "apply", "b", "c", "g", "x1"} {
				if !p.PlainlyExports(0, name) {
					continue
				}
				got = append(got, name)
				if list.Lacks(name) {
					t.Errorf("%s is plainly there, and lacking", name)
				}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("plainly exports %q, want %q", s, c.want)
			}
			if !p.PlainlyExports(0, "toString") {
				t.Error("toString is inherited, and not plainly there")
			}
		})
	}
}

// TestPlainModule: the file whose exports a name holds is the one that evaluation finds, or not told.
func TestPlainModule(t *testing.T) {
	p := link(t, map[string]string{
		"a.js": `exports.b = require('./b.js'); exports.f = () => {}; exports.twice = 1; exports.twice = require('./b.js'); exports.made = make();
			const b = require('./b.js'); exports.also = b; exports.part = b.x; exports.outside = require('lib');`,
		"b.js": `exports.x = 1;`,
	})
	a, b := p.FileNamed("/a.js").ID, p.FileNamed("/b.js").ID
	var told []string
	for _, name := range []string{"also", "b", "f", "made", "outside", "part", "twice"} {
		holds, ok := p.PlainModule(a, name)
		if !ok {
			continue
		}
		told = append(told, name)
		if e := p.ExportsOf(a).Named(name); e == nil || e.Module != holds {
			t.Errorf("%s plainly holds %d, evaluation says %+v", name, holds, e)
		}
		if want := map[string]program.FileID{"also": b, "b": b}; holds >= 0 && holds != want[name] {
			t.Errorf("%s holds %d", name, holds)
		}
	}
	if want := []string{"also", "b", "f", "outside"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}
