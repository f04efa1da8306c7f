package highlight

import (
	"strings"
	"testing"
)

// marked shows the spans of a text, each in brackets behind the first letter of its class.
func marked(text string) string {
	letters := map[Class]string{Comment: "c", Keyword: "k", String: "s", Number: "n", Function: "f", Constant: "o"}
	var b strings.Builder
	at := 0
	for _, s := range Spans(text) {
		b.WriteString(text[at:s.Start] + letters[s.Class] + "[" + text[s.Start:s.End] + "]")
		at = s.End
	}
	return b.String() + text[at:]
}

func TestSpans(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`const a = 1;`, `k[const] a = n[1];`},
		{`f(x) // y`, `f[f](x) c[// y]`},
		{`a /* b */ / c`, `a c[/* b */] / c`},
		{`return /[/]"/.test(s)`, `k[return] s[/[/]"/].f[test](s)`},
		{`(a) / b / c`, `(a) / b / c`},
		{"`a ${b.c('x')} d`", "s[`a ${]b.f[c](s['x'])s[} d`]"},
		{"`${{a: `${1}`}}`", "s[`${]{a: s[`${]n[1]s[}`]}s[}`]"},
		{`x.return.delete()`, `x.return.f[delete]()`},
		{`{ default: 1, class: 2 }`, `{ default: n[1], class: n[2] }`},
		{`a ? true : null`, `a ? o[true] : o[null]`},
		{`const from = of(as);`, `k[const] from = f[of](as);`},
		{`import { a as b } from 'c';`, `k[import] { a k[as] b } k[from] s['c'];`},
		{`for await (const x of y) {}`, `k[for] k[await] (k[const] x k[of] y) {}`},
		{`"no end`, `s["no end]`},
		{"#!/usr/bin/env node\nx", "c[#!/usr/bin/env node]\nx"},
		{`1e+3 + 0xff-1`, `n[1e+3] + n[0xff]-n[1]`},
		{`{"a": [1, true]}`, `{s["a"]: [n[1], o[true]]}`},
		{`class A { #b = 1; get c() {} }`, `k[class] A { #b = n[1]; k[get] f[c]() {} }`},
		{`[...a].b`, `[...a].b`},
		{"`open ${a", "s[`open ${]a"},
		{"/* open", "c[/* open]"},
		{"é.ü()", "é.f[ü]()"},
	} {
		if got := marked(c.text); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestHTML(t *testing.T) {
	if got, want := HTML("js", `if (a < "b&") {}`), `<span class="hk">if</span> (a &lt; <span class="hs">&#34;b&amp;&#34;</span>) {}`; got != want {
		t.Errorf("got %s", got)
	}
	if got := HTML("text", "if <1>"); got != "if &lt;1&gt;" {
		t.Errorf("got %s", got)
	}
}

// Whatever the text is, the spans lie in it, in order.
func FuzzSpans(f *testing.F) {
	for _, s := range []string{"`${", "a/b/c", "'\\", "/[", "}}`", "\xff`${\xff}`"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, s := range Spans(text) {
			if s.Start < at || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%q: span %v after %d", text, s, at)
			}
			at = s.End
		}
	})
}
