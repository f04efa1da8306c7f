package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// A shell that came through a symbolic link leaves the link in PWD, where os.Getwd takes it from; imports lead to real paths.
func TestSystemDirIsReal(t *testing.T) {
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	folder, link := filepath.Join(base, "folder"), filepath.Join(base, "link")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(folder, link); err != nil {
		t.Fatal(err)
	}
	t.Chdir(link)
	t.Setenv("PWD", link)
	s, err := System()
	if err != nil {
		t.Fatal(err)
	}
	if s.Dir != folder {
		t.Errorf("Dir is %s, want %s", s.Dir, folder)
	}
}
