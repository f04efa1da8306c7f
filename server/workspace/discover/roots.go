package discover

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// start delivers the roots that are files and queues those that are folders.
func (w *walk) start(roots []string) {
	configDir := w.o.ConfigDir
	if configDir == "" {
		configDir = "."
	}
	configDir, err := filepath.Abs(configDir)
	if err != nil { // the working folder was removed
		w.res.Problems = append(w.res.Problems, unreadable(w.o.ConfigDir, err))
	}
	var bad []string
	w.globs, bad = newGlobs(configDir, w.o.Ignore)
	for _, b := range bad {
		w.res.Problems = append(w.res.Problems, badGlob(configDir, b))
	}

	for _, r := range w.untangle(roots) {
		if w.named[r.path] {
			continue
		}
		fi, err := os.Stat(r.path) // a root that is a link is followed: it was asked for
		switch {
		case err != nil:
			w.res.Problems = append(w.res.Problems, missingRoot(r.path, err))
		case !utf8.ValidString(r.path):
			w.res.Problems = append(w.res.Problems, notUTF8(r.path))
		case fi.IsDir():
			w.named[r.path] = true
			w.roots = append(w.roots, r.path)
			w.real = append(w.real, r.real)
		default:
			w.named[r.path] = true
			w.startFile(r.path, fi)
		}
	}
	slices.Sort(w.roots)
	for _, r := range w.roots {
		j := job{path: r}
		if !w.o.NoIgnoreFiles {
			j.rules = w.rulesAbove(r, configDir)
		}
		w.queue = append(w.queue, j)
	}
}

// root is a path that was named.
type root struct {
	path string // absolute, as it was named
	real string // with links resolved
}

// untangle makes the roots absolute. A root that lies, by its real path, below another root is renamed to lie there by name as
// well, so that nothing is found under two names.
func (w *walk) untangle(names []string) []root {
	all := make([]root, 0, len(names))
	named := map[string]string{} // real path to the name that counts: its own, else the first
	dirs := map[string]string{}
	for _, n := range names {
		p, err := filepath.Abs(n)
		if err != nil {
			w.res.Problems = append(w.res.Problems, unreadable(n, err))
			continue
		}
		r := root{path: p, real: resolve(p, dirs)}
		if _, ok := named[r.real]; !ok || r.path == r.real {
			named[r.real] = r.path
		}
		all = append(all, r)
	}
	if len(all) == 1 {
		return all
	}
	for i, r := range all {
		for up := r.real; ; up = filepath.Dir(up) {
			if name, ok := named[up]; ok {
				all[i].path = name + r.real[len(up):]
			}
			if up == filepath.Dir(up) {
				break
			}
		}
	}
	return all
}

// resolve returns the real path of p, or p when there is none. It remembers folders in dirs, because people name
// thousands of files of one folder.
func resolve(p string, dirs map[string]string) string {
	if fi, err := os.Lstat(p); err == nil && fi.Mode().IsRegular() {
		dir := filepath.Dir(p)
		real, ok := dirs[dir]
		if !ok {
			if real, err = filepath.EvalSymlinks(dir); err != nil {
				return p
			}
			dirs[dir] = real
		}
		return join(real, filepath.Base(p))
	}
	if real, err := filepath.EvalSymlinks(p); err == nil {
		return real
	}
	return p
}

// startFile delivers a file that was named. Its name need not look like source when it has no extension at all: Node runs such
// files, and the bin field of a package often names one.
func (w *walk) startFile(path string, fi fs.FileInfo) {
	name := filepath.Base(path)
	kind, ok := kindOf(name)
	if !ok && strings.Contains(strings.TrimPrefix(name, "."), ".") {
		w.res.Skipped = append(w.res.Skipped, notSource(path))
		return
	}
	if s, ok := w.deliver(path, kind, infoOf(fi)); !ok {
		w.res.Skipped = append(w.res.Skipped, s)
	}
}

// rulesAbove reads the ignore files of the folders above a root, from the outermost that counts.
func (w *walk) rulesAbove(root, configDir string) rules {
	var rs rules
	if isRepository(root) {
		return rs
	}
	top := root
	for p := filepath.Dir(root); ; p = filepath.Dir(p) {
		if isRepository(p) {
			top = p
			break
		}
		if p == filepath.Dir(p) {
			top = w.topWithoutRepository(root, configDir)
			break
		}
	}
	if top == root {
		return rs
	}
	var above []string
	for p := filepath.Dir(root); ; p = filepath.Dir(p) {
		above = append(above, p)
		if p == top || p == filepath.Dir(p) {
			break
		}
	}
	slices.Reverse(above)
	for _, dir := range above {
		rs = rs.read(dir, isRegular(join(dir, ownIgnore)), isRegular(join(dir, gitIgnore)), func(p string, err error) {
			w.res.Problems = append(w.res.Problems, unreadable(p, err))
		})
	}
	return rs
}

// topWithoutRepository is the configuration's folder, or the outermost root above this one, or the root itself.
func (w *walk) topWithoutRepository(root, configDir string) string {
	top := root
	for _, r := range append(w.roots, configDir) {
		if len(r) < len(top) && strings.HasPrefix(root, join(r, "")) {
			top = r
		}
	}
	return top
}

// isRepository tells whether a folder is the root of a Git work tree. In a linked work tree or a submodule .git is a file.
func isRepository(dir string) bool {
	_, err := os.Lstat(join(dir, gitFolder))
	return err == nil
}

// isRegular does not follow links; neither does Git when it reads a .gitignore.
func isRegular(path string) bool {
	fi, err := os.Lstat(path)
	return err == nil && fi.Mode().IsRegular()
}
