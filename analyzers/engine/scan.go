package engine

import (
	"path"
	"slices"
	"strings"

	"nodebeyond/analyzers/program"
)

// maxScanned bounds the files that one computed specifier is taken to mean.
const maxScanned = 64

// scanned are the run's files that a computed specifier may name: fs.readdirSync(dir).forEach((name) => require(path.join(dir, name))). They
// are told by the paths of the run alone, never by the disk.
func (r *run) scanned(file string, im *wanted) []int32 {
	if im.prefix == "" {
		return nil
	}
	dir := path.Dir(file)
	if im.whole {
		at := path.Join(dir, im.prefix)
		for _, end := range [...]string{"", ".js", ".cjs", ".ts", ".cts", "/index.js", "/index.cjs", "/index.ts"} {
			if id, ok := r.index[at+end]; ok {
				return []int32{id}
			}
		}
		return nil
	}
	folder, name := path.Split(im.prefix)
	folder = path.Join(dir, folder)
	var out []int32
	for _, id := range r.folder(folder) {
		p := r.files[id].path
		rest := p[len(folder)+1:]
		if p != file && strings.HasPrefix(rest, name) && !program.IsTestPath(rest) {
			out = append(out, id)
		}
	}
	if len(out) > maxScanned {
		return nil
	}
	slices.SortFunc(out, func(a, b int32) int { return strings.Compare(r.files[a].path, r.files[b].path) })
	return out
}

// folder lists the run's files in a folder, and the index files of the folders in it.
func (r *run) folder(dir string) []int32 {
	r.foldersOnce.Do(func() {
		r.folders = map[string][]int32{}
		for i, f := range r.files {
			d, base := path.Split(f.path)
			d = path.Clean(d)
			r.folders[d] = append(r.folders[d], int32(i))
			if strings.TrimSuffix(base, path.Ext(base)) == "index" {
				r.folders[path.Dir(d)] = append(r.folders[path.Dir(d)], int32(i))
			}
		}
	})
	return r.folders[dir]
}
