package syntax

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// generator writes random programs, with blanks, comments and parentheses wherever the grammar allows them.
type generator struct {
	r *rand.Rand
	b strings.Builder
}

func (g *generator) pick(list ...string) string { return list[g.r.Intn(len(list))] }

// gap writes something that means nothing; without line terminators, so that no semicolon is inserted.
func (g *generator) gap() {
	switch g.r.Intn(12) {
	case 0:
		g.b.WriteString(g.pick("/* ( */", "/* ) ' */", "/*`*/", "/**/"))
	case 1, 2, 3:
		g.b.WriteString(" ")
	case 4:
		g.b.WriteString("\u00a0")
	}
}

// write writes tokens with gaps between them. In a pattern E is an expression, P one with member access, N a name, S a statement, B a block, NL a
// line terminator, and ~ a blank.
func (g *generator) write(pattern string, depth int) {
	for _, tok := range strings.Fields(pattern) {
		switch tok {
		case "E":
			g.expr(depth - 1)
		case "P":
			g.b.WriteString("(")
			g.expr(depth - 1)
			g.b.WriteString(")")
		case "N":
			g.b.WriteString(g.pick("a", "b", "c1", "$d", "_", "\u00fc"))
		case "L":
			g.b.WriteString(g.pick("a", "b.c", "d[e]", "(f)", "(g.h)"))
		case "B":
			g.b.WriteString("{")
			for range g.r.Intn(3) {
				g.stmt(depth - 1)
			}
			g.b.WriteString("}")
		case "NL":
			g.b.WriteString("\n")
		case "S":
			g.stmt(depth - 1)
		default:
			g.b.WriteString(strings.ReplaceAll(tok, "~", " "))
		}
		g.gap()
	}
}

func (g *generator) expr(depth int) {
	if g.r.Intn(4) == 0 {
		g.b.WriteString("(")
		g.gap()
		g.exprBare(depth)
		g.gap()
		g.b.WriteString(")")
		return
	}
	// Parentheses keep the precedence right where a pattern needs an operand.
	g.exprBare(depth)
}

func (g *generator) exprBare(depth int) {
	if depth <= 0 {
		g.b.WriteString(g.pick("a", "b", "this", "x1", "f()", "g.h", "new Y", "k('s', 1.5, `t`, /[)]/g)", "[x, -1]"))
		return
	}
	g.write(g.pick(
		"P . N", "P [ E ]", "P ( E , E )", "a ?. N", "f() ?. ( E )", "a . b ( E )", "a ( ... P )", "new~ N ( E )", "new~ P", "new~ a . b", "P `x${ E }y${ E }`", "`${ E }`",
		"P + P", "a * P", "P - b", "P ** P", "( a && P )", "( f() || P )", "( b.c ?? P )", "P , E", "L = P", "L += P", "a ? E : E", "( f() ? E : P )", "! a", "! f ( E )", "typeof~ a.b", "- f ( E )", "void~ a",
		"N ++", "-- N", "a => P", "( p , ... q ) => { return~ E ; }", "async~ a => P", "async~ ( ) => B", "( { N : q , r = P , ... s } ) => P",
		"( function~ N ( p = P , [ q , , r ] ) B )", "( function~ * ( ) { yield~ P ; } )", "( class~ extends~ P { N ( ) B static~ x = P ; get~ y ( ) B [ P ] = 1 ; #z ; } )",
		"[ P , , ... P ]", "( { N , x : P , [ P ] : P , ... P , get~ y ( ) B , async~ * z ( ) B , 'q' : 1 } )", "P in P", "P instanceof P", "import( P )", "P == P", "a < P", "P >>> 1", "( a , P )",
	), depth)
}

func (g *generator) stmt(depth int) {
	if depth <= 0 {
		g.b.WriteString(g.pick("a;", "b();\n", ";", "{}", "c\n"))
		return
	}
	g.write(g.pick(
		"P ;", "P ;", "a ( E ) ;", "var~ N = P , [ q ] = P ;", "{ let~ N = P NL }", "if ( a.b ) S", "if ( f() ) B else~ S", "for ( ; ; ) S", "for ( var~ i = P ; P ; P ) B", "for ( L ~of~ P ) S",
		"for ( const~ k~ in~ P ) B", "while ( f() ) { S continue }", "do~ S while ( P ) ;", "try B catch ( e ) B", "try B finally B", "throw~ P ;", "switch ( P ) { case~ P : S default : S }", "if ( a ) l1 : for ( ; ; ) break~ l1 ;",
		"function~ N ( p , q = P ) B", "{ class~ K { m ( ) B static { } } }", "B", "debugger ;", "x = P NL", "( E NL ) NL", "P . y NL",
	), depth)
}

// TestRandomAgainstAcorn compares extents in random programs.
func TestRandomAgainstAcorn(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for i := range 300 {
		g := &generator{r: rand.New(rand.NewSource(int64(i)))}
		for range 6 {
			g.stmt(4)
			g.b.WriteString("\n")
		}
		file := filepath.Join(dir, fmt.Sprintf("%d.cjs", i))
		if err := os.WriteFile(file, []byte(g.b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	compareWithAcorn(t, files)
}
