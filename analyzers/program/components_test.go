package program_test

import (
	"fmt"
	"strings"
	"testing"

	"nodebeyond/analyzers/program"
)

// tell is a component in a line: members in order, edges by kind, verdict.
func tell(p *program.Program, c *program.Component) string {
	var parts []string
	for _, f := range c.Members {
		parts = append(parts, p.Rel(f))
	}
	for _, e := range c.Edges {
		parts = append(parts, fmt.Sprintf("%s>%s:%s", p.Rel(e.From), p.Rel(e.To), e.Kind))
	}
	return strings.Join(append(parts, c.Verdict.String()), " ")
}

func TestComponents(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string // a line for each component
	}{
		{"none", map[string]string{"a.js": `require('./b.js')`, "b.js": ``}, ""},
		{"eager", map[string]string{"main.js": `require('./b.js')`, "a.js": `const b = require('./b.js')`, "b.js": `const a = require('./a.js')`},
			"b.js a.js b.js>a.js:eager a.js>b.js:eager safe"},
		{"lazy", map[string]string{"a.js": `const b = require('./b.js')`, "b.js": `exports.f = () => require('./a.js')`},
			"a.js b.js a.js>b.js:eager b.js>a.js:lazy safe"},
		{"called while loading", map[string]string{"a.js": `const b = require('./b.js')`, "b.js": `f(); function f() { return require('./a.js') }`},
			"a.js b.js a.js>b.js:eager b.js>a.js:eager safe"},
		{"conditional", map[string]string{"a.js": `const b = require('./b.js')`, "b.js": `if (process.env.X) require('./a.js')`},
			"a.js b.js a.js>b.js:eager b.js>a.js:conditional safe"},
		{"dynamic", map[string]string{"a.js": `import('./b.js')`, "b.js": `require('./a.js')`},
			"a.js b.js a.js>b.js:dynamic b.js>a.js:eager safe"},
		{"erased", map[string]string{"a.ts": `import { B } from './b.ts'; export type A = B; export const a = 1;`, "b.ts": `import { a } from './a.ts'; export type B = number; console.log(a);`},
			""},
		{"itself", map[string]string{"a.js": `const a = require('./a.js'); exports.b = a.c; exports.c = 1;`},
			"a.js a.js>a.js:eager breaks"},
		{"breaks", map[string]string{"main.js": `require('./a.js')`, "a.js": `const b = require('./b.js'); exports.x = 1;`, "b.js": `const { x } = require('./a.js'); exports.f = () => x;`},
			"a.js b.js a.js>b.js:eager b.js>a.js:eager breaks"},
		{"latent", map[string]string{"main.js": `require('./b.js')`, "a.js": `const b = require('./b.js'); exports.x = 1;`, "b.js": `const { x } = require('./a.js'); exports.f = () => x;`},
			"a.js b.js a.js>b.js:eager b.js>a.js:eager latent"},
		{"two", map[string]string{"a.js": `require('./b.js')`, "b.js": `require('./a.js'); require('./c.js')`, "c.js": `require('./d.js')`, "d.js": `require('./c.js')`},
			"a.js b.js a.js>b.js:eager b.js>a.js:eager safe\nc.js d.js c.js>d.js:eager d.js>c.js:eager safe"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := link(t, c.files)
			var got []string
			for _, x := range p.Components() {
				got = append(got, tell(p, &x))
			}
			if got := strings.Join(got, "\n"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestRepairs reads what is proposed. That it mends is what the judge itself tries; that Node agrees is what TestVariantsMended tries.
func TestRepairs(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"keep", map[string]string{"main.js": `require('./a.js')`, "a.js": `const b = require('./b.js'); exports.x = b.f();`, "b.js": `const { x } = require('./a.js'); exports.f = () => 1; exports.g = () => x;`},
			"In b.js, keep the object"},
		{"below", map[string]string{"main.js": `require('./a.js')`, "a.js": `const b = require('./b.js'); exports.x = 1; exports.f = () => b;`, "b.js": `const a = require('./a.js'); exports.y = a.x + 1;`},
			"In a.js, move the require() of b.js below"},
		{"delay", map[string]string{"main.js": `require('./a.js')`, "a.js": `const b = require('./b.js'); exports.x = b.y();`, "b.js": `const c = require('./c.js'); exports.y = () => 1; exports.z = () => c;`, "c.js": `const { x } = require('./a.js'); exports.w = x + 1;`},
			"In b.js, move the require() of c.js into the functions"},
		{"above", map[string]string{"main.js": `require('./a.js')`, "a.js": `const b = require('./b.js'); b.start(); exports.limit = 10;`, "b.js": `const a = require('./a.js'); exports.start = () => a.limit * 2; exports.top = a.limit + 1;`},
			"In a.js, set the exports above the first require()"},
		{"cut", map[string]string{"main.js": `require('./a.js')`, "a.js": `const b = require('./b.js'); exports.x = b.y + 1;`, "b.js": `const a = require('./a.js'); exports.y = a.x + 1;`},
			"Move what b.js needs of a.js into a module of its own"},
		{"hoist", map[string]string{"main.mjs": `import './a.mjs'`, "a.mjs": `import { b } from './b.mjs'; export const f = () => 1; console.log(b);`, "b.mjs": `import { f } from './a.mjs'; export const b = f();`},
			"In a.mjs, export f as a function declaration"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := link(t, c.files)
			reports := p.CycleReports()
			if len(reports) != 1 || reports[0].Verdict != program.Breaks {
				t.Fatalf("%d reports", len(reports))
			}
			if got := p.RepairText(reports[0].Repair); !strings.HasPrefix(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestOneReport says of several hazards with one repair that they are one, and of independent ones that they are two.
func TestOneReport(t *testing.T) {
	one := map[string]string{"main.js": `require('./a.js')`, "a.js": `const b = require('./b.js'); const c = require('./c.js'); exports.x = 1; exports.y = 2;`,
		"b.js": `const a = require('./a.js'); exports.b = a.x + a.y;`, "c.js": `const a = require('./a.js'); exports.c = a.x;`}
	told := func(files map[string]string) string {
		p := link(t, files)
		var out []string
		for _, r := range p.CycleReports() {
			out = append(out, fmt.Sprintf("%s:%s +%d", p.Rel(r.Hazard.File), r.Hazard.Names[0], len(r.Others)+r.More))
		}
		return strings.Join(out, ", ")
	}
	if got, want := told(one), "b.js:x +2"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	two := map[string]string{"main.js": `require('./a.js')`, "a.js": `const b = require('./b.js'); exports.x = b.z(); const c = require('./c.js'); exports.y = c.z();`,
		"b.js": `const { x } = require('./a.js'); exports.z = () => 1; exports.w = () => x;`, "c.js": `const { y } = require('./a.js'); exports.z = () => 1; exports.w = () => y;`}
	if got, want := told(two), "b.js:x +0, c.js:y +0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
