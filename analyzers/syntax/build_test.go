package syntax

import (
	"fmt"
	"strings"
	"testing"
)

// dump writes the table as an indented tree.
func dump(f *File) string {
	var b strings.Builder
	var walk func(n Node, depth int)
	walk = func(n Node, depth int) {
		fmt.Fprintf(&b, "%s%v", strings.Repeat("  ", depth), n.Kind())
		if s := n.Name(); s != "" {
			fmt.Fprintf(&b, " %s", s)
		}
		if s, ok := n.Str(); ok {
			fmt.Fprintf(&b, " %q", s)
		}
		if s := n.Op(); s != "" {
			fmt.Fprintf(&b, " %s", s)
		}
		b.WriteString("\n")
		for c := n.First(); c.Valid(); c = c.Next() {
			walk(c, depth+1)
		}
	}
	walk(f.Root(), 0)
	return b.String()
}

func TestTable(t *testing.T) {
	f := Parse("a.js", "const fs = require('fs');\nfunction h(req, res) { res.end(fs['x'] + 'a' + 1); }\nimport * as ns from 'q'; ns.foo();import('z');[h]=[1]")
	if len(f.Problems) > 0 {
		t.Fatal(f.Problems)
	}
	t.Log("\n" + dump(f))
	for i := range f.Syms() {
		t.Logf("%d %+v", i, f.Syms()[i])
	}
}
