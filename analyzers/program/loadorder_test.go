package program_test

import (
	"fmt"
	"path"
	"sort"
	"strings"
	"testing"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/program"
	"nodebeyond/analyzers/syntax"
)

// link makes a program of files whose imports are relative and named in full; those called .mjs are ES modules.
func link(t *testing.T, files map[string]string) *program.Program {
	t.Helper()
	var names []string
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	id := map[string]program.FileID{}
	for i, name := range names {
		id["/"+name] = program.FileID(i)
	}
	var in []program.Input
	for _, name := range names {
		at := "/" + name
		f := syntax.Parse(at, files[name])
		if len(f.Problems) > 0 {
			t.Fatalf("%s: %v", name, f.Problems)
		}
		facts := effects.Lower(f, strings.HasSuffix(name, ".mjs"))
		targets := make([]program.Target, len(facts.Imports))
		for i := range targets {
			to := path.Join(path.Dir(at), facts.Str(facts.Imports[i].Spec))
			if file, ok := id[to]; ok {
				targets[i] = program.Target{File: file, Path: to}
			} else {
				targets[i] = program.Target{File: program.None, Package: facts.Str(facts.Imports[i].Spec)}
			}
		}
		in = append(in, program.Input{Path: at, Facts: facts, Targets: targets, ESM: strings.HasSuffix(name, ".mjs")})
	}
	return program.Link(in, program.Env{})
}

func exportNames(p *program.Program, file string) string {
	e := p.ExportsOf(p.FileNamed("/" + file).ID)
	var out []string
	for _, x := range e.Names {
		name := x.Name
		if x.Late {
			name += "(late)"
		}
		if x.Maybe {
			name += "(maybe)"
		}
		out = append(out, name)
	}
	if !e.Certain {
		out = append(out, "...")
	}
	return strings.Join(out, " ")
}

func TestExportsOf(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"names", `exports.b = 1; module.exports.a = 2;`, "a b"},
		{"literal", `module.exports = { a, b: 1, ...process.env }; function a() {}`, "a b ..."},
		{"replaced", `exports.a = 1; module.exports = { b: 1 };`, "b"},
		{"linked", `exports = module.exports = { b: 1 }; exports.c = 1;`, "b c"},
		{"branch", `if (process.env.X) exports.a = 1; exports.b = 1;`, "a(maybe) b"},
		{"decided branch", `if (typeof module !== 'undefined') exports.a = 1; else exports.b = 1;`, "a"},
		{"replaced on a branch", `if (process.env.X) module.exports = {};`, "..."},
		{"called", `init(exports); function init(to) { to.a = 1; to.b = 1; }`, "a b"},
		{"not called", `exports.init = function () { exports.a = 1; };`, "a(late) init"},
		{"computed", `exports[process.argv[2]] = 1; exports.a = 1;`, "a ..."},
		{"literal key", `exports['a-b'] = 1;`, "a-b"},
		{"assigned", `Object.assign(exports, { a: 1 }, { b: 1 });`, "a b"},
		{"frozen", `module.exports = Object.freeze({ a: 1 });`, "a"},
		{"handed on", `exports.a = 1; require('x')(exports);`, "a ..."},
		{"early return", `exports.a = 1; if (process.env.X) return; exports.b = 1;`, "a b(maybe)"},
		{"thrown", `exports.a = 1; throw new Error(); exports.b = 1;`, "a"},
		{"awaited", `(async () => { exports.a = 1; await 0; exports.b = 1; })();`, "a"},
		{"try", `try { exports.a = 1; } catch { exports.b = 1; } finally { exports.c = 1; }`, "a b(maybe) c"},
		{"deleted", `exports.a = 1; delete exports.a;`, "a(maybe)"},
		{"function", `module.exports = run; run.a = 1; function run() {}`, "a"},
		{"class", `module.exports = class { static a() {} static b = 1; c() {} };`, "a b"},
		{"eval", `exports.a = 1; eval('');`, "a ..."},
		{"module handed on", `exports.a = 1; handOn(module);`, "a ..."},
		{"module by another name", `exports.a = 1; const m = module; m.exports = { b: 1 };`, "b"},
		{"module by another name, later", `exports.a = 1; const m = module; exports.set = (x) => { m.exports = x; };`, "a set ..."},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := link(t, map[string]string{"m.js": c.text})
			if got := exportNames(p, "m.js"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestLoadOrderOfRing goes round a ring in each direction: the module that is asked for first is the one that the last finds unfinished.
func TestLoadOrderOfRing(t *testing.T) {
	files := map[string]string{"main.js": `require('./m0.js');`}
	const n = 500
	for i := range n {
		files[fmt.Sprintf("m%d.js", i)] = fmt.Sprintf("const { f%[2]d } = require('./m%[2]d.js'); exports.f%[1]d = () => f%[2]d();", i, (i+1)%n)
	}
	found := func() string {
		var out []string
		for _, r := range link(t, files).CycleReports() {
			out = append(out, fmt.Sprint(r.Verdict, r.Hazard.Names, len(r.Hazard.Cycle), len(r.Order), r.More))
		}
		return strings.Join(out, " ")
	}
	if got, want := found(), "breaks [f0] 65 500 0"; got != want {
		t.Errorf("found %s, want %s", got, want)
	}
	files["m40.js"] = strings.Replace(files["m40.js"], "m41.js", "m0.js", 1)
	files["m40.js"] = strings.ReplaceAll(files["m40.js"], "f41", "f0")
	if got, want := found(), "breaks [f0] 41 41 0"; got != want {
		t.Errorf("cut short: found %s, want %s", got, want)
	}
}

// TestReportOfTangle judges 1,500 modules that all reach each other, which a walk over paths would never end on. There is one report.
func TestReportOfTangle(t *testing.T) {
	files := map[string]string{}
	const n = 1500
	state := uint32(1)
	for i := range n {
		var b strings.Builder
		var used []string
		for range 6 {
			state = state*1664525 + 1013904223
			fmt.Fprintf(&b, "const { f%[1]d: g%[2]d } = require('./m%[1]d.js');\n", state>>8%n, state)
			used = append(used, fmt.Sprintf("g%d", state))
		}
		fmt.Fprintf(&b, "exports.f%d = () => [%s];\n", i, strings.Join(used, ", "))
		files[fmt.Sprintf("m%d.js", i)] = b.String()
	}
	files["main.js"] = `require('./m0.js');`
	p := link(t, files)
	reports := p.CycleReports()
	if len(reports) != 1 || reports[0].Verdict != program.Breaks || reports[0].More < n {
		t.Errorf("%d reports, the first %v with %d more", len(reports), reports[0].Verdict, reports[0].More)
	}
	if c := p.Components(); len(c) != 1 || len(c[0].Members) < n-20 || len(c[0].Edges) < 6*n-120 {
		t.Errorf("%d components", len(c))
	}
}
