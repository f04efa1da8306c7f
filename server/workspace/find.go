package workspace

import (
	"context"
	"os"
	"path"
	"slices"
	"strings"

	"nodebeyond/analyzers/engine"
	"nodebeyond/server/workspace/discover"
)

// find looks for the files of a folder as the command line does.
func find(ctx context.Context, root string) ([]engine.File, []engine.Problem, error) {
	sources, _, r, err := discover.Files(ctx, []string{root}, discover.Options{})
	if err != nil {
		return nil, nil, err
	}
	files := make([]engine.File, len(sources))
	for i, f := range sources {
		files[i] = engine.File{Path: f.Path, Size: f.Size, Mtime: f.MTime, Inode: f.Inode}
	}
	var problems []engine.Problem
	for _, p := range slices.Concat(r.Problems, r.Skipped) {
		problems = append(problems, engine.Problem{File: p.Path, Message: p.Reason, Remedy: p.Remedy})
	}
	return files, problems, nil
}

// overlay lays the open buffers over the files of a folder. A buffer that the disk does not hold yet is a file as well, unless it lies
// where no source is looked for; one that the disk holds and the list does not was left out for a reason, and stays out.
func overlay(files []engine.File, docs []*Document) []engine.File {
	if len(docs) == 0 {
		return files
	}
	files = slices.Clone(files)
	listed := len(files)
	for _, d := range docs {
		i, ok := slices.BinarySearchFunc(files[:listed], d.Path, func(f engine.File, p string) int { return strings.Compare(f.Path, p) })
		if ok {
			files[i].Text, files[i].Size = &d.Text, int64(len(d.Text))
		} else if source(d.Path) && !exists(d.Path) {
			files = append(files, engine.File{Path: d.Path, Size: int64(len(d.Text)), Text: &d.Text})
		}
	}
	if len(files) > listed {
		slices.SortFunc(files, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	}
	return files
}

// loose are open buffers outside of every folder: what the command line analyses when it is given these files by name.
func loose(docs []*Document) []engine.File {
	var files []engine.File
	for _, d := range docs {
		if source(d.Path) {
			files = append(files, engine.File{Path: d.Path, Size: int64(len(d.Text)), Text: &d.Text})
		}
	}
	return files
}

// source says whether a file that is not on the disk would be found there: the names of package discover, whose list is private.
func source(file string) bool {
	switch path.Ext(file) {
	case ".js", ".cjs", ".mjs", ".jsx", ".tsx":
	case ".ts", ".cts", ".mts":
		if strings.HasSuffix(strings.TrimSuffix(file, path.Ext(file)), ".d") {
			return false
		}
	default:
		return false
	}
	return !strings.Contains(file, "/node_modules/")
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// homeOf is the folder that a buffer outside of every workspace folder belongs to: the nearest one above it with a package.json, else
// its own.
func homeOf(file string) string {
	own := path.Dir(file)
	for dir := own; ; dir = path.Dir(dir) {
		if exists(path.Join(dir, "package.json")) {
			return dir
		}
		if dir == path.Dir(dir) {
			return own
		}
	}
}
