package program

import (
	"path"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"nodebeyond/analyzers/effects"
	"nodebeyond/analyzers/nodeapi"
	"nodebeyond/analyzers/syntax"
)

// linkText links the files of an archive, as if they stood in /shop. Relative specifiers name files of it with their extension.
func linkText(t *testing.T, archive string) *Program {
	t.Helper()
	files := txtar.Parse([]byte(archive)).Files
	ids := map[string]FileID{}
	for i, f := range files {
		ids["/shop/"+f.Name] = FileID(i)
	}
	var inputs []Input
	for _, part := range files {
		name := "/shop/" + part.Name
		f := syntax.Parse(name, string(part.Data))
		if len(f.Problems) > 0 {
			t.Fatalf("%s: %s", part.Name, f.Problems[0].Message)
		}
		in := Input{Path: name, ESM: strings.HasSuffix(name, ".mjs"), Package: &Package{Dir: "/shop", Name: "shop", Main: "/shop/index.js"}, Test: IsTestPath(part.Name)}
		in.Facts = effects.Lower(f, in.ESM)
		for _, imp := range in.Facts.Imports {
			spec := in.Facts.Str(imp.Spec)
			target := Target{File: None}
			if strings.HasPrefix(spec, ".") {
				id, ok := ids[path.Join(path.Dir(name), spec)]
				if !ok {
					t.Fatalf("%s: there is no %s", part.Name, spec)
				}
				target.File = id
			} else if m := nodeapi.Module(spec); m != nil && !m.Package {
				target.Builtin = strings.TrimPrefix(spec, "node:")
			} else {
				target.Package = spec
			}
			in.Targets = append(in.Targets, target)
		}
		inputs = append(inputs, in)
	}
	return Link(inputs, Env{})
}

// marked is the call whose callee the text before a marker names: `/*here*/ make()` with the marker "here".
func marked(t *testing.T, p *Program, archive, marker string) CallRef {
	t.Helper()
	for _, part := range txtar.Parse([]byte(archive)).Files {
		at := strings.Index(string(part.Data), "/*"+marker+"*/")
		if at < 0 {
			continue
		}
		f := p.FileNamed("/shop/" + part.Name)
		at += len(marker) + 4
		best := CallRef{f.ID, None}
		for ci := range f.Facts.Calls {
			c := &f.Facts.Calls[ci]
			// of the calls that start there, the innermost: the one with the shortest callee
			if int(c.Start) == at && (best.Call < 0 || c.CalleeEnd < p.Call(best).CalleeEnd) {
				best.Call = effects.CallID(ci)
			}
		}
		if best.Call < 0 {
			t.Fatalf("no call starts after the marker %s", marker)
		}
		return best
	}
	t.Fatalf("no marker %s", marker)
	return CallRef{}
}
