package modules

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// onDisk writes files and gives the real path of their folder.
func onDisk(t *testing.T, files ...string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range files {
		at := filepath.Join(root, p)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(p), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.ToSlash(root)
}

func symlink(t *testing.T, target, at string) {
	t.Helper()
	if err := os.Symlink(target, at); err != nil {
		t.Fatal(err)
	}
}

// TestOS holds the cached disk against the disk itself, listed and not.
func TestOS(t *testing.T) {
	root := onDisk(t, "a/x.js", "a/b/y.js", "Case/File.js")
	symlink(t, "a", root+"/link")
	symlink(t, "../x.js", root+"/a/b/up.js")
	symlink(t, "loop", root+"/loop")
	symlink(t, "nowhere", root+"/dangling")
	paths := []string{
		"", "/a", "/a/x.js", "/a/x.js/z", "/a/b", "/a/b/y.js", "/a/b/up.js", "/link", "/link/x.js", "/link/b/up.js", "/loop", "/loop/x",
		"/dangling", "/none", "/none/x", "/case", "/Case", "/Case/File.js", "/Case/file.js",
	}
	for name, disk := range map[string]*OS{"listed": NewOS(root), "everywhere": NewOS(), "unlisted": NewOS(root + "/elsewhere")} {
		for _, p := range paths {
			p = root + p
			info, ok := disk.Stat(p)
			want, err := os.Stat(p)
			if ok != (err == nil) || ok && info.Dir != want.IsDir() {
				t.Errorf("%s: stat %s: %v %v, want %v %v", name, p, info, ok, want, err)
			}
			real, err := disk.Realpath(p)
			wantReal, wantErr := filepath.EvalSymlinks(p)
			if (err == nil) != (wantErr == nil) || real != wantReal {
				t.Errorf("%s: realpath %s: %s %v, want %s %v", name, p, real, err, wantReal, wantErr)
			}
			text, err := disk.ReadFile(p)
			wantText, wantErr := os.ReadFile(p)
			if (err == nil) != (wantErr == nil) || string(text) != string(wantText) || isAbsent(err) != isAbsent(wantErr) {
				t.Errorf("%s: read %s: %q %v, want %q %v", name, p, text, err, wantText, wantErr)
			}
		}
		names, err := disk.ReadDirNames(root + "/link")
		if diff := cmp.Diff([]string{"b", "x.js"}, names); diff != "" || err != nil {
			t.Errorf("%s: names: %s %v", name, diff, err)
		}
	}
}

// TestOSCase plays a disk that ignores case, where opening /case works though
// only /Case is listed: the listing decides.
func TestOSCase(t *testing.T) {
	root := onDisk(t, "Case/File.js")
	symlink(t, "Case", root+"/other")
	if err := os.Rename(root+"/Case", root+"/kept"); err != nil {
		t.Fatal(err)
	}
	disk := NewOS(root)
	if _, ok := disk.Stat(root + "/kept"); !ok {
		t.Fatal("kept is not there")
	}
	symlink(t, "kept", root+"/CASE") // now the disk opens it; the picture does not
	if _, ok := disk.Stat(root + "/CASE/File.js"); ok {
		t.Error("a folder that is not in the listing was entered")
	}
	if _, err := disk.ReadFile(root + "/CASE/File.js"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not in the listing was read: %v", err)
	}
}

func TestOSForget(t *testing.T) {
	root := onDisk(t, "a/x.js")
	disk := NewOS(root)
	if _, ok := disk.Stat(root + "/a/new/y.js"); ok {
		t.Fatal("not there yet")
	}
	if err := os.MkdirAll(root+"/a/new", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(root+"/a/new/y.js", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := disk.Stat(root + "/a/new/y.js"); ok {
		t.Fatal("the picture changed by itself")
	}
	disk.Forget(root + "/a/new")
	if _, ok := disk.Stat(root + "/a/new/y.js"); !ok {
		t.Error("forgotten, and still not there")
	}
}

func TestOSGoroutines(t *testing.T) {
	root := onDisk(t, "a/b/c/x.js", "a/y.js", "node_modules/p/index.js")
	r := New(NewOS(root), Options{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				for _, spec := range []string{"p", "../../y", "./x", "./none", "q"} {
					_, err := r.Resolve(root+"/a/b/c/x.js", spec, Require)
					if (err != nil) != (spec == "./none" || spec == "q") {
						t.Errorf("%s: %v", spec, err)
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestOverlay(t *testing.T) {
	m := NewMemory(map[string]string{"/app/a.js": "disk", "/app/real/b.js": "", "/app/package.json": `{"type": "commonjs"}`})
	m.Link("/app/link", "real")
	o := NewOverlay(m, map[string][]byte{
		"/app/a.js":          []byte("editor"),
		"/app/new/deep/c.js": []byte("new"),
		"/app/link/d.js":     []byte("through a link"),
		"/app/package.json":  []byte(`{"type": "module"}`),
	})
	if text, err := o.ReadFile("/app/a.js"); string(text) != "editor" || err != nil {
		t.Errorf("a.js: %q %v", text, err)
	}
	r := New(o, Options{})
	for spec, want := range map[string]string{
		"./a": "a.js", "./new/deep/c": "new/deep/c.js", "./link/d": "real/d.js", "./real/b": "real/b.js", "./link/b": "real/b.js", "./new/deep/d": "MODULE_NOT_FOUND",
	} {
		if got := line(r.Resolve("/app/main.js", spec, Require)); got != want {
			t.Errorf("%s: got %s, want %s", spec, got, want)
		}
	}
	if kind, _ := r.KindOf("/app/a.js", Import); kind != KindESM {
		t.Errorf("the editor's package.json is not used: %s", kind)
	}
	names, err := o.ReadDirNames("/app")
	if diff := cmp.Diff([]string{"a.js", "link", "new", "package.json", "real"}, names); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if names, err := o.ReadDirNames("/app/new"); err != nil || len(names) != 1 || names[0] != "deep" {
		t.Error(names, err)
	}
}
