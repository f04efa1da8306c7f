package workspace

import (
	"os"
	"path"
	"slices"
	"strings"

	"nodebeyond/analyzers/engine"
)

// overlay lays the open buffers over the files of a folder, which are sorted by path. A buffer that the disk does not hold yet is a file
// as well, unless it lies where no source is looked for. left are the ones that the disk holds and the list does not: either they are
// left out for a reason, or they are newer than the list.
func overlay(files []engine.File, docs []*Document) (all []engine.File, left []string) {
	if len(docs) == 0 {
		return files, nil
	}
	all = slices.Clone(files)
	for _, d := range docs {
		i, ok := slices.BinarySearchFunc(files, d.Path, func(f engine.File, p string) int { return strings.Compare(f.Path, p) })
		switch {
		case ok:
			all[i].Text, all[i].Size = d.analysed(), int64(len(*d.analysed()))
		case !source(d.Path):
		case exists(d.Path):
			left = append(left, d.Path)
		default:
			all = append(all, engine.File{Path: d.Path, Size: int64(len(*d.analysed())), Text: d.analysed()})
		}
	}
	if len(all) > len(files) {
		slices.SortFunc(all, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	}
	return all, left
}

// loose are open buffers outside of every folder: what the command line analyses when it is given these files by name.
func loose(docs []*Document) []engine.File {
	var files []engine.File
	for _, d := range docs {
		if source(d.Path) {
			files = append(files, engine.File{Path: d.Path, Size: int64(len(*d.analysed())), Text: d.analysed()})
		}
	}
	return files
}

// source says whether a file that is not on the disk yet would be found there: by the names that package discover looks for.
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
