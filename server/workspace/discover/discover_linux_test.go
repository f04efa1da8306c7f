package discover

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// Other systems refuse such names or have no such files.

func TestNamesThatAreNotUTF8(t *testing.T) {
	base := tree(t, "a.js", "b\xff.js", "c\xff/d.js", "e\xff.txt", "l\xff.js -> a.js", "ok -> c\xff")
	got, r := list(t, base, []string{base}, Options{})
	check(t, "found", got, []string{"a.js"})
	reason := ": its name is not valid UTF-8, which editors and reports cannot express"
	check(t, "problems", reasons(t, base, r.Problems), []string{"b\xff.js" + reason, "c\xff" + reason})

	got, r = list(t, base, below(base, "c\xff", "b\xff.js"), Options{})
	check(t, "found", got, []string(nil))
	check(t, "problems", reasons(t, base, r.Problems), []string{"b\xff.js" + reason, "c\xff" + reason})
}

func TestPipesAndDevices(t *testing.T) {
	base := tree(t, "a.js", "to-null.js -> /dev/null")
	if err := unix.Mkfifo(filepath.Join(base, "pipe.js"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mkfifo(filepath.Join(base, ".gitignore"), 0o600); err != nil { // reading it would wait forever
		t.Fatal(err)
	}
	got, r := list(t, base, []string{base}, Options{})
	check(t, "found", got, []string{"a.js"})
	check(t, "skipped", reasons(t, base, r.Skipped), []string{"pipe.js: it is not a regular file"})
	check(t, "problems", r.Problems, []Problem(nil))
}

func TestPathsTooLongForTheSystem(t *testing.T) {
	base := tree(t, "a.js")
	dir, err := os.OpenRoot(base)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.Repeat("d", 200)
	for range 25 { // 5,000 bytes: more than PATH_MAX
		if err := dir.Mkdir(name, 0o755); err != nil {
			t.Fatal(err)
		}
		next, err := dir.OpenRoot(name)
		if err != nil {
			t.Fatal(err)
		}
		dir.Close()
		dir = next
	}
	dir.Close()
	got, r := list(t, base, []string{base}, Options{})
	check(t, "found", got, []string{"a.js"})
	if len(r.Problems) != 1 || r.Problems[0].Reason != "it cannot be read: file name too long" {
		t.Errorf("problems: %q", r.Problems)
	}
}
