package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The link in a hover leads to the section, served by the program itself.
func TestLinksLeadToTheBook(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.js")
	const text = "exports = { a: 1 };\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	e := startEditor(t, []string{dir})
	e.tell("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": address(file), "languageId": "javascript", "version": 1, "text": text}})
	// The analysis takes its time; until then there is nothing to say about the place.
	link := regexp.MustCompile(`http://127\.0\.0\.1:\d+/modules#exports-and-module-exports`)
	at := ""
	for end := time.Now().Add(unanswered); at == ""; {
		hover := e.call("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": address(file)}, "position": map[string]any{"line": 0, "character": 2}})
		if at = link.FindString(string(hover.Result)); at == "" && time.Now().After(end) {
			t.Fatalf("no link in %s", hover.Result)
		}
	}
	res, err := http.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || !strings.Contains(string(page), `id="exports-and-module-exports"`) {
		t.Errorf("%s: %s, %d bytes", at, res.Status, len(page))
	}
}
