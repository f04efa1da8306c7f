package program_test

import (
	"fmt"
	"strings"
	"testing"

	"nodebeyond/analyzers/program"
)

// told writes a trace as a line for each event.
func told(p *program.Program, t *program.Trace) string {
	name := func(f program.FileID) string { return strings.TrimPrefix(p.Files[f].Path, "/") }
	var b strings.Builder
	for _, e := range t.Events {
		if e.Maybe {
			b.WriteString("? ")
		}
		names := "{" + strings.Join(e.Names, " ") + "}"
		if e.More {
			names += "…"
		}
		switch e.Kind {
		case program.EventImports:
			fmt.Fprintf(&b, "imports %s", name(e.File))
		case program.EventCatch:
			fmt.Fprintf(&b, "%s catches %s", name(e.By), e.Error.Code)
		case program.EventStart:
			fmt.Fprintf(&b, "start %s", name(e.File))
		case program.EventCached:
			fmt.Fprintf(&b, "cached %s %v", name(e.File), e.Complete)
			fmt.Fprintf(&b, " %s", names)
		case program.EventEnd:
			fmt.Fprintf(&b, "end %s %s", name(e.File), names)
			if !e.Complete {
				b.WriteString(" failed")
			}
		case program.EventRead:
			fmt.Fprintf(&b, "%s reads %s.%s: %s", name(e.By), name(e.File), e.Name, e.Got)
			if e.Stale {
				b.WriteString(" stale")
			}
		case program.EventError:
			fmt.Fprintf(&b, "%s throws %s", name(e.By), e.Error.Code)
		case program.EventUnknown:
			fmt.Fprintf(&b, "unknown: %s", e.Why)
		}
		b.WriteString("\n")
	}
	if t.Error != nil {
		fmt.Fprintf(&b, "fails: %s\n", t.Error.Code)
	} else if t.Unsure {
		b.WriteString("unsure\n")
	}
	return b.String()
}

