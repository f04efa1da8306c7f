package discover

import (
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

	var files []string
	for _, r := range roots {
		p, err := filepath.Abs(r)
		if err != nil {
			w.res.Problems = append(w.res.Problems, unreadable(r, err))
			continue
		}
		if w.named[p] {
			continue
		}
		fi, err := os.Stat(p) // a root that is a link is followed: it was asked for
		switch {
		case err != nil:
			w.res.Problems = append(w.res.Problems, missingRoot(p, err))
		case !utf8.ValidString(p):
			w.res.Problems = append(w.res.Problems, notUTF8(p))
		case fi.IsDir():
			w.named[p] = true
			w.roots = append(w.roots, p)
		default:
			w.named[p] = true
			files = append(files, p)
		}
	}
	for _, r := range w.roots {
		if real, err := filepath.EvalSymlinks(r); err == nil {
			w.real = append(w.real, real)
		}
	}
	for _, f := range files {
		w.startFile(f)
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

// startFile delivers a file that was named. Its name need not look like source when it has no extension at all: Node runs such
// files, and the bin field of a package often names one.
func (w *walk) startFile(path string) {
	name := filepath.Base(path)
	kind, ok := kindOf(name)
	if !ok && strings.Contains(strings.TrimPrefix(name, "."), ".") {
		w.res.Skipped = append(w.res.Skipped, notSource(path))
		return
	}
	fi, err := os.Stat(path)
	if err != nil {
		w.res.Problems = append(w.res.Problems, missingRoot(path, err))
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
