package discover

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree makes files in a new folder: a name that ends in a slash is a folder, "a -> b" a link, and "name: text" gives the content.
func tree(t *testing.T, files ...string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name, text, _ := strings.Cut(f, ": ")
		name, target, isLink := strings.Cut(name, " -> ")
		p := filepath.Join(root, filepath.FromSlash(name))
		dir := filepath.Dir(p)
		if strings.HasSuffix(name, "/") {
			dir = p
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		switch {
		case dir == p:
		case isLink:
			if err := os.Symlink(filepath.FromSlash(target), p); err != nil {
				t.Fatal(err)
			}
		default:
			if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return root
}

// list walks and returns what was found below base, sources and manifests together.
func list(t *testing.T, base string, roots []string, o Options) ([]string, Result) {
	t.Helper()
	sources, manifests, r, err := Files(context.Background(), roots, o)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range append(sources, manifests...) {
		got = append(got, rel(t, base, f.Path))
		fi, err := os.Stat(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		want := File{Path: f.Path, Kind: f.Kind, Size: fi.Size(), MTime: fi.ModTime().UnixNano()}
		want.CTime, want.Inode = system(fi)
		if f != want {
			t.Errorf("found %+v, the file system says %+v", f, want)
		}
	}
	return got, r
}

func rel(t *testing.T, base, path string) string {
	t.Helper()
	p, err := filepath.Rel(base, path)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(p)
}

func check(t *testing.T, what string, got any, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// below makes roots out of names below base.
func below(base string, names ...string) []string {
	for i, n := range names {
		names[i] = filepath.Join(base, filepath.FromSlash(n))
	}
	return names
}

func reasons(t *testing.T, base string, list []Problem) []string {
	var out []string
	for _, p := range list {
		if p.Remedy == "" {
			t.Errorf("no remedy for %q", p)
		}
		out = append(out, rel(t, base, p.Path)+": "+p.Reason)
	}
	return out
}

func TestNames(t *testing.T) {
	base := tree(t, "a.js", "b.cjs", "c.mjs", "d.jsx", "e.ts", "f.cts", "g.mts", "h.tsx",
		"e.d.ts", "f.d.cts", "g.d.mts", "app.d.css.ts", "d.ts", "x.min.js", "x.min.mjs", "readme.md", "js", "a.json", "package.json",
		".eslintrc.js", ".git/hooks/a.js", ".github/a.js", "node_modules/a/index.js", "sub/node_modules/a/package.json",
		"sub/package.json", "sub/deep/z.js", "sub/a.test.d.js", "folder.js/", "folder.js/in.js")
	got, r := list(t, base, []string{base}, Options{})
	check(t, "found", got, []string{
		".eslintrc.js", "a.js", "b.cjs", "c.mjs", "d.jsx", "d.ts", "e.ts", "f.cts", "folder.js/in.js", "g.mts", "h.tsx",
		"sub/a.test.d.js", "sub/deep/z.js", "package.json", "sub/package.json",
	})
	check(t, "result", r, Result{Folders: 4})
}

func TestEveryFolderReaderAgrees(t *testing.T) {
	var files []string
	for _, dir := range []string{"", "a/", "a/b/", "c/"} {
		for _, name := range []string{"one.js", "two.ts", "package.json", "no.txt", "x.min.js"} {
			files = append(files, dir+name+": text of "+dir+name)
		}
	}
	for _, n := range strings.Fields("p q r s t u v w x y z") { // more than one buffer full of names
		files = append(files, "many/"+strings.Repeat(n, 200)+".js", "many/"+strings.Repeat(n, 200)+"/"+n+".js")
	}
	base := tree(t, append(files, "gone.js -> nowhere", "loop -> .")...)
	want, wantR := list(t, base, []string{base}, Options{newFolder: func() folder { return &portableFolder{} }})
	for workers := 1; workers <= 4; workers++ {
		got, r := list(t, base, []string{base}, Options{Workers: workers})
		check(t, "found", got, want)
		check(t, "result", r, wantR)
	}
	if len(want) != 4*3+2*11 {
		t.Errorf("found %d files", len(want))
	}
}

func TestRoots(t *testing.T) {
	base := tree(t, "src/a.js", "src/deep/b.js", "src/.gitignore: gen\n*.out.js\n", "src/gen/c.js", "src/gen/d.out.js",
		"bin/cli", "bin/x.out.js", "notes.md", ".hidden/h.js", "node_modules/m/m.js", "node_modules/m/node_modules/n/n.js", "lib.min.js", "types.d.ts")
	for _, c := range []struct {
		name    string
		roots   []string
		want    []string
		skipped []string
		problem []string
	}{
		{name: "folder", roots: []string{"src"}, want: []string{"src/a.js", "src/deep/b.js"}},
		{name: "overlap", roots: []string{"src/deep", "src", "src/deep/b.js", "src/a.js", "src"}, want: []string{"src/a.js", "src/deep/b.js"}},
		{name: "ignored folder, named", roots: []string{"src/gen"}, want: []string{"src/gen/c.js", "src/gen/d.out.js"}},
		{name: "ignored folder, named beside its parent", roots: []string{"src", "src/gen"}, want: []string{"src/a.js", "src/deep/b.js", "src/gen/c.js"}},
		{name: "ignored file, named", roots: []string{"src/gen/d.out.js"}, want: []string{"src/gen/d.out.js"}},
		{name: "without extension", roots: []string{"bin/cli"}, want: []string{"bin/cli"}},
		{name: "hidden, node_modules, minified", roots: []string{".hidden", "node_modules/m", "lib.min.js"},
			want: []string{".hidden/h.js", "lib.min.js", "node_modules/m/m.js"}},
		{name: "other kinds", roots: []string{"notes.md", "types.d.ts"}, skipped: []string{
			"notes.md: its name is not that of a JavaScript or TypeScript source file",
			"types.d.ts: its name is not that of a JavaScript or TypeScript source file"}},
		{name: "missing", roots: []string{"nothing"}, problem: []string{"nothing: there is no such file or folder"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, r := list(t, base, below(base, c.roots...), Options{})
			check(t, "found", got, c.want)
			check(t, "skipped", reasons(t, base, r.Skipped), c.skipped)
			check(t, "problems", reasons(t, base, r.Problems), c.problem)
		})
	}
}

func TestRelativeRoots(t *testing.T) {
	base := tree(t, "a.js", "sub/b.js")
	t.Chdir(filepath.Join(base, "sub"))
	got, _ := list(t, base, []string{".", "../a.js"}, Options{})
	check(t, "found", got, []string{"a.js", "sub/b.js"})
}

func TestSize(t *testing.T) {
	base := tree(t, "small.js: 12345", "large.js: 123456", "package.json: {\"n\":1}", "huge.js")
	if err := os.Truncate(filepath.Join(base, "huge.js"), DefaultMaxSize+1); err != nil {
		t.Fatal(err)
	}
	got, r := list(t, base, []string{base}, Options{})
	check(t, "found", got, []string{"large.js", "small.js", "package.json"})
	check(t, "skipped", reasons(t, base, r.Skipped), []string{"huge.js: it is too large: 2097153 bytes, the limit is 2097152"})

	got, r = list(t, base, []string{base, filepath.Join(base, "large.js")}, Options{MaxSize: 5})
	check(t, "found", got, []string{"small.js"})
	check(t, "skipped", reasons(t, base, r.Skipped), []string{
		"huge.js: it is too large: 2097153 bytes, the limit is 5", "large.js: it is too large: 6 bytes, the limit is 5",
		"package.json: it is too large: 7 bytes, the limit is 5"})

	got, _ = list(t, base, []string{base}, Options{MaxSize: -1})
	check(t, "found", got, []string{"huge.js", "large.js", "small.js", "package.json"})
}

func TestLinks(t *testing.T) {
	base := tree(t,
		"p/a.js", "p/same.js -> a.js", "p/up -> ..", "p/self -> self", "p/loop/back -> ../loop",
		"p/self.js -> self.js", "p/broken.js -> nowhere.js", "p/out.js -> ../else/o.js", "p/out2.js -> ../else/o.js",
		"p/dep.js -> ../node_modules/d/d.js", "p/ign.js -> hide/i.js", "p/.gitignore: hide\n", "p/hide/i.js",
		"p/text.js -> ../else/readme.md", "p/dir.js -> ../else", "else/o.js", "else/readme.md", "node_modules/d/d.js", "q -> p")
	got, r := list(t, base, below(base, "p"), Options{})
	check(t, "found", got, []string{"else/o.js", "p/a.js"})
	var broken []string
	for _, p := range r.Problems {
		broken = append(broken, rel(t, base, p.Path))
	}
	check(t, "problems", broken, []string{"p/broken.js", "p/self.js"})
	check(t, "reason", r.Problems[0].Reason, "the link leads nowhere")

	got, _ = list(t, base, below(base, "q"), Options{})
	check(t, "through a link", got, []string{"else/o.js", "q/a.js"})
	got, _ = list(t, base, below(base, "q", "p", "else"), Options{})
	check(t, "link beside its target", got, []string{"else/o.js", "p/a.js"})
	got, _ = list(t, base, below(base, "q", "p/a.js"), Options{})
	check(t, "file named beside a link to its folder", got, []string{"else/o.js", "q/a.js"})
	got, _ = list(t, base, below(base, "p/same.js"), Options{})
	check(t, "named link", got, []string{"p/same.js"})
	got, _ = list(t, base, below(base, "p/same.js", "p"), Options{})
	check(t, "named link beside its target", got, []string{"else/o.js", "p/a.js"})
}

// failing is a folder reader on which the disk plays tricks.
type failing struct {
	folder
	onOpen func(path string) error
	onStat func(name string) error
}

func (f *failing) open(path string) ([]item, error) {
	if err := f.onOpen(path); err != nil {
		return nil, err
	}
	return f.folder.open(path)
}

func (f *failing) stat(i int, name string) (info, error) {
	if err := f.onStat(name); err != nil {
		return info{}, err
	}
	return f.folder.stat(i, name)
}

func TestProblems(t *testing.T) {
	base := tree(t, "a.js", "b.js", "secret/c.js", "secret/deep/d.js", "vanish/e.js", "z/f.js")
	o := Options{newFolder: func() folder {
		return &failing{folder: newFolder(),
			onOpen: func(path string) error {
				switch filepath.Base(path) {
				case "secret":
					return &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission}
				case "vanish":
					return os.RemoveAll(path)
				}
				return nil
			},
			onStat: func(name string) error {
				if name == "b.js" {
					return &fs.PathError{Op: "stat", Path: name, Err: errors.New("disk on fire")}
				}
				return nil
			},
		}
	}}
	got, r := list(t, base, []string{base}, o)
	check(t, "found", got, []string{"a.js", "z/f.js"})
	check(t, "problems", reasons(t, base, r.Problems), []string{
		"b.js: it cannot be read: disk on fire", "secret: it cannot be read: permission denied", "vanish: it vanished while it was being read"})
}

// untyped is a file system that does not tell types with the names.
type untyped struct{ folder }

func (u untyped) open(path string) ([]item, error) {
	items, err := u.folder.open(path)
	for i := range items {
		items[i].typ = unknownType
	}
	return items, err
}

func TestTypesThatHaveToBeAskedFor(t *testing.T) {
	base := tree(t, "a.js", "sub/b.js", "sub/.gitignore: c.js", "sub/c.js", "l.js -> a.js", "dir -> sub")
	got, r := list(t, base, []string{base}, Options{newFolder: func() folder { return untyped{newFolder()} }})
	check(t, "found", got, []string{"a.js", "sub/b.js"})
	check(t, "result", r, Result{Folders: 2, Ignored: 1})
}

func TestCancel(t *testing.T) {
	var files []string
	for _, a := range strings.Fields("a b c d e f g h") {
		for _, b := range strings.Fields("a b c d e f g h") {
			files = append(files, a+"/"+b+"/x.js")
		}
	}
	base := tree(t, files...)
	ctx, cancel := context.WithCancel(context.Background())
	var n atomic.Int32
	_, err := Walk(ctx, []string{base}, Options{Workers: 3}, func(File) {
		n.Add(1)
		cancel()
	})
	if !errors.Is(err, context.Canceled) || n.Load() == 0 || int(n.Load()) > 3 {
		t.Errorf("%d files after cancelling, error %v", n.Load(), err)
	}
}

func TestSort(t *testing.T) {
	files := []File{{Path: "/a/c"}, {Path: "/a-b"}, {Path: "/a/B"}, {Path: "/a"}}
	Sort(files)
	var got []string
	for _, f := range files {
		got = append(got, f.Path)
	}
	if want := []string{"/a", "/a-b", "/a/B", "/a/c"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