func TestTrace(t *testing.T) {
	for _, c := range []struct {
		name, entry, want string
		files             map[string]string
	}{
		{"cycle", "a.js", `start a.js
start b.js
cached a.js false {x}
b.js reads a.js.x: value
b.js reads a.js.y: undefined
end b.js {z}
a.js reads b.js.z: value
end a.js {x y}
`, map[string]string{
			"a.js": `exports.x = 1; const b = require('./b.js'); exports.y = b.z;`,
			"b.js": `const a = require('./a.js'); exports.z = a.x; a.y;`,
		}},
		// Each of these was told wrongly once, and found by TestLoadsAsNode.
		{"a getter of a spread runs before what stands after it", "a.js", `start a.js
start c.js
end c.js {y}
start b.js
end b.js {x}
cached c.js true {y}
b.js reads c.js.y: value
a.js reads c.js.z: undefined
end a.js {x z}
`, map[string]string{
			"a.js": `const c = require('./c.js'); module.exports = { ...require('./b.js'), z: c.z };`,
			"b.js": `Object.defineProperty(exports, 'x', { enumerable: true, get() { return require('./c.js').y; } });`,
			"c.js": `exports.y = 1;`,
		}},
		{"a name that cannot be assigned", "a.js", `start a.js
start b.js
end b.js {x}
a.js throws TypeError
end a.js {x} failed
fails: TypeError
`, map[string]string{
			"a.js": `Object.defineProperty(exports, 'x', { value: 1 }); Object.assign(exports, require('./b.js'));`,
			"b.js": `exports.x = 2;`,
		}},
		{"a let that is given a function is in its dead zone", "a.mjs", `imports a.mjs
imports b.mjs
cached a.mjs false {g}
start b.mjs
b.mjs reads a.mjs.g: ReferenceError
b.mjs throws ReferenceError
end b.mjs {y} failed
end a.mjs {g} failed
fails: ReferenceError
`, map[string]string{
			"a.mjs": `import './b.mjs'; export let g = f; function f() {}`,
			"b.mjs": `import { g } from './a.mjs'; export const y = g;`,
		}},
		{"an imported name that nobody uses", "a.mjs", `a.mjs throws SyntaxError
fails: SyntaxError
`, map[string]string{
			"a.mjs": `import { none } from './b.mjs';`,
			"b.mjs": `export const y = 1;`,
		}},
		{"a name that two modules export", "a.mjs", `imports a.mjs
imports b.mjs
imports c.mjs
start c.mjs
end c.mjs {x y}
imports d.mjs
start d.mjs
end d.mjs {x}
start b.mjs
end b.mjs {y}
start a.mjs
a.mjs reads b.mjs.x: undefined
a.mjs reads b.mjs.y: value
end a.mjs {}
`, map[string]string{
			"a.mjs": `import * as b from './b.mjs'; b.x; b.y;`,
			"b.mjs": `export * from './c.mjs'; export * from './d.mjs';`,
			"c.mjs": `export const x = 1, y = 1;`,
			"d.mjs": `export const x = 2;`,
		}},
		{"a module of a cycle that has not ended cannot be required", "a.mjs", `imports a.mjs
imports b.mjs
cached a.mjs false {}
start b.mjs
end b.mjs {}
start c.js
c.js throws ERR_REQUIRE_CYCLE_MODULE
end c.js {} failed
end a.mjs {} failed
fails: ERR_REQUIRE_CYCLE_MODULE
`, map[string]string{
			"a.mjs": `import './b.mjs'; import './c.js';`,
			"b.mjs": `import './a.mjs';`,
			"c.js":  `require('./b.mjs');`,
		}},
		{"a module that threw is loaded again", "a.js", `start a.js
start b.js
b.js throws Error
end b.js {} failed
a.js catches Error
start b.js
b.js throws Error
end b.js {} failed
end a.js {} failed
fails: Error
`, map[string]string{
			"a.js": `try { require('./b.js'); } catch {} require('./b.js');`,
			"b.js": `throw new Error();`,
		}},
		{"names of CommonJS end at the first value that is no word", "a.mjs", `a.mjs throws SyntaxError
fails: SyntaxError
`, map[string]string{
			"a.mjs": `import { y } from './b.js';`,
			"b.js":  `const y = 1; module.exports = { x: 1, y };`,
		}},
		{"a module that threw before what imports it ran", "a.mjs", `imports a.mjs
start b.js
start c.js
c.js throws Error
end c.js {} failed
b.js catches Error
end b.js {}
a.mjs throws ERR_INTERNAL_ASSERTION
end a.mjs {} failed
fails: ERR_INTERNAL_ASSERTION
`, map[string]string{
			"a.mjs": `import './b.js'; import './c.js';`,
			"b.js":  `try { require('./c.js'); } catch {}`,
			"c.js":  `throw new Error();`,
		}},
		{"an import of what threw for another graph", "a.js", `start a.js
imports b.mjs
start d.js
d.js throws Error
end d.js {x} failed
end b.mjs {} failed
a.js catches Error
imports c.mjs
start c.mjs
c.mjs reads d.js.x: undefined
end c.mjs {}
end a.js {}
`, map[string]string{
			"a.js":  `try { require('./b.mjs'); } catch {} require('./c.mjs');`,
			"b.mjs": `import './d.js';`,
			"c.mjs": `import { x } from './d.js'; x;`,
			"d.js":  `exports.x = 1; throw new Error();`,
		}},
		{"after a top-level await nothing is sure", "a.mjs", `imports a.mjs
imports b.mjs
start c.js
end c.js {x}
start b.mjs
b.mjs reads c.js.x: value
unknown: it waits at a top-level await, and in which order the rest runs is not followed
? b.mjs reads c.js.x: unknown
? b.mjs throws Error
? end b.mjs {y}…
? imports d.mjs
? start d.mjs
? end d.mjs {z}…
? start a.mjs
? a.mjs reads b.mjs.y: unknown
? a.mjs reads d.mjs.z: unknown
? end a.mjs {}…
unsure
`, map[string]string{
			"a.mjs": `import { y } from './b.mjs'; import { z } from './d.mjs'; y; z;`,
			"b.mjs": `import { x } from './c.js'; x; await 0; x; export let y = 1; throw new Error();`,
			"c.js":  `exports.x = 1;`,
			"d.mjs": `export let z = 1;`,
		}},
		{"a default that is taken", "a.js", `start a.js
start b.js
end b.js {}
a.js reads b.js.x: undefined
end a.js {y}
`, map[string]string{
			"a.js": `const { x = 5 } = require('./b.js'); if (x) exports.y = 1; else exports.n = 1;`,
			"b.js": ``,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := link(t, c.files)
			if got := told(p, p.Trace(p.FileNamed("/"+c.entry).ID, 0)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestTraceOfLines holds what differs between lines of Node: before 24, a name whose property is defined in a way that the lexer does not know
// cannot be imported, even if it is assigned too.
func TestTraceOfLines(t *testing.T) {
	p := link(t, map[string]string{
		"a.mjs": `import { x } from './b.js'; import { y } from './b.js';`,
		"b.js":  `exports.x = 1; exports.y = 2; Object.defineProperty(exports, 'y', { enumerable: true, get() { return require('./c.js').y; } });`,
		"c.js":  ``,
	})
	for line, want := range map[int]string{20: "SyntaxError", 22: "SyntaxError", 24: "", 26: ""} {
		got := ""
		if err := p.Trace(p.FileNamed("/a.mjs").ID, line).Error; err != nil {
			got = err.Code
		}
		if got != want {
			t.Errorf("Node %d: the load ends with %q, want %q", line, got, want)
		}
	}
}
