package lsp

import (
	"os"
	"path/filepath"
	"testing"
)

// TestFileOperations: what a person creates, renames and deletes in the editor counts, also where the client watches no files.
func TestFileOperations(t *testing.T) {
	c := connect(t, write(t, map[string]string{"a.js": "readFileSync('x');\n"}), nil)
	c.initialize(capabilities("utf-16"), nil)
	c.open("a.js", "readFileSync('x');\n")
	c.settle()
	related := func() (files []string) {
		t.Helper()
		c.settle()
		for _, d := range c.diagnostics("a.js").Diagnostics {
			for _, r := range d.RelatedInformation {
				files = append(files, filepath.Base(r.Location.URI))
			}
		}
		return files
	}
	if got := related(); len(got) != 0 {
		t.Fatalf("at first: %v", got)
	}
	path := func(name string) string { return filepath.Join(c.dir, name) }
	for _, step := range []struct {
		method string
		do     func() error
		files  []any
		want   string
	}{
		{"workspace/didCreateFiles", func() error { return os.WriteFile(path("b.js"), []byte("createServer();\n"), 0o644) }, []any{map[string]any{"uri": c.uri("b.js")}}, "b.js"},
		{"workspace/didRenameFiles", func() error { return os.Rename(path("b.js"), path("c.js")) }, []any{map[string]any{"oldUri": c.uri("b.js"), "newUri": c.uri("c.js")}}, "c.js"},
		{"workspace/didDeleteFiles", func() error { return os.Remove(path("c.js")) }, []any{map[string]any{"uri": c.uri("c.js")}}, ""},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		c.tell(step.method, map[string]any{"files": step.files})
		got := related()
		if step.want == "" && len(got) > 0 || step.want != "" && (len(got) != 1 || got[0] != step.want) {
			t.Errorf("after %s: %v", step.method, got)
		}
	}
}

// TestRenameOpen: a client renames an open buffer by closing it under the old name and opening it under the new one.
func TestRenameOpen(t *testing.T) {
	text := "exports = 1;\n"
	c := connect(t, write(t, map[string]string{"a.js": text}), nil)
	can := c.initialize(capabilities("utf-16"), nil)
	operations, _ := can["workspace"].(map[string]any)["fileOperations"].(map[string]any)
	for _, kind := range []string{"didCreate", "didRename", "didDelete"} {
		if operations[kind] == nil {
			t.Errorf("%s is not wanted: %v", kind, operations)
		}
	}
	c.open("a.js", text)
	c.settle()
	if err := os.Rename(filepath.Join(c.dir, "a.js"), filepath.Join(c.dir, "b.js")); err != nil {
		t.Fatal(err)
	}
	c.tell("textDocument/didClose", map[string]any{"textDocument": c.doc("a.js")})
	c.open("b.js", text)
	c.tell("workspace/didRenameFiles", map[string]any{"files": []any{map[string]any{"oldUri": c.uri("a.js"), "newUri": c.uri("b.js")}}})
	c.settle()
	if d := c.diagnostics("a.js"); d == nil || len(d.Diagnostics) > 0 {
		t.Errorf("the old name: %v", d)
	}
	if d := c.diagnostics("b.js"); d == nil || len(d.Diagnostics) != 1 {
		t.Errorf("the new name: %v", d)
	}
}
