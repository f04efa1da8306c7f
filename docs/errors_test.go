package docs

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// elsewhere are the codes that one process cannot bring about by itself, or not on every machine: they need another user, another system, a
// network, or a Node that is no more.
var elsewhere = []string{
	"EPERM", "EMFILE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "ERR_REQUIRE_ESM", "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
	"EACCES", // tests may run as root, who may read everything; spawn of what is not executable is refused to root as well
}

// TestErrorCodesComeAbout runs testdata/errors: the causes that the texts name bring about the codes.
func TestErrorCodesComeAbout(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(findNode(t), "main.cjs")
	cmd.Dir = "testdata/errors"
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, &stderr)
	}
	came := strings.Fields(string(out))
	for line := range strings.Lines(string(out)) {
		if code, other, differs := strings.Cut(strings.TrimSpace(line), "\t"); differs {
			t.Errorf("%s did not come about, but %s", code, other)
		}
	}
	for _, e := range ErrorCodes() {
		if !slices.Contains(came, e.Code) && !slices.Contains(elsewhere, e.Code) {
			t.Errorf("%s: testdata/errors does not bring it about", e.Code)
		}
	}
	if len(came) < 50 {
		t.Errorf("only %d codes", len(came))
	}
}

func TestErrorCodesAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range ErrorCodes() {
		if seen[e.Code] {
			t.Errorf("%s is there twice", e.Code)
		}
		seen[e.Code] = true
		if n := len(strings.Fields(e.Text)); n < 8 || n > 90 {
			t.Errorf("%s: %d words", e.Code, n)
		}
	}
	if len(seen) < 55 {
		t.Errorf("%d codes", len(seen))
	}
}
