package syntax

import (
	"fmt"
	"strings"
	"testing"
)

// flat shapes are long without being deep: they must parse. For some the parser takes quadratic time, so they are tried at a tenth.
var flat = map[string]bool{
	"plus": true, "mixed operators": true, "and": true, "comma": true, "conditional types": true, "as": true, "non-null": true,
	"decorators": true, "slashes": true, "regexp class": true, "many statements": true, "many functions": true, "many vars": true,
	"many strings": true, "open comments": true, "line comments": true, "backquotes": true, "block functions": true, "dropped": true,
	"directives": true,
}

// TestHostileNesting parses every hostile shape, 300,000 deep, as deep as a text that is parsed unseen can be, and in between. What matters is
// that it returns at all: an overflow of the stack ends the test binary.
func TestHostileNesting(t *testing.T) {
	for _, s := range hostileShapes {
		t.Run(s.name, func(t *testing.T) {
			n := 300000
			if flat[s.name] {
				n = 10000
			}
			f := Parse(s.file, s.text(n))
			refused := len(f.Problems) > 0 && f.Problems[0].TooDeep
			if refused == flat[s.name] {
				t.Errorf("%d: refused %v: %v", n, refused, f.Problems)
			}
			f = Parse(s.file, s.text(2000))
			for i := range f.nodes {
				f.NodeAt(int32(i)).End()
			}
			f.Comments()
			if len(f.Problems) > 0 && f.Problems[0].TooDeep {
				t.Error("refused at 2,000")
			}
		})
	}
}

// TestBigPrograms parses what generators and bundlers write; none of it may be refused.
func TestBigPrograms(t *testing.T) {
	branches := strings.Repeat("if (a === 1) { b('x', [1]) } else ", 5000) + "{ c }"
	inner := "if(e.x){for(var n=0;n<e.y.length;n++)t.push(e.y[n]?e.z(n,'a'+n):function(r){return!r&&-1})}else t={a:1,b:[2,3],c:/x/g.test(e)};"
	tests := []struct{ name, file, text string }{
		{"minified, 5 MB on one line", "a.js", strings.Repeat("!function(e,t){"+inner+inner+"return t}();", 5<<20/300)},
		{"one function, no semicolons", "a.js", "function f() {\n" + strings.Repeat("  const [a, b] = await_(c.d(e)).f\n  if (!a) return g => h(g)\n  x = a ? b : c\n", 1) + strings.Repeat("  x = a ? b : c\n  y.z(!a).b()\n  z[0] = -x\n", 20000) + "}"},
		{"array of 20,000", "a.js", "x=[" + strings.Repeat("{a:'b',c:-1,d:[1,!0]},", 20000) + "]"},
		{"object of 20,000", "a.js", "x={" + strings.Repeat("'a':function(){return b},", 20000) + "}"},
		{"else if of 5,000", "a.js", branches},
		{"switch of 20,000", "a.js", "switch(a){" + strings.Repeat("case 'b':case 1:return c?d:e;", 20000) + "}"},
		{"sum of 20,000", "a.js", "x=a" + strings.Repeat("+b+'c'", 10000)},
		{"text of 2,000 lines", "a.js", "x='a'" + strings.Repeat("+\n'"+strings.Repeat("a", 80)+"'", 2000)},
		{"2,000 calls", "a.js", "a" + strings.Repeat(".b(c => d)\n", 2000)},
		{"arguments", "a.js", "f(" + strings.Repeat("a=>b(!c),", 20000) + ")"},
		{"comments", "a.js", strings.Repeat("/* ((([[[ {{{ it's */ // !!!! `\n", 20000) + "a"},
		{"strings", "a.js", "x=[" + strings.Repeat(`"((((",'{{"{{',`+"`[[[${a}[[`,", 20000) + "]"},
		{"regexps", "a.js", "x=[" + strings.Repeat(`/[(]['"]/,`, 20000) + "]"},
		{"regexps after blocks", "a.js", strings.Repeat("if(a){b}/['(]/.test(c);", 20000)},
		{"divisions", "a.js", strings.Repeat("x=(a)/b/c;y=d[0]/2;", 20000)},
		{"types", "a.ts", strings.Repeat("export const a = (b as Map<string, Array<C>>)!.d<E>(f?.g!)\nfunction h<T extends U>(i: V<W>): X<Y> { return i }\n", 5000)},
		{"elements", "a.tsx", "x = <ul>" + strings.Repeat("<li className='a' b={c => d<E>(f)}>it's {g} <br/></li>\n", 5000) + "</ul>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lang := LanguageOf(tt.file)
			if units, at := nestingAt(tt.text, lang); units > maxDepth*9/10 {
				t.Errorf("estimated at %d units at %.60q", units, tt.text[at:])
			}
			text := tt.text
			if lang == TypeScript {
				text = strings.ReplaceAll(text, "export const a", "x")
			}
			if f := Parse(tt.file, text); len(f.Problems) > 0 {
				t.Errorf("%v", f.Problems[0])
			}
		})
	}
}

// TestDepthOfCorpus reports the deepest real programs: the guard must stay far above them.
func TestDepthOfCorpus(t *testing.T) {
	deepest, where := 0, ""
	for _, file := range corpusFiles(t, 0, ".js", ".mjs", ".cjs", ".ts") {
		text := readFile(t, file)
		if d, _ := nestingAt(text+strings.Repeat("\n", smallText), LanguageOf(file)); d > deepest {
			deepest, where = d, fmt.Sprintf("%s (%d bytes)", file, len(text))
		}
	}
	t.Logf("%d units of %d in %s", deepest, maxDepth, where)
	if deepest > maxDepth/2 {
		t.Errorf("the guard is close to real programs: %d units of %d in %s", deepest, maxDepth, where)
	}
}
