package order

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nodebeyond/analyzers/syntax"
)

// The programs say what is decided of them and what not: the lines in order, "~" before those whose place is open, "?" before those that do not
// come in every run.
var cases = []struct{ name, text, want, reason, cut string }{
	{"timer and immediate", `setTimeout(() => console.log('t'), 0); setImmediate(() => console.log('i')); console.log('s');`, "s ~t ~i", "a timer of 1 ms", ""},
	{"long timer and immediate", `setTimeout(() => console.log('t'), 50); setImmediate(() => console.log('i'));`, "i t", "", ""},
	{"in a poll callback", `require('fs').stat('.', () => { setTimeout(() => console.log('t'), 0); setImmediate(() => console.log('i')); });`, "i t", "", ""},
	{"two files", `const fs = require('fs'); fs.stat('.', () => console.log('a')); fs.stat('..', () => console.log('b'));`, "~a ~b", "fs.stat", ""},
	{"a read takes turns", `require('fs').readFile(__filename, () => console.log('read')); setImmediate(() => console.log('i'));`, "i read", "", ""},
	{"a file that may not be there", `require('fs').readFile('x', () => console.log('read')); setImmediate(() => console.log('i'));`, "~read ~i", "fs.readFile", ""},
	{"near timers", `setTimeout(() => console.log('a'), 12); setTimeout(() => console.log('b'), 10);`, "~b ~a", "few milliseconds", ""},
	{"timers of one delay", `setTimeout(() => { setTimeout(() => console.log('b'), 9); }, 1); setTimeout(() => console.log('a'), 9);`, "a b", "", ""},
	{"a branch", `if (process.env.X) console.log('x'); process.nextTick(() => console.log('t'));`, "?x t", "process.env.X", ""},
	{"what depends on it", `let late = false; if (process.argv[2]) late = true; if (late) setImmediate(() => console.log('i')); Promise.resolve().then(() => console.log('p'));`, "p ?i", "", ""},
	{"an interval", `setInterval(() => console.log('i'), 10);`, "i i i", "", ""},
	{"starved", `function again() { process.nextTick(again); } again(); setTimeout(() => console.log('never'), 0);`, "", "", "too long to follow"},
	{"a package's promise", `const db = require('db'); (async () => { await db.find(); console.log('found'); })(); setImmediate(() => console.log('i'));`, "~found ~i", "settled already", ""},
	{"nothing competes", `const db = require('db'); (async () => { await null; await db.find(); console.log('found'); await db.find(); console.log('again'); })();`, "found again", "", ""},
	{"an error ends it", `setTimeout(() => console.log('never'), 30); Promise.resolve().then(() => { throw new Error('x'); });`, "", "", ""},
	{"a temporal dead zone", `try { console.log(a); } catch (e) { console.log(e.name); } let a = 1;`, "ReferenceError", "", ""},
	{"syntax that is not followed", `console.log('a'); class X { @dec m() {} }`, "a", "", "decorator"},
}

func TestUndecided(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := Predict(syntax.Parse("a.ts", c.text), Options{})
			var got []string
			for _, s := range p.Steps {
				if !s.Printed {
					continue
				}
				mark := ""
				if s.Open {
					mark = "~"
				} else if s.Maybe {
					mark = "?"
				}
				got = append(got, mark+s.Text)
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("predicted %q, want %q\n%s", g, c.want, sketch(p))
			}
			if c.reason != "" && !slices.ContainsFunc(p.Reasons, func(r string) bool { return strings.Contains(r, c.reason) }) {
				t.Errorf("reasons %q, want one with %q", p.Reasons, c.reason)
			}
			if (c.cut == "") != (p.Cut == "") || !strings.Contains(p.Cut, c.cut) {
				t.Errorf("cut %q, want %q", p.Cut, c.cut)
			}
		})
	}
}

// TestFunction follows a function of which only the text is known.
func TestFunction(t *testing.T) {
	f := syntax.Parse("a.js", `const fs = require('fs');
const say = (x) => console.log(x);
async function handle(req, res) {
  say('in');
  if (!req.user) return say('nobody');
  fs.readFile(req.path, (err, text) => { say('read'); });
  await null;
  say('micro');
}`)
	var fn syntax.Node
	for i := int32(1); i < int32(f.Len()); i++ {
		if n := f.NodeAt(i); n.Kind() == syntax.KindFunctionDecl {
			fn = n
		}
	}
	p := Predict(f, Options{Func: fn, From: Poll})
	got := sketch(p)
	for i, want := range []string{"run handle", "log in", "log nobody", "run after await", "log micro", "run fs.readFile", "log read"} {
		if i >= len(p.Steps) || !strings.Contains(strings.Split(got, "\n")[i], want) {
			t.Fatalf("step %d is not %q:\n%s", i, want, got)
		}
	}
}

// TestBounds holds that programs of every size come to an end.
func TestBounds(t *testing.T) {
	for name, text := range map[string]string{
		"ways":      strings.Repeat("if (process.env.A%d) setImmediate(() => {});\n", 60),
		"recursion": "const f = (n) => f(n + 1); f(0);",
		"texts":     "let s = 'x'; for (;;) s += s;",
		"promises":  "const again = () => Promise.resolve().then(again); again();",
		"lists":     "const a = []; for (;;) a.push(a);",
		"chains":    "let n = process.env; for (;;) n = n.next;",
	} {
		t.Run(name, func(t *testing.T) {
			if name == "ways" {
				var b strings.Builder
				for i := range 60 {
					fmt.Fprintf(&b, "if (process.env.A%d) setImmediate(() => {});\n", i)
				}
				text = b.String()
			}
			if p := Predict(syntax.Parse("a.js", text), Options{}); p.Cut == "" {
				t.Errorf("not cut:\n%s", sketch(p))
			}
		})
	}
}

func BenchmarkFunction(b *testing.B) {
	for _, lines := range []int{300, 2000} {
		b.Run(fmt.Sprintf("%d lines", lines), func(b *testing.B) {
			var s strings.Builder
			s.WriteString("async function big(req) {\n")
			for i := range lines / 6 {
				fmt.Fprintf(&s, "  const a%d = [1, 2, 3].map((x) => x + %d);\n  process.nextTick(() => { console.log(a%d); });\n  if (a%d.length > 2) {\n    await null;\n  }\n  setTimeout(() => console.log(%d), %d);\n", i, i, i, i, i, 10*i)
			}
			s.WriteString("}\n")
			f := syntax.Parse("a.js", s.String())
			fn := f.Root().First()
			b.ResetTimer()
			for b.Loop() {
				if p := Predict(f, Options{Func: fn}); len(p.Steps) < lines/6 {
					b.Fatal(p.Cut)
				}
			}
		})
	}
}
