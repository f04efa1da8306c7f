package modules

import (
	"testing"
)

// TestLoadErrors loads empty files of every extension, in a project and in
// node_modules, and compares what Node refuses.
func TestLoadErrors(t *testing.T) {
	root := onDisk(t)
	var questions []question
	names := []string{"a.js", "a.cjs", "a.mjs", "a.ts", "a.mts", "a.cts", "a.tsx", "a.jsx", "a.css", "a.txt", "a", "a.b.ts"}
	tr := tree{files: map[string]string{"package.json": "{}", "node_modules/p/package.json": "{}"}}
	for _, dir := range []string{"", "node_modules/p", "node_modules"} {
		for _, name := range names {
			p := join2(dir, name)
			tr.files[p] = ""
			for _, how := range []string{"load-require", "load-import"} {
				questions = append(questions, question{From: root + "/0/" + p, How: how})
			}
		}
	}
	writeTrees(t, root, []tree{tr})
	line, answers := askNode(t, root, questions)
	r := New(NewOS(root), Options{Line: line})
	for i, q := range questions {
		how := Require
		if q.How == "load-import" {
			how = Import
		}
		got := Code("")
		if err := r.LoadError(q.From, how); err != nil {
			got = err.Code
		}
		if string(got) != answers[i].Code {
			t.Errorf("%s %s: got %q, node %d says %q", q.How, q.From, got, line, answers[i].Code)
		}
	}
}

// TestFromData compares imports inside data: URLs.
func TestFromData(t *testing.T) {
	root := onDisk(t, "x.js")
	var questions []question
	for _, spec := range []string{"./x.js", "/x.js", "..", "fs", "node:fs", "test", "p", "@s/p", "#x", "", "data:text/javascript,0", "file://" + root + "/x.js", "file://" + root + "/y.js"} {
		questions = append(questions, question{From: "data:text/javascript,0", Spec: spec, How: "import"})
	}
	line, answers := askNode(t, root, questions)
	r := New(NewOS(root), Options{Line: line, NoFallbacks: true})
	for i, q := range questions {
		if got := ours(r, q); got.String() != answers[i].String() {
			t.Errorf("%s: got %s, node %d says %s", q, got, line, answers[i])
		}
	}
}
