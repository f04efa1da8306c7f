package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"nodebeyond/analyzers/ruletest"
)

const id = "scaffold-of-newrule"

// The scaffold is laid over the checkout, so that the checkout itself is not touched: a rule's imports only resolve inside the module.
func TestScaffoldBuilds(t *testing.T) {
	dir := t.TempDir()
	files, err := scaffold(dir, id)
	if err != nil || len(files) != 3 {
		t.Fatalf("%q, %v", files, err)
	}
	rules, err := filepath.Abs("../rules")
	if err != nil {
		t.Fatal(err)
	}
	overlay := struct{ Replace map[string]string }{map[string]string{filepath.Join(rules, id, "rule.go"): filepath.Join(dir, id, "rule.go")}}
	data, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-overlay", list, "nodebeyond/analyzers/rules/"+id).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := exec.Command("gofmt", "-l", dir).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("gofmt -l: %v\n%s", err, out)
	}
	page, err := os.ReadFile(filepath.Join(dir, id, "rule.md"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ruletest.ParsePage(string(page)); err != nil {
		t.Errorf("rule.md: %v", err)
	}
}

func TestScaffoldKeepsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	page := filepath.Join(dir, id, "rule.md")
	if err := os.MkdirAll(filepath.Dir(page), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(page, []byte("# Written before\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if files, err := scaffold(dir, id); err != nil || len(files) != 2 {
		t.Errorf("%q, %v; want rule.go and the fixture", files, err)
	}
	if text, err := os.ReadFile(page); err != nil || string(text) != "# Written before\n" {
		t.Errorf("the page is now %q, %v", text, err)
	}
	if _, err := scaffold(dir, id); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("a second scaffold: %v", err)
	}
}

func TestScaffoldRefuses(t *testing.T) {
	for bad, says := range map[string]string{"Sync-In-Handler": "no rule id", "sync": "no rule id", "a--b": "no rule id", "../a-b": "no rule id", "": "no rule id"} {
		if _, err := scaffold(t.TempDir(), bad); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", bad, err, says)
		}
	}
	if _, err := scaffold(filepath.Join(t.TempDir(), "elsewhere"), id); err == nil || !strings.Contains(err.Error(), "top of the checkout") {
		t.Errorf("outside of the checkout: %v", err)
	}
}
